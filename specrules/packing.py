"""Everything for a review meeting, as the files of one folder.

In: a view, what changed since the review before it, and the action plan that follows.
Out: the files by name: every form of the review, and the pack for the meeting as a page,
a Word document and Markdown, with its agenda as plain text.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from specrules.report.every import every_form
from specrules.report.over_time import over_time
from specrules.report.papers.document import as_document
from specrules.report.papers.markdown import as_markdown
from specrules.report.papers.meeting import ChangeLine, Changes, Proposed, meeting
from specrules.report.papers.page import as_page
from specrules.report.plan import agenda_as_text
from specrules.report.sheet import as_for_a_file

if TYPE_CHECKING:
    from specrules.planning import ActionPlan, Draft
    from specrules.runs.comparing import Change, Comparison
    from specrules.runs.trends import Trends
    from specrules.view import View


def pack(
    view: View, compared: Comparison | None, plan: ActionPlan | None, trends: Trends | None = None
) -> dict[str, bytes]:
    """Return the files of a pack. *plan* is None for a publication, which drafts no action."""
    figures = over_time(view, trends)
    paper = meeting(view, changes_of(compared), tuple(map(_proposed, plan.drafts if plan else ())), figures)
    made = {
        "meeting.html": as_page(paper).encode(),
        "meeting.docx": as_document(paper, date.fromisoformat(view.header.as_at)),
        "meeting.md": as_markdown(paper).encode(),
        **({"agenda.txt": as_for_a_file(lambda: agenda_as_text(plan)).encode()} if plan else {}),
    }
    return {**made, **{name: data for name, data in every_form(view, figures).items() if name not in made}}


def changes_of(compared: Comparison | None) -> Changes | None:
    """Return what changed between two reviews, a line each with its causes."""
    if compared is None:
        return None
    before = compared.before
    since = f"the review of {before.period}, as at {before.as_at}, under version {before.version}"
    return Changes(since, tuple(map(_line, compared.changes)))


def _line(change: Change) -> ChangeLine:
    return ChangeLine(
        change.requirement,
        change.party_name,
        change.before.shown if change.before else "not asked",
        change.after.shown if change.after else "not asked",
        "; ".join(_cause(each.cause, each.details) for each in change.causes) or "cannot be told",
    )


def _cause(cause: str, details: tuple[str, ...]) -> str:
    return f"{cause} ({'; '.join(details)})" if details else str(cause)


def _proposed(draft: Draft) -> Proposed:
    return Proposed(
        draft.id,
        f"{draft.requirement} {draft.title}",
        draft.does,
        draft.owner,
        draft.due.isoformat(),
        f"{draft.evidence} {draft.closes_when}",
    )
