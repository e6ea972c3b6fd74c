"""What people and programs put in the cell of a count: it is read exactly, or told once with its cell."""

import zipfile
from datetime import date

import openpyxl
import pytest

from specrules.evidence.returns import read_return
from tests.evidence.making import rows_of, write_xlsx
from tests.evidence.test_made_returns import DELIVERED, names

COUNT = "MA-1.delivered/number"
CELL = "B9"  # where the form of these tests has it
ROWS = rows_of({"item": "MA-1.delivered", "number": 57, "out of": 60})


def with_cell(path, value, shown=None):
    """A return with something else in the cell of its count, as a spreadsheet program writes it."""
    book = openpyxl.load_workbook(write_xlsx(path, ROWS))
    cell = book.worksheets[0][CELL]
    assert cell.value == 57
    cell.value = value
    cell.number_format = shown or cell.number_format
    book.save(path)
    return read_return(path, [DELIVERED])


def with_sheet(path, change):
    """A return whose sheet was changed by hand, within its archive."""
    with zipfile.ZipFile(write_xlsx(path, ROWS)) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    changed = change(parts["xl/worksheets/sheet1.xml"])
    assert changed != parts["xl/worksheets/sheet1.xml"]
    with zipfile.ZipFile(path, "w") as packed:
        for name, part in (parts | {"xl/worksheets/sheet1.xml": changed}).items():
            packed.writestr(name, part)
    return read_return(path, [DELIVERED])


@pytest.mark.parametrize(
    "value",
    [
        *[date(2026, 7, 1), 1e300, 57.0000000001, True, "'57", "5 7", "57\n58", "5⁷", "~57"],
        *[
            "fifty-seven",
            "\N{ARABIC-INDIC DIGIT FIVE}7",
            "\N{FULLWIDTH DIGIT FIVE}7",
            "5O",
            "57 (of whom 3 new)",
        ],
    ],
    ids=repr,
)
def test_what_is_no_count_is_told_once_with_its_cell(tmp_path, value):
    read = with_cell(tmp_path / "a.xlsx", value)
    assert [(each.name, each.place.cell) for each in read.findings] == [("wrong-type", CELL)]


def test_a_share_shown_as_a_percentage_is_no_count(tmp_path):
    read = with_cell(tmp_path / "a.xlsx", 0.57, "0%")
    assert (names(read), read.cells[COUNT]) == (["wrong-type"], "57%")


def test_a_formula_that_was_never_calculated_is_told_once_with_its_cell(tmp_path):
    read = with_cell(tmp_path / "a.xlsx", "=50+7")
    assert [(each.code, each.place.cell) for each in read.findings] == [("EV429", CELL)]


def test_a_number_in_scientific_notation_is_the_same_number(tmp_path):
    read = with_sheet(tmp_path / "a.xlsx", lambda sheet: sheet.replace(b"<v>57</v>", b"<v>5.7E1</v>"))
    assert (names(read), read.cells[COUNT]) == ([], 57)


@pytest.mark.parametrize("written", [b"INF", b"0x39", b"5,7", b"--57"])
def test_what_no_program_writes_as_a_number_is_told_once(tmp_path, written):
    read = with_sheet(tmp_path / "a.xlsx", lambda sheet: sheet.replace(b"<v>57</v>", b"<v>%s</v>" % written))
    assert len(read.findings) == 1
    assert read.cells.get(COUNT) != 57


@pytest.mark.parametrize(
    "change",
    [
        lambda sheet: sheet.replace(b"</row>", b'<c r="B20"><v>9</v></c></row>', 1),
        lambda sheet: sheet.replace(b"<sheetData>", b'<sheetData><row r="1"><c r="A1"><v>9</v></c></row>', 1),
        lambda sheet: sheet.decode().replace("UTF-8", "UTF-16").encode("utf-16"),
    ],
    ids=["a cell of another row", "a row twice", "another encoding"],
)
def test_a_sheet_that_no_program_writes_is_refused_once(tmp_path, change):
    read = with_sheet(tmp_path / "a.xlsx", change)
    assert (names(read), read.cells) == (["unreadable"], {})
