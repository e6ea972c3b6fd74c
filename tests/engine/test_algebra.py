"""The rules of judgement, put to every engine and to the oracle."""

from itertools import permutations, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from specrules.engine.durable import DurableEngine, available
from specrules.engine.plain import PlainEngine
from specrules.engine.rules import All, AnyOf, AtLeast, Bands, Graded, Input, Not, Rule, When
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
from tests.engine.strategies import LISTS, NARROWER, ORDERED, could_become, inputs, signatures, trees
from tests.oracle import judge

SIGNS = {
    "M": MET,
    "P": PARTLY_MET,
    "N": NOT_MET,
    "?": NO_EVIDENCE,
    "?<": AT_MOST_PARTLY,
    "?>": AT_LEAST_PARTLY,
    "-": NOT_APPLICABLE,
}

TABLES = {
    "all": """
        all     M   P   N   ?   -
         M      M   P   N   ?   M
         P      P   P   N   ?<  P
         N      N   N   N   N   N
         ?      ?   ?<  N   ?   ?
         -      M   P   N   ?   -
    """,
    "any": """
        any     M   P   N   ?   -
         M      M   M   M   M   M
         P      M   P   P   ?>  P
         N      M   P   N   ?   N
         ?      M   ?>  ?   ?   ?
         -      M   P   N   ?   -
    """,
    "graded": """
        graded  M   P   N   ?   -
         M      M   P   P   ?>  M
         P      P   P   P   P   P
         N      P   P   N   ?<  N
         ?      ?>  P   ?<  ?   ?
         -      M   P   N   ?   -
    """,
    "at least 2": """
        with-M  M   P   N   ?   -
         M      M   M   M   M   M
         P      M   P   P   ?>  P
         N      M   P   N   ?   N
         ?      M   ?>  ?   ?   ?
         -      M   P   N   ?   M
    """,
}


class Oracle:
    def decide(self, rule, signature):
        return judge(rule.tree, signature)


needs_durable = pytest.mark.skipif(not available(), reason="durable-rules is not installed")
JUDGES = [Oracle, PlainEngine, pytest.param(DurableEngine, marks=needs_durable)]


@pytest.fixture(params=JUDGES, scope="module")
def decide(request):
    """Decide a tree for a signature, by each engine in turn and by the oracle."""
    judge = request.param()
    yield lambda tree, signature: judge.decide(Rule(tree, len(signature)), tuple(signature))
    if isinstance(judge, DurableEngine):
        judge.close()


@pytest.fixture(params=JUDGES[1:], scope="module")
def engine(request):
    engine = request.param()
    yield lambda tree, signature: engine.decide(Rule(tree, len(signature)), tuple(signature))
    if isinstance(engine, DurableEngine):
        engine.close()


def cells():
    for word, table in TABLES.items():
        (_, *columns), *rows = [line.split() for line in table.strip().splitlines()]
        for row, *results in rows:
            for column, result in zip(columns, results, strict=True):
                yield pytest.param(word, row, column, result, id=f"{word} {row} {column}")


@pytest.mark.parametrize(("word", "row", "column", "result"), list(cells()))
def test_the_truth_tables(decide, word, row, column, result):
    items = [SIGNS[row], SIGNS[column], *([MET] if word == "at least 2" else [])]
    assert decide(LISTS[word](inputs(len(items))), items) is SIGNS[result]


@pytest.mark.parametrize("word", LISTS)
@pytest.mark.parametrize("length", [0, 1, 2, 3])
def test_every_list_is_the_narrowest_range_that_holds_all_it_could_be(engine, word, length):
    tree = LISTS[word](inputs(length))
    for signature in product(RESULTS, repeat=length):
        assert engine(tree, signature) is judge(tree, signature), signature


# laws


@pytest.mark.parametrize("word", LISTS)
def test_the_order_of_items_does_not_matter(engine, word):
    for signature in product(RESULTS, repeat=3):
        tree = LISTS[word](inputs(3))
        assert len({engine(tree, order) for order in permutations(signature)}) == 1


