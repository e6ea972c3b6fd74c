"""What a text is made of when it has been read: texts, headings and lists that know where they were written.

Every reader makes these nodes and everything behind it takes them.  A node keeps
the text as written; what the text means is decided by whoever knows what to expect.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Any, TypeAlias

from specrules.base.frozen import NamedTuple

if TYPE_CHECKING:
    from specrules.base.findings import Span


class Style(StrEnum):
    """How a text was written down."""

    PLAIN = "plain"
    SINGLE = "single quotes"
    DOUBLE = "double quotes"
    BLOCK = "block"


# Nodes are named tuples: frozen dataclasses take several times as long to make, and a file is mostly nodes.


class Scalar(NamedTuple):
    """A text, as written, and where: *span* takes in the quotation marks.

    An empty value is the empty text in plain style, just behind the colon or dash.
    """

    text: str
    span: Span
    style: Style


class Entry(NamedTuple):
    """A heading and what stands under it."""

    key: Scalar
    value: Node


class Mapping(NamedTuple):
    """Headings in the order of the file. It ends where its last value ends, comments apart."""

    entries: tuple[Entry, ...]
    span: Span

    def get(self, key: str) -> Entry | None:
        """Return the first entry whose heading is exactly *key*, or None."""
        return next((entry for entry in self.entries if entry.key.text == key), None)


class Sequence(NamedTuple):
    """List items in the order of the file."""

    items: tuple[Node, ...]
    span: Span


Node: TypeAlias = Scalar | Mapping | Sequence


def moved(node: Node, by: int) -> Any:
    """*node* as it is *by* lines further down."""
    span = node.span._replace(line=node.span.line + by, end_line=node.span.end_line + by)
    if isinstance(node, Scalar):
        return node._replace(span=span)
    if isinstance(node, Sequence):
        return Sequence(tuple(moved(each, by) for each in node.items), span)
    return Mapping(tuple(Entry(moved(key, by), moved(value, by)) for key, value in node.entries), span)
