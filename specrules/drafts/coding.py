"""What a replay keeps for the next one, as JSON has it, and back.

In: the answers of a return, or what a draft would have meant for some parties.  Out: lists, texts and whole
numbers, from which the same comes back exactly.
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from specrules.drafts.parts import Flip, Part, Rerated, Unasked
from specrules.drafts.questions import Line
from specrules.evidence.facts import Absent, CellName, Range, Reading, Return, Row
from specrules.judging.scorecard import Rating
from specrules.result import RESULTS, Reason
from specrules.rollup import move_of

if TYPE_CHECKING:
    from specrules.result import Result

_PLAIN = ("file", "digest", "spec", "spec_version", "party", "period", "supersedes", "spec_digest")
_RESULTS = {each.name: each for each in RESULTS}

# -- a return


def return_as_data(found: Return) -> dict[str, Any]:
    """The answers of a return, without what was written beside them."""
    return {
        **{name: getattr(found, name) for name in _PLAIN},
        "submitted": _value(found.submitted),
        "data_as_at": _value(found.data_as_at),
        "provisional": found.provisional,
        "cells": {key: _value(cell) for key, cell in found.cells.items()},
    }


def read_return(data: dict[str, Any], file: str) -> Return:
    """The return that *data* was made of, under the name *file*."""
    return Return(
        **{**{name: data[name] for name in _PLAIN}, "file": file},
        submitted=_read(data["submitted"]),
        data_as_at=_read(data["data_as_at"]),
        provisional=data["provisional"],
        cells={key: _read(cell) for key, cell in data["cells"].items()},
    )


def _value(cell: Any) -> Any:
    """A cell as JSON has it: text and whole numbers as they are, anything else under its kind."""
    match cell:
        case None | bool() | int() | str():
            return cell
        case Fraction():
            return ["share", cell.numerator, cell.denominator]
        case date():
            return ["day", date(cell.year, cell.month, cell.day).isoformat()]
        case Absent(reason):
            return ["absent", str(reason)]
        case Range(low, high):
            return ["range", _value(low), _value(high)]
        case Row():
            return ["row", *map(_value, cell)]
        case Reading():
            return ["reading", *cell]
        case tuple():
            return ["several", *map(_value, cell)]
        case _:
            raise TypeError(f"a cell cannot hold {type(cell).__name__}")


def _read(data: Any) -> Any:
    if not isinstance(data, list):
        return data
    kind, *parts = data
    match kind:
        case "share":
            return Fraction(*parts)
        case "day":
            return date.fromisoformat(parts[0])
        case "absent":
            return Absent(Reason(parts[0]))
        case "range":
            return Range(*map(_read, parts))
        case "row":
            return Row(*map(_read, parts))
        case "reading":
            return Reading(*parts)
        case _:
            return tuple(map(_read, parts))


# -- what a draft would have meant


def part_as_data(part: Part) -> list[Any]:
    """A part of a replay as lists."""
    return [
        part.judged,
        [[each.requirement, each.party, _name(each.before), _name(each.after)] for each in part.flips],
        [[each.card, _rating(each.before), _rating(each.after)] for each in part.ratings],
        part.unasked,
        part.asks,
        part.reworded,
    ]


def read_part(data: list[Any]) -> Part:
    """The part that *data* was made of."""
    judged, flips, ratings, unasked, asks, reworded = data
    return Part(
        judged=judged,
        flips=tuple(_flip(*each) for each in flips),
        ratings=tuple(Rerated(card, _read_rating(old), _read_rating(new)) for card, old, new in ratings),
        unasked=tuple(
            Unasked(requirement, party, tuple(CellName(*each) for each in cells))
            for requirement, party, cells in unasked
        ),
        asks=tuple(Line(*each) for each in asks),
        reworded=tuple((Line(*old), Line(*new)) for old, new in reworded),
    )


def _flip(requirement: str, party: str, before: str | None, after: str | None) -> Flip:
    old, new = (_RESULTS[each] if each else None for each in (before, after))
    return Flip(requirement, party, old, new, move_of(old, new))


def _name(result: Result | None) -> str | None:
    return result.name if result else None


def _rating(found: Rating | None) -> list[str] | None:
    return [found.low, found.high, found.note] if found else None


def _read_rating(data: list[str] | None) -> Rating | None:
    return Rating(*data) if data else None
