"""What a review has to say of the meeting log: what lapsed, is overdue, or speaks of nothing.

Comes in: a log, its specification, the period and the verdicts.  Goes out:
findings, each at its record.  No clock is read: ``meeting_day`` says which day counts.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from specrules.base.findings import nearest
from specrules.base.phrases import day, listed
from specrules.log.codes import finding
from specrules.log.effects import Objection, objection
from specrules.log.ledger import GROUNDS
from specrules.log.model import Allowance, Decision, IndexedDocument
from specrules.log.progress import State, progress
from specrules.values.periods import due_date, earliest_within, following
from specrules.values.quantities import write_quantity

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from specrules.base.findings import Finding
    from specrules.judging.verdicts import Verdict
    from specrules.log.model import Log, Record
    from specrules.spec.model import AllowanceLimits, Requirement, Spec
    from specrules.values.periods import Period


def due(log: Log, spec: Spec, period: Period, as_at: date, verdicts: Sequence[Verdict]) -> list[Finding]:
    """Everything that the review of *period* should say of the log."""
    today = meeting_day(log, spec, period, as_at)
    return [
        *(found for each in _named(log, spec) if (found := _allowance(each, period, verdicts))),
        *_beyond(log.allowances, spec.allowances),
        *_unknown(log, spec),
        *_decided(log, period, verdicts),
        *_queries(log, period, today),
        *_actions(log, period, today, verdicts),
        *_seen(log, period),
    ]


def beside(log: Log, spec: Spec) -> tuple[Finding, ...]:
    """What can be said of a log beside its specification, before anything is reviewed."""
    return (
        *_unknown(log, spec),
        *_not_owed(log, spec),
        *_beyond(log.allowances, spec.allowances),
        *_outside(log, spec),
    )


def meeting_day(log: Log, spec: Spec, period: Period, as_at: date) -> date:
    """The day on which a review of *period* looks at its log.

    That is the day up to which the log is kept, where that lies before the next
    review.  A log that has gone on since says nothing of what was overdue then.
    """
    kept, until = log.kept_to, due_date(spec.returns.due, following(period))
    return kept if kept and as_at <= kept < until else as_at


# -- allowances


def _named(log: Log, spec: Spec) -> Iterator[Allowance]:
    """The allowances whose requirement and party the specification names; of others ``_unknown`` tells."""
    duties, parties = {each.id: each for each in spec.requirements}, {each.id for each in spec.parties}
    return (each for each in log.allowances if _names(each.requirement, duties) and each.party in parties)


def _allowance(allowance: Allowance, period: Period, verdicts: Sequence[Verdict]) -> Finding | None:
    """The one thing to say of an allowance: it is for nothing, lapsed, not needed, or about to lapse."""
    requirement, _, check = allowance.requirement.partition(".")
    owed = (requirement, allowance.party)
    verdict = next((each for each in verdicts if (each.requirement.id, each.party) == owed), None)
    if verdict is None or (check and check not in {each.name.split(" at ")[0] for each in verdict.checks}):
        return finding(
            "AL801",
            allowance,
            f"The allowance {allowance.id} is for {allowance.requirement}, owed by {allowance.party}, "
            "which this specification does not ask in this period.",
        )
    raw, ends = verdict.raw.word, day(allowance.until)
    if period.start <= allowance.until < period.end:
        message = (
            f"The allowance {allowance.id} ended on {ends}, before the period did; "
            f"{allowance.requirement} is {raw}."
        )
        return finding("AL802", allowance, message)
    if not allowance.since <= period.end <= allowance.until:
        return None
    if not check and raw == "met":
        message = f"The allowance {allowance.id} was not needed: {allowance.requirement} is met without it."
        return finding("AL803", allowance, message)
    if allowance.until < following(period).end:
        message = (
            f"The allowance {allowance.id} ends on {ends}, before the next period does; "
            f"without it {allowance.requirement} is {raw}."
        )
        remedy = "Decide now whether it ends or another is agreed."
        return finding("AL804", allowance, message, remedy=remedy)
    return None


def _not_owed(log: Log, spec: Spec) -> Iterator[Finding]:
    """Allowances of a party that does not owe the requirement."""
    owed_by = {each.id: each.owed_by for each in spec.requirements}
    for each in _named(log, spec):
        requirement = each.requirement.partition(".")[0]
        if each.party not in owed_by[requirement]:
            message = f"The allowance {each.id} is for {requirement}, which {each.party} does not owe."
            remedy = f"{requirement} is owed by {listed(owed_by[requirement])}."
            yield finding("AL801", each, message, key="party", remedy=remedy)


def _outside(log: Log, spec: Spec) -> Iterator[Finding]:
    """Allowances for days, and records of periods, on which the contract does not hold."""
    contract = f"the contract runs from {day(spec.starts)} to {day(spec.ends)}"
    for record in log.records():
        if isinstance(record, Allowance):
            if record.since < spec.starts or record.until > spec.ends:
                days = f"from {day(record.since)} to {day(record.until)}"
                key = "from" if record.since < spec.starts else "to"
                message = f"{record.id} lasts {days}, and {contract}."
                yield finding("AL823", record, message, key=key, remedy="Correct the day.")
            continue
        period = getattr(record, "period", None)
        if period and (period.end < spec.starts or period.start > spec.ends):
            message = f"{record.id} is about {period.name}, and {contract}."
            yield finding("AL823", record, message, key="period", remedy="Correct the period.")


def _beyond(allowances: Sequence[Allowance], limits: AllowanceLimits) -> Iterator[Finding]:
    """Allowances that last longer, or were renewed more often, than the specification lets them."""
    before = {each.id: each for each in allowances}
    for each in allowances:
        longest, often = limits.longest, limits.renewals
        if longest and each.since < earliest_within(longest, each.until + timedelta(days=1)):
            days = f"from {day(each.since)} to {day(each.until)}"
            message = f"{each.id} lasts {days}, which is longer than {write_quantity(longest)}."
            yield finding("AL822", each, message, key="to", remedy="End it sooner, or vary the contract.")
        times = max(each.renewals, _renewed(each, before))
        if often is not None and times > often:
            message = f"{each.id} has been renewed {_times(times)}, and may be {_times(often)} at most."
            remedy = "Let it end, or vary the contract."
            yield finding("AL806", each, message, remedy=remedy)


def _renewed(allowance: Allowance, before: Mapping[str, Allowance]) -> int:
    """How many allowances one goes back to, one after another."""
    seen = {allowance.id}
    while (earlier := before.get(allowance.renews)) and earlier.id not in seen:
        allowance = earlier
        seen.add(allowance.id)
    return len(seen) - 1


def _times(number: int) -> str:
    return {0: "not at all", 1: "once", 2: "twice"}.get(number, f"{number} times")


# -- records of nothing


def _unknown(log: Log, spec: Spec) -> Iterator[Finding]:
    """Records of a requirement, a check or a party that the specification does not name."""
    duties = {each.id: each for each in spec.requirements}
    parties = [each.id for each in spec.parties]
    known = [*duties, *(f"{id}.{check.name}" for id, each in duties.items() for check in each.checks)]
    for record in log.records():
        if isinstance(record, IndexedDocument):
            continue
        for key, items in _items(record).items():
            # Several at once are reported where they stand.
            strange = [item for item in items if not _names(item, duties) and "," not in item]
            if strange:
                yield _of_nothing(record, strange, spec, nearest(strange[0], known), key)
        party = "" if isinstance(record, Decision) else record.party
        if party and party not in parties:
            named = [each.id for each in spec.parties if each.name.casefold() == party.casefold()]
            meant = named[0] if len(named) == 1 else nearest(party, parties)
            yield _of_nothing(record, [party], spec, meant, "party")


def _of_nothing(
    record: Record, strange: Sequence[str], spec: Spec, meant: str | None, key: str = ""
) -> Finding:
    """What to say of a record about something that the specification does not name, and names otherwise."""
    message = f"{record.id} is about {listed(strange)}, which {spec.id} does not name."
    if key == "party" and meant and nearest(strange[0], [meant]) is None:
        message = f"{record.id} is about {strange[0]}, which {spec.id} calls {meant}."
    remedy = "Correct the name; a record is about a requirement or check of this specification."
    if key == "party":
        remedy = f"The parties are: {', '.join(each.id for each in spec.parties)}."
    remedy = f"Write {meant} instead." if meant else remedy
    return finding("AL811", record, message, key=key, remedy=remedy)


def _items(record: Record) -> Mapping[str, Sequence[str]]:
    """The requirements and checks that a record is about, by the headings that name them."""
    items = {
        "requirement": (getattr(record, "requirement", ""),),
        "requirements": getattr(record, "requirements", ()),
        "evidence": (getattr(record, "evidence", "") if hasattr(record, "does") else "",),
    }
    return {key: named for key, each in items.items() if (named := tuple(filter(None, each)))}


def _names(item: str, duties: dict[str, Requirement]) -> bool:
    """Whether the specification has the requirement, and the check of it where one is named."""
    requirement, _, check = item.partition(".")
    duty = duties.get(requirement)
    if duty is None:
        return False
    # The two ends of a hand-off are checks of their own for each of the other parties.
    return not check or check in {each.name for each in duty.checks} or duty.hand_off is not None


# -- adjudications


def _decided(log: Log, period: Period, verdicts: Sequence[Verdict]) -> Iterator[Finding]:
    """Adjudications of *period* that do not count, with the reason."""
    raw = {(each.requirement.id, each.party): each.raw for each in verdicts}
    for each in log.adjudications:
        found = raw.get((each.requirement, each.party))
        against = objection(each, found) if found and each.period == period else None
        if against is Objection.ANOTHER_RESULT and found:
            message = (
                f"{each.id} decided a result that was {each.was}; {each.requirement} of {each.party} "
                f"is {found.word} now, so the decision does not count."
            )
            yield finding("AL813", each, message, key="was", remedy="Decide anew on what was found.")
        elif against:
            message = (
                f"{each.id} raises {each.requirement} of {each.party} from {each.was} to {each.becomes} on "
                "nothing that can be looked at, so it does not count."
            )
            yield finding("AL812", each, message, key="becomes", remedy=GROUNDS)


# -- queries and actions


def _queries(log: Log, period: Period, today: date) -> Iterator[Finding]:
    """Queries up to *period* that wait for an answer and whose day has gone by."""
    for each in log.queries:
        if each.waits and each.due and each.due < today and each.period.end <= period.end:
            message = f"{each.id} was to be answered by {day(each.due)}, and is {each.state}."
            remedy = "Ask again, or write under then what became of it."
            yield finding("AL807", each, message, key="due", remedy=remedy)


def _actions(log: Log, period: Period, today: date, verdicts: Sequence[Verdict]) -> Iterator[Finding]:
    """Actions of earlier reviews that are open though their day has gone by."""
    for come in progress(log, period, verdicts):
        each = come.action
        if come.state is State.OPEN and each.due and each.due < today and each.period != period:
            message = f"{each.id} was due on {day(each.due)} and is still open."
            remedy = "Agree a new day, or close it by its evidence."
            yield finding("AL815", each, message, key="due", remedy=remedy)


def _seen(log: Log, period: Period) -> Iterator[Finding]:
    """Evidence of *period* that somebody has looked at and found otherwise than declared."""
    for each in log.verifications:
        if not each.holds and each.period == period:
            message = (
                f"{each.by.role} looked at {each.requirement} of {each.party} on {day(each.on)} "
                "and found it not as declared."
            )
            remedy = "Ask for the figure again, in a return that supersedes this one, or adjudicate."
            yield finding("AL814", each, message, key="found", remedy=remedy)
