"""A review as pages: one file each, readable without a network and without script.

In: a view of a review, or many kept reviews.  Out: HTML as text, with the style
inside it and nothing fetched.  Everything that somebody else wrote goes through
``show`` and is escaped, whatever the template says.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from specrules.report.html.scorecard import page_of

if TYPE_CHECKING:
    from pathlib import Path

    from specrules.report.over_time import OverTime
    from specrules.rollup import RollUp
    from specrules.view import View


def review(view: View, over_time: OverTime | None = None) -> str:
    """Return the scorecard of one review as a page, with figures over time where earlier ones are kept."""
    from specrules.report.html.pages import render

    page = page_of(view)
    return render("scorecard.html.j2", view=view, page=page, over_time=over_time, mark=view.header.mark)


def roll_up(rolled: RollUp, folder: Path) -> dict[str, str]:
    """Return the pages over many reviews by file name, to be written into *folder*; begin with index.html."""
    from specrules.report.html.many import pages

    return pages(rolled, folder)
