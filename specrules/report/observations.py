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
    from collections.abc import Iterable, Iterator, Sequence

    from specrules.view import FactView, VerdictView, View

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
                *told,
                *fact,
            )
            for verdict in view.verdicts
            for told, facts in _told(verdict)
            for fact in map(_cells, facts or (None,))
        ),
    )


def _cells(fact: FactView | None) -> tuple[str, ...]:
    if fact is None:
        return ("",) * 6
    return fact.item, fact.party, fact.text, fact.grade, fact.file, fact.place


def _told(verdict: VerdictView) -> Iterator[tuple[tuple[str, ...], Sequence[FactView]]]:
    """What each check came to and what stands at the places beside it, with the facts behind that."""
    for check in verdict.checks:
        yield (check.name, check.result.word, check.found or "", check.wanted), check.facts
        for each in check.shown:
            yield (f"{check.name}, {each.name}", "only shown", each.found or "", ""), each.facts


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
