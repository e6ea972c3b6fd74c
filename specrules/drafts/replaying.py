"""A draft against the past: what it would have made of returns that were sent for another specification.

In: a draft, and what reviews were given.  Out: for each of these periods what flips and for whom, what
cannot be judged because nobody asked, and the ratings before and under the draft.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from specrules.compile import planned
from specrules.drafts.outcomes import outcome
from specrules.drafts.questions import Questions, questions
from specrules.frozen import replace
from specrules.rollup import Move, move_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from specrules.drafts.outcomes import Key, Outcome
    from specrules.engine import OpenEngine
    from specrules.evidence.facts import CellName, Request
    from specrules.given import Given
    from specrules.periods import Period
    from specrules.result import Result
    from specrules.scorecard import Rating
    from specrules.spec.model import Spec


@dataclass(frozen=True, slots=True)
class Flip:
    """One result that the draft would make another. An end is None where the requirement is not there."""

    requirement: str
    party: str
    before: Result | None
    after: Result | None
    move: Move


@dataclass(frozen=True, slots=True)
class Rerated:
    """The rating of one card before and under the draft; *card* is a party, or "" for no wrong door."""

    card: str
    before: Rating | None
    after: Rating | None


@dataclass(frozen=True, slots=True)
class Unasked:
    """A requirement that the draft cannot judge for a party, and the cells that nobody was asked for."""

    requirement: str
    party: str
    cells: tuple[CellName, ...]


@dataclass(frozen=True, slots=True)
class Quarter:
    """One period of one specification, judged as it was and by the draft.

    *judged* counts what both judge.  *asks* are the lines that the new return must ask
    and the old one did not, *reworded* those that it asks in other words.
    """

    spec: Spec
    period: Period
    judged: int
    flips: tuple[Flip, ...]
    ratings: tuple[Rerated, ...]
    unasked: tuple[Unasked, ...]
    asks: tuple[Request, ...]
    reworded: tuple[tuple[Request, Request], ...]


@dataclass(frozen=True, slots=True)
class Replay:
    """A draft and all that it was held against, the earliest period first."""

    draft: Spec
    quarters: tuple[Quarter, ...]


def replay(draft: Spec, stored: Iterable[Given], engine: OpenEngine) -> Replay:
    """Judge what reviews were given by *draft*, and hold it against what it was judged by.

    Raises EngineFault when the engines disagree.
    """
    made = [_quarter(draft, given, engine) for given in stored]
    return Replay(draft, tuple(sorted(made, key=lambda each: (each.spec.id, each.period.end))))


def _quarter(draft: Spec, given: Given, engine: OpenEngine) -> Quarter:
    now = planned(in_place_of(draft, given.spec, given.period), given.period)
    asked = questions(now, given.planned)
    before = outcome(given.planned, given, engine)
    after = outcome(now, given, engine, asked.cells)
    return Quarter(
        spec=given.spec,
        period=given.period,
        judged=len(before.results.keys() & after.results.keys()),
        flips=tuple(_flips(before.results, after.results)),
        ratings=tuple(_rerated(before, after)),
        unasked=tuple(Unasked(*key, cells) for key, cells in after.unasked.items()),
        asks=_asks(asked),
        reworded=asked.reworded,
    )


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


def _asks(asked: Questions) -> tuple[Request, ...]:
    """What has to be asked; figures that an extract brings need not be typed."""
    return tuple(each for each in asked.unasked if not each.optional)


def _flips(before: Mapping[Key, Result], after: Mapping[Key, Result]) -> Iterator[Flip]:
    """Every result that differs, in the order of the draft, and then those that it no longer has."""
    for key in dict.fromkeys((*after, *before)):
        old, new = before.get(key), after.get(key)
        if old is not new:
            yield Flip(*key, old, new, move_of(old, new))


def _rerated(before: Outcome, after: Outcome) -> Iterator[Rerated]:
    for card in dict.fromkeys((*after.ratings, *before.ratings)):
        yield Rerated(card, before.ratings.get(card), after.ratings.get(card))
