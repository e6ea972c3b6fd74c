"""The outline of a file, as an editor shows it beside the text.

In: a tree.  Out: its headings, and under parties and requirements each of them, with its checks.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from specrules.base.findings import Span
from specrules.editor.names import entries, text_under

if TYPE_CHECKING:
    from specrules.text.tree import Entry, Tree


class Line(NamedTuple):
    """A line of the outline: a name, what it is about, where the name and all of it stand, and its parts."""

    name: str
    about: str
    at: Span
    whole: Span
    within: tuple[Line, ...] = ()


def outline(tree: Tree) -> tuple[Line, ...]:
    """The outline of *tree*, in the order of the file."""
    return tuple(_line(entry, _parts(entry)) for entry in entries(tree.root))


def _parts(entry: Entry) -> tuple[Line, ...]:
    if entry.key.text not in ("parties", "requirements", "checks"):
        return ()
    return tuple(
        _line(each, tuple(_line(check) for check in entries(each.value, "checks")))
        for each in entries(entry.value)
    )


def _line(entry: Entry, within: tuple[Line, ...] = ()) -> Line:
    about = next(filter(None, (text_under(entry, key) for key in ("title", "name", "standard-clause"))), "")
    start, end = entry.key.span, entry.value.span
    whole = Span(start.line, start.column, end.end_line, end.end_column)
    # A heading has to have a name for an editor, even where none is written yet.
    return Line(entry.key.text.strip() or '""', " ".join(about.split()), start, whole, within)
