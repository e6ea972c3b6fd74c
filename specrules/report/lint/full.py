"""What lint found, for a person to read: see ``specrules.report.findings``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from specrules.report.findings import as_text

if TYPE_CHECKING:
    from specrules.lint import LintRun
    from specrules.report.lint import Shown


def written(run: LintRun, shown: Shown) -> str:
    """Return *run* as text with frames and carets, ending with what was done on how many files."""
    return as_text(run, colour=shown.colour)
