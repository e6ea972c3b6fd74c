"""What of a specification can be marked up: its numbers, dates and wording, each with its place.

In: a tree.  Out: items in the order of the file.  Names that other lines use, and
words that are chosen from a list, are changed in the text, where one sees what else they are.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from specrules.editor.spots import spots
from specrules.spec.shape import Reads, Text
from specrules.text.tree import Style

if TYPE_CHECKING:
    from collections.abc import Iterator

    from specrules.editor.spots import Spot
    from specrules.text.tree import Scalar, Tree

#: A cell of a workbook holds little more.
LONGEST = 30_000
_MARKED = frozenset(
    {
        Reads.TEXT,
        Reads.DATE,
        Reads.STATISTIC,
        Reads.TARGET,
        Reads.QUANTITY,
        Reads.PERCENT,
        Reads.LENGTH,
        Reads.COUNT,
        Reads.DUE,
        Reads.SETTING,
    }
)


class Item(NamedTuple):
    """A value that can be marked up.

    *path* finds it again: the headings above it, and its number in a list.  *duty* is
    the number of the requirement it is of, "" for the rest; *heading* says what it is there.
    """

    path: str
    duty: str
    heading: str
    value: str
    says: str
    scalar: Scalar


def items(tree: Tree) -> tuple[Item, ...]:
    """Everything in *tree* that can be marked up in a cell."""
    return tuple(_items(tree))


def _items(tree: Tree) -> Iterator[Item]:
    seen: Counter[str] = Counter()
    for spot in spots(tree):
        path = "/".join(entry.key.text for entry in spot.above)
        seen[path] += not spot.is_key
        if _is_marked(spot):
            # Several values may stand below the same headings: those of a list, and of a list of tables.
            number = seen[path] if spot.in_list or seen[path] > 1 else 0
            duty, heading = _named(spot)
            counted = f" ({number})" if number else ""
            says = spot.field.says if spot.field else ""
            where = f"{path}/{number}" if number else path
            yield Item(where, duty, heading + counted, spot.scalar.text, says, spot.scalar)


def _is_marked(spot: Spot) -> bool:
    if spot.is_key or not isinstance(spot.shape, Text) or spot.shape.reads not in _MARKED:
        return False
    return spot.scalar.style is not Style.BLOCK and 0 < len(spot.scalar.text) <= LONGEST


def _named(spot: Spot) -> tuple[str, str]:
    """The number of the duty, and the headings below it."""
    keys = [entry.key.text for entry in spot.above]
    duty, rest = (keys[1], keys[2:]) if keys[0] == "requirements" and len(keys) > 1 else ("", keys)
    return duty, ", ".join(rest)
