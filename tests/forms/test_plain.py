"""Forms as CSV and YAML: returns already, with every answer blank."""

from datetime import date

import pytest

from specrules.evidence.facts import ValueKind
from specrules.forms.form import Raised, form_for
from specrules.forms.plain import as_csv, as_yaml
from specrules.forms.workbook import as_workbook
from specrules.values.periods import due_date
from tests.forms.making import ROOT, a_form, plan_for, read_back

PARTIES = ["riverbank", "trust", "council"]
KINDS = {"csv": lambda form: as_csv(form).encode("utf-8-sig"), "yaml": lambda form: as_yaml(form).encode()}


@pytest.mark.parametrize("party", PARTIES)
@pytest.mark.parametrize("kind", KINDS)
def test_every_question_has_its_blank_line(tmp_path, party, kind):
    path = tmp_path / f"new.{kind}"
    path.write_bytes(KINDS[kind](a_form(party)))
    read = read_back(path, party)
    assert set(read.cells.values()) == {None}
    assert {each.name for each in read.findings} == {"blank-cell", "return-header"}


@pytest.mark.parametrize("kind", KINDS)
def test_all_forms_ask_the_same(tmp_path, kind):
    form = a_form()
    path, book = tmp_path / f"new.{kind}", tmp_path / "new.xlsx"
    path.write_bytes(KINDS[kind](form))
    book.write_bytes(as_workbook(form))
    assert set(read_back(path).cells) == set(read_back(book).cells)


def test_what_is_filled_into_the_csv_is_read(tmp_path):
    text = as_csv(a_form())
    line = next(each for each in text.splitlines() if each.startswith("MA-1.delivered"))
    path = tmp_path / "filled.csv"
    path.write_text(text.replace(line, "MA-1.delivered,,,,104,121" + "," * 8), encoding="utf-8")
    read = read_back(path)
    assert (read.cells["MA-1.delivered/number"], read.cells["MA-1.delivered/out of"]) == ("104", "121")


def test_a_list_of_words_has_a_line_for_each_word_in_csv():
    lines = as_csv(a_form()).splitlines()
    words = tuple(each.split(",")[2] for each in lines if each.startswith("QS-4.covered"))
    assert words == next(each.words for each in a_form().questions if each.request.item == "QS-4.covered")


def test_what_may_be_chosen_is_a_remark_in_yaml():
    text = as_yaml(a_form())
    offered = [
        each.request.words
        for each in a_form().questions
        if ValueKind.CHOICE in each.request.columns.values() or each.words
    ]
    assert offered
    assert all("; ".join(words) in text for words in offered)


OPEN = (
    Raised("query", "Q-1", "MA-1", "Why are 6 people not recorded?", date(2026, 10, 30)),
    Raised("agreed action", "A-1", "MA-3", "=Offer a room at Quayside"),
)


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_open_from_earlier_meetings_is_shown_and_never_read(tmp_path, kind):
    plan = plan_for()
    form = form_for(plan, "riverbank", due_date(plan.spec.returns.due, plan.period), None, OPEN)
    path = tmp_path / f"new.{kind}"
    path.write_bytes(KINDS[kind](form))
    said = path.read_text(encoding="utf-8-sig")
    assert all(each.says in said and each.id in said for each in OPEN)
    assert "30 October 2026" in said
    assert ",=Offer" not in said
    read = read_back(path)
    assert set(read.cells.values()) == {None}
    assert {each.name for each in read.findings} == {"blank-cell", "return-header"}


@pytest.mark.parametrize("kind", KINDS)
def test_what_was_answered_last_time_stands_beside_the_question(tmp_path, kind):
    before = read_back(ROOT / "examples/anytown/returns/2026-27-Q1/riverbank.xlsx", period="2026-27-Q1")
    path = tmp_path / f"new.{kind}"
    path.write_bytes(KINDS[kind](a_form(before=before)))
    said = path.read_text(encoding="utf-8-sig")
    assert "96 of 118" in said
    assert "last time" in said
    assert set(read_back(path).cells.values()) == {None}


@pytest.mark.parametrize("kind", KINDS)
def test_there_is_a_list_of_documents_to_fill_in(tmp_path, kind):
    path = tmp_path / f"new.{kind}"
    row = {
        "csv": "Stock list,v2,front desk,2026-09-01\n",
        "yaml": "  - {document: Stock list, owner: front desk}\n",
    }[kind]
    path.write_bytes(KINDS[kind](a_form()) + row.encode())
    assert [each.name for each in read_back(path).documents] == ["Stock list"]
