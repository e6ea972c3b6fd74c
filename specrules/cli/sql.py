"""``specrules sql``: the measures of a specification as queries."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from specrules.base.errors import SpecrulesError
from specrules.base.frozen import replace
from specrules.base.phrases import listed
from specrules.cli.app import Answer, Misused, SpecArgument, app, period_of_option, refused

if TYPE_CHECKING:
    from collections.abc import Iterator

    from specrules.compile.plan import Plan
    from specrules.extracts.facts import Asked
    from specrules.library import Library
    from specrules.spec.datasets import Dataset
    from specrules.spec.measures import Measure
    from specrules.values.periods import Period


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
    from specrules.inputs import read_checked
    from specrules.library import library_for
    from specrules.measures.lower import NotSupported
    from specrules.values.periods import period_of

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
    for measure, of in _asked(compile_spec(read, when), library):
        try:
            texts.append(_query(measure, of, found, when, dialect.value))
        except NotSupported as error:
            remarks.append(str(error))
    if not texts and not remarks:
        remarks.append(f"{read.file} names no measure, so there is nothing to print.")
    return Answer(0 if texts else 1, "\n".join(texts), tuple(remarks))


def _asked(plan: Plan, library: Library) -> Iterator[tuple[Measure, Asked]]:
    """The measures of a plan, each of everybody and then of each group of people at which it is asked.

    Which codes are a site is said in the note of an extract: a query gives figures by these codes anyhow.
    """
    from specrules.extracts.facts import Asked
    from specrules.extracts.supply import asked_of, measures_of
    from specrules.spec.datasets import PLACES

    groups = [each for each in asked_of(plan) if each.place and each.of not in PLACES]
    for id in measures_of(plan):
        if measure := library.measure(id)[0]:
            yield measure, Asked(id)
            yield from ((measure, each) for each in groups if each.measure == id)


def _query(measure: Measure, of: Asked, dataset: Dataset, period: Period, dialect: str) -> str:
    """One query, of a group of people where that is asked. Raises NotSupported."""
    from specrules.measures.lower import Query, commented
    from specrules.spec.measures import in_group

    if not of.place:
        return commented(Query(measure, dataset, period), dialect)
    own = in_group(measure, of.of, of.place)
    own = replace(own, title=f"{measure.title}; only {of.place} ({of.of})")
    return commented(Query(own, dataset, period), dialect)
