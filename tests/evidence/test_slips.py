"""Answers that all stand a row too low or too high are told once, and none of them is used."""

import random

import pytest

from specrules.evidence.facts import Absent, ValueKind
from specrules.evidence.returns import read_return
from tests.evidence.making import SHARE, STATEMENT, asked, rows_of, write_csv, write_xlsx

COLUMNS = ["item", "answer", "number", "out of", "document", "owner", "date"]
#: What is asked, and an answer to it, as somebody writes it in a table of one's own making.
ASKED = {
    "MA-1.delivered": (SHARE, {"number": 57, "out of": 60}),
    "MA-1.trained": (SHARE, {"number": 12, "out of": 13}),
    "MA-2.policy": (
        STATEMENT,
        {"answer": "yes", "document": "Policy", "owner": "lead", "date": "2026-05-01"},
    ),
    "MA-2.reviewed": (ValueKind.DATE, {"answer": "2026-04-03"}),
    "MA-3.fee": (ValueKind.MONEY, {"answer": 5}),
    "MA-3.open": (ValueKind.YES_NO, {"answer": "no"}),
    "NWD-1.seen": (SHARE, {"number": 20, "out of": 31}),
    "NWD-1.meetings": (ValueKind.COUNT, {"number": 3}),
    "NWD-2.lead": (ValueKind.YES_NO, {"answer": "yes"}),
    "NWD-2.wait": (ValueKind.COUNT, {"number": 9}),
}
REQUESTS = [asked(item, columns) for item, (columns, _) in ASKED.items()]
ITEMS, ANSWERS = list(ASKED), [answer for _, answer in ASKED.values()]


def answered(tmp_path, answers, items=ITEMS, kind="csv"):
    """What is read of a table with these answers beside the items, one below the other."""
    items = [*items, *[""] * (len(answers) - len(items))]
    lines = [{"item": item, **answer} for item, answer in zip(items, answers, strict=True)]
    write = write_csv if kind == "csv" else write_xlsx
    return read_return(write(tmp_path / f"a.{kind}", rows_of(*lines, columns=COLUMNS)), REQUESTS)


def down(at, answers=ANSWERS):
    """A blank cell was put in, and what stood there and below went down."""
    return [*answers[:at], {}, *answers[at:]]


def up(at, answers=ANSWERS):
    """A cell was taken out, and what stood below went up."""
    return [*answers[:at], *answers[at + 1 :], {}]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize(
    ("answers", "how"),
    [
        (down(0), "low"),
        (down(0)[:-1], "low"),
        (down(4), "low"),
        (down(6), "low"),
        (up(0), "high"),
        (up(3), "high"),
        (up(5), "high"),
    ],
)
def test_answers_that_slipped_by_a_row_are_one_finding_and_none_is_used(tmp_path, answers, how, kind):
    read = answered(tmp_path, answers, kind=kind)
    (found,) = read.findings
    assert found.name == "unknown-item"
    assert f"seem to stand a row too {how}. None of them was used." in found.message
    assert all(value is None or isinstance(value, Absent) for value in read.cells.values())


def test_answers_in_their_lines_are_read(tmp_path):
    read = answered(tmp_path, ANSWERS)
    assert read.findings == ()
    assert read.cells["MA-1.trained/number"] == "12"


@pytest.mark.parametrize("at", range(len(ITEMS)))
def test_one_answer_of_another_kind_moves_no_other(tmp_path, at):
    other = {"answer": "see the policy", "number": "soon"}
    read = answered(tmp_path, [*ANSWERS[:at], other, *ANSWERS[at + 1 :]])
    assert "a row too" not in str(read.findings)
    assert sum(isinstance(value, Absent) for value in read.cells.values()) == 0


@pytest.mark.parametrize("at", range(len(ITEMS) - 1))
def test_two_answers_that_changed_places_move_no_other(tmp_path, at):
    both = [ANSWERS[at + 1], ANSWERS[at]]
    read = answered(tmp_path, [*ANSWERS[:at], *both, *ANSWERS[at + 2 :]])
    assert "a row too" not in str(read.findings)


def test_answers_in_any_order_did_not_slip(tmp_path):
    for seed in range(50):
        answers = random.Random(seed).sample(ANSWERS, len(ANSWERS))
        assert "a row too" not in str(answered(tmp_path, answers).findings)


def test_answers_that_nobody_could_read_did_not_slip(tmp_path):
    read = answered(tmp_path, [{"answer": "to follow", "number": "to follow"}] * len(ITEMS))
    assert "a row too" not in str(read.findings)


def test_answers_that_slipped_where_all_are_of_one_kind_cannot_be_told(tmp_path):
    items = ["MA-1.delivered", "MA-1.trained", "NWD-1.seen"]
    read = answered(tmp_path, [{}, *(ASKED[item][1] for item in items[:-1])], items)
    assert "a row too" not in str(read.findings)
