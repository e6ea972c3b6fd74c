"""Read texts passage by passage, and each passage once.

In: a text.  Out: its nodes, of which those of a passage that was read before stand
where they stood then.  A passage is a heading of the file with what is under it,
or one requirement.  Specifications have many in common, and a text that somebody
is typing has all but one in common with what it was a moment ago.

It serves to see that nothing is wrong with a text, which does not depend on where
anything stands.  Where something is wrong, the text has to be read as a whole, so that
every place is true.  Only texts that are plainly written are read like this.
"""

from __future__ import annotations

import re
from itertools import compress, count
from operator import ne
from typing import TYPE_CHECKING

from specrules.base.findings import Span
from specrules.text.characters import are_apart
from specrules.text.nodes import Entry, Mapping, Scalar, Style
from specrules.text.plainly import read_plainly

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from specrules.text.nodes import Node

#: Under this heading each name begins a passage of its own.
PARTED = "requirements:"
# Beginning with the end of the line above, they are found ten times as quickly as by what a line begins with.
_TOP = re.compile(r"\n(?=[^\s#])")
_NAME = re.compile(r"\n(?=  [^\s#])")
_OPENS = re.compile(r"[^\s#]")
# What was not asked for while so many others were is forgotten.
_MOST = 400


def passages_of(text: str) -> list[str]:
    """*text* parted before every heading of the file, and every name of a requirement."""
    return [part for each in _headings(text) for part in _names(each)]


def same_at_ends(old: Sequence[str], new: Sequence[str]) -> tuple[int, int]:
    """How many of *old* and *new* are the same at the start, and how many of the others at the end."""
    # Found without a step of ours for each that is the same: of a text that is typed all but one are.
    most = min(len(old), len(new))
    start = next(compress(count(), map(ne, old, new)), most)
    end = next(compress(range(most - start), map(ne, reversed(old), reversed(new))), most - start)
    return start, end


def _headings(text: str) -> list[str]:
    """*text* parted before every heading of the file but the first."""
    parts = _parted(_TOP, text)
    is_above = len(parts) > 1 and not _OPENS.match(parts[0])
    return [parts[0] + parts[1], *parts[2:]] if is_above else parts


def _names(passage: str) -> list[str]:
    return _parted(_NAME, passage) if passage.startswith(PARTED) else [passage]


def _parted(before: re.Pattern[str], text: str) -> list[str]:
    """*text* parted where a line ends *before* what begins a part."""
    starts = [match.end() for match in before.finditer(text)]
    return [text[start:end] for start, end in zip((0, *starts), (*starts, len(text)), strict=True)]


class Passages:
    """The passages that were read, as long as they come up again.

    One that *may_pass* says no to is none that can be read by itself.
    """

    def __init__(self, may_pass: Callable[[str], bool]) -> None:
        self._may_pass = may_pass
        self._now: dict[str, Entry | None] = {}
        self._before: dict[str, Entry | None] = {}

    def read(self, text: str) -> Mapping | None:
        """What is in *text*, with places that need not be true; None where it is not plain."""
        passages = _headings(text.replace("\r\n", "\n") if "\r" in text else text)
        return joined([self._known(each, self._entry) for each in passages])

    def _known(self, passage: str, make: Callable[[str], Entry | None]) -> Entry | None:
        """What *make* makes of a passage, or made of it before."""
        if passage in self._now:
            return self._now[passage]
        entry = self._before[passage] if passage in self._before else make(passage)
        if len(self._now) >= _MOST:
            self._before, self._now = self._now, {}
        self._now[passage] = entry
        return entry

    def _entry(self, passage: str) -> Entry | None:
        heading, *names = _names(passage)
        if not names:
            return self._read(passage)
        # Each is read under the heading, as it stands in the file, so that it is as deep.
        parts = [heading + names[0], *(f"{PARTED}\n{each}" for each in names[1:])]
        mapping = joined([self._known(each, self._requirement) for each in parts])
        return Entry(Scalar(PARTED[:-1], mapping.span, Style.PLAIN), mapping) if mapping else None

    def _requirement(self, part: str) -> Entry | None:
        entry = self._read(part)
        return only(entry.value) if entry else None

    def _read(self, part: str) -> Entry | None:
        return only(read_plainly(part)) if self._may_pass(part) else None


def only(node: Node | None) -> Entry | None:
    """The only entry of *node*, or None where it has more, or none, or stands in curly brackets."""
    if not isinstance(node, Mapping) or len(node.entries) != 1:
        return None
    entry = node.entries[0]
    return entry if entry.key.span[:2] == node.span[:2] else None


def joined(entries: list[Entry | None]) -> Mapping | None:
    """Headings one after another, or None where one could not be read, or two of them clash."""
    read = tuple(each for each in entries if each)
    if len(read) < len(entries) or not are_apart([each.key.text for each in read]):
        return None
    return Mapping(read, Span(*read[0].key.span[:2], *read[-1].value.span[2:]))
