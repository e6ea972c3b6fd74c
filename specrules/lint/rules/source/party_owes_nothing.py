"""The rule ``party-owes-nothing``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from specrules.base.findings import Severity
from specrules.lint.about import name_place
from specrules.lint.registry import Found, Wrong, rule

if TYPE_CHECKING:
    from specrules.spec.model import Spec


@rule("SO725", "party-owes-nothing", Severity.ADVICE, whole=True)
def party_owes_nothing(spec: Spec) -> Found:
    """Every party but the commissioner owes something.

    Parties are there to be owed from. One that owes nothing is often a sign
    that a requirement names the wrong one.

    Bad:

        parties:
          council:   {name: Anytown Council, role: commissioner}
          riverbank: {name: Riverbank Recovery, role: drug and alcohol treatment, bound-by: this contract}
          harbour:   {name: Harbour Families, role: family support, bound-by: this contract}

    Good:

        parties:
          council:   {name: Anytown Council, role: commissioner}
          riverbank: {name: Riverbank Recovery, role: drug and alcohol treatment, bound-by: this contract}
    """
    owing = {id for requirement in spec.requirements for id in requirement.owed_by}
    for party in spec.parties:
        if party.id not in owing and not party.commissions:
            yield Wrong(
                name_place(party),
                f"{party.name} is a party, and owes nothing.",
                "Give it a requirement, or take it out of parties.",
                party,
            )
