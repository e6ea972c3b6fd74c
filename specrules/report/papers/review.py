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

    from specrules.view import View


def review(view: View) -> str:
    """Return *view* as Markdown, ending with a line end."""
    header = view.header
    below = f"Review of {header.period_words} ({header.period}), as at {header.as_at_words}"
    return as_markdown(Paper(header.title, below, header.mark, tuple(_blocks(view))))


def _blocks(view: View) -> Iterator[Block]:
    yield Text(f"{headline(view)} {decides(view)}")
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
    yield from pieces.allowances(view.allowances)
    yield from pieces.faults(view.findings)
    yield from pieces.made(view.header)
    yield Heading("What to act on")
    yield Text(saying.closing(view))
