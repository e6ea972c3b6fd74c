"""The rule ``no-information-sharing``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from specrules.base.findings import Severity
from specrules.lint.door import lacking, of_the_door
from specrules.lint.registry import Found, rule

if TYPE_CHECKING:
    from specrules.spec.model import Spec


@rule("NW619", "no-information-sharing", Severity.WARNING, whole=True)
@of_the_door("""
NWD-7:
  standard-clause: no-wrong-door/information-sharing-agreed
  owed-by: council
  strength: must
""")
def no_information_sharing(spec: Spec) -> Found:
    """Services that share the care of people have agreed to share information.

    Joint care without an agreement on information stops at the first question.

    Source: Better care for people with co-occurring mental health and
    alcohol/drug use conditions (Public Health England, 2017), as analysed by Drug
    and Alcohol Findings (2019), principles of care, collaborative delivery of
    care
    """
    yield from lacking(
        spec,
        ("no-wrong-door/information-sharing-agreed",),
        "Services are to work together, and nothing asks for an agreement to share information.",
        "Add no-wrong-door/information-sharing-agreed, owed by the commissioner.",
    )
