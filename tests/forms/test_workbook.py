"""The workbook that a provider fills in: it opens, guards what is typed, and is read back to the letter."""

import zipfile
from datetime import date
from io import BytesIO

import openpyxl
import pytest

from specrules.base.findings import Severity
from specrules.base.frozen import replace
from specrules.compile import requests
from specrules.evidence.facts import Row
from specrules.forms import status
from specrules.forms.form import Filled
from specrules.forms.workbook import as_workbook
from specrules.library import read_spec
from tests.forms.making import ROOT, a_form, anytown, everything, plan_for, read_back

PARTIES = ["riverbank", "trust", "council"]


def opened(form, filled=None):
    return openpyxl.load_workbook(BytesIO(as_workbook(form, filled)))


def saved(path, form, filled=None):
    path.write_bytes(as_workbook(form, filled))
    return path


def named(book, name):
    """The cell that a name stands for."""
    sheet, cell = next(iter(book.defined_names[name].destinations))
    return book[sheet][cell.replace("$", "")]


@pytest.mark.parametrize("party", PARTIES)
def test_it_is_the_same_to_the_byte_when_made_twice(party):
    form = a_form(party)
    assert as_workbook(form, everything(form)) == as_workbook(form, everything(form))


@pytest.mark.parametrize("party", PARTIES)
def test_one_that_nobody_has_filled_in_is_read_with_every_cell_blank(tmp_path, party):
    read = read_back(saved(tmp_path / "new.xlsx", a_form(party)), party)
    assert (read.party, read.period, read.readable) == (party, "2026-27-Q2", True)
    assert set(read.cells.values()) == {None}
    assert {each.name for each in read.findings} == {"blank-cell", "return-header"}
    assert not any(each.severity is Severity.ERROR for each in read.findings)


@pytest.mark.parametrize("path", sorted((ROOT / "specs").glob("*.yaml")), ids=lambda path: path.stem)
def test_whatever_is_asked_by_a_specification_to_copy_has_its_cell(tmp_path, path):
    spec = read_spec(path).spec
    asked = {each.party for each in requests(plan_for(spec=spec))}
    for party in sorted(asked):
        form = a_form(party, spec=spec)
        read = read_back(saved(tmp_path / "new.xlsx", form), party, spec=spec)
        wanted = {each.request.key(name) for each in form.questions for name in each.request.columns}
        assert (read.cells.keys(), set(read.cells.values())) == (wanted, {None})


@pytest.mark.parametrize("party", PARTIES)
def test_what_is_filled_in_is_read_back_exactly(tmp_path, party):
    form = a_form(party)
    filled = everything(form)
    read = read_back(saved(tmp_path / "full.xlsx", form, filled), party)
    wanted = {
        key: found for key, found in filled.cells.items() if not key.rpartition("/")[0].endswith("/answer")
    }
    for question in form.questions:
        if question.words:
            wanted[question.request.key("answer")] = (question.words[0],)
        elif question.is_register:
            row = Row("12-step", "Monday fellowship", "public information contact", date(2026, 9, 14))
            wanted[question.request.key("rows")] = (row,)
    assert read.cells == wanted
    assert [each for each in read.findings if each.severity is not Severity.ADVICE] == []
    assert (read.submitted, read.data_as_at, read.provisional) == (
        date(2026, 10, 16),
        date(2026, 10, 15),
        False,
    )


def test_a_comment_is_read_with_its_requirement_and_its_cell(tmp_path):
    form = a_form()
    read = read_back(saved(tmp_path / "full.xlsx", form, everything(form)))
    comment = read.comments["MA-1"]
    assert comment.text == "The record system was changed in August."
    assert (comment.place.sheet, comment.place.cell) == ("Mutual aid", "N5")


def test_the_list_of_documents_is_read(tmp_path):
    form = a_form()
    read = read_back(saved(tmp_path / "full.xlsx", form, everything(form)))
    assert [tuple(each) for each in read.documents] == [
        ("Room booking log", "v2", "service manager", "2026-09-30")
    ]


def test_owner_and_date_of_a_listed_document_need_not_be_written_again(tmp_path):
    form = a_form()
    listed = Filled(
        cells={"NWD-10.policy/answer": "yes", "NWD-10.policy/document": "room booking log"},
        documents=everything(form).documents,
    )
    read = read_back(saved(tmp_path / "listed.xlsx", form, listed))
    assert read.cells["NWD-10.policy/owner"] == "service manager"
    assert read.cells["NWD-10.policy/date"] == date(2026, 9, 30)
    assert read.origins["NWD-10.policy/date"].place.sheet == "Documents"


def test_a_script_finds_every_cell_by_its_name_and_what_it_writes_is_read(tmp_path):
    book = opened(a_form())
    named(book, "cell_MA_1.delivered_number").value = 104
    named(book, "cell_MA_1.delivered_out_of").value = 121
    named(book, "cell_MA_3.fee_High_Street").value = 7.5
    named(book, "cell_QS_4.covered_getting_in_touch").value = "yes"
    named(book, "cell_submitted").value = date(2026, 10, 16)
    book.save(tmp_path / "filled.xlsx")
    read = read_back(tmp_path / "filled.xlsx")
    assert (read.cells["MA-1.delivered/number"], read.cells["MA-1.delivered/out of"]) == (104, 121)
    assert float(read.cells["MA-3.fee@High Street/answer"]) == 7.5
    assert read.cells["QS-4.covered/answer"] is None
    assert read.submitted == date(2026, 10, 16)


