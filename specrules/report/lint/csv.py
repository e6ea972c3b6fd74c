"""What lint found as a table for a spreadsheet, one row for each finding."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from specrules.report.show import show

if TYPE_CHECKING:
    from specrules.base.findings import Finding
    from specrules.lint import LintRun
    from specrules.report.lint import Shown

_HEADINGS = (
    "file",
    "line",
    "column",
    "sheet",
    "cell",
    "severity",
    "code",
    "name",
    "clause or party",
    "what is wrong",
    "what was meant",
    "what to do",
)


def written(run: LintRun, _: Shown) -> str:
    """Return the findings of *run* as CSV with a heading, for any spreadsheet."""
    table = io.StringIO()
    rows = csv.writer(table, lineterminator="\r\n")
    rows.writerow(_HEADINGS)
    rows.writerows([_cell(each) for each in _row(finding)] for finding in run.findings)
    return table.getvalue()


def _row(finding: Finding) -> tuple[str | int | None, ...]:
    place = finding.place
    return (
        place.file,
        place.span.line if place.span else None,
        place.span.column if place.span else None,
        place.sheet,
        place.cell,
        str(finding.severity),
        finding.code,
        finding.name,
        finding.subject,
        finding.message,
        finding.meant,
        finding.remedy,
    )


def _cell(value: str | int | None) -> str | int:
    """*value* as a spreadsheet shows it and never reckons with it: a text is not made a formula."""
    if value is None or isinstance(value, int):
        return "" if value is None else value
    text = show(value)
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t")) else text
