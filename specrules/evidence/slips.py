"""Tell that the answers of a sheet all stand a row too low or too high.

In: the lines of a return with what each was asked.  Out: the finding for each sheet
whose answers slipped, of which none is used then: one that can be read in the wrong line would
stand for another.  A slip shows in two ways:

- a form has lines of requirements between its items, and after a slip there are answers beside
  those, while the first item of every requirement, or the last, is blank;
- answers cannot be read where they stand, and could be read, as good as all of them, a row higher or lower.
  That is looked at only where some cannot be read.
"""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING, Any, NamedTuple

from specrules.evidence.codes import finding
from specrules.evidence.facts import Column, ValueKind
from specrules.evidence.settling import filled, settled
from specrules.result import Reason

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from specrules.base.findings import Finding, Place
    from specrules.evidence.cells import Cell
    from specrules.evidence.facts import Request, Value
    from specrules.evidence.layout import Line

    Read = Callable[[Request, ValueKind, Any], Value]

#: Of fewer answers that cannot be read, or stand where nothing is asked, each may be anything.
FEWEST = 2
_ENOUGH = 3  # such answers, and a blank where the slip begins or ends
_NEARLY_ALL = 10  # of so many that cannot be read, one may be wrong in the other row as well
_REMEDY = "Move each answer to the line that it belongs to."


class Way(NamedTuple):
    """A way to slip: in words, and how many lines further down the line is that an answer belongs to."""

    how: str
    down: int


LOW, HIGH = Way("low", -1), Way("high", 1)


class Matched(NamedTuple):
    """A line of a return and the request that it answers."""

    request: Request
    line: Line

    @property
    def sheet(self) -> str | None:
        """The sheet it stands on; None in a file without sheets."""
        return self.line.item.place.sheet

    @property
    def answers(self) -> bool:
        """Whether it answers anything; what stands beside an answer may be there without it."""
        return bool(filled(self.line.cells))


def beside_requirements(lines: Sequence[Matched], places: Sequence[Place], way: Way) -> Finding | None:
    """The finding for *lines* of a sheet with answers in *places* where nothing is asked, if they slipped."""
    if len(places) < FEWEST:
        return None
    blocks: dict[str, list[Matched]] = {}
    for each in lines:
        blocks.setdefault(each.request.requirement, []).append(each)
    if any(own[0 if way is LOW else -1].answers for own in blocks.values()):
        return None
    message = f"{len(places)} lines have answers where nothing is asked"
    return _slip(message, places, way)


def by_what_is_asked(lines: Sequence[Matched], read: Read) -> Finding | None:
    """The finding for *lines* of a sheet, from the top, whose answers can be read a row away only."""
    unreadable = [each.answers and not _fits(each, each.line.cells, read) for each in lines]
    wrong = sum(unreadable)
    if wrong < FEWEST:
        return None
    for way in (LOW, HIGH):
        first, left = _best_start(lines, unreadable, way, read)
        blank = lines[-1] if way is HIGH else lines[first]
        if wrong + (not blank.answers) >= _ENOUGH and left * _NEARLY_ALL <= wrong:
            places = [each.line.item.place for each, is_so in zip(lines, unreadable, strict=True) if is_so]
            message = f"{wrong} answers cannot be read where they stand, and could be in the next line"
            return _slip(message, places, way)
    return None


def _best_start(
    lines: Sequence[Matched], unreadable: Sequence[bool], way: Way, read: Read
) -> tuple[int, int]:
    """From which line on the answers slipped, if they did, and how many could still not be read then."""
    moved = [_moves_wrongly(lines, at, way, read) for at in range(len(lines))]
    below = [*accumulate(reversed(moved), initial=0)][::-1]
    above = [*accumulate(unreadable, initial=0)]
    # Where answers slipped down, the line in which the first of them belongs is blank.
    starts = [at for at in range(len(lines)) if way is HIGH or not lines[at].answers]
    return min(
        ((at, above[at] + below[at]) for at in starts), key=lambda each: each[1], default=(0, len(lines))
    )


def _moves_wrongly(lines: Sequence[Matched], at: int, way: Way, read: Read) -> bool:
    """Whether the answer of a line could not be read in the line that it belongs to after a slip."""
    other = at + way.down
    if not lines[at].answers:
        return False
    return not 0 <= other < len(lines) or not _fits(lines[other], lines[at].line.cells, read)


def _fits(asked: Matched, given: Mapping[Column, Cell], read: Read) -> bool:
    """Whether the cells *given* can be read as what is asked in a line."""
    request, line = asked
    cells, extra = settled(request, given)
    if any(column is not Column.ANSWER or Column.OUT_OF not in request.columns for column in extra):
        return False
    of_a_word = {Column.ANSWER: ValueKind.YES_NO} if line.word and line.word.found is not None else {}
    return not any(
        read(request, kind, cells[column].found).missing is Reason.WRONG_TYPE
        for column, kind in {**request.columns, **of_a_word}.items()
        if column in cells
    )


def _slip(message: str, places: Sequence[Place], way: Way) -> Finding:
    message += f", so the answers here seem to stand a row too {way.how}. None of them was used."
    return finding("EV420", places[0], message, also=tuple(places[1:]), remedy=_REMEDY)
