"""A fact against a target: the one place where they meet."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from specrules.evidence.facts import Range, Row
from specrules.result import (
    AT_LEAST_PARTLY,
    AT_MOST_PARTLY,
    MET,
    NO_EVIDENCE,
    NOT_APPLICABLE,
    NOT_MET,
    PARTLY_MET,
    Reason,
)
from specrules.spec.model import Check, CheckKind
from specrules.values.reading import read_quantity
from tests import slow
from tests.made import a_check, a_hand_off, a_requirement, a_spec, judgement_of, result_on, verdict_on

SHARE = a_check("share", "at least 90%", "at least 75%")


@pytest.mark.parametrize(
    ("number", "expected"), [(90, MET), (89, PARTLY_MET), (75, PARTLY_MET), (74, NOT_MET)]
)
def test_a_share_is_compared_exactly_at_both_targets(number, expected):
    assert result_on(SHARE, {"number": number, "out of": 100}) is expected


def test_a_share_just_under_its_target_is_not_rounded_up():
    assert result_on(a_check("share", "at least 75%"), {"number": 7496, "out of": 10000}) is NOT_MET


def test_a_suppressed_count_settles_a_share_it_cannot_reach():
    assert result_on(SHARE, {"number": "<5", "out of": 200}) is NOT_MET


def test_a_suppressed_count_that_might_reach_the_target_is_no_evidence():
    assert result_on(SHARE, {"number": "<5", "out of": 4}) is NO_EVIDENCE


def test_a_blank_number_is_no_evidence_and_says_so():
    verdict = verdict_on(a_requirement(SHARE), {"only/number": None, "only/out of": 100})
    assert (verdict.raw, verdict.reasons) == (NO_EVIDENCE, (Reason.BLANK,))


def test_a_share_of_nobody_is_too_few_to_judge():
    verdict = verdict_on(a_requirement(SHARE), {"only/number": 0, "only/out of": 0})
    assert (verdict.raw, verdict.reasons) == (NO_EVIDENCE, (Reason.TOO_FEW_CASES,))


def test_more_people_than_there_are_settles_nothing():
    verdict = verdict_on(a_requirement(SHARE), {"only/number": 12, "only/out of": 10})
    assert verdict.reasons == (Reason.CONFLICTING,)


def test_people_with_nothing_recorded_widen_the_result():
    check = a_check("share", "at least 90%", "at least 75%", not_recorded=True)
    assert result_on(check, {"number": 85, "out of": 100, "not recorded": 10}) is AT_LEAST_PARTLY
    assert result_on(check, {"number": 70, "out of": 100, "not recorded": 6}) is AT_MOST_PARTLY


def test_a_blank_number_of_people_not_recorded_settles_nothing_even_under_a_ceiling():
    check = a_check("share", "no more than 0%", not_recorded=True)
    assert result_on(check, {"number": 0, "out of": 50, "not recorded": None}) is NO_EVIDENCE


def test_a_ceiling_of_nobody_is_met_by_nobody():
    assert result_on(a_check("share", "no more than 0%"), {"number": 0, "out of": 50}) is MET


def test_an_audit_under_its_sample_is_too_few_to_judge():
    check = a_check("audit", "at least 90%", sample=read_quantity("20"))
    assert result_on(check, {"number": 19, "out of": 19}) is NO_EVIDENCE
    assert result_on(check, {"number": 20, "out of": 20}) is MET


def test_money_is_compared_to_the_penny():
    check = a_check("money", "no more than £10 a meeting")
    assert result_on(check, {"answer": "£10.00"}) is MET
    assert result_on(check, {"answer": "£10.01"}) is NOT_MET


def test_a_yes_without_its_document_is_no_evidence():
    verdict = verdict_on(a_requirement(a_check("statement")), {"only/answer": "yes", "only/document": None})
    assert (verdict.raw, verdict.reasons) == (NO_EVIDENCE, (Reason.BLANK,))


def test_a_no_needs_no_document():
    assert result_on(a_check("statement"), {"answer": "no"}) is NOT_MET


def test_a_yes_with_its_document_is_met():
    assert result_on(a_check("statement"), {"answer": "yes", "document": "Protocol v2"}) is MET


def test_a_bare_yes_will_do_where_no_document_is_asked_for():
    assert result_on(a_check("statement", document=None), {"answer": "yes"}) is MET


@pytest.mark.parametrize(
    ("day", "expected"),
    [("2026-04-22", MET), ("2026-04-21", PARTLY_MET), ("2026-01-22", PARTLY_MET), ("2026-01-21", NOT_MET)],
)
def test_a_date_may_be_exactly_as_old_as_its_target(day, expected):
    assert result_on(a_check("date", "within 90 days", "within 180 days"), {"answer": day}) is expected


@given(st.integers(0, 260), st.integers(0, 260))
def test_a_date_that_is_only_known_between_two_days_comes_to_all_that_these_days_come_to(first, second):
    check = a_check("date", "within 90 days", "within 180 days")
    days = [date(2026, 7, 21) - timedelta(days=ago) for ago in sorted((first, second), reverse=True)]
    found = result_on(check, {"answer": Range(*days)})
    each = [result_on(check, {"answer": day.isoformat()}) for day in days]
    assert (found.low, found.high) == (each[0].low, each[1].high)


def test_a_date_that_may_lie_far_back_is_open_for_want_of_what_is_missing():
    days = Range(date(2026, 3, 1), date(2026, 6, 30))
    measured = a_check("date", "within 90 days", measure="treatment/latest-review")
    verdict = verdict_on(a_requirement(measured), {"only/answer": days})
    assert (verdict.raw, verdict.reasons) == (NO_EVIDENCE, (Reason.BLANK,))
    assert verdict.checks[0].found.text == "1 March 2026 to 30 June 2026"


def test_months_are_counted_by_the_calendar():
    check = a_check("date", "within 5 months")
    assert result_on(check, {"answer": "2026-02-28"}, as_at=date(2026, 7, 28)) is MET
    assert result_on(check, {"answer": "2026-02-27"}, as_at=date(2026, 7, 28)) is NOT_MET


def test_working_days_leave_out_weekends_and_bank_holidays():
    check = a_check("date", "within 3 working days")
    tuesday_after_easter = date(2026, 4, 7)
    assert result_on(check, {"answer": "2026-03-31"}, as_at=tuesday_after_easter) is MET
    assert result_on(check, {"answer": "2026-03-30"}, as_at=tuesday_after_easter) is NOT_MET


def test_a_date_still_to_come_is_no_evidence():
    verdict = verdict_on(a_requirement(a_check("date", "within 90 days")), {"only/answer": "2026-07-22"})
    assert (verdict.raw, verdict.reasons) == (NO_EVIDENCE, (Reason.OUTSIDE_PERIOD,))


def test_a_choice_is_met_by_one_of_its_words_in_any_case():
    check = a_check("choice", "one of agreed, in use", choices=("none", "draft", "agreed", "in use"))
    assert result_on(check, {"answer": "In use"}) is MET
    assert result_on(check, {"answer": "draft"}) is NOT_MET


def test_a_list_that_lacks_something_names_it():
    check = a_check("list", choices=("TSF", "SMART-based"), covers=("TSF", "SMART-based"))
    verdict = verdict_on(a_requirement(check), {"only/answer": "TSF"})
    assert (verdict.raw, verdict.checks[0].lacking) == (NOT_MET, ("SMART-based",))


def test_a_list_may_have_to_cover_only_some():
    check = a_check("list", "at least 1 of 2", choices=("TSF", "SMART-based"), covers=("TSF", "SMART-based"))
    assert result_on(check, {"answer": "TSF"}) is MET


LINKS = a_check(
    "register",
    choices=("12-step", "SMART Recovery"),
    covers=("12-step", "SMART Recovery"),
    contact_within=read_quantity("90 days"),
)


def test_a_register_counts_only_recent_contact():
    rows = (
        Row("12-step", last_contact=date(2026, 6, 1)),
        Row("SMART Recovery", last_contact=date(2025, 6, 1)),
    )
    verdict = verdict_on(a_requirement(LINKS), {"only/rows": rows})
    assert (verdict.raw, verdict.checks[0].lacking) == (NOT_MET, ("SMART Recovery",))


def test_a_row_without_a_date_might_be_recent():
    rows = (Row("12-step", last_contact=date(2026, 6, 1)), Row("SMART Recovery"))
    assert result_on(LINKS, {"rows": rows}) is NO_EVIDENCE


@pytest.mark.parametrize("kind", ["", "SMART"])
def test_a_row_of_no_kind_that_was_offered_might_be_of_any(kind):
    day = date(2026, 6, 1)
    rows = (Row("12-step", last_contact=day), Row(kind, "Tuesday meeting", last_contact=day))
    verdict = verdict_on(a_requirement(LINKS), {"only/rows": rows})
    assert (verdict.raw, verdict.checks[0].found.text) == (NO_EVIDENCE, "1 to 2 of 2")
    check = a_check("register", "at least 2", choices=("12-step", "other"), of_kind="12-step")
    assert result_on(check, {"rows": rows}) is NO_EVIDENCE


def test_a_row_of_no_kind_that_was_offered_counts_as_no_more_than_one():
    assert result_on(LINKS, {"rows": (Row("twelve steps", last_contact=date(2026, 6, 1)),)}) is NOT_MET


def test_a_register_can_count_rows_of_one_kind():
    check = a_check("register", "at least 2", choices=("12-step", "other"), of_kind="12-step")
    assert result_on(check, {"rows": (Row("12-step"), Row("other"), Row("12-STEP"))}) is MET


# Hand-offs -------------------------------------------------------------------------------------------------


def hand_off_results(riverbank, trust, **more):
    """Riverbank's results as sender to, and receiver from, the trust."""
    requirement = a_requirement(owed_by=("riverbank", "trust"), hand_off=a_hand_off(**more))
    cells = {
        "riverbank": {f"R-1.{key}/answer": value for key, value in riverbank.items()},
        "trust": {f"R-1.{key}/answer": value for key, value in trust.items()},
    }
    judged = judgement_of(a_spec(requirement), cells).judged[0]
    return [column[0] for column in judged.checks]


