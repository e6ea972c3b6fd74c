"""Run lint over files and folders: which files are looked at, and what all of it comes to.

In: paths, and how to run.  Out: findings, and how much was looked at.  A file
that an earlier run looked at, with the same settings and catalogue, is not looked
at again; nothing slow is imported for it.  A thousand files take no more room
than one, because only what was found in each is kept.
"""

# ``pathlib`` takes longer to import than a specification takes to read.
# ruff: noqa: PTH100, PTH112, PTH117, PTH118, PTH120

from __future__ import annotations

import os
from contextlib import suppress
from types import MappingProxyType
from typing import TYPE_CHECKING

from specrules.base.errors import NothingChecked, UnreadableFile
from specrules.base.files import TEXT_LIMIT, read_bytes, shown, text_of
from specrules.base.findings import Finding, Severity, in_order
from specrules.base.frozen import NamedTuple
from specrules.lint.cache import Cache, digest
from specrules.lint.keys import Home, Homes
from specrules.lint.outcome import NOT_OURS, Outcome, as_bytes, from_bytes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from specrules.base.files import Path
    from specrules.lint.look import Looker
    from specrules.lint.many import Ahead

_FILE_NAME = (".yaml", ".yml")
_SEVERITIES = tuple(Severity)
# Up to so many files take no longer to look at than it takes to load what sees what several have in common.
_FEW = 40
# Of so many files that cannot be read it is said why; of the others, how many there are.
_MOST_NAMED = 5


class Options(NamedTuple):
    """How to run.

    *fail_on* is from when on lint fails, whatever the settings say.  *as_at* is
    the day on which comments with an end are judged, year-month-day; without it
    none has ended.  *baseline* is a file of findings known before, empty for none
    and None for the one that the settings name.  *cache* is a folder in which
    what is found is kept.  *jobs* is how many processes share the work, 0 for as
    many as it is worth.  *given* has texts, as bytes, in the
    place of files, by path.  With *ours_only* a file that was named is passed
    over like one in a folder if it is not ours.  *only* are the files, by their whole paths, of which
    anything is looked at; None for all.  *looker* is one kept from run to run, which knows the catalogue
    already, for an editor that runs lint at every keystroke.
    """

    fail_on: Severity | None = None
    as_at: str = ""
    baseline: str | None = None
    cache: str = ""
    jobs: int = 1
    given: Mapping[str, bytes] = MappingProxyType({})
    ours_only: bool = False
    only: frozenset[str] | None = None
    looker: Looker | None = None


class Hidden(NamedTuple):
    """A finding that is not shown, and why: the reason given in a comment, or none for the baseline."""

    finding: Finding
    reason: str | None = None


class LintRun(NamedTuple):
    """What was found, and in how much.

    *files* were looked at by *rules* rules.  *passed_over* counts YAML files of
    a folder that belong to other programs, *of_parties* returns and meeting logs
    in one; *unreadable* says of each file that could not be opened why not.
    *sources* has the texts that findings point into.  *to_act_on* is whether
    lint fails, *failing* are the findings that make it.  *hidden* was found and
    is not shown.  *remarks* are what else a person should know.  *names* are
    the files that were looked at.
    """

    findings: tuple[Finding, ...]
    files: int
    rules: int
    to_act_on: bool
    passed_over: int = 0
    unreadable: tuple[str, ...] = ()
    sources: Mapping[str, str] = MappingProxyType({})
    of_parties: int = 0
    hidden: tuple[Hidden, ...] = ()
    remarks: tuple[str, ...] = ()
    failing: frozenset[Finding] = frozenset()
    names: tuple[str, ...] = ()


_PLAIN = Options()


def lint(paths: Path | Iterable[Path], options: Options = _PLAIN) -> LintRun:
    """Look at every file that *paths* name, and below every folder; *paths* may be a single one.

    Raises NothingChecked when there is none, and UnreadableFile when none could
    be opened; otherwise files that cannot be opened are passed over and named.
    """
    linter = _Linter(options)
    names = [os.fspath(path) for path in ([paths] if isinstance(paths, str | os.PathLike) else paths)]
    for name in names:
        linter.add(name)
    linter.look()
    if not linter.files:
        linter.give_up(names)
    return linter.run()


