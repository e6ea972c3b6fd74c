"""What an audience may see of a run, and what goes with a figure that it may not."""

from datetime import date
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from specrules.evidence.facts import Row
from specrules.findings import Place
from specrules.frozen import replace
from specrules.quantities import read_target
from specrules.report import json, text
from specrules.scorecard import Score
from specrules.spec.model import CardSettings, Strength
from specrules.view import HIDDEN, MARK, view
from tests.made import RIVERBANK, TRUST, a_check, a_hand_off, a_requirement, a_spec
from tests.report.made import ALLOWANCE, a_finding, a_run, run_of

SHARE = a_check(target="at least 90%", name="delivered")


def everything(figure):
    return True


def small(figure):
    return any(1 <= count <= 4 for count in figure.people)


def seen(cells, *checks, hide=None, **more):
    """The view of Riverbank's one requirement, from the cells of its own row."""
    requirement = a_requirement(*(checks or (SHARE,)), id="MA-1", **more.pop("requirement", {}))
    run = run_of(a_spec(requirement), {"riverbank": cells}, **more)
    return view(run, hide) if hide else view(run)


def verdict_of(shown, requirement, party):
    return next(each for each in shown.verdicts if (each.requirement, each.party) == (requirement, party))


# -- nothing hidden


def test_a_view_says_for_whom_it_is():
    assert view(a_run()).header.mark == MARK


def test_the_period_is_said_in_words():
    assert view(a_run()).header.period_words == "1 April 2026 to 30 June 2026"


def test_without_hiding_every_figure_is_shown():
    shown = seen({"MA-1.delivered/number": 57, "MA-1.delivered/out of": 64})
    assert shown.verdicts[0].checks[0].found == "57 of 64 (89.1%)"
    assert shown.hidden == 0


def test_a_verdict_lists_each_cell_once_with_its_place():
    fact = seen({"MA-1.delivered/number": 57, "MA-1.delivered/out of": 64}).verdicts[0].because[0]
    assert (fact.file, fact.place, fact.text) == ("riverbank.csv", "cell MA-1.delivered/number", "57")


def test_a_register_is_shown_by_its_number_of_rows_because_rows_name_contacts():
    register = a_check("register", "at least 1", name="links")
    rows = (Row("12-step", "A group", "a named contact", date(2026, 6, 1)),)
    assert seen({"MA-1.links/rows": rows}, register).verdicts[0].because[0].text == "1 row"


def test_a_local_decision_is_its_own_source():
    shown = seen({}, requirement={"local_source": "local decision, 2026-02-10"})
    assert shown.verdicts[0].source[0].document == "local decision, 2026-02-10"


def test_why_a_requirement_does_not_apply_stands_among_its_reasons():
    assert verdict_of(view(a_run()), "AC-1", "riverbank").reasons == ("not in force",)


def test_a_rating_that_is_open_says_between_what():
    shown = seen({})
    assert shown.compliance[0].rating.words == "not yet rateable: between red and green"


def test_a_score_is_shown_on_its_own_side_of_every_band():
    bands = (("green", read_target("at least 75%")), ("amber", read_target("at least 50%")))
    card = replace(a_run().cards.compliance[1], adjusted=Score(*[Fraction(7496, 10000)] * 2, Fraction(1)))
    run = a_run()
    run = replace(
        run,
        spec=replace(run.spec, cards={"compliance": CardSettings(bands)}),
        cards=replace(run.cards, compliance=(card,)),
    )
    assert view(run).compliance[0].adjusted.words == "74.96%"


def test_a_score_keeps_its_exact_fraction():
    assert view(a_run()).compliance[1].adjusted.low == "1/3"


def test_the_doors_with_the_joint_result_are_said_to_decide_it():
    groundwork = view(a_run()).no_wrong_door.principles[1]
    assert groundwork.decided_by == ("trust",)


def test_nobody_decides_a_joint_result_that_is_met():
    met = a_requirement(a_check("count", "at least 1", name="a"), id="N-1", principle="access")
    shown = view(run_of(a_spec(met), {"riverbank": {"N-1.a/answer": 1}}))
    assert shown.no_wrong_door.principles[0].decided_by == ()


def test_what_is_only_encouraged_decides_no_joint_result():
    count = a_check("count", "at least 1", name="a")
    must = a_requirement(count, id="N-1", principle="access")
    encouraged = a_requirement(
        count, id="N-2", principle="access", owed_by=("trust",), strength=Strength.ENCOURAGED
    )
    cells = {"riverbank": {"N-1.a/answer": 0}, "trust": {"N-2.a/answer": 0}}
    shown = view(run_of(a_spec(must, encouraged), cells))
    assert shown.no_wrong_door.principles[0].decided_by == ("riverbank",)


