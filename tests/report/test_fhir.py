"""The figures of a review as FHIR.

Their shape is checked by a library made from the standard, their meaning by our own checks.
"""

import json
from copy import deepcopy
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from specrules.base.frozen import replace
from specrules.judging.verdicts import Share
from specrules.report.fhir import measures
from specrules.report.fhir.counts import ABSENT, RANGE, populations, score, status
from specrules.report.fhir.meaning import faults
from specrules.view import HIDDEN, Audience
from specrules.viewing import view
from tests.made import COUNCIL, RIVERBANK, TRUST, a_check, a_hand_off, a_requirement, a_spec
from tests.report.made import a_published_run, a_run, run_of
from tests.report.test_html import MORE_ATTACKS
from tests.report.test_oscal import hostile
from tests.report.test_text import ATTACKS

SMALL = view(a_run())


def data(seen=SMALL):
    return json.loads(measures(seen))


def follows_the_standard(text):
    """Whether a bundle has the shape that the standard gives it."""
    from fhir.resources.R4B.bundle import Bundle
    from pydantic import ValidationError

    try:
        return Bundle.model_validate_json(text) is not None
    except ValidationError:
        return False


def of_kind(kind, bundle):
    return [each["resource"] for each in bundle.get("entry", ()) if each["resource"]["resourceType"] == kind]


def counts(report):
    """The count of each population, or why there is none, and the range it lies in."""
    return {each["code"]["coding"][0]["code"]: _count(each) for each in report["group"][0]["population"]}


def _count(population):
    if "count" in population:
        return population["count"]
    more = {each["url"]: each for each in population["_count"]["extension"]}
    span = [each["valueInteger"] for each in more.get(RANGE, {}).get("extension", ())]
    return (more[ABSENT]["valueCode"], *span)


def the_report(cells, **check):
    """The report of Riverbank on one share."""
    share = a_check(**{"target": "at least 90%", "name": "a", **check})
    run = run_of(a_spec(a_requirement(share, id="R")), {"riverbank": cells})
    return of_kind("MeasureReport", data(view(run)))[0]


def test_the_whole_of_a_small_review(as_kept):
    as_kept("small.fhir.json", measures(SMALL))


def test_it_follows_the_standard_and_means_something():
    assert follows_the_standard(measures(SMALL))
    assert faults(data()) == []


def test_the_same_review_gives_the_same_bytes():
    assert measures(SMALL) == measures(view(a_run()))


def test_each_share_of_each_party_has_a_report_and_each_thing_asked_one_measure():
    shares = [(v, c) for v in SMALL.verdicts for c in v.checks if c.is_share]
    assert len(of_kind("MeasureReport", data())) == len(shares)
    wanted = {(v.requirement, c.name, c.what, c.wanted) for v, c in shares}
    assert len(of_kind("Measure", data())) == len(wanted)


def test_a_settled_share_has_its_counts_and_its_score():
    report = the_report({"R.a/number": 57, "R.a/out of": 64})
    assert counts(report) == {
        "initial-population": 64,
        "denominator": 64,
        "denominator-exception": 0,
        "numerator": 57,
    }
    assert report["group"][0]["measureScore"] == {"value": 0.890625}
    assert report["status"] == "complete"


def test_a_share_that_is_a_range_has_no_number_and_no_score():
    report = the_report({"R.a/number": "<5", "R.a/out of": 31})
    assert counts(report)["numerator"] == ("unknown", 1, 4)
    assert "measureScore" not in report["group"][0] and report["status"] == "pending"


@pytest.mark.parametrize(("cell", "reason"), [({}, "unknown"), ({"R.a/number": "many"}, "error")])
def test_a_share_without_evidence_says_why_and_is_pending(cell, reason):
    report = the_report({**cell, "R.a/out of": 31} if cell else {})
    assert set(counts(report).values()) <= {(reason,), ("unknown",)} and report["status"] == "pending"


def test_a_hand_off_of_which_more_were_answered_than_received_is_an_error_and_no_figure():
    hand_off = a_requirement(
        id="N-1", owed_by=("riverbank", "trust"), principle="referral", hand_off=a_hand_off()
    )
    received, answered = "N-1.from-riverbank.received/answer", "N-1.from-riverbank.answered-in-time/answer"
    cells = {"trust": {received: 6, answered: 18, "N-1.from-riverbank.waiting/answer": 0}}
    seen = view(run_of(a_spec(hand_off, parties=(COUNCIL, RIVERBANK, TRUST)), cells))
    conflicting = [check for each in seen.verdicts for check in each.checks if check.share]
    assert [check.found for check in conflicting] == ["18 of 6"]
    reports = of_kind("MeasureReport", data(seen))
    assert ("error",) in {each for report in reports for each in counts(report).values()}
    assert {report["status"] for report in reports} == {"pending"}


def test_a_figure_that_is_held_back_is_masked():
    for report in of_kind("MeasureReport", data(view(a_published_run(), Audience.PUBLICATION))):
        assert set(counts(report).values()) <= {("masked",), ("unknown",)}
        assert "measureScore" not in report["group"][0]


def test_no_person_comes_into_it():
    kinds = {each["resource"]["resourceType"] for each in data()["entry"]}
    assert kinds == {"Organization", "Measure", "MeasureReport"}
    assert {each["type"] for each in of_kind("MeasureReport", data())} == {"summary"}