class _Linter:
    """One run: the files to look at, and what has been found so far."""

    def __init__(self, options: Options) -> None:
        self.options = options
        self.paths: dict[str, bool] = {}  # and whether each was asked for by name
        self.outcomes: dict[str, Outcome] = {}
        self.unreadable: list[str] = []
        self.files = self.rules = 0
        self.looked_at: list[str] = []
        self._cache = Cache(options.cache)
        self._homes = Homes(self._cache, with_keys=bool(options.cache))
        self._looker = options.looker
        self._ahead: dict[str, Ahead] = {}
        self._known: dict[str, bytes] = {}  # what the cache had, where that was asked before
        self._new: list[tuple[str, str, bytes]] = []

    # -- which files

    def add(self, name: str) -> None:
        """Take the file *name*, or every YAML file in the folder *name*."""
        names = [name] if name in self.options.given else _files(name, self.unreadable)
        for path in names:
            asked_for = path == name and not self.options.ours_only
            if path not in self.paths and self._is_wanted(path, asked_for=asked_for):
                self.paths[path] = asked_for

    def _is_wanted(self, path: str, *, asked_for: bool) -> bool:
        if not self._has_changed(path):
            return False
        if asked_for:
            return True
        home = self._homes.of(path)
        return not home.path or not _is_left_out(path, home)

    def _has_changed(self, path: str) -> bool:
        """Whether the file, its settings or the catalogue it goes with is among the only ones to look at."""
        only = self.options.only
        if only is None or os.path.realpath(path) in only:
            return True
        home = self._homes.of(path)
        rules = os.path.join(os.path.realpath(home.rules), "") if home.rules else ""
        if rules and any(each.startswith(rules) for each in only):
            return True
        return bool(home.path and os.path.realpath(home.path) in only)

    # -- looking

    def look(self) -> None:
        """Look at every file that was taken, unless what it comes to is known already."""
        self._look_ahead()
        for path, asked_for in self.paths.items():
            try:
                outcome = self._outcome(path, asked_for)
            except UnreadableFile as error:
                self.unreadable.append(str(error))
                continue
            self._take(path, outcome)
        self._keep()

    def _outcome(self, path: str, asked_for: bool) -> Outcome:
        if path in self._known:
            return from_bytes(self._known[path])
        given = self.options.given.get(path)
        data = read_bytes(path, TEXT_LIMIT) if given is None else given
        home = self._homes.of(path)
        if not self.options.cache or not home.settings.is_kept:
            return self._looked(path, data, asked_for)
        name, key = _name(path, asked_for), digest(home.key, data)
        kept = self._cache.get(name, key)
        if kept is not None:
            return from_bytes(kept)
        outcome = self._looked(path, data, asked_for)
        # What is found in a meeting log depends on the specification beside it too.
        if outcome.kind != "meeting log":
            self._new.append((name, key, as_bytes(outcome)))
        return outcome

    def _look_ahead(self) -> None:
        """Share the files that no run has seen between processes, where that is worth it."""
        if self.options.jobs == 1 or len(self.paths) < 2:
            return
        from specrules.lint.many import looked_at, processes

        if processes(len(self.paths), self.options.jobs) > 1:
            new = {path: asked for path, asked in self.paths.items() if not self._is_known(path, asked)}
            number = processes(len(new), self.options.jobs)
            self._ahead = looked_at(new, number) if number > 1 else {}

    def _is_known(self, path: str, asked_for: bool) -> bool:
        if path in self.options.given:
            return True
        if not (self.options.cache and self._homes.of(path).settings.is_kept):
            return False
        try:
            key = digest(self._homes.of(path).key, read_bytes(path, TEXT_LIMIT))
        except UnreadableFile:
            return True
        kept = self._cache.get(_name(path, asked_for), key)
        if kept is not None:
            self._known[path] = kept
        return kept is not None

    def _looked(self, path: str, data: bytes, asked_for: bool) -> Outcome:
        ahead = self._ahead.get(path)
        if ahead and ahead.of == digest(data):
            return from_bytes(ahead.outcome)
        if self._looker is None:
            from specrules.lint.look import Looker

            self._looker = Looker(many=len(self.paths) > _FEW)
        return self._looker.look(path, data, asked_for=asked_for)

    def _take(self, path: str, outcome: Outcome) -> None:
        self.files += bool(outcome.rules)
        if outcome.rules:
            self.looked_at.append(shown(path))
        self.rules = max(self.rules, outcome.rules)
        if outcome.findings or outcome.comments or not outcome.rules:
            self.outcomes[path] = outcome

    def _keep(self) -> None:
        """Keep what was found, unless what it depends on has changed meanwhile."""
        if self._new and self._homes.is_unchanged():
            for name, key, kept in self._new:
                self._cache.keep(name, key, kept)

    # -- the end

    def run(self) -> LintRun:
        """All of it."""
        found, hidden, remarks = self._after_comments()
        found = in_order([each for each in found if not self._is_told_elsewhere(each)])
        found, known, more = self._after_baselines(found)
        hidden, remarks = [*hidden, *known], [*remarks, *more]
        failing = frozenset(filter(self._is_to_act_on, found))
        kinds = [outcome.kind for outcome in self.outcomes.values() if not outcome.rules]
        return LintRun(
            tuple(found),
            self.files,
            self.rules,
            bool(failing),
            kinds.count(NOT_OURS),
            tuple(self.unreadable),
            self._sources([*found, *(each.finding for each in hidden)]),
            len(kinds) - kinds.count(NOT_OURS),
            tuple(hidden),
            tuple(remarks),
            failing,
            tuple(self.looked_at),
        )

    def _after_comments(self) -> tuple[list[Finding], list[Hidden], list[str]]:
        """What was found, apart from what comments allow, and what those comments come to."""
        found: list[Finding] = []
        hidden: list[Hidden] = []
        remarks: list[str] = []
        for path, outcome in self.outcomes.items():
            if outcome.comments:
                from specrules.lint.allowed import allowed

                these, allowances, undated = allowed(shown(path), outcome, self.options.as_at)
                found += these
                hidden += [Hidden(*each) for each in allowances]
                remarks += undated
            else:
                found += outcome.findings
        return found, hidden, remarks

    def _is_told_elsewhere(self, finding: Finding) -> bool:
        """Whether it is in a file that was looked at itself, under another name for the same file."""
        file = finding.place.file
        return os.path.isabs(file) and file not in self.paths and file in self._whole_paths()

    def _whole_paths(self) -> set[str]:
        return {shown(os.path.abspath(path)) for path in self.paths}

    def _after_baselines(self, found: list[Finding]) -> tuple[list[Finding], list[Hidden], list[str]]:
        """What was found, apart from what baselines know, and by how much those can be lowered."""
        by_file = {shown(path): self._baseline_of(path) for path in self.paths}
        hidden: list[Hidden] = []
        remarks: list[str] = []
        for path in sorted(set(by_file.values()) - {""}):
            from specrules.lint.baseline import Baseline

            files = [file for file, baseline in by_file.items() if baseline == path]
            found, known, remark = Baseline.read(path).applied(found, files)
            hidden += map(Hidden, known)
            remarks += remark
        return found, hidden, remarks

    def _baseline_of(self, path: str) -> str:
        if self.options.baseline is not None:
            return self.options.baseline
        home = self._homes.of(path)
        named = home.settings.baseline
        return os.path.join(os.path.dirname(home.path), named) if home.path and named else ""

    def _is_to_act_on(self, finding: Finding) -> bool:
        fail_on = self.options.fail_on or self._homes.of(finding.place.file).settings.fail_on
        return _SEVERITIES.index(finding.severity) <= _SEVERITIES.index(fail_on)

    def _sources(self, found: Iterable[Finding]) -> dict[str, str]:
        """The texts that findings point into, by the names of their files, with nothing of a person."""
        from specrules.lint.people import masked

        sources: dict[str, str] = {}
        given = {shown(path): data for path, data in self.options.given.items()}
        for file in dict.fromkeys(place.file for each in found for place in (each.place, *each.also)):
            with suppress(UnreadableFile):
                data = given[file] if file in given else read_bytes(file, TEXT_LIMIT)
                sources[file] = masked(text_of(data))
        return sources

    def give_up(self, names: list[str]) -> None:
        """Say why nothing was looked at. Raises UnreadableFile or NothingChecked."""
        if self.unreadable:
            more = self.unreadable[_MOST_NAMED:]
            told = [f"Nor were {len(more):,} more."] if more else []
            raise UnreadableFile(" ".join([*self.unreadable[:_MOST_NAMED], *told]))
        where = ", ".join(map(shown, names)) or "no file or folder"
        raise NothingChecked(
            f"Nothing was checked: no YAML file that begins with specrules was found in {where}; "
            "name a specification, or the folder it is in."
        )


# -- files


def _name(path: str, asked_for: bool) -> str:
    """What a file is called in the cache: where it is, how it was named, and whether it was named itself."""
    return f"{os.path.abspath(path)}\0{path}\0{asked_for}"


def _files(path: str, unreadable: list[str]) -> Iterator[str]:
    """*path* itself, or every YAML file below it in order, links to folders and hidden folders left out."""
    if not os.path.isdir(path):
        yield path
        return

    def refused(error: OSError) -> None:
        unreadable.append(f"{shown(error.filename)} could not be looked into; check that you are allowed to.")

    for folder, inner, names in os.walk(path, onerror=refused):
        inner[:] = sorted(name for name in inner if not name.startswith("."))
        for name in sorted(names):
            if name.endswith(_FILE_NAME):
                yield os.path.join(folder, name)


def _is_left_out(path: str, home: Home) -> bool:
    """Whether the settings leave out the file at *path*, or a folder that it is in."""
    top = os.path.dirname(home.path or "")
    whole = os.path.abspath(path)
    named = (os.path.normpath(os.path.join(top, each)) for each in home.settings.leave_out)
    return any(whole == each or whole.startswith(each + os.sep) for each in named)
