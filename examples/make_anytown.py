"""Fill in the workbooks of the Anytown example: the two quarterly returns of Riverbank Recovery.

They are the workbooks that ``specrules return new`` makes, with these answers in
them.  Everything in them is invented, the faults too: they are the ones that real
returns have, and ``anytown/README.md`` lists them.  Change a value here, or the
specification, then run

    python examples/make_anytown.py

The bytes written are the same on every run and every machine.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from specrules.compile import compile_spec
from specrules.evidence.facts import Column, key_of
from specrules.forms.form import Filled, form_for
from specrules.forms.workbook import as_workbook
from specrules.library import Library, read_spec
from specrules.values.periods import due_date, read_period

if TYPE_CHECKING:
    from collections.abc import Iterator

    from specrules.forms.form import Form

EXAMPLES = Path(__file__).parent
ANYTOWN = EXAMPLES / "anytown"

Cell = str | int | date | None


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a form, its fields in the order of the sheet's columns. None is a blank cell."""

    item: str
    site: str = ""
    word: str = ""
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
    submitted: date
    data_as_at: date
    lines: tuple[Line, ...]
    groups: tuple[Group, ...]


REGISTER = "MA-2.developed"

OTHER_CONTRACT = "young people are served under another contract"

FIRST = Quarter(
    period="2026-27-Q1",
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
        Line("MA-5.programmes", word="TSF", answer="no"),
        Line("MA-5.programmes", word="SMART-based", answer="yes"),
        Line("MA-5.programmes", word="other", answer="no"),
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
        Line("QS-4.covered", word="spotting missed appointments", answer="yes"),
        Line("QS-4.covered", word="getting in touch", answer="yes"),
        Line("QS-4.covered", word="flexible appointments", answer="yes"),
        Line("QS-4.covered", word="no automatic discharge", answer="no"),
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
        Line("MA-5.programmes", word="TSF", answer="yes"),
        Line("MA-5.programmes", word="SMART-based", answer="yes"),
        Line("MA-5.programmes", word="other", answer="no"),
        # 18 August 2026 as Excel counts days: what is left of a date that is pasted as text.
        Line("MA-6.lists", answer="46252"),
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
        Line("QS-4.covered", word="spotting missed appointments", answer="yes"),
        Line("QS-4.covered", word="getting in touch", answer="yes"),
        Line("QS-4.covered", word="flexible appointments", answer="yes"),
        Line("QS-4.covered", word="no automatic discharge", answer="yes"),
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


class NotAsked(LookupError):
    """Something is answered here that the form does not ask."""


def workbook(quarter: Quarter) -> bytes:
    """Return the return of one quarter as the bytes of an .xlsx file.

    Raises NotAsked where the specification has changed and an answer has nowhere to stand.
    """
    form, filled = _form(quarter.period), _filled(quarter)
    idle = (filled.cells.keys() | filled.registers.keys()) - set(_cells(form))
    if idle:
        raise NotAsked(", ".join(sorted(idle)))
    return _stored(as_workbook(form, filled))


def _form(period: str) -> Form:
    """What Riverbank Recovery is asked for one quarter, and nothing filled in."""
    spec = read_spec(ANYTOWN / "spec.yaml", Library([str(EXAMPLES.parent / "rules")])).spec
    if spec is None:
        raise NotAsked("the specification cannot be read: specrules lint says why")
    plan = compile_spec(spec, read_period(period))
    return form_for(plan, "riverbank", due_date(spec.returns.due, plan.period))


def _filled(quarter: Quarter) -> Filled:
    header: dict[str, Cell] = {
        "submitted": quarter.submitted,
        "data-as-at": quarter.data_as_at,
        "status": "final",
    }
    cells = {key: found for line in quarter.lines for key, found in _answers(line)}
    groups = tuple((each.kind, each.name, each.contact, each.last_contact) for each in quarter.groups)
    return Filled(header, cells, {REGISTER: groups})


def _answers(line: Line) -> Iterator[tuple[str, Cell]]:
    """The cells of a line that are not blank, by the names that the form gives them."""
    cells: dict[Column, Cell] = {
        Column.ANSWER: line.answer,
        Column.NUMBER: line.number,
        Column.OUT_OF: line.out_of,
        Column.NOT_RECORDED: line.not_recorded,
        Column.DOCUMENT: line.document,
        Column.OWNER: line.owner,
        Column.DATE: line.date,
        Column.REASON: line.reason,
        Column.AGREED_BY: line.agreed_by,
    }
    for column, found in cells.items():
        if found is not None:
            yield _key(key_of(line.item, column, line.site), line.word), found


def _cells(form: Form) -> Iterator[str]:
    """The names of everything that can be filled in: cells, and registers by their items."""
    for question in form.questions:
        yield question.request.item
        for column in question.request.columns:
            yield from (_key(question.request.key(column), word) for word in question.words or ("",))


def _key(cell: str, word: str) -> str:
    return f"{cell}/{word}" if word else cell


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
    """Write the filled-in workbook of each quarter into its folder."""
    for quarter in QUARTERS:
        (ANYTOWN / "returns" / quarter.period / "riverbank.xlsx").write_bytes(workbook(quarter))


if __name__ == "__main__":
    main()
