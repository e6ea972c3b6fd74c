"""Whether the tests of a part notice a change to one of its modules, and how to find out soon.

Comes in: modules, the tests that should notice, and changed texts of a module.  Goes out:
the changes that were not noticed.  The tests are run once on the code as it is, to
learn how long each takes and which lines it reaches.  A change is tried twice:

- soon: the tests are read once, and in a process of its own for each change the function with
  the change takes the place of the one that is there.  Only the tests that reach
  the line are run, the quickest first, to the first that fails;
- wholly, where nothing failed so: the module is written to a copy of the project
  and everything is read anew, since a value may have been made when a module was read.

A change *survives* only when every test of the part has passed the second time.
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import resource
import shutil
import signal
import sys
import tempfile
import time
from pathlib import Path
from types import CodeType, FunctionType
from typing import TYPE_CHECKING, NamedTuple

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
    from types import FrameType

#: A test that takes so many times its own time, and so many seconds more, does not end.
TIMES, MORE = 10, 10
#: Nothing takes longer than this, by the clock, not even where a test waits for another process.
SECONDS = 900
MEMORY = 4 * 1024**3


class Changed(NamedTuple):
    """A module, the line that was changed, the whole text with the change, and whether a function has it."""

    module: str
    line: int
    whole: str
    is_within: bool


class Known(NamedTuple):
    """What the tests do with the code as it is: how long each takes, and which reach a line of a module."""

    seconds: dict[str, float]
    reaching: dict[str, list[str]]

    def near(self, changed: Changed) -> list[str]:
        """The tests that reach what is *changed*, or where none does, its module; the quickest first."""
        near = self.reaching.get(f"{changed.module}:{changed.line}") or self.reaching.get(changed.module, [])
        return sorted(near, key=self.seconds.__getitem__)

    def order(self, changed: Changed) -> dict[str, int]:
        """The place of every test among all, in the order in which they are likely to notice soon."""
        others = sorted(self.seconds, key=self.seconds.__getitem__)
        return {test: place for place, test in enumerate(dict.fromkeys([*self.near(changed), *others]))}


def unnoticed(
    project: Path, modules: Sequence[str], tests: Sequence[str], changes: Sequence[Changed], jobs: int
) -> Iterator[int]:
    """Which of *changes* to *modules* of *project* no test of *tests* notices; *jobs* are tried at a time."""
    made = Path(tempfile.mkdtemp(prefix="mutants-"))
    os.environ["PYTEST_DEBUG_TEMPROOT"] = str(made)  # what the tests write goes with the copies
    try:
        copies = [made / str(number) for number in range(jobs)]
        _copy(project, copies[0])
        known = _known(copies[0], modules, tests)
        for copy in copies[1:]:
            shutil.copytree(copies[0], copy)
        soon = _noticed_soon(copies[0], tests, changes, known, jobs)
        yield from _survivors(
            copies, tests, {number: each for number, each in enumerate(changes) if number not in soon}, known
        )
    finally:
        shutil.rmtree(made)


def _copy(project: Path, copy: Path) -> None:
    """A *copy* of the *project*, without what is made when it runs."""
    made = shutil.ignore_patterns("__pycache__", ".*_cache", ".git", ".venv", "node_modules", "site", "dist")
    shutil.copytree(project, copy, ignore=made)


class _Children:
    """Processes at work, each with a number, some of them at a time."""

    def __init__(self) -> None:
        self.since: dict[int, tuple[int, float]] = {}

    def add(self, child: int, number: int) -> None:
        self.since[child] = (number, time.monotonic())

    def next_ended(self) -> tuple[int, int]:
        """The number of the one that ends next, and its exit code."""
        while True:
            for child, (number, since) in self.since.items():
                code = _code(child, since)
                if code is not None:
                    del self.since[child]
                    return number, code
            time.sleep(0.01)


def _code(child: int, since: float) -> int | None:
    """The exit code of *child*, which runs *since* then; None while it runs."""
    if time.monotonic() - since > SECONDS:
        os.killpg(child, signal.SIGKILL)
        os.waitpid(child, 0)
        return 1
    done, status = os.waitpid(child, os.WNOHANG)
    return os.waitstatus_to_exitcode(status) if done else None


def _passed(code: int) -> bool:
    """Whether nothing was noticed; where no test was left to run, none has noticed anything."""
    return code in (0, 5)


# --- soon


def _noticed_soon(
    copy: Path, tests: Sequence[str], changes: Sequence[Changed], known: Known, jobs: int
) -> set[int]:
    """The numbers of those *changes* in functions that a test notices that reaches their line."""
    path = copy / "noticed.json"
    _ended(_forked(lambda: _run(copy, tests, _Soon(path, copy, changes, known, jobs))))
    return set(json.loads(path.read_text()))


class _Soon:
    """Goes off once for each change when the tests have been read, and writes down which were noticed."""

    def __init__(self, path: Path, copy: Path, changes: Sequence[Changed], known: Known, jobs: int) -> None:
        self.path, self.copy, self.changes, self.known, self.jobs = path, copy, changes, known, jobs

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool | None:
        noticed, children = [], _Children()
        items = {item.nodeid: item for item in session.items}
        ahead = [(number, each) for number, each in enumerate(self.changes) if each.is_within]
        while ahead or children.since:
            if ahead and len(children.since) < self.jobs:
                number, changed = ahead.pop()
                child = os.fork()
                if child == 0:
                    self._change(changed, session)
                    session.items[:] = [items[test] for test in self.known.near(changed)]
                    return None
                children.add(child, number)
                continue
            number, code = children.next_ended()
            noticed += [] if _passed(code) else [number]
        self.path.write_text(json.dumps(noticed))
        return True

    def _change(self, changed: Changed, session: pytest.Session) -> None:
        """Let every function of the module be as *changed*, and end what does not end."""
        os.setsid()
        session.config.pluginmanager.register(_Limits(self.known))
        importlib.import_module(changed.module.removesuffix(".py").replace("/", "."))
        path = str(self.copy / changed.module)
        codes = _codes(compile(changed.whole, path, "exec"))
        for each in gc.get_objects():
            if isinstance(each, FunctionType) and each.__code__.co_filename == path:
                each.__code__ = codes.get(each.__code__.co_qualname, each.__code__)


def _codes(code: CodeType) -> dict[str, CodeType]:
    """What is compiled of each function in *code*, by its whole name, of those whose name no other has."""
    found: dict[str, list[CodeType]] = {}
    ahead = [code]
    while ahead:
        inside = [each for each in ahead.pop().co_consts if isinstance(each, CodeType)]
        for each in inside:
            found.setdefault(each.co_qualname, []).append(each)
        ahead += inside
    return {name: codes[0] for name, codes in found.items() if len(codes) == 1}


class _Limits:
    """Ends a test that does not end, or that takes all memory."""

    def __init__(self, known: Known) -> None:
        self.seconds = known.seconds
        resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(
        self, item: pytest.Item, nextitem: pytest.Item | None
    ) -> Generator[None, object, object]:
        signal.setitimer(signal.ITIMER_VIRTUAL, self.seconds.get(item.nodeid, 0) * TIMES + MORE)
        return (yield)


# --- wholly


def _survivors(
    copies: list[Path], tests: Sequence[str], changes: dict[int, Changed], known: Known
) -> Iterator[int]:
    """Which of *changes* no test notices when all is read anew, one at a time in each of *copies*."""
    free, used, children = [*copies], {}, _Children()
    ahead = [*changes]
    while ahead or used:
        if ahead and free:
            number = ahead.pop(0)
            used[number] = free.pop()
            children.add(_started(used[number], tests, changes[number], known), number)
            continue
        number, code = children.next_ended()
        free.append(used.pop(number))
        _aside(free[-1]).replace(free[-1] / changes[number].module)
        if _passed(code):
            yield number


def _started(copy: Path, tests: Sequence[str], changed: Changed, known: Known) -> int:
    """A process that runs *tests* in *copy* with one module *changed*."""
    shutil.copy2(copy / changed.module, _aside(copy))
    (copy / changed.module).write_text(changed.whole, encoding="utf-8")
    return _forked(lambda: _run(copy, tests, _Ordered(known, changed)))


def _aside(copy: Path) -> Path:
    """Where a module is kept while it is changed, with its time, so that its compiled form still serves."""
    return copy / "as-it-is.txt"


class _Ordered(_Limits):
    """Puts the tests first that are likely to notice soon."""

    def __init__(self, known: Known, changed: Changed) -> None:
        super().__init__(known)
        self.order = known.order(changed)
        # Reading the tests may not end, either.
        signal.setitimer(signal.ITIMER_VIRTUAL, 60)

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        items.sort(key=lambda item: self.order.get(item.nodeid, len(self.order)))


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
    sys.dont_write_bytecode = isinstance(plugin, _Ordered)
    silent = os.open(os.devnull, os.O_RDWR)
    for each in range(3):
        os.dup2(silent, each)
    options = ["-q", "-n", "0", "--capture=sys", "-p", "no:cacheprovider"]
    options += ["-W", "ignore::pytest.PytestAssertRewriteWarning"]
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
