"""Find the parts of a return in its rows: the headings on top, the table of answers, the registers.

In: grids, from a CSV file or the sheets of a workbook.  Out: :class:`Answers`, which
is what a return says before it is held against what was asked.  Titles above,
columns in any order and columns of other people's making do no harm; a row that
could be an answer and was not read is always reported.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from functools import lru_cache, partial
from typing import TYPE_CHECKING, TypeAlias

from specrules.base.findings import Finding, Place, Severity, nearest
from specrules.base.phrases import number
from specrules.evidence.cells import EXCEL_ERROR, Cell, Grid, GridRow, reference, seen
from specrules.evidence.codes import finding
from specrules.evidence.facts import TABLES, Absent, Column
from specrules.evidence.values import plain_text
from specrules.result import Reason

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    #: What makes the cells of a line from its row.
    Making: TypeAlias = Callable[[GridRow], Mapping[Column, Cell]]

KEYS = (
    *("specrules", "spec", "spec version", "spec digest", "party", "period"),
    *("submitted", "data as at", "status", "supersedes"),
)
_NEEDED = ("spec", "party", "period")  # without which a return is of nobody
ITEM, SITE, WORD, COMMENT = "item", "site", "word", "comment"
_ABOUT = (ITEM, SITE, WORD)  # what a line is about; the other columns say something about it
COLUMNS = (ITEM, SITE, WORD, *(str(column) for column in Column if column not in TABLES), COMMENT)
_BY_NAME: dict[str, Column] = {str(column): column for column in Column if column not in TABLES}
KIND, NAME, CONTACT, LAST_CONTACT = "kind", "name", "contact", "last contact"
REGISTER_COLUMNS = (KIND, NAME, CONTACT, LAST_CONTACT, SITE)
CASE, FIRST, SECOND = "case", "first reader", "second reader"
READING_COLUMNS = (CASE, FIRST, SECOND, SITE)
TABLE_COLUMNS = (*REGISTER_COLUMNS[:-1], *READING_COLUMNS)  # of either, until the item says which
DOCUMENT_COLUMNS = ("document", "version", "owner", "date")
# What stands in the first cell of a sheet that ``return new`` made. The last two are not read.
SECTION, REGISTER, DOCUMENTS = "section", "register", "documents"
WORDS_OFFERED, LAST_MEETING = "words offered", "from the last meeting"
_ALSO_CALLED = {"numerator": "number", "denominator": "out of", "last contacted": LAST_CONTACT}


class Line:
    """One line of answers: the item, the site and the word it is about, and the cells that were there.

    *word* is one of the words offered, in a line that says yes or no to it alone.  The cells may be
    left to be made when somebody asks, which of a line that answers nothing nobody does.
    """

    __slots__ = ("_cells", "comment", "item", "site", "word")

    def __init__(
        self,
        item: Cell,
        site: Cell,
        cells: Mapping[Column, Cell] | tuple[Making, GridRow],
        word: Cell | None = None,
        comment: Cell | None = None,
    ) -> None:
        self.item, self.site, self._cells = item, site, cells
        self.word, self.comment = word, comment

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Line):
            return NotImplemented
        return self._said() == other._said()

    def __hash__(self) -> int:
        return hash((self.item, self.site, self.word))

    def _said(self) -> tuple[Cell, Cell, Mapping[Column, Cell], Cell | None, Cell | None]:
        return self.item, self.site, self.cells, self.word, self.comment

    @property
    def cells(self) -> Mapping[Column, Cell]:
        """The cells that were there."""
        if isinstance(self._cells, tuple):
            make, row = self._cells
            self._cells = make(row)
        return self._cells

    def with_cells(self, cells: Mapping[Column, Cell]) -> Line:
        """The same line, with other cells."""
        return Line(self.item, self.site, cells, self.word, self.comment)

    @property
    def says_nothing(self) -> bool:
        """Whether every cell that was there is blank."""
        return all(cell.found is None for cell in self.cells.values())


def line_of(cells: dict[str, Cell], item: Cell) -> Line:
    """The line about *item* whose other cells, by heading, are *cells*."""
    site = cells.get(SITE) or item.emptied()
    return Line(item, site, _answers(cells), cells.get(WORD), cells.get(COMMENT))


def _answers_of(grid: Grid, columns: Mapping[int, str], row: GridRow) -> dict[Column, Cell]:
    return _answers(grid.cells(row, columns))


def _answers(cells: Mapping[str, Cell]) -> dict[Column, Cell]:
    return {_BY_NAME[name]: cell for name, cell in cells.items() if name in _BY_NAME}


@dataclass(frozen=True, slots=True)
class Register:
    """The rows of one register, each by column. *sound* is False when its headings could not be found."""

    item: Cell
    rows: tuple[Mapping[str, Cell], ...]
    sound: bool = True


@dataclass(frozen=True, slots=True)
class Answers:
    """What a return says: the values of its headings, its lines, its registers, and what is wrong so far.

    *documents* are the rows of the list of documents, by column.  *without_item* are the
    places of lines with answers that do not say to which item, *nearly* the headings on
    top that another, which is not known, was probably meant to be.  *complete* is
    False when reading stopped before the end; *has_lost_items* is True when answers stand under a heading
    that is not known, so that of none of them it can be said that it has no line.
    """

    header: Mapping[str, Cell]
    lines: tuple[Line, ...] = ()
    registers: tuple[Register, ...] = ()
    findings: tuple[Finding, ...] = ()
    complete: bool = True
    documents: tuple[Mapping[str, Cell], ...] = ()
    has_lost_items: bool = False
    without_item: tuple[Place, ...] = ()
    nearly: frozenset[str] = frozenset()


@lru_cache(maxsize=4096)
def heading(text: str) -> str:
    """A heading as it is compared: small letters, single spaces, no punctuation; under its usual name."""
    plain = " ".join(seen(text).casefold().replace("-", " ").replace("_", " ").split()).strip(" :?*")
    return _ALSO_CALLED.get(plain, plain)


def read_grids(grids: Iterable[Grid]) -> Answers:
    """Return what the grids of one return say together."""
    reading = _Reading()
    passes = [_Pass(grid, reading) for grid in grids]
    for each in passes:
        each.run()
    has_table = any(each.table for each in passes)
    for each in passes:
        each.look_for_missing_table(has_table)
    # Without a table this may be anything, such as YAML that was saved under another name.
    joined = reading.in_one_cell if has_table else {}
    return Answers(
        joined | reading.header,
        tuple(reading.lines),
        tuple(reading.registers),
        tuple(reading.findings),
        documents=tuple(reading.documents),
        has_lost_items=reading.has_lost_items,
        without_item=tuple(reading.without_item),
        nearly=frozenset(reading.nearly),
    )


@dataclass(slots=True)
class _Reading:
    """What has been read so far."""

    header: dict[str, Cell] = field(default_factory=dict)
    in_one_cell: dict[str, Cell] = field(default_factory=dict)
    lines: list[Line] = field(default_factory=list)
    registers: list[Register] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    documents: list[Mapping[str, Cell]] = field(default_factory=list)
    without_item: list[Place] = field(default_factory=list)
    nearly: set[str] = field(default_factory=set)
    has_lost_items: bool = False


class _Pass:
    """One pass over a grid. *read* says what to do with the next row, and changes where a part begins."""

    def __init__(self, grid: Grid, reading: _Reading) -> None:
        self.grid, self.reading = grid, reading
        self.read = self.on_top
        self.columns: dict[int, str] = {}
        self.places: dict[str, int] = {}
        self.answers: Making = partial(_answers_of, grid, self.columns)
        self.unclear: dict[str, Reason] = {}
        self.width = 0
        self.table, self.registers = False, 0
        self.is_section, self.has_documents, self.has_header = False, False, False
        self.item: Cell | None = None
        self.rows: list[Mapping[str, Cell]] = []
        self.used: set[int] = set()
        self.heads: set[int] = set()

    def run(self) -> None:
        """Read every row."""
        for row in self.grid.rows:
            first = row.first()
            if first == REGISTER:
                self.begin_register(row)
            elif first == DOCUMENTS and len(_filled(row)) == 1:
                self.begin_documents()
            elif first == LAST_MEETING:
                self.end_register()
                self.read = _pass_over
            elif first == SECTION and not self.table:
                self.is_section = True
            elif self.is_heading(row):
                self.begin_table(row)
            elif first == KEYS[0] and self.table and first not in self.reading.header:
                self.read = self.on_top  # the headings of the return, below its answers
                self.read(row)
            else:
                self.read(row)
        self.end_register()
        self.look_at_merged_and_hidden()

    def report(
        self,
        code: str,
        place: Place,
        message: str,
        remedy: str | None = None,
        severity: Severity | None = None,
    ) -> None:
        """Add a finding."""
        self.reading.findings.append(finding(code, place, message, remedy=remedy, severity=severity))

    def is_heading(self, row: GridRow) -> bool:
        """Whether a row holds the headings of a table. Below one, a cell may hold the word item by chance."""
        said = "\n".join(row.texts.values())
        if said.isascii() and ITEM not in said.casefold():
            return False  # as in most rows, of which that is seen at once
        if ITEM not in map(heading, row.texts.values()):
            return False
        return not self.table or len(_headings(row, COLUMNS)) > 1

    # --- on top

    def on_top(self, row: GridRow) -> None:
        """A row above the table: a heading and its value, or a title."""
        if not row.sound:
            return
        filled = _filled(row)
        key = heading(filled[0].text)
        if key in KEYS and key in self.reading.header:
            self.report("EV432", filled[0].place, f'"{key}" is given twice. Only one can count.')
        elif key in KEYS:
            self.has_header = True
            self.reading.header[key] = filled[1] if len(filled) > 1 else Cell(None, "", filled[0].place)
        elif len(filled) > 1 and (near := near_heading(key, KEYS)):
            self.reading.findings.append(misspelt(filled[0].place, near))
            self.reading.nearly.add(near)
        elif len(filled) == 1 and isinstance(filled[0].found, str):
            self.in_one_cell(filled[0])

    def in_one_cell(self, cell: Cell) -> None:
        """A heading and its value in one cell, with a colon between: it counts if no other gives it."""
        key, _, said = plain_text(cell.found).partition(":")
        if heading(key) in KEYS and said.strip():
            self.reading.in_one_cell.setdefault(heading(key), Cell(said.strip(), said.strip(), cell.place))

    # --- the table

    def begin_table(self, row: GridRow) -> None:
        """The row with the headings of the table."""
        self.end_register()
        self.table = True
        self.begin_columns(row, COLUMNS)
        self.read = self.line

    def begin_columns(self, row: GridRow, known: tuple[str, ...]) -> None:
        """Note which column is which, and report headings that stand twice or look misspelt."""
        found = _headings(row, known)
        self.heads.add(row.number)
        self.width = max(column for column, cell in row.cells.items() if cell.found is not None)
        self.columns = {column: name for name, columns in found.items() for column in columns}
        self.places = {name: columns[0] for name, columns in found.items()}
        # Made later, perhaps when another table with other columns has begun.
        self.answers = partial(_answers_of, self.grid, self.columns)
        self.unclear = {name: Reason.CONFLICTING for name, columns in found.items() if len(columns) > 1}
        for name in self.unclear:
            place = self.grid.cell(row, found[name][1]).place
            message = f'Two columns are called "{name}", so neither was read.'
            self.report("EV438", place, message, "Delete one.")
        for column, cell in row.cells.items():
            if not cell.found or column in self.columns:
                continue
            near = near_heading(heading(cell.text), known)
            if near and near not in found:
                self.reading.findings.append(misspelt(cell.place, near))
                if known is COLUMNS and near in _BY_NAME and near not in self.unclear:
                    # What stands below it is not read, and not called blank in every line as well.
                    self.columns[column], self.unclear[near] = near, Reason.NOT_READABLE

    def line(self, row: GridRow) -> None:
        """A row of the table."""
        if row.plain and not self.unclear:
            item = row.cells.get(self.places[ITEM])
            if item is not None and item.found is not None:
                self.plain_line(row, item)
                return
        cells = self.cells(row)
        item = cells[ITEM]
        if item.found is not None:
            self.reading.lines.append(line_of(cells, item))
        elif any(cell.found is not None for name, cell in cells.items() if name not in _ABOUT):
            self.reading.without_item.append(item.place)

    def plain_line(self, row: GridRow, item: Cell) -> None:
        """A row about an *item*, of which no other cell has to be looked at before somebody asks for it."""
        cell, at = self.grid.cell, self.places
        site = cell(row, at[SITE]) if SITE in at else item.emptied()
        word = cell(row, at[WORD]) if WORD in at else None
        comment = cell(row, at[COMMENT]) if COMMENT in at else None
        self.used.add(row.number)
        self.reading.lines.append(Line(item, site, (self.answers, row), word, comment))

    def cells(self, row: GridRow) -> dict[str, Cell]:
        """The known cells of a row by heading; none has a value when the row is not sound."""
        self.used.add(row.number)
        sound = row.sound and self.fits(row)
        cells = self.grid.cells(row, self.columns)
        for cell in cells.values():
            if cell.found.__class__ is Absent:
                self.look_at_formula(cell)
        if not sound:
            cells = _without(cells, [name for name in cells if name not in _ABOUT], Reason.NOT_READABLE)
        elif self.unclear:
            # What is blank in every column of a name is as blank as it would be in one.
            filled = {name for column, name in self.columns.items() if _holds(row, column)}
            if self.unclear.keys() & set(_ABOUT):
                cells = _without(cells, filled - set(_ABOUT), Reason.CONFLICTING)
            for name, reason in self.unclear.items():
                if name in filled:
                    cells = _without(cells, [name], reason)
        return cells

    def look_at_formula(self, cell: Cell) -> None:
        """Report a formula without a result."""
        if cell.text in ("", EXCEL_ERROR):
            why = "ends in an error" if cell.text else "was never calculated"
            remedy = "Open the return in Excel, type the result over it and save it."
            self.report("EV429", cell.place, f"The formula here {why}.", remedy)

    def fits(self, row: GridRow) -> bool:
        """Whether a row of a CSV file fits under its headings; in one with more cells, some have moved."""
        if self.grid.sheet is not None or not row.sound:
            return True
        wanted, has = max(self.columns), max(row.cells)
        extra = [cell for column, cell in row.cells.items() if column > self.width and cell.found is not None]
        fault = f"This line has {number(has, 'cell')} where the headings are {self.width}"
        if extra:
            remedy = 'Put quotation marks around a value with a comma in it: "1,200".'
            self.report("EV438", extra[0].place, f"{fault}, so none of them was read.", remedy)
        elif has < wanted:
            message = f"{fault}. The others count as blank."
            self.report("EV438", row.place, message, severity=Severity.ADVICE)
        return not extra

    # --- registers

    def begin_register(self, row: GridRow) -> None:
        """A row that says which register follows."""
        self.end_register()
        self.item = self.grid.cell(row, 2)
        self.read = self.before_register

    def before_register(self, row: GridRow) -> None:
        """A row between the name of a register and its headings: a title, or the headings themselves."""
        if len(_headings(row, TABLE_COLUMNS)) > 1:
            self.begin_columns(row, TABLE_COLUMNS)
            self.read = self.register_row

    def register_row(self, row: GridRow) -> None:
        """A row of a register, up to an empty line."""
        if row.after_blank and self.rows:
            self.read = self.after_register
            self.read(row)
            return
        cells = self.cells(row)
        if any(cell.found is not None for cell in cells.values()):
            self.rows.append(cells)

    def after_register(self, row: GridRow) -> None:
        """The first row behind the end of a register; what follows it is passed over with it."""
        message = "This stands behind the end of the register, after an empty line, so it was not read."
        self.report("EV438", row.place, message, "If it belongs to the register, delete the empty line.")
        self.read = _pass_over

    def end_register(self) -> None:
        """Close the register that was being read, if any."""
        if self.item is None:
            return
        sound = self.read != self.before_register
        if not sound:
            message = "This register has no line of headings, so it was not read."
            remedy = f"Write its headings below it: {', '.join(REGISTER_COLUMNS[:4])}."
            self.report("EV432", self.item.place, message, remedy)
        self.reading.registers.append(Register(self.item, tuple(self.rows), sound))
        self.registers += 1
        self.item, self.rows, self.read = None, [], _pass_over

    # --- documents

    def begin_documents(self) -> None:
        """The row that says that the list of documents follows."""
        self.end_register()
        self.has_documents, self.read = True, self.before_documents

    def before_documents(self, row: GridRow) -> None:
        """A row above the list of documents: a title, or its headings."""
        if len(_headings(row, DOCUMENT_COLUMNS)) > 1:
            self.begin_columns(row, DOCUMENT_COLUMNS)
            self.read = self.document_row

    def document_row(self, row: GridRow) -> None:
        """A row of the list of documents."""
        self.reading.documents.append(self.cells(row))

    # --- at the end

    def look_for_missing_table(self, elsewhere: bool) -> None:
        """Report a grid that has neither a table nor a register, unless it holds the headings of others."""
        if self.table or self.registers or self.has_documents:
            return
        if elsewhere and self.has_header and not self.is_section:
            return
        # What stood on this sheet is not missed line by line as well.
        self.reading.has_lost_items = True
        likely = max(self.grid.rows, key=lambda row: len(_headings(row, COLUMNS)), default=None)
        place = Place(self.grid.file, None, self.grid.sheet)
        if likely and _headings(likely, COLUMNS):
            place = likely.place
        if any(len(_headings(row, REGISTER_COLUMNS)) > 2 for row in self.grid.rows):
            message = "This looks like a register without the line that says which, so it was not read."
            remedy = f'Write "{REGISTER}" in the first cell above its headings, and its item in the next.'
            self.report("EV432", place, message, remedy)
            return
        message = "There is no line of headings with the word item, so no answers were found."
        self.report("EV432", place, message, f"Write the headings above the answers: {', '.join(COLUMNS)}.")

    def look_at_merged_and_hidden(self) -> None:
        """Report answers in merged cells and hidden rows, which people and readers see differently."""
        used = sorted(self.used)
        for top, left, bottom, right in self.grid.merged:
            holds_answers = bisect_left(used, top) < bisect_right(used, bottom)
            hides_heading = right > left and not self.heads.isdisjoint(range(top, bottom + 1))
            if (holds_answers or hides_heading) and any(left <= column <= right for column in self.columns):
                place = Place(self.grid.file, None, self.grid.sheet, reference(top, left))
                message = f"The cells {reference(top, left)} to {reference(bottom, right)} are merged. "
                message += "Only the first of them has a value; the others count as blank."
                self.report("EV428", place, message, "Unmerge them, and fill in each cell.")
        self.look_at_hidden_columns()
        if self.grid.notes:
            place = Place(self.grid.file, None, self.grid.sheet, self.grid.notes[0])
            many = f" (and {len(self.grid.notes) - 1} more)" if len(self.grid.notes) > 1 else ""
            message = f"Somebody put a note on this cell{many}. Notes are not read."
            self.report("EV448", place, message, f'Write it in the column "{COMMENT}" instead.')
        hidden = sorted(self.used & self.grid.hidden)
        if hidden:
            place = Place(self.grid.file, None, self.grid.sheet, reference(hidden[0], 1))
            rows = ", ".join(map(str, hidden[:10])) + (" and more" if len(hidden) > 10 else "")
            message = f"Rows with answers are hidden ({rows}). They were read all the same."
            self.report("EV430", place, message)

    def look_at_hidden_columns(self) -> None:
        """Report columns of answers that are hidden."""
        hidden = [
            column
            for column in sorted(self.columns)
            if any(first <= column <= last for first, last in self.grid.hidden_columns)
        ]
        if hidden and self.used:
            place = Place(self.grid.file, None, self.grid.sheet, reference(min(self.used), hidden[0]))
            names = ", ".join(f'"{self.columns[column]}"' for column in hidden)
            message = f"Columns with answers are hidden ({names}). They were read all the same."
            self.report("EV430", place, message)


def _without(cells: dict[str, Cell], names: Iterable[str], reason: Reason) -> dict[str, Cell]:
    """The cells, of which those called *names* count for nothing, for a reason."""
    return cells | {name: cells[name].holding(Absent(reason)) for name in names}


def _holds(row: GridRow, column: int) -> bool:
    """Whether there is something in a cell of a row."""
    cell = row.cells.get(column)
    return cell is not None and cell.found is not None


def _pass_over(row: GridRow) -> None:
    """A row that is not read: the one before it was reported, or it is there for its reader only."""


@lru_cache(maxsize=1024)
def near_heading(word: str, known: tuple[str, ...]) -> str | None:
    """The known heading that is most like a word; returns of one making have the same headings."""
    without_brackets = heading(re.sub(r"\([^()]{0,30}\)", "", word))
    return without_brackets if without_brackets in known else nearest(word, known)


def _filled(row: GridRow) -> list[Cell]:
    """The cells of a row that hold something, from left to right."""
    return [cell for _, cell in sorted(row.cells.items()) if cell.found is not None]


def _headings(row: GridRow, known: tuple[str, ...]) -> dict[str, list[int]]:
    """The known headings in a row, and the columns each stands in."""
    found: dict[str, list[int]] = {}
    for column, text in sorted(row.texts.items()):
        name = heading(text)
        if name in known:
            found.setdefault(name, []).append(column)
    return found


def misspelt(place: Place, meant: str | None) -> Finding:
    """The finding about a heading that is not known, and the one it was probably meant to be."""
    message = "This heading is not known, so what belongs to it was not read."
    severity = Severity.ERROR if meant in _NEEDED else Severity.WARNING
    return finding("EV432", place, message, meant=meant, severity=severity)
