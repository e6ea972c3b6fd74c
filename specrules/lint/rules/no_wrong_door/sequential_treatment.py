"""The rule ``sequential-treatment``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from specrules.base.findings import Severity
from specrules.lint.registry import Found, Wrong, rule
from specrules.lint.wording import saying

if TYPE_CHECKING:
    from specrules.spec.model import Spec

_SAYS = (
    r"\b(?:treatment|detox\w*|therapy|programme|drug use|drinking|alcohol|addiction"
    r"|mental (?:health|illness)|depression|trauma|psychosis)\b[^.;]{0,30}?\b(?:is |are |be "
    r"|must be )?(?:complet\w*|treated|dealt with|addressed|resolved|finished|stable|under control"
    r"|tackled)(?: first)?\b[^.;]{0,20}?\b(?:before|first|and only then|and then)\b"
    r"|\b(?:only after|not until|wait\w* (?:until|for))\b[^.;]{0,40}?\b(?:treatment|detox\w*"
    r"|programme|drinking|drug use)\b[^.;]{0,25}?\b(?:complet\w*|finish\w*|end\w*|resolved|over)\b"
)
_UNLESS = (
    r"\b(?:together|at the same time|not (?:wait|be|have)|no one waits|nobody|joint|alongside"
    r"|without|first (?:appointment|contact|review|seen|six|weeks))\b"
)


@rule("NW614", "sequential-treatment", Severity.ADVICE)
def sequential_treatment(spec: Spec) -> Found:
    """Both conditions are treated together.

    Each makes the other worse. Treating one and then the other leaves the second
    to undo the first.

    Source: Better care for people with co-occurring mental health and
    alcohol/drug use conditions (Public Health England, 2017), as analysed by Drug
    and Alcohol Findings (2019), principles of care

    Bad:

        requirements:
          X-1:
            title: Alcohol treatment is completed before depression is treated
            owed-by: riverbank
            strength: should
            checks: {done: {count: times it was done, target: at least 3}}
            source: local decision, 2026-02-10

    Good:

        requirements:
          X-1:
            title: Both are treated under one plan
            owed-by: riverbank
            strength: should
            checks: {done: {count: times it was done, target: at least 3}}
            source: local decision, 2026-02-10
    """
    for clause, words in saying(spec, __name__, _SAYS, _UNLESS):
        yield Wrong(
            clause.place,
            f'"{words}" treats one condition and then the other.',
            "Ask for one plan for both.",
            clause.about,
        )
