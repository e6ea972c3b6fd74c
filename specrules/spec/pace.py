"""So many a month, of which a return counts a quarter.

Comes in: a check and how often returns come.  Goes out: a finding where its
target is for another stretch of time than its figure.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from specrules.spec import faults as f
from specrules.spec.model import Check, CheckKind, Over
from specrules.values.periods import Every, months_in
from specrules.values.quantities import Quantity, Target, write_quantity, write_target
from specrules.values.understand import quoted

if TYPE_CHECKING:
    from specrules.base.findings import Span
    from specrules.spec.faults import Faults

_STRETCHES = frozenset(("day", "week", "month", "quarter", "year"))
_ADVERBS = {
    "daily": "day",
    "weekly": "week",
    "monthly": "month",
    "quarterly": "quarter",
    "annually": "year",
    "yearly": "year",
}
_YEARS = (Over.LAST_12_MONTHS, Over.YEAR_TO_DATE)


def check_pace(check: Check, returns: Every | None, at: Span, faults: Faults) -> None:
    """Report a target of so many a month, or the like, for a count of what happened in a return's period."""
    if check.kind is not CheckKind.COUNT or check.statistic or returns is None:
        return
    for dated in check.targets:
        for target in filter(None, (dated.target, dated.partly)):
            pace = _pace(target)
            if pace in ("", returns) or (pace == Every.YEAR and check.over in _YEARS):
                continue
            span = check.written.values.get("target", at) if check.written else at
            message = (
                f"{quoted(write_target(target))} is so many a {pace}, and each return is about a {returns}."
            )
            faults.add(f.ANOTHER_PACE, span, message, remedy=_remedy(target, pace, returns))
            return


def _pace(target: Target) -> str:
    """The stretch of time in the words of a target: "month" for "at least 30 a month", or ""."""
    words = target.ends[0].of.split() if target.ends else []
    if words[-1:] and words[-1] in _ADVERBS:
        return _ADVERBS[words[-1]]
    each = words[-2:-1] and words[-2] in ("a", "per", "each", "every")
    return words[-1] if each and words[-1] in _STRETCHES else ""


def _remedy(target: Target, pace: str, returns: Every) -> str:
    """What to write instead, with the figure where months make it up exactly."""
    if pace == Every.YEAR:
        return f"Write how many in a {returns}, or add over: the last 12 months"
    if pace not in set(Every) or months_in(returns) % months_in(Every(pace)):
        return f"Write how many in a {returns}."
    end, times = target.ends[0], months_in(returns) // months_in(Every(pace))
    whole = write_quantity(Quantity(end.number * times, end.unit))
    return f"Write how many in a {returns}, such as: {target.comparison} {whole}"
