"""Checks as written become values: what is looked at, and what is set besides targets.

Comes in: records of checks.  Goes out: checks, still without their targets, and
what a specification sets for the checks of a standard clause.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from specrules.quantities import Comparison, Quantity, Target, Unit
from specrules.spec import faults as f
from specrules.spec.model import Check, CheckKind
from specrules.spec.shape import KINDS
from specrules.spec.targets import among_choices
from specrules.spec.walk import Filled, Named
from specrules.understand import quoted

if TYPE_CHECKING:
    from collections.abc import Iterable

    from specrules.spec.faults import Faults


def read_checks(named: Iterable[Named], faults: Faults) -> list[Check]:
    """The checks that are written out in full, without their targets."""
    return [_check(each, faults) for each in named if isinstance(each.value, Filled) and is_whole(each.value)]


def is_whole(filled: Filled) -> bool:
    """Whether a record says what kind of check it is, and so is no mere setting for another."""
    return filled.shape.called in KINDS


def _check(named: Named, faults: Faults) -> Check:
    filled: Filled = named.value
    kind, choices = CheckKind(filled.shape.called), filled.get("choices", ())
    if of_kind := filled.get("of-kind", ""):
        among_choices([of_kind], choices, filled.nodes["of-kind"], faults)
    settings = settings_of(filled, choices, faults)
    if kind is CheckKind.LIST:
        settings.setdefault("covers", choices)
    return Check(
        name=named.name,
        kind=kind,
        words=filled.get(kind, ""),
        of=filled.get("of", ""),
        choices=choices,
        of_kind=of_kind,
        evidence_from=filled.scalar("evidence-from").text.strip(),
        written=filled.written,
        **settings,
    )


def settings_of(filled: Filled, choices: tuple[str, ...], faults: Faults) -> dict[str, Any]:
    """What a record sets besides targets (people, sample, document and the like), by field of Check."""
    found = {name: filled.values[key] for key, name in _SETTINGS.items() if key in filled.values}
    if "document" in found and found["document"] == "not needed":
        found["document"] = None
    if "not-recorded" in filled.values:
        found["not_recorded"] = True
    if "sample" in filled.values:
        found |= _sample(filled.values["sample"], filled, faults)
    if "covers" in found:
        among_choices(found["covers"], choices, filled.nodes["covers"], faults)
    return found


_SETTINGS = {
    "people": "people",
    "left-out": "left_out",
    "document": "document",
    "covers": "covers",
    "contact-within": "contact_within",
    "measure": "measure",
}


def _sample(target: Target, filled: Filled, faults: Faults) -> dict[str, Any]:
    low = target.low
    if target.comparison is Comparison.AT_LEAST and low and low.unit is Unit.COUNT and not target.out_of:
        by = low.of.removeprefix("chosen by ") if low.of.startswith("chosen by ") else ""
        return {"sample": Quantity(low.number, low.unit, "" if by else low.of), "sample_by": by}
    node = filled.scalar("sample")
    message = f"{quoted(node.text)} is not how many cases have to be read at the least."
    remedy = "Write it as: at least 20, or at least 20 chosen by council."
    faults.add(f.TARGET_KIND, node.span, message, remedy=remedy)
    return {}
