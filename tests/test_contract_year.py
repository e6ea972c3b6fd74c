"""The example of a contract year says what its page says."""

from functools import cache
from pathlib import Path

import pytest

from specrules.engine import open_engine
from specrules.inputs import gather, read
from specrules.judging.review import review
from specrules.lint import lint
from specrules.values.periods import read_period
from specrules.viewing import view

YEAR = Path(__file__).parent.parent / "examples" / "contract-year"


@cache
def quarter(number):
    """The review of one quarter."""
    given = read(gather([YEAR]), read_period(f"2026-27-Q{number}"))
    with open_engine("python") as engine:
        return view(review(given, engine))


def duty(number, requirement, party):
    """The verdict of one duty in one quarter."""
    found = quarter(number).verdicts
    return next(each for each in found if (each.requirement, each.party) == (requirement, party))


def states(number):
    """Each action that one review shows, and its state."""
    return {each.id: each.state for each in quarter(number).minutes.actions}


def said(number):
    """The names of what one review finds in the meeting log."""
    return [each.name for each in quarter(number).findings if each.code.startswith("AL")]


def test_the_specification_and_the_log_are_without_a_finding():
    assert lint([YEAR / "spec.yaml", YEAR / "meeting-log.yaml"]).findings == ()


def test_the_card_is_in_its_shadow_period_for_the_first_quarter_alone():
    assert [quarter(n).no_wrong_door.shadow for n in (1, 2, 3, 4)] == [True, False, False, False]


def test_the_restated_figure_is_the_one_that_counts():
    assert duty(2, "MA-1", "riverbank").checks[0].found == "86 of 104 (82.7%)"


def test_the_variation_changes_what_the_same_figures_come_to():
    assert [duty(n, "MA-1", "riverbank").result.word for n in (2, 3, 4)] == ["met", "partly met", "met"]


def test_the_allowance_holds_for_one_quarter_and_lapses_while_it_is_still_wanted():
    assert [duty(n, "NWD-8", "trust").result.word for n in (1, 2, 3, 4)] == [
        "partly met",
        "allowed",
        "partly met",
        "partly met",
    ]
    assert [said(n) for n in (1, 2, 3, 4)] == [
        [],
        ["allowance-about-to-lapse"],
        ["allowance-lapsed"],
        ["action-overdue"],
    ]


def test_two_actions_are_closed_by_evidence_and_one_is_not():
    assert [states(n) for n in (1, 2, 3, 4)] == [
        {"ACT-1": "open", "ACT-2": "open", "ACT-3": "open"},
        {"ACT-1": "open", "ACT-2": "closed", "ACT-3": "open"},
        {"ACT-1": "closed", "ACT-3": "open"},
        {"ACT-3": "open"},
    ]


@pytest.mark.parametrize(("number", "action"), [(2, "ACT-2"), (3, "ACT-1")])
def test_the_cell_that_closes_an_action_says_what_the_log_says_of_it(number, action):
    (closed,) = (each for each in quarter(number).minutes.actions if each.id == action)
    name, _, place = closed.cells[0].partition(", ")
    facts = [fact for each in quarter(number).verdicts for fact in each.because]
    where = {
        (fact.file.rpartition("/")[2], fact.place)
        for fact in facts
        if fact.item.startswith(closed.closes.split()[0])
    }
    assert (name, place) in where


def test_what_the_council_has_looked_at_is_verified():
    assert {fact.grade for fact in duty(4, "MA-1", "riverbank").because} == {"verified"}
    assert {fact.grade for fact in duty(3, "MA-1", "riverbank").because} == {"self-declared"}
