"""The rule ``not-asked``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from specrules.base.findings import Severity
from specrules.lint.door import lacking, of_the_door
from specrules.lint.registry import Found, rule

if TYPE_CHECKING:
    from specrules.spec.model import Spec


@rule("NW615", "not-asked", Severity.WARNING, whole=True)
@of_the_door("""
NWD-8:
  standard-clause: no-wrong-door/asked-about-use
  owed-by: trust
  strength: should
  checks: {suspected: at least 95%, confirmed: at least 95%}
""")
def not_asked(spec: Spec) -> Found:
    """People are asked about the other condition.

    What nobody asks about nobody treats. The first quality statement has people
    with severe mental illness asked whether they drink or use drugs.

    Source: Better care for people with co-occurring mental health and
    alcohol/drug use conditions (Public Health England, 2017), as analysed by Drug
    and Alcohol Findings (2019), and Coexisting severe mental illness and
    substance misuse (NICE quality standard QS188, 2019), statement 1
    """
    yield from lacking(
        spec,
        ("no-wrong-door/asked-about-use",),
        "Nothing asks whether people are asked about the other condition.",
        "Add no-wrong-door/asked-about-use.",
    )
