"""Many kept reviews, set side by side.

In: records.  Out: an area for each specification, with its reviews from the
oldest to the newest, and what changed from one to the next.  Nothing is added
up that was judged apart: an area has counts of results, never an average.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from specrules.records import Unused
from specrules.view import Audience

if TYPE_CHECKING:
    from collections.abc import Iterable

    from specrules.records import Record
    from specrules.result import Result


class Move(StrEnum):
    """What became of one result from one review to the next."""

    SAME = "no change"
    BETTER = "better"
    WORSE = "worse"
    SETTLED = "evidence came"
    OPENED = "evidence is missing now"
    STANDING = "owed differently"


@dataclass(frozen=True, slots=True)
class Change:
    """One result that is not what it was. An end is None where the requirement was not there."""

    requirement: str
    party: str
    before: Result | None
    after: Result | None
    move: Move


@dataclass(frozen=True, slots=True)
class Area:
    """The reviews of one specification, oldest first, one for each period."""

    spec: str
    title: str
    records: tuple[Record, ...]

    @property
    def newest(self) -> Record:
        """The review of its last period."""
        return self.records[-1]


@dataclass(frozen=True, slots=True)
class RollUp:
    """All areas by name, and the files that are left out, each with its reason."""

    areas: tuple[Area, ...]
    left_out: tuple[Unused, ...]
    audience: Audience = Audience.COMMISSIONER


def roll_up(
    records: Iterable[Record],
    unused: Iterable[Unused] = (),
    audience: Audience = Audience.COMMISSIONER,
) -> RollUp:
    """Set *records* side by side. Of two for the same period the one with the later as-at date counts.

    The names of files that are left out are not for publication.
    """
    kept: dict[str, dict[str, Record]] = {}
    doubled: list[Unused] = []
    for record in sorted(records, key=lambda each: (each.spec, each.as_at, each.period, each.file)):
        periods = kept.setdefault(record.spec, {})
        if older := periods.pop(record.period, None):
            reason = f"{record.file} is for the same specification and period and counts instead"
            doubled.append(Unused(older.file, reason))
        periods[record.period] = record
    areas = [_area(spec, periods.values()) for spec, periods in kept.items()]
    in_order = tuple(sorted(areas, key=lambda each: (each.title.casefold(), each.spec)))
    left_out = () if audience is Audience.PUBLICATION else (*unused, *doubled)
    return RollUp(in_order, left_out, audience)


def _area(spec: str, records: Iterable[Record]) -> Area:
    in_time = tuple(sorted(records, key=lambda each: (each.as_at, each.period)))
    return Area(spec, in_time[-1].title, in_time)


def changes(before: Record, after: Record) -> tuple[Change, ...]:
    """Every result that differs between two reviews, in the order of the later one."""
    keys = dict.fromkeys((*after.results, *before.results))
    made = (
        Change(*key, was, now, move_of(was, now))
        for key in keys
        if (was := before.results.get(key)) is not (now := after.results.get(key))
    )
    return tuple(made)


def move_of(before: Result | None, after: Result | None) -> Move:
    """What became of a result. Evidence that came is never called better, nor evidence lost worse."""
    if before is after:
        return Move.SAME
    old, new = _ends(before), _ends(after)
    if old is None or new is None:
        return Move.STANDING
    width_before, width_after = old[1] - old[0], new[1] - new[0]
    if width_before == width_after == 0:
        return Move.BETTER if new > old else Move.WORSE
    return Move.SETTLED if width_after < width_before else Move.OPENED


def _ends(result: Result | None) -> tuple[int, int] | None:
    if result is None or result.low is None or result.high is None:
        return None
    return result.low, result.high
