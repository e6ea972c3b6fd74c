"""``specrules pack``: everything for the quarterly meeting in one folder."""

from __future__ import annotations

from functools import partial
from pathlib import Path  # noqa: TC003 - typer reads the annotations
from typing import TYPE_CHECKING, Annotated

import typer

from specrules.base.errors import SpecrulesError
from specrules.base.frozen import replace
from specrules.base.phrases import listed
from specrules.cli.app import (
    Answer,
    AsAtOption,
    ForOption,
    LogOption,
    PeriodOption,
    Readers,
    ReviewPaths,
    app,
    day_of_option,
    period_of_option,
    refused,
)
from specrules.cli.engines import engines, keeping_faults
from specrules.cli.publishing import (
    PublishedOption,
    expect_apart,
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

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date
    from typing import Any

    from specrules.inputs import Inputs
    from specrules.judging.given import Given
    from specrules.judging.review import Run
    from specrules.planning import ActionPlan
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
            metavar="FOLDER",
            help="Keep this review here, and say what changed since the one before it. With --for "
            "publication: publish every review of its year that is kept here.",
        ),
    ] = None,
    log: LogOption = None,
    audience: ForOption = Readers.COMMISSIONER,
    published: PublishedOption = None,
) -> Answer:
    """Write everything for the meeting: scorecards, changes, agenda.

    For example: specrules pack examples/anytown --output pack
    """
    from specrules.base.files import shown
    from specrules.base.writing import write_folder
    from specrules.packing import pack as packed
    from specrules.planning import plan_of
    from specrules.report.plan import agenda_as_text
    from specrules.viewing import view

    expect_publication(published, audience)
    expect_apart(runs, output, audience)
    day = day_of_option(as_at) if as_at else None
    try:
        inputs, given = _read(paths, period, log)
    except SpecrulesError as error:
        return refused(error)
    is_public = audience is Readers.PUBLICATION
    run = judged(given, EngineChoice.BOTH, day, None if is_public else output)
    remarks = (*early(run, day), *remarks_on(given.set_aside, inputs))
    kept = _kept(inputs, given, run, None if is_public else output, runs) if runs else None
    if is_public and kept:
        year, written = _year(run, kept, published or [], output)
        return Answer(exit_code(*year), "", (*remarks, *written))
    if is_public:
        seen, printed = _for_everybody(given, run, day, published or []), ""
        files = packed(seen, _since_published(seen, _reviews(published or [])), None)
    else:
        seen, plan = view(run), plan_of(run)
        files, printed = _for_us(seen, run, kept, plan), agenda_as_text(plan)
    write_folder(output, files)
    return Answer(exit_code(seen), printed, (*remarks, f"Written to {shown(output)}: {listed(files)}."))


def _for_us(seen: View, run: Run, kept: Kept | None, plan: ActionPlan) -> dict[str, bytes]:
    """The pack for the commissioner and the parties."""
    from specrules.packing import pack as packed

    if kept is None:
        return packed(seen, None, plan)
    return packed(naming(seen, kept), _since(kept), plan, trends_until(run, kept.path.parent))


def _for_everybody(given: Given, run: Run, day: date | None, published: Sequence[Path]) -> View:
    """What anybody may see. Raises Exposed where it cannot be made safe."""
    again = partial(judged, given, EngineChoice.BOTH, day, None)
    return for_publication(run, again, published_before(run.spec, published))


def _year(run: Run, kept: Kept, named: Sequence[Path], output: Path) -> tuple[list[View], list[str]]:
    """Publish every kept review of the year of *run*, a folder each, and pages of them side by side.

    Returns what anybody sees of each, and what was written. Nothing is written before all of them are
    safe together. Raises Exposed, NothingChecked and NotWritten.
    """
    import json

    from specrules.base.files import shown
    from specrules.base.writing import prepare_folder, write_folder
    from specrules.disclosure.policy import policy_for
    from specrules.packing import pack as packed
    from specrules.runs.published import keep_publication, kept_publications
    from specrules.runs.store import Folder
    from specrules.runs.year import published_year

    folder = kept.path.parent
    shelf = kept_publications(folder, run.spec.id)
    year = published_year(
        Folder(folder),
        run.spec.id,
        run.period,
        lambda spec: published_before(spec, [*named, *shelf]),
        policy_for(run.spec.file),
        engines,
    )
    before = [*(json.loads(each.text) for each in year), *_reviews([*named, *shelf])]
    packs = {each.period: packed(each.view, _since_published(each.view, before), None) for each in year}
    for each in year:
        keep_publication(folder, each.period, each.text)
    prepare_folder(output)
    for period, files in packs.items():
        write_folder(output / period, files)
    write_folder(output, _side_by_side([output / period for period in packs], output))
    said = f"Published together, and written to {shown(output)}: {listed(packs)}. Open index.html there."
    return [each.view for each in year], [said]


def _side_by_side(folders: Sequence[Path], output: Path) -> dict[str, bytes]:
    """The pages of published reviews beside each other."""
    from specrules.records import records, used
    from specrules.report import html
    from specrules.rollup import roll_up
    from specrules.view import Audience

    reviews, unused = used(records(folders))
    pages = html.roll_up(roll_up(reviews, unused, Audience.PUBLICATION), output)
    return {name: text.encode() for name, text in pages.items()}


def _read(paths: list[Path], period: str, log: Path | None) -> tuple[Inputs, Given]:
    """What is reviewed, with the meeting log that was named."""
    from specrules.base.errors import UnreadableFile
    from specrules.base.files import shown
    from specrules.inputs import gather, read

    inputs = gather(paths)
    if log and not log.is_file():
        raise UnreadableFile(f"{shown(log)} was not read: there is no such file.")
    inputs = replace(inputs, log=log or inputs.log)
    return inputs, read(inputs, period_of_option(period) if period else None)


def _kept(inputs: Inputs, given: Given, run: Run, output: Path | None, folder: Path) -> Kept:
    """The record of the review, which every report of the pack names. Raises NotWritten and EngineFault."""
    from specrules.runs.keeping import keep

    with keeping_faults(output):
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
    earlier, later = (open_review(each, engines) for each in (folder / before[-1].name, kept.path))
    return compared(earlier, later, engines)


def _since_published(seen: View, reviews: Sequence[Mapping[str, Any]]) -> Comparison | None:
    """What changed since the newest publication before; it tells no more than the two publications do."""
    from specrules.report.json import as_data
    from specrules.runs.comparing import compare

    before = [each for each in reviews if each["run"]["as_at"] < seen.header.as_at]
    if not before:
        return None
    return compare(max(before, key=lambda each: str(each["run"]["as_at"])), as_data(seen))


def _reviews(published: Sequence[Path]) -> list[Mapping[str, Any]]:
    """What was published, as data."""
    from specrules.runs.opening import open_review

    return [open_review(path).review for path in _files(published)]


def _files(published: Sequence[Path]) -> list[Path]:
    from specrules.records import NAME

    return [file for path in published for file in (sorted(path.rglob(NAME)) if path.is_dir() else [path])]