SENT = {"to-trust.sent": 20, "to-trust.outcome-known": 18}
RECEIVED = {"from-riverbank.received": 20, "from-riverbank.answered-in-time": 19, "from-riverbank.waiting": 0}
NONE_BACK = {"to-riverbank.sent": 0, "to-riverbank.outcome-known": 0}
NONE_RECEIVED = {"from-trust.received": 0, "from-trust.answered-in-time": 0, "from-trust.waiting": 0}


def test_a_sender_is_judged_on_knowing_the_outcome():
    assert hand_off_results(SENT | NONE_RECEIVED, RECEIVED | NONE_BACK)[0] is MET


def test_one_side_alone_settles_nothing():
    assert hand_off_results(SENT | NONE_RECEIVED, NONE_BACK)[0] is NO_EVIDENCE


def test_counts_that_differ_too_much_fail_neither_side():
    assert (
        hand_off_results(SENT | NONE_RECEIVED, RECEIVED | NONE_BACK | {"from-riverbank.received": 17})[0]
        is NO_EVIDENCE
    )


def test_counts_that_differ_a_little_are_judged():
    assert (
        hand_off_results(SENT | NONE_RECEIVED, RECEIVED | NONE_BACK | {"from-riverbank.received": 18})[0]
        is MET
    )


