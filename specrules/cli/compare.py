"""``specrules compare``: what changed between two reviews, and why."""

from __future__ import annotations

from pathlib import Path  # noqa: TC003 - typer reads the annotations
from typing import Annotated

import typer

from specrules.cli.app import Answer, Format, FormatOption, Misused, app


@app.command()
def compare(
    paths: Annotated[
        list[Path],
        typer.Argument(
            metavar="BEFORE AFTER",
            help="Two kept reviews, or review.json files; or one folder of kept reviews, for its last two.",
        ),
    ],
    form: FormatOption = Format.TEXT,
) -> Answer:
    """Say what changed between two reviews, and the cause of each change.

    For example: specrules compare runs
    """
    from specrules.report import runs
    from specrules.runs.opening import compared, open_review

    before, after = _two(paths)
    found = compared(open_review(before), open_review(after))
    makers = {Format.TEXT: runs.compared, Format.JSON: runs.compared_as_json}
    return Answer(1 if found.changes else 0, makers[form](found))


def _two(paths: list[Path]) -> tuple[Path, Path]:
    """The two things to compare. Raises Misused when there are not two."""
    from specrules.runs.opening import newest_two

    if len(paths) == 1 and paths[0].is_dir():
        return newest_two(paths[0])
    if len(paths) != 2:
        raise Misused("Name two kept reviews to compare, the earlier first, or one folder of kept reviews.")
    return paths[0], paths[1]
