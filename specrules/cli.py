"""The command line: arguments in, one call, an exit code out.

Exit codes: 0 nothing to act on; 1 something to act on; 2 the work could not be
done.  A command returns an ``Answer``; it is printed when everything is done,
so that nothing is printed by a command that fails half way.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from typer.main import get_command

from specrules import __version__
from specrules.errors import EngineFault, NotWritten, SpecrulesError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from specrules.engine import ReproducibleFault
    from specrules.inputs import FaultySpec, Given
    from specrules.periods import Period
    from specrules.review import Run
    from specrules.spec.model import Spec
    from specrules.view import View

FAULT_FILE = "engine-fault.json"
_CODE = re.compile(r"[A-Z]{2}[0-9]{3}")

app = typer.Typer(
    name="specrules",
    pretty_exceptions_enable=False,
    pretty_exceptions_show_locals=False,
    rich_markup_mode=None,
    add_completion=False,
    no_args_is_help=True,
)


class Format(StrEnum):
    """How a result is printed."""

    TEXT = "text"
    JSON = "json"


class EngineChoice(StrEnum):
    """Which engine decides. Both must agree, or there is no verdict."""

    BOTH = "both"
    DURABLE = "durable"
    PYTHON = "python"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a command has to say: its result, remarks beside it, and its exit code."""

    code: int
    text: str = ""
    remarks: tuple[str, ...] = ()


class Misused(SpecrulesError):
    """An option or argument that means nothing. The text says which, and what to write."""


def run(argv: Sequence[str]) -> int:
    """Run one command, print what it has to say, and return its exit code.

    Raises SpecrulesError when the work could not be done.
    """
    from specrules.main import not_written, put, remark

    try:
        answer = get_command(app).main(args=list(argv), prog_name="specrules", standalone_mode=False)
    except typer.TyperException as error:
        if not argv:
            put(error.format_message() + "\n")
        else:
            said = error.format_message()
            said = said if said.endswith(("?", ".")) else f"{said}."
            remark(f"{said.replace('?.', '?')} To see what can be written: specrules --help")
        return 2
    except OSError as error:
        # Commands print below; only help is written by typer itself.
        raise not_written(error) from error
    if isinstance(answer, int):
        # What typer returns when it printed help (0), or was interrupted (130).
        if answer == 130:
            remark("Stopped before the end.")
        return answer
    put(answer.text)
    for each in answer.remarks:
        remark(each)
    return int(answer.code)


# -- arguments

_Format = Annotated[Format, typer.Option("--format", help="Print text for people or JSON for programs.")]
_Period = Annotated[
    str,
    typer.Option(
        metavar="PERIOD", help="Such as 2026-27-Q1, 2026-07 or 2026-27. Without it: the newest with a return."
    ),
]
_SpecFile = Annotated[Path, typer.Argument(metavar="SPEC", help="The specification, a YAML file.")]


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"specrules {__version__}")
        raise typer.Exit


@app.callback()
def main(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    """Check what services return against what their specification asks, and say why."""


# -- commands


@app.command()
def lint(
    paths: Annotated[list[str], typer.Argument(metavar="PATH...", help="Files or folders to look through.")],
    form: _Format = Format.TEXT,
) -> Answer:
    """Find what is wrong with a specification before anyone signs it.

    For example: specrules lint specs/
    """
    from specrules.main import lint_command

    return Answer(lint_command(paths, str(form)))


@app.command()
def review(
    paths: Annotated[
        list[Path],
        typer.Argument(
            metavar="SPEC RETURN_OR_FOLDER...",
            help="A specification and then returns, or folders of them; or one folder that holds it all.",
        ),
    ],
    period: _Period = "",
    as_at: Annotated[
        str,
        typer.Option(
            metavar="DATE",
            help="The day to look back from, year-month-day. Without it: the day returns were due.",
        ),
    ] = "",
    engine: Annotated[
        EngineChoice, typer.Option(help="Which engine decides; both are compared with each other.")
    ] = EngineChoice.BOTH,
    form: _Format = Format.TEXT,
    output: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Also write review.txt and review.json into this folder."),
    ] = None,
) -> Answer:
    """Review one period: both scorecards, and the reasons for each result.

    For example: specrules review examples/anytown
    """
    from specrules.inputs import gather, read

    wanted, day = _period(period) if period else None, _day(as_at) if as_at else None
    inputs = gather(paths)
    try:
        given = read(inputs, wanted)
    except SpecrulesError as error:
        return _refused(error)
    run = _judged(given, engine, day, output)
    return _reviewed(run, form, output, _remarks(given.set_aside, inputs.passed_over))


@app.command()
def explain(
    subject: Annotated[
        str,
        typer.Argument(metavar="SPEC_OR_CODE", help="A specification, or the code or name of a lint rule."),
    ],
    requirement: Annotated[
        str, typer.Argument(metavar="REQUIREMENT", help="Only this requirement, by its number.")
    ] = "",
) -> Answer:
    """Say in plain English what a specification asks, or a code means.

    For example: specrules explain specs/recovery-service.yaml MA-1, or specrules explain MS302
    """
    if _CODE.fullmatch(subject) or not _is_file(subject):
        from specrules.lint import explain as explain_rule

        return Answer(0, explain_rule(subject).rstrip() + "\n")
    from specrules.inputs import read_checked

    try:
        spec = read_checked(Path(subject))[0]
    except SpecrulesError as error:
        return _refused(error)
    return Answer(0, _in_words(spec, requirement))


