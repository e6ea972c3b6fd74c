"""The rule ``weasel-words``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from specrules.base.findings import Severity
from specrules.lint.registry import Found, Wrong, rule
from specrules.lint.wording import saying

if TYPE_CHECKING:
    from specrules.spec.model import Spec

_SAYS = (
    r"\b(?:robust(?:ly)?|timely|in a timely manner|regular(?:ly)?|adequate(?:ly)?|effective(?:ly)?"
    r"|efficient(?:ly)?|high[- ]quality|good[- ]quality|best practice|state of the art"
    r"|holistic(?:ally)?|meaningful(?:ly)?|sufficient(?:ly)?|reasonable efforts?|best endeavours"
    r"|as soon as (?:possible|practicable)|prompt(?:ly)?|frequent(?:ly)?|world[- ]class"
    r"|seamless(?:ly)?)\b"
)
_UNLESS = (
    r"\b(?:meaning|that is,|quality (?:standard|statement)|cost[- ]effective"
    r"|within \w+ (?:working )?(?:days?|hours?|weeks?)|at least|every (?:month|quarter|week"
    r"|year))\b"
)


@rule("SO709", "weasel-words", Severity.ADVICE)
def weasel_words(spec: Spec) -> Found:
    """Words that cannot be tested are put as a test.

    "Robust", "timely" or "regular" mean something else to each side when it
    matters. Say how often, how soon or how many.

    Bad:

        requirements:
          X-1:
            title: Records are robust
            owed-by: riverbank
            strength: should
            checks: {done: {count: times it was done, target: at least 3}}
            source: local decision, 2026-02-10

    Good:

        requirements:
          X-1:
            title: Records agree with case notes
            owed-by: riverbank
            strength: should
            checks: {done: {count: times it was done, target: at least 3}}
            source: local decision, 2026-02-10
    """
    for clause, words in saying(spec, __name__, _SAYS, _UNLESS):
        yield Wrong(
            clause.place,
            f'"{words}" carries no test.',
            "Say how often, how soon or how many, or let a check say it.",
            clause.about,
        )
