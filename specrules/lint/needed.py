"""Which checks a requirement cannot be met without.

In: a requirement.  Out: names of its checks.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from specrules.spec.model import How

if TYPE_CHECKING:
    from collections.abc import Iterator

    from specrules.spec.model import Combination, Requirement


def needed(requirement: Requirement) -> set[str]:
    """The checks without which *requirement* cannot be met."""
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
