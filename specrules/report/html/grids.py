"""Tables of results, gathered into pages that open at once.

In: tables with a mark in each cell.  Out: the same in the same order, page by page.  How much
goes on a page is reckoned in bytes as they will be written, so that long names cannot swell one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from specrules.base.frozen import replace
from specrules.report.html.pages import render_filtered, weight

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from specrules.report.html.words import Mark

Row = TypeVar("Row")

BYTES_ON_A_PAGE = 500_000
"""How much of rows goes on a page: one that is longer takes a browser more than two seconds to open."""
LONGEST_TITLE, LONGEST_COLUMN = 120, 40
_MARKUP_OF_A_CELL, _MARKUP_OF_A_ROW, _MARKUP_OF_A_TABLE = 110, 90, 400


@dataclass(frozen=True, slots=True)
class Link:
    """Where a page is, and what it is called."""

    href: str
    words: str


@dataclass(frozen=True, slots=True)
class Cells:
    """One row of a table of results. A cell is None where nothing was asked.

    *number* is that of a duty, *of* whose the row is, and *href* where more of it stands; all may be "".
    """

    title: str
    cells: tuple[Mark | None, ...]
    number: str = ""
    of: str = ""
    href: str = ""


@dataclass(frozen=True, slots=True)
class Grid:
    """A table of results: a caption, what its rows and its columns are called, and its rows."""

    caption: str
    rows_are: str
    columns: tuple[str, ...]
    rows: tuple[Cells, ...]


def links_to(stem: str, words: str, count: int) -> list[Link]:
    """Return a link to each of *count* pages."""
    return [Link(numbered(stem, n), f"{words}, page {n + 1}" if n else words) for n in range(count)]


def numbered(stem: str, place: int) -> str:
    """Return the name of the page in a place: "index.html", "index-2.html"."""
    return f"{stem}-{place + 1}.html" if place else f"{stem}.html"


def parted(rows: Iterable[Row], weigh: Callable[[Row], int]) -> Iterator[list[Row]]:
    """Part *rows* so that each part fits on a page."""
    part: list[Row] = []
    room = BYTES_ON_A_PAGE
    for row in rows:
        heavy = weigh(row)
        if part and heavy > room:
            yield part
            part, room = [], BYTES_ON_A_PAGE
        part.append(row)
        room -= heavy
    if part:
        yield part


def in_pages(grids: Iterable[Grid]) -> list[list[Grid]]:
    """Gather tables into pages; a table that is itself too long is parted."""
    short = (part for grid in grids for part in _parts(grid))
    return list(parted(short, lambda grid: _MARKUP_OF_A_TABLE + sum(map(_weigher(grid), grid.rows))))


def _parts(grid: Grid) -> Iterator[Grid]:
    if not grid.rows:
        yield grid
    for rows in parted(grid.rows, _weigher(grid)):
        yield replace(grid, rows=tuple(rows))


def _weigher(grid: Grid) -> Callable[[Cells], int]:
    """What a row of a table comes to: each cell repeats what its column is called, for narrow screens."""
    cells = sum(weight(each, LONGEST_COLUMN) + _MARKUP_OF_A_CELL for each in grid.columns)

    def weigh(row: Cells) -> int:
        own = sum(weight(each, LONGEST_TITLE) for each in (row.title, row.of, row.number))
        return cells + own + len(row.href) + _MARKUP_OF_A_ROW

    return weigh


def grid_pages(
    parts: Iterable[list[Grid]],
    links: Sequence[Link],
    mark: str,
    of: str,
    up: Sequence[Link],
    fields: Sequence[tuple[str, str]],
) -> dict[str, str]:
    """Return the pages of some tables by name: *of* whom they are, and by which *fields* to look in them."""
    return {
        link.href: render_filtered(
            "grids.html.j2",
            mark,
            kind=link.words,
            grids=grids,
            of=of,
            up=up,
            fields=fields,
            here=link.href,
            links=links if len(links) > 1 else (),
        )
        for link, grids in zip(links, parts, strict=True)
    }
