"""A listing as text or as data.

In: a listing.  Out: a table for people, or JSON in which each row has its
columns by name.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from specrules.report.text import beside, paragraph, table

if TYPE_CHECKING:
    from specrules.authoring.listings import Listing


_MOST_COLUMNS = 6


def as_text(listing: Listing) -> str:
    """The listing as a table, or where it has too many columns as one block for each row; its note below."""
    laid_out = _blocks if len(listing.columns) > _MOST_COLUMNS else _table
    body = laid_out(listing) if listing.rows else ["There is nothing to list."]
    note = ["", *paragraph(listing.note)] if listing.note else []
    return "\n".join([listing.title, "=" * len(listing.title), "", *body, *note]) + "\n"


def _table(listing: Listing) -> list[str]:
    width = (100 - 2 * (len(listing.columns) - 1)) // len(listing.columns)
    heads = [_capital(each) for each in listing.columns]
    return table(heads, listing.rows, [width] * len(heads))


def _blocks(listing: Listing) -> list[str]:
    """One block for each row: its name, and under it what it says, column by column."""
    heads = [_capital(each) for each in listing.columns[1:]]
    room = max(map(len, heads)) + 2
    lines: list[str] = []
    for name, *cells in listing.rows:
        said = [(head, cell) for head, cell in zip(heads, cells, strict=True) if cell]
        lines += ["", name, *(line for head, cell in said for line in beside(head, [cell], room, 2))]
    return lines[1:]


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:].replace("-", " ")


def as_json(listing: Listing) -> str:
    """The listing as JSON text: what it lists, its rows, and its note."""
    import json

    rows = [dict(zip(listing.columns, row, strict=True)) for row in listing.rows]
    data = {"specrules": "list 1", "title": listing.title, "rows": rows, "note": listing.note}
    return json.dumps(data, indent=2) + "\n"
