"""``specrules test``: the examples in the catalogue and in specifications, run."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from specrules.base.errors import SpecrulesError
from specrules.cli.app import Answer, Format, FormatOption, Misused, app, refused
from specrules.cli.review import EngineChoice

if TYPE_CHECKING:
    from fractions import Fraction

    from specrules.trial.files import Trial


@app.command(name="test")
def test_command(
    paths: Annotated[list[str], typer.Argument(metavar="PATH...", help="Files or folders with examples.")],
    min_coverage: Annotated[
        str,
        typer.Option(metavar="PERCENT", help="Fail when examples reach less of the results, such as 100%."),
    ] = "",
    edges: Annotated[bool, typer.Option("--edges", help="Also print every case at an edge.")] = False,
    engine: Annotated[
        EngineChoice, typer.Option(help="Which engine decides; both are compared with each other.")
    ] = EngineChoice.BOTH,
    form: FormatOption = Format.TEXT,
) -> Answer:
    """Run the examples in standard clauses and specifications.

    For example: specrules test rules specs --min-coverage 100%
    """
    from specrules.report import trial as report
    from specrules.trial.files import try_files

    least = _share(min_coverage) if min_coverage else None
    try:
        run = try_files(paths, engine.value)
    except SpecrulesError as error:
        return refused(error)
    printed = report.as_json(run) if form is Format.JSON else report.as_text(run, every_case=edges)
    short = least is not None and run.share < least
    return Answer(1 if short or not run.holds else 0, printed, _remarks(run, least) if short else ())


def _remarks(run: Trial, least: Fraction | None) -> tuple[str, ...]:
    from specrules.report.trial import percent

    wanted = percent(least or run.share)
    return (f"Examples reach {percent(run.share)} of the results, and {wanted} is wanted.",)


def _share(text: str) -> Fraction:
    """A percentage, with its sign or without, as a share."""
    from specrules.values.quantities import Unit
    from specrules.values.reading import expect, read_quantity
    from specrules.values.understand import NotUnderstood

    written = f"{text}%" if text.replace(".", "").isdigit() else text
    try:
        return expect(read_quantity(written), Unit.PERCENT).value
    except NotUnderstood as error:
        raise Misused(f"--min-coverage: {error}") from error
