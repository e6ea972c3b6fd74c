"""Counts joined by every sum in which they stand.

In: counts one by one, each with what it is a count of.  Out: one linked system.  Who is
left over of a share, sites and their total, quarters and the year to date, and the
difference to a figure of before are sums that nobody printed and that anybody can do.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from specrules.base.phrases import listed
from specrules.disclosure.attack import hanging_together
from specrules.disclosure.counts import Count, Linked, Name, Sum
from specrules.disclosure.worlds import a_world

if TYPE_CHECKING:
    from collections.abc import Iterable

    from specrules.evidence.facts import Column

Stretch = tuple[date, date]

MOST = 10**9
"""People: no count is more."""


class Kind(NamedTuple):
    """What a count is a count of, whenever it was taken. *place* is "" for all of a party.

    *of* says what the places are, so that sites and groups of people are not added to each other.
    """

    party: str
    of: str
    place: str
    column: Column
    words: tuple[str, ...]


class Linking:
    """A linked system as it grows."""

    def __init__(self) -> None:
        self.counts: dict[Name, Count] = {}
        self.unknown: set[Name] = set()
        self.sums: dict[Sum, None] = {}
        self.must: set[Name] = set()
        self.together: list[frozenset[Name]] = []
        self.kinds: dict[Kind, dict[Stretch, Name]] = {}
        self.shares: dict[tuple[Kind, ...], None] = {}

    # -- counts

    def put(self, name: Name, value: int | None, printed: bool = True, settled: bool = False) -> None:
        """Take in a count; one of which nobody tells what it is gets a value in the end."""
        self.unknown.discard(name)
        if value is None:
            self.unknown.add(name)
        self.counts[name] = Count(value or 0, printed, settled)

    def value(self, name: Name) -> int | None:
        """What a count is, or None where nobody tells."""
        return None if name in self.unknown else self.counts[name].value

    def left_over(self, whole: Name, parts: tuple[Name, ...], called: str = "") -> Name:
        """Take in who is left over of *whole* without *parts*, unless those are more than all."""
        value = self._without(whole, parts)
        rest = whole._replace(key=called or f"{whole.key} without {listed([each.key for each in parts])}")
        if rest not in self.counts and (value is None or value >= 0):
            settled = all(self.counts[each].settled for each in (whole, *parts))
            self.put(rest, value, printed=False, settled=settled)
            self.sums[Sum(whole, (*parts, rest))] = None
        return rest

    def adds_up(self, whole: Name, parts: tuple[Name, ...]) -> bool:
        """Whether a count is the sum of others, as far as can be told."""
        return self._without(whole, parts) in (0, None)

    def _without(self, whole: Name, parts: Iterable[Name]) -> int | None:
        rest = self.value(whole)
        for part in parts:
            value = self.value(part)
            rest = None if rest is None or value is None else rest - value
        return rest

    # -- what they are counts of

    def take(self, name: Name, value: int | None, kind: Kind, stretch: Stretch, is_new: bool) -> Name:
        """Take in a count of something over some time, and return the name it has from now on.

        Where the same thing was counted before, it is the same count: what everybody
        has already, what was held back and stays so, or a figure that has changed.
        """
        first = self.kinds.setdefault(kind, {}).get(stretch)
        if first is None or not self._is_same(first, value, is_new):
            self.kinds[kind][stretch] = name
            self.put(name, value, printed=is_new, settled=not is_new and value is not None)
            if first is not None:
                self._has_changed(first, name)
            if value is None:
                self.must.add(name)
            return name
        if is_new and not self.counts[first].settled:
            self.together.append(frozenset((first, name)))
        if first in self.unknown and value is not None:
            self.put(first, value, printed=is_new, settled=not is_new)
        return first

    def _is_same(self, first: Name, value: int | None, is_new: bool) -> bool:
        """Whether a count is the one that was taken in *first*: nobody who can tell says otherwise."""
        return self.value(first) in (None, value) or (value is None and not is_new)

    def _has_changed(self, was: Name, name: Name) -> None:
        """How much a figure has changed since it was published can be worked out too."""
        before, now = self.value(was), self.value(name)
        if before is not None and now is not None:
            more, less = (name, was) if now > before else (was, name)
            self.left_over(more, (less,))

    def is_share(self, whole: Kind, parts: tuple[Kind, ...]) -> None:
        """Say that *parts* are all among *whole*, and nobody in two of them."""
        self.shares[whole, *parts] = None

    # -- all of it

    def done(self) -> Linked:
        """The linked system."""
        for stretches in self.kinds.values():
            self._over_time(stretches)
        for whole, *parts in self.shares:
            self._share_over_time(whole, parts)
        self._over_places()
        self._fill_in()
        return Linked(self.counts, tuple(self.sums), frozenset(self.must), tuple(self.together))

    def _over_time(self, stretches: dict[Stretch, Name]) -> None:
        """Take each stretch of time apart into the longest that begins it, and the rest."""
        waiting = sorted(stretches, key=lambda each: (each[1] - each[0], each))
        while waiting:
            whole = waiting.pop()
            begins = [each for each in stretches if each[0] == whole[0] and each[1] < whole[1]]
            if begins and (rest := self._split(stretches, whole, max(begins))):
                waiting.append(rest)

    def _split(self, stretches: dict[Stretch, Name], whole: Stretch, begin: Stretch) -> Stretch | None:
        """Join a stretch of time with its beginning and the rest, which is returned where it is new."""
        rest = begin[1] + timedelta(days=1), whole[1]
        total, begun = stretches[whole], stretches[begin]
        if rest in stretches:
            if self.adds_up(total, (begun, stretches[rest])):
                self.sums[Sum(total, (begun, stretches[rest]))] = None
            return None
        name = self.left_over(total, (begun,), f"{total.key} from {rest[0].isoformat()}")
        if name not in self.counts:
            return None
        stretches[rest] = name
        return rest

    def _share_over_time(self, whole: Kind, parts: list[Kind]) -> None:
        """Who is left over of a share, in each stretch of time that is only worked out."""
        for stretch, name in self.kinds[whole].items():
            own = tuple(found for each in parts if (found := self.kinds[each].get(stretch)))
            if len(own) == len(parts):
                self.left_over(name, own)

    def _over_places(self) -> None:
        """Join what is counted for a whole party with the same thing counted at each of its places."""
        places: dict[tuple[Kind, Stretch], list[Name]] = {}
        for kind, stretches in self.kinds.items():
            for stretch, name in stretches.items() if kind.place else ():
                places.setdefault((kind._replace(place=""), stretch), []).append(name)
        for (kind, stretch), parts in places.items():
            whole = self.kinds.get(kind._replace(of=""), {}).get(stretch)
            if whole and len(parts) > 1:
                self._over(whole, tuple(parts))

    def _over(self, whole: Name, parts: tuple[Name, ...]) -> None:
        """Join a whole with its places: who is at none of them, or at several, can be worked out too."""
        rest = self._without(whole, parts)
        if rest in (0, None):
            self.sums[Sum(whole, parts)] = None
        elif rest > 0:
            self.left_over(whole, parts, f"{whole.key} at no place")
        else:
            added = whole._replace(key=f"{whole.key} at all places, added up")
            self.put(added, sum(self.counts[each].value for each in parts), printed=False)
            self.sums[Sum(added, parts)] = None
            self.left_over(added, (whole,), f"{whole.key} at several places")

    def _fill_in(self) -> None:
        """Give each count that nobody tells a value with which all sums come out, or else leave them out."""
        values = {name: count.value for name, count in self.counts.items()}
        for names, sums in hanging_together(sorted(self.unknown), self.sums):
            world = a_world(names, values, sums, dict.fromkeys(names, (0, MOST)), {})
            for each in () if world else sums:
                del self.sums[each]
            for name, value in (world or {}).items():
                self.put(name, value, self.counts[name].printed)
