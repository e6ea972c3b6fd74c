"""The tables of all files: one row for each thing, and numbers in the place of what tells people apart.

In: the typed rows of each file, in Parquet.  Out: a Parquet file for each table, and how many things had to
be left out.  People and things are numbered in the order in which they are met, over all files.

Rows are gathered with nothing but numbers and dates beside the key, and in no order: only so can they be put
aside on disk when memory is at its end.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from specrules.extracts.reading import ODD, key_parts, term_of, words_of
from specrules.measures.duck import connected, quoted
from specrules.measures.lower import name_of
from specrules.spec.datasets import keys_of
from specrules.spec.shape import TABLES

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from duckdb import DuckDBPyConnection

    from specrules.spec.datasets import Column, Dataset, Table


# With a space in them, so that no column of a dataset is called the same.
_NUMBER, _PLACE, _PERSON, _PEOPLE = '"its number"', '"its place"', '"its person"', '"more than one person"'


@dataclass(frozen=True, slots=True)
class Made:
    """The tables that were written, and on what records disagreed: by column, and by table and service."""

    names: tuple[str, ...]
    disagreed: dict[str, int] = field(default_factory=dict)
    rejected: dict[str, dict[str, int]] = field(default_factory=dict)


def make_tables(
    dataset: Dataset, rows: Sequence[Path], folder: Path, work: Path, said: Callable[[str], None]
) -> Made:
    """Number people and things over all typed *rows*, and write a file for each table into *folder*."""
    made = Made(tuple(each.name for each in dataset.tables))
    with connected(work) as connection:
        numbered = ", ".join(f"({n}, {quoted(os.fspath(each))})" for n, each in enumerate(rows))
        listed = ", ".join(quoted(os.fspath(each)) for each in rows)
        connection.execute(
            f"CREATE VIEW rows AS SELECT f.number * 1000000000000 + r.file_row_number AS {_PLACE}, r.* "
            f"FROM read_parquet([{listed}], filename = true, file_row_number = true) r "
            f"JOIN (VALUES {numbered}) f(number, filename) USING (filename) WHERE r.fault IS NULL"
        )
        connection.execute(
            f"CREATE TABLE people AS SELECT row_number() OVER () AS {_NUMBER}, person FROM "
            f"(SELECT person, min({_PLACE}) AS place FROM rows GROUP BY person ORDER BY place)"
        )
        for table in sorted(dataset.tables, key=lambda each: TABLES.index(each.name)):
            _Gathering(connection, dataset, table).write(folder, made)
            said(f"{table.name}: written")
    return made


class _Gathering:
    """One row for each thing of a table.

    Where its records disagree on a date it is left out; where they disagree on a word it is blank.
    """

    def __init__(self, connection: DuckDBPyConnection, dataset: Dataset, table: Table) -> None:
        self.connection, self.dataset, self.table = connection, dataset, table
        tables = {each.name.removesuffix("s"): each for each in dataset.tables}
        keys = [tables[each] for each in keys_of(dataset, table.name)[1:]]
        self.above = [each for each in keys if each is not table]
        dates = [_odd(each) for each in table.columns if each.reads == "date"]
        self.left_out = " OR ".join(f"g.{each}" for each in [_PEOPLE, *dates])

    def write(self, folder: Path, made: Made) -> None:
        """Write the table into *folder*, and add to *made* what had to be left out."""
        self.connection.execute(f"CREATE TABLE {self.table.name} AS {self._numbered()}")
        self._count(made)
        path = folder / f"{self.table.name}.parquet"
        part = path.with_suffix(".part")
        self.connection.execute("SET preserve_insertion_order = true")
        self.connection.execute(f"COPY ({self._kept()}) TO {quoted(os.fspath(part))} (FORMAT parquet)")
        self.connection.execute("SET preserve_insertion_order = false")
        part.chmod(0o600)
        part.replace(path)

    def _numbered(self) -> str:
        """The things in the order in which they are met, each with its number."""
        return f"SELECT row_number() OVER () AS {_NUMBER}, * FROM ({self._gathered()} ORDER BY {_PLACE})"

    def _gathered(self) -> str:
        """The records of each thing as one row, with a mark beside each value on which they disagree."""
        keys = ", ".join(f"rows.{each}" for each in key_parts(self.table))
        there = " AND ".join(f"rows.{each} IS NOT NULL" for each in key_parts(self.table))
        person = f"p.{_NUMBER}"
        parts = [keys, f"min({_PLACE}) AS {_PLACE}", f"min({person}) AS {_PERSON}"]
        parts.append(f"min({person}) <> max({person}) AS {_PEOPLE}")
        parts += [
            f"min({_joined(each, 'rows')}) AS {each.name}_key" for each in self.above if not self._has(each)
        ]
        for each in self.table.columns:
            value = self._value(each)
            parts.append(f"CASE WHEN min({value}) = max({value}) THEN min({value}) END AS {_plain(each)}")
            parts.append(f"coalesce(min({value}) <> max({value}), false) AS {_odd(each)}")
        return (
            f"SELECT {', '.join(parts)} FROM rows JOIN people p USING (person) WHERE {there} GROUP BY {keys}"
        )

    def _value(self, column: Column) -> str:
        """What a row says, without the codes that nobody listed."""
        term = term_of(self.table, column)
        return f"nullif({term}, {ODD})" if _is_number(column) else term

    def _has(self, above: Table) -> bool:
        """Whether the key of a thing tells which of another table it belongs to."""
        return set(above.key) <= set(self.table.key)

    def _count(self, made: Made) -> None:
        """How many things are left out, by service, and on which columns records disagree."""
        sums = [f"count(*) FILTER ({_odd(each)})" for each in self.table.columns]
        left_out = f"count(*) FILTER ({self.left_out})"
        query = f"SELECT {', '.join(['provider', left_out, *sums])} FROM {self.table.name} g"
        found = self.connection.execute(f"{query} GROUP BY 1 ORDER BY 1").fetchall()
        for provider, number, *disagreed in found:
            if number:
                made.rejected.setdefault(self.table.name, {})[provider] = number
            for column, times in zip(self.table.columns, disagreed, strict=True):
                if times:
                    made.disagreed[column.name] = made.disagreed.get(column.name, 0) + times

    def _kept(self) -> str:
        """What is written: numbers, dates and words."""
        own = [self.table.name.removesuffix("s")] if self.table.name != "clients" else []
        columns = ["g.provider", f"g.{_PERSON} AS person"]
        columns += [f"{each.name}.{_NUMBER} AS {each.name.removesuffix('s')}" for each in self.above]
        columns += [f"g.{_NUMBER} AS {each}" for each in own]
        columns += [f"{_said(each)} AS {_plain(each)}" for each in self.table.columns]
        joins = "".join(f" LEFT JOIN {each.name} ON {self._belongs(each)}" for each in self.above)
        return (
            f"SELECT {', '.join(columns)} FROM {self.table.name} g{joins} "
            f"WHERE NOT ({self.left_out}) ORDER BY g.{_NUMBER}"
        )

    def _belongs(self, above: Table) -> str:
        if not self._has(above):
            return f"g.{above.name}_key = {_joined(above, above.name)}"
        return " AND ".join(f"g.{each} = {above.name}.{each}" for each in key_parts(above))


def _odd(column: Column) -> str:
    """Under which name it is kept whether records disagree on a column."""
    return f'"disagreed on {name_of(column.term)}"'


def _is_number(column: Column) -> bool:
    return bool(column.codes) and column.reads != "date"


def _said(column: Column) -> str:
    """A value as it stands in the table: the word of a code rather than its number."""
    value = f"g.{_plain(column)}"
    if not _is_number(column):
        return value
    cases = " ".join(f"WHEN {n} THEN {quoted(word)}" for n, word in enumerate(words_of(column)))
    return f"CASE {value} {cases} END"


def _joined(table: Table, alias: str) -> str:
    return " || chr(31) || ".join(f"{alias}.{each}" for each in key_parts(table))


def _plain(column: Column) -> str:
    return f'"{name_of(column.term)}"'
