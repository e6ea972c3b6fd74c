"""The rule ``weaker-than-source``."""

from __future__ import annotations

from specrules.base.findings import Severity
from specrules.lint.about import place
from specrules.lint.registry import Found, Wrong, rule
from specrules.spec.model import Guidance, Spec, Strength

_FIRMNESS = {
    Strength.MUST: 3,
    Strength.SHOULD: 2,
    Strength.ENCOURAGED: 1,
    Guidance.REQUIRED: 3,
    Guidance.RECOMMENDED: 2,
    Guidance.MAY_CONSIDER: 1,
}


@rule("SO703", "weaker-than-source", Severity.WARNING)
def weaker_than_source(spec: Spec) -> Found:
    """A requirement is put as firmly as the guidance puts it.

    What guidance requires is a must here, and what it recommends at least a
    should. Where you decided otherwise, record it as a local decision.

    Source: each standard clause says how firmly its guidance puts it. The four
    statements of Coexisting severe mental illness and substance misuse (NICE
    quality standard QS188, 2019) are recommendations.

    Bad:

        requirements:
          NWD-2:
            standard-clause: no-wrong-door/asked-about-use
            owed-by: {each-of: [riverbank, trust]}
            strength: encouraged
            checks: {suspected: at least 95%, confirmed: at least 95%}

    Good:

        requirements:
          NWD-2:
            standard-clause: no-wrong-door/asked-about-use
            owed-by: {each-of: [riverbank, trust]}
            strength: should
            checks: {suspected: at least 95%, confirmed: at least 95%}
    """
    for requirement in spec.requirements:
        clause = requirement.standard_clause
        if clause is None or requirement.local_source:
            continue
        if _FIRMNESS[requirement.strength] < _FIRMNESS[clause.guidance]:
            at_least = "must" if clause.guidance is Guidance.REQUIRED else "should"
            yield Wrong(
                place(requirement.written, key="strength"),
                f"The guidance says {clause.guidance}, and {requirement.id} says {requirement.strength}.",
                f"Write {at_least}, or record your decision, such as: source: local decision, 2026-02-10",
                requirement,
            )
