"""A publication rests on nothing but what it shows."""

from random import Random

import pytest

from specrules.disclosure.editions import edition_in, edition_of, read_edition
from specrules.disclosure.linked import links
from specrules.disclosure.policy import Policy
from specrules.disclosure.protect import held_back
from specrules.disclosure.publishing import Exposed, pass_gate
from specrules.evidence.facts import Reading
from specrules.report.every import every_form
from specrules.report.json import review as as_json
from specrules.result import Reason
from specrules.spec.model import Combination, How
from specrules.values.periods import read_period
from specrules.view import HIDDEN, Audience
from specrules.viewing import view
from tests.disclosure.made import SHARE, SUMMED, at_sites, run_and_view
from tests.made import PERIOD, a_check, a_hand_off, a_requirement


def only_check(seen):
    return seen.verdicts[0].checks[0]


def texts(seen):
    return {fact.item: fact.text for each in seen.verdicts for fact in each.because}


def share(number, out_of, **more):
    cells = {"MA-2.reviewed/number": number, "MA-2.reviewed/out of": out_of}
    return run_and_view([SHARE], {"riverbank": cells}, **more)[1]


# -- one share


def test_a_share_of_many_with_many_left_over_is_published():
    assert only_check(share(50, 100)).found == "50 of 100 (50%)"


def test_of_a_small_number_the_rate_and_the_result_are_held_back_and_not_the_denominator():
    seen = share(3, 100)
    assert only_check(seen).found == HIDDEN
    assert texts(seen) == {"MA-2.reviewed/number": HIDDEN, "MA-2.reviewed/out of": "100"}
    assert seen.verdicts[0].result.word == "no evidence"


def test_a_few_people_left_over_are_a_small_number_too():
    assert only_check(share(98, 100)).found == HIDDEN


def test_nobody_is_no_small_number_unless_the_settings_say_so():
    assert only_check(share(0, 100)).found == "0 of 100 (0%)"
    assert only_check(share(0, 100, policy=Policy(zeros=False))).found == HIDDEN


def test_what_is_small_is_a_setting():
    assert only_check(share(9, 100, policy=Policy(below=10))).found == HIDDEN


def test_a_share_of_too_few_people_is_held_back():
    assert only_check(share(8, 16, policy=Policy(fewest=20))).found == HIDDEN


def test_numbers_of_things_are_shown_however_small():
    meetings = a_requirement(a_check("count", "at least 2", name="meetings"), id="MA-3")
    cells = {"riverbank": {"MA-3.meetings/answer": 3}}
    assert only_check(run_and_view([meetings], cells)[1]).found == HIDDEN
    policy = Policy(things=("MA-3.meetings",))
    assert only_check(run_and_view([meetings], cells, policy=policy)[1]).found == "3"


def test_numbers_can_be_rounded_instead_and_results_say_how_far_that_leaves_them_open():
    seen = share(52, 58, policy=Policy(nearest=5))
    assert only_check(seen).found == "48 to 52 of 58 to 62 (77.4% to 89.7%)"
    assert seen.verdicts[0].result.word == "not met"


def test_a_median_of_a_few_people_is_held_back():
    wait = a_check("time", "within 3 weeks", name="wait", statistic="median", of="people who started")
    duty = a_requirement(wait, id="AC-1")
    few = run_and_view([duty], {"riverbank": {"AC-1.wait/answer": "2 weeks", "AC-1.wait/out of": 3}})[1]
    many = run_and_view([duty], {"riverbank": {"AC-1.wait/answer": "2 weeks", "AC-1.wait/out of": 30}})[1]
    assert only_check(few).found == HIDDEN
    assert only_check(many).found == "2 weeks, of 30"


@pytest.mark.parametrize(
    ("days", "weeks", "ways"),
    [("17 days", "2.4 weeks", []), ("21 days", "3 weeks", []), ("22 days", "3.1 weeks", ["0.2 weeks less"])],
)
def test_a_wait_in_days_is_said_and_published_in_the_weeks_of_its_target(days, weeks, ways):
    wait = a_check("time", "within 3 weeks", name="wait", statistic="median", of="people who started")
    cells = {"AC-1.wait/answer": days, "AC-1.wait/out of": 30}
    run, seen = run_and_view([a_requirement(wait, id="AC-1")], {"riverbank": cells})
    assert texts(seen)["AC-1.wait/answer"] == weeks.split()[0]
    for each in (seen, view(run)):
        assert only_check(each).found == f"{weeks}, of 30"
        assert [way.words for way in only_check(each).ways] == ways
    assert every_form(seen)


