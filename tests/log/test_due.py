"""What a review has to say of the meeting log."""

import pytest

from specrules.base.frozen import replace
from specrules.judging.verdicts import verdicts
from specrules.log.due import due
from specrules.spec.model import AllowanceLimits
from specrules.values.reading import read_quantity
from tests.log.making import ACTION, ALLOWANCE, COMMENT, DECISION, DOCUMENT, QUERY, VERIFICATION, a_log
from tests.made import AS_AT, PERIOD, a_check, a_hand_off, a_requirement, a_spec, judgement_of

SPEC = a_spec(a_requirement(a_check(target="at least 90%", name="delivered"), id="MA-1"))
IN_Q1 = ("2026-27-Q2", "2026-27-Q1")


def said(number=None, spec=SPEC, kept_to="2026-12-31", **records):
    """The names of what is said of a log when so many of 100 were counted in the first quarter."""
    cells = {} if number is None else {"MA-1.delivered/number": number, "MA-1.delivered/out of": 100}
    found = tuple(verdicts(judgement_of(spec, {"riverbank": cells})))
    return [each.name for each in due(a_log(kept_to=kept_to, **records), spec, PERIOD, AS_AT, found)]


def until(day):
    return ALLOWANCE.replace("to: 2026-12-31", f"to: {day}")


@pytest.mark.parametrize(
    ("record", "number", "names"),
    [
        (until("2026-06-29"), 80, ["allowance-lapsed"]),
        (until("2026-06-30"), 80, ["allowance-about-to-lapse"]),
        (until("2026-09-29"), 80, ["allowance-about-to-lapse"]),
        (until("2026-09-30"), 80, []),
        (until("2026-09-30"), 90, ["allowance-not-needed"]),
        (until("2026-09-30").replace("MA-1,", "MA-1.delivered,"), 90, []),
        (ALLOWANCE.replace("MA-1,", "MA-9,"), 80, ["record-of-nothing"]),
        (ALLOWANCE.replace("MA-1,", "MA-1.other,"), 80, ["record-of-nothing"]),
        (ALLOWANCE.replace("riverbank", "trust"), 80, ["allowance-for-nothing"]),
    ],
)
def test_an_allowance_is_looked_at_beside_the_result(record, number, names):
    assert said(number, allowances=[record]) == names


@pytest.mark.parametrize(
    ("record", "names"),
    [
        ({"comments": [COMMENT]}, []),
        ({"comments": [COMMENT.replace("MA-1", "MA-1.delivered")]}, []),
        ({"comments": [COMMENT.replace("MA-1", "MA-9")]}, ["record-of-nothing"]),
        ({"comments": [COMMENT.replace("MA-1", "MA-1.other")]}, ["record-of-nothing"]),
        ({"comments": [COMMENT.replace("riverbank", "seaside")]}, ["record-of-nothing"]),
        ({"actions": [ACTION.replace("MA-1.delivered", "MA-1.other")]}, ["record-of-nothing"]),
        ({"decisions": [DECISION]}, []),
        (
            {"decisions": [DECISION.replace("decides:", "requirements: [MA-9], decides:")]},
            ["record-of-nothing"],
        ),
        ({"queries": [QUERY.replace("requirement: MA-1, ", "")]}, []),
    ],
)
def test_a_record_is_about_something_that_the_specification_names(record, names):
    assert said(80, **record) == names


def test_a_check_of_a_hand_off_is_something_the_specification_names():
    spec = a_spec(a_requirement(id="NWD-4", owed_by=("riverbank", "trust"), hand_off=a_hand_off()))
    assert said(spec=spec, comments=[COMMENT.replace("MA-1", "NWD-4.from-trust")]) == []


ANSWERED = "then: [{date: 2026-11-06, by: {role: manager}, state: answered, says: seven left}], due:"


