"""The pack for a review meeting, in the order in which the meeting goes.

In: a view, what has changed since the review before, and the actions drafted from it.
Out: a paper.  Every item of the agenda has its part, and a part of which nothing is
recorded says so: silence would read as forgetting.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from specrules.report import saying
from specrules.report.html.words import decides, headline
from specrules.report.papers import pieces
from specrules.report.papers.blocks import Block, Chart, Heading, Items, Paper, Table, Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from specrules.report.over_time import OverTime
    from specrules.view import VerdictView, View

MOST_CARDS = 40
"""The most parties whose every duty is printed: more would make a book that nobody brings to a meeting."""

AGENDA = (
    "Actions from the last meeting",
    "Results of the quarter",
    "What has changed",
    "What it would take",
    "Comments of the parties",
    "Queries",
    "Decisions",
    "Evidence still needed",
    "Agreed allowances",
    "Actions to agree",
)


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """One result that is not what it was, and why. *was* and *now* are words of results."""

    requirement: str
    party: str
    was: str
    now: str
    cause: str


@dataclass(frozen=True, slots=True)
class Changes:
    """What has changed since a review before. *since* says which review that was."""

    since: str
    lines: tuple[ChangeLine, ...]


@dataclass(frozen=True, slots=True)
class Proposed:
    """An action for the meeting to agree: what, by whom and when, and the evidence that closes it."""

    id: str
    about: str
    does: str
    owner: str
    due: str
    closes: str


def meeting(
    view: View,
    changes: Changes | None = None,
    proposed: Sequence[Proposed] = (),
    over_time: OverTime | None = None,
) -> Paper:
    """Return the pack for the meeting that *view* is for."""
    header = view.header
    below = f"Review meeting, {header.period_words} ({header.period}), as at {header.as_at_words}"
    return Paper(header.title, below, header.mark, tuple(_blocks(view, changes, proposed, over_time)))


def _blocks(
    view: View, changes: Changes | None, proposed: Sequence[Proposed], over_time: OverTime | None
) -> Iterator[Block]:
    yield Text(f"{headline(view)} {decides(view)}".strip())
    yield Heading("Agenda")
    yield Items(AGENDA, counted=True)
    yield from _last_actions(view)
    yield from _results(view)
    yield from _changed(changes)
    yield from _over_time(over_time)
    yield from _takes(view)
    yield from pieces.comments(view.minutes.comments)
    yield from pieces.queries(view.minutes.queries, _raised(view))
    yield from pieces.decisions(view.minutes.decisions)
    yield from pieces.needed(view.needed)
    yield from pieces.allowances(view.allowances)
    yield from _to_agree(view, proposed)
    yield from _duties(view)
    yield from pieces.made(view.header)


def _last_actions(view: View) -> Iterator[Block]:
    yield Heading("Actions from the last meeting")
    before = tuple(each for each in view.minutes.actions if each.period != view.header.period)
    yield from pieces.actions(before, "Actions agreed before, and how far each has come")


def _results(view: View) -> Iterator[Block]:
    yield Heading("Results of the quarter")
    yield from pieces.in_short(view)
    if view.no_wrong_door:
        yield from pieces.no_wrong_door(view.no_wrong_door, level=2)
    if len(view.compliance) <= MOST_CARDS:
        said = "Every duty of each party, with what was found, stands after the actions to agree."
        yield Text(said, faint=True)


def _changed(changes: Changes | None) -> Iterator[Block]:
    yield Heading("What has changed")
    if changes is None:
        yield Text("No review before this one was given to compare with.")
        return
    yield Text(f"Compared with {changes.since}.")
    if not changes.lines:
        yield Text("No result has changed.")
        return
    columns = ("No.", "Party", "Was", "Is now", "Why")
    rows = tuple((each.requirement, each.party, each.was, each.now, each.cause) for each in changes.lines)
    yield Table(columns, rows, (10, 24, 16, 16, 34), "Results that are not what they were")


def _over_time(found: OverTime | None) -> Iterator[Block]:
    """The figures of this and earlier reviews, where there are any."""
    if not found or not found.figures:
        return
    yield Heading("Figures over time", 2)
    for each in found.figures:
        rows = tuple((point.period, point.found, point.wanted) for point in each.line.points)
        title = f"{each.title} ({each.party_name}): {each.line.title}"
        table = Table(("Period", "Found", "Wanted"), rows, (18, 40, 42), title)
        if each.line.chart:
            yield Chart(title, each.line.says, each.line.chart, table)


def _takes(view: View) -> Iterator[Block]:
    """Every *must* that is not met, with the smallest change that would meet it."""
    yield Heading("What it would take")
    short = [each for each in view.unmet if each.result.word in ("not met", "partly met")]
    if not short:
        yield Text("Nothing that must be done is known not to be met.")
        return
    columns = ("No.", "What is owed", "Party", "Result", "What it would take", "What then follows")
    rows = tuple(
        (
            each.requirement,
            each.title,
            each.party_name,
            saying.result(each),
            _take(each),
            each.if_not_met or saying.NOTHING,
        )
        for each in short
    )
    yield Table(columns, rows, (10, 24, 16, 12, 22, 16), "What it would take to meet what is not met")


def _take(verdict: VerdictView) -> str:
    takes = [
        f"{check.name}: {check.would_take}" if len(verdict.checks) > 1 else check.would_take
        for check in verdict.checks
        if check.would_take
    ]
    return "; ".join(takes) or "ask what stands in the way"


def _duties(view: View) -> Iterator[Block]:
    """Every duty of each party, unless there are more parties than one meeting can talk about."""
    if len(view.compliance) > MOST_CARDS:
        yield Heading("Compliance")
        yield Text(
            f"There are {len(view.compliance)} parties, which is too many to print every duty of each. "
            "The workbook has them all."
        )
        return
    for card in view.compliance:
        yield from pieces.compliance(card)


def _raised(view: View) -> tuple[str, ...]:
    """The questions that the figures themselves raise."""
    return tuple(dict.fromkeys(query for verdict in view.verdicts for query in verdict.queries))


def _to_agree(view: View, proposed: Sequence[Proposed]) -> Iterator[Block]:
    """The actions drafted from this review, after those that were recorded for it already."""
    yield Heading("Actions to agree")
    now = tuple(each for each in view.minutes.actions if each.period == view.header.period)
    if now or not proposed:
        yield from pieces.actions(now, "Actions recorded for this period")
    if not proposed:
        return
    columns = ("Action", "For", "What is to be done", "By whom, and when", "Closed by")
    rows = tuple(
        (each.id, each.about, each.does, f"{each.owner}, by {each.due}", each.closes) for each in proposed
    )
    yield Text("Drafted from this review; the meeting decides.", faint=True)
    yield Table(columns, rows, (11, 22, 34, 18, 15), "Actions drafted from this review, to be agreed")
