"""Read quantities, targets and dates exactly from text, and write them back.

In comes text as somebody wrote it: ``at least 90%``, ``£7.50 a meeting``,
``15 working days``, ``2026-03-31``.  Out comes a frozen value made of whole
numbers and fractions, never a float, or ``NotUnderstood``.

Every quantity and target is written in one way only, and what is written reads
back as the same value.  A target includes its ends: 90% meets "at least 90%".
"""

from __future__ import annotations

import re
from enum import StrEnum
from fractions import Fraction
from itertools import count
from math import ceil, floor
from typing import TYPE_CHECKING, TypeVar

from specrules.base.findings import nearest
from specrules.base.frozen import frozen, replace
from specrules.values.dates import read_date, read_uk_date
from specrules.values.otherways import QUANTITY_MENDS, TARGET_MENDS
from specrules.values.understand import (
    FLAGS,
    NUMBER,
    Fault,
    NotUnderstood,
    Reader,
    quoted,
    suggestion,
    understand,
)

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = [
    "TIMES",
    "Comparison",
    "Fault",
    "NotUnderstood",
    "Quantity",
    "Rounding",
    "Target",
    "Unit",
    "expect",
    "measured_from",
    "reached",
    "read_date",
    "read_quantity",
    "read_target",
    "read_uk_date",
    "show_number",
    "stricter",
    "write_quantity",
    "write_target",
]


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
_NO_CHANGE = Quantity(Fraction(0), Unit.COUNT)


# Reading


def read_quantity(text: str) -> Quantity:
    """Return the quantity in *text*: ``57.5%``, ``£10 a meeting``, ``3 groups``, ``15 working days``.

    "per cent" is read as %, "per hour" as "an hour", "calendar days" as days.
    A bare ``0.9`` is a count; ``expect`` asks whether a percentage was meant.
    Raises NotUnderstood.
    """
    return understand(text, _QUANTITY)


def read_target(text: str) -> Target:
    """Return the target in *text*: ``at least 90%``, ``between 70% and 90%``, ``one of yes, partly``.

    Plain ways of saying the same are read too: "3 or more", "up to £10", "a
    minimum of 20 chosen by council".  Words that leave out the end itself, such
    as "more than", are refused, and so is a number alone.  Raises NotUnderstood.
    """
    return understand(text, _TARGET)


_Asked = TypeVar("_Asked", bound=Quantity | Target)

# How a message asks for each unit.
_WANTED = {
    Unit.COUNT: "a plain number, such as 3",
    Unit.PERCENT: "a percentage, such as 90%",
    Unit.POUNDS: "an amount in pounds, such as £10",
    Unit.MINUTES: "a time in minutes, such as 30 minutes",
    Unit.HOURS: "a time in hours, such as 48 hours",
    Unit.DAYS: "a time in days, such as 28 days",
    Unit.WORKING_DAYS: "a time in working days, such as 15 working days",
    Unit.WEEKS: "a time in weeks, such as 6 weeks",
    Unit.MONTHS: "a time in months, such as 6 months",
}


def expect(asked: _Asked, unit: Unit) -> _Asked:
    """Return *asked* when it is in *unit*; else raise NotUnderstood about the first number that is not.

    A bare 0.9 or 95 where a percentage is wanted is ``percent-or-fraction``;
    anything else in another unit, or a choice of words, is ``wrong-unit``.
    """
    ends = asked.ends if isinstance(asked, Target) else (asked,)
    wrong = next((end for end in ends if end.unit is not unit), None)
    if ends and wrong is None:
        return asked
    written = quoted(write_target(asked) if isinstance(asked, Target) else write_quantity(asked))
    of_all = isinstance(asked, Target) and asked.out_of is not None
    if wrong and unit is Unit.PERCENT and _is_bare(wrong) and wrong.number <= 100 and not of_all:
        raise _percent_or_fraction(wrong, written)
    message = f"{written} is not what is wanted here, which is {_WANTED[unit]}."
    raise NotUnderstood(Fault.WRONG_UNIT, message, at=wrong.at if wrong else None)


