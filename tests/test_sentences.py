"""What is owed, as sentences that can be read aloud."""

import pytest

from specrules import sentences
from specrules.base.frozen import replace
from specrules.spec.model import AllowanceLimits, Strength
from specrules.values.reading import read_quantity, read_target
from tests.made import a_check, a_requirement, a_spec


def duty(title, **more):
    requirement = replace(a_requirement(a_check()), title=title, **more)
    return sentences.duty(requirement, a_spec(requirement))


@pytest.mark.parametrize(
    ("title", "told"),
    [
        ("Nobody waits long", "Riverbank Recovery must make sure that nobody waits long."),
        ("A pathway is agreed", "Riverbank Recovery must make sure that a pathway is agreed."),
        ("NDTMS is filled in", "Riverbank Recovery must make sure that NDTMS is filled in."),
        ("Riverbank's plan is kept", "Riverbank Recovery must make sure that Riverbank's plan is kept."),
        ("Anytown has a list", "Riverbank Recovery must make sure that Anytown has a list."),
    ],
)
def test_a_title_begins_small_within_a_sentence_unless_it_begins_with_a_name(title, told):
    assert duty(title) == told


def test_how_firmly_and_by_whom_it_is_owed_stands_in_the_sentence():
    both = ("riverbank", "trust")
    assert duty("A plan is kept", strength=Strength.SHOULD) == (
        "Riverbank Recovery should make sure that a plan is kept."
    )
    assert duty("A plan is kept", owed_by=both, strength=Strength.ENCOURAGED) == (
        "Each of Riverbank Recovery and Anytown Mental Health Trust is encouraged to make sure that "
        "a plan is kept."
    )
    assert duty("A plan is kept", owed_by=both, jointly=True) == (
        "Riverbank Recovery and Anytown Mental Health Trust, together, must make sure that a plan is kept."
    )


@pytest.mark.parametrize(
    ("limits", "told"),
    [
        (AllowanceLimits(), []),
        (AllowanceLimits(read_quantity("6 months")), ["An agreed allowance lasts 6 months at most."]),
        (AllowanceLimits(renewals=0), ["An allowance is never renewed."]),
        (AllowanceLimits(renewals=1), ["An allowance is renewed once at most."]),
        (AllowanceLimits(renewals=3), ["An allowance is renewed 3 times at most."]),
    ],
)
def test_how_far_allowances_may_go_is_said(limits, told):
    assert sentences.allowances(replace(a_spec(), allowances=limits)) == told


@pytest.mark.parametrize(
    ("target", "partly", "told"),
    [
        ("one of in place", "one of applied for, in place", "in place; applied for is partly met"),
        ("one of in place", "one of applied for", "in place; applied for is partly met"),
        (
            "one of in place, renewed",
            "one of due, lapsed",
            "in place or renewed; due or lapsed is partly met",
        ),
    ],
)
def test_a_choice_is_said_in_its_words_alone(target, partly, told):
    check = a_check("choice", target, choices=("in place", "renewed", "applied for", "due", "lapsed"))
    dated = replace(check.targets[0], partly=read_target(partly))
    assert sentences.wanted(check, dated) == told
