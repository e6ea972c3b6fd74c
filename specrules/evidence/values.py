"""Read what a cell holds as the kind of value that was asked for, exactly or not at all.

In: what was found in a cell (text, a whole number, a Fraction, a date, None for a
blank, or :class:`Absent`) and a :class:`ValueKind`.  Out: a :class:`Value`, which is
a range or a reason why there is none.  What cannot be read is never zero and
never false.  ``why_wrong`` says in words what is wrong, without repeating what
somebody wrote.
"""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import Any

from specrules.base.findings import nearest
from specrules.evidence.cells import seen
from specrules.evidence.facts import Absent, Range, Request, Value, ValueKind
from specrules.evidence.numerals import what_it_looks_like
from specrules.result import Reason
from specrules.values.dates import read_date, read_uk_date
from specrules.values.quantities import TIMES, Quantity, Unit
from specrules.values.reading import read_quantity
from specrules.values.understand import Fault, NotUnderstood

# What people write where they have nothing to give. Each means the same as an empty cell.
BLANKS = frozenset(
    {"", "-", "--", "–", "—", "?", "n/a", "na", "n.a.", "n/k", "none given", "not given", "not known"}
    | {"not available", "unknown", "tbc", "tba", "to be confirmed"}
)
# What people write where a small number was taken out on purpose.
SUPPRESSED = frozenset(("*", "**", "..", "…", "suppressed"))
_YES, _NO = frozenset(("yes", "y", "true")), frozenset(("no", "n", "false"))
_FEWER = re.compile(r"(?:<|less than|fewer than|under) ?([0-9]{1,4})")
_MOST = 10**9 - 1  # ten digits are no count of people, but may be an NHS number
_BLANK, _WRONG = Value(missing=Reason.BLANK), Value(missing=Reason.WRONG_TYPE)
_HIDDEN = Value(missing=Reason.SUPPRESSED)


def read_value(
    kind: ValueKind,
    found: Any,
    *,
    uk_dates: bool = False,
    words: tuple[str, ...] = (),
    unit: str = "",
    star_hides: tuple[int, int] | None = None,
) -> Value:
    """Return what *found* says, read as *kind*.

    *words* are the choices offered, *unit* the unit of a length of time, and
    *uk_dates* whether a date may be written 31/03/2026.  A count of ``<5`` is 1 to
    4.  A ``*`` says nothing, unless *star_hides* gives the counts it stands for.
    """
    return Values(kind, uk_dates=uk_dates, words=words, unit=unit, star_hides=star_hides)[found]


class Values(dict[Any, Value]):
    """The values of one kind by what was found; each distinct thing found is read once.

    For a whole column: ``[values[found] for found in column]``.  Equal things
    found give the very same Value, so what was found is never a bool, which
    would equal a count: readers give a workbook's TRUE as text.
    """

    __slots__ = ("kind", "star_hides", "uk_dates", "unit", "words")

    def __init__(
        self,
        kind: ValueKind,
        *,
        uk_dates: bool = False,
        words: tuple[str, ...] = (),
        unit: str = "",
        star_hides: tuple[int, int] | None = None,
    ) -> None:
        self.kind, self.uk_dates, self.words = kind, uk_dates, words
        self.unit, self.star_hides = unit, star_hides

    def __missing__(self, found: Any) -> Value:
        value = self[found] = self._read(found)
        return value

    def _read(self, found: Any) -> Value:
        if isinstance(found, Absent):
            return Value(missing=found.reason)
        if found is None:
            return _BLANK
        if isinstance(found, Range):
            return Value(found.low, found.high)
        if isinstance(found, tuple):
            return self._several(found)
        text = plain_text(found)
        code = text.casefold()
        if not self._offered(code):
            if code in BLANKS:
                return _BLANK
            if code in SUPPRESSED:
                return self._suppressed()
        return _READERS[self.kind](self, found, text)

    def _several(self, found: tuple[Any, ...]) -> Value:
        """The rows of a register, or the words of a list to which each line said yes."""
        if self.kind is ValueKind.WORDS:
            return _same(tuple(word for word in self.words if word in found))
        return _same(found) if self.kind in (ValueKind.ROWS, ValueKind.READINGS) else _WRONG

    def _offered(self, code: str) -> bool:
        """Whether this is a word that was offered, such as "unknown", and so an answer like any other."""
        return bool(self.words) and code in {word.casefold() for word in self.words}

    def _suppressed(self) -> Value:
        if self.kind is ValueKind.COUNT and self.star_hides:
            return Value(*self.star_hides)
        return _HIDDEN


