"""Plan and evidence become results, with agreed allowances kept apart."""

from datetime import date
from types import SimpleNamespace

import pytest

from specrules.judging.verdicts import verdicts
from specrules.result import ALLOWED, MET, NO_EVIDENCE, NOT_APPLICABLE, NOT_MET, PARTLY_MET, Reason, WhyNot
from specrules.spec.model import Combination, How, JudgedAt, Level, Party
from tests.made import COUNCIL, a_check, a_requirement, a_spec, dated, judgement_of, verdict_on

A = a_check("count", "at least 1", name="a")
B = a_check("count", "at least 1", name="b")


def test_checks_are_graded_into_a_requirement():
    verdict = verdict_on(a_requirement(A, B), {"a/answer": 1, "b/answer": 0}, engine="both")
    assert verdict.raw is PARTLY_MET


def test_a_cell_nobody_sent_is_not_submitted():
    verdict = verdict_on(a_requirement(A), {})
    assert (verdict.raw, verdict.reasons) == (NO_EVIDENCE, (Reason.NOT_SUBMITTED,))


def test_a_party_nothing_binds_is_not_agreed_even_if_it_sends_figures():
    hospital = Party("hospital", "Hospital liaison", "mental health")
    spec = a_spec(a_requirement(A, owed_by=("hospital",)), parties=(COUNCIL, hospital))
    (verdict,) = verdicts(judgement_of(spec, {"hospital": {"R-1.a/answer": 3}}))
    assert verdict.reasons == (Reason.NOT_AGREED,)


def test_a_requirement_not_yet_in_force_is_not_applicable_and_says_why():
    verdict = verdict_on(a_requirement(A, since=date(2026, 10, 1)), {})
    assert (verdict.raw, verdict.why_not) == (NOT_APPLICABLE, WhyNot.NOT_IN_FORCE)


ROOM = a_requirement(A, applies_if="a suitable room exists")


def test_a_no_that_is_argued_makes_a_requirement_not_applicable():
    cells = {
        "applies/answer": "no",
        "applies/reason": "one small room",
        "applies/agreed by": "contract manager",
    }
    verdict = verdict_on(ROOM, cells)
    assert (verdict.raw, verdict.why_not) == (NOT_APPLICABLE, WhyNot.CONDITION_FALSE)


@pytest.mark.parametrize("missing", ["applies/reason", "applies/agreed by"])
def test_a_no_that_is_not_argued_leaves_the_requirement_open(missing):
    cells = {
        "applies/answer": "no",
        "applies/reason": "one small room",
        "applies/agreed by": "contract manager",
    }
    assert verdict_on(ROOM, {**cells, "a/answer": 5, missing: None}).raw is NO_EVIDENCE


def test_each_site_counts():
    cells = {"a@North/answer": 1, "a@South/answer": 0}
    assert verdict_on(a_requirement(A, judged_at=JudgedAt(Level.SITE)), cells).raw is PARTLY_MET


def test_a_spec_can_ask_for_any_of_its_checks():
    any_of = Combination(How.ANY, ("a", "b"))
    assert verdict_on(a_requirement(A, B, met_when=any_of), {"a/answer": 0, "b/answer": 1}).raw is MET


# Allowances ------------------------------------------------------------------------------------------------


def an_allowance(requirement="R-1", since=date(2026, 4, 1), until=date(2026, 6, 30)):
    return SimpleNamespace(id="A1", requirement=requirement, party="riverbank", since=since, until=until)


def with_allowance(requirement, cells, allowance):
    return verdict_on(requirement, cells, allowances=(allowance,))


def test_an_allowance_never_changes_the_raw_verdict():
    verdict = with_allowance(a_requirement(A), {"a/answer": 0}, an_allowance())
    assert (verdict.raw, verdict.result) == (NOT_MET, ALLOWED)


def test_an_allowance_for_one_check_leaves_the_others_to_judge():
    verdict = with_allowance(a_requirement(A, B), {"a/answer": 0, "b/answer": 1}, an_allowance("R-1.a"))
    assert (verdict.raw, verdict.result) == (PARTLY_MET, MET)


@pytest.mark.parametrize(
    ("since", "until", "allowed"),
    [
        (date(2026, 6, 30), date(2026, 7, 1), True),
        (date(2026, 4, 1), date(2026, 6, 30), True),
        (date(2026, 4, 1), date(2026, 6, 29), False),
        (date(2026, 7, 1), date(2026, 7, 31), False),
    ],
)
def test_an_allowance_counts_when_it_covers_the_last_day_of_the_period(since, until, allowed):
    verdict = with_allowance(a_requirement(A), {"a/answer": 0}, an_allowance(since=since, until=until))
    assert (verdict.result is ALLOWED) is allowed


def test_results_come_in_the_order_of_the_spec():
    spec = a_spec(a_requirement(A), a_requirement(B, id="R-2", owed_by=("riverbank", "trust")))
    judged = judgement_of(spec, {}).judged
    found = [(each.duty.requirement.id, party) for each in judged for party in each.duty.parties]
    assert found == [("R-1", "riverbank"), ("R-2", "riverbank"), ("R-2", "trust")]


def test_a_verdict_names_the_cells_it_rests_on():
    verdict = verdict_on(a_requirement(A), {"a/answer": 3})
    (fact,) = verdict.because
    assert (fact.origin.place.file, fact.origin.text) == ("riverbank.csv", "3")


def test_a_check_whose_first_target_is_still_to_come_does_not_apply():
    later = a_check("share", name="a", targets=(dated("at least 90%", since=date(2026, 7, 1)),))
    verdict = verdict_on(a_requirement(later, B), {"b/answer": 1})
    assert verdict.raw is MET
    assert verdict.checks[0].wanted == "nothing before 1 July 2026"


def test_a_requirement_without_any_target_in_force_says_so():
    later = a_check("share", name="a", targets=(dated("at least 90%", since=date(2026, 7, 1)),))
    verdict = verdict_on(a_requirement(later), {})
    assert (verdict.raw, verdict.why_not) == (NOT_APPLICABLE, WhyNot.NOT_IN_FORCE)
