"""The meeting log, as values: what was said, asked, agreed, decided and promised between reviews.

Every record has a number, a day, and who made it in which role.  Nothing is ever
taken out: what became of a record is written under it, or in a later one.
Only four kinds reach a review: an allowance leaves a result out of the count, an
adjudication decides one otherwise, a verification says how far evidence can be
relied on, and an action says what has to be shown.  Comments never move a result.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from specrules.base.frozen import frozen

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from specrules.spec.model import Written
    from specrules.values.periods import Period


@frozen
class Person:
    """Who made a record: the role, and the meeting or post by name where it was written."""

    role: str
    name: str = ""

    def __str__(self) -> str:
        """In words: "contract review meeting (lead commissioner)"."""
        return f"{self.name} ({self.role})" if self.name else self.role


@frozen
class Approval:
    """Who agreed an allowance, in which role, and on which day. *name* may be a meeting's."""

    role: str
    on: date
    name: str = ""


@frozen
class Reply:
    """What the commissioner answers to a comment. *outcome* is "" where nothing was decided."""

    on: date
    by: Person
    says: str
    outcome: str = ""


@frozen(apart=("written",))
class Comment:
    """What a party says of its result. *accuracy* when it says that something in the result is wrong."""

    id: str
    requirement: str
    party: str
    period: Period
    on: date
    by: Person
    says: str
    accuracy: bool = False
    replies: tuple[Reply, ...] = ()
    written: Written | None = None


class QueryState(StrEnum):
    """How far a query has come."""

    OPEN = "open"
    ANSWERED = "answered"
    RESTATED = "restated"
    CLOSED = "closed"


@frozen
class QueryStep:
    """What became of a query on one day."""

    on: date
    by: Person
    state: QueryState
    says: str


@frozen(apart=("written",))
class Query:
    """A question to a party, and what became of it. *requirement* is "" for a question about everything."""

    id: str
    requirement: str
    party: str
    period: Period
    on: date
    by: Person
    asks: str
    due: date | None = None
    then: tuple[QueryStep, ...] = ()
    written: Written | None = None

    @property
    def state(self) -> QueryState:
        """How far it has come."""
        return self.then[-1].state if self.then else QueryState.OPEN

    @property
    def waits(self) -> bool:
        """Whether an answer is still wanted: it was never answered, or asked again since."""
        return self.state in (QueryState.OPEN, QueryState.RESTATED)


@frozen(apart=("written",))
class Allowance:
    """An agreement that a requirement, or one check of it, is not counted for one party for a while.

    *requirement* is its number, or that of one check (``MA-1.delivered``); both
    days are included.  What would have been the result is always shown as well.
    *renews* names the allowance before it, *action* what is to make it needless.
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
    renews: str = ""
    action: str = ""
    written: Written | None = None


@frozen(apart=("written",))
class Adjudication:
    """A result that somebody with the authority decided otherwise. *was* and *becomes* are words of results.

    *evidence* names the document or the cell that shows it, and *grounded* says that
    it does: a result is never raised by one that is not.
    """

    id: str
    requirement: str
    party: str
    period: Period
    on: date
    by: Person
    was: str
    becomes: str
    authority: str
    reason: str
    evidence: str = ""
    grounded: bool = False
    written: Written | None = None


@frozen(apart=("written",))
class Verification:
    """Somebody has looked at the evidence behind a requirement or check. *holds* when it is as declared.

    *grade* is how far the evidence can be relied on since: documented or verified.
    """

    id: str
    requirement: str
    party: str
    period: Period
    on: date
    by: Person
    method: str
    holds: bool
    sample: str = ""
    document: str = ""
    grade: str = "verified"
    written: Written | None = None


@frozen(apart=("written",))
class IndexedDocument:
    """A document that records refer to, and where it is kept."""

    id: str
    title: str
    on: date
    version: str = ""
    owner: str = ""
    held: str = ""
    written: Written | None = None


@frozen(apart=("written",))
class Decision:
    """What a meeting decided. It says so and moves nothing."""

    id: str
    on: date
    by: Person
    decides: str
    period: Period | None = None
    requirements: tuple[str, ...] = ()
    written: Written | None = None


class Closes(StrEnum):
    """What the evidence of an action has to come to, to close it."""

    SUPPLIED = "supplied"
    PARTLY_MET = "partly met"
    MET = "met"


@frozen
class Note:
    """How an action goes."""

    on: date
    by: Person
    says: str


@frozen
class Closing:
    """When an action was closed, by whom, and by which cell or document. *period* is that of the return.

    It is *grounded* where that is something that can be looked at; otherwise the action is open still.
    """

    on: date
    by: Person
    evidence: str
    period: Period | None = None
    grounded: bool = False


@frozen
class Withdrawal:
    """When an action was given up, by whom, and why."""

    on: date
    by: Person
    reason: str


@frozen(apart=("written",))
class Action:
    """Something to be done by a day, and what will show that it was.

    *evidence* is the requirement or check whose result in a later review closes
    it, once that is what *closes_when* says; *document* is what closes it where
    no result can.
    """

    id: str
    requirement: str
    party: str
    period: Period
    on: date
    by: Person
    does: str
    owner: str = ""
    due: date | None = None
    evidence: str = ""
    closes_when: Closes = Closes.MET
    document: str = ""
    notes: tuple[Note, ...] = ()
    closed: Closing | None = None
    withdrawn: Withdrawal | None = None
    written: Written | None = None


Record = Comment | Query | Allowance | Adjudication | Verification | IndexedDocument | Decision | Action


@frozen
class Log:
    """A meeting log. *kept_to* is the day up to which it is kept, where it says so."""

    allowances: tuple[Allowance, ...] = ()
    file: str = ""
    digest: str = ""
    comments: tuple[Comment, ...] = ()
    queries: tuple[Query, ...] = ()
    adjudications: tuple[Adjudication, ...] = ()
    verifications: tuple[Verification, ...] = ()
    documents: tuple[IndexedDocument, ...] = ()
    decisions: tuple[Decision, ...] = ()
    actions: tuple[Action, ...] = ()
    kept_to: date | None = None

    def records(self) -> Iterator[Record]:
        """Every record, kind by kind."""
        yield from self.comments
        yield from self.queries
        yield from self.allowances
        yield from self.adjudications
        yield from self.verifications
        yield from self.documents
        yield from self.decisions
        yield from self.actions


EMPTY = Log()
