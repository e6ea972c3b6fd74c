"""Walk a tree along its shape: headings and text become values, and faults are found.

Comes in: nodes of a file, and the shape that should stand there.  Goes out:
what could be read, with where it stands.  A fault does not stop the walk.  Where
it is plain what was meant, the walk goes on as if that had been written, so
that one cause gives one finding and everything else is found in the same pass.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from specrules.base.findings import Place, Span
from specrules.base.frozen import NamedTuple, frozen, replace
from specrules.spec import faults as f
from specrules.spec.faults import Faults, closest, offered, part_of
from specrules.spec.headings import (
    a,
    astray,
    both_otherwise,
    catalogue_for_number,
    from_to,
    may_be_another,
    meant_kind,
    missing,
    misspelt,
    no_kind,
    said_otherwise,
    subject,
    turned_round,
    two_kinds,
    wants_clause,
)
from specrules.spec.model import Written
from specrules.spec.shape import (
    FILES,
    FORMATS,
    KINDS,
    PATTERNS,
    SETTINGS_OF_EXAMPLE,
    ByKey,
    ByNode,
    Combined,
    Field,
    List,
    Plain,
    Reads,
    Record,
    Shape,
    Table,
    Text,
)
from specrules.spec.strays import fields_of, put_back, under_checks, under_their_names
from specrules.spec.texts import check_remarks, check_text, is_blank, may_have_slips
from specrules.text.characters import in_latin
from specrules.text.tree import Entry, Mapping, Scalar, Sequence, Style
from specrules.values.dates import read_date
from specrules.values.periods import read_due, read_period
from specrules.values.quantities import TIMES, Quantity, Unit
from specrules.values.reading import expect, misspelt_time, read_quantity, read_target
from specrules.values.understand import Fault, NotUnderstood, quoted

if TYPE_CHECKING:
    from collections import abc
    from collections.abc import Callable, Collection, Iterable

    from specrules.text.tree import Node, Tree


class Unread:
    """Stands where something was written that could not be read, and was reported."""


UNREAD = Unread()


@frozen
class Filled:
    """A record as found: the values that could be read, by heading, and where everything stands."""

    shape: Record
    written: Written
    values: dict[str, Any]
    nodes: dict[str, Node]
    #: Whether a heading in it is not known, which may have been meant for any that it has not.
    strange: bool = False

    def get(self, key: str, default: Any = None) -> Any:
        """The value under *key*, or *default* when it is not there or could not be read."""
        return self.values.get(key, default)

    def scalar(self, key: str) -> Scalar:
        """The text under *key* as it is written, or an empty one at the record."""
        node = self.nodes.get(key)
        return node if isinstance(node, Scalar) else Scalar("", self.written.span, Style.PLAIN)

    def wrote(self, key: str) -> bool:
        """Whether the heading *key* is there, be what stands under it unreadable."""
        return key in self.written.keys

    def without(self, keys: Collection[str]) -> Filled:
        """The record as if *keys* had not been written."""
        kept = {key: span for key, span in self.written.keys.items() if key not in keys}
        values = {key: value for key, value in self.values.items() if key not in keys}
        return replace(self, written=replace(self.written, keys=kept), values=values)

    def joined_with(self, other: Filled, keys: Collection[str]) -> Filled:
        """The record as if it had *keys* of *other* as well."""

        def both(one: abc.Mapping[str, Any], two: abc.Mapping[str, Any]) -> dict[str, Any]:
            return {**one, **{key: value for key, value in two.items() if key in keys}}

        here, there = self.written, other.written
        written = Written(here.file, here.span, both(here.keys, there.keys), both(here.values, there.values))
        values, nodes = both(self.values, other.values), both(self.nodes, other.nodes)
        return Filled(self.shape, written, values, nodes, self.strange or other.strange)


class Named(NamedTuple):
    """An entry of a table: its name, where the name stands, and what stands under it."""

    name: str
    at: Span
    value: Any


# -- files


def read_file(tree: Tree, kind: str, faults: Faults) -> Filled | None:
    """Walk a file that should be of *kind* ("spec"); None when it is another, or cannot be read at all."""
    root = tree.root
    if root is None:
        return None
    if not isinstance(root, Mapping):
        _not_a_file(root.span, f"This is not {a(FILES[kind].called)}.", kind, faults)
        return None
    header = _header(root, kind, faults)
    if header is None or not _is_kind(header, kind, root, faults):
        return None
    check_remarks(faults)
    filled: Filled = Walk(faults, root).record(root, FILES[kind], Scalar("", header.key.span, Style.PLAIN))
    return filled


def _not_a_file(span: Span, message: str, kind: str, faults: Faults) -> None:
    start = Span(span.line, span.column, span.line, span.column + 1)
    remedy = f"Begin it with the line: specrules: {kind} {FORMATS[kind]}"
    if faults.file.lower().endswith((".csv", ".tsv")):
        message = f"This is a table, and {a(FILES[kind].called)} is wanted here."
        remedy = "If it is a return, look at it with: specrules return check RETURN"
    faults.add(f.WRONG_KIND_OF_FILE, start, message, remedy=remedy)


def _header(root: Mapping, kind: str, faults: Faults) -> Entry | None:
    for entry in root.entries:
        if entry.key.text == "specrules":
            return entry
    for entry in root.entries:
        known = any(entry.key.text in each.by_key for each in FILES.values())
        if not known and closest(entry.key.text, ["specrules"]):
            misspelt(entry, FILES[kind], root, faults)
            return entry
    likely = _likely_kind(root, kind)
    _not_a_file(root.span, "This file does not say what kind of file it is.", likely, faults)
    return None


def _is_kind(header: Entry, kind: str, root: Mapping, faults: Faults) -> bool:
    """Whether *header* names *kind* and a format number, as *root* has it. Says so when not."""
    value, likely = header.value, _likely_kind(root, kind)
    newest = f"{likely} {FORMATS[likely]}"
    text = " ".join(value.text.split()) if isinstance(value, Scalar) else ""
    match = re.fullmatch(r"(.+) ([1-9][0-9]{0,3})", text)
    found, number = (match[1], int(match[2])) if match else (text, 0)
    if found == kind == likely and 0 < number <= FORMATS[kind]:
        return True
    if header.key.text != "specrules" and found.casefold() in FORMATS:
        return False  # the heading was reported, as where the first line is in capital letters
    if found not in FORMATS and (near := closest(found, FORMATS)):
        newest = f"{near} {FORMATS[near]}"
    meant, remedy = newest, f"Write: specrules: {newest}"
    message = f"{quoted(text)} is not a kind of file with the number of its format."
    if found in FORMATS and likely not in (found, kind):
        message = (
            f"This line says {quoted(text)}, and what follows has the headings of {a(FILES[likely].called)}."
        )
    elif found == kind and number > FORMATS[kind]:
        message = f"{text} is newer than this specrules reads ({newest})."
        meant, remedy = "", "Install a newer specrules to read it."
    elif found in FORMATS and number:
        message = f"This file is {a(FILES[found].called)}, and {a(FILES[kind].called)} is wanted here."
        meant, remedy = "", "Name another file, or correct the line if it is wrong."
    faults.add(f.WRONG_KIND_OF_FILE, value.span, message, meant=meant or None, remedy=remedy)
    return False


def _likely_kind(root: Mapping, kind: str) -> str:
    """The kind of file that has the headings of *root*, if hardly any of them are those of *kind*."""
    headings = [entry for entry in root.entries if entry.key.text != "specrules"]

    def known(one: str) -> int:
        fields = FILES[one].by_key
        return sum(
            _fits(entry.value, fields[entry.key.text]) for entry in headings if entry.key.text in fields
        )

    if known(kind) * 2 >= len(headings):
        return kind
    best = max(FILES, key=known)
    least = known(kind) + 2 if known(kind) else 1
    return best if known(best) >= least and known(best) * 2 > len(headings) else kind


def _fits(node: Node, field: Field) -> bool:
    """Whether *node* is what stands under *field*, and not what another kind of file has there."""
    if isinstance(node, Scalar):
        return True
    shape = field.shape.of if isinstance(field.shape, List) else field.shape
    if isinstance(node, Sequence) != isinstance(field.shape, List):
        return False
    inside = node.items if isinstance(node, Sequence) else (node,)
    words = {entry.key.text for each in inside if isinstance(each, Mapping) for entry in each.entries}
    return not isinstance(shape, Record) or len(words & shape.by_key.keys()) * 2 > len(words)


# -- shapes


def plain(node: Node) -> Any:
    """A node as text, tuples and dicts."""
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, Sequence):
        return tuple(plain(each) for each in node.items)
    return {each.key.text: plain(each.value) for each in node.entries}


def _names_under(root: Mapping, key: str) -> frozenset[str]:
    """The names under a heading of the file; none where it is not there."""
    entry = root.get(key)
    names = entry.value.entries if entry and isinstance(entry.value, Mapping) else ()
    return frozenset(each.key.text for each in names)


class Walk:
    """One pass along a shape. Each method takes a node, its shape, and the heading it stands under."""

    def __init__(self, faults: Faults, root: Mapping) -> None:
        self.faults = faults
        self._checks = _names_under(root, "checks")
        self._may_lack_commas = "” “" in faults.text or "”“" in faults.text

    def read(self, node: Node, shape: Shape, heading: Scalar) -> Any:
        """What stands at *node*, or UNREAD."""
        return _READERS[type(shape)](self, node, shape, heading)

    def record(self, node: Node, shape: Record, heading: Scalar, passed: Collection[str] = ()) -> Any:
        """A Filled. Headings in *passed* are noted, and what stands under them is passed over."""
        node = self._without_dashes(node, shape.by_key, heading)
        if not isinstance(node, Mapping):
            wanted = ", ".join(each.key for each in shape.required or shape.fields)
            remedy = f"Write under it, each on a line of its own: {wanted}."
            return self._wrong(node, heading, "headings", from_to(node, shape) or remedy)
        if shape is SETTINGS_OF_EXAMPLE:
            node = under_checks(node, self._checks, self.faults)
        node = put_back(node, shape, self.faults)
        belongs = not node.entries or any(entry.key.text in shape.by_key for entry in node.entries)
        if not belongs and astray(node, shape, heading, self.faults):
            return UNREAD
        strange = False
        keys: dict[str, Span] = {}
        places: dict[str, Span] = {}
        values: dict[str, Any] = {}
        nodes: dict[str, Node] = {}
        for entry in node.entries:
            field = shape.by_key.get(entry.key.text)
            if field is None and entry.key.text in passed:
                keys[entry.key.text] = entry.key.span
            elif field is None:
                entry = self._as_meant(entry, shape, node)
                field = shape.by_key.get(entry.key.text) or misspelt(entry, shape, node, self.faults)
                strange = strange or (field is None and may_be_another(entry.key, node, shape))
            if field is None or field.key in keys:
                continue  # what is given twice the parser reports
            keys[field.key], places[field.key] = entry.key.span, entry.value.span
            nodes[field.key] = entry.value
            key = entry.key if entry.key.text == field.key else entry.key._replace(text=field.key)
            value = self._under(entry, field.shape, key)
            if value is not UNREAD:
                values[field.key] = value
        lacking = [field for field in shape.required if field.key not in keys]
        # Headings that nobody knows were told with what is needed and may be meant by them.
        for field in lacking if lacking and not strange and node.get("<<") is None else ():
            missing(field, shape, node, heading, self.faults)
        written = Written(self.faults.file, _whole(heading, node), keys, places)
        return Filled(shape, written, values, nodes, strange)

    def _as_meant(self, entry: Entry, shape: Record, node: Mapping) -> Entry:
        """*entry*, whose heading is not one of *shape*, with its heading and value as they were meant."""
        ways = (turned_round, both_otherwise)
        return next((found for each in ways if (found := each(entry, shape, node, self.faults))), entry)

    def by_key(self, node: Node, shape: ByKey, heading: Scalar) -> Any:
        """The record whose own heading is there."""
        if isinstance(node, Sequence):
            node = self._without_dashes(node, fields_of(shape), heading)
        if not isinstance(node, Mapping):
            return self._wrong(
                node,
                heading,
                "headings",
                f"Write one of these under it: {', '.join(shape.records)}{_as_in(node, shape)}.",
            )
        kinds = [entry.key.text for entry in node.entries if entry.key.text in shape.records]
        if not kinds and "standard-clause" in shape.records:
            node = catalogue_for_number(node, fields_of(shape), self.faults)
            kinds = ["standard-clause"] if node.get("standard-clause") or wants_clause(node, shape) else []
        kind = kinds[0] if kinds else meant_kind(node, shape)
        record = shape.records[kind] if kind else shape.otherwise
        if record is None:
            no_kind(shape, node, heading, self.faults)
            return UNREAD
        if len(kinds) > 1:
            two_kinds(node, kinds, shape, self.faults)
        return self.record(
            node, record, heading, {key for each in kinds[1:] for key in shape.records[each].by_key}
        )

    def _without_dashes(self, node: Node, known: Collection[str], heading: Scalar) -> Node:
        """*node*, or the headings in it where it is a list of *known* headings only; that is reported."""
        items = node.items if isinstance(node, Sequence) else ()
        entries = [entry for each in items if isinstance(each, Mapping) for entry in each.entries]
        if not entries or len(entries) > len(items) or not {each.key.text for each in entries} <= set(known):
            return node
        in_brackets = self.faults.sign_at(node.span) == "["
        what, remedy = "a dash before each of its headings", "Take the dashes out."
        if in_brackets:
            what, remedy = "its headings in square brackets", "Write curly brackets, { and }, round them."
        message = f"{subject(heading)} has {what}, so they are read as a list."
        self.faults.add(f.WRONG_SHAPE, node.span, message, remedy=remedy)
        return Mapping(tuple(entries), node.span)

    def table(self, node: Node, shape: Table, heading: Scalar) -> Any:
        """A list of Named, in the order of the file."""
        if isinstance(node, Scalar):
            node = self._with_a_colon(node)
        if not isinstance(node, Mapping):
            remedy = "Begin each with its name and a colon, not with a dash."
            if isinstance(node, Scalar):
                remedy = "Write each name with a colon and a space behind it, and then what goes with it."
            return self._wrong(node, heading, "names", remedy)
        if not node.entries:
            return self._nothing(heading)
        found: dict[str, Named] = {}
        again: list[Named] = []
        for entry in under_their_names(node, shape, heading, self.faults):
            name = entry.key.text
            if self._is_a_sentence(entry, shape):
                continue
            if name not in found:  # what is given twice the parser reports
                self._check_name(entry.key, shape.names)
                found[name] = Named(name, entry.key.span, self._under(entry, shape.of, entry.key))
            elif isinstance(entry.value, Mapping):
                again.append(Named(name, entry.key.span, self._under(entry, shape.of, entry.key)))
        # Of a requirement that stands there twice, more is found by whoever reads requirements.
        return [*found.values(), *(again if heading.text == _READ_TWICE else ())]

    def _with_a_colon(self, node: Scalar) -> Node:
        """The name in *node*, and what goes with it, if another sign stands between; reported if so."""
        found = re.fullmatch(r"([a-z][a-z0-9-]*)[ \t]*([;=\uff1a])[ \t]*(\S.*)", node.text)
        places = [part_of(node, *found.span(group)) for group in (1, 2, 3)] if found else []
        if found is None or node.style is not Style.PLAIN or None in places:
            return node
        name, sign, value = (each for each in places if each)
        message = f"{quoted(found[2])} stands after {quoted(found[1])} where a colon belongs."
        self.faults.add(f.WRONG_SHAPE, sign, message, remedy="Write a colon and a space instead.")
        key, under = Scalar(found[1], name, Style.PLAIN), Scalar(found[3], value, Style.PLAIN)
        return Mapping((Entry(key, under),), node.span)

    def _is_a_sentence(self, entry: Entry, shape: Table) -> bool:
        """Whether *entry* is words and more words where a name has headings under it; reported if so."""
        words, value = entry.key.text, entry.value
        if " " not in words or not isinstance(value, Scalar) or not value.text or isinstance(shape.of, Text):
            return False
        if shape.names not in PATTERNS or re.fullmatch(PATTERNS[shape.names], words):
            return False
        if isinstance(shape.of, ByNode) and shape.of.text:
            return False
        message = f"{quoted(words)} is no name with headings under it, and stands among those that are."
        self.faults.add(
            f.WRONG_SHAPE, entry.key.span, message, remedy="If it is a remark, begin it with # and a space."
        )
        return True

    def _under(self, entry: Entry, shape: Shape, heading: Scalar) -> Any:
        """What stands under a heading or a name."""
        # What is further in is read again with the passage it is a part of, and would never be asked for.
        if self.faults.remembers and entry.key.span.column <= _PASSAGES:
            return self.faults.once((entry, shape), lambda: self.read(entry.value, shape, heading))
        return _READERS[type(shape)](self, entry.value, shape, heading)

    def by_node(self, node: Node, shape: ByNode, heading: Scalar) -> Any:
        """Whatever shape goes with text, headings or a list."""
        kinds = {Scalar: shape.text, Mapping: shape.record, Sequence: shape.items}
        return self.read(node, kinds[type(node)] or shape.record, heading)

    def list(self, node: Node, shape: List, heading: Scalar) -> Any:
        """A tuple of what stands at each item. Text alone is reported, and read as a list of one."""
        if not isinstance(node, Sequence):
            return self._not_a_list(node, shape, heading)
        if shape.filled and not node.items:
            return self._nothing(heading)
        if len(node.items) == 1 and isinstance(node.items[0], Scalar) and ";" in node.items[0].text:
            return self._with_semicolons(node, node.items[0], shape, heading)
        items = node.items
        if self._may_lack_commas or node.span.line != node.span.end_line:
            items = tuple(part for each in items for part in self._parted(each, node))
        if Sequence in map(type, items):
            items = tuple(map(self._with_one_dash, items))
        if heading.text in _ONCE_EACH:
            self._named_twice(items)
        found = [self.read(each, shape.of, _item_heading(each, heading)) for each in items]
        return tuple(each for each in found if each is not UNREAD)

    def _with_one_dash(self, item: Node) -> Node:
        """*item* without the second of two dashes before it; reported if there was one."""
        if not isinstance(item, Sequence) or len(item.items) != 1 or self.faults.sign_at(item.span) != "-":
            return item
        line, column, _, _ = item.span
        at = Span(line, column, line, column + 1)
        self.faults.add(
            f.WRONG_SHAPE, at, "There is a dash too many before this item.", remedy="Take it out."
        )
        return item.items[0]

    def _named_twice(self, items: Iterable[Node]) -> None:
        """Report a name that stands in a list a second time: another was meant, or it is a copy."""
        first: dict[str, Scalar] = {}
        for each in items:
            if isinstance(each, Scalar) and first.setdefault(each.text.strip(), each) is not each:
                message = f"{quoted(each.text.strip())} is named twice in this list."
                remedy = "Take one of the two out, or write what was meant in its place."
                also = (Place(self.faults.file, first[each.text.strip()].span),)
                self.faults.add(f.GIVEN_TWICE, each.span, message, remedy=remedy, also=also)

    def _parted(self, item: Node, node: Sequence) -> tuple[Node, ...]:
        """The items that *item* of a list in brackets was meant to be: a comma is missing; reported if so."""
        if (
            not isinstance(item, Scalar)
            or item.style is not Style.PLAIN
            or self.faults.sign_at(node.span) != "["
        ):
            return (item,)
        words = re.findall(_IN_CURLY_QUOTES, item.text)
        if re.fullmatch(rf"(?:{_IN_CURLY_QUOTES}\s*){{2,}}", item.text):
            at, message = item.span, f"There is no comma between {quoted(words[0])} and {quoted(words[1])}."
        elif words := self.faults.lines_of_a_list(item):
            line, column, _, _ = item.span
            at = Span(line, column, line, column + len(words[0]))
            message = "There is no comma at the end of this line."
        else:
            return (item,)
        remedy = "In brackets a comma goes between any two things. Write one there."
        self.faults.add(f.WRONG_SHAPE, at, message, remedy=remedy)
        return tuple(item._replace(text=each) for each in words)

    def _with_semicolons(self, node: Sequence, item: Scalar, shape: List, heading: Scalar) -> Any:
        """The items of a list in which semicolons stand for commas."""
        words = [each.strip() for each in item.text.split(";") if each.strip()]
        message = f"In {subject(heading)} a semicolon stands between two things where a comma belongs."
        meant = f"[{', '.join(words)}]"
        self.faults.add(f.WRONG_SHAPE, node.span, message, meant=meant, remedy=f"Write {meant} instead.")
        return tuple(self.read(item._replace(text=each), shape.of, heading) for each in words)

    def _not_a_list(self, node: Node, shape: List, heading: Scalar) -> Any:
        if not isinstance(node, Scalar) or not node.text.strip() or not isinstance(shape.of, Text):
            remedy = "Begin each item on a new line, with a dash and a space."
            if heading.text == "targets":
                remedy = "For one target that always holds write target, without the s."
            return self._wrong(node, heading, "a list", remedy)
        if node.text.strip().lower() in _NOTHING:
            return self._wrong(
                node, heading, "a list", "Where there is nothing to name, delete the heading too."
            )
        if self._has_quotes_round_brackets(node, heading):
            return UNREAD
        between = _BETWEEN_NAMES if shape.of.reads in _NAMED else ";" if ";" in node.text else ""
        if heading.text in _OF_COLUMNS:
            between = _BETWEEN_TERMS
        message, items = _as_items(node.text, "," if heading.text in _OF_WORDS else between)
        meant = f"[{', '.join(items)}]"
        read = self.faults.tried(
            lambda: [self.read(node._replace(text=each), shape.of, heading) for each in items]
        )
        if read is None:  # in brackets it would be as wrong: what is wrong with it has to be said
            self.read(node, shape.of, heading)
            return UNREAD
        self.faults.add(
            f.WRONG_SHAPE,
            node.span,
            f"{subject(heading)} wants a list{message}",
            meant=meant,
            remedy=f"Write {meant} instead.",
        )
        is_one_word = heading.text in _OF_WORDS and len(items) == 1  # or several, and nobody knows which
        return UNREAD if UNREAD in read or is_one_word else tuple(read)

    def combined(self, node: Node, shape: Combined, heading: Scalar) -> Any:
        """The node itself: the names in it are looked up when all names are known."""
        return self._nothing(heading) if isinstance(node, Scalar) and not node.text.strip() else node

    def plain(self, node: Node, shape: Plain, heading: Scalar) -> Any:
        """What stands under names, as text, tuples and dicts."""
        if not isinstance(node, Mapping):
            remedy = "Write what each of them says."
            if heading.text == "rows":
                remedy = "Write each cell behind the name of its column and a colon."
            return self._wrong(node, heading, "names, each with something under it", remedy)
        return plain(node)

    # -- text

    def text(self, node: Node, shape: Text, heading: Scalar) -> Any:
        """What the text says, read as the shape wants it."""
        if type(node) is not Scalar:
            remedy = "Write it on the same line, after the colon."
            return self._wrong(node, heading, shape.reads, _ends_with_colon(node) or remedy)
        text = node.text.strip()
        if not text:
            return self._nothing(heading)
        reads = shape.reads
        if reads is Reads.TEXT:
            if heading.text in _IN_WORDS and _says_nothing(text) and not is_blank(text):
                message = f"{subject(heading)} says {quoted(text)} and nothing more. What is wanted is words."
                self.faults.add(f.WRONG_SHAPE, node.span, message, remedy="Write what belongs there.")
                return UNREAD
            if may_have_slips(text):
                check_text(node, self.faults)
            if text[-1] in ",;" and heading.text in _IN_WORDS and node.style is Style.PLAIN:
                return self._with_a_sign_behind(node, text)
            return text if text[-1] != '"' else self._with_a_lone_quote(node, text)
        if reads is Reads.CHOICE:
            return text if text in shape.choices else self._unknown_choice(node, shape, heading)
        if reads in PATTERNS:
            self._check_name(node, reads, is_value=True)
            return text
        if reads not in _UNDERSTAND:
            return node  # looked up by whoever knows what there is
        try:
            return _UNDERSTAND[reads](node.text)
        except NotUnderstood as problem:
            self.faults.not_understood(node, problem, _REMEDIES.get(reads))
            return UNREAD

    def _with_a_sign_behind(self, node: Scalar, text: str) -> str:
        """*text* without the comma or semicolon that it ends with, as lines do in other notations."""
        meant, sign = text[:-1].rstrip(), "a comma" if text[-1] == "," else "a semicolon"
        message = f"{quoted(text)} ends with {sign}. Nothing stands at the ends of lines here."
        self.faults.add(f.ODD_CHARACTERS, node.span, message, meant=meant, remedy="Take it out.")
        return meant

    def _with_a_lone_quote(self, node: Scalar, text: str) -> str:
        """*text*, which ends with a quotation mark; without it where there is none at the front."""
        if node.style is not Style.PLAIN or text.count('"') > 1:
            return text
        meant = text[:-1].rstrip()
        message = f"{quoted(text)} ends with a quotation mark, and does not begin with one."
        remedy = "Write one at the front too, or none."
        self.faults.add(f.ODD_CHARACTERS, node.span, message, meant=meant, remedy=remedy)
        return meant

    def _check_name(self, node: Scalar, reads: Reads, *, is_value: bool = False) -> None:
        if reads is Reads.ITEM and re.search(r"\*|\w\s*[,;&]\s*\w", node.text):
            message = f"{quoted(node.text)} is about several, and each record is about one."
            each = "Write one record for each requirement, such as MA-1, or check, such as MA-1.delivered."
            self.faults.add(f.NOT_AN_ID, node.span, message, remedy=each)
        elif reads in PATTERNS and not re.fullmatch(PATTERNS[reads], node.text):
            meant = as_name(node.text, reads)
            remedy = f"Write {meant} instead." if meant else None
            parts = re.split(_BETWEEN_TERMS, node.text.strip()) if is_value and reads is Reads.TERM else ()
            if len(parts) > 1:
                meant = None
                remedy = (
                    f"If it is one name, join its words with hyphens; if not, write [{', '.join(parts)}]."
                )
            self.faults.add(
                f.NOT_AN_ID,
                node.span,
                f"{quoted(node.text)} is not {reads}.",
                meant=meant,
                remedy=remedy,
            )

    def _unknown_choice(self, node: Scalar, shape: Text, heading: Scalar) -> Any:
        remark = re.match(r"(.+?)\s*(#|//|--|<!--)", node.text)
        if remark and remark[1] in shape.choices:
            message = f"{quoted(node.text)}: what begins with {remark[2]} was read as part of the word."
            self.faults.add(
                f.UNKNOWN_CHOICE,
                node.span,
                message,
                remedy="Begin a remark with a space and #, or delete it.",
            )
            return remark[1]
        longest_first = sorted(shape.choices, key=len, reverse=True)  # "not met" names no "met"
        named = set(re.findall(rf"\b(?:{'|'.join(map(re.escape, longest_first))})\b", node.text))
        meant = said_otherwise(node.text, shape.choices) or closest(node.text, shape.choices)
        meant = None if len(named) > 1 else meant
        wanted = offered(shape.choices)
        hint = f' Did you mean "{meant}"?' if meant and len(shape.choices) > 1 else ""
        message = f"{heading.text}: {quoted(node.text)} is not {wanted}.{hint}"
        remedy = f"Write {meant or wanted} instead."
        self.faults.add(f.UNKNOWN_CHOICE, node.span, message, meant=meant, remedy=remedy)
        return meant or UNREAD

    # -- what is wrong

    def _nothing(self, heading: Scalar) -> Unread:
        message = f"Nothing is written after {quoted(heading.text)}."
        remedy = "Write something there, or delete the heading."
        if remark := self.faults.taken_for_remark(heading.span):
            message = f"What begins with # is a remark, so {quoted(remark)} says nothing here."
            remedy = "Put the whole text in quotation marks, or write it without the #."
        self.faults.add(f.NOTHING_WRITTEN, heading.span, message, remedy=remedy)
        return UNREAD

    def _wrong(self, node: Node, heading: Scalar, wanted: str, remedy: str) -> Unread:
        if isinstance(node, Scalar) and not node.text.strip():
            return self._nothing(heading)
        if isinstance(node, Sequence) and len(node.items) == 1 and isinstance(node.items[0], Scalar):
            blank = node.items[0]._replace(text=f"[{node.items[0].text}]", span=node.span)
            if is_blank(blank.text):
                check_text(blank, self.faults)
                return UNREAD
        if self._has_quotes_round_brackets(node, heading):
            return UNREAD
        has = {Scalar: "text", Mapping: "headings under it", Sequence: "a list"}[type(node)]
        message = f"{subject(heading)} has {has}. What is wanted is {wanted}."
        self.faults.add(f.WRONG_SHAPE, node.span, message, remedy=remedy)
        return UNREAD

    def _has_quotes_round_brackets(self, node: Node, heading: Scalar) -> bool:
        """Whether *node* is a list or headings in brackets, and in quotation marks round those; says so."""
        if not isinstance(node, Scalar) or node.style is Style.PLAIN:
            return False
        if not re.fullmatch(_IN_BRACKETS, node.text):
            return False
        message = f"{subject(heading)} has quotation marks round its brackets, so they are read as text."
        remedy = "Take the quotation marks out."
        self.faults.add(f.WRONG_SHAPE, node.span, message, meant=node.text, remedy=remedy)
        return True


# How each shape is read. A walk that kept its own methods would stay until Python looks for such rings.
_READERS: dict[type, Callable[[Walk, Any, Any, Scalar], Any]] = {
    Text: Walk.text,
    List: Walk.list,
    Record: Walk.record,
    Table: Walk.table,
    ByNode: Walk.by_node,
    ByKey: Walk.by_key,
    Combined: Walk.combined,
    Plain: Walk.plain,
}
_IN_BRACKETS = r"\{.*\}|\[.*\]"
# Ways of writing a list that YAML does not know: how each is spotted and taken apart, and what to say.
_LISTS = (
    (r"\s*\((?P<items>[^()]*)\)\s*", r"\s*[,;]\s*", ", which stands in square brackets."),
    (r"\s*<(?P<items>[^<>]*,[^<>]*)>\s*", r"\s*[,;]\s*", ", which stands in square brackets."),
    (r"(?P<items>[^\t]+\t.*)", r"\s*\t\s*", ", and tabs from a spreadsheet do not make one."),
    (
        r"\s*[-\u2022\u00b7\u25e6\u25aa\u25cf\u2023\u2013\u2014](?P<items>\S.*|\s.*)",
        r"(?:^|\s)\s*[-\u2022\u00b7\u25e6\u25aa\u25cf\u2023\u2013\u2014]\s*(?=\S)",
        ", whose items begin with a hyphen and a space.",
    ),
    (
        r"\s*1[.)](?P<items>\s.*)",
        r"(?:^|\s)\s*[0-9]{1,2}[.)]\s+",
        ", whose items begin with a hyphen and a space, not with a number.",
    ),
    (
        r"\s*\(?(?:a|i)[.)](?P<items>\s.*)",
        r"(?:^|\s)\s*\(?(?:[a-h]|[ivx]{1,4})[.)]\s+",
        ", whose items begin with a hyphen and a space, not with a letter.",
    ),
    (
        r"\s*o(?P<items>\s.*)",
        r"(?:^|\s)\s*o\s+",
        ', whose items begin with a hyphen and a space, not with "o".',
    ),
)


_IN_CURLY_QUOTES = "“([^“”]*)”"
# In these no comma can be part of an item.
_NAMED = {Reads.NAME, Reads.PARTY, Reads.THEME, Reads.NUMBER, Reads.ITEM, Reads.ENTRY, Reads.TERM}
_BETWEEN_TERMS = r"\s+(?:to|and|before|then)\s+|\s*[,;+&]\s*|\s+"
_BETWEEN_NAMES = r"[,;/&]|\s+and\s+"
# Here one could, but what stands between two is a comma and nothing else.
_OF_WORDS = frozenset({"choices", "covers", "answers"})
# Columns of an extract, whose names have no spaces.
_OF_COLUMNS = frozenset({"person", "key", "in-order"})
# What these say is a sentence or part of one, and never a yes or a number alone.
_IN_WORDS = frozenset(
    {
        "title",
        "name",
        "role",
        "wording",
        "people",
        "of",
        "source",
        "if-not-met",
        "rated-by",
        "bound-by",
        *KINDS,
    }
)
_ONCE_EACH = frozenset({"each-of", "jointly", "sites", "subcontractors", "choices", "principles"})
_NOTHING = frozenset({"none", "nil", "nothing", "n/a", "not applicable"})
_READ_TWICE = "requirements"
# A heading of the file begins in the first column, and a name below it in the third.
_PASSAGES = 3


def _says_nothing(text: str) -> bool:
    """Whether *text* is a yes, a no, a number or a sign, and nothing more."""
    is_word = text.casefold() in {"yes", "no", "true", "false", "on", "off", "y", "n", "x"}
    return is_word or text.isdecimal() or not any(map(str.isalnum, text))


def _as_items(text: str, between_items: str) -> tuple[str, list[str]]:
    """What is wrong with a *text* that should be a list, and the items it was meant to have.

    *between_items* is what may stand between two of them; "" where any comma may be part of one.
    """
    for pattern, between, says in _LISTS:
        if match := re.fullmatch(pattern, text, re.DOTALL):
            return says, [each.strip() for each in re.split(between, match["items"]) if each.strip()]
    if text.endswith("]") and "[" not in text:
        names = [each.strip() for each in text[:-1].split(",")]
        return '. There is a "]" at its end, and no "[" at its beginning.', names
    names = [text]
    if between_items:
        names = [each.strip() for each in re.split(between_items, text.strip(" ,;"))]
    return (", in square brackets." if len(names) > 1 else ", even of one."), names


def _item_heading(item: Node, heading: Scalar) -> Scalar:
    """What an item of a list stands under: its own first heading, or the list's."""
    if isinstance(item, Mapping) and item.entries:
        return Scalar("", item.entries[0].key.span, Style.PLAIN)
    return Scalar(heading.text, item.span, Style.PLAIN)


