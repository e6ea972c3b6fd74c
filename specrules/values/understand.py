"""How short texts are read here: exactly, or not at all with a reason.

In comes a text and a reader of one kind of text; out comes what the reader
made of it, or ``NotUnderstood``, which says in plain English what is wrong and,
where that is likely enough, what was meant.  A suggestion is always in the one
way of writing it, and always reads.
"""

from __future__ import annotations

import re
from enum import StrEnum
from typing import TYPE_CHECKING, Generic, TypeVar

from specrules.base.frozen import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")

FLAGS = re.ASCII | re.IGNORECASE
# Up to twelve figures, with or without commas between thousands, and up to six after the point.
NUMBER = r"(?:[1-9][0-9]{0,2}(?:,[0-9]{3}){1,3}|0|[1-9][0-9]{0,11})(?:\.[0-9]{1,6})?"
_DECIMALS = len("0.125")
_LONGEST = 1000  # characters; a list of words is the longest text read here
_QUOTES = r"[\"“”„‟«»]"
_OPENS = r"(?<![^\s,])['‘’]"  # an apostrophe within or at the end of a word is none


class Fault(StrEnum):
    """Why a text was not understood. The words are the names of lint rules and never change meaning."""

    NOT_A_QUANTITY = "not-a-quantity"
    NOT_A_TARGET = "not-a-target"
    NO_COMPARISON = "no-comparison"
    STRICT_COMPARISON = "strict-comparison"
    PERCENT_OR_FRACTION = "percent-or-fraction"
    OVER_100_PERCENT = "over-100-percent"
    WRONG_UNIT = "wrong-unit"
    WRONG_WAY_ROUND = "wrong-way-round"
    TOO_LONG = "too-long"
    ODD_CHARACTERS = "odd-characters"
    NOT_A_DATE = "not-a-date"
    NO_SUCH_DATE = "no-such-date"
    UK_DATE = "uk-date"
    TWO_DIGIT_YEAR = "two-digit-year"
    NOT_A_PERIOD = "not-a-period"
    NOT_A_DUE_DATE = "not-a-due-date"


class NotUnderstood(ValueError):
    """A text that is not read, because it means nothing here or could mean two things.

    *message* says why, in a sentence or two for a reader who does not program;
    it shows up to 40 characters of the text.  *at* is the stretch of the text
    that is at fault, as offsets, or None when that is the whole of it.  *meant*
    is what should probably stand there instead, or None when a guess is unsafe.
    """

    def __init__(
        self, code: Fault, message: str, meant: str | None = None, at: tuple[int, int] | None = None
    ) -> None:
        super().__init__(code, message, meant, at)
        self.code = code
        self.message = message
        self.meant = meant
        self.at = at

    def __str__(self) -> str:
        return self.message


def quoted(text: str) -> str:
    """Return *text* in double quotes for a message: cut after 40 characters, hidden characters by number."""
    short = text.strip()
    short = short if len(short) <= 40 else f"{short[:37]}..."
    return '"' + "".join(c if c.isprintable() else f"U+{ord(c):04X}" for c in short) + '"'


class Mend(NamedTuple):
    """A way of writing that is not read: how to spot it, what to say, and what to put instead."""

    pattern: str
    because: str
    instead: str | Callable[[re.Match[str]], str] | None = None


class Reader(NamedTuple, Generic[T]):
    """One kind of text: what reads it, what writes it, and what is said of a text that is not read.

    *read* is given text in which every space is an ordinary one, and returns
    None when it makes nothing of it.  Then the first of *mends* that fits
    explains the *fault*, and *otherwise* does when none fits.
    """

    read: Callable[[str], T | None]
    write: Callable[[T], str]
    fault: Fault
    otherwise: str
    mends: tuple[Mend, ...] = ()


