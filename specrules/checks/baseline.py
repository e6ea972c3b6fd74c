"""A target that is a change from a baseline which the return itself gives.

In: a check, and the values of its own cells.  Out: the same check with a plain
target, once the baseline is known.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from specrules.base.frozen import replace
from specrules.evidence.facts import Column
from specrules.spec.model import UNITS
from specrules.values.comparing import measured_from
from specrules.values.quantities import Quantity, Target

if TYPE_CHECKING:
    from collections.abc import Sequence

    from specrules.compile.plan import PlannedCheck
    from specrules.evidence.facts import Value


def baseline_of(planned: PlannedCheck, values: Sequence[Value]) -> Value | None:
    """What the return gives as the baseline of a check, or None where it is not asked."""
    if Column.BASELINE not in planned.columns:
        return None
    return values[planned.columns.index(Column.BASELINE)]


def measured(planned: PlannedCheck, values: Sequence[Value]) -> PlannedCheck:
    """*planned* with the target that it comes to: itself, where no baseline is asked or given."""
    base, dated = baseline_of(planned, values), planned.target
    if base is None or base.missing or dated is None:
        return planned
    target = _from(dated.target, planned, base)
    partly = _from(dated.partly, planned, base) if dated.partly else None
    return replace(planned, target=replace(dated, target=target, partly=partly))


def _from(target: Target, planned: PlannedCheck, base: Value) -> Target:
    if not target.versus:
        return target
    unit = UNITS.get(planned.check.kind) or target.ends[0].unit
    return measured_from(target, Quantity(Fraction(base.low), unit))
