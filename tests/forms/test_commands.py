"""The commands return new and return check, as a provider uses them."""

import json
import shutil

import openpyxl
import pytest

from specrules.base.errors import NothingChecked, NotWritten, SpecrulesError, UnreadableFile
from specrules.cli import run
from specrules.cli.app import Misused
from tests.forms.making import ROOT, SPEC
from tests.report.files import MET, NOT_MET, a_folder, a_return

RETURNS = ROOT / "examples" / "anytown" / "returns"


@pytest.fixture
def said(capsys, monkeypatch, tmp_path):
    """Run a command in a folder of the test's own: its exit code, and what it prints."""
    monkeypatch.chdir(tmp_path)

    def do(*argv):
        code = run([str(each) for each in argv])
        out, err = capsys.readouterr()
        return code, out, err

    return do


def new(*more, provider="riverbank"):
    return ["return", "new", SPEC, "--provider", provider, "--period", "2026-27-Q2", *more]


def test_a_return_is_called_after_its_party_and_period(said, tmp_path):
    assert said(*new())[:2] == (0, "Written to riverbank-2026-27-Q2.xlsx: 40 questions.\n")
    assert [each.name for each in tmp_path.iterdir()] == ["riverbank-2026-27-Q2.xlsx"]


@pytest.mark.parametrize("name", ["a.xlsx", "a.csv", "a.yaml"])
def test_a_new_return_can_be_checked_at_once(said, name):
    said(*new("-o", name))
    code, out, _ = said("return", "check", name, SPEC)
    assert code == 1
    assert "blank-cell" in out
    assert "no evidence" in out


@pytest.mark.parametrize("name", ["a.xlsx", "a.csv", "a.yaml"])
def test_a_return_that_somebody_may_have_filled_in_is_left_as_it_is(said, tmp_path, name):
    said(*new("-o", name))
    with (tmp_path / name).open("ab") as made:
        made.write(b"filled in")
    before = (tmp_path / name).read_bytes()
    with pytest.raises(Misused, match=f"^{name} is there already, and was left as it is: somebody may have"):
        said(*new("-o", name))
    assert (tmp_path / name).read_bytes() == before


def test_a_return_that_nobody_has_touched_may_be_made_again(said):
    assert said(*new()) == said(*new())


def test_a_party_may_be_called_by_its_name(said):
    assert said(*new(provider="Riverbank Recovery"))[0] == 0


def test_what_is_open_from_earlier_meetings_is_on_a_sheet_of_its_own_which_is_not_read(said, tmp_path):
    year = ROOT / "examples" / "contract-year" / "spec.yaml"
    made = ["return", "new", year, "--provider", "riverbank", "--period", "2026-27-Q2", "-o", "a.xlsx"]
    assert said(*made)[0] == 0
    rows = openpyxl.load_workbook(tmp_path / "a.xlsx")["Queries and actions"].iter_rows(values_only=True)
    assert [row for row in rows if row[0]][1:] == [
        ("kind", "what", "about", "number", "by"),
        ("agreed action", "open a second evening clinic", "AC-1", "ACT-1", "22 January 2027"),
    ]
    assert "extra-sheet" not in said("return", "check", "a.xlsx", year)[1]


def test_where_nothing_is_open_there_is_no_sheet_for_it(said, tmp_path):
    year = ROOT / "examples" / "contract-year" / "spec.yaml"
    said("return", "new", year, "--provider", "riverbank", "--period", "2026-27-Q1", "-o", "a.xlsx")
    assert "Queries and actions" not in openpyxl.load_workbook(tmp_path / "a.xlsx").sheetnames


def test_last_quarter_is_read_for_comparison(said):
    assert said(*new("--previous", RETURNS / "2026-27-Q1" / "riverbank.xlsx"))[0] == 0


