"""The rule ``two-duties-one-clause``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from specrules.base.findings import Severity
from specrules.lint.registry import Found, Wrong, rule
from specrules.lint.wording import saying

if TYPE_CHECKING:
    from specrules.spec.model import Spec

_SAYS = (
    r"^(?=(?:\S+\s+){3,})[^,;]*?\b(?P<verb>assess|train|record|report|offer|arrange|review|provide"
    r"|refer|employ|publish|attend|invite|lend|hold|keep|send|visit|write|agree|check|audit"
    r"|supervise|recruit|share|follow up|contact)(?:e?s|ed)?\b[^,;]*?\band (?:also |then |will "
    r"|must |should )?(?!(?P=verb))(?:assess|train|record|report|offer|arrange|review|provide"
    r"|refer|employ|publish|attend|invite|lend|hold|keep|send|visit|write|agree|check|audit"
    r"|supervise|recruit|share|follow up|contact)(?:e?s|ed)? (?:a|an|the|all|every|each|their|its"
    r"|its own|new|them|at|to|with|volunteers|staff|people|figures|meetings|groups|rooms|records"
    r"|care|any|local|one|two|returns|reports)\b"
)
_UNLESS = r"\b(?:them|it)\b|\bas (?:one|part)\b"


@rule("SO710", "two-duties-one-clause", Severity.ADVICE)
def two_duties_one_clause(spec: Spec) -> Found:
    """One requirement asks for one thing.

    Where one clause joins two duties, one can be met without the other, and
    nobody can say whether the clause was.

    Bad:

        requirements:
          X-1:
            title: Keyworkers assess every person and train volunteers
            owed-by: riverbank
            strength: should
            checks: {done: {count: times it was done, target: at least 3}}
            source: local decision, 2026-02-10

    Good:

        requirements:
          X-1:
            title: Keyworkers assess every person
            owed-by: riverbank
            strength: should
            checks: {done: {count: times it was done, target: at least 3}}
            source: local decision, 2026-02-10
    """
    for clause, _words in saying(spec, __name__, _SAYS, _UNLESS):
        yield Wrong(
            clause.place,
            "Two duties are joined here, and one can be met without the other.",
            "Make two requirements of it, or a check for each.",
            clause.about,
        )
