"""Datasets, as values.

Comes in: the tree of a file of ``rules/datasets``.  Goes out: which column of a
file says what, by version of the dataset; and what a measure reads that is not there.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING

from specrules.base.frozen import NamedTuple
from specrules.spec import faults as f
from specrules.spec.faults import Faults, closest
from specrules.spec.measures import (
    RECORDED,
    Condition,
    Form,
    Measure,
    Need,
    Rows,
    marks_of,
    rows_of,
    rows_read,
    terms_of,
)
from specrules.spec.once import told_once
from specrules.spec.parts import citation_of
from specrules.spec.shape import TABLES
from specrules.spec.walk import UNREAD, Filled, Named, read_file
from specrules.text.nodes import Scalar, Sequence
from specrules.values.understand import quoted

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from specrules.base.findings import Finding
    from specrules.spec.model import Citation, Written
    from specrules.text.tree import Tree


PLACES = ("site", "subcontractor")
"""Terms of places, which a file calls as everybody does: there are no codes of them."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a file: how it is read, what its codes mean, and whether a row needs it."""

    term: str
    name: str
    reads: str  # date, code or text
    required: bool = False
    codes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Table:
    """One table: the columns that tell its rows apart, and what it says of each."""

    name: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]

    def column(self, term: str) -> Column | None:
        """The column behind *term*, or None."""
        return next((each for each in self.columns if each.term == term), None)


@dataclass(frozen=True, slots=True)
class Dataset:
    """Which column of a file says what. *checked* is False unless it was held against a real file layout."""

    name: str
    title: str
    checked: bool
    uk_dates: bool
    missing: tuple[str, ...]
    provider: str
    person: tuple[str, ...]
    consent: tuple[str, str] | None
    tables: tuple[Table, ...]
    in_order: tuple[tuple[str, str], ...]
    control: Rows
    totals: tuple[Rows, ...] = ()
    citations: tuple[Citation, ...] = ()
    digest: str = ""
    written: Written | None = field(default=None, compare=False)

    def table(self, name: str) -> Table | None:
        """The table called *name*, or None."""
        return next((each for each in self.tables if each.name == name), None)

    def counted(self, name: str) -> Rows | None:
        """The rows of the table called *name* that a control total counts; None where none can be told.

        They are what the dataset says, and else those whose first required date lies in the period.
        """
        said = next((each for each in (self.control, *self.totals) if each.table == name), None)
        table = self.table(name)
        dates = (
            [each.term for each in table.columns if each.required and each.reads == "date"] if table else []
        )
        return said or (Rows(name, dated=dates[0]) if dates else None)

    def is_counted(self, rows: Rows) -> bool:
        """Whether a control total counts all of *rows*, be there conditions or not."""
        all_of = self.counted(rows.table)
        if all_of is None or rows.table == self.control.table:
            return all_of is not None
        if (rows.dated, rows.during) == (all_of.dated, all_of.during):
            return True
        table = self.table(rows.table)
        days = tuple(column.name for each in all_of.during if table and (column := table.column(each)))
        in_order = len(days) == 1 or days in self.in_order  # none ends before it begins
        return bool(rows.dated and rows.dated in all_of.during[:1] and in_order)


class Lack(NamedTuple):
    """Something that a measure reads and a dataset does not have.

    *why* is the end of a sentence; *at* says which: a table, a term of it, and what the term must say.
    *known* is what there is in its place; *meant* is the word for which a code was written.
    """

    why: str
    at: tuple[str, ...]
    known: tuple[str, ...] = ()
    meant: str | None = None


def lacking(measure: Measure, dataset: Dataset) -> str:
    """Why *dataset* cannot support *measure*, as the end of a sentence; "" when it can."""
    first = next(lacks(measure, dataset), None)
    return first.why if first else ""


def lacks(measure: Measure, dataset: Dataset) -> Iterator[Lack]:
    """Everything that *measure* reads and *dataset* does not have."""
    for table, term, need in terms_of(measure):
        yield from _lack_of(table, term, need, dataset)
    yield from _lacking_keys(measure, dataset)
    for rows in rows_read(measure):
        for each in rows.where:
            yield from _lacking_words(rows.table or measure.among.table, each, dataset)


def _lack_of(table: str, term: str, need: Need, dataset: Dataset) -> Iterator[Lack]:
    found = dataset.table(table)
    column = found.column(term) if found else None
    if found is None:
        yield Lack(f"it has no {table}", (table,), tuple(each.name for each in dataset.tables))
    elif term and column is None:
        known = tuple(each.term for each in found.columns)
        yield Lack(f"its {table} have no {term}", (table, term), known)
    elif column and need is not Need.ANYTHING and not _is(need, column):
        yield Lack(f"its {term} is not {need}", (table, term, ""))


