"""Ways of writing quantities and targets that are not read, and what they are taken to mean.

Each says what is wrong in the reader's words and, where one reading is likely
enough, turns the text into one that reads.  The first that fits is used, so the
order matters.  Where a guess could change what is asked of somebody, none is made.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from specrules.values.understand import NUMBER, Mend

if TYPE_CHECKING:
    import re

_DIGITS = (
    *("zero", "one", "two", "three", "four", "five", "six"),
    *("seven", "eight", "nine", "ten", "eleven", "twelve"),
    *("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_FULL = {"h": " hours", "m": " minutes", "w": " weeks"}
_SIZES = {"y": (12, " months"), "f": (2, " weeks"), "k": (1000, ""), "t": (1000, ""), "m": (10**6, "")}


def _in_figures(match: re.Match[str]) -> str:
    return str(_DIGITS.index(match[0].lower()))


def _tens_in_figures(match: re.Match[str]) -> str:
    ones = _DIGITS.index(match[2].lower()) if match[2] else 0
    return str((_TENS.index(match[1].lower()) + 2) * 10 + ones)


def _in_pounds(match: re.Match[str]) -> str:
    return f"£{_exact(match[1]) / 100:f}"


def _in_full(match: re.Match[str]) -> str:
    return _FULL[match[1][0].lower()]


def _multiplied(match: re.Match[str]) -> str:
    """A number and the word after it, in what that is made of: 2 years are 24 months, 40k is 40000."""
    size, unit = _SIZES[match[2][0].lower()]
    return f"{_exact(match[1]) * size:f}{unit}"


def _sign(match: re.Match[str]) -> str:
    """The sign that a code of web pages stands for."""
    from html import unescape

    return unescape(match[0]).replace("\u00a0", " ")


# In days, weeks and months; and half of each, where that is a whole number of something.
_LENGTHS = {
    "day": ("1 day", "12 hours"),
    "week": ("1 week", ""),
    "month": ("1 month", ""),
    "quarter": ("3 months", ""),
    "year": ("12 months", "6 months"),
}


def _time_in_figures(match: re.Match[str]) -> str:
    """Within a quarter is within 3 months, and no part of a whole; as it is where half is no whole number."""
    length = _LENGTHS[match[2].lower()][bool(match[1])]
    return f"within {length}" if length else match[0]


_PARTS = {"half": 2, "third": 3, "quarter": 4, "fifth": 5, "tenth": 10}


def _part_as_percentage(match: re.Match[str]) -> str:
    """Three quarters, or 4 in 5, as a percentage; as it is where that would not be a whole number."""
    many, whole = (match[1], match[2]) if match[2] else (match[3] or "one", match[4])
    number = int(many) if many.isdigit() else _DIGITS.index("one" if many in "aA" else many.lower())
    size = int(whole) if whole.isdigit() else _PARTS[whole.lower()]
    is_exact = 0 < number <= size and number * 100 % size == 0
    return f"{number * 100 // size}%" if is_exact else match[0]


def _exact(figures: str) -> Decimal:
    return Decimal(figures.replace(",", ""))


_ONE_OF = r"(?!\s+of\b)"  # "one of" starts a list of words
_NOTHING = r"^\s*(?:none|nil)\s*$"
_TO = r"(?:(?<=[0-9%a-z])(?<!up)\s*\bto\b|(?<=[0-9%])\s*[-–—])\s*(?=£?\s*[0-9])"
_NOT_EXACT = r"\b(?:about|around|approximately|roughly|circa)\s+|\b(?:approx|ca?)\b\.?\s*(?=£?[0-9])|~\s*"
_TIMES = r"(?:minute|hour|day|working\s+day|calendar\s+day|week|month)s?"
_ODD_COMMAS = rf"(?<![0-9,.])(?!{NUMBER}(?![0-9,]))[0-9]+,[0-9,]*"

_FORMULA = Mend(
    r"^\s*=\s*(?:[a-z]{1,3}\$?[0-9]|[a-z]+\()", "is a formula of a spreadsheet. Write the figure it gives."
)
_MISSPELT_LEAST = r"^\s*(?!at\s+least\b)at\s*l[aest]{2,5}\s*(?=£?\s*[0-9])"
_MISSPELT_MORE = r"^\s*(?!no\s+more\s+than\b)no[tr]?\s*more?\s*th[aen]{1,3}\s*(?=£?\s*[0-9])"
_MISSPELT_WITHIN = r"^\s*(?!within\b)wi?th?i?n{1,2}g?\s*(?=[0-9])"
_NO_FIGURE = (
    r"\b(?:(?<!at )most|majority|many|some|few|nearly all|almost all|nominal|reasonable|sufficient"
    r"|adequate|satisfactory|appropriate)\b"
)
_NO_TIME = r"\b(?:asap|as soon as (?:possible|practicable)|promptly|timely|immediately|without delay)\b"
_IN = r"\b([0-9]{1,3})\s+in\s+(?:every\s+)?([0-9]{1,3})\b(?!\s*(?:months?|weeks?|days?|years?))"
_PART = r"(?:\b(a|one|two|three|four|nine)[- ])?\b(half|third|quarter|fifth|tenth)s?\b(?!\s+year)"

_COMPARED = r"(?:at least|no more than|within|exactly)\b"
_TWO_FIGURES = rf"^\s*({_COMPARED}[^,;]*[0-9].*?)[\s,;]+{_COMPARED}.*"
_WEB_CODES = r"&(?:lt|gt|amp|nbsp|#[0-9]+);"

_BOTH = (
    Mend(
        r"^\s*(?:~|null)\s*$",
        "is how programs write that there is nothing. Write the figure, or delete the heading.",
    ),
    Mend(r"~~(.*)~~", "has ~~ round it, which strikes words out elsewhere, and means nothing here.", r"\1"),
    Mend(_WEB_CODES, "has a sign as web pages write it. Type the sign itself.", _sign),
    Mend(r"[0-9]{13,}|[0-9][0-9,]{15,}", "has a longer number than can be meant here."),
    Mend(r"(?<=[0-9]) (?=[0-9]{3}(?![0-9]))", "has a space within its number.", ""),
    Mend(r"\.[0-9]{7,}", "has more than six figures after the point."),
    Mend(r"[0-9]e[-+]?[0-9]+", "is in scientific form. Write the number out."),
    Mend(r"(?<![0-9a-z%])[-−]\s*£?\s*[0-9.]+", "is less than nothing. Only 0 and more can be written here."),
    _FORMULA,
    Mend(r"#(?:ref|div|n/a|value|name|num)\b", "is an error of a spreadsheet. Write the figure."),
    Mend(r"&(?:amp;)?pound;", "has a £ sign that was spoilt on its way here. Type it again.", "£"),
    Mend(r"Â(?=£)", "has a £ sign that was spoilt on its way here. Type it again.", ""),
    Mend(r"[$€]", "is not in pounds. Write money with a £ sign."),
    Mend(r"[0-9]+\s*/\s*[0-9]+", "is a fraction. Write a percentage or a plain number."),
    Mend(r"%(?:\s*%)+", "has more than one percent sign.", "%"),
    Mend(
        rf"(?<![0-9])(?<![0-9]\s)%\s*({NUMBER})(?!\s*%)",
        "has its percent sign in front of the number.",
        r"\1%",
    ),
    Mend(r"(?<=[0-9])\s*(?:pc|pct|percentage)\b", "has a shortened word. Write a percent sign.", "%"),
    Mend(
        rf"\b({'|'.join(_TENS)})(?:[- ]({'|'.join(_DIGITS[1:10])}))?\b",
        "has a number in words. Write it in figures.",
        _tens_in_figures,
    ),
    Mend(
        rf"\b(?:{'|'.join(_DIGITS)})\b{_ONE_OF}", "has a number in words. Write it in figures.", _in_figures
    ),
    Mend(rf"(?<![£0-9.,])({NUMBER})\s*p(?:ence|enny)?\b", "is in pence. Write it in pounds.", _in_pounds),
    Mend(rf"(?<=£)({NUMBER})\s*(m)\b", "is not written out in full.", _multiplied),
    Mend(rf"({NUMBER})\s*(k|thousand|million)\b", "is not written out in full.", _multiplied),
    Mend(
        rf"({NUMBER})\s*(?:pounds?|gbp|quid|£(?!\s*[0-9]))", "has no £ sign in front of the number.", r"£\1"
    ),
    Mend(r"\bgbp\s*(?=[0-9])", "has no £ sign in front of the number.", "£"),
    Mend(
        r"(?<=[0-9])/(?=[a-z])",
        'has a stroke. Write "a" or "an" instead, as in £10 a meeting.',
        " per ",
    ),
    Mend(
        rf"(£\s*{NUMBER})\s*p\.?\s?c?\.?\s?m\b\.?", "has a shortened word. Write it in full.", r"\1 a month"
    ),
    Mend(
        rf"(£\s*{NUMBER})\s*(?:p\.?\s?a\b\.?|per annum)",
        "has a shortened word. Write it in full.",
        r"\1 a year",
    ),
    Mend(r"(?<=[0-9])\s*wds?\b", "has a shortened word. Write it in full.", " working days"),
    Mend(r"(?<=[0-9])\s*(hrs?|h|mins?|wks?)\b", "has a shortened word. Write it in full.", _in_full),
    Mend(r"\bdays?\s*\(working\)", "does not say working days.", "working days"),
    Mend(r"\b(?:business|week|work|working-)\s?days?\b", "does not say working days.", "working days"),
    Mend(r"\bworking\s+(?!days?\b)d[a-z]{1,4}\b", "does not say working days.", "working days"),
    Mend(rf"({NUMBER})\s*(years?|yrs?|fortnights?)\b", "is not in weeks or months.", _multiplied),
    Mend(_NOT_EXACT, "is not exact. Write the figure that counts.", ""),
    Mend(r"(?<![0-9])\.(?=[0-9])", "has no figure before its point.", "0."),
    Mend(r"(?<=[0-9])_(?=[0-9])", "has a line under its number, between the figures.", ""),
    Mend(r"(?<![0-9.,])0+(?=[0-9])", "has a nought in front of its number.", ""),
    Mend(_ODD_COMMAS, "has a comma that is not one of thousands, as in 1,200."),
    Mend(r"(?<=[0-9])o(?![a-z])|(?<![a-z])o(?=[0-9])", "has the letter O for a nought.", "0"),
    Mend(r"(?<![a-z0-9£.])l(?=[0-9])", "begins a number with the letter L, which may be a £ or a 1."),
    Mend(r"(?<=[0-9])l(?![a-z])|(?<![a-z])l(?=[0-9])", "has the letter L for a one.", "1"),
    Mend(r"(?<=[0-9])m\b", "has an m, which could be million, minutes or months. Write it in full."),
    Mend(r"(?<=[0-9])(?=[a-z])", "has no space after its number.", " "),
    Mend(
        r"(?<=[0-9%a-z])\s*(?://|/\*|--|<!--|[\[(*†‡]).*$",
        "has a remark after it. Begin that with a space and #.",
        "",
    ),
    Mend(r"[.,;:!?]+\s*$", "has a stop after it.", ""),
    Mend(_TWO_FIGURES, "has two targets. Write the one that counts.", r"\1"),
    Mend(r"(?<=%)\s*[a-z].*", "says who is counted. Write that elsewhere, and the percentage alone."),
    Mend(
        rf"[0-9]\s+{_TIMES}\s+[a-z].*",
        'has words after the time. Only "2 hours a week" and the like can be read.',
    ),
    Mend(
        rf"£\s*{NUMBER}\s+[a-z].*",
        'has words after the amount. Only "£10 a meeting" and the like can be read.',
    ),
)

QUANTITY_MENDS = (
    Mend(_NOTHING, "could mean 0, or that there is no figure. Write 0 if it is 0."),
    Mend(_TO, "is a range, and one figure is wanted."),
    Mend(r"^\s*within\s+(?=[0-9])", 'begins with "within". Write the length of time alone.', ""),
    *_BOTH,
)

_RANGE = 'is a range. Write it with "between" and "and".'
_OTHERS = (
    r"\b(?:quartile|decile|quintile|benchmark|in line with|comparators?|top [0-9]+|best|among the"
    r"|(?:national|regional|england|english|local|peer) (?:average|mean|median|figure|rate))\b"
)
_CHANGE = (
    r"\b(?:improv\w*|increas\w*|reduc\w*|decreas\w*|maintain\w*|better than|year[- ]on[- ]year"
    r"|(?:higher|lower|more|fewer|less) than (?:last|the (?:last|previous)))\b"
)
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)"
_UNDECIDED = r"^\W*(?:tb[acd]|to be (?:agreed|confirmed|decided|determined|set)|x+\s*%?|n/a|\?+|…|\.\.\.)\W*$"
_ALL = r"^\s*(?:all|every ?one|every ?body|always|all (?:people|of them|clients|patients))\s*$"
TARGET_MENDS = (
    _FORMULA,
    Mend(
        _UNDECIDED,
        "is no target yet. Write the one that was agreed, such as at least 90%. What is only watched has "
        "report-only: yes, and needs none.",
    ),
    Mend(
        rf"{NUMBER}\s*:\s*{NUMBER}",
        "is so many to so many. Write how many to one, such as no more than 40, with statistic: mean, and "
        "under of whom they are counted for.",
    ),
    Mend(
        rf"\b(?:by|before|on)\s+(?:the\s+)?[0-9]{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTH}",
        "is a day of the year. Ask for that day as a date of its own, let this date come after it, and write "
        "how soon, such as within 30 days.",
    ),
    Mend(
        _OTHERS,
        "goes by figures of others. Say under baseline-asked which figure each return is to give beside its "
        "own, and here: at least the baseline.",
    ),
    Mend(
        _CHANGE,
        "asks for a change. Write what it begins with under baseline, or under baseline-asked where returns "
        "are to give it, and here how far from it, such as at least 5 percentage points above baseline.",
    ),
    Mend(
        r"\b(?:average|mean|median|[0-9]+(?:st|nd|rd|th) percentile)\b:?",
        "says which of many figures is meant. Write that under statistic, such as statistic: mean, "
        "and here the comparison and figure alone.",
    ),
    Mend(_ALL, "says all in words. Write a figure.", "at least 100%"),
    Mend(_NO_FIGURE, "is not exact. Write the figure that counts."),
    Mend(_NO_TIME, "says no length of time. Write one, such as within 5 working days."),
    Mend(
        r"^\s*(?:yes|no|true|false)\s*$",
        "is an answer. Write a comparison and a figure, such as at least 90%. What is answered yes or no is "
        "a statement, and has no target.",
    ),
    Mend(
        r"^\s*(?:free(?: of charge)?|no (?:charge|fee|cost))\s*$",
        "has an amount in words. Write it in figures.",
        "no more than £0",
    ),
    Mend(
        r"^\s*within\s+(?:(?:a|an|one)\s+)?(half(?:\s+an?)?\s+)?(day|week|month|quarter|year)\s*$",
        "has a length of time in words. Write it in figures.",
        _time_in_figures,
    ),
    Mend(rf"{_IN}|{_PART}", "has a part of a whole in words. Write a percentage.", _part_as_percentage),
    Mend(
        r"(?<=[0-9%])\s*[,;]\s*(?:stretch|aspir\w*|rising|increasing|then|aiming)\b.*$",
        "has two targets. Write the one that counts. Under targets, each can have its day.",
    ),
    Mend(_MISSPELT_LEAST, 'is not spelt "at least".', "at least "),
    Mend(_MISSPELT_MORE, 'is not spelt "no more than".', "no more than "),
    Mend(_MISSPELT_WITHIN, 'is not spelt "within".', "within "),
    Mend(
        r"^(.*\S)\s+(?:and|or)\s+(?:above|over|more|higher|better|upwards?)\s*$",
        'does not start with "at least".',
        r"at least \1",
    ),
    Mend(
        r"^(.*\S)\s+(?:and|or)\s+(?:below|under|less|fewer|lower)\s*$",
        'does not start with "no more than".',
        r"no more than \1",
    ),
    Mend(r"^\s*(?:>\s*=|=\s*>|≥)\s*", 'has a sign for words. Write "at least".', "at least "),
    Mend(r"^\s*(?:<\s*=|=\s*<|≤)\s*", 'has a sign for words. Write "no more than".', "no more than "),
    Mend(r"^\s*={1,2}\s*", 'has a sign for words. Write "exactly".', "exactly "),
    Mend(r"^\s*min(?:imum|\.)?\s*(?=[£0-9])", 'does not say "at least".', "at least "),
    Mend(r"^\s*max(?:imum|\.)?\s*(?=[£0-9])", 'does not say "no more than".', "no more than "),
    Mend(r"^(.*\S)\s+(?:at\s+least|min(?:imum|\.)?)\s*$", 'does not start with "at least".', r"at least \1"),
    Mend(
        r"^(.*\S)\s+(?:at\s+most|max(?:imum|\.)?)\s*$",
        'does not start with "no more than".',
        r"no more than \1",
    ),
    Mend(rf"^\s*((?:£\s*)?{NUMBER}%?)\s*\+", 'has a sign for words. Write "at least".', r"at least \1"),
    Mend(_NOTHING, "has a number in words. Write it in figures.", "exactly 0"),
    Mend(_TO, _RANGE, " and "),
    Mend(r"^\s*(?:from\s+)?(?=£?\s*[0-9].*\sand\s)", _RANGE, "between "),
    *_BOTH,
)
