"""What is usual for a figure, and what is more than its usual variation.

In: the points of a series, in order.  Out: the limits of a run chart (the XmR chart of individual values),
with the points that stand out; or why none can be drawn.  Few points have no limits: any line drawn
through them would be taken for more than it is.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

FEWEST = 12
IN_A_ROW = 8
# Three standard deviations of individual values, from the mean of their moving ranges.
_SPREAD = Fraction(266, 100)


@dataclass(frozen=True, slots=True)
class Limits:
    """The usual range of a figure. *start* is the first point it was worked out from.

    *outside* are the points beyond it, and *shifted* those of which eight or more in a row lie on one side.
    """

    start: int
    lower: Fraction
    middle: Fraction
    upper: Fraction
    outside: tuple[int, ...]
    shifted: tuple[int, ...]


def limits(points: Sequence[Fraction | None], most: Fraction | None = None) -> Limits | str:
    """The limits of a series, or why it has none. A point is None where nothing exact is known.

    They are worked out from the last points that follow one another without a gap.  No figure is below
    nought, nor above *most*.
    """
    start = _start(points)
    known = [each for each in points[start:] if each is not None]
    if len(known) < FEWEST:
        broken = " that follow one another and are known exactly" if None in points else ""
        return f"usual limits need at least {FEWEST} points{broken}, and there are {len(known)}"
    middle = sum(known, Fraction(0)) / len(known)
    spread = _SPREAD * sum((abs(b - a) for a, b in pairwise(known)), Fraction(0)) / (len(known) - 1)
    lower, upper = max(middle - spread, Fraction(0)), middle + spread
    upper = upper if most is None else min(upper, most)
    outside = tuple(start + n for n, each in enumerate(known) if not lower <= each <= upper)
    return Limits(start, lower, middle, upper, outside, tuple(start + n for n in _shifted(known, middle)))


def _start(points: Sequence[Fraction | None]) -> int:
    """Where the last points without a gap begin."""
    gaps = [n for n, each in enumerate(points) if each is None]
    return gaps[-1] + 1 if gaps else 0


def _shifted(known: Sequence[Fraction], middle: Fraction) -> Iterator[int]:
    """The points that are in a row of eight or more on one side of the middle."""
    sides = [(each > middle) - (each < middle) for each in known]
    begins = 0
    for n in range(1, len(sides) + 1):
        if n == len(sides) or sides[n] != sides[begins]:
            if sides[begins] and n - begins >= IN_A_ROW:
                yield from range(begins, n)
            begins = n