def test_people_still_waiting_leave_the_receiver_open():
    sent = {"to-riverbank.sent": 20, "to-riverbank.outcome-known": 20}
    waiting = {"from-trust.received": 20, "from-trust.answered-in-time": 18, "from-trust.waiting": 2}
    assert hand_off_results(waiting | SENT, sent | RECEIVED)[1] is NO_EVIDENCE


def test_where_both_sides_agree_that_nobody_was_sent_there_is_nothing_to_judge():
    assert hand_off_results(SENT | NONE_RECEIVED, RECEIVED | NONE_BACK)[1] is NOT_APPLICABLE


# Against the slow oracle -----------------------------------------------------------------------------------

counts = st.one_of(st.integers(0, 12), st.just("<5"), st.none())
targets = st.sampled_from(["at least 90%", "at least 50%", "no more than 10%", "exactly 100%"])


@given(number=counts, out_of=counts, blanks=st.integers(0, 3), target=targets)
def test_a_share_agrees_with_trying_every_way_it_could_turn_out(number, out_of, blanks, target):
    check = Check(
        "only", CheckKind.SHARE, "helped", "people", a_check("share", target).targets, not_recorded=True
    )
    cells = {"number": number, "out of": out_of, "not recorded": blanks}
    assert result_on(check, cells) is slow.share(check, cells)


@given(number=counts, out_of=counts, target=targets)
def test_blanking_a_cell_never_raises_the_low_end(number, out_of, target):
    check = a_check("share", target)
    cells = {"number": number, "out of": out_of}
    low = result_on(check, cells).low
    for column in cells:
        assert result_on(check, {**cells, column: None}).low <= low


@given(number=counts, out_of=counts, blanks=st.integers(0, 3))
def test_a_range_round_a_band_is_never_narrower_than_the_truth(number, out_of, blanks):
    check = a_check("share", "between 20% and 80%", not_recorded=True)
    cells = {"number": number, "out of": out_of, "not recorded": blanks}
    found, truth = result_on(check, cells), slow.share(check, cells)
    assert found.low <= truth.low
    assert found.high >= truth.high
