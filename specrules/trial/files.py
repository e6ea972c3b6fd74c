"""Every example of the catalogue and of specifications, run; and what no example reaches.

In: files and folders.  Out: for each standard clause and each requirement what its
examples came to, which of the results it can come to they reach, and what the
cases at its edges came to.
"""

from __future__ import annotations

import os
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from specrules.base.errors import NothingChecked
from specrules.base.files import read_text, shown
from specrules.engine import open_engine
from specrules.inputs import FaultySpec
from specrules.library import kind_of, library_for, yaml_files
from specrules.spec.model import Level
from specrules.spec.reader import read_spec, read_standard_clause
from specrules.text.tree import read_tree
from specrules.trial.boundaries import cases
from specrules.trial.examples import outcome, setting_in, setting_of, sites_in
from specrules.trial.reach import reach

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from specrules.base.files import Path
    from specrules.base.findings import Finding
    from specrules.engine import Choice, OpenEngine
    from specrules.judging.verdicts import Verdict
    from specrules.spec.model import Example, Requirement, Spec, StandardClause, Written
    from specrules.text.tree import Tree
    from specrules.trial.examples import Setting


class Ran(NamedTuple):
    """One example or case: its name, what must come of it, and what came. *line* is where it stands, or 0."""

    name: str
    expect: str
    got: str
    line: int = 0

    @property
    def holds(self) -> bool:
        """Whether what came is what must come."""
        return self.expect == self.got


class Subject(NamedTuple):
    """A standard clause or a requirement, tried.

    *reachable* are the results it can come to, and *exact* whether that is known
    for certain.  *cases* are those at its edges.
    """

    name: str
    title: str
    file: str
    examples: tuple[Ran, ...]
    cases: tuple[Ran, ...]
    reachable: tuple[str, ...]
    exact: bool = True

    @property
    def reached(self) -> tuple[str, ...]:
        """The results that an example which holds comes to."""
        came = {ran.got for ran in self.examples if ran.holds}
        return tuple(each for each in self.reachable if each in came)

    @property
    def unreached(self) -> tuple[str, ...]:
        """The results that no example comes to."""
        return tuple(each for each in self.reachable if each not in self.reached)

    @property
    def failed(self) -> tuple[Ran, ...]:
        """What did not come to what it must."""
        return tuple(each for each in (*self.examples, *self.cases) if not each.holds)


class Trial(NamedTuple):
    """Everything that was tried. *resting* counts requirements that rest on the examples of their clause."""

    subjects: tuple[Subject, ...]
    resting: int = 0

    @property
    def examples(self) -> int:
        """How many examples ran."""
        return sum(len(each.examples) for each in self.subjects)

    @property
    def cases(self) -> int:
        """How many cases at an edge ran."""
        return sum(len(each.cases) for each in self.subjects)

    @property
    def reachable(self) -> int:
        """How many results can come about."""
        return sum(len(each.reachable) for each in self.subjects)

    @property
    def reached(self) -> int:
        """How many of them an example comes to."""
        return sum(len(each.reached) for each in self.subjects)

    @property
    def share(self) -> Fraction:
        """How much of what can come about an example comes to."""
        return Fraction(self.reached, self.reachable or 1)

    @property
    def holds(self) -> bool:
        """Whether everything came to what it must."""
        return not any(each.failed for each in self.subjects)


def try_files(paths: Iterable[Path], engine: Choice = "both") -> Trial:
    """Run the examples in the files that *paths* name, and below every folder.

    Raises FaultySpec when a file has errors, UnreadableFile when one cannot be
    opened, and NothingChecked when there is no example at all.
    """
    named = [os.fspath(path) for path in paths]
    with open_engine(engine) as opened:
        trier = _Trier(opened)
        for path in named:
            for file in yaml_files(path):
                trier.file(file, asked_for=file == path)
    run = Trial(tuple(trier.subjects), trier.resting)
    if not run.examples:
        where = ", ".join(map(shown, named))
        raise NothingChecked(
            f"Nothing was tested: there is no example in {where}; write some under examples, "
            "in a standard clause or in a requirement."
        )
    return run


