"""Targets that fit what they are for: a percentage for a share, pounds for a fee.

Comes in: a check, and the record that sets its targets.  Goes out: targets in
the order of their dates, each one that the check can be held against.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from specrules.spec import faults as f
from specrules.spec.baseline import from_baseline
from specrules.spec.faults import Faults, closest, part_of
from specrules.spec.model import SHARES, UNITS, Check, CheckKind, DatedTarget, Level
from specrules.text.tree import Scalar, Sequence
from specrules.values.comparing import stricter
from specrules.values.quantities import TIMES, Comparison, Target, Unit, write_target
from specrules.values.reading import expect
from specrules.values.understand import Fault, NotUnderstood, quoted

if TYPE_CHECKING:
    from collections import abc
    from collections.abc import Iterable, Mapping

    from specrules.base.findings import Span
    from specrules.spec.model import JudgedAt, Party
    from specrules.spec.walk import Filled
    from specrules.text.tree import Node

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
    CheckKind.RATING: "one of its words or better, such as at least good",
    CheckKind.LIST: "how many of them, such as at least 1 of 2",
    CheckKind.REGISTER: "a number, such as at least 3",
    CheckKind.AGREEMENT: "how far two readers agree beyond chance, up to 1, such as at least 0.6",
}


def can_have_target(check: Check) -> bool:
    """Whether a target says anything about a check of this kind."""
    return check.kind not in NO_TARGET


def wants_target(check: Check, others: Iterable[Check] = ()) -> bool:
    """Whether a check must have a target.

    All that can have one must, but for lists of what they are to cover, and for
    a date that only has to be given, because one of *others* comes after it.
    """
    only_given = check.kind is CheckKind.DATE and any(each.after == check.name for each in others)
    says_covers = bool(check.covers) or (check.written is not None and "covers" in check.written.keys)
    return can_have_target(check) and not only_given and not (check.kind in COVERING and says_covers)


def wrote_target(filled: Filled) -> bool:
    """Whether a record sets any target, be it unreadable."""
    return any(key in filled.written.keys for key in THRESHOLDS)


def targets_of(check: Check, filled: Filled, faults: Faults) -> tuple[DatedTarget, ...]:
    """The targets that a record sets for *check*, each of which must fit it."""
    if filled.wrote("targets"):
        other = next((key for key in ("target", "partly-met") if filled.wrote(key)), None)
        if other and "targets" in filled.values:
            _two_targets(check, filled, other, faults)
        dated = [_dated(check, each, faults) for each in filled.get("targets", ())]
        _in_order(filled, dated, faults)
        return tuple(each for each in dated if each)
    if filled.wrote("partly-met") and not filled.wrote("target") and not filled.strange:
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
    if partly and _are_choices(check, target, partly) and not _is_easier(check, partly, target):
        message = (
            f'"{write_target(partly)}" is not easier to reach than the target, "{write_target(target)}", '
            "so nothing could be partly met."
        )
        remedy = "Make partly-met easier than the target, in the same unit."
        faults.add(f.PARTLY_MET_NOT_EASIER, filled.written.values["partly-met"], message, remedy=remedy)
        partly = None
    return DatedTarget(
        target,
        partly,
        filled.get("from"),
        filled.get("contract-year"),
        _quarter(filled, faults),
        filled.get("at", ()),
    )


def _are_choices(check: Check, *targets: Target) -> bool:
    """Whether all words in *targets* are choices of *check*; others were reported, and reach nothing."""
    known = {choice.casefold() for choice in check.choices}
    return all(word.casefold() in known for each in targets for word in each.words)


def _quarter(filled: Filled, faults: Faults) -> int | None:
    """The quarter of the financial year in which a target holds, from 1 to 4."""
    quarter: int | None = filled.get("quarter")
    if quarter is None or 1 <= quarter <= 4:
        return quarter
    message = f"{quarter} is not a quarter of the financial year. April to June is 1, January to March is 4."
    faults.add(f.UNKNOWN_CHOICE, filled.written.values["quarter"], message, remedy="Write 1, 2, 3 or 4.")
    return None


def _is_easier(check: Check, partly: Target, target: Target) -> bool:
    """Whether all that reaches *target* reaches *partly*, and more does."""
    if check.kind is not CheckKind.RATING:
        return stricter(target, partly) is True
    reach, wider = reaching(target, check.choices), reaching(partly, check.choices)
    return reach < wider


def reaching(target: Target, scale: tuple[str, ...]) -> frozenset[str]:
    """The words of a scale, from worst to best and without regard to case, that reach *target*."""
    folded = [word.casefold() for word in scale]
    words = {word.casefold() for word in target.words}
    if target.comparison is Comparison.AT_LEAST:
        known = [folded.index(word) for word in words if word in folded]
        return frozenset(folded[min(known) :]) if known else frozenset()
    if target.comparison is Comparison.NOT_ONE_OF:
        return frozenset(folded) - words
    return frozenset(words)


def check_selected(check: Check, where: JudgedAt, owing: Iterable[Party], at: Span, faults: Faults) -> None:
    """Report targets for places that are not judged, places without a target, and two targets at once."""
    selecting = [each for each in check.targets if each.at]
    places = {place for party in owing for place in where.of(party)}
    span = check.written.values.get("targets", at) if check.written else at
    for place in dict.fromkeys(place for each in selecting for place in each.at):
        if place not in places and (places or where.level is Level.PARTY):
            has = ", ".join(sorted(places)) or "none, as it is judged for the party as a whole"
            meant = closest(place, list(places))
            message = f"{check.name} has a target for {quoted(place)}. The places judged are: {has}."
            remedy = (
                f"Write {meant} instead."
                if meant
                else "Correct the name, or say where it is judged with judged-at."
            )
            faults.add(f.TARGET_NOWHERE, span, message, meant=meant, remedy=remedy)
    if selecting and all(each.at for each in check.targets):
        covered = {place for each in selecting for place in each.at}
        if without := [place for place in sorted(places) if place not in covered]:
            message = f"{check.name} has no target for {', '.join(without)}."
            remedy = "Add one, or a target without at, which holds for all the others."
            faults.add(f.PLACE_WITHOUT_TARGET, span, message, remedy=remedy)


def _in_order(filled: Filled, dated: abc.Sequence[DatedTarget | None], faults: Faults) -> None:
    """Report targets that say the same about when and where, or that stand in the wrong order."""
    earlier_of: dict[tuple[object, ...], DatedTarget] = {}
    for n, later in enumerate(dated):
        if later is None:
            continue
        selects = (later.contract_year, later.quarter, later.at)
        earlier = earlier_of.get(selects)
        earlier_of[selects] = later
        if earlier is None:
            continue
        row: Filled = filled.get("targets")[n]
        if later.selects and later.since is None and earlier.since is None:
            message = "Another target above is for the same year, quarter and places."
            faults.add(
                f.SAME_TARGET_TWICE, row.written.span, message, remedy="Delete one, or tell them apart."
            )
            continue
        if later.since is None and row.strange:
            continue
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
    if target.versus and filled.strange and not (check.baseline or check.baseline_asked):
        return None  # what it is measured from may be under a heading that nobody knows
    if target.versus:
        return from_baseline(check, target, filled.scalar(key), faults)
    if check.kind in SHARES:
        return percentage(filled, key, faults, check)
    ranked = check.kind is CheckKind.RATING or target.comparison is not Comparison.AT_LEAST
    if check.kind in (CheckKind.CHOICE, CheckKind.RATING) and target.words and ranked:
        among_choices(target.words, check.choices, filled.nodes[key], faults)
        return target
    if _is_wanted(check, target):
        return target
    _does_not_fit(check, target, filled.scalar(key), faults)
    return None


def _is_wanted(check: Check, target: Target) -> bool:
    units = {end.unit for end in target.ends}
    if check.kind is CheckKind.DATE:
        return target.low is None and bool(units) and units <= TIMES
    if check.kind is CheckKind.TIME:
        return bool(units) and units <= TIMES
    if units != {UNITS.get(check.kind)}:
        return False
    if check.kind is CheckKind.AGREEMENT:
        return target.high is None and target.out_of is None and all(end.number <= 1 for end in target.ends)
    return target.out_of is None or (
        check.kind in COVERING and target.out_of == len(check.covers or check.choices)
    )


def _does_not_fit(check: Check, target: Target, node: Scalar, faults: Faults) -> None:
    message = f"{check.name} is of the kind {check.kind}, and {quoted(node.text)} is not a target for that."
    remedy = f"Write {WANTED.get(check.kind)}."
    meant = None
    if check.kind is CheckKind.MONEY and all(end.unit is Unit.COUNT for end in target.ends) and target.ends:
        message, remedy = (
            f"{quoted(node.text)} is about money, and has no pound sign.",
            "Write the amount with £.",
        )
        meant = re.sub(r"(?=[0-9])", "£", node.text, count=1)
    elif check.kind in NO_TARGET:
        message, remedy = f"{check.name} is answered yes or no, so it has no target.", "Take the target out."
    elif target.out_of is not None and check.kind in COVERING:
        wanted = len(check.covers or check.choices)
        message = f"{quoted(node.text)} is out of {target.out_of}, and {check.name} has {wanted} to cover."
        remedy = f"Write how many out of {wanted}."
    faults.add(f.TARGET_KIND, node.span, message, meant=meant, remedy=remedy)


def percentage(filled: Filled, key: str, faults: Faults, check: Check | None = None) -> Target | None:
    """The target under *key* if it is a percentage; else None, and what is wrong is reported."""
    target: Target | None = filled.get(key)
    if target is None:
        return None
    try:
        return expect(target, Unit.PERCENT)
    except NotUnderstood as problem:
        if check and problem.code is not Fault.PERCENT_OR_FRACTION:
            _does_not_fit(check, target, filled.scalar(key), faults)
        else:
            faults.not_understood(filled.scalar(key), problem)
    return None


def require_targets(checks: Iterable[Check], places: Mapping[str, Span], faults: Faults) -> None:
    """Report those of *checks* that want a target and have none, each at its place."""
    for check in checks:
        if wants_target(check) and not check.targets:
            message = f"{check.name} ({check.words}) has no target."
            faults.add(
                f.TARGET_MISSING, places[check.name], message, remedy=f"Write one: {WANTED[check.kind]}."
            )


# -- words


def among_choices(words: Iterable[str], choices: tuple[str, ...], node: Node, faults: Faults) -> None:
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
    if not isinstance(node, Scalar) or word not in node.text:
        return node.span
    start = node.text.index(word)
    return part_of(node, start, start + len(word)) or node.span
