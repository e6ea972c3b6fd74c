"""What cells say, as figures that can be held against a target.

In: the values of a check's own cells.  Out: a rate with its lowest and highest
end, or the reason why there is none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from specrules.evidence.facts import Column, Value
from specrules.result import Reason
from specrules.spec.model import CheckKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from specrules.checks.grading import Rate
    from specrules.compile.plan import PlannedCheck

Values = tuple[Value, ...]

NOBODY = Value(0, 0)


class Counts(NamedTuple):
    """The counts behind a share. The last three are asked only where the specification says so.

    *unrecorded* and *waiting* might turn out either way; *excepted* are people
    who leave the denominator, none of whom is in the numerator.
    """

    number: Value
    out_of: Value
    unrecorded: Value = NOBODY
    excepted: Value = NOBODY
    waiting: Value = NOBODY


_COUNTED = {
    Column.NUMBER: "number",
    Column.OUT_OF: "out_of",
    Column.NOT_RECORDED: "unrecorded",
    Column.EXCEPTED: "excepted",
    Column.WAITING: "waiting",
}


def own_values(planned: PlannedCheck, values: Values) -> Values:
    """The values of a check's own cells; those asked at several places are added up."""
    own = values[: len(planned.own)]
    width = len(planned.columns)
    if len(own) == width:
        return own
    return tuple(_sum(own[start::width]) for start in range(width))


def _sum(values: Sequence[Value]) -> Value:
    """The sum, or the first that is missing: what one place does not say, no other makes up for."""
    missing = next((value for value in values if value.missing), None)
    return missing or Value(sum(value.low for value in values), sum(value.high for value in values))


def counts_of(planned: PlannedCheck, values: Values) -> Counts:
    """The counts of a share, from the values of all its cells."""
    own = own_values(planned, values)
    if planned.check.kind is CheckKind.SENT:
        return Counts(own[1], own[0])
    if planned.check.kind is CheckKind.RECEIVED:
        return Counts(own[1], own[0], waiting=own[2])
    named = {
        _COUNTED[column]: value
        for column, value in zip(planned.columns, own, strict=True)
        if column in _COUNTED
    }
    if constant := planned.check.constant:
        named["out_of"] = Value(constant.number, constant.number)
    return Counts(**named)


def rate_of(counts: Counts, fewest: int = 1) -> tuple[Rate, Rate] | Reason:
    """The lowest and highest share that *counts* allow, or why there is none.

    As in FHIR, exceptions leave the denominator only where they are not in the
    numerator.  Fewer than *fewest* cases are too few to judge.
    """
    for value in counts:
        if value.missing:
            return value.missing
    least = counts.out_of.low - counts.excepted.high
    most = counts.out_of.high - counts.excepted.low
    open_cases = counts.unrecorded.high + counts.waiting.high
    return _rate(counts.number, least, most, open_cases, fewest)


def rate_of_two(number: Value, out_of: Value, fewest: int) -> tuple[Rate, Rate] | Reason:
    """``rate_of`` for the usual share, of which only the two numbers are asked."""
    missing = number.missing or out_of.missing
    return missing or _rate(number, out_of.low, out_of.high, 0, fewest)


def _rate(number: Value, least: int, most: int, open_cases: int, fewest: int) -> tuple[Rate, Rate] | Reason:
    """The ends of *number* out of *least* to *most*, with *open_cases* that might count as well."""
    if least < fewest or least < 1:
        return Reason.TOO_FEW_CASES if most < max(fewest, 1) or least == most else Reason.SUPPRESSED
    if number.low > most:
        return Reason.CONFLICTING
    return (number.low, most), (min(number.high + open_cases, least), least)


def share_of(planned: PlannedCheck, values: Values) -> tuple[Rate, Rate] | Reason:
    """The lowest and highest share of a check's cells, or why there is none.

    A share of a figure of the contract, such as its capacity, may be more than all.
    """
    counts = counts_of(planned, values)
    if planned.check.constant is None:
        return rate_of(counts, fewest_of(planned))
    number, out_of = counts.number, counts.out_of.low
    return number.missing or ((number.low, out_of), (number.high, out_of))


def fewest_of(planned: PlannedCheck) -> int:
    """The fewest people or cases a figure can be judged on: as the specification says, or one."""
    return int(planned.check.sample.number) if planned.check.sample else 1