def _is_bare(quantity: Quantity) -> bool:
    return quantity.unit is Unit.COUNT and not quantity.of


def _percent_or_fraction(end: Quantity, written: str) -> NotUnderstood:
    """A bare number where a percentage is wanted: 0.9 is probably 90%, 95 is 95%; 1 could be either."""
    as_is, as_share = (write_quantity(Quantity(end.number * times, Unit.PERCENT)) for times in (1, 100))
    if 0 < end.number <= 1:
        message = f"{written} could mean {as_share} or {as_is}. Write it with a percent sign."
        meant = as_share if end.number < 1 else None
    else:
        message = f"{written} has no percent sign. Write {as_is}."
        meant = as_is
    return NotUnderstood(Fault.PERCENT_OR_FRACTION, message, meant if end.at else None, end.at)


# Writing


def write_quantity(quantity: Quantity) -> str:
    """Return the one way of writing *quantity*, which reads back as the same.

    Raises ValueError for a number that cannot be written out in full, such as a
    third; text never gives one.  ``show_number`` rounds those.
    """
    return " ".join(word for word in (_amount(quantity), quantity.of) if word)


def write_target(target: Target) -> str:
    """Return the one way of writing *target*, which reads back as the same."""
    if target.words:
        return f"{target.comparison} {', '.join(target.words)}"
    if target.versus == "above" and target.ends == (_NO_CHANGE,):
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
    share = f"{target.comparison} {_amount(end)} of {target.out_of:,}"
    return f"{share} {end.of}" if end.of else share


def _amount(quantity: Quantity) -> str:
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


# Comparing


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


# How quantities are written

_WORD = r"[^\W\d_]+(?:[-'’/][^\W\d_]+)*['’]?"
# Words that make something else of the number before them than a count of what follows.
_NOT_FIRST = (
    r"or|to|and|plus|minus|x|dozen|hundred|thousand|[mb]illion|k|m|bn|p|pence|pounds?|quid|gbp|pc|pct"
    r"|per ?cent\w*|(?:sec(?:ond)?|min(?:ute)?|h|hr|hour|day|workday|wk|week|fortnight|month|yr|year)s?"
    r"|(?:calendar|working|business) \w+"
)
_NOT_LAST = r"least|most|min|minimum|max|maximum|plus|more|less|fewer|than|over|under|above|below|exactly"


def _match(pattern: str, line: str) -> re.Match[str] | None:
    return re.fullmatch(pattern, line, FLAGS)


def _exact(figures: str) -> Fraction:
    figures = figures.replace(",", "")
    # Fraction looks closely at a text before it reads it, and most are a few figures.
    return Fraction(int(figures) if figures.isdigit() else figures)


def _extent(line: str) -> tuple[int, int]:
    return len(line) - len(line.lstrip()), len(line.rstrip())


def _quantity(line: str) -> Quantity | None:
    found = _percentage(line) or _money(line) or _time(line) or _count(line)
    return found and _possible(found, line)


# What each kind of quantity has in it is looked for first: a pattern takes longer to make than to do without.


def _percentage(line: str) -> Quantity | None:
    if "%" not in line and "cent" not in line.lower():
        return None
    match = _match(rf"\s*({NUMBER})\s*(?:%|per\s?cent)\s*", line)
    return Quantity(_exact(match[1]), Unit.PERCENT, at=_extent(line)) if match else None


def _money(line: str) -> Quantity | None:
    if "£" not in line:
        return None
    match = _match(rf"\s*£\s*({NUMBER})(.*)", line)
    rate = match and _rate(match[2])
    if match is None or rate is None:
        return None
    return Quantity(_exact(match[1]), Unit.POUNDS, rate, _extent(line))


def _time(line: str) -> Quantity | None:
    units = r"minutes?|hours?|(?:working\s+|calendar\s+)?days?|weeks?|months?"
    match = _match(rf"\s*({NUMBER})\s+({units})((?:\s.*)?)", line)
    rate = match and _rate(match[3])
    if match is None or rate is None:
        return None
    words = [word for word in match[2].lower().removesuffix("s").split() if word != "calendar"]
    return Quantity(_exact(match[1]), Unit(" ".join(words) + "s"), rate, _extent(line))


