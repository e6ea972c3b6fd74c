"""A slow oracle for rules: every way in which the missing evidence could turn out.

It shares no code with either engine.  Each input is completed to every definite
result within its range, an input that is used twice to the same one; each completed
tree is worked out by the plain words of the definitions; and the answer is the
narrowest range that holds all of them.

A ``When`` is not a matter of completions.  Its condition is judged first, as a rule of
its own, and unless that settles it the whole may come to anything.
"""

from __future__ import annotations

from itertools import product

from specrules import result as r
from specrules.engine.rules import All, AnyOf, AtLeast, Bands, Graded, Input, Not, When

NA, FREE = "not applicable", "allowed"

COMPLETIONS = {
    r.MET: [2],
    r.PARTLY_MET: [1],
    r.NOT_MET: [0],
    r.NO_EVIDENCE: [0, 1, 2],
    r.AT_MOST_PARTLY: [0, 1],
    r.AT_LEAST_PARTLY: [1, 2],
    r.NOT_APPLICABLE: [NA],
    r.ALLOWED: [FREE],
}

HULLS = {
    (2, 2): r.MET,
    (1, 1): r.PARTLY_MET,
    (0, 0): r.NOT_MET,
    (0, 2): r.NO_EVIDENCE,
    (0, 1): r.AT_MOST_PARTLY,
    (1, 2): r.AT_LEAST_PARTLY,
}


def judge(tree, signature):
    """Return the narrowest result that holds every way *tree* could turn out."""
    leaves = {}
    plain = _without_conditions(tree, signature, leaves)
    worlds = product(*leaves.values())
    ways = {_definite(plain, dict(zip(leaves, world, strict=True))) for world in worlds}
    numbers = [way for way in ways if way not in (NA, FREE)]
    if numbers:
        return HULLS[min(numbers), max(numbers)]
    return r.ALLOWED if FREE in ways else r.NOT_APPLICABLE


def _without_conditions(tree, signature, leaves):
    """Return *tree* as tuples, each ``When`` settled; put what each leaf may come to in *leaves*."""

    def inner(below):
        return _without_conditions(below, signature, leaves)

    if isinstance(tree, Input):
        leaves[tree.number] = COMPLETIONS[signature[tree.number]]
        return ("leaf", tree.number)
    if isinstance(tree, When):
        return _settled(tree, signature, leaves)
    if isinstance(tree, Not):
        return ("not", inner(tree.item))
    if isinstance(tree, Bands):
        return ("bands", inner(tree.met), inner(tree.partly))
    if isinstance(tree, AtLeast):
        return ("at least", tree.n, *map(inner, tree.items))
    word = {All: "all", AnyOf: "any", Graded: "graded"}[type(tree)]
    return (word, *map(inner, tree.items))


def _settled(tree, signature, leaves):
    condition = judge(tree.condition, signature)
    if condition is r.MET:
        return _without_conditions(tree.item, signature, leaves)
    if condition in (r.NOT_MET, r.NOT_APPLICABLE):
        result = r.NOT_APPLICABLE
    else:
        item = judge(tree.item, signature)
        result = item if item in (r.NOT_APPLICABLE, r.ALLOWED) else r.NO_EVIDENCE
    name = ("when", len(leaves))
    leaves[name] = COMPLETIONS[result]
    return ("leaf", name)


def _definite(tree, world):
    """Return what *tree* comes to in a *world* in which every leaf is known."""
    word = tree[0]
    if word == "leaf":
        return world[tree[1]]
    if word == "not":
        return {0: 2, 1: 1, 2: 0}.get(item := _definite(tree[1], world), item)
    if word == "bands":
        return _banded(_definite(tree[1], world), _definite(tree[2], world))
    items = [_definite(item, world) for item in tree[2 if word == "at least" else 1 :]]
    known = [item for item in items if item not in (NA, FREE)]
    if not known:
        return FREE if FREE in items else NA
    return {
        "all": lambda: min(known),
        "any": lambda: max(known),
        "graded": lambda: 2 if set(known) == {2} else 0 if set(known) == {0} else 1,
        "at least": lambda: max(n for n in (0, 1, 2) if _enough(known, n, tree[1])),
    }[word]()


def _enough(known, threshold, wanted):
    """Whether *wanted* of *known*, or all of them if there are fewer, reach *threshold*."""
    return sum(item >= threshold for item in known) >= min(wanted, len(known))


def _banded(met, partly):
    if met in (NA, FREE):
        return met
    return 2 if met == 2 else 1 if partly == 2 else 0
