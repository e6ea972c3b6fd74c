"""The rule ``pays-a-fellowship``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from specrules.base.findings import Severity
from specrules.lint.registry import Found, Wrong, rule
from specrules.lint.wording import saying

if TYPE_CHECKING:
    from specrules.spec.model import Spec

_SAYS = (
    r"\b(?:pays?|paid|payments?|funds?|funded|funding|grants?|subsid\w+|fees?|sponsor\w*"
    r"|money)\b[^.;]{0,40}?(?:\bto\b|\bfor\b|\bof\b)?\s*(?:local |each |every |the "
    r"|any )?(?:alcoholics anonymous|narcotics anonymous|cocaine anonymous|\b(?:aa|na|ca)\b"
    r"|al-anon|(?:12|twelve)-step fellowships?|fellowships?)(?! (?:literature|books))"
    r"|(?:alcoholics anonymous|narcotics anonymous|cocaine anonymous|\b(?:aa|na|ca)\b|al-anon"
    r"|(?:12|twelve)-step fellowships?|fellowships?)[^.;]{0,25}?\b(?:is|are|receives?|gets?"
    r"|is given|are given|be)\b[^.;]{0,15}\b(?:paid|funded|funding|grants?|a fee|money|subsid\w+)"
)
_UNLESS = r"\b(?:no|not|never|nothing|nobody|literature|room|rooms|travel|by groups|charged to)\b"


@rule("MA502", "pays-a-fellowship", Severity.ADVICE)
def pays_a_fellowship(spec: Spec) -> Found:
    """Nobody pays a fellowship.

    Fellowships accept only what their members give. Money belongs to the
    service's own side: rooms, literature, a keyworker's time.

    Source: Improving access to mutual aid: a brief guide for commissioners
    (Public Health England, 2014), Twelve-step fellowships

    Bad:

        requirements:
          X-1:
            title: Narcotics Anonymous receives a grant for its meetings
            owed-by: riverbank
            strength: should
            checks: {done: {count: times it was done, target: at least 3}}
            source: local decision, 2026-02-10

    Good:

        requirements:
          X-1:
            title: The service pays for the literature it hands out
            owed-by: riverbank
            strength: should
            checks: {done: {count: times it was done, target: at least 3}}
            source: local decision, 2026-02-10
    """
    for clause, words in saying(spec, __name__, _SAYS, _UNLESS):
        yield Wrong(
            clause.place,
            f'"{words}" would pay a fellowship, which accepts only what its members give.',
            "Put the money on the side of the service: rooms, literature, time.",
            clause.about,
        )
