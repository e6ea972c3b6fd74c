"""How far the answers to a check can reach: the most that can be counted, the choices there are.

In: checks and their targets.  Out: what an answer can be at all, so that a rule
can tell a target nobody meets, or everybody.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from specrules.spec.model import SHARES
from specrules.values.quantities import Comparison

if TYPE_CHECKING:
    from fractions import Fraction

    from specrules.spec.model import Check
    from specrules.values.quantities import Target


def most(check: Check) -> int | None:
    """The most that a list or register can count, or None when there is no limit."""
    if not check.covers:
        return None
    kind = check.of_kind.casefold()
    return sum(kind in ("", word.casefold()) for word in check.covers)


def all_choices(check: Check, target: Target) -> bool:
    """Whether a target names every choice of its check."""
    named = {word.casefold() for word in target.words}
    return bool(check.choices) and all(choice.casefold() in named for choice in check.choices)


def anything_meets(check: Check, target: Target) -> bool:
    """Whether every answer meets *target*."""
    if target.words:
        return target.comparison is Comparison.ONE_OF and all_choices(check, target)
    highest: Fraction | int | None = most(check)
    if check.kind in SHARES:
        highest = 100
    no_floor = target.low is None or not target.low.number
    no_ceiling = target.high is None or (highest is not None and target.high.number >= highest)
    return no_floor and no_ceiling
