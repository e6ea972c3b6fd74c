"""What is wrong in somebody's file, and where.

One kind of finding serves specs, catalogue files, returns and extracts: a
place (a span of text, or a cell of a workbook), what is wrong in the reader's
words, what was probably meant, and what to do.  Findings are data; how they
look is decided by ``specrules.report``.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from specrules.base.frozen import NamedTuple, frozen

if TYPE_CHECKING:
    from collections.abc import Iterable


class Severity(StrEnum):
    """How much a finding matters. Only an error makes ``lint`` exit with 1."""

    ERROR = "error"
    WARNING = "warning"
    ADVICE = "advice"


class Span(NamedTuple):
    """A stretch of text. Lines and columns count from 1, columns in characters; the end is exclusive."""

    line: int
    column: int
    end_line: int
    end_column: int


@frozen
class Place:
    """Where something is written: a file, and a span of its text or a cell of one of its sheets.

    *file* is the path as the reader gave it.  A CSV row has a span; a workbook
    cell has *sheet* and *cell* (``D7``).  With neither, the whole file is meant.
    """

    file: str
    span: Span | None = None
    sheet: str | None = None
    cell: str | None = None

    def __str__(self) -> str:
        """The place within its file in words: "line 14", "sheet Return, cell D7", "whole file"."""
        if self.cell:
            return f"sheet {self.sheet}, cell {self.cell}" if self.sheet else f"cell {self.cell}"
        if self.sheet:
            return f"sheet {self.sheet}"
        return f"line {self.span.line}" if self.span else "whole file"


@frozen
class Finding:
    """One place where something is wrong.

    *code* and *name* never change meaning (``MS302``, ``percent-or-fraction``).
    *subject* names the clause as its reader knows it: ``MA-1 "Keyworkers help people"``.
    *meant* is the text that was probably intended, shown under the caret;
    *remedy* is one sentence on what to do.  *also* holds the other places, when
    the finding joins two.
    """

    code: str
    name: str
    severity: Severity
    place: Place
    message: str
    subject: str | None = None
    meant: str | None = None
    remedy: str | None = None
    also: tuple[Place, ...] = ()


def in_order(findings: Iterable[Finding]) -> list[Finding]:
    """Return *findings* sorted by file, then place, then code, without repeats."""

    def key(finding: Finding) -> tuple[str, str, Span, tuple[int, int, str], str, str]:
        place = finding.place
        return (
            place.file,
            place.sheet or "",
            place.span or Span(0, 0, 0, 0),
            _down_the_sheet(place.cell or ""),
            finding.code,
            finding.message,
        )

    return sorted(dict.fromkeys(findings), key=key)


def _down_the_sheet(cell: str) -> tuple[int, int, str]:
    """A cell as people come to it: row by row, and B before AA."""
    column = cell.rstrip("0123456789")
    return int(cell[len(column) :] or 0), len(column), column


def nearest(word: str, known: list[str] | tuple[str, ...]) -> str | None:
    """Return the known word most like *word*, or None when none is near enough to suggest.

    Case, spaces, hyphens and underscores do not count as differences.
    """
    plain = {_plain(each): each for each in reversed(known)}
    if not plain or _plain(word) in plain:
        return plain.get(_plain(word))
    # Reading this takes longer than finding a word that is there.
    from difflib import get_close_matches

    near = get_close_matches(_plain(word), plain, n=1, cutoff=0.7)
    return plain[near[0]] if near else None


def _plain(word: str) -> str:
    return word.casefold().replace("_", "-").replace(" ", "-").strip("-")
