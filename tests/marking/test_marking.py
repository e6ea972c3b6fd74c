"""Reading and marking up in Excel: what can be changed, and what comes back of it."""

import io
import shutil
from pathlib import Path

import openpyxl
import pytest

from specrules.__main__ import main
from specrules.base.files import read_text
from specrules.inputs import read_checked
from specrules.marking.items import items
from specrules.marking.workbook import as_workbook
from specrules.text.tree import read_tree
from tests.report.files import SPEC

ROOT = Path(__file__).parents[2]


@pytest.fixture
def spec(tmp_path):
    """A small specification on the disk."""
    path = tmp_path / "spec.yaml"
    path.write_text(SPEC.replace("clause:", "people: in treatment   # agreed\n    clause:"), encoding="utf-8")
    return path


def made(spec):
    return as_workbook(read_checked(spec)[0], items(read_tree(read_text(spec))))


def marked_up(spec, changes=(), comments=(), data=None):
    """A workbook with *changes* and *comments*, each by its place in the text, as Excel would save it."""
    book = openpyxl.load_workbook(io.BytesIO(data or made(spec)))
    sheet = book["To mark up"]
    rows = {row[5].value: row for row in sheet.iter_rows(min_row=6)}
    for place, said in dict(changes).items():
        rows[place][3].value = said
    for place, said in dict(comments).items():
        rows[place][4].value = said
    path = spec.parent / "marked.xlsx"
    book.save(path)
    return path


def ran(capsys, *args):
    """The exit code of a command, and all that it says."""
    code = main(["spec", *map(str, args)])
    said = capsys.readouterr()
    return code, said.out + said.err


# -- the workbook


def test_numbers_dates_and_wording_can_be_marked_up_and_names_cannot(spec):
    found = {each.path: each.value for each in items(read_tree(read_text(spec)))}
    assert found["contract/starts"] == "2026-04-01"
    assert found["requirements/MA-1/people"] == "in treatment"
    assert found["requirements/MA-1/checks/delivered/target"] == "at least 90%"
    assert not {"id", "status", "requirements/MA-1/owed-by", "requirements/MA-1/strength"} & found.keys()


@pytest.mark.parametrize("name", sorted(path.name for path in (ROOT / "specs").glob("*.yaml")))
def test_every_value_of_a_shipped_specification_has_a_place_of_its_own(name):
    found = items(read_tree(read_text(ROOT / "specs" / name)))
    assert len({each.path for each in found}) == len(found) > 10


def test_the_same_specification_gives_the_same_bytes(spec):
    assert made(spec) == made(spec)


def test_only_the_yellow_cells_are_open_and_nothing_in_it_is_a_formula(spec):
    text = spec.read_text().replace("title: A small service", "title: =HYPERLINK(1)")
    spec.write_text(text)
    book = openpyxl.load_workbook(io.BytesIO(made(spec)))
    sheet = book["To mark up"]
    assert sheet.protection.sheet
    unlocked = {
        cell.column for row in sheet.iter_rows(min_row=6) for cell in row if not cell.protection.locked
    }
    assert unlocked == {4, 5}
    assert {cell.data_type for each in book for row in each.iter_rows() for cell in row} <= {"s", "n"}
    assert sheet["C6"].value == "=HYPERLINK(1)"


def test_the_duties_are_there_to_read_in_plain_english(spec):
    sheet = openpyxl.load_workbook(io.BytesIO(made(spec)))["In plain English"]
    assert sheet["A4"].value == "MA-1"
    assert (
        "Riverbank Recovery must make sure that keyworkers help people to use mutual aid."
        in sheet["B4"].value
    )


# -- what comes back


def test_what_was_changed_is_shown_and_nothing_is_written(spec, capsys):
    before = spec.read_bytes()
    path = marked_up(
        spec,
        {"requirements/MA-1/checks/delivered/target": "at least 95%"},
        {"requirements/MA-1/people": "Everybody?"},
    )
    code, said = ran(capsys, "from-xlsx", path, spec)
    assert code == 1
    assert said.replace(str(spec.parent), "") == (
        "/marked.xlsx, held against /spec.yaml: 1 change, 1 comment.\n\n"
        "MA-1, checks, delivered, target (line 19; sheet To mark up, cell D21)\n"
        "  is:  at least 90%\n  to:  at least 95%\n\n"
        "Comment on MA-1, people (sheet To mark up, cell E17)\n  Everybody?\n"
        "To take the changes over, add --accept.\n"
    )
    assert spec.read_bytes() == before


