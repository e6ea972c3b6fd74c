"""How far an action has come: it closes on evidence, and on nothing else."""

import pytest

from specrules.judging.verdicts import verdicts
from specrules.log.progress import progress
from tests.log.making import ACTION, DOCUMENT, a_log
from tests.made import PERIOD, a_check, a_requirement, a_spec, judgement_of

SPEC = a_spec(
    a_requirement(
        a_check(target="at least 90%", partly="at least 75%", name="delivered"),
        a_check("statement", name="signed"),
        id="MA-1",
    )
)
EARLIER = ACTION.replace("2026-27-Q2", "2025-26-Q4")
SIGNED = {"MA-1.signed/answer": "yes", "MA-1.signed/document": "Plan v2"}


def share(number):
    return {"MA-1.delivered/number": number, "MA-1.delivered/out of": 100}


def come(record, cells=None, **more):
    """The state of one action in the review of the first quarter, and why."""
    log = a_log(actions=[record], documents=[DOCUMENT], **more)
    found = tuple(verdicts(judgement_of(SPEC, {"riverbank": cells or {}}, allowances=log.allowances)))
    return [(str(each.state), each.why) for each in progress(log, PERIOD, found)]


CELLS = "riverbank.csv, cell MA-1.delivered/number; riverbank.csv, cell MA-1.delivered/out of"


@pytest.mark.parametrize(
    ("record", "cells", "expected"),
    [
        (EARLIER, share(90), ("closed", f"closed by {CELLS}")),
        (EARLIER, share(89), ("open", "MA-1.delivered is partly met: 89 of 100 (89%); wanted: met")),
        (EARLIER, {}, ("open", "MA-1.delivered is no evidence: not submitted; wanted: met")),
        (
            EARLIER.replace("evidence:", "closes-when: partly met, evidence:"),
            share(75),
            ("closed", f"closed by {CELLS}"),
        ),
        (
            EARLIER.replace("evidence:", "closes-when: supplied, evidence:"),
            share(0),
            ("closed", f"closed by {CELLS}"),
        ),
        (
            EARLIER.replace("evidence:", "closes-when: supplied, evidence:"),
            {},
            ("open", "MA-1.delivered is no evidence: not submitted; wanted: the evidence"),
        ),
        (
            EARLIER.replace("MA-1.delivered", "MA-1"),
            share(90) | SIGNED,
            (
                "closed",
                f"closed by {CELLS}; riverbank.csv, cell MA-1.signed/answer and 1 more",
            ),
        ),
        (
            EARLIER.replace("MA-1.delivered", "MA-9"),
            share(90),
            ("open", "MA-9 is not asked in this period"),
        ),
        (
            EARLIER.replace("evidence: MA-1.delivered", "document: the protocol"),
            share(90),
            ("open", "closes with the protocol"),
        ),
        (
            EARLIER.replace(", evidence: MA-1.delivered", ""),
            share(90),
            ("open", "nothing is named that would close it"),
        ),
    ],
)
def test_the_evidence_of_a_later_review_closes_an_action(record, cells, expected):
    assert come(record, cells) == [expected]


def test_the_review_in_which_an_action_was_agreed_does_not_close_it():
    same = ACTION.replace("2026-27-Q2", "2026-27-Q1")
    assert come(same, share(90)) == [("open", "agreed in this review; looked at in the next")]


def test_an_action_of_a_later_review_is_not_there_yet():
    assert come(ACTION, share(90)) == []


def test_an_allowance_closes_no_action():
    allowance = (
        "{id: A-1, requirement: MA-1, party: riverbank, from: 2026-04-01, to: 2026-12-31, reason: a flood, "
        "approved-by: {role: lead commissioner, date: 2026-04-01}}"
    )
    ((state, _),) = come(EARLIER.replace("MA-1.delivered", "MA-1"), share(10), allowances=[allowance])
    assert state == "open"


CLOSED = "closed: {date: 2026-11-06, by: {role: manager}, period: 2026-27-Q1, evidence: D-1}, owner:"


@pytest.mark.parametrize(
    ("closed", "state"),
    [
        (CLOSED, "closed"),
        (CLOSED.replace("D-1", "D-9"), "open"),
        (CLOSED.replace("Q1", "Q2"), "open"),
        (CLOSED.replace(" period: 2026-27-Q1,", ""), "closed"),
    ],
    ids=["on a document", "on nothing", "in a later review", "without a period"],
)
def test_what_the_log_says_closes_an_action_only_on_grounds(closed, state):
    ((found, _),) = come(EARLIER.replace("owner:", closed), share(10))
    assert found == state


def test_an_action_that_was_given_up_says_why():
    gone = "withdrawn: {date: 2026-11-06, by: {role: manager}, reason: the duty ended}, owner:"
    assert come(EARLIER.replace("owner:", gone)) == [
        ("withdrawn", "given up on 6 November 2026: the duty ended")
    ]
