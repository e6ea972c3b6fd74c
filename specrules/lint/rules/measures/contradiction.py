"""The rule ``contradiction``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from specrules.base.findings import Severity
from specrules.base.once import once_each
from specrules.lint.about import target_place
from specrules.lint.needed import needed
from specrules.lint.registry import Found, Wrong, rule
from specrules.values.quantities import write_target

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from fractions import Fraction

    from specrules.spec.model import Check, Requirement, Spec

    # A check that its requirement cannot do without, behind that requirement.
    _Asked = tuple[Requirement, Check]


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
    asked: dict[tuple[str, ...], list[_Asked]] = {}
    for requirement in spec.requirements:
        for words, own in _asked(requirement):
            asked.setdefault(words, []).append(own)
    for same in (each for each in asked.values() if len(each) > 1):
        for (first, one), (second, two) in _at_odds(same):
            least, most = (write_target(each.targets[0].target) for each in (one, two))
            yield Wrong(
                target_place(second, two),
                f'{first.id} asks for "{least}" and {second.id} for "{most}" of the same thing.',
                "Correct one of the two, or take it out.",
                second,
                (target_place(first, one),),
            )


@once_each
def _asked(requirement: Requirement) -> list[tuple[tuple[str, ...], _Asked]]:
    """The checks it cannot do without that have one target, each with the words for what it looks at."""
    must = needed(requirement)
    return [
        (_words(requirement, check), (requirement, check))
        for check in requirement.checks
        if check.name in must and len(check.targets) == 1 and not check.evidence_from
    ]


def _words(requirement: Requirement, check: Check) -> tuple[str, ...]:
    words = (check.words, check.of, check.people or requirement.people)
    return (check.kind, *(" ".join(each.casefold().split()) for each in words))


def _at_odds(same: Sequence[_Asked]) -> Iterator[tuple[_Asked, _Asked]]:
    """Each of *same* that cannot be met beside one above, behind the one it is furthest from."""
    from bisect import bisect_left, insort

    above: dict[object, list[tuple[Fraction, int, _Asked]]] = {}
    for number, one in enumerate(same):
        ends = _ends(*one)
        # They are in order, so that nobody is asked who does not ask for the opposite.
        against = (
            each
            for (of, is_most), end in ends
            for known in (above.get((of, not is_most), ()),)
            for _, _, each in known[: bisect_left(known, (-end,))]
        )
        furthest = next((each for each in against if _owed_at_once(each[0], one[0])), None)
        if furthest:
            yield furthest, one
        for of, end in ends:
            insort(above.setdefault(of, []), (end, number, one))


def _ends(requirement: Requirement, check: Check) -> list[tuple[tuple[object, bool], Fraction]]:
    """The least and the most that each party has to reach, of what, and whether it is the most.

    The least is turned round: where it and a most come to less than nothing, no result meets both.
    """
    target = check.targets[0].target
    alike = requirement.judged_at, requirement.applies_if, target.versus, target.relative
    return [
        (((*alike, party, end.unit), is_most), end.number if is_most else -end.number)
        for is_most, end in ((False, target.low), (True, target.high))
        if end
        for party in requirement.owed_by
    ]


def _owed_at_once(first: Requirement, second: Requirement) -> bool:
    """Whether two requirements are in force on one day."""
    is_in_time = all(
        one.until is None or two.since is None or two.since <= one.until
        for one, two in ((first, second), (second, first))
    )
    return first is not second and is_in_time
