"""The rule ``commissions-a-fellowship``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from specrules.base.findings import Severity
from specrules.base.phrases import listed
from specrules.lint.about import name_place
from specrules.lint.groups import FELLOWSHIPS, FOR_RELATIVES
from specrules.lint.registry import Found, Wrong, rule

if TYPE_CHECKING:
    from specrules.spec.model import Spec


@rule("MA501", "commissions-a-fellowship", Severity.ERROR)
def commissions_a_fellowship(spec: Spec) -> Found:
    """No fellowship owes anything under a contract.

    Twelve-step fellowships support themselves and cannot be commissioned. A duty
    belongs to the service: to have links with them, to lend them rooms, to help
    people get there.

    Source: Improving access to mutual aid: a brief guide for commissioners
    (Public Health England, 2014), Twelve-step fellowships

    Bad:

        parties:
          council:   {name: Anytown Council, role: commissioner}
          riverbank: {name: Riverbank Recovery, role: drug and alcohol treatment, bound-by: this contract}
          aa:        {name: Alcoholics Anonymous, role: mutual aid, bound-by: this contract}
        requirements:
          X-1:
            title: Something is done
            owed-by: aa
            strength: should
            checks: {done: {count: times it was done, target: at least 3}}
            source: local decision, 2026-02-10

    Good:

        parties:
          council:   {name: Anytown Council, role: commissioner}
          riverbank: {name: Riverbank Recovery, role: drug and alcohol treatment, bound-by: this contract}
        requirements:
          X-1:
            title: Something is done
            owed-by: riverbank
            strength: should
            checks: {done: {count: times it was done, target: at least 3}}
            source: local decision, 2026-02-10
    """
    for party in spec.parties:
        name = party.name.casefold()
        owed = [each.id for each in spec.requirements if party.id in each.owed_by]
        if owed and any(group in name for group in FELLOWSHIPS | FOR_RELATIVES):
            yield Wrong(
                name_place(party),
                f"{party.name} owes {listed(owed)}. Fellowships cannot be commissioned.",
                "Give the duty to the service: links, rooms, or help to get there.",
                party,
            )
