"""``specrules lint``: what is wrong with specifications, and mending it."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from specrules.cli.app import Answer, Misused, app
from specrules.cli.fixing import differences, mend
from specrules.linting import Asked, lint_command
from specrules.report.lint import ALSO, FORMATS

# The formats and severities as choices, so that a slip is answered with what can be written.
LintFormat = StrEnum("LintFormat", {name: name for name in (*FORMATS, *ALSO)})  # type: ignore[misc]
_FULL = LintFormat("full")


class FailOn(StrEnum):
    """From which findings on lint fails."""

    ERROR = "error"
    WARNING = "warning"
    ADVICE = "advice"


Paths = Annotated[
    list[str] | None, typer.Argument(metavar="PATH...", help="Files or folders to look through.")
]
Form = Annotated[LintFormat, typer.Option("--format", metavar="FORMAT", help=f"One of {', '.join(FORMATS)}.")]
Save = Annotated[
    list[str] | None,
    typer.Option(metavar="FORMAT:FILE", help="Also write this format to this file. Can be given again."),
]
From = Annotated[
    FailOn | None,
    typer.Option(help="Exit with 1 from such findings on. Without it: as the settings say, or error."),
]
ExitZero = Annotated[
    bool, typer.Option("--exit-zero", help="Exit with 0 whatever is found, as long as the work was done.")
]
Statistics = Annotated[bool, typer.Option("--statistics", help="Print how often each rule found something.")]
OursOnly = Annotated[
    bool, typer.Option("--ours-only", help="Pass over named files of other programs, as in a folder.")
]
Changed = Annotated[
    bool, typer.Option("--changed", help="Look only at what has changed since the last commit in git.")
]
Since = Annotated[
    str, typer.Option(metavar="REF", help="Look only at what has changed since this branch, tag or commit.")
]
Stdin = Annotated[bool, typer.Option("--stdin", help="Read the text from standard input.")]
StdinFilename = Annotated[
    str, typer.Option(metavar="FILE", help="What the text from --stdin is called, and where it belongs.")
]
AsAt = Annotated[
    str,
    typer.Option(metavar="DATE", help="The day on which comments with an end are judged, year-month-day."),
]
Baseline = Annotated[
    str, typer.Option(metavar="FILE", help="Show only what this file does not hold already.")
]
WriteBaseline = Annotated[
    bool, typer.Option("--write-baseline", help="Make that file, or take out of it what is no longer found.")
]
NoCache = Annotated[
    bool, typer.Option("--no-cache", help="Look at every file, and keep nothing for the next run.")
]
Jobs = Annotated[
    str,
    typer.Option(
        metavar="NUMBER", help="How many processes share the work. Without it: as many as it is worth."
    ),
]
Fix = Annotated[bool, typer.Option("--fix", help="Mend what can be mended safely.")]
Unsafe = Annotated[bool, typer.Option("--unsafe", help="Also mend what may change the meaning.")]
Diff = Annotated[bool, typer.Option("--diff", help="Only show what --fix would change.")]


@app.command()
def lint(
    paths: Paths = None,
    form: Form = _FULL,
    save: Save = None,
    fail_on: From = None,
    exit_zero: ExitZero = False,
    statistics: Statistics = False,
    ours_only: OursOnly = False,
    changed: Changed = False,
    since: Since = "",
    stdin: Stdin = False,
    stdin_filename: StdinFilename = "",
    as_at: AsAt = "",
    baseline: Baseline = "",
    write_baseline: WriteBaseline = False,
    no_cache: NoCache = False,
    jobs: Jobs = "",
    fix: Fix = False,
    unsafe: Unsafe = False,
    diff: Diff = False,
) -> Answer:
    """Find what is wrong with a specification before anyone signs it.

    For example: specrules lint specs/
    """
    looked_through = tuple(paths or (["."] if changed or since else ()))
    asked = Asked(
        paths=looked_through, format=str(form), save=tuple(save or ()), fail_on=str(fail_on or ""),
        exit_zero=exit_zero, statistics=statistics, ours_only=ours_only, changed=changed, since=since,
        stdin=stdin, stdin_filename=stdin_filename, as_at=as_at, baseline=baseline,
        write_baseline=write_baseline, no_cache=no_cache, jobs=jobs,
    )  # fmt: skip
    _refuse_what_does_not_go_together(asked, mends=fix or diff, unsafe=unsafe)
    if diff:
        return differences(asked, unsafe=unsafe)
    if fix:
        mend(asked, unsafe=unsafe)
    return Answer(lint_command(asked))


def _refuse_what_does_not_go_together(asked: Asked, *, mends: bool, unsafe: bool) -> None:
    """Raise where an option wants another one, or can do nothing beside it."""
    if not (asked.paths or asked.stdin):
        raise Misused("Name the files or folders to look through, such as: specrules lint specs/")
    if unsafe and not mends:
        raise Misused("--unsafe goes with --fix or --diff.")
    if mends and asked.stdin:
        raise Misused("--fix and --diff are for files; there is none to mend with --stdin.")
