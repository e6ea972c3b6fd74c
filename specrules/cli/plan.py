"""``specrules plan``: the action plan and the agenda that follow from a review."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path  # noqa: TC003 - typer reads the annotations
from typing import TYPE_CHECKING, Annotated

import typer

from specrules.base.errors import SpecrulesError
from specrules.base.frozen import replace
from specrules.base.phrases import number
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
    not_for_publication,
    period_of_option,
    refused,
)
from specrules.cli.engines import engines

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from specrules.log.model import Person
    from specrules.planning import ActionPlan

MEETING = "contract review meeting"
LOG_FILE = "meeting-log.yaml"


class PlanFormat(StrEnum):
    """How a plan is printed."""

    TEXT = "text"
    YAML = "yaml"
    JSON = "json"


@app.command()
def plan(
    paths: ReviewPaths,
    period: PeriodOption = "",
    as_at: AsAtOption = "",
    log: LogOption = None,
    agenda: Annotated[bool, typer.Option("--agenda", help="Print the agenda alone.")] = False,
    form: Annotated[
        PlanFormat,
        typer.Option("--format", help="Print text, the drafts as YAML for the meeting log, or JSON."),
    ] = PlanFormat.TEXT,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE", help="Also write it as a Word document, .docx."),
    ] = None,
    write: Annotated[
        bool,
        typer.Option(
            "--write", help="Write the drafts into the meeting log, and close what evidence has closed."
        ),
    ] = False,
    on: Annotated[
        str, typer.Option("--on", metavar="DATE", help="The day on which the actions were agreed.")
    ] = "",
    by: Annotated[str, typer.Option("--by", metavar="ROLE", help="Who agreed them.")] = MEETING,
    audience: ForOption = Readers.COMMISSIONER,
) -> Answer:
    """Draft the action plan and the agenda for the meeting.

    For example: specrules plan examples/anytown
    """
    from specrules.log.model import Person
    from specrules.report import plan as report

    not_for_publication(audience, "an action plan")
    agreed = _day(on, write=write)
    try:
        made, kept, when = _planned(paths, period, as_at, log)
    except SpecrulesError as error:
        return refused(error)
    who = Person(by)
    said = [_as_word(made, output, when)] if output else []
    if write:
        said.append(_into_log(made, kept, agreed or when, who))
    makers = {
        PlanFormat.TEXT: lambda: report.agenda_as_text(made) if agenda else report.as_text(made),
        PlanFormat.JSON: lambda: report.as_json(made),
        PlanFormat.YAML: lambda: report.as_yaml(made, agreed or when, who),
    }
    return Answer(1 if made.open or made.drafts else 0, makers[form](), tuple(said))


def _day(on: str, *, write: bool) -> date | None:
    """The day of the meeting, which has to be given where something is written. Raises Misused."""
    if write and not on:
        raise Misused("--write needs the day on which the actions were agreed, such as: --on 2026-11-05")
    return day_of_option(on, "--on") if on else None


def _planned(
    paths: Sequence[Path], period: str, as_at: str, log: Path | None
) -> tuple[ActionPlan, Path, date]:
    """The plan, the meeting log it belongs in, and the as-at date."""
    from specrules.engine import make_ready
    from specrules.inputs import gather, read
    from specrules.judging.review import review
    from specrules.planning import plan_of

    make_ready()
    inputs = gather(paths)
    inputs = replace(inputs, log=log if log and log.exists() else inputs.log)
    given = read(inputs, period_of_option(period) if period else None)
    day = day_of_option(as_at) if as_at else None
    with engines() as engine:
        run = review(given, engine, day)
    return plan_of(run), log or inputs.log or inputs.spec.parent / LOG_FILE, run.as_at


def _as_word(plan: ActionPlan, path: Path, made: date) -> str:
    """Write the plan as a Word document, and say so. Raises NotWritten."""
    from specrules.base.files import shown
    from specrules.base.writing import write_file
    from specrules.report.plan import as_word

    if path.suffix.lower() != ".docx":
        raise Misused(
            f"--output {path}: the plan is written as a Word document, so give it a name that ends in .docx."
        )
    write_file(path, as_word(plan, made))
    return f"Written to {shown(path)}."


def _into_log(plan: ActionPlan, path: Path, on: date, by: Person) -> str:
    """Write the drafts into the log, close what evidence has closed, and say so. Raises NotWritten."""
    from specrules.base.files import read_text, shown
    from specrules.base.writing import write_file
    from specrules.log.writing import EMPTY, with_actions
    from specrules.planning import as_actions, closings

    text = read_text(path).text if path.exists() else EMPTY
    actions, ends = as_actions(plan, on, by), closings(plan, on, by)
    if not actions and not ends:
        return f"{shown(path)} was left as it is: there is nothing to add."
    write_file(path, with_actions(text, actions, ends, on, shown(path)).encode())
    added = number(len(actions), "action was", "actions were")
    closed = number(len(ends), "was", "were")
    return f"Written to {shown(path)}: {added} added, and {closed} closed by evidence."
