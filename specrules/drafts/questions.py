"""Which of a draft's questions were asked before, and which were asked as other questions.

In: a draft, the specification that was agreed, and a period.  Out: every cell that a draft reads and nobody
was asked for.  An answer counts for a draft only where it answers the same question: a figure of another
kind, or over another time, is none.  Where only the words differ it counts, and that is said.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from specrules.compile import compile_spec, requests
from specrules.evidence.facts import CellName

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from specrules.evidence.facts import Request
    from specrules.periods import Period
    from specrules.spec.model import Check, Spec

# What a figure is of, besides the words that say so. Targets do not change what was asked.
_SENSE = ("kind", "exceptions", "within", "statistic", "over", "constant", "measure", "document")
_WORDS = ("words", "of", "people", "left_out")


@dataclass(frozen=True, slots=True)
class Questions:
    """What a draft asks in one period, held against what was asked.

    *unasked* are the lines that were never asked of that party, *cells* the cells of
    these; *reworded* are lines asked in other words, as (before, now).
    """

    unasked: tuple[Request, ...]
    cells: frozenset[CellName]
    reworded: tuple[tuple[Request, Request], ...]


def questions(draft: Spec, agreed: Spec, period: Period) -> Questions:
    """Hold what *draft* asks in *period* against what *agreed* asked."""
    before = {_line(each): each for each in requests(compile_spec(agreed, period))}
    now = requests(compile_spec(draft, period))
    old, new = _checks(agreed), _checks(draft)
    unasked = [each for each in now if not _was_asked(each, before.get(_line(each)), old, new)]
    lines = set(map(_line, unasked))
    reworded = [
        (before[_line(each)], each)
        for each in now
        if _line(each) not in lines and _differs(old.get(each.item), new.get(each.item), _WORDS)
    ]
    cells = {CellName(each.party, each.key(column)) for each in unasked for column in each.columns}
    return Questions(tuple(unasked), frozenset(cells), tuple(reworded))


def _line(request: Request) -> tuple[str, str, str]:
    return request.party, request.item, request.site


def _checks(spec: Spec) -> dict[str, Check]:
    return {f"{r.id}.{c.name}": c for r in spec.requirements for c in (*r.conditions, *r.checks)}


def _was_asked(
    request: Request, before: Request | None, old: Mapping[str, Check], new: Mapping[str, Check]
) -> bool:
    if before is None or dict(before.columns) != dict(request.columns) or before.unit != request.unit:
        return False
    if not {word.casefold() for word in request.words} <= {word.casefold() for word in before.words}:
        return False
    return not _differs(old.get(request.item), new.get(request.item), _SENSE)


def _differs(one: Check | None, other: Check | None, fields: Iterable[str]) -> bool:
    return bool(one and other) and any(getattr(one, each) != getattr(other, each) for each in fields)
