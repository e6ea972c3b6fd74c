"""The rule ``contact-within-forgotten``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from specrules.base.findings import Severity
from specrules.lint.about import place
from specrules.lint.registry import Found, Wrong, rule

if TYPE_CHECKING:
    from specrules.spec.model import Spec


@rule("MA525", "contact-within-forgotten", Severity.WARNING, over=("MA518",))
def contact_within_forgotten(spec: Spec) -> Found:
    """Links that are to be kept up say within what time there was contact.

    The clause about links has two checks: that there are links, and that they are
    kept up. Without "contact-within" the second looks at the same as the first.

    Source: Improving access to mutual aid: a brief guide for commissioners
    (Public Health England, 2014), Service specifications

    Bad:

        requirements:
          MA-2:
            standard-clause: mutual-aid/links-with-organisations
            owed-by: riverbank
            strength: should

    Good:

        requirements:
          MA-2:
            standard-clause: mutual-aid/links-with-organisations
            owed-by: riverbank
            strength: should
            checks: {maintained: {contact-within: 90 days}}
    """
    for requirement in spec.requirements:
        clause = requirement.standard_clause
        for check in (
            requirement.checks if clause and clause.id == "mutual-aid/links-with-organisations" else ()
        ):
            if check.name == "maintained" and not check.contact_within:
                yield Wrong(
                    place(check.written, requirement.written),
                    f"{requirement.id} asks for links that are kept up, and does not say within what time.",
                    "Add to its checks, such as: maintained: {contact-within: 90 days}",
                    requirement,
                )
