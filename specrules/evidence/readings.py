"""What two readers found, case by case, from a table of a return.

In: the rows of the table, and the words that were offered.  Out: the readings, or
why none of them counts, and what is wrong with which row.  All rows count or none:
leaving out a case on which the two differ would make them seem to agree.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from specrules.evidence.facts import Absent, Reading, ValueKind
from specrules.evidence.layout import CASE, FIRST, SECOND
from specrules.evidence.values import BLANKS, plain_text, why_wrong
from specrules.result import Reason

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from specrules.base.findings import Place
    from specrules.evidence.cells import Cell
    from specrules.evidence.layout import Register

_NUMBER = re.compile(r"[1-9][0-9]{0,4}")
_NO_NUMBER = (
    "A case is given by its number in the sample: 1, 2, 3. "
    "Never write a number here that a person is known by."
)


class Wrong(NamedTuple):
    """What is wrong with a row, and what that makes of all the readings."""

    code: str
    place: Place
    message: str
    reason: Reason
    meant: str | None = None


def readings_in(
    table: Register, words: Sequence[str]
) -> tuple[tuple[Reading, ...] | Absent | None, list[Wrong]]:
    """The readings in *table* by case, why none counts, or None where it is blank; and what is wrong."""
    rows = [row for row in table.rows if any(cell.found is not None for cell in row.values())]
    if not table.sound or any(isinstance(cell.found, Absent) for row in rows for cell in row.values()):
        return Absent(Reason.NOT_READABLE), []
    places = [_place(row, table) for row in rows]
    wrong = [each for row, place in zip(rows, places, strict=True) for each in _wrong(row, words, place)]
    wrong += _twice(rows, places)
    if wrong:
        return Absent(wrong[0].reason), wrong
    return tuple(sorted(_reading(row, words) for row in rows)) or None, []


def _place(row: Mapping[str, Cell], table: Register) -> Place:
    return next((cell.place for cell in row.values() if cell.found is not None), table.item.place)


def _text(row: Mapping[str, Cell], name: str) -> str:
    found = row[name].found if name in row else None
    text = "" if found is None else plain_text(found)
    return "" if text.casefold() in BLANKS else text


def _wrong(row: Mapping[str, Cell], words: Sequence[str], place: Place) -> list[Wrong]:
    """What is wrong with one row: its case, and the word of each reader."""
    found = []
    if not _NUMBER.fullmatch(_text(row, CASE)):
        found.append(Wrong("EV422", place, _NO_NUMBER, Reason.WRONG_TYPE))
    for name in (FIRST, SECOND):
        text, at = _text(row, name), row[name].place if name in row else place
        if not text:
            message = f'"{name}" is blank for this case, so none of the readings counts.'
            found.append(Wrong("EV423", at, message, Reason.BLANK))
        elif wrong := why_wrong(ValueKind.CHOICE, text, words=tuple(words)):
            found.append(Wrong("EV422", at, wrong[0], Reason.WRONG_TYPE, wrong[1]))
    return found


def _twice(rows: Sequence[Mapping[str, Cell]], places: Sequence[Place]) -> list[Wrong]:
    """The cases that have more than one row."""
    seen: set[str] = set()
    found = []
    for row, place in zip(rows, places, strict=True):
        case = _text(row, CASE)
        if case in seen:
            message = "This case has a row above already, so none of the readings counts."
            found.append(Wrong("EV425", place, message, Reason.CONFLICTING))
        seen.add(case)
    return found


def _reading(row: Mapping[str, Cell], words: Sequence[str]) -> Reading:
    offered = {word.casefold(): word for word in words}
    first, second = (offered[_text(row, name).casefold()] for name in (FIRST, SECOND))
    return Reading(int(_text(row, CASE)), first, second)
