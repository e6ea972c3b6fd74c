"""The rule ``unreachable-clause``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from specrules.base.findings import Severity
from specrules.base.phrases import day
from specrules.lint.about import place
from specrules.lint.registry import Found, Wrong, rule
from specrules.values.periods import following, period_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from specrules.spec.model import Requirement, Spec


@rule("MS305", "unreachable-clause", Severity.WARNING)
def unreachable_clause(spec: Spec) -> Found:
    """Every requirement is in force on the first day of some period.

    A requirement is judged for a period when it is in force on that period's first
    day. One that begins after the last of them, or ends before the next, is in the
    contract and never judged. The same goes for a party that is bound too late.

    Bad:

        requirements:
          X-1:
            title: Something is done
            owed-by: riverbank
            strength: should
            from: 2026-05-01
            until: 2026-06-15
            checks: {done: {count: times it was done, target: at least 3}}
            source: local decision, 2026-02-10

    Good:

        requirements:
          X-1:
            title: Something is done
            owed-by: riverbank
            strength: should
            from: 2026-05-01
            until: 2026-07-31
            checks: {done: {count: times it was done, target: at least 3}}
            source: local decision, 2026-02-10
    """
    if spec.ends < spec.starts:
        return
    for requirement in spec.requirements:
        bounds = requirement.since or requirement.until
        if bounds and not any(_is_in_force(requirement, first) for first in _first_days(spec, requirement)):
            yield Wrong(
                place(requirement.written, key="from" if requirement.since else "until"),
                f"{requirement.id} is in force on no {spec.returns.every}'s first day, so it is not judged.",
                "Let it begin earlier or end later, or take it out.",
                requirement,
                (place(spec.written, key="returns"),),
            )
    for party in spec.parties:
        if party.agreed and party.agreed > spec.ends:
            yield Wrong(
                place(party.written, key="agreed"),
                f"{party.name} is bound from {day(party.agreed)}, after the contract has ended.",
                "Correct one of the two.",
                party,
                (place(spec.written, key="contract"),),
            )


def _first_days(spec: Spec, requirement: Requirement) -> Iterator[date]:
    """The first days of the periods that a requirement with dates of its own could be judged for."""
    last = min(requirement.until or spec.ends, spec.ends)
    period = period_of(spec.returns.every, max(requirement.since or spec.starts, spec.starts))
    while period.start <= last:
        yield period.start
        period = following(period)


def _is_in_force(requirement: Requirement, first: date) -> bool:
    return (requirement.since is None or requirement.since <= first) and (
        requirement.until is None or first <= requirement.until
    )
