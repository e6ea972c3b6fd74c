"""The rule ``no-information-sharing``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from specrules.findings import Severity
from specrules.lint.about import place
from specrules.lint.door import lacking
from specrules.lint.registry import Found, Wrong, rule

if TYPE_CHECKING:
    from specrules.spec.model import Spec


@rule("NW619", "no-information-sharing", Severity.WARNING, whole=True)
def no_information_sharing(spec: Spec) -> Found:
    """Services that share the care of people have agreed to share information.

    Joint care without an agreement on information stops at the first question.

    Source: Better care for people with co-occurring mental health and
    alcohol/drug use conditions (Public Health England, 2017), as analysed by Drug
    and Alcohol Findings (2019), principles of care, collaborative delivery of
    care

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
          NWD-7:
            standard-clause: no-wrong-door/information-sharing-agreed
            owed-by: council
            strength: must
    """
    last = lacking(spec, "no-wrong-door/information-sharing-agreed")
    if last:
        yield Wrong(
            place(last.written, key="standard-clause"),
            "Services are to work together, and nothing asks for an agreement to share information.",
            "Add no-wrong-door/information-sharing-agreed, owed by the commissioner.",
            last,
        )
