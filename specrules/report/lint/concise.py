"""What lint found, in one line for each finding, and a last line with how much was looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from specrules.report.findings import summary
from specrules.report.show import show

if TYPE_CHECKING:
    from specrules.base.findings import Finding
    from specrules.lint import LintRun
    from specrules.report.lint import Shown


def written(run: LintRun, _: Shown) -> str:
    """Return *run* with one line for each finding, as editors and terminals can follow it to its place."""
    lines = [show(_line(finding)) for finding in run.findings]
    return "\n".join([*lines, summary(run), ""])


def _line(finding: Finding) -> str:
    place = finding.place
    file = place.file
    at = f"{place.span.line}:{place.span.column}: " if place.span else f"{place}: " if place.sheet else ""
    subject = (finding.subject or "").partition(' "')[0]
    about = f"{subject}: " if subject else ""
    return f"{file}:{at or ' '}{finding.severity} {finding.name} ({finding.code}) {about}{finding.message}"
