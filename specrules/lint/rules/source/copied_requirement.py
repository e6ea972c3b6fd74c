"""The rule ``copied-requirement``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from specrules.base.findings import Severity
from specrules.lint.about import name_place
from specrules.lint.registry import Found, Wrong, rule

if TYPE_CHECKING:
    from specrules.spec.model import Requirement, Spec


@rule("SO726", "copied-requirement", Severity.WARNING)
def copied_requirement(spec: Spec) -> Found:
    """No requirement stands twice.

    A requirement copied with a new number and nothing else changed is judged
    twice, and counts twice on the card.

    Bad:

        requirements:
          X-1:
            title: Something is done
            owed-by: riverbank
            strength: should
            checks: {done: {count: times it was done, target: at least 3}}
            source: local decision, 2026-02-10
          X-2:
            title: Something is done
            owed-by: riverbank
            strength: should
            checks: {done: {count: times it was done, target: at least 3}}
            source: local decision, 2026-02-10

    Good:

        requirements:
          X-1:
            title: Something is done
            owed-by: riverbank
            strength: should
            checks: {done: {count: times it was done, target: at least 3}}
            source: local decision, 2026-02-10
          X-2:
            title: Something is done
            owed-by: trust
            strength: should
            checks: {done: {count: times it was done, target: at least 3}}
            source: local decision, 2026-02-10
    """
    titled: dict[str, list[Requirement]] = {}
    for requirement in spec.requirements:
        others = titled.setdefault(requirement.title.casefold(), [])
        known = next((each for each in others if _says(each) == _says(requirement)), None)
        if known is None:
            others.append(requirement)
        else:
            yield Wrong(
                name_place(requirement),
                f"{requirement.id} says what {known.id} says.",
                "Take one of them out, or change what was meant to differ.",
                requirement,
                (name_place(known),),
            )


def _says(duty: Requirement) -> tuple[object, ...]:
    """What makes a requirement what it is, apart from its title and number."""
    return (
        *(duty.owed_by, duty.judged_at, duty.strength, duty.people, duty.since, duty.until),
        *(duty.applies_if, duty.checks, duty.conditions, duty.met_when, duty.hand_off),
    )
