"""Rules and signatures for the tests of the engines."""

from __future__ import annotations

from itertools import count

from hypothesis import strategies as st

from specrules.engine.rules import All, AnyOf, AtLeast, Bands, Graded, Input, Not, Rule, When, nodes
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
)

NARROWER = {
    NO_EVIDENCE: (AT_MOST_PARTLY, AT_LEAST_PARTLY, NOT_MET, PARTLY_MET, MET),
    AT_MOST_PARTLY: (NOT_MET, PARTLY_MET),
    AT_LEAST_PARTLY: (PARTLY_MET, MET),
}
"""What each open result may still become."""

ORDERED = ("all", "any", "at least", "graded", "bands")
EVERY = (*ORDERED, "not", "when")

LISTS = {
    "all": All,
    "any": AnyOf,
    "graded": Graded,
    "at least 1": lambda items: AtLeast(1, items),
    "at least 2": lambda items: AtLeast(2, items),
    "at least 3": lambda items: AtLeast(3, items),
    "at least 9": lambda items: AtLeast(9, items),
}
"""Each way to combine a list of items."""


def inputs(number, first=0):
    return tuple(Input(first + each) for each in range(number))


def trees(depth=3, leaves=6, operators=EVERY):
    """Trees of at most *depth* operators over inputs numbered below *leaves*."""
    if depth == 0:
        return st.builds(Input, st.integers(0, leaves - 1))
    below = trees(depth - 1, leaves, operators)
    without_when = trees(depth - 1, leaves, tuple(each for each in operators if each != "when"))
    items = st.lists(below, max_size=4).map(tuple)
    builders = {
        "all": st.builds(All, items),
        "any": st.builds(AnyOf, items),
        "at least": st.builds(AtLeast, st.integers(1, 4), items),
        "graded": st.builds(Graded, items),
        "bands": st.builds(Bands, without_when, below),
        "not": st.builds(Not, below),
        "when": st.builds(When, below, below),
    }
    return st.one_of(trees(0, leaves), *(builders[each] for each in operators))


def signatures(length=6):
    return st.tuples(*[st.sampled_from(RESULTS)] * length)


def random_rule(random, *, read_once):
    """Return a rule of up to six inputs and three operators deep, each input used once if *read_once*."""
    while True:
        numbers = count()
        tree = _random_tree(random, 3, lambda: next(numbers) if read_once else random.randrange(6))  # noqa: B023
        used = [each.number for each in nodes(tree) if isinstance(each, Input)]
        if used and max(used) < 6:
            return Rule(tree, 6)


def random_signature(random):
    return tuple(random.choices(RESULTS, k=6))


def _random_tree(random, depth, number, operators=EVERY):
    if depth == 0 or random.random() < 0.2:
        return Input(number())
    word = random.choice(operators)
    without_when = tuple(each for each in operators if each != "when")

    def below(allowed=operators):
        return _random_tree(random, depth - 1, number, allowed)

    if word == "not":
        return Not(below())
    if word == "when":
        return When(below(), below())
    if word == "bands":
        return Bands(below(without_when), below())
    items = tuple(below() for _ in range(random.choice((0, 1, 2, 2, 3, 3, 4))))
    if word == "at least":
        return AtLeast(random.randint(1, 4), items)
    return LISTS[word](items)


def could_become(open_result, other):
    """Whether *other* is one of the ways in which *open_result* leaves it open to turn out.

    No evidence may prove not applicable once a condition is known, and then takes
    whatever allowances there were with it.
    """
    if open_result is other:
        return True
    if open_result is NO_EVIDENCE:
        return True
    if open_result is ALLOWED:
        return other is NOT_APPLICABLE
    return other in NARROWER.get(open_result, ())
