"""How durable-rules is driven, and what becomes of a decision when it fails."""

import gc
import json
import os
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from random import Random

import pytest

from specrules.base.errors import EngineFault
from specrules.engine import LostPlace, durable
from specrules.engine.durable import DurableEngine, available
from specrules.engine.plain import PlainEngine
from specrules.engine.rules import All, AtLeast, Graded, Input, Rule
from specrules.result import MET, NO_EVIDENCE, NOT_APPLICABLE, NOT_MET, RESULTS
from tests.engine.strategies import inputs

pytestmark = pytest.mark.skipif(not available(), reason="durable-rules is not installed")

PLAIN = PlainEngine()
PAIR = Rule(All(inputs(2)), 2)
LADDER = Rule(AtLeast(2, inputs(4)), 4)


@pytest.fixture
def engine():
    engine = DurableEngine()
    yield engine
    engine.close()


def test_a_signature_of_the_wrong_length_is_refused(engine):
    with pytest.raises(ValueError, match="2 inputs"):
        engine.decide(PAIR, (MET,))


def test_several_threads_may_ask_at_once(engine):
    random = Random(3)
    asked = [tuple(random.choices(RESULTS, k=4)) for _ in range(400)]
    with ThreadPoolExecutor(4) as pool:
        results = list(pool.map(lambda signature: engine.decide(LADDER, signature), asked))
    assert results == [PLAIN.decide(LADDER, signature) for signature in asked]


# what passes between


def test_the_exchange_is_kept(engine):
    engine.decide(Rule(Input(0), 1), (NOT_APPLICABLE,))
    rulesets, facts, fired = engine.exchange
    assert list(json.loads(rulesets[0])) == ["c1.1", "c2.1", "c3.1", "c4.1", "c5.1", "c6.1", "zz"]
    assert [json.loads(fact) for fact in facts] == [
        {
            "sid": "1",
            "id": "1",
            "L": 1,
            "P": 0,
            "close": 1,
            **dict.fromkeys(("a1", "a2", "a3", "a4", "a5", "a6"), 0),
        }
    ]
    assert fired == (("zz",),)


def test_each_stratum_is_one_fact_and_sees_what_was_derived_below(engine):
    engine.decide(LADDER, (MET, MET, NOT_MET, NOT_MET))
    facts = [json.loads(fact) for fact in engine.exchange.facts]
    assert [(fact["id"], fact["L"]) for fact in facts] == [("1", 1), ("2", 2), ("3", 3), ("4", 4)]


def test_before_anything_is_asked_nothing_has_passed(engine):
    assert engine.exchange == ((), (), ())


def test_time_spent_is_counted(engine):
    engine.decide(PAIR, (MET, MET))
    assert engine.seconds > 0


# faults


class Failing:
    """durable-rules, but the calls that *fails* names or numbers raise *problem*, instead or *after*."""

    def __init__(self, real, fails, problem, after):
        self.called = []
        self._real, self._fails, self._problem, self._after = real, fails, problem, after

    def __getattr__(self, name):
        def call(*arguments):
            self.called.append(name)
            fails = len(self.called) in self._fails or name in self._fails
            if fails and not self._after:
                raise self._problem
            returned = getattr(self._real, name)(*arguments)
            if fails:
                raise self._problem
            return returned

        return call


@pytest.fixture
def failing(monkeypatch):
    """Make durable-rules fail on the calls named, or numbered from 1."""
    real = durable._load()

    def fail_on(fails, problem, after=False):
        module = Failing(real, fails, problem, after)
        monkeypatch.setattr(durable, "_load", lambda: module)
        return module

    return fail_on


SIGNATURE = (MET, NO_EVIDENCE, NOT_MET, MET)


@pytest.fixture
def calls(failing):
    """The number of each call that one decision makes."""
    module = failing((), None)
    with closing(DurableEngine()) as engine:
        engine.decide(LADDER, SIGNATURE)
        return range(1, len(module.called) + 1)


