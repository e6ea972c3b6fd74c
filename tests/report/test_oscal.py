"""A review as OSCAL.

Its shape is checked by a library made from the schema of the standard, its meaning by our own checks.
"""

import json
from copy import deepcopy
from datetime import date

import pytest

from specrules.base.errors import NotWritten
from specrules.base.frozen import replace
from specrules.report.oscal import plan, results
from specrules.report.oscal.meaning import faults
from specrules.report.oscal.parts import document
from specrules.view import Audience
from specrules.viewing import view
from tests.made import a_check, a_requirement, a_spec
from tests.report.made import a_published_run, a_run, run_of
from tests.report.minuted import minuted
from tests.report.test_html import MORE_ATTACKS, with_text_everywhere
from tests.report.test_text import ATTACKS

SMALL = view(a_run())
BOTH = (results, plan)
STATES = {
    "met": ("satisfied", "pass"),
    "partly met": ("not-satisfied", "fail"),
    "not met": ("not-satisfied", "fail"),
    "no evidence": ("not-satisfied", "no-evidence"),
}


def data(maker, seen=SMALL):
    return json.loads(maker(seen))


def follows_the_standard(text):
    """Whether a document has the shape that the standard's own schema gives it."""
    from oscal_bindings import OscalParseError, parse_oscal

    try:
        return parse_oscal(text) is not None
    except OscalParseError:
        return False


