"""``specrules lint``: what is wrong with specifications."""

from __future__ import annotations

from typing import Annotated

import typer

from specrules.cli.app import Answer, Format, FormatOption, app


@app.command()
def lint(
    paths: Annotated[list[str], typer.Argument(metavar="PATH...", help="Files or folders to look through.")],
    form: FormatOption = Format.TEXT,
) -> Answer:
    """Find what is wrong with a specification before anyone signs it.

    For example: specrules lint specs/
    """
    from specrules.linting import Asked, lint_command

    return Answer(lint_command(Asked(tuple(paths), str(form))))
