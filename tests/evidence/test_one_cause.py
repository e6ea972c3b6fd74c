"""What somebody does to a sheet, a heading or a word of a return is told once, and makes nothing known."""

import io

import openpyxl
import pytest

from specrules.evidence.facts import Absent
from specrules.evidence.returns import read_return
from specrules.forms.workbook import as_workbook
from tests.evidence.making import HEADER, header_with, rows_of, write_csv, write_xlsx
from tests.evidence.test_assemble import SPEC, a_return, found
from tests.evidence.test_made_returns import DELIVERED, names, read_lines
from tests.forms.making import a_form, everything, read_back

LINE = {"item": "MA-1.delivered", "number": 57, "out of": 60}
MADE = as_workbook(a_form(), everything(a_form()))


def after(tmp_path, change=None):
    """What is read of the form of the example after a change to its workbook."""
    book = openpyxl.load_workbook(io.BytesIO(MADE))
    if change:
        change(book)
    book.save(tmp_path / "a.xlsx")
    return read_back(tmp_path / "a.xlsx")


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """What is read of it without one."""
    return after(tmp_path_factory.mktemp("whole"))


def more(changed, whole):
    """The names of the findings that the form had not before."""
    before = [(each.name, each.subject) for each in whole.findings]
    return [each for each in changed.findings if (each.name, each.subject) not in before]


def heading_row(sheet):
    return next(row[0].row for row in sheet if "item" in [cell.value for cell in row])


def renamed(book):
    book["Return"].title = "Quarter 2"


def renamed_each(book):
    for number, sheet in enumerate(book.worksheets):
        sheet.title = f"Sheet{number}"


def without_headings(book):
    book["Mutual aid"].delete_rows(heading_row(book["Mutual aid"]))


def without_front(book):
    del book["Return"]


def test_a_sheet_that_was_renamed_is_read_as_before(tmp_path, whole):
    for change in (renamed, renamed_each):
        changed = after(tmp_path, change)
        assert changed.cells == whole.cells
        assert more(changed, whole) == []


def test_a_sheet_that_lost_its_headings_is_one_finding(tmp_path, whole):
    (said,) = more(after(tmp_path, without_headings), whole)
    assert (said.name, said.place.sheet) == ("return-header", "Mutual aid")


def test_a_return_that_lost_its_first_sheet_is_told_what_stood_there(tmp_path):
    changed = after(tmp_path, without_front)
    assert not changed.readable
    (said,) = changed.findings
    assert said.message.startswith("The headings of the return are missing")
    assert '"Return"' in said.remedy


@pytest.mark.parametrize("change", [renamed, renamed_each, without_headings, without_front])
def test_what_is_not_missed_line_by_line_is_not_known_either(tmp_path, whole, change):
    for key, value in after(tmp_path, change).cells.items():
        assert value == whole.cells[key] or value is None or isinstance(value, Absent)
    lost = [key for key in whole.cells if key.startswith("MA-1.")]
    assert lost
    assert not set(lost) & set(after(tmp_path, without_headings).cells)


# -- headings


def sent(tmp_path, header, kind="csv"):
    """A return with these headings and one answer."""
    write = write_csv if kind == "csv" else write_xlsx
    return read_return(write(tmp_path / f"a.{kind}", rows_of(LINE, header=header)), [DELIVERED])


@pytest.mark.parametrize(("kind", "where"), [("csv", "above the answers"), ("xlsx", "first sheet")])
def test_a_table_without_headings_of_the_return_says_where_they_stand(tmp_path, kind, where):
    read = sent(tmp_path, {}, kind)
    assert names(read) == ["return-header"]
    assert where in read.findings[0].remedy


def test_headings_below_the_answers_are_read(tmp_path):
    rows = [*rows_of(LINE, header={}), [], *map(list, HEADER.items())]
    read = read_return(write_csv(tmp_path / "a.csv", rows), [DELIVERED])
    assert read.cells["MA-1.delivered/number"] == "57"
    assert names(read) == []


def test_a_heading_and_its_value_in_one_cell_are_read(tmp_path):
    joined = {f"{key}: {value}": "" for key, value in HEADER.items()}
    read = sent(tmp_path, joined)
    assert (read.party, read.period, names(read)) == ("riverbank", "2026-27-Q1", [])


def test_a_title_does_not_go_before_a_heading_that_is_there(tmp_path):
    read = sent(tmp_path, {"Period: 2025-26-Q4": "", **HEADER})
    assert (read.period, names(read)) == ("2026-27-Q1", [])


@pytest.mark.parametrize(
    ("said", "meant"),
    [("Final version", "final"), ("fnial", "final"), ("final, not provisional", None), ("agreed", None)],
)
def test_a_status_in_other_words_is_told_which_was_probably_meant(tmp_path, said, meant):
    read = sent(tmp_path, header_with(status=said))
    assert [(each.name, each.meant) for each in read.findings] == [("return-header", meant)]


@pytest.mark.parametrize("blank", ["n/a", "TBC", "-"])
def test_a_word_for_nothing_is_said_to_be_read_as_blank(tmp_path, blank):
    read = read_lines(tmp_path, DELIVERED, {**LINE, "number": blank})
    assert [each.name for each in read.findings] == ["blank-cell"]
    assert read.findings[0].message.endswith('"n/a" and the like are read as blank.')


def test_a_cell_with_nothing_in_it_is_only_called_blank(tmp_path):
    read = read_lines(tmp_path, DELIVERED, {**LINE, "number": None})
    assert "n/a" not in read.findings[0].message


def test_the_full_name_of_a_party_is_told_its_short_one():
    for party in SPEC.parties:
        assert found("EV445", a_return(party=party.name.upper())).meant == party.id
