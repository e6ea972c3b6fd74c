"""What is wrong with a text on the screen, and what it means in plain English.

In: a text that may not be saved, and the path it has or would have.  Out: problems
as ``specrules lint`` finds them, sentences as ``specrules explain`` prints them,
and words that could stand at a place, as editors are offered them.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from textwrap import dedent
from typing import TYPE_CHECKING

from specrules import sentences
from specrules.base.files import shown
from specrules.editor.names import OpenFile
from specrules.editor.offers import offers_at
from specrules.library import library_for
from specrules.lint import Options, lint
from specrules.lint.fixing import fixable, mended
from specrules.lint.look import Looker
from specrules.report.findings import Lines, frames, tally

if TYPE_CHECKING:
    from pathlib import Path

    from specrules.base.findings import Finding, Severity, Span
    from specrules.editor.offers import Offers
    from specrules.library import Library
    from specrules.spec.model import Requirement, Spec


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong: where, what, and what to do. *shown* are its lines, with marks under the fault."""

    severity: Severity
    where: str
    subject: str
    message: str
    remedy: str
    rule: str
    span: Span | None
    shown: str


@dataclass(frozen=True, slots=True)
class Duty:
    """One requirement in plain English, and the line it begins on."""

    number: str
    title: str
    line: int
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Looked:
    """What there is to say of a text. *mendable* counts the problems that can be put right safely.

    *title* is "" and there are no duties where the text cannot be read as a specification yet.
    """

    tally: str
    problems: tuple[Problem, ...]
    mendable: int
    title: str
    duties: tuple[Duty, ...]

    @property
    def is_read(self) -> bool:
        """Whether the text can be read as a specification."""
        return bool(self.title)


class Desk:
    """Looks at texts one after another, and reads each catalogue once."""

    def __init__(self) -> None:
        self._looker = Looker()
        self._libraries: dict[str, Library] = {}

    def library(self, path: Path) -> Library:
        """The catalogue for a specification at *path*. Raises UnreadableFile."""
        folder = os.fspath(path.parent)
        if folder not in self._libraries:
            self._libraries[folder] = library_for(path)[0]
        return self._libraries[folder]

    def file(self, path: Path, text: str) -> OpenFile:
        """A text as editors ask about it. Raises UnreadableFile without its catalogue."""
        return OpenFile(shown(path), text, self.library(path))

    def look(self, path: Path, text: str) -> Looked:
        """What is wrong with *text*, and what it means. Raises SpecrulesError when it cannot be looked at."""
        file = self.file(path, text)
        given = {os.fspath(path): text.encode("utf-8", "surrogatepass")}
        found = lint(path, Options(given=given, looker=self._looker)).findings
        sources = {shown(path): text}
        lines = Lines(sources)
        return Looked(
            tally=tally(found),
            problems=tuple(_problem(each, shown(path), lines) for each in found),
            mendable=fixable(found, sources),
            title=_title(file.spec) if file.spec else "",
            duties=tuple(_duty(each, file.spec) for each in file.spec.requirements) if file.spec else (),
        )

    def offers(self, path: Path, text: str, line: int, column: int) -> Offers:
        """What could be written at a place of *text*."""
        return offers_at(self.file(path, text), line, column)

    def mended(self, path: Path, text: str) -> tuple[str, tuple[str, ...]]:
        """*text* with everything put right that safely can be, and what was: a sentence for each."""
        after = mended(self.file(path, text).source)
        return after.text, tuple(_said(fix.finding) for fix, _ in after.made)


def _problem(finding: Finding, file: str, lines: Lines) -> Problem:
    place, is_here = str(finding.place), finding.place.file == file
    return Problem(
        severity=finding.severity,
        where=place[0].upper() + place[1:] if is_here else f"{finding.place.file}, {place}",
        subject=finding.subject or "",
        message=finding.message,
        remedy=finding.remedy or "",
        rule=f"{finding.name} ({finding.code})",
        span=finding.place.span if is_here else None,
        shown=dedent("\n".join(frames(finding, lines))),
    )


def _said(finding: Finding) -> str:
    return f"{finding.place}: {finding.remedy or finding.message}"


def _title(spec: Spec) -> str:
    return f"{spec.title} ({spec.id}, version {spec.version})"


def _duty(requirement: Requirement, spec: Spec) -> Duty:
    line = requirement.written.span.line if requirement.written else 1
    lines = sentences.requirement(requirement, spec)
    return Duty(requirement.id, requirement.title, line, tuple(lines))
