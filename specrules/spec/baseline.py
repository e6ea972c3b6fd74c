"""A change from a baseline becomes the figure that has to be reached.

Comes in: a check with its baseline, and a target such as "at least 5 percentage
points above baseline".  Goes out: a plain target; the target as it is, where the
baseline is only known from returns; or None with what is wrong.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from specrules.spec import faults as f
from specrules.spec.model import SHARES, UNITS, Check, CheckKind
from specrules.values.comparing import measured_from
from specrules.values.quantities import OF_BASELINE, TIMES, Quantity, Target, Unit, write_quantity
from specrules.values.understand import quoted

if TYPE_CHECKING:
    from specrules.base.findings import Span
    from specrules.spec.faults import Faults
    from specrules.spec.model import JudgedAt
    from specrules.text.tree import Scalar

_HALF = Fraction(50)


def from_baseline(check: Check, target: Target, node: Scalar, faults: Faults) -> Target | None:
    """What *target* comes to, measured from the baseline of *check*."""
    base, change = check.baseline, target.ends[0]
    said = check.written.keys if check.written else ()
    if base is None and ("baseline" in said or "baseline-asked" in said) and not check.baseline_asked:
        return None  # it could not be read, and was reported
    if base is None and not check.baseline_asked:
        message = f"The target of {check.name} is measured from a baseline, and it has none."
        remedy = (
            "Add baseline with the figure, or baseline-asked with what returns are to say. "
            "Until it is known, use rated-from and an ordinary target."
        )
        faults.add_once(f.NO_BASELINE, node.span, message, remedy=remedy)
        return None
    if target.relative and check.kind in SHARES and change.of != OF_BASELINE:
        _ambiguous(base, target, node, faults)
        return None
    unit = base.unit if base else UNITS.get(check.kind, change.unit)
    if change.number and not target.relative and change.unit is not unit:
        about = f"The baseline is {write_quantity(base)}" if base else f"{check.name} is a {check.kind}"
        message = f"{about}, and {quoted(node.text)} is in another unit."
        faults.add(f.BASELINE_UNIT, node.span, message, remedy="Write both in the same unit.")
        return None
    if base is None and check.kind is CheckKind.TIME and (target.relative or change.unit not in TIMES):
        message = f"{quoted(node.text)} does not say in what unit the times are."
        remedy = "Write how far from the baseline, such as: no more than 0 working days above baseline"
        faults.add(f.BASELINE_UNIT, node.span, message, remedy=remedy)
        return None
    return _plain(target, base, node, faults) if base else target


def check_baseline(check: Check, where: JudgedAt, at: Span, faults: Faults) -> None:
    """Report a baseline that is asked for and cannot be used, or that no target is measured from."""
    if not check.baseline_asked:
        return
    span = check.written.keys.get("baseline-asked", at) if check.written else at
    if check.baseline:
        message = f"{check.name} has a baseline, and asks for one as well."
        faults.add(f.TWO_BASELINES, span, message, remedy="Delete one of the two.")
        return
    wrong, remedy = _no_use(check, where)
    if wrong:
        faults.add(f.BASELINE_NO_USE, span, f"{check.name} asks for a baseline, and {wrong}.", remedy=remedy)


def _no_use(check: Check, where: JudgedAt) -> tuple[str, str]:
    """Why a baseline that is asked for cannot be used, with what to do; or two empty strings."""
    ends = [end for each in check.targets for end in (each.target, each.partly) if end]
    if check.evidence_from:
        return f"shares the answers of {check.evidence_from}", "Ask for the baseline there."
    if check.in_proportion:
        return "counts in proportion", "Delete part-periods, or write the figure of the target."
    if where.summed:
        return "its figures are added up over several places", "Use judged-at in the place of asked-at."
    if ends and not any(each.versus for each in ends):
        return (
            "no target is measured from it",
            "Write the target as a change from it, such as: at least the baseline",
        )
    return "", ""


def _plain(target: Target, base: Quantity, node: Scalar, faults: Faults) -> Target | None:
    plain = measured_from(target, base)
    figure = plain.ends[0].number
    if figure < 0 or (base.unit is Unit.PERCENT and figure > 100):
        message = f"{quoted(node.text)} cannot be reached from a baseline of {write_quantity(base)}."
        remedy = "Ask for a smaller change, or correct the baseline."
        faults.add(f.BASELINE_TOO_FAR, node.span, message, remedy=remedy)
        return None
    return plain


def _ambiguous(base: Quantity | None, target: Target, node: Scalar, faults: Faults) -> None:
    shown = base or Quantity(_HALF, Unit.PERCENT)
    readings = [measured_from(each, shown).ends[0] for each in (_in_points(target), target)]
    of = "the baseline being" if base else "where the baseline is, say,"
    message = (
        f"{quoted(node.text)} could mean {write_quantity(readings[0])} or {write_quantity(readings[1])}, "
        f"{of} {write_quantity(shown)}."
    )
    meant = node.text.replace("%", " percentage points")
    part = node.text.replace("%", "% of the baseline")
    remedy = f"Write {meant}, or {part}."
    faults.add(f.POINTS_OR_PART, node.span, message, remedy=remedy)


def _in_points(target: Target) -> Target:
    return Target(target.comparison, target.low, target.high, versus=target.versus)
