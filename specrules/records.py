"""Kept reviews, read back.

In: paths of files and folders.  Out: a record of each ``review.json``, with no
more than a comparison of many needs, and the files that are none, each with the
reason.  What a record says has been decided already: nothing is judged again.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from sys import intern
from typing import TYPE_CHECKING, Any

from specrules.base.errors import UnreadableFile
from specrules.base.files import read_bytes, shown
from specrules.result import RESULTS, Result
from specrules.view import Audience, RatingView

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

NAME = "review.json"
FORMAT = "review 1"
_SHARE = re.compile(r"([0-9]{1,12})/([1-9][0-9]{0,11})")
_LIMIT = 64 * 1024 * 1024
_RESULTS = {(each.word, each.low, each.high): each for each in RESULTS}
_BUCKETS = ("met", "partly met", "not met", "no evidence", "not applicable", "allowed")


@dataclass(frozen=True, slots=True)
class PartyRecord:
    """One party's compliance card: its rating, its counts, and its score as a range or None."""

    id: str
    name: str
    rating: RatingView
    counts: Mapping[str, int]
    score: tuple[Fraction, Fraction] | None


@dataclass(frozen=True, slots=True)
class Record:
    """One kept review. *file* is where it was read; *page* the scorecard beside it, or "".

    *results* is by (requirement, party); *titles* and *sections* are by requirement, in the order of
    the specification.
    """

    file: str
    page: str
    spec: str
    title: str
    period: str
    as_at: str
    parties: tuple[PartyRecord, ...]
    no_wrong_door: RatingView | None
    results: Mapping[tuple[str, str], Result]
    titles: Mapping[str, str]
    sections: Mapping[str, str]
    audience: Audience = Audience.COMMISSIONER


@dataclass(frozen=True, slots=True)
class Unused:
    """A file that is no review we can read, and why."""

    file: str
    reason: str


def records(paths: Sequence[Path]) -> Iterator[Record | Unused]:
    """Every kept review in *paths*, in the order of their names. Raises UnreadableFile for a missing path."""
    for path in paths:
        for file in _files(path):
            yield _read(file)


def _files(path: Path) -> Iterator[Path]:
    if not path.is_dir():
        if not os.path.lexists(path):
            raise UnreadableFile(f"{shown(path)} was not read: there is no such file or folder.")
        yield path
        return
    for place, folders, names in os.walk(path):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        if NAME in names:
            yield Path(place) / NAME


class _NotARecord(Exception):
    """The data is not what a kept review has. The text says what is wrong."""


def _read(file: Path) -> Record | Unused:
    import json

    try:
        return record_of(file, json.loads(read_bytes(file, _LIMIT)))
    except UnreadableFile as error:
        return Unused(shown(file), str(error))
    except (ValueError, RecursionError):
        return Unused(shown(file), "it is not JSON")


def record_of(file: Path, data: Any) -> Record | Unused:
    """What a comparison of many needs of a review, which was read from *file*, or why it is none."""
    try:
        return _record(file, data)
    except _NotARecord as error:
        return Unused(shown(file), str(error))
    except (ValueError, RecursionError):
        return Unused(shown(file), "it is not JSON")
    except (KeyError, TypeError, AttributeError):
        return Unused(shown(file), "it lacks what a kept review has")


def _record(file: Path, data: Any) -> Record:
    kind = data["specrules"]
    if kind != FORMAT:
        newer = isinstance(kind, str) and kind.startswith("review ")
        raise _NotARecord(f'it is a "{kind}", which this version cannot read' if newer else "it is no review")
    run, cards = data["run"], data["cards"]
    joined = cards["no_wrong_door"]
    beside = file.with_name("index.html")
    return Record(
        file=shown(file),
        page=str(beside) if beside.is_file() else "",
        spec=_text(run["spec"]),
        title=_text(run["title"]),
        period=_text(run["period"]),
        as_at=_text(run["as_at"]),
        parties=tuple(map(_party, cards["compliance"])),
        no_wrong_door=_rated(joined["rating"]) if joined else None,
        results={(_text(v["requirement"]), _text(v["party"])): _result(v) for v in data["verdicts"]},
        titles={_text(v["requirement"]): _text(v["title"]) for v in data["verdicts"]},
        sections=dict(_sections(cards["compliance"])),
        audience=Audience(run.get("audience", Audience.COMMISSIONER)),
    )


def _party(card: Any) -> PartyRecord:
    score = card["score"]["adjusted"]
    return PartyRecord(
        id=_text(card["party"]),
        name=_text(card["name"]),
        rating=_rated(card["rating"]),
        counts={word: int(card["counts"][word]) for word in _BUCKETS},
        score=(_share(score["low"]), _share(score["high"])) if score else None,
    )


def _sections(cards: Any) -> Iterator[tuple[str, str]]:
    """Each requirement with the section of the specification that it stands in."""
    for card in cards:
        for section in card["sections"]:
            for requirement in section["requirements"]:
                yield _text(requirement), _text(section["title"])


def _rated(rating: Any) -> RatingView:
    ends = _text(rating["low"]), _text(rating["high"])
    if not {*ends} <= {"", "red", "amber", "green"}:
        raise _NotARecord("it has a rating that is none of red, amber and green")
    return RatingView(*ends, _text(rating["words"]))


def _result(verdict: Any) -> Result:
    try:
        return _RESULTS[verdict["result"], verdict["low"], verdict["high"]]
    except (KeyError, TypeError):
        raise _NotARecord("it has a result that no review gives") from None


def _share(text: Any) -> Fraction:
    # Read by its own form: what Fraction takes beside it, such as 1e999999999, could fill the memory.
    found = _SHARE.fullmatch(_text(text))
    if not found or int(found[1]) > int(found[2]):
        raise _NotARecord("it has a score that is no share")
    return Fraction(int(found[1]), int(found[2]))


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise _NotARecord("it has something else where a text belongs")
    # Thousands of reviews say the same words.
    return intern(value)


def used(found: Iterable[Record | Unused]) -> tuple[list[Record], list[Unused]]:
    """Part what was read from what could not be."""
    all_found = list(found)
    return (
        [each for each in all_found if isinstance(each, Record)],
        [each for each in all_found if isinstance(each, Unused)],
    )
