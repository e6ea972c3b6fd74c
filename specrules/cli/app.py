"""What the commands share: the application, their answer, and the options that several of them have."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from specrules import __version__
from specrules.base.errors import SpecrulesError

if TYPE_CHECKING:
    from datetime import date

    from specrules.inputs import FaultySpec
    from specrules.library import Library
    from specrules.values.periods import Period

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


class PageOrFormat(StrEnum):
    """How a result is printed where it can be a page too."""

    TEXT = "text"
    JSON = "json"
    HTML = "html"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a command has to say: its result, remarks beside it, and its exit code."""

    code: int
    text: str = ""
    remarks: tuple[str, ...] = ()


class Misused(SpecrulesError):
    """An option or argument that means nothing. The text says which, and what to write."""


class Readers(StrEnum):
    """For whom something is written: those in the contract, or anybody."""

    COMMISSIONER = "commissioner"
    PUBLICATION = "publication"


# -- arguments

FormatOption = Annotated[Format, typer.Option("--format", help="Print text for people or JSON for programs.")]
PageOption = Annotated[
    PageOrFormat, typer.Option("--format", help="Print text or a page for people, or JSON for programs.")
]
PeriodOption = Annotated[
    str,
    typer.Option(
        metavar="PERIOD", help="Such as 2026-27-Q1, 2026-07 or 2026-27. Without it: the newest with a return."
    ),
]
RulesOption = Annotated[
    Path | None,
    typer.Option(
        "--rules", metavar="FOLDER", help="A catalogue of your own, which goes before the shipped one."
    ),
]
ForOption = Annotated[
    Readers,
    typer.Option(
        "--for",
        help="For the commissioner and the parties, or for publication, with small numbers held back.",
    ),
]


def not_for_publication(audience: Readers, what: str) -> None:
    """Raises Misused where something is to be published that no gate has looked at."""
    if audience is Readers.PUBLICATION:
        raise Misused(
            f"Nothing was published: {what} has every figure, the small ones too. "
            "Publish a review: specrules review --for publication."
        )


ReviewPaths = Annotated[
    list[Path],
    typer.Argument(
        metavar="SPEC RETURN_OR_FOLDER...",
        help="A specification and then returns, or folders of them; or one folder that holds it all.",
    ),
]
AsAtOption = Annotated[
    str,
    typer.Option(
        metavar="DATE",
        help="The day to look back from, year-month-day. Without it: the day returns were due.",
    ),
]
LogOption = Annotated[
    Path | None,
    typer.Option(metavar="FILE", help="The meeting log. Without it: the one beside the specification."),
]


def spec_in(path: Path) -> Path:
    """The specification at *path*: the file itself, or the one that a folder holds. Raises UnreadableFile."""
    if not path.is_dir():
        return path
    from specrules.inputs import only_spec

    return only_spec(path)


SpecArgument = Annotated[
    Path,
    typer.Argument(
        metavar="SPEC", help="The specification, a YAML file, or the folder that holds it.", callback=spec_in
    ),
]


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


# -- reading arguments


def period_of_option(text: str) -> Period:
    from specrules.values.periods import read_period
    from specrules.values.understand import NotUnderstood

    try:
        return read_period(text)
    except NotUnderstood as error:
        raise Misused(_sentence("--period", error)) from error


def day_of_option(text: str, option: str = "--as-at") -> date:
    from specrules.values.dates import read_date
    from specrules.values.understand import NotUnderstood

    try:
        return read_date(text)
    except NotUnderstood as error:
        raise Misused(_sentence(option, error)) from error


def _sentence(option: str, error: Exception) -> str:
    meant = getattr(error, "meant", None)
    return f"{option}: {error}" + (f" Did you mean {meant}?" if meant else "")


def library_of_option(rules: Path | None) -> Library:
    """The shipped catalogue, and before it the one in the folder *rules*. Raises Misused."""
    from specrules.library import Library, shipped

    if rules and not rules.is_dir():
        raise Misused(f"--rules: there is no folder {rules}.")
    return Library([*([rules] if rules else []), shipped("rules")])


# -- answers


def refused(error: SpecrulesError) -> Answer:
    """What is wrong with a specification, in full; any other error is raised again."""
    from specrules.inputs import FaultySpec

    if not isinstance(error, FaultySpec):
        raise error
    return Answer(2, remarks=(*shown_faults(error), str(error)))


def shown_faults(error: FaultySpec) -> list[str]:
    from specrules.report.findings import render

    return render(error.findings, error.sources).splitlines()
