"""Standard clauses as written become values, with their examples.

Comes in: the tree of a file of the catalogue.  Goes out: a standard clause
without local numbers, and findings.  Its examples are tried on it here as a
specification would be, so that an example that cannot be run is found.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from specrules.base.findings import Finding, Place, Severity
from specrules.base.frozen import replace
from specrules.spec import faults as f
from specrules.spec.beside import check_beside
from specrules.spec.checks import read_checks
from specrules.spec.examples import check_examples, check_facts, each_once, example_of, settings_in
from specrules.spec.faults import Faults, closest
from specrules.spec.model import Guidance, StandardClause, Written
from specrules.spec.once import titled, told_once
from specrules.spec.parts import citation_of, conditions_of, distinct, judged_at, met_when
from specrules.spec.requirements import Around, requirement_of
from specrules.spec.shape import SETTINGS_OF_EXAMPLE
from specrules.spec.targets import wants_target
from specrules.spec.walk import UNREAD, Filled, Named, read_file
from specrules.text.tree import read_tree
from specrules.values.understand import quoted

if TYPE_CHECKING:
    from collections.abc import Collection

    from specrules.base.files import Source
    from specrules.base.findings import Span
    from specrules.spec.model import Check
    from specrules.text.tree import Tree


def read_standard_clause(
    tree: Tree, *, try_examples: bool = True
) -> tuple[StandardClause | None, tuple[Finding, ...]]:
    """The standard clause in *tree*, and everything found. None when it cannot be made out at all.

    Trying the examples takes as long as the rest, and is left out where a specification only uses the clause.
    """
    faults = Faults(tree)
    filled = read_file(tree, "standard clause", faults)
    clause = _clause(filled, tree, faults) if filled else None
    if clause and filled and try_examples and _knows_checks(clause, filled):
        check_beside(clause.checks, clause.conditions, filled.written.span, faults, faults.unread)
        check_examples(filled.get("examples", ()), faults)
        for each in filled.get("examples", ()):
            _try_example(each, clause, faults)
    return clause, told_once(faults, _subjects(clause))


def _knows_checks(clause: StandardClause, filled: Filled) -> bool:
    """Whether it is known what *clause* looks at: a hand-off needs no checks of its own."""
    return "checks" in filled.values or (clause.hand_off and not filled.wrote("checks"))


def read_briefly(source: Source) -> StandardClause | None:
    """The standard clause in *source* without its examples, which take twice as long to read as the rest.

    None where they do not stand at the end of a clause in which all is well, so that it has to be read as a
    whole.
    """
    above, heading, examples = source.text.partition(_EXAMPLES)
    tried = settings_in(examples) if heading and not _TOP.search(examples) else None
    if tried is None:
        return None
    tree = read_tree(replace(source, text=f"{above}\n"))
    clause, found = read_standard_clause(tree, try_examples=False)
    return replace(clause, tried=tried) if clause and tree.complete and not found else None


_EXAMPLES = "\nexamples:\n"
_TOP = re.compile(r"^[^\s#]", re.MULTILINE)


def _subjects(clause: StandardClause | None) -> list[tuple[Span, str]]:
    if clause is None or clause.written is None:
        return []
    return [(clause.written.span, titled(clause.id, clause.title))]


def _clause(filled: Filled, tree: Tree, faults: Faults) -> StandardClause:
    named: list[Named] = filled.get("checks", [])
    # What an example says of these is not to be held against it.
    faults.unread |= {each.name for each in named if each.value is UNREAD}
    applies = conditions_of(filled, faults)
    checks = read_checks(distinct(named, faults, applies.names), faults)
    names = [check.name for check in checks]
    examples = tuple(example_of(each) for each in filled.get("examples", ()))
    clause = StandardClause(
        id=filled.get("standard-clause", ""),
        title=filled.get("title", ""),
        guidance=Guidance(filled.get("guidance", Guidance.MAY_CONSIDER)),
        citations=tuple(citation_of(each) for each in filled.get("citations", ())),
        checks=tuple(checks),
        section=filled.get("section", ""),
        principle=filled.get("principle", ""),
        people=filled.get("people", ""),
        left_out=filled.get("left-out", ()),
        applies_if=applies.applies_if,
        conditions=applies.conditions,
        met_when=met_when(filled, "met-when", names, faults),
        partly_met_when=met_when(filled, "partly-met-when", names, faults),
        judged_at=judged_at(filled, faults),
        hand_off=filled.get("hand-off") == "yes",
        wanting=tuple(each.name for each in checks if wants_target(each, checks)),
        examples=examples,
        tried=each_once(each.settings for each in examples),
        covers=filled.get("covers", ()),
        digest=tree.source.digest,
        written=filled.written,
    )
    if not (filled.wrote("hand-off") or filled.wrote("checks") or filled.strange):
        message = 'This standard clause has no "checks", so nothing is looked at.'
        remedy = "Add a line after line {line}, beginning: checks:"
        whole = filled.written.span
        at = filled.written.keys.get("standard-clause", whole)
        faults.add(f.MISSING_HEADING, at, message, remedy=remedy, ends=whole)
    check_evidence(checks, {check.name: check for check in (*checks, *applies.conditions)}, faults)
    _check_file_name(clause, filled, tree, faults)
    return clause


def _check_file_name(clause: StandardClause, filled: Filled, tree: Tree, faults: Faults) -> None:
    path = tree.source.path
    if clause.id and path.endswith((".yaml", ".yml")) and not f"/{path}".endswith(f"/{clause.id}.yaml"):
        message = f"{clause.id} is looked for in a file called {clause.id}.yaml."
        remedy = "Rename the file, or correct the name of the clause."
        faults.add(f.FILE_NAME_DIFFERS, filled.written.values["standard-clause"], message, remedy=remedy)


def check_evidence(checks: Collection[Check], known: dict[str, Check], faults: Faults) -> None:
    """Report every check that looks at the evidence of one that is not in *known*, or is read otherwise."""
    for check in checks:
        if check.evidence_from and check.written and "evidence-from" in check.written.values:
            _check_evidence(check, known, check.written.values["evidence-from"], faults)


def _check_evidence(check: Check, known: dict[str, Check], span: Span, faults: Faults) -> None:
    asked = known.get(check.evidence_from)
    if asked is None:
        meant = closest(check.evidence_from, known)
        message = (
            f"There is no check {quoted(check.evidence_from)} whose evidence {check.name} could look at."
        )
        remedy = f"Write {meant} instead." if meant else "Name a check that is there, such as MA-1.delivered."
        faults.add(f.UNKNOWN_CHECK, span, message, meant=meant, remedy=remedy)
    elif asked.kind is not check.kind:
        message = (
            f"{check.name} is of the kind {check.kind}, and {check.evidence_from} of the kind {asked.kind}."
        )
        faults.add(f.EVIDENCE_OF_ANOTHER_KIND, span, message, remedy="Ask for evidence of its own.")
    elif asked.evidence_from:
        message = f"{check.evidence_from} itself looks at the evidence of {asked.evidence_from}."
        remedy = f"Write {asked.evidence_from} instead."
        faults.add(f.EVIDENCE_PASSED_ON, span, message, meant=asked.evidence_from, remedy=remedy)


# -- principles


def check_principle(principle: str, written: Written, known: Collection[str], faults: Faults) -> None:
    """Report a *principle*, as *written*, that is not among those *known*, unless none is known at all."""
    if known and principle not in known:
        message, meant, remedy = _no_principle(principle, known)
        faults.add(f.UNKNOWN_CHOICE, written.values["principle"], message, meant=meant, remedy=remedy)


def without_principle(clause: StandardClause, known: Collection[str]) -> tuple[Finding, ...]:
    """What is wrong with the principle of a standard *clause* in a catalogue that has those *known*."""
    written, principle = clause.written, clause.principle
    if written is None or not principle or not known or principle in known:
        return ()
    code, name, _ = f.UNKNOWN_CHOICE
    place, subject = (
        Place(written.file, written.values.get("principle", written.span)),
        _subjects(clause)[0][1],
    )
    message, meant, remedy = _no_principle(principle, known)
    return (Finding(code, name, Severity.ERROR, place, message, subject, meant, remedy),)


def _no_principle(principle: str, known: Collection[str]) -> tuple[str, str | None, str]:
    """The message about a *principle* that is not *known*, what was meant, and what to do."""
    meant = closest(principle, known)
    message = f"{quoted(principle)} is not one of the principles: {', '.join(known)}."
    return message, meant, f"Write {meant} instead." if meant else "Write one of them."


# -- examples


def _try_example(filled: Filled, clause: StandardClause, faults: Faults) -> None:
    """Report what keeps an example from being run."""
    check_facts(filled, clause, "clause", faults)
    settings = filled.get("with") if filled.wrote("with") or filled.strange else _nothing(filled)
    if isinstance(settings, Filled):
        requirement_of(Named("example", settings.written.span, settings), clause, Around(), faults)


def _nothing(filled: Filled) -> Filled:
    return Filled(SETTINGS_OF_EXAMPLE, Written(filled.written.file, filled.written.span), {}, {})
