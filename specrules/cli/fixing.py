"""The part of ``specrules lint`` that mends files: ``--fix``, and ``--diff``, which shows the mending."""

from __future__ import annotations

from typing import TYPE_CHECKING

from specrules.cli.app import Answer

if TYPE_CHECKING:
    from specrules.linting import Asked


def differences(asked: Asked, *, unsafe: bool) -> Answer:
    """What would be mended, as lines that differ. Any at all are something to act on, as findings are."""
    from specrules.lint.fixing import mended_files
    from specrules.linting import look
    from specrules.report.fixes import diff

    run = look(asked)
    if run is None:
        return Answer(0)
    text = diff(mended_files(run, unsafe=unsafe))
    return Answer(2 if run.unreadable else int(run.to_act_on or bool(text)), text, run.unreadable)


def mend(asked: Asked, *, unsafe: bool) -> None:
    """Mend the files that were named, and say on standard error what was done."""
    from specrules.base.writing import write_file
    from specrules.lint.fixing import mended_files
    from specrules.linting import look
    from specrules.main import remark
    from specrules.report.fixes import as_text

    run = look(asked)
    files = mended_files(run, unsafe=unsafe) if run else ()
    for each in files:
        write_file(each.before.path, each.data)
    for line in as_text(files).splitlines():
        remark(line)
