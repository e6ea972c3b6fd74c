import ast
import inspect
import json
import subprocess
import sys
from contextlib import closing
from importlib.util import find_spec

import pytest

from specrules.base.errors import EngineFault
from specrules.engine import Disagreement, OpenEngine, both, durable, open_engine, plain, strata
from specrules.engine.apart import Apart
from specrules.engine.both import BothEngines
from specrules.engine.durable import DurableEngine, available
from specrules.engine.plain import PlainEngine
from specrules.engine.rules import All, AnyOf, Rule
from specrules.result import MET, NO_EVIDENCE, NOT_MET, RESULTS
from tests.engine.strategies import inputs

PAIR = Rule(All(inputs(2)), 2)
needs_durable = pytest.mark.skipif(not available(), reason="durable-rules is not installed")
CHOICES = ["python", *(pytest.param(each, marks=needs_durable) for each in ("both", "durable"))]


class Generous:
    """An engine that is wrong: it takes no evidence for met."""

    name = "generous"

    def decide(self, rule, signature):
        result = PlainEngine().decide(rule, signature)
        return MET if result is NO_EVIDENCE else result

    decide_all = PlainEngine.decide_all


class Counting:
    """Plain Python, counting how often it is asked."""

    name = "counting"
    asked = 0

    def decide(self, rule, signature):
        self.asked += 1
        return PlainEngine().decide(rule, signature)

    decide_all = PlainEngine.decide_all


def no_durable_rules():
    raise ImportError


# asking


def test_durable_rules_is_available_where_it_is_installed():
    assert available() is (find_spec("durable_rules_engine") is not None)


@pytest.mark.parametrize("choice", CHOICES)
def test_every_choice_of_engine_gives_the_same(choice):
    with open_engine(choice) as engine:
        decided = [engine.decide(PAIR, (one, other)) for one in RESULTS for other in RESULTS]
    assert decided == [PlainEngine().decide(PAIR, (one, other)) for one in RESULTS for other in RESULTS]


@pytest.mark.parametrize("choice", CHOICES)
def test_an_engine_goes_by_the_name_of_the_choice(choice):
    with open_engine(choice) as engine:
        assert engine.name == choice


@needs_durable
def test_two_engines_are_used_and_named_with_their_versions():
    with open_engine() as engine:
        assert engine.used == ("durable-rules 2.0.28", "python")
        assert engine.note is None


@needs_durable
def test_one_engine_is_used_when_one_is_chosen():
    with open_engine("durable") as one, open_engine("python") as other:
        assert (one.used, other.used) == (("durable-rules 2.0.28",), ("python",))


def test_a_situation_is_decided_once():
    counting = Counting()
    engine = OpenEngine("python", counting, None, ("python",))
    for _ in range(3):
        engine.decide(PAIR, (MET, NO_EVIDENCE))
        engine.table(Rule(All(inputs(2)), 2))[MET, NO_EVIDENCE]
    assert counting.asked == 1


def test_a_table_answers_columns_in_bulk():
    columns = [(MET, MET, NOT_MET), (MET, NO_EVIDENCE, MET)]
    with open_engine("python") as engine:
        assert list(map(engine.table(PAIR).__getitem__, zip(*columns, strict=True))) == [
            MET,
            NO_EVIDENCE,
            NOT_MET,
        ]


def test_what_was_asked_is_counted_by_situation():
    with open_engine("python") as engine:
        for signature in [(MET, MET), (MET, MET), (MET, NOT_MET)]:
            engine.decide(PAIR, signature)
        assert engine.asked == (2, 0.0)


@needs_durable
def test_time_in_durable_rules_is_counted():
    with open_engine() as engine:
        engine.decide(PAIR, (MET, MET))
        assert engine.asked.durable_seconds > 0


@pytest.mark.parametrize("choice", CHOICES)
def test_a_signature_of_the_wrong_length_is_refused_and_not_kept(choice):
    with open_engine(choice) as engine:
        with pytest.raises(ValueError, match="2 inputs and was given 3"):
            engine.decide(PAIR, (MET, MET, MET))
        assert engine.asked.signatures == 0


@needs_durable
def test_an_engine_that_was_closed_can_be_asked_again():
    engine = open_engine()
    engine.close()
    assert engine.decide(PAIR, (MET, NOT_MET)) is NOT_MET
    engine.close()


@needs_durable
def test_leaving_an_engine_gives_back_what_durable_rules_held(monkeypatch):
    closed = []
    monkeypatch.setattr(durable._Ruleset, "close", lambda ruleset: closed.append(ruleset))
    with closing(DurableEngine()) as engine:
        engine.decide(PAIR, (MET, MET))
        assert closed == []
    assert len(closed) == 1


# durable-rules missing


def test_without_durable_rules_python_goes_on_alone_and_says_so(monkeypatch):
    monkeypatch.setattr(durable, "_load", no_durable_rules)
    engine = open_engine("both")
    assert engine.used == ("python",)
    assert engine.note == (
        "durable-rules could not be loaded, so the plain Python engine worked out every verdict alone."
        " To have two engines compared, install it with pip install 'specrules[durable]'."
    )