@pytest.mark.parametrize("after", [False, True], ids=["instead", "after"])
def test_an_error_at_any_call_is_tried_again_on_a_fresh_ruleset(failing, calls, after):
    for number in calls:
        failing([number], RuntimeError("made to fail"), after)
        with closing(DurableEngine()) as engine:
            assert engine.decide(LADDER, SIGNATURE) is MET
            assert engine.decide(LADDER, (NOT_MET, NO_EVIDENCE, NOT_MET, MET)) is NO_EVIDENCE


@pytest.mark.parametrize("after", [False, True], ids=["instead", "after"])
def test_an_interruption_at_any_call_gets_through_and_leaves_the_engine_sound(failing, calls, after):
    for number in calls:
        failing([number], KeyboardInterrupt(), after)
        with closing(DurableEngine()) as engine:
            with pytest.raises(KeyboardInterrupt):
                engine.decide(LADDER, SIGNATURE)
            assert engine.decide(LADDER, SIGNATURE) is MET


def test_failing_twice_is_a_fault_and_never_a_verdict(failing):
    failing(["assert_fact"], RuntimeError("made to fail"))
    with pytest.raises(
        LostPlace, match=r"failed twice on the same rule \(made to fail\), so there is no verdict"
    ):
        DurableEngine().decide(PAIR, (MET, MET))


def test_a_fault_while_working_carries_what_was_being_asked(failing):
    failing(["start_action_for_state"], RuntimeError("made to fail"))
    with pytest.raises(LostPlace) as caught:
        DurableEngine().decide(PAIR, (MET, NO_EVIDENCE))
    report = json.loads(caught.value.reproducer())
    assert report["rule"] == {"all": [{"input": 0}, {"input": 1}]}
    assert report["signature"] == ["MET", "NO_EVIDENCE"]
    assert report["facts"][0]["close"] == 1
    assert "zz" in report["rulesets"][0]


def test_a_session_in_which_nothing_fired_is_never_deleted(failing):
    """Nor is its action abandoned: durable-rules would free memory that it never had."""
    module = failing(["start_action_for_state"], RuntimeError("made to fail"))
    with closing(DurableEngine()) as engine, pytest.raises(LostPlace):
        engine.decide(PAIR, (MET, MET))
    attempt = ["create_ruleset", "assert_fact", "start_action_for_state", "delete_ruleset"]
    assert module.called == attempt * 2


def test_a_drain_that_breaks_off_is_abandoned(failing):
    module = failing(["complete_and_start_action"], RuntimeError("made to fail"))
    with closing(DurableEngine()) as engine, pytest.raises(LostPlace):
        engine.decide(PAIR, (MET, MET))
    assert module.called[-3:] == ["complete_and_start_action", "abandon_action", "delete_ruleset"]


def test_a_ruleset_is_given_back_after_its_session(failing):
    module = failing((), None)
    with closing(DurableEngine()) as engine:
        engine.decide(PAIR, (MET, MET))
    assert module.called[-3:] == ["retract_fact", "delete_state", "delete_ruleset"]


def test_when_one_ruleset_cannot_be_built_those_before_it_are_given_back(failing):
    module = failing([2], RuntimeError("made to fail"))
    with closing(DurableEngine()) as engine:
        assert engine.decide(Rule(AtLeast(8, inputs(17)), 17), (MET,) * 17) is MET
    assert module.called[:4] == ["create_ruleset", "create_ruleset", "delete_ruleset", "create_ruleset"]


def test_a_ruleset_that_cannot_be_built_is_a_fault_with_nothing_exchanged(engine, monkeypatch):
    engine.decide(LADDER, SIGNATURE)
    monkeypatch.setattr(durable, "as_json", lambda strata: ('{"c1.1": {"every": []}}',))
    with pytest.raises(LostPlace, match="error code: 105") as caught:
        engine.decide(PAIR, (MET, MET))
    assert caught.value.exchange == ((), (), ())


