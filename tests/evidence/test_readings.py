"""What two readers found, read from a return."""

import pytest

from specrules.base.findings import Place
from specrules.evidence.cells import Cell
from specrules.evidence.facts import Absent, Reading
from specrules.evidence.layout import Register
from specrules.evidence.readings import readings_in
from specrules.result import Reason

WORDS = ("agrees", "does not agree")
NAMES = ("case", "first reader", "second reader")


def table(*rows):
    return Register(_cell("MA-4.read-alike", 0), tuple(_row(row, n) for n, row in enumerate(rows, 1)))


def _cell(text, line):
    return Cell(text, text or "", Place(f"line {line}"))


def _row(row, line):
    return {name: _cell(text, line) for name, text in zip(NAMES, row, strict=True)}


def test_readings_are_kept_by_case_in_the_words_that_were_offered():
    found, wrong = readings_in(table(("2", "AGREES", "agrees"), ("1", "agrees", "does not agree")), WORDS)
    assert found == (Reading(1, "agrees", "does not agree"), Reading(2, "agrees", "agrees"))
    assert wrong == []


def test_rows_that_were_not_filled_in_are_passed_over():
    found, _ = readings_in(table(("1", "agrees", "agrees"), (None, None, None)), WORDS)
    assert found == (Reading(1, "agrees", "agrees"),)


def test_a_table_without_a_row_says_nothing():
    assert readings_in(table((None, None, None)), WORDS) == (None, [])


GOOD = ("1", "agrees", "agrees")
FAULTS = {
    "a reader who says nothing": (("2", "agrees", None), Reason.BLANK, '"second reader" is blank'),
    "a word for not known": (("2", "not known", "agrees"), Reason.BLANK, '"first reader" is blank'),
    "a word that was not offered": (
        ("2", "agree", "agrees"),
        Reason.WRONG_TYPE,
        "not among the words offered",
    ),
    "no number": (("", "agrees", "agrees"), Reason.WRONG_TYPE, "its number in the sample"),
    "a person's number": (("9434765919", "agrees", "agrees"), Reason.WRONG_TYPE, "its number in the sample"),
    "a case twice": (("1", "agrees", "does not agree"), Reason.CONFLICTING, "has a row above already"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_one_row_that_is_wrong_leaves_none_and_is_named_at_its_place(fault):
    row, reason, says = FAULTS[fault]
    found, wrong = readings_in(table(GOOD, row), WORDS)
    assert found == Absent(reason)
    assert [each.place for each in wrong] == [Place("line 2")]
    assert says in wrong[0].message
    assert "9434765919" not in wrong[0].message


def test_a_table_without_headings_cannot_be_read():
    found, _ = readings_in(Register(_cell("MA-4.read-alike", 0), (), sound=False), WORDS)
    assert found == Absent(Reason.NOT_READABLE)
