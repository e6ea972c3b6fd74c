"""The rule ``contradiction``."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from specrules.findings import Severity
from specrules.lint.about import target_place
from specrules.lint.needed import needed
from specrules.lint.once import once_each
from specrules.lint.registry import Found, Wrong, rule
from specrules.quantities import write_target

if TYPE_CHECKING:
    from specrules.spec.model import Check, Requirement, Spec


@rule("MS307", "contradiction", Severity.ERROR)
def contradiction(spec: Spec) -> Found:
    """No two requirements ask the same party for opposite things.

    Where one requirement asks for more of what another limits, one of the two is
    always not met, whatever the party does.

    Bad:


        requirements:
          X-1:
            title: People are seen
            owed-by: riverbank
            strength: should
            checks: {seen: {share: people seen at home, of: people referred, target: at least 80%}}
            source: local decision, 2026-02-10
          X-2:
            title: People come to the service
            owed-by: riverbank
            strength: should
            checks: {home: {share: people seen at home, of: people referred, target: no more than 20%}}
            source: local decision, 2026-02-10

    Good:


        requirements:
          X-1:
            title: People are seen
            owed-by: riverbank
            strength: should
            checks: {seen: {share: people seen at home, of: people referred, target: at least 10%}}
            source: local decision, 2026-02-10
          X-2:
            title: People come to the service
            owed-by: riverbank
            strength: should
            checks: {home: {share: people seen at home, of: people referred, target: no more than 20%}}
            source: local decision, 2026-02-10
    """
    asked: dict[tuple[str, ...], list[tuple[Requirement, Check]]] = {}
    for requirement in spec.requirements:
        for words, check in _asked(requirement):
            asked.setdefault(words, []).append((requirement, check))
    for same in asked.values():
        for (first, one), (second, two) in combinations(same, 2):
            if first is not second and _at_odds(first, one, second, two):
                least, most = (write_target(each.targets[0].target) for each in (one, two))
                yield Wrong(
                    target_place(second, two),
                    f'{first.id} asks for "{least}" and {second.id} for "{most}" of the same thing.',
                    "Correct one of the two, or take it out.",
                    second,
                    (target_place(first, one),),
                )


@once_each
def _asked(requirement: Requirement) -> list[tuple[tuple[str, ...], Check]]:
    """The checks it cannot do without that have one target, each with the words for what it looks at."""
    must = needed(requirement)
    return [
        (_words(requirement, check), check)
        for check in requirement.checks
        if check.name in must and len(check.targets) == 1 and not check.evidence_from
    ]


def _words(requirement: Requirement, check: Check) -> tuple[str, ...]:
    words = (check.words, check.of, check.people or requirement.people)
    return (check.kind, *(" ".join(each.casefold().split()) for each in words))


def _at_odds(first: Requirement, one: Check, second: Requirement, two: Check) -> bool:
    """Whether a party owes both of the same at the same time, and nothing meets both targets."""
    if (first.judged_at, first.applies_if) != (second.judged_at, second.applies_if):
        return False
    if not {*first.owed_by} & {*second.owed_by} or not _overlap(first, second):
        return False
    targets = one.targets[0].target, two.targets[0].target
    return any(
        low.low and high.high and low.low.unit is high.high.unit and low.low.number > high.high.number
        for low, high in (targets, targets[::-1])
    )


def _overlap(first: Requirement, second: Requirement) -> bool:
    """Whether two requirements are in force on one day."""
    return all(
        one.until is None or two.since is None or two.since <= one.until
        for one, two in ((first, second), (second, first))
    )
