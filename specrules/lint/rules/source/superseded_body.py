"""The rule ``superseded-body``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from specrules.base.findings import Severity
from specrules.base.once import once_each
from specrules.lint.about import place
from specrules.lint.clauses import clauses_of
from specrules.lint.registry import Found, Wrong, rule

if TYPE_CHECKING:
    from specrules.base.findings import Place
    from specrules.lint.registry import Duty
    from specrules.spec.model import Party, Spec

_GONE = {
    "public health england": "the Office for Health Improvement and Disparities",
    "clinical commissioning group": "the integrated care board",
    "primary care trust": "the integrated care board",
    "national treatment agency": "the Office for Health Improvement and Disparities",
    "strategic health authority": "NHS England",
    "nhs improvement": "NHS England",
}
_NAMES = re.compile("|".join(_GONE), re.IGNORECASE)


@rule("SO715", "superseded-body", Severity.ADVICE)
def superseded_body(spec: Spec) -> Found:
    """Bodies that are named still exist.

    Public Health England, clinical commissioning groups, primary care trusts and
    the National Treatment Agency are gone, and a duty towards them cannot be
    kept. Titles of documents are left alone.

    Bad:

        requirements:
          X-1:
            title: Figures go to Public Health England
            owed-by: riverbank
            strength: should
            checks: {done: {count: times it was done, target: at least 3}}
            source: local decision, 2026-02-10

    Good:

        requirements:
          X-1:
            title: Figures go to the national system
            owed-by: riverbank
            strength: should
            checks: {done: {count: times it was done, target: at least 3}}
            source: local decision, 2026-02-10
    """
    for each in spec.requirements:
        yield from _named_in(each)
    for party in spec.parties:
        yield from _named(party.name, place(party.written, key="name"), party)


@once_each
def _named_in(duty: Duty) -> tuple[Wrong, ...]:
    return tuple(wrong for each in clauses_of(duty) for wrong in _named(each.text, each.place, duty))


def _named(text: str, where: Place, about: Duty | Party) -> Found:
    gone = _NAMES.search(text)
    if gone:
        now = _GONE[gone[0].casefold()]
        begins = now if gone.start() else now[:1].upper() + now[1:]
        yield Wrong(
            where,
            f"{gone[0]} no longer exists.",
            f"Name who does its work now, perhaps {now}.",
            about,
            meant=text[: gone.start()] + begins + text[gone.end() :],
        )