@pytest.mark.parametrize(("people", "found"), [(3, HIDDEN), (12, "12")])
def test_a_number_of_people_is_one_where_its_target_has_decimals_too(people, found):
    waiting = a_requirement(a_check("count", "no more than 3.5", name="waiting"), id="AC-1")
    seen = run_and_view([waiting], {"riverbank": {"AC-1.waiting/answer": people}})[1]
    assert only_check(seen).found == found


@pytest.mark.parametrize(("people", "found"), [(3, HIDDEN), (12, "12")])
def test_a_number_of_people_that_decides_whether_a_duty_applies_is_one_too(people, found):
    young = a_check("count", "at least 1", name="young")
    applies = Combination(How.ALL, ("young",))
    worker = a_check("statement", name="worker")
    duty = a_requirement(worker, conditions=(young,), applies_if=applies, id="AC-3")
    seen = run_and_view([duty], {"riverbank": {"AC-3.young/answer": people, "AC-3.worker/answer": "yes"}})[1]
    assert texts(seen)["AC-3.young/answer"] == found


LAST_YEAR = {"baseline_asked": "the same quarter of last year"}


@pytest.mark.parametrize(("before", "found"), [(3, "12"), (9, "12; the baseline is 9")])
def test_a_small_number_of_last_year_is_held_back_as_a_baseline(before, found):
    waiting = a_requirement(a_check("count", "no more than the baseline", name="a", **LAST_YEAR), id="AC-1")
    seen = run_and_view([waiting], {"riverbank": {"AC-1.a/answer": 12, "AC-1.a/baseline": before}})[1]
    assert only_check(seen).found == found


def from_last_year(number, baseline, earlier=(), period=PERIOD):
    duty = a_requirement(a_check(target="at least the baseline", name="a", **LAST_YEAR), id="MA-2")
    cells = {"MA-2.a/number": number, "MA-2.a/out of": 61, "MA-2.a/baseline": baseline}
    return run_and_view([duty], {"riverbank": cells}, earlier=earlier, period=period)


@pytest.mark.parametrize("baseline", ["4.9%", "95.1%"])
def test_a_share_that_would_be_of_a_few_is_held_back_as_a_baseline(baseline):
    assert only_check(from_last_year(50, baseline)[1]).found == "50 of 61 (82.0%)"
    assert "the baseline is 50" in only_check(from_last_year(50, "50%")[1]).found


def test_a_baseline_is_held_back_where_the_figure_it_may_be_was_held_back(tmp_path):
    kept = tmp_path / "review.json"
    run, seen = from_last_year(3, "50%")
    assert only_check(seen).found == HIDDEN
    kept.write_text(as_json(seen))
    before = read_edition(kept, run.spec)
    assert (
        only_check(from_last_year(50, "25%", [before], read_period("2027-28-Q1"))[1]).found
        == "50 of 61 (82.0%)"
    )


def test_what_a_provider_hid_itself_is_held_back_like_any_other():
    assert only_check(share("<5", 100)).found == HIDDEN


# -- several places


def test_the_sum_of_sites_is_shown_though_one_of_them_is_small():
    seen = run_and_view([SUMMED], {"riverbank": at_sites([(3, 20), (12, 20), (14, 20)])})[1]
    assert only_check(seen).found == "29 of 60 (48.3%)"
    assert seen.verdicts[0].result.word == "not met"
    assert [text for text in texts(seen).values() if text == HIDDEN] == [HIDDEN] * 2


def test_two_shares_of_the_same_people_show_their_number_in_both_or_in_neither():
    twice = a_requirement(a_check(target="at least 90%", name="again"), id="MA-4")
    cells = {
        "MA-2.reviewed/number": 0,
        "MA-2.reviewed/out of": 4,
        "MA-4.again/number": 4,
        "MA-4.again/out of": 4,
    }
    seen = run_and_view([SHARE, twice], {"riverbank": cells})[1]
    assert {text for item, text in texts(seen).items() if item.endswith("out of")} == {HIDDEN}


# -- hand-offs


HAND_OFF = a_requirement(
    id="N-1", owed_by=("riverbank", "trust"), principle="referral", hand_off=a_hand_off()
)


