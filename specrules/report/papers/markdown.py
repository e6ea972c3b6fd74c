"""A paper as Markdown, as the sites that keep code show it.

In: a paper.  Out: Markdown in which nothing that somebody wrote is taken for markup,
and no text is so long that nobody would read on.
"""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

from specrules.report.markdown import plain, table
from specrules.report.papers.blocks import LONGEST, Block, Chart, Heading, Items, Table
from specrules.report.show import brief

if TYPE_CHECKING:
    from specrules.report.papers.blocks import Paper


def as_markdown(paper: Paper) -> str:
    """Return *paper* as Markdown, ending with a line end."""
    top = [f"# {_plain(paper.title)}", _plain(paper.below), f"*{_plain(paper.mark)}*"]
    return "\n\n".join([*top, *map(_block, paper.blocks)]) + "\n"


def _block(block: Block) -> str:
    match block:
        case Heading():
            return f"{'#' * (block.level + 1)} {_plain(block.text)}"
        case Items():
            marks = (f"{place}." if block.counted else "-" for place in count(1))
            return "\n".join(f"{mark} {_plain(item)}" for mark, item in zip(marks, block.items, strict=False))
        case Chart():
            return "\n\n".join(map(_block, block.parts))
        case Table():
            rows = [[brief(cell, LONGEST) for cell in row] for row in block.rows]
            return table([brief(cell, LONGEST) for cell in block.columns], rows)
        case _:
            return _plain(block.text)


def _plain(text: str) -> str:
    """*text* held off from Markdown, and where it is very long cut; a text of nothing is a dash."""
    return plain(brief(text, LONGEST)).strip() or "-"
