"""``specrules pack``: everything for the quarterly meeting in one folder."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path  # noqa: TC003 - typer reads the annotations
from typing import TYPE_CHECKING, Annotated

import typer

from specrules.cli.app import (
    Answer,
    AsAtOption,
    ForOption,
    LogOption,
    Misused,
    PeriodOption,
    Readers,
    ReviewPaths,
    app,
    day_of_option,
    period_of_option,
    refused,
)
from specrules.cli.publishing import (
    PublishedOption,
    expect_publication,
    for_publication,
    published_before,
)
from specrules.cli.review import (
    EngineChoice,
    early,
    exit_code,
    judged,
    naming,
    remarks_on,
    trends_until,
)
from specrules.errors import SpecrulesError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from specrules.given import Given
    from specrules.inputs import Inputs
    from specrules.review import Run
    from specrules.runs.comparing import Comparison
    from specrules.runs.store import Kept
    from specrules.view import View


@app.command()
def pack(
    paths: ReviewPaths,
    output: Annotated[
        Path, typer.Option("--output", "-o", metavar="DIR", help="The folder to write the pack into.")
    ],
    period: PeriodOption = "",
    as_at: AsAtOption = "",
    runs: Annotated[
        Path | None,
        typer.Option(
            metavar="FOLDER", help="Keep this review here, and say what changed since the one before it."
        ),
    ] = None,
    log: LogOption = None,
    audience: ForOption = Readers.COMMISSIONER,
    published: PublishedOption = None,
) -> Answer:
    """Write everything for the meeting: scorecards, changes, agenda.

    For example: specrules pack examples/anytown --output pack
    """
    from specrules.files import shown, write_folder
    from specrules.packing import pack as packed
    from specrules.planning import plan_of
    from specrules.report.plan import agenda_as_text
    from specrules.sentences import listed
    from specrules.view import view

    is_public = audience is Readers.PUBLICATION
    expect_publication(published, audience)
    _expect_no_runs(is_public, runs)
    day = day_of_option(as_at) if as_at else None
    try:
        inputs, given = _read(paths, period, log)
    except SpecrulesError as error:
        return refused(error)
    both, place = EngineChoice.BOTH, None if is_public else output
    run = judged(given, both, day, place)
    remarks = [*early(run, day), *remarks_on(given.set_aside, inputs.passed_over)]
    if is_public:
        before = published_before(run.spec, published or [])
        seen = for_publication(run, partial(judged, given, both, day, place), before)
        files = packed(seen, _since_published(seen, published or []), None)
        printed = ""
    else:
        plan = plan_of(run)
        kept = _kept(inputs, given, run, runs) if runs else None
        seen = naming(view(run), kept) if kept else view(run)
        since = _since(kept) if kept else None
        files = packed(seen, since, plan, trends_until(run, runs) if runs else None)
        printed = agenda_as_text(plan)
    write_folder(output, files)
    return Answer(exit_code(run), printed, (*remarks, f"Written to {shown(output)}: {listed(files)}."))


def _expect_no_runs(is_public: bool, runs: Path | None) -> None:
    """Raise Misused where kept reviews would be published."""
    if runs and is_public:
        raise Misused(
            "--runs does not go with --for publication: kept reviews have every figure. "
            "Name what was published before with --published."
        )


def _read(paths: list[Path], period: str, log: Path | None) -> tuple[Inputs, Given]:
    """What is reviewed, with the meeting log that was named."""
    from specrules.errors import UnreadableFile
    from specrules.files import shown
    from specrules.inputs import gather, read

    inputs = gather(paths)
    if log and not log.is_file():
        raise UnreadableFile(f"{shown(log)} was not read: there is no such file.")
    inputs = replace(inputs, log=log or inputs.log)
    return inputs, read(inputs, period_of_option(period) if period else None)


def _kept(inputs: Inputs, given: Given, run: Run, folder: Path) -> Kept:
    """The record of the review, which every report of the pack names. Raises NotWritten."""
    from specrules.runs.keeping import keep

    return keep(inputs, given, run, EngineChoice.BOTH.value, folder)


def _since(kept: Kept) -> Comparison | None:
    """What changed since the kept review of the period before; None where there is none."""
    from specrules.runs.opening import compared, open_review
    from specrules.runs.store import Folder, current

    folder, ours = kept.path.parent, kept.head
    heads = current(Folder(folder).heads()[0])
    before = [
        head
        for head in heads
        if head.spec == ours.spec and head.period != ours.period and head.as_at < ours.as_at
    ]
    if not before:
        return None
    return compared(open_review(folder / before[-1].name), open_review(kept.path))


def _since_published(seen: View, published: Sequence[Path]) -> Comparison | None:
    """What changed since the newest publication before; it tells no more than the two publications do."""
    from specrules.report.json import as_data
    from specrules.runs.comparing import compare
    from specrules.runs.opening import open_review

    ours = as_data(seen)
    reviews = [open_review(path).review for path in _files(published)]
    before = [each for each in reviews if each["run"]["as_at"] < seen.header.as_at]
    if not before:
        return None
    return compare(max(before, key=lambda each: str(each["run"]["as_at"])), ours)


def _files(published: Sequence[Path]) -> list[Path]:
    from specrules.records import NAME

    return [file for path in published for file in (sorted(path.rglob(NAME)) if path.is_dir() else [path])]
