"""Rules about where a requirement comes from, how firmly it is put, who owes it and what follows."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from specrules.findings import Severity
from specrules.lint.about import heading_place, name_place, place
from specrules.lint.registry import Found, Wrong, rule
from specrules.periods import due_date, period_of
from specrules.quantities import Unit
from specrules.sentences import day, listed
from specrules.spec.model import Guidance, Requirement, Spec, Strength

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

_WORD = re.compile(r"\w+(?:['’-]\w+)*")
_MOST_WORDS = 6  # a longer definition is not looked for, so that looking takes no longer in a longer file
_FIRMNESS = {
    Strength.MUST: 3,
    Strength.SHOULD: 2,
    Strength.ENCOURAGED: 1,
    Guidance.REQUIRED: 3,
    Guidance.RECOMMENDED: 2,
    Guidance.MAY_CONSIDER: 1,
}


@rule("SO701", "no-source", Severity.ERROR)
def no_source(spec: Spec) -> Found:
    """Every requirement says where it comes from.

    A standard clause brings its source along. A requirement of your own names a
    document and section, or says that it is a local decision and of what date:
    it will be asked for when the requirement is challenged.

    Bad:

        requirements:
          MA-6:
            title: Keyworkers are trained in FAMA
            owed-by: riverbank
            strength: should
            checks:
              trained: {count: keyworkers trained in FAMA, target: at least 5}

    Good:

        requirements:
          MA-6:
            title: Keyworkers are trained in FAMA
            owed-by: riverbank
            strength: should
            checks:
              trained: {count: keyworkers trained in FAMA, target: at least 5}
            source: local decision, 2026-02-10
    """
    for requirement in spec.requirements:
        if not requirement.citations and not requirement.local_source:
            yield Wrong(
                name_place(requirement),
                f"{requirement.id} does not say where it comes from.",
                "Add source, with a document and section, or with: local decision, and its date.",
                requirement,
            )


@rule("SO702", "stronger-than-source", Severity.ADVICE)
def stronger_than_source(spec: Spec) -> Found:
    """A "must" that the guidance only suggests is recorded as your own decision.

    Where guidance says that commissioners may wish to consider something, you
    may still require it. Saying so keeps the requirement from being read as the
    guidance's.

    Source: Improving access to mutual aid: a brief guide for commissioners
    (Public Health England, 2014), Service specifications, which puts its
    clauses as ones that commissioners may wish to consider.

    Bad:

        requirements:
          MA-1:
            standard-clause: mutual-aid/keyworkers-facilitate-access
            owed-by: riverbank
            strength: must
            target: at least 90%

    Good:

        requirements:
          MA-1:
            standard-clause: mutual-aid/keyworkers-facilitate-access
            owed-by: riverbank
            strength: must
            target: at least 90%
            source: local decision, 2026-02-10
    """
    for requirement in spec.requirements:
        clause = requirement.standard_clause
        optional = clause is not None and clause.guidance is Guidance.MAY_CONSIDER
        if optional and requirement.strength is Strength.MUST and not requirement.local_source:
            yield Wrong(
                place(requirement.written, key="strength"),
                f"The guidance says that commissioners may consider this, and {requirement.id} says must.",
                "If you decided so, record it, such as: source: local decision, 2026-02-10",
                requirement,
            )


@rule("SO703", "weaker-than-source", Severity.WARNING)
def weaker_than_source(spec: Spec) -> Found:
    """A requirement is put as firmly as the guidance puts it.

    What guidance requires is a must here, and what it recommends at least a
    should. Where you decided otherwise, record it as a local decision.

    Source: each standard clause says how firmly its guidance puts it. The four
    statements of Coexisting severe mental illness and substance misuse (NICE
    quality standard QS188, 2019) are recommendations.

    Bad:

        requirements:
          NWD-2:
            standard-clause: no-wrong-door/asked-about-use
            owed-by: {each-of: [riverbank, trust]}
            strength: encouraged
            checks: {suspected: at least 95%, confirmed: at least 95%}

    Good:

        requirements:
          NWD-2:
            standard-clause: no-wrong-door/asked-about-use
            owed-by: {each-of: [riverbank, trust]}
            strength: should
            checks: {suspected: at least 95%, confirmed: at least 95%}
    """
    for requirement in spec.requirements:
        clause = requirement.standard_clause
        if clause is None or requirement.local_source:
            continue
        if _FIRMNESS[requirement.strength] < _FIRMNESS[clause.guidance]:
            at_least = "must" if clause.guidance is Guidance.REQUIRED else "should"
            yield Wrong(
                place(requirement.written, key="strength"),
                f"The guidance says {clause.guidance}, and {requirement.id} says {requirement.strength}.",
                f"Write {at_least}, or record your decision, such as: source: local decision, 2026-02-10",
                requirement,
            )


@rule("SO714", "orphan-definition", Severity.ADVICE, whole=True)
def orphan_definition(spec: Spec) -> Found:
    """A word that is defined is used.

    A definition that nothing uses is read by lawyers all the same.

    Bad:

        definitions:
          keyworker: the person who plans and reviews somebody's treatment with them
          peer mentor: a person in recovery who supports others
        requirements:
          MA-1:
            standard-clause: mutual-aid/keyworkers-facilitate-access
            owed-by: riverbank
            strength: should
            target: at least 90%

    Good:

        definitions:
          keyworker: the person who plans and reviews somebody's treatment with them
        requirements:
          MA-1:
            standard-clause: mutual-aid/keyworkers-facilitate-access
            owed-by: riverbank
            strength: should
            target: at least 90%
    """
    defined = {word: _words(word) for word in spec.definitions}
    wanted = {words for words in defined.values() if len(words) <= _MOST_WORDS}
    used = _uses(_texts(spec), wanted)
    for word, meaning in spec.definitions.items():
        words = defined[word]
        if words in wanted and used[words] == _uses([meaning], {words})[words]:
            yield Wrong(
                heading_place(spec, "definitions"),
                f'"{word}" is defined, and used nowhere.',
                "Take it out, or use it where it is meant.",
            )


def _words(text: str) -> tuple[str, ...]:
    """The words of *text* without capitals, and without the s of a plural."""
    return tuple(word.removesuffix("s") for word in _WORD.findall(text.casefold()))


def _uses(texts: Iterable[str], wanted: set[tuple[str, ...]]) -> Counter[tuple[str, ...]]:
    """How often each of the *wanted* runs of words stands in *texts*."""
    found: Counter[tuple[str, ...]] = Counter()
    lengths = {len(words) for words in wanted}
    for text in texts if wanted else ():
        words = _words(text)
        for length in lengths:
            runs = zip(*(words[start:] for start in range(length)), strict=False)
            found.update(run for run in runs if run in wanted)
    return found


def _texts(spec: Spec) -> Iterator[str]:
    """Everything in a specification that is words of its author's or of its standard clauses."""
    yield spec.title
    yield from spec.definitions.values()
    for party in spec.parties:
        yield from (party.name, party.role, party.bound_by or "")
    for each in spec.requirements:
        yield from (each.title, each.wording, each.people, *each.left_out, each.if_not_met, each.section)
        if isinstance(each.applies_if, str):
            yield each.applies_if
        if each.hand_off:
            yield from (each.hand_off.referrals, *each.hand_off.answers)
        for check in (*each.conditions, *each.checks):
            yield from (check.words, check.of, check.people, *check.left_out, check.document or "")
            yield from (*check.choices, *check.covers)


