"""The rule ``premises-without-alternative``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from specrules.base.findings import Severity
from specrules.lint.about import place
from specrules.lint.groups import of_groups
from specrules.lint.registry import Found, Wrong, rule

if TYPE_CHECKING:
    from specrules.spec.model import Requirement, Spec


@rule("MA516", "premises-without-alternative", Severity.ADVICE, whole=True)
def premises_without_alternative(spec: Spec) -> Found:
    """A service that lends rooms to groups also has links with others.

    A meeting at the service suits some people. A service with space for one group
    still tells people about the rest.

    Source: Improving access to mutual aid: a brief guide for commissioners
    (Public Health England, 2014), The role commissioners can play

    Bad:

        requirements:
          MA-3:
            standard-clause: mutual-aid/premises-for-meetings
            owed-by: riverbank
            strength: should
            checks: {fee: no more than £10 a meeting}

    Good:

        requirements:
          MA-2:
            standard-clause: mutual-aid/links-with-organisations
            owed-by: riverbank
            strength: should
            checks: {maintained: {contact-within: 90 days}}
          MA-3:
            standard-clause: mutual-aid/premises-for-meetings
            owed-by: riverbank
            strength: should
            checks: {fee: no more than £10 a meeting}
    """
    lending = [each for each in spec.requirements if _is(each, "mutual-aid/premises-for-meetings")]
    linked = any(_is(each, "mutual-aid/links-with-organisations") for each in spec.requirements)
    if lending and not linked and not any(of_groups(spec)):
        yield Wrong(
            place(lending[0].written, key="standard-clause"),
            "Rooms are lent to groups, and nothing asks for links with other groups.",
            "Add mutual-aid/links-with-organisations, or say in another way which groups people hear of.",
            lending[0],
        )


def _is(requirement: Requirement, clause: str) -> bool:
    return requirement.standard_clause is not None and requirement.standard_clause.id == clause
