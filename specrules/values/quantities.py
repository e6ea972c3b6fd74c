"""Quantities and targets, and the one way of writing each.

A quantity is a number and what it counts, a target what a value has to reach.  Both
are frozen values made of whole numbers and fractions, never a float.  What is written
here reads back, by ``values.reading``, as the same value.  A target includes its ends:
90% meets "at least 90%".
"""

from __future__ import annotations

from enum import StrEnum
from fractions import Fraction
from itertools import count
from math import ceil, floor

from specrules.base.frozen import frozen, replace


class Unit(StrEnum):
    """What a number counts. DAYS are calendar days; a month is not a fixed number of them."""

    COUNT = "count"
    PERCENT = "percent"
    POUNDS = "pounds"
    MINUTES = "minutes"
    HOURS = "hours"
    DAYS = "days"
    WORKING_DAYS = "working days"
    WEEKS = "weeks"
    MONTHS = "months"


TIMES = frozenset(Unit) - {Unit.COUNT, Unit.PERCENT, Unit.POUNDS}


@frozen(apart=("at",))
class Quantity:
    """A number that is not negative, and what it counts.

    The number is in the unit as written: 57 for 57%, 15/2 for £7.50.  *of* is
    what is counted ("groups"), or how often for money and time ("a meeting").
    *at* is where it stood in the text it was read from, as offsets; quantities
    that differ only in that are equal.
    """

    number: Fraction
    unit: Unit
    of: str = ""
    at: tuple[int, int] | None = None

    @property
    def value(self) -> Fraction:
        """The number as figures are held against it: a percentage as a share, 57/100 for 57%."""
        return self.number / 100 if self.unit is Unit.PERCENT else self.number


class Comparison(StrEnum):
    """How a value is held against a target."""

    AT_LEAST = "at least"
    NO_MORE_THAN = "no more than"
    BETWEEN = "between"
    EXACTLY = "exactly"
    WITHIN = "within"
    ONE_OF = "one of"
    NOT_ONE_OF = "not one of"


@frozen
class Target:
    """What a value has to reach: the lowest and the highest that do, or a choice of *words*.

    Both ends count, and None is no end on that side: "at least 90%" has only a
    *low*, "within 5 days" only a *high*, "exactly 0" the same for both.
    *out_of* is the 3 of "at least 2 of 3".  *versus* is "above" or "below" where
    the target is a change from a baseline; a percentage is then in percentage
    points, or else *relative*: so much of the baseline.  "At least the baseline" is
    at least nothing above it.
    """

    comparison: Comparison
    low: Quantity | None
    high: Quantity | None
    words: tuple[str, ...] = ()
    out_of: int | None = None
    versus: str = ""
    relative: bool = False

    @property
    def ends(self) -> tuple[Quantity, ...]:
        """The lower and the upper end, as far as there are any."""
        return tuple(end for end in (self.low, self.high) if end is not None)

    @property
    def better(self) -> str:
        """Which way is better, "more" or "less"; "" where neither is, and for words."""
        if (self.low is None) == (self.high is None):
            return ""
        return "more" if (self.low is not None) != (self.versus == "below") else "less"


class Rounding(StrEnum):
    """How a figure was rounded by those who published it."""

    NEAREST = "rounded to the nearest"
    DOWN = "rounded down"
    UP = "rounded up"

    def rounded(self, number: Fraction, places: int) -> Fraction:
        """*number*, not negative, to so many decimal places; halves go up to the nearest."""
        scaled = number * 10**places
        whole = {
            Rounding.NEAREST: floor(scaled + Fraction(1, 2)),
            Rounding.DOWN: floor(scaled),
            Rounding.UP: ceil(scaled),
        }[self]
        return Fraction(whole, 10**places)


# What a percentage is of, where it is said to be no percentage points.
OF_BASELINE = "of the baseline"
NO_CHANGE = Quantity(Fraction(0), Unit.COUNT)


def write_quantity(quantity: Quantity) -> str:
    """Return the one way of writing *quantity*, which reads back as the same.

    Raises ValueError for a number that cannot be written out in full, such as a
    third; text never gives one.  ``show_number`` rounds those.
    """
    return " ".join(word for word in (amount(quantity), quantity.of) if word)


