"""Turn extracts into tables, once.

In: CSV files with their datasets, and a folder.  Out: in the folder a Parquet file for each table, an
account of the rows that could not be used, and a manifest.  People, episodes and the like become numbers
in the order in which they are met, over all files, so a person known to two services is one; what tells
them apart in the files stays in the working folder, which is the user's alone and is taken away at the end.

Each step ends in a rename, and a step that was done is not done again: whoever stops it and starts it
again gets the same bytes.
"""

from __future__ import annotations

import json
import os
import shutil
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from specrules.errors import NotWritten, SpecrulesError, UnreadableFile
from specrules.extracts.opening import Opened, named, open_extract
from specrules.files import write_file
from specrules.measures.duck import connected, quoted
from specrules.measures.lower import name_of
from specrules.spec.datasets import keys_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from duckdb import DuckDBPyConnection

    from specrules.spec.datasets import Column, Dataset, Table

MANIFEST = "extract.json"
REJECTS = "rejects.csv"
KIND = "extract tables 1"
_WORK = ".work"
_LAYOUT = 2  # of the files in the working folder, so that none is taken up that was left by another version
_NO_BREAK = "chr(160)"
_LONGEST = 10_000_000
# By itself the database takes sixteen of the longest lines at once, and no smaller file is shared out.
_AT_ONCE = 16_000_000


@dataclass(frozen=True, slots=True)
class Source:
    """A file and the dataset whose columns it has."""

    path: Path
    dataset: Dataset


@dataclass(frozen=True, slots=True)
class Account:
    """What became of the rows of one file.

    *rejected* counts rows that could not be used, by service ("" where even that is not known) and by
    reason; *withheld* those without consent; *unknown* codes nobody listed, by column; *orphans* rows of a
    table without the one above it.
    """

    file: str
    digest: str
    records: int
    encoding: str
    rejected: Mapping[str, Mapping[str, int]]
    withheld: int = 0
    repeated: int = 0
    unknown: Mapping[str, int] | None = None
    orphans: Mapping[str, int] | None = None
    providers: Mapping[str, int] | None = None


@dataclass(frozen=True, slots=True)
class Tables:
    """Tables in Parquet, and the account of the files they were made from."""

    folder: Path
    dataset: str
    files: Mapping[str, Path]
    accounts: tuple[Account, ...]
    disagreed: Mapping[str, int]
    rejected: Mapping[
        str, Mapping[str, int]
    ]  # units whose repeated rows disagree on a date: table -> service

    def account(self, digest: str) -> Account | None:
        """What became of the rows of the file with this fingerprint."""
        return next((each for each in self.accounts if each.digest == digest), None)


def convert(
    sources: Sequence[Source], folder: Path, said: Callable[[str], None] = lambda message: None
) -> Tables:
    """Make the tables of *sources*, all of one dataset, in *folder*. Raises UnreadableFile and NotWritten.

    *said* is told what has been done, for somebody who waits.
    """
    datasets = {each.dataset.name for each in sources}
    if len(datasets) != 1:
        raise UnreadableFile(
            f"Extracts of one dataset go together, and these are of: {', '.join(sorted(datasets))}."
        )
    with _or_not_written(folder):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        work = folder / _WORK
        work.mkdir(mode=0o700, exist_ok=True)
        opened = [(each, _looked_through(each, work, said)) for each in sources]
        wanted = _wanted(opened)
        if done := _finished(folder, wanted):
            return done
        (folder / MANIFEST).unlink(missing_ok=True)
        flats = [_flat(source, found, n, work, said) for n, (source, found) in enumerate(opened)]
        tables = _tables(sources[0].dataset, flats, folder, work, said)
        _finish(folder, wanted, sources[0].dataset, flats, tables)
        shutil.rmtree(work)
    return read_tables(folder)


def read_tables(folder: Path) -> Tables:
    """The tables in *folder*. Raises UnreadableFile."""
    try:
        found = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        if found["kind"] != KIND:
            raise UnreadableFile(f"{named(folder)} was written by another version; make its tables again.")
        return Tables(
            folder,
            found["dataset"],
            {name: folder / f"{name}.parquet" for name in found["tables"]},
            tuple(Account(**each) for each in found["files"]),
            found["disagreed"],
            found["rejected"],
        )
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise UnreadableFile(f"{named(folder)} holds no tables that can be read; make them again.") from error


