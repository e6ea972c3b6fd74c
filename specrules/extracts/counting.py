"""What there is to count in the typed rows of one file, and the list of records that could not be used.

In: a connection on which the file was read, and the Parquet file of its typed rows.  Out: an account, and the
lines of the list: which record, which column, and why; nothing of what stands in it.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from specrules.extracts.opening import count_records, is_open, named, record_numbers
from specrules.extracts.reading import LINE, NO_CONSENT, ODD, in_full, key_parts, term_of
from specrules.measures.duck import quoted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from duckdb import DuckDBPyConnection

    from specrules.extracts.opening import Opened
    from specrules.spec.datasets import Column, Dataset, Table

LOST = f"{LINE}: cannot be told apart into cells"
OPEN = f"{LINE}: opens a quotation mark that is never closed; all below it was not read"
_AT_ONCE = 10_000


class Counted:
    """What became of the records of one file."""

    def __init__(
        self, connection: DuckDBPyConnection, dataset: Dataset, found: Opened, parquet: Path
    ) -> None:
        self.connection, self.dataset, self.found = connection, dataset, found
        self.rows = f"read_parquet({quoted(os.fspath(parquet))}, file_row_number = true)"
        self.coded = [
            (term_of(table, each), each.name)
            for table in dataset.tables
            for each in table.columns
            if can_be_odd(each)
        ]
        self.pairs = [
            (low, top)
            for low, top in zip(dataset.tables[1:], dataset.tables, strict=False)
            if not set(top.key) <= set(low.key)
        ]
        self.groups = self._by_provider_and_fault()
        read = sum(row[2] for row in self.groups)
        self.places = self._lost_places()
        counted = count_records(found, read) - read
        # Where quotation marks are so broken that the two do not agree, more are lost rather than fewer.
        self.agreed, self.lost = counted == len(self.places), max(counted, len(self.places))
        self.records = read + self.lost
        # The last of them is then the one that has all the rest of the file in it.
        self.is_open = bool(self.places) and self.agreed and is_open(found)

    def account(self, path: Path) -> dict[str, Any]:
        """The account of the file at *path*, as it is kept."""
        good = [row for row in self.groups if row[1] is None]
        odd = {name: sum(row[3 + n] for row in good) for n, (_, name) in enumerate(self.coded)}
        first = 3 + len(self.coded)
        orphans = {
            low.name: sum(row[first + n] for row in self.groups) for n, (low, _) in enumerate(self.pairs)
        }
        return {
            "file": named(path),
            "digest": self.found.digest,
            "records": self.records,
            "encoding": self.found.encoding,
            "rejected": self._rejected(),
            "withheld": sum(row[2] for row in self.groups if str(row[1]).endswith(NO_CONSENT)),
            "repeated": self._repeated(),
            "unknown": {name: number for name, number in odd.items() if number},
            "orphans": {name: number for name, number in orphans.items() if number},
            "nameless": self._nameless(good),
            "providers": {row[0]: row[2] for row in good},
        }

    def rejects(self, path: Path) -> Iterator[str]:
        """A line for each record of the file at *path* that could not be used, in the order of the file."""
        file = _cell(named(path))
        lost = record_numbers(self.found, self.places) if self.agreed else []
        if not self.agreed:
            yield f"{file},,,{self.lost} lines cannot be told apart into cells"
        for record, why in _merged(lost, self._faulty()):
            fault = OPEN if self.is_open and record == lost[-1] else why
            column, _, reason = in_full(fault, self.dataset).partition(": ")
            yield f"{file},{record},{'' if column == LINE else column},{reason}"

    def _by_provider_and_fault(self) -> list[tuple[Any, ...]]:
        sums = [f"count(*) FILTER ({term} = {ODD})" for term, _ in self.coded]
        sums += [f"count(*) FILTER ({_there(low)} AND NOT ({_there(top)}))" for low, top in self.pairs]
        sums += [f"count(*) FILTER ({_is_nameless(each, self.dataset)})" for each in self.dataset.tables]
        wanted = ", ".join(["coalesce(provider, '')", "fault", "count(*)", *sums])
        query = f"SELECT {wanted} FROM {self.rows} GROUP BY 1, 2 ORDER BY 1, 2"
        return self.connection.execute(query).fetchall()

    def _nameless(self, good: Iterable[tuple[Any, ...]]) -> dict[str, dict[str, int]]:
        """How many things of each table are dated and have no key, by service: they are in no table."""
        first = 3 + len(self.coded) + len(self.pairs)
        found = {
            table.name: {row[0]: row[first + n] for row in good if row[first + n]}
            for n, table in enumerate(self.dataset.tables)
        }
        return {name: numbers for name, numbers in found.items() if numbers}

    def _rejected(self) -> dict[str, dict[str, int]]:
        found: dict[str, dict[str, int]] = {}
        for provider, fault, number, *_ in self.groups:
            if fault is not None:
                found.setdefault(provider, {})[fault] = number
        for fault, number in ((LOST, self.lost - self.is_open), (OPEN, int(self.is_open))):
            if number:
                found.setdefault("", {})[fault] = number
        return found

    def _repeated(self) -> int:
        """How many records say of nothing that no record before them said something of."""
        tables = self.dataset.tables
        parts = dict.fromkeys(part for table in tables for part in key_parts(table))
        # A part says something only where the rest of a key it is part of is there too.
        there = {part: [_there(each) for each in tables if part in key_parts(each)] for part in parts}
        keys = [f"CASE WHEN {' OR '.join(there[part])} THEN {part} END" for part in parts]
        wanted, told = ", ".join(["person", *keys]), f"FROM {self.rows} WHERE fault IS NULL"
        # Numbers that all differ settle it, and take half as long to tell apart as what they stand for.
        if not (alike := self._one(f"SELECT count(*) - count(DISTINCT hash({wanted})) {told}")):
            return alike
        return self._one(f"SELECT count(*) - count(DISTINCT ({wanted})) {told}")

    def _one(self, query: str) -> int:
        found = self.connection.execute(query).fetchone()
        return int(found[0]) if found else 0

    def _lost_places(self) -> list[int]:
        """Where the records begin that could not be told apart into cells, in bytes."""
        query = "SELECT DISTINCT line_byte_position FROM reject_errors ORDER BY 1"
        return [row[0] for row in self.connection.execute(query).fetchall()]

    def _faulty(self) -> Iterator[tuple[int, str]]:
        """The rows that could not be used, each by its place among those that were read, and why."""
        found = self.connection.execute(
            f"SELECT file_row_number + 1, fault FROM {self.rows} "
            f"WHERE fault IS NOT NULL AND fault NOT LIKE '%{NO_CONSENT}' ORDER BY 1"
        )
        while rows := found.fetchmany(_AT_ONCE):
            yield from rows


def can_be_odd(column: Column) -> bool:
    """Whether a code that nobody listed leaves a blank in a column, rather than spoiling the record."""
    return bool(column.codes) and column.reads != "date" and not column.required


def _there(table: Table) -> str:
    """Whether a row tells of a thing of *table*."""
    return " AND ".join(f"{each} IS NOT NULL" for each in key_parts(table))


def _is_nameless(table: Table, dataset: Dataset) -> str:
    """Whether a row tells of a thing of *table*, by a date or what none may lack, but not of which.

    A column that other tables have too may be of a thing of theirs.
    """
    names = [name.upper() for each in dataset.tables for name in {one.name for one in each.columns}]
    own = [
        f"{term_of(table, each)} IS NOT NULL"
        for each in table.columns
        if (each.required or each.reads == "date") and names.count(each.name.upper()) == 1
    ]
    return f"NOT ({_there(table)}) AND ({' OR '.join(own)})" if own else "false"


def _merged(lost: Iterable[int], faulty: Iterable[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    """Records in the order of the file. The place of a row does not count the lost ones before it."""
    waiting = iter(lost)
    next_lost, before = next(waiting, None), 0
    for place, fault in faulty:
        while next_lost is not None and next_lost <= place + before:
            yield next_lost, LOST
            next_lost, before = next(waiting, None), before + 1
        yield place + before, fault
    while next_lost is not None:
        yield next_lost, LOST
        next_lost = next(waiting, None)


def _cell(text: str) -> str:
    return '"' + text.replace('"', '""') + '"' if set(text) & set(',"\n') else text
