"""A value held against a target: the one place where the two meet.

Exact: shares stay two whole numbers and are compared by cross-multiplication.
In: the two ends of a value, each as (number, out of).  Out: the interval between
their results.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from specrules.result import AT_LEAST_PARTLY, AT_MOST_PARTLY, MET, NO_EVIDENCE, NOT_MET, PARTLY_MET, Result

if TYPE_CHECKING:
    from specrules.spec.model import DatedTarget
    from specrules.values.quantities import Quantity, Target

# Ends of a range as two whole numbers or Fractions over one: (number, out of), out of above nothing.
Rate = tuple[Any, Any]
Grade = Callable[[Rate, Rate], Result]

# The result whose ends are the row and the column: not met 0, partly met 1, met 2.
_RESULTS = (
    (NOT_MET, AT_MOST_PARTLY, NO_EVIDENCE),
    (NOT_MET, PARTLY_MET, AT_LEAST_PARTLY),
    (NOT_MET, PARTLY_MET, MET),
)


def grader(target: DatedTarget) -> Grade:
    """Return the function from the two ends of a value to a result. Ends are (number, out of), out of > 0."""
    met, partly = _ends(target.target), _ends(target.partly) if target.partly else None
    at, half = _at(met), _at(partly) if partly else None

    def grade(low: Rate, high: Rate) -> Result:
        if low == high:
            return MET if at(*low) else PARTLY_MET if half and half(*low) else NOT_MET
        sure, might = _reached(met, low, high)
        if partly is None:
            return _RESULTS[2 if sure else 0][2 if might else 0]
        at_least, at_most = _reached(partly, low, high)
        bottom = 2 if sure else 1 if at_least else 0
        return _RESULTS[bottom][2 if might else 1 if at_most else 0]

    return grade


@dataclass(frozen=True, slots=True)
class _Ends:
    """A target as the least and the most that reach it, each a fraction in lowest terms, or none."""

    floor: tuple[int, int] | None
    ceiling: tuple[int, int] | None


def _ends(target: Target) -> _Ends:
    return _Ends(_ratio(target.low), _ratio(target.high))


def _ratio(quantity: Quantity | None) -> tuple[int, int] | None:
    return quantity.value.as_integer_ratio() if quantity else None


def _at(ends: _Ends) -> Callable[[Any, Any], bool]:
    """Return whether one exact value reaches a target."""
    floor, ceiling = ends.floor, ends.ceiling
    if ceiling is None and floor is not None:
        p, q = floor
        return lambda number, of: number * q >= p * of
    if floor is None and ceiling is not None:
        r, s = ceiling
        return lambda number, of: number * s <= r * of
    return lambda number, of: _reached(ends, (number, of), (number, of))[0]


def _reached(ends: _Ends, low: Rate, high: Rate) -> tuple[bool, bool]:
    """Whether a value between *low* and *high* is sure to reach the target, and whether it might."""
    sure = might = True
    if ends.floor:
        p, q = ends.floor
        sure = low[0] * q >= p * low[1]
        might = high[0] * q >= p * high[1]
    if ends.ceiling:
        p, q = ends.ceiling
        sure = sure and high[0] * q <= p * high[1]
        might = might and low[0] * q <= p * low[1]
    return sure, might
