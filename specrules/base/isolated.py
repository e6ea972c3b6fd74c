"""A Python process of ours that runs a library which may fail, so that nothing here fails with it.

It is isolated and has no site packages, so that nothing in the environment or the current folder runs in it:
it sees this package, and the one library it is there for.  To start one takes longer than most of what it
is asked, so that it waits for the next to ask once it has answered.
"""

from __future__ import annotations

import atexit
import os
import sys
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable
    from subprocess import Popen


class _Closes(Protocol):
    def close(self) -> None: ...


Worker = TypeVar("Worker", bound=_Closes)


class Idle(Generic[Worker]):
    """Workers that wait for something to do, until this process ends.

    Threads may share them; what is forked starts its own.
    """

    def __init__(self, start: Callable[[], Worker]) -> None:
        self.waiting: list[Worker] = []
        self._start, self._process = start, os.getpid()
        atexit.register(self.close)

    def take(self) -> Worker:
        """A worker that has nothing to do, a new one if there is none."""
        if self._process != os.getpid():
            self.waiting, self._process = [], os.getpid()
        with suppress(IndexError):
            return self.waiting.pop()
        return self._start()

    def give(self, worker: Worker) -> None:
        """Let a worker wait for something else to do."""
        self.waiting.append(worker)

    def close(self) -> None:
        """Let every idle worker end."""
        if self._process == os.getpid():
            while self.waiting:
                self.waiting.pop().close()


_START = "import sys; sys.path[:0] = sys.argv[1:]; "


def start(code: str, library: str) -> Popen[bytes]:
    """A process that runs *code* and may import *library*; we write to it and read from it.

    Raises OSError when it cannot be started.
    """
    import subprocess

    command = [sys.executable, "-I", "-S", "-c", _START + code, *_roots(library)]
    return subprocess.Popen(  # noqa: S603
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )


def end(process: Popen[bytes]) -> None:
    """End a process, whatever it is doing, and wait until it has ended."""
    process.kill()
    for stream in (process.stdin, process.stdout):
        if stream:
            with suppress(OSError):  # what it never took is lost with it
                stream.close()
    process.wait()


def _roots(library: str) -> list[str]:
    """The folders that hold this package and *library*, which may be two."""
    ours = Path(__file__).resolve().parents[2]
    found = find_spec(library)
    if found is None or found.origin is None:
        return [str(ours)]
    theirs = Path(found.origin).parents[1 if found.submodule_search_locations else 0]
    return list(dict.fromkeys((str(ours), str(theirs))))
