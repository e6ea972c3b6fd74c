"""How checks count together."""

import pytest

from specrules.spec.model import Combination, How
from tests.spec.making import at, found, requirement, the_finding, with_requirement

CHECKS = ["checks:", *(f"  {name}: {{statement: {name} is so}}" for name in "abc")]


def met_when(written):
    return with_requirement("title: A", *CHECKS, f"met-when: {written}")


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("all of them", Combination(How.ALL, ("a", "b", "c"))),
        ("any of them", Combination(How.ANY, ("a", "b", "c"))),
        ("at least 2 of them", Combination(How.AT_LEAST, ("a", "b", "c"), 2)),
        ("b", Combination(How.ALL, ("b",))),
        ("{any: [a, b]}", Combination(How.ANY, ("a", "b"))),
        ("{graded: [a, b]}", Combination(How.GRADED, ("a", "b"))),
        ("{at least 1: [a, b]}", Combination(How.AT_LEAST, ("a", "b"), 1)),
        ("{not: a}", Combination(How.NOT, ("a",))),
        ("{not: [a]}", Combination(How.NOT, ("a",))),
        (
            "{any: [a, {all: [b, {not: c}]}]}",
            Combination(How.ANY, ("a", Combination(How.ALL, ("b", Combination(How.NOT, ("c",)))))),
        ),
    ],
)
def test_what_can_be_written(library, written, expected):
    assert requirement(met_when(written), library).met_when == expected


@pytest.mark.parametrize(
    ("written", "name", "place"),
    [
        ("all of then", "unknown-choice", "all of then"),
        ("at least two of them", "unknown-choice", "at least two of them"),
        ("d", "unknown-check", "d"),
        ("{any: [a, d]}", "unknown-check", "d"),
        ("{any: [a, {all: [b, dd]}]}", "unknown-check", "dd"),
        ("{some: [a, b]}", "misspelt-heading", "some"),
        ("{at least two: [a, b]}", "misspelt-heading", "at least two"),
        ("{at least 0: [a, b]}", "misspelt-heading", "at least 0"),
        ("{any: [a], all: [b]}", "wrong-shape", "all"),
        ("{any: a}", "wrong-shape", "a"),
        ("{any: []}", "wrong-shape", "any"),
        ("{not: [a, b]}", "wrong-shape", "not"),
        ("[a, b]", "wrong-shape", "[a, b]"),
        ("at least 4 of them", "too-few-to-combine", "at least 4 of them"),
        ("{at least 3: [a, b]}", "too-few-to-combine", "at least 3"),
        ("", "nothing-written", "met-when"),
    ],
)
def test_what_cannot_be_written_is_one_finding_at_its_place(library, written, name, place):
    assert found(met_when(written), library) == [(name, place)]


def test_the_nearest_check_is_suggested(library):
    text = with_requirement("title: A", "checks: {rooms: {statement: so}}", "met-when: {any: [room]}")
    assert the_finding(text, library).meant == "rooms"


def test_a_check_that_could_not_be_read_is_not_reported_again_where_it_is_named(library):
    text = met_when("{any: [a, b]}").replace("a: {statement: a is so}", "a: nothing")
    assert [name for name, _ in found(text, library)] == ["wrong-shape"]


# -- conditions

CONDITIONS = "conditions: {premises: {statement: it has some}, rooms: {count: rooms, target: at least 1}}"


@pytest.mark.parametrize("written", ["{any: [premises, rooms]}", "any of them", "rooms"])
def test_conditions_are_combined_like_checks(library, written):
    text = with_requirement("title: A", CONDITIONS, f"applies-if: {written}")
    assert isinstance(requirement(text, library).applies_if, Combination)


def test_conditions_without_applies_if_decide_nothing(library):
    assert found(with_requirement("title: A", CONDITIONS), library) == [("unused-conditions", "conditions")]


def test_a_question_beside_conditions_is_not_one_of_them(library):
    text = with_requirement("title: A", CONDITIONS, "applies-if: a suitable room exists")
    finding = the_finding(text, library)
    assert (finding.name, at(text, finding)) == ("unknown-check", "a suitable room exists")
    assert "condition" in finding.message


def test_a_condition_wants_its_target(library):
    text = with_requirement("title: A", "conditions: {rooms: {count: rooms}}", "applies-if: rooms")
    assert found(text, library) == [("target-missing", "rooms")]


def test_a_check_may_not_be_called_what_a_condition_is_called(library):
    text = with_requirement("title: A", "checks: {rooms: {statement: so}}", CONDITIONS, "applies-if: rooms")
    assert found(text, library) == [("name-taken", "rooms")]


def test_a_check_may_not_be_called_what_the_question_is_called(library):
    text = with_requirement("title: A", "checks: {applies: {statement: so}}", "applies-if: a room exists")
    assert found(text, library) == [("name-taken", "applies")]


def test_a_condition_is_not_half_met_by_being_graded(library):
    text = with_requirement("title: A", CONDITIONS, "applies-if: {any: [rooms, {graded: [premises]}]}")
    assert [name for name, _ in found(text, library)] == ["half-a-condition"]


def test_a_condition_has_no_second_target(library):
    rooms = "conditions: {rooms: {count: rooms, target: at least 2, partly-met: at least 1}}"
    text = with_requirement("title: A", rooms, "applies-if: rooms")
    assert found(text, library) == [("half-a-condition", "at least 1")]
