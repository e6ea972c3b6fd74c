"""The query that reads one CSV file of an extract into typed rows.

In: a dataset, and a file that was looked through.  Out: a SELECT with one row for each record that could be
told apart into cells, in the order of the file: whose it is, what it tells of, its dates and codes, and the
first thing that is wrong with it.  Codes are small numbers here, by their place among the words of their
column: they are written and compared many times, and become words again in the tables.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from specrules.measures.duck import quoted
from specrules.measures.lower import name_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from specrules.extracts.opening import Opened
    from specrules.spec.datasets import Column, Dataset, Table

LINE = "line"
AGAIN = f"{LINE}: the headings again"
"""What is wrong with a whole line is said of no column. One with headings is nobody's record."""
NO_CONSENT = ": no consent"
_NO_DATE = ": not a date"
ODD = -1
"""What stands for a code that nobody listed."""

_NO_BREAK = "chr(160)"
_NEVER = "\x01specrules\x01"
"""What no cell holds. Any would do that is none of ours: one there has to be."""
_LONGEST = 10_000_000
# By itself the database takes sixteen of the longest lines at once, and no smaller file is shared out.
_AT_ONCE = 16_000_000


def part_of(name: str) -> str:
    """Under which name a column is kept by which things are told apart."""
    return _id(f"{name} as a key")


def term_of(table: Table, column: Column) -> str:
    """Under which name it is kept what a column says of the things of *table*."""
    return f"{table.name}_{name_of(column.term)}"


def key_parts(table: Table) -> list[str]:
    """The columns of typed rows that tell the things of *table* apart."""
    return ["provider", *(part_of(name) for name in table.key)]


def words_of(column: Column) -> tuple[str, ...]:
    """What the codes of a column mean, each word once: its place is its number in typed rows."""
    return tuple(dict.fromkeys(column.codes.values()))


def columns_of(dataset: Dataset) -> list[Column]:
    """Every column of every table."""
    return [column for table in dataset.tables for column in table.columns]


def in_full(fault: str, dataset: Dataset) -> str:
    """A fault as it is told: with what a date looks like, where something is none."""
    like = "31/03/2026" if dataset.uk_dates else "2026-03-31"
    return f"{fault} such as {like}" if fault.endswith(_NO_DATE) else fault


