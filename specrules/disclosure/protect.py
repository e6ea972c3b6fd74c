"""Hold back small counts, and with them as few others as hide them.

In: a linked system.  Out: the names of all that is held back.  A small count that
could be worked out is hidden by the cheapest cycle through it: counts that can
all move together while every sum still comes out.  What is printed in totals is
dear, and what is held back already costs next to nothing.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from specrules.base.frozen import replace
from specrules.disclosure.attack import Part, hanging_together, parts_of, reading_of, to_hide
from specrules.disclosure.counts import Linked, Name, with_all_together
from specrules.disclosure.moves import moves_of
from specrules.disclosure.network import NOTHING_KNOWN, network_of, push

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from specrules.disclosure.counts import Sum
    from specrules.disclosure.network import Known, Network
    from specrules.disclosure.policy import Policy

COST, TOTAL = 1_000, 100_000
"""What it costs to hold back a count, besides its own size, and what for each sum it is the whole of."""

MOST_TRIES = 400
"""Times that a small count is looked at again while others are shown again."""


def held_back(linked: Linked, policy: Policy) -> frozenset[Name]:
    """The names of everything that is not printed. What cannot be hidden any more is not among them."""
    protecting = _Protecting(linked, policy)
    movable = [name for name, count in linked.counts.items() if not count.settled]
    for names, sums in hanging_together(movable, linked.sums):
        protecting.protect(names, sums)
    return with_all_together(protecting.held, linked.together) - protecting.settled


class _Protecting:
    """Holds back more and more."""

    def __init__(self, linked: Linked, policy: Policy) -> None:
        self.counts, self.values, self.policy = linked.counts, linked.values, policy
        self.settled = {name for name, count in linked.counts.items() if count.settled}
        self.printed = {name for name, count in linked.counts.items() if count.printed} - self.settled
        self.small = set(to_hide(linked, policy))
        first = {name for name in self.small if name in self.printed} | linked.must
        self.held = set(with_all_together(first, linked.together)) - self.settled
        self.wholes = Counter(whole for whole, _ in linked.sums)

    def protect(self, names: tuple[Name, ...], sums: tuple[Sum, ...]) -> None:
        """Hide every small count among *names*, which hang together."""
        small = [name for name in names if name in self.small]
        if not small:
            return
        whole = Part(names, sums, self.values, {}, network_of(names, self.values, sums, {}))
        before = self.held.intersection(names)
        for name in small:
            if whole.network:
                self._by_cycles(name, whole.network)
            else:
                self._by_a_move(name, whole)
        self._show_again(
            sorted(self.held.intersection(names) - before, key=self._dearness, reverse=True), whole, small
        )

    def _cost(self, name: Name) -> int:
        """What it costs to hold a count back, which is next to nothing where it is not printed."""
        return self._dearness(name) if name in self.printed and name not in self.held else 1

    def _dearness(self, name: Name) -> int:
        return COST + self.values[name] + TOTAL * self.wholes[name]

    # -- by cycles, or one by one

    def _by_cycles(self, name: Name, unread: Network) -> None:
        """Hold back the cheapest cycles through a count until it may be large, and much less too."""
        below, network = self.policy.below, replace(unread, known=self._read(unread.ends))
        wanted = 0 if network.hides(name, below) else max(below - self.values[name], below - 1)
        moved: dict[Name, int] = {}
        while wanted:
            path = network.cheapest(name, wanted, moved, self._cost)
            path = path or network.cheapest(name, 1, moved, self._cost)
            if not path:
                return
            room = min(network.room(edge, way, moved, NOTHING_KNOWN) for edge, way, _ in path)
            wanted -= push(path, min(room, wanted), moved)
            self.held.update(edge for edge, _, _ in path if edge in self.printed)

    def _by_a_move(self, name: Name, whole: Part) -> None:
        """Hold back the cheapest counts that can move with one, or else whatever stands beside it."""
        if self._are_hidden([name], whole):
            return
        wanted = max(self.policy.below - self.values[name], self.policy.below - 1)
        moves = moves_of(whole.names, self.values, whole.sums)
        anything = dict.fromkeys(whole.names, NOTHING_KNOWN)
        gone, moved = moves.farthest(name, 1, wanted, anything, self._cost)
        if gone == wanted:
            self.held.update(self.printed & moved)
        else:
            self._one_by_one(name, whole)

    def _one_by_one(self, name: Name, whole: Part) -> None:
        """Hold back the cheapest count beside it, and so on outwards, until a count is hidden."""
        near = {name}
        while not self._are_hidden([name], whole):
            touched = [{total, *parts} for total, parts in whole.sums if not near.isdisjoint((total, *parts))]
            beside = set[Name]().union(*touched) & set(whole.names) - near
            if not beside:
                return
            nearest = min(sorted(beside), key=self._cost)
            near.add(nearest)
            self.held.update({nearest} & self.printed)

    # -- as it is to a reader

    def _read(self, names: Iterable[Name]) -> dict[Name, Known]:
        return {name: reading_of(self.counts[name], name in self.held, self.policy) for name in names}

    def _are_hidden(self, names: Sequence[Name], whole: Part) -> bool:
        parts = parts_of(self.values, whole.sums, self._read(whole.names))
        part_of = {name: part for part in parts for name in part.names}
        return all(name in part_of and part_of[name].hides(name, self.policy.below) for name in names)

    def _show_again(self, held: Iterable[Name], whole: Part, small: Sequence[Name]) -> None:
        """Show again what is not needed, the dearest first, where that can soon be tried."""
        tries = MOST_TRIES
        for name in held:
            tries -= len(small)
            if tries < 0:
                return
            self.held.discard(name)
            if not self._are_hidden(small, whole):
                self.held.add(name)