def _count(line: str) -> Quantity | None:
    match = _match(rf"\s*({NUMBER})((?:\s.*)?)", line)
    counted = match and _counted(match[2])
    if match is None or counted is None:
        return None
    return Quantity(_exact(match[1]), Unit.COUNT, counted, _extent(line))


def _possible(quantity: Quantity, line: str) -> Quantity:
    """Return *quantity*, or raise NotUnderstood when nothing can be that much of its unit."""
    fault = Fault.NOT_A_QUANTITY
    match quantity.unit:
        case Unit.PERCENT if quantity.number > 100:
            fault = Fault.OVER_100_PERCENT
            why = "is more than all. Percentages go from 0% to 100%."
        case Unit.POUNDS if (quantity.number * 100).denominator != 1:
            why = "has part of a penny. Write money to the penny, such as £7.50."
        case Unit.MONTHS if quantity.number.denominator != 1:
            why = "has part of a month, and months differ in length. Write it in weeks or days."
        case _:
            return quantity
    raise NotUnderstood(fault, f"{quoted(line)} {why}", at=quantity.at)


def _counted(rest: str) -> str | None:
    """The words after a number if they say what is counted ("groups", "chosen by council"), else None."""
    words = _words(rest)
    if not words:
        return words
    if re.match(rf"(?:{_NOT_FIRST})(?: |$)", words, FLAGS) or _match(_NOT_LAST, words.split()[-1]):
        return None
    return _with_article(words)


def _rate(rest: str) -> str | None:
    """The words after money or a time if they say how often ("a meeting", "per hour"), else None."""
    words = _words(rest)
    if not words:
        return words
    rate = _match(r"(?:a|an|per|each) (.+)", words)
    return _with_article(f"per {rate[1]}") if rate else None


def _words(rest: str) -> str | None:
    """The words of *rest* with one space between them, or None when it is more than words after a space."""
    words = rest.split()
    apart = not words or rest.startswith(" ")
    return " ".join(words) if apart and all(re.fullmatch(_WORD, word) for word in words) else None


def _with_article(words: str) -> str:
    """*words* with "a" or "an" for "per", so that "per hour" and "an hour" are one rate."""

    def rate(match: re.Match[str]) -> str:
        open_sound = re.match(r"[aei]|o(?!ne)|u(?!ni|s)|hour", match[1], re.IGNORECASE)
        return f"{'an' if open_sound else 'a'} {match[1]}"

    return re.sub(r"\bper (\S+)", rate, words, flags=re.IGNORECASE)


# How targets are written

_LEADS = {
    "at least": Comparison.AT_LEAST,
    "a minimum of": Comparison.AT_LEAST,
    "minimum of": Comparison.AT_LEAST,
    "not less than": Comparison.AT_LEAST,
    "no less than": Comparison.AT_LEAST,
    "not fewer than": Comparison.AT_LEAST,
    "no fewer than": Comparison.AT_LEAST,
    "no more than": Comparison.NO_MORE_THAN,
    "not more than": Comparison.NO_MORE_THAN,
    "no longer than": Comparison.NO_MORE_THAN,
    "at most": Comparison.NO_MORE_THAN,
    "up to": Comparison.NO_MORE_THAN,
    "a maximum of": Comparison.NO_MORE_THAN,
    "maximum of": Comparison.NO_MORE_THAN,
    "within": Comparison.WITHIN,
    "exactly": Comparison.EXACTLY,
}
_LONGEST_LEAD = max(len(lead.split()) for lead in _LEADS)
_MORE, _LESS = "more|above|over|higher", "fewer|less|below|under|lower"


# The ways of writing a target, each with a word without which it is not worth a closer look.
_READERS: tuple[tuple[str, Callable[[str], Target | None]], ...]


def _target(line: str) -> Target | None:
    plain = line.lower()
    return next(filter(None, (reads(line) for word, reads in _READERS if word in plain)), None)


