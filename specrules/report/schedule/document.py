"""A contract schedule as a Word document, to be signed.

In: a schedule and its specification's first day.  Out: the bytes of a ``.docx``
file.  Each clause and each row of the quality requirements carries its key in
small grey brackets, by which ``--check`` finds it again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from specrules.report.schedule.content import NOTHING

if TYPE_CHECKING:
    from datetime import date

    from specrules.report.schedule.content import Head, Part, Schedule, Table
    from specrules.report.word import Paper


def as_document(schedule: Schedule, made: date) -> bytes:
    """Return *schedule* as a Word document dated *made*, so that its bytes are the same every time."""
    from specrules.report.word import Paper

    paper = Paper(schedule.title, schedule.subtitle, made, schedule.subtitle)
    paper.title(schedule.title, schedule.subtitle)
    for head in schedule.heads:
        paper.heading(f"{head.letter}. {head.title}", wide=bool(head.parts) and _is_wide(head.parts[0]))
        _head(paper, head)
    paper.heading("How this document was made")
    paper.text(schedule.made, faint=True)
    return paper.as_bytes()


def _head(paper: Paper, head: Head) -> None:
    if not head.parts:
        paper.text(f"{NOTHING} {head.about}".rstrip(), faint=True)
    section = ""
    for part in head.parts:
        if part.section != section:
            section = part.section
            paper.heading(section, 2)
        _part(paper, part)


def _part(paper: Paper, part: Part) -> None:
    if part.key:
        paper.clause(part.number, part.title, part.key)
    else:
        paper.heading(part.title, 2, _is_wide(part))
    for line in part.lines:
        paper.line(line.text, line.deeper)
    if part.table:
        _table(paper, part.title, part.table)


def _is_wide(part: Part) -> bool:
    return part.table is not None and part.table.wide


def _table(paper: Paper, title: str, table: Table) -> None:
    paper.table(
        table.columns,
        [row.cells for row in table.rows],
        table.shares,
        title,
        [row.key for row in table.rows],
        table.wide,
    )