def test_what_is_accepted_is_written_in_its_place_and_nothing_else_moves(spec, capsys):
    before = spec.read_text()
    path = marked_up(
        spec, {"requirements/MA-1/people": "who began: in the period", "contract/ends": "2030-03-31"}
    )
    code, said = ran(capsys, "from-xlsx", path, spec, "--accept")
    assert (code, said.splitlines()[-1].endswith("spec.yaml: 2 changes.")) == (0, True)
    after = before.replace("people: in treatment ", 'people: "who began: in the period" ')
    assert spec.read_text() == after.replace("ends: 2029-03-31", "ends: 2030-03-31")
    assert ran(capsys, "from-xlsx", path, spec)[0] == 0


def test_a_workbook_that_nobody_marked_asks_for_nothing(spec, capsys):
    code, said = ran(capsys, "from-xlsx", marked_up(spec), spec)
    assert (code, said.endswith("spec.yaml: 0 changes, 0 comments.\n")) == (0, True)


def test_a_change_that_would_be_an_error_is_not_written(spec, capsys):
    before = spec.read_bytes()
    path = marked_up(spec, {"requirements/MA-1/checks/delivered/target": "at least 0.95"})
    code, said = ran(capsys, "from-xlsx", path, spec, "--accept")
    assert code == 1
    assert "Nothing was written, because the specification would then have an error." in said
    assert spec.read_bytes() == before


def test_what_has_changed_since_the_workbook_was_made_is_not_written_over(spec, capsys):
    path = marked_up(spec, {"requirements/MA-1/people": "ours", "requirements/NWD-1/title": "Signed"})
    spec.write_text(spec.read_text().replace("in treatment   #", "theirs   #"))
    code, said = ran(capsys, "from-xlsx", path, spec, "--accept")
    assert code == 1
    assert "Because it was “in treatment” when the workbook was made, and is “theirs” now." in said
    assert "people: theirs" in spec.read_text() and "title: Signed" in spec.read_text()


def test_a_value_that_is_gone_is_named(spec, capsys):
    path = marked_up(spec, {"requirements/MA-1/people": "ours"})
    spec.write_text(spec.read_text().replace("people: in treatment   # agreed\n    ", ""))
    code, said = ran(capsys, "from-xlsx", path, spec)
    assert (code, "Because it is no longer in the specification." in said) == (1, True)


def test_line_ends_stay_as_they_are(spec, capsys):
    spec.write_bytes(spec.read_bytes().replace(b"\n", b"\r\n"))
    path = marked_up(spec, {"requirements/MA-1/people": "ours"})
    ran(capsys, "from-xlsx", path, spec, "--accept")
    assert b"people: ours   # agreed\r\n" in spec.read_bytes()
    assert b"\n" not in spec.read_bytes().replace(b"\r\n", b"")


def test_a_workbook_of_another_specification_is_refused(spec, capsys):
    path = marked_up(spec)
    spec.write_text(spec.read_text().replace("id: anytown", "id: elsewhere"))
    code, said = ran(capsys, "from-xlsx", path, spec)
    assert (code, "is of the specification anytown, and not of elsewhere" in said) == (2, True)


@pytest.mark.parametrize("data", [b"", b"no workbook", b"PK\x03\x04 damaged"])
def test_what_is_no_workbook_is_refused_with_its_reason(spec, capsys, data):
    path = spec.parent / "marked.xlsx"
    path.write_bytes(data)
    code, said = ran(capsys, "from-xlsx", path, spec)
    assert (code, "marked.xlsx was not read: it is" in said) == (2, True)


def test_a_workbook_made_elsewhere_is_refused(spec, capsys):
    path = spec.parent / "marked.xlsx"
    openpyxl.Workbook().save(path)
    code, said = ran(capsys, "from-xlsx", path, spec)
    assert (code, "was not made by: specrules spec to-xlsx" in said) == (2, True)


def test_a_specification_with_errors_is_not_made_into_a_workbook(spec, capsys):
    spec.write_text(spec.read_text().replace("strength", "strenght", 1))
    code, said = ran(capsys, "to-xlsx", spec, "--output", spec.parent / "out.xlsx")
    assert (code, "has an error, so it was not used" in said) == (2, True)
    assert not (spec.parent / "out.xlsx").exists()


def test_the_example_partnership_goes_out_and_comes_back(tmp_path, capsys):
    path = tmp_path / "spec.yaml"
    shutil.copy(ROOT / "examples/anytown/spec.yaml", path)
    assert ran(capsys, "to-xlsx", path, "-o", tmp_path / "out.xlsx")[0] == 0
    data = (tmp_path / "out.xlsx").read_bytes()
    back = marked_up(path, {"requirements/MA-1/targets/target/2": "at least 95%"}, data=data)
    assert ran(capsys, "from-xlsx", back, path, "--accept")[0] == 0
    old = (ROOT / "examples/anytown/spec.yaml").read_text().splitlines()
    changed = [(a, b) for a, b in zip(old, path.read_text().splitlines(), strict=True) if a != b]
    assert len(changed) == 1 and changed[0][1] == changed[0][0].replace("at least 90%", "at least 95%")
