"""A review as tidy tables, for a database or for statistics: what was observed, and what is wrong.

In: a view.  Out: CSV with one observation, or one finding, to a line, every value in
quotation marks.  Text that a spreadsheet would take for a formula gets an apostrophe.
"""

from __future__ import annotations

import csv
from io import StringIO
from typing import TYPE_CHECKING

from specrules.report.show import show
from specrules.report.verdict_table import inert

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from specrules.view import View

OBSERVATIONS = (
    *("spec", "period", "party", "requirement", "check", "result", "found", "wanted"),
    *("item", "supplied by", "text", "grade", "file", "place"),
)
FINDINGS = ("spec", "period", "severity", "code", "name", "file", "place", "message")


def observations(view: View) -> str:
    """Return a line for each fact behind a check, and one for each check of which nothing is known."""
    header = view.header
    return _csv(
        OBSERVATIONS,
        (
            (
                *(header.spec, header.period, verdict.party, verdict.requirement),
                *(check.name, check.result.word, check.found or "", check.wanted),
                *fact,
            )
            for verdict in view.verdicts
            for check in verdict.checks
            for fact in [
                (each.item, each.party, each.text, each.grade, each.file, each.place) for each in check.facts
            ]
            or [("",) * 6]
        ),
    )


def findings(view: View) -> str:
    """Return a line for each finding in a file."""
    header = view.header
    return _csv(
        FINDINGS,
        (
            (
                *(header.spec, header.period, str(each.severity), each.code, each.name),
                *(each.place.file, str(each.place), each.message),
            )
            for each in view.findings
        ),
    )


def _csv(columns: Sequence[str], lines: Iterable[Iterable[str]]) -> str:
    text = StringIO()
    rows = csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\n")
    rows.writerow(columns)
    rows.writerows([inert(show(cell)) for cell in line] for line in lines)
    return text.getvalue()
