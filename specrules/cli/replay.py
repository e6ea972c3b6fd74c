"""``specrules replay``: what a draft would have meant for returns that were sent before."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path  # noqa: TC003 - typer reads the annotations
from typing import TYPE_CHECKING, Annotated

import typer

from specrules.base.errors import SpecrulesError
from specrules.base.phrases import day
from specrules.cli.app import (
    Answer,
    ForOption,
    Misused,
    Readers,
    SpecArgument,
    app,
    not_for_publication,
    refused,
)
from specrules.cli.engines import engines

if TYPE_CHECKING:
    from specrules.drafts.replaying import Replay
    from specrules.drafts.sweeping import Sweep


class ReplayFormat(StrEnum):
    """How a replay is printed."""

    TEXT = "text"
    JSON = "json"
    HTML = "html"


@app.command()
def replay(
    spec: SpecArgument,
    folders: Annotated[
        list[Path],
        typer.Argument(
            metavar="FOLDER...",
            help="Folders that hold a specification and its returns, or kept reviews.",
        ),
    ],
    sweeps: Annotated[
        list[str] | None,
        typer.Option(
            "--sweep",
            metavar="CHECK=TARGETS",
            help="Count how many would meet each target, as in MA-1.delivered=80%,85%,90%. Can be repeated.",
        ),
    ] = None,
    form: Annotated[
        ReplayFormat,
        typer.Option("--format", help="Print text or a page for people, or JSON for programs."),
    ] = ReplayFormat.TEXT,
    kept: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="Keep what the returns say and what came of it here, so that next time only what changed "
            "is read and judged.",
        ),
    ] = None,
    jobs: Annotated[
        int,
        typer.Option(min=0, max=64, metavar="N", help="Returns read at a time; 0 means one a processor."),
    ] = 0,
    audience: ForOption = Readers.COMMISSIONER,
) -> Answer:
    """Judge what was sent before by a draft: what flips, and for whom.

    It also lists what the draft asks and nobody was asked.

    For example: specrules replay draft.yaml examples/anytown
    """
    not_for_publication(audience, "what a draft would have meant")
    from specrules.cli.progress import returns_read
    from specrules.drafts.kept import Kept
    from specrules.drafts.replaying import replay as replayed
    from specrules.drafts.stored import stored
    from specrules.drafts.sweeping import sweep, wordings
    from specrules.engine import make_ready
    from specrules.evidence.opening import Many
    from specrules.inputs import read_checked

    if kept and kept.is_dir():
        raise Misused(f"--kept: {kept} is a folder. Name a file.")
    try:
        draft = read_checked(spec)[0]
        for each in sweeps or ():
            wordings(draft, each)  # before anything is read: a slip in an option should not cost an hour
        notes = Kept(kept)
        make_ready()
        with returns_read() as told:
            past = list(stored(folders, notes, Many(jobs, told)))
    except SpecrulesError as error:
        return refused(error)
    with engines() as engine:
        found = replayed(draft, past, engine, notes)
        swept = [sweep(draft, each, past, engine) for each in sweeps or ()]
    notes.tidy()
    changes = any(each.found.flips or each.found.unasked for each in found.quarters)
    return Answer(1 if changes else 0, _printed(found, swept, form), _later(found))


def _printed(found: Replay, swept: list[Sweep], form: ReplayFormat) -> str:
    from specrules.report import drafts
    from specrules.report.html.drafts import replay as page

    makers = {ReplayFormat.TEXT: drafts.as_text, ReplayFormat.JSON: drafts.as_json, ReplayFormat.HTML: page}
    return makers[form](found, swept)


def _later(found: Replay) -> tuple[str, ...]:
    """A remark where terms of the draft begin only after all that it was held against."""

    draft, last = found.draft, max(each.period.start for each in found.quarters)
    targets = [target.since for r in draft.requirements for c in r.checks for target in c.targets]
    days = sorted(
        {each for each in (*targets, *(r.since for r in draft.requirements)) if each and each > last}
    )
    if not days:
        return ()
    begin = f"Terms of the draft that begin on {day(days[0])} or later take no part"
    return (f"{begin}: every period was judged by the terms of its own first day.",)
