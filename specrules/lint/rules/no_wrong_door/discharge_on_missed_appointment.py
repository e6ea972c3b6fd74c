"""The rule ``discharge-on-missed-appointment``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from specrules.base.findings import Severity
from specrules.lint.registry import Found, Wrong, rule
from specrules.lint.wording import saying

if TYPE_CHECKING:
    from specrules.spec.model import Spec

_SAYS = (
    r"\b(?:clos\w+|discharg\w+|remov\w+|taken off|struck off|end\w*)\b[^.;]{0,40}?\b(?:miss\w*"
    r"|fail\w* to attend|did not attend|non-?attend\w*|dna\w*|not attending)\b"
    r"|\b(?:miss\w*|fail\w* to attend|did not attend|non-?attend\w*"
    r"|dnas?)\b[^.;]{0,50}?\b(?:clos\w+|discharg\w+|remov\w+|taken off|struck off|case is ended)\b"
)
_UNLESS = (
    r"\b(?:nobody|no one|never|not (?:be )?(?:closed|discharged)|no case|only after"
    r"|followed up before|before (?:any|a) case|without)\b"
)


@rule("NW607", "discharge-on-missed-appointment", Severity.ADVICE)
def discharge_on_missed_appointment(spec: Spec) -> Found:
    """A missed appointment is followed up, and closes nothing.

    People with both conditions miss appointments. Every missed one is followed
    up.

    Source: Better care for people with co-occurring mental health and
    alcohol/drug use conditions (Public Health England, 2017), as analysed by Drug
    and Alcohol Findings (2019), and Coexisting severe mental illness and
    substance misuse (NICE quality standard QS188, 2019), statement 4

    Bad:

        requirements:
          X-1:
            title: Cases are closed after two missed appointments
            owed-by: riverbank
            strength: should
            checks: {done: {count: times it was done, target: at least 3}}
            source: local decision, 2026-02-10

    Good:

        requirements:
          X-1:
            title: Every missed appointment is followed up
            owed-by: riverbank
            strength: should
            checks: {done: {count: times it was done, target: at least 3}}
            source: local decision, 2026-02-10
    """
    for clause, words in saying(spec, __name__, _SAYS, _UNLESS):
        yield Wrong(
            clause.place,
            f'"{words}" lets go of people who miss appointments.',
            "Ask that every missed appointment is followed up.",
            clause.about,
        )
