"""Prove that kept reviews still say what they said.

In: a folder of records, or one of them.  Out: what is wrong, each thing in one sentence.  A record must
give its name, its files must be there as they were, what it comes after must be there, and judged again
from those files it must come out the same.  Of each record the first thing that is wrong is named.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from specrules.base.errors import UnreadableFile
from specrules.base.phrases import listed
from specrules.engine import open_engine
from specrules.runs.again import differs, is_of_another_build
from specrules.runs.record import NotAsKept
from specrules.runs.store import current, newest

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from specrules.engine import Engines
    from specrules.runs.record import Head, Input, Record
    from specrules.runs.store import Folder


class Fault(NamedTuple):
    """One thing that is wrong, and the record it is wrong with ("" where it is between several)."""

    record: str
    what: str


@dataclass(frozen=True, slots=True)
class Verified:
    """What was looked at, and all that is wrong. *joined* counts forks that a later record has joined.

    *worded* are the records that another build kept, of which it is the results that come out again.
    """

    records: tuple[str, ...]
    again: bool
    faults: tuple[Fault, ...]
    joined: int = 0
    worded: tuple[str, ...] = ()


def verify(
    folder: Folder, names: Sequence[str] = (), *, again: bool = True, engines: Engines = open_engine
) -> Verified:
    """Look at the records called *names*, or at all; judge them *again* unless that is not wanted.

    Raises UnreadableFile when there is no such folder.
    """
    chosen = tuple(names) or folder.names()
    faults = [
        Fault(name, what) for name in chosen if (what := fault_of(folder, name, again=again, engines=engines))
    ]
    at_fault = {fault.record for fault in faults}
    heads = [head for head in folder.heads()[0] if head.name in chosen]
    faults += [
        Fault(head.name, what) for head in heads if head.name not in at_fault if (what := gap(folder, head))
    ]
    if not names:
        faults += _forks(heads)
        faults += [Fault("", f"{name} stands among the records and is none.") for name in folder.strangers()]
    worded = tuple(name for name in chosen if name not in at_fault and _is_worded(folder, name))
    return Verified(chosen, again, tuple(faults), _joined(heads), worded if again else ())


def _is_worded(folder: Folder, name: str) -> bool:
    return is_of_another_build(folder.read(name).body)


def fault_of(folder: Folder, name: str, *, again: bool = True, engines: Engines = open_engine) -> str:
    """The first thing that is wrong with one record and the files it was made from, or ""."""
    try:
        record = folder.read(name)
        for each in record.body.inputs:
            _check_input(folder, record, each)
        return differs(folder, record, engines) if again else ""
    except (NotAsKept, UnreadableFile) as error:
        return str(error)


def _check_input(folder: Folder, record: Record, each: Input) -> None:
    try:
        folder.input(each.sha256)
    except NotAsKept as error:
        raise NotAsKept(
            f"The {each.role} {each.name} of {record.head.name} is not as it was: {error}"
        ) from None


# -- the chain


def gap(folder: Folder, head: Head) -> str:
    """What is missing before a record, or ""."""
    there = set(folder.names())
    gone = [
        link.record for link in dict.fromkeys((*head.follows, *head.restates)) if link.record not in there
    ]
    if not gone:
        return ""
    are = "which is" if len(gone) == 1 else "which are"
    return (
        f"{head.name} comes after {listed(gone)}, {are} not in this folder: removed, or given another name."
    )


def gaps(folder: Folder, names: Sequence[str]) -> tuple[str, ...]:
    """What is missing before each of the records called *names*."""
    return tuple(filter(None, (gap(folder, folder.head(name)) for name in names)))


def _forks(heads: Sequence[Head]) -> Iterator[Fault]:
    """Records between which nothing says what counts, contract by contract."""
    for spec in sorted({head.spec for head in heads}):
        ours = [head for head in heads if head.spec == spec]
        ends = newest(ours)
        # Where a record is gone, those before it only seem to have nothing after them.
        is_whole = {link.record for head in ours for link in head.follows} <= {head.name for head in ours}
        if is_whole and len({head.period for head in ends}) > 1:
            yield Fault(
                "",
                f"{listed(head.name for head in ends)} were kept at the same moment: none comes after "
                "another. All of them stand, and the next review kept here comes after all.",
            )
        yield from _doubles(current(ours))


def _doubles(heads: Sequence[Head]) -> Iterator[Fault]:
    for period in sorted({head.period for head in heads}):
        same = [head.name for head in heads if head.period == period]
        if len(same) > 1:
            yield Fault(
                "",
                f"{listed(same)} are all for {period}, and none restates another. "
                "Keep the one that is right once more, and it counts instead of all.",
            )


def _joined(heads: Sequence[Head]) -> int:
    """How many records come after several that were kept at the same moment."""
    return sum(len(head.follows) > 1 for head in heads)
