"""The rule ``tobacco-missing``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from specrules.base.findings import Severity
from specrules.lint.about import place
from specrules.lint.clauses import clauses
from specrules.lint.registry import Found, Wrong, rule

if TYPE_CHECKING:
    from specrules.spec.model import Spec

_THEME = "co-occurring/"
_ANSWERS = (
    "co-occurring/brief-advice-on-smoking",
    "co-occurring/tobacco-harm-reduction",
    "no-wrong-door/every-contact-counts",
)
_WHOLE = 2  # clauses, from which on it is a specification for their care
_SMOKING = re.compile(r"\bsmok\w+|\btobacco\b|\bnicotine\b", re.IGNORECASE)


@rule("NW617", "tobacco-missing", Severity.ADVICE, whole=True)
def tobacco_missing(spec: Spec) -> Found:
    """People with both conditions who smoke are given advice on stopping.

    Very brief advice is a routine part of everybody's care, because smoking harms
    these people more than most. A specification for their care, with two or more of
    the clauses on it, that leaves this out will get none of it.

    Source: Better care for people with co-occurring mental health and
    alcohol/drug use conditions (Public Health England, 2017), as analysed by Drug
    and Alcohol Findings (2019), principles of care, advice and support about
    stopping smoking

    Bad:

        catalogues: [co-occurring]
        requirements:
          CO-1:
            standard-clause: co-occurring/shared-care-planning
            owed-by: {each-of: [riverbank, trust]}
            strength: should
            checks: {shared-plan: at least 90%, coordinator: at least 95%}
          CO-2:
            standard-clause: co-occurring/strategic-board-oversees
            owed-by: council
            strength: should
            target: within 6 months

    Good:

        catalogues: [co-occurring]
        requirements:
          CO-1:
            standard-clause: co-occurring/shared-care-planning
            owed-by: {each-of: [riverbank, trust]}
            strength: should
            checks: {shared-plan: at least 90%, coordinator: at least 95%}
          CO-2:
            standard-clause: co-occurring/strategic-board-oversees
            owed-by: council
            strength: should
            target: within 6 months
          CO-3:
            standard-clause: co-occurring/brief-advice-on-smoking
            owed-by: {each-of: [riverbank, trust]}
            strength: should
            checks: {asked: at least 90%, advised: at least 90%}
    """
    used = [(each, each.standard_clause.id) for each in spec.requirements if each.standard_clause]
    of_care = [each for each, id in used if id.startswith(_THEME)]
    if len(of_care) < _WHOLE or any(id in _ANSWERS for _, id in used):
        return
    if not any(_SMOKING.search(each.whole) for each in clauses(spec)):
        yield Wrong(
            place(of_care[-1].written, key="standard-clause"),
            "Nothing asks about smoking, or for advice on stopping.",
            "Add co-occurring/brief-advice-on-smoking.",
            of_care[-1],
        )
