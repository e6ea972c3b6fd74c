"""What to ask for first: the evidence still missing whose answer could change a rating.

In: the cards of a run.  Out: for each thing that is missing, which ratings its two
extreme answers would give, all else staying as open as it is.  No verdict comes of
this, so the engines are not asked.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from specrules.base.frozen import replace
from specrules.engine.plain import PlainEngine
from specrules.judging.scorecard import COLOURS, band, score, weight_of
from specrules.result import ALLOWED, Reason, between
from specrules.spec.model import CardSettings, Strength

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from specrules.judging.scorecard import Cards, Rating
    from specrules.judging.verdicts import CheckVerdict, Verdict
    from specrules.result import Result
    from specrules.spec.model import Spec

Ends = tuple[str, str]
"""The two colours between which a rating lies."""

JOINED = ""
"""Stands for the no wrong door card, where other cards go by their party."""


@dataclass(frozen=True, slots=True)
class Turn:
    """What one missing thing could make of the rating of a card: at its worst answer, and at its best."""

    card: str
    worst: Ends
    best: Ends

    @property
    def settles(self) -> bool:
        """Whether one of the two answers settles the rating by itself."""
        return self.worst[0] == self.worst[1] or self.best[0] == self.best[1]


@dataclass(frozen=True, slots=True)
class Missing:
    """Something that one party could still supply for one check, and the ratings it could change.

    *cells* names what is missing of it.  *turns* is empty where no rating hangs on it.
    """

    party: str
    verdict: Verdict
    check: CheckVerdict
    cells: tuple[str, ...]
    turns: tuple[Turn, ...] = ()

    @property
    def rank(self) -> tuple[bool, bool, int, bool]:
        """What sorts it: the lower, the sooner it should be asked for."""
        settles = any(each.settles for each in self.turns)
        is_must = self.verdict.requirement.strength is Strength.MUST
        return not self.turns, not settles, -len(self.turns), not is_must


def missing(verdicts: Iterable[Verdict], cards: Cards, spec: Spec) -> tuple[Missing, ...]:
    """All that is still missing, in the order of the specification, with the ratings that hang on it."""
    found = [each for verdict in verdicts for each in _missing(verdict)]
    by_cell: dict[tuple[str, str], list[Missing]] = {}
    for each in found:
        for cell in each.cells:
            by_cell.setdefault((each.party, cell), []).append(each)
    resting = _resting(_ratings(cards, spec))
    return tuple(replace(each, turns=_turns(_filled(each, by_cell), resting)) for each in found)


def _filled(one: Missing, by_cell: Mapping[tuple[str, str], list[Missing]]) -> list[Missing]:
    """All that one answer fills: what else looks at a cell that is missing here."""
    others = (other for cell in one.cells for other in by_cell[one.party, cell])
    return list({id(each.check): each for each in (one, *others)}.values())


def _missing(verdict: Verdict) -> Iterator[Missing]:
    """What would settle a verdict, and who could supply it. Nobody is asked for what nobody agreed to."""
    if verdict.result.settled:
        return
    for check in verdict.checks:
        if check.reason in (None, Reason.NOT_AGREED, Reason.NOT_PUBLISHED) or check.result is ALLOWED:
            continue
        cells: dict[str, list[str]] = {}
        for fact in check.facts:
            if fact.value.missing:
                cells.setdefault(fact.party, []).append(fact.key)
        for party, own in (cells or {verdict.party: []}).items():
            yield Missing(party, verdict, check, tuple(own))


# -- ratings

Changes = dict[int, "Result"]
"""What some verdicts, each by its identity, would come to."""


class _Lowest:
    """A rating by the lowest of some verdicts. Only how many stand where is kept, so that trying is cheap."""

    def __init__(self, card: str, verdicts: Iterable[Verdict]) -> None:
        self.card = card
        self.results = {id(each): each.result for each in verdicts}
        self.ends = [Counter(_ends_of(self.results.values(), high)) for high in (False, True)]

    def after(self, changes: Changes) -> Ends:
        """The two colours between which the rating lies once some verdicts have changed."""
        ours = {each: result for each, result in changes.items() if each in self.results}
        old = [self.results[each] for each in ours]
        found = []
        for high, ends in zip((False, True), self.ends, strict=True):
            now = ends - Counter(_ends_of(old, high)) + Counter(_ends_of(ours.values(), high))
            found.append(COLOURS[min(now, default=2)])
        return found[0], found[1]


def _ends_of(results: Iterable[Result], high: bool) -> list[int]:
    ends = [each.high if high else each.low for each in results]
    return [each for each in ends if each is not None]


class _Scored:
    """A rating by the score of some verdicts, capped by those that are essential."""

    def __init__(self, card: str, verdicts: Sequence[Verdict], settings: CardSettings) -> None:
        self.card, self.verdicts, self.settings = card, verdicts, settings
        self.results = {id(each): each.result for each in verdicts}
        self.caps = _Lowest(card, [each for each in verdicts if each.requirement.essential])

    def after(self, changes: Changes) -> Ends:
        """The two colours between which the rating lies once some verdicts have changed."""
        made = [replace(v, result=changes[id(v)]) if id(v) in changes else v for v in self.verdicts]
        scored = score(made, self.settings)
        if scored is None:
            return COLOURS[0], COLOURS[-1]
        low, high = (band(self.settings, end) for end in (scored.low, scored.high))
        caps = self.caps.after(changes)
        return min(low, caps[0], key=COLOURS.index), min(high, caps[1], key=COLOURS.index)


_Rating = _Lowest | _Scored


def _ratings(cards: Cards, spec: Spec) -> Iterator[_Rating]:
    """The ratings that are still open."""
    settings = spec.cards.get("compliance", CardSettings())
    for card in cards.compliance:
        own = [each for section in card.sections for each in section.verdicts if each.rated]
        if settings.bands and _is_open(card.rating):
            yield _Scored(card.party.id, own, settings)
        elif _is_open(card.rating):
            yield _Lowest(card.party.id, [v for v in own if v.requirement.strength is Strength.MUST])
    joined = cards.no_wrong_door
    if joined and _is_open(joined.rating):
        doors = (v for each in joined.principles for door in each.doors for v in door.verdicts)
        yield _Lowest(JOINED, filter(weight_of, doors))


def _is_open(rating: Rating) -> bool:
    return rating.low != rating.high


# -- turns


def _resting(ratings: Iterable[_Rating]) -> dict[int, list[_Rating]]:
    """The ratings that rest on each verdict, by its identity."""
    found: dict[int, list[_Rating]] = {}
    for rating in ratings:
        for verdict in rating.results:
            found.setdefault(verdict, []).append(rating)
    return found


def _turns(filled: Sequence[Missing], resting: Mapping[int, list[_Rating]]) -> tuple[Turn, ...]:
    """The ratings that differ between the two extremes of one answer."""
    one, other = (_answered(filled, high) for high in (False, True))
    ratings = {id(rating): rating for each in filled for rating in resting.get(id(each.verdict), ())}
    turns = []
    for rating in ratings.values():
        worst, best = sorted((rating.after(one), rating.after(other)), key=_order)
        if worst != best:
            turns.append(Turn(rating.card, worst, best))
    return tuple(turns)


def _order(ends: Ends) -> tuple[int, int]:
    return COLOURS.index(ends[0]), COLOURS.index(ends[1])


def _answered(filled: Sequence[Missing], high: bool) -> Changes:
    """What the verdicts come to once all of *filled* are at one extreme."""
    checks: dict[int, set[int]] = {}
    for each in filled:
        checks.setdefault(id(each.verdict), set()).add(id(each.check))
    verdicts = {id(each.verdict): each.verdict for each in filled}
    return {key: _with(verdict, checks[key], high) for key, verdict in verdicts.items()}


def _with(verdict: Verdict, answered: set[int], high: bool) -> Result:
    if verdict.rule is None:
        return verdict.result
    given = tuple(_end(each, high) if id(each) in answered else each.result for each in verdict.checks)
    return PlainEngine().decide(verdict.rule, given)


def _end(check: CheckVerdict, high: bool) -> Result:
    if check.result.low is None or check.result.high is None:
        return check.result
    end = check.result.high if high else check.result.low
    return between(end, end)
