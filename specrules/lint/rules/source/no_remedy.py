"""The rule ``no-remedy``."""

from __future__ import annotations

from specrules.base.findings import Severity
from specrules.lint.about import place
from specrules.lint.registry import Found, Wrong, rule
from specrules.spec.model import Spec, Strength


@rule("SO718", "no-remedy", Severity.ADVICE)
def no_remedy(spec: Spec) -> Found:
    """A "must" says what follows when it is not met.

    Otherwise that has to be argued out at the worst moment. What the
    commissioner alone owes is left to the parties.

    Bad:

        requirements:
          MA-1:
            standard-clause: mutual-aid/keyworkers-facilitate-access
            owed-by: riverbank
            strength: must
            target: at least 90%

    Good:

        requirements:
          MA-1:
            standard-clause: mutual-aid/keyworkers-facilitate-access
            owed-by: riverbank
            strength: must
            target: at least 90%
            if-not-met: improvement plan within 20 working days
    """
    commissioners = {party.id for party in spec.parties if party.may_commission}
    for requirement in spec.requirements:
        if requirement.strength is not Strength.MUST or commissioners.issuperset(requirement.owed_by):
            continue
        if not requirement.if_not_met:
            yield Wrong(
                place(requirement.written, key="strength"),
                f"{requirement.id} is a must, and nothing says what follows when it is not met.",
                "Add if-not-met, such as: improvement plan within 20 working days",
                requirement,
            )
