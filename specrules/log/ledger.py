"""What is wrong with a meeting log, and what has come due in it.

Comes in: a log, alone, beside its specification, or beside the verdicts of a
review.  Goes out: findings, each at its record and in a commissioner's words.
Nothing here moves a result.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from specrules.base.phrases import day
from specrules.evidence.personal import withhold
from specrules.log.codes import finding
from specrules.log.model import Action, Allowance, Comment, Query

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from specrules.base.findings import Finding, Place
    from specrules.log.model import Log, Record


# -- the log alone


#: The code of what is said of a log that does not say up to which day it is kept.
NO_DAY = "AL820"
#: The code of a record that refers to another which is not there.
OF_NOTHING = "AL817"


def alone(log: Log) -> tuple[Finding, ...]:
    """What can be said of a log without its specification."""
    return (
        *_numbers(log),
        *_references(log),
        *_days(log),
        *_order(log),
        *_overlaps(log.allowances),
        *_unowned(log.actions),
        *_closed_on_nothing(log.actions),
        *_personal(log),
    )


def _numbers(log: Log) -> Iterator[Finding]:
    """Records that have the number of an earlier one."""
    first: dict[str, Record] = {}
    for each in log.records():
        before = first.setdefault(each.id, each)
        if before is not each:
            yield finding(
                "AL816",
                each,
                f"{each.id} is the number of another record too, so nobody can tell which is meant.",
                key="id",
                remedy="Give the later one the next free number.",
                also=_place(before),
            )


def _place(record: Record) -> tuple[Place, ...]:
    return (record.written.place,) if record.written else ()


def _references(log: Log) -> Iterator[Finding]:
    """Records that refer to one that is not there."""
    allowances, actions = _ids(log.allowances), _ids(log.actions)
    documents = _ids(log.documents)
    for each in log.allowances:
        if each.renews and each.renews not in allowances - {each.id}:
            yield _nowhere(each, "renews", each.renews, "allowance")
        if each.action and each.action not in actions:
            yield _nowhere(each, "action", each.action, "action")
    for event in log.verifications:
        if event.document and event.document not in documents:
            yield _nowhere(event, "document", event.document, "document")


def _ids(records: Iterable[Record]) -> set[str]:
    return {each.id for each in records}


def _nowhere(record: Record, key: str, number: str, kind: str) -> Finding:
    message = f"{record.id} refers to {number}, and no {kind} of this log has that number."
    return finding(OF_NOTHING, record, message, key=key, remedy=f"Correct the number, or add the {kind}.")


def _days(log: Log) -> Iterator[Finding]:
    """Records that bear a day after the one up to which the log is kept."""
    if log.kept_to is None:
        if any(not isinstance(each, Allowance) for each in log.records()):
            message = "The log does not say up to which day it is kept."
            remedy = "Write near the top: kept-to: and the day of its last record."
            yield finding(NO_DAY, None, message, remedy=remedy, file=log.file)
        return
    for each in log.records():
        for made in sorted({on for on in days_of(each) if on > log.kept_to}):
            yield finding(
                "AL810",
                each,
                f"{each.id} is dated {day(made)}, and the log is kept to {day(log.kept_to)}: "
                "that day had not come.",
                key="date",
                remedy="Correct the date, or write under kept-to up to which day the log is kept now.",
            )


def days_of(record: Record) -> tuple[date, ...]:
    """The days on which something was written in a record, in the order of the file."""
    match record:
        case Allowance():
            return (record.approved_by.on,)
        case Comment():
            return (record.on, *(each.on for each in record.replies))
        case Query():
            return (record.on, *(each.on for each in record.then))
        case Action():
            ends = (each.on for each in (record.closed, record.withdrawn) if each)
            return (record.on, *(each.on for each in record.notes), *ends)
        case _:
            return (record.on,)


def _order(log: Log) -> Iterator[Finding]:
    """Records in which something is answered before it was asked."""
    for each in log.records():
        for earlier, later in pairwise(days_of(each)):
            if later < earlier:
                message = f"{each.id} goes on on {day(later)}, which is before {day(earlier)}."
                remedy = "Write what became of it in the order of the days, or correct the date."
                yield finding("AL818", each, message, remedy=remedy)
                break


def _overlaps(allowances: Iterable[Allowance]) -> Iterator[Finding]:
    """Allowances that hold on one day for one duty of one party."""
    seen: list[Allowance] = []
    for each in allowances:
        for other in seen:
            if _same_duty(each, other) and each.since <= other.until and other.since <= each.until:
                first, last = max(each.since, other.since), min(each.until, other.until)
                yield finding(
                    "AL805",
                    each,
                    f"{each.id} and {other.id} are both for {each.requirement}, owed by {each.party}, "
                    f"from {day(first)} to {day(last)}.",
                    remedy="End the earlier one on the day before the later one starts.",
                    also=_place(other),
                )
        seen.append(each)


def _same_duty(one: Allowance, other: Allowance) -> bool:
    """Whether one is for the same as the other, or for a part of it."""
    names = one.requirement.split("."), other.requirement.split(".")
    return one.party == other.party and all(a == b for a, b in zip(*names, strict=False))


def _unowned(actions: Iterable[Action]) -> Iterator[Finding]:
    """Open actions that nobody owns, that are due on no day, or that no evidence can close."""
    for each in actions:
        if each.closed or each.withdrawn:
            continue
        lacks = [word for word, there in (("an owner", each.owner), ("a due date", each.due)) if not there]
        if lacks:
            message = f"{each.id} has not {' nor '.join(lacks)}."
            remedy = f"Write under {'owner' if not each.owner else 'due'} who sees to it, or by when."
            yield finding("AL808", each, message, remedy=remedy)
        if not (each.evidence or each.document):
            message = f"{each.id} does not say which evidence closes it, so it can never be shown to be done."
            remedy = "Write under evidence the requirement or check whose result closes it."
            yield finding("AL809", each, message, remedy=remedy)


GROUNDS = 'Name a document of the index, such as D-1, or a place, such as "riverbank.xlsx, cell D6".'


def _closed_on_nothing(actions: Iterable[Action]) -> Iterator[Finding]:
    """Actions closed by evidence that nobody can look at."""
    for each in actions:
        if each.closed and not each.closed.grounded:
            message = (
                f"{each.id} was closed on something that is neither a document of the index nor a cell or "
                "line of a return, so it is still open."
            )
            yield finding("AL819", each, message, key="closed", remedy=GROUNDS)


def _personal(log: Log) -> Iterator[Finding]:
    """Records in which something may identify a person using the service."""
    for each in log.records():
        kinds = {kind for text in texts_of(each) for kind in withhold(text)[1]}
        if kinds:
            message = f"{each.id} holds what looks like {', '.join(sorted(kinds))}. It is not printed."
            yield finding("AL821", each, message, remedy="Take it out of the log.")


def texts_of(record: Record) -> Iterator[str]:
    """Every text in a record, those below it too."""
    for name in type(record).__match_args__:
        yield from _texts(getattr(record, name))


def _texts(value: object) -> Iterator[str]:
    if type(value) is str:
        yield value
    elif isinstance(value, tuple):
        for each in value:
            yield from _texts(each)
    elif hasattr(value, "__match_args__") and type(value).__module__.endswith("log.model"):
        for name in type(value).__match_args__:
            yield from _texts(getattr(value, name))
