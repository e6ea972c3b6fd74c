"""DuckDB, embedded: the engine that runs measures unless another is asked for.

In: queries and a folder of tables in Parquet.  Out: rows of whole numbers, names and dates.
The connection reads no settings, loads no extensions and reaches no network.
"""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from specrules.measures.lower import sql

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from duckdb import DuckDBPyConnection

    from specrules.base.files import Path
    from specrules.measures.lower import Query

Row = tuple[Any, ...]

_CLOSED = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "preserve_insertion_order": "false",
}

_MEMORY, _FOR_EACH = 600, 150  # megabytes: in all, and at least so much for each processor


@contextmanager
def connected(spill: Path | None = None, threads: int = 0) -> Iterator[DuckDBPyConnection]:
    """A database in memory. What does not fit goes to the folder *spill*, and nowhere without one.

    With one it takes no more than a part of what a small machine has, however large the extract.
    """
    import duckdb

    settings: dict[str, str | bool | int | float | list[str]] = dict(_CLOSED)
    settings["temp_directory"] = os.fspath(spill) if spill else ""
    if spill:
        settings["memory_limit"] = f"{max(_MEMORY, _FOR_EACH * (os.cpu_count() or 1))}MB"
    if threads:
        settings["threads"] = str(threads)
    connection = duckdb.connect(":memory:", config=settings)
    try:
        yield connection
    finally:
        connection.close()


class Duck:
    """Tables of one extract, and the measures asked of them."""

    dialect = "duckdb"

    def __init__(self, connection: DuckDBPyConnection) -> None:
        self.connection = connection

    def show(self, table: str, files: Iterable[Path]) -> None:
        """Let *table* stand for the rows of *files*."""
        listed = ", ".join(quoted(os.fspath(each)) for each in files)
        self.connection.execute(f"CREATE OR REPLACE VIEW {table} AS SELECT * FROM read_parquet([{listed}])")

    def rows(self, query: Query) -> list[Row]:
        """What comes out of *query*, in the order of ``columns_of`` and sorted."""
        return self.answer(sql(query, self.dialect))

    def answer(self, text: str) -> list[Row]:
        """What comes out of a query that was written in this engine's dialect, sorted."""
        return in_order(self.connection.execute(text).fetchall())


def in_order(rows: Iterable[Row]) -> list[Row]:
    """Rows in one order on every engine, blanks first."""
    return sorted(
        map(tuple, rows), key=lambda row: [(each is not None, str(type(each)), each) for each in row]
    )


def quoted(text: str) -> str:
    """*text* as a literal of SQL."""
    return "'" + text.replace("'", "''") + "'"


def as_parquet(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """A table of texts as the bytes of a Parquet file, its rows in their order."""
    import csv
    import pathlib
    from tempfile import TemporaryDirectory

    with TemporaryDirectory() as folder, connected(threads=1) as connection:
        text, made = (pathlib.Path(folder, name) for name in ("rows.csv", "rows.parquet"))
        with text.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, quoting=csv.QUOTE_ALL).writerows(rows)
        typed = ", ".join(f"{quoted(each)}: 'VARCHAR'" for each in columns)
        path = quoted(os.fspath(text))
        source = (
            f"read_csv({path}, auto_detect = false, header = false, delim = ',', quote = '\"', "
            f"escape = '\"', nullstr = '\x01', max_line_size = 10000000, columns = {{{typed}}})"
        )
        connection.execute("SET preserve_insertion_order = true")
        connection.execute(f"COPY (SELECT * FROM {source}) TO {quoted(os.fspath(made))} (FORMAT parquet)")
        return made.read_bytes()
