"""The results of many kept reviews as one table, a line for each result, for a spreadsheet or a database.

In: a roll-up.  Out: its lines in the order of areas, periods and results; or CSV, in which
text that a spreadsheet would take for a formula gets an apostrophe in front.
"""

from __future__ import annotations

import csv
from io import StringIO
from typing import TYPE_CHECKING

from specrules.report.verdict_table import inert

if TYPE_CHECKING:
    from collections.abc import Iterator

    from specrules.rollup import RollUp

COLUMNS = (
    *("spec", "title", "period", "as at", "party", "party name", "requirement", "requirement title"),
    *("result", "lowest", "highest"),
)


def lines(rolled: RollUp) -> Iterator[tuple[str, ...]]:
    """Every result of *rolled*. A result that is a range has its two ends: 0 not met, 1 partly met, 2 met."""
    for area in rolled.areas:
        for record in area.records:
            names = {each.id: each.name for each in record.parties}
            about = (record.spec, record.title, record.period, record.as_at)
            for (requirement, party), result in record.results.items():
                ends = ("" if end is None else str(end) for end in (result.low, result.high))
                title = record.titles.get(requirement, "")
                yield (*about, party, names.get(party, ""), requirement, title, result.word, *ends)


def as_csv(rolled: RollUp) -> str:
    """Return the table as CSV text, every value in quotation marks."""
    text = StringIO()
    rows = csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\n")
    rows.writerow(COLUMNS)
    rows.writerows(map(inert, line) for line in lines(rolled))
    return text.getvalue()
