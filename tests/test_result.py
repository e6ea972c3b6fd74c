import copy
import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from specrules.result import (
    ALLOWED,
    AT_LEAST_PARTLY,
    AT_MOST_PARTLY,
    MET,
    NO_EVIDENCE,
    NOT_APPLICABLE,
    NOT_MET,
    PARTLY_MET,
    RESULTS,
    Reason,
    Result,
    WhyNot,
    between,
)

RANGES = [result for result in RESULTS if result.low is not None]


def test_there_are_eight_results():
    assert len(set(RESULTS)) == 8


def test_every_range_of_not_met_to_met_is_a_result():
    ends = {(low, high) for low in range(3) for high in range(low, 3)}
    assert {(each.low, each.high) for each in RANGES} == ends


@pytest.mark.parametrize("result", RANGES, ids=repr)
def test_a_range_is_found_by_its_ends(result):
    assert between(result.low, result.high) is result


@pytest.mark.parametrize(("low", "high"), [(1, 0), (2, 0), (2, 1), (-1, 0), (0, 3), (3, 3)])
def test_ends_that_make_no_range_are_refused(low, high):
    with pytest.raises(ValueError, match=f"no result runs from {low} to {high}"):
        between(low, high)


@pytest.mark.parametrize("result", RESULTS, ids=repr)
def test_a_pickled_result_comes_back_as_itself(result):
    assert pickle.loads(pickle.dumps(result)) is result  # noqa: S301


@pytest.mark.parametrize("result", RESULTS, ids=repr)
def test_a_copied_result_is_itself(result):
    assert copy.copy(result) is result
    assert copy.deepcopy((result,))[0] is result


@given(st.lists(st.sampled_from(RESULTS)), st.lists(st.sampled_from(RESULTS)))
def test_signatures_are_equal_when_their_results_are(one, other):
    same = [each.name for each in one] == [each.name for each in other]
    assert (tuple(one) == tuple(other)) is same


def test_results_are_told_apart_by_identity():
    """Looking them up by their fields would make every table slow."""
    assert (Result.__eq__, Result.__hash__) == (object.__eq__, object.__hash__)


def test_a_result_cannot_be_changed():
    with pytest.raises(AttributeError):
        MET.low = 0


def test_a_result_is_written_as_its_name():
    assert repr((MET, AT_MOST_PARTLY)) == "(MET, AT_MOST_PARTLY)"


def test_only_missing_evidence_leaves_a_result_open():
    assert {each for each in RESULTS if not each.settled} == {NO_EVIDENCE, AT_MOST_PARTLY, AT_LEAST_PARTLY}


def test_words_for_data():
    assert {each: each.word for each in RESULTS} == {
        MET: "met",
        PARTLY_MET: "partly met",
        NOT_MET: "not met",
        NO_EVIDENCE: "no evidence",
        AT_MOST_PARTLY: "no evidence",
        AT_LEAST_PARTLY: "no evidence",
        NOT_APPLICABLE: "not applicable",
        ALLOWED: "allowed",
    }


def test_a_reader_is_told_which_way_incomplete_evidence_points():
    assert AT_MOST_PARTLY.shown == "evidence incomplete (partly met at best)"
    assert AT_LEAST_PARTLY.shown == "evidence incomplete (partly met at least)"


def test_other_results_are_shown_by_their_words():
    incomplete = {AT_MOST_PARTLY, AT_LEAST_PARTLY}
    assert all(each.shown == each.word for each in RESULTS if each not in incomplete)


def test_reasons_for_missing_evidence():
    assert list(Reason) == [
        "not submitted",
        "not asked",
        "not agreed",
        "blank",
        "not readable",
        "wrong type",
        "outside period",
        "expired",
        "suppressed by supplier",
        "too few cases to judge",
        "conflicting items",
        "data not good enough",
        "not published",
        "rule could not run",
    ]


def test_reasons_for_not_applying():
    assert list(WhyNot) == [
        "condition false",
        "not in force",
        "not due in this period",
        "not selected",
        "deemed met elsewhere",
        "asserted by a person",
    ]
