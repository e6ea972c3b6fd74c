"""The rule ``not-asked``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from specrules.findings import Severity
from specrules.lint.about import place
from specrules.lint.door import lacking
from specrules.lint.registry import Found, Wrong, rule

if TYPE_CHECKING:
    from specrules.spec.model import Spec


@rule("NW615", "not-asked", Severity.WARNING, whole=True)
def not_asked(spec: Spec) -> Found:
    """People are asked about the other condition.

    What nobody asks about nobody treats. The first quality statement has people
    with severe mental illness asked whether they drink or use drugs.

    Source: Better care for people with co-occurring mental health and
    alcohol/drug use conditions (Public Health England, 2017), as analysed by Drug
    and Alcohol Findings (2019), and Coexisting severe mental illness and
    substance misuse (NICE quality standard QS188, 2019), statement 1

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
          NWD-8:
            standard-clause: no-wrong-door/asked-about-use
            owed-by: trust
            strength: should
            checks: {suspected: at least 95%, confirmed: at least 95%}
    """
    last = lacking(spec, "no-wrong-door/asked-about-use")
    if last:
        yield Wrong(
            place(last.written, key="standard-clause"),
            "Nothing asks whether people are asked about the other condition.",
            "Add no-wrong-door/asked-about-use.",
            last,
        )
