"""What lint found as one JSON document; ``schemas/findings.schema.json`` describes it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from specrules.report.findings import as_json

if TYPE_CHECKING:
    from specrules.lint import LintRun
    from specrules.report.lint import Shown


def written(run: LintRun, _: Shown) -> str:
    """Return *run* as JSON in ASCII."""
    return as_json(run.findings, run.files, run.rules, run.hidden)
