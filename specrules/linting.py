"""What ``specrules lint`` does: look, print what was found, and say whether there is something to act on.

In: what was asked for on the command line.  Out: text on the screen, and an exit
code.  It has to start quickly, so it is apart from the other commands, and what
is only needed when something was found is imported then.
"""

from __future__ import annotations

from typing import NamedTuple

from specrules.lint import Options, lint
from specrules.lint.cache import default_folder
from specrules.main import put, remark, somebody_looks


class Asked(NamedTuple):
    """What somebody asked of ``lint``, as they wrote it."""

    paths: tuple[str, ...]
    form: str = "text"
    cached: bool = True


def lint_command(asked: Asked) -> int:
    """Lint, print what was found, and return the exit code.

    It is 2 when a file could not be opened, 1 when there is something to act on, otherwise 0.
    """
    run = lint(asked.paths, Options(cache=default_folder() if asked.cached else ""))
    if asked.form == "json":
        from specrules.report.findings import as_json

        put(as_json(run.findings, run.files, run.rules))
    else:
        from specrules.report.findings import as_text

        put(as_text(run, colour=somebody_looks()))
    for sentence in (*run.remarks, *run.unreadable):
        remark(sentence)
    return 2 if run.unreadable else int(run.to_act_on)
