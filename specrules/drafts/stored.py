"""Find what reviews were given before, period by period.

In: folders, each with a specification and returns as ``review`` takes them, or with reviews that were kept.
Out: what each period's review was given.  A return whose answers are kept is not read again.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from specrules import __version__
from specrules.compile import planned
from specrules.drafts.kept import asked_digest
from specrules.errors import NothingChecked, UnreadableFile
from specrules.evidence.guard import MAX_BYTES
from specrules.evidence.opening import open_returns
from specrules.evidence.personal import withhold
from specrules.evidence.returns import answers
from specrules.files import digest_of, read_bytes, shown
from specrules.inputs import Dated, gather, period_of_note, read, read_checked
from specrules.periods import read_period
from specrules.runs.staging import staged
from specrules.runs.store import Folder, current

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from specrules.compile import Planned
    from specrules.drafts.kept import KeptReturns
    from specrules.evidence.facts import Return
    from specrules.evidence.opening import Many, Opened
    from specrules.given import Given
    from specrules.inputs import Inputs
    from specrules.periods import Period
    from specrules.spec.model import Spec


def stored(paths: Sequence[Path], kept: KeptReturns, many: Many | None = None) -> Iterator[Given]:
    """What each period's review was given, folder by folder.

    Raises UnreadableFile, FaultySpec, NotAsKept where a kept review is not what it was, and NothingChecked
    for a folder without returns.
    """
    for path in paths:
        if not path.is_dir():
            raise UnreadableFile(
                f"{shown(path)} was not read: there is no such folder. Name folders that hold a "
                "specification and its returns, or kept reviews."
            )
        yield from _records(Folder(path)) if Folder(path).names() else _Reading(path, kept, many).periods()


def _records(folder: Folder) -> Iterator[Given]:
    """What each kept review was made from, but for those that another restates."""
    heads, unfit = folder.heads()
    if unfit:
        raise unfit[0]
    for head in current(heads):
        record = folder.read(head.name)
        with staged(record.body.inputs, lambda each: folder.input(each.sha256)) as files:
            yield files.read(read_period(record.body.period))


class _Reading:
    """Reads the returns of one folder, a period at a time."""

    def __init__(self, path: Path, kept: KeptReturns, many: Many | None) -> None:
        self.inputs: Inputs = gather([path])
        self.spec: Spec = read_checked(self.inputs.spec)[0]
        self.path, self.kept, self.many = path, kept, many
        self.known: dict[Period, dict[Path, str]] = {}
        self.opened: dict[Period, list[Opened]] = {}
        self.undated: list[Opened] = []

    def periods(self) -> Iterator[Given]:
        """What the review of each period was given, the earliest first."""
        self.sort()
        noted = {found for note in self.inputs.extracts if (found := period_of_note(note))}
        periods = sorted({*self.known, *self.opened, *noted}, key=lambda each: (each.end, each.start))
        if not periods:
            raise NothingChecked(f"Nothing was replayed: {shown(self.path)} holds no return for a period.")
        first = self.without_returns(periods[0])
        for period in periods:
            given = first if period == periods[0] else self.in_another(first, period)
            yield replace(given, returns=tuple(self.returns(given.planned)))

    def without_returns(self, period: Period) -> Given:
        """What the review of a period was given, but for its returns."""
        return read(replace(self.inputs, returns=(), named=frozenset()), period)

    def in_another(self, given: Given, period: Period) -> Given:
        """The same in another period. Only extracts differ; specification and log need not be read again."""
        if self.inputs.extracts:
            return self.without_returns(period)
        return replace(given, planned=planned(given.spec, period))

    def sort(self) -> None:
        """Find the period of every return, from what is kept of it or else by opening it."""
        fresh = []
        for path in self.inputs.returns:
            digest = _digest(path)
            named = self.kept.period(digest)
            if named:
                self.known.setdefault(read_period(named), {})[path] = digest
            else:
                fresh.append(path)
        for opened in open_returns(fresh, self.many):
            period = Dated(opened, self.spec).period
            if period:
                self.opened.setdefault(period, []).append(opened)
            else:
                self.undated.append(opened)

    def returns(self, by: Planned) -> Iterator[Return]:
        """The answers of every return for the period that is planned; those read now are kept."""
        period = by.plan.period
        key = asked_digest(self.spec, period, __version__)
        again = []
        for path, digest in self.known.get(period, {}).items():
            found = self.kept.find(withhold(shown(path))[0], digest, key)
            if found:
                yield found
            else:
                again.append(path)
        opened = [*self.opened.get(period, ()), *open_returns(again, self.many), *self.undated]
        for each in answers(opened, by.asked):
            if each.period == period.name:
                self.kept.keep(each, key)
            yield each


def _digest(path: Path) -> str:
    """The fingerprint of a file; "" where it cannot be read, which opening it will say."""
    try:
        return digest_of(read_bytes(path, MAX_BYTES))
    except UnreadableFile:
        return ""
