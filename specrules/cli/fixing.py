"""The part of ``specrules lint`` that mends files: ``--fix``, and ``--diff``, which shows the mending."""

from __future__ import annotations

from typing import TYPE_CHECKING

from specrules.cli.app import Answer

if TYPE_CHECKING:
    from collections.abc import Sequence


def differences(paths: Sequence[str], *, unsafe: bool) -> Answer:
    """What would be mended, as lines that differ. Any at all are something to act on, as findings are."""
    from specrules.lint import lint
    from specrules.lint.fixing import mended_files
    from specrules.report.fixes import diff

    run = lint(paths)
    text = diff(mended_files(run, unsafe=unsafe))
    return Answer(2 if run.unreadable else int(run.to_act_on or bool(text)), text, run.unreadable)


def mend(paths: Sequence[str], *, unsafe: bool) -> None:
    """Mend the files that *paths* name, and say on standard error what was done."""
    from specrules.files import write_file
    from specrules.lint import lint
    from specrules.lint.fixing import mended_files
    from specrules.main import remark
    from specrules.report.fixes import as_text

    files = mended_files(lint(paths), unsafe=unsafe)
    for each in files:
        write_file(each.before.path, each.data)
    for line in as_text(files).splitlines():
        remark(line)
