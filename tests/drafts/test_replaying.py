"""A draft against the past: what flips, what nobody was asked, and how many would meet each wording."""

import random

import pytest

from specrules.base.frozen import replace
from specrules.compile import planned
from specrules.drafts.outcomes import outcome
from specrules.drafts.past import past_of
from specrules.drafts.questions import questions
from specrules.drafts.replaying import replay
from specrules.drafts.sweeping import NotSwept, sweep
from specrules.engine import open_engine
from specrules.evidence.facts import Return
from specrules.judging.given import Given
from specrules.judging.review import review
from specrules.result import MET, NO_EVIDENCE, NOT_MET
from specrules.spec.model import DatedTarget, Over
from specrules.values.reading import read_quantity, read_target
from tests.chance import one_requirement, row_for
from tests.made import AS_AT, PERIOD, a_check, a_hand_off, a_requirement, a_spec


def given(spec, cells, party="riverbank"):
    """What a review of one return was given."""
    sent = Return(
        file="r.csv", digest="1", spec=spec.id, party=party, period=PERIOD.name, cells=cells, origins={}
    )
    return Given(planned(spec, PERIOD), (sent,))


def asked_for(check, **more):
    return a_spec(a_requirement(check, id="R-1"), **more)


def held(draft, agreed, cells):
    """The one period of a draft held against what was sent."""
    with open_engine("python") as engine:
        return replay(draft, [past_of(given(agreed, cells))], engine).quarters[0].found


SHARE = a_check(target="at least 90%", partly="at least 75%")
SENT = {"R-1.only/number": 80, "R-1.only/out of": 100}


def test_the_same_specification_flips_nothing_and_asks_nothing():
    found = held(asked_for(SHARE), asked_for(SHARE), SENT)
    assert (found.flips, found.asks, found.unasked, found.judged) == ((), (), (), 1)


def test_a_lower_target_flips_the_result_and_the_rating():
    found = held(asked_for(a_check(target="at least 80%")), asked_for(SHARE), SENT)
    assert [(each.requirement, each.party, str(each.move)) for each in found.flips] == [
        ("R-1", "riverbank", "better")
    ]
    assert [(each.card, each.before.colour, each.after.colour) for each in found.ratings] == [
        ("riverbank", "amber", "green")
    ]


def test_a_new_requirement_is_open_and_its_question_has_to_be_asked():
    more = a_requirement(a_check("count", "at least 1"), id="R-2")
    agreed = asked_for(SHARE)
    found = held(replace(agreed, requirements=(*agreed.requirements, more)), agreed, SENT)
    assert [(each.requirement, each.after) for each in found.flips] == [("R-2", NO_EVIDENCE)]
    assert [each.item for each in found.asks] == ["R-2.only"]
    assert [each.requirement for each in found.unasked] == ["R-2"]


@pytest.mark.parametrize(
    "change",
    [
        {"over": Over.LAST_12_MONTHS},
        {"within": read_quantity("5 working days")},
        {"exceptions": ("in prison",)},
        {"not_recorded": True},
    ],
    ids=lambda each: next(iter(each)),
)
def test_an_answer_to_another_question_is_no_answer(change):
    found = held(asked_for(replace(SHARE, **change)), asked_for(SHARE), {**SENT, "R-1.only/number": 100})
    assert [(each.before, each.after) for each in found.flips] == [(MET, NO_EVIDENCE)]


def test_a_figure_that_somebody_sent_unasked_counts_for_nothing():
    more = a_requirement(a_check("count", "at least 1"), id="R-2")
    agreed = asked_for(SHARE)
    draft = replace(agreed, requirements=(*agreed.requirements, more))
    found = held(draft, agreed, {**SENT, "R-2.only/answer": 5})
    assert [(each.requirement, each.after) for each in found.flips] == [("R-2", NO_EVIDENCE)]


def test_a_question_in_other_words_is_judged_and_shown():
    found = held(asked_for(replace(SHARE, of="people in treatment, but for prisons")), asked_for(SHARE), SENT)
    assert found.flips == ()
    assert [old.item for old, _ in found.reworded] == ["R-1.only"]


def test_other_people_counted_are_shown_as_another_wording():
    old = asked_for(SHARE)
    draft = a_spec(replace(old.requirements[0], left_out=("in prison",)))
    assert [new.item for _, new in held(draft, old, SENT).reworded] == ["R-1.only"]


