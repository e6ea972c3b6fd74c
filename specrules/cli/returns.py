"""``specrules return``: what has to do with one return, before it is sent."""

from __future__ import annotations

import typer

from specrules.cli.app import app

group = typer.Typer(
    name="return",
    no_args_is_help=True,
    rich_markup_mode=None,
    help="Make a return to be filled in, and check one before it is sent.",
)
app.add_typer(group)