def write_target(target: Target) -> str:
    """Return the one way of writing *target*, which reads back as the same."""
    if target.words:
        return f"{target.comparison} {', '.join(target.words)}"
    if target.versus == "above" and target.ends == (NO_CHANGE,):
        return f"{target.comparison} the baseline"
    if target.versus:
        change = write_target(replace(target, versus="", relative=False))
        change = change if target.relative else change.replace("%", " percentage points")
        return f"{change} {target.versus} baseline"
    end = target.ends[-1]
    if target.comparison is Comparison.BETWEEN:
        low = target.ends[0]
        return f"between {_signed(_figures(low.number, low.unit), low.unit)} and {write_quantity(end)}"
    if target.out_of is None:
        return f"{target.comparison} {write_quantity(end)}"
    share = f"{target.comparison} {amount(end)} of {target.out_of:,}"
    return f"{share} {end.of}" if end.of else share


def amount(quantity: Quantity) -> str:
    """The number with its unit: "90%", "£7.50", "1 working day"."""
    figures = _signed(_figures(quantity.number, quantity.unit), quantity.unit)
    return _timed(figures, quantity.number, quantity.unit)


def _signed(figures: str, unit: Unit) -> str:
    return f"{figures}%" if unit is Unit.PERCENT else f"£{figures}" if unit is Unit.POUNDS else figures


def _timed(figures: str, number: Fraction, unit: Unit) -> str:
    if unit not in TIMES:
        return figures
    return f"{figures} {unit.removesuffix('s') if number == 1 else unit}"


def _figures(number: Fraction, unit: Unit) -> str:
    """*number* in as few figures as it needs; pence always have two."""
    least = 2 if unit is Unit.POUNDS and number.denominator != 1 else 0
    for places in range(least, 13):
        scaled = number * 10**places
        if scaled.denominator == 1:
            return _grouped(scaled.numerator, places)
    raise ValueError(f"{number} cannot be written out in full")


def _grouped(scaled: int, places: int) -> str:
    """*scaled* over ten to the power of *places*, with commas: 120050 and 2 are 1,200.50."""
    whole, part = divmod(scaled, 10**places)
    return f"{whole:,}.{part:0{places}}" if places else f"{whole:,}"


def show_number(value: Fraction | int, unit: Unit, *against: Target | None) -> str:
    """Return *value* in as few digits as keep it on its own side of every end of the targets *against* it.

    *value* is not negative; a percentage is given as a proportion, 3/4 for 75%.
    Percentages and averages have up to one decimal and money up to two, and
    more only where fewer would contradict the verdict: beside "at least 75%",
    74.96% is not shown as 75.0%.  Only nothing is shown as 0, and only all as 100%.
    """
    number = Fraction(value) * 100 if unit is Unit.PERCENT else Fraction(value)
    ends = {Fraction(0), Fraction(100)} if unit is Unit.PERCENT else {Fraction(0)}
    ends.update(end.number for target in against if target for end in target.ends)
    return _timed(_signed(_shown(number, unit, ends), unit), number, unit)


def written(number: Fraction, unit: Unit, *against: Target | None) -> str:
    """*number* in full, or as ``show_number`` cuts one that has no end: 17 days are 2.4 weeks.

    *number* is not negative where it has no end, nor a percentage: a length of time is neither.
    """
    try:
        return write_quantity(Quantity(number, unit))
    except ValueError:
        return show_number(number, unit, *against)


def _shown(number: Fraction, unit: Unit, ends: set[Fraction]) -> str:
    usual = 2 if unit is Unit.POUNDS else 1
    if number in ends or (number * 10**usual).denominator == 1:
        return _figures(number, unit)
    for places in count(usual):  # rounding comes as near as it takes, so this ends
        scaled = int(number * 10**places + Fraction(1, 2))
        rounded = Fraction(scaled, 10**places)
        if all(rounded != end and (rounded > end) == (number > end) for end in ends):
            break
    return _grouped(scaled, places)
