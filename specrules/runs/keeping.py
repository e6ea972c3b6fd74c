"""Keep a review.

In: a run, and the files it was made from.  Out: a record in a folder, with those files beside it.  The
review is judged a second time from the copies, and that is what is kept: a record that is there can be
made again from what lies beside it.
"""

from __future__ import annotations

import os
from functools import partial
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from specrules import __version__
from specrules.base.build import build
from specrules.base.errors import NotWritten
from specrules.base.files import digest_of, read_bytes, shown
from specrules.evidence.personal import withhold
from specrules.runs.figures import NAME as FIGURES
from specrules.runs.figures import supply_text
from specrules.runs.record import Body, Input, Role
from specrules.runs.staging import figures, staged
from specrules.runs.store import Folder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from specrules.engine import Choice
    from specrules.inputs import Inputs
    from specrules.judging.given import Given
    from specrules.judging.review import Run
    from specrules.library import Library
    from specrules.runs.store import Kept

_LIMIT = 1024 * 1024 * 1024
_RULES = "rules"


def keep(inputs: Inputs, given: Given, run: Run, choice: Choice, folder: Path) -> Kept:
    """Keep *run*, which was made from *given*, in *folder*.

    Raises NotWritten, also when a file was changed while it was reviewed.
    """
    contents = dict(_contents(inputs, given, run))
    listed = tuple(sorted(contents))

    def content(each: Input) -> bytes:
        data = contents[each]()
        if digest_of(data) != each.sha256:
            raise NotWritten(f"The review was not kept: {each.name} was changed meanwhile. Review again.")
        return data

    with staged(listed, content) as stage:
        again = stage.judge(run.period, run.as_at, choice)
        if _results(again) != _results(run):
            raise NotWritten("The review was not kept: a file was changed meanwhile. Review again.")
        body = Body(
            spec=run.spec.id,
            version=run.spec.version,
            period=run.period.name,
            as_at=run.as_at.isoformat(),
            made={"specrules": __version__, "build": build(), "engines": list(run.engines), "engine": choice},
            inputs=listed,
            figures=figures(again),
            review=stage.as_data(again),
        )
    return Folder(folder).put(body, {each.sha256: partial(content, each) for each in listed})


def _results(run: Run) -> list[tuple[Any, ...]]:
    return [(each.requirement.id, each.party, each.result, each.raw) for each in run.verdicts]


# -- what a review was made from


def _contents(inputs: Inputs, given: Given, run: Run) -> Iterator[tuple[Input, Callable[[], bytes]]]:
    """Every file of a review under the name it is kept by, and how to get at its bytes."""
    names = _names(inputs)
    yield _file(Role.SPECIFICATION, inputs.spec, names, run.files)
    if inputs.log:
        yield _file(Role.LOG, inputs.log, names, run.files)
    used = {each.file for each in given.returns}
    for path in inputs.returns:
        if withhold(shown(path))[0] in used:
            yield _file(Role.RETURN, path, names, run.files)
    yield from _catalogue(_read_again(inputs))
    if given.extracts:
        text = supply_text(given.extracts, _renaming(inputs, names))
        yield Input(Role.FIGURES, FIGURES, digest_of(text)), lambda: text


def _file(
    role: Role, path: Path, names: Mapping[Path, str], digests: Mapping[str, str]
) -> tuple[Input, Callable[[], bytes]]:
    sha256 = digests.get(withhold(shown(path))[0]) or digests.get(shown(path))
    if not sha256:
        # It could not even be opened. Something has to stand for it, or it would seem that nothing was sent.
        return Input(role, names[path], digest_of(b"")), lambda: b""
    return Input(role, names[path], sha256), lambda: read_bytes(path, _LIMIT)


def _read_again(inputs: Inputs) -> Library:
    """The catalogue after the specification was read with it, which tells the files that were used."""
    from specrules.library import library_for, read_spec

    library = library_for(inputs.spec)[0]
    read_spec(inputs.spec, library)
    return library


def _catalogue(library: Library) -> Iterator[tuple[Input, Callable[[], bytes]]]:
    for name, path in library.used.items():
        data = read_bytes(path, _LIMIT)
        yield Input(Role.CATALOGUE, f"{_RULES}/{name}", digest_of(data)), partial(bytes, data)


def _names(inputs: Inputs) -> dict[Path, str]:
    """The name of each file in a record: from the folder that holds them all, with nothing personal."""
    paths = [inputs.spec, *([inputs.log] if inputs.log else []), *inputs.returns, *inputs.extracts]
    top = _above(paths)
    named: dict[Path, str] = {}
    for path in paths:
        wanted = withhold(shown(os.path.relpath(path, top)))[0]
        named[path] = _free(wanted, named.values())
    return named


def _above(paths: list[Path]) -> str:
    """The folder that holds all of *paths*."""
    folders = [os.path.dirname(os.path.abspath(path)) for path in paths]  # noqa: PTH100, PTH120
    try:
        return os.path.commonpath(folders)
    except ValueError as error:
        drives = "The review was not kept: its files lie on several drives. Put them on one."
        raise NotWritten(drives) from error


def _free(name: str, taken: Any) -> str:
    """*name*, with a number when it is taken: two names may be the same without what is personal in them."""
    path, number, free = PurePosixPath(name), 1, name
    while free in taken:
        number += 1
        free = str(path.with_name(f"{path.stem}-{number}{path.suffix}"))
    return free


def _renaming(inputs: Inputs, names: Mapping[Path, str]) -> Callable[[str], str]:
    """The function that gives the name of a file beside a note as a record has it."""
    folders = {f"{shown(note.parent)}/": str(PurePosixPath(names[note]).parent) for note in inputs.extracts}

    def renamed(file: str) -> str:
        for before, after in folders.items():
            if file.startswith(before):
                return str(PurePosixPath(after) / file.removeprefix(before))
        return file

    return renamed
