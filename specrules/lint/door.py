"""What a no wrong door specification as a whole leaves out.

In: a specification, and standard clauses of which one should be there.  Out: where
to say that none is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from specrules.spec.model import Requirement, Spec

#: With fewer principles than this a specification is about something else, and only touches on the door.
_ENOUGH = 3
_THEME = "no-wrong-door/"


def lacking(spec: Spec, *clauses: str) -> Requirement | None:
    """The last requirement of the theme, when several principles are owed and none of *clauses* is used."""
    used = [each for each in spec.requirements if each.standard_clause]
    of_door = [each for each in used if each.standard_clause and each.standard_clause.id.startswith(_THEME)]
    there = {each.standard_clause.id for each in of_door if each.standard_clause}
    principles = {each.principle for each in of_door if each.principle}
    return of_door[-1] if len(principles) >= _ENOUGH and there.isdisjoint(clauses) else None
