"""Write the workbooks of the Anytown example: the two quarterly returns of Riverbank Recovery.

Everything in them is invented, the faults too: they are the ones that real
returns have, and ``anytown/README.md`` lists them.  Change a value here, then run

    python examples/make_anytown.py

The bytes written are the same on every run and every machine.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import ZIP_STORED, ZipFile, ZipInfo

import xlsxwriter  # type: ignore[import-untyped]

if TYPE_CHECKING:
    from xlsxwriter.format import Format  # type: ignore[import-untyped]
    from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]

FOLDER = Path(__file__).parent / "anytown" / "returns"

Cell = str | int | date | None


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a return, its fields in the order of the sheet's columns. None is a blank cell."""

    item: str
    site: Cell = None
    answer: Cell = None
    number: Cell = None
    out_of: Cell = None
    not_recorded: Cell = None
    document: Cell = None
    owner: Cell = None
    date: Cell = None
    reason: Cell = None
    agreed_by: Cell = None


@dataclass(frozen=True, slots=True)
class Group:
    """One row of the register of groups the service is in touch with. Contacts are posts, never names."""

    kind: str
    name: str
    contact: str
    last_contact: Cell


@dataclass(frozen=True, slots=True)
class Quarter:
    """What Riverbank Recovery sends in for one quarter."""

    period: str
    title: str
    submitted: date
    data_as_at: date
    lines: tuple[Line, ...]
    groups: tuple[Group, ...]


COLUMNS = {
    "item": 32,
    "site": 16,
    "answer": 24,
    "number": 9,
    "out of": 9,
    "not recorded": 13,
    "document": 32,
    "owner": 20,
    "date": 12,
    "reason": 44,
    "agreed by": 20,
}
REGISTER_COLUMNS = {"kind": 32, "name": 32, "contact": 30, "last contact": 14}
REGISTER = "MA-2.developed"

THREE_ARRANGEMENTS = "spotting missed appointments; getting in touch; flexible appointments"
FOUR_ARRANGEMENTS = f"{THREE_ARRANGEMENTS}; no automatic discharge"
OTHER_CONTRACT = "young people are served under another contract"

FIRST = Quarter(
    period="2026-27-Q1",
    title="Riverbank Recovery: quarterly return, April to June 2026 (invented)",
    submitted=date(2026, 7, 16),
    data_as_at=date(2026, 7, 15),
    lines=(
        Line("MA-1.delivered", number=96, out_of=118),
        Line("MA-3.applies", site="High Street", answer="yes"),
        Line(
            "MA-3.applies",
            site="Quayside",
            answer="no",
            reason="the lift is out of use until the end of June",
            agreed_by="contract manager",
        ),
        Line(
            "MA-3.offered",
            site="High Street",
            answer="yes",
            document="Room offer letter",
            owner="service manager",
            date=date(2026, 5, 1),
        ),
        Line("MA-3.offered", site="Quayside"),
        Line("MA-3.fee", site="High Street", answer="£8"),
        Line("MA-3.fee", site="Quayside", answer="n/a"),
        Line("MA-4.routinely", number=61, out_of=66),
        Line("MA-4.robustly", number=18, out_of=20),
        Line("MA-5.programmes", answer="SMART-based"),
        Line("MA-6.lists", answer=date(2026, 6, 12)),
        Line("MA-6.literature", answer="yes", document="Stock list", owner="front desk", date="01/06/2026"),
        Line("MA-6.reminders", answer="Y"),
        Line("MA-6.companions", answer=4),
        Line("MA-7.hosts", answer=0),
        Line("MA-7.stage", answer="none"),
        Line("AC-1.longest", answer="15 working days"),
        Line("AC-2.seen", site="Harbour Families"),
        Line("AC-3.applies", answer="no", reason=OTHER_CONTRACT, agreed_by="lead commissioner"),
        Line("AC-3.worker", number="-", out_of="-"),
        Line("NWD-4.to-trust.sent", answer=24),
        Line("NWD-4.to-trust.outcome-known", answer=15),
        Line("NWD-4.from-trust.received", answer=12),
        Line("NWD-4.from-trust.answered-in-time", answer=12),
        Line("NWD-4.from-trust.waiting", answer=0),
        Line(
            "NWD-6.protocol",
            answer="yes",
            document="Assessment protocol v3",
            owner="clinical lead",
            date=date(2026, 4, 20),
        ),
        Line("NWD-6.assessed", number=30, out_of=34),
        Line("NWD-6.referred", number=13, out_of=14),
        Line("NWD-8.named", number=47, out_of=55),
        Line("NWD-8.notes", number=8, out_of=8),
        Line("NWD-9.explored", number=19, out_of=26, not_recorded=7),
        Line("NWD-9.planned", number="-", out_of=26),
        Line("NWD-10.policy", answer="yes"),
        Line("NWD-10.respected", number=16, out_of=18),
        Line(
            "QS-2.pathway",
            answer="yes",
            document="Dual working protocol",
            owner="service manager",
            date="02/03/2026",
        ),
        Line("QS-2.refused", number=1, out_of=22),
        Line(
            "QS-4.protocol",
            answer="yes",
            document="Missed appointments protocol v1",
            owner="service manager",
            date=date(2026, 4, 1),
        ),
        Line("QS-4.covered", answer=THREE_ARRANGEMENTS),
        Line("QS-4.followed-up", number=40, out_of=46),
    ),
    groups=(
        Group("12-step", "Monday evening fellowship", "public information contact", date(2026, 6, 9)),
        Group("12-step", "Quayside lunchtime fellowship", "health liaison contact", "17/02/2026"),
        Group("SMART Recovery", "High Street meeting", "local coordinator", date(2026, 3, 20)),
        Group("recovery community organisation", "Anytown Recovery Hub", "hub manager", "02/07/2026"),
    ),
)

