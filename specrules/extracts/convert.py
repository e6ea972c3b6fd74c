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
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from specrules.base.errors import NotWritten, SpecrulesError, UnreadableFile
from specrules.base.frozen import replace
from specrules.base.phrases import listed
from specrules.base.writing import write_file
from specrules.extracts.counting import Counted
from specrules.extracts.opening import (
    ANY_BYTE,
    Opened,
    alike,
    even_lines,
    line_of_headings,
    named,
    open_extract,
)
from specrules.extracts.reading import Reading
from specrules.extracts.tables import Made, make_tables
from specrules.measures.duck import connected, quoted
from specrules.spec.faults import closest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from specrules.spec.datasets import Dataset

MANIFEST = "extract.json"
REJECTS = "rejects.csv"
KIND = "extract tables 3"
_WORK = ".work"
_FEW = 5
_LAYOUT = 5  # of the files in the working folder, so that none is taken up that was left by another version


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
    table without the one above it; *nameless* things that are dated and have no key, by table and service.
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
    nameless: Mapping[str, Mapping[str, int]] | None = None


@dataclass(frozen=True, slots=True)
class Tables:
    """Tables in Parquet, and the account of the files they were made from.

    *disagreed* counts things whose records disagree, by column; *rejected* those left out for that, their
    records disagreeing on a date, by table and service.
    """

    folder: Path
    dataset: str
    files: Mapping[str, Path]
    accounts: tuple[Account, ...]
    disagreed: Mapping[str, int]
    rejected: Mapping[str, Mapping[str, int]]

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
        tables = make_tables(sources[0].dataset, [each.parquet for each in flats], folder, work, said)
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
    folder: Path, wanted: list[list[str]], dataset: Dataset, flats: Sequence[_Flat], tables: Made
) -> None:
    with _mine(folder / REJECTS) as file:
        file.write("file,record,column,reason\n")
        for flat in flats:
            with flat.rejects.open(encoding="utf-8", newline="") as lines:
                shutil.copyfileobj(lines, file)
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
    """One file as typed rows, one for each record; the list of those that cannot be used; and its account."""

    parquet: Path
    rejects: Path
    account: dict[str, Any]


def _looked_through(source: Source, work: Path, said: Callable[[str], None]) -> Opened:
    found = open_extract(source.path)
    names = Reading(source.dataset, found).names()
    lacking = [each for each in names if each not in found.headings]
    if lacking:
        why = _none_of(names, found) if len(lacking) == len(names) else _some_of(lacking, found)
        raise UnreadableFile(
            f"{named(source.path)} was not read as {source.dataset.title}: "
            f"its first line, which must have the headings, has {why}"
        )
    if both := alike(found):
        # By number, so that nothing which stands in the file is part of a message.
        which = f"its columns {both[0]} and {both[1]} have the same heading"
        raise UnreadableFile(f"{named(source.path)} was not read: {which}.")
    said(f"{named(source.path)}: looked through")
    return found


def _none_of(names: Sequence[str], found: Opened) -> str:
    """What to say of a first line that has no headings."""
    if line := line_of_headings(found, names):
        return f"none of them; they stand in line {line}. Delete what is above."
    asked = listed([*names[:_FEW], f"{len(names) - _FEW} more"]) if len(names) > _FEW else listed(names)
    return f"none of them: {asked}. Cells are parted by commas, semicolons, tabs or upright strokes."


def _some_of(lacking: Sequence[str], found: Opened) -> str:
    """What to say of headings that are lacking among others."""
    shown = lacking if len(lacking) <= _FEW else [*lacking[:_FEW], f"and {len(lacking) - _FEW} more"]
    return f"no column {', '.join(shown)}.{_meant(lacking, found)}"


def _meant(lacking: Sequence[str], found: Opened) -> str:
    """Which heading may be the one that is lacking, where there is one alone and another is like it."""
    meant = closest(lacking[0], found.headings) if len(lacking) == 1 else None
    return f" Did you mean {meant}?" if meant else ""


def _flat(source: Source, found: Opened, number: int, work: Path, said: Callable[[str], None]) -> _Flat:
    name = f"{number}-{found.digest[:16]}-{source.dataset.digest[:16]}-{_LAYOUT}"
    parquet, rejects, notes = (work / f"{name}.{ending}" for ending in ("parquet", "rejects", "json"))
    if not notes.is_file():
        account = _read_flat(source, _as_utf8(found, work, name), parquet, rejects, work)
        write_file(notes, json.dumps(account).encode())
        said(f"{named(source.path)}: {account['records']} records")
    return _Flat(parquet, rejects, json.loads(notes.read_text(encoding="utf-8")))


def _as_utf8(found: Opened, work: Path, name: str) -> Opened:
    """The file itself, or a copy of it in UTF-8, which is all the database reads."""
    if found.encoding in ("utf-8", "utf-8-sig"):
        return found
    copy = work / f"{name}.csv"
    with found.path.open(encoding=found.encoding, errors=ANY_BYTE, newline="") as file, _mine(copy) as out:
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


def _read_flat(source: Source, found: Opened, parquet: Path, rejects: Path, work: Path) -> dict[str, Any]:
    """Write the typed rows of a file and the list of records that could not be used; its account."""
    import duckdb

    try:
        return _read_lines(source, found, parquet, rejects, work)
    except duckdb.InvalidInputException:
        # The database reads no file whose lines end in different ways, as where two were put together.
        found = _with_even_lines(found, work, parquet.stem)
    try:
        return _read_lines(source, found, parquet, rejects, work)
    except duckdb.InvalidInputException:
        why = "its lines end in different ways and cannot be told apart; save it again as a CSV file"
        raise UnreadableFile(f"{named(source.path)} was not read: {why}.") from None


def _with_even_lines(found: Opened, work: Path, name: str) -> Opened:
    """A copy of a file in UTF-8 in which every line ends in the same way."""
    copy = work / f"{name}.lines.csv"
    with _mine(copy) as out:
        for piece in even_lines(found.path, found.delimiter):
            out.buffer.write(piece)
    return replace(found, path=copy, lines=None)


def _read_lines(source: Source, found: Opened, parquet: Path, rejects: Path, work: Path) -> dict[str, Any]:
    with connected(work) as connection:
        # The number of a record is its place among the rows, so their order is kept.
        connection.execute("SET preserve_insertion_order = true")
        part = parquet.with_suffix(".part")
        query = Reading(source.dataset, found).select()
        connection.execute(f"COPY ({query}) TO {quoted(os.fspath(part))} (FORMAT parquet)")
        part.chmod(0o600)
        part.replace(parquet)
        counted = Counted(connection, source.dataset, found, parquet)
        with _mine(rejects) as file:
            file.writelines(f"{line}\n" for line in counted.rejects(source.path))
        return counted.account(source.path)
