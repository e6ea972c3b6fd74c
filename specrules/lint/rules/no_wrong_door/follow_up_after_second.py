"""The rule ``follow-up-after-second``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from specrules.base.findings import Severity
from specrules.lint.registry import Found, Wrong, rule
from specrules.lint.wording import saying

if TYPE_CHECKING:
    from specrules.spec.model import Spec

_SAYS = (
    r"\bfollow\w*(?: |-)?up\b[^.;]{0,40}?\b(?:second|third|two|three|2|3|2nd|3rd|several"
    r"|repeated)\b[^.;]{0,20}?\b(?:miss\w*|non-?attendances?|dnas?)\b"
    r"|\b(?:second|third|two|three|2|3|2nd|3rd|several|repeated) (?:consecutive )?(?:miss\w*"
    r"|non-?attendances?|dnas?)[^.;]{0,40}?\b(?:follow\w*(?: |-)?up|contact\w*|call\w*|letter"
    r"|phone\w*)\b"
)
_UNLESS = r"\b(?:first|any|every|each) (?:missed|non)|\bwithin (?:two|three|2|3)\b"


@rule("NW608", "follow-up-after-second", Severity.ADVICE)
def follow_up_after_second(spec: Spec) -> Found:
    """The first missed appointment is followed up.

    The quality statement says any missed appointment. Waiting for the second
    loses people who leave once.

    Source: Better care for people with co-occurring mental health and
    alcohol/drug use conditions (Public Health England, 2017), as analysed by Drug
    and Alcohol Findings (2019), and Coexisting severe mental illness and
    substance misuse (NICE quality standard QS188, 2019), statement 4

    Bad:

        requirements:
          X-1:
            title: Follow-up starts after two missed appointments
            owed-by: riverbank
            strength: should
            checks: {done: {count: times it was done, target: at least 3}}
            source: local decision, 2026-02-10

    Good:

        requirements:
          X-1:
            title: Follow-up starts after any missed appointment
            owed-by: riverbank
            strength: should
            checks: {done: {count: times it was done, target: at least 3}}
            source: local decision, 2026-02-10
    """
    for clause, words in saying(spec, __name__, _SAYS, _UNLESS):
        yield Wrong(
            clause.place,
            f'"{words}" waits for more than one missed appointment.',
            "Follow up any missed appointment.",
            clause.about,
        )