class Readers:
    """What cells hold, whoever asks: cells that are read alike share their values, each read once."""

    def __init__(self) -> None:
        self.known: dict[tuple[object, ...], Values] = {}

    def of(self, request: Request, kind: ValueKind) -> Values:
        """The values of cells of one *kind*, by the words, unit and dates that *request* gives."""
        asked = (kind, request.words, request.unit, request.uk_dates)
        values = self.known.get(asked)
        if values is None:
            values = Values(kind, words=request.words, unit=request.unit, uk_dates=request.uk_dates)
            self.known[asked] = values
        return values


def plain_text(found: Any) -> str:
    """What was found in a cell as text, with single ordinary spaces."""
    if isinstance(found, str):
        return " ".join(seen(found).split())
    if isinstance(found, bool):
        return "TRUE" if found else "FALSE"
    if isinstance(found, datetime):
        return found.date().isoformat()
    if isinstance(found, date):
        return found.isoformat()
    return str(found)


def _same(value: Any, unit: str = "") -> Value:
    return Value(value, value, unit=unit)


def _number(found: Any, text: str) -> Fraction | None:
    """The number in a cell, or None. A date, a yes and a percentage are not numbers."""
    if isinstance(found, (bool, date)):
        return None
    if isinstance(found, float):
        text = f"{found:.15g}"  # the digits that a spreadsheet itself keeps
    if isinstance(found, (int, Fraction)):
        return Fraction(found)
    if re.fullmatch(r"-?(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,15})(?:\.[0-9]{1,15})?", text, re.ASCII):
        return Fraction(text.replace(",", ""))
    return None


def _count(self: Values, found: Any, text: str) -> Value:
    number = _number(found, text)
    if number is not None:
        whole = number.denominator == 1 and 0 <= number <= _MOST
        return _same(int(number)) if whole else _WRONG
    fewer = _FEWER.fullmatch(text.casefold())
    if fewer and int(fewer[1]) > 1:
        return Value(1, int(fewer[1]) - 1)
    return _WRONG


def _any_number(self: Values, found: Any, text: str) -> Value:
    number = _number(found, text)
    return _WRONG if number is None else _same(number)


def _quantity(found: Any, text: str) -> Quantity | None:
    """The quantity in a cell, or None. A bare number counts nothing in particular."""
    number = _number(found, text)
    if number is not None:
        return Quantity(number, Unit.COUNT) if number >= 0 else None
    if not isinstance(found, str):
        return None
    try:
        return read_quantity(text)
    except NotUnderstood:
        return None


def _percent(self: Values, found: Any, text: str) -> Value:
    """A percentage as it was published. A bare number could be a fraction, and so it is none."""
    quantity = _quantity(found, text)
    is_share = quantity is not None and quantity.unit is Unit.PERCENT and not quantity.of
    return _same(quantity.number) if quantity and is_share else _WRONG


def _money(self: Values, found: Any, text: str) -> Value:
    quantity = _quantity(found, text)
    if quantity is None:
        return _WRONG
    if quantity.unit is Unit.COUNT and not quantity.of:
        return _same(quantity.number, self.unit)
    differs = quantity.of and self.unit and quantity.of != self.unit
    if quantity.unit is not Unit.POUNDS or differs:
        return _WRONG
    return _same(quantity.number, quantity.of or self.unit)


# The smallest unit of each family, and how many of it a unit is. A day is a date, not 24 hours.
_LENGTHS = {
    Unit.MINUTES: (Unit.MINUTES, 1),
    Unit.HOURS: (Unit.MINUTES, 60),
    Unit.DAYS: (Unit.DAYS, 1),
    Unit.WEEKS: (Unit.DAYS, 7),
    Unit.WORKING_DAYS: (Unit.WORKING_DAYS, 1),
    Unit.MONTHS: (Unit.MONTHS, 1),
}