def test_labels_are_locked_and_the_cells_to_fill_in_are_not():
    book = opened(a_form())
    assert all(book[name].protection.sheet for name in book.sheetnames)
    assert not named(book, "cell_MA_1.delivered_number").protection.locked
    section = book["Mutual aid"]
    assert section["A5"].protection.locked
    assert section["B7"].protection.locked


@pytest.mark.parametrize("title", ["Register MA-2.developed", "Documents"])
def test_a_table_can_be_longer_than_the_rows_that_are_ready(title):
    sheet = opened(a_form())[title]
    assert sheet["A1"].protection.locked
    assert not any(sheet.column_dimensions[column].protection.locked for column in "ABCD")


def test_it_says_in_its_properties_which_specification_it_answers():
    book = opened(a_form())
    said = {each.name: each.value for each in book.custom_doc_props.props}
    assert said["spec"] == anytown().id
    assert said["spec-version"] == anytown().version
    assert said["spec-digest"] == anytown().digest


def test_what_was_returned_last_time_stands_beside_each_line(tmp_path):
    before = a_form(period="2026-27-Q1")
    last = read_back(saved(tmp_path / "last.xlsx", before, everything(before)), period="2026-27-Q1")
    form = a_form(before=last)
    assert {each.request.item: each.before for each in form.questions} | {
        "MA-1.delivered": "1 of 101",
        "MA-2.developed": "1 row",
        "MA-6.lists": "14/09/2026",
    } == {each.request.item: each.before for each in form.questions}
    book = opened(form)
    assert "Last time: 1 row." in book["Register MA-2.developed"]["A3"].value
    sheet = book["No wrong door"]
    rows = {(row[0].value, row[2].value): [cell.value for cell in row] for row in sheet.iter_rows(min_row=5)}
    assert "yes" in rows["QS-4.covered", "spotting missed appointments"]
    assert "no" in rows["QS-4.covered", "getting in touch"]


def test_nothing_in_a_specification_becomes_a_formula_or_a_link():
    spec = anytown()
    first, *others = spec.requirements
    hostile = replace(first, title='=HYPERLINK("http://x.invalid")', section="=1+1 [a/b]: 'History'?*")
    evil = replace(spec, title="external:c:\\x.xls", requirements=(hostile, *others))
    form = a_form(spec=evil)
    book = opened(form, Filled(comments={"MA-1": "=1+1"}))
    formulas = {
        cell.value for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f"
    }
    assert all(text.startswith(("=IF(", "=18", "=4-", "=22-", "=17-", "=1-")) for text in formulas)
    parts = zipfile.ZipFile(BytesIO(as_workbook(form)))
    assert not any(b"http://x.invalid" in parts.read(name) for name in parts.namelist() if "rels" in name)


def test_a_title_that_no_sheet_may_have_is_changed_by_one_rule():
    spec = anytown()
    long = "A very long section title that goes on: for more than 31 characters"
    renamed = [
        replace(each, section="History" if n % 3 == 0 else long if n % 3 == 1 else f"{long} and on")
        for n, each in enumerate(spec.requirements)
    ]
    names = opened(a_form(spec=replace(spec, requirements=tuple(renamed)))).sheetnames
    assert len({name.casefold() for name in names}) == len(names)
    assert all(len(name) <= 31 and not set(name) & set("[]:*?/\\") for name in names)
    assert "history" not in map(str.casefold, names)


@pytest.mark.parametrize("party", PARTIES)
def test_the_status_of_a_full_return_is_filled_in_on_every_line(party):
    form = a_form(party)
    book = openpyxl.load_workbook(BytesIO(as_workbook(form, everything(form))), data_only=True)
    said = {
        row[column].value
        for name in [section.title for section in form.sections]
        for column in [next(cell.column - 1 for cell in book[name][4] if cell.value == "status")]
        for row in book[name].iter_rows(min_row=5)
        if row[column].value
    }
    assert said == {status.FILLED_IN}


def test_a_cell_that_wants_a_count_refuses_a_percentage_and_says_so():
    sheet = opened(a_form())["Mutual aid"]
    rules = {str(each.sqref): each for each in sheet.data_validations.dataValidation}
    number = next(rule for cell, rule in rules.items() if rule.promptTitle == "How many")
    assert "Percentages cannot be used" in number.error
    assert number.errorStyle in (None, "stop")


def test_the_first_sheet_says_by_when_it_is_sent_and_what_each_of_its_own_cells_wants():
    sheet = openpyxl.load_workbook(BytesIO(as_workbook(a_form())))["Return"]
    said = [str(cell) for row in sheet.iter_rows(values_only=True) for cell in row if cell]
    assert "Integrated drug and alcohol recovery service; to be sent by 21 October 2026" in said[:2]
    (about,) = [each for each in said if each.startswith("Above, ")]
    assert all(f"“{name}”" in about for name in ("submitted", "data-as-at", "status", "supersedes"))
    assert any("n/a is read as blank" in each for each in said)