@rule("SO717", "return-after-contract", Severity.WARNING)
def return_after_contract(spec: Spec) -> Found:
    """The first return is due before the contract ends.

    Otherwise nothing is known about how the contract was kept while it could
    still be put right.

    Bad:

        contract: {starts: 2026-04-01, ends: 2026-06-30}
        returns: {every: quarter, due: 15 working days after the quarter ends}

    Good:

        contract: {starts: 2026-04-01, ends: 2027-03-31}
        returns: {every: quarter, due: 15 working days after the quarter ends}
    """
    first = _first_due(spec)
    if first and first > spec.ends:
        yield Wrong(
            place(spec.written, key="returns"),
            f"The first return is due on {day(first)}, after the contract ends on {day(spec.ends)}.",
            "Ask for returns more often, or for a return before the contract ends.",
            also=(place(spec.written, key="contract"),),
        )


def _first_due(spec: Spec) -> date | None:
    """The day on which the first return is due, or None when that is well before the contract ends."""
    due, period = spec.returns.due, period_of(spec.returns.every, spec.starts)
    if due.amount.unit is Unit.WORKING_DAYS:
        # Working days need the bank holidays, which take longer to load than the whole of lint takes.
        ample = replace(due.amount, number=due.amount.number * 2 + 14, unit=Unit.DAYS)
        if due_date(replace(due, amount=ample), period) <= spec.ends:
            return None
    return due_date(due, period)


