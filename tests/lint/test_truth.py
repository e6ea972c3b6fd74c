"""What a combination can come to is what the engine makes of every answer."""

from hypothesis import given
from hypothesis import strategies as st

from specrules.compile.trees import tree_of
from specrules.engine.plain import PlainEngine
from specrules.engine.rules import Input, Rule
from specrules.lint.truth import MOST_CHECKS, answers_to, level, names_in
from specrules.result import MET, NOT_MET, PARTLY_MET
from specrules.spec.model import Combination, How
from tests.made import a_check

LEVELS = {0: NOT_MET, 1: PARTLY_MET, 2: MET}
NAMES = ("a", "b", "c", "d")


@st.composite
def combinations(draw, depth=2):
    how = draw(st.sampled_from(list(How)))
    part = st.one_of(st.sampled_from(NAMES), combinations(depth - 1)) if depth else st.sampled_from(NAMES)
    most = 1 if how is How.NOT else 4
    items = tuple(draw(st.lists(part, min_size=1, max_size=most)))
    return Combination(how, items, draw(st.integers(1, len(items))) if how is How.AT_LEAST else 0)


@given(combinations(), st.tuples(*[st.sampled_from([0, 1, 2])] * len(NAMES)))
def test_a_combination_comes_to_what_the_engine_says(tree, levels):
    rule = Rule(tree_of(tree, {name: Input(n) for n, name in enumerate(NAMES)}), len(NAMES))
    found = PlainEngine().decide(rule, tuple(LEVELS[each] for each in levels))
    assert LEVELS[level(tree, dict(zip(NAMES, levels, strict=True)))] is found


def test_names_are_given_as_often_as_they_stand():
    tree = Combination(How.ANY, ("a", Combination(How.ALL, ("a", "b"))))
    assert list(names_in(tree)) == ["a", "a", "b"]


def test_a_check_without_a_half_way_is_met_or_not():
    assert answers_to([a_check("count", name="a")], ["a"]) == [{"a": 0}, {"a": 2}]


def test_too_many_checks_are_not_tried():
    assert answers_to([], [str(n) for n in range(MOST_CHECKS + 1)]) is None


def test_a_combination_of_nothing_comes_to_nothing():
    assert level(Combination(How.ANY, ("a", Combination(How.ALL, ()))), {"a": 0}) == 0
