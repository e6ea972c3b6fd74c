"""Read a text again in which a few lines have changed, as an editor does at every keystroke.

In: a tree as it was read before, and the source as it is now.  Out: the tree that
``read_tree`` makes of it.  Only the entry that has the changed lines goes
through the parser; what stands before and behind it is taken over, and keeps
being the same objects wherever no line was added or taken away above it.

It is worth it, and safe, only where all is well: a text in which anything was
found or mended is read as a whole.  An entry may be read by itself because it
begins on a line of its own, in the column of its neighbours: whatever is above
ends there, and it is read to its end without a fault, so that its neighbour
below begins as it did.  ``tests/test_rereading.py`` holds this to be so.
"""

from __future__ import annotations

from bisect import bisect_right
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from specrules.base.findings import Span
from specrules.text.characters import alike
from specrules.text.nodes import moved
from specrules.text.passages import same_at_ends
from specrules.text.tree import Entry, Mapping, Tree, read_tree, root_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from specrules.base.files import Source
    from specrules.text.tree import Node

# Only shorter texts are read in part, so that no limit on the whole can be passed by one.
_LONGEST = 90_000
# A heading of the file ("requirements"), and a name below it ("MA-1").
_LEVELS = 2
_ABOVE = "x:\n"
_PARTS_A_FILE = ("\r", "\n---", "\n...", "\n%")


class _Change(NamedTuple):
    """Lines *first* to *last*, counted from 1, were replaced, and *by* more follow; none if last < first."""

    first: int
    last: int
    by: int


class _Texts(NamedTuple):
    """The lines as they were and as they are, what has changed, and what reads a part of them."""

    old: list[str]
    new: list[str]
    change: _Change
    read: Callable[[str, int], Node | None]


def read_again(before: Tree, source: Source) -> Tree:
    """The tree of *source*, as ``read_tree`` makes it; sooner where little differs from *before*."""
    root = _root_again(before, source, partial(root_of, source.path))
    return Tree(source, root, (), is_plain=True) if root else read_tree(source)


def _root_again(before: Tree, source: Source, read: Callable[[str, int], Node | None]) -> Node | None:
    """What is in *source*, if it is parts of *before* and one part that can be *read*."""
    if not (before.is_plain and isinstance(before.root, Mapping) and may_be_parted(source)):
        return None
    old, new = before.source.text.split("\n"), source.text.split("\n")
    texts = _Texts(old, new, _changed(old, new), read)
    return before.root if old == new else _again(before.root, len(old) + 1, texts)


def may_be_parted(source: Source) -> bool:
    """Whether parts of *source* can be read by themselves, if they begin on lines of their own."""
    text = source.text
    # Of a file with several parts, or with other ends of lines, more would have to be known.
    is_whole = not any(sign in text for sign in _PARTS_A_FILE) and not text.startswith("%")
    return not source.findings and len(text) <= _LONGEST and is_whole


def _changed(old: list[str], new: list[str]) -> _Change:
    first, same = same_at_ends(old, new)
    return _Change(first + 1, len(old) - same, len(new) - len(old))


def _again(node: Mapping, behind: int, texts: _Texts, level: int = 1) -> Mapping | None:
    """*node*, which ends above line *behind*, with the entry read again that has the change.

    None when that is not within one entry, or what is there now cannot be read by itself.
    """
    place = _place_of(node, behind, texts)
    if place is None:
        return None
    key, value = node.entries[place]
    end = _line_behind(node, place, behind)
    entries: tuple[Entry, ...]
    if level < _LEVELS and isinstance(value, Mapping) and _place_of(value, end, texts) is not None:
        inner = _again(value, end, texts, level + 1)
        entries = (Entry(key, inner),) if inner else ()
    else:
        last = end - 1 + texts.change.by
        # The line's end before the next entry is there too: a text behind | ends with it.
        lines = [*texts.new[key.span.line - 1 : last], *([""] if last < len(texts.new) else ())]
        entries = _read_entries(texts.read, lines, key.span, level)
    return _joined(node, place, entries, texts.change.by) if entries else None


def _place_of(node: Mapping, behind: int, texts: _Texts) -> int | None:
    """Which entry of *node* has all of the change, if each begins on a line of its own; None for none."""
    change = texts.change
    # Lines that were only added belong to the entry above them.
    first = min(change.first, change.last)
    if not node.entries or node.span[:2] != node.entries[0].key.span[:2]:
        return None
    for key, _ in node.entries:
        if key.span.column != node.span.column or texts.old[key.span.line - 1][: key.span.column - 1].strip():
            return None
    starts = [key.span.line for key, _ in node.entries]
    place = bisect_right(starts, first) - 1
    if place < 0:
        return None
    return place if change.last < _line_behind(node, place, behind) else None


def _line_behind(node: Mapping, place: int, behind: int) -> int:
    """The line at which the next entry begins, or what comes behind *node*."""
    return node.entries[place + 1].key.span.line if place + 1 < len(node.entries) else behind


def _read_entries(
    read: Callable[[str, int], Node | None], lines: list[str], at: Span, level: int
) -> tuple[Entry, ...]:
    """The entries in *lines*, which begin at *at*; none unless all is well with them and they begin there."""
    # Under a heading, as they stand in the file, so that they are as deep, and end where they would.
    above = _ABOVE if level > 1 else ""
    node = read(above + "\n".join(lines), at.line - above.count("\n"))
    if above and isinstance(node, Mapping):
        node = node.entries[0].value if len(node.entries) == 1 else None
    if not isinstance(node, Mapping) or not node.entries:
        return ()
    return node.entries if node.span[:2] == at[:2] == node.entries[0].key.span[:2] else ()


def _joined(node: Mapping, place: int, entries: tuple[Entry, ...], by: int) -> Mapping | None:
    """*node* with *entries* for one of its own, and those behind it *by* lines further; None if two clash."""
    behind = node.entries[place + 1 :]
    if by:
        behind = tuple(Entry(moved(key, by), moved(value, by)) for key, value in behind)
    joined = (*node.entries[:place], *entries, *behind)
    names = {alike(key.text) for key, _ in joined}
    if len(names) < len(joined) or "<<" in names:
        return None
    line, column, _, _ = node.span
    return Mapping(joined, Span(line, column, *joined[-1].value.span[2:]))
