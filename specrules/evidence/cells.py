"""A return as cells in rows, the same for a CSV file and for a sheet of a workbook.

Every cell knows where it stands.  What may identify a person using the service
is taken out as a cell is made, so that nothing later can repeat it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from specrules.base.findings import Finding, Place
from specrules.evidence.codes import finding
from specrules.evidence.facts import Absent
from specrules.evidence.glance import letters_of
from specrules.evidence.personal import CONTACT_DETAILS, WITHHELD, Identifier, withhold_from_cell
from specrules.result import Reason

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

# The text of a cell whose formula ends in #DIV/0! or the like; one never calculated has none at all.
EXCEL_ERROR = "an Excel error"
# Marks and spaces without width, which nobody sees. A sign that turns the writing round is not among them.
UNSEEN = str.maketrans("", "", "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff")


def seen(text: str) -> str:
    """A text without the marks that nobody sees."""
    return text if text.isascii() else text.translate(UNSEEN)


Places: TypeAlias = "Callable[[int], Place]"
"""What gives the place of the cell in a column of one row."""


class Cell:
    """What a cell holds, the text as written, and where.

    *found* is text, an int, a Fraction, a date or Absent, and None when nothing is there.
    Where it stands may be left to be worked out when somebody asks, which of most cells nobody does.
    """

    __slots__ = ("_at", "found", "text")

    def __init__(self, found: Any, text: str, at: Place | tuple[Places, int]) -> None:
        self.found, self.text, self._at = found, text, at

    @property
    def place(self) -> Place:
        """Where the cell stands."""
        if not isinstance(self._at, Place):
            places, column = self._at
            self._at = places(column)
        return self._at

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Cell) and self._all() == other._all()

    def __hash__(self) -> int:
        return hash(self._all())

    def __repr__(self) -> str:
        return f"Cell{self._all()}"

    def _all(self) -> tuple[Any, str, Place]:
        return self.found, self.text, self.place

    def holding(self, found: Any) -> Cell:
        """The same cell, with something else found in it."""
        return Cell(found, self.text, self._at)

    def emptied(self) -> Cell:
        """A blank cell in the same place."""
        return Cell(None, "", self._at)


def make_cell(
    found: Any, text: str, at: Place | tuple[Places, int], findings: list[Finding], register: bool = False
) -> Cell:
    """Return a cell, without what may identify a person; a finding is added when there was something.

    A *register* may give the postcode of premises, and whom to ask there.
    """
    clean, kinds = withhold_from_cell(text, register)
    cell = Cell(found, text, at)
    if kinds:
        return clean_cell(clean, clean, kinds, cell.place, findings)
    return cell.emptied() if isinstance(found, str) and not found.strip() else cell


def clean_cell(
    found: Any, text: str, kinds: Iterable[Identifier], place: Place, findings: list[Finding]
) -> Cell:
    """Return a cell from which something personal of these *kinds* was taken out; with none, as it is.

    One that held nothing else cannot be read.  An e-mail address or a telephone number is
    likely to be that of somebody at work, so there the cell is still one that was filled in.
    """
    if isinstance(found, str) and not found.strip():
        return Cell(None, "", place)
    of_people = frozenset(kinds)
    findings += [personal(place, kind) for kind in Identifier if kind in of_people]
    return (
        Cell(Absent(Reason.NOT_READABLE), text, place)
        if text.strip() == WITHHELD and of_people - CONTACT_DETAILS
        else Cell(found, text, place)
    )


def personal(place: Place, kind: str) -> Finding:
    """The finding that something at *place* looks like *kind*, without the thing itself."""
    message = f"This looks as if it held {kind}. That part was not kept, and is not repeated here."
    return finding("EV436", place, message, remedy="Take it out, and send the return again without it.")


class GridRow(NamedTuple):
    """One row: its cells by column, counted from 1; blank cells may be left out.

    *places* gives the place of each, blank or not.  *texts* are those of its cells that
    hold text, so that headings can be looked for before any cell is made.  *after_blank*
    says that an empty line stands above it.  *sound* is False when its cells cannot be
    told apart with certainty, so that none of them counts.  *plain* says that none of its
    cells is a formula without a result or the like, so that none has to be looked at for that.
    """

    number: int
    places: Places
    cells: Mapping[int, Cell]
    texts: Mapping[int, str]
    after_blank: bool = False
    sound: bool = True
    plain: bool = False

    @property
    def place(self) -> Place:
        """Where its first cell stands."""
        return self.places(next(iter(self.cells), 1))

    def first(self) -> str:
        """The text of its first cell, in small letters."""
        return self.texts.get(1, "").strip().casefold()


@dataclass(frozen=True, slots=True)
class Grid:
    """The rows of one CSV file or one sheet, empty rows left out.

    *merged* holds first row, first column, last row and last column of each
    merged range, *hidden* the numbers of the hidden rows, *hidden_columns* the first
    and last of each run of hidden columns, and *notes* the cells that have a note.
    """

    file: str
    sheet: str | None
    rows: tuple[GridRow, ...]
    merged: tuple[tuple[int, int, int, int], ...] = ()
    hidden: frozenset[int] = field(default=frozenset())
    hidden_columns: tuple[tuple[int, int], ...] = ()
    notes: tuple[str, ...] = ()

    def cell(self, row: GridRow, column: int) -> Cell:
        """The cell of *row* in *column*, blank when nothing is there."""
        return row.cells.get(column) or Cell(None, "", (row.places, column))

    def cells(self, row: GridRow, columns: Mapping[int, str]) -> dict[str, Cell]:
        """The cells of *row* in some named *columns*, by name."""
        found, places = row.cells.get, row.places
        return {name: found(column) or Cell(None, "", (places, column)) for column, name in columns.items()}


def reference(row: int, column: int) -> str:
    """The name of a cell in a workbook: row 7, column 4 is ``D7``."""
    return f"{letters_of(column)}{row}"
