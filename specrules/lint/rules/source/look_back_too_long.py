"""The rule ``look-back-too-long``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from specrules.base.findings import Severity
from specrules.base.frozen import replace
from specrules.base.phrases import day
from specrules.lint.about import place
from specrules.lint.registry import Found, Wrong, rule
from specrules.values.periods import due_date, period_of
from specrules.values.quantities import Quantity, Unit, write_quantity

if TYPE_CHECKING:
    from specrules.spec.model import Spec


@rule("SO738", "look-back-too-long", Severity.ERROR)
def look_back_too_long(spec: Spec) -> Found:
    """The look-back of a hand-off is over before returns are due.

    Referrals are looked at again some time after the period, so that each had
    time to be answered. Where that day comes after the returns are due, nobody
    can fill them in.

    Bad:


        requirements:
          NWD-10:
            standard-clause: no-wrong-door/referrals-answered
            owed-by: {each-of: [riverbank, trust]}
            strength: should
            source: local decision, 2026-02-10
            hand-off:
              referrals: people with both conditions, sent in the period
              look-back: 56 days
              answer-within: 5 working days
              answered: at least 95%
              outcome-known: at least 90%
              answers: [accepted, joint work]

    Good:


        requirements:
          NWD-10:
            standard-clause: no-wrong-door/referrals-answered
            owed-by: {each-of: [riverbank, trust]}
            strength: should
            source: local decision, 2026-02-10
            hand-off:
              referrals: people with both conditions, sent in the period
              look-back: 14 days
              answer-within: 5 working days
              answered: at least 95%
              outcome-known: at least 90%
              answers: [accepted, joint work]
    """
    for requirement in spec.requirements:
        hand_off = requirement.hand_off
        if hand_off and _ends_too_late(spec, hand_off.look_back):
            period = period_of(spec.returns.every, spec.starts)
            due = due_date(spec.returns.due, period)
            yield Wrong(
                place(hand_off.written, key="look-back"),
                f"{write_quantity(hand_off.look_back)} after {period.name} is later than {day(due)}, "
                "when its returns are due.",
                "Look back sooner, or let returns come later.",
                requirement,
                (place(spec.written, key="returns"),),
            )


def _ends_too_late(spec: Spec, look_back: Quantity) -> bool:
    """Whether the look-back of the first period ends after its returns are due."""
    due, period = spec.returns.due, period_of(spec.returns.every, spec.starts)
    # Working days need the bank holidays, which take longer to load than most files take to lint.
    if _in_days(look_back, most=True) <= _in_days(due.amount, most=False):
        return False
    return due_date(replace(due, amount=look_back), period) > due_date(due, period)


def _in_days(length: Quantity, *, most: bool) -> float:
    """How many days a length of time takes at the *most*, or at the least."""
    days = {Unit.WORKING_DAYS: 2.0 if most else 1.4, Unit.WEEKS: 7.0, Unit.MONTHS: 31.0 if most else 28.0}
    extra = 14 if most and length.unit is Unit.WORKING_DAYS else 0
    return float(length.number) * days.get(length.unit, 1.0) + extra
