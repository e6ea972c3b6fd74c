"""All areas at once: how every duty stands everywhere, and who stands how, section by section.

In: a roll-up.  Out: pages by file name.  Duties of different areas are the same duty where they
are called the same, as those of one standard clause are.  Results are counted, never averaged.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from itertools import starmap
from typing import TYPE_CHECKING

from specrules.base.frozen import replace
from specrules.base.phrases import number
from specrules.report.html.grids import (
    LONGEST_TITLE,
    Cells,
    Grid,
    Link,
    grid_pages,
    in_pages,
    links_to,
    numbered,
    parted,
)
from specrules.report.html.pages import render_filtered, weight
from specrules.report.html.words import BUCKETS, SHAPES, Mark, counts_in_words, mark_of
from specrules.rollup import Move, changes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from specrules.records import Record
    from specrules.rollup import Area, RollUp

FIRST = "duties.html"
DUTIES_IN_A_TABLE = 5
PERIODS_SHOWN = 8
_NO_SECTION = "Other duties"
_UP = (Link("index.html", "All areas"), Link(FIRST, "Every duty"))

_FIELDS = (("row", "Area or party"), ("column", "Duty"))


@dataclass(frozen=True, slots=True)
class Tallied:
    """How often each result comes up in one row of a table, with its mark; None where it never does."""

    title: str
    of: str
    counts: tuple[Mark | None, ...]
    moved: str = ""


@dataclass(frozen=True, slots=True)
class Duty:
    """One duty wherever it is owed: its section, and what it is called."""

    section: str
    title: str


@dataclass(frozen=True, slots=True)
class Section:
    """The duties of one section, and where it stands who has met them."""

    title: str
    links: tuple[Link, ...]
    rows: tuple[Tallied, ...]


def over_time(rolled: RollUp) -> Iterator[Tallied]:
    """Each of the last periods with how often each result came up in it; nothing where there is but one."""
    periods: dict[str, list[Record]] = {}
    for area in rolled.areas:
        for record in area.records:
            periods.setdefault(record.period, []).append(record)
    latest = {period: max(each.as_at for each in found) for period, found in periods.items()}
    shown = sorted(periods, key=lambda each: (latest[each], each))[-PERIODS_SHOWN:]
    for period in reversed(shown if len(shown) > 1 else ()):
        counts = Counter(result.word for record in periods[period] for result in record.results.values())
        reviews = len(periods[period])
        yield Tallied(period, f"{number(reviews, 'review')}", _marks(counts))


def _marks(counts: Mapping[str, int]) -> tuple[Mark | None, ...]:
    return tuple(Mark(SHAPES[word], f"{counts[word]:,}") if counts[word] else None for word in BUCKETS)


def pages(rolled: RollUp, stems: Mapping[str, str]) -> dict[str, str]:
    """Return the pages over all areas, or none where there is one. *stems* are the names of area pages."""
    if len(rolled.areas) < 2:
        return {}
    mark, stands = rolled.audience.mark, _stands(rolled.areas)
    made: dict[str, str] = {}
    sections: list[Section] = []
    for place, title in enumerate(dict.fromkeys(each.section for each in stands), 1):
        own = {duty: stand for duty, stand in stands.items() if duty.section == title}
        grids = in_pages(_grids(own, stems))
        links = links_to(f"section-{place}", f"{title}, party by party", len(grids))
        made.update(grid_pages(grids, links, mark, "All areas", _UP, _FIELDS))
        sections.append(Section(title, tuple(links), tuple(starmap(_tallied, own.items()))))
    return _first(sections, mark) | made


def _first(sections: Iterable[Section], mark: str) -> dict[str, str]:
    """The pages with every duty of every section."""
    whole = (replace(each, rows=tuple(rows)) for each in sections for rows in parted(each.rows, _weigh))
    parts = list(parted(whole, lambda each: sum(map(_weigh, each.rows))))
    names = [numbered("duties", n) for n in range(len(parts))]
    links = [Link(name, f"Page {n}") for n, name in enumerate(names, 1)] if len(names) > 1 else []
    return {
        name: render_filtered("across.html.j2", mark, sections=part, here=name, links=links)
        for name, part in zip(names, parts, strict=True)
    }


def _weigh(row: Tallied) -> int:
    return 700 + weight(row.title, LONGEST_TITLE) + weight(row.of, LONGEST_TITLE)


# -- how each duty stands


@dataclass(slots=True)
class _Stand:
    """Where a duty is owed, under which numbers, and what changed; filled area by area."""

    owed: dict[str, tuple[Area, str]] = field(default_factory=dict)
    moves: Counter[Move] = field(default_factory=Counter)


def _stands(areas: Iterable[Area]) -> dict[Duty, _Stand]:
    """Every duty as it stands now, in the order in which the specifications have them."""
    stands: dict[Duty, _Stand] = {}
    for area in areas:
        known = _duties(area.newest)
        for id, duty in known.items():
            stands.setdefault(duty, _Stand()).owed[area.spec] = area, id
        for change in changes(*area.records[-2:]) if len(area.records) > 1 else ():
            if change.requirement in known:
                stands[known[change.requirement]].moves[change.move] += 1
    return stands


def _duties(record: Record) -> dict[str, Duty]:
    """Each requirement of an area as a duty; the second of two that are called the same keeps its number."""
    found: dict[str, Duty] = {}
    for id, title in record.titles.items():
        duty = Duty(record.sections.get(id) or _NO_SECTION, title)
        found[id] = replace(duty, title=f"{title} ({id})") if duty in found.values() else duty
    return found


def _tallied(duty: Duty, stand: _Stand) -> Tallied:
    counts = Counter(
        result.word
        for area, id in stand.owed.values()
        for party in area.newest.parties
        if (result := area.newest.results.get((id, party.id)))
    )
    numbers = dict.fromkeys(id for _, id in stand.owed.values())
    moved = counts_in_words([(str(move), stand.moves[move]) for move in Move])
    return Tallied(duty.title, ", ".join(numbers), _marks(counts), moved if stand.moves else "no change")


# -- who stands how


def _grids(stands: Mapping[Duty, _Stand], stems: Mapping[str, str]) -> Iterator[Grid]:
    """The parties of all areas by the duties of one section, a few duties at a time."""
    duties = list(stands)
    tables = -(-len(duties) // DUTIES_IN_A_TABLE)
    for place in range(tables):
        # As wide as one another: of seven duties four and three, and not five and two.
        few = duties[len(duties) * place // tables : len(duties) * (place + 1) // tables]
        caption = few[0].section + (": further duties" if place else "")
        owed = [stands[duty].owed for duty in few]
        areas = {spec: area for each in owed for spec, (area, _) in each.items()}
        rows = (row for spec, area in areas.items() for row in _rows(area, owed, stems[spec]))
        yield Grid(caption, "Party", tuple(duty.title for duty in few), tuple(rows))


def _rows(area: Area, owed: Sequence[Mapping[str, tuple[Area, str]]], stem: str) -> Iterator[Cells]:
    """The row of each party of an area that owes one of a few duties."""
    ids = [each[area.spec][1] if area.spec in each else "" for each in owed]
    for party in area.newest.parties:
        found = [area.newest.results.get((id, party.id)) for id in ids]
        if any(found):
            cells = tuple(mark_of(each) if each else None for each in found)
            yield Cells(party.name, cells, of=f"{area.title}, {area.newest.period}", href=f"{stem}.html")
