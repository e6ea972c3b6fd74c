"""What would lift a result: the fewest checks of a requirement, the fewest requirements of a card.

In: a rule with the result of each of its inputs, or the verdicts of a card.  Out: the
smallest set whose coming up is enough.  No verdict comes of this, so the engines are
not asked; the operators never turn a better input into a worse result (``not`` turns
the two about), so the smallest set is found from the leaves up, and exactly.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from itertools import product
from typing import TYPE_CHECKING

from specrules.base.frozen import replace
from specrules.base.phrases import listed
from specrules.engine.plain import PlainEngine
from specrules.engine.rules import All, AnyOf, AtLeast, Bands, Graded, Input, Not, Rule, When, children, nodes
from specrules.judging.scorecard import COLOURS, band, score, value_of, weight_of
from specrules.result import MET, NOT_MET, between
from specrules.spec.model import CardSettings, Strength

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from specrules.engine.rules import Signature, Tree
    from specrules.judging.scorecard import NoWrongDoor, PartyCard, Rating
    from specrules.judging.verdicts import Verdict
    from specrules.result import Result

_MOST_SHARED = 6  # inputs that stand in several places of a rule: each is tried both ways

Least = frozenset[int] | None
"""Numbers of inputs that are enough, or None where nothing is."""


@lru_cache(maxsize=4096)
def least(rule: Rule, given: Signature, level: int, fixed: frozenset[int] = frozenset()) -> Least:
    """The fewest inputs that have to change for the low end of *rule* to reach *level* (1 or 2).

    Those in *fixed* stay as they are, as do what does not apply and the conditions that
    are settled.  None where no change is enough, where nothing applies, and where too
    many inputs stand in several places to try them all.
    """
    facts = (n for n in conditions(rule.tree) if given[n].settled)
    kept = fixed.union(facts, (n for n, each in enumerate(given) if each.low is None))
    if PlainEngine().decide(rule, given).low is None:
        return None
    shared = [n for n, times in sorted(_times(rule.tree).items()) if times > 1 and n not in kept]
    if len(shared) > _MOST_SHARED:
        return None
    found = (
        _with(rule.tree, given, level, kept, dict(zip(shared, ways, strict=True)))
        for ways in product((None, MET, NOT_MET), repeat=len(shared))
    )
    return _smallest(found)


def conditions(tree: Tree) -> frozenset[int]:
    """The inputs on which it hangs whether a part of *tree* applies."""
    whens = (each for each in nodes(tree) if isinstance(each, When))
    return frozenset(n.number for each in whens for n in nodes(each.condition) if isinstance(n, Input))


def _with(
    tree: Tree, given: Signature, level: int, kept: frozenset[int], shared: Mapping[int, Result | None]
) -> Least:
    """The least set in which the *shared* inputs are changed as said, or stay where that is None."""
    changed = frozenset(n for n, way in shared.items() if way and way is not given[n])
    tried = tuple(shared.get(n) or each for n, each in enumerate(given))
    found = _Least(tried, kept | frozenset(shared), given).up(tree, level)
    return None if found is None else changed | found


def _times(tree: Tree) -> Counter[int]:
    """How often each input counts beside itself. What an *at least* repeats is weight and no second place."""
    if isinstance(tree, Input):
        return Counter([tree.number])
    items = dict.fromkeys(children(tree)) if isinstance(tree, AtLeast) else children(tree)
    return sum((_times(each) for each in items), Counter[int]())


def _smallest(found: Iterable[Least]) -> Least:
    """The smallest of some sets; of equals the one with the earlier inputs."""
    known = [each for each in found if each is not None]
    return min(known, key=lambda each: (len(each), sorted(each)), default=None)


def _union(found: Iterable[Least]) -> Least:
    known = list(found)
    return None if None in known else frozenset[int]().union(*(each for each in known if each is not None))


@dataclass(frozen=True, slots=True)
class _Least:
    """Finds least sets for one signature. Inputs in *kept* stay as they are.

    What applies is what applied *before* anything changed: that is for nobody to choose.
    """

    given: Signature
    kept: frozenset[int]
    before: Signature

    def up(self, tree: Tree, level: int) -> Least:
        """What it takes for the low end of *tree* to be *level* or more."""
        match tree:
            case Input(number):
                return self._input(number, _low(self.given[number]) >= level)
            case All(items):
                return _union(self.up(each, level) for each in self._applying(items))
            case AnyOf(items):
                return _smallest(self.up(each, level) for each in self._applying(items))
            case AtLeast(n, items):
                return _enough(n, [(each, self.up(each, level)) for each in self._applying(items)])
            case Graded(items):
                together = _union if level == 2 else _smallest
                return together(self.up(each, level) for each in self._applying(items))
            case Not(item):
                return self.down(item, 2 - level)
            case When(condition, item):
                return _union((self._holding(condition), self.up(item, level)))
            case Bands(met, partly):
                ways = (met,) if level == 2 else (met, partly)
                return _smallest(self.up(each, 2) for each in self._applying(ways))

    def down(self, tree: Tree, level: int) -> Least:
        """What it takes for the high end of *tree* to be *level* or less."""
        match tree:
            case Input(number):
                return self._input(number, _high(self.given[number]) <= level)
            case All(items):
                return _smallest(self.down(each, level) for each in self._applying(items))
            case AnyOf(items):
                return _union(self.down(each, level) for each in self._applying(items))
            case AtLeast(n, items):
                # Fewer than n stay above it: all but n - 1 of them come down.
                left = self._applying(items)
                most = max(len(left) - min(n, len(left)) + 1, 1)
                return _enough(most, [(each, self.down(each, level)) for each in left])
            case Graded(items):
                together = _union if level == 0 else _smallest
                return together(self.down(each, level) for each in self._applying(items))
            case Not(item):
                return self.up(item, 2 - level)
            case When(condition, item):
                return _union((self._holding(condition), self.down(item, level)))
            case Bands(met, partly):
                ways = (met,) if level == 1 else (met, partly)
                return _union(self.down(each, 1) for each in self._applying(ways))

    def _holding(self, condition: Tree) -> Least:
        """What it takes for a condition to hold; one that is allowed stays open."""
        return self.up(condition, 2) if self._applying((condition,)) else None

    def _input(self, number: int, reached: bool) -> Least:
        if reached:
            return frozenset()
        return None if number in self.kept else frozenset((number,))

    def _applying(self, items: Iterable[Tree]) -> list[Tree]:
        """The items that apply; the others take no part in what the whole comes to."""
        engine, inputs = PlainEngine(), len(self.before)
        return [each for each in items if engine.decide(Rule(each, inputs), self.before).low is not None]


def _low(result: Result) -> int:
    return 2 if result.low is None else result.low


def _high(result: Result) -> int:
    return 0 if result.high is None else result.high


def _enough(wanted: int, items: Iterable[tuple[Tree, Least]]) -> Least:
    """The fewest changes that bring *wanted* items there; one that is repeated counts each time."""
    weights: Counter[Tree] = Counter()
    ways: dict[Tree, Least] = {}
    for tree, way in items:
        weights[tree] += 1
        ways[tree] = way
    reached: dict[int, Least] = {0: frozenset()}
    wanted = min(wanted, weights.total())
    for tree, way in ways.items():
        for so_far, sets in sorted(reached.items(), reverse=True):
            more = min(so_far + weights[tree], wanted)
            reached[more] = _smallest((reached.get(more), _union((sets, way))))
    return reached.get(wanted)


# -- cards


@dataclass(frozen=True, slots=True)
class Rise:
    """One requirement that has to come up: at least to *result*, met or partly met."""

    requirement: str
    party: str
    result: Result


@dataclass(frozen=True, slots=True)
class Lift:
    """The fewest requirements that have to come up for a card to be *colour* for certain."""

    colour: str
    rises: tuple[Rise, ...]

    def words(self, party: str = "") -> str:
        """In words, for the card of *party*: "amber for certain with MA-1 at least partly met"."""
        by_result: dict[str, list[str]] = {}
        for each in self.rises:
            name = each.requirement if each.party == party else f"{each.requirement} ({each.party})"
            by_result.setdefault(each.result.word.replace("partly", "at least partly"), []).append(name)
        said = listed(f"{listed(names)} {word}" for word, names in by_result.items())
        return f"{self.colour} for certain with {said}"


def lifts_of_card(card: PartyCard, settings: CardSettings) -> tuple[Lift, ...]:
    """What would lift a party's rating to each better colour, the nearest first."""
    verdicts = [each for section in card.sections for each in section.verdicts if each.rated]
    if settings.bands and card.adjusted:
        return _lifts(card.rating, lambda level: _by_score(verdicts, settings, level))
    musts = [each for each in verdicts if each.requirement.strength is Strength.MUST]
    return _lifts(card.rating, lambda level: _all_below(musts, level))


