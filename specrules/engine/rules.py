"""What an engine is asked: a rule, and one result for each of its inputs.

A rule is a tree over numbered inputs and knows nothing of whose checks they are,
so requirements of the same shape share one rule and everything decided for it.
Trees are compared and hashed by structure and are never rewritten: with results
that do not apply, absorption and distribution fail, so a tidier tree can mean
something else.

Every operator works on the low and the high ends apart, after setting aside items
that are not applicable or allowed.  With nothing left the result is allowed when
an item was allowed, and otherwise not applicable.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias

from specrules.result import Result

if TYPE_CHECKING:
    from collections.abc import Iterator

Signature: TypeAlias = tuple[Result, ...]
"""One result for each input of a rule, in order."""

# Written as text, since a rule is described further down.
Question: TypeAlias = "tuple[Rule, Signature]"
"""A rule, and the situation for which its result is wanted."""

Data: TypeAlias = "int | str | list[Data] | dict[str, Data]"
"""What JSON can hold of a tree."""


@dataclass(frozen=True, slots=True)
class Input:
    """The result of one check, or one that stands on a card; numbered from 0."""

    number: int


@dataclass(frozen=True, slots=True)
class All:
    """Every item is needed: the lowest."""

    items: tuple[Tree, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """One item is enough: the highest."""

    items: tuple[Tree, ...]


@dataclass(frozen=True, slots=True)
class AtLeast:
    """*n* items are enough: the *n*-th highest.

    Where fewer than *n* items apply, *n* drops to the number that do.
    """

    n: int
    items: tuple[Tree, ...]

    def __post_init__(self) -> None:
        if self.n < 1:
            raise ValueError(f"at least {self.n} of a list asks for nothing; ask for 1 or more")


@dataclass(frozen=True, slots=True)
class Graded:
    """Met if every item is met, not met if every item is not met, otherwise partly met."""

    items: tuple[Tree, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """The opposite: met and not met change places. Not applicable and allowed stay."""

    item: Tree


@dataclass(frozen=True, slots=True)
class When:
    """*item*, where *condition* holds.

    A condition that is met gives the item.  One that is not met, or not applicable,
    gives not applicable.  Any other leaves it open whether the duty applies, so the
    result is no evidence, unless the item is not applicable or allowed in any case.
    That includes a condition that is partly met or allowed: an allowance excuses a
    party from showing the condition, and does not say how it would have turned out.
    """

    condition: Tree
    item: Tree


@dataclass(frozen=True, slots=True)
class Bands:
    """Met when *met* is met; otherwise partly met when *partly* is met.

    Where *met* is not applicable or allowed, so is the whole.  A *partly* that is
    not applicable or allowed gives nothing.

    *met* may not hold a ``When``.  Its open condition would let *partly* earn half
    credit for a duty that may turn out not to apply, and filling in the blank could
    then lower a settled result.  ``When(condition, Bands(met, partly))`` says it safely.
    """

    met: Tree
    partly: Tree

    def __post_init__(self) -> None:
        if any(isinstance(each, When) for each in nodes(self.met)):
            raise ValueError("a condition inside the met part of Bands belongs around the Bands")


Tree: TypeAlias = Input | All | AnyOf | AtLeast | Graded | Not | When | Bands


@dataclass(frozen=True, slots=True)
class Rule:
    """A tree and the number of its inputs. Raises ValueError for an input out of reach.

    The hash is kept, because a rule is the key to everything decided for it.
    """

    tree: Tree
    inputs: int
    _hash: int = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        for each in nodes(self.tree):
            if isinstance(each, Input) and not 0 <= each.number < self.inputs:
                raise ValueError(f"input {each.number} is not one of the {self.inputs} inputs of this rule")
        object.__setattr__(self, "_hash", hash((self.tree, self.inputs)))

    def __hash__(self) -> int:
        return self._hash

    def check(self, signature: Signature) -> None:
        """Raise ValueError unless *signature* has one result for each input."""
        if len(signature) != self.inputs:
            raise ValueError(f"the rule has {self.inputs} inputs and was given {len(signature)} results")


def children(tree: Tree) -> tuple[Tree, ...]:
    """Return the trees directly under *tree*, in the order they are written."""
    match tree:
        case Input():
            return ()
        case Not(item):
            return (item,)
        case When(condition, item):
            return (condition, item)
        case Bands(met, partly):
            return (met, partly)
        case _:
            return tree.items


def nodes(tree: Tree) -> Iterator[Tree]:
    """Yield *tree* and every tree under it, each before its own children."""
    yield tree
    for child in children(tree):
        yield from nodes(child)


def as_data(tree: Tree) -> Data:
    """Return *tree* as data for JSON: ``{"at least": 2, "of": [{"input": 0}, ...]}``."""
    below: list[Data] = [as_data(child) for child in children(tree)]
    match tree:
        case Input(number):
            return {"input": number}
        case AtLeast(n):
            return {"at least": n, "of": below}
        case Not():
            return {"not": below[0]}
        case When():
            return {"when": below[0], "then": below[1]}
        case Bands():
            return {"met": below[0], "partly": below[1]}
        case _:
            return {_WORDS[type(tree)]: below}


_WORDS: dict[type[Tree], str] = {All: "all", AnyOf: "any", Graded: "graded"}


def from_data(data: Any) -> Tree:
    """Return the tree that ``as_data`` gave *data* of."""
    match data:
        case {"input": number}:
            return Input(number)
        case {"at least": n, "of": items}:
            return AtLeast(n, tuple(map(from_data, items)))
        case {"not": item}:
            return Not(from_data(item))
        case {"when": condition, "then": item}:
            return When(from_data(condition), from_data(item))
        case {"met": met, "partly": partly}:
            return Bands(from_data(met), from_data(partly))
        case _:
            [(word, items)] = data.items()
            return _KINDS[word](tuple(map(from_data, items)))


_KINDS: dict[str, type[All | AnyOf | Graded]] = {"all": All, "any": AnyOf, "graded": Graded}
