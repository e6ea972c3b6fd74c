"""The rule ``attendance-compelled``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from specrules.base.findings import Severity
from specrules.lint.registry import Found, Wrong, rule
from specrules.lint.wording import saying

if TYPE_CHECKING:
    from specrules.spec.model import Spec

_SAYS = (
    r"\b(?:people|clients?|patients?|service users?|residents?|they|everyone|everybody"
    r"|all)\b[^.;]{0,40}?\b(?:must|shall|have to|has to|required to|are to|is to|need to"
    r"|expected to|obliged to|made to|mandat\w+)\b[^.;]{0,30}?\b(?:attend\w*|go(?: along)? to|join"
    r"|take part in|be members?)\b[^.;]{0,40}?(?:mutual aid|aa\b|na\b|alcoholics anonymous"
    r"|narcotics anonymous|smart recovery|fellowship|12-step|twelve-step)"
    r"|\b(?:compulsory|mandatory|obligatory|required)\b[^.;]{0,20}\b(?:attendance|mutual aid)\b"
    r"|\battendance at\b[^.;]{0,40}(?:mutual aid|aa\b|na\b|alcoholics anonymous"
    r"|narcotics anonymous|smart recovery|fellowship|12-step|twelve-step)[^.;]{0,20}\b(?:is"
    r"|as)\b[^.;]{0,15}\b(?:compulsory|mandatory|a condition|required)"
)
_UNLESS = (
    r"\b(?:asked if|offered|invited|helped|encouraged|no (?:one|body)|never"
    r"|not (?:be )?(?:required|have|made)|keyworkers? (?:must|are)|staff)\b"
)


@rule("MA508", "attendance-compelled", Severity.ADVICE)
def attendance_compelled(spec: Spec) -> Found:
    """Going to mutual aid is up to each person.

    Mutual aid is a voluntary relationship. What can be required is that the
    service offers it and helps people there.

    Source: Improving access to mutual aid: a brief guide for commissioners
    (Public Health England, 2014), and Building recovery in communities (National
    Treatment Agency, 2011), which calls the relationship voluntary

    Bad:

        requirements:
          X-1:
            title: People must attend two mutual aid meetings a week
            owed-by: riverbank
            strength: should
            checks: {done: {count: times it was done, target: at least 3}}
            source: local decision, 2026-02-10

    Good:

        requirements:
          X-1:
            title: Keyworkers offer to go along to a first mutual aid meeting
            owed-by: riverbank
            strength: should
            checks: {done: {count: times it was done, target: at least 3}}
            source: local decision, 2026-02-10
    """
    for clause, words in saying(spec, __name__, _SAYS, _UNLESS):
        yield Wrong(
            clause.place,
            f'"{words}" makes people attend, and mutual aid is voluntary.',
            "Put the duty on the keyworker: to offer it and to help people there.",
            clause.about,
        )
