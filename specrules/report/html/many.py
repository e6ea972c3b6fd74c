"""The pages over many reviews: a first page, all areas at once, and each area as it stands and changed.

In: a roll-up.  Out: pages by file name, each of a size that opens at once: what
is too long for one page goes on on the next.
"""

from __future__ import annotations

import os
import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from specrules.base.phrases import number
from specrules.report.html import across
from specrules.report.html.charts import Chart, chart_of
from specrules.report.html.grids import Cells, Grid, Link, grid_pages, in_pages, links_to, numbered, parted
from specrules.report.html.pages import render, render_filtered, weight
from specrules.report.html.words import (
    BUCKETS,
    SHAPES,
    Mark,
    counts_in_words,
    mark_of,
    mark_of_rating,
)
from specrules.rollup import Move, changes
from specrules.values.quantities import Unit, show_number

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from fractions import Fraction

    from specrules.records import PartyRecord, Record
    from specrules.result import Result
    from specrules.rollup import Area, Change, RollUp

CHANGES_SHOWN = 500
PARTIES_IN_A_TABLE = 6
PERIODS_SHOWN = 8
LEFT_OUT_SHOWN = 100
_BY_PARTY = (("row", "Duty"), ("column", "Party"))
_BY_PERIOD = (("row", "Duty"), ("table", "Party"))


@dataclass(frozen=True, slots=True)
class Tally:
    """How many of something have one rating."""

    mark: Mark
    count: int


@dataclass(frozen=True, slots=True)
class AreaRow:
    """One area on the first page."""

    link: Link
    period: str
    joined: Mark | None
    parties: tuple[Tally, ...]
    duties: str
    moved: str


