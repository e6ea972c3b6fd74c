"""``specrules sql``: the measures of a specification as queries."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from specrules.cli.app import Answer, Misused, SpecArgument, app, period_of_option, refused
from specrules.errors import SpecrulesError
from specrules.phrases import listed


class Dialect(StrEnum):
    """Which database a query is written for."""

    DUCKDB = "duckdb"
    SPARK = "spark"
    POSTGRES = "postgres"
    TSQL = "tsql"
    SNOWFLAKE = "snowflake"
    BIGQUERY = "bigquery"


@app.command()
def sql(
    spec: SpecArgument,
    dialect: Annotated[
        Dialect, typer.Option(help="The database to write for; the first three are run in our tests.")
    ] = Dialect.DUCKDB,
    period: Annotated[
        str, typer.Option(metavar="PERIOD", help="Such as 2026-27-Q1. Without it: the first of the contract.")
    ] = "",
    dataset: Annotated[
        str,
        typer.Option(metavar="NAME", help="The dataset. Without it: the specification's, or else ndtms-k."),
    ] = "",
) -> Answer:
    """Print the measures of a specification as database queries.

    For example: specrules sql examples/harbour/spec.yaml --dialect tsql
    """
    from specrules.compile import compile_spec
    from specrules.extracts.supply import measures_of
    from specrules.inputs import read_checked
    from specrules.library import library_for
    from specrules.measures.lower import NotSupported, Query, commented
    from specrules.periods import period_of

    wanted = period_of_option(period) if period else None
    try:
        read = read_checked(spec)[0]
    except SpecrulesError as error:
        return refused(error)
    library = library_for(spec)[0]
    name = dataset or read.returns.extracts or "ndtms-k"
    found = library.dataset(name)[0]
    if found is None:
        raise Misused(f"--dataset: there is none called {name}. There are {listed(library.dataset_names())}.")
    when = wanted or period_of(read.returns.every, read.starts)
    texts, remarks = [], []
    for id in measures_of(compile_spec(read, when)):
        measure = library.measure(id)[0]
        if measure is not None:
            try:
                texts.append(commented(Query(measure, found, when), dialect.value))
            except NotSupported as error:
                remarks.append(str(error))
    if not texts and not remarks:
        remarks.append(f"{read.file} names no measure, so there is nothing to print.")
    return Answer(0 if texts else 1, "\n".join(texts), tuple(remarks))
