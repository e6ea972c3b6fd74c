"""The rule ``intoxicated-turned-away``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from specrules.base.findings import Severity
from specrules.lint.registry import Found, Wrong, rule
from specrules.lint.wording import saying

if TYPE_CHECKING:
    from specrules.spec.model import Spec

_SAYS = (
    r"\b(?:intoxicat\w+|under the influence|drunk|smell\w* of alcohol"
    r"|breathalys\w+)\b[^.;]{0,60}?\b(?:refus\w*|turn\w* away|not (?:be )?(?:seen|assessed"
    r"|accepted|admitted)|sent (?:home|away)|asked to leave|excluded|cannot|declin\w*)\b"
    r"|\b(?:refus\w*|turn\w* away|will not (?:see|assess)|does not (?:see|assess)|exclud\w*"
    r"|sends? (?:home|away)|declin\w*)\b[^.;]{0,50}?\b(?:intoxicat\w+|under the influence|drunk)\b"
)
_UNLESS = (
    r"\b(?:nobody|no one|never|not (?:be )?(?:refused|turned away|excluded|sent)|kept safe"
    r"|stay\w* with)\b"
)


@rule("NW605", "intoxicated-turned-away", Severity.ADVICE)
def intoxicated_turned_away(spec: Spec) -> Found:
    """In a crisis nobody is turned away for being intoxicated.

    People in crisis who have been drinking or using are kept safe, and assessed
    when they can be.

    Source: Better care for people with co-occurring mental health and
    alcohol/drug use conditions (Public Health England, 2017), as analysed by Drug
    and Alcohol Findings (2019), urgent and emergency care

    Bad:

        requirements:
          X-1:
            title: People who are intoxicated are not seen
            owed-by: riverbank
            strength: should
            checks: {done: {count: times it was done, target: at least 3}}
            source: local decision, 2026-02-10

    Good:

        requirements:
          X-1:
            title: People who are intoxicated are kept safe and seen later
            owed-by: riverbank
            strength: should
            checks: {done: {count: times it was done, target: at least 3}}
            source: local decision, 2026-02-10
    """
    for clause, words in saying(spec, __name__, _SAYS, _UNLESS):
        yield Wrong(
            clause.place,
            f'"{words}" turns people away while they are intoxicated.',
            "Ask that they are kept safe, and assessed when they can be.",
            clause.about,
        )
