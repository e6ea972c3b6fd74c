"""The rule ``one-way-door``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from specrules.base.findings import Severity
from specrules.base.phrases import listed
from specrules.lint.about import heading_place, place
from specrules.lint.registry import Found, Wrong, rule

if TYPE_CHECKING:
    from collections.abc import Mapping

    from specrules.spec.model import Requirement, Spec


MENTAL_HEALTH, DRUG_AND_ALCOHOL = "mental health", "drug and alcohol"

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
    if not all(party.role for party in spec.parties):
        return  # nobody knows which services there are
    sides = {party.id: _sides(party.role) for party in spec.parties}
    one_way = _one_way(spec, sides)
    for missing, owing in ((MENTAL_HEALTH, DRUG_AND_ALCOHOL), (DRUG_AND_ALCOHOL, MENTAL_HEALTH)):
        if not one_way[owing]:
            continue
        if not any(missing in there for there in sides.values()):
            names = listed(f'"{principle}"' for principle in one_way[owing])
            yield Wrong(
                heading_place(spec, "parties"),
                f"No party is a {missing} service, so only {owing} services owe these principles: {names}.",
                f"Add a party whose role is {missing}, with duties of its own, or agree them elsewhere.",
            )
            continue
        for principle, (first, *others) in one_way[owing].items():
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


def _one_way(
    spec: Spec, sides: Mapping[str, frozenset[str]]
) -> Mapping[str, Mapping[str, list[Requirement]]]:
    """For each side, the principles that it alone owes, each with its requirements, in their order."""
    owed: dict[str, list[Requirement]] = {}
    for requirement in spec.requirements:
        if requirement.principle:
            owed.setdefault(requirement.principle, []).append(requirement)
    found: dict[str, dict[str, list[Requirement]]] = {MENTAL_HEALTH: {}, DRUG_AND_ALCOHOL: {}}
    for principle, requirements in owed.items():
        there = {side for each in requirements for party in each.owed_by for side in sides[party]}
        if len(there) == 1:
            found[there.pop()][principle] = requirements
    return found
