"""What a replay keeps for the next one, so that what did not change is neither read nor judged again.

In: the fingerprint of everything that something was made of.  Out: what was kept under it, or None: the
answers of a return, what a draft would have meant for some parties, and that a record comes out as it was
kept.  A line stands beside a fingerprint of its own, so none that was cut off or damaged is ever believed.
Of a return only what was asked for is kept, as it is kept in a run; what was written beside it is not.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

from specrules.base.errors import NotWritten, UnreadableFile
from specrules.base.files import digest_of, read_bytes
from specrules.base.writing import append_line, write_file
from specrules.drafts.coding import part_as_data, read_part, read_return, return_as_data

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from specrules.drafts.parts import Part
    from specrules.evidence.facts import Return
    from specrules.spec.model import Spec
    from specrules.values.periods import Period

_LIMIT = 1 << 30
_ANSWERS, _PART, _SOUND = "answers", "part", "sound"


def asked_digest(spec: Spec, period: Period, build: str) -> str:
    """A fingerprint of all that decides what is asked in a period, and of the build that reads it."""
    return print_of(build, *text_of(spec), period.name)


def text_of(spec: Spec) -> tuple[str, ...]:
    """The fingerprints of the text of a specification, and of the standard clauses that it uses."""
    return spec.digest, *(f"{id} {digest}" for id, digest in sorted(spec.catalogue_digests.items()))


def print_of(*texts: str) -> str:
    """The fingerprint of several texts, which differs also where only the places between them do."""
    return digest_of(json.dumps(texts).encode())


class Sender(NamedTuple):
    """Who sent a return whose answers are kept, and for which period."""

    period: str
    party: str


class _Entry(NamedTuple):
    about: str
    text: str


class Kept:
    """What is kept in one file. Without a file there is nothing, and nothing is kept."""

    def __init__(self, path: Path | None) -> None:
        self.path = path
        self._known = {} if path is None else _entries(path)
        self._used: set[tuple[str, str]] = set()
        self._new: list[str] = []

    # -- the answers of a return

    def sender(self, digest: str) -> Sender | None:
        """Who sent the file with that fingerprint, if its answers are kept."""
        entry = self._known.get((_ANSWERS, digest))
        return Sender(*json.loads(entry.about)[1:]) if entry else None

    def has_answers(self, digest: str, asked: str) -> bool:
        """Whether the answers of that file to those questions are kept."""
        entry = self._known.get((_ANSWERS, digest))
        if entry is None or json.loads(entry.about)[0] != asked:
            return False
        self._used.add((_ANSWERS, digest))
        return True

    def answers(self, digest: str, file: str) -> Return:
        """The answers that are kept of a file, under its name of today."""
        return read_return(json.loads(self._known[_ANSWERS, digest].text), file)

    def keep_answers(self, found: Return, asked: str) -> None:
        """Keep the answers of a return that could be read."""
        if found.digest and found.readable:
            about = json.dumps([asked, found.period, found.party])
            self._keep(_ANSWERS, found.digest, about, return_as_data(found))

    # -- what was judged

    def part(self, key: str) -> Part | None:
        """What a draft would have meant for some parties, if it is kept under *key*."""
        entry = self._entry(_PART, key)
        return read_part(json.loads(entry.text)) if entry else None

    def keep_parts(self, parts: Mapping[str, Part]) -> None:
        """Keep what a draft would have meant for some parties, each part under its key."""
        for key, part in parts.items():
            self._keep(_PART, key, "", part_as_data(part))

    def is_sound(self, key: str) -> bool:
        """Whether the record with that key came out as it was kept."""
        return self._entry(_SOUND, key) is not None

    def keep_sound(self, key: str) -> None:
        """Keep that a record comes out as it was kept."""
        self._keep(_SOUND, key, "", None)

    # -- the file

    def write(self) -> None:
        """Add what is new to the file. When it cannot be written, nothing but time is lost."""
        if self.path and self._new:
            try:
                append_line(self.path, "\n".join(self._new).encode("ascii"))
            except NotWritten:
                return
            self._new.clear()

    def tidy(self) -> None:
        """Write what is new, or the whole file anew where more than half of it was of no use."""
        idle = len(self._known) - len(self._used)
        if self.path is None or idle <= len(self._used):
            self.write()
            return
        lines = [_line(*key, *self._known[key]) for key in self._known if key in self._used]
        try:
            write_file(self.path, "".join(f"{line}\n" for line in lines).encode("ascii"))
        except NotWritten:
            return

    def _entry(self, kind: str, key: str) -> _Entry | None:
        self._used.add((kind, key))
        return self._known.get((kind, key))

    def _keep(self, kind: str, key: str, about: str, data: Any) -> None:
        if self.path is None:
            return
        entry = _Entry(about, json.dumps(data, separators=(",", ":")))
        self._known[kind, key] = entry
        self._used.add((kind, key))
        self._new.append(_line(kind, key, *entry))


def _line(kind: str, key: str, about: str, text: str) -> str:
    return "\t".join((kind, key, about, _proof(kind, key, about, text), text))


def _entries(path: Path) -> dict[tuple[str, str], _Entry]:
    """The whole and undamaged lines of a file, by their kind and key."""
    try:
        lines = read_bytes(path, _LIMIT).decode("ascii", "replace").split("\n")
    except UnreadableFile:
        return {}
    return dict(_whole(line.split("\t") for line in lines))


def _whole(lines: Iterable[list[str]]) -> Iterable[tuple[tuple[str, str], _Entry]]:
    for line in lines:
        if len(line) == 5:
            kind, key, about, proof, text = line
            if _proof(kind, key, about, text) == proof:
                yield (kind, key), _Entry(about, text)


def _proof(*parts: str) -> str:
    return digest_of("\t".join(parts).encode("ascii", "replace"))