def understand(text: str, reader: Reader[T], tries: int = 3) -> T:
    """Return what *reader* makes of *text*, or raise NotUnderstood.

    *tries* is how many mends a suggestion may be made of.
    """
    if len(text) > _LONGEST:
        message = f"This text of {len(text):,} characters is too long to be read here."
        raise NotUnderstood(Fault.TOO_LONG, message)
    # One for one, so that offsets stay true.
    line = text if text.isascii() and text.isprintable() else re.sub(r"\s", " ", text)
    if not _is_ordinary(line):
        _look_at_signs(text, line, reader, tries)
    found = reader.read(line)
    if found is None:
        raise _explained(line, reader, tries)
    return found


def _is_ordinary(line: str) -> bool:
    """Whether *line* has no signs but those that figures are written with."""
    return '"' not in line and "'" not in line and line.replace("£", "").isascii()


def _look_at_signs(text: str, line: str, reader: Reader[T], tries: int) -> None:
    """Raise NotUnderstood where a *line* has a footnote, a fraction, quotation marks or odd characters."""
    if mark := re.search("[\u00b9\u00b2\u00b3\u2070\u2074-\u2079]+$", line):
        message = f'{quoted(text)} ends with "{mark[0]}", the mark of a footnote.'
        raise NotUnderstood(Fault.ODD_CHARACTERS, message, suggestion(line[: mark.start()], reader, tries))
    if part := re.search("([0-9]?)[\u00bc-\u00be\u2150-\u215e]", line):
        message = f"{quoted(text)} has a fraction. Write it in figures, with a point or as a percentage."
        # A half alone may be meant as 50%; behind a figure it can only be half of one more.
        meant = suggestion(_FRACTION.sub(_with_a_point, line), reader, tries) if part[1] else None
        raise NotUnderstood(Fault.ODD_CHARACTERS, message, meant)
    plain = _plain(line)
    if plain != line:
        message = f"{quoted(text)} has quotation marks, or characters that only look like ordinary ones."
        raise NotUnderstood(Fault.ODD_CHARACTERS, message, suggestion(plain, reader, tries))


def suggestion(text: str, reader: Reader[T], tries: int = 1) -> str | None:
    """Return what *text* says in the one way of writing it, after up to *tries* - 1 mends, or None."""
    if tries < 1:
        return None
    try:
        return reader.write(understand(text, reader, tries - 1))
    except NotUnderstood as problem:
        return problem.meant if problem.at is None else None


_FRACTION = re.compile("(?<=[0-9])[\u00bc-\u00be\u2150-\u215e]")


def _with_a_point(fraction: re.Match[str]) -> str:
    """The decimals of a fraction that is written as one sign; the sign itself where they have no end."""
    from unicodedata import numeric

    figures = f"{numeric(fraction[0]):.6f}".rstrip("0")
    return figures[1:] if len(figures) <= _DECIMALS else fraction[0]


def _plain(line: str) -> str:
    """*line* without quotation marks, and with ordinary figures and letters for wide and joined ones."""
    if not line.isascii():
        from unicodedata import normalize

        line = normalize("NFKC", line)
    if re.search(f"{_QUOTES}|{_OPENS}", line):
        line = re.sub(rf"{_QUOTES}|(?<!\w)['‘’]|['‘’](?!\w)", "", line)
    return line


def _explained(line: str, reader: Reader[T], tries: int) -> NotUnderstood:
    for mend in reader.mends:
        match = re.search(mend.pattern, line, FLAGS)
        if match is None:
            continue
        message = f"{quoted(line)} {mend.because}"
        if mend.instead is None:
            return NotUnderstood(reader.fault, message, at=match.span())
        instead = match.expand(mend.instead) if isinstance(mend.instead, str) else mend.instead(match)
        mended = line[: match.start()] + instead + line[match.end() :]
        return NotUnderstood(reader.fault, message, suggestion(mended, reader, tries))
    return NotUnderstood(reader.fault, f"{quoted(line)} {reader.otherwise}")
