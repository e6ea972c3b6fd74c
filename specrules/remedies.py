"""What it would take: the smallest change that lifts one check.

In: a check and the values of its cells.  Out: a sentence, or none where the
cells leave the check open, since then what is missing comes first.  Worked out
exactly, like the check itself: nine tenths of 121 people are 109, not 108.9.
"""

from __future__ import annotations

from fractions import Fraction
from math import ceil, floor
from typing import TYPE_CHECKING

from specrules import checks, sentences
from specrules.quantities import Quantity, Unit, write_quantity, write_target
from specrules.result import NOT_MET
from specrules.spec.model import CheckKind

if TYPE_CHECKING:
    from datetime import date

    from specrules.compile.plan import PlannedCheck
    from specrules.quantities import Target


def would_take(planned: PlannedCheck, values: checks.Values, as_at: date) -> str:
    """Return what would make a check met that is settled and is not, or "" where that cannot be said."""
    own = checks.own_values(planned, values)
    if not all(value.known and value.low == value.high for value in own[:1]) or not planned.in_force:
        return ""
    if planned.beside and checks.judge_of(planned, as_at)(values) is not NOT_MET:
        return ""
    match planned.check.kind:
        case CheckKind.SHARE | CheckKind.AUDIT | CheckKind.SENT | CheckKind.RECEIVED:
            return _more_of(planned, values)
        case CheckKind.COUNT | CheckKind.MONEY | CheckKind.TIME:
            return _amounts(own[0].low, planned)
        case CheckKind.LIST | CheckKind.REGISTER:
            return _to_add(planned, values, as_at)
        case CheckKind.DATE | CheckKind.CHOICE | CheckKind.RATING:
            return sentences.wanted(planned.check, planned.target).partition(";")[0]
        case CheckKind.STATEMENT:
            return f"a {sentences.wanted(planned.check, None)}"
        case CheckKind.CONDITION:
            return ""


def _targets(planned: PlannedCheck) -> list[tuple[Target, str]]:
    """What is wanted, best first, each with the words that go with it."""
    if planned.target is None:
        return []
    partly = [(planned.target.partly, " for partly met")] if planned.target.partly else []
    return [(planned.target.target, ""), *partly]


def _more_of(planned: PlannedCheck, values: checks.Values) -> str:
    """How many more, or fewer, of the same people it would take."""
    counts = checks.counts_of(planned, values)
    exact = all(
        value.known and value.low == value.high for value in (counts.number, counts.out_of, counts.excepted)
    )
    out_of = int(counts.out_of.low - counts.excepted.low) if exact else 0
    if out_of < 1:
        return ""
    number = int(counts.number.low)
    steps = [(_change(number, out_of, target), words) for target, words in _targets(planned)]
    return "; ".join(f"{change}{words}" for change, words in steps if change)


def _change(number: int, out_of: int, target: Target) -> str:
    low, high = (None if end is None else end.number * out_of / 100 for end in (target.low, target.high))
    if low is not None and number < low:
        enough = ceil(low)
        return f"{enough - number} more of the {out_of - number} others ({enough} of {out_of})"
    if high is not None and number > high:
        most = floor(high)
        return f"{number - most} fewer ({most} of {out_of})"
    return ""


def _amounts(value: Fraction | int, planned: PlannedCheck) -> str:
    steps = [(_difference(Fraction(value), target), words) for target, words in _targets(planned)]
    return "; ".join(f"{change}{words}" for change, words in steps if change)


def _difference(value: Fraction, target: Target) -> str:
    if target.low is not None and value < target.low.number:
        return f"{_amount(target.low.number - value, target.low.unit)} more"
    if target.high is not None and value > target.high.number:
        less = "fewer" if target.high.unit is Unit.COUNT else "less"
        return f"{_amount(value - target.high.number, target.high.unit)} {less}"
    return ""


def _amount(number: Fraction, unit: Unit) -> str:
    return write_quantity(Quantity(number, unit))


def _to_add(planned: PlannedCheck, values: checks.Values, as_at: date) -> str:
    """What a list or a register has to gain."""
    if not planned.check.covers:
        counted = checks.Register(planned.check, as_at).counted(values[0].low)[0]
        return _amounts(counted, planned)
    if planned.check.kind is CheckKind.LIST:
        lacking = checks.uncovered(planned.check, values[0].low)
    else:
        lacking = checks.Register(planned.check, as_at).lacking(values[0].low)
    enough = f", {write_target(planned.target.target)}" if planned.target else ""
    return f"also {sentences.listed(lacking, 'or' if enough else 'and')}{enough}" if lacking else ""
