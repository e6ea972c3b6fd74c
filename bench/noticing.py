"""Whether the tests of a part notice a change to one of its modules, and how to find out soon.

Comes in: modules, the tests that should notice, and changed texts of a module.  Goes out:
for each change whether it was noticed.  The tests are run once on the code as it is, to
learn how long each takes and which lines it reaches.  For a change, those that reach
its line come first, the quickest of them before the others, and the first that fails is enough.  A
change *survives* only when every test of the part has passed.
"""

from __future__ import annotations

import json
import os
import resource
import shutil
import signal
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from types import FrameType

#: A test that takes so many times its own time, and so many seconds more, does not end.
TIMES, MORE = 10, 10
#: Nothing takes longer than this, by the clock, not even where a test waits for another process.
SECONDS = 900
MEMORY = 4 * 1024**3


class Changed(NamedTuple):
    """A module, the line that was changed, and the whole text with the change."""

    module: str
    line: int
    whole: str


class Known(NamedTuple):
    """What the tests do with the code as it is: how long each takes, and which reach a line of a module."""

    seconds: dict[str, float]
    reaching: dict[str, list[str]]

    def order(self, changed: Changed) -> dict[str, tuple[bool, float]]:
        """By which the tests stand in the order in which they are likely to notice *changed* soon."""
        near = self.reaching.get(f"{changed.module}:{changed.line}") or self.reaching.get(changed.module, [])
        return {test: (test not in near, seconds) for test, seconds in self.seconds.items()}


def unnoticed(
    project: Path, modules: Sequence[str], tests: Sequence[str], changes: Sequence[Changed], jobs: int
) -> Iterator[int]:
    """Which of *changes* to *modules* of *project* no test of *tests* notices; *jobs* are tried at a time."""
    with_made = Path(tempfile.mkdtemp(prefix="mutants-"))
    try:
        copies = [with_made / str(number) for number in range(jobs)]
        _copy(project, copies[0])
        known = _known(copies[0], modules, tests)
        for copy in copies[1:]:
            shutil.copytree(copies[0], copy)
        yield from _in_turn(copies, tests, changes, known)
    finally:
        shutil.rmtree(with_made)


def _copy(project: Path, copy: Path) -> None:
    """A *copy* of the *project*, without what is made when it runs."""
    made = shutil.ignore_patterns("__pycache__", ".*_cache", ".git", ".venv", "node_modules", "site", "dist")
    shutil.copytree(project, copy, ignore=made)


def _in_turn(
    copies: list[Path], tests: Sequence[str], changes: Sequence[Changed], known: Known
) -> Iterator[int]:
    """Which of *changes* are not noticed, one tried at a time in each of *copies*."""
    free, ahead = [*copies], list(enumerate(changes))
    at_work: dict[int, tuple[int, Path, Changed, float]] = {}
    while ahead or at_work:
        while ahead and free:
            number, changed = ahead.pop(0)
            copy = free.pop()
            at_work[_started(copy, tests, changed, known)] = (number, copy, changed, time.monotonic())
        for child, (number, copy, changed, since) in [*at_work.items()]:
            code = _code(child, since)
            if code is not None:
                _aside(copy).replace(copy / changed.module)
                free.append(copy)
                del at_work[child]
            # Where no test was left to run, none has noticed anything.
            if code in (0, 5):
                yield number
        time.sleep(0.02)


def _started(copy: Path, tests: Sequence[str], changed: Changed, known: Known) -> int:
    """A process that runs *tests* in *copy* with one module *changed*."""
    shutil.copy2(copy / changed.module, _aside(copy))
    (copy / changed.module).write_text(changed.whole, encoding="utf-8")
    return _forked(lambda: _run(copy, tests, _Soonest(known.order(changed))))


def _aside(copy: Path) -> Path:
    """Where a module is kept while it is changed, with its time, so that its compiled form still serves."""
    return copy / "as-it-is.txt"