SECOND = Quarter(
    period="2026-27-Q2",
    title="Riverbank Recovery: quarterly return, July to September 2026 (invented)",
    submitted=date(2026, 10, 16),
    data_as_at=date(2026, 10, 15),
    lines=(
        Line("MA-1.delivered", number=104, out_of=121),
        Line("MA-3.applies", site="High Street", answer="yes"),
        Line("MA-3.applies", site="Quayside", answer="no"),
        Line(
            "MA-3.offered",
            site="High Street",
            answer="yes",
            document="Room booking log",
            owner="service manager",
            date=date(2026, 9, 30),
        ),
        Line("MA-3.offered", site="Quayside", answer="-"),
        Line("MA-3.fee", site="High Street", answer="£7.50"),
        Line("MA-3.fee", site="Quayside", answer="n/a"),
        Line("MA-4.routinely", number=70, out_of=72),
        Line("MA-4.robustly", number=19, out_of=20),
        Line("MA-5.programmes", answer="SMART-based; TSF"),
        # 18 August 2026 as Excel counts days: what is left of a date pasted as a plain number.
        Line("MA-6.lists", answer=46252),
        Line("MA-6.literature", answer="yes", document="Stock list", owner="front desk", date="01/09/2026"),
        Line("MA-6.reminders", answer="Yes"),
        Line("MA-6.companions", answer=3),
        Line("MA-7.hosts", answer=4),
        Line("MA-7.stage", answer="applied for"),
        Line("AC-1.longest", answer=22),
        Line("AC-2.seen", site="Harbour Families", number=11, out_of=12),
        Line("AC-3.applies", answer="no", reason=OTHER_CONTRACT, agreed_by="lead commissioner"),
        Line("AC-3.worker", number="-", out_of="-"),
        Line("NWD-4.to-trust.sent", answer=27),
        Line("NWD-4.to-trust.outcome-known", answer=25),
        Line("NWD-4.from-trust.received", answer=14),
        Line("NWD-4.from-trust.answered-in-time", answer=14),
        Line("NWD-4.from-trust.waiting", answer=0),
        Line(
            "NWD-6.protocol",
            answer="yes",
            document="Assessment protocol v3",
            owner="clinical lead",
            date=date(2026, 4, 20),
        ),
        Line("NWD-6.assessed", number=33, out_of=37),
        Line("NWD-6.referred", number=14, out_of=14),
        Line("NWD-8.named", number=52, out_of=57),
        Line("NWD-8.notes", number=9, out_of=10),
        Line("NWD-9.explored", number=21, out_of=28, not_recorded=5),
        Line("NWD-9.planned", number=22, out_of=28),
        Line(
            "NWD-10.policy",
            answer="yes",
            document="Welcome policy v2",
            owner="service manager",
            date="14/08/2026",
        ),
        Line("NWD-10.respected", number="*", out_of=19),
        Line(
            "QS-2.pathway",
            answer="yes",
            document="Joint pathway v2",
            owner="service manager",
            date=date(2026, 7, 24),
        ),
        Line("QS-2.refused", number=0, out_of=26),
        Line(
            "QS-4.protocol",
            answer="yes",
            document="Missed appointments protocol v2",
            owner="service manager",
            date=date(2026, 8, 3),
        ),
        Line("QS-4.covered", answer=FOUR_ARRANGEMENTS),
        Line("QS-4.followed-up", number=45, out_of=48),
    ),
    groups=(
        Group("12-step", "Monday evening fellowship", "public information contact", date(2026, 9, 14)),
        Group("12-step", "Quayside lunchtime fellowship", "health liaison contact", "03/08/2026"),
        Group("SMART Recovery", "High Street meeting", "local coordinator", date(2026, 9, 21)),
        Group("recovery community organisation", "Anytown Recovery Hub", "hub manager", None),
    ),
)

