"""A contract schedule as a page.

In: a schedule.  Out: HTML as text, one file without script or network, in which
every clause has its requirement's id for its name, so that it can be linked to.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from specrules.report.html.pages import LONGEST, render
from specrules.report.schedule.content import NOTHING

if TYPE_CHECKING:
    from specrules.report.schedule.content import Schedule


def as_page(schedule: Schedule) -> str:
    """Return *schedule* as a page, ending with a line end."""
    return render(
        "schedule.html.j2", mark="Contract schedule", schedule=schedule, nothing=NOTHING, pieces=_pieces
    )


def _pieces(text: str) -> list[str]:
    """*text* in pieces that a page does not cut: of a contract every word is printed."""
    return [text[at : at + LONGEST] for at in range(0, len(text), LONGEST)]
