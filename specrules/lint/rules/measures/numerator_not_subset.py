"""The rule ``numerator-not-subset``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from specrules.base.findings import Severity
from specrules.lint.about import place
from specrules.lint.registry import Found, Wrong, rule
from specrules.spec.model import CheckKind

if TYPE_CHECKING:
    from specrules.spec.model import Spec

_IN_TIME = r"\b(?:in|during|within) (?:the|each|a|this) (?:period|quarter|year|half year|month)\b"
_IN = re.compile(_IN_TIME, re.IGNORECASE)
# What begins in a period, and what may follow it in a later one.
_BEGINS = rf"\b(referred|started|starting|entered|entering|admitted|assessed|presenting)\b[^,;]*?{_IN_TIME}"
_FOLLOWS = (
    r"\b(assessed|started|starting|seen|reviewed|engaged|discharged|left|completed|completing|admitted|offered"
    rf"|given|vaccinated|tested|treated)\b[^,;]*?{_IN_TIME}"
)
_OF_THEM = r"\b(?:of (?:them|these|those)|who were also|among them)\b"


@rule("MS311", "numerator-not-subset", Severity.ADVICE)
def numerator_not_subset(spec: Spec) -> Found:
    """The people counted are some of the people they are out of.

    People who started in a quarter may have been referred in the one before. Out
    of those referred in the quarter they can be more than all. Follow the people
    referred, whenever they started.

    Bad:

        requirements:
          AC-1:
            title: People start soon after they are referred
            owed-by: riverbank
            strength: should
            checks:
              started:
                share: people who started treatment in the period
                of: people referred in the period
                target: at least 80%
            source: local decision, 2026-02-10

    Good:

        requirements:
          AC-1:
            title: People start soon after they are referred
            owed-by: riverbank
            strength: should
            checks:
              started:
                share: people who started treatment
                within: 15 working days
                of: people referred in the period
                target: at least 80%
            source: local decision, 2026-02-10
    """
    for requirement in spec.requirements:
        for check in requirement.checks:
            if check.kind is not CheckKind.SHARE or check.measure or check.constant:
                continue
            # Without a stretch of time in both there is nothing to find, and seeing that is quick.
            if not (_IN.search(check.of) and _IN.search(check.words)):
                continue
            first, then = _says(_BEGINS, check.of), _says(_FOLLOWS, check.words)
            if first and then and _differ(first[1], then[1]) and not _says(_OF_THEM, check.words):
                yield Wrong(
                    place(check.written, requirement.written, key=check.kind.value),
                    f"People {then[1]} in a period may have been {first[1]} before it, and be more than all.",
                    f"Count, of the people {first[1]} in the period, those {then[1]} at any time since.",
                    requirement,
                )


def _says(pattern: str, text: str) -> re.Match[str] | None:
    """Where *text* says *pattern*, which is made ready when first asked for: most files never get so far."""
    return re.search(pattern, text, re.IGNORECASE)


def _differ(first: str, then: str) -> bool:
    """Whether two words are for different events: "started" and "starting" are for one."""
    return first.casefold()[:5] != then.casefold()[:5]