@contextmanager
def _or_not_written(folder: Path) -> Iterator[None]:
    import duckdb

    try:
        yield
    except SpecrulesError:
        raise
    except OSError as error:
        raise NotWritten(
            f"{named(folder)} could not be written to; check that you may, and how full it is."
        ) from error
    except duckdb.Error as error:
        # What the database says may hold what stands in a cell, so it is not repeated.
        raise NotWritten(
            f"The tables in {named(folder)} could not be made ({type(error).__name__})."
        ) from None


def _wanted(opened: Sequence[tuple[Source, Opened]]) -> list[list[str]]:
    """What decides the tables: the files and the dataset, by fingerprint."""
    return [[found.digest, source.dataset.digest] for source, found in opened]


def _finished(folder: Path, wanted: list[list[str]]) -> Tables | None:
    """The tables, when they were made already from the same files."""
    path = folder / MANIFEST
    if not path.is_file():
        return None
    made = json.loads(path.read_text(encoding="utf-8"))
    if made.get("made-from") != wanted or made.get("kind") != KIND:
        return None
    shutil.rmtree(folder / _WORK, ignore_errors=True)
    return read_tables(folder)


def _finish(
    folder: Path, wanted: list[list[str]], dataset: Dataset, flats: Sequence[_Flat], tables: _Made
) -> None:
    lines = ["file,record,column,reason", *(line for flat in flats for line in flat.rejects)]
    write_file(folder / REJECTS, ("\n".join(lines) + "\n").encode())
    manifest = {
        "kind": KIND,
        "dataset": dataset.name,
        "made-from": wanted,
        "tables": sorted(tables.names),
        "files": [flat.account for flat in flats],
        "disagreed": tables.disagreed,
        "rejected": tables.rejected,
    }
    write_file(folder / MANIFEST, (json.dumps(manifest, indent=2, sort_keys=True) + "\n").encode())


# -- one file


@dataclass(frozen=True, slots=True)
class _Flat:
    """One file as typed rows: still one row for each record, and what was wrong with the others."""

    parquet: Path
    account: dict[str, Any]
    rejects: tuple[str, ...]


def _looked_through(source: Source, work: Path, said: Callable[[str], None]) -> Opened:
    found = open_extract(source.path)
    lacking = [each for each in _Reading(source.dataset, found).names() if each not in found.headings]
    if lacking:
        raise UnreadableFile(
            f"{named(source.path)} was not read as {source.dataset.title}: "
            f"it has no column {', '.join(lacking)}."
        )
    said(f"{named(source.path)}: {found.records} records")
    return found


def _columns(dataset: Dataset) -> list[Column]:
    return [column for table in dataset.tables for column in table.columns]


def _flat(source: Source, found: Opened, number: int, work: Path, said: Callable[[str], None]) -> _Flat:
    name = f"{number}-{found.digest[:16]}-{source.dataset.digest[:16]}-{_LAYOUT}"
    parquet, notes = work / f"{name}.parquet", work / f"{name}.json"
    if not notes.is_file():
        account, rejects = _read_flat(source, _as_utf8(found, work, name), parquet, work)
        write_file(notes, json.dumps([account, rejects]).encode())
        said(f"{named(source.path)}: read")
    account, rejects = json.loads(notes.read_text(encoding="utf-8"))
    return _Flat(parquet, account, tuple(rejects))


def _as_utf8(found: Opened, work: Path, name: str) -> Opened:
    """The file itself, or a copy of it in UTF-8, which is all the database reads."""
    if found.encoding in ("utf-8", "utf-8-sig"):
        return found
    copy = work / f"{name}.csv"
    with found.path.open(encoding=found.encoding, errors="replace", newline="") as file, _mine(copy) as out:
        shutil.copyfileobj(file, out, 1 << 20)
    return replace(found, path=copy)


@contextmanager
def _mine(path: Path) -> Iterator[Any]:
    """A file to write that only its owner can read, moved into place when it is whole."""
    part = path.with_name(f"{path.name}.part")
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
        yield file
    part.replace(path)


