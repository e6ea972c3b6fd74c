"""The shape in which durable-rules is given a rule.

``specrules.engine.lowering`` makes it, ``specrules.engine.durable`` runs it, and here it
is read, printed and written as JSON.  A rule becomes strata of derivations.  Each says:
where these flags have these values, set that flag.  There is no "or", no "not" and no
reference from one flag to another, and a flag is always present as 0 or 1, so missing
evidence can never read as a pass.  What a stratum derives is seen only by the strata
above it, so nothing depends on the order in which rules fire.

All names are our own: ``a1`` for a flag that is given, ``c1`` for one that is derived.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from specrules.base.errors import EngineFault
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
    children,
    nodes,
)
from specrules.result import (
    ALLOWED,
    AT_LEAST_PARTLY,
    AT_MOST_PARTLY,
    MET,
    NO_EVIDENCE,
    NOT_APPLICABLE,
    NOT_MET,
    PARTLY_MET,
    RESULTS,
    Result,
)

if TYPE_CHECKING:
    from collections.abc import Callable

SENTINEL = "zz"
"""The rule that fires last on every fact, which shows that all others had their turn."""


class Says(StrEnum):
    """What a flag says of an input or of a tree."""

    APPLIES = "applies"
    ALLOWED = "allowed"
    LOW_1 = "low>=1"
    LOW_2 = "low>=2"
    HIGH_1 = "high>=1"
    HIGH_2 = "high>=2"
    LOW_1_UNLESS_NA = "low>=1 unless n/a"
    LOW_2_UNLESS_NA = "low>=2 unless n/a"
    HIGH_1_UNLESS_NA = "high>=1 unless n/a"
    HIGH_2_UNLESS_NA = "high>=2 unless n/a"


_DENIED = {
    Says.APPLIES: "does not apply",
    Says.ALLOWED: "not allowed",
    Says.LOW_1: "not low>=1",
    Says.LOW_2: "not low>=2",
    Says.HIGH_1: "not high>=1",
    Says.HIGH_2: "not high>=2",
    Says.LOW_1_UNLESS_NA: "low<1",
    Says.LOW_2_UNLESS_NA: "low<2",
    Says.HIGH_1_UNLESS_NA: "high<1",
    Says.HIGH_2_UNLESS_NA: "high<2",
}

_IDLE = frozenset({NOT_APPLICABLE, ALLOWED})
_LOW_1 = frozenset({MET, PARTLY_MET, AT_LEAST_PARTLY})
_LOW_2 = frozenset({MET})
_HIGH_1 = frozenset({MET, PARTLY_MET, NO_EVIDENCE, AT_MOST_PARTLY, AT_LEAST_PARTLY})
_HIGH_2 = frozenset({MET, NO_EVIDENCE, AT_LEAST_PARTLY})

_TRUE_OF: dict[Says, frozenset[Result]] = {
    Says.APPLIES: _HIGH_1 | {NOT_MET},
    Says.ALLOWED: frozenset({ALLOWED}),
    Says.LOW_1: _LOW_1,
    Says.LOW_2: _LOW_2,
    Says.HIGH_1: _HIGH_1,
    Says.HIGH_2: _HIGH_2,
    Says.LOW_1_UNLESS_NA: _LOW_1 | _IDLE,
    Says.LOW_2_UNLESS_NA: _LOW_2 | _IDLE,
    Says.HIGH_1_UNLESS_NA: _HIGH_1 | _IDLE,
    Says.HIGH_2_UNLESS_NA: _HIGH_2 | _IDLE,
}

# Whether the low end reaches 1 and 2, and the high end 1 and 2.
_ANSWERS = {
    (True, True, True, True): MET,
    (True, False, True, False): PARTLY_MET,
    (False, False, False, False): NOT_MET,
    (False, False, True, True): NO_EVIDENCE,
    (False, False, True, False): AT_MOST_PARTLY,
    (True, False, True, True): AT_LEAST_PARTLY,
}

Values: TypeAlias = dict[str, int]
"""The value of each flag, 0 or 1, by its key."""


@dataclass(frozen=True, slots=True)
class Flag:
    """One yes or no, known to the engine as *key*.

    *tree* is what it speaks of, an ``Input`` if it is given, and *says* what it says.
    *yes* is the value that affirms it: a flag whose *yes* is 0 is derived where what it
    says is untrue.  *note* tells apart the steps on the way to one answer.
    """

    key: str
    tree: Tree
    says: Says
    yes: int
    note: str


class Wanted(NamedTuple):
    """A flag, and the value it must have."""

    flag: Flag
    value: int

    def __str__(self) -> str:
        """What is wanted, in words: ``low>=2``."""
        says = self.flag.says
        words = says.value if self.value == self.flag.yes else _DENIED[says]
        return f"{words} for {self.flag.note}" if self.flag.note else words


class Derivation(NamedTuple):
    """Where every flag in *wanted* has its value, *head* becomes 1. *name* is durable-rules' name for it."""

    name: str
    wanted: tuple[Wanted, ...]
    head: Flag


