"""Read a return written in YAML.

In: a source.  Out: :class:`Answers`, as for a workbook or a CSV file.  An item is
answered by a text (``57 of 64``), by headings (``number``, ``out of``), or by a list with
one entry for each site.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from specrules.base.findings import Finding, Place, Span
from specrules.base.frozen import replace
from specrules.base.phrases import number
from specrules.evidence.cells import Cell, make_cell, personal
from specrules.evidence.codes import finding
from specrules.evidence.facts import Absent, Column
from specrules.evidence.layout import (
    COLUMNS,
    DOCUMENT_COLUMNS,
    DOCUMENTS,
    KEYS,
    KIND,
    TABLE_COLUMNS,
    Answers,
    Line,
    Register,
    heading,
    line_of,
    misspelt,
    near_heading,
)
from specrules.evidence.personal import withhold
from specrules.result import Reason
from specrules.text.comments import comments
from specrules.text.tree import Entry, Mapping, Node, Scalar, Sequence, Style, read_tree

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from specrules.base.files import Source
    from specrules.text.tree import Tree

_ITEMS, _REGISTERS = "items", "registers"
_NOTHING = frozenset(("", "~", "null"))
# The tree's own messages repeat what was written, which in a return could be about a person.
_FAULTS = {
    "FI101": "There is a tab at the start of this line, where YAML needs spaces.",
    "FI102": "This is given twice, and only one can count.",
    "FI110": "This repeats parts of the file with &, * or <<. Write the text out.",
    "FI111": "This file is not saved as UTF-8. Please check its special characters.",
    "FI112": "This has curly quotation marks, which Word puts in. Use straight ones, or none.",
    "FI113": "There is a special space here. Delete it and press the space bar instead.",
    "FI114": "This text has a colon in it. Put quotation marks around the whole text.",
    "FI115": "This does not line up with the lines around it.",
    "FI117": "There is a mark with ! here, which says how a value is to be read. Write the value alone.",
    "FI122": "There is a character here that does not show. Delete it and write the text again.",
    "FI199": "This is not YAML. A value with a comma, a colon or a special sign goes in quotation marks.",
    "FI116": "Two headings here differ only in capital letters, spaces or look-alike letters.",
    "FI120": "A second document starts here. What follows it was not read.",
    "FI121": "This file is empty.",
}


# How messages of the tree begin that name a cause, and what is said of it here.
_CAUSES = (
    ("There is no colon after", "There is no colon after the heading here. Write a colon and a space."),
    (
        "There is no space after the dash",
        "There is no space after the dash. Begin each item with a hyphen and a space.",
    ),
    (
        "There is no comma",
        "There is no comma between two things here. In brackets each but the last has one.",
    ),
    ("In brackets a comma goes between", "In brackets a comma goes between two things, and no other sign."),
    (
        "In curly brackets a comma ends",
        "A comma ends a value in curly brackets. Put the whole value in quotation marks.",
    ),
    ("This line has no heading", "There is no colon in this line. Write one after its heading, and a space."),
    ("The bracket", "A bracket is opened here and never closed. Close it where it ends."),
    (
        "The quotation mark that opens",
        "The quotation mark that opens here is never closed. Close it, or take it out.",
    ),
    (
        "This stands among the items",
        "This stands among the items of a list. Begin it with a hyphen and a space.",
    ),
    (
        "Several headings on one line",
        "Several headings on one line stand in curly brackets. Write { before them and } behind them.",
    ),
    (
        "This line stands among the items",
        "This stands among the items of a list. Begin it with a hyphen and a space.",
    ),
    (
        "Two versions of this part",
        "Two versions of this part are both still here. Keep one, and delete the marks.",
    ),
    (
        "Every colon is missing",
        "Every colon is missing from here on. Write one after each heading, and a space.",
    ),
)


_OF_AN_ITEM = COLUMNS[1:]
_AN_ITEM = re.compile(r"[A-Za-z]{1,6}-?[0-9]{1,4}\.[\w.-]{1,80}", re.ASCII)  # MA-1.delivered
_ANSWERS = frozenset(map(str, Column))
_MENDED = frozenset(("FI101", "FI110", "FI114", "FI115", "FI117", "FI122", "FI199"))


def read_items(source: Source) -> Answers:
    """Return what a YAML return says."""
    tree = read_tree(source)
    findings = [_without_text(each) for each in tree.findings]
    findings += _in_comments(tree)
    if isinstance(tree.root, Mapping):
        reader = _Reader(source.path, findings)
        answers = reader.answers(tree.root)
        return replace(answers, complete=tree.complete, has_lost_items=reader.has_lost_items)
    if tree.root is not None:
        findings.append(
            finding("EV432", Place(source.path), 'This is not a return: it has no headings such as "party".')
        )
    return Answers({}, findings=tuple(findings), complete=False)


def _in_comments(tree: Tree) -> Iterator[Finding]:
    """What may identify a person in the comments of a return, which are not read otherwise."""
    for span, text in comments(tree) if "#" in tree.source.text else ():
        yield from (personal(Place(tree.source.path, span), kind) for kind in withhold(text)[1])


def _without_text(fault: Finding) -> Finding:
    """A finding of the tree, in words that repeat nothing of the file."""
    usual = f"This cannot be read as it is written ({fault.name.replace('-', ' ')})."
    cause = next((said for begins, said in _CAUSES if fault.message.startswith(begins)), None)
    return replace(fault, message=cause or _FAULTS.get(fault.code, usual), meant=None, remedy=None)


class _Reader:
    """Reads the parts of a return, adding to *findings* on the way."""

    def __init__(self, path: str, findings: list[Finding]) -> None:
        self.path, self.findings = path, findings
        #: Whether all answers stand under a heading that is not known, so that none was read.
        self.has_lost_items = False
        self.loose: list[Place] = []
        self.nearly: set[str] = set()
        # What the tree mended to go on is only its guess at what was meant, so no answer there counts.
        self.mended = [each.place.span for each in findings if each.code in _MENDED and each.place.span]

    def answers(self, root: Mapping) -> Answers:
        """The whole return."""
        header: dict[str, Cell] = {}
        lines: list[Line] = []
        registers: list[Register] = []
        documents: list[dict[str, Cell]] = []
        for entry in root.entries:
            key = heading(entry.key.text)
            if key in KEYS:
                header.setdefault(key, self.cell(entry.value))
            elif key == _ITEMS:
                lines += [line for each in self.entries(entry) for line in self.sound(each, self.item(each))]
            elif key == _REGISTERS:
                registers += [self.register(each) for each in self.entries(entry)]
            elif key == DOCUMENTS:
                documents += self.documents(entry)
            else:
                self.unknown(entry)
        self.look_at_loose_items()
        return Answers(
            header,
            tuple(lines),
            tuple(registers),
            tuple(self.findings),
            documents=tuple(documents),
            nearly=frozenset(self.nearly),
        )

    def unknown(self, entry: Entry) -> None:
        """A heading on top that is not known: an item outside of the items, or one that is misspelt."""
        if _AN_ITEM.fullmatch(entry.key.text):
            self.loose.append(self.place(entry.key.span))
            self.withhold(entry)
            return
        meant = self.misspelt(entry, (*KEYS, _ITEMS, _REGISTERS, DOCUMENTS))
        self.has_lost_items = self.has_lost_items or meant == _ITEMS
        self.nearly.add(meant or "")

    def look_at_loose_items(self) -> None:
        """Report items that stand beside the headings of the return, where none is read."""
        if not self.loose:
            return
        self.has_lost_items = True
        # Where only the heading above them was lost they do not line up either, which is the same thing.
        lines = {place.span.line for place in self.loose if place.span}
        self.findings[:] = [
            each
            for each in self.findings
            if each.code != "FI115" or each.place.span is None or each.place.span.line not in lines
        ]
        first, *others = self.loose
        message = f'This looks like an item and does not stand below "{_ITEMS}:", so it was not read.'
        if others:
            many = number(len(self.loose), "line")
            message = f'{many} look like items and do not stand below "{_ITEMS}:", so they were not read.'
        remedy = f'Items stand below "{_ITEMS}:", each with two spaces before it.'
        self.findings.append(finding("EV432", first, message, remedy=remedy, also=tuple(others)))

    def place(self, span: Span) -> Place:
        """A place in this file."""
        return Place(self.path, span)

    def misspelt(self, entry: Entry, known: Iterable[str]) -> str | None:
        """Report a heading that is not known; the one that was probably meant."""
        near = near_heading(heading(entry.key.text), tuple(known))
        self.findings.append(misspelt(self.place(entry.key.span), near))
        self.withhold(entry)
        return near

    def withhold(self, entry: Entry) -> None:
        """Look at what is not read for what may identify a person."""
        for each in (entry.key, *_scalars(entry.value)):
            # Nothing of it is kept, and whoever wrote it should know what it looks like.
            make_cell(each.text, each.text, self.place(each.span), self.findings)

    def entries(self, entry: Entry) -> tuple[Entry, ...]:
        """The entries below a heading that wants some."""
        if isinstance(entry.value, Mapping):
            return entry.value.entries
        if not _is_blank(entry.value):
            message = (
                "Below this heading, each item stands on its own line, followed by a colon and its answer."
            )
            self.findings.append(finding("EV432", self.place(entry.key.span), message))
            self.has_lost_items = True
        return ()

    def cell(self, node: Node, register: bool = False) -> Cell:
        """One answer. A list of words is one answer."""
        place = self.place(node.span)
        if isinstance(node, Scalar):
            found = None if _is_blank(node) else node.text
            return make_cell(found, node.text if found else "", place, self.findings, register)
        if isinstance(node, Sequence) and all(isinstance(each, Scalar) for each in node.items):
            text = "; ".join(each.text for each in node.items if isinstance(each, Scalar))
            return make_cell(text, text, place, self.findings, register)
        message = "There are further headings here, where one answer is wanted."
        self.findings.append(finding("EV422", place, message))
        return Cell(Absent(Reason.WRONG_TYPE), "", place)

    def item(self, entry: Entry) -> Iterable[Line]:
        """The lines of an item: one, or one for each site."""
        value = entry.value
        if isinstance(value, Sequence) and any(isinstance(each, Mapping) for each in value.items):
            return [self.line(entry, each) for each in value.items]
        return [self.line(entry, value)]

    def line(self, entry: Entry, node: Node) -> Line:
        """One line, from the headings below an item or from its text."""
        item, nowhere = self.name(entry), Cell(None, "", self.place(entry.key.span))
        if not isinstance(node, Mapping):
            return Line(item, nowhere, {Column.ANSWER: self.cell(node)})
        return line_of(self.columns(node, _OF_AN_ITEM), item)

    def sound(self, entry: Entry, lines: Iterable[Line]) -> Iterable[Line]:
        """The lines of an item; where something in it could not be read as written, none of it counts."""
        if not self.is_mended(entry):
            return lines
        return [
            line.with_cells({column: _unreadable(cell) for column, cell in line.cells.items()})
            for line in lines
        ]

    def is_mended(self, entry: Entry) -> bool:
        """Whether a fault of the file lies on the lines of an entry."""
        first, last = entry.key.span.line, entry.value.span.end_line
        return any(first <= fault.line <= last or first <= fault.end_line <= last for fault in self.mended)

    def name(self, entry: Entry) -> Cell:
        """The item an entry is about."""
        return make_cell(entry.key.text, entry.key.text, self.place(entry.key.span), self.findings)

    def columns(self, node: Mapping, known: tuple[str, ...]) -> dict[str, Cell]:
        """The cells below an item, by heading; none counts when a heading is given twice."""
        cells: dict[str, Cell] = {}
        lost: dict[str, Cell] = {}
        for entry in node.entries:
            name = heading(entry.key.text)
            if name in cells:
                cells[name] = cells[name].holding(Absent(Reason.CONFLICTING))
            elif name in known:
                cells[name] = self.cell(entry.value, known is TABLE_COLUMNS)
            elif (near := self.misspelt(entry, known)) in _ANSWERS and known is _OF_AN_ITEM:
                # What stands there is not read, and not called blank as well.
                lost[str(near)] = Cell(Absent(Reason.NOT_READABLE), "", self.place(entry.value.span))
        return lost | cells

    def register(self, entry: Entry) -> Register:
        """The rows of a register; "none" says that there are none."""
        rows = entry.value.items if isinstance(entry.value, Sequence) else (entry.value,)
        found = tuple(self.row(each) for each in rows if not _is_blank(each))
        return Register(self.name(entry), found, sound=not self.is_mended(entry))

    def documents(self, entry: Entry) -> list[dict[str, Cell]]:
        """The rows of the list of documents."""
        rows = entry.value.items if isinstance(entry.value, Sequence) else (entry.value,)
        for each in rows:
            if not isinstance(each, Mapping) and not _is_blank(each):
                message = f"Each document has its headings here: {', '.join(DOCUMENT_COLUMNS)}."
                self.findings.append(finding("EV432", self.place(each.span), message))
        return [self.columns(each, DOCUMENT_COLUMNS) for each in rows if isinstance(each, Mapping)]

    def row(self, node: Node) -> dict[str, Cell]:
        """One row of a register, from its headings, or from its kind alone."""
        return self.columns(node, TABLE_COLUMNS) if isinstance(node, Mapping) else {KIND: self.cell(node)}


def _unreadable(cell: Cell) -> Cell:
    return cell.holding(Absent(Reason.NOT_READABLE))


def _scalars(node: Node) -> Iterator[Scalar]:
    """Every text at or below *node*."""
    if isinstance(node, Scalar):
        yield node
    for each in node.items if isinstance(node, Sequence) else ():
        yield from _scalars(each)
    for entry in node.entries if isinstance(node, Mapping) else ():
        yield from (entry.key, *_scalars(entry.value))


def _is_blank(node: Node) -> bool:
    return isinstance(node, Scalar) and node.style is Style.PLAIN and node.text.casefold() in _NOTHING
