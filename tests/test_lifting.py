"""What would lift a result is the least that does: held against trying everything."""

import random
import sys

import pytest

from specrules.engine.rules import All, AnyOf, AtLeast, Graded, Input, Rule
from specrules.judging.lifting import least
from specrules.result import ALLOWED, MET, NO_EVIDENCE, NOT_APPLICABLE, NOT_MET, PARTLY_MET
from tests import lifted

CASES = 2_000


@pytest.mark.parametrize("wrong", lifted.CLAIMS)
def test_nothing_smaller_would_do_in_two_thousand_random_cases(wrong, capsys):
    found = [fault for seed in range(CASES) if (fault := wrong(random.Random(seed)))]
    with capsys.disabled():
        sys.stdout.write(f"\n{wrong.__name__}: {CASES:,} tried, {len(found)} wrong ")
    assert found == []


TWO_OF_THREE = Rule(AtLeast(2, (Input(0), Input(1), Input(2))), 3)


def test_the_cheapest_way_to_two_of_three_is_one_more():
    assert least(TWO_OF_THREE, (MET, NOT_MET, NOT_MET), 2) == {1}


def test_what_is_settled_by_a_fact_is_not_asked_to_change():
    assert least(TWO_OF_THREE, (MET, NOT_MET, NOT_MET), 2, frozenset((1,))) == {2}


def test_all_of_them_need_each_one_that_falls_short():
    rule = Rule(All((Input(0), Input(1), Input(2))), 3)
    assert least(rule, (MET, PARTLY_MET, NO_EVIDENCE), 2) == {1, 2}


def test_part_credit_needs_only_one():
    rule = Rule(Graded((Input(0), Input(1))), 2)
    assert least(rule, (NOT_MET, NOT_MET), 1) == {0}


def test_what_does_not_apply_or_is_allowed_is_no_way():
    rule = Rule(AnyOf((Input(0), Input(1), Input(2))), 3)
    assert least(rule, (NOT_APPLICABLE, ALLOWED, NOT_MET), 2) == {2}


def test_points_count_as_often_as_they_are_worth():
    rule = Rule(AtLeast(3, (Input(0), Input(0), Input(0), Input(1), Input(2))), 3)
    assert least(rule, (NOT_MET, NOT_MET, NOT_MET), 2) == {0}


def test_what_is_met_needs_nothing():
    assert least(TWO_OF_THREE, (MET, MET, NOT_MET), 2) == frozenset()
