"""Find what reviews were given before, period by period.

In: folders, each with a specification and returns as ``review`` takes them, or with reviews that were kept.
Out: what each period's review was given.  A return whose answers are kept is not read again, and a review
that was kept counts only where it still comes out as it was kept.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from specrules.base.build import build
from specrules.base.errors import NothingChecked, UnreadableFile
from specrules.base.files import digest_of, read_bytes, shown
from specrules.base.frozen import replace
from specrules.compile import planned
from specrules.drafts.kept import asked_digest, print_of
from specrules.drafts.past import Past, Sent, by_party, past_of, sent
from specrules.drafts.together import only, together
from specrules.evidence.guard import MAX_BYTES
from specrules.evidence.header import read_header
from specrules.evidence.opening import open_returns
from specrules.evidence.personal import withhold
from specrules.evidence.returns import answers
from specrules.inputs import Dated, gather, log_beside, period_of_note, read, read_checked
from specrules.log.model import EMPTY
from specrules.runs.record import NotAsKept
from specrules.runs.staging import staged
from specrules.runs.store import Folder, current
from specrules.runs.verifying import fault_of
from specrules.values.periods import read_period

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from specrules.drafts.kept import Kept
    from specrules.evidence.facts import Request
    from specrules.evidence.opening import Many, Opened
    from specrules.inputs import Inputs
    from specrules.runs.record import Record
    from specrules.spec.model import Spec
    from specrules.values.periods import Period


def stored(paths: Sequence[Path], kept: Kept, many: Many | None = None) -> Iterator[Past]:
    """What each period's review was given, folder by folder.

    Raises UnreadableFile, FaultySpec, and NothingChecked where a kept review is not what it was, or a folder
    has no returns.
    """
    for path in paths:
        if not path.is_dir():
            raise UnreadableFile(
                f"{shown(path)} was not read: there is no such folder. Name folders that hold a "
                "specification and its returns, or kept reviews."
            )
        is_of_records = bool(Folder(path).names())
        yield from _records(Folder(path), kept) if is_of_records else _Reading(path, kept, many).periods()


# -- kept reviews


def _records(folder: Folder, kept: Kept) -> Iterator[Past]:
    """What each kept review was made from, but for those that another restates."""
    heads, unfit = folder.heads()
    if unfit:
        raise NothingChecked(f"Nothing was replayed. {unfit[0]}")
    for head in current(heads):
        try:
            record = _sound(folder, head.name, kept)
        except (NotAsKept, UnreadableFile) as error:
            raise NothingChecked(f"Nothing was replayed. {error}") from error
        with staged(record.body.inputs, lambda each: folder.input(each.sha256)) as files:
            yield past_of(files.read(read_period(record.body.period)))


def _sound(folder: Folder, name: str, kept: Kept) -> Record:
    """A record that comes out as it was kept; each build judges it again once. Raises NotAsKept."""
    record = folder.read(name)
    key = print_of("sound 1", build(), record.sha256)
    known = kept.is_sound(key)
    if fault := fault_of(folder, name, again=not known):
        raise NotAsKept(fault)
    if not known:
        kept.keep_sound(key)
    return record


# -- a folder with a specification and returns


class _Reading:
    """Reads the returns of one folder, a period at a time."""

    def __init__(self, path: Path, kept: Kept, many: Many | None) -> None:
        self.inputs: Inputs = gather([path])
        self.spec: Spec = read_checked(self.inputs.spec)[0]
        self.path, self.kept, self.many = path, kept, many
        self.known: dict[Period, dict[Path, str]] = {}
        self.opened: dict[Period, list[Opened]] = {}
        self.undated: list[Opened] = []

    def periods(self) -> Iterator[Past]:
        """What the review of each period was given, the earliest first."""
        self.sort()
        noted = {found for note in self.inputs.extracts if (found := period_of_note(note))}
        periods = sorted({*self.known, *self.opened, *noted}, key=lambda each: (each.end, each.start))
        if not periods:
            raise NothingChecked(f"Nothing was replayed: {shown(self.path)} holds no return for a period.")
        log = log_beside(self.inputs.spec)
        files = {self.spec.file: self.spec.digest, **({log.file: log.digest} if log else {})}
        for period in periods:
            past = Past(self.spec, period, by_party(self.sent(period)), log or EMPTY, files)
            yield self.with_extracts(past) if self.inputs.extracts else past
            self.kept.write()

    def with_extracts(self, past: Past) -> Past:
        """The same with what client-level extracts of the period say."""
        given = read(replace(self.inputs, returns=(), named=frozenset()), past.period)
        return replace(past, extracts=given.extracts)

    def sort(self) -> None:
        """Find the period of every return, from what is kept of it or else by opening it."""
        fresh = []
        for path in self.inputs.returns:
            digest = _digest(path)
            sender = self.kept.sender(digest)
            if sender:
                self.known.setdefault(read_period(sender.period), {})[path] = digest
            else:
                fresh.append(path)
        for opened in open_returns(fresh, self.many):
            period = Dated(opened, self.spec).period
            if period:
                self.opened.setdefault(period, []).append(opened)
            else:
                self.undated.append(opened)

    def sent(self, period: Period) -> Iterator[Sent]:
        """Every return that was sent for a period, or may have been. What is read now is kept."""
        asked = asked_digest(self.spec, period, build())
        again = []
        for path, digest in self.known.get(period, {}).items():
            if self.kept.has_answers(digest, asked):
                yield self.as_kept(path, digest)
            else:
                again.append(path)
        opened = [*self.opened.get(period, ()), *open_returns(again, self.many), *self.undated]
        for each in answers(opened, self.asked_of(opened, period)):
            is_ours = each.readable and each.period == period.name
            if is_ours:
                self.kept.keep_answers(each, asked)
            yield sent(each, is_ours=is_ours)

    def as_kept(self, path: Path, digest: str) -> Sent:
        """A return whose answers are kept."""
        file, sender = withhold(shown(path))[0], self.kept.sender(digest)
        party = sender.party if sender else ""
        return Sent(file, digest, party, partial(self.kept.answers, digest, file))

    def asked_of(self, opened: Sequence[Opened], period: Period) -> tuple[Request, ...]:
        """What those were asked whose returns were opened, which may be few of many."""
        if not opened:
            return ()
        named = {read_header(each, self.spec.returns.uk_dates)[0].party.casefold() for each in opened}
        groups = (group for group in together(self.spec) if named & {each.casefold() for each in group})
        parties = frozenset(party for group in groups for party in group)
        return planned(only(self.spec, parties), period).asked


def _digest(path: Path) -> str:
    """The fingerprint of a file; "" where it cannot be read, which opening it will say."""
    try:
        return digest_of(read_bytes(path, MAX_BYTES))
    except UnreadableFile:
        return ""
