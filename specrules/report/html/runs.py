"""What changed between two reviews, and which way things go, as pages.

In: a comparison, or trends.  Out: one page each, for the commissioner and the parties.  A picture has every
number in the table under it.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import chain, groupby, pairwise
from typing import TYPE_CHECKING

from specrules.report.html.pages import render
from specrules.report.html.words import Mark, mark_of
from specrules.report.runs import because, in_short, moves, side
from specrules.report.trends import amount, stretch, usual
from specrules.values.quantities import Unit
from specrules.values.reading import read_target
from specrules.values.understand import NotUnderstood
from specrules.view import MARK

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from specrules.result import Result
    from specrules.runs.comparing import Change, Comparison
    from specrules.runs.trends import Figures, Point, Series, Trends

WIDTH = 640
_LEFT, _RIGHT, _TOP, _BOTTOM = 90, 20, 14, 180
_MOST_LABELS = 8

NOT_ASKED = Mark("na", "Not asked")


# -- what changed


@dataclass(frozen=True, slots=True)
class Row:
    """One result that changed. *causes* are each in words, with what exactly is different."""

    requirement: str
    title: str
    party: str
    before: Mark
    after: Mark
    causes: tuple[tuple[str, tuple[str, ...]], ...]


def compared(found: Comparison) -> str:
    """What changed between two reviews and why, as a page."""
    groups = [(words, [_row(each) for each in changes]) for words, changes in moves(found)]
    return render(
        "changed.html.j2",
        MARK,
        title=found.after.title,
        sides=(("Before", side(found.before)), ("After", side(found.after))),
        in_short=in_short(found),
        groups=groups,
    )


def _row(change: Change) -> Row:
    alone = len(change.causes) == 1
    return Row(
        change.requirement,
        change.title,
        change.party_name,
        _mark(change.before),
        _mark(change.after),
        tuple((because(each, alone), tuple(map(_arrow, each.details))) for each in change.causes),
    )


def _arrow(detail: str) -> str:
    return detail.replace(" -> ", " \N{RIGHTWARDS ARROW} ")


def _mark(result: Result | None) -> Mark:
    return mark_of(result) if result else NOT_ASKED


# -- which way things go


@dataclass(frozen=True, slots=True)
class Dot:
    """What was found in one period: its place across, and its two ends down (None where nothing is known)."""

    x: int
    low: int | None
    high: int | None
    label: str


@dataclass(frozen=True, slots=True)
class RunChart:
    """A picture of one figure over time. *lines* join points that are known exactly.

    *grid* and *limits* are lines across, each with its place and what it stands for; *unit* is what the
    numbers of the grid are of ("working days"), or "".  *targets* are lines too, each from one place across
    to another: the target of each period, which another version of the specification may have changed.
    """

    dots: tuple[Dot, ...]
    lines: tuple[str, ...]
    grid: tuple[tuple[int, str], ...]
    limits: tuple[tuple[int, str], ...]
    targets: tuple[tuple[int, int, int], ...]
    unit: str


@dataclass(frozen=True, slots=True)
class Line:
    """One figure: what is said of it, its picture where there is one, and its points."""

    title: str
    says: str
    chart: RunChart | None
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Duty:
    """One requirement of one party over all periods."""

    requirement: str
    title: str
    direction: str
    marks: tuple[tuple[str, Mark], ...]
    lines: tuple[Line, ...]


def trends(found: Trends) -> str:
    """Every requirement of every party over all periods, as a page."""
    order = list(dict.fromkeys(each.party for each in found.series))
    ours = sorted(found.series, key=lambda each: order.index(each.party))
    parties = [
        (name, [_duty(found, each) for each in group])
        for name, group in groupby(ours, key=lambda each: each.party_name)
    ]
    return render("trends.html.j2", MARK, title=found.title, stretch=stretch(found), parties=parties)


def _duty(found: Trends, series: Series) -> Duty:
    marks = tuple(zip(found.periods, map(_mark, series.results), strict=True))
    lines = tuple(map(line_of, series.figures))
    return Duty(series.requirement, series.title, str(series.direction), marks, lines)


def line_of(figures: Figures) -> Line:
    """Return a figure with what is said of it and its picture."""
    says = f"{figures.direction}. {usual(figures)}"
    return Line(figures.check, f"{says[0].upper()}{says[1:]}", run_chart(figures), figures.points)


def run_chart(figures: Figures) -> RunChart | None:
    """The picture of a figure, or None where fewer than two of its points are known."""
    ends = [end for each in figures.points for end in (each.low, each.high) if end is not None]
    if len(ends) < 4:
        return None
    usual_ends = [] if isinstance(figures.usual, str) else [figures.usual.lower, figures.usual.upper]
    targets = [_targets(each.wanted, figures.unit) for each in figures.points]
    highest = max([*ends, *usual_ends, *chain.from_iterable(targets)])
    top = Fraction(1) if figures.unit is Unit.PERCENT else highest or Fraction(1)

    def down(value: Fraction) -> int:
        return round(_BOTTOM - value / top * (_BOTTOM - _TOP))

    across = _across(figures)
    dots = tuple(
        Dot(
            x,
            None if each.low is None else down(each.low),
            None if each.high is None else down(each.high),
            label,
        )
        for x, label, each in zip(across, _labels(figures), figures.points, strict=True)
    )
    # Beside the picture there is room for a number, and not for what it is of.
    steps = [(top * part, amount(top * part, figures.unit)) for part in map(Fraction, ("0", "1/2", "1"))]
    grid = tuple((down(value), words.partition(" ")[0]) for value, words in steps)
    unit = steps[0][1].partition(" ")[2]
    limits = tuple((down(end), amount(end, figures.unit)) for end in usual_ends)
    wanted = _stretches(across, [tuple(map(down, each)) for each in targets])
    return RunChart(dots, tuple(_joined(dots)), grid, limits, tuple(wanted), unit)


def _targets(wanted: str, unit: Unit) -> tuple[Fraction, ...]:
    """The ends of a target that can be drawn beside a figure: fixed ones, of its unit."""
    met, _, _ = wanted.partition(";")  # what follows is what is partly met
    try:
        target = read_target(met)
    except NotUnderstood:
        return ()
    is_fixed = not target.versus and target.out_of is None
    return tuple(end.value for end in target.ends if is_fixed and end.unit is unit)


def _stretches(across: Sequence[int], heights: Sequence[tuple[int, ...]]) -> Iterator[tuple[int, int, int]]:
    """A line for each stretch of periods with the same target, which meet halfway between two periods."""
    ends = [_LEFT, *((one + other) // 2 for one, other in pairwise(across)), WIDTH - _RIGHT]
    for same, group in groupby(range(len(heights)), key=heights.__getitem__):
        first, *rest = group
        last = rest[-1] if rest else first
        yield from ((ends[first], ends[last + 1], height) for height in same)


def _across(figures: Figures) -> list[int]:
    room = WIDTH - _LEFT - _RIGHT - 60
    return [_LEFT + 30 + n * room // (len(figures.points) - 1) for n in range(len(figures.points))]


def _labels(figures: Figures) -> list[str]:
    """The periods to write under a picture; not every one where there are many."""
    step = -(-len(figures.points) // _MOST_LABELS)
    return [each.period if n % step == 0 else "" for n, each in enumerate(figures.points)]


def _joined(dots: Sequence[Dot]) -> list[str]:
    """A line for each stretch of points that are known exactly."""
    stretches = groupby(dots, key=lambda dot: dot.low is not None and dot.low == dot.high)
    found = [[f"{dot.x},{dot.low}" for dot in group] for exact, group in stretches if exact]
    return [" ".join(points) for points in found if len(points) > 1]
