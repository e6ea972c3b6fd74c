"""Judge a review again from the files that were kept of it.

In: files by the names a record has for them, and where their bytes are.  Out: the run that comes of them,
and the review as data.  The files are laid out in a folder of the user's alone, with only those standard
clauses that the review used, so neither where they lay nor what the catalogue says today can matter.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from specrules.base.errors import UnreadableFile
from specrules.base.files import shown
from specrules.base.frozen import replace
from specrules.engine import open_engine
from specrules.inputs import Inputs, read
from specrules.judging.review import review
from specrules.library import Library
from specrules.report.json import as_data
from specrules.runs.figures import read_supply
from specrules.runs.record import Input, Role
from specrules.viewing import view

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import date

    from specrules.engine import Choice, Engines
    from specrules.judging.given import Given
    from specrules.judging.review import Run
    from specrules.values.periods import Period

_FILES, _RULES = "files", "rules"


@dataclass(frozen=True, slots=True)
class Staged:
    """Files of a review, laid out in *folder*."""

    folder: Path
    inputs: tuple[Input, ...]

    def read(self, period: Period) -> Given:
        """All of them, read as a review reads them. Raises SpecrulesError."""
        specs = self._paths(Role.SPECIFICATION)
        returns = self._paths(Role.RETURN)
        logs = self._paths(Role.LOG)
        if not specs:
            raise UnreadableFile("It names no specification.")
        found = Inputs(specs[0], returns, logs[0] if logs else None, named=frozenset(returns))
        given = read(found, period, library=Library([self.folder / _RULES]))
        figures = self._paths(Role.FIGURES)
        if not figures:
            return given
        return replace(given, extracts=read_supply(figures[0].read_bytes(), f"{self._prefix}{_FILES}/"))

    def judge(self, period: Period, as_at: date, choice: Choice, engines: Engines = open_engine) -> Run:
        """The run that comes of them. Raises SpecrulesError."""
        given = self.read(period)
        with engines(choice) as engine:
            return review(given, engine, as_at)

    def as_data(self, run: Run) -> dict[str, Any]:
        """A run of these files as ``review.json`` has it, without the folder they are laid out in."""
        text = json.dumps(as_data(view(run)))
        for prefix in (f"{self._prefix}{_FILES}/", self._prefix):
            text = text.replace(json.dumps(prefix)[1:-1], "")
        data: dict[str, Any] = json.loads(text)
        return data

    @property
    def _prefix(self) -> str:
        return f"{shown(self.folder)}/"

    def _paths(self, role: Role) -> tuple[Path, ...]:
        return tuple(self.folder / _place(each) for each in self.inputs if each.role is role)


def figures(run: Run) -> tuple[dict[str, str], ...]:
    """What each check of a run found, as an exact range."""
    return tuple(
        {
            "requirement": verdict.requirement.id,
            "party": verdict.party,
            "check": check.name,
            "low": str(reading.low),
            "high": str(reading.high),
            "unit": str(reading.unit),
            "better": reading.better,
        }
        for verdict in run.verdicts
        for check in verdict.checks
        if (reading := check.reading)
    )


@contextmanager
def staged(inputs: Sequence[Input], content: Callable[[Input], bytes]) -> Iterator[Staged]:
    """Lay out *inputs* until the end of the block. Raises UnreadableFile for a name that leads out of it."""
    with _own_folder() as folder:
        for each in inputs:
            path = folder / _place(each)
            if ".." in path.parts or each.name.startswith("/") or not path.is_relative_to(folder):
                raise UnreadableFile(f"{each.name} was not laid out: it is no name of a file in a folder.")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content(each))
        (folder / _RULES).mkdir(exist_ok=True)
        yield Staged(folder, tuple(inputs))


def _place(each: Input) -> str:
    return each.name if each.role is Role.CATALOGUE else f"{_FILES}/{each.name}"


@contextmanager
def _own_folder() -> Iterator[Path]:
    """A folder that nobody else may look into, gone at the end of the block.

    Its name has letters only: with digits in it, it could be taken for a postcode and withheld.
    """
    letters = "".join(random.SystemRandom().choices("abcdefghijklmnopqrstuvwxyz", k=20))
    folder = Path(tempfile.gettempdir()) / f"specrules-{letters}"
    os.mkdir(folder, 0o700)  # noqa: PTH102 - Path.mkdir would let the umask decide
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
