"""Two reviews side by side: every result that changed, and why.

In: two reviews as data and, where they are kept with what they were made from, how much each cause
accounts for.  Out: the changes in plain words.  Of reviews that were not kept it can be said what
differs, and the cause only where one thing does.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from specrules.base import phrases
from specrules.result import RESULTS
from specrules.rollup import Move, move_of
from specrules.runs.attributing import Factor

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from specrules.result import Result
    from specrules.runs.attributing import Attributed, Key

    Attributions = Mapping[Key, Attributed]

_RESULTS = {(each.word, each.low, each.high): each for each in RESULTS}

_DECIDED = frozenset({Factor.SPECIFICATION, Factor.ALLOWANCES, Factor.DECISIONS})


class Cause(StrEnum):
    """Why a result changed, as a reader knows it."""

    SPECIFICATION = "what is asked changed"
    RESTATED = "a figure was restated"
    FIGURES = "the data changed"
    EVIDENCE = "evidence came or was lost"
    DAY = "the day to look back from moved"
    ALLOWANCES = "an agreed allowance started or ended"
    DECISIONS = "it was decided at a meeting"


@dataclass(frozen=True, slots=True)
class Because:
    """One cause of a change. *share* is None where it cannot be told how much it accounts for.

    *alone* is what the result would have been had nothing else changed, in words ("" where unknown), and
    *details* say what exactly is different.
    """

    cause: Cause
    share: Fraction | None
    alone: str
    details: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """One result that is not what it was, or is so only because causes cancel one another."""

    requirement: str
    title: str
    party: str
    party_name: str
    before: Result | None
    after: Result | None
    move: Move
    causes: tuple[Because, ...]


@dataclass(frozen=True, slots=True)
class Reviewed:
    """Which review one side of a comparison is. *record* is the name of its record, or ""."""

    record: str
    spec: str
    title: str
    version: str
    period: str
    as_at: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two reviews of one contract. *same* counts the results that did not change for any reason.

    *held* are results that are as they were only because causes cancel one another; *attributed* is False
    where the reviews were not kept with what they were made from.
    """

    before: Reviewed
    after: Reviewed
    changes: tuple[Change, ...]
    held: tuple[Change, ...]
    same: int
    attributed: bool


def compare(
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    records: tuple[str, str] = ("", ""),
    attributions: Attributions | None = None,
) -> Comparison:
    """Compare two reviews, as ``review.json`` has them."""
    pair = _Pair(before, after, attributions)
    changes = tuple(each for key in pair.keys if (each := pair.change(key)).before is not each.after)
    held = tuple(pair.change(key) for key in pair.keys if pair.is_held(key))
    one, other = (_reviewed(each, name) for each, name in zip((before, after), records, strict=True))
    same = len(pair.keys) - len(changes) - len(held)
    return Comparison(one, other, changes, held, same, attributions is not None)


def _reviewed(review: Mapping[str, Any], record: str) -> Reviewed:
    run = review["run"]
    return Reviewed(record, *(run[name] for name in ("spec", "title", "version", "period", "as_at")))


def results_of(review: Mapping[str, Any]) -> dict[Key, Result]:
    """The result of every requirement and party of a review. Raises KeyError for one that no review gives."""
    return {
        (each["requirement"], each["party"]): _RESULTS[each["result"], each["low"], each["high"]]
        for each in review["verdicts"]
    }


