"""A world in which all sums come out, where not every count is told.

What was held back in an earlier publication is in nobody's hands any more.  Any
whole numbers will do in its place with which what was shown comes out.  They are
found by narrowing the ends between which each must lie, and by guessing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from specrules.disclosure.counts import Name, Sum

MOST_STEPS = 2_000
"""Guesses after which a search is given up."""

_Equation = tuple[tuple[tuple["Name", int], ...], int]  # terms with their signs, and what they come to
_Ends = dict["Name", tuple[int, int]]


class _TooLong(Exception):
    """The search was given up."""


def a_world(
    movable: Sequence[Name],
    known: Mapping[Name, int],
    sums: Iterable[Sum],
    ends: Mapping[Name, tuple[int, int]],
    likely: Mapping[Name, int],
) -> dict[Name, int] | None:
    """A value for each of *movable* between its *ends* with which all sums come out, or None.

    *known* has the counts that a reader has.  Values are tried from the *likely* ones outwards.
    """
    search = _Search(_equations(set(movable), known, sums), likely)
    try:
        return search.settle({name: ends[name] for name in movable})
    except _TooLong:
        return None


def _equations(movable: set[Name], known: Mapping[Name, int], sums: Iterable[Sum]) -> list[_Equation]:
    made = []
    for whole, parts in sums:
        terms = [(whole, -1), *((part, 1) for part in parts)]
        free = tuple((name, sign) for name, sign in terms if name in movable)
        if free:
            made.append((free, -sum(sign * known[name] for name, sign in terms if name not in movable)))
    return made


class _Search:
    """Narrows, then guesses, then narrows again."""

    def __init__(self, equations: Sequence[_Equation], likely: Mapping[Name, int]) -> None:
        self.equations, self.likely = equations, likely
        self.of: dict[Name, list[_Equation]] = {}
        for equation in equations:
            for name, _ in equation[0]:
                self.of.setdefault(name, []).append(equation)
        self.steps = 0

    def settle(self, ends: _Ends) -> dict[Name, int] | None:
        """A world within *ends*, or None. Raises _TooLong."""
        narrowed = self._narrowed(ends, self.equations)
        return None if narrowed is None else self._guess(narrowed)

    def _guess(self, ends: _Ends) -> dict[Name, int] | None:
        open_ones = [name for name, (low, high) in ends.items() if low < high]
        if not open_ones:
            return {name: low for name, (low, _) in ends.items()}
        name = min(open_ones, key=lambda each: ends[each][1] - ends[each][0])
        low, high = ends[name]
        for value in _outwards(self.likely.get(name, low), low, high):
            self.steps += 1
            if self.steps > MOST_STEPS:
                raise _TooLong
            narrowed = self._narrowed({**ends, name: (value, value)}, self.of.get(name, ()))
            found = None if narrowed is None else self._guess(narrowed)
            if found is not None:
                return found
        return None

    def _narrowed(self, before: _Ends, first: Iterable[_Equation]) -> _Ends | None:
        """The ends between which each count must lie when all sums come out; None when they cannot."""
        ends = dict(before)
        waiting = list(first)
        while waiting:
            terms, total = waiting.pop()
            least = sum(sign * ends[name][sign < 0] for name, sign in terms)
            most = sum(sign * ends[name][sign > 0] for name, sign in terms)
            for name, sign in terms:
                low, high = ends[name]
                others_least, others_most = (
                    least - sign * ends[name][sign < 0],
                    most - sign * ends[name][sign > 0],
                )
                bounds = sorted((sign * (total - others_most), sign * (total - others_least)))
                new = max(low, bounds[0]), min(high, bounds[1])
                if new[0] > new[1]:
                    return None
                if new != (low, high):
                    ends[name] = new
                    least += sign * (new[sign < 0] - (low, high)[sign < 0])
                    most += sign * (new[sign > 0] - (low, high)[sign > 0])
                    waiting += self.of[name]
        return ends


def _outwards(start: int, low: int, high: int) -> Iterable[int]:
    """Every number from *low* to *high*, those near *start* first."""
    start = min(max(start, low), high)
    for far in range(high - low + 1):
        if start + far <= high:
            yield start + far
        if far and start - far >= low:
            yield start - far
