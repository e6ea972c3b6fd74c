"""What an audience may see of a run, and what goes with a figure that it may not."""

from datetime import date
from fractions import Fraction

from specrules.base.findings import Place
from specrules.base.frozen import replace
from specrules.evidence.facts import Origin, Row
from specrules.judging.scorecard import Score
from specrules.spec.model import CardSettings, Strength
from specrules.values.reading import read_target
from specrules.view import HIDDEN, MARK, OWN_WORDS, PUBLIC_MARK, Audience
from specrules.viewing import view
from tests.made import a_check, a_hand_off, a_requirement, a_spec
from tests.report.made import ALLOWANCE, a_finding, a_published_run, a_run, run_of

SHARE = a_check(target="at least 90%", name="delivered")


def seen(cells, *checks, **more):
    """The view of Riverbank's one requirement, from the cells of its own row."""
    requirement = a_requirement(*(checks or (SHARE,)), id="MA-1", **more.pop("requirement", {}))
    run = run_of(a_spec(requirement), {"riverbank": cells}, **more)
    return view(run)


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


def test_colours_are_called_what_the_specification_calls_them():
    called = (("green", "good"), ("amber", "approaching target"), ("red", "requires improvement"))
    run = a_run()
    shown = view(replace(run, spec=replace(run.spec, cards={"compliance": CardSettings(words=called)})))
    assert {card.rating.words for card in shown.compliance if card.rating.low == card.rating.high != ""} <= {
        f"{word} ({colour})" for colour, word in called
    }
    assert any("requires improvement (red)" in card.rating.words for card in shown.compliance)


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


# -- for publication


def published(**more):
    return view(a_published_run(**more), Audience.PUBLICATION)


def test_a_publication_says_so():
    assert published().header.mark == PUBLIC_MARK


def test_a_figure_that_is_held_back_is_a_star_in_its_check_and_in_its_cells():
    shown = verdict_of(published(), "MA-1", "riverbank")
    assert shown.checks[0].found == HIDDEN
    assert {fact.text for fact in shown.because} == {HIDDEN}


def test_what_rests_on_a_figure_that_is_held_back_is_not_known():
    shown = verdict_of(published(), "MA-1", "riverbank")
    assert (shown.result.word, shown.reasons) == ("no evidence", ("not published",))
    assert shown.checks[0].would_take == ""


def test_the_checks_that_are_held_back_are_counted():
    assert published().hidden == 7


def test_what_is_held_back_is_not_asked_for():
    assert "delivered" not in {item.check for each in published().needed for item in each.items}


def test_a_hand_off_that_is_held_back_shows_none_of_its_counts():
    flow = published().no_wrong_door.flows[0]
    counts = (flow.sent, flow.received, flow.gap, flow.answered, flow.waiting, flow.outcome_known)
    assert set(counts) == {HIDDEN}


def test_a_publication_names_no_file_but_the_specification():
    run = a_published_run(
        files={"spec.yaml": "a" * 64, "3 people.csv": "b" * 64}, unreadable=("3 people.csv",)
    )
    shown = view(run, Audience.PUBLICATION)
    assert list(shown.header.files) == ["spec.yaml"]
    assert shown.unreadable == ("a return",)
    assert {fact.file for each in shown.verdicts for fact in each.because} == {
        "return of riverbank",
        "return of trust",
        "return of council",
    }


def test_a_publication_does_not_name_sheets_either():
    origin = Origin(Place("r.xlsx", sheet="3 people", cell="D7"), "digest", "yes")
    run = a_published_run()
    verdict = next(each for each in run.verdicts if each.requirement.id == "NWD-2")
    facts = tuple(replace(fact, origin=origin) for fact in verdict.checks[0].facts)
    changed = replace(verdict, checks=(replace(verdict.checks[0], facts=facts),))
    run = replace(run, verdicts=tuple(changed if each is verdict else each for each in run.verdicts))
    shown = verdict_of(view(run, Audience.PUBLICATION), "NWD-2", "council")
    assert shown.because[0].place == "cell D7"


def test_what_people_wrote_in_their_own_words_is_not_published():
    facts = verdict_of(published(), "NWD-2", "council").because
    assert [fact.text for fact in facts] == ["yes", OWN_WORDS]


def test_an_answer_is_published_in_our_words_and_not_as_written():
    links = a_check("register", "at least 1", name="links")
    fee = a_check("money", "no more than £10", name="fee")
    waiting = a_check("time", "no more than 3 weeks", name="wait")
    spec = a_spec(a_requirement(links, fee, waiting, id="MA-1"))
    cells = {
        "MA-1.links/rows": (Row("12-step", "A group", "a contact", date(2026, 6, 1)),),
        "MA-1.fee/answer": "£ 7.50",
        "MA-1.wait/answer": "not 3 weeks",
    }
    shown = view(run_of(spec, {"riverbank": cells}), Audience.PUBLICATION)
    assert [fact.text for fact in shown.verdicts[0].because] == ["1 row", "7.5", "wrong type"]


def test_of_an_allowance_only_what_it_is_and_by_what_office_is_published():
    shown = published().allowances[0]
    assert (shown.reason, shown.conditions) == ("", "")
    assert shown.approved_by == "lead commissioner, 2026-04-02"


def test_findings_about_returns_are_not_published():
    finding = a_finding(place=Place("spec.yaml"), message="Riverbank sent no return.")
    assert published(findings=(a_finding(), finding)).findings == (finding,)
