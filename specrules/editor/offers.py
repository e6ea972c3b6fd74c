"""What could be written at a place.

In: an open file and where the cursor is.  Out: words, each with what it means,
and the span of the unfinished word they stand for.

An unfinished line is seldom good YAML.  So a mark is put where the cursor is,
the text is read with it, and where the mark comes out says what belongs there.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from specrules.base.files import lines_of, source_of
from specrules.base.findings import Span
from specrules.editor import names
from specrules.editor.links import BESIDE, reads, requirement_at
from specrules.editor.places import Lines
from specrules.editor.spots import of_headings, spots
from specrules.spec.shape import FORMATS, ByKey, Combined, Field, List, Reads, Record, Table, Text
from specrules.text.tree import read_tree

if TYPE_CHECKING:
    from collections.abc import Iterator

    from specrules.editor.names import OpenFile
    from specrules.editor.spots import Spot
    from specrules.text.tree import Tree

#: A word that nobody writes, and that is a name wherever a name may stand.
_MARK = "zz-the-cursor-zz"
_BEGINS = re.compile(r"[ \t]*(?:-[ ]+)*")
_WORD = re.compile(r"(?:[^\s\[\]{},:\"'#][^\[\]{},:\"'#]*)?$")
_REST_OF_WORD = re.compile(r"[\w./-]*")
_CLOSING = {"[": "]", "{": "}"}


class Offer(NamedTuple):
    """A word that could stand here, what it means, and the text to write for it."""

    word: str
    says: str
    text: str


class Offers(NamedTuple):
    """Words that could stand in the place of what is written at *span*."""

    span: Span
    offers: tuple[Offer, ...]


def offers_at(file: OpenFile, line: int, column: int) -> Offers:
    """What could be written at a place."""
    cursor = _Cursor(Lines(file.source.text).text(line), line, column)
    if cursor.is_in_comment or cursor.is_too_near:
        return Offers(cursor.span, ())
    if not _is_anything(file.source.text, cursor):
        return Offers(cursor.span, tuple(_first_lines()))
    tree = _with_line(file, line, cursor.marked)
    spot = next((each for each in spots(tree) if _MARK in each.scalar.text), None)
    return Offers(cursor.span, tuple(_offers(file, tree, spot, cursor)) if spot else ())


def _is_anything(text: str, cursor: _Cursor) -> bool:
    """Whether anything is written in *text*, but for comments and the word at the cursor."""
    lines = [each for each in lines_of(text) if each.strip() and not each.lstrip().startswith("#")]
    return lines != [cursor.written] if cursor.written.strip() else bool(lines)


def _first_lines() -> Iterator[Offer]:
    for kind, number in FORMATS.items():
        line = f"specrules: {kind} {number}"
        yield Offer(line, f"Begins a file of the kind: {kind}.", f"{line}\n")


class _Cursor(NamedTuple):
    """A line, and where in it the cursor is."""

    written: str
    line: int
    column: int

    @property
    def before(self) -> str:
        return self.written[: self.column - 1]

    @property
    def start(self) -> int:
        """Where the unfinished word begins."""
        begins = _BEGINS.match(self.before)
        word = _WORD.search(self.before, begins.end() if begins else 0)
        return word.start() if word else len(self.before)

    @property
    def after(self) -> str:
        """The rest of the line, from the end of the word on."""
        rest = self.written[self.column - 1 :]
        word = _REST_OF_WORD.match(rest)
        return rest[word.end() :] if word else rest

    @property
    def span(self) -> Span:
        return Span(self.line, self.start + 1, self.line, len(self.written) - len(self.after) + 1)

    @property
    def is_in_comment(self) -> bool:
        return bool(re.search(r"(?:^|\s)#", self.before))

    @property
    def is_too_near(self) -> bool:
        """Whether a space is wanted first: right behind a colon nothing can be written."""
        return self.before[: self.start].endswith(":")

    @property
    def is_at_start(self) -> bool:
        """Whether the word is the first of its line."""
        return not self.before[: self.start].strip(" \t-")

    @property
    def has_colon(self) -> bool:
        return self.after.lstrip().startswith(":")

    @property
    def marked(self) -> str:
        """The line with the mark in the place of the word, and its brackets closed."""
        before, closing = self.before[: self.start], self.closing
        is_heading = self.is_at_start and not self.has_colon and not before.rstrip().endswith("-")
        mark = f"{_MARK}:" if is_heading and not self.after.strip() else _MARK
        return f"{before}{mark}{closing or self.after}"

    @property
    def closing(self) -> str:
        """What closes the brackets that the line leaves open, as an unfinished line does."""
        opened: list[str] = []
        for character in self.before + self.after:
            if character in _CLOSING:
                opened.append(_CLOSING[character])
            elif opened and character == opened[-1]:
                opened.pop()
        return "".join(reversed(opened))


def _with_line(file: OpenFile, line: int, written: str) -> Tree:
    lines = lines_of(file.source.text)
    lines[line - 1] = written
    text = "\n".join(lines)
    return read_tree(source_of(file.source.path, text.encode("utf-8", "surrogatepass")))


# -- what belongs there


def _offers(file: OpenFile, tree: Tree, spot: Spot, cursor: _Cursor) -> Iterator[Offer]:
    shape = spot.shape
    if spot.is_key or (spot.in_list and isinstance(shape, Record | ByKey)):
        yield from _headings(file, spot, has_colon=cursor.has_colon)
    elif isinstance(shape, Combined):
        yield from _combined(file, spot)
    elif isinstance(shape, List) and isinstance(shape.of, Text):
        of_list = spot._replace(shape=shape.of)
        yield from (each._replace(text=f"[{each.text}]") for each in _words(file, tree, of_list))
    else:
        yield from _words(file, tree, spot)


def _headings(file: OpenFile, spot: Spot, *, has_colon: bool) -> Iterator[Offer]:
    there = {entry.key.text for entry in spot.beside.entries} if spot.beside else set()
    for field in _fields(spot):
        if field.key not in there:
            colon = "" if has_colon else ": " if isinstance(field.shape, Text) else ":"
            example = f" For example: {field.example}" if field.example else ""
            yield Offer(field.key, field.says + example, f"{field.key}{colon}")
    here = requirement_at(spot)
    if isinstance(spot.shape, Table) and spot.under == "checks" and here:
        for name in names.checks(here, file.library):
            if name not in there:
                yield Offer(name, "A check of the standard clause.", name if has_colon else f"{name}: ")


def _fields(spot: Spot) -> tuple[Field, ...]:
    """The headings that may stand at *spot*: of its kind, or where none says which, of any kind."""
    shape = of_headings(spot.shape, spot.beside) if spot.beside else spot.shape
    if isinstance(shape, ByKey):
        kinds = [record.by_key[key] for key, record in shape.records.items()]
        return (*kinds, *(shape.otherwise.fields if shape.otherwise else ()))
    return shape.fields if isinstance(shape, Record) else ()


def _combined(file: OpenFile, spot: Spot) -> Iterator[Offer]:
    here = requirement_at(spot)
    if not spot.in_list:
        yield from _plainly(("all of them", "any of them"), "How the checks count together.")
    for name in names.checks(here, file.library) if here else ():
        if name != _MARK:
            yield Offer(name, "A check of this requirement.", name)


def _words(file: OpenFile, tree: Tree, spot: Spot) -> Iterator[Offer]:
    here, says = requirement_at(spot), spot.field.says if spot.field else ""
    match reads(spot):
        case Reads.CHOICE | Reads.HEADER if isinstance(spot.shape, Text):
            yield from _plainly(spot.shape.choices, says)
        case Reads.PARTY:
            for party in names.parties(tree):
                yield Offer(party.key.text, names.text_under(party, "name"), party.key.text)
        case Reads.THEME:
            for theme in file.library.themes():
                found = file.library.theme(theme)
                yield Offer(theme, found.title if found else "", theme)
        case Reads.CLAUSE:
            yield from _clauses(file)
        case Reads.MEASURE:
            yield from _plainly(file.library.measure_ids(), says)
        case Reads.CHECK | Reads.ITEM:
            own = ".".join(entry.key.text for entry in spot.above[1:4:2])
            others = tuple(each for each in names.items(tree, file.library) if each != own)
            yield from _plainly(others, "A check whose evidence this could be.")
        case _ if here and spot.under in BESIDE:
            yield from _plainly(names.checks(here, file.library), "A check of this requirement.")


def _plainly(words: tuple[str, ...], says: str) -> Iterator[Offer]:
    for word in words:
        yield Offer(word, says, word)


def _clauses(file: OpenFile) -> Iterator[Offer]:
    for id in file.library.ids():
        clause = file.library.clause(id)
        yield Offer(id, clause.title if clause else "", id)