def test_an_allowance_shows_the_result_before_and_after():
    shown = view(a_run()).allowances[0]
    assert (shown.raw.word, shown.result.word, shown.in_force) == ("not met", "allowed", True)
    assert shown.approved_by == "review meeting (lead commissioner), 2026-04-02"


def test_an_allowance_that_ended_before_the_period_did_is_not_in_force():
    ended = replace(ALLOWANCE, until=date(2026, 6, 29))
    assert not view(a_run(allowances=(ended,))).allowances[0].in_force


def test_an_allowance_for_nothing_has_no_result():
    unknown = replace(ALLOWANCE, requirement="MA-9")
    assert view(a_run(allowances=(unknown,))).allowances[0].result is None


# -- evidence still needed


def test_what_is_blank_is_still_needed_and_named():
    needed = view(a_run()).needed[0]
    assert needed.name == "Riverbank Recovery"
    assert needed.items[0].cells == ("MA-3.offered/document",)


def test_nobody_is_asked_for_what_nobody_agreed_to():
    assert "hospital" not in {each.party for each in view(a_run()).needed}


def test_a_settled_requirement_needs_no_more_evidence():
    either = a_requirement(
        a_check("count", "at least 1", name="a"),
        a_check("count", "at least 1", name="b"),
        id="N-1",
        since=date(2027, 1, 1),
    )
    assert view(run_of(a_spec(either), {})).needed == ()


def test_the_other_side_of_a_hand_off_is_asked_for_its_own_count():
    requirement = a_requirement(id="N-1", owed_by=("riverbank", "trust"), hand_off=a_hand_off())
    cells = {"N-1.to-trust.sent/answer": 10, "N-1.to-trust.outcome-known/answer": 10}
    shown = view(run_of(a_spec(requirement), {"riverbank": cells}))
    asked = {item.cells for each in shown.needed if each.party == "trust" for item in each.items}
    assert ("N-1.from-riverbank.received/answer",) in asked


# -- something hidden


def test_with_a_count_go_its_rate_and_the_text_of_its_cells():
    shown = seen({"MA-1.delivered/number": 3, "MA-1.delivered/out of": 64}, hide=small)
    assert shown.verdicts[0].checks[0].found == HIDDEN
    assert {fact.text for fact in shown.verdicts[0].because} == {HIDDEN}
    assert shown.hidden == 1


def test_the_people_left_over_are_a_small_count_too():
    shown = seen({"MA-1.delivered/number": 61, "MA-1.delivered/out of": 64}, hide=small)
    assert shown.verdicts[0].checks[0].found == HIDDEN


def test_a_hidden_figure_keeps_its_result():
    shown = seen({"MA-1.delivered/number": 3, "MA-1.delivered/out of": 64}, hide=small)
    assert shown.verdicts[0].result.word == "not met"


def test_a_figure_made_from_the_same_cells_is_hidden_with_it():
    first = a_requirement(SHARE, id="MA-1")
    same = replace(SHARE, name="again", evidence_from="MA-1.delivered")
    second = a_requirement(same, id="MA-2")
    third = a_requirement(a_check("count", "at least 1", name="other"), id="MA-3")
    cells = {"MA-1.delivered/number": 3, "MA-1.delivered/out of": 64, "MA-3.other/answer": 2}
    shown = view(run_of(a_spec(first, second, third), {"riverbank": cells}), small)
    assert [each.checks[0].found for each in shown.verdicts] == [HIDDEN, HIDDEN, "2"]


def test_one_small_count_hides_the_whole_hand_off():
    shown = view(a_run(), lambda figure: 20 in figure.people)
    flow = next(each for each in shown.no_wrong_door.flows if each.sender == "riverbank")
    counts = (flow.sent, flow.received, flow.gap, flow.answered, flow.waiting, flow.outcome_known)
    assert set(counts) == {HIDDEN}


def test_a_small_gap_hides_the_hand_off_on_its_own():
    shown = view(a_run(), lambda figure: figure.people == (5,))
    flow = next(each for each in shown.no_wrong_door.flows if each.sender == "riverbank")
    assert flow.sent == HIDDEN
    assert verdict_of(shown, "NWD-1", "trust").checks[1].found == HIDDEN


def test_a_query_about_a_hidden_hand_off_keeps_its_names_and_loses_its_counts():
    query = verdict_of(view(a_run(), everything), "NWD-1", "trust").queries[0]
    assert query.startswith("Riverbank Recovery says it sent * to Anytown Mental Health Trust, which says it")
    assert not any(figure in query for figure in "0123456789")