def _read_flat(source: Source, found: Opened, parquet: Path, work: Path) -> tuple[dict[str, Any], list[str]]:
    reading = _Reading(source.dataset, found)
    with connected(work) as connection:
        # The number of a record is its place among the rows, so their order is kept.
        connection.execute("SET preserve_insertion_order = true")
        part = parquet.with_suffix(".part")
        connection.execute(f"COPY ({reading.select()}) TO {quoted(os.fspath(part))} (FORMAT parquet)")
        part.replace(parquet)
        part.chmod(0o600) if part.exists() else parquet.chmod(0o600)
        return _accounted(connection, source, found, parquet)


class _Reading:
    """The query that reads one CSV file: every cell as text, then as what it says, then the rest.

    What a cell says is worked out in a query of its own, since the tests ask for it again and again.
    """

    def __init__(self, dataset: Dataset, found: Opened) -> None:
        self.dataset, self.found = dataset, found

    def select(self) -> str:
        """Every record that could be told apart into cells, with the first thing wrong with it or NULL."""
        inner = ", ".join(f"{self._clean(name)} AS {_id(name)}" for name in self.names())
        texts = f"SELECT {inner} FROM {self._csv()}"
        said = ", ".join(f"{value} AS {name}" for name, value in self._said().items())
        typed = f"SELECT *, {said} FROM ({texts})"
        outer = [f"{_id(self.dataset.provider)} AS provider", f"{self._person()} AS person"]
        outer += [f"{_id(name)} AS {_part(name)}" for name in _parts(self.dataset)]
        for table in self.dataset.tables:
            outer += [f"{self._typed(each)} AS {_term(table, each)}" for each in table.columns]
            outer += [
                f"{self._odd(each)} AS {_term(table, each)}_odd" for each in table.columns if _coded(each)
            ]
        outer.append(f"{self._fault()} AS fault")
        return f"SELECT {', '.join(outer)} FROM ({typed})"

    def names(self) -> list[str]:
        """The columns that are read, each once."""
        dataset = self.dataset
        keys = [name for table in dataset.tables for name in table.key]
        names = [dataset.provider, *dataset.person, *keys, *(each.name for each in _columns(dataset))]
        names += [dataset.consent[0]] if dataset.consent else []
        names += [name for pair in dataset.in_order for name in pair]
        return list(dict.fromkeys(name.upper() for name in names))

    def _csv(self) -> str:
        columns = ", ".join(f"{quoted(each)}: 'VARCHAR'" for each in self.found.headings)
        return (
            f"read_csv({quoted(os.fspath(self.found.path))}, header = true, auto_detect = false, "
            f"delim = {quoted(self.found.delimiter)}, quote = '\"', escape = '\"', columns = {{{columns}}}, "
            f"nullstr = [{', '.join(map(quoted, ('', *self.dataset.missing)))}], strict_mode = true, "
            "null_padding = false, store_rejects = true, rejects_limit = 0, "
            f"max_line_size = {_LONGEST}, buffer_size = {_AT_ONCE})"
        )

    def _clean(self, name: str) -> str:
        """A cell without the spaces around it, and nothing where it says that nothing is recorded.

        Spaces are looked for when the file is opened, since taking them away costs as much as reading it.
        """
        if self.found.tidy:
            return _id(name)
        text = f"trim(replace({_id(name)}, {_NO_BREAK}, ' '))"
        for word in ("", *self.dataset.missing):
            text = f"nullif({text}, {quoted(word)})"
        return text

    def _person(self) -> str:
        return f"upper({_joined(map(_id, self.dataset.person))})"

    def _key(self, table: Table) -> str:
        return _joined([_id(self.dataset.provider), *map(_id, table.key)])

    def _said(self) -> dict[str, str]:
        """What every column says, by the name under which it is asked for."""
        dates = [name for pair in self.dataset.in_order for name in pair]
        said = {self._date(name): self._day(name) for name in dates}
        plain = [each for each in _columns(self.dataset) if each.reads == "date" or each.codes]
        return said | {self._typed(each): self._value(each) for each in plain}

    def _typed(self, column: Column) -> str:
        """The name of what a column says."""
        if column.reads == "date":
            return self._date(column.name)
        return _id(f"{column.name} as {column.term}") if column.codes else _id(column.name)

    def _date(self, name: str) -> str:
        return _id(f"{name} as a date")

    def _value(self, column: Column) -> str:
        if column.reads == "date":
            return self._day(column.name)
        if column.codes:
            cases = " ".join(
                f"WHEN {quoted(code.upper())} THEN {quoted(word)}" for code, word in column.codes.items()
            )
            return f"CASE upper({_id(column.name)}) {cases} END"
        return _id(column.name)

    def _odd(self, column: Column) -> str:
        """Whether a cell holds a code that the dataset does not list."""
        return f"{_id(column.name)} IS NOT NULL AND {self._typed(column)} IS NULL"

    def _day(self, name: str) -> str:
        shape = "%d/%m/%Y" if self.dataset.uk_dates else "%Y-%m-%d"
        # A year of two figures is no year, and what stands before 1900 or after 2099 is a slip of the pen.
        value = f"CAST(try_strptime({_id(name)}, {quoted(shape)}) AS DATE)"
        return f"CASE WHEN {value} BETWEEN DATE '1900-01-01' AND DATE '2099-12-31' THEN {value} END"

    def _fault(self) -> str:
        """The first reason why a record cannot be used: "column: reason"."""
        cases = [
            f"WHEN {test} THEN {quoted(f'{column}: {reason}')}" for test, column, reason in self._tests()
        ]
        return f"CASE {' '.join(cases)} END"

    def _tests(self) -> Iterator[tuple[str, str, str]]:
        dataset = self.dataset
        yield f"{_id(dataset.provider)} IS NULL", dataset.provider, "missing"
        if dataset.consent:
            column, given = dataset.consent
            yield f"coalesce(upper({_id(column)}), '') <> {quoted(given.upper())}", column, "no consent"
        for name in dataset.person:
            yield f"{_id(name)} IS NULL", name, "missing"
        for table in dataset.tables:
            there = f"{self._key(table)} IS NOT NULL"
            for each in table.columns:
                value = self._typed(each)
                if each.required:
                    yield f"{there} AND {_id(each.name)} IS NULL", each.name, "missing"
                if each.reads == "date":
                    yield f"{_id(each.name)} IS NOT NULL AND {value} IS NULL", each.name, "not a date"
                elif each.required:
                    yield f"{there} AND {value} IS NULL", each.name, "unknown code"
        for first, second in dataset.in_order:
            yield f"{self._date(first)} > {self._date(second)}", second, f"before {first}"


