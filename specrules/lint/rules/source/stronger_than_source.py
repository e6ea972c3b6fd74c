"""The rule ``stronger-than-source``."""

from __future__ import annotations

from specrules.base.findings import Severity
from specrules.lint.about import place
from specrules.lint.registry import Found, Wrong, rule
from specrules.spec.model import Guidance, Spec, Strength


@rule("SO702", "stronger-than-source", Severity.ADVICE)
def stronger_than_source(spec: Spec) -> Found:
    """A "must" that the guidance only suggests is recorded as your own decision.

    Where guidance says that commissioners may wish to consider something, you
    may still require it. Saying so keeps the requirement from being read as the
    guidance's.

    Source: Improving access to mutual aid: a brief guide for commissioners
    (Public Health England, 2014), Service specifications, which puts its
    clauses as ones that commissioners may wish to consider.

    Bad:

        requirements:
          MA-1:
            standard-clause: mutual-aid/keyworkers-facilitate-access
            owed-by: riverbank
            strength: must
            target: at least 90%

    Good:

        requirements:
          MA-1:
            standard-clause: mutual-aid/keyworkers-facilitate-access
            owed-by: riverbank
            strength: must
            target: at least 90%
            source: local decision, 2026-02-10
    """
    for requirement in spec.requirements:
        clause = requirement.standard_clause
        optional = clause is not None and clause.guidance is Guidance.MAY_CONSIDER
        if optional and requirement.strength is Strength.MUST and not requirement.local_source:
            yield Wrong(
                place(requirement.written, key="strength"),
                f"The guidance says that commissioners may consider this, and {requirement.id} says must.",
                "If you decided so, record it, such as: source: local decision, 2026-02-10",
                requirement,
            )
