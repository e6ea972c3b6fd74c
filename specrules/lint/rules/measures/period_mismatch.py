"""The rule ``period-mismatch``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from specrules.base.findings import Severity
from specrules.lint.registry import Found, Wrong, rule
from specrules.lint.wording import saying

if TYPE_CHECKING:
    from specrules.spec.model import Spec

_SAYS = (
    r"^(?:the )?(?:number|share|count|how many|people|appointments|contacts|calls"
    r"|referrals)\b[^.;]*?\b(?:each|every|per|a) (?:calendar )?(?:month|week|day)\b"
    r"|^(?:monthly|weekly|daily) (?:number|count|share)\b"
)
_UNLESS = (
    r"\b(?:at least|no more than|within|meetings?|times a|once a|twice a|open|opens|hours|visit\w*"
    r"|sessions?|clinic|runs?|held|units|a day per|per day unit)\b"
)


@rule("MS309", "period-mismatch", Severity.ADVICE)
def period_mismatch(spec: Spec) -> Found:
    """What is counted each month is asked for each month.

    A figure for each month in a return for each quarter is three figures in one
    box.

    Bad:

        requirements:
          X-1:
            title: People seen each month
            owed-by: riverbank
            strength: should
            checks: {done: {count: times it was done, target: at least 3}}
            source: local decision, 2026-02-10

    Good:

        requirements:
          X-1:
            title: People seen in the period
            owed-by: riverbank
            strength: should
            checks: {done: {count: times it was done, target: at least 3}}
            source: local decision, 2026-02-10
    """
    for clause, words in saying(spec, __name__, _SAYS, _UNLESS, figures=True):
        yield Wrong(
            clause.place,
            f'"{words}" is not the period of a return.',
            "Write: in the period, or let returns come as often.",
            clause.about,
        )
