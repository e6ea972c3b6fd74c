"""The rule ``aim-as-duty``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from specrules.base.findings import Severity
from specrules.lint.about import place
from specrules.lint.registry import Found, Wrong, rule

if TYPE_CHECKING:
    from specrules.spec.model import Spec

_TASKS = ("no-wrong-door/lead-commissioner-named", "no-wrong-door/joint-pathway-agreed")


@rule("SO706", "aim-as-duty", Severity.ERROR)
def aim_as_duty(spec: Spec) -> Found:
    """A commissioner's own task is owed by a commissioner.

    Naming a lead commissioner and agreeing the joint pathway are what
    commissioners do. A provider cannot, and would fail for it.

    Bad:

        requirements:
          NWD-1:
            standard-clause: no-wrong-door/lead-commissioner-named
            owed-by: riverbank
            strength: must

    Good:

        requirements:
          NWD-1:
            standard-clause: no-wrong-door/lead-commissioner-named
            owed-by: council
            strength: must
    """
    commissioners = {party.id for party in spec.parties if party.may_commission}
    for requirement in spec.requirements:
        clause = requirement.standard_clause
        if (
            clause
            and clause.id in _TASKS
            and requirement.owed_by
            and commissioners.isdisjoint(requirement.owed_by)
        ):
            yield Wrong(
                place(requirement.written, key="owed-by"),
                f"{requirement.id} is a task of commissioners, and no commissioner owes it.",
                "Let the commissioner owe it.",
                requirement,
            )
