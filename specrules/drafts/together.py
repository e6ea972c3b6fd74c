"""Which parties are judged together, and a specification as far as it concerns some of them.

In: specifications.  Out: groups of parties.  Most parties are judged by their own return alone.  Where a duty
is owed jointly, people are handed from one to another, or a card joins several services, one party's return
counts for another's result, and they belong together.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from specrules.base.frozen import replace

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from specrules.spec.model import Requirement, Spec

Group = tuple[str, ...]


def together(*specs: Spec) -> tuple[Group, ...]:
    """The groups of all parties that owe anything by any of *specs*, so that no result needs two groups."""
    groups: dict[str, list[str]] = {
        party: [party] for spec in specs for each in spec.requirements for party in each.owed_by
    }
    for ids in _joined(specs):
        _put_together(groups, ids)
    return tuple(tuple(group) for party, group in groups.items() if party == group[0])


def _joined(specs: Iterable[Spec]) -> Iterator[Iterable[str]]:
    """The parties of each duty where one's return counts for another, and all on the no wrong door card."""
    owed = [each for spec in specs for each in spec.requirements]
    yield dict.fromkeys(id for each in owed if each.principle for id in each.owed_by)
    yield from (each.owed_by for each in owed if each.jointly or each.hand_off)


def _put_together(groups: dict[str, list[str]], ids: Iterable[str]) -> None:
    group: list[str] = []
    for id in ids:
        if groups[id] is not group:
            group += groups[id]
            groups.update(dict.fromkeys(groups[id], group))


def only(spec: Spec, parties: frozenset[str]) -> Spec:
    """*spec* as far as it concerns *parties*, which are whole groups. Who owes nothing stays named in it."""
    owing = {id for each in spec.requirements for id in each.owed_by}
    if owing <= parties:
        return spec
    return replace(
        spec,
        parties=tuple(each for each in spec.parties if each.id in parties or each.id not in owing),
        requirements=tuple(_owed_by(each, parties) for each in spec.requirements),
    )


def _owed_by(requirement: Requirement, parties: frozenset[str]) -> Requirement:
    """A requirement of *parties* alone. Where none of them owes it, others may still share its questions."""
    ids = tuple(id for id in requirement.owed_by if id in parties)
    return replace(requirement, owed_by=ids, jointly=requirement.jointly and bool(ids))
