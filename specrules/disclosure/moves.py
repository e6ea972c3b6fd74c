"""Counts that can change together while every sum still comes out: for systems that are no network.

A count is moved, which breaks the sums that it stands in; each is mended by moving
another count of it, and so on until all sums come out again.  The cheapest such move is looked
for.  One that is found proves that nobody can tell the two worlds apart; where none is found
soon enough, there may still be one.
"""

from __future__ import annotations

from dataclasses import dataclass
from heapq import heappop, heappush
from typing import TYPE_CHECKING

from specrules.disclosure.counts import Name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from specrules.disclosure.counts import Sum
    from specrules.disclosure.network import Known

MOST_LOOKS = 3_000
"""Broken worlds that are looked at before a search is given up."""

Move = dict["Name", int]


@dataclass(frozen=True, slots=True)
class Moves:
    """Counts that hang together, with the value of each and the sums it stands in, by their numbers."""

    values: Mapping[Name, int]
    sums: Sequence[Sequence[tuple[Name, int]]]
    standing: Mapping[Name, Sequence[tuple[int, int]]]

    def farthest(
        self, name: Name, way: int, most: int, known: Mapping[Name, Known], cost: Callable[[Name], int]
    ) -> tuple[int, set[Name]]:
        """How far a count was moved up (1) or down (-1), at *most* so far, and all that moved with it.

        It goes in one move if it can, and else one by one.
        """
        world, moved, gone = dict(self.values), set[Name](), 0
        while gone < most:
            move = self._cheapest(world, name, way * (most - gone), known, cost)
            move = move or self._cheapest(world, name, way, known, cost)
            if not move:
                break
            gone += abs(move[name])
            moved |= move.keys()
            world.update({each: world[each] + by for each, by in move.items()})
        return gone, moved

    def _cheapest(
        self,
        world: Mapping[Name, int],
        name: Name,
        by: int,
        known: Mapping[Name, Known],
        cost: Callable[[Name], int],
    ) -> Move | None:
        """The cheapest move that changes a count *by* so much, each count within what is *known* of it."""
        if not _fits(world, name, by, known):
            return None
        waiting = [(0, 0, {name: by}, self._broken({}, name, by))]
        made = 0
        while waiting and made < MOST_LOOKS:
            so_far, _, move, broken = heappop(waiting)
            if not broken:
                return move
            number = min(broken)
            for other, sign in self.sums[number]:
                change = -broken[number] * sign
                if other in move or not _fits(world, other, change, known):
                    continue
                made += 1
                mended = self._broken(broken, other, change)
                heappush(waiting, (so_far + cost(other), made, {**move, other: change}, mended))
        return None

    def _broken(self, before: Mapping[int, int], name: Name, by: int) -> dict[int, int]:
        """By how much each sum fails to come out once a count has changed too."""
        broken = dict(before)
        for number, sign in self.standing[name]:
            left = broken.get(number, 0) + sign * by
            if left:
                broken[number] = left
            else:
                broken.pop(number, None)
        return broken


def _fits(world: Mapping[Name, int], name: Name, by: int, known: Mapping[Name, Known]) -> bool:
    if name not in known:
        return False
    low, high = known[name]
    return low <= world[name] + by <= high


def moves_of(names: Iterable[Name], values: Mapping[Name, int], sums: Iterable[Sum]) -> Moves:
    """The moves that there are among the counts called *names*."""
    movable = set(names)
    terms = [[(name, sign) for name, sign in _signed(each) if name in movable] for each in sums]
    standing: dict[Name, list[tuple[int, int]]] = {name: [] for name in movable}
    for number, own in enumerate(terms):
        for name, sign in own:
            standing[name].append((number, sign))
    return Moves(values, terms, standing)


def _signed(each: Sum) -> Iterator[tuple[Name, int]]:
    """The members of a sum with the signs with which they come to nothing."""
    yield each.whole, -1
    for part in each.parts:
        yield part, 1
