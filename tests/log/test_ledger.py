"""What is wrong with a meeting log that stands alone."""

import pytest

from specrules.log.codes import CODES
from specrules.log.reading import read_log
from tests.log.making import (
    ACTION,
    ADJUDICATION,
    ALLOWANCE,
    COMMENT,
    DECISION,
    DOCUMENT,
    KINDS,
    QUERY,
    VERIFICATION,
    a_log,
    found,
    log_text,
)
from tests.spec.making import tree_of


def test_a_log_with_a_record_of_every_kind_is_in_order():
    log = a_log(**{heading: [record] for heading, record in KINDS.items()})
    assert [each.id for each in log.records()] == [
        "C-1",
        "Q-1",
        "A-1",
        "AD-1",
        "V-1",
        "D-1",
        "DEC-1",
        "ACT-1",
    ]
    assert found(**{heading: [record] for heading, record in KINDS.items()}) == []


@pytest.mark.parametrize("heading", [each for each in KINDS if each not in ("allowances", "documents")])
def test_an_author_without_a_role_is_found(heading):
    record = KINDS[heading].replace("{role: lead commissioner}", "{name: somebody}")
    assert found(**{heading: [record]}) == ["missing-heading"]


@pytest.mark.parametrize("heading", KINDS)
def test_a_record_from_after_the_day_up_to_which_the_log_is_kept_is_found(heading):
    day = "2026-04-01}}" if heading == "allowances" else "date: 2026-11-0"
    later = {"2026-04-01}}": "2062-04-01}}", "date: 2026-11-0": "date: 2062-11-0"}[day]
    assert found(**{heading: [KINDS[heading].replace(day, later)]}) == ["dated-in-the-future"]


def test_an_allowance_may_end_after_the_day_up_to_which_the_log_is_kept():
    assert found(kept_to="2026-11-05", allowances=[ALLOWANCE]) == []


def test_a_log_that_says_not_up_to_which_day_it_is_kept_is_told_so_unless_it_has_only_allowances():
    assert found(kept_to="", decisions=[DECISION]) == ["kept-to-no-day"]
    assert found(kept_to="", allowances=[ALLOWANCE]) == []


def test_two_records_with_one_number_are_found_at_the_second():
    text = log_text(comments=[COMMENT], queries=[QUERY.replace("Q-1", "C-1")])
    _, (finding,) = read_log(tree_of(text, "log.yaml"))
    assert (finding.code, finding.place.span.line, finding.also[0].span.line) == ("AL816", 6, 4)
    assert finding.subject == "query C-1"


@pytest.mark.parametrize(
    ("heading", "record"),
    [
        ("allowances", ALLOWANCE.replace("reason:", "renews: A-9, reason:")),
        ("allowances", ALLOWANCE.replace("reason:", "renews: A-1, reason:")),
        ("allowances", ALLOWANCE.replace("reason:", "action: ACT-9, reason:")),
        ("verifications", VERIFICATION.replace("found:", "document: D-9, found:")),
    ],
    ids=["renews another", "renews itself", "action", "document"],
)
def test_a_record_that_refers_to_nothing_is_found(heading, record):
    assert found(**{heading: [record]}) == ["refers-to-nothing"]


def test_a_record_may_refer_to_another_of_the_log():
    record = VERIFICATION.replace("found:", "document: D-1, found:")
    assert found(verifications=[record], documents=[DOCUMENT]) == []


def test_a_reply_before_its_comment_is_found():
    reply = "replies: [{date: 2026-11-04, by: {role: lead commissioner}, says: noted}]"
    assert found(comments=[COMMENT.replace("says:", f"{reply}, says:", 1)]) == ["out-of-order"]


def test_an_action_closed_before_it_was_agreed_is_found():
    closed = "closed: {date: 2026-11-04, by: {role: lead commissioner}, evidence: D-1}"
    record = ACTION.replace("does:", f"{closed}, does:")
    assert found(actions=[record], documents=[DOCUMENT]) == ["out-of-order"]


def test_an_action_closed_on_something_nobody_can_look_at_is_found():
    closed = "closed: {date: 2026-11-06, by: {role: lead commissioner}, evidence: all agreed}"
    assert found(actions=[ACTION.replace("does:", f"{closed}, does:")]) == ["closed-on-no-evidence"]


def test_an_action_is_not_closed_without_evidence():
    closed = "closed: {date: 2026-11-06, by: {role: lead commissioner}}"
    text = log_text(actions=[ACTION.replace("does:", f"{closed}, does:")])
    log, (finding,) = read_log(tree_of(text, "log.yaml"))
    assert (finding.name, log.actions[0].closed) == ("missing-heading", None)


@pytest.mark.parametrize(
    ("second", "names"),
    [
        ("requirement: MA-1, party: riverbank, from: 2026-12-31", ["allowances-overlap"]),
        ("requirement: MA-1.delivered, party: riverbank, from: 2026-12-31", ["allowances-overlap"]),
        ("requirement: MA-1, party: riverbank, from: 2027-01-01", []),
        ("requirement: MA-1, party: trust, from: 2026-12-31", []),
        ("requirement: MA-2, party: riverbank, from: 2026-12-31", []),
    ],
    ids=["last day", "a part of it", "the day after", "another party", "another duty"],
)
def test_allowances_that_hold_on_one_day_for_one_duty_overlap(second, names):
    other = ALLOWANCE.replace("id: A-1", "id: A-2").replace("2026-12-31", "2027-03-31")
    other = other.replace("requirement: MA-1, party: riverbank, from: 2026-04-01", second)
    assert found(allowances=[ALLOWANCE, other]) == names


@pytest.mark.parametrize(
    ("gone", "names"),
    [
        ("owner: manager, ", ["action-without-owner"]),
        ("due: 2026-12-31, ", ["action-without-owner"]),
        ("owner: manager, due: 2026-12-31, ", ["action-without-owner"]),
        (", evidence: MA-1.delivered", ["action-that-nothing-closes"]),
    ],
)
def test_an_action_needs_an_owner_a_day_and_what_closes_it(gone, names):
    assert found(actions=[ACTION.replace(gone, "")]) == names


def test_what_an_action_lacks_does_not_matter_once_it_is_given_up():
    gone = "withdrawn: {date: 2026-11-06, by: {role: lead commissioner}, reason: varied}"
    assert found(actions=[ACTION.replace("owner: manager", gone)]) == []


def test_an_action_may_be_closed_by_a_document():
    assert found(actions=[ACTION.replace("evidence: MA-1.delivered", "document: the protocol")]) == []


FREE = {
    "comments": "says: ",
    "queries": "asks: ",
    "allowances": "reason: ",
    "adjudications": "reason: ",
    "verifications": "method: ",
    "documents": "title: ",
    "decisions": "decides: ",
    "actions": "does: ",
}


@pytest.mark.parametrize(("heading", "word"), FREE.items())
def test_what_may_identify_a_person_is_found_in_every_kind_of_record(heading, word):
    record = KINDS[heading].replace(word, f"{word}943 476 5919 ")
    assert found(**{heading: [record]}) == ["personal-details-in-log"]


def test_adjudications_name_definite_results():
    record = ADJUDICATION.replace("becomes: met", "becomes: allowed")
    assert found(adjudications=[record]) == ["unknown-choice"]


def test_every_code_says_why_it_matters():
    from specrules.lint.pages import explain

    for code, each in CODES.items():
        assert explain(code).startswith(f"{each.name} ({code}), {each.severity}\n\n")
