"""durable-rules in a process apart, which is made to crash or hang in earnest."""

import json
import os
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from specrules.__main__ import main
from specrules.base.isolated import Idle
from specrules.engine import LostPlace, Stopped, apart, open_engine
from specrules.engine.apart import Apart
from specrules.engine.durable import DurableEngine, available, expected
from specrules.engine.plain import PlainEngine
from specrules.engine.rules import (
    All,
    AnyOf,
    AtLeast,
    Bands,
    Graded,
    Input,
    Not,
    Rule,
    When,
    as_data,
    from_data,
)
from specrules.result import MET, NO_EVIDENCE, NOT_MET, PARTLY_MET, RESULTS
from tests.engine.strategies import inputs

pytestmark = pytest.mark.skipif(not available(), reason="durable-rules is not installed")

PAIR = Rule(All(inputs(2)), 2)
OTHER = Rule(AnyOf(inputs(2)), 2)
ALL = [(one, other) for one in RESULTS for other in RESULTS]
CRASHES = {
    "abort": "os.abort()",
    "segfault": "os.kill(os.getpid(), signal.SIGSEGV)",
    "exit": "os._exit(0)",
    "nonsense": "os.write(1, b'{\"result\"'); os._exit(0)",
}
# The real driver of durable-rules, which ends its own process over some situations.
DRIVER = """
import sys; sys.path[:0] = sys.argv[1:]
import os, signal, time
from specrules.engine import durable, inside
from specrules.result import *
real, seen = durable._Session.decide, []
def decide(session, signature):
    seen.append(signature)
    if {when}:
        {crash}
    return real(session, signature)
durable._Session.decide = decide
inside.main()
"""


@pytest.fixture
def crashing(monkeypatch):
    """Make durable-rules end its process, in one of the ways above, *when* something holds."""

    started = []

    def crash(when, how="abort"):
        code = DRIVER.format(when=when, crash=CRASHES.get(how, how))
        monkeypatch.setattr(apart, "_START", code)
        used_again = Idle(apart._Worker)
        monkeypatch.setattr(apart, "IDLE", used_again)
        started.append(used_again)

    yield crash
    for each in started:
        each.close()


def decided(rule=PAIR):
    """What comes of every situation of a rule, with both engines, and the situations that were lost."""
    with open_engine("both") as engine:
        found = {signature: engine.decide(rule, signature) for signature in ALL}
        return found, set(engine.stopped.get(rule, ()))


def decided_together(rule=PAIR):
    """The same, asked for together."""
    with open_engine("both") as engine:
        engine.decide_all([(rule, ALL)])
        return dict(engine.table(rule)), set(engine.stopped.get(rule, ()))


at_once = pytest.mark.parametrize("decided", [decided, decided_together])


@at_once
def test_apart_gives_what_the_other_engine_gives(decided):
    found, stopped = decided()
    assert found == {each: PlainEngine().decide(PAIR, each) for each in ALL}
    assert not stopped


@at_once
@pytest.mark.parametrize("how", CRASHES)
def test_a_crash_is_that_of_one_situation_and_all_others_are_decided_by_both(crashing, how, decided):
    lost = (PARTLY_MET, NOT_MET)
    crashing("signature == (PARTLY_MET, NOT_MET)", how)
    found, stopped = decided()
    assert stopped == {lost}
    assert found == {each: NO_EVIDENCE if each == lost else PlainEngine().decide(PAIR, each) for each in ALL}


def test_a_process_that_never_answers_is_ended(crashing, monkeypatch):
    monkeypatch.setattr(apart, "SECONDS", 2)
    crashing("signature == (MET, MET)", "time.sleep(600)")
    with closing(Apart()) as engine:
        with pytest.raises(Stopped):
            engine.decide(PAIR, (MET, MET))
        assert engine.decide(PAIR, (MET, NOT_MET)) is NOT_MET


@at_once
def test_one_that_ends_for_what_came_before_loses_nothing(crashing, decided):
    crashing("len(seen) == 5")
    found, stopped = decided()
    assert found == {each: PlainEngine().decide(PAIR, each) for each in ALL}
    assert not stopped


def test_a_rule_is_known_again_after_a_crash(crashing):
    crashing("signature == (NOT_MET, NOT_MET)")
    with open_engine("both") as engine:
        for rule in (PAIR, OTHER):
            assert engine.decide(rule, (NOT_MET, NOT_MET)) is NO_EVIDENCE
        assert engine.decide(PAIR, (MET, NOT_MET)) is NOT_MET
        assert engine.decide(OTHER, (MET, NOT_MET)) is MET


@pytest.mark.parametrize(("decided", "processes"), [(decided, 3), (decided_together, 4)])
def test_where_it_stops_over_everything_it_is_not_asked_for_ever(crashing, monkeypatch, decided, processes):
    monkeypatch.setattr(apart, "MOST_STOPS", 3)
    crashing("True")
    started = []
    real = apart._Worker.__init__
    monkeypatch.setattr(apart._Worker, "__init__", lambda worker: (started.append(worker), real(worker))[1])
    found, stopped = decided()
    assert len(started) == processes
    assert set(found.values()) == {NO_EVIDENCE}
    assert stopped == set(ALL)


