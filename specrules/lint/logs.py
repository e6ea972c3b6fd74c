"""What is wrong with a meeting log, alone and beside its specification.

In: the tree of a log, and the catalogue that goes with its folder.  Out: findings.  Where exactly one
specification stands in the folder of the log, its records are held against it.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from specrules.base.errors import UnreadableFile
from specrules.base.files import read_text
from specrules.library import kind_of
from specrules.log.due import beside
from specrules.log.reading import read_log
from specrules.spec.faults import NOT_AN_ID
from specrules.spec.reader import read_spec
from specrules.text.tree import read_tree

if TYPE_CHECKING:
    from collections.abc import Iterator

    from specrules.base.findings import Finding
    from specrules.library import Library
    from specrules.spec.model import Spec
    from specrules.text.tree import Tree


def of_log(tree: Tree, library: Library) -> tuple[Finding, ...]:
    """All that there is to say of a log."""
    log, found = read_log(tree)
    spec = _spec_beside(tree.source.path, library)
    more = beside(log, spec) if log and spec else ()
    # What a name is written like does not matter where the specification has another.
    told = {each.place for each in more}
    return (*(each for each in found if each.code != NOT_AN_ID.code or each.place not in told), *more)


def _spec_beside(log: str, library: Library) -> Spec | None:
    """The specification in the folder of a log; None where there is none, or more than one."""
    trees = [tree for tree in _trees_in(Path(log).parent) if kind_of(tree) == "spec"]
    return read_spec(trees[0], library)[0] if len(trees) == 1 else None


def _trees_in(folder: Path) -> Iterator[Tree]:
    """The YAML files of a folder that can be read."""
    for path in sorted((*folder.glob("*.yaml"), *folder.glob("*.yml"))):
        try:
            yield read_tree(read_text(path))
        except UnreadableFile:
            continue
