"""Read a meeting log.

Comes in: the tree of a meeting log.  Goes out: its records, each with the day and
who made it, and findings.  A record whose day, author or subject cannot be read
is reported and left out; the rest is kept.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, TypeVar

from specrules.base.findings import Severity
from specrules.base.frozen import replace
from specrules.log.model import (
    Action,
    Adjudication,
    Allowance,
    Approval,
    Closes,
    Closing,
    Comment,
    Decision,
    IndexedDocument,
    Log,
    Note,
    Person,
    Query,
    QueryState,
    QueryStep,
    Record,
    Reply,
    Verification,
    Withdrawal,
)
from specrules.spec import faults as f
from specrules.spec.faults import Faults
from specrules.spec.once import told_once
from specrules.spec.walk import Filled, read_file

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from specrules.base.findings import Finding, Span
    from specrules.text.tree import Tree

T = TypeVar("T")
Fields = dict[str, Any]


def read_log(tree: Tree) -> tuple[Log | None, tuple[Finding, ...]]:
    """The meeting log in *tree*, and everything found. None when it cannot be read as one."""
    from specrules.log.ledger import NO_DAY, OF_NOTHING, alone

    faults = Faults(tree)
    filled = read_file(tree, "meeting log", faults)
    if filled is None:
        return None, told_once(faults)
    for each in filled.get("allowances", ()):
        _look_at_days(each, faults)
    read = {heading: _records(filled, heading, make) for heading, make in _MAKERS.items()}
    source = tree.source
    log = _grounded(Log(file=source.path, digest=source.digest, kept_to=filled.get("kept-to"), **read))
    found = told_once(faults, list(_subjects(filled)))
    # A day that could not be read has been reported as such.
    is_unread = filled.wrote("kept-to") and log.kept_to is None
    # Nor is what could not be read known not to be there.
    is_partial = any(each.severity is Severity.ERROR for each in tree.findings)
    unsaid = {NO_DAY} if is_unread else set()
    unsaid |= {OF_NOTHING} if is_partial else set()
    return log, (*found, *(each for each in alone(log) if each.code not in unsaid))


def _grounded(log: Log) -> Log:
    """The log, in which each decision and each closing knows whether its evidence can be looked at."""
    documents = {each.id for each in log.documents}
    decided = [replace(each, grounded=is_grounds(each.evidence, documents)) for each in log.adjudications]
    actions = [replace(each, closed=_closed(each.closed, documents)) for each in log.actions]
    return replace(log, adjudications=tuple(decided), actions=tuple(actions))


def _closed(closing: Closing | None, documents: Collection[str]) -> Closing | None:
    return replace(closing, grounded=is_grounds(closing.evidence, documents)) if closing else None


#: A cell or a line as findings and reports name it: "sheet Return, cell D7", "line 14".
_PLACE = re.compile(r"\b(?:cell [A-Z]{1,3}[0-9]+|line [0-9]+)\b")


def is_grounds(evidence: str, documents: Collection[str]) -> bool:
    """Whether what a record names as its evidence can be looked at: a document of the index, or a place."""
    return evidence in documents or _PLACE.search(evidence) is not None


def _subjects(filled: Filled) -> list[tuple[Span, str]]:
    """Every record of the log: where it stands, and what it is called."""
    return [
        (each.written.span, f"{each.shape.called} {each.get('id', '')}".rstrip())
        for heading in _MAKERS
        for each in filled.get(heading, ())
    ]


def _records(filled: Filled, heading: str, make: Callable[[Fields], Record]) -> tuple[Any, ...]:
    """The records under *heading* that could be read, with what is asked of them."""
    entries: tuple[Filled, ...] = filled.get(heading, ())
    read = [_made(each, make) for each in entries]
    return tuple(each for each in read if each is not None)


def _made(filled: Filled, make: Callable[[Fields], T]) -> T | None:
    """What *make* makes of an entry, or None when something that it needs could not be read."""
    read = {key: _value(value) for key, value in filled.values.items()}
    fields = {key: value for key, value in read.items() if value is not None}
    if any(field.key not in fields for field in filled.shape.required):
        return None
    return make({**fields, "written": filled.written})


def _value(value: Any) -> Any:
    """A value of an entry; what has headings of its own becomes fields, or None where some are unread."""
    if isinstance(value, Filled):
        return _made(value, lambda fields: fields)
    if isinstance(value, tuple):
        return tuple(each for each in map(_value, value) if each is not None)
    return value


# -- one kind of record each


def _person(fields: Fields) -> Person:
    return Person(fields["role"], fields.get("name", ""))


def _said(fields: Fields) -> Fields:
    """What every record has: its number, what and whom it is about, its day, and who made it."""
    same = ("id", "requirement", "party", "period", "written")
    return {
        **{key: fields[key] for key in same if key in fields},
        "on": fields["date"],
        "by": _person(fields["by"]),
    }


def _kept(fields: Fields, *keys: str) -> Fields:
    """The fields of these names that were written."""
    return {key: fields[key] for key in keys if key in fields}


def _comment(fields: Fields) -> Comment:
    replies = tuple(
        Reply(each["date"], _person(each["by"]), each["says"], each.get("outcome", ""))
        for each in fields.get("replies", ())
    )
    accuracy = fields.get("kind") == "factual accuracy"
    return Comment(**_said(fields), says=fields["says"], accuracy=accuracy, replies=replies)


def _query(fields: Fields) -> Query:
    steps = tuple(
        QueryStep(each["date"], _person(each["by"]), QueryState(each["state"]), each["says"])
        for each in fields.get("then", ())
    )
    return Query(**{"requirement": "", **_said(fields)}, **_kept(fields, "asks", "due"), then=steps)


def _allowance(fields: Fields) -> Allowance:
    approval = fields["approved-by"]
    more = _kept(fields, "id", "requirement", "party", "reason", "conditions", "renewals", "renews", "action")
    return Allowance(
        **more,
        since=fields["from"],
        until=fields["to"],
        approved_by=Approval(approval["role"], approval["date"], approval.get("name", "")),
        written=fields["written"],
    )


def _adjudication(fields: Fields) -> Adjudication:
    more = _kept(fields, "was", "becomes", "authority", "reason", "evidence")
    return Adjudication(**_said(fields), **more)


def _verification(fields: Fields) -> Verification:
    more = _kept(fields, "method", "sample", "document", "grade")
    return Verification(**_said(fields), **more, holds=fields["found"] == "as declared")


def _document(fields: Fields) -> IndexedDocument:
    more = _kept(fields, "id", "title", "version", "owner", "held", "written")
    return IndexedDocument(**more, on=fields["date"])


def _decision(fields: Fields) -> Decision:
    return Decision(**_said(fields), **_kept(fields, "decides", "requirements"))


def _action(fields: Fields) -> Action:
    notes = tuple(Note(each["date"], _person(each["by"]), each["says"]) for each in fields.get("notes", ()))
    return Action(
        **_said(fields),
        **_kept(fields, "does", "owner", "due", "evidence", "document"),
        closes_when=Closes(fields.get("closes-when", "met")),
        notes=notes,
        closed=_closing(fields["closed"]) if "closed" in fields else None,
        withdrawn=_withdrawal(fields["withdrawn"]) if "withdrawn" in fields else None,
    )


def _closing(fields: Fields) -> Closing:
    return Closing(fields["date"], _person(fields["by"]), fields["evidence"], fields.get("period"))


def _withdrawal(fields: Fields) -> Withdrawal:
    return Withdrawal(fields["date"], _person(fields["by"]), fields["reason"])


_MAKERS: dict[str, Callable[[Fields], Any]] = {
    "comments": _comment,
    "queries": _query,
    "allowances": _allowance,
    "adjudications": _adjudication,
    "verifications": _verification,
    "documents": _document,
    "decisions": _decision,
    "actions": _action,
}


def _look_at_days(filled: Filled, faults: Faults) -> None:
    """Report an allowance that ends before it starts."""
    since, until = filled.get("from"), filled.get("to")
    if since and until and until < since:
        message = f"It ends on {until}, which is before {since}, when it starts."
        faults.add(
            f.ENDS_BEFORE_START, filled.written.values["to"], message, remedy="Correct one of the two."
        )
