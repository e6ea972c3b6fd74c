"""What lint found as the summary page of a GitHub job: Markdown of at most a megabyte."""

from __future__ import annotations

from typing import TYPE_CHECKING

from specrules.base.findings import Severity
from specrules.base.phrases import number
from specrules.report.lint.markdown import head, rows

if TYPE_CHECKING:
    from specrules.lint import LintRun
    from specrules.report.lint import Shown

_MOST = 1024 * 1024 - 4096  # bytes; a longer page is not shown at all


def written(run: LintRun, _: Shown) -> str:
    """Return *run* as Markdown, as many findings as there is room for, the worst first."""
    worst_first = [each for severity in Severity for each in run.findings if each.severity is severity]
    lines, size = head(run), 0
    kept = []
    for row in rows(worst_first):
        size += len(row.encode()) + 1
        if size > _MOST:
            break
        kept.append(row)
    left = len(worst_first) - len(kept)
    rest = ["", f"{number(left, 'more finding is', 'more findings are')} not on this page."] if left else []
    return "\n".join([*lines, *kept, *rest, ""])
