"""``specrules trend``: which way things go over all kept reviews."""

from __future__ import annotations

from pathlib import Path  # noqa: TC003 - typer reads the annotations
from typing import TYPE_CHECKING, Annotated

import typer

from specrules.base.frozen import replace
from specrules.cli.app import (
    Answer,
    ForOption,
    Misused,
    PageOption,
    PageOrFormat,
    Readers,
    app,
    not_for_publication,
)

if TYPE_CHECKING:
    from specrules.runs.trends import Trends


@app.command()
def trend(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="A folder of kept reviews.")],
    requirement: Annotated[
        str, typer.Option(metavar="NUMBER", help="Only this requirement, with every figure behind it.")
    ] = "",
    contract: Annotated[
        str, typer.Option(metavar="ID", help="The contract, where the folder has several.")
    ] = "",
    form: PageOption = PageOrFormat.TEXT,
    audience: ForOption = Readers.COMMISSIONER,
) -> Answer:
    """Show which way each requirement goes, over all kept reviews.

    For example: specrules trend runs --requirement MA-1
    """
    from specrules.report import trends as shown
    from specrules.report.html import runs as pages
    from specrules.runs.store import Folder
    from specrules.runs.trends import Direction, trends
    from specrules.runs.verifying import gaps

    not_for_publication(audience, "what is kept of reviews")
    found = trends(Folder(folder), contract)
    if requirement:
        found = _only(found, requirement)
    makers = {
        PageOrFormat.TEXT: shown.closely if requirement else shown.overview,
        PageOrFormat.JSON: shown.as_json,
        PageOrFormat.HTML: pages.trends,
    }
    is_worse = any(each.direction is Direction.WORSE for each in found.series)
    aside = (*(f"Left out: {each}" for each in found.left_out), *gaps(Folder(folder), found.records))
    return Answer(1 if is_worse or aside else 0, makers[form](found), aside)


def _only(found: Trends, requirement: str) -> Trends:
    """The trends of one requirement. Raises Misused when there is none of that number."""
    from specrules.base.findings import nearest

    series = tuple(each for each in found.series if each.requirement == requirement)
    if not series:
        near = nearest(requirement, tuple({each.requirement: None for each in found.series}))
        meant = f" Did you mean {near}?" if near else ""
        raise Misused(f"--requirement: no kept review has a requirement {requirement}.{meant}")
    return replace(found, series=series)
