"""What is to be acted on, as an OSCAL plan of action and milestones."""

from __future__ import annotations

from typing import TYPE_CHECKING

from specrules.report import saying
from specrules.report.oscal.parts import Data, Maker, document, line, prop, to_act_on

if TYPE_CHECKING:
    from specrules.minutes import ActionView
    from specrules.view import VerdictView, View


def plan(view: View) -> str:
    """Return what *view* leaves to be done, as JSON that ends with a line end.

    Every duty that is open is an item, and so is every action of the meeting log with its owner, its day
    and its state.  OSCAL wants at least one item; where there is nothing to act on, one says so.
    """
    make = Maker(view)
    open_duties = to_act_on(view)
    duties = [_item(make, each) for each in open_duties]
    findings = frozenset(make.finding_id(each.requirement, each.party) for each in open_duties)
    actions = [_action(make, each, findings) for each in view.minutes.actions]
    lists = {
        "observations": [each for verdict in open_duties for each in make.observations(verdict)],
        "risks": [make.risk(each) for each in open_duties],
        "findings": [make.finding(each) for each in open_duties],
    }
    data = {
        "uuid": make.id("plan-of-action-and-milestones"),
        "metadata": make.metadata("Action plan"),
        "system-id": {"id": prop("id", view.header.spec)["value"]},
        **{name: each for name, each in lists.items() if each},
        "poam-items": [*duties, *actions] or [_nothing(make)],
        "back-matter": make.back_matter(),
    }
    return document("plan-of-action-and-milestones", data)


def _item(make: Maker, verdict: VerdictView) -> Data:
    then = f" Then: {verdict.if_not_met}." if verdict.if_not_met else ""
    return {
        "uuid": make.id("item", verdict.requirement, verdict.party),
        "title": line(f"{verdict.requirement} {verdict.title}, {verdict.party_name}"),
        "description": line(f"{saying.capital(saying.result(verdict))}.{then}"),
        "props": [prop("party", verdict.party), prop("strength", verdict.strength)],
        "related-findings": [{"finding-uuid": make.finding_id(verdict.requirement, verdict.party)}],
        **make.seen(verdict),
        "related-risks": [{"risk-uuid": make.risk_id(verdict)}],
    }


def _action(make: Maker, action: ActionView, findings: frozenset[str]) -> Data:
    """An action of the meeting log, with the one of *findings* it answers, if it is still to be acted on."""
    told = {"action": action.id, "party": action.party, "state": action.state, "owner": action.owner}
    due = {"due": action.due, "closes": action.closes}
    finding = make.finding_id(action.requirement, action.party)
    answers = {"related-findings": [{"finding-uuid": finding}]} if finding in findings else {}
    return {
        "uuid": make.id("action", action.id),
        "title": line(f"{action.id}, for {action.requirement}, {action.party_name}: {action.does}"),
        "description": line(
            f"{saying.capital(action.state)}{saying.late(overdue=action.overdue)}: {action.why}."
        ),
        "props": [prop(name, value) for name, value in (told | due).items() if value],
        **answers,
    }


def _nothing(make: Maker) -> Data:
    said = line(saying.closing(make.view))
    return {"uuid": make.id("item"), "title": "Nothing to act on", "description": said}
