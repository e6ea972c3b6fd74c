"""A review as OSCAL assessment results: a result for each party, a finding for each duty it owes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from specrules.base.phrases import listed
from specrules.report import saying
from specrules.report.oscal.parts import Data, Maker, document, line, prop, token, when

if TYPE_CHECKING:
    from specrules.view import CardView, VerdictView, View


def results(view: View) -> str:
    """Return *view* as assessment results in JSON, ending with a line end."""
    make = Maker(view)
    parties = [_result(make, card) for card in view.compliance]
    data = {
        "uuid": make.id("assessment-results"),
        "metadata": make.metadata("Review"),
        "import-ap": {"href": f"#{make.id('plan')}"},
        "results": parties or [_nobody(make)],
        "back-matter": make.back_matter(),
    }
    return document("assessment-results", data)


def _nobody(make: Maker) -> Data:
    """OSCAL wants at least one result; this one says that there is none."""
    day = when(make.view.header.as_at)
    said = "Nobody owes anything in this period."
    empty: Data = {"control-selections": [{"description": said, "include-all": {}}]}
    return {
        "uuid": make.id("result"),
        "title": said,
        "description": said,
        "start": day,
        "reviewed-controls": empty,
    }


def _result(make: Maker, card: CardView) -> Data:
    verdicts = [each for section in card.sections for each in section.verdicts]
    judged = [each for each in verdicts if each.result.word != "not applicable"]
    allowed = [each for each in judged if each.result.word == "allowed"]
    day = when(make.view.header.as_at)
    lists = {
        "observations": [each for verdict in judged for each in make.observations(verdict)],
        "risks": [make.risk(each) for each in allowed],
        "findings": [make.finding(each) for each in judged],
    }
    return {
        "uuid": make.id("result", card.party),
        "title": line(f"{card.name}, {make.view.header.period}"),
        "description": line(f"Rating: {saying.rating(card)}. Score: {saying.score(card)}."),
        "start": day,
        "end": day,
        "props": [prop("rating", saying.rating(card)), prop("score", saying.score(card))],
        "reviewed-controls": _reviewed(judged, verdicts),
        **{name: each for name, each in lists.items() if each},
    }


def _reviewed(judged: list[VerdictView], verdicts: list[VerdictView]) -> Data:
    """Which duties were judged; those that do not apply are named in a remark, and count for nothing."""
    aside = [each.requirement for each in verdicts if each.result.word == "not applicable"]
    remark = {"remarks": line(f"Not applicable: {listed(aside)}.")} if aside else {}
    if judged:
        return {"control-selections": [{"include-controls": _controls(judged)}], **remark}
    none = {"description": "No duty applies.", "include-all": {}, "exclude-controls": _controls(verdicts)}
    return {"control-selections": [none], **remark}


def _controls(verdicts: list[VerdictView]) -> list[Data]:
    return [{"control-id": each} for each in dict.fromkeys(token(each.requirement) for each in verdicts)]
