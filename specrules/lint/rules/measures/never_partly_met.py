"""The rule ``never-partly-met``."""

from __future__ import annotations

from specrules.base.findings import Severity
from specrules.lint.about import duties, place
from specrules.lint.registry import Found, Wrong, rule
from specrules.lint.truth import answers_to, level, names_in
from specrules.spec.model import Spec, StandardClause


@rule("MS343", "never-partly-met", Severity.WARNING, on=(Spec, StandardClause))
def never_partly_met(document: Spec | StandardClause) -> Found:
    """Some answers make a requirement partly met, where it says when.

    Where "partly-met-when" is only true when "met-when" is true as well, it says
    nothing: the requirement is met then.

    Bad:

        requirements:
          X-1:
            title: Something is done
            owed-by: riverbank
            strength: should
            checks:
              seen: {count: people seen, target: at least 3}
              helped: {count: people helped, target: at least 2}
            met-when: {any: [seen, helped]}
            partly-met-when: {all: [seen, helped]}
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
            partly-met-when: {any: [seen, helped]}
            source: local decision, 2026-02-10
    """
    for duty in duties(document):
        met, partly = duty.met_when, duty.partly_met_when
        if met is None or partly is None:
            continue
        answers = answers_to(duty.checks, sorted({*names_in(met), *names_in(partly)}))
        if answers and all(level(met, each) == 2 for each in answers if level(partly, each) == 2):
            yield Wrong(
                place(duty.written, key="partly-met-when"),
                "Whatever makes this true meets the requirement anyway, so it is never partly met.",
                "Let partly-met-when ask for less than met-when, or take it out.",
                duty,
                (place(duty.written, key="met-when"),),
            )
