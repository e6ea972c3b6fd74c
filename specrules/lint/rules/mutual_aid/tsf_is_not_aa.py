"""The rule ``tsf-is-not-aa``."""

from __future__ import annotations

from specrules.base.findings import Severity
from specrules.lint.about import duties, place
from specrules.lint.groups import FELLOWSHIPS
from specrules.lint.registry import Found, Wrong, rule
from specrules.spec.model import Spec, StandardClause


@rule("MA520", "tsf-is-not-aa", Severity.WARNING, on=(Spec, StandardClause))
def tsf_is_not_aa(document: Spec | StandardClause) -> Found:
    """Twelve-step facilitation is told apart from the fellowships.

    TSF, twelve-step facilitation, is a treatment programme that a service runs.
    Alcoholics Anonymous is a fellowship that people go to. One list of both
    counts two things as one.

    Source: Improving access to mutual aid: a brief guide for commissioners
    (Public Health England, 2014), Service specifications, which names them apart

    Bad:

        requirements:
          MA-5:
            title: Programmes are offered
            owed-by: riverbank
            strength: should
            checks: {offered: {list: programmes offered, choices: [TSF, Alcoholics Anonymous]}}
            source: local decision, 2026-02-10

    Good:

        requirements:
          MA-5:
            title: Programmes are offered
            owed-by: riverbank
            strength: should
            checks: {offered: {list: programmes offered, choices: [TSF, SMART-based]}}
            source: local decision, 2026-02-10
    """
    for duty in duties(document):
        for check in duty.checks:
            words = {each.casefold() for each in (*check.choices, *check.covers)}
            programmes = words & {"tsf", "12-step facilitation", "twelve-step facilitation"}
            if programmes and words & (FELLOWSHIPS | {"aa", "na", "ca"}):
                yield Wrong(
                    place(check.written, duty.written, key="choices"),
                    "A treatment programme and a fellowship stand in one list.",
                    "Ask for them in two checks.",
                    duty,
                )
