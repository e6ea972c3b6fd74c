"""A folder of kept reviews: a plain one, in git or on a shared drive.

In: what is kept of a review, and the files it was made from.  Out: a record whose name tells its content,
and the files beside it, each under its SHA-256.  Nothing is ever written over and nobody waits for
anybody: of two who keep a review at the same moment both are kept, and the next record comes after both.
"""

# A folder may hold thousands of records, of which ``os.listdir`` gives the names at once.
# ruff: noqa: PTH208

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from specrules.base.errors import NotWritten, UnreadableFile
from specrules.base.files import digest_of, read_bytes, shown
from specrules.base.writing import prepare_folder, write_once
from specrules.runs.record import (
    NAME,
    Body,
    Head,
    Link,
    NotAsKept,
    Record,
    fingerprint,
    is_whole_head,
    name_of,
    read_head,
    read_record,
    text_of,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

INPUTS = "inputs"
_LIMIT = 1024 * 1024 * 1024
_PIECE = 16 * 1024
# Git would otherwise change line ends on some machines, and with them what every name stands for.
_ATTRIBUTES = (".gitattributes", b"* -text\n")


@dataclass(frozen=True, slots=True)
class Kept:
    """A review as it was kept: the file, whether it is new, and the records it comes after."""

    path: Path
    sha256: str
    is_new: bool
    head: Head


class Folder:
    """A folder of records. What was read once is remembered, since records never change."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._heads: dict[str, Head] = {}

    # -- reading

    def names(self) -> tuple[str, ...]:
        """The file names of all records, in order. Raises UnreadableFile when there is no such folder."""
        try:
            return tuple(sorted(filter(NAME.fullmatch, os.listdir(self.path))))
        except OSError as error:
            raise UnreadableFile(f"{shown(self.path)} was not read: there is no such folder.") from error

    def strangers(self) -> tuple[str, ...]:
        """The JSON files in the folder that are not named as a record is."""
        names = sorted(name for name in os.listdir(self.path) if name.endswith(".json"))
        return tuple(name for name in names if not NAME.fullmatch(name))

    def read(self, name: str) -> Record:
        """The record in the file *name*. Raises NotAsKept when it is not what it was, and UnreadableFile."""
        return read_record(name, read_bytes(self.path / name, _LIMIT))

    def head(self, name: str) -> Head:
        """What the record in the file *name* is about. Raises NotAsKept and UnreadableFile."""
        if name not in self._heads:
            self._heads[name] = read_head(name, _beginning(self.path / name))
        return self._heads[name]

    def heads(self) -> tuple[tuple[Head, ...], tuple[NotAsKept | UnreadableFile, ...]]:
        """What every record is about, and why not where one cannot be read."""
        found: list[Head] = []
        unfit: list[NotAsKept | UnreadableFile] = []
        for name in self.names():
            try:
                found.append(self.head(name))
            except (NotAsKept, UnreadableFile) as error:
                unfit.append(error)
        return tuple(found), tuple(unfit)

    def input(self, sha256: str) -> bytes:
        """The kept file with that SHA-256. Raises NotAsKept when it is missing or was changed."""
        try:
            data = read_bytes(self.path / INPUTS / sha256, _LIMIT)
        except UnreadableFile as error:
            raise NotAsKept(f"{INPUTS}/{sha256} is missing or cannot be read.") from error
        if digest_of(data) != sha256:
            raise NotAsKept(f"{INPUTS}/{sha256} was changed after it was kept.")
        return data

    # -- writing

    def put(self, body: Body, files: Mapping[str, Callable[[], bytes]]) -> Kept:
        """Keep a review after the newest records of its contract; the one there is when it was kept before.

        *files* gives what it was made from, by SHA-256.  Raises NotWritten; what was kept before is intact.
        """
        for folder in (self.path, self.path / INPUTS):
            prepare_folder(folder)
        write_once(self.path / _ATTRIBUTES[0], _ATTRIBUTES[1])
        try:
            for sha256, content in files.items():
                self._put_input(sha256, content)
            return self._put(body)
        except NotAsKept as error:
            raise NotWritten(
                f"The review was not kept, because what is there is at fault. {error}"
            ) from error

    def _put_input(self, sha256: str, content: Callable[[], bytes]) -> None:
        path = self.path / INPUTS / sha256
        if not os.path.lexists(path):
            write_once(path, content())
        self.input(sha256)

    def _put(self, body: Body) -> Kept:
        ours = [head for head in self._heads_in_full() if head.spec == body.spec]
        restated = [head for head in current(ours) if head.period == body.period]
        if len(restated) == 1 and restated[0].fingerprint == fingerprint(body):
            return self._kept(self.read(restated[0].name), is_new=False)
        text = text_of(body, self._links(newest(ours)), self._links(restated))
        name = name_of(body, text)
        is_new = write_once(self.path / name, text)
        return self._kept(self.read(name), is_new)

    def _kept(self, record: Record, is_new: bool) -> Kept:
        return Kept(self.path / record.head.name, record.sha256, is_new, record.head)

    def _heads_in_full(self) -> tuple[Head, ...]:
        """What every record is about. Raises NotAsKept: without one the place of the next is unknown."""
        heads, unfit = self.heads()
        if unfit:
            raise NotAsKept(str(unfit[0]))
        return heads

    def _links(self, heads: Iterable[Head]) -> tuple[Link, ...]:
        return tuple(self.read(head.name).link for head in heads)


def _beginning(path: Path) -> bytes:
    """As much of the beginning of a record as says what it is about."""
    try:
        with path.open("rb") as file:
            data = file.read(_PIECE)
            while not is_whole_head(data) and (more := file.read(_PIECE)):
                data += more
            return data
    except OSError as error:
        raise UnreadableFile(f"{shown(path)} was not read: it cannot be opened.") from error


# -- the chain


def newest(heads: Iterable[Head]) -> tuple[Head, ...]:
    """The records that no other comes after: one, unless two people kept a review at the same moment."""
    heads = tuple(heads)
    followed = {link.record for head in heads for link in head.follows}
    return tuple(head for head in heads if head.name not in followed)


def current(heads: Iterable[Head]) -> tuple[Head, ...]:
    """The records that no other restates, the earliest period first."""
    heads = tuple(heads)
    restated = {link.record for head in heads for link in head.restates}
    return tuple(sorted((head for head in heads if head.name not in restated), key=_in_time))


def _in_time(head: Head) -> tuple[str, str, str, str]:
    return head.spec, head.as_at, head.period, head.name
