"""What a combination of checks can come to, found by trying every answer.

In: a combination, and how far each check can be met.  Out: every level it can
reach.  Levels are those of results: 0 not met, 1 partly met, 2 met; evidence that
is missing lies between them and needs no answer of its own.
"""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

from specrules.spec.model import Combination, How

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from specrules.spec.model import Check

#: With more checks than this there are too many answers to try.
MOST_CHECKS = 6
Answers = dict[str, int]


def level(tree: Combination, answers: Mapping[str, int]) -> int:
    """What *tree* comes to when each check comes to what *answers* says."""
    levels = [answers[each] if isinstance(each, str) else level(each, answers) for each in tree.items]
    if not levels:
        return 0  # a combination of nothing, which has been reported
    match tree.how:
        case How.ALL:
            return min(levels)
        case How.ANY:
            return max(levels)
        case How.AT_LEAST:
            return sorted(levels, reverse=True)[tree.number - 1] if tree.number <= len(levels) else 0
        case How.NOT:
            return 2 - levels[0]
    return 2 if min(levels) == 2 else 0 if max(levels) == 0 else 1


def names_in(tree: Combination) -> Iterator[str]:
    """The checks that *tree* names, each as often as it does."""
    for item in tree.items:
        if isinstance(item, str):
            yield item
        else:
            yield from names_in(item)


def answers_to(checks: Sequence[Check], names: Sequence[str]) -> list[Answers] | None:
    """Every way in which the checks called *names* can come out, or None when there are too many of them."""
    if len(names) > MOST_CHECKS:
        return None
    known = {check.name: (0, 1, 2) if _has_half_way(check) else (0, 2) for check in checks}
    ways = product(*(known.get(name, (0, 2)) for name in names))
    return [dict(zip(names, way, strict=True)) for way in ways]


def _has_half_way(check: Check) -> bool:
    return any(each.partly for each in check.targets)
