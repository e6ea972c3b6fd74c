"""Places as an editor counts them, and as findings do.

In and out: spans, which count lines and characters from 1, and positions of the
editor's protocol, which count from 0, and columns in units of UTF-16: a pound
sign is one, an emoji two.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from specrules.base.files import lines_of

if TYPE_CHECKING:
    from specrules.base.findings import Span


class At(NamedTuple):
    """A position of the protocol."""

    line: int
    character: int


class Lines:
    """The lines of a text, to tell the two ways of counting apart.

    A place beyond a line is its end, and one beyond the text is the end of that.
    """

    def __init__(self, text: str) -> None:
        self._lines = lines_of(text)

    def text(self, line: int) -> str:
        """The line of that number, counted from 1, or "" where there is none."""
        return self._lines[line - 1] if 0 < line <= len(self._lines) else ""

    def at(self, line: int, column: int) -> At:
        """The position of a place."""
        if line > len(self._lines):
            return self.end
        return At(line - 1, _units(self.text(line)[: column - 1]))

    def both(self, span: Span | None) -> tuple[At, At]:
        """Where *span* starts and ends; the first line where there is none, as for a whole file."""
        if span is None:
            return At(0, 0), At(0, _units(self.text(1)))
        return self.at(*span[:2]), self.at(*span[2:])

    def place(self, at: At) -> tuple[int, int]:
        """The line and the column, counted from 1, of a position."""
        at = min(at, self.end)
        left, column = at.character, 1
        for character in self.text(at.line + 1):
            left -= _units(character)
            if left < 0:
                break
            column += 1
        return at.line + 1, column

    @property
    def end(self) -> At:
        """The position behind the last character."""
        return At(len(self._lines) - 1, _units(self._lines[-1]))


def _units(text: str) -> int:
    return len(text) + sum(character > "\uffff" for character in text)
