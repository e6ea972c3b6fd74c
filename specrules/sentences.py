"""Every construct of the language as plain English.

One place for the wording, used by ``explain``, by messages, by the questions a
return asks and by the contract schedule.  In: values of the spec.  Out: text
without a full stop unless it is a whole sentence.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from specrules.quantities import write_quantity, write_target
from specrules.spec.model import (
    Check,
    CheckKind,
    Combination,
    DatedTarget,
    HandOff,
    How,
    JudgedAt,
    Requirement,
    Spec,
    Strength,
)

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

_MODAL = {Strength.MUST: "must", Strength.SHOULD: "should", Strength.ENCOURAGED: "is encouraged to"}


def listed(words: Iterable[str], last: str = "and") -> str:
    """Join words as a person would: "a, b and c"."""
    items = list(words)
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {last} {items[-1]}"


def day(when: date) -> str:
    """A date in words: 1 April 2026."""
    return f"{when.day} {when:%B %Y}"


def duty(requirement: Requirement, spec: Spec) -> str:
    """Who owes what: "Riverbank Recovery must: ..."."""
    names = listed(spec.party(id).name for id in requirement.owed_by)
    each = "Each of " if len(requirement.owed_by) > 1 else ""
    return f"{each}{names} {_MODAL[requirement.strength]}: {requirement.title}."


def what(check: Check) -> str:
    """What a check looks at, without its target."""
    match check.kind:
        case CheckKind.SHARE:
            return f"{check.words}, out of {check.of}"
        case CheckKind.AUDIT:
            return f"{check.words}, out of {check.of} (an audit)"
        case CheckKind.DATE:
            return f"when {check.words}"
        case CheckKind.REGISTER if check.of_kind:
            return f"{check.words}, of the kind {check.of_kind}"
        case _:
            return check.words


def wanted(check: Check, dated: DatedTarget | None) -> str:
    """What it takes for a check to be met: "at least 90%; at least 75% is partly met".

    *dated* is the target in force, None where there is none yet or none is wanted.
    """
    if dated is None and check.targets:
        first = check.targets[0].since
        return f"nothing before {day(first)}" if first else "nothing yet"
    parts = [_met(check, dated)]
    if dated and dated.partly:
        parts.append(f"{write_target(dated.partly)} is partly met")
    return "; ".join(part for part in parts if part)


def _met(check: Check, dated: DatedTarget | None) -> str:
    target = write_target(dated.target) if dated else ""
    if check.covers:
        if "of" in target.split():
            return f"{target}: {listed(check.covers)}"
        return f"{target or 'all'} of {listed(check.covers)}"
    if check.kind is CheckKind.STATEMENT:
        return "yes" if check.document is None else f"yes, shown by {check.document or 'a document'}"
    if check.kind is CheckKind.CONDITION:
        return "yes"
    return target


def check(check: Check) -> list[str]:
    """A check as sentences: what is looked at, what is wanted and since when, and how it is counted."""
    lines = [f"{_capital(what(check))}."]
    for dated in check.targets or (None,):
        since = f"From {day(dated.since)}: " if dated and dated.since else ""
        if met := wanted(check, dated):
            lines.append(f"{since}{_capital(met) if not since else met}.")
    return lines + counted(check)


def counted(check: Check) -> list[str]:
    """Who and what is counted, as sentences."""
    lines = []
    if check.people:
        lines.append(f"People counted: {check.people}.")
    if check.left_out:
        lines.append(f"Left out: {listed(check.left_out)}.")
    if check.sample:
        by = f", chosen by {check.sample_by}" if check.sample_by else ""
        lines.append(f"A sample of fewer than {write_quantity(check.sample)}{by} is too few to judge.")
    if check.contact_within:
        within = write_quantity(check.contact_within)
        lines.append(f"Only rows with contact in the last {within} are counted.")
    if check.not_recorded:
        lines.append("People whose record is blank are counted apart and widen the result.")
    return lines


def combined(tree: Combination, names: dict[str, str] | None = None) -> str:
    """How checks count together: "all of fee and offered"."""
    items = [
        (names or {}).get(item, item) if isinstance(item, str) else f"({combined(item, names)})"
        for item in tree.items
    ]
    match tree.how:
        case How.ALL:
            return listed(items)
        case How.ANY:
            return listed(items, "or")
        case How.AT_LEAST:
            return f"at least {tree.number} of {listed(items)}"
        case How.NOT:
            return f"not {items[0]}"
        case How.GRADED:
            return f"{listed(items)}, with part credit"


def applies(requirement: Requirement) -> str:
    """When a requirement applies, or ""."""
    if requirement.applies_if is None:
        return ""
    if isinstance(requirement.applies_if, str):
        return f"It applies if {requirement.applies_if}; a no needs a reason and who agreed it."
    named = {each.name: each.words for each in (*requirement.conditions, *requirement.checks)}
    return f"It applies if: {combined(requirement.applies_if, named)}."


def together(requirement: Requirement) -> list[str]:
    """How the checks of a requirement count together, as sentences."""
    lines = []
    if requirement.met_when:
        lines.append(f"It is met when: {combined(requirement.met_when)}.")
    elif len(requirement.checks) > 1:
        lines.append(
            "It is met when every check is met, not met when none is even partly, and partly met between."
        )
    if requirement.partly_met_when:
        lines.append(f"It is partly met when: {combined(requirement.partly_met_when)}.")
    if requirement.judged_at is not JudgedAt.PARTY:
        lines.append(f"It is judged at {requirement.judged_at} and shown for the party.")
    return lines


def hand_off(hand_off: HandOff) -> list[str]:
    """A hand-off as sentences."""
    lines = [
        f"Referrals counted: {hand_off.referrals}, by the day they were sent, "
        f"looked at {write_quantity(hand_off.look_back)} after the period ends.",
        f"The service that receives them answers {write_target(hand_off.answered.target)} "
        f"within {write_quantity(hand_off.answer_within)}: {listed(hand_off.answers, 'or')}.",
    ]
    if hand_off.outcome_known:
        lines.append(
            "The service that sends them knows the outcome for "
            f"{write_target(hand_off.outcome_known.target)}."
        )
    lines.append(
        f"If the two services' counts differ by more than {hand_off.may_differ_by}, "
        "both are asked why and neither is failed."
    )
    return lines


def question(check: Check) -> str:
    """The question a return asks for a check."""
    match check.kind:
        case CheckKind.SHARE | CheckKind.AUDIT:
            return f"{_capital(check.words)}: how many, out of how many {check.of}"
        case CheckKind.STATEMENT | CheckKind.CONDITION:
            return f"{_capital(check.words)}: yes or no"
        case CheckKind.DATE:
            return f"The date {check.words}"
        case CheckKind.LIST | CheckKind.CHOICE:
            return f"{_capital(check.words)}: {listed(check.choices or check.covers, 'or')}"
        case CheckKind.REGISTER:
            return f"{_capital(check.words)}: one row each"
        case _:
            return _capital(check.words)


def requirement(requirement: Requirement, spec: Spec) -> list[str]:
    """The whole requirement as plain sentences, in reading order."""
    lines = [duty(requirement, spec)]
    if requirement.wording:
        lines.append(f"As signed: “{requirement.wording}”")
    lines += [applies(requirement)] if requirement.applies_if is not None else []
    lines += _people(requirement)
    for each in requirement.checks:
        lines += [f"{each.name}: {line}" if not n else f"  {line}" for n, line in enumerate(check(each))]
    if requirement.hand_off:
        lines += hand_off(requirement.hand_off)
    lines += together(requirement)
    lines += _dates(requirement)
    if requirement.if_not_met:
        lines.append(f"If it is not met: {requirement.if_not_met}.")
    return lines + sources(requirement)


def people(requirement: Requirement) -> list[str]:
    """Who and what is counted for a requirement and each of its checks, as sentences."""
    checks = [f"{each.name}: {line}" for each in requirement.checks for line in counted(each)]
    return [*_people(requirement), *checks]


def _people(requirement: Requirement) -> list[str]:
    lines = [f"People counted: {requirement.people}."] if requirement.people else []
    return lines + ([f"Left out: {listed(requirement.left_out)}."] if requirement.left_out else [])


def _dates(requirement: Requirement) -> list[str]:
    since = f"from {day(requirement.since)}" if requirement.since else ""
    until = f"until {day(requirement.until)}" if requirement.until else ""
    return [f"It holds {' '.join(filter(None, (since, until)))}."] if since or until else []


def sources(requirement: Requirement) -> list[str]:
    """Where a requirement comes from, as sentences."""
    lines = []
    for citation in requirement.citations:
        page = f", page {citation.page}" if citation.page else ""
        passage = f": {citation.passage}" if citation.passage else ""
        lines.append(f"Source: {citation.document}, {citation.section}{page}{passage}.")
    if requirement.standard_clause:
        lines.append(f"The guidance's own strength: {requirement.standard_clause.guidance}.")
    if requirement.local_source:
        lines.append(f"Source: {requirement.local_source}.")
    return lines


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
