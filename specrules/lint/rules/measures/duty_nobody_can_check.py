"""The rule ``duty-nobody-can-check``."""

from __future__ import annotations

from specrules.base.findings import Severity
from specrules.lint.about import place
from specrules.lint.registry import Found, Wrong, rule
from specrules.spec.model import (
    Spec,
    Strength,
)


@rule("MS315", "duty-nobody-can-check", Severity.ERROR)
def duty_nobody_can_check(spec: Spec) -> Found:
    """A requirement that says "must" has a check that can show it was met.

    A provider cannot be held to a duty nobody can check. Add a check, or make
    the requirement a "should".

    Bad:

        requirements:
          MA-1:
            title: Keyworkers help people to use mutual aid
            owed-by: riverbank
            strength: must
            source: local decision, 2026-02-10

    Good:

        requirements:
          MA-1:
            standard-clause: mutual-aid/keyworkers-facilitate-access
            owed-by: riverbank
            strength: must
            target: at least 90%
    """
    for requirement in spec.requirements:
        if requirement.strength is Strength.MUST and not requirement.checks and not requirement.hand_off:
            yield Wrong(
                place(requirement.written, key="strength"),
                f"{requirement.id} says must, but nothing in it can be checked.",
                "Add a check that shows it was met, or make it a should.",
                requirement,
            )
