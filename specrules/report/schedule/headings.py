"""The headings of a form of contract, from the catalogue's table of them.

In: the table ``schedule-headings`` and the name of a form.  Out: the headings in
order, each with what of a specification comes under it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from specrules.base.errors import UnreadableFile
from specrules.base.findings import nearest
from specrules.base.phrases import listed

if TYPE_CHECKING:
    from specrules.spec.tables import Cell, ReferenceTable

TABLE = "schedule-headings"
#: What a heading can hold of a specification, in the order in which the rest is added at the end.
HOLDS = (
    *("parties", "population", "definitions", "figures", "duties", "standards"),
    *("quality", "returns", "rating", "premises", "variations"),
)


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading, what comes under it, and what is said where a specification has nothing for it."""

    title: str
    holds: tuple[str, ...]
    about: str


def headings_of(table: ReferenceTable | None, form: str) -> tuple[Heading, ...]:
    """Return the headings of *form*. Raises UnreadableFile where the table has no such form."""
    if table is None:
        raise UnreadableFile(
            f"The catalogue's table {TABLE} cannot be read; specrules list tables names all."
        )
    rows = [row for row in table.rows if row.get("form") == form]
    if not rows:
        forms = tuple(dict.fromkeys(str(row.get("form", "")) for row in table.rows))
        near = nearest(form, forms)
        hint = f"Did you mean {near}?" if near else f"It has {listed(forms)}."
        raise UnreadableFile(f"{TABLE} has no form of contract called {form}. {hint}")
    return tuple(
        Heading(str(row.get("heading", "")), _holds(row.get("holds", ()), table), str(row.get("about", "")))
        for row in rows
    )


def _holds(cell: Cell, table: ReferenceTable) -> tuple[str, ...]:
    names = (cell,) if isinstance(cell, str) else cell
    for name in names:
        if name and name not in HOLDS:
            raise UnreadableFile(
                f"{table.file}: a heading cannot hold {name}; it can hold {listed(HOLDS, 'or')}."
            )
    return tuple(filter(None, names))
