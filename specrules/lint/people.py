"""What may identify a person in a file that is linted: told, and not repeated.

In: a text and what was found in it.  Out: the same without the digits of NHS numbers and dates
of birth, and a finding for each line that has one and of which no rule spoke.  A
postcode may be that of premises, and stays.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from specrules.base.findings import Finding, Place, Severity, Span
from specrules.base.frozen import replace

if TYPE_CHECKING:
    from collections.abc import Iterable

_CODE, _NAME = "EV409", "client-level-in-spec"


def may_identify(text: str) -> bool:
    """Whether a text has ten digits or speaks of a birth, so that it is worth a closer look."""
    # Asked as three questions, it takes a tenth of the time that one expression for all of them would.
    plain = text.casefold()
    speaks_of_birth = "born" in plain or "birth" in plain or re.search(r"d\.? ?o\.? ?b", plain)
    return bool(speaks_of_birth or (_has_digits(text) and re.search(r"\d(?:[^\d\n]?\d){9}", text)))


def _has_digits(text: str) -> bool:
    """Whether a digit may be in *text*; a long one without any is seen through at once."""
    return not text.isascii() or any(map(text.__contains__, "0123456789"))


def masked(text: str) -> str:
    """*text* with a star for each digit of a line that may identify a person; nothing moves."""
    if not may_identify(text):
        return text
    return "".join(_masked(line) for line in text.splitlines(keepends=True))


def _masked(line: str) -> str:
    return re.sub(r"\d", "*", line) if _kinds(line) else line


def _kinds(line: str) -> tuple[str, ...]:
    """What a line has that may identify a person."""
    # It takes a table of all characters with it, which few files need.
    from specrules.evidence.personal import withhold

    return withhold(line, premises=True)[1]


def cleaned(finding: Finding) -> Finding:
    """A finding with a star for each digit where what it says may identify a person."""
    said = {
        name: masked(text)
        for name in ("message", "subject", "meant", "remedy")
        if (text := getattr(finding, name))
    }
    return replace(finding, **said)


def told(file: str, text: str, found: Iterable[Finding]) -> list[Finding]:
    """What was found in *text* with nothing personal in it, and which lines have something."""
    clean = [cleaned(each) for each in found]
    spoken = {each.place.span.line for each in clean if each.code == _CODE and each.place.span}
    for number, line in enumerate(text.splitlines(), start=1):
        kinds = _kinds(line)
        if kinds and number not in spoken:
            place = Place(file, Span(number, 1, number, len(line) + 1))
            clean.append(_finding(place, " and ".join(kinds)))
    return clean


def _finding(place: Place, kinds: str) -> Finding:
    remedy = "If it is, take it out, and tell whoever answers for data protection."
    return Finding(_CODE, _NAME, Severity.WARNING, place, f"This may be {kinds}.", remedy=remedy)