def _is(need: Need, column: Column) -> bool:
    return column.reads == "date" and (column.required or need is not Need.EVERY)


def keys_of(dataset: Dataset, table: str) -> tuple[str, ...]:
    """The columns by which rows of *table* are joined: the person, its own key and those above it."""
    known = [each for each in TABLES[1:] if dataset.table(each)]
    above = known[: known.index(table) + 1] if table in known else []
    # A contact is with a person; nothing in a file says for which intervention or review.
    above = [each for each in above if table != "contacts" or each in ("episodes", "contacts")]
    return ("person", *(each.removesuffix("s") for each in above))


def _lacking_keys(measure: Measure, dataset: Dataset) -> Iterator[Lack]:
    """Rows that cannot be joined, or an order of steps that a blank would leave open."""
    for mark in marks_of(measure):
        tables = (measure.among.table, mark.rows.table)
        if mark.joined_by and any(mark.joined_by not in keys_of(dataset, each) for each in tables):
            why = f"its {tables[0]} and {tables[1]} have no {mark.joined_by} in common"
            yield Lack(why, (mark.rows.table, "joined-by"))
    if measure.form is Form.STEPS:
        for rows in measure.steps:
            table = dataset.table(rows.table)
            for each in rows.where:
                column = table.column(each.term) if table else None
                if column and not column.required:
                    yield Lack(f"its {each.term} may be blank", (rows.table, each.term, "required"))


def _lacking_words(table: str, asked: Condition, dataset: Dataset) -> Iterator[Lack]:
    """Words that a measure looks for and that no code of the dataset means."""
    found = dataset.table(table)
    column = found.column(asked.term) if found else None
    if column is None or (asked.term in PLACES and not column.codes):  # places are called what they are
        return
    known = tuple(dict.fromkeys(column.codes.values())) if column.reads != "date" else ()
    for word in asked.words:
        if column.reads == "date":
            yield Lack(f"its {asked.term} is a date, and says no {word}", (table, asked.term, word))
        elif word not in known:
            yield Lack(
                f"no code of its {asked.term} means {word}",
                (table, asked.term, word),
                known,
                column.codes.get(word),
            )


# -- reading


def read_dataset(tree: Tree) -> tuple[Dataset | None, tuple[Finding, ...]]:
    """The dataset in *tree*, and everything found. None when it cannot be made out."""
    faults = Faults(tree)
    filled = read_file(tree, "dataset", faults)
    if filled is None:
        return None, told_once(faults)
    control = filled.get("control")
    tables = tuple(_tables(filled, faults))
    if not tables or not isinstance(control, Filled) or not filled.get("provider"):
        return None, told_once(faults)
    consent = filled.get("consent")
    dataset = Dataset(
        name=filled.get("dataset", ""),
        title=filled.get("title", ""),
        checked=filled.get("status") == "checked",
        uk_dates=filled.get("dates") == "DD/MM/YYYY",
        missing=filled.get("missing", ()),
        provider=filled.get("provider", ""),
        person=filled.get("person", ()),
        consent=(consent.get("column", ""), consent.get("given", ""))
        if isinstance(consent, Filled)
        else None,
        tables=tables,
        in_order=tuple((pair[0], pair[-1]) for pair in filled.get("in-order", ())),
        control=rows_of(control, faults),
        totals=tuple(rows_of(each, faults) for each in filled.get("totals", ())),
        citations=tuple(citation_of(each) for each in filled.get("citations", ())),
        digest=tree.source.digest,
        written=filled.written,
    )
    _check_counted(dataset, dataset.control, control, faults)
    strange = any(each.name not in TABLES for each in filled.get("tables", []))
    for rows, each in zip(dataset.totals, filled.get("totals", ()), strict=True):
        if strange and dataset.table(rows.table) is None:  # it is there under a name that is no table's
            continue
        _check_counted(dataset, rows, each, faults)
        if not (rows.dated or rows.during) or rows.table == dataset.control.table:
            message = f"It is not said by which date {rows.table} are counted."
            if rows.table == dataset.control.table:
                message = f"Which {rows.table} a control total counts is said under control."
            remedy = "Add dated or during, or delete it."
            faults.add(f.UNKNOWN_CHOICE, each.written.span, message, remedy=remedy)
    _check_order(dataset, filled, faults)
    return dataset, told_once(faults)


