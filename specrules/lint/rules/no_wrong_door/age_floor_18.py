"""The rule ``age-floor-18``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from specrules.base.findings import Severity
from specrules.lint.about import place
from specrules.lint.registry import Found, Wrong, rule

if TYPE_CHECKING:
    from specrules.spec.model import Spec

_FROM_18 = re.compile(
    r"\b(?:18|eighteen)\s*(?:\+|(?:years )?(?:and|or) (?:over|older|above)|plus)|\badults\b", re.IGNORECASE
)


@rule("NW606", "age-floor-18", Severity.ADVICE)
def age_floor_18(spec: Spec) -> Found:
    """Duties from the quality statements start at 14, where the service does.

    The quality statements speak of people aged 14 and over. Starting at 18 is
    right where the service is commissioned for adults; then say so.

    Source: Better care for people with co-occurring mental health and
    alcohol/drug use conditions (Public Health England, 2017), as analysed by Drug
    and Alcohol Findings (2019), and Coexisting severe mental illness and
    substance misuse (NICE quality standard QS188, 2019), statements 1 to 4

    Bad:

        requirements:
          QS-1:
            standard-clause: no-wrong-door/asked-about-use
            owed-by: trust
            strength: should
            people: aged 18 and over with severe mental illness
            checks: {suspected: at least 95%, confirmed: at least 95%}

    Good:

        requirements:
          QS-1:
            standard-clause: no-wrong-door/asked-about-use
            owed-by: trust
            strength: should
            people: aged 14 and over with severe mental illness
            checks: {suspected: at least 95%, confirmed: at least 95%}
    """
    for requirement in spec.requirements:
        from_18 = _FROM_18.search(requirement.people) if requirement.principle else None
        if from_18 and "commissioned" not in requirement.people.casefold():
            yield Wrong(
                place(requirement.written, key="people"),
                f"{requirement.id} starts at 18, and the quality statements start at 14.",
                "Write which ages the service is commissioned for, if that is why.",
                requirement,
            )
