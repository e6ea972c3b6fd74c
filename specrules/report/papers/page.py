"""A paper as a page: one file, without script or network.

In: a paper.  Out: HTML as text, in which every heading has a name to link to.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from specrules.report.html.pages import render
from specrules.report.papers.blocks import Chart, Heading, Items, Table

if TYPE_CHECKING:
    from specrules.report.papers.blocks import Block, Paper


@dataclass(frozen=True, slots=True)
class Part:
    """A block with what the template asks of it. *name* is that of a heading, or ""."""

    kind: str
    block: Block
    name: str


def as_page(paper: Paper) -> str:
    """Return *paper* as a page, ending with a line end."""
    parts = [Part(_kind(block), block, f"part-{place}") for place, block in enumerate(paper.blocks, 1)]
    heads = [part for part in parts if isinstance(part.block, Heading) and part.block.level == 1]
    return render("paper.html.j2", mark=paper.mark, paper=paper, parts=parts, heads=heads)


def _kind(block: Block) -> str:
    match block:
        case Heading():
            return f"h{min(block.level + 1, 5)}"
        case Items():
            return "items"
        case Table():
            return "table"
        case Chart():
            return "chart"
        case _:
            return "text"
