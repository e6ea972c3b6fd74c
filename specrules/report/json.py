"""A review as data: what another program reads, and what is kept.

In: a view.  Out: JSON in ASCII, its keys always in the same order, as
``schemas/review.schema.json`` describes it.  Numbers that are not whole are
text (``7/12``), so that nothing is rounded on the way.
"""

from __future__ import annotations

import json
import re
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from _typeshed import DataclassInstance

    from specrules.base.findings import Finding
    from specrules.judging.lifting import Lift
    from specrules.judging.remedies import Way
    from specrules.result import Result
    from specrules.view import (
        AllowanceView,
        CardView,
        CheckView,
        FactView,
        FlowView,
        Header,
        Needed,
        NeededFrom,
        NoWrongDoorView,
        PrincipleView,
        ScoreView,
        ShownView,
        Source,
        VerdictView,
        View,
    )

FORMAT = "review 1"

Data = dict[str, Any]
_NOT_PLAIN = re.compile("[^\x00-\x7e]+")


def review(view: View) -> str:
    """Return the whole review as JSON text, ending with a line end."""
    return indented(as_data(view)) + "\n"


def indented(value: object) -> str:
    """What ``json.dumps`` gives with an indent of two, many times as fast: reviews are long."""
    import orjson

    try:
        text = orjson.dumps(value, option=orjson.OPT_INDENT_2).decode()
    except orjson.JSONEncodeError:  # half a pair of characters, or a number of more than 64 bits
        return json.dumps(value, indent=2)
    if text.isascii() and "\x7f" not in text:
        return text
    # Anything else can stand inside a text only, where JSON has a way to write it.
    return _NOT_PLAIN.sub(lambda found: json.dumps(found[0])[1:-1], text)


def as_data(view: View) -> Data:
    """Return the whole review as values that JSON has, without floats."""
    return {
        "specrules": FORMAT,
        "run": _run(view.header),
        "verdicts": [_verdict(each) for each in view.verdicts],
        "cards": {
            "compliance": [_card(each) for each in view.compliance],
            "no_wrong_door": _no_wrong_door(view.no_wrong_door) if view.no_wrong_door else None,
        },
        "needed": [_needed(each) for each in view.needed],
        "findings": _findings(view.findings),
        "allowances": [_allowance(each) for each in view.allowances],
        "meeting": {
            "queries": _records(view.minutes.queries),
            "actions": _records(view.minutes.actions),
            "decisions": _records(view.minutes.decisions),
            "documents": _records(view.minutes.documents),
        },
    }


def _run(header: Header) -> Data:
    return {
        "spec": header.spec,
        "title": header.title,
        "audience": str(header.audience),
        "version": header.version,
        "period": header.period,
        "as_at": header.as_at,
        "engines": list(header.engines),
        "note": header.note,
        "files": dict(header.files),
        "catalogue": dict(header.catalogue),
        "package_version": header.package,
    }


def _verdict(verdict: VerdictView) -> Data:
    return {
        "requirement": verdict.requirement,
        "party": verdict.party,
        "period": verdict.period,
        **_result(verdict.result),
        "raw": verdict.raw.word,
        "reasons": list(verdict.reasons),
        "because": [_fact(each) for each in verdict.because],
        "checks": [_check(each) for each in verdict.checks],
        "source": [_source(each) for each in verdict.source],
        "clause": verdict.clause,
        "title": verdict.title,
        "strength": verdict.strength,
        "rated": verdict.rated,
        "comments": _records(verdict.minutes.comments),
        "queries": list(verdict.queries),
        "actions": _records(verdict.minutes.actions),
        "enough": list(verdict.enough),
        "adjudications": _records(verdict.minutes.adjudications),
        "verifications": _records(verdict.minutes.seen),
    }


def _source(source: Source) -> Data:
    return {"document": source.document, "section": source.section, "passage": source.passage}


def _records(records: Iterable[DataclassInstance]) -> list[Data]:
    """Records of the meeting log, in which JSON has lists and no tuples."""
    return [{key: _value(value) for key, value in asdict(each).items()} for each in records]


def _value(value: Any) -> Any:
    return [_value(each) for each in value] if isinstance(value, tuple) else value


def _result(result: Result | None) -> Data:
    """A result by its word and its two ends, which are null where nothing is owed or nobody is judged."""
    if result is None:
        return {"result": None, "low": None, "high": None}
    return {"result": result.word, "low": result.low, "high": result.high}