@pytest.mark.parametrize("word", ["all", "any", "graded"])
def test_the_grouping_of_items_does_not_matter(engine, word):
    combine = LISTS[word]
    left = combine((combine(inputs(2)), Input(2)))
    right = combine((Input(0), combine(inputs(2, first=1))))
    for signature in product(RESULTS, repeat=3):
        flat = engine(combine(inputs(3)), signature)
        assert engine(left, signature) is engine(right, signature) is flat


@pytest.mark.parametrize("word", ["all", "any", "graded"])
@pytest.mark.parametrize("result", RESULTS, ids=repr)
def test_an_item_with_itself_is_itself(engine, word, result):
    assert engine(LISTS[word](inputs(2)), [result, result]) is result


@pytest.mark.parametrize("result", RESULTS, ids=repr)
def test_the_opposite_of_the_opposite_is_the_result(engine, result):
    assert engine(Not(Not(Input(0))), [result]) is result


@pytest.mark.parametrize("tree", [All, AnyOf], ids=lambda tree: tree.__name__)
def test_the_opposite_of_all_is_any_of_the_opposites(engine, tree):
    other = {All: AnyOf, AnyOf: All}[tree]
    for signature in product(RESULTS, repeat=2):
        opposites = tuple(Not(each) for each in inputs(2))
        assert engine(Not(tree(inputs(2))), signature) is engine(other(opposites), signature)


def test_absorption_fails_once_something_does_not_apply(engine):
    """So nested lists may not be tidied away."""
    absorbed = All((Input(0), AnyOf(inputs(2))))
    assert engine(absorbed, [NOT_APPLICABLE, NOT_MET]) is NOT_MET


@st.composite
def filled(draw):
    """A signature, and the same with some of its blanks filled in, or narrowed."""
    before = draw(signatures())
    return before, tuple(draw(st.sampled_from((each, *NARROWER.get(each, ())))) for each in before)


@given(trees(), filled())
def test_filling_blanks_never_widens_or_flips_a_result(tree, pair):
    before, after = (PlainEngine().decide(Rule(tree, 6), each) for each in pair)
    assert could_become(before, after)


@given(trees(operators=ORDERED), signatures(), st.integers(0, 5), st.sampled_from(RESULTS))
def test_a_better_item_never_makes_a_worse_result(tree, signature, place, better):
    raised = (*signature[:place], better, *signature[place + 1 :])
    before, after = (PlainEngine().decide(Rule(tree, 6), each) for each in (signature, raised))
    if _no_worse(signature[place], better):
        assert _no_worse(before, after)


def _no_worse(before, after):
    if before.low is None or after.low is None:
        return before is after
    return before.low <= after.low and before.high <= after.high


# single operators


@pytest.mark.parametrize("word", LISTS)
@pytest.mark.parametrize(
    ("signature", "result"),
    [
        ([], NOT_APPLICABLE),
        ([NOT_APPLICABLE, NOT_APPLICABLE], NOT_APPLICABLE),
        ([ALLOWED, NOT_APPLICABLE], ALLOWED),
        ([NOT_APPLICABLE, ALLOWED], ALLOWED),
        ([ALLOWED, ALLOWED], ALLOWED),
        ([ALLOWED, PARTLY_MET], PARTLY_MET),
    ],
)
def test_what_does_not_apply_or_is_allowed_is_left_out(decide, word, signature, result):
    assert decide(LISTS[word](inputs(len(signature))), signature) is result


def test_at_least_two_of_three_asks_for_two_where_one_does_not_apply(decide):
    assert decide(AtLeast(2, inputs(3)), [MET, NOT_MET, NOT_APPLICABLE]) is NOT_MET


def test_at_least_two_of_three_asks_for_one_where_two_do_not_apply(decide):
    assert decide(AtLeast(2, inputs(3)), [NOT_APPLICABLE, MET, ALLOWED]) is MET


