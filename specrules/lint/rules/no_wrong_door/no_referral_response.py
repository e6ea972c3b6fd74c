"""The rule ``no-referral-response``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from specrules.base.findings import Severity
from specrules.lint.door import lacking, of_the_door
from specrules.lint.registry import Found, rule

if TYPE_CHECKING:
    from specrules.spec.model import Spec


@rule("NW612", "no-referral-response", Severity.WARNING, whole=True)
@of_the_door("""
NWD-6:
  standard-clause: no-wrong-door/referrals-answered
  owed-by: {each-of: [riverbank, trust]}
  strength: should
  hand-off:
    referrals: people with both conditions, sent in the period
    look-back: 14 days
    answer-within: 5 working days
    answered: at least 95%
    outcome-known: at least 90%
    answers: [accepted, joint work]
""")
def no_referral_response(spec: Spec) -> Found:
    """Referrals between services are answered within a time.

    People are lost between services when nobody has to answer. A hand-off asks
    both ends.

    Source: Better care for people with co-occurring mental health and
    alcohol/drug use conditions (Public Health England, 2017), as analysed by Drug
    and Alcohol Findings (2019), what no wrong door asks of all services, referral
    """
    yield from lacking(
        spec,
        ("no-wrong-door/referrals-answered",),
        "People are referred on, and nothing asks whether they arrived.",
        "Add no-wrong-door/referrals-answered, with its hand-off.",
    )
