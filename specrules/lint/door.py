"""What a no wrong door specification as a whole leaves out.

In: a specification, and standard clauses of which one should be there.  Out: where
to say that none is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from specrules.lint.about import place
from specrules.lint.registry import Found, Look, Wrong

if TYPE_CHECKING:
    from collections.abc import Callable

    from specrules.spec.model import Spec

#: With fewer principles than this a specification is about something else, and only touches on the door.
_ENOUGH = 3
_THEME = "no-wrong-door/"
_EXAMPLE = """\
requirements:
  NWD-1:
    standard-clause: no-wrong-door/respectful-response
    owed-by: {each-of: [riverbank, trust]}
    strength: should
    target: at least 80%
  NWD-2:
    standard-clause: no-wrong-door/rapid-assessment-and-referral
    owed-by: {each-of: [riverbank, trust]}
    strength: should
    checks: {assessed: at least 90%, referred: at least 90%}
  NWD-3:
    standard-clause: no-wrong-door/rapid-response-to-urgent-need
    owed-by: {each-of: [riverbank, trust]}
    strength: should
    checks: {responded: at least 95%, planned: at least 80%}
"""


def of_the_door(requirement: str) -> Callable[[Look], Look]:
    """Give a rule's page its examples: three principles alone, and with *requirement* as well."""

    def explain(look: Look) -> Look:
        good = f"{_EXAMPLE}{_indented(requirement, 2)}\n"
        examples = f"Bad:\n\n{_indented(_EXAMPLE, 4)}\n\nGood:\n\n{_indented(good, 4)}"
        # As deep as the docstring stands; whoever shows it as a page takes that away.
        look.__doc__ = f"{look.__doc__}\n{_indented(examples, 4)}\n"
        return look

    return explain


def _indented(text: str, by: int) -> str:
    """The lines of *text*, *by* spaces further in. ``textwrap`` and ``inspect`` take longer to import than to
    read a specification."""
    return "\n".join(" " * by + line if line else "" for line in text.strip("\n").split("\n"))


def lacking(spec: Spec, clauses: tuple[str, ...], message: str, remedy: str) -> Found:
    """Say *message* where several principles of the door are owed and none of *clauses* is used."""
    used = [(each, each.standard_clause.id) for each in spec.requirements if each.standard_clause]
    of_door = [each for each, id in used if id.startswith(_THEME)]
    principles = {each.principle for each in of_door if each.principle}
    if len(principles) >= _ENOUGH and not any(id in clauses for _, id in used):
        last = of_door[-1]
        yield Wrong(place(last.written, key="standard-clause"), message, remedy, last)