@pytest.mark.parametrize(
    ("result", "opposite"),
    [
        (MET, NOT_MET),
        (PARTLY_MET, PARTLY_MET),
        (NOT_MET, MET),
        (NO_EVIDENCE, NO_EVIDENCE),
        (AT_MOST_PARTLY, AT_LEAST_PARTLY),
        (AT_LEAST_PARTLY, AT_MOST_PARTLY),
        (NOT_APPLICABLE, NOT_APPLICABLE),
        (ALLOWED, ALLOWED),
    ],
)
def test_the_opposite_of_a_result(decide, result, opposite):
    assert decide(Not(Input(0)), [result]) is opposite


@pytest.mark.parametrize("result", RESULTS, ids=repr)
def test_a_duty_stands_as_it_is_when_its_condition_is_met(decide, result):
    assert decide(When(Input(0), Input(1)), [MET, result]) is result


@pytest.mark.parametrize("condition", [NOT_MET, NOT_APPLICABLE], ids=repr)
@pytest.mark.parametrize("result", RESULTS, ids=repr)
def test_a_duty_does_not_apply_when_its_condition_does_not_hold(decide, condition, result):
    assert decide(When(Input(0), Input(1)), [condition, result]) is NOT_APPLICABLE


OPEN_CONDITIONS = [PARTLY_MET, NO_EVIDENCE, AT_MOST_PARTLY, AT_LEAST_PARTLY, ALLOWED]


@pytest.mark.parametrize("condition", OPEN_CONDITIONS, ids=repr)
@pytest.mark.parametrize("result", [each for each in RESULTS if each.low is not None], ids=repr)
def test_a_condition_that_is_not_settled_never_lets_a_duty_count(decide, condition, result):
    assert decide(When(Input(0), Input(1)), [condition, result]) is NO_EVIDENCE


@pytest.mark.parametrize("condition", OPEN_CONDITIONS, ids=repr)
@pytest.mark.parametrize("result", [NOT_APPLICABLE, ALLOWED], ids=repr)
def test_a_duty_nobody_is_held_to_needs_no_condition(decide, condition, result):
    assert decide(When(Input(0), Input(1)), [condition, result]) is result


@pytest.mark.parametrize(
    ("met", "partly", "result"),
    [
        (MET, NOT_MET, MET),
        (NOT_MET, MET, PARTLY_MET),
        (PARTLY_MET, NOT_MET, NOT_MET),
        (NOT_MET, PARTLY_MET, NOT_MET),
        (NO_EVIDENCE, NO_EVIDENCE, NO_EVIDENCE),
        (NO_EVIDENCE, MET, AT_LEAST_PARTLY),
        (NOT_MET, NO_EVIDENCE, AT_MOST_PARTLY),
        (NOT_MET, AT_LEAST_PARTLY, AT_MOST_PARTLY),
        (NOT_MET, NOT_APPLICABLE, NOT_MET),
        (NOT_MET, ALLOWED, NOT_MET),
        (NO_EVIDENCE, NOT_APPLICABLE, NO_EVIDENCE),
        (NOT_APPLICABLE, MET, NOT_APPLICABLE),
        (ALLOWED, MET, ALLOWED),
    ],
)
def test_half_credit(decide, met, partly, result):
    assert decide(Bands(Input(0), Input(1)), [met, partly]) is result


@pytest.mark.parametrize(
    "tree",
    [When(*inputs(2)), Bands(*inputs(2)), Graded((Not(Input(0)), Input(1)))],
    ids=["when", "bands", "not"],
)
def test_every_pair_is_the_narrowest_range_that_holds_all_it_could_be(engine, tree):
    for signature in product(RESULTS, repeat=2):
        assert engine(tree, signature) is judge(tree, signature), signature


def test_an_input_alone_is_its_own_result(engine):
    assert [engine(Input(0), [result]) for result in RESULTS] == list(RESULTS)


def test_a_blank_used_twice_may_leave_more_open_than_it_need(engine):
    """Met or its opposite is always met in part, but the two are not known to be one."""
    tree = AnyOf((Input(0), Not(Input(0))))
    assert engine(tree, [NO_EVIDENCE]) is NO_EVIDENCE
    assert judge(tree, [NO_EVIDENCE]) is AT_LEAST_PARTLY
