"""Find what is wrong with specifications and the files that go with them, before anybody signs them.

In: files and folders.  Out: findings, and how much was looked at.  Each file
is read, looked at by the rules that concern its kind, and dropped before the
next, so that a thousand files take no more room than one.
"""

# ``pathlib`` takes longer to import than a specification takes to read.
# ruff: noqa: PTH100, PTH112, PTH113, PTH118, PTH119, PTH120

from __future__ import annotations

import os
import re
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from specrules.errors import NothingChecked, UnreadableFile
from specrules.files import read_text, shown
from specrules.findings import Finding, Severity, in_order
from specrules.library import SETTINGS_FILE, kind_of, library_for
from specrules.lint.about import duties, named
from specrules.lint.pages import FILE_PAGES, explain
from specrules.lint.rules import INDEX, rules_for
from specrules.spec.faults import FAULTS
from specrules.spec.model import Spec, StandardClause
from specrules.spec.reader import (
    check_return,
    read_log,
    read_settings,
    read_spec,
    read_standard_clause,
    read_theme,
)
from specrules.tree import read_tree

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from specrules.files import Path, Source
    from specrules.findings import Place
    from specrules.library import Library
    from specrules.lint.registry import Rule, Wrong
    from specrules.tree import Tree

__all__ = ["LintRun", "explain", "lint"]

_FILE_NAME = (".yaml", ".yml")
# The line with which our files begin, also where it is misspelt.
_OURS = re.compile(r"^[\"']?spec[-_ ]?rules?[\"']?[ \t]*:", re.IGNORECASE | re.MULTILINE)


class LintRun(NamedTuple):
    """What was found, and in how much.

    *files* were looked at by *rules* rules.  *passed_over* counts YAML files of
    a folder that belong to other programs; *unreadable* says of each file that
    could not be opened why not.  *sources* has the texts that findings point
    into.  *to_act_on* is whether lint fails: an error was found, or a warning
    where the settings say so.
    """

    findings: tuple[Finding, ...]
    files: int
    rules: int
    to_act_on: bool
    passed_over: int = 0
    unreadable: tuple[str, ...] = ()
    sources: Mapping[str, str] = MappingProxyType({})


def lint(paths: Path | Iterable[Path]) -> LintRun:
    """Look at every file that *paths* name, and below every folder; *paths* may be a single one.

    Raises NothingChecked when there is none, and UnreadableFile when none could
    be opened; otherwise files that cannot be opened are passed over and named.
    """
    linter = _Linter()
    names = [os.fspath(path) for path in ([paths] if isinstance(paths, str | os.PathLike) else paths)]
    for name in names:
        linter.path(name)
    if not linter.files:
        linter.give_up(names)
    return linter.run()


class _Linter:
    """One run: what has been found so far, and the catalogues that were read for it."""

    def __init__(self) -> None:
        self.files = 0
        self.passed_over = 0
        self.unreadable: list[str] = []
        self.findings: list[Finding] = []
        self.sources: dict[str, str] = {}
        self.seen: set[str] = set()
        self.libraries: dict[str, Library] = {}

    def path(self, name: str) -> None:
        """Look at the file *name*, or at every YAML file in the folder *name*."""
        for file in _files(name, self.unreadable):
            if file not in self.seen:
                self.seen.add(file)
                try:
                    self._file(file, asked_for=file == name)
                except UnreadableFile as error:
                    self.unreadable.append(str(error))

    def _file(self, path: str, *, asked_for: bool) -> None:
        source = read_text(path)
        no_text = source.findings and not source.text
        if not (asked_for or no_text or _OURS.search(source.text)):
            self.passed_over += 1
            return
        found = self._look(read_tree(source))
        self.files += 1
        self.findings += found
        if found:
            self._keep(source, found)

    def _keep(self, source: Source, found: Iterable[Finding]) -> None:
        """Keep the texts that *found* points into: *source*, and files of the catalogue."""
        self.sources[source.path] = source.text
        for each in found:
            if each.place.file not in self.sources:
                self.sources[each.place.file] = read_text(each.place.file).text

    # -- one file

    def _look(self, tree: Tree) -> list[Finding]:
        """Everything wrong with one file, as its kind is read and by the rules for its kind."""
        path = tree.source.path
        document: Spec | StandardClause | None = None
        match kind_of(tree):
            case "standard clause":
                document, found = read_standard_clause(tree)
            case "theme":
                found = read_theme(tree, os.path.basename(os.path.dirname(os.path.abspath(path))))[1]
            case "settings" | "meeting log" | "return" | "table" | "coverage" as kind:
                found = _SMALL[kind](tree)
            case _:
                library, trouble = self._library(path)
                document, found = read_spec(tree, library)
                found = (*trouble, *found)
        return [*found, *(_by_rules(document, found, tree.source.text) if document else ())]

    def _library(self, path: str) -> tuple[Library, tuple[Finding, ...]]:
        """The catalogue for the specification at *path*, and what is wrong with its settings, told once."""
        folder = os.path.dirname(os.path.abspath(path))
        if folder in self.libraries:
            return self.libraries[folder], ()
        self.libraries[folder], trouble = library_for(path)
        return self.libraries[folder], trouble

    # -- the end

    def run(self) -> LintRun:
        """All of it."""
        return LintRun(
            tuple(in_order(self.findings)),
            self.files,
            len(INDEX) + len(FAULTS) + len(FILE_PAGES),
            self._to_act_on(),
            self.passed_over,
            tuple(self.unreadable),
            self.sources,
        )

    def _to_act_on(self) -> bool:
        if any(each.severity is Severity.ERROR for each in self.findings):
            return True
        warned = {
            os.path.dirname(each.place.file) for each in self.findings if each.severity is Severity.WARNING
        }
        return any(_fails_on_warnings(folder) for folder in sorted(warned))

    def give_up(self, names: list[str]) -> None:
        """Say why nothing was looked at. Raises UnreadableFile or NothingChecked."""
        if self.unreadable:
            raise UnreadableFile(" ".join(self.unreadable))
        where = ", ".join(map(shown, names)) or "no file or folder"
        raise NothingChecked(
            f"Nothing was checked: no YAML file that begins with specrules was found in {where}; "
            "name a specification, or the folder it is in."
        )


