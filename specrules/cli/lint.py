"""``specrules lint``: what is wrong with specifications, and mending it."""

from __future__ import annotations

from typing import Annotated

import typer

from specrules.cli.app import Answer, Format, FormatOption, Misused, app
from specrules.cli.fixing import differences, mend


@app.command()
def lint(
    paths: Annotated[list[str], typer.Argument(metavar="PATH...", help="Files or folders to look through.")],
    form: FormatOption = Format.TEXT,
    fix: Annotated[bool, typer.Option("--fix", help="Mend what can be mended safely.")] = False,
    unsafe: Annotated[bool, typer.Option("--unsafe", help="Also mend what may change the meaning.")] = False,
    difference: Annotated[bool, typer.Option("--diff", help="Only show what --fix would change.")] = False,
) -> Answer:
    """Find what is wrong with a specification before anyone signs it.

    For example: specrules lint specs/
    """
    from specrules.linting import Asked, lint_command

    if unsafe and not (fix or difference):
        raise Misused("--unsafe goes with --fix or --diff.")
    if difference:
        return differences(paths, unsafe=unsafe)
    if fix:
        mend(paths, unsafe=unsafe)
    return Answer(lint_command(Asked(tuple(paths), str(form))))
