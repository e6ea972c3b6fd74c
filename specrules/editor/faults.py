"""What is wrong in an open file, and what would put it right.

In: the text on the screen.  Out: findings, as ``specrules lint`` would give them
of the same text in the same place, and fixes that were tried out.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from specrules.base.files import shown
from specrules.base.findings import Place
from specrules.base.frozen import replace
from specrules.lint import Options, lint
from specrules.lint.fixing import fixes_for
from specrules.lint.look import is_ours

if TYPE_CHECKING:
    from specrules.base.findings import Finding, Span
    from specrules.editor.names import OpenFile
    from specrules.lint.fixes import Fix
    from specrules.lint.look import Looker


def findings(path: str, text: str, looker: Looker) -> tuple[Finding, ...]:
    """What is wrong in *text*, the file at *path*; nothing where that belongs to another program.

    What is wrong in its settings or its catalogue is told at its head.  Raises
    SpecrulesError when the file cannot be looked at at all.
    """
    if not is_ours(text):
        return ()
    options = Options(given={path: text.encode("utf-8", "surrogatepass")}, looker=looker)
    found = lint(path, options).findings
    return tuple(each if each.place.file == shown(path) else _elsewhere(each, path) for each in found)


def _elsewhere(finding: Finding, path: str) -> Finding:
    where = f"In {os.path.basename(finding.place.file)}, {finding.place}: {finding.message}"  # noqa: PTH119
    return replace(finding, place=Place(shown(path)), message=where, also=(finding.place, *finding.also))


def fixes_at(file: OpenFile, span: Span) -> tuple[Fix, ...]:
    """What would put right the findings on the lines of *span*, each by itself, the safe ones first."""

    def is_there(finding: Finding) -> bool:
        place = finding.place.span
        return place is not None and place.line <= span.end_line and span.line <= place.end_line

    return tuple(sorted(fixes_for(file.source, is_there), key=lambda fix: not fix.safe))
