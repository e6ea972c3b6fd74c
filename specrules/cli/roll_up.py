"""``specrules roll-up``: many kept reviews as pages, side by side."""

from __future__ import annotations

from functools import partial
from pathlib import Path  # noqa: TC003 - typer reads the annotations
from typing import TYPE_CHECKING, Annotated

import typer

from specrules.base.errors import NothingChecked
from specrules.base.phrases import listed, number
from specrules.cli.app import Answer, ForOption, Misused, Readers, app
from specrules.cli.tables import expect_table, write_table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from specrules.records import Record, Unused
    from specrules.rollup import RollUp


@app.command(name="roll-up")
def roll_up(
    paths: Annotated[
        list[Path],
        typer.Argument(
            metavar="DIR...", help="Folders that hold review.json files or kept reviews, at any depth."
        ),
    ],
    output: Annotated[Path, typer.Option(metavar="DIR", help="The folder to write the pages into.")],
    audience: ForOption = Readers.COMMISSIONER,
    results: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help="Also write every result as a table, one line each, as .csv or .parquet."
        ),
    ] = None,
) -> Answer:
    """Set many reviews side by side: areas, parties and periods.

    For example: specrules roll-up reviews --output pages
    """
    from specrules.base.writing import write_folder
    from specrules.records import records, used
    from specrules.report import html
    from specrules.rollup import roll_up as rolled_up
    from specrules.runs.rolling import kept_reviews
    from specrules.view import Audience

    expect_table("--results", results)
    kept, unused = used((*records(paths), *kept_reviews(paths)))
    if not kept:
        raise NothingChecked(_nothing(paths, len(unused)))
    if audience is Readers.PUBLICATION:
        _expect_published(kept, unused)
    rolled = rolled_up(kept, unused, Audience(audience))
    pages = html.roll_up(rolled, output)
    write_folder(output, {name: text.encode() for name, text in pages.items()})
    said = (*([_write_results(rolled, results)] if results else []), *_left_out(rolled))
    return Answer(1 if unused else 0, f"{_said(rolled)} Open {output / 'index.html'}.\n", said)


def _write_results(rolled: RollUp, path: Path) -> str:
    """Write every result as a table and say so. Raises NotWritten."""
    from specrules.base.files import shown
    from specrules.report.result_table import COLUMNS, as_csv, lines

    write_table(path, partial(as_csv, rolled), COLUMNS, partial(lines, rolled))
    count = sum(len(record.results) for area in rolled.areas for record in area.records)
    return f"Written to {shown(path)}: {number(count, 'result')}."


def _expect_published(kept: Sequence[Record], unused: Sequence[Unused]) -> None:
    """Raise Misused unless everything that was found was made for publication."""
    from specrules.view import Audience

    private = [each.file for each in kept if each.audience is not Audience.PUBLICATION]
    if odd := [*private, *(each.file for each in unused)]:
        told = listed(odd[:3]) + (f" and {len(odd) - 3} more" if len(odd) > 3 else "")
        raise Misused(
            f"Nothing was written: {told} was not made for publication. "
            "Name only folders that specrules review --for publication wrote."
        )


def _nothing(paths: list[Path], unused: int) -> str:
    from specrules.base.files import shown

    found = f" {unused} could not be read as one." if unused else ""
    return (
        "Nothing was set side by side: there is neither a review.json nor a kept review in "
        f"{listed(map(shown, paths))}.{found} "
        "specrules review --output DIR writes one, and --keep DIR keeps one."
    )


def _said(rolled: RollUp) -> str:

    reviews = sum(len(area.records) for area in rolled.areas)
    return f"{number(reviews, 'review')} of {number(len(rolled.areas), 'area')}."


def _left_out(rolled: RollUp) -> tuple[str, ...]:

    shown = [f"Left out: {each.file}: {each.reason}." for each in rolled.left_out[:5]]
    more = len(rolled.left_out) - len(shown)
    return (
        *shown,
        *([f"And {number(more, 'file')} more, named on the first page."] if more else []),
    )
