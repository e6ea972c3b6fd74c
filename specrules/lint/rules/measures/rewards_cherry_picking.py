"""The rule ``rewards-cherry-picking``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from specrules.base.findings import Severity
from specrules.lint.registry import Found, Wrong, rule
from specrules.lint.wording import saying

if TYPE_CHECKING:
    from specrules.spec.model import Spec

_SAYS = (
    r"\b(?:payment|paid|bonus|incentive|tariff|reward\w*)\b[^.;]{0,50}?\b(?:complet\w+|outcomes?"
    r"|abstinen\w+|success\w*|discharg\w+|drug[- ]free)\b"
    r"|\b(?:complet\w+|outcomes?|abstinen\w+|success\w*)\b[^.;]{0,40}?\b(?:are|is|be) (?:paid"
    r"|rewarded|incentivi[sz]ed)\b"
)
_UNLESS = (
    r"\b(?:both conditions|complex\w*|added risk|greater risk|at risk|adjusted|weighted|more for"
    r"|higher need|no payment|not paid|not)\b"
)


@rule("MS314", "rewards-cherry-picking", Severity.ADVICE)
def rewards_cherry_picking(spec: Spec) -> Found:
    """Paying for results does not reward choosing easy cases.

    Where payment follows outcomes alone, people with added risk cost money. The
    guide suggests incentives for them instead.

    Source: Better care for people with co-occurring mental health and
    alcohol/drug use conditions (Public Health England, 2017), as analysed by Drug
    and Alcohol Findings (2019), what commissioners should do, incentives

    Bad:

        requirements:
          X-1:
            title: Payment for each person who completes treatment
            owed-by: riverbank
            strength: should
            checks: {done: {count: times it was done, target: at least 3}}
            source: local decision, 2026-02-10

    Good:

        requirements:
          X-1:
            title: Payment for each person, more for those with both conditions
            owed-by: riverbank
            strength: should
            checks: {done: {count: times it was done, target: at least 3}}
            source: local decision, 2026-02-10
    """
    for clause, words in saying(spec, __name__, _SAYS, _UNLESS):
        yield Wrong(
            clause.place,
            f'"{words}" pays for results, whoever they are reached with.',
            "Add more for people with added risk, such as both conditions.",
            clause.about,
        )
