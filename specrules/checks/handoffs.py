"""Hand-offs: a figure needs both sides, and unequal counts settle nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from specrules.checks.figures import counts_of, rate_of
from specrules.result import Reason
from specrules.spec.model import CheckKind

if TYPE_CHECKING:
    from specrules.checks.figures import Values
    from specrules.checks.grading import Rate
    from specrules.compile.plan import PlannedCheck
    from specrules.evidence.facts import Value


def _sides(planned: PlannedCheck, values: Values) -> tuple[Value, Value]:
    """How many the sender says it sent, and how many the receiver says it received."""
    own, theirs = values[0], values[-1]
    return (own, theirs) if planned.check.kind is CheckKind.SENT else (theirs, own)


def nobody_sent(planned: PlannedCheck, values: Values) -> bool:
    """Whether both sides say that nobody was sent, so that there is nothing to judge."""
    return all(side.known and side.high == 0 for side in _sides(planned, values))


def hand_off_rate(planned: PlannedCheck, values: Values) -> tuple[Rate, Rate] | Reason:
    """The lowest and highest share of a hand-off, or why there is none.

    A hand-off needs both sides.  When their counts differ by more than was
    agreed, neither figure settles anything.
    """
    for value in values:
        if value.missing:
            return value.missing
    apart = counts_differ(planned, values)
    if apart is not False:
        return Reason.CONFLICTING if apart else Reason.SUPPRESSED
    return rate_of(counts_of(planned, values))


def counts_differ(planned: PlannedCheck, values: Values) -> bool | None:
    """Whether the two sides' counts differ by more than agreed; None when ranges leave it open."""
    sent, received = _sides(planned, values)
    allowed = planned.hand_off.may_differ_by if planned.hand_off else 0
    most = max(sent.high - received.low, received.high - sent.low)
    least = max(sent.low - received.high, received.low - sent.high, 0)
    return False if most <= allowed else True if least > allowed else None
