"""A contract schedule as Markdown, for a site of documents or a difference between versions.

In: a schedule.  Out: Markdown in which nothing that somebody wrote is taken for markup.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from specrules.report.markdown import plain, table
from specrules.report.schedule.content import NOTHING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from specrules.report.schedule.content import Head, Part, Schedule


def as_markdown(schedule: Schedule) -> str:
    """Return *schedule* as Markdown, ending with a line end."""
    blocks = [f"# {plain(schedule.title)}", plain(schedule.subtitle)]
    for head in schedule.heads:
        blocks += [f"## {head.letter}. {plain(head.title)}", *_head(head)]
    return "\n\n".join([*blocks, "---", plain(schedule.made)]) + "\n"


def _head(head: Head) -> Iterator[str]:
    if not head.parts:
        yield f"{NOTHING} {plain(head.about)}".rstrip()
    section = ""
    for part in head.parts:
        if part.section != section:
            section = part.section
            yield f"### {plain(section)}"
        yield from _part(part)


def _part(part: Part) -> Iterator[str]:
    yield f"#### {_numbered(part)}" if part.key else f"### {plain(part.title)}"
    if part.lines:
        yield "\n".join(f"{'  ' * line.deeper}- {plain(line.text)}" for line in part.lines)
    if part.table:
        yield table(part.table.columns, [row.cells for row in part.table.rows])


def _numbered(part: Part) -> str:
    return f"{plain(part.number)} {plain(part.title)} {plain(f'[{part.key}]')}"
