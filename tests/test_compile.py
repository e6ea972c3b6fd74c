"""A specification becomes a plan."""

from datetime import date

from specrules.compile import compile_spec, requests
from specrules.engine.rules import All, Bands, Graded, Input, When
from specrules.spec.model import Combination, How, JudgedAt, Level
from specrules.values.periods import read_period
from specrules.values.quantities import write_target
from tests.made import PERIOD, a_check, a_hand_off, a_requirement, a_spec, dated


def tree_of(requirement):
    return compile_spec(a_spec(requirement), PERIOD).duties[0].rule.tree


A = a_check("count", "at least 1", name="a")
B = a_check("count", "at least 2", name="b")


def test_one_check_needs_no_combining():
    assert tree_of(a_requirement(A)) == Input(0)


def test_several_checks_are_graded_unless_the_spec_says_otherwise():
    assert tree_of(a_requirement(A, B)) == Graded((Input(0), Input(1)))


def test_the_tree_is_as_the_spec_wrote_it():
    nested = Combination(How.ALL, ("a", Combination(How.ALL, ("b",))))
    assert tree_of(a_requirement(A, B, met_when=nested)) == All((Input(0), All((Input(1),))))


def test_partly_met_when_gives_bands():
    half = Combination(How.ANY, ("b",))
    tree = tree_of(a_requirement(A, B, met_when=Combination(How.ALL, ("a", "b")), partly_met_when=half))
    assert isinstance(tree, Bands)


def test_applies_if_in_words_asks_a_question_first():
    plan = compile_spec(a_spec(a_requirement(A, applies_if="a suitable room exists")), PERIOD)
    assert plan.duties[0].rule.tree == When(Input(0), Input(1))
    assert [request.item for request in requests(plan)] == ["R-1.applies", "R-1.a"]


def test_each_site_has_its_own_checks_and_cells():
    plan = compile_spec(a_spec(a_requirement(A, judged_at=JudgedAt(Level.SITE))), PERIOD)
    assert plan.duties[0].rule.tree == Graded((Input(0), Input(1)))
    assert [check.cells[0].key for check in plan.duties[0].checks] == [
        "R-1.a@North/answer",
        "R-1.a@South/answer",
    ]


def test_a_requirement_holds_from_its_first_day_for_a_period_that_begins_by_then():
    spec = a_spec(a_requirement(A, since=date(2026, 4, 2)))
    assert not compile_spec(spec, PERIOD).duties[0].in_force
    assert compile_spec(spec, read_period("2026-27-Q2")).duties[0].in_force


def test_nothing_is_asked_for_a_requirement_that_is_not_in_force():
    assert requests(compile_spec(a_spec(a_requirement(A, since=date(2026, 10, 1))), PERIOD)) == ()


def test_the_target_is_the_one_in_force_on_the_first_day():
    steps = (dated("at least 75%", since=date(2026, 4, 1)), dated("at least 90%", since=date(2026, 7, 1)))
    spec = a_spec(a_requirement(a_check("share", targets=steps)))

    def target(period):
        return write_target(compile_spec(spec, read_period(period)).duties[0].checks[0].target.target)

    assert (target("2026-27-Q1"), target("2026-27-Q2")) == ("at least 75%", "at least 90%")


def test_shared_evidence_is_asked_for_once():
    spec = a_spec(
        a_requirement(A), a_requirement(a_check("count", "at least 5", evidence_from="R-1.a"), id="R-2")
    )
    assert [request.item for request in requests(compile_spec(spec, PERIOD))] == ["R-1.a"]


def test_both_sides_of_a_hand_off_are_asked_for_their_counts():
    spec = a_spec(a_requirement(owed_by=("riverbank", "trust"), hand_off=a_hand_off()))
    asked = [(request.party, request.item) for request in requests(compile_spec(spec, PERIOD))]
    assert asked[:5] == [
        ("riverbank", "R-1.to-trust.sent"),
        ("riverbank", "R-1.to-trust.outcome-known"),
        ("riverbank", "R-1.from-trust.received"),
        ("riverbank", "R-1.from-trust.answered-in-time"),
        ("riverbank", "R-1.from-trust.waiting"),
    ]
    assert [party for party, _ in asked] == ["riverbank"] * 5 + ["trust"] * 5


def test_requirements_of_the_same_shape_share_a_rule():
    spec = a_spec(a_requirement(A, B), a_requirement(A, B, id="R-2"))
    one, other = compile_spec(spec, PERIOD).duties
    assert hash(one.rule) == hash(other.rule)
    assert one.rule == other.rule
