"""What lint found as annotations in the log of a GitHub job.

GitHub shows at most ten of each kind for a step, and passes over the rest.  So
the worst come first, and a last line says how many are not shown.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from specrules.base.findings import Severity
from specrules.base.phrases import number
from specrules.report.findings import summary
from specrules.report.lint.places import name_from
from specrules.report.show import show

if TYPE_CHECKING:
    from specrules.base.findings import Finding
    from specrules.lint import LintRun
    from specrules.report.lint import Shown

_MOST = 10
_KINDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.ADVICE: "notice"}


def written(run: LintRun, shown: Shown) -> str:
    """Return *run* as lines that GitHub makes annotations of, and a last line that it prints as it is."""
    lines, left = [f"::error::{_message(show(said))}" for said in run.unreadable[:_MOST]], 0
    for severity in Severity:
        found = [finding for finding in run.findings if finding.severity is severity]
        room = _MOST - len(lines) if severity is Severity.ERROR else _MOST
        lines += [_annotation(finding, shown.top) for finding in found[:room]]
        left += max(len(found) - room, 0)
    rest = f" {number(left, 'finding has', 'findings have')} no annotation." if left else ""
    return "\n".join([*lines, f"{summary(run)}{rest}", ""])


def _annotation(finding: Finding, top: str) -> str:
    values = {"file": name_from(top, finding.place.file), **_lines(finding)}
    values["title"] = f"{finding.name} ({finding.code})"
    about = f"{finding.subject}: " if finding.subject else ""
    said = " ".join(part for part in (about + finding.message, finding.remedy) if part)
    properties = ",".join(f"{key}={_value(text)}" for key, text in values.items())
    return f"::{_KINDS[finding.severity]} {properties}::{_message(show(said))}"


def _lines(finding: Finding) -> dict[str, str]:
    span = finding.place.span
    if span is None:
        return {}
    lines = {"line": str(span.line), "endLine": str(span.end_line)}
    # With columns, GitHub wants both ends on one line.
    return lines | (
        {"col": str(span.column), "endColumn": str(span.end_column)} if span.line == span.end_line else {}
    )


def _message(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _value(text: str) -> str:
    return _message(show(text)).replace(":", "%3A").replace(",", "%2C")
