"""The meeting log: what was agreed between the parties after the specification was signed.

Comes in: the tree of a meeting log.  Goes out: the allowances in it, each with
who agreed it and for how long, and findings.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from specrules.frozen import frozen
from specrules.spec import faults as f
from specrules.spec.faults import Faults
from specrules.spec.walk import Filled, read_file

if TYPE_CHECKING:
    from datetime import date

    from specrules.findings import Finding
    from specrules.spec.model import Written
    from specrules.tree import Tree


@frozen
class Approval:
    """Who agreed an allowance, in which role, and on which day. *name* may be a meeting's."""

    role: str
    on: date
    name: str = ""


@frozen(apart=("written",))
class Allowance:
    """An agreement that a requirement, or one check of it, is not counted for one party for a while.

    *requirement* is its number, or that of one check (``MA-1.delivered``); both
    days are included.  What would have been the result is always shown as well.
    """

    id: str
    requirement: str
    party: str
    since: date
    until: date
    reason: str
    approved_by: Approval
    conditions: str = ""
    renewals: int = 0
    written: Written | None = None


@frozen
class Log:
    """A meeting log."""

    allowances: tuple[Allowance, ...] = ()
    file: str = ""
    digest: str = ""


def read_log(tree: Tree) -> tuple[Log | None, tuple[Finding, ...]]:
    """The meeting log in *tree*, and everything found. None when it cannot be read as one."""
    faults = Faults(tree)
    filled = read_file(tree, "meeting log", faults)
    if filled is None:
        return None, faults.all()
    entries: tuple[Filled, ...] = filled.get("allowances", ())
    read = [_allowance(each, faults) for each in entries]
    log = Log(tuple(each for each in read if each), tree.source.path, tree.source.digest)
    return log, faults.all(
        [(each.written.span, f"allowance {each.get('id', '')}".rstrip()) for each in entries]
    )


def _allowance(filled: Filled, faults: Faults) -> Allowance | None:
    """The allowance, or None when one of its days or its approval could not be read."""
    since, until, approval = filled.get("from"), filled.get("to"), filled.get("approved-by")
    if since and until and until < since:
        message = f"It ends on {until}, which is before {since}, when it starts."
        faults.add(
            f.ENDS_BEFORE_START, filled.written.values["to"], message, remedy="Correct one of the two."
        )
    if since is None or until is None or not isinstance(approval, Filled) or approval.get("date") is None:
        return None
    return Allowance(
        id=filled.get("id", ""),
        requirement=filled.get("requirement", ""),
        party=filled.get("party", ""),
        since=since,
        until=until,
        reason=filled.get("reason", ""),
        approved_by=Approval(approval.get("role", ""), approval.get("date"), approval.get("name", "")),
        conditions=filled.get("conditions", ""),
        renewals=filled.get("renewals", 0),
        written=filled.written,
    )
