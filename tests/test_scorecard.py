"""Scores, ratings and cards."""

import random
from datetime import date
from fractions import Fraction
from itertools import product

import pytest

from specrules.base.frozen import replace
from specrules.engine import open_engine
from specrules.engine.rules import All, Graded, Input, Rule
from specrules.judging.scorecard import Rating, Score, cards
from specrules.judging.verdicts import verdicts
from specrules.result import MET, NO_EVIDENCE, NOT_APPLICABLE, NOT_MET, RESULTS
from specrules.spec.model import CardSettings, Strength
from specrules.values.reading import read_quantity, read_target
from tests.made import COUNCIL, RIVERBANK, TRUST, a_check, a_hand_off, a_requirement, a_spec, judgement_of

A = a_check("count", "at least 2", "at least 1", name="a")


def five(*answers, strengths=(), **settings):
    """Riverbank's compliance card for one requirement per answer."""
    strengths = strengths or (Strength.MUST,) * len(answers)
    requirements = [
        a_requirement(A, id=f"R-{n}", strength=strength, section="Mutual aid")
        for n, strength in enumerate(strengths)
    ]
    cells = {f"R-{n}.a/answer": answer for n, answer in enumerate(answers)}
    return the_cards(a_spec(*requirements, **settings), {"riverbank": cells}).compliance[0]


def the_cards(spec, cells):
    found = judgement_of(spec, cells)
    with open_engine("both") as engine:
        return cards(found, tuple(verdicts(found)), engine)


def test_missing_evidence_gives_a_range_and_not_a_share_of_what_was_sent():
    card = five(2, 2, 0, None, None)
    assert card.adjusted == Score(Fraction(2, 5), Fraction(4, 5), Fraction(3, 5))


def test_partly_met_counts_a_half_unless_the_spec_says_otherwise():
    assert five(1).adjusted.low == Fraction(1, 2)
    settings = CardSettings(partly_met_counts=read_quantity("25%"))
    assert five(1, cards={"compliance": settings}).adjusted.low == Fraction(1, 4)


def test_what_is_encouraged_is_shown_and_not_scored():
    card = five(2, 0, strengths=(Strength.MUST, Strength.ENCOURAGED))
    assert card.adjusted == Score(Fraction(1), Fraction(1), Fraction(1))
    assert len(card.sections[0].verdicts) == 2


def test_nothing_to_score_is_neither_nought_nor_full_marks():
    card = five(2, strengths=(Strength.ENCOURAGED,))
    assert card.adjusted is None
    assert card.rating.colour is None


def test_the_buckets_add_up_to_the_requirements():
    assert sum(five(2, 1, 0, None, 2).counts.values()) == 5


def test_a_card_is_rated_by_its_musts():
    assert five(2, 2).rating.colour == "green"
    assert five(2, 1).rating.colour == "amber"
    assert five(2, 0).rating.colour == "red"


def test_a_rating_waits_until_the_whole_range_agrees():
    assert five(2, None).rating == Rating("red", "green")
    assert five(0, None).rating.colour == "red"


BANDS = CardSettings(bands=(("green", read_target("at least 90%")), ("amber", read_target("at least 75%"))))


def test_bands_rate_by_score():
    assert five(2, 2, 2, 0, cards={"compliance": BANDS}).rating.colour == "amber"


def test_a_score_across_bands_is_not_yet_rateable():
    assert five(2, 2, 2, None, cards={"compliance": BANDS}).rating == Rating("amber", "green")


def test_no_rating_is_better_than_an_essential_requirement():
    answers = dict.fromkeys(range(19), 2) | {19: 0}
    requirements = [a_requirement(A, id=f"R-{n}", essential=n == 19) for n in answers]
    cells = {f"R-{n}.a/answer": answer for n, answer in answers.items()}
    (card,) = the_cards(a_spec(*requirements, cards={"compliance": BANDS}), {"riverbank": cells}).compliance
    assert card.adjusted.low == Fraction(19, 20)
    assert card.rating.colour == "red"


@pytest.mark.parametrize("how", [All, Graded])
@pytest.mark.parametrize("choice", ["durable", "python"])
def test_what_some_results_come_to_hangs_only_on_which_there_are(choice, how):
    chance = random.Random(5)
    some = [chance.choices(RESULTS, k=chance.randint(1, 9)) for _ in range(300)]
    some += [each for many in (1, 2, 3) for each in product(RESULTS, repeat=many)]
    once = [tuple(each for each in RESULTS if each in given) for given in some]

    def questions(given):
        return [(Rule(how(tuple(map(Input, range(len(each))))), len(each)), tuple(each)) for each in given]

    with open_engine(choice) as engine:
        engine.decide_all((rule, [each]) for rule, each in questions(some + once))
        found = [engine.decide(*each) for each in questions(some)]
        assert found == [engine.decide(*each) for each in questions(once)]


