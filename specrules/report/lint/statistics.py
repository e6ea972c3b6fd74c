"""How often lint found what, instead of every finding."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from specrules.report.findings import summary

if TYPE_CHECKING:
    from specrules.lint import LintRun
    from specrules.report.lint import Shown


def written(run: LintRun, _: Shown) -> str:
    """Return a line for each code that was found, the most frequent first, and what was done."""
    counts = Counter((each.code, each.name, each.severity) for each in run.findings)
    size = len(str(max(counts.values(), default=0)))
    lines = [
        f"{count:>{size}}  {code}  {severity:<7}  {name}"
        for (code, name, severity), count in sorted(counts.items(), key=lambda each: (-each[1], each[0]))
    ]
    return "\n".join([*lines, *([""] if lines else []), summary(run), ""])