def _whole(heading: Scalar, node: Mapping) -> Span:
    start = min(heading.span, node.span)
    return Span(start.line, start.column, node.span.end_line, node.span.end_column)


def _ends_with_colon(node: Node) -> str:
    """What to do about an item of a list that is a name only for the colon at its end; else nothing."""
    if not isinstance(node, Mapping) or len(node.entries) != 1:
        return ""
    key, value = node.entries[0]
    is_alone = isinstance(value, Scalar) and not value.text and key.span[:2] == node.span[:2]
    return f"If {key.text} is all of it, take out the colon behind it." if is_alone else ""


def _as_in(node: Node, shape: ByKey) -> str:
    """How the names of the list *node* are written under a heading of *shape* that takes a list of names."""
    items = (
        [each.text for each in node.items if isinstance(each, Scalar)] if isinstance(node, Sequence) else []
    )
    key = next(
        (key for key, record in shape.records.items() if isinstance(record.by_key[key].shape, List)), ""
    )
    return f", as in {{{key}: [{', '.join(items)}]}}" if key and items else ""


# -- how text is read

# A check as people write it: "AC-1 longest", "AC-1/longest", "AC-1: longest".
_A_CHECK = r"([A-Z]+-[0-9]+)\s*[ /:,]\s*([a-z][a-z0-9-]*)"


