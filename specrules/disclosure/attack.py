"""How much a reader can work out of what is published.

In: a linked system, and between what each count is known to lie.  Out: the parts of
it that hang together, and whether a count in one is well enough hidden.  Where a
part is a network the answer is exact; elsewhere moves are looked for, so that a
count is at least as well hidden as is said.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from specrules.disclosure.moves import moves_of
from specrules.disclosure.network import NOTHING_KNOWN, Network, network_of
from specrules.disclosure.policy import Policy, is_small

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from specrules.disclosure.counts import Count, Linked, Name, Sum
    from specrules.disclosure.network import Known


def reading(linked: Linked, held: Iterable[Name], policy: Policy) -> dict[Name, Known]:
    """Between what each count is known to lie by who reads what is printed, before any sum is done."""
    hidden = set(held)
    return {name: reading_of(count, name in hidden, policy) for name, count in linked.counts.items()}


def reading_of(count: Count, is_held: bool, policy: Policy) -> Known:
    """Between what one count is known to lie by who reads what is printed of it."""
    if count.settled:
        return count.value, count.value
    if is_held or not count.printed:
        return NOTHING_KNOWN
    return rounded(count.value, policy.nearest)


def rounded(value: int, nearest: int) -> Known:
    """The ends between which a count lies that is printed to the *nearest* so many."""
    if nearest < 2:
        return value, value
    middle = nearest * ((2 * value + nearest) // (2 * nearest))
    return max(0, middle - nearest // 2), middle + (nearest - 1) // 2


@dataclass(frozen=True, slots=True)
class Part:
    """Counts that hang together because none of them is quite known, with the sums they stand in."""

    names: tuple[Name, ...]
    sums: tuple[Sum, ...]
    values: Mapping[Name, int]
    known: Mapping[Name, Known]
    network: Network | None

    def hides(self, name: Name, below: int) -> bool:
        """Whether a count, for all that a reader can work out, may be *below* or more, and much less too.

        The ends between which it may lie are as far apart as the small counts and the
        first that is not.
        """
        if self.network:
            return self.network.hides(name, below)
        moves, value = moves_of(self.names, self.values, self.sums), self.values[name]
        most = max(below - value, below - 1)
        up, _ = moves.farthest(name, 1, most, self.known, lambda each: 1)
        if value + up < below:
            return False
        down, _ = moves.farthest(name, -1, min(value, below - 1 - up), self.known, lambda each: 1)
        return up + down >= below - 1


def parts_of(values: Mapping[Name, int], sums: Iterable[Sum], known: Mapping[Name, Known]) -> list[Part]:
    """The parts that hang together, in the order of their first counts."""
    movable = [name for name, (low, high) in known.items() if low < high]
    return [
        Part(names, own, values, known, network_of(names, values, own, known))
        for names, own in hanging_together(movable, sums)
    ]


def hanging_together(
    names: Iterable[Name], sums: Iterable[Sum]
) -> list[tuple[tuple[Name, ...], tuple[Sum, ...]]]:
    """*names* in groups that share sums, each with its sums; one that is in no sum stands alone."""
    first = {name: name for name in names}

    def root(name: Name) -> Name:
        while first[name] != name:
            first[name] = name = first[first[name]]
        return name

    touching = [
        (each, inside) for each in sums if (inside := [n for n in (each.whole, *each.parts) if n in first])
    ]
    for _, inside in touching:
        for name in inside[1:]:
            first[root(name)] = root(inside[0])
    groups: dict[Name, list[Name]] = {}
    for name in first:
        groups.setdefault(root(name), []).append(name)
    own: dict[Name, list[Sum]] = {}
    for each, inside in touching:
        own.setdefault(root(inside[0]), []).append(each)
    return [(tuple(group), tuple(own.get(key, ()))) for key, group in groups.items()]


def exposed(linked: Linked, held: Iterable[Name], policy: Policy) -> tuple[Name, ...]:
    """The counts that may not be published and that a reader could work out, or nearly so."""
    wanted = set(to_hide(linked, policy))
    known = reading(linked, held, policy)
    shown = [name for name in linked.counts if name in wanted and known[name][0] == known[name][1]]
    found = [
        name
        for part in parts_of(linked.values, linked.sums, known)
        for name in part.names
        if name in wanted and not part.hides(name, policy.below)
    ]
    return (*shown, *found)


def to_hide(linked: Linked, policy: Policy) -> list[Name]:
    """The counts that have to be kept from readers, and still can be."""
    return [
        name
        for name, count in linked.counts.items()
        if not count.settled and (name in linked.must or is_small(count.value, policy))
    ]
