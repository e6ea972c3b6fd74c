"""What lint found as a Markdown table, to paste into a message, a wiki or a merge request."""

from __future__ import annotations

from typing import TYPE_CHECKING

from specrules.report.findings import summary
from specrules.report.show import show

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from specrules.base.findings import Finding
    from specrules.lint import LintRun
    from specrules.report.lint import Shown

_SPECIAL = str.maketrans({each: f"\\{each}" for each in "\\`*_[]<>#|~&@$"})


def written(run: LintRun, _: Shown) -> str:
    """Return *run* as Markdown: what was done, and a table of findings if there are any."""
    return "\n".join([*head(run), *rows(run.findings), ""])


def head(run: LintRun) -> list[str]:
    """The lines above the rows of the table."""
    opening = ["### specrules lint", "", text(summary(run))]
    if not run.findings:
        return opening
    return [
        *opening,
        "",
        "| | where | clause | what is wrong | what to do | rule |",
        "|---|---|---|---|---|---|",
    ]


def rows(findings: Iterable[Finding]) -> Iterator[str]:
    """A row of the table for each finding."""
    for finding in findings:
        where = f"{finding.place.file}, {finding.place}"
        rule = f"{finding.name} ({finding.code})"
        cells = (str(finding.severity), where, finding.subject, finding.message, finding.remedy, rule)
        yield f"| {' | '.join(text(each or '') for each in cells)} |"


def text(said: str) -> str:
    """*said* as Markdown that shows it letter for letter, on one line."""
    return show(said).translate(_SPECIAL)
