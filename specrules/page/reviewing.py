"""Returns that were handed over, held against a saved specification.

In: where the specification is, which returns of its folder count, and the bytes
of others by name.  Out: a review that can be shown and kept in every form.  What
was handed over stays in memory.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from specrules.base.files import shown
from specrules.base.frozen import replace
from specrules.inputs import Inputs, gather, read
from specrules.report.every import every_form

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import date

    from specrules.evidence.facts import Published
    from specrules.judging.review import Run
    from specrules.values.periods import Period
    from specrules.view import View


@dataclass(frozen=True)
class Review:
    """A review: what is shown of it, and returns for other periods. Its files are made once one is wanted."""

    view: View
    set_aside: tuple[str, ...] = ()

    @cached_property
    def files(self) -> Mapping[str, bytes]:
        """Every form it can be kept in, by file name."""
        return every_form(self.view)


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody wants reviewed. *chosen* are returns of the folder, as ``returns_beside`` names them.

    Where it is *public*, each .json that was *given* is a publication of before, and no return.
    """

    chosen: frozenset[str] = frozenset()
    given: tuple[tuple[str, bytes], ...] = ()
    period: Period | None = None
    as_at: date | None = None
    public: bool = False

    @property
    def published(self) -> tuple[tuple[str, bytes], ...]:
        """What was published before."""
        return tuple(each for each in self.given if self.public and each[0].lower().endswith(".json"))


def returns_beside(path: Path) -> tuple[str, ...]:
    """The returns and extracts in the folder of the specification at *path*. Raises UnreadableFile."""
    inputs = gather([path, path.parent])
    return tuple(map(shown, (*inputs.returns, *inputs.extracts)))


def reviewed(path: Path, asked: Asked) -> Review:
    """Review the specification at *path*. Raises SpecrulesError when that cannot be done."""
    from specrules.engine import open_engine
    from specrules.judging.review import review
    from specrules.viewing import view

    given = read(_inputs(path, asked), asked.period)
    with open_engine() as engine:
        run: Run = review(given, engine, asked.as_at)
        if not asked.public:
            return Review(view(run), given.set_aside)
        seen = _published(run, lambda told: review(given, engine, asked.as_at, told), asked)
    return Review(seen, given.set_aside)


def _published(run: Run, again: Callable[[Published], Run], asked: Asked) -> View:
    """What anybody may see of a run. Raises Exposed where that cannot be made safe, and NotPublished."""
    from specrules.disclosure.editions import edition_in
    from specrules.disclosure.policy import policy_for
    from specrules.disclosure.publishing import publication

    before = [edition_in(data, display_name(name), run.spec) for name, data in asked.published]
    return publication(run, again, before, policy_for(run.spec.file))


def _inputs(path: Path, asked: Asked) -> Inputs:
    """Only the files that were chosen, and those handed over."""
    inputs = gather([path, path.parent])
    returns = tuple(each for each in inputs.returns if shown(each) in asked.chosen)
    notes = tuple(each for each in inputs.extracts if shown(each) in asked.chosen)
    given = [each for each in asked.given if each not in asked.published]
    return replace(inputs, returns=returns, extracts=notes, given=_named(given))


def _named(given: Iterable[tuple[str, bytes]]) -> dict[str, bytes]:
    """What was handed over by name; a name that comes again is numbered, so that nothing is lost."""
    named: dict[str, bytes] = {}
    for written, data in given:
        name = display_name(written)
        stem, ending = os.path.splitext(name)  # noqa: PTH122
        number = 2
        while name in named:
            name, number = f"{stem} ({number}){ending}", number + 1
        named[name] = data
    return named


def display_name(written: str) -> str:
    """The last part of a file's name as its sender wrote it, which is only ever shown."""
    return PurePosixPath(written.replace("\\", "/")).name[:200] or "a file without a name"