def _code(child: int, since: float) -> int | None:
    """The exit code of *child*, which runs *since* then; None while it runs."""
    if time.monotonic() - since > SECONDS:
        os.killpg(child, signal.SIGKILL)
        os.waitpid(child, 0)
        return 1
    done, status = os.waitpid(child, os.WNOHANG)
    return os.waitstatus_to_exitcode(status) if done else None


# --- the code as it is


def _known(copy: Path, modules: Sequence[str], tests: Sequence[str]) -> Known:
    """How long each of *tests* takes in *copy*, and which lines of *modules* it reaches."""
    timing, watching = _Timing(copy / "seconds.json"), _Watching(copy / "reached.json", copy, modules)
    if _ended(_forked(lambda: _run(copy, tests, timing))) != 0:
        raise SystemExit(f"The tests of {', '.join(modules[:2])} fail as it is.")
    _ended(_forked(lambda: _run(copy, tests, watching, every=True)))
    return Known(json.loads(timing.path.read_text()), json.loads(watching.path.read_text()))


def _ended(child: int) -> int:
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def _forked(work: Callable[[], int]) -> int:
    """A child process that does *work*, and ends with its result."""
    child = os.fork()
    if child == 0:
        result = 1
        try:
            result = work()
        finally:
            os._exit(result)
    return child


def _run(copy: Path, tests: Iterable[str], plugin: object, *, every: bool = False) -> int:
    """The exit code of pytest over *tests* in *copy*, to the first that fails, or over *every* one."""
    os.setsid()
    os.chdir(copy)
    sys.path.insert(0, str(copy))
    os.environ["CI"] = "1"  # the same examples every time
    # What is compiled of the code as it is serves every run; what is changed is not kept.
    sys.dont_write_bytecode = isinstance(plugin, _Soonest)
    silent = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silent, 1)
    os.dup2(silent, 2)
    options = ["-q", "-n", "0", "-p", "no:cacheprovider", "-W", "ignore::pytest.PytestAssertRewriteWarning"]
    return int(pytest.main([*([] if every else ["-x"]), *options, *tests], plugins=[plugin]))


class _Timing:
    """Writes down how long each test takes."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.seconds: dict[str, float] = {}

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        test, seconds = report.nodeid, report.duration
        self.seconds[test] = self.seconds.get(test, 0.0) + seconds

    def pytest_sessionfinish(self) -> None:
        self.path.write_text(json.dumps(self.seconds))


class _Watching:
    """Writes down which tests reach a module, and each of its lines."""

    def __init__(self, path: Path, copy: Path, modules: Iterable[str]) -> None:
        self.path = path
        self.names = {str(copy / module): module for module in modules}
        self.reaching: dict[str, list[str]] = {}

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item, nextitem: pytest.Item) -> Iterator[None]:
        lines: set[tuple[str, int]] = set()
        names = self.names

        def line(frame: FrameType, event: str, _: object) -> object:
            lines.add((frame.f_code.co_filename, frame.f_lineno))
            return line

        def call(frame: FrameType, event: str, _: object) -> object:
            return line(frame, event, _) if frame.f_code.co_filename in names else None

        sys.settrace(call)
        try:
            return (yield)
        finally:
            sys.settrace(None)
            places = {f"{names[file]}:{number}" for file, number in lines}
            for place in places | {names[file] for file, _ in lines}:
                self.reaching.setdefault(place, []).append(item.nodeid)

    def pytest_sessionfinish(self) -> None:
        self.path.write_text(json.dumps(self.reaching))


class _Soonest:
    """Puts the tests first that are likely to notice soon, and ends one that does not end."""

    def __init__(self, order: dict[str, tuple[bool, float]]) -> None:
        self.order = order
        resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))
        # Reading the tests may not end, either.
        signal.setitimer(signal.ITIMER_VIRTUAL, 60)

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        items.sort(key=lambda item: self.order.get(item.nodeid, (True, SECONDS)))

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item, nextitem: pytest.Item) -> Iterator[None]:
        _, usual = self.order.get(item.nodeid, (True, SECONDS))
        signal.setitimer(signal.ITIMER_VIRTUAL, usual * TIMES + MORE)
        return (yield)