@pytest.mark.parametrize(
    ("argv", "error", "why"),
    [
        (new(provider="riverbnk"), SpecrulesError, "Did you mean riverbank?"),
        (new(provider="xyz"), SpecrulesError, "The parties are: council, riverbank, trust, hospital."),
        (new("-o", "a.ods"), SpecrulesError, "A return is .xlsx, .csv or .yaml, not .ods."),
        (new("-o", "none/a.xlsx"), NotWritten, "make the folder first"),
        (new("--previous", SPEC), UnreadableFile, "--previous"),
        (new("--previous", "gone.xlsx"), UnreadableFile, "--previous"),
        (["return", "check", "gone.xlsx", SPEC], UnreadableFile, "gone.xlsx"),
        (["return", "check", SPEC], UnreadableFile, "This file is not a return"),
    ],
)  # fmt: skip
def test_what_cannot_be_done_is_said_in_a_sentence(said, argv, error, why):
    with pytest.raises(error) as raised:
        said(*argv)
    assert why in str(raised.value)


def test_a_party_that_is_asked_nothing_has_no_return(said, tmp_path):
    spec = (a_folder(tmp_path) / "spec.yaml").read_text(encoding="utf-8")
    extra = spec.replace(
        "contract:", "  trust: {name: Trust, role: mental health, bound-by: a letter}\ncontract:"
    )
    (tmp_path / "spec.yaml").write_text(extra, encoding="utf-8")
    with pytest.raises(NothingChecked, match="trust is asked nothing"):
        said("return", "new", "spec.yaml", "--provider", "trust", "--period", "2026-27-Q1")


def test_the_specification_is_found_above_the_return(said, tmp_path):
    shutil.copytree(ROOT / "examples" / "anytown", tmp_path / "anytown")
    code, out, _ = said("return", "check", "anytown/returns/2026-27-Q2/riverbank.xlsx")
    assert code == 1
    assert "MA-6.lists" in out


def test_a_specification_that_cannot_be_found_is_asked_for(said, tmp_path):
    (tmp_path / "alone.yaml").write_text(MET.replace("anytown", "otherton"), encoding="utf-8")
    with pytest.raises(SpecrulesError, match="The specification otherton was not found"):
        said("return", "check", "alone.yaml")


def test_what_others_did_not_send_is_none_of_a_party_s_business(said, tmp_path):
    a_folder(tmp_path)
    code, out, _ = said("return", "check", "returns/riverbank.yaml", "spec.yaml")
    assert code == 0
    assert "council" not in out
    assert out.endswith("In the file: nothing wrong.\n")


def test_a_must_that_would_not_be_met_is_something_to_act_on(said, tmp_path):
    a_folder(tmp_path, riverbank=NOT_MET)
    code, out, _ = said("return", "check", "returns/riverbank.yaml", "spec.yaml")
    assert code == 1
    assert "1 must is neither met, allowed nor not applicable: MA-1." in out


def test_a_return_for_another_specification_is_refused_by_its_name(said, tmp_path):
    a_folder(tmp_path, riverbank=MET.replace("spec: anytown", "spec: otherton"))
    with pytest.raises(NothingChecked) as raised:
        said("return", "check", "returns/riverbank.yaml", "spec.yaml")
    assert "This return is for otherton, and this is anytown." in str(raised.value)


def test_the_check_speaks_json_too(said, tmp_path):
    a_folder(tmp_path, riverbank=a_return("riverbank", "MA-1: 57 of 60"))
    code, out, _ = said("return", "check", "returns/riverbank.yaml", "spec.yaml", "--format", "json")
    data = json.loads(out)
    assert code == 1
    assert {each["party"] for each in data["verdicts"]} == {"riverbank"}
    assert {each["name"] for each in data["findings"]} == {"unknown-item"}


def test_the_whole_check_of_the_example(said, as_kept):
    shutil.copytree(ROOT / "examples" / "anytown", "anytown")
    code, out, _ = said("return", "check", "anytown/returns/2026-27-Q2/riverbank.xlsx")
    assert code == 1
    as_kept("check.txt", out)
