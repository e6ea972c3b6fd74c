"""The rule ``sobriety-first``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from specrules.base.findings import Severity
from specrules.lint.registry import Found, Wrong, rule
from specrules.lint.wording import saying

if TYPE_CHECKING:
    from specrules.spec.model import Spec

_SAYS = (
    r"\b(?:abstinen\w+|abstain\w*|sober|sobriety|drug[- ]free|alcohol[- ]free|clean|dry|detoxified"
    r"|stopp?\w* (?:drinking|using)|stabili[sz]ed)\b[^.;]{0,50}?\b(?:before|prior to|until"
    r"|in order to|to be eligible|for at least)\b"
    r"|\b(?:only (?:once|when|after|if)|once|until|unless|after)\b[^.;]{0,40}?\b(?:abstinen\w+"
    r"|abstain\w*|sober|sobriety|drug[- ]free|alcohol[- ]free|clean|dry|detoxified"
    r"|stopp\w* (?:drinking|using)(?! services?| a service))\b"
)
_UNLESS = (
    r"\b(?:without|not (?:depend|need|have|be asked|required)|no need|does not|do not|regardless"
    r"|whether or not|while|even if|relapse)\b"
)


@rule("NW603", "sobriety-first", Severity.ADVICE)
def sobriety_first(spec: Spec) -> Found:
    """Mental health care does not wait for abstinence.

    Somebody who could stop by themselves would not need help with both. Care
    starts with people as they are.

    Source: Better care for people with co-occurring mental health and
    alcohol/drug use conditions (Public Health England, 2017), as analysed by Drug
    and Alcohol Findings (2019), principles of care

    Bad:

        requirements:
          X-1:
            title: People are abstinent for three months before therapy
            owed-by: riverbank
            strength: should
            checks: {done: {count: times it was done, target: at least 3}}
            source: local decision, 2026-02-10

    Good:

        requirements:
          X-1:
            title: Therapy is offered while people still drink
            owed-by: riverbank
            strength: should
            checks: {done: {count: times it was done, target: at least 3}}
            source: local decision, 2026-02-10
    """
    for clause, words in saying(spec, __name__, _SAYS, _UNLESS):
        yield Wrong(
            clause.place,
            f'"{words}" asks for abstinence before help.',
            "Take it out, or offer help meanwhile.",
            clause.about,
        )
