"""Datasets and the notes that come with extracts, as values.

Comes in: the tree of a file of ``rules/datasets``, or of the note beside an
extract.  Goes out: which column of a file says what, by version of the dataset;
or whose extract it is, and how many people there should be in it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from specrules.spec import faults as f
from specrules.spec.faults import Faults, closest
from specrules.spec.measures import Form, Mark, Measure, Rows, rows_of, terms_of
from specrules.spec.parts import citation_of
from specrules.spec.shape import TABLES
from specrules.spec.walk import Filled, Named, read_file
from specrules.values.understand import quoted

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from specrules.base.findings import Finding
    from specrules.spec.model import Citation, Written
    from specrules.text.tree import Tree


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
    citations: tuple[Citation, ...] = ()
    digest: str = ""
    written: Written | None = field(default=None, compare=False)

    def table(self, name: str) -> Table | None:
        """The table called *name*, or None."""
        return next((each for each in self.tables if each.name == name), None)


@dataclass(frozen=True, slots=True)
class Control:
    """How many there should be in an extract and, where that is said, at each site; and who says so."""

    totals: Mapping[str, int]
    stated_by: str
    sites: Mapping[str, Mapping[str, int]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Note:
    """What comes with an extract: whose it is, for which period, and its control total."""

    spec: str
    party: str
    period: str
    file: str
    dataset: str
    providers: tuple[str, ...]
    data_as_at: date | None
    control: Control
    sites: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # which of the codes are which site
    path: str = ""
    digest: str = ""
    written: Written | None = field(default=None, compare=False)


def lacking(measure: Measure, dataset: Dataset) -> str:
    """Why *dataset* cannot support *measure*, as the end of a sentence; "" when it can."""
    for table, term, every_row in terms_of(measure):
        found = dataset.table(table)
        if found is None:
            return f"it has no {table}"
        column = found.column(term)
        if column is None:
            return f"its {table} have no {term}"
        if every_row and not (column.reads == "date" and column.required):
            return f"its {term} is not a date that every row has"
    return _lacking_keys(measure, dataset) or _lacking_words(measure, dataset)


def keys_of(dataset: Dataset, table: str) -> tuple[str, ...]:
    """The columns by which rows of *table* are joined: the person, its own key and those above it."""
    known = [each for each in TABLES[1:] if dataset.table(each)]
    above = known[: known.index(table) + 1] if table in known else []
    # A contact is with a person; nothing in a file says for which intervention or review.
    above = [each for each in above if table != "contacts" or each in ("episodes", "contacts")]
    return ("person", *(each.removesuffix("s") for each in above))


def _lacking_keys(measure: Measure, dataset: Dataset) -> str:
    """Rows that cannot be joined, or an order of steps that a blank would leave open."""
    for mark in _marks(measure):
        tables = (measure.among.table, mark.rows.table)
        if mark.joined_by and any(mark.joined_by not in keys_of(dataset, each) for each in tables):
            return f"its {tables[0]} and {tables[1]} have no {mark.joined_by} in common"
    if measure.form in (Form.STEPS, Form.LATEST):
        for rows in (*measure.steps, measure.among):
            table = dataset.table(rows.table)
            for each in rows.where:
                column = table.column(each.term) if table else None
                if column and not column.required:
                    return f"its {each.term} may be blank"
    return ""


def _marks(measure: Measure) -> tuple[Mark, ...]:
    return (*measure.left_out, *measure.excused, *((measure.counted,) if measure.counted else ()))


def _lacking_words(measure: Measure, dataset: Dataset) -> str:
    """A word that a measure looks for and that no code of the dataset means."""
    for rows in (measure.among, *(mark.rows for mark in _marks(measure)), *measure.steps):
        table = dataset.table(rows.table or measure.among.table)
        for each in rows.where:
            column = table.column(each.term) if table else None
            known = set(column.codes.values()) if column else set()
            for word in each.words:
                if known and word not in known:
                    return f"no code of its {each.term} means {word}"
    return ""


# -- reading


def read_dataset(tree: Tree) -> tuple[Dataset | None, tuple[Finding, ...]]:
    """The dataset in *tree*, and everything found. None when it cannot be made out."""
    faults = Faults(tree)
    filled = read_file(tree, "dataset", faults)
    if filled is None:
        return None, faults.all()
    control = filled.get("control")
    tables = tuple(_tables(filled, faults))
    if not tables or not isinstance(control, Filled) or not filled.get("provider"):
        return None, faults.all()
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
        control=rows_of(control),
        citations=tuple(citation_of(each) for each in filled.get("citations", ())),
        digest=tree.source.digest,
        written=filled.written,
    )
    _check_control(dataset, control, faults)
    return dataset, faults.all()


def _tables(filled: Filled, faults: Faults) -> Iterator[Table]:
    named: list[Named] = filled.get("tables", [])
    for each in named:
        if each.name not in TABLES:
            meant = closest(each.name, TABLES)
            message = f"There is no table {quoted(each.name)}. The tables are: {', '.join(TABLES)}."
            remedy = f"Write {meant} instead." if meant else "Name one of them."
            faults.add(f.UNKNOWN_CHOICE, each.at, message, meant=meant, remedy=remedy)
        elif isinstance(each.value, Filled):
            columns = [
                _column(column.name, column.value)
                for column in each.value.get("columns", [])
                if isinstance(column.value, Filled)
            ]
            yield Table(each.name, each.value.get("key", ()), tuple(columns))


def _column(name: str, filled: Filled) -> Column:
    codes: list[Named] = filled.get("codes", [])
    return Column(
        name,
        filled.get("column", ""),
        filled.get("reads", "text"),
        filled.get("required") == "yes",
        MappingProxyType({each.name: each.value for each in codes}),
    )


def _check_control(dataset: Dataset, filled: Filled, faults: Faults) -> None:
    rows = dataset.control
    table = dataset.table(rows.table)
    dates = (rows.dated, *rows.during)
    for term in (each for each in (*dates, *(each.term for each in rows.where)) if each):
        if table is None or table.column(term) is None:
            message = f"There is no {term} among the {rows.table}."
            faults.add(f.UNKNOWN_CHOICE, filled.written.span, message, remedy="Name a column that is there.")


def _sites(filled: Filled, faults: Faults) -> Mapping[str, tuple[str, ...]]:
    """The codes of each site. Each code is one of the party's, and stands for one site."""
    named: list[Named] = filled.get("sites", [])
    codes = [code for each in named for code in each.value]
    for each in named:
        for code in each.value:
            if code not in filled.values["providers"] or codes.count(code) > 1:
                why = "is not among its providers" if codes.count(code) == 1 else "stands for two sites"
                message = f"{each.name} has the code {quoted(code)}, which {why}."
                faults.add(f.UNKNOWN_CHOICE, each.at, message, remedy="Correct the code.")
    return MappingProxyType({each.name: tuple(each.value) for each in named})