@pytest.mark.parametrize(
    ("record", "kept_to", "names"),
    [
        (QUERY, "2026-08-19", []),
        (QUERY, "2026-08-20", ["query-overdue"]),
        (QUERY.replace("due:", ANSWERED), "2026-08-20", []),
        (QUERY.replace("due:", ANSWERED.replace("answered", "restated")), "2026-08-20", ["query-overdue"]),
        (QUERY.replace("due:", ANSWERED.replace("answered", "closed")), "2026-08-20", []),
        (QUERY.replace(", due: 2026-11-19", ""), "2026-08-20", []),
    ],
)
def test_a_query_is_overdue_on_the_day_after_its_day(record, kept_to, names):
    in_august = record.replace(*IN_Q1).replace("2026-11", "2026-08")
    assert said(80, kept_to=kept_to, queries=[in_august]) == names


def test_a_query_of_a_later_review_is_left_to_that():
    assert said(80, kept_to="2026-08-20", queries=[QUERY.replace("2026-11", "2026-08")]) == []


def test_a_log_that_has_gone_on_to_the_next_review_says_nothing_of_what_was_overdue_before():
    query = QUERY.replace(*IN_Q1).replace("2026-11", "2026-08")
    assert said(80, kept_to="2026-10-20", queries=[query]) == ["query-overdue"]
    assert said(80, kept_to="2026-10-21", queries=[query]) == []


def test_an_action_of_an_earlier_review_is_overdue_until_evidence_closes_it():
    summer = ACTION.replace("2026-12-31", "2026-07-31").replace("2026-11", "2026-07")
    earlier = summer.replace("2026-27-Q2", "2025-26-Q4")
    closed = "closed: {date: 2026-07-30, by: {role: manager}, evidence: D-1}, owner:"
    documents = [DOCUMENT]
    assert said(80, kept_to="2026-08-01", actions=[earlier]) == ["action-overdue"]
    assert said(80, kept_to="2026-07-31", actions=[earlier]) == []
    assert said(90, kept_to="2026-08-01", actions=[earlier]) == []
    assert said(80, kept_to="2026-08-01", actions=[summer.replace(*IN_Q1)]) == []
    shut = earlier.replace("owner:", closed)
    assert said(80, kept_to="2026-08-01", actions=[shut], documents=documents) == []


def test_what_was_found_not_as_declared_is_said_in_its_own_period():
    otherwise = VERIFICATION.replace("found: as", "found: not as")
    assert said(80, verifications=[otherwise]) == []
    assert said(80, verifications=[otherwise.replace(*IN_Q1)]) == ["not-as-declared"]
    assert said(80, verifications=[VERIFICATION.replace(*IN_Q1)]) == []


LIMITED = replace(SPEC, allowances=AllowanceLimits(read_quantity("6 months"), 1))


@pytest.mark.parametrize(
    ("days", "names"),
    [
        ("from: 2026-04-01, to: 2026-09-30", []),
        ("from: 2026-04-01, to: 2026-10-01", ["allowance-too-long"]),
    ],
)
def test_an_allowance_may_last_as_long_as_the_specification_says(days, names):
    record = ALLOWANCE.replace("from: 2026-04-01, to: 2026-12-31", days)
    assert said(80, spec=LIMITED, allowances=[record]) == names
    assert said(80, allowances=[record]) == []


def chain(length):
    """Allowances of half a year each, of which each renews the one before it."""
    days = "from: 2026-04-01, to: 2026-12-31"
    records = []
    for n in range(length + 1):
        later = ALLOWANCE.replace(days, f"from: {2022 + n}-04-01, to: {2022 + n}-09-30")
        renews = f"renews: A-{n - 1}, " if n else ""
        records.append(later.replace("id: A-1", f"id: A-{n}").replace("reason:", f"{renews}reason:"))
    return records


@pytest.mark.parametrize(("renewals", "names"), [(0, []), (1, []), (2, ["renewed-too-often"])])
def test_an_allowance_may_be_renewed_as_often_as_the_specification_says(renewals, names):
    assert said(80, spec=LIMITED, allowances=chain(renewals)) == names
    assert said(80, allowances=chain(2)) == []


def test_how_often_an_allowance_was_renewed_may_also_be_written():
    record = until("2026-09-30").replace("reason:", "renewals: 2, reason:")
    assert said(80, spec=LIMITED, allowances=[record]) == ["renewed-too-often"]


def test_allowances_that_renew_one_another_are_counted_once_each():
    first, second = chain(1)
    round_about = first.replace("reason:", "renews: A-1, reason:")
    assert said(80, spec=LIMITED, allowances=[round_about, second]) == []
