"""The rule ``never-met``."""

from __future__ import annotations

from specrules.base.findings import Severity
from specrules.lint.about import duties, place
from specrules.lint.registry import Found, Wrong, rule
from specrules.lint.truth import answers_to, level, names_in
from specrules.spec.model import Spec, StandardClause


@rule("MS341", "never-met", Severity.ERROR, on=(Spec, StandardClause))
def never_met(document: Spec | StandardClause) -> Found:
    """Some answers meet every requirement.

    "met-when" combines checks. Where no answer to them makes it true, as with a
    check and its opposite, the requirement can never be met.

    Bad:

        requirements:
          X-1:
            title: Something is done
            owed-by: riverbank
            strength: should
            checks:
              seen: {count: people seen, target: at least 3}
              helped: {count: people helped, target: at least 2}
            met-when: {all: [seen, {not: seen}, helped]}
            source: local decision, 2026-02-10

    Good:

        requirements:
          X-1:
            title: Something is done
            owed-by: riverbank
            strength: should
            checks:
              seen: {count: people seen, target: at least 3}
              helped: {count: people helped, target: at least 2}
            met-when: {all: [seen, helped]}
            source: local decision, 2026-02-10
    """
    for duty in duties(document):
        tree = duty.met_when
        answers = answers_to(duty.checks, sorted({*names_in(tree)})) if tree else None
        if tree and answers and not any(level(tree, each) == 2 for each in answers):
            yield Wrong(
                place(duty.written, key="met-when"),
                "Whatever the answers are, this is never met.",
                "Take out what rules the rest out.",
                duty,
            )
