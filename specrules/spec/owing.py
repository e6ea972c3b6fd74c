"""Who owes a requirement, and where it is judged.

Comes in: the record of a requirement, and the parties of the specification.
Goes out: parties that are there, and findings about those that are not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from specrules.spec import faults as f
from specrules.spec.faults import Faults, closest
from specrules.spec.model import JudgedAt
from specrules.spec.walk import Filled
from specrules.tree import Scalar
from specrules.understand import quoted

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from specrules.findings import Span
    from specrules.spec.model import Party


def owed_by(filled: Filled, parties: Sequence[Party], faults: Faults) -> tuple[str, ...]:
    """The parties that owe a requirement, each once, in the order they are named."""
    found = filled.get("owed-by")
    if isinstance(found, Scalar):
        return _named([found], parties, faults)
    if not isinstance(found, Filled):
        return ()
    if "each-of" in found.values:
        return _named(found.values["each-of"], parties, faults)
    return _with_role(found, parties, faults)


def _named(names: Iterable[Scalar], parties: Sequence[Party], faults: Faults) -> tuple[str, ...]:
    """The parties called *names*. For one that is not there, which is reported, the nearest is taken."""
    ids = [party.id for party in parties]
    found: dict[str, None] = {}
    for name in names:
        text = name.text.strip()
        meant = text if text in ids else closest(text, ids)
        if meant != text:
            message = f"No party is called {quoted(text)}. The parties are: {', '.join(ids)}."
            remedy = f"Write {meant} instead." if meant else "Name one of them, or add it to parties."
            faults.add(f.UNKNOWN_PARTY, name.span, message, meant=meant, remedy=remedy)
        if meant:
            found[meant] = None
    return tuple(found)


def _with_role(filled: Filled, parties: Sequence[Party], faults: Faults) -> tuple[str, ...]:
    role = filled.get("each-with-role", "")
    ids = tuple(party.id for party in parties if party.role.casefold() == role.casefold())
    if ids or not role:
        return ids
    roles = list(dict.fromkeys(party.role for party in parties))
    meant = closest(role, roles)
    message = f"No party has the role {quoted(role)}. The roles are: {', '.join(roles)}."
    remedy = f"Write {meant} instead." if meant else "Name one of them, or correct the role of a party."
    faults.add(f.UNKNOWN_PARTY, filled.written.values["each-with-role"], message, meant=meant, remedy=remedy)
    return tuple(party.id for party in parties if party.role == meant)


def check_places(level: JudgedAt, owing: Iterable[Party], at: Span, faults: Faults) -> None:
    """Report at *at* the parties that have none of the places at which a requirement is judged."""
    what = _PLACES.get(level)
    without = [party.id for party in owing if what and not getattr(party, what)]
    if without:
        message = f"It is judged at {level}, and no {what} are named for {', '.join(without)}."
        faults.add(f.NO_SITES, at, message, remedy=f"Add {what} to the party, as a list of names.")


_PLACES = {JudgedAt.SITE: "sites", JudgedAt.SUBCONTRACTOR: "subcontractors"}