def _versus(line: str) -> Target | None:
    """A change from a baseline: "at least 5 percentage points above baseline", "at least the baseline"."""
    level = _match(
        r"\s*(at\s+least|no\s+more\s+than|better\s+than|above|below)\s+(?:the\s+)?baseline\s*", line
    )
    if level is not None:
        return _level(line, " ".join(level[1].lower().split()))
    match = _match(
        r"(\s*(?:at\s+least|no\s+more\s+than)\s.+?)\s+(above|below)\s+(?:the\s+)?baseline\s*", line
    )
    if match is None:
        return None
    text, points = re.subn(r"\s*percentage\s+points?", "%", match[1], flags=re.IGNORECASE)
    text, part = re.subn(r"(?<=%)\s+of\s+(?:the\s+)?baseline", "", text, flags=re.IGNORECASE)
    change = _led(text)
    if change is None or change.out_of is not None or change.ends[0].of:
        return None
    relative = not points and change.ends[0].unit is Unit.PERCENT
    change = _of_baseline(change) if part else change
    return replace(change, versus=match[2].lower(), relative=relative)


def _of_baseline(change: Target) -> Target:
    """A percentage that says what it is a percentage of."""
    low, high = (end and replace(end, of=OF_BASELINE) for end in (change.low, change.high))
    return replace(change, low=low, high=high)


def _level(line: str, comparison: str) -> Target:
    """The baseline itself as a target. Raises NotUnderstood for words that leave out the baseline."""
    if comparison == "at least":
        return Target(Comparison.AT_LEAST, _NO_CHANGE, None, versus="above")
    if comparison == "no more than":
        return Target(Comparison.NO_MORE_THAN, None, _NO_CHANGE, versus="above")
    message = f"{quoted(line)} leaves out the baseline itself, and targets here include their ends. "
    message += 'Write "at least the baseline", or how far from it: "at least 2 above baseline".'
    meant = {"above": "at least the baseline", "below": "no more than the baseline"}.get(comparison)
    raise NotUnderstood(Fault.STRICT_COMPARISON, message, meant)


def _choice(line: str) -> Target | None:
    match = _match(r"\s*((?:not\s+)?one\s+of)\s+(\S.*)", line)
    if match is None:
        return None
    if not match[2].isprintable():
        raise NotUnderstood(Fault.ODD_CHARACTERS, f"{quoted(line)} has a character that cannot be seen.")
    comparison = Comparison(" ".join(match[1].lower().split()))
    words = tuple(" ".join(word.split()) for word in match[2].split(","))
    tidy = _tidied(words)
    if words != tidy:
        meant = write_target(Target(comparison, None, None, tidy)) if tidy else None
        message = f'{quoted(line)} should be different words with a comma between each two, and no "or".'
        raise NotUnderstood(Fault.NOT_A_TARGET, message, meant)
    return Target(comparison, None, None, words)


# Words that stand for a number somebody meant, and so for no word of a scale.
_NUMBERS = (
    r"\b(a|an|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty|sixty"
    r"|seventy|eighty|ninety|hundred|half|third|quarter|all|most|every|per|percent|percentage|pct|pounds?|of)\b"
)


def _rank(line: str) -> Target | None:
    """A word of a scale, or a better one: "at least good"."""
    match = _match(r"\s*at\s+least\s+([a-z][a-z '/-]*)", line)
    if match is None or re.search(_NUMBERS, match[1], re.IGNORECASE):
        return None
    return Target(Comparison.AT_LEAST, None, None, (" ".join(match[1].split()),))


def _tidied(words: tuple[str, ...]) -> tuple[str, ...]:
    """*words* parted at "or" too, each once, without blanks."""
    parts = (part for word in words for part in re.split(r"(?<!\S)or(?!\S)|;", word, flags=re.IGNORECASE))
    tidy: dict[str, str] = {}
    for part in parts:
        if part.strip():
            tidy.setdefault(part.strip().casefold(), part.strip())
    return tuple(tidy.values())


