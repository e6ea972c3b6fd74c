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
_AT_THE_START = re.compile(r"^(\s*)([#+=-])|^(\s*\d+)([.)])(?=\s|$)")


def plain(text: str) -> str:
    """Return *text* on one line, with every character that Markdown would take for its own held off."""
    return _AT_THE_START.sub(r"\1\3\\\2\4", _MARKS.sub(r"\\\1", show(text)))


def table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table; every cell is text as somebody wrote it."""
    lines = [columns, *rows]
    shown = ["| " + " | ".join(map(plain, line)) + " |" for line in lines]
    return "\n".join([shown[0], "|" + " --- |" * len(columns), *shown[1:]])
