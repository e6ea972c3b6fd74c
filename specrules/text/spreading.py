"""Spread a text out, so that what is typed in one passage moves no other.

In: the passages of a text, and how it was spread before.  Out: the same with empty lines behind every
passage, which mean nothing there.  A line more in one passage takes the place of an
empty line behind it: all that stands below keeps its place, and with it everything
that was made of it.  The places of what is found in the spread text are taken back
to those in the text as it is written.
"""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate
from typing import TYPE_CHECKING

from specrules.findings import Span
from specrules.frozen import NamedTuple, replace

if TYPE_CHECKING:
    from collections.abc import Sequence

    from specrules.findings import Finding, Place

# A passage begins on a line that is one more than so many times a number, and has at least as many behind it.
_ROOM = 8


class Spread(NamedTuple):
    """A *text* spread out, its *passages*, and where they begin: in it, and as they are written, from 0."""

    text: str
    passages: tuple[str, ...]
    begins: tuple[int, ...]
    written: tuple[int, ...]

    def line(self, number: int) -> int:
        """Where line *number* of the spread text is written, both counted from 1."""
        place = bisect_right(self.begins, number - 1) - 1
        return number - self.begins[place] + self.written[place]


def spread_out(passages: Sequence[str], before: Spread | None) -> Spread:
    """The *passages* of a text, spread out; they begin where they did *before* if there is room."""
    lines = [each.count("\n") for each in passages]
    begins = before.begins if before and _have_room(lines, before.begins) else _begins(lines)
    padding = [after - first - size for first, after, size in zip(begins, begins[1:], lines, strict=False)]
    padded = (each + "\n" * size for each, size in zip(passages, (*padding, 0), strict=True))
    return Spread("".join(padded), tuple(passages), begins, (0, *accumulate(lines[:-1])))


def _have_room(lines: list[int], begins: tuple[int, ...]) -> bool:
    """Whether passages of so many *lines* can begin where others did."""
    sizes = zip(lines, begins, begins[1:], strict=False)
    return len(lines) == len(begins) and all(first + size <= after for size, first, after in sizes)


def _begins(lines: list[int]) -> tuple[int, ...]:
    """Where passages of so many *lines* begin, each with room behind it."""
    room = [(size // _ROOM + 2) * _ROOM for size in lines[:-1]]
    return (0, *accumulate(room))


def moved_back(finding: Finding, path: str, spread: Spread) -> Finding:
    """*finding*, made in the *spread* text of the file at *path*, with its places as they are written."""

    def back(place: Place) -> Place:
        if place.span is None or place.file != path:
            return place
        line, column, end_line, end_column = place.span
        return replace(place, span=Span(spread.line(line), column, spread.line(end_line), end_column))

    return replace(finding, place=back(finding.place), also=tuple(map(back, finding.also)))
