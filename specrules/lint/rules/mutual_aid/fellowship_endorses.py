"""The rule ``fellowship-endorses``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from specrules.base.findings import Severity
from specrules.lint.registry import Found, Wrong, rule
from specrules.lint.wording import saying

if TYPE_CHECKING:
    from specrules.spec.model import Spec

_SAYS = (
    r"(?:alcoholics anonymous|narcotics anonymous|cocaine anonymous|\b(?:aa|na|ca)\b|al-anon|(?:12"
    r"|twelve)-step fellowships?|fellowships?)(?: members| groups?| meetings?"
    r"| secretar\w+)?[^.;,]{0,30}?\b(?:endorses?|signs?|reports?|certif\w+|confirms?|submits?"
    r"|sends?|evaluates?|assess\w*)\b"
    r"|\b(?:endorsed|signed|certified|approved|confirmed) by (?:the "
    r"|local )?(?:alcoholics anonymous|narcotics anonymous|cocaine anonymous|\b(?:aa|na|ca)\b"
    r"|al-anon|(?:12|twelve)-step fellowships?|fellowships?)"
)
_UNLESS = (
    r"\b(?:service|provider|keyworkers?|staff) (?:reports?|signs?|sends?|records?|confirms?)\b"
    r"|\bnot\b|\bnever\b"
)


@rule("MA503", "fellowship-endorses", Severity.ADVICE)
def fellowship_endorses(spec: Spec) -> Found:
    """Fellowships are asked for nothing but to be there.

    Fellowships take no view on outside matters. They do not endorse a service,
    sign agreements or send reports.

    Source: Improving access to mutual aid: a brief guide for commissioners
    (Public Health England, 2014), Twelve-step fellowships

    Bad:

        requirements:
          X-1:
            title: Alcoholics Anonymous reports attendance to the council
            owed-by: riverbank
            strength: should
            checks: {done: {count: times it was done, target: at least 3}}
            source: local decision, 2026-02-10

    Good:

        requirements:
          X-1:
            title: The service reports its contact with local groups
            owed-by: riverbank
            strength: should
            checks: {done: {count: times it was done, target: at least 3}}
            source: local decision, 2026-02-10
    """
    for clause, words in saying(spec, __name__, _SAYS, _UNLESS):
        yield Wrong(
            clause.place,
            f'"{words}" has a fellowship endorse, sign or report, and they take no part in outside matters.',
            "Ask the service to report on its own links instead.",
            clause.about,
        )
