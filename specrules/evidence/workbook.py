"""Read an .xlsx workbook without trusting it.

In: the bytes of the file.  Out: its sheets, cell by cell, each value as it was
found; or ``Refused`` with the reason in words.  A process of its own reads it
(``specrules.evidence.workers``), in which a guard looks first.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from specrules.evidence import workers
from specrules.evidence.cells import Cell, Grid, GridRow, clean_cell, reference
from specrules.evidence.facts import Absent
from specrules.evidence.personal import Identifier
from specrules.findings import Finding, Place
from specrules.result import Reason

if TYPE_CHECKING:
    from specrules.evidence.kept import Kept


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet. *grid* is None for one that does not belong to a return; its cells are not read at all.

    *offered* says that it only holds words to choose from, as ``return new`` makes it.
    """

    name: str
    hidden: bool
    empty: bool
    grid: Grid | None
    offered: bool = False


def read_workbook(
    file: str, data: bytes, kept: Kept | None = None
) -> tuple[tuple[Sheet, ...], list[Finding]]:
    """Return the sheets of a workbook in their order, and what in them looks personal.

    *file* is its name in findings; what was read of it before may be *kept*.
    Raises Refused when it is not safe to read.
    """
    findings: list[Finding] = []
    read = kept.read(data) if kept else workers.WORKERS.read(data)
    return tuple(_sheet(file, each, findings) for each in read["sheets"]), findings


def _sheet(file: str, facts: dict[str, Any], findings: list[Finding]) -> Sheet:
    name = facts["name"]
    grid = _grid(file, name, facts, findings) if "cells" in facts else None
    return Sheet(name, facts["hidden"], facts.get("empty", True), grid, facts.get("offered", False))


def _grid(file: str, name: str, facts: dict[str, Any], findings: list[Finding]) -> Grid:
    rows: dict[int, dict[int, Cell]] = {}
    for row, column, kind, text, *personal in facts["cells"]:
        place = Place(file, None, name, reference(row, column))
        kinds = map(Identifier, personal[0]) if personal else ()
        rows.setdefault(row, {})[column] = clean_cell(_found(kind, text), text, kinds, place, findings)
    made = (
        GridRow(number, Place(file, None, name, reference(number, min(cells))), cells, number - 1 not in rows)
        for number, cells in rows.items()
        if any(cell.found is not None for cell in cells.values())
    )
    merged = tuple((top, left, bottom, right) for top, left, bottom, right in facts["merged"])
    hidden = frozenset(facts["hidden_rows"])
    columns = tuple((first, last) for first, last in facts["hidden_columns"])
    return Grid(file, name, tuple(made), merged, hidden, columns, tuple(facts["notes"]))


def _found(kind: str, text: str) -> Any:
    """What the child says a cell holds; Absent for a formula without a result."""
    match kind:
        case "n":
            return _number(text)
        case "d":
            return date.fromisoformat(text)
        case "f" | "e":
            return Absent(Reason.NOT_READABLE)
        case _:
            return text


def _number(text: str) -> int | Fraction | str:
    """The number exactly as written, or its text when it is not finite."""
    try:
        number = Fraction(text)
    except ValueError:
        return text
    return int(number) if number.denominator == 1 else number
