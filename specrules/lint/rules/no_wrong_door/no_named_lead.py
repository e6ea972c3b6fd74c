"""The rule ``no-named-lead``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from specrules.base.findings import Severity
from specrules.lint.door import lacking, of_the_door
from specrules.lint.registry import Found, rule

if TYPE_CHECKING:
    from specrules.spec.model import Spec


@rule("NW609", "no-named-lead", Severity.WARNING, whole=True)
@of_the_door("""
NWD-4:
  standard-clause: no-wrong-door/named-lead-coordinates-care
  owed-by: {each-of: [riverbank, trust]}
  strength: should
  checks: {named: at least 90%, notes: {sample: at least 10, target: at least 80%}}
""")
def no_named_lead(spec: Spec) -> Found:
    """Somebody is named to coordinate each person's care.

    Where several services share the care of one person, nobody has the whole in
    view unless one of them is named.

    Source: Better care for people with co-occurring mental health and
    alcohol/drug use conditions (Public Health England, 2017), as analysed by Drug
    and Alcohol Findings (2019), what no wrong door asks of all services
    """
    yield from lacking(
        spec,
        (
            "no-wrong-door/named-lead-coordinates-care",
            "no-wrong-door/care-coordinator-in-mental-health-services",
        ),
        "No requirement names who coordinates the care of people with both conditions.",
        "Add no-wrong-door/named-lead-coordinates-care.",
    )