def _fact(fact: FactView) -> Data:
    return {
        "file": fact.file,
        "place": fact.place,
        "text": fact.text,
        "grade": fact.grade,
        "item": fact.item,
        "party": fact.party,
    }


def _check(check: CheckView) -> Data:
    return {
        "name": check.name,
        "what": check.what,
        "wanted": check.wanted,
        "found": check.found,
        **_result(check.result),
        "reason": check.reason,
        "lacking": list(check.lacking),
        "compared": list(check.compared),
        "ways": [_way(each) for each in check.ways],
        "shown": [_shown(each) for each in check.shown],
    }


def _shown(shown: ShownView) -> Data:
    """A figure at one place, beside a check that it does not decide."""
    return {
        "of": shown.what,
        "place": shown.place,
        "found": shown.found,
        "reason": shown.reason,
        "because": [_fact(each) for each in shown.facts],
    }


def _way(way: Way) -> Data:
    """One smallest change that would be enough, and what it rests on."""
    to = "partly met" if way.partly else "met"
    return {"words": way.words, "to": to, "number": way.number, "rests_on": str(way.lever)}


def _lift(lift: Lift) -> Data:
    return {
        "colour": lift.colour,
        "requirements": [
            {"requirement": each.requirement, "party": each.party, "at_least": each.result.word}
            for each in lift.rises
        ],
    }


def _needed(asked: NeededFrom) -> Data:
    """What one party could still supply, what matters most first."""
    return {"party": asked.party, "name": asked.name, "items": [_need(each) for each in asked.items]}


def _need(need: Needed) -> Data:
    return {
        "requirement": need.requirement,
        "check": need.check,
        "what": need.what,
        "cells": list(need.cells),
        "reason": need.reason,
        "enough": list(need.ways),
        "ratings": [
            {"card": each.card or None, "worst": asdict(each.worst), "best": asdict(each.best)}
            for each in need.turns
        ],
    }


def _card(card: CardView) -> Data:
    return {
        "party": card.party,
        "name": card.name,
        "role": card.role,
        "bound": card.bound,
        "counts": dict(card.counts),
        "score": {"raw": _score(card.raw), "adjusted": _score(card.adjusted)},
        "rating": asdict(card.rating),
        "lifts": [_lift(each) for each in card.lifts],
        "sections": [
            {
                "title": section.title,
                **_result(section.result),
                "requirements": [each.requirement for each in section.verdicts],
            }
            for section in card.sections
        ],
    }


def _score(score: ScoreView | None) -> Data | None:
    return asdict(score) if score else None


def _no_wrong_door(card: NoWrongDoorView) -> Data:
    return {
        "doors": [{"party": party, "name": name} for party, name in card.doors],
        "principles": [_principle(each) for each in card.principles],
        "hand_offs": [_flow(each) for each in card.flows],
        "rating": asdict(card.rating),
        "lifts": [_lift(each) for each in card.lifts],
        "shadow": card.shadow,
    }


def _principle(principle: PrincipleView) -> Data:
    return {
        "title": principle.title,
        "doors": [
            {
                "party": door.party,
                **_result(door.result),
                "state": door.state,
                "requirements": list(door.requirements),
            }
            for door in principle.doors
        ],
        "together": _result(principle.joint),
        "decided_by": list(principle.decided_by),
    }


def _flow(flow: FlowView) -> Data:
    return {
        "requirement": flow.requirement,
        "sender": flow.sender,
        "receiver": flow.receiver,
        "sent": flow.sent,
        "received": flow.received,
        "gap": flow.gap,
        "answered_in_time": flow.answered,
        "waiting": flow.waiting,
        "outcome_known": flow.outcome_known,
        "query": flow.query,
    }


def _allowance(allowance: AllowanceView) -> Data:
    return {
        "id": allowance.id,
        "requirement": allowance.requirement,
        "party": allowance.party,
        "from": allowance.since,
        "to": allowance.until,
        "reason": allowance.reason,
        "approved_by": allowance.approved_by,
        "conditions": allowance.conditions,
        "renewals": allowance.renewals,
        "in_force": allowance.in_force,
        "raw": allowance.raw.word if allowance.raw else None,
        "result": allowance.result.word if allowance.result else None,
    }


def _findings(findings: Sequence[Finding]) -> list[Data]:
    """The findings exactly as ``lint`` gives them."""
    from specrules.base.findings import in_order
    from specrules.report import findings as lint

    return [lint.as_data(each) for each in in_order(list(findings))]
