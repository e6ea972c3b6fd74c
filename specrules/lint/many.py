"""Look at many files at once, in as many processes as that is worth.

In: paths.  Out: what looking at each came to, as bytes, and a digest of what was
looked at.  A process costs as much to start as it takes to look at some dozens
of files, so few files are never shared.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from specrules.base.errors import SpecrulesError, UnreadableFile
from specrules.base.files import TEXT_LIMIT, read_bytes
from specrules.lint.cache import digest
from specrules.lint.outcome import as_bytes

if TYPE_CHECKING:
    from collections.abc import Mapping

    from specrules.lint.look import Looker

#: So many files for each process, at the least.
WORTH_A_PROCESS = 50


class Ahead(NamedTuple):
    """What was found in a file before its turn: a digest of its bytes, and the outcome as bytes."""

    of: str
    outcome: bytes


def processes(files: int, asked: int) -> int:
    """How many processes should share *files*: as many as *asked* for, or with 0 as many as are worth it."""
    if asked:
        return min(asked, files)
    return min(_cores(), files // WORTH_A_PROCESS)


def looked_at(paths: Mapping[str, bool], number: int) -> dict[str, Ahead]:
    """Look at *paths* in *number* processes; what cannot be read is left out.

    Raises SpecrulesError when a process ends before its work is done.
    """
    from concurrent.futures import ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool

    size = max(1, min(WORTH_A_PROCESS, len(paths) // (number * 4)))
    try:
        with ProcessPoolExecutor(number, initializer=_begin) as pool:
            found = list(pool.map(_look, paths.items(), chunksize=size))
    except BrokenProcessPool as error:
        raise SpecrulesError(
            "A process that shared the work ended before its time, perhaps for want of memory; add --jobs 1."
        ) from error
    return {path: ahead for path, ahead in zip(paths, found, strict=True) if ahead}


def _cores() -> int:
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity else os.cpu_count() or 1


# -- in each process

_looker: list[Looker] = []


def _begin() -> None:
    """Leave it to the first process to say that somebody stopped the work."""
    import signal

    from specrules.lint.look import Looker

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    _looker[:] = [Looker(many=True)]


def _look(file: tuple[str, bool]) -> Ahead | None:
    path, asked_for = file
    try:
        data = read_bytes(path, TEXT_LIMIT)
        outcome = _looker[0].look(path, data, asked_for=asked_for)
    except UnreadableFile:
        return None  # the first process meets the same fault, and says so in its turn
    return Ahead(digest(data), as_bytes(outcome))
