"""The registers of the shipped specifications: meetings and their rooms, members of the steering group."""

import csv
from datetime import date
from io import BytesIO, StringIO

import openpyxl
import pytest

from specrules.evidence.facts import Row
from specrules.evidence.layout import CONTACT, NAME
from specrules.forms.form import Filled
from specrules.forms.plain import as_csv, as_yaml
from specrules.forms.workbook import as_workbook
from specrules.library import read_spec
from tests.forms.making import ROOT, a_form, read_back

SPEC = read_spec(ROOT / "specs" / "mutual-aid.yaml").spec
MEETINGS, MEMBERS = "SV-5.meetings", "GR-4.members"
FORMS = {
    "csv": lambda form: as_csv(form).encode("utf-8-sig"),
    "yaml": lambda form: as_yaml(form).encode(),
    "xlsx": as_workbook,
}


def form_of(party):
    return a_form(party, spec=SPEC)


def read(path, content, party):
    path.write_bytes(content)
    return read_back(path, party, spec=SPEC)


def said_of(found, item):
    """What is said of an item: the site, and what is wrong there."""
    return [
        (each.subject.partition(' "')[0], each.message)
        for each in found.findings
        if each.subject and each.subject.startswith(item)
    ]


def test_a_register_that_is_asked_of_each_site_is_one_table():
    sheets = openpyxl.load_workbook(BytesIO(as_workbook(form_of("service")))).sheetnames
    assert [each for each in sheets if "SV-5" in each] == [f"Register {MEETINGS}"]
    rows = list(csv.reader(StringIO(as_csv(form_of("service")))))
    assert [row for row in rows if row[:2] == ["register", MEETINGS]] == [["register", MEETINGS]]


def test_the_site_of_a_row_is_chosen_from_those_of_the_party():
    sheet = openpyxl.load_workbook(BytesIO(as_workbook(form_of("service"))))[f"Register {MEETINGS}"]
    rule = next(each for each in sheet.data_validations.dataValidation if "E6" in each.sqref)
    name = sheet.parent.defined_names[rule.formula1]
    title, cells = next(iter(name.destinations))
    assert sheet["E5"].value == "site"
    assert [cell.value for (cell,) in sheet.parent[title][cells.replace("$", "")]] == [
        "First Site",
        "Second Site",
    ]


@pytest.mark.parametrize("kind", FORMS)
def test_one_that_nobody_filled_in_is_blank_at_every_site(tmp_path, kind):
    found = read(tmp_path / f"new.{kind}", FORMS[kind](form_of("service")), "service")
    assert [found.cells[f"{MEETINGS}@{site} Site/rows"] for site in ("First", "Second")] == [None, None]
    said = "This register is blank."
    assert said_of(found, MEETINGS) == [(f"{MEETINGS} at {site} Site", said) for site in ("First", "Second")]


def test_a_site_without_a_row_stays_open_beside_one_that_has_some(tmp_path):
    meeting = ("12-step", "Tuesday evening meeting, group room", "group secretary", date(2026, 9, 29))
    filled = Filled(registers={MEETINGS: ((*meeting, "First Site"),)})
    found = read(tmp_path / "full.xlsx", as_workbook(form_of("service"), filled), "service")
    assert found.cells[f"{MEETINGS}@First Site/rows"] == (Row(*meeting),)
    assert found.cells[f"{MEETINGS}@Second Site/rows"] is None


def test_a_site_where_no_meeting_can_be_held_is_not_missed_in_the_register(tmp_path):
    spared = {
        "answer": "no",
        "reason": "the only room has no step-free way in",
        "agreed by": "contract manager",
    }
    cells = {f"SV-5.applies@Second Site/{column}": found for column, found in spared.items()}
    rows = (("none", None, None, None, "First Site"),)
    filled = Filled(cells=cells, registers={MEETINGS: rows})
    found = read(tmp_path / "full.xlsx", as_workbook(form_of("service"), filled), "service")
    assert said_of(found, MEETINGS) == []
    assert found.cells[f"{MEETINGS}@First Site/rows"] == ()


def test_members_of_the_steering_group_stand_in_a_table_of_their_own(tmp_path):
    rows = (
        ("people using services", "service user forum", "forum representative", date(2026, 9, 15)),
        ("recovery community organisations", "Recovery Hub", "hub manager", date(2026, 9, 15)),
    )
    found = read(
        tmp_path / "full.xlsx", as_workbook(form_of("council"), Filled(registers={MEMBERS: rows})), "council"
    )
    assert found.cells[f"{MEMBERS}/rows"] == tuple(Row(*each) for each in rows)
    assert said_of(found, MEMBERS) == []


def test_a_name_with_a_title_is_noticed_where_a_role_belongs(tmp_path):
    rows = (("people using services", "service user forum", "Mrs Ann Example", date(2026, 9, 15)),)
    book = as_workbook(form_of("council"), Filled(registers={MEMBERS: rows}))
    found = read(tmp_path / "full.xlsx", book, "council")
    assert [each.name for each in found.findings if each.place.cell == "C6"] == ["a-person-is-named"]


@pytest.mark.parametrize("cell", ["B6", "C6"])
def test_whoever_fills_in_a_row_is_told_to_name_no_person(cell):
    sheet = openpyxl.load_workbook(BytesIO(as_workbook(form_of("council"))))[f"Register {MEMBERS}"]
    rule = next(each for each in sheet.data_validations.dataValidation if cell in each.sqref)
    assert (sheet["B5"].value, sheet["C5"].value) == (NAME, CONTACT)
    assert "never a person's name" in rule.prompt
