"""A change from a baseline becomes the figure that has to be reached.

Comes in: a check with its baseline, and a target such as "at least 5 percentage
points above baseline".  Goes out: a plain target, or None with what is wrong.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from specrules.quantities import Comparison, Quantity, Target, Unit, write_quantity
from specrules.spec import faults as f
from specrules.spec.model import Check, CheckKind
from specrules.understand import quoted

if TYPE_CHECKING:
    from fractions import Fraction

    from specrules.spec.faults import Faults
    from specrules.tree import Scalar

_SHARES = frozenset({CheckKind.SHARE, CheckKind.AUDIT})


def from_baseline(check: Check, target: Target, node: Scalar, faults: Faults) -> Target | None:
    """The figure that *target* comes to, measured from the baseline of *check*."""
    base, change = check.baseline, target.ends[0]
    if base is None:
        message = f"{quoted(node.text)} is measured from a baseline, and {check.name} has none."
        remedy = "Add baseline with the figure. Until it is known, use rated-from and an ordinary target."
        faults.add(f.NO_BASELINE, node.span, message, remedy=remedy)
        return None
    if target.relative and check.kind in _SHARES:
        _ambiguous(base, change, target, node, faults)
        return None
    if not target.relative and change.unit is not base.unit:
        message = f"The baseline is {write_quantity(base)}, and {quoted(node.text)} is in another unit."
        faults.add(f.BASELINE_UNIT, node.span, message, remedy="Write both in the same unit.")
        return None
    return _plain(target, _reached(base, change, target), base, node, faults)


def _reached(base: Quantity, change: Quantity, target: Target) -> Fraction:
    by = base.number * change.number / 100 if target.relative else change.number
    return base.number + by if target.versus == "above" else base.number - by


def _plain(target: Target, figure: Fraction, base: Quantity, node: Scalar, faults: Faults) -> Target | None:
    """At least so much above, and no more than so much below, are floors; the other two are ceilings."""
    if figure < 0 or (base.unit is Unit.PERCENT and figure > 100):
        message = f"{quoted(node.text)} cannot be reached from a baseline of {write_quantity(base)}."
        faults.add(
            f.BASELINE_TOO_FAR,
            node.span,
            message,
            remedy="Ask for a smaller change, or correct the baseline.",
        )
        return None
    end = Quantity(figure, base.unit, base.of)
    if (target.comparison is Comparison.AT_LEAST) == (target.versus == "above"):
        return Target(Comparison.AT_LEAST, end, None)
    return Target(Comparison.NO_MORE_THAN, None, end)


def _ambiguous(base: Quantity, change: Quantity, target: Target, node: Scalar, faults: Faults) -> None:
    points = Quantity(
        _reached(base, change, Target(target.comparison, None, None, versus=target.versus)), base.unit
    )
    part = Quantity(_reached(base, change, target), base.unit)
    message = (
        f"{quoted(node.text)} could mean {write_quantity(points)} or {write_quantity(part)}, "
        f"the baseline being {write_quantity(base)}."
    )
    meant = node.text.replace("%", " percentage points")
    remedy = f"Write {meant}, or the figure itself."
    faults.add(f.POINTS_OR_PART, node.span, message, remedy=remedy)
