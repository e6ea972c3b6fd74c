"""What holds in a period: requirements, targets, and how much of a target.

In: dated parts of a specification, and a period.  Out: those in force in it.
"""

from __future__ import annotations

from fractions import Fraction
from math import ceil, floor
from typing import TYPE_CHECKING

from specrules.base.frozen import replace
from specrules.values.periods import months_after, period_of

if TYPE_CHECKING:
    from specrules.spec.model import DatedTarget, Requirement, Spec
    from specrules.values.periods import Period
    from specrules.values.quantities import Target


def holds(requirement: Requirement, period: Period) -> bool:
    """Whether a requirement is in force on the first day of *period*."""
    since, until = requirement.since, requirement.until
    return (since is None or since <= period.start) and (until is None or period.start <= until)


def is_due(requirement: Requirement, spec: Spec, period: Period) -> bool:
    """Whether a requirement that is judged less often than returns come is judged in *period*.

    It is when its own stretch, such as the financial year, ends in the period, or the contract does.
    """
    if requirement.every is None:
        return True
    return period.contains(period_of(requirement.every, period.end).end) or period.contains(spec.ends)


def target_for(
    targets: tuple[DatedTarget, ...], spec: Spec, period: Period, site: str = ""
) -> DatedTarget | None:
    """The target that holds in *period* at *site*, or None.

    A row that says more about when and where goes before one that says less;
    between equals, the one that began last does.
    """
    held = [each for each in targets if _holds_here(each, spec, period, site)]
    return max(held, key=lambda each: (each.selects, each.since or spec.starts), default=None)


def _holds_here(target: DatedTarget, spec: Spec, period: Period, site: str) -> bool:
    begun = target.since is None or target.since <= period.start
    return (
        begun
        and target.contract_year in (None, contract_year(spec, period))
        and target.quarter in (None, quarter_of(period))
        and (not target.at or site in target.at)
    )


def part_of_contract(spec: Spec, period: Period) -> Fraction:
    """How much of *period* lies in the contract, in days."""
    first, last = max(spec.starts, period.start), min(spec.ends, period.end)
    return Fraction((last - first).days + 1, (period.end - period.start).days + 1)


def in_proportion(dated: DatedTarget, part: Fraction) -> DatedTarget:
    """A target for a number of things in a whole period, as it counts for *part* of it.

    Whole things are counted: 7.4 wanted at least are 8, and 7.4 at most are 7.
    """
    if part == 1:
        return dated
    partly = _scaled(dated.partly, part) if dated.partly else None
    return replace(dated, target=_scaled(dated.target, part), partly=partly)


def _scaled(target: Target, part: Fraction) -> Target:
    low = target.low and replace(target.low, number=Fraction(ceil(target.low.number * part)))
    high = target.high and replace(target.high, number=Fraction(floor(target.high.number * part)))
    return replace(target, low=low, high=high)


def contract_year(spec: Spec, period: Period) -> int:
    """Which year of the contract *period* begins in, counted from 1."""
    start = max(period.start, spec.starts)
    whole = start.year - spec.starts.year
    return whole + (months_after(spec.starts, 12 * whole) <= start)


def quarter_of(period: Period) -> int:
    """The quarter of the financial year in which *period* ends: 1 is April to June."""
    return (period.end.month - 4) % 12 // 3 + 1
