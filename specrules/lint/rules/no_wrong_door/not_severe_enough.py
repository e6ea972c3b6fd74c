"""The rule ``not-severe-enough``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from specrules.base.findings import Severity
from specrules.lint.registry import Found, Wrong, rule
from specrules.lint.wording import saying

if TYPE_CHECKING:
    from specrules.spec.model import Spec

_SAYS = (
    r"\b(?:not (?:be )?(?:severe|serious|ill|complex|bad) enough|(?:below|under|do(?:es)? not meet"
    r"|not meeting|fail(?:s|ing)? to meet) the (?:threshold|criteria)|sub-?threshold|too mild"
    r"|insufficiently (?:severe|ill))\b"
)
_UNLESS = (
    r"\b(?:referred|linked|offered|hand\w* over|passed to|signposted|counted|monitored|onward"
    r"|primary care|another service|introduced|arrange\w*)\b"
)


@rule("NW604", "not-severe-enough", Severity.ADVICE)
def not_severe_enough(spec: Spec) -> Found:
    """Whoever is "not severe enough" for one service is offered another.

    People between two thresholds are the ones who fall. The guidance has
    commissioners watch what becomes of them.

    Source: Better care for people with co-occurring mental health and
    alcohol/drug use conditions (Public Health England, 2017), as analysed by Drug
    and Alcohol Findings (2019), what commissioners should do, action 7

    Bad:

        requirements:
          X-1:
            title: People below the threshold are discharged
            owed-by: riverbank
            strength: should
            checks: {done: {count: times it was done, target: at least 3}}
            source: local decision, 2026-02-10

    Good:

        requirements:
          X-1:
            title: People below the threshold are linked with primary care
            owed-by: riverbank
            strength: should
            checks: {done: {count: times it was done, target: at least 3}}
            source: local decision, 2026-02-10
    """
    for clause, words in saying(spec, __name__, _SAYS, _UNLESS):
        yield Wrong(
            clause.place,
            f'"{words}" turns people away, and nothing says where they go next.',
            "Say where they are referred on, and count them.",
            clause.about,
        )
