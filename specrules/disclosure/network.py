"""A linked system as a network through which counts can move.

Each sum is a node, and each count that a reader does not have is an edge: raising
it must be made good at both its ends.  How far it can move is what a reader can
work out of it, found by augmenting paths in whole numbers.  A system is a network
when no count stands in more than two sums, and their signs can be made to
alternate; any other is looked at in ``worlds``.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from heapq import heappop, heappush
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from specrules.disclosure.counts import Name, Sum

GROUND = -1
"""The node outside of all sums: what stands in one sum only is made good there."""

FAR = 10**12
"""More people than there are."""

Known = tuple[int, int]
NOTHING_KNOWN: Known = (0, FAR)

_Ends = tuple[int, int]
_Step = tuple["Name", int, int]  # the edge, +1 to raise it or -1 to lower it, and the node it leads to


@dataclass(frozen=True, slots=True)
class Network:
    """Counts as edges from one node to another, with the value of each, and between what it is known to lie.

    Raising a count carries one from its first node to its second.
    """

    ends: Mapping[Name, _Ends]
    values: Mapping[Name, int]
    known: Mapping[Name, Known]
    at: Mapping[int, Sequence[Name]]

    def lowest(self, name: Name) -> int:
        """The least that a count can be, as far as the others can make it good."""
        tail, head = self.ends[name]
        return self.values[name] - self._flow(tail, head, name, self._own_room(name, -1))

    def highest(self, name: Name, enough: int = FAR) -> int:
        """The most that a count can be, or *enough* when it can be as much as that."""
        tail, head = self.ends[name]
        value = self.values[name]
        return value + self._flow(head, tail, name, min(self._own_room(name, 1), max(0, enough - value)))

    def hides(self, name: Name, below: int) -> bool:
        """Whether a count may be *below* or more, and as much less as is between 1 and *below*."""
        high = self.highest(name, self.values[name] + below)
        return high >= below and high - self.lowest(name) >= below - 1

    def _own_room(self, name: Name, way: int) -> int:
        return self.room(name, way, {})

    def _flow(self, source: int, sink: int, without: Name, most: int) -> int:
        """How much can be carried from *source* to *sink*, up to *most*, without the count in question."""
        if source == sink:
            return most
        moved: dict[Name, int] = {}
        carried = 0
        while carried < most:
            path = self._shortest(source, sink, without, moved)
            if path is None:
                break
            room = min((self.room(name, way, moved) for name, way, _ in path), default=FAR)
            carried += push(path, min(room, most - carried), moved)
        return carried

    def room(self, name: Name, way: int, moved: Mapping[Name, int], known: Known | None = None) -> int:
        """How far a count can still be moved in one direction."""
        low, high = known or self.known[name]
        now = self.values[name] + moved.get(name, 0)
        return high - now if way > 0 else now - low

    def steps(self, node: int, without: Name) -> Iterator[_Step]:
        """The edges that lead away from a node, in order."""
        for name in self.at[node]:
            if name != without:
                tail, head = self.ends[name]
                if tail == node:
                    yield name, 1, head
                if head == node:
                    yield name, -1, tail

    def _shortest(
        self, source: int, sink: int, without: Name, moved: Mapping[Name, int]
    ) -> list[_Step] | None:
        """The path with the fewest edges along which something can still be carried."""
        came: dict[int, tuple[int, _Step]] = {}
        waiting = deque([source])
        while waiting:
            node = waiting.popleft()
            for step in self.steps(node, without):
                name, way, other = step
                if other in came or other == source or self.room(name, way, moved) < 1:
                    continue
                came[other] = node, step
                if other == sink:
                    return _back(came, source, sink)
                waiting.append(other)
        return None

    def cheapest(
        self, name: Name, room: int, moved: Mapping[Name, int], cost: Callable[[Name], int]
    ) -> list[_Step] | None:
        """The cheapest way to make good that a count is raised, with *room* all along it.

        Every count but the settled ones could be held back, and then be anything.
        """
        sink, source = self.ends[name]
        came: dict[int, tuple[int, _Step]] = {}
        known: dict[int, int] = {source: 0}
        waiting = [(0, source)]
        if source == sink:
            return []
        while waiting:
            so_far, node = heappop(waiting)
            if node == sink:
                return _back(came, source, sink)
            if so_far > known[node]:
                continue
            for step in self.steps(node, name):
                edge, way, other = step
                total = so_far + cost(edge)
                if self.room(edge, way, moved, NOTHING_KNOWN) >= room and total < known.get(other, total + 1):
                    known[other], came[other] = total, (node, step)
                    heappush(waiting, (total, other))
        return None


def push(path: Iterable[_Step], amount: int, moved: dict[Name, int]) -> int:
    """Carry *amount* along a path, and return it."""
    for name, way, _ in path:
        moved[name] = moved.get(name, 0) + way * amount
    return amount


def _back(came: Mapping[int, tuple[int, _Step]], source: int, sink: int) -> list[_Step]:
    """The path that led from *source* to *sink*."""
    path, node = [], sink
    while node != source:
        node, step = came[node]
        path.append(step)
    return path[::-1]


def network_of(
    names: Iterable[Name], values: Mapping[Name, int], sums: Sequence[Sum], known: Mapping[Name, Known]
) -> Network | None:
    """The network of the counts called *names* that can move, or None when they make none."""
    movable = list(names)
    among = set(movable)
    places: dict[Name, list[_Ends]] = {name: [] for name in movable}
    for number, (whole, parts) in enumerate(sums):
        for name, sign in ((whole, -1), *((part, 1) for part in parts)):
            if name in among:
                places[name].append((number, sign))
    if any(len(stands) > 2 for stands in places.values()):
        return None
    turned = _turned(places)
    if turned is None:
        return None
    ends = {name: _ends(stands, turned) for name, stands in places.items()}
    at: dict[int, list[Name]] = {GROUND: []}
    for name, (tail, head) in ends.items():
        at.setdefault(tail, []).append(name)
        if head != tail:
            at.setdefault(head, []).append(name)
    return Network(ends, values, known, at)


def _turned(places: Mapping[Name, Sequence[_Ends]]) -> dict[int, int] | None:
    """A sign for each sum, such that a count in two of them enters one and leaves the other; None if none."""
    beside: dict[int, list[_Ends]] = {}
    for stands in places.values():
        for number, _ in stands:
            beside.setdefault(number, [])
        if len(stands) == 2:
            (one, sign), (other, other_sign) = stands
            same = -sign * other_sign
            beside[one].append((other, same))
            beside[other].append((one, same))
    turned: dict[int, int] = {}
    for first in beside:
        if first in turned:
            continue
        turned[first], waiting = 1, [first]
        while waiting:
            number = waiting.pop()
            for other, same in beside[number]:
                if other not in turned:
                    turned[other] = turned[number] * same
                    waiting.append(other)
                elif turned[other] != turned[number] * same:
                    return None
    return turned


def _ends(stands: Sequence[_Ends], turned: Mapping[int, int]) -> _Ends:
    """Where an edge begins and ends: it leaves a sum that it lowers and enters one that it raises."""
    tail = head = GROUND
    for number, sign in stands:
        if sign * turned[number] > 0:
            head = number
        else:
            tail = number
    return tail, head