def test_a_hand_off_looked_at_later_is_another_question():
    old = a_spec(a_requirement(hand_off=a_hand_off(), owed_by=("riverbank", "trust")))
    later = a_hand_off(look_back=read_quantity("60 days"))
    draft = a_spec(replace(old.requirements[0], hand_off=later))
    asked = questions(planned(draft, PERIOD), planned(old, PERIOD)).unasked
    assert {each.item.rpartition(".")[2] for each in asked} == {"outcome-known"}


def test_a_draft_for_a_later_contract_is_held_against_today():
    later = asked_for(SHARE, starts=AS_AT.replace(year=2029), ends=AS_AT.replace(year=2032))
    assert held(later, asked_for(SHARE), SENT).flips == ()


@pytest.mark.parametrize("seed", range(10))
def test_what_is_judged_without_reasons_is_what_a_review_says(seed):
    chance = random.Random(seed)
    requirements = [replace(one_requirement(chance, f"R-{n}"), owed_by=("riverbank",)) for n in range(20)]
    spec = a_spec(*requirements)
    what = given(spec, row_for(chance, requirements))
    with open_engine("python") as engine:
        run = review(what, engine)
        slim = outcome(planned(spec, PERIOD), what, engine)
    assert slim.results == {(each.requirement.id, each.party): each.result for each in run.verdicts}
    assert slim.ratings == {each.party.id: each.rating for each in run.cards.compliance}


@pytest.mark.parametrize("seed", range(10))
def test_a_draft_that_only_moves_targets_asks_nothing_more(seed):
    requirements = [one_requirement(random.Random(seed), f"R-{n}") for n in range(5)]
    spec = a_spec(*(replace(each, owed_by=("riverbank",)) for each in requirements))
    moved = [
        replace(r, checks=tuple(replace(c, targets=c.targets[:1]) for c in r.checks))
        for r in spec.requirements
    ]
    draft = replace(spec, requirements=tuple(moved))
    assert questions(planned(draft, PERIOD), planned(spec, PERIOD)).unasked == ()


# -- sweeping


def swept(text, cells=SENT, check=SHARE):
    with open_engine("python") as engine:
        spec = asked_for(check)
        return sweep(spec, text, [past_of(given(spec, cells))], engine)


def test_each_wording_is_counted():
    found = swept("R-1.only=70%,80%,95%")
    assert [(each.target, each.counts["met"], each.counts["not met"]) for each in found.steps] == [
        ("at least 70%", 1, 0),
        ("at least 80%", 1, 0),
        ("at least 95%", 0, 0),  # partly met, by what is easier and stays
    ]


def test_a_requirement_with_one_target_needs_no_name():
    assert swept("R-1=80%").item == "R-1.only"


def test_a_whole_target_can_be_written():
    assert [each.target for each in swept("R-1=between 70% and 85%").steps] == ["between 70% and 85%"]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("R-9=80%", "R-9 is no requirement"),
        ("R-1.other=80%", "name one check of R-1"),
        ("R-1", "write the targets to try behind an equals sign"),
        ("R-1=", "write the targets to try behind an equals sign"),
        ("R-1=many", "--sweep: "),
        ("R-1=5 groups", "is in another unit"),
    ],
)
def test_what_cannot_be_swept_is_said(text, says):
    with pytest.raises(NotSwept, match=says):
        swept(text)


@pytest.mark.parametrize("number", range(0, 101, 7))
def test_a_higher_target_is_never_met_by_more(number):
    found = swept("R-1=0%,20%,50%,80%,100%", {"R-1.only/number": number, "R-1.only/out of": 100})
    met = [each.counts["met"] for each in found.steps]
    assert met == sorted(met, reverse=True)


def test_what_is_open_is_never_counted_as_met():
    step = swept("R-1=1%", {}).steps[0]
    assert (step.counts["met"], step.counts["no evidence"]) == (0, 1)


def test_a_ceiling_moves_at_its_own_end():
    check = a_check("time", target="within 15 working days")
    found = swept("R-1=10 working days", {"R-1.only/answer": "12 working days"}, check)
    assert [(each.target, each.counts["not met"]) for each in found.steps] == [("within 10 working days", 1)]


def test_the_results_of_flips_are_those_of_both_specifications():
    draft = asked_for(replace(SHARE, targets=(DatedTarget(read_target("at least 81%")),)))
    found = held(draft, asked_for(a_check(target="at least 80%")), SENT)
    assert [(each.before, each.after) for each in found.flips] == [(MET, NOT_MET)]
