"""What the meeting log says about one review, as plain values ready to print.

In: a run.  Out: its comments, queries, actions and decisions, with days and
authors as text.  Whatever may identify a person using the service is withheld
here, and where an audience may not see every figure nothing that somebody wrote
freely is shown: a number in a sentence gives away the one that is hidden.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from specrules.base.frozen import replace
from specrules.evidence.personal import withhold
from specrules.log.due import meeting_day
from specrules.log.progress import State, progress

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from specrules.judging.review import Run
    from specrules.log.model import (
        Adjudication,
        Comment,
        Decision,
        IndexedDocument,
        Log,
        Person,
        Query,
        Verification,
    )
    from specrules.log.progress import Progress
    from specrules.values.periods import Period

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Said:
    """Something said on a day: a reply, a step of a query, a note. *outcome* is what became of it, or ""."""

    on: str
    by: str
    says: str
    outcome: str = ""


@dataclass(frozen=True, slots=True)
class CommentView:
    """What a party says of its result, and the replies. *kind* is "comment" or "factual accuracy"."""

    id: str
    requirement: str
    party: str
    party_name: str
    kind: str
    on: str
    by: str
    says: str
    replies: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class QueryView:
    """A question to a party. *due* is "" where no day was set."""

    id: str
    requirement: str
    party: str
    party_name: str
    period: str
    on: str
    by: str
    asks: str
    due: str
    state: str
    overdue: bool
    then: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class ActionView:
    """An action as this review finds it: its state, and why. *closes* says what closes it, in words.

    *newly_closed* when this review closes it and the log does not say so yet.
    """

    id: str
    requirement: str
    party: str
    party_name: str
    period: str
    does: str
    owner: str
    due: str
    closes: str
    state: str
    why: str
    cells: tuple[str, ...]
    overdue: bool
    newly_closed: bool
    notes: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class AdjudicationView:
    """A result that was decided otherwise. *counts* is False where the decision changed nothing."""

    id: str
    requirement: str
    party: str
    on: str
    by: str
    was: str
    becomes: str
    authority: str
    reason: str
    evidence: str
    counts: bool


@dataclass(frozen=True, slots=True)
class SeenView:
    """Evidence that somebody has looked at."""

    id: str
    requirement: str
    party: str
    on: str
    by: str
    method: str
    sample: str
    document: str
    holds: bool
    grade: str


@dataclass(frozen=True, slots=True)
class DecisionView:
    """What a meeting decided."""

    id: str
    on: str
    by: str
    decides: str
    requirements: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DocumentView:
    """A document of the index."""

    id: str
    title: str
    version: str
    owner: str
    on: str
    held: str


@dataclass(frozen=True, slots=True)
class Minutes:
    """What the log says about one review, or about one duty of it."""

    comments: tuple[CommentView, ...] = ()
    queries: tuple[QueryView, ...] = ()
    actions: tuple[ActionView, ...] = ()
    adjudications: tuple[AdjudicationView, ...] = ()
    seen: tuple[SeenView, ...] = ()
    decisions: tuple[DecisionView, ...] = ()
    documents: tuple[DocumentView, ...] = ()

    def about(self, requirement: str, party: str) -> Minutes:
        """What it says about one requirement of one party."""
        if self == NONE:
            return NONE  # as of most reviews, whose thousands of results need not be looked up one by one

        def own(entries: tuple[T, ...]) -> tuple[T, ...]:
            return tuple(each for each in entries if _is_about(each, requirement, party))

        return Minutes(
            own(self.comments),
            own(self.queries),
            own(self.actions),
            own(self.adjudications),
            own(self.seen),
            tuple(each for each in self.decisions if requirement in map(_duty, each.requirements)),
        )


NONE = Minutes()


def minutes(run: Run, *, silent: bool = False) -> Minutes:
    """What the log of *run* says about it. When *silent*, only what explains a result, and without words."""
    names = {party.id: party.name for party in run.spec.parties}
    today = meeting_day(run.log, run.spec, run.period, run.as_at)
    found = _Minuter(run.log, run.period, today, names).minutes(run)
    if not silent:
        return found
    plain = tuple(replace(each, reason="", authority="", evidence="") for each in found.adjudications)
    return Minutes(adjudications=plain)


@dataclass(frozen=True, slots=True)
class _Minuter:
    """Makes the minutes of one review. *today* is the day of the meeting."""

    log: Log
    period: Period
    today: date
    names: Mapping[str, str]

    def minutes(self, run: Run) -> Minutes:
        """All of it."""
        counting = {each.decided.id for each in run.verdicts if each.decided}
        come = progress(self.log, self.period, run.verdicts)
        return Minutes(
            comments=tuple(map(self.comment, self.now(self.log.comments))),
            queries=tuple(self.query(each) for each in self.log.queries if self.is_asked(each)),
            actions=tuple(self.action(each) for each in come if self.is_shown(each)),
            adjudications=tuple(
                _adjudication(each, each.id in counting) for each in self.now(self.log.adjudications)
            ),
            seen=tuple(map(_seen, self.now(self.log.verifications))),
            decisions=tuple(
                _decision(each) for each in self.log.decisions if each.period in (None, self.period)
            ),
            documents=tuple(map(_document, self.log.documents)),
        )

    def now(self, records: Iterable[T]) -> Iterable[T]:
        """The records about the period reviewed."""
        return (each for each in records if getattr(each, "period", None) == self.period)

    def is_asked(self, query: Query) -> bool:
        """Whether a query is of this review, or waits from an earlier one."""
        return query.period == self.period or (query.waits and query.period.end < self.period.end)

    def is_shown(self, come: Progress) -> bool:
        """Whether an action is of this review, open, or closed by it."""
        action = come.action
        by_this = come.is_new or bool(action.closed and action.closed.period in (None, self.period))
        return action.period == self.period or come.state is State.OPEN or by_this

    def comment(self, comment: Comment) -> CommentView:
        replies = (Said(_day(e.on), _who(e.by), _clean(e.says), e.outcome) for e in comment.replies)
        return CommentView(
            comment.id,
            comment.requirement,
            comment.party,
            self.names.get(comment.party, comment.party),
            "factual accuracy" if comment.accuracy else "comment",
            _day(comment.on),
            _who(comment.by),
            _clean(comment.says),
            tuple(replies),
        )

    def query(self, query: Query) -> QueryView:
        then = (Said(_day(e.on), _who(e.by), _clean(e.says), str(e.state)) for e in query.then)
        return QueryView(
            query.id,
            query.requirement,
            query.party,
            self.names.get(query.party, query.party),
            query.period.name,
            _day(query.on),
            _who(query.by),
            _clean(query.asks),
            _day(query.due),
            str(query.state),
            query.waits and query.due is not None and query.due < self.today,
            tuple(then),
        )

    def action(self, come: Progress) -> ActionView:
        action = come.action
        notes = (Said(_day(e.on), _who(e.by), _clean(e.says)) for e in action.notes)
        late = action.due is not None and action.due < self.today
        return ActionView(
            action.id,
            action.requirement,
            action.party,
            self.names.get(action.party, action.party),
            action.period.name,
            _clean(action.does),
            _clean(action.owner),
            _day(action.due),
            f"{action.evidence} {action.closes_when}" if action.evidence else _clean(action.document),
            str(come.state),
            _clean(come.why),
            tuple(map(_clean, come.cells)),
            late and come.state is State.OPEN,
            come.is_new,
            tuple(notes),
        )


def _adjudication(decided: Adjudication, counts: bool) -> AdjudicationView:
    return AdjudicationView(
        decided.id,
        decided.requirement,
        decided.party,
        _day(decided.on),
        _who(decided.by),
        decided.was,
        decided.becomes,
        _clean(decided.authority),
        _clean(decided.reason),
        _clean(decided.evidence),
        counts,
    )


def _seen(event: Verification) -> SeenView:
    return SeenView(
        event.id,
        event.requirement,
        event.party,
        _day(event.on),
        _who(event.by),
        _clean(event.method),
        _clean(event.sample),
        event.document,
        event.holds,
        event.grade,
    )


def _decision(decision: Decision) -> DecisionView:
    who = _who(decision.by)
    return DecisionView(decision.id, _day(decision.on), who, _clean(decision.decides), decision.requirements)


def _document(entry: IndexedDocument) -> DocumentView:
    texts = (entry.title, entry.version, entry.owner)
    title, version, owner = map(_clean, texts)
    return DocumentView(entry.id, title, version, owner, _day(entry.on), _clean(entry.held))


def _is_about(entry: object, requirement: str, party: str) -> bool:
    return getattr(entry, "party", "") == party and _duty(getattr(entry, "requirement", "")) == requirement


def _duty(item: str) -> str:
    return item.partition(".")[0]


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def _who(person: Person) -> str:
    return _clean(str(person))


def _clean(text: str) -> str:
    return withhold(text)[0]
