"""What it would take: the smallest changes, each of which would lift one check.

In: a check and the values of its cells.  Out: ways, each in words, with who has it
in their power.  Worked out exactly, like the check itself: nine tenths of 121
people are 109, not 108.9.  Every way that changes a number is judged again before it
is told, so that none is told that would not be enough.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from math import ceil, floor
from typing import TYPE_CHECKING

from specrules import checks, sentences
from specrules.base import phrases
from specrules.compile.plan import Beside
from specrules.evidence.facts import Column, Value
from specrules.result import NOT_MET, Reason
from specrules.spec.model import HAND_OFFS, SHARES, CheckKind
from specrules.values.quantities import Quantity, Unit, write_quantity, write_target

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from specrules.compile.plan import PlannedCheck
    from specrules.values.quantities import Target

_SHARES = SHARES | HAND_OFFS
_AMOUNTS = (CheckKind.COUNT, CheckKind.MONEY, CheckKind.TIME)


class Lever(StrEnum):
    """What a way rests on, and so whose it is to take."""

    DOING = "what the party does"
    SHOWING = "what the party can show"
    AGREEING = "what others agree"


@dataclass(frozen=True, slots=True)
class Way:
    """One smallest change that is enough. *number* is how many; *partly* is for partly met alone."""

    words: str
    lever: Lever = Lever.DOING
    number: int | None = None
    partly: bool = False


def ways(planned: PlannedCheck, values: checks.Values, as_at: date) -> tuple[Way, ...]:
    """Return what would make a check met, or partly met, that is not; none where that cannot be said.

    Where the cells leave it open there are only ways of showing more.
    """
    instead = planned.placed.get(Beside.IF_FEWER)
    if instead and checks.too_few(planned, values):
        other, start = instead
        return ways(other, values[start : start + len(other.cells)], as_at)
    if not planned.in_force:
        return ()
    result = checks.judge_of(planned, as_at)(values)
    if result.low in (None, 2) or (planned.beside and result is not NOT_MET):
        return ()
    return tuple(_settled(planned, values, as_at) if result.settled else _open(planned, values, as_at))


def told(found: tuple[Way, ...]) -> str:
    """What a party can do itself, in one line."""
    return "; ".join(
        f"{each.words}{' for partly met' if each.partly else ''}"
        for each in found
        if each.lever is Lever.DOING
    )


def _settled(planned: PlannedCheck, values: checks.Values, as_at: date) -> Iterator[Way]:
    own = checks.own_values(planned, values)
    kind = planned.check.kind
    if kind in _SHARES:
        yield from _of_share(planned, values, as_at)
    elif not _exact(own[0]):
        return
    elif kind in _AMOUNTS:
        yield from _of_amount(planned, values, as_at)
    elif kind in (CheckKind.LIST, CheckKind.REGISTER):
        yield from _to_add(planned, values, as_at)
    elif kind is CheckKind.STATEMENT:
        yield Way(f"a {sentences.wanted(planned.check, None)}")
    elif kind is CheckKind.AGREEMENT:
        yield Way("the two readers settle what each word means, and read the cases again", Lever.AGREEING)
    elif kind is not CheckKind.CONDITION:
        words = sentences.wanted(planned.check, planned.target).partition(";")[0]
        yield Way(words, Lever.AGREEING if planned.check.rated_by else Lever.DOING)


def _open(planned: PlannedCheck, values: checks.Values, as_at: date) -> Iterator[Way]:
    if planned.check.kind in _SHARES:
        yield from _of_blanks(planned, values)
    elif planned.check.kind is CheckKind.STATEMENT and values[0].known and values[0].low:
        yield Way(f"the {planned.check.document or 'document'} that shows it, by its name", Lever.SHOWING)


def _exact(value: Value) -> bool:
    return value.known and value.low == value.high


def _targets(planned: PlannedCheck) -> list[tuple[Target, bool]]:
    """What is wanted, best first, each with whether it is only for partly met."""
    if planned.target is None:
        return []
    partly = [(planned.target.partly, True)] if planned.target.partly else []
    return [(planned.target.target, False), *partly]


# -- shares


@dataclass(frozen=True, slots=True)
class _Share:
    """A share whose numbers are all known: how many, out of how many, and how many are still open."""

    number: int
    out_of: int
    still_open: int
    has_limit: bool

    def step(self, target: Target) -> int | None:
        """How many more (or, below nothing, fewer) the target wants; None where no number of them does."""
        low = ceil(target.low.value * self.out_of) if target.low else 0
        high = floor(target.high.value * self.out_of) if target.high else None
        new = max(self.number, low)
        if high is not None:
            new = min(new, high - self.still_open)
        most = self.out_of if self.has_limit else new
        return new - self.number if max(low, 0) <= new <= most else None


def _share(planned: PlannedCheck, values: checks.Values) -> _Share | None:
    counts = checks.counts_of(planned, values)
    constant = planned.check.constant
    if not all(map(_exact, counts)) or (constant and constant.unit is Unit.POUNDS):
        return None
    out_of = int(counts.out_of.low - counts.excepted.low)
    still_open = int(counts.unrecorded.low + counts.waiting.low)
    return _Share(int(counts.number.low), out_of, still_open, constant is None) if out_of > 0 else None


def _of_share(planned: PlannedCheck, values: checks.Values, as_at: date) -> Iterator[Way]:
    share = _share(planned, values)
    if share is None:
        return
    for target, partly in _targets(planned):
        step = share.step(target)
        if step and _enough(planned, values, as_at, (_number_cell(planned), step), partly):
            yield Way(_of_people(share, step), number=abs(step), partly=partly)
        if planned.check.exceptions and (away := _excepted(share, target)):
            cell = planned.columns.index(Column.EXCEPTED)
            if _enough(planned, values, as_at, (cell, away), partly):
                why = phrases.listed(planned.check.exceptions, "or")
                yield Way(f"{away} more excepted, if they are {why}", Lever.AGREEING, away, partly)


def _of_people(share: _Share, step: int) -> str:
    new = f"({share.number + step} of {share.out_of})"
    if step < 0:
        return f"{-step} fewer {new}"
    others = f" of the {share.out_of - share.number} others" if share.has_limit else ""
    return f"{step} more{others} {new}"


def _excepted(share: _Share, target: Target) -> int:
    """How many more, of those who are in neither number, would have to be excepted; 0 where none help."""
    if target.low is None or not target.low.number:
        return 0
    away = share.out_of - floor(share.number * 100 / target.low.number)
    left = share.out_of - share.number - share.still_open
    return away if 0 < away <= left and away < share.out_of else 0


def _number_cell(planned: PlannedCheck) -> int:
    """Which of a line's cells has the number that is held against the target."""
    return 1 if planned.check.kind in (CheckKind.SENT, CheckKind.RECEIVED) else 0


