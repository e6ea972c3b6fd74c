"""What somebody marked up in a workbook, held against the specification as it is now.

In: the sheets of a workbook, and a tree.  Out: changes and comments, each with its
cell; what cannot be taken over, with why; and the text with the changes made.
"""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from specrules.base.errors import SpecrulesError
from specrules.evidence.facts import Absent
from specrules.marking.items import Item, items
from specrules.marking.workbook import BEGINS, COLUMNS, KIND
from specrules.text.edits import Edit, apply, replace_value
from specrules.text.tree import Style

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from specrules.base.findings import Place
    from specrules.evidence.cells import Cell, Grid, GridRow
    from specrules.evidence.workbook import Sheet
    from specrules.text.tree import Tree

_AT = {name: number for number, name in enumerate(COLUMNS, start=1)}


class NotMarked(SpecrulesError):
    """The workbook is not one that ``specrules spec to-xlsx`` made, or is of another specification."""


class Change(NamedTuple):
    """A value that somebody wants changed, and the cell that says so."""

    item: Item
    to: str
    cell: Place


class Comment(NamedTuple):
    """A remark on a value, which changes nothing."""

    about: str
    says: str
    cell: Place


class NotTaken(NamedTuple):
    """A change that cannot be made by itself: what it is about, and why."""

    about: str
    why: str
    cell: Place


class Marked(NamedTuple):
    """Everything that was marked up."""

    changes: tuple[Change, ...] = ()
    comments: tuple[Comment, ...] = ()
    not_taken: tuple[NotTaken, ...] = ()


def marked(sheets: Iterable[Sheet], tree: Tree, spec: str) -> Marked:
    """What is marked up in *sheets* of the specification *spec*, whose tree this is. Raises NotMarked."""
    grid = next((each.grid for each in sheets if each.grid and _kind(each.grid) == KIND), None)
    if grid is None:
        raise NotMarked("This workbook was not made by: specrules spec to-xlsx")
    about = next((_text(row, 2) for row in grid.rows if row.first() == "id"), "")
    if about != spec:
        other = about or "without a name"
        raise NotMarked(f"This workbook is of the specification {other}, and not of {spec}.")
    return _marked(grid, {each.path: each for each in items(tree)})


def _kind(grid: Grid) -> str:
    return next((_text(row, 2) for row in grid.rows if row.first() == BEGINS), "")


def _marked(grid: Grid, known: dict[str, Item]) -> Marked:
    changes: list[Change] = []
    comments: list[Comment] = []
    not_taken: list[NotTaken] = []
    for row in _rows(grid):
        path, to = _text(row, _AT["Place in the text"]), _text(row, _AT["Change it to"])
        about = ", ".join(filter(None, (_text(row, _AT["Duty"]), _text(row, _AT["What"])))) or "a row"
        says = _text(row, _AT["Comment"])
        if says:
            comments.append(Comment(about, says, row.places(_AT["Comment"])))
        if not to:
            continue
        cell, item = row.places(_AT["Change it to"]), known.get(path)
        why = _why_not(grid, row, item)
        if item and to == item.value:
            continue  # it says so already
        if why or item is None:
            not_taken.append(NotTaken(about, why, cell))
        else:
            changes.append(Change(item, to, cell))
    return Marked(tuple(changes), tuple(comments), tuple(not_taken))


def _rows(grid: Grid) -> Iterator[GridRow]:
    """The rows below the headings of the table."""
    below = False
    for row in grid.rows:
        if below:
            yield row
        below = below or row.first() == COLUMNS[0].casefold()


def _why_not(grid: Grid, row: GridRow, item: Item | None) -> str:
    """Why the change that a row asks for cannot be made, or ""."""
    if item is None:
        return "it is no longer in the specification"
    if isinstance(grid.cell(row, _AT["Change it to"]).found, Absent):
        return "the cell cannot be read"
    was = _text(row, _AT["As it is"])
    # A cell begins and ends where its words do.
    if was != item.value.strip():
        return f"it was “{was}” when the workbook was made, and is “{item.value}” now"
    return ""


def _text(row: GridRow, column: int) -> str:
    """What a cell says, a date as year-month-day."""
    cell: Cell | None = row.cells.get(column)
    if cell is None or cell.found is None:
        return ""
    return cell.found.isoformat()[:10] if isinstance(cell.found, date) else cell.text.strip()


def with_changes(tree: Tree, changes: Iterable[Change]) -> str:
    """The text of *tree* with *changes* made, each in its place; nothing else moves."""
    return apply(tree.source.text, [_edit(each) for each in changes])


def _edit(change: Change) -> Edit:
    scalar = change.item.scalar
    # Specifications write dates without quotation marks, which text that looks like one is else given.
    if scalar.style is Style.PLAIN and _DATE.fullmatch(change.to):
        return Edit(scalar.span, change.to)
    return replace_value(scalar, change.to)


_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