def test_durable_rules_alone_loses_the_same():
    with open_engine("durable") as engine:
        assert engine.decide(PAIR, (MET, NOT_MET)) is NOT_MET


def test_a_stop_can_be_looked_into(crashing):
    crashing("True")
    with closing(Apart()) as engine, pytest.raises(Stopped) as stop:
        engine.decide(PAIR, (MET, NOT_MET))
    assert '"signature": [\n    "MET",\n    "NOT_MET"\n  ]' in stop.value.reproducer()


@pytest.mark.parametrize("signature", ALL)
def test_what_is_kept_of_a_stop_is_what_durable_rules_was_told(signature):
    trees = (All(inputs(2)), AtLeast(1, inputs(2)), When(Input(0), Bands(Graded(inputs(2)), Not(Input(1)))))
    with closing(DurableEngine()) as here:
        for rule in (Rule(tree, 2) for tree in trees):
            here.decide(rule, signature)
            told, kept = here.exchange, expected(rule, signature)
            assert (kept.rulesets, kept.facts) == (told.rulesets, told.facts)
            assert [sorted(each) for each in kept.fired] == [sorted(each) for each in told.fired]


def test_a_fault_is_the_same_as_it_is_in_this_process(crashing):
    crashing("True", "raise RuntimeError('no such luck')")
    with closing(Apart()) as engine, pytest.raises(LostPlace, match="failed twice on the same rule"):
        engine.decide(PAIR, (MET, NOT_MET))


@pytest.mark.parametrize("together", [1, 7, 1000])
def test_however_many_go_together_the_answers_are_those_of_one_by_one(monkeypatch, together):
    monkeypatch.setattr(apart, "MOST_TOGETHER", together)
    asked = [(rule, each) for each in ALL for rule in (PAIR, OTHER)]
    with closing(Apart()) as engine:
        assert list(engine.decide_all(asked)) == [PlainEngine().decide(*each) for each in asked]


def test_a_fault_among_many_is_that_of_its_own_situation(crashing):
    crashing("signature == (MET, NOT_MET)", "raise RuntimeError('no such luck')")
    with closing(Apart()) as engine, pytest.raises(LostPlace, match="failed twice") as fault:
        list(engine.decide_all([(PAIR, each) for each in ALL]))
    assert fault.value.signature == (MET, NOT_MET)


def test_many_of_the_wrong_length_are_refused(crashing):
    with closing(Apart()) as engine, pytest.raises(ValueError, match="2 inputs and was given 1"):
        list(engine.decide_all([(PAIR, (MET, MET)), (PAIR, (MET,))]))


def test_what_passed_is_told_from_apart():
    with closing(Apart()) as engine, closing(DurableEngine()) as here:
        for each in (engine, here):
            each.decide(PAIR, (MET, NOT_MET))
        assert engine.exchange == here.exchange


def test_a_process_is_used_again_by_whoever_asks_next():
    with closing(Apart()) as engine:
        engine.decide(PAIR, (MET, NOT_MET))
        first = engine._worker
    with closing(Apart()) as engine:
        assert engine.decide(PAIR, (MET, MET)) is MET
        assert engine._worker is first


@pytest.mark.parametrize(
    "ask",
    [
        lambda engine: engine.decide(PAIR, (MET, NOT_MET)),
        lambda engine: list(engine.decide_all([(PAIR, (MET, NOT_MET))])),
    ],
)
def test_one_that_was_interrupted_over_a_question_is_not_used_again(crashing, monkeypatch, ask):
    crashing("False")

    def interrupt(*_):
        raise KeyboardInterrupt

    with closing(Apart()) as engine, monkeypatch.context() as change:
        change.setattr(apart, "_answers_in_time", interrupt)
        with pytest.raises(KeyboardInterrupt):
            ask(engine)
    assert apart.IDLE.waiting == []


def test_a_process_is_replaced_when_it_has_answered_many(crashing, monkeypatch):
    crashing("False")  # in one that nobody has asked anything yet
    monkeypatch.setattr(apart, "MOST_ASKED", 10)
    with closing(Apart()) as engine:
        assert [engine.decide(PAIR, each) for each in ALL] == [
            PlainEngine().decide(PAIR, each) for each in ALL
        ]
        assert engine._worker.asked == len(ALL) % 10


def test_where_no_process_can_be_started_it_is_asked_in_this_one(monkeypatch):
    def refused(*_, **__):
        raise OSError

    monkeypatch.setattr(subprocess, "Popen", refused)
    assert decided() == ({each: PlainEngine().decide(PAIR, each) for each in ALL}, set())