@app.command(name="compile")
def compile_rules(
    spec: _SpecFile,
    period: Annotated[
        str, typer.Option(metavar="PERIOD", help="Such as 2026-27-Q1. Without it: the first of the contract.")
    ] = "",
    form: _Format = Format.TEXT,
) -> Answer:
    """Show the rules a specification becomes, with clause and line.

    For example: specrules compile specs/recovery-service.yaml --period 2026-27-Q1
    """
    from specrules.compile import compile_spec
    from specrules.inputs import read_checked
    from specrules.periods import period_of
    from specrules.report import compiled

    wanted = _period(period) if period else None
    try:
        read = read_checked(spec)[0]
    except SpecrulesError as error:
        return _refused(error)
    plan = compile_spec(read, wanted or period_of(read.returns.every, read.starts))
    return Answer(0, compiled.as_json(plan) if form is Format.JSON else compiled.as_text(plan))


# -- reading arguments


def _period(text: str) -> Period:
    from specrules.periods import read_period
    from specrules.understand import NotUnderstood

    try:
        return read_period(text)
    except NotUnderstood as error:
        raise Misused(_sentence("--period", error)) from error


def _day(text: str) -> date:
    from specrules.dates import read_date
    from specrules.understand import NotUnderstood

    try:
        return read_date(text)
    except NotUnderstood as error:
        raise Misused(_sentence("--as-at", error)) from error


def _sentence(option: str, error: Exception) -> str:
    meant = getattr(error, "meant", None)
    return f"{option}: {error}" + (f" Did you mean {meant}?" if meant else "")


def _is_file(subject: str) -> bool:
    return Path(subject).exists() or "." in subject or "/" in subject


# -- answers


def _refused(error: SpecrulesError) -> Answer:
    """What is wrong with a specification, in full; any other error is raised again."""
    from specrules.inputs import FaultySpec

    if not isinstance(error, FaultySpec):
        raise error
    return Answer(2, remarks=(*_shown(error), str(error)))


def _shown(error: FaultySpec) -> list[str]:
    from specrules.report.findings import render

    return render(error.findings, error.sources).splitlines()


def _judged(given: Given, choice: EngineChoice, as_at: date | None, output: Path | None) -> Run:
    """Review what was given. Raises NothingChecked and EngineFault; after a fault its reproducer is kept."""
    from specrules.engine import ReproducibleFault, open_engine
    from specrules.review import review as review_period

    try:
        with open_engine(choice.value) as engine:
            return review_period(
                given.spec, given.returns, engine, given.period, as_at, given.log, given.files, given.findings
            )
    except ReproducibleFault as fault:
        raise EngineFault(_keep(fault, output)) from fault


def _remarks(set_aside: Sequence[str], passed_over: Sequence[Path]) -> list[str]:
    from specrules.evidence.personal import withhold
    from specrules.files import shown
    from specrules.sentences import listed

    remarks = [f"Set aside, being for another period: {listed(set_aside)}."] if set_aside else []
    if passed_over:
        files = listed(withhold(shown(file))[0] for file in passed_over)
        remarks.append(f"Passed over, having no line that begins with specrules: {files}.")
    return remarks


def _reviewed(run: Run, form: Format, output: Path | None, remarks: Sequence[str]) -> Answer:
    from specrules.report import json, text
    from specrules.view import view

    seen = view(run)
    code = 1 if run.unmet or run.unreadable or _could_not_run(run) else 0
    said = [*remarks, *([_write(seen, output)] if output else [])]
    printed = json.review(seen) if form is Format.JSON else text.review(seen)
    return Answer(code, printed, tuple(said))


def _could_not_run(run: Run) -> bool:
    from specrules.result import Reason

    return any(Reason.RULE_COULD_NOT_RUN in verdict.reasons for verdict in run.verdicts)


def _write(view: View, folder: Path) -> str:
    """Write both reports into *folder* and say so. Raises NotWritten; the old ones are then intact."""
    from specrules.files import write_folder
    from specrules.report import json, text
    from specrules.sentences import listed
    from specrules.spec.schema import validate

    if faults := validate("review", json.as_data(view)):
        raise NotWritten(f"review.json was not written: it does not follow its own schema ({faults[0]}).")
    files = {"review.txt": text.review(view).encode(), "review.json": json.review(view).encode()}
    replaced = [name for name in files if (folder / name).exists()]
    write_folder(folder, files)
    before = f", replacing {listed(replaced)} of before" if replaced else ""
    return f"Written to {folder}: {listed(files)}{before}."


def _keep(fault: ReproducibleFault, output: Path | None) -> str:
    """Keep what is needed to bring an engine fault about again, and say where."""
    from specrules.files import write_file

    path = (output if output and output.is_dir() else Path()) / FAULT_FILE
    write_file(path, fault.reproducer().encode())
    return f"{fault}. No verdict was given; {path} has what is needed to look into it."


def _in_words(spec: Spec, number: str) -> str:
    """The specification, or one requirement, as plain sentences in lines of 100 columns."""
    from specrules import sentences
    from specrules.findings import nearest
    from specrules.report.text import paragraph

    known = {each.id: each for each in spec.requirements}
    if number and number not in known:
        near = nearest(number, tuple(known))
        hint = f" Did you mean {near}?" if near else f" It has {sentences.listed(known)}."
        raise Misused(f"{spec.file} has no requirement {number}.{hint}")
    chosen = [known[number]] if number else list(spec.requirements)
    blocks = [
        [f"{each.id}: {each.title}", *(f"  {line}" for line in sentences.requirement(each, spec))]
        for each in chosen
    ]
    opening = [[f"{spec.title} ({spec.id}, version {spec.version})"]] if not number else []
    lines = [[part for line in block for part in paragraph(line)] for block in [*opening, *blocks]]
    return "\n\n".join("\n".join(block) for block in lines) + "\n"
