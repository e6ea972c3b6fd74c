"""Who owes a requirement, and where it is judged.

Comes in: the record of a requirement, and the parties of the specification.
Goes out: parties that are there, and findings about those that are not.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from specrules.spec import faults as f
from specrules.spec.faults import Faults, closest
from specrules.spec.model import Level
from specrules.spec.shape import Reads
from specrules.spec.walk import Filled, as_name
from specrules.text.tree import Scalar
from specrules.values.understand import quoted

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from specrules.base.findings import Span
    from specrules.spec.model import JudgedAt, Party
    from specrules.spec.walk import Named


def owed_by(filled: Filled, parties: Sequence[Party], faults: Faults) -> tuple[str, ...]:
    """The parties that owe a requirement, each once, in the order they are named."""
    found = filled.get("owed-by")
    if isinstance(found, Scalar):
        return _named([found], parties, faults)
    if not isinstance(found, Filled):
        return ()
    if "each-of" in found.values:
        return _named(found.values["each-of"], parties, faults)
    if "jointly" in found.values:
        return _named(found.values["jointly"], parties, faults)
    return _with_role(found, parties, faults)


def _named(names: Iterable[Scalar], parties: Sequence[Party], faults: Faults) -> tuple[str, ...]:
    """The parties called *names*. For one that is not there, which is reported, the nearest is taken."""
    ids = {party.id: None for party in parties}
    found: dict[str, None] = {}
    for name in names:
        text = name.text.strip()
        several = None if text in ids else _otherwise(text, parties)
        # The nearest of several that are named is only one of them.
        meant = text if text in ids else None if several and several.startswith("{") else closest(text, ids)
        if meant is not None:
            found[meant] = None
        is_told = meant is not None and _is_badly_written(meant, text)
        if ids and meant != text and not is_told:  # without any, that is what has been reported
            _unknown(name, meant or several, ids, faults)
    return tuple(found)


def _is_badly_written(id: str, text: str) -> bool:
    """Whether the party's own short name is at fault, which is reported where it stands, and not *text*."""
    name = as_name(id, Reads.NAME)
    return name not in (None, id) and str(name).replace("-", "") == text.replace("-", "")


def _otherwise(text: str, parties: Sequence[Party]) -> str | None:
    """Whom *text* means that is no short name: a party by its whole name, or several with commas."""
    by_name = {party.name.casefold(): party.id for party in parties}
    if text.casefold() in by_name:
        return by_name[text.casefold()]
    parts = [part.strip() for part in re.split(r",|&|/|\band\b", text) if part.strip()]
    ids = [part if part in by_name.values() else by_name.get(part.casefold(), "") for part in parts]
    return f"{{each-of: [{', '.join(ids)}]}}" if len(ids) > 1 and all(ids) else None


def _unknown(name: Scalar, meant: str | None, ids: Iterable[str], faults: Faults) -> None:
    message = f"{_no_party(name.text)} The parties are: {', '.join(ids)}."
    remedy = f"Write {meant} instead." if meant else "Name one of them, or add it to parties."
    faults.add_once(f.UNKNOWN_PARTY, name.span, message, meant=meant, remedy=remedy)


def check_called_alike(parties: Iterable[Named], owing: Iterable[Filled], faults: Faults) -> None:
    """Report a party that is called otherwise where it is named than wherever it owes something.

    That is one slip, under parties, and not one wherever that name stands.
    """
    unknown = [each for each in faults.told(f.UNKNOWN_PARTY) if each.meant and each.also]
    written = {name.text.strip() for filled in owing for name in _written(filled)} if unknown else set()
    for party in parties if unknown else ():
        for told in unknown:
            if told.meant == party.name and party.name not in written:
                faults.drop(told)
                name = next(text for text in sorted(written) if told.message.startswith(_no_party(text)))
                message = f"This party is called {party.name} here, and {name} wherever it owes something."
                remedy = f"Write {name} here, or {party.name} in the {len(told.also) + 1} other places."
                also = (told.place, *told.also)
                faults.add(f.UNKNOWN_PARTY, party.at, message, meant=name, remedy=remedy, also=also)


def _written(filled: Filled) -> Iterable[Scalar]:
    """The parties that a requirement names, as they are written."""
    found = filled.get("owed-by")
    if isinstance(found, Scalar):
        return (found,)
    values = found.values if isinstance(found, Filled) else {}
    names: Iterable[Scalar] = values.get("each-of") or values.get("jointly") or ()
    return names


def _no_party(text: str) -> str:
    return f"No party is called {quoted(text)}."


def _with_role(filled: Filled, parties: Sequence[Party], faults: Faults) -> tuple[str, ...]:
    role = filled.get("each-with-role", "")
    ids = tuple(party.id for party in parties if party.role.casefold() == role.casefold())
    if ids or not role or not parties:
        return ids
    roles = list(dict.fromkeys(party.role for party in parties))
    if not all(roles):
        return ()  # one of the parties has no role that could be read
    meant = closest(role, roles)
    message = f"No party has the role {quoted(role)}. The roles are: {', '.join(roles)}."
    remedy = f"Write {meant} instead." if meant else "Name one of them, or correct the role of a party."
    faults.add(f.UNKNOWN_PARTY, filled.written.values["each-with-role"], message, meant=meant, remedy=remedy)
    return tuple(party.id for party in parties if party.role == meant)


def is_alone(filled: Filled, owed_by: tuple[str, ...]) -> bool:
    """Whether a record says that only one party owes it, known or not."""
    found = filled.get("owed-by")
    if isinstance(found, Filled) and "each-of" in found.values:
        return len({name.text for name in found.values["each-of"]}) == 1
    return isinstance(found, Scalar) or len(owed_by) == 1


def check_places(judged_at: JudgedAt, owing: Iterable[Party], at: Span, faults: Faults) -> None:
    """Report at *at* the parties that have none of the places at which a requirement is judged."""
    what = _PLACES.get(judged_at.level, "")
    without = [each.id for each in owing if not judged_at.of(each) and not _wrote(each, what)]
    if what and without:
        message = f"It is judged at {judged_at.level}, and no {what} are named for {', '.join(without)}."
        faults.add(f.NO_SITES, at, message, remedy=f"Add {what} to the party, as a list of names.")


def _wrote(party: Party, heading: str) -> bool:
    """Whether *heading* is there, be what stands under it unreadable."""
    return party.written is not None and heading in party.written.keys


_PLACES = {Level.SITE: "sites", Level.SUBCONTRACTOR: "subcontractors"}
