"""The rule ``return-after-contract``."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from specrules.base.findings import Severity
from specrules.base.frozen import replace
from specrules.base.phrases import day
from specrules.lint.about import place
from specrules.lint.registry import Found, Wrong, rule
from specrules.values.periods import due_date, period_of
from specrules.values.quantities import Unit

if TYPE_CHECKING:
    from datetime import date

    from specrules.spec.model import Spec
    from specrules.values.periods import Due, Every


@rule("SO717", "return-after-contract", Severity.WARNING)
def return_after_contract(spec: Spec) -> Found:
    """The first return is due before the contract ends.

    Otherwise nothing is known about how the contract was kept while it could
    still be put right.

    Bad:

        contract: {starts: 2026-04-01, ends: 2026-06-30}
        returns: {every: quarter, due: 15 working days after the quarter ends}

    Good:

        contract: {starts: 2026-04-01, ends: 2027-03-31}
        returns: {every: quarter, due: 15 working days after the quarter ends}
    """
    first = _first_due(spec.returns.due, spec.returns.every, spec.starts, spec.ends)
    if first and first > spec.ends >= spec.starts:
        yield Wrong(
            place(spec.written, key="returns"),
            f"The first return is due on {day(first)}, after the contract ends on {day(spec.ends)}.",
            "Ask for returns more often, or for a return before the contract ends.",
            also=(place(spec.written, key="contract"),),
        )


@lru_cache(maxsize=8)
def _first_due(due: Due, every: Every, starts: date, ends: date) -> date | None:
    """The day on which the first return is due, or None when that is well before the contract ends."""
    period = period_of(every, starts)
    if due.amount.unit is Unit.WORKING_DAYS:
        # Working days need the bank holidays, which take longer to load than the whole of lint takes.
        ample = replace(due.amount, number=due.amount.number * 2 + 14, unit=Unit.DAYS)
        if due_date(replace(due, amount=ample), period) <= ends:
            return None
    return due_date(due, period)
