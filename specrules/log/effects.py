"""What of the meeting log reaches a review: results that were decided, and evidence that was looked at.

Comes in: records of the log, and what a review found.  Goes out: a result, or why
a decision does not count; and how far each cell can be relied on.
"""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from specrules.evidence.facts import Grade
from specrules.result import MET, NOT_MET, PARTLY_MET

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from specrules.compile.plan import Plan, PlannedCheck
    from specrules.log.model import Adjudication, Verification
    from specrules.result import Result

_RESULTS = {each.word: each for each in (MET, PARTLY_MET, NOT_MET)}


class Objection(Enum):
    """Why a decision on a result does not count."""

    ANOTHER_RESULT = "the result was another"
    NO_EVIDENCE = "it raises the result on nothing"


def objection(decided: Adjudication, found: Result) -> Objection | None:
    """Why *decided* does not count where *found* is the result without it, or None when it does.

    Absent evidence never raises a score, so what raises a result has to rest on something.
    """
    if found.word != decided.was or found.low is None:
        return Objection.ANOTHER_RESULT
    raises = (becomes(decided).low or 0) > found.low
    return Objection.NO_EVIDENCE if raises and not decided.grounded else None


def becomes(decided: Adjudication) -> Result:
    """The result that was decided."""
    return _RESULTS[decided.becomes]


def grades(events: Iterable[Verification], plan: Plan) -> dict[tuple[str, str], Grade]:
    """How far each cell can be relied on that somebody has looked at, by party and name of the cell.

    What was found not to be as declared is graded as it was.
    """
    seen: dict[tuple[str, str], Grade] = {}
    for event in events:
        if event.holds and event.period == plan.period:
            for key in _cells(event, plan):
                best = seen.get((event.party, key)) is Grade.VERIFIED
                seen[event.party, key] = Grade.VERIFIED if best else Grade(event.grade)
    return seen


def _cells(event: Verification, plan: Plan) -> Iterator[str]:
    """The cells of a party that a verification has looked at."""
    requirement, _, check = event.requirement.partition(".")
    for duty in plan.duties:
        if duty.requirement.id == requirement and event.party in duty.parties:
            for planned in duty.checks:
                if check in ("", planned.check.name):
                    yield from _own(planned, event.party)


def _own(planned: PlannedCheck, party: str) -> Iterator[str]:
    return (cell.key for cell in planned.own if cell.party in ("", party))
