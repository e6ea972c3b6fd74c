"""The rule ``restricted-data-published``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from specrules.base.findings import Severity
from specrules.lint.registry import Found, Wrong, rule
from specrules.lint.wording import saying

if TYPE_CHECKING:
    from specrules.spec.model import Spec

_FIGURES = (
    r"(?:\bNDTMS(?:\.net)?(?: \w+){0,3}? (?:figures?|reports?|data|numbers?|returns?|tables?)\b"
    r"|\brestricted (?:\w+ ){0,2}(?:figures?|reports?|data|statistics)\b"
    r"|\b(?:figures?|reports?|data|numbers?|tables?) (?:\w+ ){0,3}?(?:from|in|of) (?:the )?NDTMS\b"
    r"|\brecovery support (?:figures?|reports?|data|numbers?)\b)"
)
_PUBLIC = (
    r"\b(?:publish\w*|public(?:ly)?|websites?|web page|online|press|social media|newsletters?|open data)\b"
)
_SAYS = rf"{_FIGURES}[^.;]{{0,60}}?{_PUBLIC}|{_PUBLIC}[^.;]{{0,60}}?{_FIGURES}"
_UNLESS = (
    r"\b(?:not|never|nothing|no|hidden|suppress\w*|national statistics|already published|public health"
    r"|officially|login|log in|unless)\b"
)


@rule("EV406", "restricted-data-published", Severity.WARNING)
def restricted_data_published(spec: Spec) -> Found:
    """Figures from restricted reports are not made public.

    Reports on recovery support in NDTMS, the National Drug Treatment Monitoring
    System, are for people with a login of their own. Publish what is published
    nationally, or figures of the service's own in which small numbers are hidden.

    Source: Improving access to mutual aid: a brief guide for commissioners
    (Public Health England, 2014), Data completeness and reporting of recovery
    support interventions

    Bad:

        requirements:
          X-1:
            title: NDTMS recovery support figures are published on the website
            owed-by: riverbank
            strength: should
            checks: {done: {count: times it was done, target: at least 3}}
            source: local decision, 2026-02-10

    Good:

        requirements:
          X-1:
            title: NDTMS recovery support figures are looked at in the contract review
            owed-by: riverbank
            strength: should
            checks: {done: {count: times it was done, target: at least 3}}
            source: local decision, 2026-02-10
    """
    for clause, words in saying(spec, __name__, _SAYS, _UNLESS, figures=True):
        yield Wrong(
            clause.place,
            f'"{words}" makes restricted figures public.',
            "Publish national figures, or say who with a login sees these.",
            clause.about,
        )
