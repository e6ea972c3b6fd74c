"""A paper as a Word document.

In: a paper, and the day it is made as at.  Out: the bytes of a ``.docx`` file, the same
every time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from specrules.report.papers.blocks import LONGEST, Block, Chart, Heading, Items, Table
from specrules.report.show import brief

if TYPE_CHECKING:
    from datetime import date

    from specrules.report import word
    from specrules.report.papers.blocks import Paper


def as_document(paper: Paper, made: date) -> bytes:
    """Return *paper* as a Word document dated *made*."""
    from specrules.report import word

    mark = f"{brief(paper.mark, 120)}."
    sheets = word.Paper(brief(paper.title, LONGEST), brief(paper.below, LONGEST), made, mark)
    sheets.title(brief(paper.title, LONGEST), brief(paper.below, LONGEST))
    sheets.text(mark, faint=True)
    for block in paper.blocks:
        _write(sheets, block)
    return sheets.as_bytes()


def _write(sheets: word.Paper, block: Block) -> None:
    match block:
        case Heading():
            sheets.heading(brief(block.text, LONGEST), min(block.level, 3), block.wide)
        case Items():
            for place, item in enumerate(block.items, 1):
                sheets.line(brief(f"{place}. {item}" if block.counted else item, LONGEST))
        case Chart():
            for part in block.parts:
                _write(sheets, part)
        case Table():
            rows = [[brief(cell, LONGEST) for cell in row] for row in block.rows]
            columns = [brief(name, LONGEST) for name in block.columns]
            sheets.table(columns, rows, block.shares, brief(block.about, LONGEST), wide=block.wide)
        case _:
            sheets.text(brief(block.text, LONGEST), block.faint)
