"""Findings that were there before: counted, so that old ones can wait and new ones are seen.

In: findings, and the file with the counts.  Out: the findings that are more than
that.  A count stands for a file, a code and a clause, never for a line, so it
stays true when lines move.  Counts can only fall: where fewer are found the file
is written anew with the lower count, and never with a higher one.
"""

# ``pathlib`` takes longer to import than a specification takes to read.
# ruff: noqa: PTH100, PTH120

from __future__ import annotations

import json
import os
from collections import Counter
from typing import TYPE_CHECKING, Any, NamedTuple

from specrules.base.errors import SpecrulesError
from specrules.base.files import TEXT_LIMIT, read_bytes, shown
from specrules.base.phrases import number
from specrules.base.writing import write_file

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from specrules.base.findings import Finding

FORMAT = "baseline 1"


class Known(NamedTuple):
    """What a count stands for: findings of one code about one clause or party of one file."""

    file: str
    code: str
    subject: str


class NotABaseline(SpecrulesError):
    """A file that should be a baseline is none, so nobody knows what was found before."""


class Baseline(NamedTuple):
    """How many findings of each kind were there before. *path* is the file that says so."""

    path: str
    counts: Mapping[Known, int]

    @classmethod
    def read(cls, path: str) -> Baseline:
        """The baseline in the file at *path*. Raises UnreadableFile and NotABaseline."""
        try:
            data = json.loads(read_bytes(path, TEXT_LIMIT))
            return cls(path, _counts(data))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise NotABaseline(
                f"{shown(path)} is not a baseline that this specrules reads; "
                "make it anew with --write-baseline, or name another file."
            ) from error

    def applied(
        self, found: Iterable[Finding], files: Iterable[str]
    ) -> tuple[list[Finding], list[Finding], list[str]]:
        """What of *found* is shown, what is not because it is known, and remarks; only *files* are looked at.

        Where there are more of a kind than before all of them are shown, because
        nobody can tell which of them is new.
        """
        looked_at = set(files)
        ours = [each for each in found if each.place.file in looked_at]
        now = Counter(map(self.kind_of, ours))
        hidden = [each for each in ours if now[self.kind_of(each)] <= self.counts.get(self.kind_of(each), 0)]
        known = set(hidden)
        return [each for each in found if each not in known], hidden, self._gone(now, looked_at)

    def _gone(self, now: Mapping[Known, int], files: Iterable[str]) -> list[str]:
        names = {self.name_of(file) for file in files}
        gone = sum(
            max(count - now.get(known, 0), 0) for known, count in self.counts.items() if known.file in names
        )
        if not gone:
            return []
        what, is_gone = number(gone, "finding"), "is" if gone == 1 else "are"
        return [
            f"{what} of {shown(self.path)} {is_gone} gone: run again with --write-baseline to take them out."
        ]

    def lowered(self, found: Iterable[Finding], files: Iterable[str]) -> Baseline:
        """The baseline after *found* in *files*: counts that have fallen are lower, and none is higher."""
        now = Counter(map(self.kind_of, found))
        names = {self.name_of(file) for file in files}
        counts = {
            known: min(count, now[known]) if known.file in names else count
            for known, count in self.counts.items()
        }
        return Baseline(self.path, {known: count for known, count in counts.items() if count})

    def write(self) -> None:
        """Write the file. Raises NotWritten."""
        rows = [{**known._asdict(), "count": count} for known, count in sorted(self.counts.items())]
        text = json.dumps({"specrules": FORMAT, "findings": rows}, ensure_ascii=False, indent=2)
        write_file(self.path, f"{text}\n".encode())

    def kind_of(self, finding: Finding) -> Known:
        """What *finding* counts as. A clause may get another title, so only its number is kept."""
        subject = (finding.subject or "").partition(' "')[0]
        return Known(self.name_of(finding.place.file), finding.code, subject)

    def name_of(self, file: str) -> str:
        """*file* as the baseline names it: from where the baseline stands."""
        home = os.path.dirname(os.path.abspath(self.path))
        try:
            return shown(os.path.relpath(os.path.abspath(file), home))
        except ValueError:  # on another disk, which Windows knows
            return shown(os.path.abspath(file))


def begin(path: str, found: Iterable[Finding]) -> None:
    """Write a baseline of all that was *found* to *path*, where there is none yet. Raises NotWritten."""
    empty = Baseline(path, {})
    Baseline(path, Counter(map(empty.kind_of, found))).write()


def lower(path: str, found: Iterable[Finding], files: Iterable[str]) -> str:
    """Lower the baseline at *path* to what was *found* in *files*; say what it holds. Raises NotWritten."""
    before = Baseline.read(path)
    after = before.lowered(found, files)
    if after != before:
        after.write()
    count = sum(after.counts.values())
    return f"{shown(path)} holds {number(count, 'finding')}."


def _counts(data: dict[str, Any]) -> dict[Known, int]:
    if data["specrules"] != FORMAT:
        raise ValueError(data["specrules"])
    counts = {Known(row["file"], row["code"], row["subject"]): row["count"] for row in data["findings"]}
    if not all(isinstance(count, int) and count > 0 for count in counts.values()):
        raise ValueError("a count is no number")
    return counts
