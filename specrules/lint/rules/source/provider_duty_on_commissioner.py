"""The rule ``provider-duty-on-commissioner``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from specrules.base.findings import Severity
from specrules.lint.about import place
from specrules.lint.registry import Found, Wrong, rule

if TYPE_CHECKING:
    from specrules.spec.model import Spec, StandardClause


@rule("SO707", "provider-duty-on-commissioner", Severity.WARNING)
def provider_duty_on_commissioner(spec: Spec) -> Found:
    """What services do is owed by a service.

    Keyworkers, records and rooms are a service's. Where only the commissioner
    owes it, no return can show that it was done.

    Bad:

        requirements:
          MA-1:
            standard-clause: mutual-aid/keyworkers-facilitate-access
            owed-by: council
            strength: should
            target: at least 90%

    Good:

        requirements:
          MA-1:
            standard-clause: mutual-aid/keyworkers-facilitate-access
            owed-by: riverbank
            strength: should
            target: at least 90%
    """
    commissioners = {party.id for party in spec.parties if party.commissions}
    for requirement in spec.requirements:
        alone = requirement.owed_by and commissioners.issuperset(requirement.owed_by)
        if alone and _is_for_services(requirement.standard_clause):
            yield Wrong(
                place(requirement.written, key="owed-by"),
                f"{requirement.id} is what a service does, and only the commissioner owes it.",
                "Let the service owe it.",
                requirement,
            )


def _is_for_services(clause: StandardClause | None) -> bool:
    """Whether the guidance means services: the briefing does, and the guide where it suggests clauses."""
    if clause is None:
        return False
    suggested = any(each.section == "Service specifications" for each in clause.citations)
    return suggested or clause.id.startswith("fama/")
