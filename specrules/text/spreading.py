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

from specrules.base.findings import Span
from specrules.base.frozen import NamedTuple, replace
from specrules.text.passages import same_at_ends

if TYPE_CHECKING:
    from collections.abc import Sequence

    from specrules.base.findings import Finding, Place

# A passage begins on a line that is one more than so many times a number, and has at least as many behind it.
_ROOM = 16


class Spread(NamedTuple):
    """A *text* spread out, its *passages*, and where they begin: in it, and as they are written, from 0."""

    text: str
    passages: tuple[str, ...]
    begins: tuple[int, ...]
    written: tuple[int, ...]

    def line(self, number: int) -> int:
        """Where line *number* of the spread text is written, both counted from 1."""
        place = self._place(number)
        return number - self.begins[place] + self.written[place]

    def passage(self, number: int) -> str:
        """The passage that has line *number* of the spread text, counted from 1."""
        return self.passages[self._place(number)]

    def _place(self, number: int) -> int:
        return bisect_right(self.begins, number - 1) - 1


def spread_out(passages: Sequence[str], before: Spread | None) -> Spread:
    """The *passages* of a text, spread out; they begin where they did *before* if there is room."""
    lines = [each.count("\n") for each in passages]
    begins = _as_before(passages, lines, before) if before else ()
    begins = begins if _have_room(lines, begins) else _begins(lines)
    padding = [after - first - size for first, after, size in zip(begins, begins[1:], lines, strict=False)]
    padded = (each + "\n" * size for each, size in zip(passages, (*padding, 0), strict=True))
    return Spread("".join(padded), tuple(passages), begins, (0, *accumulate(lines[:-1])))


def _as_before(passages: Sequence[str], lines: list[int], before: Spread) -> tuple[int, ...]:
    """Where *passages* begin, of so many *lines*, if those that stood there *before* stay where they were."""
    old, begins = before.passages, before.begins
    if len(old) == len(passages):
        return begins
    first, same = same_at_ends(old, passages)
    new = lines[first : len(lines) - same]
    above = begins[first - 1] + lines[first - 1] if first else 0
    # Where nothing stands behind them there is room for all, and where it is not enough they begin afresh.
    room = begins[len(old) - same] - above - sum(new) if same else len(new) * _ROOM
    gap = room // (len(new) + 1)
    between = accumulate((size + gap for size in new[:-1]), initial=above + gap if first else 0)
    return (*begins[:first], *(between if new else ()), *begins[len(old) - same :])


def _have_room(lines: list[int], begins: tuple[int, ...]) -> bool:
    """Whether passages of so many *lines* can begin where others did."""
    sizes = zip(lines, begins, begins[1:], strict=False)
    is_apart = all(first + size <= after for size, first, after in sizes)
    return len(lines) == len(begins) and begins[0] == 0 and is_apart


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
