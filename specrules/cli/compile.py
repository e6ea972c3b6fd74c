"""``specrules compile``: the rules a specification becomes."""

from __future__ import annotations

from typing import Annotated

import typer

from specrules.base.errors import SpecrulesError
from specrules.cli.app import Answer, Format, FormatOption, SpecArgument, app, period_of_option, refused


@app.command(name="compile")
def compile_rules(
    spec: SpecArgument,
    period: Annotated[
        str, typer.Option(metavar="PERIOD", help="Such as 2026-27-Q1. Without it: the first of the contract.")
    ] = "",
    form: FormatOption = Format.TEXT,
) -> Answer:
    """Show the rules a specification becomes, with clause and line.

    For example: specrules compile specs/recovery-service.yaml --period 2026-27-Q1
    """
    from specrules.compile import compile_spec
    from specrules.inputs import read_checked
    from specrules.report import compiled
    from specrules.values.periods import period_of

    wanted = period_of_option(period) if period else None
    try:
        read = read_checked(spec)[0]
    except SpecrulesError as error:
        return refused(error)
    plan = compile_spec(read, wanted or period_of(read.returns.every, read.starts))
    return Answer(0, compiled.as_json(plan) if form is Format.JSON else compiled.as_text(plan))
