"""Checks as written become values: what is looked at, and what is set besides targets.

Comes in: records of checks.  Goes out: checks, still without their targets, and
what a specification sets for the checks of a standard clause.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from specrules.spec import faults as f
from specrules.spec.model import Check, CheckKind, Comparator, Over
from specrules.spec.shape import KINDS
from specrules.spec.targets import among_choices
from specrules.spec.walk import Filled, Named
from specrules.values.quantities import Comparison, Quantity, Target, Unit
from specrules.values.understand import quoted

if TYPE_CHECKING:
    from collections.abc import Iterable

    from specrules.spec.faults import Faults


# What two readers may find, where no words are offered: a case has what is looked for, or it has not.
YES_OR_NO = ("yes", "no")


def read_checks(named: Iterable[Named], faults: Faults) -> list[Check]:
    """The checks that are written out in full, without their targets."""
    return [_check(each, faults) for each in named if isinstance(each.value, Filled) and is_whole(each.value)]


def is_whole(filled: Filled) -> bool:
    """Whether a record says what kind of check it is, and so is no mere setting for another."""
    return filled.shape.called in KINDS


def _check(named: Named, faults: Faults) -> Check:
    filled: Filled = named.value
    kind, choices = CheckKind(filled.shape.called), filled.get("choices", ())
    scale = {each.name: each.value for each in filled.get("scale", ()) if isinstance(each.value, str)}
    if scale:
        choices = tuple(scale)
    elif kind is CheckKind.AGREEMENT:
        choices = choices or YES_OR_NO
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
        rubric=tuple(scale.items()),
        rated_by=filled.get("rated-by", ""),
        of_kind=of_kind,
        statistic=_statistic(filled, kind, faults),
        evidence_from=filled.scalar("evidence-from").text.strip(),
        written=filled.written,
        **settings,
    )


def settings_of(filled: Filled, choices: tuple[str, ...], faults: Faults) -> dict[str, Any]:
    """What a record sets besides targets (people, sample, document and the like), by field of Check."""
    found = {name: filled.values[key] for key, name in _SETTINGS.items() if key in filled.values}
    if "document" in found and found["document"] == "not needed":
        found["document"] = None
    for key, name in (("not-recorded", "not_recorded"), ("still-waiting", "still_waiting")):
        if key in filled.values:
            found[name] = True
    if "over" in filled.values:
        found["over"] = Over(filled.values["over"])
    if "baseline" in filled.values:
        found["baseline"] = filled.values["baseline"]
    if filled.get("part-periods") == "in proportion":
        found["in_proportion"] = True
    if "fewest" in filled.values:
        found["sample"] = Quantity(Fraction(filled.values["fewest"]), Unit.COUNT)
    if "comparators" in filled.values:
        found["comparators"] = tuple(
            _comparator(each) for each in filled.values["comparators"] if "figure" in each.values
        )
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
    "exceptions": "exceptions",
    "within": "within",
    "if-fewer": "if_fewer",
    "relies-on": "relies_on",
    "after": "after",
    "baseline-asked": "baseline_asked",
    "threshold-from": "threshold_from",
}


def _comparator(filled: Filled) -> Comparator:
    name, source = filled.get("name", ""), filled.get("source", "")
    return Comparator(name, filled.values["figure"], source, filled.get("date"))


def _statistic(filled: Filled, kind: CheckKind, faults: Faults) -> str:
    """Which figure of many it is, or ""; it goes with whom it is about, and the other way round."""
    found: str = filled.get("statistic", "")
    if filled.strange:
        return found
    if filled.wrote("statistic") and not filled.wrote("of"):
        message = f"It is the {found or 'statistic'} of several, and does not say of whom or what."
        remedy = "Add of, such as: of: people who started treatment in the period"
        faults.add(f.NO_DENOMINATOR, filled.written.keys["statistic"], message, remedy=remedy)
    is_one = not any(other in filled.written.keys for other in KINDS if other != kind)
    if filled.wrote("of") and not filled.wrote("statistic") and kind in _FIGURES and is_one:
        message = f'A {kind} "of" several is one figure for all of them, and does not say which.'
        remedy = "Add statistic: longest, shortest, mean, median or 90th percentile."
        faults.add(f.NO_STATISTIC, filled.written.keys["of"], message, remedy=remedy)
    return found


_FIGURES = (CheckKind.TIME, CheckKind.MONEY, CheckKind.COUNT)


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
