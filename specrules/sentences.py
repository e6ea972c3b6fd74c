"""Every construct of the language as plain English.

One place for the wording, used by ``explain``, by messages, by the questions a
return asks and by the contract schedule.  In: values of the spec.  Out: text
without a full stop unless it is a whole sentence.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from specrules.base.frozen import replace
from specrules.base.phrases import day, listed
from specrules.spec.beside import only_beside
from specrules.spec.model import (
    Check,
    CheckKind,
    Combination,
    DatedTarget,
    HandOff,
    How,
    JudgedAt,
    Level,
    Over,
    Requirement,
    Spec,
    Strength,
)
from specrules.values.quantities import Comparison, Target, write_quantity, write_target

if TYPE_CHECKING:
    from specrules.values.periods import Period

_SAMPLED = (CheckKind.AUDIT, CheckKind.AGREEMENT)
_MODAL = {
    Strength.MUST: "must make sure that",
    Strength.SHOULD: "should make sure that",
    Strength.ENCOURAGED: "is encouraged to make sure that",
}


def duty(requirement: Requirement, spec: Spec) -> str:
    """Who owes what: "Riverbank Recovery must make sure that nobody waits long for a first appointment."."""
    names = listed(spec.party(id).name for id in requirement.owed_by)
    each = "Each of " if len(requirement.owed_by) > 1 else ""
    if requirement.jointly:
        each, names = "", f"{names}, together,"
    return f"{each}{names} {_MODAL[requirement.strength]} {_midway(requirement.title, spec)}."


def _midway(title: str, spec: Spec) -> str:
    """A title inside a sentence: with a small first letter, unless a name or an abbreviation stands first."""
    names = (name for each in spec.parties for name in (each.name, *each.sites, *each.subcontractors))
    first = title.partition(" ")[0]
    begins = {name.partition(" ")[0] for name in names}
    is_name = first[1:] != first[1:].lower() or first.removesuffix("'s") in begins
    return title if is_name else title[:1].lower() + title[1:]


def allowances(spec: Spec) -> list[str]:
    """How far agreed allowances may go, as sentences."""
    limits = spec.allowances
    lines = [f"An agreed allowance lasts {write_quantity(limits.longest)} at most."] if limits.longest else []
    if limits.renewals is not None:
        often = {0: "is never renewed", 1: "is renewed once at most", 2: "is renewed twice at most"}
        lines.append(
            f"An allowance {often.get(limits.renewals, f'is renewed {limits.renewals} times at most')}."
        )
    return lines


def what(check: Check) -> str:
    """What a check looks at, without its target."""
    match check.kind:
        case CheckKind.SHARE:
            within = f" within {write_quantity(check.within)}" if check.within else ""
            return f"{check.words}{within}, out of {_out_of(check)}{over(check)}"
        case CheckKind.AUDIT:
            return f"{check.words}, out of {check.of} (an audit){over(check)}"
        case CheckKind.COUNT | CheckKind.MONEY | CheckKind.TIME if check.statistic:
            return f"{check.statistic} {check.words}, of {check.of}{over(check)}"
        case CheckKind.COUNT | CheckKind.MONEY | CheckKind.TIME:
            return f"{check.words}{over(check)}"
        case CheckKind.AGREEMENT:
            return f"how far two readers agree on {check.words}"
        case CheckKind.DATE if check.after:
            return f"when {check.words}, and how long that was after {check.after}"
        case CheckKind.DATE:
            return f"when {check.words}"
        case CheckKind.REGISTER if check.of_kind:
            return f"{check.words}, of the kind {check.of_kind}"
        case _:
            return check.words


def _out_of(check: Check) -> str:
    return f"{check.of} ({write_quantity(check.constant)})" if check.constant else check.of


def over(check: Check) -> str:
    """The stretch of time a figure is about, when that is not the period: " in the last 12 months"."""
    return "" if check.over is Over.PERIOD else f" in {check.over}"


def wanted(check: Check, dated: DatedTarget | None) -> str:
    """What it takes for a check to be met: "at least 90%; at least 75% is partly met".

    Of a choice, "in place; applied for is partly met": a word that meets it is not said again.
    *dated* is the target in force, None where there is none yet or none is wanted.
    """
    if dated is None and check.targets:
        first = check.targets[0].since
        return f"nothing before {day(first)}" if first else "nothing yet"
    parts = [_met(check, dated)]
    if dated and dated.partly:
        parts.append(f"{_partly(dated.target, dated.partly)} is partly met")
    return "; ".join(part for part in parts if part)


def _target(target: Target) -> str:
    """A target as a person would say it: of a choice its words alone, "in place or applied for"."""
    return listed(target.words, "or") if target.comparison is Comparison.ONE_OF else write_target(target)


def _partly(target: Target, partly: Target) -> str:
    """The target of what is partly met, without the words of *target*, which meet it."""
    words = tuple(word for word in partly.words if word not in target.words)
    return _target(replace(partly, words=words) if words else partly)


def _met(check: Check, dated: DatedTarget | None) -> str:
    target = _target(dated.target) if dated else ""
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
    return [f"{_capital(what(check))}.", *thresholds(check), *counted(check), *looks_at(check)]


def thresholds(check: Check) -> list[str]:
    """What is wanted of a check, a sentence for each target, with when and where it holds."""
    lines = []
    for dated in check.targets or (None,):
        holds = _holds(dated) if dated else ""
        if met := wanted(check, dated):
            lines.append(f"{_capital(f'{holds}: {met}' if holds else met)}.")
    return lines


def _holds(dated: DatedTarget) -> str:
    """When and where a target holds: "from 1 April 2026, in year 2 of the contract, at Quayside"."""
    said = (
        f"from {day(dated.since)}" if dated.since else "",
        f"in year {dated.contract_year} of the contract" if dated.contract_year else "",
        f"in quarter {dated.quarter}" if dated.quarter else "",
        f"for {listed(dated.at)}" if dated.at else "",
    )
    return ", ".join(filter(None, said))


def compared(check: Check) -> list[str]:
    """Figures to look at beside a result: "England, 41% (a report, 31 March 2026)"."""
    found = []
    for each in check.comparators:
        when = f", {day(each.date)}" if each.date else ""
        found.append(f"{each.name}, {write_quantity(each.figure)} ({each.source}{when})")
    return found


def looks_at(check: Check) -> list[str]:
    """How a check looks at others, and what is shown beside it, as sentences."""
    lines = []
    if check.relies_on:
        lines.append(f"It is believed only where {check.relies_on} is met; otherwise it is no evidence.")
    if check.after and check.kind is not CheckKind.DATE:
        lines.append(f"It comes after {check.after}, and cannot count more than that does.")
    if check.if_fewer:
        lines.append(f"With too few, {check.if_fewer} decides.")
    if check.baseline:
        lines.append(f"The baseline is {write_quantity(check.baseline)}.")
    if check.baseline_asked:
        lines.append(f"The baseline is {check.baseline_asked}; the return says it.")
    if check.in_proportion:
        lines.append("Where only part of a period is in the contract, the target counts in proportion.")
    lines += [f"To compare: {each}." for each in compared(check)]
    if check.rated_by:
        lines.append(f"Rated by: {check.rated_by}.")
    if check.kind is CheckKind.AGREEMENT:
        lines.append(_how_agreement_is_told(check))
    if check.threshold_from:
        lines.append(f"The figure is taken from: {check.threshold_from}.")
    lines += [f"“{word}” means: {meaning}." for word, meaning in check.rubric]
    return lines


def _how_agreement_is_told(check: Check) -> str:
    """What the figure of an agreement is, and between which words."""
    if check.rubric:
        return "It is Cohen's weighted kappa: 1 is full agreement, 0 is what chance alone would bring about."
    return (
        f"Each reader finds, for every case, {listed(check.choices, 'or')}. "
        "It is Cohen's kappa: 1 is full agreement, 0 is what chance alone would bring about."
    )


def counted(check: Check) -> list[str]:
    """Who and what is counted, as sentences."""
    lines = []
    if check.people:
        lines.append(f"People counted: {check.people}.")
    if check.left_out:
        lines.append(f"Left out: {listed(check.left_out)}.")
    if check.exceptions:
        lines.append(f"Not counted against it unless achieved: {listed(check.exceptions)}.")
    if check.sample and check.kind not in _SAMPLED:
        lines.append(f"Fewer than {write_quantity(check.sample)} are too few to judge.")
    elif check.sample:
        by = f", chosen by {check.sample_by}" if check.sample_by else ""
        lines.append(f"A sample of fewer than {write_quantity(check.sample)}{by} is too few to judge.")
    if check.contact_within:
        within = write_quantity(check.contact_within)
        lines.append(f"Only rows with contact in the last {within} are counted.")
    if check.not_recorded:
        lines.append("People whose record is blank are counted apart and widen the result.")
    if check.still_waiting:
        lines.append("People still waiting are counted apart and widen the result.")
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
        case How.AT_LEAST if tree.weights:
            return _points(tree, items)
        case How.AT_LEAST:
            return f"at least {tree.number} of {listed(items)}"
        case How.NOT:
            return f"not {items[0]}"
        case How.GRADED:
            return f"{listed(items)}, with part credit"


def _points(tree: Combination, items: list[str]) -> str:
    """Points for each check, those against it with a minus: "at least 4 points: asked 3, complaint -1"."""
    pairs = list(zip(tree.items, items, tree.weights, strict=True))
    against = sum(weight for item, _, weight in pairs if isinstance(item, Combination))
    said = [
        f"{words.removeprefix('(not ').removesuffix(')')} -{weight}"
        if isinstance(item, Combination)
        else f"{words} {weight}"
        for item, words, weight in pairs
    ]
    return f"at least {tree.number - against} points: {', '.join(said)}"


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
    elif len(requirement.checks) - len(only_beside(requirement.checks)) > 1:
        lines.append(
            "It is met when every check is met, not met when none is even partly, and partly met between."
        )
    if requirement.partly_met_when:
        lines.append(f"It is partly met when: {combined(requirement.partly_met_when)}.")
    where = requirement.judged_at
    if requirement.shown_at:
        places = listed(map(place, requirement.shown_at))
        lines.append(f"It is judged for the party; figures are shown for {places} too, and decide nothing.")
    if where.level is not Level.PARTY:
        at = place(where)
        how = (
            "Figures are asked for {} and judged together."
            if where.summed
            else (
                "It is judged at {} and shown for the party."
                if not where.groups
                else "It is judged for {} and shown for the party."
            )
        )
        lines.append(how.format(at))
    return lines


def place(where: JudgedAt) -> str:
    """A kind of place and, where they are groups of people, their names."""
    return f"each {where.what} ({listed(where.groups)})" if where.groups else str(where.level)


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


def question(check: Check, spec: Spec | None = None, period: Period | None = None) -> str:
    """The question a return asks for a check, with the days it is about when the period is known."""
    base = f"; and the baseline: {check.baseline_asked}" if check.baseline_asked else ""
    return f"{_question(check, _stretch(check, spec, period))}{base}"


def _question(check: Check, when: str) -> str:
    match check.kind:
        case CheckKind.SHARE | CheckKind.AUDIT if check.constant:
            return f"{_capital(check.words)}{when}: how many (out of {_out_of(check)})"
        case CheckKind.SHARE | CheckKind.AUDIT:
            within = f" within {write_quantity(check.within)}" if check.within else ""
            return (
                f"{_capital(check.words)}{within}{when}: how many, out of how many {check.of}{_also(check)}"
            )
        case CheckKind.COUNT | CheckKind.MONEY | CheckKind.TIME if check.statistic:
            return f"{_capital(check.statistic)} {check.words}{when}, and out of how many {check.of}"
        case CheckKind.RATING:
            by = f", as rated by {check.rated_by}" if check.rated_by else ""
            return f"{_capital(check.words)}{by}: {listed(check.choices, 'or')}"
        case CheckKind.STATEMENT | CheckKind.CONDITION:
            return f"{_capital(check.words)}: yes or no"
        case CheckKind.DATE:
            return f"The date {check.words}"
        case CheckKind.LIST | CheckKind.CHOICE:
            return f"{_capital(check.words)}: {listed(check.choices or check.covers, 'or')}"
        case CheckKind.REGISTER:
            return f"{_capital(check.words)}: one row each"
        case CheckKind.AGREEMENT:
            found = listed(check.choices, "or")
            return f"{_capital(check.words)}: what each of the two found, case by case ({found})"
        case _:
            return f"{_capital(check.words)}{when}"


def _stretch(check: Check, spec: Spec | None, period: Period | None) -> str:
    """The stretch of time as a question puts it: " in the year to date (1 April to 30 September 2026)"."""
    if check.over is Over.PERIOD or spec is None or period is None:
        return over(check)
    first, last = check.over.days(spec, period)
    return f"{over(check)} ({day(first)} to {day(last)})"


def _also(check: Check) -> str:
    """The counts that are asked as well."""
    asked = (
        f"excepted ({listed(check.exceptions, 'or')})" if check.exceptions else "",
        "still waiting" if check.still_waiting else "",
        "with no record" if check.not_recorded else "",
    )
    said = listed(filter(None, asked))
    return f"; and how many of them {said}" if said else ""


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
    lines += rated(requirement)
    lines += varied(requirement, spec)
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


def varied(requirement: Requirement, spec: Spec) -> list[str]:
    """How a requirement was varied, as sentences."""
    return [
        f"Variation {each.number}, from {day(each.since)}: {each.says}."
        for each in spec.variations
        if requirement.id in each.changes
    ]


def rated(requirement: Requirement) -> list[str]:
    """How a requirement counts towards a rating, as sentences."""
    lines = []
    if requirement.every:
        lines.append(f"It is judged once every {requirement.every}.")
    if requirement.report_only:
        lines.append("It is reported and never rated.")
    if requirement.rated_from:
        lines.append(
            f"It counts towards ratings from {day(requirement.rated_from)}; before, it is only shown."
        )
    if requirement.weight != 1:
        lines.append(f"It counts {requirement.weight} times in a score.")
    if requirement.essential:
        lines.append("It is essential: no rating can be better than this.")
    return lines


def _dates(requirement: Requirement) -> list[str]:
    since = f"from {day(requirement.since)}" if requirement.since else ""
    until = f"until {day(requirement.until)}" if requirement.until else ""
    return [f"It holds {' '.join(filter(None, (since, until)))}."] if since or until else []


def sources(requirement: Requirement) -> list[str]:
    """Where a requirement comes from, as sentences."""
    lines = []
    for citation in requirement.citations:
        page = f", page {citation.page}" if citation.page else ""
        passage = f": {citation.passage.rstrip('.')}" if citation.passage else ""
        lines.append(f"Source: {citation.document}, {citation.section}{page}{passage}.")
    if requirement.standard_clause:
        lines.append(f"The guidance's own strength: {requirement.standard_clause.guidance}.")
    if requirement.local_source:
        lines.append(f"Source: {requirement.local_source}.")
    return lines


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
