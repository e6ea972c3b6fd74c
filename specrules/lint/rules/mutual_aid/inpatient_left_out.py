"""The rule ``inpatient-left-out``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from specrules.base.findings import Severity
from specrules.base.phrases import listed
from specrules.lint.clauses import clauses
from specrules.lint.registry import Found, Wrong, rule

if TYPE_CHECKING:
    from specrules.spec.model import Spec

_ABOUT = re.compile(r"\bmutual aid\b|\bFAMA\b|\b(?:12|twelve)-step\b|\bSMART Recovery\b", re.IGNORECASE)
_COMMUNITY = re.compile(
    r"\b(?:in (?:the )?community|community (?:services?|treatment|settings?))\b", re.IGNORECASE
)
_SETTINGS = {
    "in-patient": re.compile(r"\bin-?patients?\b|\bdetox\w*|\bhospital\b", re.IGNORECASE),
    "residential": re.compile(r"\bresidential\b|\brehab\w*", re.IGNORECASE),
}


@rule("MA524", "inpatient-left-out", Severity.ADVICE, whole=True)
def inpatient_left_out(spec: Spec) -> Found:
    """Mutual aid is for people in every setting of treatment.

    The vision the guidance asks for joins mutual aid to alcohol and drug services
    altogether, in-patient and residential treatment among them.

    Source: Improving access to mutual aid: a brief guide for commissioners
    (Public Health England, 2014), The role commissioners can play

    Bad:

        requirements:
          MA-1:
            title: People are offered mutual aid
            owed-by: riverbank
            strength: should
            people: in community treatment in the period
            checks: {offered: {count: people offered mutual aid, target: at least 40}}
            source: local decision, 2026-02-10

    Good:

        requirements:
          MA-1:
            title: People are offered mutual aid
            owed-by: riverbank
            strength: should
            people: in community, in-patient or residential treatment in the period
            checks: {offered: {count: people offered mutual aid, target: at least 40}}
            source: local decision, 2026-02-10
    """
    about = [each for each in clauses(spec) if _ABOUT.search(each.whole)]
    said = "\n".join(each.text for each in about)
    missing = [name for name, words in _SETTINGS.items() if not words.search(said)]
    for clause in about if missing else ():
        if clause.heading in ("people", "of", "title") and _COMMUNITY.search(clause.text):
            yield Wrong(
                clause.place,
                f"Mutual aid is owed in the community, and not in {listed(missing)} treatment.",
                "Widen whom it is for, or say the same of the other settings.",
                clause.about,
            )
            return
