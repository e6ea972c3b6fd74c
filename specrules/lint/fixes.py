"""What would put a finding right, as changes to the text; and whether that is safe.

In: a finding, and the tree of the file it is in.  Out: a ``Fix``, or None where
only the author knows what was meant.  A fix changes the places that are wrong
and nothing else, so comments and layout stay.

A fix is safe when it says the same in a better way: nobody else is counted or
owes anything, and no target or strength changes.  ``specrules.lint.fixing`` tries
each one out and holds it to that.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from specrules.base.files import lines_of
from specrules.base.findings import Span
from specrules.base.frozen import replace
from specrules.spec.faults import slip_of
from specrules.text.characters import hidden_in
from specrules.text.edits import Edit, delete_entry, offset, quote
from specrules.text.tree import Mapping as Headings
from specrules.text.tree import Sequence

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from specrules.base.findings import Finding
    from specrules.text.tree import Entry, Node, Tree

_UK_DATE = re.compile(r"\b([0-3]?[0-9])[/.]([0-3]?[0-9])[/.](?:[0-9]{4})\b")
# Lists, and dates, which a specification writes without quotation marks.
_AS_IT_IS = re.compile(r"\[|\"[^\"\\]*\"$|\{each-of: |[0-9]{4}-[0-9]{2}-[0-9]{2}$")


class Fix(NamedTuple):
    """Changes that put one finding right. One that is not *safe* may say something else than was meant."""

    finding: Finding
    edits: tuple[Edit, ...]
    safe: bool


def fix_of(finding: Finding, tree: Tree) -> Fix | None:
    """Return what would put *finding* right in the file of *tree*, or None."""
    maker = _MAKERS.get(finding.code)
    if finding.place.file != tree.source.path or maker is None:
        return None
    made = maker(finding, tree)
    return Fix(finding, *made) if made and made[0] else None


def may_have_fix(finding: Finding) -> bool:
    """Whether there is a way of putting right what *finding* is about."""
    return finding.code in _MAKERS


Made = tuple[tuple[Edit, ...], bool] | None

# -- what was changed in memory to read on


def _as_read(finding: Finding, tree: Tree) -> Made:
    """The changes with which the rest of the file could be read."""
    mends = tree.mends.get((finding.code, finding.place), ())
    if not mends or any(text == "#" for _, text in mends):
        return None  # what belongs to no heading is only left out in memory
    guessed = any(text.strip() and text != ":" for _, text in mends)
    cut = any(span[:2] != span[2:] and not text for span, text in mends)
    edits = tuple(Edit(span, text) for span, text in mends)
    return edits, not guessed and not cut


def _lined_up(finding: Finding, tree: Tree) -> Made:
    """A line a single space out of place has one place to go; further out it is a guess."""
    made = _as_read(finding, tree)
    return made and (made[0], "is one space too far" in finding.message)


# -- what was meant


def _written(finding: Finding, tree: Tree) -> str:
    """What stands at the place of *finding*."""
    span = finding.place.span
    if span is None:
        return ""
    text = tree.source.text
    return text[offset(text, *span[:2]) : offset(text, *span[2:])]


def _meant(finding: Finding, tree: Tree) -> tuple[Edit, ...]:
    """The text that was meant in the place of what is written, in quotation marks where that is."""
    if finding.meant is None or finding.place.span is None:
        return ()
    mark = _written(finding, tree)[:1]
    meant = finding.meant
    if mark in ("'", '"'):
        return (Edit(finding.place.span, f"{mark}{meant.replace(mark, '')}{mark}"),)
    return (Edit(finding.place.span, meant if _AS_IT_IS.match(meant) else quote(meant)),)


def _as_yaml(finding: Finding, tree: Tree) -> Made:
    """A text as it has to be written, quotation marks and all."""
    if finding.meant is None or finding.place.span is None:
        return _as_read(finding, tree)
    if finding.meant.startswith("- ") or "\n" in _written(finding, tree):
        return None  # a list, which goes on lines of its own
    return (Edit(finding.place.span, finding.meant),), True


def _slip(finding: Finding, tree: Tree) -> Made:
    """One letter out, or capitals, spaces and hyphens: nothing else can have been meant."""
    written = _written(finding, tree).strip("\"'")
    if not finding.meant or finding.place.span is None:
        return None
    if finding.code == "FI104" and ": " in finding.meant:  # a heading and its word
        return (Edit(finding.place.span, finding.meant),), _alike(written, finding.meant)
    return _meant(finding, tree), _alike(written, finding.meant) or bool(slip_of(written, [finding.meant]))


def _capitals(finding: Finding, tree: Tree) -> Made:
    """Another word is another choice, and only its author can make it; capitals and hyphens are none."""
    written = _written(finding, tree).strip("\"'")
    return (_meant(finding, tree), _alike(written, finding.meant)) if finding.meant else None


def _alike(one: str, other: str) -> bool:
    return re.sub(r"[\s_-]+", "-", one.casefold()) == re.sub(r"[\s_-]+", "-", other.casefold())


def _guess(finding: Finding, tree: Tree) -> Made:
    return _meant(finding, tree), False


def _party(finding: Finding, tree: Tree) -> Made:
    """The party that was meant, wherever else the same is written for it."""
    written = _written(finding, tree)
    also = (each for each in finding.also if each.span and _text_at(each.span, tree) == written)
    places = (replace(finding, place=each) for each in (finding.place, *also))
    return tuple(edit for each in places for edit in _meant(each, tree)), False


def _same_words(finding: Finding, tree: Tree) -> Made:
    """A list of one: what is in it is what was written. Items on lines of their own get their hyphens."""
    hyphens = tuple(_hyphens(finding.place.span, tree)) if finding.meant else ()
    return hyphens or _meant(finding, tree), "," not in _written(finding, tree)


_BULLET = re.compile(r"\s*([^\w\s\"'\[{(]|[0-9]{1,2}[.)]|\(?(?:[a-h]|[ivx]{1,4})[.)](?=\s)|o(?=\s))\s*(?=\S)")


def _hyphens(span: Span | None, tree: Tree) -> Iterator[Edit]:
    """A hyphen and a space for each bullet at the front of the lines of *span*, if there are several."""
    lines = tree.source.text.split("\n")
    for number in range(span.line, span.end_line + 1) if span and span.line < span.end_line else ():
        bullet = _BULLET.match(lines[number - 1])
        if bullet:
            yield Edit(Span(number, bullet.start(1) + 1, number, bullet.end() + 1), "- ")


def _date(finding: Finding, tree: Tree) -> Made:
    """Day first is certain where the day is above 12, here or in another date of the file."""
    written = _written(finding, tree)
    dates = [match for match in _UK_DATE.finditer(tree.source.text) if int(match[2]) <= 12]
    american = any(int(match[2]) > 12 for match in _UK_DATE.finditer(tree.source.text))
    proven = any(int(match[1]) > 12 for match in dates) and not american
    own = _UK_DATE.search(written)
    return _meant(finding, tree), bool(own) and proven


# -- by what is there


def _idle_comment(finding: Finding, tree: Tree) -> Made:
    """A comment that allows nothing goes, with its line when nothing else is on that."""
    span = finding.place.span
    lines = lines_of(tree.source.text)
    if span is None:
        return None
    line = lines[span.line - 1]
    before = line[: span.column - 1].rstrip()
    if before or span.line == len(lines):
        return (Edit(Span(span.line, len(before) + 1, span.line, len(line) + 1), ""),), True
    return (Edit(Span(span.line, 1, span.line + 1, 1), ""),), True


def _second_copy(finding: Finding, tree: Tree) -> Made:
    """A heading given twice, letter for letter with all that stands under it, is a copy. It goes."""
    spans = [place.span for place in (finding.place, *finding.also)]
    entries = [each for each in _entries(tree.root) if each.key.span in spans]
    if len(entries) != 2 or len({_text_of(each, tree) for each in entries}) != 1:
        return None
    return (delete_entry(tree.source.text, entries[1]),), True


def _entries(node: Node | None) -> Iterator[Entry]:
    if isinstance(node, Headings):
        for entry in node.entries:
            yield entry
            yield from _entries(entry.value)
    elif isinstance(node, Sequence):
        for item in node.items:
            yield from _entries(item)


def _text_of(entry: Entry, tree: Tree) -> str:
    text = tree.source.text
    return text[offset(text, *entry.key.span[:2]) : offset(text, *entry.value.span[2:])]


def _hidden(finding: Finding, tree: Tree) -> Made:
    """Every character that cannot be seen goes, except an order to turn text round."""
    edits = []
    for place in (finding.place, *finding.also):
        text = _text_at(place.span, tree)
        if place.span and len(text) == 1 and (hidden_in(text) or not text.isprintable()):
            edits.append(Edit(place.span, " " if text in _LINE_ENDS else ""))
    turns = any(_text_at(edit.span, tree) in _TURNS for edit in edits)
    return tuple(edits), not turns


_LINE_ENDS = tuple("\x0b\x0c\x85\u2028\u2029")
_TURNS = tuple("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def _text_at(span: Span | None, tree: Tree) -> str:
    text = tree.source.text
    return text[offset(text, *span[:2]) : offset(text, *span[2:])] if span else ""


def _page(finding: Finding, tree: Tree) -> Made:
    """The page of a source whose section is known to stand on one page."""
    span = finding.place.span
    return ((Edit(span, f'"{finding.meant}"'),), True) if finding.meant and span else None


def _theme(finding: Finding, tree: Tree) -> Made:
    """The theme of the standard clause is added to the catalogues. That binds nobody."""
    theme = _written(finding, tree).strip("\"'").partition("/")[0]
    entry = tree.root.get("catalogues") if isinstance(tree.root, Headings) else None
    if entry is None or not isinstance(entry.value, Sequence) or not entry.value.items:
        return None
    last = entry.value.items[-1].span
    in_brackets = _text_at(entry.value.span, tree).startswith("[")
    dash = f"\n{' ' * (last.column - 3)}- " if last.column > 2 else "\n- "
    at = Span(last.end_line, last.end_column, last.end_line, last.end_column)
    return (Edit(at, f", {theme}" if in_brackets else f"{dash}{theme}"),), True


_MAKERS: Mapping[str, Callable[[Finding, Tree], Made]] = {
    "EV404": _guess,
    "FI101": _as_read,
    "FI102": _second_copy,
    "FI103": _capitals,
    "FI104": _slip,
    "FI107": _same_words,
    "FI108": _guess,
    "FI109": _date,
    "FI112": _as_yaml,
    "FI113": _as_read,
    "FI114": _as_yaml,
    "FI115": _lined_up,
    "FI122": _hidden,
    "FI123": _capitals,
    "FI128": _guess,
    "FI136": _guess,
    "FI193": _idle_comment,
    "FI199": _as_yaml,
    "MS302": _guess,
    "MS320": _guess,
    "MS321": _guess,
    "MS322": _guess,
    "MS323": _guess,
    "MS325": _guess,
    "MS326": _guess,
    "SO705": _page,
    "SO711": _guess,
    "SO712": _slip,
    "SO715": _guess,
    "SO720": _party,
    "SO721": _guess,
    "SO732": _theme,
    "SO733": _slip,
}