def _id(name: str) -> str:
    return '"' + name.upper().replace('"', '""') + '"'


def _joined(parts: Iterable[str]) -> str:
    """Texts as one, and nothing when one of them is missing."""
    return " || chr(31) || ".join(parts)


def _parts(dataset: Dataset) -> list[str]:
    """The columns by which things are told apart, each once."""
    return list(dict.fromkeys(name.upper() for table in dataset.tables for name in table.key))


def _part(name: str) -> str:
    """Under which name such a column is kept."""
    return _id(f"{name} as a key")


def _rows(dataset: Dataset, files: Iterable[Path]) -> str:
    """The typed rows of *files*, each with the number of its record and the keys of what it tells of."""
    keys = ", ".join(
        f"{_joined(['provider', *map(_part, each.key)])} AS {each.name}_key" for each in dataset.tables
    )
    listed = ", ".join(quoted(os.fspath(each)) for each in files)
    kept = f"read_parquet([{listed}], filename = true, file_row_number = true)"
    return f"(SELECT *, file_row_number + 1 AS record, {keys} FROM {kept})"


def _coded(column: Column) -> bool:
    return bool(column.codes) and not column.required


def _term(table: Table, column: Column) -> str:
    return f"{table.name}_{name_of(column.term)}"


def _accounted(
    connection: DuckDBPyConnection, source: Source, found: Opened, parquet: Path
) -> tuple[dict[str, Any], list[str]]:
    rows = _rows(source.dataset, [parquet])
    counted = _Counted(connection, source.dataset, rows)
    lost = found.records - counted.read
    rejects = _rejects(connection, named(source.path), rows)
    rejected = counted.rejected
    if lost:
        rejected.setdefault("", {})["line: cannot be told apart into cells"] = lost
        rejects += [f"{_cell(named(source.path))},,,{lost} lines cannot be told apart into cells"]
    account = {
        "file": named(source.path),
        "digest": found.digest,
        "records": found.records,
        "encoding": found.encoding,
        "rejected": rejected,
        "withheld": counted.withheld,
        "repeated": _repeated(connection, source.dataset, rows),
        "unknown": counted.unknown,
        "orphans": counted.orphans,
        "providers": counted.providers,
    }
    return account, rejects


