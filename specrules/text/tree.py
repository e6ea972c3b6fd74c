"""Read YAML text into nodes that remember where they were written.

A ``Source`` comes in, a ``Tree`` goes out.  A node keeps the text as written.
What the text means is decided by the reader that knows what to expect, so
``NO`` is never turned into false and ``57%`` is never rounded.

Most texts are plain enough to be read line by line (``specrules.text.plainly``); what
is not goes through the parser's events (``specrules.text.events``).  A fault with a known cause
is mended in memory and reading goes on (``specrules.text.mending``), so that an author sees
everything in one pass.
"""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import TYPE_CHECKING

from specrules.base.files import TEXT_LIMIT, Source
from specrules.base.findings import Finding, Place, Severity, in_order
from specrules.base.frozen import frozen, replace
from specrules.text.nodes import Entry, Mapping, Node, Scalar, Sequence, Style, moved
from specrules.text.plainly import read_plainly

if TYPE_CHECKING:
    from collections import abc

    from specrules.text.mending import Cause, Draft, Mends
    from specrules.text.spreading import Spread

__all__ = [
    "Entry",
    "Mapping",
    "Node",
    "Scalar",
    "Sequence",
    "Style",
    "Tree",
    "is_tame",
    "read_tree",
    "root_of",
]

#: A text of more characters is not mended; a shorter one so many times, or until so many were read.
_LONGEST_MENDED = 100_000
_MOST_ROUNDS = 100
_MOST_READ = 1_000_000

# What is taken from elsewhere may clash with it; and a key behind a question mark, if it has no value, ends
# where whatever comes next begins.
_NOT_BY_ITSELF = r"<<|\?(?=\s|$)"

EMPTY = ("FI121", "empty-file")
_NONE: abc.Mapping[Cause, Mends] = MappingProxyType({})


@frozen
class Tree:
    """What was read from a source, and everything found on the way, the source's own findings first.

    *root* is None when nothing can be read.  Where *complete* is false, reading
    stopped before the end, so nothing can be said to be missing.  *mends* say
    what had to be changed in memory to read on, by the finding that says why.
    *is_plain* is whether it was read as it is written, and nothing was found.
    *spread* is how the source was spread out before it was read, if it was.
    """

    source: Source
    root: Node | None
    findings: tuple[Finding, ...]
    complete: bool = True
    mends: abc.Mapping[Cause, Mends] = _NONE
    is_plain: bool = False
    spread: Spread | None = None


def read_tree(source: Source) -> Tree:
    """Read *source* into a tree, with a finding for everything in it that is not good YAML."""
    if any(finding.severity is Severity.ERROR for finding in source.findings):
        return Tree(source, None, source.findings, complete=False)
    if len(source.text) > TEXT_LIMIT:
        return Tree(source, None, (*source.findings, _too_long(source)), complete=False)
    root = read_plainly(source.text)
    if root:
        return Tree(source, root, source.findings, is_plain=not source.findings)
    if _FIRST_LINE.match(source.text):
        from specrules.text.causes.headings import every_colon_lost

        if lost := every_colon_lost(source):
            return Tree(source, None, (*source.findings, lost), complete=False)
    return _read_by_events(source)


# The first line of every file, whatever stands where its colon belongs.
_FIRST_LINE = re.compile(r"(?:[ \t]*(?:#.*)?\r?\n)*specrules[^\w\n]+[a-z]+(?: [a-z]+)* [0-9]")


def _read_by_events(source: Source) -> Tree:
    from specrules.text.events import Reader

    if is_tame(source.text):
        reader = Reader(source.path, source.text)
        reader.read()
        if not reader.is_stuck:
            tree = _tree(source, reader.root, reader.findings(), reader.complete)
            return tree if tree.findings else replace(tree, is_plain=True)
    return _read_with_care(source)


def root_of(path: str, text: str, line: int = 1) -> Node | None:
    """What is in a part of a text, which begins on *line*; None where it could be else in the whole.

    That is so where anything at all is found in reading it.
    """
    if root := read_plainly(text, line):
        return root
    if not is_tame(text) or re.search(_NOT_BY_ITSELF, text):
        return None
    from specrules.text.events import Reader

    reader = Reader(path, text)
    reader.read()
    if reader.root is None or not reader.complete or reader.is_stuck or reader.findings():
        return None
    found: Node = moved(reader.root, line - 1)
    return found


def is_tame(text: str) -> bool:
    """Whether the parser may see *text*, and no special space or hidden character is in it."""
    if text.isascii():
        return "\0" not in text
    return text.replace("\n", "").replace("\r", "").replace("\t", "").isprintable()


def _read_with_care(source: Source) -> Tree:
    """Read a text that has something in it that the parser must not see, or cannot read."""
    from specrules.text.events import Reader
    from specrules.text.mending import MOST_UNTAMED, untamed, untamed_findings, with_bare_codes

    is_long = len(source.text) > _LONGEST_MENDED
    found = untamed(source.text)
    if len(found) > MOST_UNTAMED or (found and is_long):
        return _tree(source, None, untamed_findings(source.path, source.text, found), complete=False)
    if not is_long:
        return _read_mended(source)
    reader = Reader(source.path, with_bare_codes(source.text), mended=True)
    reader.read()
    return _tree(source, reader.root, [*reader.findings(), *reader.stop()], reader.complete)


def _read_mended(source: Source) -> Tree:
    """Read *source* again and again, each time with one more fault mended, until no known cause is left."""
    from specrules.text.causes import mend
    from specrules.text.events import Reader
    from specrules.text.mending import Draft

    draft = Draft(source.path, source.text)
    for left in range(min(_MOST_ROUNDS, _MOST_READ // (len(source.text) + 1)), -1, -1):
        reader = Reader(source.path, draft.text(), mended=True)
        reader.read()
        is_known = left > 0 and mend(draft, reader.trouble())
        if not is_known or not draft.is_mended:
            break
    found = reader.findings()
    if not is_known or not (found or draft.findings):
        found += reader.stop()
    root = _moved_back(reader.root, draft) if reader.root else None
    is_whole = reader.complete and draft.is_whole
    tree = _tree(source, root, [*draft.findings, *map(draft.moved_back, found)], is_whole)
    return replace(tree, mends=draft.mends)


def _tree(source: Source, root: Node | None, findings: list[Finding], complete: bool) -> Tree:
    if root is None and not findings:
        findings = [_empty(source)]
    return Tree(source, root, (*source.findings, *in_order(findings)), complete)


def _too_long(source: Source) -> Finding:
    from specrules.text.events import TOO_LARGE

    message = (
        f"This file is too large: it has {len(source.text):,} characters and the limit is {TEXT_LIMIT:,}."
    )
    remedy = "Split it, or take out what does not belong in it."
    return Finding(*TOO_LARGE, Severity.ERROR, Place(source.path), message, remedy=remedy)


def _empty(source: Source) -> Finding:
    message = "This file has nothing in it but comments." if "#" in source.text else "This file is empty."
    remedy = "Write the specification in it, or remove the file."
    return Finding(*EMPTY, Severity.ERROR, Place(source.path), message, remedy=remedy)


def _moved_back(node: Node, draft: Draft) -> Node:
    """Return *node* with the places it has in the text as written."""
    span = draft.written_span(node.span)
    if isinstance(node, Scalar):
        return node._replace(span=span)
    if isinstance(node, Sequence):
        return Sequence(tuple(_moved_back(item, draft) for item in node.items), span)
    entries = [
        Entry(key._replace(span=draft.written_span(key.span)), _moved_back(value, draft))
        for key, value in node.entries
    ]
    return Mapping(tuple(entries), span)
