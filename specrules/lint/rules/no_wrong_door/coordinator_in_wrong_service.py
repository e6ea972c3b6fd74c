"""The rule ``coordinator-in-wrong-service``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from specrules.base.findings import Severity
from specrules.lint.about import place
from specrules.lint.registry import Found, Wrong, rule

if TYPE_CHECKING:
    from specrules.spec.model import Spec


@rule("NW610", "coordinator-in-wrong-service", Severity.WARNING)
def coordinator_in_wrong_service(spec: Spec) -> Found:
    """For severe mental illness the care coordinator works in mental health services.

    The third quality statement places the coordinator there for people who need
    secondary care. Another service cannot provide one.

    Source: Better care for people with co-occurring mental health and
    alcohol/drug use conditions (Public Health England, 2017), as analysed by Drug
    and Alcohol Findings (2019), and Coexisting severe mental illness and
    substance misuse (NICE quality standard QS188, 2019), statement 3

    Bad:

        requirements:
          QS-3:
            standard-clause: no-wrong-door/care-coordinator-in-mental-health-services
            owed-by: riverbank
            strength: should
            target: at least 95%

    Good:

        requirements:
          QS-3:
            standard-clause: no-wrong-door/care-coordinator-in-mental-health-services
            owed-by: trust
            strength: should
            target: at least 95%
    """
    for requirement in spec.requirements:
        clause = requirement.standard_clause
        if clause is None or clause.id != "no-wrong-door/care-coordinator-in-mental-health-services":
            continue
        others = [
            each.name
            for each in spec.parties
            if each.id in requirement.owed_by and each.role and "mental" not in each.role.casefold()
        ]
        if others:
            yield Wrong(
                place(requirement.written, key="owed-by"),
                f"{others[0]} is to provide a care coordinator who works in mental health services.",
                "Let the mental health service owe it.",
                requirement,
            )