@pytest.mark.parametrize(
    "tree",
    [
        Input(3),
        AtLeast(2, inputs(3)),
        When(Input(0), Bands(Graded(inputs(2)), Not(AnyOf((All(inputs(2)), Input(1)))))),
    ],
)
def test_a_tree_is_the_same_on_the_other_side(tree):
    assert from_data(as_data(tree)) == tree


# a review of many, of which one party's situation is one that durable-rules stops over

SPEC = """\
specrules: spec 1
id: many
title: A service of many providers (invented)
version: "1"
status: agreed
parties:
  council: {name: Anytown Council, role: commissioner}
"""
PARTY = "  %s: {name: Provider %s, role: drug and alcohol treatment, bound-by: this contract}\n"
DUTY = """\
contract: {starts: 2026-04-01, ends: 2029-03-31}
returns: {every: quarter, due: 15 working days after the quarter ends}
requirements:
  R-1:
    title: People are helped
    owed-by: {each-with-role: drug and alcohol treatment}
    strength: must
    source: local decision, 2026-02-10
    checks:
      share: {share: people helped, of: people in treatment, target: at least 90%}
"""
RETURN = """\
specrules,return 1
spec,many
party,%s
period,2026-27-Q1

item,number,out of
R-1.share,%s,100
"""


@pytest.fixture
def many(tmp_path):
    """A specification and returns of twenty providers, of which the eighth falls short."""
    parties = [f"p{n:02}" for n in range(20)]
    named = "".join(PARTY % (each, each) for each in parties)
    (tmp_path / "spec.yaml").write_text(SPEC + named + DUTY, encoding="utf-8")
    for each in parties:
        (tmp_path / f"{each}.csv").write_text(RETURN % (each, 1 if each == "p07" else 95), encoding="utf-8")
    return tmp_path


def test_a_crash_inside_durable_rules_is_told_of_one_party_and_stops_no_other(
    many, crashing, capsys, monkeypatch
):
    monkeypatch.chdir(many)
    crashing("NOT_MET in signature")
    assert main(["review", str(many), "--verdicts", str(many / "verdicts.csv")]) == 1
    told = " ".join(capsys.readouterr().out.split())
    assert (
        "durable-rules stopped without an answer for R-1 of p07, so that counts as no evidence, and nothing "
        "rests on the other engine alone. Everything else was decided by both. This is a fault in specrules; "
        "please report it." in told
    )
    lines = (many / "verdicts.csv").read_text(encoding="utf-8-sig").splitlines()[1:]
    said = {cells[4]: (cells[10], cells[12]) for cells in (line.strip('"').split('","') for line in lines)}
    assert said.pop("p07") == ("no evidence", "rule could not run")
    assert set(said.values()) == {("met", "")}


def test_without_a_crash_nothing_of_it_is_told(many, capsys):
    assert main(["review", str(many)]) == 1
    assert "stopped" not in "".join(capsys.readouterr())


@pytest.mark.parametrize("command", [["review"], ["ask"], ["plan"], ["replay", "spec.yaml"]])
def test_a_stop_is_told_and_kept_to_be_looked_into(many, crashing, capsys, monkeypatch, command):
    monkeypatch.chdir(many)
    crashing("NOT_MET in signature")
    assert main([*command, "."]) in (0, 1)
    assert capsys.readouterr().err == (
        "durable-rules stopped without an answer, so what it was asked counts as no evidence. "
        "Please report it: engine-fault.json has what is needed to look into it.\n"
    )
    kept = json.loads((many / "engine-fault.json").read_text(encoding="utf-8"))
    assert (kept["signature"], len(kept["facts"]) > 0, len(kept["rulesets"])) == (["NOT_MET"], True, 1)
    assert "p07" not in json.dumps(kept)


@pytest.mark.parametrize("command", ["compare", "verify"])
def test_a_stop_over_what_was_kept_is_kept_to_be_looked_into_too(
    many, crashing, capsys, monkeypatch, command
):
    monkeypatch.chdir(many)
    assert main(["review", ".", "--keep", "runs"]) == 1
    kept = os.fspath(next(Path("runs").glob("*.json")))
    crashing("NOT_MET in signature")
    capsys.readouterr()
    assert main([command, *{"compare": [kept, kept], "verify": [kept]}[command]]) in (1, 2)
    assert "Please report it: engine-fault.json has what is needed" in capsys.readouterr().err
    kept = json.loads((many / "engine-fault.json").read_text(encoding="utf-8"))
    assert kept["signature"] == ["NOT_MET"]


def test_a_crash_in_this_process_would_have_ended_it():
    code = DRIVER.format(when="True", crash="os.abort()").replace(
        "inside.main()",
        "from specrules.engine.rules import *\ndurable.DurableEngine().decide(Rule(Input(0), 1), (MET,))",
    )
    ended = subprocess.run([sys.executable, "-c", code, Path.cwd()], capture_output=True, check=False)
    assert ended.returncode < 0
