"""Read dates exactly from text: year-month-day in specifications, day first as well in returns.

Comes in as text, goes out as a ``datetime.date`` or ``NotUnderstood``.  The day
always goes before the month, and a year has four figures.
"""

from __future__ import annotations

import re
from datetime import date, timedelta

from specrules.values.understand import FLAGS, Fault, Mend, NotUnderstood, Reader, quoted, understand

FIRST_YEAR, LAST_YEAR = 1900, 2099  # the bank holidays of all these years are known

MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
MONTH = "|".join(f"{month[:3]}(?:{month[3:]})?" for month in MONTHS) + "|Sept"
_DAY_FIRST = r"([0-9]{1,2})\s*[-./ ]\s*([0-9]{1,2})\s*[-./ ]\s*([0-9]{4})"
_IN_WORDS = rf"([0-9]{{1,2}})(?:st|nd|rd|th)?[-\s]+(?:of\s+)?({MONTH})[-,\s]+([0-9]{{4}})"
_YEAR_FIRST = r"([0-9]{4})\s*[-./ ]\s*([0-9]{1,2})\s*[-./ ]\s*([0-9]{1,2})"
_SHORT_YEAR = rf"[0-9]{{1,2}}[-./ ](?:[0-9]{{1,2}}|{MONTH})[-./ ][0-9]{{2}}"


def read_date(text: str) -> date:
    """Return the date in *text*, written year-month-day as specifications do.

    Any other way raises NotUnderstood, which says how it was taken: 01/04/2026
    is 1 April.  Years run from 1900 to 2099.
    """
    return understand(text, _ISO)


def read_uk_date(text: str) -> date:
    """Return the date in *text*, written day first (``31/03/2026``) or year-month-day, as returns do.

    03/04/2026 is always 3 April.  Raises NotUnderstood, also for two-digit years.
    """
    return understand(text, _UK)


def _iso_date(line: str) -> date | None:
    match = re.fullmatch(r"\s*([0-9]{4})-([0-9]{2})-([0-9]{2})\s*", line)
    return _day(match[1], match[2], match[3], line) if match else _other_date(line)


def _uk_date(line: str) -> date | None:
    match = re.fullmatch(r"\s*([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})\s*", line)
    return _day(match[3], match[2], match[1], line) if match else _iso_date(line)


def _other_date(line: str) -> date | None:
    """Refuse a date written in another way, saying how it was taken."""
    words = line.strip()
    if re.fullmatch(_SHORT_YEAR, words, FLAGS):
        raise NotUnderstood(
            Fault.TWO_DIGIT_YEAR, f"{quoted(line)} needs a year of four figures, such as 2026."
        )
    if match := re.fullmatch(_DAY_FIRST, words) or re.fullmatch(_IN_WORDS, words, FLAGS):
        fault, day = Fault.UK_DATE, _day(match[3], match[2], match[1], line)
    elif match := re.fullmatch(_YEAR_FIRST, words):
        fault, day = Fault.NOT_A_DATE, _day(match[1], match[2], match[3], line)
    else:
        return None
    said = f"{day.day} {MONTHS[day.month - 1]} {day.year}"
    message = f"{quoted(line)} is taken to be {said}. Write dates as year-month-day: {day.isoformat()}."
    raise NotUnderstood(fault, message, day.isoformat())


def _day(year: str, month: str, day: str, line: str) -> date:
    """The date of that year, month (a number or a name) and day, or NotUnderstood when there is none."""
    number = int(month) if month.isdigit() else month_number(month)
    if not FIRST_YEAR <= int(year) <= LAST_YEAR:
        why = f"Years go from {FIRST_YEAR} to {LAST_YEAR}, for which bank holidays are known."
    elif not 1 <= number <= 12:
        why = f"There is no month {number}.{_the_other_way_round(int(year), number, int(day))}"
    else:
        last = last_day(date(int(year), number, 1)).day
        if 1 <= int(day) <= last:
            return date(int(year), number, int(day))
        why = f"{MONTHS[number - 1]} {year} has {last} days."
    raise NotUnderstood(Fault.NO_SUCH_DATE, f"{quoted(line)} is not a date that can be used. {why}")


def _the_other_way_round(year: int, day: int, month: int) -> str:
    """What the date would be with the month written first, as in America, where there is such a day."""
    if not 1 <= month <= 12 or not 1 <= day <= last_day(date(year, month, 1)).day:
        return ""
    return f" If day and month changed places, it is {date(year, month, day).isoformat()}."


def month_number(name: str) -> int:
    """Return the number of the month called *name*, or whose name starts with its first three letters."""
    return [month[:3].lower() for month in MONTHS].index(name[:3].lower()) + 1


def last_day(day: date) -> date:
    """Return the last day of the month of *day*."""
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


# The day that spreadsheets count from, as far as dates after February 1900 go.
_SPREADSHEETS_BEGIN = date(1899, 12, 30)


def _counted(match: re.Match[str]) -> str:
    return (_SPREADSHEETS_BEGIN + timedelta(days=int(match[1]))).isoformat()


_WITHOUT_A_DAY = (
    rf"^\s*(?:(?:{MONTH})[-,\s]+[0-9]{{4}}|[0-9]{{4}}-[0-9]{{2}}|(?:{MONTH})[- ']+[0-9]{{2}})\s*$"
)
_MENDS = (
    Mend(r"^\s*([1-7][0-9]{4})\s*$", "is a date as spreadsheets count them, in days since 1900.", _counted),
    Mend(r"^\s*([12][0-9]{3})([0-9]{2})([0-9]{2})\s*$", "has no hyphens in it.", r"\1-\2-\3"),
    Mend(_WITHOUT_A_DAY, "has no day in it."),
    Mend(
        r"^\s*(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?[,\s]+",
        "has a day of the week.",
        "",
    ),
    Mend(
        rf"^\s*({MONTH})\s+([0-9]{{1,2}})(?:st|nd|rd|th)?,?\s+([0-9]{{4}})\s*$",
        "begins with the month.",
        r"\2 \1 \3",
    ),
    Mend(
        r"^\s*(?:tb[acd]|to be (?:agreed|confirmed|decided|set))\s*$", "is no date yet. Write the one agreed."
    ),
    Mend(r"^\s*[0-9]{4}\s*$", "has no month and no day in it."),
    Mend(
        r"\bq[1-4]\b|^\s*[0-9]{4}\s*[-/]\s*[0-9]{2}\s*$", "is a stretch of time. Write its first or last day."
    ),
    Mend(r"(?<=[0-9])o|o(?=[0-9])", "has the letter O for a nought.", "0"),
    Mend(r"[‐‑‒–—−]", "has a dash that is not a plain hyphen.", "-"),
    Mend(r"(?<=[0-9])(?:T|\s+)[0-9]{1,2}:[0-9:.]+Z?\s*$", "has a time of day after the date.", ""),
)
_ISO = Reader(
    _iso_date,
    date.isoformat,
    Fault.NOT_A_DATE,
    "is not a date. Write it as year-month-day, such as 2026-03-31.",
    _MENDS,
)
_UK = Reader(
    _uk_date,
    date.isoformat,
    Fault.NOT_A_DATE,
    "is not a date. Write it as day/month/year, such as 31/03/2026, or as 2026-03-31.",
    _MENDS,
)
