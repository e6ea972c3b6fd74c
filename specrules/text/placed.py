"""Read a text that was spread out, each of its passages once for as long as it stays in its place.

In: a source, and how it was spread out.  Out: the tree of it, as if it had been read as a whole.
A passage may be read by itself because it begins on a line of its own, in the column
of its neighbours: whatever is above ends there, and it is read to its end without a
fault.  The nodes of one that says what it said, where it said it, are the very same as before, and so is
all that was made of them.
"""

from __future__ import annotations

import re
from operator import is_
from typing import TYPE_CHECKING

from specrules.base.findings import Span
from specrules.text.nodes import Entry, Mapping, Scalar, Sequence, Style
from specrules.text.passages import PARTED, joined, only
from specrules.text.rereading import may_be_parted
from specrules.text.tree import Tree, root_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from specrules.base.files import Source
    from specrules.text.nodes import Node
    from specrules.text.spreading import Spread

# Behind the heading above names there may be remarks, and nothing else.
_HEADING = re.compile(rf"{PARTED} *(?: #.*)?\n(?: *(?:#.*)?\n)*")


# What a passage says, and the line above it.
_At = tuple[str, int]


class Placed:
    """The passages of one file as they were read last."""

    def __init__(self) -> None:
        self._known: dict[_At, Entry | None] = {}
        self._before: dict[_At, Entry | None] = {}
        self._joined: dict[str, Mapping] = {}
        self._parted: Entry | None = None

    def read(self, source: Source, spread: Spread) -> Tree | None:
        """The tree of *source*, which was *spread* out; None where more lines could mean anything."""
        if not may_be_parted(source):
            return None
        self._before, self._known = self._known, {}
        root = self._below("", [self._heading(source.path, each) for each in _headings(spread)])
        return Tree(source, root, (), is_plain=True, spread=spread) if root else None

    def _heading(self, path: str, passages: list[_At]) -> Entry | None:
        """What is in *passages*: a heading with all under it, or one and each of the names below it."""
        at, *names = passages
        if not names:
            return self._entry(at, lambda: only(_read(path, *at)))
        mapping = self._below(PARTED, [self._name(path, each) for each in names])
        if mapping is None or not (_is_printable(at[0]) and _HEADING.fullmatch(at[0])):
            return None
        entry, key = self._parted, _key(at[1])
        if entry is None or entry.value is not mapping or entry.key != key:
            entry = self._parted = Entry(key, mapping)
        return entry

    def _name(self, path: str, at: _At) -> Entry | None:
        # Under the heading, as it stands in the file, so that it is as deep.
        passage, above = at
        return self._entry(at, lambda: _under(only(_read(path, f"{PARTED}\n{passage}", above - 1))))

    def _entry(self, at: _At, make: Callable[[], Entry | None]) -> Entry | None:
        """What *make* makes of the passage *at* its place, or made of it before."""
        entry = self._known[at] = self._before[at] if at in self._before else make()
        return entry

    def _below(self, heading: str, entries: list[Entry | None]) -> Mapping | None:
        """*entries*, which stand under *heading*; the very same as before if each of them is."""
        before = self._joined.get(heading)
        if before and len(before.entries) == len(entries) and all(map(is_, before.entries, entries)):
            return before
        found = joined(entries)
        if found:
            self._joined[heading] = found
        return found


def _headings(spread: Spread) -> list[list[_At]]:
    """The passages of a text, heading by heading: that of a name stands with its heading."""
    found: list[list[_At]] = []
    for at in zip(spread.passages, spread.begins, strict=True):
        if found and at[0].startswith(" "):
            found[-1].append(at)
        else:
            found.append([at])
    return found


def _key(above: int) -> Scalar:
    """The heading above names, which has so many lines above it."""
    heading = PARTED[:-1]
    return Scalar(heading, Span(above + 1, 1, above + 1, 1 + len(heading)), Style.PLAIN)


def _is_printable(passage: str) -> bool:
    """Whether every character of *passage* can be seen, also in its remarks."""
    return passage.replace("\n", "").isprintable()


def _read(path: str, text: str, above: int) -> Node | None:
    """What is in *text* below so many lines, if every line of it stands for itself."""
    root = root_of(path, text, above + 1)
    return root if root and _has_lines_apart(root) else None


def _under(entry: Entry | None) -> Entry | None:
    return only(entry.value) if entry else None


def _has_lines_apart(node: Node) -> bool:
    """Whether every text in *node* is on one line, so that no empty line can be a part of one."""
    if isinstance(node, Scalar):
        return node.span.line == node.span.end_line
    if isinstance(node, Sequence):
        return all(map(_has_lines_apart, node.items))
    return all(_has_lines_apart(key) and _has_lines_apart(value) for key, value in node.entries)