def as_name(text: str, reads: Reads) -> str | None:
    """*text* as a name of the kind wanted, or None when nothing is left of it."""
    kept = {Reads.CLAUSE_NAME: "/", Reads.MEASURE: "/", Reads.ITEM: "."}.get(reads, "")
    if reads is Reads.ITEM and (check := re.fullmatch(_A_CHECK, text.strip())):
        text = f"{check[1]}.{check[2]}"
    text = re.sub(r"^[0-9]+(?:\.[0-9]+)*[.)]?\s+(?=[A-Za-z])", "", text)  # the number of a list
    name = re.sub(rf"[^A-Za-z0-9{kept}]+", "-", in_latin(text)).strip("-./")
    name = name if reads in (Reads.NUMBER, Reads.ITEM) else name.lower()
    if reads is Reads.ENTRY:
        name = re.sub(r"-([0-9][a-z]?)$", r"-0\1", name)
        name = re.sub(r"^[^0-9]*", lambda letters: letters[0].upper(), name)
    return name if re.fullmatch(PATTERNS[reads], name) else None


def _length(text: str) -> Quantity:
    quantity = read_quantity(text)
    if quantity.unit not in TIMES:
        no_length = NotUnderstood(Fault.WRONG_UNIT, f"{quoted(text)} is not {Reads.LENGTH}.")
        raise misspelt_time(quantity, text) or no_length
    return quantity


