"""The second engine: a rule worked out directly from the ends of its inputs.

In go a rule and its signature; out comes a result.  Nothing here is shared with
the strata given to durable-rules but the rules and the eight results themselves.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from specrules.engine.rules import (
    All,
    AnyOf,
    AtLeast,
    Bands,
    Graded,
    Input,
    Not,
    Rule,
    Signature,
    Tree,
    When,
)
from specrules.result import ALLOWED, MET, NO_EVIDENCE, NOT_APPLICABLE, NOT_MET, Result, between

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from specrules.engine.rules import Question


class PlainEngine:
    """Decides in plain Python."""

    name = "python"

    def decide(self, rule: Rule, signature: Signature) -> Result:
        """Return the result of *rule* for *signature*. Raises ValueError if their sizes differ."""
        rule.check(signature)
        return _result(rule.tree, signature)

    def decide_all(self, questions: Iterable[Question]) -> Iterator[Result]:
        """Yield the result of each of *questions*."""
        return (self.decide(rule, signature) for rule, signature in questions)


def _result(tree: Tree, given: Signature) -> Result:
    match tree:
        case Input(number):
            return given[number]
        case All(items):
            return _combined(min, _results(items, given))
        case AnyOf(items):
            return _combined(max, _results(items, given))
        case AtLeast(n, items):
            return _combined(_highest(n), _results(items, given))
        case Graded(items):
            return _combined(_graded, _results(items, given))
        case Not(item):
            return _opposite(_result(item, given))
        case When(condition, item):
            return _conditional(_result(condition, given), _result(item, given))
        case Bands(met, partly):
            return _banded(_result(met, given), _result(partly, given))


def _results(items: Iterable[Tree], given: Signature) -> list[Result]:
    return [_result(item, given) for item in items]


def _combined(choose: Callable[[list[int]], int], items: list[Result]) -> Result:
    """Return the range that *choose* makes of the low ends, and of the high ends, of *items*."""
    lows = [each.low for each in items if each.low is not None]
    highs = [each.high for each in items if each.high is not None]
    if lows:
        return between(choose(lows), choose(highs))
    return ALLOWED if ALLOWED in items else NOT_APPLICABLE


def _highest(n: int) -> Callable[[list[int]], int]:
    """Return a function that finds the *n*-th highest, or the lowest of fewer than *n*."""
    return lambda ends: sorted(ends, reverse=True)[min(n, len(ends)) - 1]


def _graded(ends: list[int]) -> int:
    return ends[0] if len(set(ends)) == 1 else 1


def _opposite(result: Result) -> Result:
    if result.low is None or result.high is None:
        return result
    return between(2 - result.high, 2 - result.low)


def _conditional(condition: Result, item: Result) -> Result:
    if condition is MET:
        return item
    if condition is NOT_MET or condition is NOT_APPLICABLE:
        return NOT_APPLICABLE
    return item if item is NOT_APPLICABLE or item is ALLOWED else NO_EVIDENCE


def _banded(met: Result, partly: Result) -> Result:
    if met.low is None or met.high is None:
        return met
    return between(_band(met.low, partly.low), _band(met.high, partly.high))


def _band(met: int, partly: int | None) -> int:
    if met == 2:
        return 2
    return 1 if partly == 2 else 0
