"""Rules about checks and their targets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from specrules.findings import Severity
from specrules.lint.about import check_place, counted, duties, place, target_place
from specrules.lint.registry import Found, Wrong, rule
from specrules.quantities import Comparison, Quantity, Target, Unit, write_target
from specrules.spec.model import (
    Check,
    CheckKind,
    Combination,
    How,
    Requirement,
    Spec,
    StandardClause,
    Strength,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from fractions import Fraction

_FIGURES = frozenset({CheckKind.SHARE, CheckKind.AUDIT, CheckKind.COUNT, CheckKind.MONEY, CheckKind.TIME})


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
        for check in requirement.checks:
            yield from _asks_too_much(requirement, check)
    yield from _at_odds(spec)


def _asks_too_much(requirement: Requirement, check: Check) -> Found:
    most = _most(check)
    for dated in check.targets:
        target = dated.target
        if target.comparison is Comparison.NOT_ONE_OF and _all_choices(check, target):
            message = f'No answer can meet "{write_target(target)}": there are no other choices.'
            remedy = "Leave at least one choice that meets it."
        elif most is not None and target.low and target.low.number > most:
            message = f'No answer can meet "{write_target(target)}": only {most} can be counted.'
            remedy = f"Ask for {most} or fewer, or add to what it is to cover."
        else:
            continue
        yield Wrong(target_place(requirement, check), message, remedy, requirement)


def _most(check: Check) -> int | None:
    """The most that a list or register can count, or None when there is no limit."""
    if not check.covers:
        return None
    kind = check.of_kind.casefold()
    return sum(kind in ("", word.casefold()) for word in check.covers)


def _all_choices(check: Check, target: Target) -> bool:
    named = {word.casefold() for word in target.words}
    return bool(check.choices) and all(choice.casefold() in named for choice in check.choices)


Asked = tuple[Requirement, Check, Quantity]


def _at_odds(spec: Spec) -> Found:
    """Pairs of checks that must both be met, look at the same figure and have nothing in common."""
    floors: dict[object, Asked] = {}
    ceilings: dict[object, Asked] = {}
    for figure, requirement, check in _figures(spec):
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


def _figures(spec: Spec) -> Iterator[tuple[object, Requirement, Check]]:
    """Every check that must be met and has one target throughout, with whose figure it is about, and when."""
    for requirement in spec.requirements:
        needed = _needed(requirement)
        for check in requirement.checks:
            throughout = len(check.targets) == 1 and check.targets[0].since is None
            if check.name in needed and check.kind in _FIGURES and throughout:
                item = check.evidence_from or f"{requirement.id}.{check.name}"
                when = requirement.since, requirement.until, requirement.applies_if
                yield (item, requirement.owed_by, requirement.judged_at, when), requirement, check


def _needed(requirement: Requirement) -> set[str]:
    """The checks without which a requirement cannot be met."""
    if requirement.met_when is None:
        return {check.name for check in requirement.checks}
    return set(_all_of(requirement.met_when))


def _all_of(tree: Combination) -> Iterator[str]:
    one = len(tree.items) == 1 and tree.how is not How.NOT
    every = tree.how in (How.ALL, How.GRADED) or (tree.how is How.AT_LEAST and tree.number == len(tree.items))
    for item in tree.items if one or every else ():
        if isinstance(item, str):
            yield item
        else:
            yield from _all_of(item)


def _clash(floor: Asked, ceiling: Asked) -> Wrong:
    place, other = (target_place(requirement, check) for requirement, check, _ in (floor, ceiling))
    least, most = (write_target(check.targets[0].target) for _, check, _ in (floor, ceiling))
    message = f'No result can meet both "{least}" and "{most}" of the same figure.'
    return Wrong(place, message, "Correct one of the two, or take it out.", floor[0], also=(other,))


@rule("MS304", "cannot-fail", Severity.WARNING)
def cannot_fail(spec: Spec) -> Found:
    """A target leaves room for an answer that does not meet it.

    "At least 0%" is met by everybody, so it decides nothing. The same goes for
    an easier target for partly met that nobody can miss: not met could never
    come out.

    Bad:

        requirements:
          MA-1:
            standard-clause: mutual-aid/keyworkers-facilitate-access
            owed-by: riverbank
            strength: should
            target: at least 0%

    Good:

        requirements:
          MA-1:
            standard-clause: mutual-aid/keyworkers-facilitate-access
            owed-by: riverbank
            strength: should
            target: at least 90%
    """
    for requirement in spec.requirements:
        for check in requirement.checks:
            for dated in check.targets:
                for target in (dated.target, dated.partly):
                    if target and _anything_meets(check, target):
                        yield Wrong(
                            target_place(requirement, check),
                            f'Every answer meets "{write_target(target)}", so it decides nothing.',
                            "Ask for something that can be missed, or take it out.",
                            requirement,
                        )
                        break


def _anything_meets(check: Check, target: Target) -> bool:
    if target.words:
        return target.comparison is Comparison.ONE_OF and _all_choices(check, target)
    highest: Fraction | int | None = _most(check)
    if check.kind in (CheckKind.SHARE, CheckKind.AUDIT):
        highest = 100
    no_floor = target.low is None or not target.low.number
    no_ceiling = target.high is None or (highest is not None and target.high.number >= highest)
    return no_floor and no_ceiling


@rule("MS312", "hundred-percent", Severity.ADVICE)
def hundred_percent(spec: Spec) -> Found:
    """A target of 100% says who is left out.

    Some people say no, move away or leave. Where everybody counts, one of them
    makes the requirement not met, however good the service is.

    Bad:

        requirements:
          MA-6:
            title: Keyworkers talk about mutual aid with everybody
            owed-by: riverbank
            strength: must
            checks:
              raised:
                share: people with whom mutual aid was talked about
                of: people in treatment in the period
                target: at least 100%
            source: local decision, 2026-02-10

    Good:

        requirements:
          MA-6:
            title: Keyworkers talk about mutual aid with everybody
            owed-by: riverbank
            strength: must
            checks:
              raised:
                share: people with whom mutual aid was talked about
                of: people in treatment in the period
                left-out: [left before their second appointment]
                target: at least 100%
            source: local decision, 2026-02-10
    """
    for requirement in spec.requirements:
        for check in requirement.checks:
            everybody = check.kind is CheckKind.SHARE and not (check.left_out or requirement.left_out)
            if everybody and any(_asks_all(dated.target) for dated in check.targets):
                yield Wrong(
                    target_place(requirement, check),
                    "100% leaves no room for people who say no or leave, and nobody is left out.",
                    "Add left-out, with who is not counted, or ask for less than 100%.",
                    requirement,
                )


def _asks_all(target: Target) -> bool:
    return bool(target.low and target.low.unit is Unit.PERCENT and target.low.number >= 100)


@rule("MS315", "duty-nobody-can-check", Severity.ERROR)
def duty_nobody_can_check(spec: Spec) -> Found:
    """A requirement that says "must" has a check that can show it was met.

    A provider cannot be held to a duty nobody can check. Add a check, or make
    the requirement a "should".

    Bad:

        requirements:
          MA-1:
            title: Keyworkers help people to use mutual aid
            owed-by: riverbank
            strength: must
            source: local decision, 2026-02-10

    Good:

        requirements:
          MA-1:
            standard-clause: mutual-aid/keyworkers-facilitate-access
            owed-by: riverbank
            strength: must
            target: at least 90%
    """
    for requirement in spec.requirements:
        if requirement.strength is Strength.MUST and not requirement.checks and not requirement.hand_off:
            yield Wrong(
                place(requirement.written, key="strength"),
                f"{requirement.id} says must, but nothing in it can be checked.",
                "Add a check that shows it was met, or make it a should.",
                requirement,
            )


@rule("MS340", "check-counts-for-nothing", Severity.WARNING, on=(Spec, StandardClause))
def check_counts_for_nothing(document: Spec | StandardClause) -> Found:
    """Every check counts towards its requirement.

    Where "met-when" names checks, a check it leaves out is asked of the
    provider in every return and then decides nothing.

    Bad:

        requirements:
          MA-7:
            title: The service has links with mutual aid groups
            owed-by: riverbank
            strength: should
            checks:
              links: {count: mutual aid groups in touch with the service, target: at least 3}
              lead: {statement: one keyworker leads on mutual aid, document: not needed}
            met-when: {all: [links]}
            source: local decision, 2026-02-10

    Good:

        requirements:
          MA-7:
            title: The service has links with mutual aid groups
            owed-by: riverbank
            strength: should
            checks:
              links: {count: mutual aid groups in touch with the service, target: at least 3}
              lead: {statement: one keyworker leads on mutual aid, document: not needed}
            met-when: {all: [links, lead]}
            source: local decision, 2026-02-10
    """
    shared = {check.evidence_from for duty in duties(document) for check in duty.checks}
    for duty in duties(document):
        used = counted(duty)
        for check in duty.checks:
            if check.name not in used and shared.isdisjoint({check.name, f"{duty.id}.{check.name}"}):
                yield Wrong(
                    check_place(duty, check),
                    f'The check "{check.name}" is asked for in every return, and decides nothing.',
                    "Name it in met-when, or take the check out.",
                    duty,
                )
