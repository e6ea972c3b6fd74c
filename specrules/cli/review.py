"""``specrules review``: one period, judged."""

from __future__ import annotations

from enum import StrEnum
from functools import partial
from pathlib import Path  # noqa: TC003 - typer reads the annotations
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from specrules.base.collecting import undisturbed
from specrules.base.errors import SpecrulesError
from specrules.base.frozen import replace
from specrules.base.phrases import day, listed, number
from specrules.cli.app import (
    Answer,
    AsAtOption,
    ForOption,
    Misused,
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
    kept_as_published,
    published_before,
)
from specrules.cli.tables import expect_table, write_table

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from specrules.evidence.facts import Published
    from specrules.inputs import Inputs
    from specrules.judging.given import Given
    from specrules.judging.review import Run
    from specrules.report.over_time import OverTime
    from specrules.runs.store import Kept
    from specrules.runs.trends import Trends
    from specrules.view import View


class EngineChoice(StrEnum):
    """Which engine decides. Both must agree, or there is no verdict."""

    BOTH = "both"
    DURABLE = "durable"
    PYTHON = "python"


class ReviewFormat(StrEnum):
    """How a review is printed."""

    TEXT = "text"
    JSON = "json"
    HTML = "html"
    CSV = "csv"
    JUNIT = "junit"
    MARKDOWN = "markdown"
    OSCAL = "oscal"
    OSCAL_POAM = "oscal-poam"
    FHIR = "fhir"


class DataEngine(StrEnum):
    """What works out the measures of extracts."""

    DUCKDB = "duckdb"
    SPARK = "spark"


@app.command()
def review(
    paths: ReviewPaths,
    period: PeriodOption = "",
    as_at: AsAtOption = "",
    engine: Annotated[
        EngineChoice, typer.Option(help="Which engine decides; both are compared with each other.")
    ] = EngineChoice.BOTH,
    form: Annotated[
        ReviewFormat,
        typer.Option(
            "--format",
            help="Print text, Markdown or a page for people, or another form for programs.",
        ),
    ] = ReviewFormat.TEXT,
    output: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR",
            help="Also write it in every form here: index.html, scorecard.xlsx, review.json and others.",
        ),
    ] = None,
    keep: Annotated[
        Path | None,
        typer.Option(metavar="FOLDER", help="Also keep it as a record in this folder, for later quarters."),
    ] = None,
    verdicts: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help="Also write all verdicts as a table, one line each, as .csv or .parquet."
        ),
    ] = None,
    jobs: Annotated[
        int,
        typer.Option(min=0, max=64, metavar="N", help="Returns read at a time; 0 means one a processor."),
    ] = 0,
    data_engine: Annotated[
        DataEngine, typer.Option(help="What works out the measures of extracts; spark needs [spark].")
    ] = DataEngine.DUCKDB,
    quiet: Annotated[
        bool, typer.Option("--quiet", help="Print the ratings and what to act on, and nothing else.")
    ] = False,
    verbose: Annotated[
        bool, typer.Option("--verbose", help="Print every fault in the files, and not only the worst.")
    ] = False,
    audience: ForOption = Readers.COMMISSIONER,
    published: PublishedOption = None,
) -> Answer:
    """Review one period: both scorecards, with the reasons.

    For example: specrules review examples/anytown
    """
    from specrules import __version__
    from specrules.cli.progress import returns_read
    from specrules.engine import make_ready
    from specrules.evidence.kept import kept_in
    from specrules.evidence.opening import Many
    from specrules.inputs import gather, read

    expect_publication(published, audience)
    expect_apart(keep, output, audience)
    expect_table("--verdicts", verdicts)
    as_text = _text(quiet, verbose, form)
    wanted, day = period_of_option(period) if period else None, day_of_option(as_at) if as_at else None
    inputs = gather(paths)
    make_ready(engine.value)
    is_public = audience is Readers.PUBLICATION
    private = None if is_public else output  # what is for us alone is not left in a folder for everybody
    cut_short = kept_in(private, inputs.returns, __version__)
    try:
        with returns_read() as told:
            given = read(inputs, wanted, Many(jobs, told, cut_short), data_engine.value)
    except SpecrulesError as error:
        return refused(error)
    run = judged(given, engine, day, private)
    recorded = partial(_kept, inputs, given, run, engine, private)
    if is_public:
        again = partial(judged, given, engine, day, None)
        seen = _for_everybody(run, again, published or [], keep, recorded)
    else:
        seen = _for_us(run, keep, recorded)
    remarks = [*early(run, day), *remarks_on(given.set_aside, inputs), *seen.remarks]
    printed, written = _told(seen, form, as_text, output, verdicts)
    if cut_short:
        cut_short.forget()
    return Answer(exit_code(seen.view), printed, (*remarks, *written))


