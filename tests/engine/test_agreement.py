"""Two engines that share no code, and an oracle, on 20,000 random situations and on long lists."""

from random import Random

import pytest

from specrules.engine.durable import DurableEngine, available
from specrules.engine.plain import PlainEngine
from specrules.engine.rules import All, AtLeast, Graded, Rule
from specrules.result import ALLOWED, MET, NO_EVIDENCE, NOT_APPLICABLE, NOT_MET, PARTLY_MET, RESULTS
from tests.engine.strategies import could_become, inputs, random_rule, random_signature
from tests.oracle import judge

pytestmark = pytest.mark.skipif(not available(), reason="durable-rules is not installed")

PLAIN = PlainEngine()


@pytest.fixture
def engine():
    engine = DurableEngine()
    yield engine
    engine.close()


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(50))
def test_both_engines_and_the_oracle_agree_where_each_input_is_used_once(engine, seed):
    random = Random(seed)
    for _ in range(2):
        rule = random_rule(random, read_once=True)
        for _ in range(100):
            signature = random_signature(random)
            result = engine.decide(rule, signature)
            assert result is PLAIN.decide(rule, signature), (rule, signature)
            assert result is judge(rule.tree, signature), (rule, signature)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(50))
def test_both_engines_agree_and_hold_the_oracle_where_inputs_are_shared(engine, seed):
    random = Random(1000 + seed)
    for _ in range(2):
        rule = random_rule(random, read_once=False)
        for _ in range(100):
            signature = random_signature(random)
            result = engine.decide(rule, signature)
            assert result is PLAIN.decide(rule, signature), (rule, signature)
            assert could_become(result, judge(rule.tree, signature)), (rule, signature)


@pytest.mark.parametrize(
    ("signature", "result"),
    [
        ([MET] * 8 + [NOT_MET] * 9, MET),
        ([NOT_MET] * 9 + [MET] * 8, MET),
        ([MET] * 7 + [NOT_MET] * 10, NOT_MET),
        ([NOT_MET, MET] * 7 + [PARTLY_MET] + [NOT_MET] * 2, PARTLY_MET),
        ([MET] * 7 + [NO_EVIDENCE] + [NOT_MET] * 9, NO_EVIDENCE),
        ([MET] * 6 + [NOT_APPLICABLE] * 11, MET),
        ([MET] * 6 + [NOT_APPLICABLE] * 10 + [NOT_MET], NOT_MET),
        ([ALLOWED] + [NOT_APPLICABLE] * 16, ALLOWED),
    ],
)
def test_8_of_17(engine, signature, result):
    assert engine.decide(Rule(AtLeast(8, inputs(17)), 17), tuple(signature)) is result


@pytest.mark.parametrize(
    "tree", [AtLeast(8, inputs(17)), AtLeast(32, inputs(64)), All(inputs(60)), Graded(inputs(60))]
)
def test_long_lists_agree_with_the_second_engine(engine, tree):
    rule, random = Rule(tree, 64), Random(5)
    for _ in range(60):
        choice = random.sample(RESULTS, k=random.randint(1, 4))
        signature = tuple(random.choices(choice, k=64))
        assert engine.decide(rule, signature) is PLAIN.decide(rule, signature), signature


@pytest.mark.parametrize("place", [0, 26, 27, 59])
def test_one_failure_anywhere_fails_all_of_60(engine, place):
    signature = [MET] * 60
    signature[place] = NOT_MET
    assert engine.decide(Rule(All(inputs(60)), 60), tuple(signature)) is NOT_MET
