"""A whole review as a paper: both cards, every verdict with its reason, and what is still needed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from specrules.report import saying
from specrules.report.html.words import decides, headline
from specrules.report.papers import pieces
from specrules.report.papers.blocks import Block, Heading, Paper, Text
from specrules.report.papers.markdown import as_markdown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from specrules.minutes import Minutes
    from specrules.view import View


def review(view: View) -> str:
    """Return *view* as Markdown, ending with a line end."""
    header = view.header
    below = f"Review of {header.period_words} ({header.period}), as at {header.as_at_words}"
    return as_markdown(Paper(header.title, below, header.mark, tuple(_blocks(view))))


def _blocks(view: View) -> Iterator[Block]:
    yield Text(f"{headline(view)} {decides(view)}".strip())
    yield Heading("In short")
    yield from pieces.in_short(view)
    if view.no_wrong_door:
        yield from pieces.no_wrong_door(view.no_wrong_door)
    for card in view.compliance:
        yield from pieces.compliance(card)
    for card in view.compliance:
        yield Heading(f"Why: {card.name}")
        for section in card.sections:
            for verdict in section.verdicts:
                yield from pieces.why(verdict)
    yield from pieces.needed(view.needed)
    yield from _meeting(view.minutes)
    yield from pieces.allowances(view.allowances)
    yield from pieces.faults(view.findings)
    yield from pieces.made(view.header)
    yield Heading("What to act on")
    yield Text(saying.closing(view))


def _meeting(minutes: Minutes) -> Iterator[Block]:
    """What the meeting log says, where it says anything."""
    if minutes.actions:
        yield Heading("Actions")
        yield from pieces.actions(minutes.actions, "Actions as this review finds them")
    if minutes.queries:
        yield from pieces.queries(minutes.queries, ())
    if minutes.comments:
        yield from pieces.comments(minutes.comments)
    if minutes.decisions:
        yield from pieces.decisions(minutes.decisions)
