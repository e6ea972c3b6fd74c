"""Put the answers of a line into the columns in which they were asked for.

In: the cells of one line and the columns of a request.  Out: the cells, with an answer in the
column beside moved to its own, and "57 of 64" taken apart.  Nothing is read yet.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from specrules.evidence.facts import Column
from specrules.evidence.values import plain_text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from specrules.evidence.cells import Cell
    from specrules.evidence.facts import Request

#: The columns that answer something; what stands in the others says more about an answer.
VALUES = (
    Column.ANSWER,
    Column.NUMBER,
    Column.OUT_OF,
    Column.NOT_RECORDED,
    Column.EXCEPTED,
    Column.WAITING,
    Column.BASELINE,
)
_SHARE = re.compile(r"(<? ?[0-9][0-9,]*|\*|\.\.) (?:out )?of (<? ?[0-9][0-9,]*|\*|\.\.)", re.IGNORECASE)


def filled(cells: Mapping[Column, Cell]) -> list[Column]:
    """The columns of *cells* in which something is answered."""
    return [column for column in VALUES if column in cells and cells[column].found is not None]


def settled(request: Request, given: Mapping[Column, Cell]) -> tuple[dict[Column, Cell], list[Column]]:
    """The cells *given*, each where *request* asks for it, and the filled columns it does not ask for."""
    cells, answered = dict(given), filled(given)
    extra = [column for column in answered if column not in request.columns]
    if Column.ANSWER not in request.columns and Column.NUMBER not in answered and Column.ANSWER in extra:
        cells[Column.NUMBER] = cells[Column.ANSWER]
        extra.remove(Column.ANSWER)
    if Column.NUMBER not in request.columns and Column.ANSWER not in answered and Column.NUMBER in extra:
        cells[Column.ANSWER] = cells[Column.NUMBER]
        extra.remove(Column.NUMBER)
    if Column.OUT_OF in request.columns and Column.OUT_OF not in answered:
        cells |= _in_two(cells.get(Column.NUMBER))
    return cells, extra


def _in_two(cell: Cell | None) -> dict[Column, Cell]:
    """The two cells that a text such as "57 of 64" stands for, or none."""
    text = cell.found if cell else None
    match = _SHARE.fullmatch(plain_text(text)) if isinstance(text, str) else None
    if cell is None or match is None:
        return {}
    return {Column.NUMBER: cell.holding(match[1]), Column.OUT_OF: cell.holding(match[2])}
