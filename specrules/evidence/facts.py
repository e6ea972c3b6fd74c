"""Facts: one value or range, and where it was written.

A cell of a return is read once into a :class:`Value`: a range whose two ends
are equal when the value is known, or a reason why there is none.  Blank, ``*``
and unreadable cells are never zero and never false.  Values are compared by
identity so that a hundred thousand equal cells are judged once.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any, NamedTuple

from specrules.base.frozen import frozen
from specrules.values.quantities import Rounding

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

    from specrules.base.findings import Finding, Place
    from specrules.result import Reason
    from specrules.values.periods import Period


class Column(StrEnum):
    """The columns of a return, named as its sheet names them."""

    ANSWER = "answer"
    NUMBER = "number"
    OUT_OF = "out of"
    NOT_RECORDED = "not recorded"
    EXCEPTED = "excepted"
    WAITING = "still waiting"
    BASELINE = "baseline"
    DOCUMENT = "document"
    OWNER = "owner"
    DATE = "date"
    REASON = "reason"
    AGREED_BY = "agreed by"
    ROWS = "rows"  # the rows of a register, which have a sheet of their own
    READINGS = "readings"  # what two readers found, case by case, on a sheet of its own too


#: What a line of answers never has, because it is a table of its own.
TABLES = frozenset({Column.ROWS, Column.READINGS})


class ValueKind(StrEnum):
    """How a cell is read."""

    COUNT = "a whole number"
    NUMBER = "a number"
    PERCENT = "a percentage"
    MONEY = "an amount in pounds"
    DURATION = "a length of time"
    DATE = "a date"
    YES_NO = "yes or no"
    CHOICE = "one of the words offered"
    WORDS = "some of the words offered"
    TEXT = "text"
    ROWS = "rows of a register"
    READINGS = "what two readers found, case by case"


@dataclass(frozen=True, slots=True, eq=False)
class Value:
    """What a cell says: a range, or why it says nothing. Compared by identity.

    *low* and *high* are whole numbers, Fractions, dates, booleans, text, a
    tuple of words or a tuple of :class:`Row`.  *missing* is set when the cell
    gives no value at all; a suppressed count (``<5``) is a range, not missing.
    """

    low: Any = None
    high: Any = None
    missing: Reason | None = None
    unit: str = ""

    @property
    def known(self) -> bool:
        """Whether the cell gives a value, be it a range."""
        return self.missing is None


class Row(NamedTuple):
    """One row of a register: a group the provider is in touch with, say. Never a person using the service.

    A tuple, so that equal registers are found equal at the speed of tuples.
    """

    kind: str
    name: str = ""
    contact: str = ""
    last_contact: date | None = None


class Reading(NamedTuple):
    """What two readers found of one case, by its number in the sample. Never a person's own number."""

    case: int
    first: str
    second: str


class Document(NamedTuple):
    """One row of the list of documents in a return, as written."""

    name: str
    version: str = ""
    owner: str = ""
    date: str = ""


class Range(NamedTuple):
    """Stands for a number that lies between two, both included, as a measure of an extract may."""

    low: Any
    high: Any


class Absent(NamedTuple):
    """Stands where no cell was supplied at all, and says why."""

    reason: Reason


class CellName(NamedTuple):
    """A cell of a party's return, whatever it says."""

    party: str
    key: str


class Published(NamedTuple):
    """What cells say in a publication instead of what was returned, and which are not shown at all."""

    instead: Mapping[CellName, Any]
    held: frozenset[CellName]


class Grade(StrEnum):
    """How much a fact rests on."""

    SELF_DECLARED = "self-declared"
    DOCUMENTED = "documented"
    VERIFIED = "verified"


@frozen
class Origin:
    """Where a fact comes from: the file and its fingerprint, the cell, and the text as written.

    *people* is how many a wait or a day was taken of by a measure; None where no measure took it.
    """

    place: Place
    digest: str
    text: str
    people: int | None = None


@frozen
class Fact:
    """One value for one party, with its origin (None when nothing was supplied) and its grade."""

    key: str
    party: str
    value: Value
    origin: Origin | None
    grade: Grade = Grade.SELF_DECLARED


def key_of(item: str, column: Column, site: str = "") -> str:
    """Return the name of one cell: ``MA-1.delivered/out of``, ``MA-3.fee@Quayside/answer``."""
    return f"{item}@{site}/{column}" if site else f"{item}/{column}"


@dataclass(frozen=True, slots=True)
class Request:
    """What one party is asked to supply: one line of its return.

    *asks* is the question as the return prints it.  *columns* says which cells
    the line has and how each is read; *words* are the choices offered.
    """

    item: str
    party: str
    requirement: str
    check: str
    asks: str
    columns: Mapping[Column, ValueKind]
    site: str = ""
    words: tuple[str, ...] = ()
    unit: str = ""  # for a length of time: "working days"
    document: str = ""
    uk_dates: bool = False
    rounding: Rounding = Rounding.NEAREST  # of a percentage beside its two counts
    optional: bool = (
        False  # the figures come from an extract, and are compared with these where they are given
    )

    def key(self, column: Column) -> str:
        """The name of one of its cells."""
        return key_of(self.item, column, self.site)

    @property
    def is_table(self) -> bool:
        """Whether it is answered by a table of its own."""
        return not TABLES.isdisjoint(self.columns)


@dataclass(frozen=True, slots=True)
class Return:
    """One party's dated answer to the evidence requests, as read from its file.

    *cells* maps a cell's name to its value as found: text, int, Fraction, date,
    or a tuple of :class:`Row` or of words; None for a cell that is there but blank.
    *origins* has the same keys.  *comments* are by requirement or item, and
    *spec_digest* is the start of the sha256 of the specification it was made from,
    "" when it does not say.  *headings* says where each heading stands that is
    there.  *readable* is False when the file could be opened but not read as a
    return; the other fields then hold what is known.
    """

    file: str
    digest: str
    spec: str = ""
    spec_version: str = ""
    party: str = ""
    period: str = ""
    submitted: date | None = None
    data_as_at: date | None = None
    provisional: bool = False
    supersedes: str = (
        ""  # sha256 (or its first 8 or more characters), or file name, of the return it replaces
    )
    cells: Mapping[str, Any] = field(default_factory=dict)
    origins: Mapping[str, Origin] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    readable: bool = True
    spec_digest: str = ""
    comments: Mapping[str, Origin] = field(default_factory=dict)
    documents: tuple[Document, ...] = ()
    headings: Mapping[str, Place] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Evidence:
    """All that was supplied for one period, a row of cells for each party.

    Rows are mappings from cell name to value as found, so that ten thousand
    parties cost ten thousand dictionaries and nothing more.  *absent* says, for
    each party, why a cell that is not in its row is missing.  *origin* gives the
    origin of a cell when somebody asks: ``origin(row number, cell name)``.
    """

    period: Period
    parties: tuple[str, ...]
    rows: tuple[Mapping[str, Any], ...]
    absent: tuple[Absent, ...]
    origin: Callable[[int, str], Origin | None]
    grades: Mapping[tuple[str, str], Grade] = field(default_factory=dict)  # (party, cell name) -> grade
