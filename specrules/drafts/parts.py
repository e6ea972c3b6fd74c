"""A draft against one period, for all parties at once or for those that are judged together.

In: a draft, and what the review of a period was given.  Out: what flips and for whom, the ratings before and
under the draft, and what nobody was asked; and the same of several parts put together, in the order in which
it comes when all are judged at once.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from specrules.base.frozen import replace
from specrules.compile import planned
from specrules.drafts.outcomes import JOINED, outcome
from specrules.drafts.questions import questions
from specrules.rollup import Move, move_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from specrules.drafts.outcomes import Key, Outcome
    from specrules.drafts.questions import Line
    from specrules.drafts.together import Group
    from specrules.engine import OpenEngine
    from specrules.evidence.facts import CellName
    from specrules.judging.given import Given
    from specrules.judging.scorecard import Rating
    from specrules.result import Result
    from specrules.spec.model import Spec
    from specrules.values.periods import Period

T = TypeVar("T")


class Flip(NamedTuple):
    """One result that the draft would make another. An end is None where the requirement is not there."""

    requirement: str
    party: str
    before: Result | None
    after: Result | None
    move: Move


class Rerated(NamedTuple):
    """The rating of one card before and under the draft; *card* is a party, or "" for no wrong door."""

    card: str
    before: Rating | None
    after: Rating | None


class Unasked(NamedTuple):
    """A requirement that the draft cannot judge for a party, and the cells that nobody was asked for."""

    requirement: str
    party: str
    cells: tuple[CellName, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """What a draft would have meant for some parties in one period.

    *judged* counts what both judge.  *asks* are the lines that the new return must ask
    and the old one did not, *reworded* those that it asks in other words, as (before, now).
    """

    judged: int
    flips: tuple[Flip, ...] = ()
    ratings: tuple[Rerated, ...] = ()
    unasked: tuple[Unasked, ...] = ()
    asks: tuple[Line, ...] = ()
    reworded: tuple[tuple[Line, Line], ...] = ()


def in_place_of(draft: Spec, agreed: Spec, period: Period) -> Spec:
    """The draft as if the returns of *agreed* had been sent for it, and as if it held in *period*."""
    return replace(
        draft,
        id=agreed.id,
        version=agreed.version,
        digest=agreed.digest,
        starts=min(draft.starts, period.start),
        ends=max(draft.ends, period.end),
    )


def parts(draft: Spec, given: Given, engine: OpenEngine, groups: Sequence[Group]) -> list[Part]:
    """What *draft* would have meant for each of *groups*, which were given what they need.

    Raises EngineFault when the engines disagree.
    """
    now = planned(in_place_of(draft, given.spec, given.period), given.period)
    asked = questions(now, given.planned)
    before = outcome(given.planned, given, engine)
    after = outcome(now, given, engine, asked.cells)
    home = _homes(groups, draft, given.spec)
    judged = Counter(home[party] for _, party in before.results.keys() & after.results.keys())
    apart = (
        _apart(_flips(before.results, after.results), lambda each: home[each.party], len(groups)),
        _apart(_rerated(before, after), lambda each: home[each.card], len(groups)),
        _apart(_unasked(after), lambda each: home[each.party], len(groups)),
        _apart(asked.to_ask, lambda each: home[each.party], len(groups)),
        _apart(asked.reworded, lambda each: home[each[1].party], len(groups)),
    )
    return [Part(judged[n], *each) for n, each in enumerate(zip(*apart, strict=True))]


def _homes(groups: Sequence[Group], *specs: Spec) -> dict[str, int]:
    """The number of the group of each party, and of the card that joins the services."""
    home = {party: n for n, group in enumerate(groups) for party in group}
    on_card = (id for spec in specs for r in spec.requirements if r.principle for id in r.owed_by)
    return {**home, JOINED: home.get(next(on_card, JOINED), 0)}


def _apart(items: Iterable[T], home: Callable[[T], int], many: int) -> list[tuple[T, ...]]:
    """Items by the number of the group that each belongs to."""
    found: list[list[T]] = [[] for _ in range(many)]
    for each in items:
        found[home(each)].append(each)
    return list(map(tuple, found))


def _flips(before: Mapping[Key, Result], after: Mapping[Key, Result]) -> Iterator[Flip]:
    """Every result that differs, in the order of the draft, and then those that it no longer has."""
    for key in dict.fromkeys((*after, *before)):
        old, new = before.get(key), after.get(key)
        if old is not new:
            yield Flip(*key, old, new, move_of(old, new))


def _rerated(before: Outcome, after: Outcome) -> Iterator[Rerated]:
    for card in dict.fromkeys((*after.ratings, *before.ratings)):
        yield Rerated(card, before.ratings.get(card), after.ratings.get(card))


def _unasked(after: Outcome) -> Iterator[Unasked]:
    for key, cells in after.unasked.items():
        yield Unasked(*key, cells)


# -- parts put together


def whole(parts: Iterable[Part], draft: Spec, agreed: Spec) -> Part:
    """All parts as one, in the order of the draft, and then what it no longer has in that of *agreed*."""
    several = tuple(parts)
    results = _places((r.id, party) for s in (draft, agreed) for r in s.requirements for party in r.owed_by)
    cards = _places((*_cards(draft, True), *_cards(agreed, False)))
    parties = _places(each.id for spec in (draft, agreed) for each in spec.parties)
    return Part(
        judged=sum(each.judged for each in several),
        flips=_in_order(
            (flip for each in several for flip in each.flips),
            lambda flip: (flip.after is None, results[flip.requirement, flip.party]),
        ),
        ratings=_in_order(
            (rated for each in several for rated in each.ratings),
            lambda rated: cards[rated.after is not None, rated.card],
        ),
        unasked=_in_order(
            (open for each in several for open in each.unasked),
            lambda open: results[open.requirement, open.party],
        ),
        asks=_in_order((line for each in several for line in each.asks), lambda line: parties[line.party]),
        reworded=_in_order(
            (pair for each in several for pair in each.reworded), lambda pair: parties[pair[1].party]
        ),
    )


def _cards(spec: Spec, is_draft: bool) -> Iterator[tuple[bool, str]]:
    """Every card that a specification may have: of its parties, and the one that joins them."""
    yield from ((is_draft, each.id) for each in spec.parties)
    yield is_draft, JOINED


def _places(names: Iterable[Any]) -> dict[Any, int]:
    """Where each of *names* stands among them."""
    return {name: n for n, name in enumerate(dict.fromkeys(names))}


def _in_order(items: Iterable[T], place: Callable[[T], Any]) -> tuple[T, ...]:
    return tuple(sorted(items, key=place))