class _Pair:
    """Two reviews, by requirement and party in the order of the later one."""

    def __init__(
        self, before: Mapping[str, Any], after: Mapping[str, Any], attributions: Attributions | None
    ) -> None:
        self.reviews, self.attributions = (before, after), attributions
        self.results = tuple(map(results_of, self.reviews))
        self.verdicts = tuple(
            {(each["requirement"], each["party"]): each for each in review["verdicts"]}
            for review in self.reviews
        )
        self.keys = tuple(dict.fromkeys((*self.verdicts[1], *self.verdicts[0])))
        self.names = {
            card["party"]: card["name"] for review in self.reviews for card in review["cards"]["compliance"]
        }
        self.is_same_period = before["run"]["period"] == after["run"]["period"]

    def change(self, key: Key) -> Change:
        """What became of one result, and why."""
        requirement, party = key
        was, now = (results.get(key) for results in self.results)
        title = (self.verdicts[1].get(key) or self.verdicts[0][key])["title"]
        name = self.names.get(party, party)
        causes = tuple(self._causes(key)) if was is not now or self.is_held(key) else ()
        return Change(requirement, title, party, name, was, now, move_of(was, now), causes)

    def is_held(self, key: Key) -> bool:
        """Whether a result is as it was only because something that people decided made up for the rest.

        That a plan was looked at again before it grew too old is no such thing.
        """
        found = (self.attributions or {}).get(key)
        return found is not None and found.before is found.after and not _DECIDED.isdisjoint(found.shares)

    def _causes(self, key: Key) -> Iterator[Because]:
        told = {factor: tuple(self._details(factor, key)) for factor in Factor}
        if self.attributions is None:
            yield from self._likely(told)
            return
        found = self.attributions[key]
        for factor in Factor:
            if share := found.shares.get(factor):
                cancelled = found.before is found.after
                alone = share.alone.shown if share.alone else "not asked"
                yield Because(self._cause(factor), None if cancelled else share.share, alone, told[factor])

    def _likely(self, told: Mapping[Factor, tuple[str, ...]]) -> Iterator[Because]:
        """What differs. When one thing does, that is the cause; the day is one for want of others."""
        different = [factor for factor, details in told.items() if details]
        if len(different) > 1:
            different = [factor for factor in different if factor is not Factor.DAY]
        for factor in different:
            share = Fraction(1) if len(different) == 1 else None
            yield Because(self._cause(factor), share, "", told[factor])

    def _cause(self, factor: Factor) -> Cause:
        if factor is Factor.FIGURES and self.is_same_period:
            return Cause.RESTATED
        return Cause[factor.name]

    # -- details

    def _details(self, factor: Factor, key: Key) -> Iterator[str]:
        """What exactly is different, of the kind that *factor* is about."""
        was, now = (verdicts.get(key) for verdicts in self.verdicts)
        if factor is Factor.SPECIFICATION:
            yield from _asked(was, now)
        elif factor is Factor.DAY:
            days = [review["run"]["as_at"] for review in self.reviews]
            if days[0] != days[1]:
                yield " -> ".join(phrases.day(date.fromisoformat(each)) for each in days)
        elif factor is Factor.ALLOWANCES:
            yield from self._allowed(key)
        elif was and now and factor in (Factor.FIGURES, Factor.EVIDENCE):
            came = factor is Factor.EVIDENCE
            # Where a check says the same of other cells, such as a statement without its document.
            yield from tuple(_found(was, now, came=came)) or _cells(was, now, came=came)

    def _allowed(self, key: Key) -> Iterator[str]:
        one, other = ({each["id"]: each for each in _in_force(review, key)} for review in self.reviews)
        for id in other.keys() - one.keys():
            yield f"{id} from {other[id]['from']} to {other[id]['to']}: {other[id]['reason']}"
        for id in one.keys() - other.keys():
            yield f"{id} was until {one[id]['to']}: {one[id]['reason']}"


def _in_force(review: Mapping[str, Any], key: Key) -> Iterator[Mapping[str, Any]]:
    for each in review["allowances"]:
        if (each["requirement"].partition(".")[0], each["party"]) == key and each["in_force"]:
            yield each


def _asked(was: Mapping[str, Any] | None, now: Mapping[str, Any] | None) -> Iterator[str]:
    """What is asked otherwise."""
    if was is None or now is None:
        yield "it is asked now, and was not" if now else "it is no longer asked"
        return
    for heading in ("strength", "title"):
        if was[heading] != now[heading]:
            yield f"{heading}: {was[heading]} -> {now[heading]}"
    before, after = ({check["name"]: check for check in each["checks"]} for each in (was, now))
    for name in dict.fromkeys((*after, *before)):
        if name not in before or name not in after:
            yield (
                f"{name} is looked at now, and was not" if name in after else f"{name} is no longer looked at"
            )
            continue
        for heading in ("what", "wanted"):
            if before[name][heading] != after[name][heading]:
                yield f"{name}: {before[name][heading]} -> {after[name][heading]}"


def _found(was: Mapping[str, Any], now: Mapping[str, Any], *, came: bool) -> Iterator[str]:
    """What was found otherwise: evidence that came or was lost, or else figures that changed."""
    before = {check["name"]: check for check in was["checks"]}
    for check in now["checks"]:
        other = before.get(check["name"])
        if other is None or (other["found"], other["reason"]) == (check["found"], check["reason"]):
            continue
        if came == (other["reason"] != check["reason"]):
            yield f"{check['name']}: {_said(other)} -> {_said(check)}"


def _cells(was: Mapping[str, Any], now: Mapping[str, Any], *, came: bool) -> Iterator[str]:
    """The cells that say something else, or that only one of the two has."""
    before, after = ({fact["item"]: fact["text"] for fact in each["because"]} for each in (was, now))
    for item in dict.fromkeys((*after, *before)):
        one, other = before.get(item, ""), after.get(item, "")
        if one != other and came == (not one or not other):
            yield f"{item.replace('/', ', ')}: {one or 'nothing'} -> {other or 'nothing'}"


def _said(check: Mapping[str, Any]) -> str:
    found, reason = check["found"], check["reason"]
    return f"{found} ({reason})" if found and reason else str(found or reason or "nothing")