@dataclass(frozen=True, slots=True)
class PartyPart:
    """One party of an area, as it stands now, with its scores over time."""

    name: str
    mark: Mark
    counts: str
    marks: tuple[str, ...]
    score: str
    chart: Chart | None


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One result that is not what it was."""

    requirement: str
    title: str
    party: str
    before: Mark | None
    after: Mark | None


@dataclass(frozen=True, slots=True)
class Moved:
    """All results that moved in one way. *more* is how many there are besides those shown."""

    words: str
    rows: tuple[ChangeRow, ...]
    more: int


def pages(rolled: RollUp, folder: Path) -> dict[str, str]:
    """Return every page by its name; links to scorecards are written as seen from *folder*."""
    stems = _stems(rolled.areas)
    made: dict[str, str] = {}
    for area in rolled.areas:
        made.update(_area_pages(area, stems[area.spec], folder, rolled.audience.mark))
    return _first_pages(rolled, stems) | across.pages(rolled, stems) | made


def _stems(areas: Iterable[Area]) -> dict[str, str]:
    """A name for the files of each area, different from all others however the specification is called."""
    taken: Counter[str] = Counter()
    stems = {}
    for area in areas:
        stem = "area-" + (re.sub(r"[^a-z0-9]+", "-", area.spec.lower()).strip("-")[:60] or "x")
        taken[stem] += 1
        stems[area.spec] = stem if taken[stem] == 1 else f"{stem}--{taken[stem]}"
    return stems


# -- the first page


def _first_pages(rolled: RollUp, stems: Mapping[str, str]) -> dict[str, str]:
    rows = [_area_row(area, stems[area.spec]) for area in rolled.areas]
    parts = list(parted(rows, _weigh)) or [[]]
    links = [Link(numbered("index", n), f"Page {n + 1}") for n in range(len(parts))]
    shared = {
        "reviews": sum(len(area.records) for area in rolled.areas),
        "areas": len(rolled.areas),
        "joined": _tallied(each.joined for each in rows if each.joined),
        "parties": _tallied(mark_of_rating(p.rating) for a in rolled.areas for p in a.newest.parties),
        "periods": list(across.over_time(rolled)),
        "across": across.FIRST if len(rolled.areas) > 1 else "",
        "left_out": rolled.left_out[:LEFT_OUT_SHOWN],
        "left_out_more": max(len(rolled.left_out) - LEFT_OUT_SHOWN, 0),
        "links": links if len(links) > 1 else [],
    }
    return {
        link.href: render_filtered("first.html.j2", rolled.audience.mark, rows=part, here=link.href, **shared)
        for link, part in zip(links, parts, strict=True)
    }


def _weigh(row: AreaRow) -> int:
    return 700 + 70 * len(row.parties) + weight(row.link.words, 120)


def _tallied(marks: Iterable[Mark]) -> tuple[Tally, ...]:
    """How often each rating comes up, by its shape and words, the most pressing first."""
    order = ("not", "partly", "met", "open", "na", "allowed")
    counted = Counter((mark.shape, mark.words) for mark in marks)
    found = sorted(counted.items(), key=lambda each: (order.index(each[0][0]), each[0][1]))
    return tuple(Tally(Mark(*key), count) for key, count in found)


def _area_row(area: Area, stem: str) -> AreaRow:
    newest = area.newest
    counts: Counter[str] = Counter(result.word for result in newest.results.values())
    return AreaRow(
        link=Link(f"{stem}.html", area.title),
        period=newest.period,
        joined=mark_of_rating(newest.no_wrong_door) if newest.no_wrong_door else None,
        parties=_tallied(mark_of_rating(each.rating) for each in newest.parties),
        duties=counts_in_words([(word, counts[word]) for word in BUCKETS]),
        moved=_moved_in_words(area),
    )


def _moved_in_words(area: Area) -> str:
    if len(area.records) < 2:
        return "first review"
    moves = Counter(each.move for each in changes(*area.records[-2:]))
    return counts_in_words([(str(move), moves[move]) for move in Move]) if moves else "no change"


# -- an area


def _area_pages(area: Area, stem: str, folder: Path, mark: str) -> dict[str, str]:
    heat, quarters = _heat(area), _quarters(area)
    heat_links = links_to(f"{stem}-heat", "Parties by duties", len(heat))
    time_links = links_to(f"{stem}-time", "Period against period", len(quarters))
    made = {
        f"{stem}.html": render(
            "area.html.j2",
            mark,
            newest=area.newest,
            joined=mark_of_rating(area.newest.no_wrong_door) if area.newest.no_wrong_door else None,
            parties=[_party(area, each) for each in area.newest.parties],
            before=area.records[-2].period if len(area.records) > 1 else "",
            moved=list(_moved(area)),
            links=[*heat_links, *time_links],
            cards=list(_cards(area, folder)),
            area=area,
        )
    }
    up = (Link("index.html", "All areas"), Link(f"{stem}.html", area.title))
    made.update(grid_pages(heat, heat_links, mark, area.title, up, _BY_PARTY))
    made.update(grid_pages(quarters, time_links, mark, area.title, up, _BY_PERIOD))
    return made


def _party(area: Area, party: PartyRecord) -> PartyPart:
    counts = [(word, party.counts[word]) for word in BUCKETS]
    marks = [SHAPES[word] for word, count in counts for _ in range(count)]
    found = [(record.period, _score(record, party.id)) for record in area.records[-PERIODS_SHOWN:]]
    return PartyPart(
        name=party.name,
        mark=mark_of_rating(party.rating),
        counts=counts_in_words(counts),
        marks=tuple(marks) if len(marks) <= 120 else (),
        score=score_in_words(party.score),
        chart=chart_of([(period, *score) for period, score in found if score]),
    )


def _score(record: Record, party: str) -> tuple[Fraction, Fraction] | None:
    return next((each.score for each in record.parties if each.id == party), None)


def score_in_words(score: tuple[Fraction, Fraction] | None) -> str:
    """Return a score as a range in words, or that there is none."""
    if score is None:
        return "No score"
    low, high = (show_number(end, Unit.PERCENT) for end in score)
    return f"Score {low}" if low == high else f"Score {low} to {high}"


def _moved(area: Area) -> Iterator[Moved]:
    """What changed since the review before, worse first."""
    if len(area.records) < 2:
        return
    before, after = area.records[-2:]
    names = {each.id: each.name for record in (before, after) for each in record.parties}
    titles = {**before.titles, **after.titles}
    found = changes(before, after)
    for move in (Move.WORSE, Move.OPENED, Move.BETTER, Move.SETTLED, Move.STANDING):
        moved = [each for each in found if each.move is move]
        if moved:
            words = f"{str(move).capitalize()}: {number(len(moved), 'duty', 'duties')}"
            rows = tuple(_change(each, titles, names) for each in moved[:CHANGES_SHOWN])
            yield Moved(words, rows, max(len(moved) - CHANGES_SHOWN, 0))


def _change(change: Change, titles: Mapping[str, str], names: Mapping[str, str]) -> ChangeRow:
    return ChangeRow(
        requirement=change.requirement,
        title=titles[change.requirement],
        party=names.get(change.party, change.party),
        before=_mark(change.before),
        after=_mark(change.after),
    )


def _mark(result: Result | None) -> Mark | None:
    return mark_of(result) if result else None


def _cards(area: Area, folder: Path) -> Iterator[tuple[str, Link | None]]:
    """Each period with a link to its scorecard where there is one, the newest first."""
    for record in reversed(area.records):
        yield record.period, _scorecard(record, folder)


def _scorecard(record: Record, folder: Path) -> Link | None:
    if not record.page:
        return None
    way = os.path.relpath(Path(record.page).resolve(), folder.resolve())
    return Link(_address(way.replace(os.sep, "/")), f"Scorecard of {record.period}")


def _address(way: str) -> str:
    """A way to a file as a link has it: whatever could mean something else there is numbered."""
    plain = re.compile(rb"[^A-Za-z0-9._/-]")
    return plain.sub(lambda found: b"%%%02X" % found[0][0], os.fsencode(way)).decode("ascii")


# -- tables of results


def _heat(area: Area) -> list[list[Grid]]:
    """Parties by duties, as they stand now, in pages."""
    newest = area.newest
    parties = newest.parties
    grids = []
    for start in range(0, len(parties), PARTIES_IN_A_TABLE):
        few = parties[start : start + PARTIES_IN_A_TABLE]
        caption = f"Every duty in {newest.period}" + (": further parties" if start else "")
        owed = [id for id in newest.titles if any((id, each.id) in newest.results for each in few)]
        rows = tuple(
            Cells(newest.titles[id], tuple(_mark(newest.results.get((id, each.id))) for each in few), id)
            for id in owed
        )
        grids.append(Grid(caption, "Duty", tuple(each.name for each in few), rows))
    return in_pages(grids)


def _quarters(area: Area) -> list[list[Grid]]:
    """Each party's duties over its last periods, in pages."""
    shown = area.records[-PERIODS_SHOWN:]
    titles = {id: title for record in shown for id, title in record.titles.items()}
    grids = []
    for party in area.newest.parties:
        owed = [id for id in titles if any((id, party.id) in record.results for record in shown)]
        rows = tuple(
            Cells(titles[id], tuple(_mark(record.results.get((id, party.id))) for record in shown), id)
            for id in owed
        )
        grids.append(Grid(party.name, "Duty", tuple(record.period for record in shown), rows))
    return in_pages(grids) if len(shown) > 1 else []
