"""The action plan and the agenda that follow from a review."""

import re
from datetime import date
from io import BytesIO

import pytest
from docx import Document

from specrules.log.model import Closes, Person
from specrules.log.reading import read_log
from specrules.planning import agenda, as_actions, closings, plan_of
from specrules.report.plan import agenda_as_text, as_text, as_word, as_yaml
from tests.made import AS_AT, a_check, a_requirement, a_spec
from tests.report.made import a_run, run_of
from tests.report.minuted import LOG, a_minuted_run
from tests.spec.making import tree_of

BY = Person("contract review meeting")
RATED = a_check(
    "rating",
    "at least in full",
    name="shaped",
    choices=("not yet", "in part", "in full"),
    rubric=(("not yet", "nobody is asked"), ("in part", "some are asked"), ("in full", "people decide")),
)


def drafts(*checks, cells, **more):
    """The drafts for Riverbank on one requirement."""
    requirement = a_requirement(*checks, id="MA-1", **more)
    given = {"riverbank": {f"MA-1.{key}": value for key, value in cells.items()}}
    return plan_of(run_of(a_spec(requirement), given)).drafts


def share(number, name="delivered"):
    return {f"{name}/number": number, f"{name}/out of": 100}


DELIVERED = a_check(target="at least 90%", partly="at least 75%", name="delivered")
RECORDED = a_check(target="at least 95%", name="recorded")


def test_what_is_not_met_becomes_an_action_that_its_own_check_closes():
    (draft,) = drafts(DELIVERED, cells=share(80), if_not_met="improvement plan within 20 working days")
    assert (draft.id, draft.owner, draft.evidence, draft.closes_when) == (
        "ACT-1",
        "Riverbank Recovery",
        "MA-1.delivered",
        Closes.MET,
    )
    assert draft.does == (
        "improvement plan within 20 working days, to reach: 10 more of the 20 others (90 of 100)"
    )


def test_an_action_is_due_when_the_next_return_is():
    (draft,) = drafts(DELIVERED, cells=share(80))
    assert draft.due == date(2026, 10, 21)


def test_several_checks_that_are_short_become_one_action_that_the_duty_closes():
    (draft,) = drafts(DELIVERED, RECORDED, cells=share(80) | share(50, "recorded"))
    assert draft.evidence == "MA-1"
    assert draft.does == (
        "agree how it is met, to reach: delivered, 10 more of the 20 others (90 of 100); "
        "recorded, 45 more of the 50 others (95 of 100)"
    )


def test_what_has_no_evidence_becomes_an_action_that_supplying_it_closes():
    (draft,) = drafts(DELIVERED, cells={"delivered/number": 80})
    assert (draft.evidence, draft.closes_when) == ("MA-1.delivered", Closes.SUPPLIED)
    assert draft.does == "send the evidence for: what delivered looks at, out of people in treatment (out of)"


@pytest.mark.parametrize(
    "more", [{"strength": "encouraged"}, {"report_only": True}], ids=["encouraged", "for report only"]
)
def test_what_does_not_count_becomes_no_action(more):
    assert drafts(DELIVERED, cells=share(10), **more) == ()


@pytest.mark.parametrize("number", [90, 100])
def test_what_is_met_becomes_no_action(number):
    assert drafts(DELIVERED, cells=share(number)) == ()


def test_a_gap_of_a_self_assessment_becomes_an_action_though_it_is_for_report_only():
    (draft,) = drafts(RATED, cells={"shaped/answer": "in part"}, report_only=True)
    assert draft.does == "agree how it is met, to reach: in full: people decide"


def test_a_gap_says_the_next_word_and_what_it_means():
    run = run_of(a_spec(a_requirement(RATED, id="MA-1")), {"riverbank": {"MA-1.shaped/answer": "not yet"}})
    (gap,) = plan_of(run).gaps
    assert (gap.found, gap.next, gap.means) == ("not yet", "in part", "some are asked")


@pytest.mark.parametrize("answer", ["in full", "*"])
def test_the_top_of_a_scale_and_what_is_not_rated_are_no_gaps(answer):
    run = run_of(a_spec(a_requirement(RATED, id="MA-1")), {"riverbank": {"MA-1.shaped/answer": answer}})
    assert plan_of(run).gaps == ()


def test_where_an_action_is_open_no_other_is_drafted():
    about = {(each.requirement, each.party) for each in plan_of(a_run()).drafts}
    left = {(each.requirement, each.party) for each in plan_of(a_minuted_run()).drafts}
    assert ("MA-4", "riverbank") not in left
    assert left <= about


def test_numbers_go_on_from_those_in_the_log():
    numbers = [each.id for each in plan_of(a_minuted_run()).drafts]
    assert numbers[0] == "ACT-3"
    assert len(set(numbers)) == len(numbers)


def test_what_the_evidence_has_closed_is_closed_by_its_cells():
    plan = plan_of(a_minuted_run())
    (found,) = closings(plan, AS_AT, BY).items()
    assert found[0] == "ACT-1"
    assert found[1].evidence.startswith("riverbank.csv, cell MA-1.delivered/number; ")


def test_the_drafts_are_records_that_a_log_can_hold():
    plan = plan_of(a_minuted_run())
    text = f"specrules: meeting log 1\nkept-to: 2026-08-20\n{as_yaml(plan, AS_AT, BY)}"
    log, findings = read_log(tree_of(text, "log.yaml"))
    assert (log.actions, findings) == (as_actions(plan, AS_AT, BY), ())


def test_drafts_that_were_agreed_are_carried_over_and_not_drafted_again():
    plan = plan_of(a_minuted_run())
    text = LOG + as_yaml(plan, AS_AT, BY).removeprefix("actions:\n")
    again = plan_of(a_minuted_run(text))
    assert again.drafts == ()
    assert {each.id for each in plan.drafts} <= {each.id for each in again.open}


def test_an_agenda_leaves_out_what_there_is_nothing_to_say_of():
    met = run_of(
        a_spec(a_requirement(DELIVERED, id="MA-1")),
        {"riverbank": {f"MA-1.{k}": v for k, v in share(95).items()}},
    )
    assert [each.title for each in agenda(plan_of(met))] == ["Next"]


def test_the_whole_plan_as_text(as_kept):
    as_kept("plan.txt", as_text(plan_of(a_minuted_run())))


def test_the_whole_agenda_as_text(as_kept):
    as_kept("agenda.txt", agenda_as_text(plan_of(a_minuted_run())))


def test_the_plan_as_a_word_document_says_the_same_and_is_the_same_twice():
    plan = plan_of(a_minuted_run())
    packed = as_word(plan, AS_AT)
    document = Document(BytesIO(packed))
    said = [each.text for each in document.paragraphs]
    assert [f"{n}. {each.title}" for n, each in enumerate(agenda(plan), 1)] == [
        each for each in said if re.match(r"[0-9]+\. ", each)
    ]
    rows = [row.cells[0].text for table in document.tables for row in table.rows]
    assert rows == [
        "Action",
        *(each.id for each in plan.carried),
        "Action",
        *(each.id for each in plan.drafts),
    ]
    assert as_word(plan, AS_AT) == packed