class _Counted:
    """What there is to count in the rows of one file, counted in one pass over them."""

    def __init__(self, connection: DuckDBPyConnection, dataset: Dataset, rows: str) -> None:
        odd = {
            _term(table, each): each.name
            for table in dataset.tables
            for each in table.columns
            if _coded(each)
        }
        pairs = list(zip(dataset.tables, dataset.tables[1:], strict=False))
        sums = [f"count(*) FILTER ({term}_odd)" for term in odd]
        sums += [
            f"count(*) FILTER ({low.name}_key IS NOT NULL AND {top.name}_key IS NULL)" for top, low in pairs
        ]
        wanted = ", ".join(["coalesce(provider, '')", "fault", "count(*)", *sums])
        query = f"SELECT {wanted} FROM {rows} GROUP BY 1, 2 ORDER BY 1, 2"
        found = connection.execute(query).fetchall()
        self.read = sum(row[2] for row in found)
        self.rejected: dict[str, dict[str, int]] = {}
        for provider, fault, number, *_ in found:
            if fault is not None:
                self.rejected.setdefault(provider, {})[fault] = number
        good = [row for row in found if row[1] is None]
        self.providers = {row[0]: row[2] for row in good}
        self.withheld = sum(row[2] for row in found if row[1] is not None and row[1].endswith(": no consent"))
        of_odd = [sum(row[3 + n] for row in good) for n in range(len(odd))]
        of_pairs = [sum(row[3 + len(odd) + n] for row in found) for n in range(len(pairs))]
        self.unknown = {name: number for name, number in zip(odd.values(), of_odd, strict=True) if number}
        self.orphans = {low.name: number for (_, low), number in zip(pairs, of_pairs, strict=True) if number}


def _repeated(connection: DuckDBPyConnection, dataset: Dataset, rows: str) -> int:
    """How many records say of nothing that no record before them said something of."""
    keys = ", ".join(["provider", "person", *(f"{each.name}_key" for each in dataset.tables)])
    told = f"FROM {rows} WHERE fault IS NULL"
    # Numbers that all differ settle it, and take half as long to tell apart as what they stand for.
    if not (alike := _one(connection, f"SELECT count(*) - count(DISTINCT hash({keys})) {told}")):
        return alike
    return _one(connection, f"SELECT count(*) - count(DISTINCT ({keys})) {told}")


def _one(connection: DuckDBPyConnection, query: str) -> int:
    found = connection.execute(query).fetchone()
    return int(found[0]) if found else 0


def _rejects(connection: DuckDBPyConnection, file: str, rows: str) -> list[str]:
    """A line for each record that could not be used: which, and why, and nothing of what stands in it."""
    found = connection.execute(
        f"SELECT record, fault FROM {rows} "
        "WHERE fault IS NOT NULL AND fault NOT LIKE '%: no consent' ORDER BY record"
    ).fetchall()
    return [
        f"{_cell(file)},{record},{fault.partition(': ')[0]},{fault.partition(': ')[2]}"
        for record, fault in found
    ]


def _cell(text: str) -> str:
    return '"' + text.replace('"', '""') + '"' if set(text) & set(',"\n') else text


# -- the tables of all files


@dataclass(frozen=True, slots=True)
class _Made:
    names: tuple[str, ...]
    disagreed: dict[str, int]
    rejected: dict[str, dict[str, int]]