def _duration(self: Values, found: Any, text: str) -> Value:
    quantity = _quantity(found, text)
    if quantity is not None and not self.unit:  # no target says in which unit it is wanted
        return _same(quantity.number, str(quantity.unit)) if quantity.unit in TIMES else _WRONG
    if quantity is None or self.unit not in TIMES:
        return _WRONG
    asked = Unit(self.unit)
    if quantity.unit is Unit.COUNT and not quantity.of:
        return _same(quantity.number, self.unit)
    if quantity.unit not in TIMES:
        return _WRONG
    (family, length), (wanted, size) = _LENGTHS[quantity.unit], _LENGTHS[asked]
    return _same(quantity.number * length / size, self.unit) if family is wanted else _WRONG


def _date(self: Values, found: Any, text: str) -> Value:
    if isinstance(found, datetime):
        return _same(found.date())
    if isinstance(found, date):
        return _same(found)
    if not isinstance(found, str):
        return _WRONG
    try:
        return _same(read_uk_date(text) if self.uk_dates else read_date(text))
    except NotUnderstood:
        return _WRONG


def _yes_no(self: Values, found: Any, text: str) -> Value:
    answer = text.casefold()
    return _same(True) if answer in _YES else _same(False) if answer in _NO else _WRONG


def _choice(self: Values, found: Any, text: str) -> Value:
    word = _offered_word(self.words, text)
    return _WRONG if word is None else _same(word)


def _offered_word(words: tuple[str, ...], text: str) -> str | None:
    """The word offered that *text* is, whatever its capitals, or None."""
    return next((word for word in words if word.casefold() == text.casefold()), None)


def _words(self: Values, found: Any, text: str) -> Value:
    chosen = [_offered_word(self.words, each) for each in split_words(text, self.words)]
    if chosen == [None] and text.casefold() == "none":
        return _same(())
    if None in chosen:
        return _WRONG
    return _same(tuple(word for word in self.words if word in chosen))


def split_words(text: str, words: tuple[str, ...]) -> list[str]:
    """The words in one cell, between semicolons or commas. A word that was offered may hold a comma."""
    if _offered_word(words, text):
        return [text]
    parts = text.split(";") if ";" in text else text.split(",")
    return [part.strip() for part in parts if part.strip()]


def _plain(self: Values, found: Any, text: str) -> Value:
    return _same(text)


def _rows(self: Values, found: Any, text: str) -> Value:
    return _WRONG


_READERS = {
    ValueKind.COUNT: _count,
    ValueKind.NUMBER: _any_number,
    ValueKind.PERCENT: _percent,
    ValueKind.MONEY: _money,
    ValueKind.DURATION: _duration,
    ValueKind.DATE: _date,
    ValueKind.YES_NO: _yes_no,
    ValueKind.CHOICE: _choice,
    ValueKind.WORDS: _words,
    ValueKind.TEXT: _plain,
    ValueKind.ROWS: _rows,
    ValueKind.READINGS: _rows,
}


# --- in words


def why_wrong(
    kind: ValueKind, found: Any, *, uk_dates: bool = False, words: tuple[str, ...] = (), unit: str = ""
) -> tuple[str, str | None] | None:
    """Say what is wrong with what was found, and what was probably meant; None when it can be read.

    Short numbers and dates are repeated.  Other text is not, since it could be about a person.
    """
    value = read_value(kind, found, uk_dates=uk_dates, words=words, unit=unit)
    if value.missing is not Reason.WRONG_TYPE or isinstance(found, Absent):
        return None
    text = plain_text(found)
    match kind:
        case ValueKind.COUNT | ValueKind.NUMBER:
            return _why_no_number(kind, found, text)
        case ValueKind.PERCENT:
            return _why_no_percentage(found, text)
        case ValueKind.MONEY | ValueKind.DURATION:
            return _why_no_amount(kind, found, text, unit)
        case ValueKind.DATE:
            return _why_no_date(found, text)
        case ValueKind.YES_NO:
            return f"{_said(text)} is neither yes nor no.", None
        case ValueKind.CHOICE | ValueKind.WORDS:
            return _why_no_word(text, words)
        case _:
            return f"{_said(text)} is not {kind}.", None