def test_without_durable_rules_asking_for_it_is_a_fault(monkeypatch):
    monkeypatch.setattr(durable, "_load", no_durable_rules)
    with pytest.raises(EngineFault, match="not installed or cannot be loaded"):
        open_engine("durable")


def test_engines_are_loaded_only_when_they_are_opened():
    code = "import sys, specrules.engine; print(*sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout.split()
    late = {
        "durable_rules_engine",
        *(f"specrules.engine.{each}" for each in ("durable", "plain", "both", "strata")),
    }
    assert not late & set(loaded)


# disagreement


@needs_durable
def test_engines_that_differ_give_no_verdict():
    with pytest.raises(Disagreement) as caught:
        BothEngines(DurableEngine(), Generous()).decide(PAIR, (MET, NO_EVIDENCE))
    assert str(caught.value) == (
        "durable-rules says no evidence and generous says met of the same results, so there is no verdict;"
        " this is a fault in specrules, please report it"
    )


@needs_durable
def test_engines_that_agree_give_their_verdict():
    assert BothEngines(DurableEngine(), Generous()).decide(PAIR, (MET, NOT_MET)) is NOT_MET


@needs_durable
def test_a_disagreement_is_an_engine_fault_and_carries_both_answers():
    with pytest.raises(EngineFault) as caught:
        BothEngines(DurableEngine(), Generous()).decide(PAIR, (MET, NO_EVIDENCE))
    fault = caught.value
    assert (fault.rule, fault.signature) == (PAIR, (MET, NO_EVIDENCE))
    assert fault.answers == {"durable-rules": NO_EVIDENCE, "generous": MET}


ONE_BY_ONE = [(MET, MET), (MET, NO_EVIDENCE), (NO_EVIDENCE, MET), (NOT_MET, NOT_MET)]


def test_many_are_decided_together_and_each_once():
    counting = Counting()
    engine = OpenEngine("python", counting, None, ("python",))
    other = Rule(AnyOf(inputs(2)), 2)
    engine.decide(PAIR, (MET, MET))
    engine.decide_all([(PAIR, ONE_BY_ONE), (other, ONE_BY_ONE[:1]), (PAIR, ONE_BY_ONE * 2)])
    assert counting.asked == 5
    assert dict(engine.table(PAIR)) == {each: PlainEngine().decide(PAIR, each) for each in ONE_BY_ONE}
    assert dict(engine.table(other)) == {(MET, MET): MET}


@needs_durable
def test_of_many_that_are_decided_together_none_is_kept_from_where_the_engines_differ():
    engine = OpenEngine("both", BothEngines(DurableEngine(), Generous()), None, ())
    with pytest.raises(Disagreement):
        engine.decide_all([(PAIR, ONE_BY_ONE)])
    assert dict(engine.table(PAIR)) == {(MET, MET): MET}


@needs_durable
@pytest.mark.parametrize("durable_engine", [DurableEngine, Apart])
@pytest.mark.parametrize(
    "ask",
    [
        lambda engine: engine.decide(PAIR, (MET, NO_EVIDENCE)),
        lambda engine: list(engine.decide_all([(PAIR, each) for each in ONE_BY_ONE])),
    ],
)
def test_the_reproducer_brings_durable_rules_answer_about_again(durable_engine, ask):
    with closing(durable_engine()) as first, pytest.raises(Disagreement) as caught:
        ask(BothEngines(first, Generous()))
    report = json.loads(caught.value.reproducer())
    assert report["rule"] == {"all": [{"input": 0}, {"input": 1}]}
    assert report["signature"] == ["MET", "NO_EVIDENCE"]
    assert report["answers"] == {"durable-rules": "NO_EVIDENCE", "generous": "MET"}
    assert [replay(report["rulesets"][0], fact) for fact in report["facts"]] == report["fired"]


def replay(ruleset, fact):
    """Return the rules that *fact* fires, by the C module alone."""
    module = durable._load()
    handle = module.create_ruleset("replay", json.dumps(ruleset))
    _, state = module.assert_fact(handle, json.dumps(fact))
    message = module.start_action_for_state(handle, state)[1]
    fired = []
    while message:
        fired += json.loads(message)
        message = module.complete_and_start_action(handle, state)
    return fired


# independence


def imported_by(module):
    """Every name that *module* imports from this package."""
    nodes = ast.walk(ast.parse(inspect.getsource(module)))
    froms = [node for node in nodes if isinstance(node, ast.ImportFrom) and node.module]
    return {
        f"{node.module}.{alias.name}"
        for node in froms
        if node.module.startswith("specrules")
        for alias in node.names
    }


def test_the_engines_share_no_code_but_rules_and_results():
    from specrules.engine import lowering

    one = imported_by(plain)
    other = imported_by(durable) | imported_by(lowering) | imported_by(strata)
    shared = {name for name in one & other if not name.startswith("specrules.engine.rules.")}
    assert shared == {f"specrules.result.{name}" for name in (*map(repr, RESULTS), "Result")} & shared
    assert not any("plain" in name for name in other)
    assert not any(word in name for name in one for word in ("durable", "strata", "lowering"))


def test_only_the_comparison_knows_both():
    assert imported_by(both) >= {
        "specrules.engine.Durable",
        "specrules.engine.plain.PlainEngine",
    }
