"""Which figures of earlier reviews stand beside a review, and in which order.

In: a view, and the trends of the kept reviews up to it.  Out: the figures that were known at least
twice, those of duties that are not met before all others, and how many there was no room for.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from specrules.report.html.runs import line_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from specrules.report.html.runs import Line
    from specrules.runs.trends import Trends
    from specrules.view import VerdictView, View

MOST = 8
"""The most figures beside one review: of more, nobody would read the last."""
_WORST_FIRST = ("not met", "partly met", "no evidence")


@dataclass(frozen=True, slots=True)
class Shown:
    """One figure over time: whose it is, what it is called, and the line that is drawn of it."""

    requirement: str
    party: str
    party_name: str
    title: str
    line: Line


@dataclass(frozen=True, slots=True)
class OverTime:
    """The figures that are shown, and how many are not."""

    figures: tuple[Shown, ...]
    left: int


def over_time(view: View, found: Trends | None) -> OverTime:
    """Return the figures to show beside *view*."""
    known = list(_known(view, found)) if found else []
    return OverTime(tuple(known[:MOST]), max(len(known) - MOST, 0))


def _known(view: View, found: Trends) -> Iterator[Shown]:
    """Every figure that was known in two periods or more, in the order in which a meeting asks for them."""
    series = {(each.requirement, each.party): each for each in found.series}
    for verdict in sorted(view.verdicts, key=_place):
        own = series.get((verdict.requirement, verdict.party))
        for figures in own.figures if own else ():
            line = line_of(figures)
            if line.chart:
                title = f"{verdict.requirement} {verdict.title}"
                yield Shown(verdict.requirement, verdict.party, verdict.party_name, title, line)


def _place(verdict: VerdictView) -> int:
    word = verdict.result.word
    return _WORST_FIRST.index(word) if word in _WORST_FIRST else len(_WORST_FIRST)