def test_what_a_list_lacks_would_give_away_what_it_has():
    assert verdict_of(view(a_run(), everything), "MA-4", "riverbank").checks[0].lacking == ()


def test_a_count_beside_a_blank_is_hidden_too():
    shown = seen({"MA-1.delivered/number": 3}, hide=small)
    assert [fact.text for fact in shown.verdicts[0].because] == [HIDDEN]


def test_a_number_in_a_text_that_could_not_be_read_is_hidden_too():
    shown = seen({"MA-1.delivered/number": "3 people", "MA-1.delivered/out of": 64}, hide=small)
    assert shown.verdicts[0].because[0].text == HIDDEN


def test_a_count_that_is_not_small_is_shown_beside_a_blank():
    shown = seen({"MA-1.delivered/number": 30}, hide=small)
    assert [fact.text for fact in shown.verdicts[0].because] == ["30"]


def test_a_finding_about_a_hidden_cell_says_nothing_of_it():
    finding = a_finding(message="57.5 is not a whole number.", meant="57")
    finding = replace(finding, place=Place("riverbank.csv", cell="MA-1.delivered/number"))
    shown = view(a_run(findings=(finding,)), everything).findings[0]
    assert "57" not in shown.message
    assert (shown.code, shown.meant) == (finding.code, None)


def test_a_finding_that_only_refers_to_a_hidden_cell_says_nothing_of_it():
    finding = a_finding(message="57 is more than 50.", place=Place("riverbank.csv"))
    finding = replace(finding, also=(Place("riverbank.csv", cell="MA-1.delivered/number"),))
    assert "57" not in view(a_run(findings=(finding,)), everything).findings[0].message


def test_a_finding_about_another_cell_is_shown():
    assert view(a_run(), small).findings == a_run().findings


# -- whatever the figures are

COUNTS = st.integers(10_000, 99_999)


def a_large_run(shares, sent, received, amount):
    """A run whose results are always the same: a share met, a hand-off answered in full, a count reached."""
    requirements = (
        a_requirement(a_check(target="at least 50%", name="a"), id="S-1"),
        a_requirement(a_check("count", "at least 1", name="b"), id="S-2"),
        a_requirement(
            id="N-1",
            owed_by=("riverbank", "trust"),
            principle="referral",
            hand_off=a_hand_off(may_differ_by=10**6),
        ),
    )
    number, out_of = shares
    riverbank = {
        "S-1.a/number": number,
        "S-1.a/out of": out_of,
        "S-2.b/answer": amount,
        "N-1.to-trust.sent/answer": sent,
        "N-1.to-trust.outcome-known/answer": sent,
        "N-1.from-trust.received/answer": received,
        "N-1.from-trust.answered-in-time/answer": received,
        "N-1.from-trust.waiting/answer": 0,
    }
    trust = {
        "N-1.from-riverbank.received/answer": sent + 7,
        "N-1.from-riverbank.answered-in-time/answer": sent + 7,
        "N-1.from-riverbank.waiting/answer": 0,
        "N-1.to-riverbank.sent/answer": received + 9,
        "N-1.to-riverbank.outcome-known/answer": received + 9,
    }
    finding = a_finding(
        message=f"{number} of {out_of} looks odd.", place=Place("riverbank.csv", cell="S-1.a/number")
    )
    spec = a_spec(*requirements, parties=(RIVERBANK, TRUST))
    return run_of(spec, {"riverbank": riverbank, "trust": trust}, findings=(finding,))


def shares():
    return COUNTS.flatmap(lambda out_of: st.tuples(st.integers((out_of + 1) // 2, out_of), st.just(out_of)))


@settings(deadline=None, max_examples=25)
@given(shares(), COUNTS, COUNTS, COUNTS)
def test_no_digit_of_a_hidden_figure_is_printed(share, sent, received, amount):
    run = a_large_run(share, sent, received, amount)
    shown = view(run, everything)
    printed = text.review(shown) + json.review(shown)
    figures = [check.found.text for verdict in run.verdicts for check in verdict.checks]
    counts = {*share, sent, received, amount, sent + 7, received + 9}
    assert not [figure for figure in figures if figure in printed]
    assert not [count for count in counts if str(count) in printed]


@settings(deadline=None, max_examples=25)
@given(shares(), shares(), st.tuples(COUNTS, COUNTS, COUNTS), st.tuples(COUNTS, COUNTS, COUNTS))
def test_with_everything_hidden_reports_depend_on_results_alone(one, other, counts, others):
    first = view(a_large_run(one, *counts), everything)
    second = view(a_large_run(other, *others), everything)
    assert text.review(first) == text.review(second)
    assert json.review(first) == json.review(second)
