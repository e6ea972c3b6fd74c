"""The rule of a requirement: its checks and conditions, combined exactly as the specification wrote them.

Nothing is rearranged, because rearranging changes results once something does
not apply.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from specrules.engine.rules import All, AnyOf, AtLeast, Bands, Graded, Not, Tree
from specrules.spec.model import Check, CheckKind, Combination, How, Requirement

if TYPE_CHECKING:
    from collections.abc import Mapping


def conditions_of(requirement: Requirement) -> tuple[Check, ...]:
    """The conditions of a requirement; one made of text is a yes-or-no question called ``applies``."""
    if isinstance(requirement.applies_if, str):
        asked = Check("applies", CheckKind.CONDITION, requirement.applies_if, written=requirement.written)
        return (asked,)
    return requirement.conditions


def condition_of(requirement: Requirement, inputs: Mapping[str, Tree]) -> Tree:
    """When a requirement applies, over its conditions; *inputs* are those, by name."""
    if isinstance(requirement.applies_if, Combination):
        return tree_of(requirement.applies_if, inputs)
    return inputs["applies"]


def body_of(requirement: Requirement, inputs: Mapping[str, Tree], checks: list[str]) -> Tree:
    """What a requirement comes to: as its ``met-when`` says, or else all of *checks*, graded."""
    if requirement.met_when:
        met = tree_of(requirement.met_when, inputs)
    elif len(checks) == 1:
        met = inputs[checks[0]]
    else:
        met = Graded(tuple(inputs[name] for name in checks))
    return Bands(met, tree_of(requirement.partly_met_when, inputs)) if requirement.partly_met_when else met


def tree_of(tree: Combination, inputs: Mapping[str, Tree]) -> Tree:
    """A combination as a tree over *inputs*, each of its names found there."""
    items = tuple(inputs[item] if isinstance(item, str) else tree_of(item, inputs) for item in tree.items)
    match tree.how:
        case How.ALL:
            return All(items)
        case How.ANY:
            return AnyOf(items)
        case How.AT_LEAST:
            return AtLeast(tree.number, _repeated(items, tree.weights))
        case How.GRADED:
            return Graded(items)
        case How.NOT:
            return Not(items[0])


def _repeated(items: tuple[Tree, ...], weights: tuple[int, ...]) -> tuple[Tree, ...]:
    """Each item as often as it has points: two of three points are two of three things."""
    if not weights:
        return items
    return tuple(item for item, weight in zip(items, weights, strict=True) for _ in range(weight))
