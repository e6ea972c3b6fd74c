"""Periods from a month to a rolling year, the days by which returns are due, and working days.

In comes text such as ``2026-27-Q1`` or ``15 working days after the quarter
ends``; out comes a frozen value, or ``NotUnderstood``.  Years are financial
years, April to March: Q4 of 2025-26 is January to March 2026.  A period is
written in one way only, its name.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction
from functools import cache

from specrules.base.frozen import frozen
from specrules.values.dates import FIRST_YEAR, LAST_YEAR, MONTH, last_day, month_number, read_date
from specrules.values.quantities import Quantity, Unit, write_quantity
from specrules.values.reading import misspelt_time, read_quantity
from specrules.values.understand import (
    FLAGS,
    Fault,
    Mend,
    NotUnderstood,
    Reader,
    quoted,
    suggestion,
    understand,
)

_A_DAY = timedelta(days=1)
_ROLLING = "12 months to "


@frozen
class Period:
    """A stretch of whole days, both ends included, and the one way of writing it.

    Periods sort by their start.  A financial year and the twelve months to 31
    March are the same days under two names, and are two periods.
    """

    start: date
    end: date
    name: str

    def __lt__(self, other: Period) -> bool:
        """Whether the period comes first: it starts earlier, or is shorter."""
        return (self.start, self.end, self.name) < (other.start, other.end, other.name)

    def contains(self, day: date) -> bool:
        """Whether *day* is in the period."""
        return self.start <= day <= self.end

    def covers(self, other: Period) -> bool:
        """Whether every day of *other* is in the period."""
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Period) -> bool:
        """Whether any day of *other* is in the period."""
        return self.start <= other.end and other.start <= self.end


class Every(StrEnum):
    """How often something comes round. Quarters, half years and years are financial ones."""

    MONTH = "month"
    QUARTER = "quarter"
    HALF_YEAR = "half year"
    YEAR = "year"


_LENGTH = {Every.MONTH: 1, Every.QUARTER: 3, Every.HALF_YEAR: 6, Every.YEAR: 12}


def months_in(every: Every) -> int:
    """How many months one of them has."""
    return _LENGTH[every]


def period_of(every: Every, day: date) -> Period:
    """Return the month, quarter, half year or year that *day* is in."""
    length = _LENGTH[every]
    since_april = (day.month - 4) % 12
    year = day.year if day.month >= 4 else day.year - 1
    start = months_after(date(year, 4, 1), since_april - since_april % length)
    part = since_april // length + 1
    names = {
        Every.MONTH: start.isoformat()[:7],
        Every.QUARTER: f"{year}-{_next(year)}-Q{part}",
        Every.HALF_YEAR: f"{year}-{_next(year)}-H{part}",
        Every.YEAR: _year_name(year),
    }
    return Period(start, months_after(start, length) - _A_DAY, names[every])


def _next(year: int) -> str:
    return f"{(year + 1) % 100:02}"


def _year_name(year: int) -> str:
    """The financial year beginning in *year*: 2026-27, but 2011/12, since 2011-12 is a month."""
    return f"{year}{'/' if 1 <= (year + 1) % 100 <= 12 else '-'}{_next(year)}"


def year_of(period: Period) -> Period:
    """Return the financial year in which *period* ends."""
    return period_of(Every.YEAR, period.end)


def months(period: Period) -> tuple[Period, ...]:
    """Return every month that has a day in *period*, in order."""
    found = [period_of(Every.MONTH, period.start)]
    while found[-1].end < period.end:
        found.append(following(found[-1]))
    return tuple(found)


def previous(period: Period) -> Period:
    """Return the period of the same kind that ends the day before *period* starts.

    Before a part period of whole months come as many months, before any other as many days.
    """
    return _beside(period, -1)


def following(period: Period) -> Period:
    """Return the period of the same kind that starts the day after *period* ends; see ``previous``."""
    return _beside(period, 1)


def _beside(period: Period, step: int) -> Period:
    """The period after (*step* 1) or before (-1)."""
    for every in Every:
        if period == period_of(every, period.start):
            return period_of(every, period.end + _A_DAY if step > 0 else period.start - _A_DAY)
    after = period.end + _A_DAY
    length = (after.year - period.start.year) * 12 + after.month - period.start.month
    if period.start.day == after.day == 1:
        start, after = months_after(period.start, step * length), months_after(after, step * length)
    else:
        start, after = (day + step * (after - period.start) for day in (period.start, after))
    rolling = period.name.startswith(_ROLLING)
    return _rolling_year(after - _A_DAY) if rolling else _part(start, after - _A_DAY)


def months_after(day: date, number: int) -> date:
    """Return the same day of the month *number* months on, or the last day of that month where it has none.

    This is how the courts count months (the corresponding date rule, Dodds v
    Walker [1981] 1 WLR 1027): a month from 30 June ends on 30 July.
    """
    first = date(day.year + (day.month - 1 + number) // 12, (day.month - 1 + number) % 12 + 1, 1)
    return first.replace(day=min(day.day, last_day(first).day))


# Reading


def read_period(text: str) -> Period:
    """Return the period in *text*. Raises NotUnderstood.

    ``2026-07`` is a month, ``2026-27`` a financial year, ``2026-27-Q1`` and
    ``2026-27-H1`` parts of one, ``12 months to 2026-06-30`` a rolling year, and
    ``2026-07-15 to 2026-09-30`` a part period.  ``Q1 2026/27`` is read too.
    """
    return understand(text, _PERIOD)


def _period(line: str) -> Period | None:
    words = " ".join(line.split())
    return _month(words) or _year_or_part(words) or _rolling(words) or _from_to(words)


def _month(words: str) -> Period | None:
    match = re.fullmatch(r"([0-9]{4})-(0[1-9]|1[0-2])", words)
    return period_of(Every.MONTH, date(_year(match[1]), int(match[2]), 1)) if match else None


def _year(figures: str) -> int:
    if FIRST_YEAR <= int(figures) <= LAST_YEAR:
        return int(figures)
    message = f"{quoted(figures)} is not a year that can be used. Years go from {FIRST_YEAR} to {LAST_YEAR}."
    raise NotUnderstood(Fault.NO_SUCH_DATE, message)


_YEARS = r"(?P<year>[0-9]{4})[-/](?P<next>[0-9]{2})"
_PARTS = {"Q": (Every.QUARTER, 3), "H": (Every.HALF_YEAR, 6)}


def _year_or_part(words: str) -> Period | None:
    match = re.fullmatch(rf"{_YEARS}(?:[- ](?P<part>[QH][0-9]))?", words, FLAGS)
    match = match or re.fullmatch(rf"(?P<part>[QH][0-9]) {_YEARS}", words, FLAGS)
    if match is None:
        return None
    year, part = _year(match["year"]), (match["part"] or "").upper()
    meant = _part_of_year(year, part)
    if meant is None:
        message = (
            f"{quoted(words)} is no part of a year. Quarters go from Q1 to Q4, half years are H1 and H2."
        )
        raise NotUnderstood(Fault.NOT_A_PERIOD, message)
    if match["next"] != _next(year):
        message = (
            f"{quoted(words)} is no financial year. The one that begins in {year} is {_year_name(year)}."
        )
        likely = part or int(match["next"]) == (year + 2) % 100
        raise NotUnderstood(Fault.NOT_A_PERIOD, message, meant.name if likely else None)
    return meant


def _part_of_year(year: int, part: str) -> Period | None:
    """The financial year, or the quarter (Q1) or half year (H1) of it, or None when there is no such part."""
    if not part:
        return period_of(Every.YEAR, date(year, 4, 1))
    every, length = _PARTS[part[0]]
    number = int(part[1])
    if not 1 <= number <= 12 // length:
        return None
    return period_of(every, months_after(date(year, 4, 1), (number - 1) * length))


def _rolling(words: str) -> Period | None:
    match = re.fullmatch(rf"12 months to ({_DATE})", words, FLAGS)
    if match is None:
        return None
    end = read_date(match[1])
    if end != last_day(end):
        message = f"{quoted(words)} does not end with a month. A rolling year is twelve whole months."
        raise NotUnderstood(Fault.NOT_A_PERIOD, message, _rolling_year(last_day(end)).name)
    return _rolling_year(end)


def _rolling_year(end: date) -> Period:
    return Period(months_after(end + _A_DAY, -12), end, f"{_ROLLING}{end.isoformat()}")


_DATE = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"


def _from_to(words: str) -> Period | None:
    match = re.fullmatch(rf"({_DATE}) to ({_DATE})", words, FLAGS)
    if match is None:
        return None
    start, end = read_date(match[1]), read_date(match[2])
    if start > end:
        message = f"{quoted(words)} ends before it starts."
        raise NotUnderstood(Fault.WRONG_WAY_ROUND, message, _part(end, start).name)
    return _part(start, end)


def _part(start: date, end: date) -> Period:
    return Period(start, end, _name(start, end))


def _name(start: date, end: date) -> str:
    return f"{start.isoformat()} to {end.isoformat()}"


def _iso(match: re.Match[str]) -> str:
    return f"{match[3]}-{match[2]:0>2}-{match[1]:0>2}"


def _iso_of_words(match: re.Match[str]) -> str:
    return f"{match[3]}-{month_number(match[2]):02}-{match[1]:0>2}"


def _month_of_words(match: re.Match[str]) -> str:
    return f"{match[2]}-{month_number(match[1]):02}"


def _months_in_words(match: re.Match[str]) -> str:
    """From the first day of one month to the last of another, by the name of the period if it has one."""
    first, last, year = month_number(match[1]), month_number(match[3]), int(match[4])
    start = date(int(match[2] or year - (first > last)), first, 1)
    end = last_day(date(year, last, 1))
    if start > end:
        start, end = end.replace(day=1), last_day(start)
    named = (period_of(every, start) for every in Every)
    return next((each.name for each in named if (each.start, each.end) == (start, end)), _name(start, end))


def _month_end(match: re.Match[str]) -> str:
    return last_day(date(int(match[2]), month_number(match[1]), 1)).isoformat()


_PERIOD = Reader(
    _period,
    lambda period: period.name,
    Fault.NOT_A_PERIOD,
    "is not a period. Write a month as 2026-07, a quarter as 2026-27-Q1, or a year as 2026-27.",
    (
        Mend(r"[‐‑‒–—−]", "has a dash that is not a plain hyphen.", "-"),
        Mend(r"\bFY\s*", "says FY. Write the years alone.", ""),
        Mend(r"([0-9]{4})([-/])[0-9]{2}([0-9]{2})(?![0-9])", "has both years in full.", r"\1\2\3"),
        Mend(r"([0-9]{1,2})[/.]([0-9]{1,2})[/.]([0-9]{4})", "has a date that is not year-month-day.", _iso),
        Mend(
            rf"([0-9]{{1,2}})\s+({MONTH})\s+([0-9]{{4}})",
            "has a date that is not year-month-day.",
            _iso_of_words,
        ),
        Mend(
            rf"^\s*({MONTH})(?:\s+([12][0-9]{{3}}))?\s*(?:-|\bto\b)\s*({MONTH})\s+([12][0-9]{{3}})\s*$",
            "gives its months in words.",
            _months_in_words,
        ),
        Mend(rf"(?<=to )({MONTH})\s+([12][0-9]{{3}})\s*$", "does not end with a whole date.", _month_end),
        Mend(rf"^\s*({MONTH})\s+([0-9]{{4}})\s*$", "is not year-month.", _month_of_words),
        Mend(r"^\s*(0?[1-9]|1[0-2])/([0-9]{4})\s*$", "is not year-month.", lambda m: f"{m[2]}-{m[1]:0>2}"),
        Mend(r"\b(?:quarter|qtr|q)\s+(?=[1-4]\b)", "does not call its quarter Q1, Q2, Q3 or Q4.", "Q"),
        Mend(
            r"^\s*[0-9]{4}[- ]?Q[1-4]\s*$",
            "could count quarters from January or from April. April to June 2026 is 2026-27-Q1.",
        ),
        Mend(r"^\s*(?:rolling\s+)?year\s+(?:ending|to)\s+", "is not a period.", _ROLLING),
    ),
)


# Working days


@cache
def bank_holidays(year: int) -> frozenset[date]:
    """Return the bank holidays of England in *year*, one-off and substitute days too.

    They are known to 2100 and come with the ``holidays`` package; nothing is fetched.
    """
    import holidays

    return frozenset(holidays.country_holidays("GB", subdiv="ENG", years=year))


def is_working_day(day: date) -> bool:
    """Return whether *day* is neither at a weekend nor a bank holiday in England."""
    return day.weekday() < 5 and day not in bank_holidays(day.year)


def working_days_after(day: date, number: int) -> date:
    """Return the working day that is *number* working days after *day*; *day* itself for 0."""
    for _ in range(number):
        day += _A_DAY
        while not is_working_day(day):
            day += _A_DAY
    return day


def working_days_between(start: date, end: date) -> int:
    """Return how many working days there are after *start*, up to and including *end*.

    So it undoes ``working_days_after``.  Raises ValueError when *end* is before *start*.
    """
    if end < start:
        raise ValueError(f"{end} is before {start}")
    years = range(start.year, end.year + 1)
    holidays = sum(start < day <= end and day.weekday() < 5 for year in years for day in bank_holidays(year))
    return _weekdays_to(end) - _weekdays_to(start) - holidays


def _weekdays_to(day: date) -> int:
    """How many Mondays to Fridays there are from 1 January of year 1, which was a Monday, to *day*."""
    weeks, rest = divmod(day.toordinal(), 7)
    return weeks * 5 + min(rest, 5)


# Counting from a day


@frozen
class Due:
    """How long after the end of a period something is due.

    *after* is what has to end: the month, quarter, half year or year in which
    the period ends, or None for the period itself.
    """

    amount: Quantity
    after: Every | None = None


def due_date(due: Due, period: Period) -> date:
    """Return the day by which what is *due* for *period* must have come, which may be at a weekend.

    15 working days after 2026-27-Q1 ends is 21 July 2026.
    """
    end = period_of(due.after, period.end).end if due.after else period.end
    match due.amount.unit:
        case Unit.WORKING_DAYS:
            return working_days_after(end, int(due.amount.number))
        case Unit.MONTHS:
            return months_after(end, int(due.amount.number))
    return end + timedelta(days=_whole_days(due.amount))


_IN_DAYS = {
    Unit.MINUTES: Fraction(1, 24 * 60),
    Unit.HOURS: Fraction(1, 24),
    Unit.DAYS: Fraction(1),
    Unit.WEEKS: Fraction(7),
}


def _whole_days(length: Quantity) -> int:
    if length.unit not in _IN_DAYS:
        raise ValueError(f"{write_quantity(length)} is not made of days")
    return int(length.number * _IN_DAYS[length.unit])


def earliest_within(length: Quantity, day: date) -> date:
    """Return the earliest day from which no more than *length* has passed by *day*, but no day before 1900.

    Dates have no time of day, so 24 hours count as a day here, and part of a
    day as none.  Raises ValueError when *length* is not a time.
    """
    first = date(FIRST_YEAR, 1, 1)
    match length.unit:
        case Unit.WORKING_DAYS:
            return _working_days_before(day, int(length.number), first)
        case Unit.MONTHS:
            return max(first, _months_before(day, min(int(length.number), (day.year - FIRST_YEAR + 1) * 12)))
    return day - timedelta(days=min(_whole_days(length), (day - first).days))


def _months_before(day: date, number: int) -> date:
    """The earliest day that *number* months take to *day* or beyond."""
    then = months_after(day, -number)
    # A month from the last day of a short month ends before the last day of a long one.
    return then if months_after(then, number) == day else then + _A_DAY


def _working_days_before(day: date, number: int, first: date) -> date:
    """The earliest day with no more than *number* working days after it, up to and including *day*."""
    while day > first:
        number -= is_working_day(day)
        if number < 0:
            break
        day -= _A_DAY
    return day


def read_due(text: str) -> Due:
    """Return when something is due: ``15 working days after the quarter ends``.

    The amount is a whole number of days, working days, weeks or months, up to a
    year.  Raises NotUnderstood.
    """
    return understand(text, _DUE)


def write_due(due: Due) -> str:
    """Return the one way of writing *due*, which reads back as the same."""
    return f"{write_quantity(due.amount)} after the {due.after or 'period'} ends"


_ENDING = r"(month|quarter|half[ -]year|year|period)"
_A_YEAR = {Unit.DAYS: 366, Unit.WORKING_DAYS: 260, Unit.WEEKS: 52, Unit.MONTHS: 12}


def _due(line: str) -> Due | None:
    words = " ".join(line.split())
    match = re.fullmatch(rf"(.+) after (?:the )?(?:{_ENDING} ends?|end of (?:the )?{_ENDING})", words, FLAGS)
    if match is None:
        return None
    ending = (match[2] or match[3]).lower().replace("-", " ")
    after = None if ending == "period" else Every(ending)
    try:
        amount = read_quantity(match[1])
    except NotUnderstood as problem:
        meant = f"{problem.meant} after the {ending} ends" if problem.meant else ""
        raise NotUnderstood(problem.code, problem.message, suggestion(meant, _DUE)) from None
    if slip := misspelt_time(amount, match[1]):
        meant = f"{slip.meant} after the {ending} ends"
        raise NotUnderstood(slip.code, slip.message, suggestion(meant, _DUE))
    if amount.of or amount.number.denominator != 1 or amount.number > _A_YEAR.get(amount.unit, -1):
        message = (
            f"{quoted(match[1])} is not a whole number of days, working days, weeks or months, up to a year."
        )
        raise NotUnderstood(Fault.NOT_A_DUE_DATE, message)
    return Due(amount, after)


_SPANS = r"(?:working days?|days?|weeks?|months?)"
_DUE = Reader(
    _due,
    write_due,
    Fault.NOT_A_DUE_DATE,
    'does not say when something is due. Write it as "15 working days after the quarter ends".',
    (
        Mend(r"^\s*within\s+", 'starts with "within". Start with the time.', ""),
        Mend(
            r"\b(?:following|from|of)\s+(?=(?:the\s+)?(?:end|month|quarter|half|year|period))",
            "does not say after.",
            "after ",
        ),
        Mend(rf"^\s*([0-9]+ {_SPANS})\s*$", "does not say after what.", r"\1 after the period ends"),
    ),
)
