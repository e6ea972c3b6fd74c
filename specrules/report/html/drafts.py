"""What a draft would have meant, as a page.

In: a replay, and sweeps.  Out: HTML as text, one file without script or network.  A sweep is drawn as a
bar for each target: how many surely meet it, and how many still could; the rest do not.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from specrules.base.phrases import number
from specrules.report.drafts import asked_of, closing, heading, name_of, rating, word
from specrules.report.html.pages import render

if TYPE_CHECKING:
    from collections.abc import Sequence

    from specrules.drafts.replaying import Replay
    from specrules.drafts.sweeping import Step, Sweep

MOST_ROWS = 500
_LEFT, _WIDE, _TALL, _GAP = 190, 390, 22, 34
_MARK = "A draft held against the past; for the commissioner and the parties"
_COUNTED = ("met", "partly met", "not met", "no evidence")


@dataclass(frozen=True, slots=True)
class Bar:
    """One target: how far the bars reach of those that meet it and of those that still could."""

    target: str
    y: int
    met: int
    open: int
    words: str
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Drawn:
    """A sweep as a drawing, and the sentence that says what it shows."""

    item: str
    what: str
    tall: int
    bars: tuple[Bar, ...]
    says: str


def replay(found: Replay, sweeps: Sequence[Sweep] = ()) -> str:
    """Return the whole replay as a page, ending with a line end."""
    flips = [
        (
            quarter.period.name,
            name_of(quarter, each.party),
            each.requirement,
            word(each.before),
            word(each.after),
        )
        for quarter in found.quarters
        for each in quarter.found.flips
    ]
    ratings = [
        (quarter.period.name, name_of(quarter, each.card), rating(each.before), rating(each.after))
        for quarter in found.quarters
        for each in quarter.found.ratings
        if each.before != each.after
    ]
    return render(
        "replay.html.j2",
        mark=_MARK,
        draft=found.draft,
        heading=heading(found),
        closing=closing(found),
        flips=flips[:MOST_ROWS],
        ratings=ratings[:MOST_ROWS],
        left=len(flips) - MOST_ROWS,
        asks=asked_of(found),
        sweeps=[drawn(each) for each in sweeps],
    )


def drawn(sweep: Sweep) -> Drawn:
    """Lay out one sweep."""
    bars = tuple(_bar(place, each) for place, each in enumerate(sweep.steps))
    first, last = bars[0], bars[-1]
    says = f"With {first.target}: {first.words}. With {last.target}: {last.words}."
    return Drawn(sweep.item, sweep.what, _GAP * len(bars) + 10, bars, says)


def _bar(place: int, step: Step) -> Bar:
    counts = tuple(step.counts[each] for each in _COUNTED)
    of = sum(counts) or 1
    met, still_open = step.counts["met"], step.counts["no evidence"]
    words = f"{met} of {number(sum(counts), 'result')} met, {still_open} open"
    y = 8 + place * _GAP
    return Bar(step.target, y, _WIDE * met // of, _WIDE * still_open // of, words, counts)