def _tables(
    dataset: Dataset, flats: Sequence[_Flat], folder: Path, work: Path, said: Callable[[str], None]
) -> _Made:
    """Number people and things over all files, and write a file for each table."""
    disagreed: dict[str, int] = {}
    rejected: dict[str, dict[str, int]] = {}
    with connected(work) as connection:
        numbered = ", ".join(f"({n}, {quoted(os.fspath(each.parquet))})" for n, each in enumerate(flats))
        connection.execute(f"CREATE TABLE files AS SELECT * FROM (VALUES {numbered}) f(number, filename)")
        connection.execute(
            "CREATE VIEW rows AS SELECT f.number * 1000000000000 + r.record AS place, r.* "
            f"FROM {_rows(dataset, [each.parquet for each in flats])} r JOIN files f USING (filename) "
            "WHERE r.fault IS NULL"
        )
        for name in ("person", *(f"{each.name}_key" for each in dataset.tables)):
            connection.execute(
                f"CREATE TABLE {name}_number AS SELECT {name} AS key, "
                "row_number() OVER (ORDER BY min(place)) AS number "
                f"FROM rows WHERE {name} IS NOT NULL GROUP BY {name}"
            )
        connection.execute("SET preserve_insertion_order = true")
        for table in dataset.tables:
            _table(connection, dataset, table, folder, disagreed, rejected)
            said(f"{table.name}: written")
    return _Made(tuple(each.name for each in dataset.tables), disagreed, rejected)


def _table(
    connection: DuckDBPyConnection,
    dataset: Dataset,
    table: Table,
    folder: Path,
    disagreed: dict[str, int],
    rejected: dict[str, dict[str, int]],
) -> None:
    """One row for each thing. Where its records disagree on a date it is left out, on a word it is blank."""
    connection.execute(f"CREATE TABLE {table.name} AS {_gathered(dataset, table)}")
    dates = [name_of(each.term) for each in table.columns if each.reads == "date"]
    odd = " OR ".join(["person_odd", *(f"{each}_odd" for each in dates)])
    for provider, number in connection.execute(
        f"SELECT provider, count(*) FROM {table.name} WHERE {odd} GROUP BY 1 ORDER BY 1"
    ).fetchall():
        rejected.setdefault(table.name, {})[provider] = number
    for each in table.columns:
        number = _one(connection, f"SELECT count(*) FROM {table.name} WHERE {name_of(each.term)}_odd")
        if number:
            disagreed[each.name] = disagreed.get(each.name, 0) + number
    names = ["provider", *keys_of(dataset, table.name), *(name_of(each.term) for each in table.columns)]
    own = names[-len(table.columns) - 1]
    kept = f"SELECT {', '.join(map(_plain, names))} FROM {table.name} WHERE NOT ({odd}) ORDER BY {own}"
    path = folder / f"{table.name}.parquet"
    part = path.with_suffix(".part")
    connection.execute(f"COPY ({kept}) TO {quoted(os.fspath(part))} (FORMAT parquet)")
    part.chmod(0o600)
    part.replace(path)
    connection.execute(f"DROP TABLE {table.name}")


def _plain(name: str) -> str:
    return '"' + name + '"'


def _gathered(dataset: Dataset, table: Table) -> str:
    """The records of each thing as one row, with a mark beside each value on which they disagree."""
    keys = keys_of(dataset, table.name)
    own = f"{table.name}_key"
    tables = {each.name.removesuffix("s"): each.name for each in dataset.tables}
    above = [each for each in keys[1:] if tables[each] != table.name]
    values = []
    for each in table.columns:
        column, name = _term(table, each), name_of(each.term)
        values.append(f"CASE WHEN min({column}) = max({column}) THEN min({column}) END AS {_plain(name)}")
        values.append(f"coalesce(min({column}) <> max({column}), false) AS {name}_odd")
    joined = [f"min({tables[each]}_key) AS {tables[each]}_key" for each in above]
    inner = ", ".join(
        [
            own,
            "min(provider) AS provider",
            "min(person) AS person",
            "min(person) <> max(person) AS person_odd",
            *joined,
            *values,
        ]
    )
    found = f"SELECT {inner} FROM rows WHERE {own} IS NOT NULL GROUP BY {own}"
    columns = ["g.provider", "p.number AS person", "person_odd"]
    columns += [f"{each}.number AS {each}" for each in keys[1:]]
    columns += [f'g."{name_of(each.term)}", g.{name_of(each.term)}_odd' for each in table.columns]
    joins = ["JOIN person_number p ON g.person = p.key"]
    joins += [
        f"LEFT JOIN {tables[each]}_key_number {each} ON g.{tables[each]}_key = {each}.key"
        for each in keys[1:]
    ]
    return f"SELECT {', '.join(columns)} FROM ({found}) g {' '.join(joins)}"
