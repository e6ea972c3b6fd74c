"""Checks that look at other checks of the same requirement.

Comes in: the checks of one requirement.  Goes out: findings about those that name
a check which is not there, or of another kind, or each other in a circle.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from specrules.spec import faults as f
from specrules.spec.faults import Faults, closest
from specrules.spec.model import Check, CheckKind
from specrules.values.understand import quoted

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from specrules.base.findings import Span

_COUNTING = frozenset({CheckKind.SHARE, CheckKind.AUDIT, CheckKind.COUNT})


def beside(check: Check) -> dict[str, str]:
    """The checks that *check* looks at, by the heading that names each."""
    named = {"relies-on": check.relies_on, "after": check.after, "if-fewer": check.if_fewer}
    return {key: name for key, name in named.items() if name}


def only_beside(checks: Collection[Check]) -> set[str]:
    """The names of those of *checks* that do not count beside the others, unless they are named.

    They decide in place of another where there are too few, or whether two readers of another agree.
    """
    instead = {each.if_fewer for each in checks} - {""}
    relied_on = {each.relies_on for each in checks}
    agreeing = {each.name for each in checks if each.kind is CheckKind.AGREEMENT}
    return instead | (agreeing & relied_on)


def check_beside(
    checks: Sequence[Check], others: Collection[Check], at: Span, faults: Faults, unread: Collection[str] = ()
) -> None:
    """Report what cannot be right about how *checks* look at each other; *others* may be looked at too.

    *unread* are the names of those that could not be read, of which nothing is said.
    """
    known = {check.name: check for check in (*others, *checks)}
    for check in checks:
        for key, name in beside(check).items():
            span = check.written.values.get(key, at) if check.written else at
            if name in known:
                _check_pair(check, key, known[name], span, faults)
            elif name not in unread:
                _unknown(key, name, [each for each in known if each != check.name], span, faults)
        if circle := _circle(check, known):
            message = f"{' looks at '.join(circle)}, so none of them could ever be judged."
            faults.add_once(f.BESIDE_ITSELF, at, message, remedy="Let one of them stand on its own.")


def _unknown(key: str, name: str, known: list[str], span: Span, faults: Faults) -> None:
    meant = closest(name, known)
    message = f"{key}: there is no check called {quoted(name)} here. There are: {', '.join(known) or 'none'}."
    remedy = f"Write {meant} instead." if meant else "Name a check of this requirement, or add it."
    # A standard clause is looked at by itself, and again in every example of it.
    if not faults.has_said(f.UNKNOWN_CHECK, message):
        faults.add(f.UNKNOWN_CHECK, span, message, meant=meant, remedy=remedy)


def _check_pair(check: Check, key: str, other: Check, span: Span, faults: Faults) -> None:
    if key == "after" and not _can_follow(check, other):
        message = f"{check.name} is of the kind {check.kind}, and {other.name}, before it, a {other.kind}."
        remedy = "Let a date follow a date, and people counted follow people counted."
        faults.add(f.BESIDE_ANOTHER_KIND, span, message, remedy=remedy)
    said = check.written.keys if check.written else ()
    if key == "if-fewer" and check.sample is None and "fewest" not in said:
        message = f"{other.name} decides where there are too few, and nothing says how many are enough."
        faults.add(f.FEWER_THAN_WHAT, span, message, remedy="Add fewest, such as: fewest: 10")


def _can_follow(check: Check, other: Check) -> bool:
    if check.kind is CheckKind.DATE:
        return other.kind is CheckKind.DATE
    return check.kind in _COUNTING and other.kind in _COUNTING


def _circle(check: Check, known: Mapping[str, Check]) -> tuple[str, ...]:
    """The names from *check* back to itself, or none."""
    paths: list[tuple[str, ...]] = [(check.name, name) for name in beside(check).values()]
    while paths:
        path = paths.pop()
        if path[-1] == check.name:
            return path
        if path[-1] in path[:-1] or path[-1] not in known:
            continue
        paths += [(*path, name) for name in beside(known[path[-1]]).values()]
    return ()
