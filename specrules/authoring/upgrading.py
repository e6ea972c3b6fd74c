"""Rewrite a file of an older format as the newest, place by place.

In: the text of a file.  Out: its text in the newest format, and how many places
changed.  Only headings and the first line are touched, each where it stands, so
that comments, spaces and the order of lines stay as the author left them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from specrules.base.errors import SpecrulesError
from specrules.base.files import shown
from specrules.base.frozen import replace
from specrules.spec.shape import FILES, FORMATS, ByKey, ByNode, List, Record, Shape, Table
from specrules.text.edits import Edit, apply, rename_key, replace_value
from specrules.text.tree import Mapping as Node
from specrules.text.tree import Scalar, Sequence, read_tree

if TYPE_CHECKING:
    from specrules.base.files import Source
    from specrules.text.tree import Entry
    from specrules.text.tree import Node as AnyNode

Step = Callable[[Node, Record], Iterator[Edit]]


class Upgraded(NamedTuple):
    """A file in the newest format. *was* and *now* are what it says it is; *places* is 0 if it was newest."""

    text: str
    was: str
    now: str
    places: int


def upgraded(source: Source) -> Upgraded | None:
    """The file in the newest format of its kind, or None when it is no file of ours.

    Raises SpecrulesError for a format newer than this version knows, and for a file that cannot be read.
    """
    header = _header(source)
    if header is None:
        return None
    kind, number = header
    newest, was = FORMATS[kind], f"{kind} {number}"
    if number > newest:
        told = f"{was} is newer than this specrules writes ({kind} {newest}); install a newer specrules."
        raise SpecrulesError(f"{shown(source.path)}: {told}")
    text, places = source.text, 0
    for step in range(number, newest):
        text, changed = _one_step(replace(source, text=text), kind, step)
        places += changed
    return Upgraded(text, was, f"{kind} {newest}", places)


_FIRST = re.compile(r"^specrules:[ \t]*(.+?) ([0-9]{1,4})[ \t]*(?:#.*)?$", re.MULTILINE)


def _header(source: Source) -> tuple[str, int] | None:
    """The kind and the number of the format that a file says it has."""
    found = _FIRST.search(source.text)
    return (found[1], int(found[2])) if found and found[1] in FORMATS else None


def _one_step(source: Source, kind: str, number: int) -> tuple[str, int]:
    tree = read_tree(source)
    if not isinstance(tree.root, Node) or not tree.complete:
        raise SpecrulesError(f"{shown(source.path)} cannot be read; run specrules lint and mend it first.")
    edits = list(STEPS[kind, number](tree.root, FILES[kind])) if (kind, number) in STEPS else []
    first = tree.root.get("specrules")
    if first and isinstance(first.value, Scalar):
        edits.append(replace_value(first.value, f"{kind} {number + 1}"))
    return apply(source.text, edits), len(edits)


# -- from one format to the next


def _headings_by_their_newest_names(node: AnyNode, shape: Shape) -> Iterator[Edit]:
    """Each heading that stands under an older word is given the word that took its place."""
    match shape:
        case Record() if isinstance(node, Node):
            for entry in node.entries:
                yield from _heading(entry, shape)
        case Table() if isinstance(node, Node):
            for entry in node.entries:
                yield from _headings_by_their_newest_names(entry.value, shape.of)
        case List() if isinstance(node, Sequence):
            for item in node.items:
                yield from _headings_by_their_newest_names(item, shape.of)
        case ByNode():
            kinds = {Scalar: shape.text, Node: shape.record, Sequence: shape.items}
            below = kinds[type(node)]
            yield from _headings_by_their_newest_names(node, below) if below else ()
        case ByKey() if isinstance(node, Node):
            keys = [each.key.text for each in node.entries if each.key.text in shape.records]
            record = shape.records[keys[0]] if keys else shape.otherwise
            yield from _headings_by_their_newest_names(node, record) if record else ()


def _heading(entry: Entry, record: Record) -> Iterator[Edit]:
    field = record.by_key.get(entry.key.text)
    if field is None:
        field = next((each for each in record.fields if entry.key.text in each.also), None)
        if field is None:
            return
        yield rename_key(entry, field.key)
    yield from _headings_by_their_newest_names(entry.value, field.shape)


#: What leads from a format of a kind of file to the next. Format 0 is that of the first drafts.
STEPS: Mapping[tuple[str, int], Step] = MappingProxyType({("spec", 0): _headings_by_their_newest_names})
