"""The rule ``where-appropriate-undefined``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from specrules.base.findings import Severity
from specrules.lint.registry import Found, Wrong, rule
from specrules.lint.wording import saying

if TYPE_CHECKING:
    from specrules.spec.model import Spec

_SAYS = (
    r"\b(?:where|when|if|as|whenever|wherever) (?:it is |this is |they are )?(?:appropriate"
    r"|suitable|possible|practicable|reasonable|necessary|needed|required|relevant|feasible)\b"
)
_UNLESS = r"\bas (?:soon|quickly|early|far)\b|\bdecided by\b|\bmeaning\b"


@rule("MA515", "where-appropriate-undefined", Severity.ADVICE)
def where_appropriate_undefined(spec: Spec) -> Found:
    """A clause that applies where appropriate says when that is.

    Where nobody can say when something applies, nobody can pass or fail it.
    "applies-if" says when, and asks for the reason where it does not.

    Source: Improving access to mutual aid: a brief guide for commissioners
    (Public Health England, 2014), Service specifications

    Bad:

        requirements:
          X-1:
            title: Rooms are lent to groups where appropriate
            owed-by: riverbank
            strength: should
            checks: {done: {count: times it was done, target: at least 3}}
            source: local decision, 2026-02-10

    Good:

        requirements:
          X-1:
            title: Rooms are lent to groups
            owed-by: riverbank
            strength: should
            checks: {done: {count: times it was done, target: at least 3}}
            source: local decision, 2026-02-10
    """
    for clause, words in saying(spec, __name__, _SAYS, _UNLESS):
        yield Wrong(
            clause.place,
            f'"{words}" leaves open when it applies.',
            "Say when, with applies-if.",
            clause.about,
        )
