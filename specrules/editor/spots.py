"""Every word of a file, with what the language says of its place.

In: a tree, and the shape of its kind of file.  Out: spots, one for each heading
and each value written as text, in the order of the file.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from specrules.library import kind_of
from specrules.spec.shape import FILES, ByKey, ByNode, Combined, Field, List, Record, Shape, Table
from specrules.text.tree import Entry, Mapping, Scalar, Sequence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from specrules.text.tree import Node, Tree


class Spot(NamedTuple):
    """A word, and its place.

    *shape* is what may stand there; for a heading, what it is a heading of; None
    where the language does not know the place.  *field* is the heading as the
    language knows it: the word itself, or the one the value stands under.
    *above* are the entries it stands under, outermost first.  *beside* are the
    headings next to it, and *in_list* is whether it is an item of a list.
    """

    scalar: Scalar
    is_key: bool
    shape: Shape | None
    field: Field | None
    above: tuple[Entry, ...]
    beside: Mapping | None = None
    in_list: bool = False

    @property
    def under(self) -> str:
        """The heading right above it, or ""."""
        return self.above[-1].key.text if self.above else ""


def spots(tree: Tree) -> Iterator[Spot]:
    """Every word of *tree*. A file that does not say its kind is read as a specification."""
    if tree.root is not None:
        shape = FILES.get(kind_of(tree) or "spec", FILES["spec"])
        yield from _spots(tree.root, shape, None, (), in_list=False)


def spot_at(tree: Tree, line: int, column: int) -> Spot | None:
    """The word at a place, whose end counts as part of it, or None."""
    found = None
    for spot in spots(tree):
        if spot.scalar.span[:2] <= (line, column) <= spot.scalar.span[2:]:
            found = spot
    return found


def _spots(
    node: Node, shape: Shape | None, field: Field | None, above: tuple[Entry, ...], *, in_list: bool
) -> Iterator[Spot]:
    match node:
        case Scalar():
            here = shape.text if isinstance(shape, ByNode) else shape
            yield Spot(node, False, here, field, above, in_list=in_list)
        case Sequence():
            of = _of_items(shape)
            for item in node.items:
                yield from _spots(item, of, field, above, in_list=True)
        case Mapping():
            here = of_headings(shape, node)
            for entry in node.entries:
                under, known = _under(here, entry.key.text)
                yield Spot(entry.key, True, here, known, above, node, in_list)
                yield from _spots(entry.value, under, known or field, (*above, entry), in_list=False)


def _of_items(shape: Shape | None) -> Shape | None:
    if isinstance(shape, ByNode):
        shape = shape.items
    if isinstance(shape, Combined):
        return shape
    return shape.of if isinstance(shape, List) else None


def of_headings(shape: Shape | None, node: Mapping) -> Shape | None:
    """What the headings of *node* belong to: the record of its kind, where one of them says which."""
    if isinstance(shape, ByNode):
        return of_headings(shape.record, node)
    if isinstance(shape, ByKey):
        kinds = [entry.key.text for entry in node.entries if entry.key.text in shape.records]
        return shape.records[kinds[0]] if kinds else shape
    return shape


def _under(shape: Shape | None, heading: str) -> tuple[Shape | None, Field | None]:
    """What stands under *heading*, and the heading as the language knows it."""
    if isinstance(shape, Table):
        return shape.of, None
    if isinstance(shape, Combined):
        return shape, None
    if isinstance(shape, ByKey):
        shape = shape.otherwise
    field = shape.by_key.get(heading) if isinstance(shape, Record) else None
    return (field.shape, field) if field else (None, None)
