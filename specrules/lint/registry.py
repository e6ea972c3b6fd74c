"""The lint rules: how one is declared, and what it yields.

A rule is a function over a specification, a standard clause or both that yields
what is ``Wrong``, and where.  Its docstring is its page: it opens with what
ought to be so, goes on with why, names the guidance it comes from, and shows a
bad and a good example, which the tests run.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, TypeVar

from specrules.base.frozen import NamedTuple
from specrules.spec.model import Party, Requirement, Spec, StandardClause

if TYPE_CHECKING:
    from specrules.base.findings import Place, Severity

Duty = Requirement | StandardClause


class Wrong(NamedTuple):
    """One place where a rule is broken. *about* is whom or what it concerns; *remedy* says what to do.

    *meant* is what could stand at the place instead, where that is likely enough.
    """

    place: Place
    message: str
    remedy: str
    about: Duty | Party | None = None
    also: tuple[Place, ...] = ()
    meant: str | None = None


Found = Iterator[Wrong]
Look = TypeVar("Look", bound=Callable[..., Found])


# Named tuples, here and in ``specrules.lint``: a frozen dataclass takes ten times as long to define, and lint
# has to start quickly.


class Rule(NamedTuple):
    """A lint rule. *code* and *name* never change meaning and are never used for another.

    *on* are the kinds of document it looks at.  *whole* is whether it looks for
    what is absent from a file, so that a file only half understood says nothing.
    *over* are the codes of more general rules, whose findings at the same place
    have the same cause.  *covers* are the entries of the list of coverage that it
    answers to.
    """

    code: str
    name: str
    severity: Severity
    look: Callable[[Any], Found]
    on: tuple[type, ...] = (Spec,)
    whole: bool = False
    over: tuple[str, ...] = ()
    covers: tuple[str, ...] = ()


#: The rule of each module that was imported.
DECLARED: dict[str, Rule] = {}


def rule(
    code: str,
    name: str,
    severity: Severity,
    *,
    on: tuple[type, ...] = (Spec,),
    whole: bool = False,
    over: tuple[str, ...] = (),
    covers: tuple[str, ...] = (),
) -> Callable[[Look], Look]:
    """Make a function the lint rule of its module, of which a module has one."""

    def declare(look: Look) -> Look:
        DECLARED[look.__module__] = Rule(code, name, severity, look, on, whole, over, covers)
        return look

    return declare