def test_however_many_services_there_are_no_situation_of_a_card_is_decided_twice():
    parties = tuple(replace(RIVERBANK, id=f"p{n}") for n in range(40))
    names = tuple(each.id for each in parties)
    spec = a_spec(
        *(a_requirement(A, id=f"R-{n}", owed_by=names, principle="referral") for n in range(4)),
        parties=parties,
    )
    chance = random.Random(5)
    found = judgement_of(
        spec, {each: {f"R-{n}.a/answer": chance.randrange(3) for n in range(4)} for each in names}
    )
    with open_engine("both") as engine:
        made = cards(found, tuple(verdicts(found)), engine)
        assert engine.asked.signatures <= 2 * 7  # not empty, of three results: for sections, and for ratings
    assert len(made.no_wrong_door.principles[0].doors) == 40


def test_a_shadow_period_shows_everything_and_rates_nothing():
    card = five(0, cards={"compliance": CardSettings(shadow_until=date(2026, 9, 30))})
    assert card.counts["not met"] == 1
    assert card.rating.colour is None
    assert "shadow" in card.rating.note


# No wrong door ---------------------------------------------------------------------------------------------

EVERYBODY = ("council", "riverbank", "trust")


def no_wrong_door(answers, **more):
    requirement = a_requirement(A, owed_by=EVERYBODY, principle="referral")
    cells = {party: {"R-1.a/answer": answer} for party, answer in answers.items()}
    return the_cards(a_spec(requirement, **more), cells).no_wrong_door


def test_the_joint_result_is_strict_and_never_an_average():
    card = no_wrong_door({"council": 2, "riverbank": 2, "trust": 0})
    assert card.principles[0].joint is NOT_MET


def test_one_silent_service_leaves_the_joint_result_open():
    assert no_wrong_door({"council": 2, "riverbank": 2}).principles[0].joint is NO_EVIDENCE


def test_the_commissioner_comes_first():
    spec = a_spec(
        a_requirement(A, owed_by=EVERYBODY, principle="referral"), parties=(TRUST, RIVERBANK, COUNCIL)
    )
    assert [door.id for door in the_cards(spec, {}).no_wrong_door.doors] == ["council", "trust", "riverbank"]


def test_a_service_that_was_not_asked_is_shown_so():
    two = (
        a_requirement(A, principle="referral"),
        a_requirement(A, id="R-2", owed_by=("trust",), principle="assessment"),
    )
    rows = the_cards(a_spec(*two), {}).no_wrong_door.principles
    assert [[door.state for door in row.doors] for row in rows] == [["", "not asked"], ["not asked", ""]]


def test_a_service_that_is_not_bound_is_not_agreed_rather_than_silent():
    unbound = replace(TRUST, bound_by=None)
    card = no_wrong_door({"council": 2, "riverbank": 2}, parties=(COUNCIL, RIVERBANK, unbound))
    assert card.principles[0].doors[2].state == "not agreed"


def test_nobody_owes_a_principle_so_there_is_no_such_card():
    assert the_cards(a_spec(a_requirement(A)), {}).no_wrong_door is None


def test_flows_show_both_sides_and_where_people_were_lost():
    requirement = a_requirement(
        owed_by=("riverbank", "trust"), principle="hand-offs", hand_off=a_hand_off(may_differ_by=2)
    )
    cells = {
        "riverbank": {"R-1.to-trust.sent/answer": 20, "R-1.to-trust.outcome-known/answer": 19},
        "trust": {
            "R-1.from-riverbank.received/answer": 15,
            "R-1.from-riverbank.answered-in-time/answer": 15,
            "R-1.from-riverbank.waiting/answer": 0,
        },
    }
    flow = the_cards(a_spec(requirement), cells).no_wrong_door.flows[1]
    assert (flow.sender, flow.sent, flow.received, flow.gap, flow.query) == (
        "riverbank",
        (20, 20),
        (15, 15),
        5,
        True,
    )
    assert flow.outcome_known == (19, 19)


def test_a_result_that_does_not_apply_anywhere_does_not_decide_the_principle():
    later = a_requirement(A, owed_by=("riverbank",), principle="referral", since=date(2027, 4, 1))
    row = the_cards(a_spec(later), {}).no_wrong_door.principles[0]
    assert row.joint is NOT_APPLICABLE


def test_a_met_principle_is_met():
    assert no_wrong_door(dict.fromkeys(EVERYBODY, 2)).principles[0].joint is MET


def test_principles_stand_in_the_order_of_the_catalogue():
    two = (
        a_requirement(A, principle="referral"),
        a_requirement(A, id="R-2", principle="welcome"),
        a_requirement(A, id="R-3", principle="our own"),
    )
    card = the_cards(a_spec(*two, principles=("welcome", "referral")), {}).no_wrong_door
    assert [row.title for row in card.principles] == ["welcome", "referral", "our own"]