def _number(text: str) -> int:
    try:
        quantity = read_quantity(text)
    except NotUnderstood as problem:
        meant = problem.meant if problem.meant and problem.meant.replace(",", "").isdigit() else None
        message = problem.message.partition(" is not a figure.")
        said = f"{message[0]} is not a whole number." if message[1] else problem.message
        raise NotUnderstood(problem.code, said, meant, problem.at) from None
    if quantity.unit is not Unit.COUNT or quantity.of or quantity.number.denominator != 1:
        meant = str(int(quantity.number)) if quantity.of and quantity.number.denominator == 1 else None
        raise NotUnderstood(Fault.WRONG_UNIT, f"{quoted(text)} is not a whole number.", meant)
    return int(quantity.number)


def _statistic(text: str) -> str:
    words = " ".join(text.split()).lower()
    words = {"average": "mean", "maximum": "longest", "minimum": "shortest"}.get(words, words)
    if not re.fullmatch(r"longest|shortest|mean|median|[1-9][0-9]?(st|nd|rd|th) percentile", words):
        meant = closest(words, ("longest", "shortest", "mean", "median"))
        raise NotUnderstood(Fault.WRONG_UNIT, f"{quoted(text)} is not {Reads.STATISTIC}.", meant)
    return words


#: ``read_target``, which remembers: a specification says "at least 90%" again and again.
target_in = lru_cache(maxsize=256)(read_target)

# What to do about what was not understood, where that is known better than for all figures.
_REMEDIES = {Reads.COUNT: f"Write {Reads.COUNT}."}
_UNDERSTAND: dict[Reads, Callable[[str], Any]] = {
    Reads.DATE: read_date,
    Reads.TARGET: target_in,
    Reads.PERCENT: lambda text: expect(read_quantity(text), Unit.PERCENT),
    Reads.LENGTH: _length,
    Reads.COUNT: _number,
    Reads.DUE: read_due,
    Reads.PERIOD: read_period,
    Reads.QUANTITY: read_quantity,
    Reads.STATISTIC: _statistic,
}
