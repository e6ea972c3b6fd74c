"""The rule ``party-not-bound``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from specrules.base.findings import Severity
from specrules.base.phrases import listed
from specrules.lint.about import name_place
from specrules.lint.registry import Found, Wrong, rule

if TYPE_CHECKING:
    from specrules.spec.model import Requirement, Spec


@rule("SO719", "party-not-bound", Severity.WARNING)
def party_not_bound(spec: Spec) -> Found:
    """Whoever owes something is bound by something.

    A duty of a body that has signed nothing cannot be held against it. It is
    shown as not agreed, and never judged.

    Bad:

        parties:
          council:   {name: Anytown Council, role: commissioner}
          riverbank: {name: Riverbank Recovery, role: drug and alcohol treatment}

    Good:

        parties:
          council:   {name: Anytown Council, role: commissioner}
          riverbank: {name: Riverbank Recovery, role: drug and alcohol treatment, bound-by: this contract}
    """
    owing: dict[str, list[Requirement]] = {}
    for requirement in spec.requirements:
        for id in requirement.owed_by:
            owing.setdefault(id, []).append(requirement)
    for party in spec.parties:
        if party.id in owing and party.bound_by is None and not party.may_commission:
            what = listed(requirement.id for requirement in owing[party.id])
            yield Wrong(
                name_place(party),
                f"{party.name} owes {what}, and nothing binds it.",
                "Add bound-by, with what was signed, such as: this contract",
                party,
            )