class Reading:
    """The query for one file: every cell as text, then as what it says, then the rest.

    What a cell says is worked out in a query of its own, since the tests ask for it again and again.
    """

    def __init__(self, dataset: Dataset, found: Opened) -> None:
        self.dataset, self.found = dataset, found

    def select(self) -> str:
        """Every record that could be told apart into cells, with the first thing wrong with it or NULL."""
        texts = ", ".join(f"{self._clean(name)} AS {_id(name)}" for name in self.names())
        parsed = [f"{self._parsed(name)} AS {_id(f'{name} parsed')}" for name in self._dates()]
        coded = [
            f"{self._number(each)} AS {self._typed(each)}"
            for each in columns_of(self.dataset)
            if each.reads != "date" and each.codes
        ]
        days = [f"{self._day(name)} AS {self._date(name)}" for name in self._dates()]
        found = f"SELECT {texts} FROM {self._csv()}"
        found = f"SELECT {', '.join(['*', *dict.fromkeys((*parsed, *coded))])} FROM ({found})"
        found = f"SELECT {', '.join(['*', *days])} FROM ({found})"
        return f"SELECT {', '.join(self._kept())} FROM ({found})"

    def names(self) -> list[str]:
        """The columns that are read, each once."""
        dataset = self.dataset
        keys = [name for table in dataset.tables for name in table.key]
        names = [dataset.provider, *dataset.person, *keys, *(each.name for each in columns_of(dataset))]
        names += [dataset.consent[0]] if dataset.consent else []
        names += [name for pair in dataset.in_order for name in pair]
        return list(dict.fromkeys(name.upper() for name in names))

    def _kept(self) -> Iterator[str]:
        """What comes out for each record."""
        keys = dict.fromkeys(name.upper() for table in self.dataset.tables for name in table.key)
        yield f"{_id(self.dataset.provider)} AS provider"
        # What is missing is passed over here, and makes a record one that cannot be used.
        yield f"upper(concat_ws(chr(31), {', '.join(map(_id, self.dataset.person))})) AS person"
        yield from (f"{_id(name)} AS {part_of(name)}" for name in keys)
        for table in self.dataset.tables:
            yield from (f"{self._typed(each)} AS {term_of(table, each)}" for each in table.columns)
        yield f"{self._fault()} AS fault"

    def _csv(self) -> str:
        columns = ", ".join(f"{quoted(each)}: 'VARCHAR'" for each in self.found.headings)
        return (
            f"read_csv({quoted(os.fspath(self.found.path))}, header = true, auto_detect = false, "
            f"delim = {quoted(self.found.delimiter)}, quote = '\"', escape = '\"', columns = {{{columns}}}, "
            # What says that nothing is recorded is not named here: a line with one such cell more than there
            # are headings would be read, though a comma may have moved all that stands in it by one.
            f"nullstr = [{quoted(_NEVER)}], strict_mode = true, "
            "null_padding = false, store_rejects = true, rejects_limit = 0, "
            f"max_line_size = {_LONGEST}, buffer_size = {_AT_ONCE})"
        )

    def _clean(self, name: str) -> str:
        """A cell without the spaces around it, and nothing where it says that nothing is recorded.

        Spaces are looked for when the file is opened, since taking them away costs as much as reading it.
        """
        text = _id(name) if self.found.tidy else f"trim(replace({_id(name)}, {_NO_BREAK}, ' '))"
        for word in ("", *self.dataset.missing):
            text = f"nullif({text}, {quoted(word)})"
        return text

    # -- what a cell says

    def _typed(self, column: Column) -> str:
        """The name of what a column says."""
        if column.reads == "date":
            return self._date(column.name)
        return _id(f"{column.name} as {column.term}") if column.codes else _id(column.name)

    def _dates(self) -> list[str]:
        """The columns that hold dates, each once."""
        names = [name for pair in self.dataset.in_order for name in pair]
        names += [each.name for each in columns_of(self.dataset) if each.reads == "date"]
        return list(dict.fromkeys(name.upper() for name in names))

    def _date(self, name: str) -> str:
        return _id(f"{name} as a date")

    def _parsed(self, name: str) -> str:
        shape = "%d/%m/%Y" if self.dataset.uk_dates else "%Y-%m-%d"
        return f"CAST(try_strptime({_id(name)}, {quoted(shape)}) AS DATE)"

    def _day(self, name: str) -> str:
        # A year of two figures is no year, and what stands before 1900 or after 2099 is a slip of the pen.
        value = _id(f"{name} parsed")
        return f"CASE WHEN {value} BETWEEN DATE '1900-01-01' AND DATE '2099-12-31' THEN {value} END"

    def _number(self, column: Column) -> str:
        """The number of the word that a code means, whether it is written in capitals or not.

        Most cells hold a code as it is listed, or nothing: what settles most comes first.
        """
        words, cell = words_of(column), _id(column.name)
        means = {code: f"THEN {words.index(word)}::TINYINT" for code, word in column.codes.items()}
        cases = [f"WHEN {cell} = {quoted(code)} {then}" for code, then in means.items()]
        cases += [f"WHEN {cell} IS NULL THEN NULL"]
        cases += [f"WHEN {_is_code(cell, code)} {then}" for code, then in means.items() if _has_case(code)]
        return f"CASE {' '.join(cases)} ELSE {ODD}::TINYINT END"

    # -- what is wrong

    def _fault(self) -> str:
        """The first reason why a record cannot be used: "column: reason"."""
        tests = [*self._of_the_line(), *self._tests()]
        cases = [f"WHEN {test} THEN {quoted(f'{column}: {reason}')}" for test, column, reason in tests]
        return f"CASE {' '.join(cases)} END"

    def _of_the_line(self) -> Iterator[tuple[str, str, str]]:
        """What makes a line no record of anybody: headings, as between two files, or a total at the end."""
        dataset = self.dataset
        headings = [_is_code(_id(name), name) for name in (dataset.provider, *dataset.person)]
        yield " AND ".join(headings), LINE, AGAIN.removeprefix(f"{LINE}: ")
        who = [*dataset.person, *dataset.consent[:1]] if dataset.consent else []
        if who:
            yield " AND ".join(f"{_id(name)} IS NULL" for name in who), LINE, "names nobody"

    def _tests(self) -> Iterator[tuple[str, str, str]]:
        dataset = self.dataset
        yield f"{_id(dataset.provider)} IS NULL", dataset.provider, "missing"
        if dataset.consent:
            column, given = dataset.consent
            yield (
                f"NOT coalesce({_is_code(_id(column), given)}, false)",
                column,
                NO_CONSENT.removeprefix(": "),
            )
        for name in dataset.person:
            yield f"{_id(name)} IS NULL", name, "missing"
        for table in dataset.tables:
            there = " AND ".join(f"{_id(name)} IS NOT NULL" for name in table.key)
            for each in table.columns:
                value = self._typed(each)
                if each.required:
                    yield f"{_id(each.name)} IS NULL AND {there}", each.name, "missing"
                if each.reads == "date":
                    yield (
                        f"{value} IS NULL AND {_id(each.name)} IS NOT NULL",
                        each.name,
                        _NO_DATE.removeprefix(": "),
                    )
                elif each.required and each.codes:
                    yield f"{value} = {ODD} AND {there}", each.name, "unknown code"
        for first, second in dataset.in_order:
            yield f"{self._date(first)} > {self._date(second)}", second, f"before {first}"


def _is_code(cell: str, code: str) -> str:
    """Whether a cell holds a code, in capitals or not."""
    return f"upper({cell}) = {quoted(code.upper())}"


def _has_case(code: str) -> bool:
    return code.upper() != code.lower()


def _id(name: str) -> str:
    return '"' + name.upper().replace('"', '""') + '"'
