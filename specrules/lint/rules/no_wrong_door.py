"""Rules about people with co-occurring mental health and alcohol or drug conditions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from specrules.findings import Severity
from specrules.lint.about import place
from specrules.lint.registry import Found, Wrong, rule
from specrules.sentences import listed

if TYPE_CHECKING:
    from collections.abc import Mapping

    from specrules.spec.model import Spec

MENTAL_HEALTH, DRUG_AND_ALCOHOL = "mental health", "drug and alcohol"


@rule("NW611", "one-way-door", Severity.WARNING, whole=True)
def one_way_door(spec: Spec) -> Found:
    """A no wrong door principle is owed on both sides of the door.

    No wrong door means that a person is helped whichever service they come to.
    A principle owed by drug and alcohol services alone, or by mental health
    services alone, leaves the other door as it was.

    Source: Better care for people with co-occurring mental health and
    alcohol/drug use conditions (Public Health England, 2017), as analysed by
    Drug and Alcohol Findings (2019): there is no wrong door, and it is
    everyone's job.

    Bad:

        requirements:
          NWD-1:
            standard-clause: no-wrong-door/rapid-assessment-and-referral
            owed-by: riverbank
            strength: should
            checks: {assessed: at least 90%, referred: at least 90%}

    Good:

        requirements:
          NWD-1:
            standard-clause: no-wrong-door/rapid-assessment-and-referral
            owed-by: {each-of: [riverbank, trust]}
            strength: should
            checks: {assessed: at least 90%, referred: at least 90%}
    """
    sides = {party.id: _sides(party.role) for party in spec.parties}
    one_way = _one_way(spec, sides)
    for missing, owing in ((MENTAL_HEALTH, DRUG_AND_ALCOHOL), (DRUG_AND_ALCOHOL, MENTAL_HEALTH)):
        principles = [each for each, side in one_way.items() if side == owing]
        if principles and not any(missing in each for each in sides.values()):
            names = listed(f'"{each}"' for each in principles)
            yield Wrong(
                place(spec.written, key="parties"),
                f"No party is a {missing} service, so only {owing} services owe these principles: {names}.",
                f"Add a party whose role is {missing}, with duties of its own, or agree them elsewhere.",
            )
            continue
        for principle in principles:
            first, *others = [each for each in spec.requirements if each.principle == principle]
            yield Wrong(
                place(first.written, key="owed-by"),
                f'Only {owing} services owe the no wrong door principle "{principle}".',
                f"Give a {missing} service a duty under it too.",
                first,
                tuple(place(each.written, key="owed-by") for each in others),
            )


def _sides(role: str) -> frozenset[str]:
    """The sides of the door that a role stands on, if any."""
    words = role.casefold()
    mental_health = {MENTAL_HEALTH} if "mental health" in words else set()
    return frozenset(mental_health | ({DRUG_AND_ALCOHOL} if "drug" in words or "alcohol" in words else set()))


def _one_way(spec: Spec, sides: Mapping[str, frozenset[str]]) -> dict[str, str]:
    """The principles that one side alone owes, in the order of the specification, each with that side."""
    owing: dict[str, set[str]] = {}
    for requirement in spec.requirements:
        if requirement.principle:
            owing.setdefault(requirement.principle, set()).update(*(sides[id] for id in requirement.owed_by))
    return {principle: min(there) for principle, there in owing.items() if len(there) == 1}
