"""What it would take: the smallest change that lifts a check, worked out exactly."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from specrules.judging.remedies import told
from tests.made import a_check, a_requirement, verdict_on


def takes(check, cells):
    """What it would take for a check on the cells of its line."""
    cells = {f"only/{column}": value for column, value in cells.items()}
    return told(verdict_on(a_requirement(check), cells).checks[0].ways)


def share(number, out_of, target, partly=None):
    return takes(a_check(target=target, partly=partly), {"number": number, "out of": out_of})


def test_a_share_needs_whole_people_of_those_who_are_left():
    assert share(104, 121, "at least 90%") == "5 more of the 17 others (109 of 121)"


def test_the_way_to_partly_met_is_given_too():
    text = share(61, 88, "at least 90%", "at least 75%")
    assert text == "19 more of the 27 others (80 of 88); 5 more of the 27 others (66 of 88) for partly met"


def test_a_ceiling_needs_fewer():
    assert share(12, 100, "no more than 5%") == "7 fewer (5 of 100)"


def test_what_is_met_needs_nothing():
    assert share(90, 100, "at least 90%") == ""


@pytest.mark.parametrize("number", ["", "<5", "many"])
def test_what_is_open_needs_its_evidence_first(number):
    assert share(number, 100, "at least 90%") == ""


@pytest.mark.parametrize(
    ("check", "answer", "text"),
    [
        (a_check("count", "at least 5"), 3, "2 more"),
        (a_check("count", "no more than 2"), 3, "1 fewer"),
        (a_check("money", "no more than £10 a meeting"), "£12.50", "£2.50 less"),
        (a_check("time", "within 15 working days"), "22 working days", "7 working days less"),
        (a_check("statement"), "no", "a yes, shown by a document"),
        (a_check("date", "within 12 months"), "2020-01-01", "within 12 months"),
        (
            a_check("choice", "one of agreed", choices=("draft", "agreed")),
            "draft",
            "agreed",
        ),
        (
            a_check("list", covers=("TSF", "SMART-based"), choices=("TSF", "SMART-based")),
            "TSF",
            "also SMART-based",
        ),
        (
            a_check("list", "at least 2 of 3", covers=("a", "b", "c"), choices=("a", "b", "c")),
            "a",
            "also b or c, at least 2 of 3",
        ),
    ],
    ids=lambda each: each if isinstance(each, str) else "",
)
def test_each_kind_of_check_says_what_is_short(check, answer, text):
    assert takes(check, {"answer": answer}) == text


@given(st.integers(1, 400), st.integers(0, 400), st.integers(0, 100))
def test_that_many_more_is_enough_and_one_fewer_is_not(out_of, number, percent):
    number = min(number, out_of)
    text = share(number, out_of, f"at least {percent}%")
    if number * 100 >= percent * out_of:
        assert text == ""
        return
    more = int(text.split()[0])
    assert (number + more) * 100 >= percent * out_of > (number + more - 1) * 100
