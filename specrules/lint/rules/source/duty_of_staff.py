"""The rule ``duty-of-staff``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from specrules.base.findings import Severity
from specrules.lint.about import name_place
from specrules.lint.registry import Found, Wrong, rule

if TYPE_CHECKING:
    from specrules.spec.model import Spec

_STAFF = (
    *("keyworker", "key worker", "recovery worker", "staff", "the staff"),
    *("nurse", "doctor", "practitioner", "the team"),
)


@rule("SO708", "duty-of-staff", Severity.WARNING)
def duty_of_staff(spec: Spec) -> Found:
    """A duty is owed by whoever signed, not by its staff.

    A contract binds an employer. Staff are not parties to it; what keyworkers do
    is owed by the service they work for.

    Bad:

        parties:
          council:    {name: Anytown Council, role: commissioner}
          keyworkers: {name: Keyworkers, role: treatment, bound-by: this contract}
        requirements:
          X-1:
            title: Something is done
            owed-by: keyworkers
            strength: should
            checks: {done: {count: times it was done, target: at least 3}}
            source: local decision, 2026-02-10

    Good:

        parties:
          council:    {name: Anytown Council, role: commissioner}
          riverbank:  {name: Riverbank Recovery, role: treatment, bound-by: this contract}
        requirements:
          X-1:
            title: Something is done
            owed-by: riverbank
            strength: should
            checks: {done: {count: times it was done, target: at least 3}}
            source: local decision, 2026-02-10
    """
    owing = {id for requirement in spec.requirements for id in requirement.owed_by}
    for party in spec.parties:
        if party.id in owing and party.name.strip().casefold().removesuffix("s") in _STAFF:
            yield Wrong(
                name_place(party),
                f"{party.name} are staff, and a contract binds the service they work for.",
                "Name the service instead.",
                party,
            )
