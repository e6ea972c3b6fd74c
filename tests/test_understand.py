"""What is said of a text that is not understood."""

import copy

import pytest

from specrules.values.understand import Fault, Mend, NotUnderstood, Reader, quoted, suggestion, understand

SHOUTED = Reader(
    lambda line: line.strip() if line.strip().isupper() else None,
    str.lower,
    Fault.NOT_A_TARGET,
    "is not shouted.",
    (
        Mend(r"\?", "asks.", "!"),
        Mend(r"^\s*([a-z]+)!", "is too quiet.", lambda match: f"{match[1].upper()}!"),
    ),
)


def problem_of(text, **more):
    """Why *text* is not understood as shouted."""
    with pytest.raises(NotUnderstood) as caught:
        understand(text, SHOUTED, **more)
    return caught.value


def test_what_is_read_is_returned():
    assert understand("\u00a0HALT", SHOUTED) == "HALT"


def test_a_text_without_a_known_mend_is_refused_in_general_words():
    assert str(problem_of("halt")) == '"halt" is not shouted.'


def test_a_suggestion_may_take_several_mends_but_the_first_is_explained():
    problem = problem_of("halt?")
    assert (problem.message, problem.meant) == ('"halt?" asks.', "halt!")


def test_a_suggestion_takes_no_more_mends_than_allowed():
    assert problem_of("halt?", tries=1).meant is None


def test_what_cannot_be_mended_has_no_suggestion():
    assert suggestion("halt", SHOUTED) is None


def test_quotation_marks_are_taken_off_in_the_suggestion():
    assert problem_of("“HALT”").meant == "halt"


def test_an_apostrophe_is_no_quotation_mark():
    assert understand("THE DOGS’ DON'T", SHOUTED) == "THE DOGS’ DON'T"


def test_a_long_text_is_cut_in_its_message():
    assert quoted("a" * 41) == f'"{"a" * 37}..."'


def test_a_hidden_character_is_given_by_its_number():
    assert quoted("a\u200bb\ud800") == '"aU+200BbU+D800"'


def test_a_problem_can_be_copied():
    problem = problem_of("halt?")
    twin = copy.copy(problem)
    assert (twin.code, twin.message, twin.meant, twin.at) == (
        problem.code,
        problem.message,
        problem.meant,
        problem.at,
    )