class _Seen(NamedTuple):
    """What its readers may see of a review, where it was kept, and which way things went up to it."""

    view: View
    remarks: tuple[str, ...] = ()
    earlier: Trends | None = None


def _text(quiet: bool, verbose: bool, form: ReviewFormat) -> Callable[[View], str]:
    """What prints a review as text. Raises Misused for options that do not go together."""
    from specrules.report import text

    if quiet and verbose:
        raise Misused("--quiet does not go with --verbose.")
    if (quiet or verbose) and form is not ReviewFormat.TEXT:
        raise Misused(f"--quiet and --verbose are for text; {form} has everything.")
    return text.in_brief if quiet else partial(text.review, every_fault=verbose)


def _for_us(run: Run, keep: Path | None, recorded: Callable[[Path], Kept]) -> _Seen:
    """Everything, and the trends up to this period where the review is kept. Raises NotWritten."""
    from specrules.viewing import view

    if keep is None:
        with undisturbed():
            return _Seen(view(run))
    kept = recorded(keep)
    return _Seen(naming(view(run), kept), (_said_of(kept, run),), trends_until(run, keep))


def _for_everybody(
    run: Run,
    again: Callable[[Published], Run],
    published: Sequence[Path],
    keep: Path | None,
    recorded: Callable[[Path], Kept],
) -> _Seen:
    """What is safe beside all that was published before; earlier reviews have every figure, so none.

    Raises Exposed, NotPublished and NotWritten.
    """
    before = published_before(run.spec, published, keep)
    seen = for_publication(run, again, before)
    if keep is None:
        return _Seen(seen)
    return _Seen(seen, (_said_of(recorded(keep), run), *kept_as_published(seen, run, before, keep)))


def _kept(
    inputs: Inputs, given: Given, run: Run, engine: EngineChoice, output: Path | None, folder: Path
) -> Kept:
    """Keep the review as a record. Raises NotWritten and EngineFault, as it is judged a second time."""
    from specrules.runs.keeping import keep

    with keeping_faults(output):
        return keep(inputs, given, run, engine.value, folder)


def naming(seen: View, kept: Kept) -> View:
    """What is seen of a review, with the record it was kept as."""
    record = f"{kept.path.name}, sha256 {kept.sha256}"
    return replace(seen, header=replace(seen.header, record=record))


def _said_of(kept: Kept, run: Run) -> str:
    """Where a review was kept, in a sentence."""
    from specrules.base.files import shown

    if not kept.is_new:
        return f"This review was kept before, as {shown(kept.path)}."
    restated = listed(link.record for link in kept.head.restates)
    after = listed(link.record for link in kept.head.follows)
    said = [f"after {after}"] if after else []
    said += [f"in place of {restated} for {run.period.name}"] if restated else []
    return f"Kept as {shown(kept.path)}{', ' if said else ''}{' and '.join(said)}."


def trends_until(run: Run, folder: Path) -> Trends:
    """Which way things went up to the period of *run*, which is kept in *folder*."""
    from specrules.runs.store import Folder
    from specrules.runs.trends import trends

    return trends(Folder(folder), run.spec.id, run.period)


