"""The example partnership: workbooks as its script makes them, returns as messy as its page says."""

from __future__ import annotations

import sys
from dataclasses import replace
from functools import cache
from importlib.util import module_from_spec, spec_from_file_location
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import openpyxl
import pytest

from specrules.base.files import read_text
from specrules.compile import compile_spec, requests
from specrules.evidence.facts import Row
from specrules.evidence.returns import read_returns
from specrules.forms.workbook import as_workbook
from specrules.library import Library
from specrules.log.reading import read_log
from specrules.spec.reader import read_spec
from specrules.text.tree import read_tree
from specrules.values.periods import due_date, read_period
from tests.forms.making import a_form

if TYPE_CHECKING:
    from types import ModuleType

    from specrules.evidence.facts import Return
    from specrules.spec.model import HandOff, Spec

ROOT = Path(__file__).parent.parent
ANYTOWN = ROOT / "examples" / "anytown"
FIRST, SECOND = "2026-27-Q1", "2026-27-Q2"

# Quarter, party, what is found, and where: what the services got wrong.
FAULTS = (
    (FIRST, "council", "blank-cell", "NWD-2.capacity"),
    (FIRST, "riverbank", "blank-cell", "AC-2.seen at Harbour Families"),
    (FIRST, "riverbank", "blank-cell", "NWD-9.planned"),
    (FIRST, "riverbank", "document-missing", "NWD-10.policy"),
    (FIRST, "trust", "blank-cell", "NWD-10.respected"),
    (SECOND, "council", "document-missing", "NWD-2.capacity"),
    (SECOND, "riverbank", "condition-not-argued", "MA-3.applies at Quayside"),
    (SECOND, "riverbank", "date-as-serial", "MA-6.lists"),
    (SECOND, "riverbank", "suppressed", "NWD-10.respected"),
    (SECOND, "trust", "suppressed", "QS-2.refused"),
    (SECOND, "trust", "wrong-type", "QS-3.coordinator"),
)
# Left blank with good reason: nothing is owed where a duty does not apply, or of a group that is not counted.
RIGHTLY_BLANK = (
    (FIRST, "riverbank", "MA-3.offered at Quayside"),
    (FIRST, "riverbank", "MA-3.fee at Quayside"),
    (FIRST, "riverbank", "AC-3.worker"),
    (SECOND, "riverbank", "MA-2.developed"),
    (SECOND, "riverbank", "MA-3.offered at Quayside"),
    (SECOND, "riverbank", "MA-3.fee at Quayside"),
    (SECOND, "riverbank", "AC-3.worker"),
)

quarters = pytest.mark.parametrize("quarter", [FIRST, SECOND])


@cache
def script() -> ModuleType:
    """The script that writes the workbooks, loaded and not run."""
    found = spec_from_file_location("make_anytown", ROOT / "examples" / "make_anytown.py")
    assert found is not None
    assert found.loader is not None
    module = module_from_spec(found)
    sys.modules[module.__name__] = module  # where its dataclasses look up the types they name
    found.loader.exec_module(module)
    return module


def made(quarter: str) -> bytes:
    """The workbook of a quarter as the script makes it now."""
    module = script()
    data: bytes = module.workbook(next(each for each in module.QUARTERS if each.period == quarter))
    return data


@cache
def spec() -> Spec:
    library = Library([str(ROOT / "rules")])
    reading = read_spec(read_tree(read_text(str(ANYTOWN / "spec.yaml"))), library)
    assert reading.findings == ()
    assert reading.spec is not None
    return reading.spec


@cache
def returns(quarter: str) -> dict[str, Return]:
    """The returns of one quarter, by party."""
    asked = requests(compile_spec(spec(), read_period(quarter)))
    return {each.party: each for each in read_returns([ANYTOWN / "returns" / quarter], asked)}


def labels(book: bytes) -> dict[tuple[str, str], object]:
    """What stands in the locked cells of a workbook, by sheet and cell: what it asks, and its formulas."""
    return {
        (sheet.title, cell.coordinate): cell.value
        for sheet in openpyxl.load_workbook(BytesIO(book))
        for row in sheet.iter_rows()
        for cell in row
        if cell.protection.locked
    }


def found(quarter: str) -> set[tuple[str, str, str, str]]:
    """Every finding of a quarter's returns, as FAULTS has them."""
    return {
        (quarter, party, finding.name, (finding.subject or "").partition(' "')[0])
        for party, each in returns(quarter).items()
        for finding in each.findings
    }


def apart(quarter: str) -> list[int]:
    """By how many the two sides of each hand-off differ."""
    sides = (("riverbank", "trust"), ("trust", "riverbank"))
    return [
        abs(
            int(returns(quarter)[sender].cells[f"NWD-4.to-{receiver}.sent/answer"])
            - int(returns(quarter)[receiver].cells[f"NWD-4.from-{sender}.received/answer"])
        )
        for sender, receiver in sides
    ]


