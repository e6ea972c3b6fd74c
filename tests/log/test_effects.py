"""What of the meeting log reaches a review, and what never does."""

from itertools import product

import pytest

from specrules.base.frozen import replace
from specrules.compile import compile_spec
from specrules.judging.verdicts import verdicts
from specrules.log.due import due
from specrules.log.effects import Objection, becomes, grades, objection
from specrules.result import ALLOWED, MET, NO_EVIDENCE, NOT_APPLICABLE, NOT_MET, PARTLY_MET, RESULTS
from tests.log.making import ADJUDICATION, DOCUMENT, VERIFICATION, a_log
from tests.made import AS_AT, PERIOD, a_check, a_requirement, a_spec, judgement_of

SPEC = a_spec(a_requirement(a_check(target="at least 90%", name="delivered"), id="MA-1"))
IN_Q1 = ("2026-27-Q2", "2026-27-Q1")
DECIDED = ADJUDICATION.replace(*IN_Q1)


def adjudication(record=DECIDED):
    return a_log(adjudications=[record], documents=[DOCUMENT]).adjudications[0]


@pytest.mark.parametrize("found", RESULTS, ids=repr)
@pytest.mark.parametrize(
    ("was", "to"),
    list(product(["met", "partly met", "not met", "no evidence"], ["met", "partly met", "not met"])),
)
def test_a_decision_on_nothing_never_raises_what_was_found(found, was, to):
    decided = replace(adjudication(), was=was, becomes=to, grounded=False)
    if objection(decided, found) is None:
        assert becomes(decided).low <= found.low


@pytest.mark.parametrize("found", RESULTS, ids=repr)
def test_a_decision_counts_for_the_result_it_was_about_and_no_other(found):
    counts = objection(adjudication(), found) is None
    assert counts == (found is NOT_MET)


@pytest.mark.parametrize("found", [NOT_APPLICABLE, ALLOWED], ids=repr)
def test_what_is_not_owed_cannot_be_decided(found):
    assert objection(replace(adjudication(), was=found.word), found) is Objection.ANOTHER_RESULT


@pytest.mark.parametrize(
    ("evidence", "counts"),
    [
        ("D-1", True),
        ("D-9", False),
        ("riverbank.xlsx, sheet Return, cell D6", True),
        ("trust.csv, line 14", True),
        ("everybody agreed", False),
        ("my cell phone", False),
    ],
)
def test_what_raises_a_result_can_be_looked_at(evidence, counts):
    decided = adjudication(DECIDED.replace("evidence: D-1", f'evidence: "{evidence}"'))
    assert (objection(decided, NOT_MET) is None) is counts


def judged(number, record=DECIDED):
    cells = {"MA-1.delivered/number": number, "MA-1.delivered/out of": 100}
    log = a_log(adjudications=[record], documents=[DOCUMENT])
    found = judgement_of(SPEC, {"riverbank": cells}, adjudications=log.adjudications)
    (verdict,) = verdicts(found)
    said = [each.name for each in due(log, SPEC, PERIOD, AS_AT, [verdict])]
    return verdict.raw, verdict.result, verdict.decided and verdict.decided.id, said


@pytest.mark.parametrize(
    ("number", "record", "expected"),
    [
        (80, DECIDED, (NOT_MET, MET, "AD-1", [])),
        (95, DECIDED, (MET, MET, None, ["adjudication-of-another-result"])),
        (80, DECIDED.replace(", evidence: D-1", ""), (NOT_MET, NOT_MET, None, ["raised-without-evidence"])),
        (80, ADJUDICATION, (NOT_MET, NOT_MET, None, [])),
        (80, DECIDED.replace("riverbank", "trust"), (NOT_MET, NOT_MET, None, [])),
        (None, DECIDED.replace("not met", "no evidence"), (NO_EVIDENCE, MET, "AD-1", [])),
        (
            None,
            DECIDED.replace("not met", "no evidence").replace(", evidence: D-1", ""),
            (NO_EVIDENCE, NO_EVIDENCE, None, ["raised-without-evidence"]),
        ),
        (
            95,
            DECIDED.replace("not met, becomes: met", "met, becomes: partly met").replace(
                ", evidence: D-1", ""
            ),
            (MET, PARTLY_MET, "AD-1", []),
        ),
    ],
    ids=[
        "raised on evidence",
        "another result",
        "raised on nothing",
        "another period",
        "another party",
        "no evidence, on evidence",
        "no evidence, on nothing",
        "lowered",
    ],
)
def test_a_decision_gives_the_result_and_leaves_the_raw_one(number, record, expected):
    assert judged(number, record) == expected


TWO = a_spec(
    a_requirement(
        a_check(target="at least 90%", name="delivered"), a_check("statement", name="signed"), id="MA-1"
    )
)


@pytest.mark.parametrize(
    ("records", "expected"),
    [
        (["found: as declared"], {"delivered": "verified", "signed": "verified"}),
        (["found: as declared, grade: documented"], {"delivered": "documented", "signed": "documented"}),
        (["found: not as declared"], {}),
        (
            ["found: as declared", "found: as declared, grade: documented"],
            {"delivered": "verified", "signed": "verified"},
        ),
    ],
)
def test_evidence_that_somebody_has_looked_at_is_graded_up(records, expected):
    assert (
        graded([VERIFICATION.replace(*IN_Q1).replace("found: as declared", each) for each in records])
        == expected
    )


def test_a_verification_of_one_check_grades_no_other():
    record = VERIFICATION.replace(*IN_Q1).replace("MA-1", "MA-1.signed")
    assert graded([record]) == {"signed": "verified"}


@pytest.mark.parametrize("other", [IN_Q1[::-1], ("riverbank", "trust"), ("MA-1", "MA-2")])
def test_a_verification_grades_nothing_else(other):
    assert graded([VERIFICATION.replace(*IN_Q1).replace(*other)]) == {}


def graded(records):
    """The best grade of each check's cells."""
    found = grades(a_log(verifications=records).verifications, compile_spec(TWO, PERIOD))
    assert {party for party, _ in found} <= {"riverbank"}
    return {key.partition(".")[2].partition("/")[0]: str(grade) for (_, key), grade in found.items()}
