"""Checks as written become values: what is looked at, and the targets that fit it.

Comes in: the records of a requirement, the checks of its standard clause, and
the requirement's own target.  Goes out: checks with everything merged in.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

from specrules.quantities import TIMES, Comparison, Quantity, Target, Unit, expect, stricter, write_target
from specrules.spec import faults as f
from specrules.spec.faults import Faults, closest
from specrules.spec.model import Check, CheckKind, DatedTarget
from specrules.spec.shape import KINDS
from specrules.spec.walk import Filled, Named
from specrules.tree import Scalar, Sequence
from specrules.understand import Fault, NotUnderstood, quoted

if TYPE_CHECKING:
    from collections import abc
    from collections.abc import Iterable, Mapping

    from specrules.findings import Span
    from specrules.tree import Node

THRESHOLDS = ("target", "partly-met", "targets")
NO_TARGET = frozenset({CheckKind.STATEMENT, CheckKind.CONDITION})
COVERING = frozenset({CheckKind.LIST, CheckKind.REGISTER})

# What a target of each kind of check is.
WANTED: Mapping[CheckKind, str] = {
    CheckKind.SHARE: "a percentage, such as at least 90%",
    CheckKind.AUDIT: "a percentage, such as at least 90%",
    CheckKind.COUNT: "a number, such as at least 5",
    CheckKind.MONEY: "an amount in pounds, such as no more than £10 a meeting",
    CheckKind.TIME: "a length of time, such as within 15 working days",
    CheckKind.DATE: "how long ago it may be, such as within 12 months",
    CheckKind.CHOICE: "one or more of its choices, such as one of agreed, in use",
    CheckKind.LIST: "how many of them, such as at least 1 of 2",
    CheckKind.REGISTER: "a number, such as at least 3",
}
_UNITS = {
    CheckKind.COUNT: Unit.COUNT,
    CheckKind.MONEY: Unit.POUNDS,
    CheckKind.LIST: Unit.COUNT,
    CheckKind.REGISTER: Unit.COUNT,
}


def can_have_target(check: Check) -> bool:
    """Whether a target says anything about a check of this kind."""
    return check.kind not in NO_TARGET


def wants_target(check: Check) -> bool:
    """Whether a check must have a target: all that can do, but for lists of what they are to cover."""
    return can_have_target(check) and not (check.kind in COVERING and check.covers)


# -- one check


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
        _among_choices([of_kind], choices, filled.nodes["of-kind"], faults)
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
        evidence_from=_text(filled.nodes.get("evidence-from")),
        written=filled.written,
        **settings,
    )


def _text(node: Node | None) -> str:
    return node.text.strip() if isinstance(node, Scalar) else ""


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
        _among_choices(found["covers"], choices, filled.nodes["covers"], faults)
    return found


_SETTINGS = {
    "people": "people",
    "left-out": "left_out",
    "document": "document",
    "covers": "covers",
    "contact-within": "contact_within",
}


def _sample(target: Target, filled: Filled, faults: Faults) -> dict[str, Any]:
    low = target.low
    if (
        target.comparison is not Comparison.AT_LEAST
        or low is None
        or low.unit is not Unit.COUNT
        or target.out_of
    ):
        message = f"{quoted(write_target(target))} is not how many cases have to be read at the least."
        remedy = "Write it as: at least 20, or at least 20 chosen by council."
        faults.add(f.TARGET_KIND, filled.written.values["sample"], message, remedy=remedy)
        return {}
    by = low.of.removeprefix("chosen by ") if low.of.startswith("chosen by ") else ""
    return {"sample": Quantity(low.number, low.unit, "" if by else low.of), "sample_by": by}


def _among_choices(words: Iterable[str], choices: tuple[str, ...], node: Node, faults: Faults) -> None:
    """Report those of *words*, written at *node*, that are not among *choices*."""
    known = {choice.casefold() for choice in choices}
    for word in words:
        if known and word.casefold() not in known:
            meant = closest(word, choices)
            message = f"{quoted(word)} is not one of the choices: {', '.join(choices)}."
            remedy = f"Write {meant} instead." if meant else "Add it to the choices, or take it out."
            faults.add(f.UNKNOWN_CHOICE, _span_of_word(node, word), message, meant=meant, remedy=remedy)


def _span_of_word(node: Node, word: str) -> Span:
    """Where *word* stands in a list, or in the text of a value."""
    if isinstance(node, Sequence):
        items = (each.span for each in node.items if isinstance(each, Scalar) and each.text.strip() == word)
        return next(items, node.span)
    text, span = _text(node), node.span
    start = text.find(word)
    if start < 0 or span[:2] != (span.end_line, span.end_column - len(text)):
        return span
    return span._replace(column=span.column + start, end_column=span.column + start + len(word))


# -- targets


def wrote_target(filled: Filled) -> bool:
    """Whether a record sets any target, be it unreadable."""
    return any(key in filled.written.keys for key in THRESHOLDS)


def targets_of(check: Check, filled: Filled, faults: Faults) -> tuple[DatedTarget, ...]:
    """The targets that a record sets for *check*, each of which must fit it."""
    if filled.wrote("targets"):
        other = next((key for key in ("target", "partly-met") if filled.wrote(key)), None)
        if other:
            _two_targets(check, filled, other, faults)
        dated = [_dated(check, each, faults) for each in filled.get("targets", ())]
        _in_order(filled, dated, faults)
        return tuple(each for each in dated if each)
    if filled.wrote("partly-met") and not filled.wrote("target"):
        message = f'{check.name} has "partly-met" and no "target" that it could be half way to.'
        remedy = f"Add target, {WANTED.get(check.kind, 'the whole')}."
        faults.add(f.TARGET_MISSING, filled.written.keys["partly-met"], message, remedy=remedy)
    only = _dated(check, filled, faults)
    return (only,) if only else ()


def _two_targets(check: Check, filled: Filled, other: str, faults: Faults) -> None:
    message = f'{check.name} has both "{other}" and "targets", and only one can count.'
    remedy = "Put everything into targets, each with its date, or take targets out."
    also = [filled.written.key("targets")]
    faults.add(f.TWO_TARGETS, filled.written.keys[other], message, remedy=remedy, also=also)


def _dated(check: Check, filled: Filled, faults: Faults) -> DatedTarget | None:
    target, partly = (_fitting(check, filled, key, faults) for key in ("target", "partly-met"))
    if target is None:
        return None
    if partly and stricter(target, partly) is not True:
        message = (
            f'"{write_target(partly)}" is not easier to reach than the target, "{write_target(target)}", '
            "so nothing could be partly met."
        )
        remedy = "Make partly-met easier than the target, in the same unit."
        faults.add(f.PARTLY_MET_NOT_EASIER, filled.written.values["partly-met"], message, remedy=remedy)
        partly = None
    return DatedTarget(target, partly, filled.get("from"))


def _in_order(filled: Filled, dated: abc.Sequence[DatedTarget | None], faults: Faults) -> None:
    for n, (earlier, later) in enumerate(pairwise(dated), start=1):
        if earlier is None or later is None:
            continue
        row: Filled = filled.get("targets")[n]
        if later.since is None and not row.wrote("from"):
            message, remedy = "This target does not say from when it holds.", "Add from, with its first day."
        elif later.since and earlier.since and later.since <= earlier.since:
            message = f"{later.since} is not after {earlier.since}, from which the target above it holds."
            remedy = "Put the targets in the order of their dates, the earliest first."
        else:
            continue
        faults.add(
            f.TARGETS_OUT_OF_ORDER, row.written.values.get("from", row.written.span), message, remedy=remedy
        )


def _fitting(check: Check, filled: Filled, key: str, faults: Faults) -> Target | None:
    """The target under *key* if it fits the kind of check, else None."""
    target: Target | None = filled.get(key)
    if target is None:
        return None
    node = filled.nodes[key]
    if check.kind is CheckKind.CHOICE and target.words:
        _among_choices(target.words, check.choices, node, faults)
        return target
    return target if fits(check, target, node, faults) else None


def fits(check: Check, target: Target, node: Node, faults: Faults) -> bool:
    """Whether *target*, written at *node*, fits the kind of *check*. Says so when not."""
    if check.kind in (CheckKind.SHARE, CheckKind.AUDIT):
        return is_percentage(target, node, faults, of=check)
    if _is_wanted(check, target):
        return True
    _does_not_fit(check, target, node, faults)
    return False


def _is_wanted(check: Check, target: Target) -> bool:
    ends = [end for end in (target.low, target.high) if end]
    if check.kind is CheckKind.DATE:
        return target.low is None and bool(ends) and ends[0].unit in TIMES
    if check.kind is CheckKind.TIME:
        return bool(ends) and all(end.unit in TIMES for end in ends)
    if not ends or any(end.unit is not _UNITS.get(check.kind) for end in ends):
        return False
    if target.out_of is None:
        return True
    return check.kind in COVERING and target.out_of == len(check.covers or check.choices)


def _does_not_fit(check: Check, target: Target, node: Node, faults: Faults) -> None:
    written = quoted(node.text if isinstance(node, Scalar) else write_target(target))
    if check.kind in NO_TARGET:
        message = f"{check.name} is a {check.kind}, which has no target: it is answered yes or no."
        faults.add(f.TARGET_KIND, node.span, message, remedy="Take the target out.")
    elif target.out_of is not None and check.kind in COVERING:
        wanted = len(check.covers or check.choices)
        message = f"{written} is out of {target.out_of}, and {check.name} has {wanted} to cover."
        faults.add(f.TARGET_KIND, node.span, message, remedy=f"Write how many out of {wanted}.")
    else:
        article = "an" if check.kind is CheckKind.AUDIT else "a"
        message = f"{check.name} is {article} {check.kind}, and {written} is not a target for that."
        faults.add(f.TARGET_KIND, node.span, message, remedy=f"Write {WANTED[check.kind]}.")


def is_percentage(target: Target, node: Node, faults: Faults, of: Check | None = None) -> bool:
    """Whether *target*, written at *node*, is a percentage. Says so when not."""
    try:
        expect(target, Unit.PERCENT)
    except NotUnderstood as problem:
        if of and problem.code is not Fault.PERCENT_OR_FRACTION:
            _does_not_fit(of, target, node, faults)
        else:
            faults.not_understood(node.span, _text(node), problem)
        return False
    return True


def require_targets(checks: Iterable[Check], places: Mapping[str, Span], faults: Faults) -> None:
    """Report those of *checks* that want a target and have none, each at its place."""
    for check in checks:
        if wants_target(check) and not check.targets:
            message = f"{check.name} ({check.words}) has no target."
            faults.add(
                f.TARGET_MISSING, places[check.name], message, remedy=f"Write one: {WANTED[check.kind]}."
            )
