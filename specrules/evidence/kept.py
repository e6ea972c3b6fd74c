"""What was read of workbooks by a review that was cut short, kept so that it need not be read again.

In: the bytes of a workbook.  Out: what is in it, from a file of earlier answers
or from a worker, whose answer is then added to the file.  An answer is found by
the fingerprint of the workbook's bytes, and stands beside a fingerprint of its
own, so neither a workbook that changed nor a line that was cut off or damaged is
ever believed.  A worker takes out what may identify a person before it answers,
so nothing of that kind is kept here either.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from specrules.base.errors import NotWritten, UnreadableFile
from specrules.base.files import digest_of, read_bytes
from specrules.base.writing import append_line, remove_file
from specrules.evidence import workers

if TYPE_CHECKING:
    import os
    from collections.abc import Sequence
    from pathlib import Path

NAME = ".reading"
WORTH_IT = 20  # workbooks: fewer are read again in less time than it takes to say so
_LIMIT = 1 << 30
_FORM = 4  # of what a worker answers; an answer in another form is not believed


class Kept:
    """The answers kept in one file by one release. Threads may share it: a line is written in one go."""

    def __init__(self, path: str | os.PathLike[str], release: str) -> None:
        self.path = path
        self.release = digest_of(f"{_FORM} {release}".encode())
        self.known = dict(_answers(path, self.release))

    def read(self, data: bytes) -> dict[str, Any]:
        """Return what is in a workbook. Raises Refused when it is not safe to read."""
        digest = digest_of(data)
        answer = self.known.pop(digest, None)
        if answer is not None:
            known: dict[str, Any] = json.loads(answer)
            return known
        said = workers.WORKERS.read(data)
        self.keep(digest, json.dumps(said))
        return said

    def keep(self, digest: str, answer: str) -> None:
        """Add an answer to the file. When it cannot be written, nothing but time is lost."""
        try:
            append_line(self.path, f"{self.release} {digest} {digest_of(answer.encode())} {answer}".encode())
        except NotWritten:
            return

    def forget(self) -> None:
        """Take the file away; the review is done."""
        remove_file(self.path)


def kept_in(folder: Path | None, returns: Sequence[Path], release: str) -> Kept | None:
    """What was read by a review into the same folder that was cut short; None for a few returns."""
    books = sum(path.suffix.lower() == ".xlsx" for path in returns)
    return Kept(folder / NAME, release) if folder and books >= WORTH_IT else None


def _answers(path: str | os.PathLike[str], release: str) -> list[tuple[str, str]]:
    """The whole and undamaged answers of a file, each with the digest of its workbook."""
    try:
        lines = read_bytes(path, _LIMIT).decode("utf-8", "replace").split("\n")
    except UnreadableFile:
        return []
    parts = [line.split(" ", 3) for line in lines]
    return [
        (each[1], each[3])
        for each in parts
        if len(each) == 4 and each[0] == release and digest_of(each[3].encode()) == each[2]
    ]
