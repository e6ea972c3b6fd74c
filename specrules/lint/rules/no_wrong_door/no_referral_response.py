"""The rule ``no-referral-response``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from specrules.findings import Severity
from specrules.lint.about import place
from specrules.lint.door import lacking
from specrules.lint.registry import Found, Wrong, rule

if TYPE_CHECKING:
    from specrules.spec.model import Spec


@rule("NW612", "no-referral-response", Severity.WARNING, whole=True)
def no_referral_response(spec: Spec) -> Found:
    """Referrals between services are answered within a time.

    People are lost between services when nobody has to answer. A hand-off asks
    both ends.

    Source: Better care for people with co-occurring mental health and
    alcohol/drug use conditions (Public Health England, 2017), as analysed by Drug
    and Alcohol Findings (2019), what no wrong door asks of all services, referral

    Bad:

        requirements:
          NWD-1:
            standard-clause: no-wrong-door/respectful-response
            owed-by: {each-of: [riverbank, trust]}
            strength: should
            target: at least 80%
          NWD-2:
            standard-clause: no-wrong-door/rapid-assessment-and-referral
            owed-by: {each-of: [riverbank, trust]}
            strength: should
            checks: {assessed: at least 90%, referred: at least 90%}
          NWD-3:
            standard-clause: no-wrong-door/rapid-response-to-urgent-need
            owed-by: {each-of: [riverbank, trust]}
            strength: should
            checks: {responded: at least 95%, planned: at least 80%}

    Good:

        requirements:
          NWD-1:
            standard-clause: no-wrong-door/respectful-response
            owed-by: {each-of: [riverbank, trust]}
            strength: should
            target: at least 80%
          NWD-2:
            standard-clause: no-wrong-door/rapid-assessment-and-referral
            owed-by: {each-of: [riverbank, trust]}
            strength: should
            checks: {assessed: at least 90%, referred: at least 90%}
          NWD-3:
            standard-clause: no-wrong-door/rapid-response-to-urgent-need
            owed-by: {each-of: [riverbank, trust]}
            strength: should
            checks: {responded: at least 95%, planned: at least 80%}
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
    """
    last = lacking(spec, "no-wrong-door/referrals-answered")
    if last:
        yield Wrong(
            place(last.written, key="standard-clause"),
            "People are referred on, and nothing asks whether they arrived.",
            "Add no-wrong-door/referrals-answered, with its hand-off.",
            last,
        )