@rule("SO718", "no-remedy", Severity.ADVICE)
def no_remedy(spec: Spec) -> Found:
    """A "must" says what follows when it is not met.

    Otherwise that has to be argued out at the worst moment. What the
    commissioner alone owes is left to the parties.

    Bad:

        requirements:
          MA-1:
            standard-clause: mutual-aid/keyworkers-facilitate-access
            owed-by: riverbank
            strength: must
            target: at least 90%

    Good:

        requirements:
          MA-1:
            standard-clause: mutual-aid/keyworkers-facilitate-access
            owed-by: riverbank
            strength: must
            target: at least 90%
            if-not-met: improvement plan within 20 working days
    """
    commissioners = {party.id for party in spec.parties if party.commissions}
    for requirement in spec.requirements:
        if requirement.strength is not Strength.MUST or commissioners.issuperset(requirement.owed_by):
            continue
        if not requirement.if_not_met:
            yield Wrong(
                place(requirement.written, key="strength"),
                f"{requirement.id} is a must, and nothing says what follows when it is not met.",
                "Add if-not-met, such as: improvement plan within 20 working days",
                requirement,
            )


@rule("SO719", "party-not-bound", Severity.WARNING)
def party_not_bound(spec: Spec) -> Found:
    """Whoever owes something is bound by something.

    A duty of a body that has signed nothing cannot be held against it. It is
    shown as not agreed, and never judged.

    Bad:

        parties:
          council:   {name: Anytown Council, role: commissioner}
          riverbank: {name: Riverbank Recovery, role: drug and alcohol treatment}

    Good:

        parties:
          council:   {name: Anytown Council, role: commissioner}
          riverbank: {name: Riverbank Recovery, role: drug and alcohol treatment, bound-by: this contract}
    """
    owing: dict[str, list[Requirement]] = {}
    for requirement in spec.requirements:
        for id in requirement.owed_by:
            owing.setdefault(id, []).append(requirement)
    for party in spec.parties:
        if party.id in owing and party.bound_by is None and not party.commissions:
            what = listed(requirement.id for requirement in owing[party.id])
            yield Wrong(
                name_place(party),
                f"{party.name} owes {what}, and nothing binds it.",
                "Add bound-by, with what was signed, such as: this contract",
                party,
            )


@rule("SO725", "party-owes-nothing", Severity.ADVICE, whole=True)
def party_owes_nothing(spec: Spec) -> Found:
    """Every party but the commissioner owes something.

    Parties are there to be owed from. One that owes nothing is often a sign
    that a requirement names the wrong one.

    Bad:

        parties:
          council:   {name: Anytown Council, role: commissioner}
          riverbank: {name: Riverbank Recovery, role: drug and alcohol treatment, bound-by: this contract}
          harbour:   {name: Harbour Families, role: family support, bound-by: this contract}

    Good:

        parties:
          council:   {name: Anytown Council, role: commissioner}
          riverbank: {name: Riverbank Recovery, role: drug and alcohol treatment, bound-by: this contract}
    """
    owing = {id for requirement in spec.requirements for id in requirement.owed_by}
    for party in spec.parties:
        if party.id not in owing and not party.commissions:
            yield Wrong(
                name_place(party),
                f"{party.name} is a party, and owes nothing.",
                "Give it a requirement, or take it out of parties.",
                party,
            )
