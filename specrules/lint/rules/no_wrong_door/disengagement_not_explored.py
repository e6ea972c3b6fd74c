"""The rule ``disengagement-not-explored``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from specrules.findings import Severity
from specrules.lint.about import place
from specrules.lint.door import lacking
from specrules.lint.registry import Found, Wrong, rule

if TYPE_CHECKING:
    from specrules.spec.model import Spec


@rule("NW616", "disengagement-not-explored", Severity.ADVICE, whole=True)
def disengagement_not_explored(spec: Spec) -> Found:
    """Services explore why people stopped before.

    People with both conditions often leave early. What made them leave once is
    the best clue to what would keep them.

    Source: Better care for people with co-occurring mental health and
    alcohol/drug use conditions (Public Health England, 2017), as analysed by Drug
    and Alcohol Findings (2019), what no wrong door asks of all services, fifth
    point

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
          NWD-5:
            standard-clause: no-wrong-door/leaving-explored-and-plan-agreed
            owed-by: {each-of: [riverbank, trust]}
            strength: should
            checks: {explored: at least 80%, planned: at least 75%}
    """
    last = lacking(spec, "no-wrong-door/leaving-explored-and-plan-agreed")
    if last:
        yield Wrong(
            place(last.written, key="standard-clause"),
            "Nothing asks why people stopped using services before.",
            "Add no-wrong-door/leaving-explored-and-plan-agreed.",
            last,
        )