def _fails_on_warnings(folder: str) -> bool:
    """Whether the settings in *folder* say that a warning is something to act on."""
    path = os.path.join(folder, SETTINGS_FILE)
    settings = read_settings(read_tree(read_text(path)))[0] if os.path.isfile(path) else None
    return bool(settings and settings.fail_on is Severity.WARNING)


def _settings(tree: Tree) -> tuple[Finding, ...]:
    return read_settings(tree)[1]


def _log(tree: Tree) -> tuple[Finding, ...]:
    return read_log(tree)[1]


def _table(tree: Tree) -> tuple[Finding, ...]:
    from specrules.spec.tables import read_table

    return read_table(tree)[1]


def _coverage(tree: Tree) -> tuple[Finding, ...]:
    from specrules.spec.tables import read_coverage

    return read_coverage(tree)[1]


_SMALL: Mapping[str, Callable[[Tree], tuple[Finding, ...]]] = {
    "settings": _settings,
    "meeting log": _log,
    "return": check_return,
    "table": _table,
    "coverage": _coverage,
}


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


# -- one document


def _by_rules(document: Spec | StandardClause, found: tuple[Finding, ...], text: str) -> list[Finding]:
    """What the lint rules find in *document*, apart from what follows from faults *found* in reading it."""
    errors = [each.place for each in found if each.severity is Severity.ERROR]
    wrongs = [
        (rule, wrong)
        for rule in rules_for(text)
        if isinstance(document, rule.on) and not (rule.whole and errors)
        for wrong in rule.look(document)
    ]
    faulty = {*_faulty(document, errors), *_without_their_clause(document, errors)}
    told = {(code, wrong.place) for rule, wrong in wrongs for code in rule.over}
    return [
        _finding(rule, wrong)
        for rule, wrong in wrongs
        if (rule.code, wrong.place) not in told and (wrong.about is None or wrong.about.id not in faulty)
    ]


def _faulty(document: Spec | StandardClause, errors: Iterable[Place]) -> Iterator[str]:
    """The requirements and parties in which there are *errors*, so that nothing more is said of them."""
    from bisect import bisect_left

    path = document.written.file if document.written else ""
    starts = sorted(place.span[:2] for place in errors if place.span and place.file == path)
    parties = document.parties if isinstance(document, Spec) else ()
    for each in (*duties(document), *parties):
        if each.written:
            span = each.written.span
            first = bisect_left(starts, span[:2])
            if first < len(starts) and starts[first] < span[2:]:
                yield each.id


def _without_their_clause(document: Spec | StandardClause, errors: Iterable[Place]) -> Iterator[str]:
    """The requirements whose standard clause is there, and could not be read or has errors."""
    broken = {place.file for place in errors}
    for each in document.requirements if isinstance(document, Spec) else ():
        clause = each.standard_clause
        if clause and clause.written:
            if clause.written.file in broken:
                yield each.id
        elif each.written and "standard-clause" in each.written.keys:
            yield each.id


def _finding(rule: Rule, wrong: Wrong) -> Finding:
    subject = named(wrong.about) if wrong.about else None
    return Finding(
        rule.code,
        rule.name,
        rule.severity,
        wrong.place,
        wrong.message,
        subject,
        remedy=wrong.remedy,
        also=wrong.also,
    )
