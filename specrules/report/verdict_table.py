"""The verdicts of a review as a table, one line each, for a spreadsheet or a database.

In: a view.  Out: its lines in the order of the review, by requirement, then by party; or CSV.
Text that a spreadsheet would take for a formula gets an apostrophe in front.
"""

from __future__ import annotations

import csv
from functools import lru_cache
from io import StringIO
from typing import TYPE_CHECKING
from unicodedata import normalize

if TYPE_CHECKING:
    from collections.abc import Iterator

    from specrules.view import VerdictView, View

COLUMNS = (
    *("spec", "version", "period", "as at", "party", "party name", "requirement", "clause", "title"),
    *("strength", "result", "without allowances", "reasons", "found", "wanted"),
)
_FORMULA = ("=", "+", "-", "@", "|")


def as_csv(view: View) -> str:
    """Return the verdicts of *view* as CSV text, every value in quotation marks."""
    text = StringIO()
    rows = csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\n")
    rows.writerow(COLUMNS)
    rows.writerows(map(inert, line) for line in lines(view))
    return text.getvalue()


def lines(view: View) -> Iterator[tuple[str, ...]]:
    """The verdicts of *view*, a line each under COLUMNS."""
    header = view.header
    run = (header.spec, header.version, header.period, header.as_at)
    return ((*run, *_verdict(each)) for each in view.verdicts)


def _verdict(verdict: VerdictView) -> tuple[str, ...]:
    return (
        verdict.party,
        verdict.party_name,
        verdict.requirement,
        verdict.clause,
        verdict.title,
        verdict.strength,
        verdict.result.word,
        verdict.raw.word,
        "; ".join(verdict.reasons),
        "; ".join(f"{each.name}: {each.found}" for each in verdict.checks if each.found),
        "; ".join(f"{each.name}: {each.wanted}" for each in verdict.checks if each.wanted),
    )


@lru_cache(maxsize=4096)
def inert(text: str) -> str:
    """*text* as a spreadsheet takes it for text: wide signs and spaces before a sign do not hide it."""
    plain = normalize("NFKC", text).lstrip(" \t\r\n\ufeff")
    return f"'{text}" if plain.startswith(_FORMULA) else text
