"""Tables of the catalogue: reference data, and the list of what the guidance contains.

Comes in: the tree of a file.  Goes out: a table of plain text, or the list of
entries by number, and findings.  A table says where it comes from, when it was
so, and whether anybody has checked it; nothing in it is a threshold.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from specrules.base.frozen import frozen
from specrules.spec import faults as f
from specrules.spec.faults import Faults, closest
from specrules.spec.once import titled, told_once
from specrules.spec.parts import citation_of
from specrules.spec.shape import Reads
from specrules.spec.walk import Filled, Named, as_name, plain, read_file
from specrules.text.tree import Mapping, Scalar, Sequence
from specrules.values.understand import quoted

if TYPE_CHECKING:
    from collections import abc

    from specrules.base.findings import Finding
    from specrules.spec.model import Citation, Written
    from specrules.text.tree import Entry, Node, Tree

#: What stands in one place of a table: words, or several of them.
Cell = str | tuple[str, ...]


@frozen(apart=("written",))
class ReferenceTable:
    """Reference data as the source has it. The first column names each row.

    *verified* is "yes", "in part" or "no": whether it was checked against its source.
    """

    id: str
    title: str
    citations: tuple[Citation, ...]
    as_at: str
    verified: str
    columns: abc.Mapping[str, str]  # in order, each with what it says
    rows: tuple[abc.Mapping[str, Cell], ...]
    use: str = ""
    covers: tuple[str, ...] = ()
    file: str = ""
    digest: str = ""
    written: Written | None = None


class CoverageEntry(NamedTuple):
    """One thing that a document contains: its number, what it is about, and where it stands."""

    id: str
    name: str
    document: str  # its title
    section: str
    guidance: str


@frozen
class Coverage:
    """What the documents contain, by number, in the order of the list."""

    entries: abc.Mapping[str, CoverageEntry]
    file: str = ""
    digest: str = ""


# -- tables


def read_table(tree: Tree) -> tuple[ReferenceTable | None, tuple[Finding, ...]]:
    """The table in *tree*, and everything found. None when it cannot be read as one."""
    faults = Faults(tree)
    filled = read_file(tree, "table", faults)
    if filled is None:
        return None, told_once(faults)
    # A column that is no short name was reported where it is named, and not for each of its cells again.
    columns = {as_name(name, Reads.NAME) or name: says for name, says in _texts(filled, "columns").items()}
    are_read = len(columns) == len(filled.get("columns", ()))
    rows = filled.nodes.get("rows")
    if columns and are_read and isinstance(rows, Sequence):
        _check_rows(rows, columns, faults)
    table = ReferenceTable(
        id=filled.get("table", ""),
        title=filled.get("title", ""),
        citations=tuple(citation_of(each) for each in filled.get("citations", ())),
        as_at=filled.get("as-at", ""),
        verified=filled.get("verified", ""),
        columns=columns,
        rows=tuple(_row(each) for each in rows.items) if isinstance(rows, Sequence) else (),
        use=filled.get("use", ""),
        covers=filled.get("covers", ()),
        file=tree.source.path,
        digest=tree.source.digest,
        written=filled.written,
    )
    _check_file_name(table, filled, faults)
    return table, told_once(faults, [(filled.written.span, f"table {titled(table.id, table.title)}")])


def _texts(filled: Filled, key: str) -> dict[str, str]:
    named: list[Named] = filled.get(key, [])
    return {each.name: each.value for each in named if isinstance(each.value, str)}


def _row(node: Node) -> dict[str, Cell]:
    """What a row says. What stands deeper than a list of words was reported, and is left out."""
    if not isinstance(node, Mapping):
        return {}
    return {each.key.text: plain(each.value) for each in node.entries if _is_cell(each.value)}


def _is_cell(node: Node) -> bool:
    words = node.items if isinstance(node, Sequence) else (node,)
    return all(isinstance(each, Scalar) for each in words)


def _check_file_name(table: ReferenceTable, filled: Filled, faults: Faults) -> None:
    if table.id and not f"/{table.file}".endswith((f"/{table.id}.yaml", f"/{table.id}.yml")):
        message = f"The table {table.id} is looked for in a file called {table.id}.yaml."
        remedy = "Rename the file, or correct the name of the table."
        faults.add(f.FILE_NAME_DIFFERS, filled.written.values["table"], message, remedy=remedy)


def _check_rows(rows: Sequence, columns: abc.Mapping[str, str], faults: Faults) -> None:
    first = next(iter(columns))
    seen: set[str] = set()
    for row in rows.items:
        if isinstance(row, Mapping):
            meant = [_check_cell(entry, columns, faults) for entry in row.entries]
            if {first, None} & {*meant} and row.get(first) is None:
                continue  # what names the row stands under a column that is misspelt, or that nobody knows
            _check_name(row, first, seen, faults)


def _check_cell(entry: Entry, columns: abc.Mapping[str, str], faults: Faults) -> str | None:
    """The column that *entry* stands under, or was meant to; None where nobody knows.

    A column that is not there is reported, and so is more than words or a list of them.
    """
    name = entry.key.text
    if name not in columns:
        meant = closest(name, columns)
        message = f"This table has no column {quoted(name)}. It has: {', '.join(columns)}."
        remedy = f"Write {meant} instead." if meant else "Add it to columns, or take it out."
        faults.add(f.MISSPELT_HEADING, entry.key.span, message, meant=meant, remedy=remedy)
        return meant
    if not _is_cell(entry.value):
        message = f"{quoted(name)} has more under it than words, or a list of words."
        faults.add(f.WRONG_SHAPE, entry.value.span, message, remedy="Give each thing a column of its own.")
    return name


def _check_name(row: Mapping, first: str, seen: set[str], faults: Faults) -> None:
    """Report a row without a name, or with that of another."""
    named = row.get(first)
    name = str(plain(named.value)) if named else ""
    if not named:
        message = f'This row has no "{first}", and that is what names a row.'
        faults.add(f.MISSING_HEADING, row.span, message, remedy=f"Add it, such as: {first}: a name")
    elif not name.strip():
        message = f'Nothing is written after "{first}", and that is what names a row.'
        faults.add(f.NOTHING_WRITTEN, named.key.span, message, remedy="Write its name, or delete the row.")
    elif name in seen:
        message = f"Another row is called {quoted(name)} already."
        faults.add(f.NAME_TAKEN, named.value.span, message, remedy="Give one of the two another name.")
    seen.add(name)


# -- coverage


def read_coverage(tree: Tree) -> tuple[Coverage | None, tuple[Finding, ...]]:
    """The list of coverage in *tree*, and everything found. None when it cannot be read as one."""
    faults = Faults(tree)
    filled = read_file(tree, "coverage", faults)
    if filled is None:
        return None, told_once(faults)
    documents = _texts(filled, "documents")
    named: list[Named] = filled.get("entries", [])
    entries = {
        each.name: _entry(each.name, each.value, documents, faults)
        for each in named
        if isinstance(each.value, Filled)
    }
    return Coverage(entries, tree.source.path, tree.source.digest), told_once(faults)


def _entry(id: str, filled: Filled, documents: abc.Mapping[str, str], faults: Faults) -> CoverageEntry:
    document = filled.get("document", "")
    if document and documents and document not in documents:
        meant = closest(document, documents)
        message = f"{quoted(document)} is not one of the documents: {', '.join(documents)}."
        remedy = f"Write {meant} instead." if meant else "Add it to documents, or write one of them."
        faults.add(f.UNKNOWN_CHOICE, filled.written.values["document"], message, meant=meant, remedy=remedy)
    return CoverageEntry(
        id,
        filled.get("name", ""),
        documents.get(document, document),
        filled.get("section", ""),
        filled.get("guidance", ""),
    )
