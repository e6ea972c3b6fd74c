"""Forms as CSV and YAML: returns already, with every answer blank."""

import pytest

from specrules.evidence.facts import ValueKind
from specrules.forms.plain import as_csv, as_yaml
from specrules.forms.workbook import as_workbook
from tests.forms.making import a_form, read_back

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
