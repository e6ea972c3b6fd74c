"""Tables that a command writes for elsewhere: CSV for a spreadsheet, Parquet for a database."""

from __future__ import annotations

from typing import TYPE_CHECKING

from specrules.cli.app import Misused

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    Lines = Callable[[], Iterable[Sequence[str]]]

_PARQUET = ".parquet"


def expect_table(option: str, path: Path | None) -> None:
    """Raise Misused for a file that has not the ending of a table."""
    if path and path.suffix.lower() not in (".csv", _PARQUET):
        raise Misused(f"{option}: a table is .csv or .parquet, not {path.suffix or 'without an ending'}.")


def write_table(path: Path, as_csv: Callable[[], str], columns: Sequence[str], lines: Lines) -> None:
    """Write a table as the ending of *path* says. Raises NotWritten; what was there before is then intact."""
    from specrules.base.writing import write_file
    from specrules.measures.duck import as_parquet

    # Without the mark of UTF-8 Excel takes CSV for Windows-1252.
    is_parquet = path.suffix.lower() == _PARQUET
    write_file(path, as_parquet(columns, lines()) if is_parquet else as_csv().encode("utf-8-sig"))
