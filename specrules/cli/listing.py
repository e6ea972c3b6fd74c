"""``specrules list``: what there is to choose from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from specrules.base.phrases import listed
from specrules.cli.app import Answer, Format, FormatOption, Misused, RulesOption, app, library_of_option

if TYPE_CHECKING:
    from collections.abc import Iterable

    from specrules.authoring.listings import Listing
    from specrules.library import Library


@app.command(name="list")
def list_command(
    what: Annotated[
        str,
        typer.Argument(
            metavar="WHAT",
            help="standard-clauses, constructs, lint, tables, measures, groups, datasets, sources, coverage.",
        ),
    ],
    name: Annotated[str, typer.Argument(metavar="NAME", help="With tables: only this one.")] = "",
    form: FormatOption = Format.TEXT,
    rules: RulesOption = None,
) -> Answer:
    """List clauses, checks, lint rules, reference tables or coverage.

    For example: specrules list standard-clauses, or specrules list tables mutual-aid-groups
    """
    from specrules.report import listing as report

    library = library_of_option(rules)
    listing = _one_table(library, name) if what == "tables" and name else _listing(library, what, name)
    printed = report.as_json(listing) if form is Format.JSON else report.as_text(listing)
    return Answer(1 if listing.open else 0, printed)


def _listing(library: Library, what: str, name: str) -> Listing:
    from specrules.authoring.listings import LISTINGS

    if what not in LISTINGS:
        raise Misused(f"There is no list of {what}.{_hint(what, LISTINGS)}")
    if name:
        raise Misused(f"The list of {what} is shown whole; leave out {name}.")
    return LISTINGS[what](library)


def _one_table(library: Library, name: str) -> Listing:
    from specrules.authoring.listings import one_table

    table = library.table(name)
    if table is None:
        raise Misused(f"There is no table {name}.{_hint(name, library.tables())}")
    return one_table(table)


def _hint(word: str, known: Iterable[str]) -> str:
    from specrules.base.findings import nearest

    names = tuple(known)
    near = nearest(word, names)
    return f" Did you mean {near}?" if near else f" There are: {listed(names)}."
