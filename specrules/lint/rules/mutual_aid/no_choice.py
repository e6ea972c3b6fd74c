"""The rule ``no-choice``."""

from __future__ import annotations

from specrules.base.findings import Severity
from specrules.lint.about import place
from specrules.lint.groups import of_groups
from specrules.lint.registry import Found, Wrong, rule
from specrules.spec.model import Spec, StandardClause


@rule("MA504", "no-choice", Severity.WARNING, on=(Spec, StandardClause))
def no_choice(document: Spec | StandardClause) -> Found:
    """People are offered more than one kind of mutual aid.

    What helps one person does not suit another. The guidance asks for a range:
    12-step fellowships, SMART Recovery and community recovery organisations.

    Source: Improving access to mutual aid: a brief guide for commissioners
    (Public Health England, 2014), The role commissioners can play.

    Bad:

        requirements:
          MA-2:
            standard-clause: mutual-aid/links-with-organisations
            owed-by: riverbank
            strength: should
            checks:
              developed: {covers: [SMART Recovery]}
              maintained: {covers: [12-step, SMART Recovery], contact-within: 90 days}

    Good:

        requirements:
          MA-2:
            standard-clause: mutual-aid/links-with-organisations
            owed-by: riverbank
            strength: should
            checks:
              developed: {covers: [12-step, SMART Recovery]}
              maintained: {covers: [12-step, SMART Recovery], contact-within: 90 days}
    """
    for duty, check in of_groups(document):
        if len(check.covers) == 1:
            yield Wrong(
                place(check.written, duty.written, key="covers"),
                f"Only one kind of mutual aid is asked for: {check.covers[0]}.",
                "Add at least one other kind, such as SMART Recovery or a 12-step fellowship.",
                duty,
            )