def _between(line: str) -> Target | None:
    match = _match(r"(\s*between)\s(.+?)\s(and)\s(.+)", line)
    if match is None:
        return None
    low = _quantity(" " * match.start(2) + match[2])
    high = _quantity(" " * match.start(4) + match[4])
    return _range(low, high, line) if low and high else None


def _range(low: Quantity, high: Quantity, line: str) -> Target:
    """The target between two ends. A bare lower end has the unit of the other: "5 and 10 working days"."""
    if low.unit is Unit.COUNT and 0 < low.number < 1 and high.unit is Unit.PERCENT:
        raise _percent_or_fraction(low, quoted(line))
    lower = _in_unit_of(high, low)
    if lower is None:
        upper = _in_unit_of(low, high)
        meant = write_target(Target(Comparison.BETWEEN, low, upper)) if upper else ""
        message = f"{quoted(line)} has two ends that are not in the same unit."
        raise NotUnderstood(Fault.WRONG_UNIT, message, suggestion(meant, _TARGET))
    _possible(lower, line)
    if lower.number < high.number:
        return Target(Comparison.BETWEEN, lower, high)
    same = lower.number == high.number
    swapped = Target(Comparison.EXACTLY, high, high) if same else Target(Comparison.BETWEEN, high, lower)
    message = f"{quoted(line)} should have its lower end first and a higher one after it."
    raise NotUnderstood(Fault.WRONG_WAY_ROUND, message, write_target(swapped))


def _in_unit_of(other: Quantity, end: Quantity) -> Quantity | None:
    """*end* with the unit of *other* and what that counts, unless it has its own."""
    same = end.unit is other.unit and end.of in ("", other.of)
    return replace(end, unit=other.unit, of=other.of) if same or _is_bare(end) else None


def _led(line: str) -> Target | None:
    for length in range(1, _LONGEST_LEAD + 1):
        *words, rest = line.split(maxsplit=length) or ("",)
        if comparison := _LEADS.get(" ".join(words).lower()):
            return _compared(comparison, rest.rjust(len(line)))
    return None


def _trailed(line: str) -> Target | None:
    """Read "3 or more groups" and "£10 a meeting or less"."""
    more_or_less = rf"\s+or\s+(?:({_MORE})|{_LESS})"
    match = re.search(rf"(?<=[0-9%]){more_or_less}\b|{more_or_less}\s*$", line, FLAGS)
    if match is None:
        return None
    comparison = Comparison.AT_LEAST if match[1] or match[2] else Comparison.NO_MORE_THAN
    return _compared(comparison, _blanked(line, match))


def _compared(comparison: Comparison, line: str) -> Target | None:
    """The target that compares with what is left of *line* once the comparing words are blanked out."""
    quantity, out_of = _of_all(line)
    if quantity is None:
        return None
    low = None if comparison in (Comparison.NO_MORE_THAN, Comparison.WITHIN) else quantity
    high = None if comparison is Comparison.AT_LEAST else quantity
    if comparison is Comparison.WITHIN and quantity.unit not in TIMES:
        meant = write_target(Target(Comparison.NO_MORE_THAN, low, high, (), out_of))
        raise _not_a_time(line, quantity, meant)
    return Target(comparison, low, high, (), out_of)


def _not_a_time(line: str, quantity: Quantity, no_more_than: str) -> NotUnderstood:
    """What to say of *line*, which should be a time: how its unit is spelt, or which it lacks."""
    message = f"{quoted(line)} is not a time, and only a time can be kept within."
    if quantity.unit is Unit.COUNT and not quantity.of:
        message = f"{quoted(line)} does not say of what. Write hours, days, working days, weeks or months."
        return NotUnderstood(Fault.WRONG_UNIT, message)
    within = no_more_than.replace("no more than", "within")
    return misspelt_time(quantity, within) or NotUnderstood(Fault.WRONG_UNIT, message, no_more_than)