def run_of_hand_off(sent=20, known=20, received=20, answered=20, earlier=()):
    cells = {
        "riverbank": {
            "N-1.to-trust.sent/answer": sent,
            "N-1.to-trust.outcome-known/answer": known,
        },
        "trust": {
            "N-1.from-riverbank.received/answer": received,
            "N-1.from-riverbank.answered-in-time/answer": answered,
            "N-1.from-riverbank.waiting/answer": 0,
        },
    }
    return run_and_view([HAND_OFF], cells, earlier)


def flow_of(seen):
    flow = next(each for each in seen.no_wrong_door.flows if each.sender == "riverbank")
    return [flow.sent, flow.received, flow.gap, flow.answered, flow.outcome_known]


def handed(**counts):
    return flow_of(run_of_hand_off(**counts)[1])


def as_published(run, seen):
    """What everybody has of a publication: nothing of what it holds back."""
    return edition_in(as_json(seen).encode(), "review.json", run.spec)


def test_a_hand_off_of_many_is_shown():
    assert handed() == ["20", "20", "0", "20", "20"]


@pytest.mark.parametrize("few", [{"sent": 3}, {"known": 18}, {"received": 18}, {"answered": 19}])
def test_a_few_people_anywhere_in_a_hand_off_hold_back_all_of_it(few):
    assert set(handed(**few)) == {HIDDEN}


@pytest.mark.parametrize("few", [{"sent": 3}, {"known": 18}, {"received": 18}, {"answered": 19}])
def test_a_hand_off_that_was_held_back_stays_so_when_it_is_published_again(few):
    before = as_published(*run_of_hand_off(**few))
    assert set(flow_of(run_of_hand_off(earlier=[before])[1])) == {HIDDEN}


def test_a_hand_off_that_was_shown_is_shown_again():
    before = as_published(*run_of_hand_off())
    assert flow_of(run_of_hand_off(earlier=[before])[1]) == ["20", "20", "0", "20", "20"]


# -- nothing else gets out


def files_of(*sites):
    seen = run_and_view([SUMMED, SHARE], {"riverbank": at_sites(sites)})[1]
    return texts(seen), every_form(seen)


def test_publications_that_show_the_same_figures_are_the_same_to_the_byte():
    shown, files = files_of((3, 20), (12, 20), (14, 20))
    again, same = files_of((2, 20), (13, 20), (14, 20))
    assert shown == again and list(shown.values()).count(HIDDEN) == 2
    assert files == same


@pytest.mark.parametrize("few", [{"sent": 3}, {"known": 18}, {"received": 18}, {"answered": 19}])
def test_whatever_is_held_back_in_a_hand_off_is_in_no_byte_of_its_publication(few):
    one = every_form(run_of_hand_off(sent=3, known=3, received=2, answered=1)[1])
    assert every_form(run_of_hand_off(**few)[1]) == one


@pytest.mark.deep
def test_whatever_is_held_back_publications_that_show_the_same_are_the_same_to_the_byte():
    rng, seen = Random(3), {}
    for _ in range(400):
        shown, files = files_of(*[(rng.randint(0, 6), 7) for _ in range(3)])
        assert seen.setdefault(tuple(shown.items()), files) == files


# -- the gate


def test_the_gate_refuses_a_view_that_shows_what_was_to_be_held_back():
    cells = {"MA-2.reviewed/number": 3, "MA-2.reviewed/out of": 100}
    run, _ = run_and_view([SHARE], {"riverbank": cells})
    found = links(edition_of(run), (), Policy())
    with pytest.raises(Exposed, match=r"MA-2\.reviewed/number of riverbank in 2026-27-Q1") as refused:
        pass_gate(view(run, Audience.PUBLICATION), found, held_back(found.linked, Policy()), Policy())
    assert "3" not in str(refused.value).replace("2026-27-Q1", "")


def test_what_two_readers_found_is_held_back_with_all_that_relies_on_it():
    alike = a_check("agreement", "at least 0.6", name="alike", choices=("yes", "no"))
    audit = a_check("audit", "at least 50%", name="read", relies_on="alike")
    found = tuple(Reading(case, *["yes" if case % 2 else "no"] * 2) for case in range(60))
    cells = {"MA-1.read/number": 50, "MA-1.read/out of": 100, "MA-1.alike/readings": found}
    seen = run_and_view([a_requirement(audit, alike, id="MA-1")], {"riverbank": cells})[1]
    assert [each.reason for each in seen.verdicts[0].checks] == [Reason.NOT_PUBLISHED] * 2
    assert texts(seen)["MA-1.alike/readings"] == HIDDEN
    assert not any(b"read alike" in each for each in every_form(seen).values())
