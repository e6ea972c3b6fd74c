"""The rule ``recording-only-in-treatment``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from specrules.base.findings import Severity
from specrules.lint.about import place
from specrules.lint.registry import Found, Wrong, rule

if TYPE_CHECKING:
    from specrules.spec.model import Spec


@rule("EV405", "recording-only-in-treatment", Severity.WARNING)
def recording_only_in_treatment(spec: Spec) -> Found:
    """Recovery support is recorded during and after treatment.

    NDTMS, the National Drug Treatment Monitoring System, takes recovery support
    beside treatment, outside it and after it. Counting only people in treatment
    leaves the rest out.

    Source: Improving access to mutual aid: a brief guide for commissioners
    (Public Health England, 2014), Recording recovery support interventions in
    NDTMS

    Bad:

        requirements:
          MA-4:
            standard-clause: mutual-aid/recovery-support-recorded
            owed-by: riverbank
            strength: should
            people: in treatment in the period
            checks: {routinely: at least 95%, robustly: {sample: at least 20, target: at least 90%}}

    Good:

        requirements:
          MA-4:
            standard-clause: mutual-aid/recovery-support-recorded
            owed-by: riverbank
            strength: should
            people: in treatment in the period, or after it
            checks: {routinely: at least 95%, robustly: {sample: at least 20, target: at least 90%}}
    """
    for requirement in spec.requirements:
        clause = requirement.standard_clause
        if clause is None or clause.id != "mutual-aid/recovery-support-recorded":
            continue
        people = requirement.people.casefold()
        if "in treatment" in people and not any(
            word in people for word in ("after", "left", "outside", "or not")
        ):
            yield Wrong(
                place(requirement.written, key="people"),
                f"{requirement.id} counts people in treatment only, and recovery support goes on after it.",
                "Add people after treatment, such as: in treatment in the period, or after it",
                requirement,
            )
