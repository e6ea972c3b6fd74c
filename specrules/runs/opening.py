"""Reviews to compare, read from where a person says they are.

In: the path of a record, or of a ``review.json``.  Out: the review as data and, from a record, what it was
made from.  Nothing is judged on a record that is not as it was kept.
"""

from __future__ import annotations

import json
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from specrules.base.errors import NothingChecked, UnreadableFile
from specrules.base.files import read_bytes, shown
from specrules.engine import open_engine
from specrules.records import FORMAT as REVIEW
from specrules.runs.attributing import attributed, side_of
from specrules.runs.comparing import Comparison, compare, results_of
from specrules.runs.published import SHELF
from specrules.runs.record import NAME, Role
from specrules.runs.staging import staged
from specrules.runs.store import Folder, current
from specrules.runs.verifying import fault_of, gap
from specrules.values.periods import read_period

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from specrules.engine import Engines
    from specrules.runs.attributing import Side
    from specrules.runs.record import Record

_LIMIT = 1024 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Opened:
    """A review, and the record it is from with its folder; None for a ``review.json``."""

    review: Mapping[str, Any]
    record: Record | None = None
    folder: Folder | None = None

    @property
    def name(self) -> str:
        """The name of the record, or ""."""
        return self.record.head.name if self.record else ""

    @property
    def specification(self) -> str:
        """The SHA-256 of the specification it was made by; "" for a ``review.json``."""
        inputs = self.record.body.inputs if self.record else ()
        return next((each.sha256 for each in inputs if each.role is Role.SPECIFICATION), "")


def open_review(path: Path, engines: Engines = open_engine) -> Opened:
    """The review at *path*. Raises UnreadableFile, and NothingChecked for a record that is not as it was."""
    # What is kept as published is named as a record is, and is a review.json all the same.
    if NAME.fullmatch(path.name) and path.parent.name != SHELF:
        folder = Folder(path.parent)
        if fault := fault_of(folder, path.name, engines=engines):
            raise NothingChecked(f"Nothing was compared. {fault}")
        record = folder.read(path.name)
        return Opened(record.body.review, record, folder)
    return Opened(_review(path))


def remarks(before: Opened, after: Opened) -> tuple[str, ...]:
    """What to know of two reviews beside what changed: a gap before one, or two texts of one version."""
    found = [gap(each.folder, each.record.head) for each in (before, after) if each.record and each.folder]
    one, other = (each.review["run"]["version"] for each in (before, after))
    texts = {each.specification for each in (before, after)}
    if one == other and len(texts) == 2 and "" not in texts:
        found.append(
            f"Both reviews are by a version {one}, and these are two different texts. "
            "Give the later one a version of its own."
        )
    return tuple(filter(None, found))


def newest_two(path: Path) -> tuple[Path, Path]:
    """The reviews of the last two periods in a folder that keeps those of one contract."""
    heads, unfit = Folder(path).heads()
    if unfit:
        raise NothingChecked(f"Nothing was compared. {unfit[0]}")
    counting = current(heads)
    contracts = sorted({head.spec for head in counting})
    if len(contracts) > 1 or len(counting) < 2:
        if len(contracts) > 1:
            held = f"is for {len(contracts)} contracts"
        else:
            held = "holds one kept review, and a comparison needs two" if counting else "holds no kept review"
        raise NothingChecked(f"Nothing was compared: {shown(path)} {held}. Name two kept reviews.")
    before, after = counting[-2:]
    return path / before.name, path / after.name


def compared(before: Opened, after: Opened, engines: Engines = open_engine) -> Comparison:
    """Two reviews side by side. Raises EngineFault, and NothingChecked where their contracts differ."""
    ours, theirs = (each.review["run"]["spec"] for each in (before, after))
    if ours != theirs:
        raise NothingChecked(
            f"Nothing was compared: the first is a review of {ours} and the second of {theirs}. "
            "Only reviews of one contract can be compared."
        )
    names = before.name, after.name
    if not (before.record and after.record):
        return compare(before.review, after.review, names)
    with ExitStack() as stack, engines("both") as engine:
        shares = attributed(_side(before, stack), _side(after, stack), engine)
        return compare(before.review, after.review, names, shares)


def _side(opened: Opened, stack: ExitStack) -> Side:
    assert opened.record and opened.folder  # noqa: S101 - the caller has looked
    folder, body = opened.folder, opened.record.body
    stage = stack.enter_context(staged(body.inputs, lambda each: folder.input(each.sha256)))
    given = stage.read(read_period(body.period))
    return side_of(given, date.fromisoformat(body.as_at), results_of(body.review))


def _review(path: Path) -> Mapping[str, Any]:
    try:
        review = json.loads(read_bytes(path, _LIMIT))
        kind = review["specrules"]
        if kind == REVIEW:
            compare(review, review)  # what it lacks is found here, and not half way
            return dict(review)
    except (ValueError, RecursionError, KeyError, TypeError, AttributeError, IndexError) as error:
        lacks = "it is no kept review and no review.json, or is damaged"
        raise UnreadableFile(f"{shown(path)} was not read: {lacks}.") from error
    newer = isinstance(kind, str) and kind.startswith("review ")
    why = f'it is a "{kind}", which this version cannot read' if newer else "it is no review"
    raise UnreadableFile(f"{shown(path)} was not read: {why}.")
