"""The rule ``shadowed-check``."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from specrules.findings import Severity
from specrules.lint.about import target_place
from specrules.lint.needed import needed
from specrules.lint.registry import Found, Wrong, rule
from specrules.quantities import stricter, write_target

if TYPE_CHECKING:
    from specrules.spec.model import Check, Requirement, Spec


@rule("MS306", "shadowed-check", Severity.ADVICE)
def shadowed_check(spec: Spec) -> Found:
    """No check is settled by another of the same figure.

    Where two checks of one requirement look at the same figure and both must be
    met, the easier target is met whenever the other is. It is asked for and never
    decides.

    Bad:

        requirements:
          X-1:
            title: Something is done
            owed-by: riverbank
            strength: should
            checks:
              done: {count: times it was done, target: at least 3}
              often: {count: times it was done, evidence-from: done, target: at least 2}
            source: local decision, 2026-02-10

    Good:

        requirements:
          X-1:
            title: Something is done
            owed-by: riverbank
            strength: should
            checks:
              done: {count: times it was done, target: at least 3}
            source: local decision, 2026-02-10
    """
    for requirement in spec.requirements:
        must = needed(requirement)
        for one, two in combinations([each for each in requirement.checks if each.name in must], 2):
            easier, harder = _ordered(requirement, one, two)
            if easier and harder:
                least, most = (write_target(each.targets[0].target) for each in (easier, harder))
                yield Wrong(
                    target_place(requirement, easier),
                    f'Whatever meets "{most}" meets "{least}" of the same figure, so that never decides.',
                    "Take the easier of the two out, or make it partly-met of the other.",
                    requirement,
                    (target_place(requirement, harder),),
                )


def _ordered(requirement: Requirement, one: Check, two: Check) -> tuple[Check | None, Check | None]:
    """The easier and the harder of two checks, or Nones when they are of two figures or neither is easier."""
    figures = {each.evidence_from or f"{requirement.id}.{each.name}" for each in (one, two)}
    if len(figures) > 1 or not all(_has_one_target(each) for each in (one, two)):
        return None, None
    harder = stricter(one.targets[0].target, two.targets[0].target)
    if harder is None and one.targets[0].target != two.targets[0].target:
        return None, None
    return (two, one) if harder is not False else (one, two)


def _has_one_target(check: Check) -> bool:
    return len(check.targets) == 1 and check.targets[0].partly is None
