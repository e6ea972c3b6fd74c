"""What was marked up, as text for a person: each change with what is there now, and its cell and line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from specrules.base.phrases import number
from specrules.report.show import show

if TYPE_CHECKING:
    from collections.abc import Iterator

    from specrules.marking.changes import Marked


def as_text(marked: Marked, workbook: str, spec: str) -> str:
    """Return everything that was marked up, ending with a line end."""
    return "\n".join(_blocks(marked, workbook, spec))


def _blocks(marked: Marked, workbook: str, spec: str) -> Iterator[str]:
    changes = number(len(marked.changes), "change")
    comments = number(len(marked.comments), "comment")
    yield _block(f"{workbook}, held against {spec}: {changes}, {comments}.")
    for change in marked.changes:
        item, line = change.item, change.item.scalar.span.line
        about = ", ".join(filter(None, (item.duty, item.heading)))
        yield _block(f"{about} (line {line}; {change.cell})", f"  is:  {item.value}", f"  to:  {change.to}")
    for comment in marked.comments:
        yield _block(f"Comment on {comment.about} ({comment.cell})", f"  {comment.says}")
    for each in marked.not_taken:
        yield _block(f"Not taken over: {each.about} ({each.cell})", f"  Because {each.why}.")


def _block(*lines: str) -> str:
    return "".join(f"{show(line)}\n" for line in lines)
