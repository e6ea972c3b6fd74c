"""Hold a value against a target, and one target against another.

A target includes its ends, and nothing is rounded.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from specrules.values.quantities import Comparison, Quantity, Target, Unit, write_target

if TYPE_CHECKING:
    from fractions import Fraction


def reached(target: Target, low: Fraction | int, high: Fraction | int) -> tuple[bool, bool]:
    """Return whether a value from *low* to *high* is sure to reach *target*, and whether it might.

    The value is in the target's own unit, but for a percentage it is a
    proportion: 57 of 100 is 57/100.  Ends count, and nothing is rounded.
    Raises ValueError for a choice of words, or when *low* is above *high*.
    """
    if target.words or low > high:
        raise ValueError(f"from {low} to {high} cannot be held against {write_target(target)}")
    floor = target.low.value if target.low else None
    ceiling = target.high.value if target.high else None
    sure = (floor is None or low >= floor) and (ceiling is None or high <= ceiling)
    might = (floor is None or high >= floor) and (ceiling is None or low <= ceiling)
    return sure, might


def stricter(a: Target, b: Target) -> bool | None:
    """Return whether *a* asks for more than *b*: what reaches *a* reaches *b*, but not the other way round.

    None when neither follows from the other, or they are not about the same
    thing.  A week is seven days and an hour sixty minutes; a day is not 24
    hours, since days are counted by their dates.
    """
    if _follows(b, a):
        return False
    return True if _follows(a, b) else None


def _follows(a: Target, b: Target) -> bool:
    """Whether all that reaches *a* reaches *b* as well."""
    if a.words or b.words:
        return _words_follow(a, b)
    if a.versus or b.versus:
        return _changes_follow(a, b)
    (low_a, high_a), (low_b, high_b) = _reach(a), _reach(b)
    below = high_b is None or (high_a is not None and high_a <= high_b)
    return _about(a) == _about(b) and low_a >= low_b and below


def _words_follow(a: Target, b: Target) -> bool:
    """Whether every word that meets *a* meets *b* as well."""
    these, those = ({word.casefold() for word in target.words} for target in (a, b))
    match a.comparison, b.comparison:
        case Comparison.ONE_OF, Comparison.ONE_OF:
            return these <= those
        case Comparison.NOT_ONE_OF, Comparison.NOT_ONE_OF:
            return those <= these
        case Comparison.ONE_OF, Comparison.NOT_ONE_OF:
            return these.isdisjoint(those)
    return False


_MADE_OF = {Unit.WEEKS: (7, Unit.DAYS), Unit.HOURS: (60, Unit.MINUTES)}


def _about(target: Target) -> tuple[Unit, str, int | None]:
    """What a target is about: its unit, what is counted, and out of how many."""
    end = target.ends[0]
    _, unit = _MADE_OF.get(end.unit, (1, end.unit))
    return unit, end.of, target.out_of


def _changes_follow(a: Target, b: Target) -> bool:
    """Whether a change from a baseline that reaches *a* reaches *b* as well, whatever the baseline."""
    if not (a.versus and b.versus) or is_floor(a) is not is_floor(b):
        return False
    (end_a, end_b), (shift_a, shift_b) = (a.ends[0], b.ends[0]), (_shift(a), _shift(b))
    if 0 not in (shift_a, shift_b) and (a.relative is not b.relative or end_a.unit is not end_b.unit):
        return False
    return shift_a >= shift_b if is_floor(a) else shift_a <= shift_b


def is_floor(target: Target) -> bool:
    """Whether a change from a baseline sets the least: at least so far above, no more than so far below."""
    return (target.comparison is Comparison.AT_LEAST) == (target.versus == "above")


def _shift(target: Target) -> Fraction:
    return target.ends[0].number if target.versus == "above" else -target.ends[0].number


def measured_from(target: Target, base: Quantity) -> Target:
    """Return the plain target that a change from *base* comes to.

    Its figure may be less than nothing or more than 100%, where the change is
    more than the baseline leaves room for.
    """
    shift = _shift(target) * base.number / 100 if target.relative else _shift(target)
    end = Quantity(base.number + shift, base.unit, base.of)
    if is_floor(target):
        return Target(Comparison.AT_LEAST, end, None)
    return Target(Comparison.NO_MORE_THAN, None, end)


def _reach(target: Target) -> tuple[Fraction | int, Fraction | int | None]:
    """The lowest and the highest value that reach *target*: from 0, and up to 100% or out of how many."""
    end = target.ends[0]
    times, _ = _MADE_OF.get(end.unit, (1, end.unit))
    most = 100 if end.unit is Unit.PERCENT else target.out_of
    low = target.low.number * times if target.low else 0
    return low, target.high.number * times if target.high else most
