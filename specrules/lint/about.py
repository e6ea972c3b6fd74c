"""What lint rules ask about a requirement: what it is called, where things stand, what counts.

In: requirements, standard clauses and checks as read.  Out: names, places and
sets of checks.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from specrules.base.findings import Place, Span
from specrules.base.frozen import replace
from specrules.spec.beside import only_beside
from specrules.spec.model import Check, Combination, Party, Spec, StandardClause
from specrules.spec.once import titled

if TYPE_CHECKING:
    from collections.abc import Iterator

    from specrules.lint.registry import Duty
    from specrules.spec.model import Written


def duties(document: Spec | Duty) -> tuple[Duty, ...]:
    """The requirements of a specification, or the one standard clause."""
    return document.requirements if isinstance(document, Spec) else (document,)


def named(about: Duty | Party) -> str:
    """How a finding names what it is about: ``MA-1 "Keyworkers help people"``, ``party riverbank``."""
    if isinstance(about, Party):
        return f"party {about.id}"
    return titled(about.id, about.title)


def place(*written: Written | None, key: str = "") -> Place:
    """Where the value of *key* stands, in the first of *written* that has it; else the whole of the last."""
    known = [each for each in written if each]
    for each in known:
        if key in each.values:
            return each.value(key)
    return known[-1].place


def heading_place(spec: Spec, key: str) -> Place:
    """Where a heading of the specification itself stands."""
    return spec.written.key(key) if spec.written else Place(spec.file)


def name_place(about: Duty | Party) -> Place:
    """Where the name of a requirement, a standard clause or a party stands."""
    whole = place(about.written)
    if whole.span is None or isinstance(about, StandardClause):
        return place(about.written, key="standard-clause")
    line, column, *_ = whole.span
    return replace(whole, span=Span(line, column, line, column + len(about.id)))


def target_place(duty: Duty, check: Check) -> Place:
    """Where the target of a check stands: with the check, or with its requirement."""
    for written in (check.written, duty.written):
        for key in ("target", "targets"):
            if written and key in written.values:
                return written.value(key)
    return place(duty.written, check.written)


def check_place(duty: Duty, check: Check) -> Place:
    """Where a check is written; where it is as the standard clause has it, the requirement's met-when."""
    if check.written and check.written.keys:
        return check.written.place
    return place(duty.written, check.written, key="met-when")


def counted(duty: Duty) -> set[str]:
    """The names of the checks that decide whether a requirement is met, partly met or applies."""
    if duty.met_when is None:
        return {check.name for check in duty.checks} - only_beside(duty.checks)
    trees = (duty.met_when, duty.partly_met_when, duty.applies_if)
    return {name for tree in trees if isinstance(tree, Combination) for name in _names(tree)}


def _names(tree: Combination) -> Iterator[str]:
    for item in tree.items:
        if isinstance(item, str):
            yield item
        else:
            yield from _names(item)