def test_a_review_without_a_share_is_an_empty_bundle():
    empty = data(replace(SMALL, verdicts=()))
    assert "entry" not in empty and follows_the_standard(json.dumps(empty))


shares = st.tuples(
    st.integers(0, 9000), st.integers(0, 9000), st.integers(0, 50), st.sampled_from(["more", "less"])
).map(
    lambda made: Share(
        (min(made[0], made[1]),) * 2,
        (made[1] + made[2],) * 2,
        (made[2],) * 2,
        unsettled=0,
        better=made[3],
    )
)


@given(shares)
def test_a_score_never_flatters_whatever_the_counts(share):
    check = replace(SMALL.verdicts[0].checks[0], share=share)
    whole = share.out_of[0] - share.excepted[0]
    found = score(check)
    if not whole:
        assert found == {}
        return
    said, true = Fraction(repr(found["measureScore"]["value"])), Fraction(share.number[0], whole)
    assert said <= true if share.better == "more" else said >= true
    assert abs(said - true) < Fraction(1, 1_000_000)


ends = st.tuples(st.integers(0, 60), st.integers(0, 60)).map(sorted).map(tuple)


@given(ends, ends, ends, st.integers(0, 40))
def test_only_what_is_settled_is_complete(number, out_of, excepted, unsettled):
    share = Share(number, out_of, excepted, unsettled, better="more")
    check = replace(SMALL.verdicts[0].checks[0], share=share)
    settled = not unsettled and all(low == high for low, high in (number, out_of, excepted))
    settled &= number <= out_of  # what cannot be is an error, and settles nothing
    assert (status(check) == "complete") is settled
    assert all("count" in each for each in populations(check)) >= settled


@pytest.mark.parametrize("text", [*ATTACKS, *MORE_ATTACKS])
def test_strings_that_attack_stay_text(text):
    made = measures(hostile(text))
    assert faults(json.loads(made)) == []
    assert follows_the_standard(made)


# -- what no schema asks

BREAKS = {
    "a measure that is not there": (
        lambda r: r.update(measure="urn:uuid:x"),
        "urn:uuid:x, which is not there",
    ),
    "a reporter that is not there": (
        lambda r: r["reporter"].update(reference="urn:uuid:x"),
        "is by urn:uuid:x, which is not there",
    ),
    "another id": (lambda r: r.update(id="x"), "has another id"),
    "a report on one person": (lambda r: r.update(type="individual"), "is not a summary"),
    "a subject": (lambda r: r.update(subject={"reference": "Patient/1"}), "is not a summary"),
    "a period turned round": (lambda r: r["period"].update(end="2020-01-01"), "ends before it begins"),
    "a state of no report": (lambda r: r.update(status="done"), "is done, which is no state of ours"),
    "a whole report called pending": (
        lambda r: r.update(status="pending"),
        "called pending and lacks nothing",
    ),
    "a negative count": (lambda r: _population(r, 3).update(count=-1), "has a negative numerator"),
    "more than there are": (
        lambda r: _population(r, 3).update(count=65),
        "has a numerator of 65 and a denominator of 64",
    ),
    "more left out than there are": (
        lambda r: _population(r, 2).update(count=65),
        "has a denominator-exception of 65 and a denominator of 64",
    ),
    "an unknown population": (
        lambda r: _population(r, 3)["code"]["coding"][0].update(code="others"),
        "has the populations initial-population, denominator, denominator-exception, others",
    ),
    "a count of nothing": (lambda r: _population(r, 3).pop("count"), "with both a number and a reason"),
    "a gap called complete": (
        lambda r: _population(r, 3).update(_count=_population(r, 3).pop("count") and {}),
        "is called complete and lacks a number",
    ),
    "a score without its counts": (
        lambda r: _population(r, 3).update(_count=_population(r, 3).pop("count") and {}),
        "has a score and lacks a number",
    ),
    "another score": (
        lambda r: r["group"][0]["measureScore"].update(value=0.9),
        "has a score of 0.9, which its counts do not give",
    ),
}


def _population(report, place):
    return report["group"][0]["population"][place]


@pytest.mark.parametrize("case", BREAKS)
def test_a_bundle_that_contradicts_itself_is_found_out(case):
    break_it, message = BREAKS[case]
    broken = deepcopy(data())
    break_it(next(r for r in of_kind("MeasureReport", broken) if counts(r)["numerator"] == 57))
    assert any(message in fault for fault in faults(broken))


def test_a_person_and_a_thing_twice_are_found_out():
    broken = data()
    broken["entry"] += [
        broken["entry"][0],
        {"fullUrl": "urn:uuid:p", "resource": {"resourceType": "Patient"}},
    ]
    assert "a Patient has no place in a summary of figures" in faults(broken)
    assert any("stands for 2 things" in fault for fault in faults(broken))


@pytest.mark.parametrize(
    "break_it",
    [
        lambda r: r.update(verdict="met"),
        lambda r: r.pop("period"),
        lambda r: _population(r, 3).update(count="many"),
    ],
)
def test_the_library_that_checks_the_shape_does_find_faults(break_it):
    broken = data()
    break_it(of_kind("MeasureReport", broken)[0])
    assert not follows_the_standard(json.dumps(broken))


def test_what_is_held_back_is_marked_as_in_every_report():
    assert HIDDEN not in measures(SMALL)
