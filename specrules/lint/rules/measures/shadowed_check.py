"""The rule ``shadowed-check``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from specrules.base.findings import Severity
from specrules.lint.about import target_place
from specrules.lint.needed import needed
from specrules.lint.registry import Found, Wrong, rule
from specrules.values.comparing import stricter
from specrules.values.quantities import write_target

if TYPE_CHECKING:
    from collections.abc import Iterator

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
        for easier, harder in _shadowed(requirement):
            least, most = (write_target(each.targets[0].target) for each in (easier, harder))
            yield Wrong(
                target_place(requirement, easier),
                f'Whatever meets "{most}" meets "{least}" of the same figure, so that never decides.',
                "Take the easier of the two out, or make it partly-met of the other.",
                requirement,
                (target_place(requirement, harder),),
            )


def _shadowed(requirement: Requirement) -> Iterator[tuple[Check, Check]]:
    """Every check that is met whenever a harder one of the same figure is, and that one behind it."""
    must = needed(requirement)
    deciding: dict[str, list[Check]] = {}
    for check in requirement.checks:
        if check.name in must and _has_one_target(check):
            figure = check.evidence_from or f"{requirement.id}.{check.name}"
            yield from _settled(check, deciding.setdefault(figure, []))


def _settled(check: Check, deciding: list[Check]) -> Iterator[tuple[Check, Check]]:
    """What does not decide beside *check*, or *check* beside those *deciding*; else it is one of them."""
    for other in tuple(deciding):
        harder = stricter(check.targets[0].target, other.targets[0].target)
        if harder is False or check.targets[0].target == other.targets[0].target:
            yield check, other
            return
        if harder:
            deciding.remove(other)
            yield other, check
    deciding.append(check)


def _has_one_target(check: Check) -> bool:
    return len(check.targets) == 1 and check.targets[0].partly is None
