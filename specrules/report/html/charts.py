"""Small charts: scores over time, each as the range it is.

In: periods with the two ends of a score.  Out: where everything stands in a
drawing of 640 by 220, and a sentence that says what it shows.  No limits are
drawn: there are too few points to say what is chance.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from specrules.values.quantities import Unit, show_number

if TYPE_CHECKING:
    from collections.abc import Sequence

WIDTH = 640
_LEFT, _RIGHT, _TOP, _BOTTOM = 52, 40, 14, 180


@dataclass(frozen=True, slots=True)
class Point:
    """One period: its place across, the two ends of its score down, and all three in words.

    *short* and *above* are what is written under it: "Q1", and "2026-27" where that is new.
    """

    label: str
    short: str
    above: str
    x: int
    low: int
    high: int
    words: str


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart of scores. *grid* is the lines across, each with its place and its words."""

    points: tuple[Point, ...]
    grid: tuple[tuple[int, str], ...]
    says: str


def chart_of(scores: Sequence[tuple[str, Fraction, Fraction]]) -> Chart | None:
    """Return the chart of some periods' scores, or None where there are fewer than two."""
    if len(scores) < 2:
        return None
    across = [_LEFT + 24 + n * (WIDTH - _LEFT - _RIGHT - 48) // (len(scores) - 1) for n in range(len(scores))]
    before = ["", *(label.rpartition("-")[0] for label, _, _ in scores)]
    points = tuple(
        Point(label, *_under(label, last), x, _down(low), _down(high), _words(low, high))
        for x, last, (label, low, high) in zip(across, before, scores, strict=False)
    )
    grid = tuple((_down(Fraction(percent, 100)), f"{percent}%") for percent in (0, 25, 50, 75, 100))
    return Chart(points, grid, _says(points))


def _under(label: str, last: str) -> tuple[str, str]:
    above, _, short = label.rpartition("-")
    return short, "" if above == last else above


def _down(share: Fraction) -> int:
    return round(_BOTTOM - share * (_BOTTOM - _TOP))


def _words(low: Fraction, high: Fraction) -> str:
    ends = [show_number(end, Unit.PERCENT) for end in (low, high)]
    return ends[0] if ends[0] == ends[1] else f"{ends[0]} to {ends[1]}"


def _says(points: Sequence[Point]) -> str:
    first, last = points[0], points[-1]
    return f"Score in {len(points)} periods: {first.words} in {first.label}, {last.words} in {last.label}."
