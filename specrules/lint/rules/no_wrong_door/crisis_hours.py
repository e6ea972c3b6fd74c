"""The rule ``crisis-hours``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from specrules.base.findings import Severity
from specrules.lint.registry import Found, Wrong, rule
from specrules.lint.wording import saying

if TYPE_CHECKING:
    from specrules.spec.model import Spec

_SAYS = (
    r"\b(?:crisis|urgent|emergenc\w+|out-of-hours)\b[^.;]{0,60}?\b(?:office hours|working hours"
    r"|business hours|9 ?(?:am)?(?: to |-|–)5|nine to five|monday to friday|weekdays(?: only)?"
    r"|daytime|in hours|until \d+ ?pm)\b"
    r"|\b(?:office hours|working hours|business hours|monday to friday"
    r"|weekdays)\b[^.;]{0,50}?\b(?:crisis|urgent|emergenc\w+)\b"
)
_UNLESS = r"\b(?:outside|round the clock|24|at any hour|also at|as well as|and at night|weekends)\b"


@rule("NW618", "crisis-hours", Severity.ADVICE)
def crisis_hours(spec: Spec) -> Found:
    """Help in a crisis is there at any hour.

    The guidance asks for crisis care round the clock, for all ages.

    Source: Better care for people with co-occurring mental health and
    alcohol/drug use conditions (Public Health England, 2017), as analysed by Drug
    and Alcohol Findings (2019), what commissioners should do, action 6

    Bad:

        requirements:
          X-1:
            title: The crisis team answers from 9 to 5
            owed-by: riverbank
            strength: should
            checks: {done: {count: times it was done, target: at least 3}}
            source: local decision, 2026-02-10

    Good:

        requirements:
          X-1:
            title: The crisis team answers at any hour
            owed-by: riverbank
            strength: should
            checks: {done: {count: times it was done, target: at least 3}}
            source: local decision, 2026-02-10
    """
    for clause, words in saying(spec, __name__, _SAYS, _UNLESS):
        yield Wrong(
            clause.place,
            f'"{words}" gives help in a crisis at some hours only.',
            "Ask for it round the clock.",
            clause.about,
        )
