"""What a rule can come to is what going through every situation shows."""

from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from specrules.base.frozen import replace
from specrules.engine.plain import PlainEngine
from specrules.engine.rules import All, AnyOf, AtLeast, Bands, Graded, Input, Not, Rule, When
from specrules.result import MET, NO_EVIDENCE, NOT_APPLICABLE, NOT_MET, PARTLY_MET
from specrules.trial.reach import _Search

CAN_BE = [
    frozenset((MET, NOT_MET, NO_EVIDENCE)),
    frozenset((MET, PARTLY_MET, NOT_MET, NO_EVIDENCE)),
    frozenset((MET, NO_EVIDENCE)),
    frozenset((NOT_APPLICABLE,)),
    frozenset((MET, NOT_MET, NO_EVIDENCE, NOT_APPLICABLE)),
]


def trees(inputs):
    """Trees over *inputs* checks, which may look at one check in several places."""
    leaves = st.builds(Input, st.integers(0, inputs - 1))

    def above(items):
        several = st.lists(items, min_size=1, max_size=3).map(tuple)
        return st.one_of(
            st.builds(All, several),
            st.builds(AnyOf, several),
            st.builds(Graded, several),
            st.builds(AtLeast, st.integers(1, 3), several),
            st.builds(Not, items),
        )

    plain = st.recursive(leaves, above, max_leaves=5)
    return st.one_of(
        plain, st.builds(Bands, plain, plain), st.builds(When, plain, st.builds(Bands, plain, plain))
    )


def gone_through(tree, possible):
    """The oracle: every situation of every check, asked one by one."""
    rule = Rule(tree, len(possible))
    return {PlainEngine().decide(rule, situation) for situation in product(*possible)}


@given(trees(4), st.lists(st.sampled_from(CAN_BE), min_size=4, max_size=4))
def test_a_rule_reaches_what_going_through_everything_reaches(tree, possible):
    search = _Search(possible)
    assert search.outcomes(tree) == gone_through(tree, possible)
    assert search.exact


def test_forty_checks_are_no_more_than_their_combination():
    tree = Graded(tuple(Input(n) for n in range(40)))
    search = _Search([CAN_BE[1]] * 40)
    assert {each.word for each in search.outcomes(tree)} == {"met", "partly met", "not met", "no evidence"}
    assert search.exact


def test_too_many_shared_checks_to_go_through_are_never_said_to_be_exact():
    every = Graded(tuple(Input(n) for n in range(20)))
    search = _Search([CAN_BE[1]] * 20)
    search.outcomes(Bands(every, replace(every)))
    assert not search.exact
