"""What there is to choose from: the catalogue, the language and the lint rules, each as a list.

Comes in: a catalogue.  Goes out: a listing, which is a title, columns and rows
of words, in an order that never changes.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from specrules.lint.rules import all_rules
from specrules.spec.shape import KINDS, OWN_REQUIREMENT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from specrules.library import Library
    from specrules.spec.model import Citation, StandardClause
    from specrules.spec.shape import Field
    from specrules.spec.tables import Cell, CoverageEntry, ReferenceTable


class Listing(NamedTuple):
    """A list for people or programs.

    *note* is a sentence about all of it; *open* counts what is still to be done.
    """

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""
    open: int = 0


# -- the catalogue


def standard_clauses(library: Library) -> Listing:
    """Every standard clause: its name and title, how firmly the guidance puts it, what a spec must set."""
    rows = [
        (each.id, each.title, each.guidance.value, ", ".join(each.wanting) or "nothing")
        for each in clauses(library)
    ]
    note = "Name one under standard-clause; what is wanted is a target for each check named."
    return Listing("Standard clauses", ("clause", "title", "guidance", "wanted"), tuple(rows), note)


def clauses(library: Library) -> tuple[StandardClause, ...]:
    """Every standard clause that can be read, in order of name."""
    return tuple(each for each in map(library.clause, library.ids()) if each)


def sources(library: Library) -> Listing:
    """Every document that the catalogue cites, and how often."""
    counts: dict[str, list[int]] = {}
    for place, cited in enumerate((_of_clauses(library), _of_tables(library))):
        for citation in cited:
            counts.setdefault(citation.document, [0, 0])[place] += 1
    rows = [(document, *map(str, count)) for document, count in sorted(counts.items())]
    columns = ("document", "citations in clauses", "citations in tables")
    return Listing("Sources", columns, tuple(rows))


def _of_clauses(library: Library) -> Iterator[Citation]:
    return (citation for clause in clauses(library) for citation in clause.citations)


def _of_tables(library: Library) -> Iterator[Citation]:
    return (citation for table in reference_tables(library) for citation in table.citations)


def measures(library: Library) -> Listing:
    """Every measure: its name, its title, and what it counts."""
    found = [library.measure(id)[0] for id in library.measure_ids()]
    rows = tuple((each.id, each.title, each.counting) for each in found if each)
    return Listing("Measures", ("measure", "title", "counts"), rows)


# -- reference tables


def reference_tables(library: Library) -> tuple[ReferenceTable, ...]:
    """Every reference table that can be read, in order of name."""
    return tuple(each for each in map(library.table, library.tables()) if each)


def tables(library: Library) -> Listing:
    """Every reference table: its name, its title, when it was so, and whether it was checked."""
    rows = [
        (each.id, each.title, str(len(each.rows)), each.as_at, each.verified)
        for each in reference_tables(library)
    ]
    note = "To see one: specrules list tables NAME"
    return Listing("Reference tables", ("table", "title", "rows", "as at", "verified"), tuple(rows), note)


def one_table(table: ReferenceTable) -> Listing:
    """The rows of one reference table."""
    rows = tuple(tuple(_cell(row.get(column, "")) for column in table.columns) for row in table.rows)
    verified = {"yes": "Checked against its source.", "no": "Not checked against its source."}
    checked = verified.get(table.verified, "Checked against its source in part.")
    note = " ".join(part for part in (f"As at {table.as_at}.", checked, table.use) if part)
    return Listing(table.title, tuple(table.columns), rows, note)


def _cell(cell: Cell) -> str:
    return cell if isinstance(cell, str) else ", ".join(cell)


def _table_called(name: str) -> Callable[[Library], Listing]:
    def listing(library: Library) -> Listing:
        table = library.table(name)
        return one_table(table) if table else Listing(name, ("name",), ())

    return listing


# -- the language and its rules


def constructs(library: Library) -> Listing:
    """Every kind of check, and every heading of a requirement, with what it says and an example."""
    kinds = [_construct("check", record.by_key[key]) for key, record in KINDS.items()]
    headings = [_construct("requirement", each) for each in OWN_REQUIREMENT.fields]
    return Listing("Constructs", ("where", "heading", "says", "such as"), (*kinds, *headings))


def _construct(where: str, field: Field) -> tuple[str, ...]:
    return where, field.key, field.says, field.example


def lint_rules(library: Library) -> Listing:
    """Every code that a finding can have, with its name and what ought to be so."""
    from specrules.lint.pages import pages

    rows = [(each.code, each.name, each.severity.value, _first_sentence(each.text)) for each in pages()]
    note = "To read about one: specrules explain CODE"
    return Listing("Lint rules", ("code", "name", "severity", "says"), tuple(rows), note)


def _first_sentence(text: str) -> str:
    """The first line of a page, which says what ought to be so; of a longer text, its first sentence."""
    opening = " ".join(text.strip().partition("\n\n")[0].split())
    return opening.partition(". ")[0].removesuffix(".") + "."


# -- coverage


class Covered(NamedTuple):
    """One entry of the list of coverage, and everything that names it, by name and kind."""

    entry: CoverageEntry
    by: tuple[tuple[str, str], ...]


def covered(library: Library) -> tuple[Covered, ...]:
    """Every entry of the list of coverage, with where it is covered."""
    by = _covering(library)
    entries = [entry for part in library.coverage() for entry in part.entries.values()]
    return tuple(Covered(each, tuple(by.get(each.id, ()))) for each in entries)


def unlisted(library: Library) -> tuple[str, ...]:
    """Numbers under ``covers`` that are not on the list of coverage, with what names them."""
    known = {each.entry.id for each in covered(library)}
    return tuple(
        f"{id} ({', '.join(name for _, name in by)})"
        for id, by in sorted(_covering(library).items())
        if id not in known
    )


def _covering(library: Library) -> dict[str, list[tuple[str, str]]]:
    found: dict[str, list[tuple[str, str]]] = {}
    for kind, name, covers in _names_of_entries(library):
        for id in covers:
            found.setdefault(id, []).append((kind, name))
    return found


def _names_of_entries(library: Library) -> Iterator[tuple[str, str, Iterable[str]]]:
    """Everything that can cover an entry: its kind, its name, and the entries it names."""
    yield from (("standard clause", each.id, each.covers) for each in clauses(library))
    yield from (("theme", name, theme.covers) for name in library.themes() if (theme := library.theme(name)))
    yield from (("table", each.id, each.covers) for each in reference_tables(library))
    yield from (("lint rule", f"{each.code} {each.name}", each.covers) for each in all_rules().values())


def coverage(library: Library) -> Listing:
    """Every entry of the list of coverage, and where it is covered."""
    found = covered(library)
    rows = [(each.entry.id, each.entry.name, _where(each)) for each in found]
    missing = sum(1 for each in found if not each.by)
    astray = unlisted(library)
    note = f"{len(found) - missing} of {len(found)} entries are covered."
    if astray:
        note += f" Not on the list, and named under covers: {'; '.join(astray)}."
    return Listing("Coverage", ("entry", "name", "covered by"), tuple(rows), note, missing + len(astray))


def _where(covered: Covered) -> str:
    return "; ".join(f"{kind} {name}" for kind, name in covered.by) or "nowhere yet"


LISTINGS: Mapping[str, Callable[[Library], Listing]] = MappingProxyType(
    {
        "standard-clauses": standard_clauses,
        "constructs": constructs,
        "lint": lint_rules,
        "tables": tables,
        "measures": measures,
        "groups": _table_called("mutual-aid-groups"),
        "datasets": _table_called("ndtms-datasets"),
        "sources": sources,
        "coverage": coverage,
    }
)
