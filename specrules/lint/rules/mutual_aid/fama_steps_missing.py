"""The rule ``fama-steps-missing``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from specrules.base.findings import Severity
from specrules.base.once import once_each
from specrules.base.phrases import listed
from specrules.lint.about import counted, place
from specrules.lint.registry import Found, Wrong, rule

if TYPE_CHECKING:
    from specrules.spec.model import Requirement, Spec

_STEPS = {
    "raising mutual aid": r"\b(?:rais\w+|discuss\w*|introduc\w+|talk\w*|conversations?)\b",
    "contact with a member": r"\b(?:members?|connect\w*|accompan\w+|(?:go|went) along|in touch)\b",
    "asking how it went": r"\b(?:follow\w*[- ]up|how it went|(?:asked|ask) (?:about|how)|experiences?)\b",
}
_SAYS = {step: re.compile(words, re.IGNORECASE) for step, words in _STEPS.items()}
_FAMA = re.compile(r"\bFAMA\b|\bfacilitat\w+ (?:\w+ ){0,3}mutual aid\b|\bthree steps\b", re.IGNORECASE)


@rule("MA510", "fama-steps-missing", Severity.ADVICE)
def fama_steps_missing(spec: Spec) -> Found:
    """Where steps of facilitated access are counted, all three are.

    FAMA, Facilitating Access to Mutual Aid, has three: the keyworker raises it,
    helps the person meet a member, and asks how it went. A step nobody counts is
    the one left out.

    Source: Improving access to mutual aid: a brief guide for commissioners
    (Public Health England, 2014), Local objectives and leadership, and the
    practice briefing on facilitating access, Three essential steps for keyworkers

    Bad:

        requirements:
          MA-1:
            title: Keyworkers use FAMA
            owed-by: riverbank
            strength: should
            checks:
              raised: {count: people with whom mutual aid was raised, target: at least 40}
              met: {count: people who met a member, after: raised, target: at least 20}
            source: local decision, 2026-02-10

    Good:

        requirements:
          MA-1:
            title: Keyworkers use FAMA
            owed-by: riverbank
            strength: should
            checks:
              raised: {count: people with whom mutual aid was raised, target: at least 40}
              met: {count: people who met a member, after: raised, target: at least 20}
              asked: {count: people asked how it went, after: met, target: at least 20}
            source: local decision, 2026-02-10
    """
    counts = {each.id: _steps(each) for each in spec.requirements}
    anywhere = {step for steps in counts.values() for step in steps}
    for requirement in spec.requirements:
        own = counts[requirement.id]
        missing = [step for step in _SAYS if step not in anywhere]
        if len(own) > 1 and missing:
            yield Wrong(
                place(requirement.written, key="checks"),
                f"Of the three steps {requirement.id} counts {listed(own)}, and not {missing[0]}.",
                "Add a check for it, or use the standard clause fama/three-steps.",
                requirement,
            )


@once_each
def _steps(requirement: Requirement) -> list[str]:
    """The steps that the checks of a requirement about facilitated access count, in order."""
    said = "\n".join([requirement.title, *(each.words for each in requirement.checks)])
    # Most requirements are about something else, and seeing that is quick.
    if not any(word in said.casefold() for word in ("fama", "mutual aid", "three steps")):
        return []
    if not _FAMA.search(said):
        return []
    deciding = counted(requirement)
    words = "\n".join(each.words for each in requirement.checks if each.name in deciding)
    return [step for step, says in _SAYS.items() if says.search(words)]
