"""Text as Markdown, so that it stands as it was written.

In: text that somebody else wrote.  Out: the same in Markdown, where no character
of it starts a heading, a link, a list or a piece of HTML.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from specrules.report.show import show

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_MARKS = re.compile(r"([\\`*_\[\]<>|~&!])")
# An address becomes a link of itself, unless something stands between its first signs.
_ADDRESS = re.compile(r"(://|\bwww\.)", re.IGNORECASE)
_AT_THE_START = re.compile(r"^(\s*)([#+=-])|^(\s*\d+)([.)])(?=\s|$)")


def plain(text: str) -> str:
    """Return *text* on one line, with every character that Markdown would take for its own held off."""
    marked = _MARKS.sub(r"\\\1", show(text))
    if "://" in marked or "www." in marked.lower():  # as in few texts, of which that is seen at once
        marked = _ADDRESS.sub(lambda found: f"{found[0][:-1]}\\{found[0][-1]}", marked)
    return _AT_THE_START.sub(r"\1\3\\\2\4", marked)


def table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table; every cell is text as somebody wrote it."""
    lines = [columns, *rows]
    shown = ["| " + " | ".join(map(plain, line)) + " |" for line in lines]
    return "\n".join([shown[0], "|" + " --- |" * len(columns), *shown[1:]])