def misspelt_time(quantity: Quantity, text: str) -> NotUnderstood | None:
    """What to say of a *text* with a quantity whose unit of time is not spelt right; None of others."""
    word = quantity.of or ""
    short = dict.fromkeys(("wd", "wds", "wkg days", "work days", "workdays"), "working days")
    unit = short.get(word) or nearest(word, ("hours", "days", "working days", "weeks", "months"))
    if unit is None:
        return None
    message = f"{quoted(word)} is not spelt {quoted(unit)}."
    return NotUnderstood(Fault.WRONG_UNIT, message, text.replace(word, unit))


def _of_all(line: str) -> tuple[Quantity | None, int | None]:
    """The quantity of *line* and, in "2 of 3 groups", out of how many."""
    if " of " not in line.lower():
        return _quantity(line), None
    match = _match(rf"\s*({NUMBER})\s+(?:out\s+)?of\s+(?:the\s+)?({NUMBER})((?:\s.*)?)", line)
    counted = match and _counted(match[3])
    if match is None or counted is None:
        return _quantity(line), None
    number, all_of_them = _exact(match[1]), _exact(match[2])
    if number.denominator != 1 or all_of_them.denominator != 1 or number > all_of_them:
        message = f"{quoted(line)} should be a whole number out of as many or more."
        raise NotUnderstood(Fault.NOT_A_TARGET, message, at=_extent(line))
    return Quantity(number, Unit.COUNT, counted, _extent(line)), int(all_of_them)


def _blanked(line: str, match: re.Match[str]) -> str:
    """*line* with spaces for what was matched, so that offsets in the rest stay true."""
    return line[: match.start()] + " " * (match.end() - match.start()) + line[match.end() :]


def _strict(line: str) -> Target | None:
    """Refuse "more than 3" and the like, which leave out the end itself."""
    more, less = r"(?:more|greater|higher)\s+than|over|above|>", r"(?:less|fewer|lower)\s+than|under|below|<"
    match = re.match(rf"\s*(?:({more})|{less})(?!\s*=)\s*", line, FLAGS)
    quantity = match and _quantity(_blanked(line, match))
    if match is None or quantity is None:
        return None
    message = f"{quoted(line)} leaves out {_amount(quantity)} itself, and targets here include their ends. "
    next_one = replace(quantity, number=quantity.number + (1 if match[1] else -1))
    if quantity.unit is not Unit.COUNT or next_one.number.denominator != 1 or next_one.number < 0:
        message += 'Write "at least" or "no more than", and the last figure that is good enough.'
        raise NotUnderstood(Fault.STRICT_COMPARISON, message)
    meant = f"{Comparison.AT_LEAST if match[1] else Comparison.NO_MORE_THAN} {write_quantity(next_one)}"
    raise NotUnderstood(Fault.STRICT_COMPARISON, f"{message}Write {quoted(meant)}.", meant)


def _bare(line: str) -> Target | None:
    """Refuse a quantity alone. A guess at its direction could turn the target round, so none is made."""
    quantity, _ = _of_all(line)
    if quantity is None:
        return None
    most = Comparison.WITHIN if quantity.unit in TIMES else Comparison.NO_MORE_THAN
    options = " or ".join(quoted(f"{lead} {line.strip()}") for lead in (Comparison.AT_LEAST, most))
    message = f"{quoted(line)} does not say whether more or less is better. Write {options}."
    raise NotUnderstood(Fault.NO_COMPARISON, message)


_READERS = (
    ("baseline", _versus),
    ("one", _choice),
    ("between", _between),
    ("", _led),
    ("or", _trailed),
    ("", _strict),
    ("", _bare),
    ("at", _rank),
)
_QUANTITY = Reader(
    _quantity,
    write_quantity,
    Fault.NOT_A_QUANTITY,
    "is not a figure. Write a number with its unit, such as 90%, £10, 3 groups or 15 working days.",
    QUANTITY_MENDS,
)
_TARGET = Reader(
    _target,
    write_target,
    Fault.NOT_A_TARGET,
    'is not a target. Write one such as "at least 90%", "no more than £10" or "within 15 working days".',
    TARGET_MENDS,
)
