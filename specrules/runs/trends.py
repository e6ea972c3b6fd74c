"""Which way things go over all kept reviews of a contract.

In: a folder of records.  Out: for every requirement and party its result in each period, and for every
check what it found, as exact ranges; which way the last went from the one before; and what is usual, when
there are points enough.  A period stays in the series whatever its result was, and a range is never made
into a point: something is better only when the whole range is.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from specrules.base.errors import NothingChecked, UnreadableFile
from specrules.base.files import shown
from specrules.base.phrases import listed
from specrules.runs.charts import Limits, limits
from specrules.runs.comparing import results_of
from specrules.runs.record import NotAsKept
from specrules.runs.store import current
from specrules.values.periods import Period, read_period
from specrules.values.quantities import Unit

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from specrules.result import Result
    from specrules.runs.record import Record
    from specrules.runs.store import Folder


class Direction(StrEnum):
    """Which way something went from one period to the next."""

    BETTER = "better"
    SAME = "the same"
    WORSE = "worse"
    UNKNOWN = "cannot tell"


@dataclass(frozen=True, slots=True)
class Point:
    """What a check found in one period: an exact range, or None where nothing is known.

    *what* is what was looked at, and *wanted* what was wanted of it then.
    """

    period: str
    low: Fraction | None
    high: Fraction | None
    found: str
    what: str
    wanted: str


@dataclass(frozen=True, slots=True)
class Figures:
    """What one check found over all periods. *usual* are its limits, or why it has none."""

    check: str
    unit: Unit
    better: str
    points: tuple[Point, ...]
    direction: Direction
    usual: Limits | str


@dataclass(frozen=True, slots=True)
class Series:
    """One requirement of one party over all periods; a result is None where it was not asked."""

    requirement: str
    title: str
    party: str
    party_name: str
    results: tuple[Result | None, ...]
    direction: Direction
    figures: tuple[Figures, ...]


@dataclass(frozen=True, slots=True)
class Trends:
    """All kept reviews of one contract, the earliest first, and the records that are left out, with why."""

    spec: str
    title: str
    periods: tuple[str, ...]
    records: tuple[str, ...]
    series: tuple[Series, ...]
    left_out: tuple[str, ...]


def trends(folder: Folder, spec: str = "", until: Period | None = None) -> Trends:
    """The trends of the contract *spec*, or of the only one in *folder*, up to the period *until*.

    Raises NothingChecked when there is none or more than one to choose from, and UnreadableFile.
    """
    heads, unfit = folder.heads()
    contracts = sorted({head.spec for head in heads})
    chosen = spec or (contracts[0] if len(contracts) == 1 else "")
    if chosen not in contracts:
        raise NothingChecked(_which(folder, contracts, spec))
    ours = (head for head in current(heads) if head.spec == chosen)
    if until:
        ours = (head for head in ours if read_period(head.period).end <= until.end)
    read, left_out = _read(folder, (head.name for head in ours))
    if not read:
        raise NothingChecked(f"No review of {chosen} can be used. {left_out[0]}")
    over = _Over(sorted(read, key=_in_time))
    return Trends(
        spec=chosen,
        title=over.records[-1].body.review["run"]["title"],
        periods=over.periods,
        records=tuple(record.head.name for record in over.records),
        series=tuple(map(over.series, over.keys)),
        left_out=(*map(str, unfit), *left_out),
    )


def _which(folder: Folder, contracts: Sequence[str], spec: str) -> str:
    if not contracts:
        return f"{shown(folder.path)} holds no kept review. specrules review --keep FOLDER makes one."
    there = f"{shown(folder.path)} holds reviews of {listed(contracts)}"
    return f"{there}, and none of {spec}." if spec else f"{there}. Name one of them with --contract."


def _read(folder: Folder, names: Iterable[str]) -> tuple[list[Record], list[str]]:
    """The records that are as they were kept, and what is wrong with the others."""
    read, left_out = [], []
    for name in names:
        try:
            read.append(folder.read(name))
        except (NotAsKept, UnreadableFile) as error:
            left_out.append(str(error))
    return read, left_out


def _in_time(record: Record) -> tuple[Any, ...]:
    period: Period = read_period(record.head.period)
    return period.end, period.start, record.head.as_at, record.head.name


class _Over:
    """Records in the order of their periods, by requirement and party."""

    def __init__(self, records: Sequence[Record]) -> None:
        self.records = tuple(records)
        self.periods = tuple(record.head.period for record in records)
        reviews = [record.body.review for record in records]
        self.results = [results_of(review) for review in reviews]
        self.verdicts = [
            {(each["requirement"], each["party"]): each for each in review["verdicts"]} for review in reviews
        ]
        self.found = [
            {(each["requirement"], each["party"], each["check"]): each for each in record.body.figures}
            for record in records
        ]
        self.names = {
            card["party"]: card["name"] for review in reviews for card in review["cards"]["compliance"]
        }
        # In the order of the newest specification, and then what only older ones had.
        self.keys = tuple(dict.fromkeys(key for verdicts in reversed(self.verdicts) for key in verdicts))

    def series(self, key: tuple[str, str]) -> Series:
        requirement, party = key
        verdicts = [verdicts[key] for verdicts in self.verdicts if key in verdicts]
        results = tuple(results.get(key) for results in self.results)
        return Series(
            requirement,
            verdicts[-1]["title"],
            party,
            self.names.get(party, party),
            results,
            _direction([_ends(each) for each in results[-2:]], "more"),
            tuple(self._figures(key)),
        )

    def _figures(self, key: tuple[str, str]) -> Iterator[Figures]:
        """What each check with a number found."""
        checks = dict.fromkeys(
            name for found in reversed(self.found) for *whose, name in found if tuple(whose) == key
        )
        for check in checks:
            points = tuple(self._point(n, key, check) for n in range(len(self.records)))
            known = [found for found in (each.get((*key, check)) for each in self.found) if found]
            unit, better = Unit(known[-1]["unit"]), known[-1]["better"]
            last = points[-2:]
            alike = len({each.what for each in last}) == 1
            ends = [(each.low, each.high) if each.low is not None else None for each in last]
            exact = [each.low if each.low == each.high else None for each in points]
            yield Figures(
                check,
                unit,
                better,
                points,
                _direction(ends, better) if alike else Direction.UNKNOWN,
                limits(exact, Fraction(1) if unit is Unit.PERCENT else None),
            )

    def _point(self, number: int, key: tuple[str, str], check: str) -> Point:
        found = self.found[number].get((*key, check))
        verdict: Mapping[str, Any] = self.verdicts[number].get(key, {"checks": ()})
        told = next((each for each in verdict["checks"] if each["name"] == check), None)
        low, high = (Fraction(found["low"]), Fraction(found["high"])) if found else (None, None)
        words = (told["found"] or told["reason"] or "") if told else "not asked"
        what, wanted = (told["what"], told["wanted"]) if told else ("", "")
        return Point(self.periods[number], low, high, words, what, wanted)


def _ends(result: Result | None) -> tuple[Any, Any] | None:
    return None if result is None or result.low is None else (result.low, result.high)


def _direction(last: Sequence[tuple[Any, Any] | None], better: str) -> Direction:
    """Which way it went between the last two, each a range or None; only where the ranges do not overlap."""
    known = [each for each in last if each]
    if len(last) < 2 or len(known) < 2:
        return Direction.UNKNOWN
    (low, high), (new_low, new_high) = known
    if low == high == new_low == new_high:
        return Direction.SAME
    went_up, went_down = new_low > high, new_high < low
    if not better or not (went_up or went_down):
        return Direction.UNKNOWN
    return Direction.BETTER if went_up == (better == "more") else Direction.WORSE