_SHORT_NUMBER = re.compile(r"[<>~]?-?£?[0-9]{1,6}(?:[.,][0-9]{1,4})?%?")
_NOTHING = frozenset(("none", "nil", "zero", "no one", "nobody", "free"))


def _said(text: str) -> str:
    """Short numbers in quotes, and "This" for any other text."""
    return f'"{text}"' if _SHORT_NUMBER.fullmatch(text) else "This"


def _why_no_number(kind: ValueKind, found: Any, text: str) -> tuple[str, str | None]:
    wanted = f"where {kind} is needed"
    if isinstance(found, date):
        return f"This is a date, {wanted}. Excel turns text such as 3/4 into a date.", None
    if text.casefold() in _NOTHING:
        return f"This is a word, {wanted}.", "0"
    if text.endswith("%"):
        return f"{_said(text)} is a percentage, {wanted}: how many, not what share of them.", None
    number = _number(found, text)
    if number is None:
        message, meant = what_it_looks_like(text)
        return message.format(said=_said(text), wanted=wanted), meant
    text = f"{float(number):.15g}" if isinstance(found, Fraction) else text
    if number < 0:
        return f"{_said(text)} is less than nothing, {wanted}.", None
    return f"{_said(text)} is not {kind} that people could be counted by.", None


def _why_no_percentage(found: Any, text: str) -> tuple[str, str | None]:
    if _number(found, text) is None:
        return f"{_said(text)} is not a percentage, such as 41.5%.", None
    return f"{_said(text)} has no percent sign, and could be a fraction.", None


def _why_no_amount(kind: ValueKind, found: Any, text: str, unit: str) -> tuple[str, str | None]:
    if kind is ValueKind.MONEY:
        if text.casefold() in _NOTHING:
            return "This is a word, where an amount in pounds is needed.", "£0"
        per = f" {unit}" if unit else ""
        return f"{_said(text)} is not an amount in pounds{per}, such as £7.50{per}.", None
    quantity = _quantity(found, text)
    if quantity and quantity.unit in TIMES and unit:
        return f"This is a time in {quantity.unit}, where a time in {unit} is needed.", None
    return f"{_said(text)} is not a length of time, such as 12 {unit or 'days'}.", None


def serial_date(found: Any) -> date | None:
    """The date that a bare number in a date cell probably is: Excel counts days from the end of 1899.

    Only numbers that give a day from 2000 to 2099 are taken for one.
    """
    text = plain_text(found)
    if not re.fullmatch("[0-9]{5}", text) or not 36526 <= int(text) <= 73050:
        return None
    return date(1899, 12, 30) + timedelta(days=int(text))


def _why_no_date(found: Any, text: str) -> tuple[str, str | None]:
    serial = serial_date(found)
    if serial:
        return (
            f'"{text}" is a bare number. It is probably a date that Excel shows as a number.',
            serial.isoformat(),
        )
    try:
        read_date(text)
    except NotUnderstood as fault:
        # An older date could be somebody's date of birth.
        meant = fault.meant if fault.meant and fault.meant >= "2000" else None
        return _WHY_NO_DATE.get(fault.code, _NO_DATE), meant
    return _NO_DATE, None


_NO_DATE = "This is not a date. Write it as year-month-day, such as 2026-03-31."
_WHY_NO_DATE = {
    Fault.UK_DATE: "This date is not written as year-month-day.",
    Fault.TWO_DIGIT_YEAR: "This date needs a year of four figures, such as 2026.",
    Fault.NO_SUCH_DATE: "There is no such day.",
}


def _why_no_word(text: str, words: tuple[str, ...]) -> tuple[str, str | None]:
    unknown = [each for each in split_words(text, words) if _offered_word(words, each) is None]
    offered = ", ".join(words)
    return f"This is not among the words offered: {offered}.", nearest(unknown[0], words) if unknown else None
