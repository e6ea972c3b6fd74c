"""Read an .xlsx workbook without trusting it.

In: the bytes of the file.  Out: its sheets, cell by cell, each value as it was
found; or ``Refused`` with the reason in words.  A process of its own reads it
(``specrules.evidence.workers``), in which a guard looks first.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from specrules.base.findings import Finding, Place
from specrules.evidence import workers
from specrules.evidence.cells import Cell, Grid, GridRow, Places, clean_cell, personal, reference
from specrules.evidence.facts import Absent
from specrules.evidence.personal import Identifier
from specrules.result import Reason

if TYPE_CHECKING:
    from specrules.evidence.kept import Kept


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet. *grid* is None for one that does not belong to a return; its cells are not read at all.

    *offered* says that it only holds words to choose from, as ``return new`` makes it;
    *answers* that it has the headings of answers, and is not read since its first cell does not say so.
    """

    name: str
    hidden: bool
    empty: bool
    grid: Grid | None
    offered: bool = False
    answers: bool = False


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
    findings += (personal(Place(file, None, name), kind) for kind in facts.get("named", ()))
    findings += (
        personal(Place(file, None, name, reference(row, column)), kind)
        for row, column, kind in facts.get("unread", ())
    )
    findings += (personal(Place(file, None, name, cell), kind) for cell, kind in facts.get("noted", ()))
    grid = _grid(file, name, facts, findings) if "rows" in facts else None
    offered, answers = facts.get("offered", False), facts.get("answers", False)
    return Sheet(name, facts["hidden"], facts.get("empty", True), grid, offered, answers)


def _grid(file: str, name: str, facts: dict[str, Any], findings: list[Finding]) -> Grid:
    others: dict[int, dict[int, list[Any]]] = {}
    for row, column, *said in facts["others"]:
        others.setdefault(row, {})[column] = said
    rows: list[list[Any]] = facts["rows"]
    rows += [[] for _ in range(len(rows), max(others, default=0))]
    made: list[GridRow] = []
    after_empty = True
    for number, values in enumerate(rows, 1):
        filled = len(values) - values.count("") + len(others.get(number, ()))
        if filled:
            cells = _Cells(file, name, number, values, others.get(number, {}))
            texts = cells.texts()
            if len(texts) < filled or any(map(str.strip, texts.values())):
                plain = number not in others
                made.append(GridRow(number, cells.place, cells, texts, after_empty, plain=plain))
        after_empty = not filled
    findings += (
        personal(Place(file, None, name, reference(row, column)), kind)
        for row, column, *said in facts["others"]
        for kind in _kinds(said)
    )
    merged = tuple((top, left, bottom, right) for top, left, bottom, right in facts["merged"])
    hidden = frozenset(facts["hidden_rows"])
    columns = tuple((first, last) for first, last in facts["hidden_columns"])
    return Grid(file, name, tuple(made), merged, hidden, columns, tuple(facts["notes"]))


class _Cells(Mapping[int, Cell]):
    """The cells of one row by column. One is made when somebody asks for it, which of most nobody does.

    *plain* holds text, numbers, yes or no, and "" where nothing is; *others* are the
    cells that are none of these, each as its kind, its text, and what personal was in it.
    """

    __slots__ = ("file", "number", "others", "plain", "sheet")

    def __init__(
        self, file: str, sheet: str, number: int, plain: list[Any], others: dict[int, list[Any]]
    ) -> None:
        self.file, self.sheet, self.number = file, sheet, number
        self.plain, self.others = plain, others

    def place(self, column: int) -> Place:
        """Where the cell in *column* stands."""
        return Place(self.file, None, self.sheet, reference(self.number, column))

    def get(self, column: int, default: Any = None) -> Any:
        """The cell in *column*, or *default* where nothing is."""
        if self.others and (said := self.others.get(column)):
            return clean_cell(_found(*said[:2]), said[1], _kinds(said), self.place(column), [])
        value = self.plain[column - 1] if column <= len(self.plain) else ""
        return default if value == "" else _cell(value, (self.place, column))

    def __getitem__(self, column: int) -> Cell:
        cell: Cell | None = self.get(column)
        if cell is None:
            raise KeyError(column)
        return cell

    def __iter__(self) -> Iterator[int]:
        filled = (column for column, value in enumerate(self.plain, 1) if value != "")
        return iter(sorted((*filled, *self.others))) if self.others else filled

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def texts(self) -> dict[int, str]:
        """The cells that hold text, by column."""
        texts = {
            column: value for column, value in enumerate(self.plain, 1) if value.__class__ is str and value
        }
        if self.others:
            texts |= {column: said[1] for column, said in self.others.items() if said[0] == "s"}
        return texts


def _kinds(said: Sequence[Any]) -> Iterable[Identifier]:
    """What personal was in a cell, of which a worker says its kind, its text and then that."""
    return map(Identifier, said[2] if len(said) > 2 else ())


def _cell(value: Any, at: tuple[Places, int]) -> Cell:
    """The cell of a plain value. Numbers keep the 15 digits that Excel itself keeps."""
    if isinstance(value, str):
        return Cell(value, value, at) if value.strip() else Cell(None, "", at)
    if isinstance(value, bool):
        text = "TRUE" if value else "FALSE"
        return Cell(text, text, at)
    text = f"{value:.15g}"
    return Cell(int(text) if text.isdecimal() else _number(text), text, at)


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
