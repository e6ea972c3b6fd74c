"""The action plan and the agenda that follow from a review.

In: a run.  Out: the actions carried over, each with its state; the actions to
agree now, drafted from what is not met, what has no evidence and where a
self-assessment has gaps; and the agenda of the meeting, from the same data.  A
draft says who, by when, and which evidence closes it; the meeting decides.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from specrules.base.frozen import replace
from specrules.base.phrases import day, listed
from specrules.log.model import Action, Closes, Closing
from specrules.log.progress import State
from specrules.values.periods import due_date, following, read_period
from specrules.view import column
from specrules.viewing import view

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from specrules.judging.review import Run
    from specrules.log.model import Person
    from specrules.minutes import ActionView
    from specrules.view import CheckView, Needed, NeededFrom, VerdictView, View

_SHORT = ("not met", "partly met")


@dataclass(frozen=True, slots=True)
class Draft:
    """An action to agree. *evidence* is what closes it, once it is what *closes_when* says."""

    id: str
    requirement: str
    title: str
    party: str
    owner: str
    does: str
    due: date
    evidence: str
    closes_when: Closes
    why: str


@dataclass(frozen=True, slots=True)
class Gap:
    """Where a self-assessment is below the top of its scale: the word found, and the next one."""

    requirement: str
    title: str
    party_name: str
    found: str
    next: str
    means: str


@dataclass(frozen=True, slots=True)
class Item:
    """One item of an agenda, and what it is about."""

    title: str
    points: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ActionPlan:
    """What was to be done and how far it has come, what to agree now, and the agenda for it."""

    view: View
    carried: tuple[ActionView, ...]
    drafts: tuple[Draft, ...]
    gaps: tuple[Gap, ...]
    next_return: date

    @property
    def open(self) -> tuple[ActionView, ...]:
        """The actions that are still open, overdue ones first."""
        waiting = (each for each in self.carried if each.state == State.OPEN)
        return tuple(sorted(waiting, key=lambda each: not each.overdue))

    @property
    def closed(self) -> tuple[ActionView, ...]:
        """The actions that evidence has closed."""
        return tuple(each for each in self.carried if each.state == State.CLOSED)


def plan_of(run: Run) -> ActionPlan:
    """Return the action plan that follows from *run*."""
    seen = view(run)
    until = due_date(run.spec.returns.due, following(run.period))
    gaps = tuple(_gaps(run, seen))
    drafts = _Drafting(seen, gaps, until, {each.id for each in run.log.records()}).drafts()
    return ActionPlan(seen, seen.minutes.actions, drafts, gaps, until)


# -- gaps


def _gaps(run: Run, seen: View) -> Iterator[Gap]:
    """Every rating that is below the top of its scale, with what the next word means."""
    rubrics = {
        (each.id, check.name): dict(check.rubric) for each in run.spec.requirements for check in each.checks
    }
    for verdict in seen.verdicts:
        for check in verdict.checks:
            if check.found in check.scale[:-1]:
                following_word = check.scale[check.scale.index(check.found) + 1]
                means = rubrics.get((verdict.requirement, _plain(check)), {}).get(following_word, "")
                yield Gap(
                    verdict.requirement, verdict.title, verdict.party_name, check.found, following_word, means
                )


def _plain(check: CheckView) -> str:
    """The name of a check without its place: "fee" for "fee at Quayside"."""
    return check.name.split(" at ")[0]


# -- drafts


@dataclass(frozen=True, slots=True)
class _Drafting:
    """Drafts the actions of one review, each due when the next return is. *taken* are the numbers in use."""

    view: View
    gaps: tuple[Gap, ...]
    until: date
    taken: set[str]

    def drafts(self) -> tuple[Draft, ...]:
        """What is not met first, the musts before the rest; then the evidence still needed."""
        short = [each for each in self.view.verdicts if self.is_short(each)]
        made = [self.improves(each) for each in sorted(short, key=lambda each: each.strength != "must")]
        asked = [self.supplies(each, needs) for each in self.view.needed for needs in _by_duty(each)]
        numbers = self.numbers()
        return tuple(_numbered(each, next(numbers)) for each in (*made, *filter(None, asked)))

    def numbers(self) -> Iterator[str]:
        """The numbers that are free for actions."""
        return (name for n in range(1, 10_000) if (name := f"ACT-{n}") not in self.taken)

    def is_short(self, verdict: VerdictView) -> bool:
        """Whether an action is wanted: something is short of met, and none is open already."""
        is_rating = any(check.scale for check in verdict.checks)
        counts = (verdict.rated and verdict.strength != "encouraged") or is_rating
        return (
            counts and verdict.result.word in _SHORT and not self.is_open(verdict.requirement, verdict.party)
        )

    def is_open(self, requirement: str, party: str) -> bool:
        """Whether an action about it is open."""
        about = self.view.minutes.about(requirement, party).actions
        return any(each.state == State.OPEN for each in about)

    def improves(self, verdict: VerdictView) -> Draft:
        """The action for a duty that is short of met."""
        short = [each for each in verdict.checks if each.result.word in _SHORT]
        alone = f".{_plain(short[0])}" if len(short) == 1 else ""
        takes = [self.takes(verdict, each, named=len(short) > 1) for each in short]
        what = verdict.if_not_met or "agree how it is met"
        return Draft(
            id="",
            requirement=verdict.requirement,
            title=verdict.title,
            party=verdict.party,
            owner=verdict.party_name,
            does=f"{what}, to reach: {'; '.join(takes)}" if takes else what,
            due=self.until,
            evidence=f"{verdict.requirement}{alone}",
            closes_when=Closes.MET,
            why=verdict.result.shown,
        )

    def takes(self, verdict: VerdictView, check: CheckView, *, named: bool) -> str:
        """The smallest change that lifts a check; of a rating, what its next word means."""
        name = f"{check.name}, " if named else ""
        gaps = (each for each in self.gaps if each.requirement == verdict.requirement)
        means = next(
            (f"{each.next}: {each.means}" for each in gaps if each.found == check.found and each.means), ""
        )
        return name + (means or check.would_take or check.wanted)

    def supplies(self, asked: NeededFrom, needs: list[Needed]) -> Draft | None:
        """The action for the evidence on one requirement that one party could still supply."""
        requirement = needs[0].requirement
        verdict = self.owed(requirement, asked.party)
        if verdict is None or self.is_open(requirement, asked.party):
            return None
        names = dict.fromkeys(each.check for each in needs)
        own = [each for each in names if any(check.name == each for check in verdict.checks)]
        alone = f".{own[0].split(' at ')[0]}" if len(names) == len(own) == 1 else ""
        return Draft(
            id="",
            requirement=requirement,
            title=verdict.title,
            party=asked.party,
            owner=asked.name,
            does=f"send the evidence for: {'; '.join(map(_missing, needs))}",
            due=self.until,
            evidence=f"{requirement}{alone}",
            closes_when=Closes.SUPPLIED,
            why=f"no evidence: {listed(dict.fromkeys(each.reason for each in needs))}",
        )

    def owed(self, requirement: str, party: str) -> VerdictView | None:
        """The verdict of one requirement for one party."""
        verdicts = self.view.verdicts
        found = (each for each in verdicts if (each.requirement, each.party) == (requirement, party))
        return next(found, None)


def _by_duty(asked: NeededFrom) -> list[list[Needed]]:
    """What one party could supply, requirement by requirement."""
    found: dict[str, list[Needed]] = {}
    for each in asked.items:
        found.setdefault(each.requirement, []).append(each)
    return list(found.values())


def _missing(need: Needed) -> str:
    """What is looked at, and which cells of it say nothing."""
    missing = listed(map(column, need.cells))
    return f"{need.what} ({missing})" if missing else need.what


def _numbered(draft: Draft, number: str) -> Draft:
    return replace(draft, id=number)


# -- into the log


def as_actions(plan: ActionPlan, on: date, by: Person) -> tuple[Action, ...]:
    """The drafts as records of a meeting log, agreed on one day."""
    period = read_period(plan.view.header.period)
    return tuple(
        Action(
            id=each.id,
            requirement=each.requirement,
            party=each.party,
            period=period,
            on=on,
            by=by,
            does=each.does,
            owner=each.owner,
            due=each.due,
            evidence=each.evidence,
            closes_when=each.closes_when,
        )
        for each in plan.drafts
    )


def closings(plan: ActionPlan, on: date, by: Person) -> dict[str, Closing]:
    """The closing of each action that this review has closed, by its number."""
    period = read_period(plan.view.header.period)
    return {
        each.id: Closing(on, by, "; ".join(each.cells), period) for each in plan.carried if each.newly_closed
    }


# -- the agenda


def agenda(plan: ActionPlan) -> tuple[Item, ...]:
    """The agenda of the meeting that the review is for, in the order in which it goes."""
    seen = plan.view
    unbound = tuple(each.name for each in seen.compliance if not each.bound)
    items = (
        Item("Actions that the evidence has closed", tuple(_state(each) for each in plan.closed)),
        Item("Actions still open", tuple(_state(each) for each in plan.open)),
        Item("Queries that wait for an answer", tuple(_queries(seen))),
        Item("Comments that wait for a reply", tuple(_comments(seen))),
        Item("Results to talk about", tuple(_results(seen))),
        Item("Evidence still needed", tuple(_needs(seen))),
        Item("Hand-offs whose counts differ", seen.no_wrong_door.queries if seen.no_wrong_door else ()),
        Item("Agreed allowances", tuple(_allowances(seen))),
        Item("Gaps in the self-assessment", tuple(map(_gap, plan.gaps))),
        Item("Parties that nothing binds yet", unbound),
        Item("Actions to agree", tuple(map(_draft, plan.drafts))),
    )
    last = Item("Next", (f"The next returns are due on {day(plan.next_return)}.",))
    return (*(each for each in items if each.points), last)


def _state(action: ActionView) -> str:
    late = "overdue; " if action.overdue else ""
    return f"{action.id} ({action.party_name}): {action.does} - {late}{action.why}"


def _queries(seen: View) -> Iterator[str]:
    for each in seen.minutes.queries:
        if each.state in ("open", "restated"):
            due = f", due {each.due}" if each.due else ""
            yield f"{each.id} to {each.party_name}{due}{', overdue' if each.overdue else ''}: {each.asks}"


def _comments(seen: View) -> Iterator[str]:
    for each in seen.minutes.comments:
        if not each.replies:
            yield f"{each.id} on {each.requirement} ({each.party_name}, {each.kind}): {each.says}"


def _results(seen: View) -> Iterator[str]:
    for each in seen.unmet:
        if each.result.word in _SHORT:
            yield f"{each.requirement} {each.title} ({each.party_name}): {each.result.shown}"


def _needs(seen: View) -> Iterator[str]:
    """What each party is asked for, what could change a rating first."""
    for asked in seen.needed:
        for each in sorted(asked.items, key=lambda each: not each.decides):
            decides = "; it could change a rating" if each.decides else ""
            yield f"{asked.name}, {each.requirement}: {each.what} ({each.reason}){decides}"


def _allowances(seen: View) -> Iterator[str]:
    for each in seen.allowances:
        state = "in force" if each.in_force else "not in force"
        raw = f"; without it {each.raw.word}" if each.raw else ""
        yield f"{each.id} {each.requirement} ({each.party_name}), {each.since} to {each.until}: {state}{raw}"


def _gap(gap: Gap) -> str:
    means = f": {gap.means}" if gap.means else ""
    return f"{gap.requirement} {gap.title} ({gap.party_name}): {gap.found}; next, {gap.next}{means}"


def _draft(draft: Draft) -> str:
    return f"{draft.id} {draft.owner}, by {draft.due.isoformat()}: {draft.does}"
