"""An action plan and an agenda, as text for a meeting, YAML for its log, JSON, and a Word document.

In: an action plan.  Out: text; the drafts as records of a meeting log; data for
programs; or the bytes of a Word document.  All say the same.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from specrules.log.writing import written
from specrules.planning import agenda, as_actions
from specrules.report import saying
from specrules.report.runs import as_json_text
from specrules.report.text import beside, heading, paragraph, table, titled

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from specrules.log.model import Person
    from specrules.minutes import ActionView
    from specrules.planning import ActionPlan, Draft, Gap

Rows = list[tuple[str, ...]]

CARRIED = ("Action", "For", "What will be done", "By whom, and when", "State")
DRAFTED = ("Action", "For", "What to agree", "By whom, and when", "Closed by")
NOTHING = "Nothing is short of what was agreed, and nothing is missing: there is no action to agree."


def as_text(plan: ActionPlan) -> str:
    """Return the plan as text, ending with a line end."""
    parts = [_top(plan, "Action plan"), *_actions(plan), *_gaps(plan)]
    return "\n\n".join("\n".join(line.rstrip() for line in part) for part in parts) + "\n"


def agenda_as_text(plan: ActionPlan) -> str:
    """Return the agenda alone."""
    parts = [_top(plan, "Agenda"), *_items(plan)]
    return "\n\n".join("\n".join(line.rstrip() for line in part) for part in parts) + "\n"


def as_yaml(plan: ActionPlan, on: date, by: Person) -> str:
    """Return the drafts as records of a meeting log."""
    actions = as_actions(plan, on, by)
    return f"actions:\n{written(actions)}" if actions else ""


def as_json(plan: ActionPlan) -> str:
    """Return the plan and its agenda as JSON in ASCII; ``schemas/plan.schema.json`` describes it."""
    header = plan.view.header
    return as_json_text(
        {
            "specrules": "plan 1",
            "spec": header.spec,
            "period": header.period,
            "as_at": header.as_at,
            "next_return": plan.next_return.isoformat(),
            "carried": list(map(_carried_data, plan.carried)),
            "drafts": [
                {**asdict(each), "due": each.due.isoformat(), "closes_when": str(each.closes_when)}
                for each in plan.drafts
            ],
            "gaps": [asdict(each) for each in plan.gaps],
            "agenda": [{"title": each.title, "points": list(each.points)} for each in agenda(plan)],
        }
    )


def _carried_data(action: ActionView) -> dict[str, Any]:
    told = ("id", "requirement", "party", "period", "does", "owner", "due", "closes", "state", "why")
    found: dict[str, Any] = {name: str(getattr(action, name)) for name in told}
    return {**found, "overdue": action.overdue, "newly_closed": action.newly_closed}


def as_word(plan: ActionPlan, made: date) -> bytes:
    """Return the plan and its agenda as a Word document."""
    from specrules.report.word import Paper

    header = plan.view.header
    title = f"Action plan: {header.title}"
    below = f"{header.period_words} ({header.period}), as at {header.as_at_words}"
    paper = Paper(title, f"Action plan, {header.period}", made, header.mark)
    paper.title(title, below)
    paper.heading("Agenda")
    for number, item in enumerate(agenda(plan), 1):
        paper.heading(f"{number}. {item.title}", 2)
        for point in item.points:
            paper.line(point)
    if plan.carried:
        paper.heading("Actions carried over", wide=True)
        paper.table(CARRIED, _carried(plan), (8, 20, 32, 20, 28), "Actions carried over", wide=True)
    if plan.drafts:
        paper.heading("Actions to agree", wide=True)
        paper.table(DRAFTED, _drafted(plan), (8, 20, 38, 22, 20), "Actions to agree", wide=True)
    return paper.as_bytes()


# -- text


def _top(plan: ActionPlan, called: str) -> list[str]:
    header = plan.view.header
    title = f"Review of {header.period_words} ({header.period}), as at {header.as_at_words}"
    return [*titled(f"{called}: {header.title}", "="), *paragraph(title), *paragraph(header.mark)]


def _actions(plan: ActionPlan) -> Iterator[list[str]]:
    if plan.carried:
        yield [*heading("Actions carried over"), *table(CARRIED, _carried(plan), (8, 18, 26, 18, 22))]
    if plan.drafts:
        yield [*heading("Actions to agree"), *table(DRAFTED, _drafted(plan), (8, 16, 32, 18, 18))]
    else:
        yield [*heading("Actions to agree"), *paragraph(NOTHING)]


def _gaps(plan: ActionPlan) -> Iterator[list[str]]:
    if plan.gaps:
        heads = ("No.", "What is rated", "Found", "Next")
        rows = [
            (each.requirement, f"{each.title}, {each.party_name}", each.found, _next(each))
            for each in plan.gaps
        ]
        yield [*heading("Gaps in the self-assessment"), *table(heads, rows, (8, 38, 12, 36))]


def _next(gap: Gap) -> str:
    return f"{gap.next}: {gap.means}" if gap.means else gap.next


def _items(plan: ActionPlan) -> Iterator[list[str]]:
    """The items of the agenda, numbered."""
    for number, item in enumerate(agenda(plan), 1):
        points = [line for point in item.points for line in beside("-", [point], 2, 3)]
        yield [*paragraph(f"{number}. {item.title}"), *points]


# -- rows


def _carried(plan: ActionPlan) -> Rows:
    return [(each.id, _about(each), each.does, saying.owned(each), _state(each)) for each in plan.carried]


def _about(action: ActionView) -> str:
    return f"{action.requirement}, {action.party_name}"


def _state(action: ActionView) -> str:
    return f"{action.state}{saying.late(overdue=action.overdue)}: {action.why}"


def _drafted(plan: ActionPlan) -> Rows:
    return [
        (each.id, f"{each.requirement}, {each.why}", each.does, _owned(each), _closes(each))
        for each in plan.drafts
    ]


def _owned(draft: Draft) -> str:
    return f"{draft.owner}, by {draft.due.isoformat()}"


def _closes(draft: Draft) -> str:
    return f"{draft.evidence} {draft.closes_when}"
