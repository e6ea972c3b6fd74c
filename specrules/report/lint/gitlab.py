"""What lint found as the code quality report that GitLab shows in a merge request."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from specrules.base.findings import Severity
from specrules.report.lint.places import fingerprints, first_line, name_from

if TYPE_CHECKING:
    from specrules.base.findings import Finding
    from specrules.lint import LintRun
    from specrules.report.lint import Shown

_SEVERITIES = {Severity.ERROR: "critical", Severity.WARNING: "minor", Severity.ADVICE: "info"}


def written(run: LintRun, shown: Shown) -> str:
    """Return the findings of *run* as a JSON list in ASCII."""
    prints = fingerprints(run.findings, run.sources, shown.top)
    report = [_entry(*each, shown.top) for each in zip(run.findings, prints, strict=True)]
    return json.dumps(report, indent=2) + "\n"


def _entry(finding: Finding, fingerprint: str, top: str) -> dict[str, Any]:
    about = f"{finding.subject}: " if finding.subject else ""
    remedy = f" {finding.remedy}" if finding.remedy else ""
    span = finding.place.span
    return {
        "description": f"{about}{finding.message}{remedy}",
        "check_name": finding.name,
        "fingerprint": fingerprint,
        "severity": _SEVERITIES[finding.severity],
        "location": {
            "path": name_from(top, finding.place.file),
            "lines": {"begin": first_line(finding.place), "end": span.end_line if span else 1},
        },
    }
