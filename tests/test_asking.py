"""What to ask for first: which missing answer could change a rating."""

from datetime import date

from specrules.compile import planned
from specrules.engine import open_engine
from specrules.evidence.facts import Return
from specrules.judging.asking import missing
from specrules.judging.given import Given
from specrules.judging.review import review
from specrules.spec.model import Strength
from specrules.values.periods import read_period
from specrules.viewing import view
from tests.made import a_check, a_requirement, a_spec

AS_AT = date(2026, 7, 21)


def run_on(cells, *requirements, **more):
    """A review of Riverbank's return with these cells."""
    spec = a_spec(*requirements, **more)
    sent = Return(
        file="r.csv",
        digest="1",
        spec=spec.id,
        party="riverbank",
        period="2026-27-Q1",
        cells=cells,
        origins={},
    )
    with open_engine("python") as engine:
        return review(Given(planned(spec, read_period("2026-27-Q1")), (sent,)), engine, AS_AT)


def asked(run):
    found = missing(run.verdicts, run.cards, run.spec)
    return {each.check.name: [(turn.worst, turn.best) for turn in each.turns] for each in found}


def counted(name, **more):
    return a_check("count", "at least 1", name=name, **more)


def test_a_must_that_is_open_decides_and_a_should_does_not():
    run = run_on(
        {},
        a_requirement(counted("must"), id="A"),
        a_requirement(counted("should"), id="B", strength=Strength.SHOULD),
    )
    assert asked(run) == {"must": [(("red", "red"), ("green", "green"))], "should": []}


def test_what_another_must_settles_already_decides_nothing():
    run = run_on(
        {"A.failed/answer": 0},
        a_requirement(counted("failed"), id="A"),
        a_requirement(counted("open"), id="B"),
    )
    assert asked(run) == {"open": []}


def test_a_check_that_cannot_move_its_requirement_decides_nothing():
    checks = a_requirement(counted("no"), counted("open"), met_when=None, id="A")
    run = run_on({"A.no/answer": 0}, checks)
    assert asked(run)["open"] == [(("red", "red"), ("amber", "amber"))]


def test_one_answer_that_fills_two_checks_turns_both():
    shared = counted("again", evidence_from="A.first")
    run = run_on({}, a_requirement(counted("first"), id="A"), a_requirement(shared, id="B"))
    assert asked(run) == {
        "first": [(("red", "red"), ("green", "green"))],
        "again": [(("red", "red"), ("green", "green"))],
    }


def test_what_could_settle_a_rating_is_asked_for_first():
    run = run_on(
        {},
        a_requirement(counted("should"), id="A", strength=Strength.SHOULD),
        a_requirement(counted("must"), id="B"),
    )
    assert [each.requirement for each in view(run).needed[0].items] == ["B", "A"]


def test_a_turn_is_told_in_words():
    run = run_on({}, a_requirement(counted("a"), id="A"), a_requirement(counted("b"), id="B"))
    assert view(run).needed[0].items[0].turns[0].words == "Riverbank Recovery: red, or between red and green"