QUARTERS = (FIRST, SECOND)


@dataclass(frozen=True, slots=True)
class Looks:
    """The formats of a workbook."""

    title: Format
    header: Format
    date: Format


def workbook(quarter: Quarter) -> bytes:
    """Return the return of one quarter as the bytes of an .xlsx file."""
    data = BytesIO()
    book = xlsxwriter.Workbook(data, {"in_memory": True})
    book.set_properties({"title": quarter.title, "created": datetime.combine(quarter.submitted, time())})
    looks = Looks(
        title=book.add_format({"bold": True, "font_size": 14}),
        header=book.add_format({"bold": True, "bottom": 1}),
        date=book.add_format({"num_format": "dd/mm/yyyy", "align": "left"}),
    )
    _return_sheet(book.add_worksheet("Return"), quarter, looks)
    _register_sheet(book.add_worksheet(f"Register {REGISTER}"), quarter, looks)
    book.close()
    return _stored(data.getvalue())


def _return_sheet(sheet: Worksheet, quarter: Quarter, looks: Looks) -> None:
    sheet.merge_range(0, 0, 0, len(COLUMNS) - 1, quarter.title, looks.title)
    preamble: tuple[tuple[str, Cell], ...] = (
        ("specrules", "return 1"),
        ("spec", "anytown-recovery-2026"),
        ("spec-version", "1"),
        ("party", "riverbank"),
        ("period", quarter.period),
        ("submitted", quarter.submitted),
        ("data-as-at", quarter.data_as_at),
        ("status", "final"),
    )
    for row, cells in enumerate(preamble, start=2):
        _write(sheet, row, cells, looks)
    top = len(preamble) + 3
    _header(sheet, top, COLUMNS, looks)
    for row, line in enumerate(quarter.lines, start=top + 1):
        _write(sheet, row, _cells(line), looks)
    sheet.freeze_panes(top + 1, 1)


def _cells(line: Line) -> tuple[Cell, ...]:
    numbers = (line.number, line.out_of, line.not_recorded)
    shown_by = (line.document, line.owner, line.date)
    return (line.item, line.site, line.answer, *numbers, *shown_by, line.reason, line.agreed_by)


def _register_sheet(sheet: Worksheet, quarter: Quarter, looks: Looks) -> None:
    _write(sheet, 0, ("register", REGISTER), looks)
    _header(sheet, 1, REGISTER_COLUMNS, looks)
    for row, group in enumerate(quarter.groups, start=2):
        _write(sheet, row, (group.kind, group.name, group.contact, group.last_contact), looks)


def _header(sheet: Worksheet, row: int, columns: dict[str, int], looks: Looks) -> None:
    for column, (title, width) in enumerate(columns.items()):
        sheet.write_string(row, column, title, looks.header)
        sheet.set_column(column, column, width)


def _write(sheet: Worksheet, row: int, cells: tuple[Cell, ...], looks: Looks) -> None:
    for column, cell in enumerate(cells):
        if isinstance(cell, str):
            sheet.write_string(row, column, cell)
        elif isinstance(cell, date):
            sheet.write_datetime(row, column, cell, looks.date)
        elif cell is not None:
            sheet.write_number(row, column, cell)


def _stored(book: bytes) -> bytes:
    """Return a workbook with its parts not compressed: compressed bytes differ from one zlib to another."""
    data = BytesIO()
    with ZipFile(BytesIO(book)) as packed, ZipFile(data, "w", ZIP_STORED) as stored:
        for name in packed.namelist():
            part = ZipInfo(name)
            part.create_system = 3  # or else it would name the machine's system
            stored.writestr(part, packed.read(name))
    return data.getvalue()


def main() -> None:
    """Write the workbook of each quarter into its folder."""
    for quarter in QUARTERS:
        (FOLDER / quarter.period / "riverbank.xlsx").write_bytes(workbook(quarter))


if __name__ == "__main__":
    main()
