"""The rule ``leaflet-only``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from specrules.base.findings import Severity
from specrules.lint.registry import Found, Wrong, rule
from specrules.lint.wording import saying

if TYPE_CHECKING:
    from specrules.spec.model import Spec

_SAYS = (
    r"\b(?:leaflets?|flyers?|posters?|contact details|contact numbers?|phone numbers?"
    r"|helpline numbers?|list of (?:local )?(?:meetings|groups)|signpost\w*|website address\w*)\b"
)
_UNLESS = (
    r"\b(?:follow\w* (?:it )?up|go(?:es)? along|accompan\w*|introduc\w+|member|as well as"
    r"|not (?:only|just|enough)|more than|up to date|fresh|literature|directions|reviewed|checked"
    r"|emergency|named contact|kept)\b"
)


@rule("MA509", "leaflet-only", Severity.ADVICE)
def leaflet_only(spec: Spec) -> Found:
    """Help to reach mutual aid is more than a leaflet.

    Handing out contact details alone seldom works. Facilitated access has three
    steps: raising it, linking with a member, and following it up.

    Source: Helping clients to access and engage with mutual aid (Public Health
    England, 2012), three essential steps

    Bad:

        requirements:
          X-1:
            title: People are given a leaflet about mutual aid meetings
            owed-by: riverbank
            strength: should
            checks: {done: {count: times it was done, target: at least 3}}
            source: local decision, 2026-02-10

    Good:

        requirements:
          X-1:
            title: Keyworkers arrange for a member to go along to a meeting
            owed-by: riverbank
            strength: should
            checks: {done: {count: times it was done, target: at least 3}}
            source: local decision, 2026-02-10
    """
    for clause, words in saying(spec, __name__, _SAYS, _UNLESS):
        yield Wrong(
            clause.place,
            f'"{words}" is met by handing something out, which alone seldom brings anybody to a meeting.',
            "Add the three steps: raise it, link with a member, follow it up.",
            clause.about,
        )
