"""Where a signed document and the specification have parted.

In: a schedule, and the paragraphs of a document.  Out: the parts that differ, each
with the words on either side.  Parts are matched by their keys, not by their place,
so a clause that was moved has not changed.  What stands under a heading before its
first part is the council's own text, and is not compared.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING
from unicodedata import normalize

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from specrules.report.schedule.content import Part, Row, Schedule
    from specrules.report.schedule.signed import Paragraph

_KEY = re.compile(r"(.*?)\s*\[([^\[\]]{1,200})\]")
_ALIKE = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "–": "-", "—": "-", "‑": "-", "\u00ad": None})
_BESIDE = 3  # words shown on each side of a change
_LONGEST = 30  # words shown of a change
_COMPARED = 3000  # words compared one by one; comparing takes the square of this

Words = list[str]


@dataclass(frozen=True, slots=True)
class Change:
    """Words that differ, each side with a few words around it; "" where a side has none."""

    document: str
    specification: str


@dataclass(frozen=True, slots=True)
class Parting:
    """A part that is not the same. Without changes it is missing from the side that *missing* names."""

    key: str
    title: str
    changes: tuple[Change, ...] = ()
    missing: str = ""


def partings(schedule: Schedule, paragraphs: Sequence[Paragraph]) -> list[Parting] | None:
    """Return how the document and *schedule* have parted; None where the document has none of its clauses."""
    titles, ours = _titles(schedule), _ours(schedule)
    theirs = _theirs(paragraphs, titles, _headings(schedule))
    clauses = {part.key for head in schedule.heads for part in head.parts if part.key}
    if clauses and clauses.isdisjoint(theirs):
        return None
    found = [_parting(key, titles[key], ours[key], theirs.get(key)) for key in ours]
    added = [Parting(key, "", missing="specification") for key in theirs if key not in ours]
    return [each for each in found if each] + added


def _titles(schedule: Schedule) -> dict[str, str]:
    """What each key stands for: the key of a clause or a row, or the title of a list."""
    titles: dict[str, str] = {}
    for part in _parts(schedule):
        titles[part.key or part.title] = part.title
        titles |= {row.key: row.cells[1] for row in _rows(part) if row.key}
    return titles


def _headings(schedule: Schedule) -> set[str]:
    """The headings over parts, which may end in square brackets of their own."""
    heads = (f"{head.letter}. {head.title}" for head in schedule.heads)
    return {" ".join(each.split()) for each in (*heads, *(part.section for part in _parts(schedule)))}


def _parts(schedule: Schedule) -> Iterator[Part]:
    return (part for head in schedule.heads for part in head.parts)


def _rows(part: Part) -> tuple[Row, ...]:
    return part.table.rows if part.table else ()


def _ours(schedule: Schedule) -> dict[str, Words]:
    """The words of each part of the schedule."""
    ours: dict[str, Words] = {}
    for part in _parts(schedule):
        texts = [*([part.number, part.title] if part.key else []), *(line.text for line in part.lines)]
        texts += part.table.columns if part.table else ()
        texts += [cell for row in _rows(part) if not row.key for cell in row.cells]
        ours[part.key or part.title] = _words(texts)
        ours |= {row.key: _words(row.cells) for row in _rows(part) if row.key}
    return ours


def _theirs(
    paragraphs: Iterable[Paragraph], titles: Mapping[str, str], headings: Collection[str]
) -> dict[str, Words]:
    """The words of each part of the document. A heading that begins no part ends the one before it."""
    theirs: dict[str, Words] = {}
    here = ""
    for each in paragraphs:
        text, key = (each.text, "") if each.text in headings else _marked(each, titles)
        if key:
            here = key
            theirs.setdefault(here, [])
        elif each.is_heading:
            here = text if text in titles else ""
            if here:
                theirs.setdefault(here, [])
            continue
        if here:
            theirs[here] += _words([text])
    return theirs


def _marked(paragraph: Paragraph, titles: Mapping[str, str]) -> tuple[str, str]:
    """The text of a paragraph without the key at its end, and the key; "" where it has none."""
    match = _KEY.fullmatch(paragraph.text)
    if match is None:
        return paragraph.text, ""
    may_be_new = paragraph.is_heading and " " not in match[2]
    return (match[1], match[2]) if match[2] in titles or may_be_new else (paragraph.text, "")


def _words(texts: Iterable[str]) -> Words:
    """The words of texts, without what word processors change by themselves: quotation marks, dashes."""
    return [word for text in texts for word in normalize("NFC", text).translate(_ALIKE).split()]


# -- what differs


def _parting(key: str, title: str, ours: Words, theirs: Words | None) -> Parting | None:
    if theirs is None:
        return Parting(key, title, missing="document")
    if ours == theirs:
        return None
    return Parting(key, title, tuple(_changes(theirs, ours)))


def _changes(theirs: Words, ours: Words) -> Iterator[Change]:
    start = _alike(theirs, ours)
    end = _alike(theirs[start:][::-1], ours[start:][::-1])
    if max(len(theirs), len(ours)) - start - end > _COMPARED:
        yield Change(_around(theirs, start, len(theirs) - end), _around(ours, start, len(ours) - end))
        return
    matcher = SequenceMatcher(None, theirs, ours, autojunk=False)
    for how, at, to, our_at, our_to in matcher.get_opcodes():
        if how != "equal":
            yield Change(_around(theirs, at, to), _around(ours, our_at, our_to))


def _alike(one: Sequence[str], two: Sequence[str]) -> int:
    """How many words at the start of both are the same."""
    pairs = zip(one, two, strict=False)
    return next((n for n, (a, b) in enumerate(pairs) if a != b), min(len(one), len(two)))


def _around(words: Words, start: int, end: int) -> str:
    """Some words with those around them, cut where they are many."""
    first, last = max(0, start - _BESIDE), min(len(words), end + _BESIDE)
    shown = words[first:last]
    if len(shown) > _LONGEST:
        shown = [*shown[:_LONGEST], f"… and {len(shown) - _LONGEST:,} more words"]
    return " ".join([*(["…"] if first else []), *shown, *(["…"] if last < len(words) else [])])
