"""Find the comments of a YAML text, exactly.

In: a tree, whose nodes know where every text in it stands.  Out: each comment
and its place.  The parser drops comments; what stands between its texts and
begins with # is one, and a # inside a text is none.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from specrules.base.files import LINE_END
from specrules.base.findings import Span
from specrules.text.tree import Mapping, Scalar, Style

if TYPE_CHECKING:
    from collections.abc import Iterator

    from specrules.text.tree import Node, Tree

# A comment begins at the beginning of a line or behind a space.
_COMMENT = re.compile(r"(?:^|(?<=[\s]))#[^\r\n]*", re.MULTILINE)


def comments(tree: Tree) -> Iterator[tuple[Span, str]]:
    """Every comment of *tree* in order, each with its #, as far as the text could be read."""
    text = tree.source.text
    begins = [0, *(end.end() for end in LINE_END.finditer(text))]
    done = 0
    for start, end in sorted(_texts(tree.root, text, begins) if tree.root else ()):
        yield from _between(text, done, start, begins)
        done = max(done, end)
    if tree.complete:
        yield from _between(text, done, len(text), begins)


def _between(text: str, start: int, end: int, begins: list[int]) -> Iterator[tuple[Span, str]]:
    from bisect import bisect_right

    for match in _COMMENT.finditer(text, start, end):
        line = bisect_right(begins, match.start())
        column = match.start() - begins[line - 1] + 1
        yield Span(line, column, line, column + len(match[0])), match[0].rstrip()


def _texts(node: Node, text: str, begins: list[int]) -> Iterator[tuple[int, int]]:
    """Where each text of *node* starts and ends; of one below a | or >, what is below its first line."""
    if isinstance(node, Scalar):
        yield _stretch(node, text, begins)
        return
    for item in (
        node.items if not isinstance(node, Mapping) else (each for pair in node.entries for each in pair)
    ):
        yield from _texts(item, text, begins)


def _stretch(scalar: Scalar, text: str, begins: list[int]) -> tuple[int, int]:
    line, column, end_line, end_column = scalar.span
    start, end = begins[line - 1] + column - 1, begins[end_line - 1] + end_column - 1
    if scalar.style is Style.BLOCK:
        return min(begins[line] if line < len(begins) else end, end), end
    return start, end
