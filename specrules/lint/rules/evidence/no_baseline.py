"""The rule ``no-baseline``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from specrules.base.findings import Severity
from specrules.lint.registry import Found, Wrong, rule
from specrules.lint.wording import saying

if TYPE_CHECKING:
    from specrules.spec.model import Spec

_SAYS = (
    r"\b(?:improv(?:e|es|ed|ement|ements|ing)|increas(?:e|es|ed|ing)|ris(?:e|es|ing)|reduc(?:e|es"
    r"|ed|tion|ing)|decreas(?:e|es|ed)|fewer|higher (?:numbers?|shares?|proportions?|rates?)"
    r"|grow(?:s|th)|fall(?:s|ing)?|lower)\b(?:[^.;]{0,60})"
)
_UNLESS = (
    r"\b(?:from \d|baseline|compared with|than (?:in|the year|last|at least)|\d ?%|risk\w*"
    r"|no fewer|not fewer|by \d|of 20\d\d|higher education|lower limb|improvement plan"
    r"|harm reduction|reducing harm|harm\b|quality improvement)"
)


@rule("EV407", "no-baseline", Severity.ADVICE)
def no_baseline(spec: Spec) -> Found:
    """An improvement is measured from somewhere.

    Early figures were too poorly filled in to improve on. Say from which figure
    and from when, or ask for a level.

    Source: Improving access to mutual aid: a brief guide for commissioners
    (Public Health England, 2014), Data completeness and reporting of recovery
    support interventions

    Bad:

        requirements:
          X-1:
            title: The share of people linked with groups improves
            owed-by: riverbank
            strength: should
            checks: {done: {count: times it was done, target: at least 3}}
            source: local decision, 2026-02-10

    Good:

        requirements:
          X-1:
            title: The share of people linked with groups is at least 60%
            owed-by: riverbank
            strength: should
            checks: {done: {count: times it was done, target: at least 3}}
            source: local decision, 2026-02-10
    """
    for clause, words in saying(spec, __name__, _SAYS, _UNLESS, figures=True):
        yield Wrong(
            clause.place,
            f'"{words}" asks for a change, and not from what.',
            "Add the figure it starts from, and of when.",
            clause.about,
        )