def _enough(
    planned: PlannedCheck,
    values: checks.Values,
    as_at: date,
    change: tuple[int, Fraction | int],
    partly: bool,
) -> bool:
    """Whether a check reaches what it should once one of its cells has so much more."""
    cell, more = change
    old = values[cell]
    new = Value(old.low + more, old.high + more, unit=old.unit)
    result = checks.judge_of(planned, as_at)((*values[:cell], new, *values[cell + 1 :]))
    return result.low is not None and result.low >= (1 if partly else 2)


def _of_blanks(planned: PlannedCheck, values: checks.Values) -> Iterator[Way]:
    """The fewest blanks that settle a share as met, by what their answers would have to be."""
    share = _share(planned, values)
    if share is None or planned.beside or isinstance(checks.share_of(planned, values), Reason):
        return
    target, _ = _targets(planned)[0]
    low = ceil(target.low.value * share.out_of) if target.low else 0
    high = floor(target.high.value * share.out_of) if target.high else share.out_of
    yes = max(low - share.number, 0)
    no = max(share.number + share.still_open - high, 0)
    if low <= high and 0 < yes + no <= share.still_open:
        left = f"of the {share.still_open} {_whose(planned, values)}"
        said = f"{yes + no} {left}, if the answer is {'yes' if yes else 'no'}"
        both = f"{yes} with a yes and {no} with a no {left}"
        yield Way(both if yes and no else said, Lever.SHOWING, yes + no)


def _whose(planned: PlannedCheck, values: checks.Values) -> str:
    counts = checks.counts_of(planned, values)
    said = [(counts.unrecorded, "not known"), (counts.waiting, "still waiting")]
    return phrases.listed((words for value, words in said if value.low), "or")


# -- other kinds


def _of_amount(planned: PlannedCheck, values: checks.Values, as_at: date) -> Iterator[Way]:
    value = Fraction(checks.own_values(planned, values)[0].low)
    for target, partly in _targets(planned):
        change, unit = _difference(value, target)
        if change and _enough(planned, values, as_at, (0, change), partly):
            number = abs(int(change)) if unit is Unit.COUNT and change.denominator == 1 else None
            yield Way(_amount(change, unit), number=number, partly=partly)


def _difference(value: Fraction, target: Target) -> tuple[Fraction, Unit]:
    """How far a value is from what is wanted, below nothing where it is too much; and in what."""
    if target.low is not None and value < target.low.number:
        return target.low.number - value, target.low.unit
    if target.high is not None and value > target.high.number:
        return target.high.number - value, target.high.unit
    return Fraction(0), Unit.COUNT


def _amount(change: Fraction, unit: Unit) -> str:
    less = "fewer" if unit is Unit.COUNT else "less"
    return f"{_at_least(abs(change), unit)} {'more' if change > 0 else less}"


def _at_least(change: Fraction, unit: Unit) -> str:
    """A change in full. One that has no end, as a day in weeks, is rounded up: less would not be enough."""
    try:
        return write_quantity(Quantity(change, unit))
    except ValueError:
        return write_quantity(Quantity(Fraction(ceil(change * 10), 10), unit))


def _to_add(planned: PlannedCheck, values: checks.Values, as_at: date) -> Iterator[Way]:
    """What a list or a register has to gain."""
    check = planned.check
    register = checks.Register(planned, as_at)
    if not check.covers:
        counted = Fraction(register.counted(values[0].low)[0])
        for target, partly in _targets(planned):
            change, unit = _difference(counted, target)
            if change:
                yield Way(_amount(change, unit), number=abs(int(change)), partly=partly)
        return
    has = values[0].low
    lacking = checks.uncovered(check, has) if check.kind is CheckKind.LIST else register.lacking(has)
    if lacking:
        enough = f", {write_target(planned.target.target)}" if planned.target else ""
        yield Way(f"also {phrases.listed(lacking, 'or' if enough else 'and')}{enough}")
