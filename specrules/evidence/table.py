"""Read the text of a CSV file into rows.

In: a source, already decoded.  Out: a grid in which every record of the file
has a row.  Whether commas, semicolons, tabs or strokes divide the cells is decided by the
headings.  The standard library's csv, in its strict mode, decides what a record
says; a record it refuses is kept, marked, and reading goes on at the next line,
so that one stray quotation mark cannot swallow the rest of a return.
"""

from __future__ import annotations

import csv
import re
from bisect import bisect_right
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

from specrules.base.files import Source, lines_of
from specrules.base.findings import Finding, Place, Span
from specrules.evidence.cells import Grid, GridRow, make_cell
from specrules.evidence.codes import finding
from specrules.evidence.layout import COLUMNS, KEYS, REGISTER, TABLE_COLUMNS, heading

if TYPE_CHECKING:
    from collections.abc import Iterator

_DELIMITERS = (",", ";", "\t", "|")
_LONGEST_CELL = 50  # lines
_MOST_CELLS = 1 << 14  # in one line: as many as a spreadsheet has columns
_WORDS = frozenset((*KEYS, *COLUMNS, *TABLE_COLUMNS, REGISTER))


class _Record(NamedTuple):
    """One record: the number of its first line, its text, and its cells or None when they make no sense."""

    line: int
    text: str
    cells: list[str] | None


def read_csv(source: Source) -> tuple[Grid, list[Finding]]:
    """Return the rows of *source*, empty ones left out, and what is wrong with its form."""
    findings: list[Finding] = []
    lines = lines_of(source.text)
    delimiter = _delimiter(lines)
    rows = []
    blank = register = False
    for record in _records(lines, delimiter):
        row = _row(source.path, record, delimiter, blank, findings, register)
        register = register or row.first() == REGISTER
        blank = all(cell.found is None for cell in row.cells.values())
        if not blank:
            rows.append(row)
    return Grid(source.path, None, tuple(rows)), findings


def _delimiter(lines: list[str]) -> str:
    """What divides the cells: that by which the most words of some one line are known."""

    def known(delimiter: str) -> int:
        return max((_known(line.split(delimiter, _MOST_CELLS)) for line in lines), default=0)

    return max(_DELIMITERS, key=known)


def _known(words: list[str]) -> int:
    return sum(heading(word.strip('" ')) in _WORDS for word in words) if len(words) > 1 else 0


def _records(lines: list[str], delimiter: str) -> Iterator[_Record]:
    """Yield every record; one whose quotation marks make no sense ends with its own line."""
    at = 0
    while at < len(lines):
        text, cells, end = lines[at], _cells(lines[at], delimiter), at + 1
        if cells is None and "\0" not in text:
            text, cells, end = _longer(lines, at, delimiter)
        yield _Record(at + 1, text, cells)
        at = end


def _longer(lines: list[str], at: int, delimiter: str) -> tuple[str, list[str] | None, int]:
    """The record that starts at a line and goes on in the next ones, inside quotation marks, if it is one."""
    text = lines[at]
    for end in range(at + 1, min(at + _LONGEST_CELL, len(lines))):
        text = f"{text}\n{lines[end]}"
        if text.count('"') % 2 == 0:
            cells = _cells(text, delimiter)
            if cells is not None:
                return text, cells, end + 1
            break
    return lines[at], None, at + 1


def _cells(text: str, delimiter: str) -> list[str] | None:
    """The cells of one record, or None when it is not exactly one, or wider than any spreadsheet."""
    if "\0" in text or text.count(delimiter) >= _MOST_CELLS:
        return None
    try:
        cells = next(csv.reader([text], delimiter=delimiter, strict=True), [""]) or [""]
    except csv.Error:
        return None
    return cells if len(cells) == len(_extents(text, delimiter)) else None


def _extents(text: str, delimiter: str) -> list[tuple[int, int]]:
    """Where each cell of a record begins and ends, its quotation marks included."""
    cell = re.compile(rf'"(?:[^"]|"")*"|[^{re.escape(delimiter)}]*')
    extents: list[tuple[int, int]] = []
    at = 0
    while match := cell.match(text, at):
        extents.append(match.span())
        at = match.end() + 1
        if at > len(text):
            break
    return extents


def _row(
    path: str, record: _Record, delimiter: str, after_blank: bool, findings: list[Finding], register: bool
) -> GridRow:
    texts, sound = record.cells, record.cells is not None
    if texts is None:
        findings.append(_fault(path, record, delimiter))
        texts = [each.strip('" ') for each in record.text.replace("\0", "").split(delimiter, _MOST_CELLS)]
        extents = [(0, len(record.text))] * len(texts)
    else:
        extents = _extents(record.text, delimiter)
    spans = _Spans(path, record)

    def place_of(column: int) -> Place:
        return spans.place(*extents[column - 1])

    cells = {
        column: make_cell(text, text, (place_of, column), findings, register)
        for column, text in enumerate(texts, 1)
    }
    told = {column: cell.text for column, cell in cells.items()}
    return GridRow(record.line, lambda _: spans.place(0, len(record.text)), cells, told, after_blank, sound)


_QUOTE = "A quotation mark on this line is not closed, or stands inside a value."
_NUL = "This line has a character in it that is not text (number 0)."
_LONG = "A cell on this line is too long."
_WIDE = "This line has more cells than a spreadsheet has columns."


def _fault(path: str, record: _Record, delimiter: str) -> Finding:
    """What is wrong with a record that cannot be told apart into cells."""
    is_wide = record.text.count(delimiter) >= _MOST_CELLS
    faults = {"\0": _NUL, '"': _QUOTE, "": _LONG} if not is_wide else {"": _WIDE}
    sign, message = next((sign, message) for sign, message in faults.items() if sign in record.text)
    at = record.text.index(sign)
    place = _Spans(path, record).place(at, at + len(sign))
    remedy = "Put quotation marks around the whole value, and write each one inside it twice."
    text = f"{message} None of its answers were read."
    return finding("EV438", place, text, remedy=remedy if sign == '"' else None)


class _Spans:
    """Says where a stretch of one record stands in its file. Of most cells nobody asks."""

    def __init__(self, path: str, record: _Record) -> None:
        self.path, self.line = path, record.line
        lengths = [len(each) + 1 for each in record.text.split("\n")]
        self.starts = list(accumulate(lengths[:-1], initial=0))

    def place(self, start: int, end: int) -> Place:
        """The place of a stretch of the record."""
        return Place(self.path, Span(*self.line_and_column(start), *self.line_and_column(end)))

    def line_and_column(self, at: int) -> tuple[int, int]:
        """A position of the record as line and column of the file."""
        line = bisect_right(self.starts, at) - 1
        return self.line + line, at - self.starts[line] + 1
