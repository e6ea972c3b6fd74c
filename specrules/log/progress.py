"""How far each action has come, by the evidence of one review.

Comes in: an action, the period reviewed and its verdicts.  Goes out: whether it is
open, closed or withdrawn, and why: by which cells it is closed, or what it still
lacks.  Nothing but evidence closes an action, and none of the review in which it
was agreed.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from specrules.base.frozen import frozen
from specrules.base.phrases import day, listed
from specrules.log.model import Closes
from specrules.result import ALLOWED, NOT_APPLICABLE

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from specrules.evidence.facts import Fact
    from specrules.judging.verdicts import CheckVerdict, Verdict
    from specrules.log.model import Action, Log
    from specrules.result import Result
    from specrules.values.periods import Period

_CELLS_NAMED = 3
_LEAST = {Closes.PARTLY_MET: 1, Closes.MET: 2}


class State(StrEnum):
    """How far an action has come."""

    OPEN = "open"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


@frozen
class Progress:
    """One action in one review. *cells* close it; *why* says so in words, or what it still lacks.

    *is_new* when this review closes it and the log does not say so yet.
    """

    action: Action
    state: State
    why: str
    cells: tuple[str, ...] = ()
    is_new: bool = False


@frozen
class _Seen:
    """The result that an action waits for, what was found, and the cells behind it."""

    result: Result
    found: str
    facts: tuple[Fact, ...]


def progress(log: Log, period: Period, verdicts: Sequence[Verdict]) -> tuple[Progress, ...]:
    """Every action up to *period*, in the order of the log."""
    return tuple(_progress(each, period, verdicts) for each in log.actions if each.period.end <= period.end)


def _progress(action: Action, period: Period, verdicts: Sequence[Verdict]) -> Progress:
    if action.withdrawn:
        gone = action.withdrawn
        return Progress(action, State.WITHDRAWN, f"given up on {day(gone.on)}: {gone.reason}")
    if action.closed and action.closed.grounded and _has_come(action, period):
        return Progress(
            action,
            State.CLOSED,
            f"closed on {day(action.closed.on)} by {action.closed.evidence}",
            (action.closed.evidence,),
        )
    if action.period.end >= period.end:
        return Progress(action, State.OPEN, "agreed in this review; looked at in the next")
    if not action.evidence:
        waits = (
            f"closes with {action.document}" if action.document else "nothing is named that would close it"
        )
        return Progress(action, State.OPEN, waits)
    return _by_evidence(action, verdicts)


def _has_come(action: Action, period: Period) -> bool:
    """Whether the return that closed an action is of *period* or before."""
    closed = action.closed
    return closed is not None and (closed.period is None or closed.period.end <= period.end)


def _by_evidence(action: Action, verdicts: Iterable[Verdict]) -> Progress:
    """What the evidence of this review says of an action."""
    seen = _seen(action, verdicts)
    if not seen:
        return Progress(action, State.OPEN, f"{action.evidence} is not asked in this period")
    if all(_closes(action, each.result) for each in seen):
        cells = tuple(dict.fromkeys(_place(fact) for each in seen for fact in each.facts if fact.origin))
        if cells:
            return Progress(action, State.CLOSED, f"closed by {_named(cells)}", cells, is_new=True)
    short = next((each for each in seen if not _closes(action, each.result)), seen[0])
    wanted = "the evidence" if action.closes_when is Closes.SUPPLIED else action.closes_when
    found = f": {short.found}" if short.found else ""
    return Progress(action, State.OPEN, f"{action.evidence} is {short.result.shown}{found}; wanted: {wanted}")


def _closes(action: Action, result: Result) -> bool:
    """Whether a result is what an action waits for. What is not owed, or allowed, shows nothing."""
    if result in (NOT_APPLICABLE, ALLOWED) or result.low is None:
        return False
    if action.closes_when is Closes.SUPPLIED:
        return result.settled
    return result.low >= _LEAST[action.closes_when]


def _seen(action: Action, verdicts: Iterable[Verdict]) -> list[_Seen]:
    """The results that an action waits for: of the requirement, or of the check at each of its places."""
    requirement, _, check = action.evidence.partition(".")
    owed = (requirement, action.party)
    verdict = next((each for each in verdicts if (each.requirement.id, each.party) == owed), None)
    if verdict is None:
        return []
    if not check:
        # An allowance sets a result aside and shows nothing, so the one without it counts.
        result = verdict.result if verdict.decided else verdict.raw
        return [_Seen(result, listed(map(str, verdict.reasons)), verdict.because)]
    return [_of_check(each) for each in verdict.checks if each.name.split(" at ")[0] == check]


def _of_check(check: CheckVerdict) -> _Seen:
    found = check.found.text if check.found else str(check.reason or "")
    return _Seen(check.result, found, check.facts)


def _place(fact: Fact) -> str:
    """Where a fact was read, as a record may name it: "riverbank.xlsx, sheet Return, cell D6"."""
    place = fact.origin.place if fact.origin else None
    return f"{place.file.rpartition('/')[2]}, {place}" if place else ""


def _named(cells: Sequence[str]) -> str:
    more = len(cells) - _CELLS_NAMED
    return "; ".join(cells[:_CELLS_NAMED]) + (f" and {more} more" if more > 0 else "")