def early(run: Run, as_at: date | None) -> list[str]:
    """A remark where the day to look back from lies before the period, which is seldom what was meant."""

    if as_at is None or as_at >= run.period.start:
        return []
    begins = day(run.period.start)
    return [f"--as-at: {day(as_at)} lies before {run.period.name}, which begins on {begins}. Was that meant?"]


def judged(
    given: Given,
    choice: EngineChoice,
    as_at: date | None,
    output: Path | None,
    published: Published | None = None,
) -> Run:
    """Review what was given. Raises NothingChecked and EngineFault; after a fault its reproducer is kept."""
    from specrules.judging.review import review as review_period

    with engines(choice.value, output) as engine, undisturbed():
        return review_period(given, engine, as_at, published)


def remarks_on(set_aside: Sequence[str], inputs: Inputs) -> list[str]:
    """What was found beside the returns and is none of those that were reviewed."""
    from specrules.base.files import shown
    from specrules.evidence.personal import withhold

    few = [*set_aside[:3], f"{len(set_aside) - 3} more"] if len(set_aside) > 4 else set_aside
    remarks = [f"Set aside, being for another period: {listed(few)}."] if few else []
    for why, found in (
        ("having no line that begins with specrules", inputs.passed_over),
        ("being written by specrules and no returns", inputs.our_own),
    ):
        if found:
            files = listed(withhold(shown(file))[0] for file in found)
            remarks.append(f"Passed over, {why}: {files}.")
    return remarks


def _told(
    seen: _Seen, form: ReviewFormat, as_text: Callable[[View], str], output: Path | None, table: Path | None
) -> tuple[str, list[str]]:
    """A review as it is printed, and what was written of it where. Raises NotWritten."""
    from specrules.report.over_time import over_time

    figures = over_time(seen.view, seen.earlier)
    written = [_write(seen.view, output, figures)] if output else []
    if table:
        written.append(_write_table(seen.view, table))
    return _printed(seen.view, form, figures, as_text), written


def _printed(view: View, form: ReviewFormat, figures: OverTime, as_text: Callable[[View], str]) -> str:
    from specrules.report import fhir, html, json, junit, observations, oscal
    from specrules.report.papers.review import review as in_markdown

    makers = {
        ReviewFormat.TEXT: as_text,
        ReviewFormat.JSON: json.review,
        ReviewFormat.HTML: lambda seen: html.review(seen, figures),
        ReviewFormat.CSV: observations.observations,
        ReviewFormat.JUNIT: junit.review,
        ReviewFormat.MARKDOWN: in_markdown,
        ReviewFormat.OSCAL: oscal.results,
        ReviewFormat.OSCAL_POAM: oscal.plan,
        ReviewFormat.FHIR: fhir.measures,
    }
    return makers[form](view)


def exit_code(*seen: View) -> int:
    """1 where something in what is *seen* is to be acted on, and 0 where nothing is.

    Whoever reads a log sees it, so that it says nothing of what is held back.
    """
    return 1 if any(each.unmet or each.unreadable or _could_not_run(each) for each in seen) else 0


def _could_not_run(seen: View) -> bool:
    from specrules.result import Reason

    return any(str(Reason.RULE_COULD_NOT_RUN) in verdict.reasons for verdict in seen.verdicts)


def _write_table(view: View, path: Path) -> str:
    """Write all verdicts as a table and say so. Raises NotWritten."""
    from specrules.base.files import shown
    from specrules.report.verdict_table import COLUMNS, as_csv, lines

    write_table(path, partial(as_csv, view), COLUMNS, partial(lines, view))
    many = len(view.verdicts)
    return f"Written to {shown(path)}: {number(many, 'verdict')}."


def _write(view: View, folder: Path, figures: OverTime) -> str:
    """Write every report into *folder* and say so. Raises NotWritten; the old ones are then intact."""
    from specrules.base.writing import write_folder
    from specrules.report.every import every_form

    files = every_form(view, figures)
    replaced = [name for name in files if (folder / name).exists()]
    write_folder(folder, files)
    before = f", replacing {listed(replaced)} of before" if replaced else ""
    return f"Written to {folder}: {listed(files)}{before}."