def hand_off() -> HandOff:
    agreed = next(each.hand_off for each in spec().requirements if each.id == "NWD-4")
    assert agreed is not None
    return agreed


def test_the_first_line_of_its_page_says_that_everything_is_invented() -> None:
    first = (ANYTOWN / "README.md").read_text(encoding="utf-8").partition("\n")[0]
    assert "invented" in first


def test_the_specification_reads_without_a_finding() -> None:
    assert spec().id == "anytown-recovery-2026"


def test_the_meeting_log_reads_without_a_finding() -> None:
    log, findings = read_log(read_tree(read_text(str(ANYTOWN / "meeting-log.yaml"))))
    assert findings == ()
    assert log is not None
    assert [(each.requirement, each.party) for each in log.allowances] == [("NWD-8", "trust")]


def test_one_party_is_not_bound_and_sends_nothing() -> None:
    unbound = {each.id for each in spec().parties if not each.bound_on(spec().starts)}
    assert unbound == {"hospital"}


@quarters
def test_the_workbook_is_what_the_script_makes(quarter: str) -> None:
    assert (ANYTOWN / "returns" / quarter / "riverbank.xlsx").read_bytes() == made(quarter)


@quarters
def test_the_script_makes_the_same_bytes_every_time(quarter: str) -> None:
    assert made(quarter) == made(quarter)


@quarters
def test_the_workbook_is_the_form_that_return_new_makes_filled_in(quarter: str) -> None:
    assert labels(made(quarter)) == labels(as_workbook(a_form(period=quarter)))


def test_an_answer_to_nothing_that_is_asked_stops_the_script() -> None:
    module = script()
    quarter = replace(module.SECOND, lines=(module.Line("MA-1.delivred", number=104),))
    with pytest.raises(module.NotAsked, match=r"MA-1\.delivred/number"):
        module.workbook(quarter)


@quarters
def test_every_bound_party_has_a_return_that_reads(quarter: str) -> None:
    read = {party: (each.readable, each.period) for party, each in returns(quarter).items()}
    assert read == dict.fromkeys(["council", "riverbank", "trust"], (True, quarter))


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: f"{fault[0][-2:]}-{fault[1]}-{fault[3]}")
def test_fault_is_found(fault: tuple[str, str, str, str]) -> None:
    assert fault in found(fault[0])


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: f"{fault[0][-2:]}-{fault[1]}-{fault[3]}")
def test_fault_is_listed_on_the_page_of_the_example(fault: tuple[str, str, str, str]) -> None:
    quarter, party, _, where = fault
    item, _, site = where.partition(" at ")
    name = {"council": "council", "riverbank": "Riverbank", "trust": "trust"}[party]
    page = (ANYTOWN / "README.md").read_text(encoding="utf-8")
    rows = [line for line in page.splitlines() if line.startswith(f"| {quarter[-2:]} | {name} | `{item}`")]
    assert len(rows) == 1
    assert site in ("", "Harbour Families") or site in rows[0]


@quarters
def test_nothing_else_is_wrong_with_the_returns(quarter: str) -> None:
    said = {(quarter, party, where) for _, party, _, where in found(quarter)}
    assert said <= {(each[0], each[1], each[3]) for each in FAULTS} | set(RIGHTLY_BLANK)


def test_the_counts_of_people_handed_on_differ_too_much_in_the_first_quarter() -> None:
    assert max(apart(FIRST)) > hand_off().may_differ_by


def test_the_counts_of_people_handed_on_are_near_enough_in_the_second_quarter() -> None:
    assert max(apart(SECOND)) <= hand_off().may_differ_by


def test_the_trust_is_late_in_the_second_quarter_only() -> None:
    due = {quarter: due_date(spec().returns.due, read_period(quarter)) for quarter in (FIRST, SECOND)}
    late = [
        (quarter, party)
        for quarter in due
        for party, each in returns(quarter).items()
        if each.submitted is None or each.submitted > due[quarter]
    ]
    assert late == [(SECOND, "trust")]


@quarters
def test_the_look_back_of_hand_offs_was_over_when_the_figures_were_taken(quarter: str) -> None:
    days = int(hand_off().look_back.number)
    for party in ("riverbank", "trust"):
        taken = returns(quarter)[party].data_as_at
        assert taken is not None
        assert (taken - read_period(quarter).end).days >= days


@quarters
def test_posts_stand_where_a_name_could(quarter: str) -> None:
    cells = [item for each in returns(quarter).values() for item in each.cells.items()]
    posts = [str(value) for key, value in cells if value and key.endswith(("/owner", "/agreed by"))]
    contacts = [
        row.contact for _, value in cells if isinstance(value, tuple) for row in value if isinstance(row, Row)
    ]
    assert posts
    assert all(post == post.lower() for post in posts + contacts)
