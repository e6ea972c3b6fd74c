"""What lint found as JSON, one finding on each line and nothing else."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from specrules.report.findings import as_data

if TYPE_CHECKING:
    from specrules.lint import LintRun
    from specrules.report.lint import Shown


def written(run: LintRun, _: Shown) -> str:
    """Return the findings of *run*, each as one line of JSON in ASCII."""
    return "".join(f"{json.dumps(as_data(finding))}\n" for finding in run.findings)