def _tables(filled: Filled, faults: Faults) -> Iterator[Table]:
    named: list[Named] = filled.get("tables", [])
    for each in named:
        if each.name not in TABLES:
            meant = closest(each.name, TABLES)
            message = f"There is no table {quoted(each.name)}. The tables are: {', '.join(TABLES)}."
            remedy = f"Write {meant} instead." if meant else "Name one of them."
            faults.add(f.UNKNOWN_CHOICE, each.at, message, meant=meant, remedy=remedy)
        elif isinstance(each.value, Filled):
            columns = [one for one in each.value.get("columns", []) if isinstance(one.value, Filled)]
            for column in columns:
                _check_column(column, faults)
            read = tuple(_column(column.name, column.value) for column in columns)
            yield Table(each.name, each.value.get("key", ()), read)


def _column(name: str, filled: Filled) -> Column:
    codes: list[Named] = [each for each in filled.get("codes", []) if each.value is not UNREAD]
    return Column(
        name,
        filled.get("column", ""),
        filled.get("reads", "text"),
        filled.get("required") == "yes",
        MappingProxyType({each.name: each.value for each in codes}),
    )


def _check_counted(dataset: Dataset, rows: Rows, filled: Filled, faults: Faults) -> None:
    """Report what a control total counts by and the dataset does not have."""
    counted = Measure("control", "", Form.COUNT, "people", rows)
    for lack in lacks(counted, dataset):
        if lack.at == (rows.table,):
            message = f"There are no {rows.table} among its tables."
            remedy = f"Name one of them: {', '.join(lack.known)}."
            place = filled.written.values.get("rows", filled.written.span)
            faults.add(f.UNKNOWN_CHOICE, place, message, remedy=remedy)
            return
        if not lack.at[-1]:
            message = f"The control total cannot be counted so: {lack.why}."
            remedy = "Name a date that is required, so that each row can be told to be in the period."
            faults.add(f.UNKNOWN_CHOICE, filled.written.span, message, remedy=remedy)
            continue
        table, *terms = lack.at
        what = f"code of {terms[0]} that means {terms[1]}" if terms[1:] else f"{terms[0]} among the {table}"
        meant = lack.meant or closest(lack.at[-1], lack.known)
        remedy = f"Write {meant} instead." if meant else "Name a column that is there."
        faults.add(f.UNKNOWN_CHOICE, filled.written.span, f"There is no {what}.", remedy=remedy)


# What stands beside the terms of a table already: whose a row is, and what tells it apart.
_TAKEN = ("provider", "person", *(each.removesuffix("s") for each in TABLES))


def _check_column(column: Named, faults: Faults) -> None:
    """Report a column whose codes would never be looked at, or could be taken for something else."""
    filled: Filled = column.value
    reads, codes = filled.get("reads"), filled.get("codes", [])
    if column.name in _TAKEN:
        message = f"{column.name} is what every row has already, by provider, person or key."
        remedy = f"Call it otherwise, such as {column.name}-code."
        faults.add(f.UNKNOWN_CHOICE, column.at, message, remedy=remedy)
    if reads == "code" and not (codes or filled.wrote("codes")):
        message = f"It is not said what the codes of {filled.get('column', column.name)} mean."
        remedy = "List them under codes, each with its word; or write reads: text, if nothing is asked of it."
        faults.add(f.MISSING_HEADING, column.at, message, remedy=remedy)
    if reads == "date" and codes:
        message = f"{filled.get('column', column.name)} is read as a date, which has no codes."
        faults.add(f.HEADING_ELSEWHERE, filled.written.keys["codes"], message, remedy="Delete them.")
    for each in codes:
        if each.value == RECORDED:
            message = f'"{RECORDED}" stands for any word at all in a measure, so no code can mean it.'
            faults.add(f.UNKNOWN_CHOICE, each.at, message, remedy="Choose another word, such as yes.")


def _check_order(dataset: Dataset, filled: Filled, faults: Faults) -> None:
    """Report pairs of dates that are no pairs, or name a column that is nearly another."""
    dates = {each.name for table in dataset.tables for each in table.columns if each.reads == "date"}
    known = {*dates, *dataset.person}
    node = filled.nodes.get("in-order")
    for pair in node.items if isinstance(node, Sequence) else ():
        if not isinstance(pair, Sequence):
            continue
        names = [each for each in pair.items if isinstance(each, Scalar)]
        if len(names) != len(("first", "second")):
            message = f"{quoted(', '.join(each.text for each in names))} is no pair of dates."
            faults.add(f.WRONG_SHAPE, pair.span, message, remedy="Write two columns, the earlier date first.")
            continue
        for name in names:
            meant = closest(name.text, known)
            if name.text.upper() not in {each.upper() for each in known} and meant:
                message = f"No column {quoted(name.text)} is read as a date here."
                faults.add(
                    f.UNKNOWN_CHOICE, name.span, message, meant=meant, remedy=f"Write {meant} instead."
                )
