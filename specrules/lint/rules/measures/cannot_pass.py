"""The rule ``cannot-pass``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from specrules.base.findings import Severity
from specrules.base.once import once_each
from specrules.lint.about import target_place
from specrules.lint.needed import needed
from specrules.lint.reach import all_choices, most
from specrules.lint.registry import Found, Wrong, rule
from specrules.spec.model import (
    Check,
    CheckKind,
    Requirement,
    Spec,
)
from specrules.values.quantities import Comparison, Quantity, write_target

if TYPE_CHECKING:
    from collections.abc import Iterator

_FIGURES = frozenset({CheckKind.SHARE, CheckKind.AUDIT, CheckKind.COUNT, CheckKind.MONEY, CheckKind.TIME})

Asked = tuple[Requirement, Check, Quantity]


@rule("MS303", "cannot-pass", Severity.ERROR)
def cannot_pass(spec: Spec) -> Found:
    """Some result can meet every target.

    A list is held against the words it is to cover, so a target cannot ask for
    more of them than there are. And two checks of the same evidence that must
    both be met cannot ask for ranges that have nothing in common.

    Bad:

        requirements:
          MA-5:
            title: Structured programmes are offered
            owed-by: riverbank
            strength: should
            checks:
              programmes:
                list: structured programmes offered
                choices: [TSF, SMART-based, other]
                covers: [TSF, SMART-based]
                target: at least 3
            source: local decision, 2026-02-10

    Good:

        requirements:
          MA-5:
            title: Structured programmes are offered
            owed-by: riverbank
            strength: should
            checks:
              programmes:
                list: structured programmes offered
                choices: [TSF, SMART-based, other]
                covers: [TSF, SMART-based]
                target: at least 2
            source: local decision, 2026-02-10
    """
    for requirement in spec.requirements:
        yield from _too_much_in(requirement)
    yield from _at_odds(spec)


@once_each
def _too_much_in(requirement: Requirement) -> tuple[Wrong, ...]:
    return tuple(wrong for check in requirement.checks for wrong in _asks_too_much(requirement, check))


def _asks_too_much(requirement: Requirement, check: Check) -> Found:
    limit = most(check)
    for dated in check.targets:
        target = dated.target
        if target.comparison is Comparison.NOT_ONE_OF and all_choices(check, target):
            message = f'No answer can meet "{write_target(target)}": there are no other choices.'
            remedy = "Leave at least one choice that meets it."
        elif limit is not None and target.low and target.low.number > limit:
            message = f'No answer can meet "{write_target(target)}": only {limit} can be counted.'
            remedy = f"Ask for {limit} or fewer, or add to what it is to cover."
        else:
            continue
        yield Wrong(target_place(requirement, check), message, remedy, requirement)


def _at_odds(spec: Spec) -> Found:
    """Pairs of checks that must both be met, look at the same figure and have nothing in common."""
    floors: dict[object, Asked] = {}
    ceilings: dict[object, Asked] = {}
    for figure, requirement, check in _asked_again(spec):
        target = check.targets[0].target
        if target.low:
            known = floors.get((figure, target.low.unit))
            if known is None or target.low.number > known[2].number:
                floors[figure, target.low.unit] = requirement, check, target.low
        if target.high:
            known = ceilings.get((figure, target.high.unit))
            if known is None or target.high.number < known[2].number:
                ceilings[figure, target.high.unit] = requirement, check, target.high
    for figure, floor in floors.items():
        ceiling = ceilings.get(figure)
        if ceiling and floor[2].number > ceiling[2].number:
            yield _clash(floor, ceiling)


def _asked_again(spec: Spec) -> Iterator[tuple[object, Requirement, Check]]:
    """The checks of figures that several look at, with whose figure each is about, and when."""
    asked: dict[str, list[tuple[object, Requirement, Check]]] = {}
    for requirement in spec.requirements:
        for item, one in _figures(requirement):
            asked.setdefault(item, []).append(one)
    return (one for each in asked.values() if len(each) > 1 for one in each)


@once_each
def _figures(requirement: Requirement) -> tuple[tuple[str, tuple[object, Requirement, Check]], ...]:
    """Every check that must be met and has one target throughout, by its figure: whose that is, and when."""
    must = needed(requirement)
    when = requirement.since, requirement.until, requirement.applies_if
    found = []
    for check in requirement.checks:
        throughout = len(check.targets) == 1 and check.targets[0].since is None
        if check.name in must and check.kind in _FIGURES and throughout:
            item = check.evidence_from or f"{requirement.id}.{check.name}"
            whose = item, requirement.owed_by, requirement.judged_at, when
            found.append((item, (whose, requirement, check)))
    return tuple(found)


def _clash(floor: Asked, ceiling: Asked) -> Wrong:
    place, other = (target_place(requirement, check) for requirement, check, _ in (floor, ceiling))
    least, most = (write_target(check.targets[0].target) for _, check, _ in (floor, ceiling))
    message = f'No result can meet both "{least}" and "{most}" of the same figure.'
    return Wrong(place, message, "Correct one of the two, or take it out.", floor[0], also=(other,))