def _totals(filled: Filled) -> dict[str, int]:
    return {key: value for key, value in filled.values.items() if isinstance(value, int)}


def _totals_of_sites(
    control: Filled, whole: Mapping[str, int], note: Filled, sites: Mapping[str, Any], faults: Faults
) -> Mapping[str, Mapping[str, int]]:
    """The totals of each site. Those that the whole shows to be wrong are reported, and none is used."""
    named: list[Named] = control.get("sites", [])
    for each in named:
        if sites and each.name not in sites:
            message = f"{each.name} has a total here, and no codes under sites."
            faults.add(f.UNKNOWN_CHOICE, each.at, message, remedy="Name it as it is named there.")
    stated = {each.name: _totals(each.value) for each in named if isinstance(each.value, Filled)}
    wrong = dict.fromkeys(
        kind
        for kind, total in whole.items()
        if any(own.get(kind, 0) > total for own in stated.values())
        or (
            _everywhere(kind, stated, note, sites)
            and sum(own.get(kind, 0) for own in stated.values()) < total
        )
    )
    for kind in wrong:
        message = f"The {kind} of the sites cannot be right beside the {whole[kind]} of the whole."
        remedy = "Correct one of them. Until then only the total of the whole is used."
        faults.add(f.UNKNOWN_CHOICE, control.written.span, message, remedy=remedy)
    return MappingProxyType(
        {site: {kind: n for kind, n in own.items() if kind not in wrong} for site, own in stated.items()}
    )


def _everywhere(
    kind: str, stated: Mapping[str, Mapping[str, int]], note: Filled, sites: Mapping[str, Any]
) -> bool:
    """Whether every code of a note stands for a site of which it is said how many of a kind it has."""
    codes = {code for site, own in sites.items() if kind in stated.get(site, {}) for code in own}
    return codes >= set(note.values["providers"])


def read_note(tree: Tree) -> tuple[Note | None, tuple[Finding, ...]]:
    """The note of an extract in *tree*, and everything found. None when it cannot be made out."""
    faults = Faults(tree)
    filled = read_file(tree, "extract", faults)
    if filled is None:
        return None, faults.all()
    control = filled.get("control-total")
    wanted = ("spec", "party", "period", "file", "dataset", "providers")
    if any(key not in filled.values for key in wanted) or not isinstance(control, Filled):
        return None, faults.all()
    totals = _totals(control)
    if "people" not in totals:
        return None, faults.all()
    sites = _sites(filled, faults)
    note = Note(
        **{key: filled.values[key] for key in wanted},
        data_as_at=filled.get("data-as-at"),
        control=Control(
            totals, control.get("stated-by", ""), _totals_of_sites(control, totals, filled, sites, faults)
        ),
        sites=sites,
        path=tree.source.path,
        digest=tree.source.digest,
        written=filled.written,
    )
    return note, faults.all()
