"""What is wrong with a measure, alone and beside the datasets of the catalogue.

In: the tree of a measure, and the catalogue that goes with its folder.  Out: findings.  What a measure
reads and no dataset has is most often misspelt, and would never be found in an extract.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from specrules.base.findings import Finding, Place, Severity
from specrules.base.phrases import listed
from specrules.spec.datasets import lacks
from specrules.spec.faults import DATASET_LACKS, closest
from specrules.spec.measures import read_measure
from specrules.text.nodes import Mapping, Scalar, Sequence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from specrules.base.findings import Span
    from specrules.library import Library
    from specrules.spec.datasets import Dataset, Lack
    from specrules.spec.measures import Measure
    from specrules.text.nodes import Node
    from specrules.text.tree import Tree

# Where a measure describes rows.
_ROWS = ("among", "left-out", "excused", "exceptions", "counted", "steps")
_OF_TABLE, _OF_TERM, _OF_WORD = 1, 2, 3


def of_measure(tree: Tree, library: Library) -> tuple[Finding, ...]:
    """All that there is to say of a measure."""
    measure, found = read_measure(tree)
    if measure is None or found:
        return found
    datasets = [library.dataset(name)[0] for name in library.dataset_names()]
    return tuple(_beside(measure, tree, [each for each in datasets if each]))


def _beside(measure: Measure, tree: Tree, datasets: list[Dataset]) -> Iterator[Finding]:
    """What no dataset has or, where each has something of it, why none supports the whole."""
    lacking = [tuple(lacks(measure, each)) for each in datasets]
    if not all(lacking) or not lacking:
        return
    nowhere = _nowhere(lacking)
    places = dict(reversed(list(_uses(tree.root))))  # the first of each counts
    for at, lack in nowhere.items():
        known = dict.fromkeys(word for each in lacking for one in each if one.at == at for word in one.known)
        message, meant, remedy = _said(lack, tuple(known))
        yield _finding(tree, places.get(at) or _near(at, places, measure), message, meant, remedy)
    if not nowhere:
        whys = (f"{each.title}: {own[0].why}" for each, own in zip(datasets, lacking, strict=True))
        message = f"No dataset of the catalogue supports {measure.id}. {'; '.join(whys)}."
        remedy = "Correct it, or write a dataset that has all of this in rules/datasets."
        yield _finding(tree, _near((), places, measure), message, None, remedy)


def _nowhere(lacking: list[tuple[Lack, ...]]) -> dict[tuple[str, ...], Lack]:
    """What every dataset lacks, or lacks even the table or the column of."""
    found = {
        lack.at: lack
        for own in lacking
        for lack in own
        if all(any(lack.at[: len(each.at)] == each.at for each in other) for other in lacking)
    }
    return {at: lack for at, lack in found.items() if not any(at[:n] in found for n in range(1, len(at)))}


def _said(lack: Lack, known: tuple[str, ...]) -> tuple[str, str | None, str]:
    """What is said of something that no dataset has: the message, what was meant, and what to do."""
    table, *rest = lack.at
    meant = lack.meant or (closest(lack.at[-1], known) if known else None)
    of_code = f", which is what the code {lack.at[-1]} means" if lack.meant else " instead"
    instead = f"Write {meant}{of_code}." if meant else ""
    own = "or write a dataset of your own in rules/datasets"
    match len(lack.at), bool(known):
        case 1, _:
            message = f"No dataset of the catalogue has {table}; there are {listed(known)}."
            return message, None, f"Look at one of these, {own} that has {table}."
        case 2, True:
            message = f"There is no {rest[0]} among the {table} of any dataset of the catalogue."
            return message, meant, instead or f"Name one of {', '.join(known)}, {own}."
        case 3, True:
            message = f"No code of {rest[0]} means {rest[1]} in any dataset of the catalogue."
            return message, meant, instead or f"Name one of {', '.join(known)}, {own}."
    message = f"No dataset of the catalogue can support this: {lack.why}."
    return message, None, f"Correct it, {own}."


def _finding(tree: Tree, span: Span, message: str, meant: str | None, remedy: str) -> Finding:
    place = Place(tree.source.path, span)
    return Finding(
        DATASET_LACKS.code, DATASET_LACKS.name, Severity.ERROR, place, message, None, meant, remedy
    )


def _near(at: tuple[str, ...], places: dict[tuple[str, ...], Span], measure: Measure) -> Span:
    """Where the column or the table stands, or else the name of the measure."""
    found = next((places[at[:n]] for n in (_OF_TERM, _OF_TABLE) if at[:n] in places and at), None)
    assert measure.written is not None  # noqa: S101
    return found or measure.written.values["measure"]


# -- where a measure says what it reads


def _uses(root: Node | None) -> Iterator[tuple[tuple[str, ...], Span]]:
    """What is read, and where it says so: a table, a term of it, and a word that the term must say."""
    if not isinstance(root, Mapping):
        return
    table = _table_of(root) or next((_table_of(each) for each in _records(root, "steps")), "")
    for heading in _ROWS:
        for record in _records(root, heading):
            yield from _of_rows(record, _table_of(record) or table)
    for wait in _records(root, "wait"):
        for heading in ("from", "to"):
            yield from _terms(wait, heading, table)
    yield from _terms(root, "distinct", table)


def _records(root: Mapping, heading: str) -> list[Mapping]:
    entry = root.get(heading)
    found = entry.value if entry else None
    every = found.items if isinstance(found, Sequence) else (found,)
    return [each for each in every if isinstance(each, Mapping)]


def _table_of(record: Mapping) -> str:
    among = record.get("among")
    rows = (among.value if among and isinstance(among.value, Mapping) else record).get("rows")
    return rows.value.text if rows and isinstance(rows.value, Scalar) else ""


def _of_rows(record: Mapping, table: str) -> Iterator[tuple[tuple[str, ...], Span]]:
    for scalar in _scalars(record, "rows"):
        yield (table,), scalar.span
    for scalar in _scalars(record, "joined-by"):
        yield (table, "joined-by"), scalar.span
    for heading in ("dated", "during"):
        yield from _terms(record, heading, table)
    for where in _records(record, "where"):
        for key, _ in where.entries:
            yield (table, key.text), key.span
            yield from (((table, key.text, each.text), each.span) for each in _scalars(where, key.text))


def _terms(record: Mapping, heading: str, table: str) -> Iterator[tuple[tuple[str, ...], Span]]:
    """The terms under a heading that names dates; what is wrong with their kind is said there, too."""
    for scalar in _scalars(record, heading):
        yield (table, scalar.text), scalar.span
        yield (table, scalar.text, ""), scalar.span


def _scalars(record: Mapping, heading: str) -> list[Scalar]:
    entry = record.get(heading)
    found = entry.value if entry else None
    every = found.items if isinstance(found, Sequence) else (found,)
    return [each for each in every if isinstance(each, Scalar)]