def each(value, key):
    """Every value of *key* anywhere in a document."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from ([inner] if name == key else [])
            yield from each(inner, key)
    elif isinstance(value, list):
        for inner in value:
            yield from each(inner, key)


def findings(document_):
    return [one for some in each(document_, "findings") for one in some]


def said(thing):
    return {prop["name"]: prop["value"] for prop in thing["props"]}


def hostile(text):
    """A view with *text* for every text but the days, which are ours."""
    seen, days = with_text_everywhere(SMALL, text), SMALL.header
    header = replace(seen.header, as_at=days.as_at, begins=days.begins, ends=days.ends)
    allowances = tuple(replace(a, until="2026-06-30") for a in seen.allowances)
    return replace(seen, header=header, allowances=allowances)


def test_the_whole_of_a_small_review(as_kept):
    as_kept("small.oscal.json", results(SMALL))
    as_kept("small.oscal-poam.json", plan(SMALL))


@pytest.mark.parametrize("maker", BOTH)
def test_it_follows_the_standard_and_means_something(maker):
    assert follows_the_standard(maker(SMALL))
    assert faults(data(maker)) == []


@pytest.mark.parametrize("maker", BOTH)
def test_the_same_review_gives_the_same_bytes(maker):
    assert maker(SMALL) == maker(view(a_run()))


def test_every_duty_that_applies_has_its_finding_with_the_state_of_its_raw_result():
    found = {one["title"]: one["target"]["status"] for one in findings(data(results))}
    owed = [v for v in SMALL.verdicts if v.result.word != "not applicable"]
    assert len(found) == len(owed)
    for verdict in owed:
        state, reason = STATES[verdict.raw.word]
        title = f"{verdict.requirement} {verdict.title}, {verdict.party_name}"
        assert found[title] == {"state": state, "reason": reason}


def test_where_there_is_no_evidence_nothing_is_said_to_have_failed():
    for one in findings(data(results)):
        if said(one)["result"] == "no evidence":
            assert "fail" not in json.dumps(one)


def test_what_is_partly_met_says_so_beside_its_state():
    partly = [one for one in findings(data(results)) if said(one)["result"] == "partly met"]
    assert partly and all(one["target"]["implementation-status"] == {"state": "partial"} for one in partly)


def test_a_duty_that_does_not_apply_is_not_among_those_reviewed_and_is_named_in_a_remark():
    reviewed = list(each(data(results), "control-id"))
    assert "AC-1" not in reviewed and "MA-1" in reviewed
    assert "Not applicable: AC-1." in list(each(data(results), "remarks"))


def test_an_allowance_is_a_risk_accepted_until_its_last_day():
    risks = [one for some in each(data(results), "risks") for one in some]
    assert [(one["status"], one["deadline"]) for one in risks] == [
        ("deviation-approved", "2026-06-30T00:00:00Z")
    ]


def test_the_plan_has_an_item_for_every_duty_to_act_on():
    items = data(plan)["plan-of-action-and-milestones"]["poam-items"]
    allowed = [v for v in SMALL.verdicts if v.result.word == "allowed"]
    assert len(items) == len(SMALL.unmet) + len(allowed)


def test_an_action_of_the_meeting_log_is_an_item_with_its_owner_day_and_state():
    document_ = data(plan, minuted())
    items = document_["plan-of-action-and-milestones"]["poam-items"]
    action = next(item for item in items if item["title"].startswith("ACT-1"))
    assert action["title"] == "ACT-1, for MA-1, Riverbank Recovery: help people to a first meeting"
    props = {prop["name"]: prop["value"] for prop in action["props"]}
    assert (props["owner"], props["due"], props["party"]) == ("service manager", "2026-07-31", "riverbank")
    assert props["state"] and action["description"].lower().startswith(props["state"])
    assert [item["title"][:5] for item in items if item["title"].startswith("ACT")] == ["ACT-1", "ACT-2"]
    assert follows_the_standard(plan(minuted())) and faults(document_) == []


def test_a_plan_without_anything_to_do_says_so():
    check = a_check("count", "at least 1", name="a")
    seen = view(run_of(a_spec(a_requirement(check, id="1-A")), {"riverbank": {"1-A.a/answer": 1}}))
    assert [item["title"] for item in data(plan, seen)["plan-of-action-and-milestones"]["poam-items"]] == [
        "Nothing to act on"
    ]
    assert follows_the_standard(plan(seen)) and follows_the_standard(results(seen))
    assert list(each(data(results, seen), "control-id")) == ["_1-A"]  # a name may not begin with a digit


def test_a_review_in_which_nobody_owes_anything_follows_the_standard():
    empty = replace(SMALL, compliance=(), verdicts=(), unmet=(), allowances=(), needed=(), no_wrong_door=None)
    assert all(follows_the_standard(maker(empty)) for maker in BOTH)


def test_a_party_to_whom_nothing_applies_has_a_result_that_reviews_nothing():
    later = a_requirement(a_check("count", "at least 1", name="a"), id="MA-1", since=date(2027, 4, 1))
    made = results(view(run_of(a_spec(later), {})))
    reviewed = next(each(json.loads(made), "reviewed-controls"))["control-selections"][0]
    assert follows_the_standard(made) and list(each(json.loads(made), "findings")) == []
    assert reviewed["exclude-controls"] == [{"control-id": "MA-1"}]


@pytest.mark.parametrize("maker", BOTH)
def test_a_figure_that_is_held_back_is_nowhere(maker):
    held = maker(view(a_published_run(), Audience.PUBLICATION))
    assert "57 of 64" in maker(SMALL) and "57" not in "".join(map(str, each(json.loads(held), "description")))


@pytest.mark.parametrize("text", [*ATTACKS, *MORE_ATTACKS])
@pytest.mark.parametrize("maker", BOTH)
def test_strings_that_attack_stay_text(maker, text):
    made = maker(hostile(text))
    assert faults(json.loads(made)) == []
    assert follows_the_standard(made)
    assert all(sign.isprintable() or sign == "\n" for sign in made)


# -- what no schema asks

BREAKS = {
    "an observation that is not there": (
        lambda d: findings(d)[0]["related-observations"][0].update({"observation-uuid": "x"}),
        "observation-uuid x is not among the observations",
    ),
    "a risk that is not there": (
        lambda d: next(f for f in findings(d) if "related-risks" in f)["related-risks"][0].update(
            {"risk-uuid": "x"}
        ),
        "risk-uuid x is not among the risks",
    ),
    "a subject that is no party": (
        lambda d: next(each(d, "subjects"))[0].update({"subject-uuid": "x"}),
        "subject-uuid x is not among the parties",
    ),
    "a plan that is not there": (
        lambda d: d["assessment-results"]["import-ap"].update(href="#x"),
        "import-ap leads to #x, which is not there",
    ),
    "two things with one id": (
        lambda d: findings(d)[1].update(uuid=findings(d)[0]["uuid"]),
        "is given to 2 things",
    ),
    "a finding on what was not reviewed": (
        lambda d: findings(d)[0]["target"].update({"target-id": "ZZ-9"}),
        "is about ZZ-9, which was not reviewed",
    ),
    "a pass without evidence": (
        lambda d: next(f for f in findings(d) if said(f)["result"] == "no evidence")["target"].update(
            status={"state": "satisfied", "reason": "pass"}
        ),
        "is no evidence and yet satisfied",
    ),
    "a state against its reason": (
        lambda d: findings(d)[0]["target"].update(status={"state": "not-satisfied", "reason": "pass"}),
        "is not-satisfied by reason of pass",
    ),
    "no evidence with a settled range": (
        lambda d: [
            prop.update(value="2")
            for prop in next(f for f in findings(d) if said(f)["result"] == "no evidence")["props"]
            if prop["name"] in ("low", "high")
        ],
        "has no evidence and yet a range of 2 to 2",
    ),
    "a result against its range": (
        lambda d: [
            prop.update(value="2")
            for prop in next(f for f in findings(d) if said(f)["result"] == "not met")["props"]
            if prop["name"] in ("low", "high")
        ],
        "is not met and yet has a range of 2 to 2",
    ),
}


@pytest.mark.parametrize("case", BREAKS)
def test_a_document_that_contradicts_itself_is_found_out(case):
    break_it, message = BREAKS[case]
    broken = deepcopy(data(results))
    break_it(broken)
    assert any(message in fault for fault in faults(broken))


def test_a_document_that_contradicts_itself_is_not_written():
    broken = data(results)["assessment-results"]
    broken["import-ap"] = {"href": "#nowhere"}
    with pytest.raises(NotWritten, match="contradicts itself: import-ap leads to #nowhere"):
        document("assessment-results", broken)


@pytest.mark.parametrize(
    "break_it",
    [
        lambda d: findings(d)[0]["target"]["status"].update(state="passed"),
        lambda d: findings(d)[0].update(uuid="17"),
        lambda d: findings(d)[0].update(verdict="met"),
        lambda d: findings(d)[0].pop("title"),
        lambda d: d["assessment-results"].update(results=[]),
    ],
)
def test_the_library_that_checks_the_shape_does_find_faults(break_it):
    broken = data(results)
    break_it(broken)
    assert not follows_the_standard(json.dumps(broken))
