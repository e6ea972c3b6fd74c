"""The rule ``disengagement-not-explored``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from specrules.base.findings import Severity
from specrules.lint.door import lacking, of_the_door
from specrules.lint.registry import Found, rule

if TYPE_CHECKING:
    from specrules.spec.model import Spec


@rule("NW616", "disengagement-not-explored", Severity.ADVICE, whole=True)
@of_the_door("""
NWD-5:
  standard-clause: no-wrong-door/leaving-explored-and-plan-agreed
  owed-by: {each-of: [riverbank, trust]}
  strength: should
  checks: {explored: at least 80%, planned: at least 75%}
""")
def disengagement_not_explored(spec: Spec) -> Found:
    """Services explore why people stopped before.

    People with both conditions often leave early. What made them leave once is
    the best clue to what would keep them.

    Source: Better care for people with co-occurring mental health and
    alcohol/drug use conditions (Public Health England, 2017), as analysed by Drug
    and Alcohol Findings (2019), what no wrong door asks of all services, fifth
    point
    """
    yield from lacking(
        spec,
        ("no-wrong-door/leaving-explored-and-plan-agreed",),
        "Nothing asks why people stopped using services before.",
        "Add no-wrong-door/leaving-explored-and-plan-agreed.",
    )
