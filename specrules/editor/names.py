"""The names that one file gives to things: parties, requirements and their checks.

In: a file as it is open, however broken.  Out: where each name was written, and
what it stands for.  Only the tree is asked, so that names are known while the
rest of a file cannot be read yet.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from specrules.base.files import source_of
from specrules.base.findings import Place
from specrules.spec.reader import read_in_part, read_spec
from specrules.text.tree import Entry, Mapping, Scalar, read_tree

if TYPE_CHECKING:
    from specrules.library import Library
    from specrules.spec.model import Spec, StandardClause
    from specrules.text.tree import Node, Tree


class OpenFile:
    """A file as it is on the screen, read as far as it can be and only as far as somebody asks."""

    def __init__(self, path: str, text: str, library: Library) -> None:
        self.written = text
        self.source = source_of(path, text.encode("utf-8", "surrogatepass"))
        self.library = library

    @cached_property
    def tree(self) -> Tree:
        """What stands where."""
        return read_tree(self.source)

    @cached_property
    def spec(self) -> Spec | None:
        """The specification as far as it can be made out, or None when the file is none."""
        return read_in_part(self.tree, self.library)

    @cached_property
    def whole_spec(self) -> Spec | None:
        """The specification as it may be handed on, or None where its dates, say, cannot be read."""
        return read_spec(self.tree, self.library).spec

    def place(self, node: Scalar) -> Place:
        """Where *node* is written in this file."""
        return Place(self.source.path, node.span)


def entries(node: Node | None, *path: str) -> tuple[Entry, ...]:
    """The entries under the headings *path* of *node*; none when they are not there."""
    for heading in path:
        entry = node.get(heading) if isinstance(node, Mapping) else None
        node = entry.value if entry else None
    return node.entries if isinstance(node, Mapping) else ()


def named(found: tuple[Entry, ...], name: str) -> Entry | None:
    """The entry called *name*, or None."""
    return next((entry for entry in found if entry.key.text == name), None)


def requirements(tree: Tree) -> tuple[Entry, ...]:
    """The requirements of a specification, by their numbers."""
    return entries(tree.root, "requirements")


def parties(tree: Tree) -> tuple[Entry, ...]:
    """The parties of a specification, by their short names."""
    return entries(tree.root, "parties")


def clause_of(requirement: Entry, library: Library) -> StandardClause | None:
    """The standard clause that *requirement* is, or None."""
    entry = named(entries(requirement.value), "standard-clause")
    return library.clause(entry.value.text.strip()) if entry and isinstance(entry.value, Scalar) else None


def checks(requirement: Entry, library: Library) -> tuple[str, ...]:
    """The names of the checks of *requirement*: its clause's, and its own."""
    clause = clause_of(requirement, library)
    own = (entry.key.text for entry in entries(requirement.value, "checks"))
    return tuple(dict.fromkeys((*(each.name for each in clause.checks), *own) if clause else own))


def items(tree: Tree, library: Library) -> tuple[str, ...]:
    """Every check of every requirement, such as MA-1.delivered."""
    return tuple(
        f"{requirement.key.text}.{name}"
        for requirement in requirements(tree)
        for name in checks(requirement, library)
    )


def text_under(entry: Entry, heading: str) -> str:
    """What is written under *heading* of *entry*, or ""."""
    found = named(entries(entry.value), heading)
    return found.value.text if found and isinstance(found.value, Scalar) else ""