def lifts_of_door(card: NoWrongDoor) -> tuple[Lift, ...]:
    """What would lift the rating of all services together to each better colour, the nearest first."""
    verdicts = [v for each in card.principles for door in each.doors for v in door.verdicts if weight_of(v)]
    return _lifts(card.rating, lambda level: _all_below(verdicts, level))


def _lifts(rating: Rating, rises: Callable[[int], tuple[Rise, ...] | None]) -> tuple[Lift, ...]:
    if not rating.low:
        return ()
    levels = range(COLOURS.index(rating.low) + 1, len(COLOURS))
    found = ((level, rises(level)) for level in levels)
    return tuple(Lift(COLOURS[level], each) for level, each in found if each is not None)


def _all_below(verdicts: Iterable[Verdict], level: int) -> tuple[Rise, ...]:
    """Every one that is lower: where all are needed, no fewer are enough."""
    return tuple(_rise(each, level) for each in verdicts if _low(each.result) < level)


def _rise(verdict: Verdict, level: int) -> Rise:
    return Rise(verdict.requirement.id, verdict.party, between(level, level))


def _by_score(verdicts: Sequence[Verdict], settings: CardSettings, level: int) -> tuple[Rise, ...] | None:
    """The essential ones that are lower, and then those that bring most, until the score is enough."""
    below = [place for place, each in enumerate(verdicts) if _low(each.result) < 2]
    capping = [n for n in below if verdicts[n].requirement.essential and _low(verdicts[n].result) < level]
    gains = {n: _gain(verdicts[n], settings) for n in below if n not in capping}
    best = sorted((n for n in gains if gains[n]), key=lambda n: -gains[n])
    for many in range(len(best) + 1):
        rising = sorted((*capping, *best[:many]))
        if COLOURS.index(_colour_with(verdicts, rising, settings)) >= level:
            return tuple(_rise(verdicts[n], 2) for n in rising)
    return None


def _gain(verdict: Verdict, settings: CardSettings) -> Fraction:
    """What meeting a requirement would add to the score, before it is divided by all that counts."""
    if verdict.result.low is None:
        return Fraction(0)
    return weight_of(verdict) * (1 - value_of(settings)[verdict.result.low])


def _colour_with(verdicts: Sequence[Verdict], rising: Sequence[int], settings: CardSettings) -> str:
    raised = [replace(each, result=MET) if n in rising else each for n, each in enumerate(verdicts)]
    scored = score(raised, settings)
    return band(settings, scored.low) if scored else COLOURS[0]