class _Trier:
    """One run: what was tried so far."""

    def __init__(self, engine: OpenEngine) -> None:
        self.engine = engine
        self.subjects: list[Subject] = []
        self.resting = 0

    def file(self, path: str, *, asked_for: bool) -> None:
        """Try what is in one file. Files that hold no examples are passed over, unless they were named."""
        tree = read_tree(read_text(path))
        kind = kind_of(tree)
        if kind == "standard clause":
            clause, findings = read_standard_clause(tree)
            _refuse_faulty(tree, findings)
            self.subjects += [self.clause(clause)] if clause else []
        elif kind == "spec" or asked_for:
            library, _ = library_for(path)
            reading = read_spec(tree, library)
            _refuse_faulty(tree, reading.findings)
            self.subjects += self.spec(reading.spec) if reading.spec else []

    # -- standard clauses

    def clause(self, clause: StandardClause) -> Subject:
        """A standard clause: its examples, and the edges of each way in which they set it."""
        ran = tuple(self._example(setting_of(clause, each), each) for each in clause.examples)
        ways = _ways(clause)
        found = [reach(each.duty, any_numbers=True) for each in ways]
        words = {word for each in found for word in each.words}
        return Subject(
            clause.id,
            clause.title,
            _file(clause.written),
            ran,
            tuple(ran for way in ways for ran in self._cases(way)),
            tuple(word for word in _WORDS if word in words),
            all(each.exact for each in found),
        )

    def _example(self, setting: Setting, example: Example) -> Ran:
        verdict = outcome(setting, example.facts, self.engine, example.as_at)
        line = example.written.span.line if example.written else 0
        return Ran(example.name, example.expect, verdict.raw.word, line)

    def _cases(self, setting: Setting) -> Iterator[Ran]:
        for case in cases(setting):
            verdict = outcome(setting, case.facts, self.engine)
            got = _of_check(verdict, case.check) if case.check else verdict.raw.word
            yield Ran(case.name, case.expect, got)

    # -- specifications

    def spec(self, spec: Spec) -> Iterator[Subject]:
        """Each requirement with examples, or without a standard clause whose examples it could rest on."""
        for requirement in spec.requirements:
            if requirement.examples or not requirement.standard_clause:
                yield self.requirement(spec, requirement)
            else:
                self.resting += 1

    def requirement(self, spec: Spec, requirement: Requirement) -> Subject:
        """One requirement of a specification, with the numbers it has there."""
        setting = setting_in(spec, requirement)
        found = reach(setting.duty)
        return Subject(
            f"{spec.id} {requirement.id}",
            requirement.title,
            _file(requirement.written),
            tuple(self._example(setting, each) for each in requirement.examples),
            tuple(self._cases(setting)),
            found.words,
            found.exact,
        )


_WORDS = ("met", "partly met", "not met", "no evidence", "not applicable")


def _ways(clause: StandardClause) -> list[Setting]:
    """Each way in which the examples set a clause, once, at two places or more where it is judged at each."""
    ways: list[Setting] = []
    seen: list[object] = []
    for example in clause.examples:
        if example.settings not in seen:
            seen.append(example.settings)
            ways.append(setting_of(clause, example, _places(clause, example)))
    return ways


def _places(clause: StandardClause, example: Example) -> tuple[str, ...]:
    if clause.judged_at.level in (Level.PARTY, Level.GROUP):
        return ()
    named = sites_in(example.facts)
    return named if len(named) > 1 else (*named, "Another site", "A third site")


def _of_check(verdict: Verdict, name: str) -> str:
    """What a check came to, at every place; the words of the first that differs where they do."""
    prefix = {"sent": "to-", "received": "from-"}.get(name, "")
    found = [each for each in verdict.checks if _is_called(each.name, name, prefix)]
    results = [each.result.word for each in found]
    return " and ".join(dict.fromkeys(results))


def _is_called(label: str, name: str, prefix: str) -> bool:
    """Whether a check is the one called *name*, or an end of a hand-off that begins with *prefix*."""
    return label.startswith(prefix) if prefix else label.partition(" at ")[0] == name


def _file(written: Written | None) -> str:
    return written.file if written else ""


def _refuse_faulty(tree: Tree, findings: Sequence[Finding]) -> None:
    from specrules.base.findings import Severity

    errors = [each for each in findings if each.severity is Severity.ERROR]
    if errors:
        path = shown(tree.source.path)
        sources = {tree.source.path: tree.source.text}
        for each in errors:
            if each.place.file not in sources:
                sources[each.place.file] = read_text(each.place.file).text
        raise FaultySpec(f"{path} has errors, so its examples were not run.", errors, sources)
