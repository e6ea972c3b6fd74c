"""Find the cell for which a sheet could not be read, so that whoever sent it knows where to look.

In: the text of a sheet that calamine would not read.  Out: :class:`Refused`, which names
the first cell that is of no known kind, or holds what its kind cannot hold.
"""

from __future__ import annotations

from collections.abc import Iterable  # noqa: TC003 - typing takes long to load in a child process

from specrules.evidence.guard import Positions, walk

_ERRORS = frozenset(("", "#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!"))
_YES_NO = frozenset(("", "0", "1", "true", "false"))
_KINDS = frozenset(("s", "n", "b", "d", "e", "str", "inlineStr"))


def look_for_odd_cell(pieces: Iterable[bytes], sheet: str, texts: int) -> None:
    """Raise Refused for the first odd cell of *sheet*, of a workbook that shares so many *texts*."""
    cells = _Cells(sheet, texts)
    walk(sheet, ((piece, cells) for piece in pieces))


class _Cells(Positions):
    """Looks at the kind of every cell, and at its result."""

    def __init__(self, sheet: str, texts: int) -> None:
        super().__init__()
        self.sheet, self.texts = sheet, texts
        self.kind, self.result, self.in_cell = "n", "", False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        tag = tag.rpartition(":")[2]
        if tag == "row":
            self.begin_row(attributes)
        elif tag == "c":
            self.begin_cell(attributes)
            self.kind, self.result, self.in_cell = attributes.get("t", "n"), "", True
        elif self.in_cell and tag == "extLst":
            raise self.unclear(self.sheet)

    def between(self, text: str) -> None:
        """What stands between elements."""
        self.result += text if self.in_cell else ""

    def end(self, tag: str) -> None:
        """An element ends."""
        if tag.rpartition(":")[2] == "c":
            self.in_cell = False
            if not self.is_sound(self.result.strip()):
                raise self.unclear(self.sheet)

    def is_sound(self, result: str) -> bool:
        """Whether a cell of this kind can have such a result."""
        if self.kind == "s":
            return not result or (result.isdecimal() and len(result) < 10 and int(result) < self.texts)
        if self.kind == "b":
            return result in _YES_NO
        return result in _ERRORS if self.kind == "e" else self.kind in _KINDS
