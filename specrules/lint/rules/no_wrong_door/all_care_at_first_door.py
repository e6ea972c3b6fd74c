"""The rule ``all-care-at-first-door``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from specrules.base.findings import Severity
from specrules.lint.registry import Found, Wrong, rule
from specrules.lint.wording import saying

if TYPE_CHECKING:
    from specrules.spec.model import Spec

_SAYS = (
    r"\b(?:all|full|complete|entire|whole|any|every)\b[^.;]{0,25}?\b(?:care|treatment|support"
    r"|needs?)\b[^.;]{0,40}?\b(?:at|by|from|in) the (?:first|same|initial|one) (?:service|door"
    r"|point|contact|place|provider|appointment)"
    r"|\bthe (?:first|initial) (?:service|provider)[^.;]{0,20}\b(?:provides?|gives?|delivers?"
    r"|meets?) (?:all|every|full)\b"
)
_UNLESS = r"\b(?:not|coordinat\w*|assess\w*|refer\w*)\b"


@rule("NW613", "all-care-at-first-door", Severity.ADVICE)
def all_care_at_first_door(spec: Spec) -> Found:
    """No wrong door is not every service at every door.

    People are assessed, referred and coordinated from wherever they come in. That
    does not mean that the first service gives all the care.

    Source: Better care for people with co-occurring mental health and
    alcohol/drug use conditions (Public Health England, 2017), as analysed by Drug
    and Alcohol Findings (2019), what no wrong door means

    Bad:

        requirements:
          X-1:
            title: All care is provided by the first service
            owed-by: riverbank
            strength: should
            checks: {done: {count: times it was done, target: at least 3}}
            source: local decision, 2026-02-10

    Good:

        requirements:
          X-1:
            title: The first service assesses and refers people
            owed-by: riverbank
            strength: should
            checks: {done: {count: times it was done, target: at least 3}}
            source: local decision, 2026-02-10
    """
    for clause, words in saying(spec, __name__, _SAYS, _UNLESS):
        yield Wrong(
            clause.place,
            f'"{words}" has one service give all the care.',
            "Ask it to assess, refer and stay in touch.",
            clause.about,
        )
