"""How wide text is laid out: as wide as the window of whoever looks, within bounds.

What is written to a file is laid out for `WIDTH` columns, so that it is the same to the byte everywhere.
"""

from __future__ import annotations

from contextvars import ContextVar, copy_context
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

WIDTH = 100
NARROWEST = 80  # below this a table has no room for its words

_columns = ContextVar("columns", default=WIDTH)
_Made = TypeVar("_Made")


def columns() -> int:
    """How many columns a line of text may have."""
    return _columns.get()


def fit(window: int) -> None:
    """Lay out what follows for a window of so many columns, where that is narrower than usual."""
    _columns.set(max(NARROWEST, min(WIDTH, window)))


def as_for_a_file(made: Callable[[], _Made]) -> _Made:
    """What *made* returns when it is laid out for nobody's window."""

    def usual() -> _Made:
        fit(WIDTH)
        return made()

    return copy_context().run(usual)
