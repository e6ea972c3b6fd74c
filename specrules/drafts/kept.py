"""What returns said, kept so that unchanged ones are not read again.

In: the fingerprint of a file, and that of the questions it was read for.  Out: its answers, or None.  An
entry stands beside a fingerprint of its own and under the release that wrote it, so neither a return that
changed, nor other questions, nor a line that was cut off or damaged is ever believed.  Only what was asked
for is kept, as it is kept in a run; what was written beside it is not.
"""

from __future__ import annotations

import json
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from specrules.errors import NotWritten, UnreadableFile
from specrules.evidence.facts import Absent, Range, Reading, Return, Row
from specrules.files import append_line, digest_of, read_bytes
from specrules.result import Reason

if TYPE_CHECKING:
    from pathlib import Path

    from specrules.periods import Period
    from specrules.spec.model import Spec

_LIMIT = 1 << 30
_PLAIN = ("file", "digest", "spec", "spec_version", "party", "period", "supersedes", "spec_digest")


def asked_digest(spec: Spec, period: Period, release: str) -> str:
    """A fingerprint of all that decides what is asked in a period, and of the release that reads it."""
    clauses = (f"{id} {digest}" for id, digest in sorted(spec.catalogue_digests.items()))
    return digest_of("\n".join((release, spec.digest, period.name, *clauses)).encode())


class KeptReturns:
    """The answers kept in one file. An empty one, without a file, keeps nothing."""

    def __init__(self, path: Path | None) -> None:
        self.path = path
        self._known = {} if path is None else _entries(path)
        self._decoded: dict[str, dict[str, Any]] = {}  # between the two questions about a return

    def period(self, digest: str) -> str:
        """The period for which answers of a file are kept, or ""."""
        entry = self._known.get(digest)
        if entry is None:
            return ""
        period: str = self._decoded.setdefault(digest, json.loads(entry[1]))["period"]
        return period

    def find(self, file: str, digest: str, asked: str) -> Return | None:
        """The answers of the file with that fingerprint to those questions, under its name of today."""
        entry = self._known.get(digest)
        if entry is None or entry[0] != asked:
            return None
        return _return(self._decoded.pop(digest, {}) or json.loads(entry[1]), file)

    def keep(self, found: Return, asked: str) -> None:
        """Keep the answers of a return. When it cannot be written, nothing but time is lost."""
        if self.path is None or not found.digest or not found.readable:
            return
        text = json.dumps(_as_data(found), separators=(",", ":"))
        line = f"{found.digest} {asked} {_proof(found.digest, asked, text)} {text}"
        try:
            append_line(self.path, line.encode())
        except NotWritten:
            return


def _entries(path: Path) -> dict[str, tuple[str, str]]:
    """The whole and undamaged entries of a file, by the fingerprint of a return."""
    try:
        lines = read_bytes(path, _LIMIT).decode("utf-8", "replace").split("\n")
    except UnreadableFile:
        return {}
    parts = (line.split(" ", 3) for line in lines)
    return {
        each[0]: (each[1], each[3])
        for each in parts
        if len(each) == 4 and _proof(each[0], each[1], each[3]) == each[2]
    }


def _proof(digest: str, asked: str, text: str) -> str:
    return digest_of(f"{digest} {asked} {text}".encode())


# -- values


def _as_data(found: Return) -> dict[str, Any]:
    return {
        **{name: getattr(found, name) for name in _PLAIN},
        "submitted": _value(found.submitted),
        "data_as_at": _value(found.data_as_at),
        "provisional": found.provisional,
        "cells": {key: _value(cell) for key, cell in found.cells.items()},
    }


def _return(data: dict[str, Any], file: str) -> Return:
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
