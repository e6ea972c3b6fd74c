"""The rule ``peer-support-mixed-up``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from specrules.base.findings import Severity
from specrules.lint.registry import Found, Wrong, rule
from specrules.lint.wording import saying

if TYPE_CHECKING:
    from specrules.spec.model import Spec

_SAYS = (
    r"\bpeer[- ](?:support\w*|mentor\w*)(?: and| or|,|/)(?: facilitated access to)? mutual aid\b"
    r"|\bmutual aid(?: and| or|,|/|\s*\((?:or )?)\s*peer[- ](?:support|mentor\w*)"
)
_UNLESS = r"\b(?:apart|separate\w*|differ\w*|distinct|between|each of|not the same)\b"


@rule("MA507", "peer-support-mixed-up", Severity.ADVICE)
def peer_support_mixed_up(spec: Spec) -> Found:
    """Peer support and mutual aid are counted apart.

    They are two sub-interventions in NDTMS and two ideas. Peer support is given
    by people the service supports; mutual aid is run by its members.

    Source: Improving access to mutual aid: a brief guide for commissioners
    (Public Health England, 2014), Recording recovery support interventions in
    NDTMS

    Bad:

        requirements:
          X-1:
            title: People given peer support or mutual aid
            owed-by: riverbank
            strength: should
            checks: {done: {count: times it was done, target: at least 3}}
            source: local decision, 2026-02-10

    Good:

        requirements:
          X-1:
            title: People given peer support
            owed-by: riverbank
            strength: should
            checks: {done: {count: times it was done, target: at least 3}}
            source: local decision, 2026-02-10
    """
    for clause, words in saying(spec, __name__, _SAYS, _UNLESS, figures=True):
        yield Wrong(
            clause.place,
            f'"{words}" counts two things as one.',
            "Make two checks of it.",
            clause.about,
        )
