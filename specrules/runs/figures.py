"""What client-level extracts came to, kept in place of their rows.

In: the figures of a review's extracts.  Out: the same as a file, and back.  Rows about people using the
service are never kept; the whole numbers that measures made of them are enough to judge again.
"""

from __future__ import annotations

import json
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from specrules.base.findings import Finding, Place, Severity, Span
from specrules.extracts.facts import Asked, Measured, Supplied
from specrules.extracts.supply import Supply
from specrules.result import Reason

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

FORMAT = "figures 1"
NAME = "figures-of-extracts.json"


def supply_text(supply: Supply, rename: Callable[[str], str]) -> bytes:
    """*supply* as the bytes of a file, its files under the names that *rename* gives them."""
    data = {
        "specrules": FORMAT,
        "supplied": [_supplied(each, rename) for each in supply.supplied],
        "findings": [_finding(each, rename) for each in supply.findings],
        "files": {rename(name): sha256 for name, sha256 in supply.files.items()},
        "catalogue": dict(supply.catalogue),
    }
    return (json.dumps(data, indent=1) + "\n").encode("ascii")


def read_supply(data: bytes, prefix: str) -> Supply:
    """What *data* holds, with *prefix* before the names of files."""
    values = json.loads(data)
    return Supply(
        tuple(_read_supplied(each, prefix) for each in values["supplied"]),
        tuple(_read_finding(each, prefix) for each in values["findings"]),
        {prefix + name: sha256 for name, sha256 in values["files"].items()},
        values["catalogue"],
    )


def _supplied(each: Supplied, rename: Callable[[str], str]) -> dict[str, Any]:
    said = {"party": each.party, "file": rename(each.file), "sha256": each.digest}
    whole = {asked.measure: _measured(found) for asked, found in each.figures.items() if not asked.place}
    places = [
        {"of": asked.of, "place": asked.place, **_measured(found)}
        for asked, found in each.figures.items()
        if asked.place
    ]
    return {**said, "figures": whole, **({"places": places} if places else {})}


def _read_supplied(each: Mapping[str, Any], prefix: str) -> Supplied:
    figures = {Asked(name): _read_measured(found) for name, found in each["figures"].items()}
    for found in each.get("places", ()):
        figures[Asked(found["measure"], found["of"], found["place"])] = _read_measured(found)
    return Supplied(each["party"], prefix + each["file"], each["sha256"], figures)


def _measured(measured: Measured) -> dict[str, Any]:
    return {
        "measure": measured.measure,
        "query": measured.query,
        "number": _ends(measured.number),
        "out_of": _ends(measured.out_of),
        "missing": measured.missing and str(measured.missing),
        "blank": measured.blank,
        "unsure": measured.unsure,
        **({} if measured.people is None else {"people": measured.people}),
    }


def _read_measured(each: Mapping[str, Any]) -> Measured:
    missing = Reason(each["missing"]) if each["missing"] else None
    ends: Any = _read_ends(each["out_of"])
    return Measured(
        each["measure"],
        each["query"],
        _read_ends(each["number"]),
        ends,
        missing,
        each["blank"],
        each["unsure"],
        each.get("people"),
    )


def _ends(ends: tuple[Any, Any] | None) -> list[Any] | None:
    """Two ends as JSON has them: whole numbers as they are, a day and a fraction as text."""
    return None if ends is None else [each if type(each) is int else str(each) for each in ends]


def _read_ends(ends: list[Any] | None) -> tuple[Any, Any] | None:
    return None if ends is None else (_read_end(ends[0]), _read_end(ends[1]))


def _read_end(end: Any) -> Any:
    if not isinstance(end, str):
        return end
    return date.fromisoformat(end) if "-" in end else Fraction(end)


def _finding(each: Finding, rename: Callable[[str], str]) -> dict[str, Any]:
    return {
        "code": each.code,
        "name": each.name,
        "severity": str(each.severity),
        "places": [_place(place, rename) for place in (each.place, *each.also)],
        "message": each.message,
        "subject": each.subject,
        "meant": each.meant,
        "remedy": each.remedy,
    }


def _read_finding(each: Mapping[str, Any], prefix: str) -> Finding:
    place, *also = (_read_place(place, prefix) for place in each["places"])
    words = (each["message"], each["subject"], each["meant"], each["remedy"])
    return Finding(each["code"], each["name"], Severity(each["severity"]), place, *words, also=tuple(also))


def _place(place: Place, rename: Callable[[str], str]) -> list[Any]:
    return [rename(place.file), list(place.span) if place.span else None, place.sheet, place.cell]


def _read_place(values: list[Any], prefix: str) -> Place:
    file, span, sheet, cell = values
    return Place(prefix + file, Span(*span) if span else None, sheet, cell)
