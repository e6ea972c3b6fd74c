"""The command line: arguments in, one call, an exit code out.

Exit codes: 0 nothing to act on; 1 something to act on; 2 the work could not be
done.  Each command is a module here, and returns an ``Answer``; it is printed
when everything is done, so that nothing is printed by a command that fails half
way.  The help lists the commands in the order of ``COMMANDS``.
"""

from __future__ import annotations

import os
import sys
from importlib import import_module
from typing import TYPE_CHECKING

import typer
from typer.main import get_command

from specrules.base.collecting import rarely_collecting
from specrules.cli.app import app

if TYPE_CHECKING:
    from collections.abc import Sequence

COMMANDS = (
    "new",
    "lint",
    "review",
    "ask",
    "plan",
    "pack",
    "verify",
    "compare",
    "trend",
    "replay",
    "roll_up",
    "explain",
    "schedule",
    "compile",
    "test",
    "listing",
    "schema",
    "upgrade",
    "return_new",
    "return_check",
    "sql",
    "extract",
    "serve",
    "spec",
    "lsp",
)
# A review of a thousand returns keeps nearly all it makes until it is printed; to look through that for what
# may be thrown away, as often as Python does by itself, took a fifth of its time.
_KEPT_BY_A_REVIEW = 1_000_000

for _name in COMMANDS:
    import_module(f"specrules.cli.{_name}")


def run(argv: Sequence[str]) -> int:
    """Run one command, print what it has to say, and return its exit code.

    Raises SpecrulesError when the work could not be done.
    """
    from specrules.main import not_written, put, remark
    from specrules.report.sheet import fit

    fit(window())
    try:
        with rarely_collecting(_KEPT_BY_A_REVIEW):
            answer = get_command(app).main(args=list(argv), prog_name="specrules", standalone_mode=False)
    except typer.TyperException as error:
        said = error.format_message()
        if said.startswith("Usage: "):  # one of several commands was to be named, and none was
            put(f"{said}\n")
        else:
            remark(_misused(error))
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


def _misused(error: typer.TyperException) -> str:
    """What is wrong with what was typed, or missing from it, and where to read what can be."""
    context, lacks = getattr(error, "ctx", None), getattr(error, "param", None)
    command = context.command_path if context else "specrules"
    said = error.format_message()
    if said.startswith("Missing") and lacks is not None:
        name = "" if lacks.param_type_name == "argument" else f"{lacks.opts[0]} "
        said = f"{command} needs {name}{lacks.metavar}: {lacks.help}"
    elif not said.endswith(("?", ".")):
        said = f"{said}."
    return f"{said.replace('?.', '?')} To see what can be written: {command} --help"


def window() -> int:
    """The columns of the window somebody looks through; as many as there can be where nobody does."""
    try:
        return os.get_terminal_size(sys.stdout.fileno()).columns or sys.maxsize
    except (OSError, ValueError, AttributeError):
        return sys.maxsize
