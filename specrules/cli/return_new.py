"""``specrules return new``: a return to be filled in, made from the specification."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from specrules.base.errors import NothingChecked, SpecrulesError
from specrules.base.phrases import number
from specrules.cli.app import Answer, Misused, SpecArgument, period_of_option, refused
from specrules.cli.returns import group

if TYPE_CHECKING:
    from collections.abc import Iterator

    from specrules.compile.plan import Plan
    from specrules.evidence.facts import Return
    from specrules.forms.form import Form, Raised
    from specrules.log.model import Action, Log
    from specrules.spec.model import Spec
    from specrules.values.periods import Period


class Kind(StrEnum):
    """In what form a return is filled in."""

    XLSX = "xlsx"
    CSV = "csv"
    YAML = "yaml"


@group.command()
def new(
    spec: SpecArgument,
    period: Annotated[str, typer.Option(metavar="PERIOD", help="Such as 2026-27-Q1, 2026-07 or 2026-27.")],
    provider: Annotated[
        str, typer.Option(metavar="PARTY", help="Whose return, by the short name in the specification.")
    ] = "",
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE", help="Without it: PARTY-PERIOD.xlsx in this folder."),
    ] = None,
    previous: Annotated[
        Path | None,
        typer.Option(metavar="RETURN", help="The last return, whose figures are shown beside the new ones."),
    ] = None,
    form: Annotated[
        Kind | None,
        typer.Option("--format", help="Without it: what the ending of FILE says, or xlsx."),
    ] = None,
) -> Answer:
    """Make a return for a provider to fill in.

    For example: specrules return new specs/recovery-service.yaml --provider riverbank --period 2026-27-Q1
    """
    from specrules.base.files import shown
    from specrules.base.writing import write_file
    from specrules.compile import compile_spec
    from specrules.inputs import log_beside, read_checked

    wanted = period_of_option(period)
    try:
        plan = compile_spec(read_checked(spec)[0], wanted)
        log = log_beside(spec)
    except SpecrulesError as error:
        return refused(error)
    made = _form(plan, provider, previous, log)
    kind = form or _kind_of(output)
    path = output or Path(f"{made.party.id}-{wanted.name}.{kind}")
    data = _as(made, kind)
    if path.is_file() and not _holds(path, data):
        raise Misused(
            f"{shown(path)} is there already, and was left as it is: somebody may have filled it in. "
            "Name another file with --output, or delete that one."
        )
    write_file(path, data)
    lines = len(made.questions)
    return Answer(0, f"Written to {shown(path)}: {number(lines, 'question')}.\n")


def _holds(path: Path, data: bytes) -> bool:
    """Whether the file at *path* is *data* already; not so when it cannot be read."""
    try:
        return path.stat().st_size == len(data) and path.read_bytes() == data
    except OSError:
        return False


def _kind_of(output: Path | None) -> Kind:
    """What the ending of a file's name says. Raises Misused for another ending."""
    ending = output.suffix.lower().lstrip(".") if output else ""
    if ending in ("", "xlsx"):
        return Kind.XLSX
    if ending not in ("csv", "yaml", "yml"):
        raise Misused(f"A return is .xlsx, .csv or .yaml, not .{ending}. Name the file so, or say --format.")
    return Kind.CSV if ending == "csv" else Kind.YAML


def _form(plan: Plan, provider: str, previous: Path | None, log: Log | None) -> Form:
    """The form of a party. Raises Misused for one that is not known or is asked nothing."""
    from specrules.forms.form import form_for
    from specrules.values.periods import due_date

    party = _party(plan.spec, provider)
    before = _before(plan, previous) if previous else None
    raised = tuple(_raised(log, party, plan.period)) if log else ()
    form = form_for(plan, party, due_date(plan.spec.returns.due, plan.period), before, raised)
    if not form.questions:
        raise NothingChecked(f"{party} is asked nothing for {plan.period.name}: there is no return to make.")
    return form


def _raised(log: Log, party: str, period: Period) -> Iterator[Raised]:
    """What is open from the reviews of earlier periods: the queries first, and the actions."""
    from specrules.forms.form import Raised

    for query in log.queries:
        if query.party == party and query.waits and query.period.end < period.end:
            yield Raised("query", query.id, query.requirement, query.asks, query.due)
    for action in log.actions:
        if action.party == party and action.period.end < period.end and not _is_done(action, period):
            yield Raised("agreed action", action.id, action.requirement, action.does, action.due)


def _is_done(action: Action, period: Period) -> bool:
    """Whether an action was closed before *period* was. A log that went on may close it later."""
    closed = action.closed
    if closed is None or not closed.grounded:
        return action.withdrawn is not None
    return closed.period is None or closed.period.end < period.end


def _party(spec: Spec, provider: str) -> str:
    from specrules.base.findings import nearest

    ids = {each.id.casefold(): each.id for each in spec.parties}
    names = {each.name.casefold(): each.id for each in spec.parties}
    found = ids.get(provider.casefold()) or names.get(provider.casefold())
    if found:
        return found
    near = nearest(provider, tuple(ids.values()))
    hint = f"Did you mean {near}?" if near else f"The parties are: {', '.join(ids.values())}."
    if not provider:
        raise Misused(f"Say whose return it is, with --provider PARTY. {hint}")
    raise Misused(f"--provider: {spec.file} has no party of that name. {hint}")


def _before(plan: Plan, path: Path) -> Return:
    """The last return, read by what is asked now. Raises UnreadableFile when it cannot be."""
    from specrules.base.errors import UnreadableFile
    from specrules.compile import requests
    from specrules.evidence.returns import read_return

    read = read_return(path, requests(plan))
    if not read.readable:
        why = next((each.message for each in reversed(read.findings)), "it is not a return")
        raise UnreadableFile(f"--previous: {read.file} was not used. {why}")
    return read


def _as(form: Form, kind: Kind) -> bytes:
    """The form as the bytes of a file."""
    if kind is Kind.XLSX:
        from specrules.forms.workbook import as_workbook

        return as_workbook(form)
    from specrules.forms.plain import as_csv, as_yaml

    # Excel takes a CSV file for the old Windows way of saving unless it begins with this mark.
    return as_csv(form).encode("utf-8-sig") if kind is Kind.CSV else as_yaml(form).encode()
