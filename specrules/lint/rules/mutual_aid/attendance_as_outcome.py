"""The rule ``attendance-as-outcome``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from specrules.base.findings import Severity
from specrules.lint.registry import Found, Wrong, rule
from specrules.lint.wording import saying

if TYPE_CHECKING:
    from specrules.spec.model import Spec

_SAYS = (
    r"\b(?:outcomes?|success\w*|recovery rate|effectiveness)\b[^.;]{0,50}?\b(?:attend\w*|went to"
    r"|going to)\b[^.;]{0,40}?(?:mutual aid|aa\b|na\b|alcoholics anonymous|narcotics anonymous"
    r"|smart recovery|fellowship|12-step|twelve-step)"
    r"|\b(?:attend\w*|went to|going to)\b[^.;]{0,40}?(?:mutual aid|aa\b|na\b|alcoholics anonymous"
    r"|narcotics anonymous|smart recovery|fellowship|12-step"
    r"|twelve-step)[^.;]{0,40}?\b(?:outcomes?|success\w*)\b"
)
_UNLESS = r"\b(?:active\w*|took part|take part|taking part|not an? outcome|activity)\b"


@rule("MA511", "attendance-as-outcome", Severity.ADVICE)
def attendance_as_outcome(spec: Spec) -> Found:
    """Going to a meeting is not yet an outcome.

    Those who took an active part did better, more than those who only attended.
    Count attendance as activity, or ask about taking part.

    Source: Helping clients to access and engage with mutual aid (Public Health
    England, 2012), what helps

    Bad:

        requirements:
          X-1:
            title: Outcome of people attending mutual aid
            owed-by: riverbank
            strength: should
            checks: {done: {count: times it was done, target: at least 3}}
            source: local decision, 2026-02-10

    Good:

        requirements:
          X-1:
            title: People who take an active part in mutual aid
            owed-by: riverbank
            strength: should
            checks: {done: {count: times it was done, target: at least 3}}
            source: local decision, 2026-02-10
    """
    for clause, words in saying(spec, __name__, _SAYS, _UNLESS, figures=True):
        yield Wrong(
            clause.place,
            f'"{words}" takes going to a meeting for an outcome.',
            "Ask about taking an active part, or call it activity.",
            clause.about,
        )
