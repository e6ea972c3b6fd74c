"""A review in every form it can be kept in.

In: a view.  Out: the files of one folder by their names, in the order in which a
person might open them.  ``review --output`` writes them and the local page offers
them, so that nobody gets less than anybody else.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from specrules.errors import NotWritten

if TYPE_CHECKING:
    from specrules.view import View


def every_form(view: View) -> dict[str, bytes]:
    """Return every report of a review by its file name. Raises NotWritten for data that breaks its schema."""
    from specrules.report import fhir, html, json, junit, observations, oscal, papers, text
    from specrules.report.papers.document import as_document
    from specrules.report.papers.meeting import meeting
    from specrules.report.workbook import as_workbook
    from specrules.spec.schema import validate

    if faults := validate("review", json.as_data(view)):
        raise NotWritten(f"review.json was not written: it does not follow its own schema ({faults[0]}).")
    return {
        "index.html": html.review(view).encode(),
        "review.txt": text.review(view).encode(),
        "review.md": papers.review(view).encode(),
        "review.json": json.review(view).encode(),
        "scorecard.xlsx": as_workbook(view),
        "meeting.docx": as_document(meeting(view), date.fromisoformat(view.header.as_at)),
        "observations.csv": observations.observations(view).encode("utf-8-sig"),
        "findings.csv": observations.findings(view).encode("utf-8-sig"),
        "review.junit.xml": junit.review(view).encode(),
        "review.oscal.json": oscal.results(view).encode(),
        "plan.oscal.json": oscal.plan(view).encode(),
        "measures.fhir.json": fhir.measures(view).encode(),
    }
