"""Counts of people, and how each can be worked out from others.

A count that is printed can be held back.  One that is not printed, such as the
people left over of a share, is open to whoever can do sums.  Sums join them into
one linked system, over sites, columns, periods and what was published before.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


class Name(NamedTuple):
    """What a count is called: the period it was published for, whose it is, and its cell or what it is."""

    period: str
    party: str
    key: str


@dataclass(frozen=True, slots=True)
class Count:
    """A number of people.

    *printed* is False for what stands nowhere but can be worked out.  *settled*
    is True for what everybody has already, so that it cannot be held back.
    """

    value: int
    printed: bool = True
    settled: bool = False


class Sum(NamedTuple):
    """A count that is the sum of others."""

    whole: Name
    parts: tuple[Name, ...]


@dataclass(frozen=True, slots=True)
class Linked:
    """One linked system of counts.

    *must* are held back whatever they are.  Of *together* all names are held back
    as soon as one is; they may name figures that are no counts, such as a median.
    """

    counts: Mapping[Name, Count]
    sums: tuple[Sum, ...] = ()
    must: frozenset[Name] = frozenset()
    together: tuple[frozenset[Name], ...] = ()

    @property
    def values(self) -> dict[Name, int]:
        """What each count is."""
        return {name: count.value for name, count in self.counts.items()}


def with_all_together(names: Iterable[Name], together: Iterable[frozenset[Name]]) -> frozenset[Name]:
    """Return *names*, and all that are held back with any of them."""
    held, groups = set(names), list(together)
    before = -1
    while len(held) != before:
        before = len(held)
        held.update(*(group for group in groups if not held.isdisjoint(group)))
    return frozenset(held)
