"""Open the files of returns.

In: a path.  Out: what the file says (:class:`Answers`), not yet held against what
was asked; or, for a file that cannot be read as a return, why not.  Nothing in a
file can stop the work: a return that cannot be read is a finding, and the rest
goes on.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from specrules.base.collecting import undisturbed
from specrules.base.errors import UnreadableFile
from specrules.base.files import TEXT_LIMIT, digest_of, read_bytes, shown, source_of
from specrules.base.findings import Finding, Place, Severity
from specrules.base.frozen import replace
from specrules.evidence.cells import personal
from specrules.evidence.codes import finding
from specrules.evidence.guard import MAX_BYTES, Refused, renamed
from specrules.evidence.layout import Answers, read_grids
from specrules.evidence.personal import withhold

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from specrules.evidence.kept import Kept

KINDS = (".xlsx", ".csv", ".yaml", ".yml")


@dataclass(frozen=True, slots=True)
class Opened:
    """A file, the sha256 of its bytes ("" when there are none), and what it says.

    *file* is its path as findings show it.  *readable* is False when it cannot be
    read as a return at all; the findings of *answers* then say why.
    """

    file: str
    digest: str
    answers: Answers
    readable: bool = True


@dataclass(frozen=True, slots=True)
class Many:
    """How many returns are read: so many at a time, telling how many are done, keeping what was read."""

    jobs: int = 0  # 0: as many as there are processors, four at most
    told: Callable[[int, int], None] | None = None
    kept: Kept | None = None


def open_return(path: str | os.PathLike[str], kept: Kept | None = None) -> Opened:
    """Read the file of one return. Raises nothing: what is wrong is among the findings of the answers."""
    return _whatever_comes(path, lambda limit: read_bytes(path, limit), kept)


def open_given(name: str, data: bytes) -> Opened:
    """Read a return that is in no folder here: *data* as it was handed over, under the name it came with."""
    return _whatever_comes(name, lambda limit: _up_to(name, data, limit), None)


def _up_to(name: str, data: bytes, limit: int) -> bytes:
    if len(data) > limit:
        raise UnreadableFile(f"{name} is too large: it has {len(data):,} bytes and the limit is {limit:,}.")
    return data


def _whatever_comes(path: str | os.PathLike[str], read: Callable[[int], bytes], kept: Kept | None) -> Opened:
    try:
        with undisturbed():
            return _open(path, read, kept)
    except Exception as fault:
        # Whatever goes wrong in one file is said of that file, and the others are read all the same.
        reason = (
            f"something in it is more than specrules can read ({type(fault).__name__}). Please report it."
        )
        return _unreadable(withhold(shown(path))[0], "", reason, [])


def _open(path: str | os.PathLike[str], read: Callable[[int], bytes], kept: Kept | None) -> Opened:
    file, kinds = withhold(shown(path))
    found = [personal(Place(file), kind) for kind in kinds]
    kind = Path(path).suffix.lower()
    if kind not in KINDS:
        reason = f"it is not one of {', '.join(KINDS[:3])}. Save it as one of these."
        return _unreadable(file, "", reason, found)
    try:
        data = read(MAX_BYTES if kind == ".xlsx" else TEXT_LIMIT)
    except UnreadableFile as fault:
        return _unreadable(file, "", withhold(str(fault))[0], found)
    try:
        answers = _workbook(file, data, kept) if kind == ".xlsx" else _text(file, data, kind)
    except Refused as refused:
        return _unreadable(file, digest_of(data), str(refused), found)
    return _opened(file, digest_of(data), answers, found)


def _opened(file: str, digest: str, answers: Answers, found: list[Finding]) -> Opened:
    if not answers.complete:
        reason = "it cannot be read to its end. Put right what is reported for it first."
        return _unreadable(file, digest, reason, [*found, *answers.findings], answers)
    return Opened(file, digest, _with(answers, [*found, *answers.findings]))


def _with(answers: Answers, findings: Iterable[Finding]) -> Answers:
    return replace(answers, findings=tuple(findings))


def _unreadable(
    file: str, digest: str, reason: str, found: list[Finding], answers: Answers | None = None
) -> Opened:
    """A file that cannot be read as a return; only its headings are kept."""
    problem = finding("EV433", Place(file), f"This file cannot be read as a return: {reason}")
    header = answers.header if answers else {}
    return Opened(file, digest, Answers(header, findings=(*found, problem), complete=False), readable=False)


def _text(file: str, data: bytes, kind: str) -> Answers:
    if other := renamed(data):
        raise Refused(other)
    source = source_of(file, data)
    if any(each.severity is Severity.ERROR for each in source.findings):
        raise Refused("it is not plain text, or it is damaged. Save it again and send that.")
    if kind != ".csv":
        from specrules.evidence.items import read_items

        return read_items(source)
    from specrules.evidence.table import read_csv

    grid, findings = read_csv(source)
    answers = read_grids([grid])
    return _with(answers, [*source.findings, *findings, *answers.findings])


def _workbook(file: str, data: bytes, kept: Kept | None) -> Answers:
    from specrules.evidence.workbook import Sheet, read_workbook

    def about(sheet: Sheet) -> Finding | None:
        place = Place(file, None, sheet.name)
        if sheet.offered:
            return None
        if sheet.hidden and not sheet.empty:
            read = "It was read all the same." if sheet.grid else "It was not read."
            return finding("EV430", place, f"This sheet is hidden. {read}")
        if sheet.answers:
            message = "This sheet looks like a part of the return that lost its first line or first column, "
            message += "so it was not read."
            remedy = 'If it is one, write "section" in its first cell, or copy its answers into a new form.'
            return finding("EV431", place, message, remedy=remedy, severity=Severity.WARNING)
        if sheet.grid is None and not sheet.empty:
            return finding("EV431", place, "This sheet is not part of the return, so it was not read.")
        return None

    sheets, findings = read_workbook(file, data, kept)
    answers = read_grids(sheet.grid for sheet in sheets if sheet.grid)
    if not any(sheet.grid for sheet in sheets):
        findings.append(
            finding("EV432", Place(file), 'There is no sheet called "Return", so no answers were found.')
        )
    remarks = [remark for sheet in sheets if (remark := about(sheet))]
    # What stood on such a sheet is not missed line by line as well.
    has_lost_items = answers.has_lost_items or any(sheet.answers for sheet in sheets)
    answers = replace(answers, has_lost_items=has_lost_items)
    return _with(answers, [*findings, *remarks, *answers.findings])


def return_files(paths: Sequence[str | os.PathLike[str]]) -> list[Path]:
    """The files that *paths* name, folders opened up and in the order of their names, each file once.

    In a folder, files that start with a dot or with ``~$`` (which Excel keeps beside an
    open workbook) are passed over.  Raises UnreadableFile for a path that does not exist.
    """
    found: dict[Path, None] = {}
    for path in map(Path, paths):
        if path.is_dir():
            found |= dict.fromkeys(sorted(_inside(path)))
        elif os.path.lexists(path):
            found[path] = None
        else:
            raise UnreadableFile(
                f"{shown(path)} was not read: there is no such file; check how its name is spelt."
            )
    return list(found)


def _inside(folder: Path) -> Iterable[Path]:
    def stop(fault: OSError) -> None:
        raise UnreadableFile(f"{shown(folder)} was not read: a folder in it cannot be opened.") from fault

    for place, folders, names in os.walk(folder, onerror=stop):
        folders[:] = [name for name in folders if not name.startswith(".")]
        yield from (Path(place, name) for name in names if not name.startswith((".", "~$")))


def open_returns(paths: Sequence[str | os.PathLike[str]], many: Many | None = None) -> list[Opened]:
    """Open every return that *paths* name, several at a time, and return them in the order of the paths.

    Raises UnreadableFile for a path that does not exist.
    """
    return list(each_opened(paths, many))


def each_opened(paths: Sequence[str | os.PathLike[str]], many: Many | None = None) -> Iterator[Opened]:
    """The same one by one, so that something can be done with each while the next are read."""
    with undisturbed():
        yield from _each_of(return_files(paths), many or Many())


def _each_of(files: list[Path], many: Many) -> Iterator[Opened]:
    """Open every file, several at a time."""
    done = count(1)

    def opened(path: Path) -> Opened:
        each = open_return(path, many.kept)
        if many.told:
            many.told(next(done), len(files))
        return each

    jobs = min(many.jobs or min(4, os.cpu_count() or 1), len(files))
    if jobs < 2:
        yield from map(opened, files)
        return
    from concurrent.futures import ThreadPoolExecutor

    # Workbooks are read by processes of their own, so threads that wait for them are enough.
    with ThreadPoolExecutor(max_workers=jobs) as pool:
        yield from pool.map(opened, files)
