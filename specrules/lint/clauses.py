"""The sentences that the author of a file wrote, each with its place and what it is part of.

In: a specification or a standard clause.  Out: clauses.  What a specification takes
from the catalogue is not among them: it is looked at where it is written.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from specrules.base.frozen import NamedTuple
from specrules.base.once import once_each
from specrules.base.phrases import words_alone
from specrules.lint.about import duties

if TYPE_CHECKING:
    from collections.abc import Iterator

    from specrules.base.findings import Place
    from specrules.lint.registry import Duty
    from specrules.spec.model import Check, Spec, StandardClause, Written


class Clause(NamedTuple):
    """A text, the heading it stands under, where, and the requirement it belongs to.

    *plain* is the text in small letters, and *words* its words alone.  *whole* is everything
    said in that requirement, in small letters, for a rule that asks whether something else is
    said beside it.
    """

    text: str
    plain: str
    words: str
    heading: str
    place: Place
    about: Duty
    whole: str


# Twenty rules ask for the clauses of one document after another, and each takes a while to gather.
_last: tuple[Spec | StandardClause | None, tuple[Clause, ...]] = (None, ())


def clauses(document: Spec | StandardClause) -> tuple[Clause, ...]:
    """Every text that is written in *document* itself, requirement by requirement."""
    global _last
    if _last[0] is not document:
        _last = document, tuple(clause for duty in duties(document) for clause in clauses_of(duty))
    return _last[1]


@once_each
def clauses_of(duty: Duty) -> tuple[Clause, ...]:
    """Every text that is written in one requirement or standard clause."""
    found = list(_texts(duty))
    whole = "\n".join([duty.title, *(text for text, *_ in found)]).casefold()
    return tuple(
        Clause(text, text.casefold(), words_alone(text), heading, written.value(heading), duty, whole)
        for text, heading, written in found
    )


def _texts(duty: Duty) -> Iterator[tuple[str, str, Written]]:
    applies = duty.applies_if if isinstance(duty.applies_if, str) else ""
    parts = {
        "title": duty.title,
        "people": duty.people,
        "applies-if": applies,
        "left-out": _all(duty.left_out),
    }
    parts |= {"wording": getattr(duty, "wording", ""), "if-not-met": getattr(duty, "if_not_met", "")}
    yield from _written(parts, duty.written)
    for check in (*duty.conditions, *duty.checks):
        yield from _of_check(check)


def _of_check(check: Check) -> Iterator[tuple[str, str, Written]]:
    parts = {check.kind.value: check.words, "of": check.of, "people": check.people}
    yield from _written(parts | {"left-out": _all(check.left_out)}, check.written)


def _written(parts: dict[str, str], written: Written | None) -> Iterator[tuple[str, str, Written]]:
    for heading, text in parts.items():
        if written and text and heading in written.values:
            yield text, heading, written


def _all(words: tuple[str, ...]) -> str:
    return "; ".join(words)
