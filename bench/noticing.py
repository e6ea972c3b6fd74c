"""Whether the tests of a part notice a change to one of its modules, and how to find out soon.

Comes in: modules, the tests that should notice, and changed texts of a module.  Goes out:
the changes that were not noticed.  The tests are run once on the code as it is, to
learn how long each takes and which functions it reaches.  A change is tried twice:

- soon: the tests are read once, and in a process of its own for each change the function with
  the change takes the place of the one that is there.  Only the tests that reach
  it are run, the quickest first, to the first that fails;
- wholly, where nothing failed so: the module is written to a copy of the project
  and everything is read anew, since a value may have been made when a module was read.

A change *survives* only when every test of the part has passed the second time.  One of which it
is settled already that it makes no difference is not tried a second time: that is what takes long.
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

#: A test that takes so many times its own time, and so many seconds more, does not end.
TIMES, MORE = 10, 10
#: Nothing takes longer than this, by the clock, not even where a test waits for another process.
SECONDS = 900
MEMORY = 4 * 1024**3
_CLOCKS = {"process_time", "perf_counter", "monotonic"}


class Changed(NamedTuple):
    """A module, the function in it that has the change, if one has it, and the whole text with the change."""

    module: str
    function: str
    whole: str


class Known(NamedTuple):
    """What the tests do with the code as it is: how long each takes, which reach what, what they load."""

    seconds: dict[str, float]
    reaching: dict[str, list[str]]
    loaded: list[str]

    def near(self, changed: Changed) -> list[str]:
        """The tests that reach what is *changed*, or where none does, its module; the quickest first."""
        near = self.reaching.get(f"{changed.module}:{changed.function}") or self.reaching.get(
            changed.module, []
        )
        return sorted(near, key=self.seconds.__getitem__)

    def order(self, changed: Changed) -> dict[str, int]:
        """The place of every test among all, in the order in which they are likely to notice soon."""
        others = sorted(self.seconds, key=self.seconds.__getitem__)
        return {test: place for place, test in enumerate(dict.fromkeys([*self.near(changed), *others]))}


def unnoticed(
    project: Path,
    modules: Sequence[str],
    tests: Sequence[str],
    changes: Sequence[Changed],
    jobs: int,
    settled: frozenset[int] = frozenset(),
) -> Iterator[int]:
    """Which of *changes* to *modules* of *project* no test of *tests* notices; *jobs* are tried at a time.

    Those whose numbers are *settled* make no difference, and are tried soon only.
    """
    made = Path(tempfile.mkdtemp(prefix="mutants-"))
    os.environ["PYTEST_DEBUG_TEMPROOT"] = str(made)  # what the tests write goes with the copies
    try:
        copies = [made / str(number) for number in range(jobs)]
        _copy(project, copies[0])
        known = _known(copies[0], modules, tests)
        for copy in copies[1:]:
            shutil.copytree(copies[0], copy)
        left = {*range(len(changes))} - _noticed_soon(copies[0], tests, changes, known, jobs)
        yield from sorted(left & settled)
        ahead = {number: changes[number] for number in sorted(left - settled)}
        yield from _survivors(copies, tests, ahead, known)
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
        for name in self.known.loaded:
            importlib.import_module(name)  # once, and not in each process
        items = {item.nodeid: item for item in session.items}
        ahead = [(number, each) for number, each in enumerate(self.changes) if each.function]
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
    """How long each of *tests* takes in *copy*, and which functions of *modules* it reaches."""
    watching = _Watching(copy / "known.json", copy, modules)
    _ended(_forked(lambda: _run(copy, tests, watching)))
    failed, *known = json.loads(watching.path.read_text())
    # Watching takes time, which a test may not have; alone it has to pass.
    if failed and _ended(_forked(lambda: _run(copy, failed, None))) != 0:
        raise SystemExit(f"The tests of {', '.join(modules[:2])} fail as it is.")
    return Known(*known)


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


def _run(copy: Path, tests: Iterable[str], plugin: object | None) -> int:
    """The exit code of pytest over *tests* in *copy*, to the first that fails unless they are watched."""
    os.setsid()
    os.chdir(copy)
    sys.path.insert(0, str(copy))
    os.environ["CI"] = "1"  # the same examples every time
    # What is compiled of the code as it is serves every run; what is changed is not kept.
    sys.dont_write_bytecode = isinstance(plugin, _Ordered)
    silent = os.open(os.devnull, os.O_RDWR)
    for each in range(3):
        os.dup2(silent, each)
    options = [] if isinstance(plugin, _Watching) else ["-x"]
    options += ["-q", "-n", "0", "--capture=sys", "-p", "no:cacheprovider"]
    options += ["-W", "ignore::pytest.PytestAssertRewriteWarning"]
    return int(pytest.main([*options, *tests], plugins=[_NoClocks(), *([plugin] if plugin else [])]))


class _NoClocks:
    """Leaves out the tests that look at a clock: they fail where a machine is busy, whatever the code is."""

    @pytest.hookimpl(tryfirst=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Function]) -> None:
        items[:] = [each for each in items if not _CLOCKS & {*each.function.__code__.co_names}]


class _Watching:
    """Writes down how long each test takes, and which reach a module, and each of its functions."""

    def __init__(self, path: Path, copy: Path, modules: Iterable[str]) -> None:
        self.path = path
        self.names = {str(copy / module): module for module in modules}
        self.seconds: dict[str, float] = {}
        self.reaching: dict[str, list[str]] = {}
        self.failed: list[str] = []

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self.failed += [report.nodeid] if report.failed else []

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(
        self, item: pytest.Item, nextitem: pytest.Item | None
    ) -> Generator[None, object, object]:
        called: set[CodeType] = set()
        begun = time.process_time()
        sys.settrace(lambda frame, event, _: called.add(frame.f_code))
        try:
            return (yield)
        finally:
            sys.settrace(None)
            self.seconds[item.nodeid] = time.process_time() - begun
            for place in self._places(called):
                self.reaching.setdefault(place, []).append(item.nodeid)

    def _places(self, called: set[CodeType]) -> set[str]:
        """The modules of what was *called*, and each function with those in it."""
        known = [each for each in called if each.co_filename in self.names]
        modules = {self.names[each.co_filename] for each in known}
        return modules | {
            f"{self.names[each.co_filename]}:{each.co_qualname.partition('.<locals>')[0]}" for each in known
        }

    def pytest_sessionfinish(self) -> None:
        packages = {module.partition("/")[0] for module in self.names.values()}
        loaded = [name for name in sys.modules if name.partition(".")[0] in packages]
        self.path.write_text(json.dumps([self.failed, self.seconds, self.reaching, loaded]))
