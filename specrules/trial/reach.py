"""Which results a requirement can come to, worked out from its rule.

In: a duty, that is a rule and its checks.  Out: the results that some evidence
would give.  The rule is followed from its inputs up.  Where the parts of an
operator look at different checks, what it can come to follows from what each
part can come to; where they share a check, every situation of these checks is
gone through.
"""

from __future__ import annotations

from itertools import combinations_with_replacement, product
from math import prod
from typing import TYPE_CHECKING, NamedTuple

from specrules.base.frozen import replace
from specrules.checks import only_given
from specrules.engine.plain import PlainEngine
from specrules.engine.rules import Bands, Input, Not, Rule, Tree, When, children, nodes
from specrules.result import MET, NO_EVIDENCE, NOT_APPLICABLE, NOT_MET, PARTLY_MET, RESULTS, Result
from specrules.spec.model import HAND_OFFS, CheckKind
from specrules.values.quantities import Unit

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from specrules.compile.plan import Duty, PlannedCheck

Outcomes = frozenset[Result]

#: Kinds of check that can only be met or not met.
YES_OR_NO = frozenset((CheckKind.STATEMENT, CheckKind.CONDITION))
# Beyond this many situations of shared checks, they are taken as if they were not shared.
_MOST = 200_000


class Reach(NamedTuple):
    """The words of the results that can come about, in the usual order.

    *exact* is False where checks are shared among so many that some of the words
    may be out of reach after all.
    """

    words: tuple[str, ...]
    exact: bool = True


def reach(duty: Duty, *, any_numbers: bool = False) -> Reach:
    """What *duty* can come to. With *any_numbers* each target may be whatever a specification sets."""
    if not duty.in_force:
        return Reach((NOT_APPLICABLE.word,))
    search = _Search([possible(check, any_numbers) for check in duty.checks])
    found = {each.word for each in search.outcomes(duty.rule.tree)}
    words = tuple(dict.fromkeys(each.word for each in RESULTS))
    return Reach(tuple(word for word in words if word in found), search.exact)


def possible(check: PlannedCheck, any_numbers: bool = False) -> Outcomes:
    """What one check can come to, whatever is returned."""
    if not check.in_force:
        return frozenset((NOT_APPLICABLE,))
    if only_given(check) and not any_numbers:
        return frozenset((MET, NO_EVIDENCE))
    found = {MET, NOT_MET, NO_EVIDENCE}
    kind = check.check.kind
    if kind not in YES_OR_NO and (any_numbers or (check.target and check.target.partly)):
        found.add(PARTLY_MET)
    if not any_numbers and _always_met(check):
        found.discard(NOT_MET)
    if kind in HAND_OFFS:
        found.add(NOT_APPLICABLE)
    return frozenset(found)


def _always_met(check: PlannedCheck) -> bool:
    """Whether every number reaches the target, as it does with at least 0, or no more than 100%."""
    target = check.target.target if check.target else None
    if target is None or not target.ends or target.versus:
        return False
    floor = target.low is None or target.low.number == 0
    ceiling = target.high is None or (target.high.unit is Unit.PERCENT and target.high.number >= 100)
    return floor and ceiling


class _Search:
    """Follows a rule from its inputs up. *exact* turns False when a part was too large to go through."""

    def __init__(self, inputs: Sequence[Outcomes]) -> None:
        self.inputs = inputs
        self.exact = True
        self.engine = PlainEngine()

    def outcomes(self, tree: Tree) -> Outcomes:
        """What *tree* can come to."""
        if isinstance(tree, Input):
            return self.inputs[tree.number]
        if _shared(tree):
            numbers = sorted(_numbers(tree))
            if prod(len(self.inputs[number]) for number in numbers) <= _MOST:
                return self._gone_through(tree, numbers)
            self.exact = False
        return self._combined(tree)

    def _gone_through(self, tree: Tree, numbers: list[int]) -> Outcomes:
        """What *tree* comes to in every situation of its checks."""
        rule = Rule(tree, max(numbers) + 1)
        blank = [NO_EVIDENCE] * rule.inputs
        found = set()
        for situation in product(*(self.inputs[number] for number in numbers)):
            for number, result in zip(numbers, situation, strict=True):
                blank[number] = result
            found.add(self.engine.decide(rule, tuple(blank)))
        return frozenset(found)

    def _combined(self, tree: Tree) -> Outcomes:
        """What *tree* comes to for every combination of what its parts come to."""
        parts = [self.outcomes(each) for each in children(tree)]
        rule = Rule(_over_inputs(tree, len(parts)), len(parts))
        # The order of the items of an operator does not matter, the places of a condition and of bands do.
        in_places = isinstance(tree, Bands | When | Not)
        signatures = product(*parts) if in_places else _in_any_order(parts)
        return frozenset(self.engine.decide(rule, each) for each in signatures)


def _shared(tree: Tree) -> bool:
    """Whether two parts of *tree* look at the same check."""
    parts = [_numbers(each) for each in children(tree)]
    return sum(map(len, parts)) > len(set[int]().union(*parts))


def _numbers(tree: Tree) -> set[int]:
    return {each.number for each in nodes(tree) if isinstance(each, Input)}


def _over_inputs(tree: Tree, number: int) -> Tree:
    """*tree* with an input in the place of each of its parts."""
    inputs = tuple(Input(n) for n in range(number))
    match tree:
        case Input():
            return tree
        case Not():
            return Not(inputs[0])
        case When():
            return When(inputs[0], inputs[1])
        case Bands():
            return Bands(inputs[0], inputs[1])
        case _:
            return replace(tree, items=inputs)


def _in_any_order(parts: Iterable[Outcomes]) -> Iterator[tuple[Result, ...]]:
    """Every combination of *parts*, but parts that are alike in one order only."""
    alike: dict[Outcomes, int] = {}
    for each in parts:
        alike[each] = alike.get(each, 0) + 1
    by_name = [(sorted(each, key=RESULTS.index), number) for each, number in alike.items()]
    groups = [combinations_with_replacement(each, number) for each, number in by_name]
    for chosen in product(*groups):
        yield tuple(result for group in chosen for result in group)
