"""The small phrases that every message is made of: a list, a count with its noun, a day.

In: words, a number, a date.  Out: text that stands inside a sentence.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date


def listed(words: Iterable[str], last: str = "and") -> str:
    """Join words as a person would: "a, b and c"."""
    items = list(words)
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {last} {items[-1]}"


def number(count: int, one: str, many: str = "") -> str:
    """A count with its noun: "1 file", "1,200 files", "2 people". *many* is *one* with an s, unless given."""
    return f"{count:,} {one if count == 1 else many or f'{one}s'}"


_WORD = re.compile(r"\w+")


def words_alone(text: str) -> str:
    """The words of *text* in small letters, with one space around each and nothing else: `` a step ``."""
    return " ".join(("", *_WORD.findall(text.casefold()), ""))


def day(when: date) -> str:
    """A date in words: 1 April 2026."""
    return f"{when.day} {when:%B %Y}"