class Page(NamedTuple):
    """Derivations tried on one fact. *keys* name all that the fact must hold; pages count from 0."""

    number: int
    ruleset: int
    derivations: tuple[Derivation, ...]
    keys: tuple[str, ...]


class Stratum(NamedTuple):
    """Pages that see the same values, each by a fact of its own. Strata count from 1."""

    number: int
    pages: tuple[Page, ...]


class Answer(NamedTuple):
    """Where the result is read."""

    applies: Wanted
    allowed: Wanted
    ends: tuple[Wanted, Wanted, Wanted, Wanted]


@dataclass(frozen=True, slots=True)
class Strata:
    """A rule as strata, with the flags given to it, the flags derived, and where its answer is read."""

    rule: Rule
    strata: tuple[Stratum, ...]
    given: tuple[Flag, ...]
    derived: tuple[Flag, ...]
    answer: Answer

    def read(self, values: Values) -> Result:
        """Return the result that *values* amount to once all strata have been derived.

        Raises EngineFault for ends that cannot be, as when the low end is above the high.
        """
        applies, allowed, ends = self.answer
        if not _holds(applies, values):
            return ALLOWED if _holds(allowed, values) else NOT_APPLICABLE
        reached = tuple(_holds(end, values) for end in ends)
        if reached not in _ANSWERS:
            raise EngineFault("it came to a result that cannot be")
        return _ANSWERS[reached]


def starter(strata: Strata) -> Callable[[Signature], Values]:
    """Return a function that gives the value of every flag, for a signature, before anything is derived."""
    derived = dict.fromkeys((flag.key for flag in strata.derived), 0)
    given: dict[int, dict[Result, Values]] = {}
    for flag in strata.given:
        if isinstance(flag.tree, Input):
            of_input = given.setdefault(flag.tree.number, {result: {} for result in RESULTS})
            for result, values in of_input.items():
                values[flag.key] = int(result in _TRUE_OF[flag.says])

    def start(signature: Signature) -> Values:
        values = derived.copy()
        for number, of_input in given.items():
            values.update(of_input[signature[number]])
        return values

    return start


def _holds(wanted: Wanted, values: Values) -> bool:
    return values[wanted.flag.key] == wanted.value


def as_json(strata: Strata) -> tuple[str, ...]:
    """Return the rulesets given to durable-rules, each as exactly the JSON it is given."""
    import json

    rulesets: list[dict[str, object]] = []
    for stratum in strata.strata:
        for page in stratum.pages:
            if page.ruleset == len(rulesets):
                rulesets.append({})
            place = [{"L": stratum.number}, {"P": page.number}]
            for name, wanted, _ in page.derivations:
                pattern = [*place, *({flag.key: value} for flag, value in wanted)]
                rulesets[page.ruleset][name] = {"all": [{"m": {"$and": pattern}}]}
    closing = {SENTINEL: {"all": [{"m": {"$ex": {"close": 1}}}], "pri": 9}}
    return tuple(json.dumps(ruleset | closing) for ruleset in rulesets)


def in_words(strata: Strata, describe: Callable[[int], str]) -> list[str]:
    """Return *strata* as lines to print. *describe* gives the reader's name for an input."""
    names = _names(strata.rule.tree, describe)
    lines = [
        f"{name} is {_operator(tree, names)}" for tree, name in names.items() if not isinstance(tree, Input)
    ]
    for stratum in strata.strata:
        lines.append(f"stratum {stratum.number}")
        lines += [f"  {_line(each, names)}" for page in stratum.pages for each in page.derivations]
    return lines


def _names(tree: Tree, describe: Callable[[int], str]) -> dict[Tree, str]:
    """Return a name for every tree; identical ones share theirs, as they share their flags."""
    names: dict[Tree, str] = {}
    for each in nodes(tree):
        if each not in names:
            inner = sum(1 for known in names if not isinstance(known, Input))
            names[each] = describe(each.number) if isinstance(each, Input) else f"n{inner + 1}"
    return names


_WORDS: dict[type[Tree], str] = {All: "all of", AnyOf: "any of", Graded: "graded from"}


def _operator(tree: Tree, names: dict[Tree, str]) -> str:
    below = [names[child] for child in children(tree)]
    listed = ", ".join(below) or "nothing"
    match tree:
        case Not():
            return f"the opposite of {below[0]}"
        case When():
            return f"{below[1]} when {below[0]}"
        case Bands():
            return f"met by {below[0]}, partly met by {below[1]}"
        case AtLeast(n):
            return f"at least {n} of {listed}"
        case _:
            return f"{_WORDS[type(tree)]} {listed}"


def _line(derivation: Derivation, names: dict[Tree, str]) -> str:
    name, wanted, head = derivation
    reasons = " and ".join(f"{names[each.flag.tree]} {each}" for each in wanted) or "always"
    return f"{name}: {names[head.tree]} {Wanted(head, 1)} <- {reasons}"