def test_an_interruption_is_not_tried_again(failing):
    module = failing([1], KeyboardInterrupt())
    with pytest.raises(KeyboardInterrupt):
        DurableEngine().decide(PAIR, (MET, MET))
    assert module.called == ["create_ruleset"]


def without_the_closing_rule(strata):
    real = [json.loads(text) for text in durable_json(strata)]
    return tuple(json.dumps({name: rule for name, rule in each.items() if name != "zz"}) for each in real)


durable_json = durable.as_json


def test_a_fact_that_does_not_end_with_the_closing_rule_is_a_fault(monkeypatch, engine):
    monkeypatch.setattr(durable, "as_json", without_the_closing_rule)
    with pytest.raises(LostPlace, match="the closing rule did not fire last"):
        engine.decide(PAIR, (MET, MET))


def test_a_fact_that_fires_nothing_at_all_is_a_fault(monkeypatch, engine):
    monkeypatch.setattr(durable, "as_json", without_the_closing_rule)
    with pytest.raises(LostPlace, match="a fact was refused with code 1"):
        engine.decide(Rule(Input(0), 1), (NOT_APPLICABLE,))


def test_after_a_fault_the_engine_decides_again(monkeypatch, engine):
    with monkeypatch.context() as patch:
        patch.setattr(durable, "as_json", without_the_closing_rule)
        with pytest.raises(LostPlace):
            engine.decide(PAIR, (MET, MET))
    assert engine.decide(PAIR, (MET, MET)) is MET


def test_without_durable_rules_the_engine_says_how_to_install_it(monkeypatch):
    monkeypatch.setattr(durable, "_load", lambda: (_ for _ in ()).throw(ImportError()))
    with pytest.raises(EngineFault, match=r"pip install 'specrules\[durable\]'"):
        DurableEngine()


# memory


def memory():
    """Kilobytes in use by this process."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") // 1024


on_linux = pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="memory is read from /proc")


@on_linux
def test_memory_is_flat_over_20000_decisions(engine):
    random = Random(11)
    signatures = [tuple(random.choices(RESULTS, k=4)) for _ in range(100)]
    rule = Rule(Graded(inputs(4)), 4)

    def decide_all(times):
        for _ in range(times):
            for signature in signatures:
                engine.decide(rule, signature)

    decide_all(10)
    before = memory()
    decide_all(200)
    assert memory() - before < 512


@on_linux
def test_closing_gives_back_what_rules_held(engine):
    rules = [Rule(Graded((Input(0), AtLeast(2, inputs(n)))), n) for n in range(3, 9)]

    def open_and_close(times):
        for _ in range(times):
            for rule in rules:
                engine.decide(rule, (MET,) * rule.inputs)
            engine.close()

    open_and_close(2)
    before = memory()
    open_and_close(20)
    # Kept, these 120 would hold some 100 MB.
    assert memory() - before < 4096


def test_only_so_many_rules_are_kept_open(monkeypatch, engine):
    monkeypatch.setattr(durable, "MOST_OPEN", 3)
    for n in range(1, 9):
        engine.decide(Rule(All(inputs(n)), n), (MET,) * n)
    assert [rule.inputs for rule in engine._open] == [6, 7, 8]


def test_the_rule_used_last_is_kept_open(monkeypatch, engine):
    monkeypatch.setattr(durable, "MOST_OPEN", 2)
    for n in (1, 2, 1, 3):
        engine.decide(Rule(All(inputs(n)), n), (MET,) * n)
    assert [rule.inputs for rule in engine._open] == [1, 3]


def test_an_engine_that_is_let_go_closes_itself(monkeypatch):
    closed = []
    monkeypatch.setattr(durable._Ruleset, "close", lambda ruleset: closed.append(ruleset))
    engine = DurableEngine()
    engine.decide(PAIR, (MET, MET))
    del engine
    gc.collect()
    assert len(closed) == 1
