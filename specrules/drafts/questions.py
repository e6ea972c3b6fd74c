"""Which of a draft's questions were asked before, and which were asked as other questions.

In: a draft, the specification that was agreed, and a period.  Out: every cell that a draft reads and nobody
was asked for.  An answer counts for a draft only where it answers the same question: a figure of another
kind, or over another time, is none.  Where only the words differ it counts, and that is said.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from specrules.evidence.facts import CellName

if TYPE_CHECKING:
    from collections.abc import Iterable

    from specrules.compile import Planned
    from specrules.evidence.facts import Request
    from specrules.spec.model import Check, Spec

# What a figure is of, besides the words that say so. Targets do not change what was asked.
_SENSE = ("kind", "exceptions", "within", "statistic", "over", "constant", "measure", "document")
_WORDS = ("words", "of", "people", "left_out")


class Line(NamedTuple):
    """One line of a return: who is asked, for which requirement, and what."""

    party: str
    requirement: str
    item: str
    site: str
    asks: str


@dataclass(frozen=True, slots=True)
class Questions:
    """What a draft asks in one period, held against what was asked.

    *unasked* are the lines that were never asked of that party, *cells* the cells of
    these, and *to_ask* those of them that somebody has to type, which is not so where
    an extract brings the figure; *reworded* are lines asked in other words, as (before, now).
    """

    unasked: tuple[Request, ...]
    cells: frozenset[CellName]
    to_ask: tuple[Line, ...]
    reworded: tuple[tuple[Line, Line], ...]


def questions(draft: Planned, agreed: Planned) -> Questions:
    """Hold what *draft* asks in a period against what *agreed* asked."""
    before = {_line(each): each for each in agreed.asked}
    old, new = _checks(agreed.plan.spec), _checks(draft.plan.spec)
    another = {item for item in new if _differs(old.get(item), new[item], _SENSE)}
    other_words = {item for item in new if _differs(old.get(item), new[item], _WORDS)}
    people = _others_counted(agreed.plan.spec, draft.plan.spec)
    unasked, reworded = [], []
    for each in draft.asked:
        asked = before.get(_line(each))
        # What a hand-off or a condition in words asks stands in its question alone.
        if asked is None or each.item in another or not _is_same_line(asked, each, each.item in new):
            unasked.append(each)
        elif each.item in other_words or each.requirement in people:
            reworded.append((_line_of(asked), _line_of(each)))
    cells = {CellName(each.party, each.key(column)) for each in unasked for column in each.columns}
    to_ask = tuple(_line_of(each) for each in unasked if not each.optional)
    return Questions(tuple(unasked), frozenset(cells), to_ask, tuple(reworded))


def _line_of(request: Request) -> Line:
    return Line(request.party, request.requirement, request.item, request.site, request.asks)


def _line(request: Request) -> tuple[str, str, str]:
    return request.party, request.item, request.site


def _checks(spec: Spec) -> dict[str, Check]:
    return {f"{r.id}.{c.name}": c for r in spec.requirements for c in (*r.conditions, *r.checks)}


def _others_counted(agreed: Spec, draft: Spec) -> set[str]:
    """The requirements that count other people than before, as far as their own words say."""
    before = {each.id: (each.people, each.left_out) for each in agreed.requirements}
    return {
        each.id
        for each in draft.requirements
        if each.id in before and before[each.id] != (each.people, each.left_out)
    }


def _is_same_line(asked: Request, now: Request, is_of_check: bool) -> bool:
    """Whether the answer to one line is an answer to another: the same cells, and words to choose from."""
    if not is_of_check and asked.asks != now.asks:
        return False
    if asked.columns != now.columns or asked.unit != now.unit:
        return False
    return asked.words == now.words or set(map(str.casefold, now.words)) <= set(
        map(str.casefold, asked.words)
    )


def _differs(one: Check | None, other: Check | None, fields: Iterable[str]) -> bool:
    return bool(one and other) and any(getattr(one, each) != getattr(other, each) for each in fields)
