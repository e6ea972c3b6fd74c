"""A review in every form it can be kept in.

In: a view.  Out: the files of one folder by their names, in the order in which a
person might open them.  ``review --output`` writes them and the local page offers
them, so that nobody gets less than anybody else.
"""

from __future__ import annotations

from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING

from specrules.base.errors import NotWritten

if TYPE_CHECKING:
    from collections.abc import Mapping

    from specrules.report.over_time import OverTime
    from specrules.view import View

#: Every form by its file name, and what it is for.
FORMS: Mapping[str, str] = MappingProxyType(
    {
        "index.html": "The scorecard as a page, to send or print",
        "scorecard.xlsx": "The scorecard as an Excel workbook",
        "meeting.docx": "The pack for the review meeting, in Word",
        "review.txt": "The scorecard as plain text",
        "review.md": "The scorecard as Markdown",
        "observations.csv": "Every result and figure, as a table (CSV)",
        "findings.csv": "What is wrong in the files, as a table (CSV)",
        "review.json": "Everything (JSON)",
        "review.oscal.json": "The results as OSCAL",
        "plan.oscal.json": "The actions as an OSCAL plan",
        "measures.fhir.json": "The figures as FHIR measures",
        "review.junit.xml": "The results for a build server (JUnit)",
    }
)


def every_form(view: View, over_time: OverTime | None = None) -> dict[str, bytes]:
    """Return every report of a review by its file name, with figures over time where earlier ones are kept.

    Raises NotWritten for data that breaks its schema.
    """
    from specrules.report import fhir, html, json, junit, observations, oscal, text
    from specrules.report.papers.document import as_document
    from specrules.report.papers.meeting import meeting
    from specrules.report.papers.review import review as in_markdown
    from specrules.report.sheet import as_for_a_file
    from specrules.report.workbook import as_workbook
    from specrules.spec.schema import validate

    if faults := validate("review", json.as_data(view)):
        raise NotWritten(f"review.json was not written: it does not follow its own schema ({faults[0]}).")
    return {
        "index.html": html.review(view, over_time).encode(),
        "review.txt": as_for_a_file(lambda: text.review(view)).encode(),
        "review.md": in_markdown(view).encode(),
        "review.json": json.review(view).encode(),
        "scorecard.xlsx": as_workbook(view),
        "meeting.docx": as_document(
            meeting(view, over_time=over_time), date.fromisoformat(view.header.as_at)
        ),
        "observations.csv": observations.observations(view).encode("utf-8-sig"),
        "findings.csv": observations.findings(view).encode("utf-8-sig"),
        "review.junit.xml": junit.review(view).encode(),
        "review.oscal.json": oscal.results(view).encode(),
        "plan.oscal.json": oscal.plan(view).encode(),
        "measures.fhir.json": fhir.measures(view).encode(),
    }
