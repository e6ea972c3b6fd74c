"""The rule ``condition-never-open``."""

from __future__ import annotations

from specrules.base.findings import Severity
from specrules.lint.about import duties, place
from specrules.lint.reach import anything_meets
from specrules.lint.registry import Found, Wrong, rule
from specrules.lint.truth import answers_to, level, names_in
from specrules.spec.model import Combination, Spec, StandardClause


@rule("MS344", "condition-never-open", Severity.WARNING, on=(Spec, StandardClause))
def condition_never_open(document: Spec | StandardClause) -> Found:
    """A condition can hold and can fail.

    "applies-if" says when a requirement applies. Where its conditions are true
    whatever is answered, it always applies; where they never are, it never does,
    and is never judged.

    Bad:

        requirements:
          X-1:
            title: Something is done
            owed-by: riverbank
            strength: should
            conditions: {rooms: {count: rooms that could be lent, target: at least 0}}
            applies-if: {any: [rooms]}
            checks: {done: {count: times it was done, target: at least 3}}
            source: local decision, 2026-02-10

    Good:

        requirements:
          X-1:
            title: Something is done
            owed-by: riverbank
            strength: should
            conditions: {rooms: {count: rooms that could be lent, target: at least 1}}
            applies-if: {any: [rooms]}
            checks: {done: {count: times it was done, target: at least 3}}
            source: local decision, 2026-02-10
    """
    for duty in duties(document):
        tree = duty.applies_if
        if not isinstance(tree, Combination):
            continue
        given = {
            each.name
            for each in duty.conditions
            if each.targets and anything_meets(each, each.targets[-1].target)
        }
        answers = answers_to(duty.conditions, sorted({*names_in(tree)})) or []
        reached = {level(tree, each) for each in answers if all(each.get(name, 2) == 2 for name in given)}
        if len(reached) == 1:
            always = reached == {2}
            yield Wrong(
                place(duty.written, key="applies-if"),
                f"Whatever the answers are, {duty.id} {'always' if always else 'never'} applies.",
                "Take the condition out."
                if always
                else "Correct the condition, or take the requirement out.",
                duty,
            )
