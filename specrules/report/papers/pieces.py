"""The parts of a review as pieces of a paper: cards, reasons, evidence still needed, allowances, faults.

In: a view, or a part of it.  Out: pieces.  Nothing is left out for want of room,
and a part of which there is nothing to say says so.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from specrules.base.findings import Severity
from specrules.base.phrases import listed
from specrules.report import saying
from specrules.report.html.words import counts_in_words
from specrules.report.papers.blocks import Block, Heading, Items, Table, Text
from specrules.view import column

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from specrules.base.findings import Finding
    from specrules.minutes import ActionView, CommentView, DecisionView, QueryView, Said
    from specrules.view import (
        AllowanceView,
        CardView,
        CheckView,
        FlowView,
        Header,
        NeededFrom,
        NoWrongDoorView,
        SectionView,
        VerdictView,
        View,
    )

NONE = "None recorded."
_HAND_OFFS = ("From", "To", "Sent", "Received", "Gap", "Answered in time", "Still waiting", "Outcome known")


# -- the two cards


def in_short(view: View) -> Iterator[Block]:
    """Return the rating of each party with its counts."""
    rows = tuple(
        (
            card.name,
            saying.rating(card),
            counts_in_words([(word, card.counts[word]) for word in saying.BUCKETS]),
        )
        for card in view.compliance
    )
    if rows:
        yield Table(
            ("Party", "Rating", "Results"), rows, (28, 30, 42), "The rating and the counts of each party"
        )
    else:
        yield Text(saying.NOBODY)
    if view.no_wrong_door:
        yield Text(f"No wrong door, all services together: {view.no_wrong_door.rating.words}.")


def no_wrong_door(card: NoWrongDoorView, level: int = 1) -> Iterator[Block]:
    """Return the card as a grid of principles and doors, then the people handed from door to door."""
    yield Heading("No wrong door", level)
    yield Text(f"Rating of all services together: {card.rating.words}.")
    yield Text(
        "Each service is judged on its own duties, the commissioner first. "
        "Together is the lowest of the row, never an average.",
        faint=True,
    )
    names = dict(card.doors)
    columns = ("Principle", *names.values(), "Together", "Decided by")
    rows = tuple(
        (
            saying.capital(each.title),
            *map(saying.door, each.doors),
            each.joint.shown,
            listed(names[party] for party in each.decided_by) or saying.NOTHING,
        )
        for each in card.principles
    )
    shares = (24, *[14] * len(names), 14, 18)
    yield Table(columns, rows, shares, "Each principle by service, and the result of all together")
    if card.flows:
        yield from _hand_offs(card.flows, level + 1)


def _hand_offs(flows: Sequence[FlowView], level: int) -> Iterator[Block]:
    yield Heading("People handed from one service to another, by the day they were sent", level)
    rows = tuple((flow.sender_name, flow.receiver_name, *saying.steps(flow)) for flow in flows)
    yield Table(_HAND_OFFS, rows, (16, 16, 9, 13, 8, 13, 12, 13), "People handed from one service to another")
    if lost := tuple(filter(None, map(saying.lost, flows))):
        yield Items(lost)


def compliance(card: CardView, level: int = 1) -> Iterator[Block]:
    """Return the compliance card of one party, section by section."""
    by = f"bound by {card.bound_by}" if card.bound else "not agreed: nothing binds it yet"
    yield Heading(f"Compliance: {card.name}", level)
    yield Items(
        (
            f"Role: {card.role}, {by}",
            f"Rating: {saying.rating(card)}",
            f"Score: {saying.score(card)}",
            *([f"Evidence: {saying.coverage(card.adjusted)}"] if card.bound else []),
            f"Counts: {saying.counts(card)}",
            *([f"Profile: {card.profile}"] if card.profile else []),
        )
    )
    for section in card.sections:
        yield from _section(section, level + 1)


def _section(section: SectionView, level: int) -> Iterator[Block]:
    title = saying.capital(section.title) or "Other duties"
    yield Heading(f"{title}: {section.shown}", level)
    columns = ("No.", "What is owed", "Strength", "Result", "Found", "Wanted")
    rows = tuple(row for verdict in section.verdicts for row in _rows(verdict))
    yield Table(columns, rows, (10, 26, 13, 14, 19, 18), f"Every duty of {title}, with its result")


def _rows(verdict: VerdictView) -> Iterator[tuple[str, ...]]:
    """One row for a requirement, and where it has several checks one for each of them."""
    own = verdict.checks[0] if len(verdict.checks) == 1 else None
    found, wanted = (saying.found(own), own.wanted) if own else ("", "")
    yield verdict.requirement, verdict.title, verdict.force, saying.result(verdict), found, wanted
    for check in saying.telling(verdict) if own is None else ():
        yield "", check.name, "", check.result.shown, saying.found(check), check.wanted


# -- why


def why(verdict: VerdictView, level: int = 2) -> Iterator[Block]:
    """Return the reason for one verdict: its clause, its checks, the cells behind them, its source."""
    yield Heading(f"{verdict.requirement} {verdict.title}: {saying.result(verdict)}", level)
    yield Items(tuple(_reasons(verdict)))


def _reasons(verdict: VerdictView) -> Iterator[str]:
    clause = f"clause {verdict.clause}, " if verdict.clause else ""
    because = f"; why: {', '.join(verdict.reasons)}" if verdict.reasons else ""
    yield f"Owed: {clause}{verdict.force}{because}"
    if verdict.wording:
        yield f"As signed: {verdict.wording}"
    yield from (f"Counted: {each}" for each in verdict.counted)
    for check in saying.telling(verdict):
        yield from _check(check)
    yield from (f"Decided: {saying.decided(each)}" for each in verdict.minutes.adjudications)
    if verdict.if_not_met and verdict.result.word in ("not met", "partly met"):
        yield f"Then: {verdict.if_not_met}"
    yield from (f"Query: {query}" for query in verdict.queries)
    for source in verdict.source:
        yield f"Source: {', '.join(filter(None, (source.document, source.section)))}" + (
            f": {source.passage}" if source.passage else ""
        )


def _check(check: CheckView) -> Iterator[str]:
    allowed = f", allowance {check.allowance}" if check.allowance else ""
    wanted = f"; wanted {check.wanted}" if check.wanted else ""
    yield f"{check.name}: {check.what} - {check.result.shown}{allowed}; found {saying.found(check)}{wanted}"
    yield from (f"Beside it: {each}" for each in check.compared)
    yield from (f"Only shown, {each.name}: {each.said}" for each in check.shown)
    if check.lacking:
        yield f"Lacks: {listed(check.lacking)}"
    if check.would_take:
        yield f"Would take: {check.would_take}"
    for file, cells in _origins(check).items():
        yield f"Read from {file}: {'; '.join(cells)}"


def _origins(check: CheckView) -> dict[str, list[str]]:
    """The cells behind a check by file. A blank is left out where it does no harm."""
    read: dict[str, list[str]] = {}
    for fact in check.facts:
        if fact.text or check.reason:
            cell = f"{fact.place}, {column(fact.item)} {saying.quoted(fact.text)}"
            read.setdefault(f"{fact.file} ({fact.grade})", []).append(cell)
    return read


# -- what the meeting log says


def actions(found: Sequence[ActionView], about: str) -> Iterator[Block]:
    """Return actions as this review finds them: a table, or that there are none."""
    if not found:
        yield Text(NONE)
        return
    columns = ("Action", "For", "What will be done", "By whom, and when", "State")
    rows = tuple(
        (
            each.id,
            f"{each.requirement}, {each.party_name}",
            each.does,
            saying.owned(each),
            f"{saying.capital(each.state)}{saying.late(overdue=each.overdue)}: {each.why}",
        )
        for each in found
    )
    yield Table(columns, rows, (11, 19, 26, 18, 26), about)


def comments(said: Sequence[CommentView], level: int = 1) -> Iterator[Block]:
    """Return what the parties say of their results, and the replies. None of it moves a result."""
    yield Heading("Comments of the parties", level)
    if not said:
        yield Text(NONE)
        return
    columns = ("Comment", "For", "What is said", "Replies")
    rows = tuple(
        (
            f"{each.id}, {each.kind}",
            f"{each.requirement}, {each.party_name}",
            f"{each.on}, {each.by}: {each.says}",
            "; ".join(map(_reply, each.replies)) or "none yet",
        )
        for each in said
    )
    yield Table(columns, rows, (16, 20, 34, 30), "Comments of the parties, and the replies")


def _reply(reply: Said) -> str:
    outcome = f" ({reply.outcome})" if reply.outcome else ""
    return f"{reply.on}, {reply.by}: {reply.says}{outcome}"


def queries(asked: Sequence[QueryView], raised: Sequence[str], level: int = 1) -> Iterator[Block]:
    """Return the questions to the parties, and those that the figures themselves raise."""
    yield Heading("Queries", level)
    if not asked and not raised:
        yield Text(NONE)
    if asked:
        rows = tuple(
            (
                each.id,
                ", ".join(filter(None, [each.party_name, each.requirement])),
                saying.exchange(each),
                f"{saying.capital(each.state)}{saying.late(overdue=each.overdue)}",
            )
            for each in asked
        )
        columns = ("Query", "To", "What is asked, and what became of it", "State")
        yield Table(columns, rows, (11, 24, 47, 18), "Queries to the parties, and what became of them")
    if raised:
        yield Items(tuple(f"To both: {each}" for each in raised))


def decisions(made: Sequence[DecisionView], level: int = 1) -> Iterator[Block]:
    """Return what meetings have decided about the period."""
    yield Heading("Decisions", level)
    if not made:
        yield Text(NONE)
        return
    rows = tuple((each.id, each.on, each.by, each.decides, listed(each.requirements)) for each in made)
    yield Table(("No.", "Day", "By", "What was decided", "About"), rows, (10, 14, 22, 40, 14), "Decisions")


# -- what is needed, agreed and wrong


def needed(asked: Sequence[NeededFrom], level: int = 1) -> Iterator[Block]:
    """Return the evidence still needed, party by party; what could change a rating comes first."""
    yield Heading("Evidence still needed", level)
    if not asked:
        yield Text(saying.NOTHING_NEEDED)
    columns = ("No.", "Check", "What it looks at", "Missing", "Why", "What it decides")
    for party in asked:
        rows = tuple(
            (
                each.requirement,
                each.check,
                each.what,
                listed(map(column, each.cells)) or saying.NOTHING,
                each.reason,
                "could change a rating" if each.decides else "settles this duty alone",
            )
            for each in sorted(party.items, key=lambda each: not each.decides)
        )
        yield Heading(f"From {party.name}", level + 1)
        yield Table(columns, rows, (10, 15, 29, 16, 13, 17), f"What {party.name} could still supply")


def allowances(agreed: Sequence[AllowanceView], level: int = 1) -> Iterator[Block]:
    """Return every agreed allowance, and what it changed."""
    yield Heading("Agreed allowances", level)
    if not agreed:
        yield Text(NONE)
        return
    columns = ("Allowance", "For", "Days", "Why, and who agreed", "Effect")
    rows = tuple(
        (
            each.id,
            f"{each.requirement}, {each.party_name}",
            f"{each.since} to {each.until}",
            saying.agreement(each),
            saying.effect(each),
        )
        for each in agreed
    )
    yield Table(columns, rows, (13, 20, 15, 34, 18), "Agreed allowances")


def faults(findings: Sequence[Finding], level: int = 1) -> Iterator[Block]:
    """Return what is wrong in the files, each with its place; the worst come first."""
    yield Heading("What is wrong in the files", level)
    if not findings:
        yield Text("Nothing was found.")
        return
    order = list(Severity)
    kinds = Counter((each.severity, each.name, each.code) for each in findings)
    rows = tuple(
        (str(count), str(severity), f"{name} ({code})")
        for (severity, name, code), count in sorted(
            kinds.items(), key=lambda kind: (order.index(kind[0][0]), kind[0][2])
        )
    )
    yield Table(("How many", "Severity", "What"), rows, (10, 12, 78), "What is wrong in the files, by kind")
    worst = sorted(findings, key=lambda each: order.index(each.severity))
    yield Items(tuple(f"{each.place}: {each.message}" for each in worst))


def made(header: Header, level: int = 1) -> Iterator[Block]:
    """Return what the review was made from and by."""
    yield Heading("How this was made", level)
    yield Items(
        (
            f"Specification: {header.spec}, version {header.version}, {header.status}",
            f"Decided by: {saying.engines(header.engines)}",
            *([f"Remark: {header.note}"] if header.note else []),
            f"Made with: specrules {header.package}",
            *([f"Kept as: {header.record}"] if header.record else []),
            *(f"Read: {file}, sha256 {digest}" for file, digest in header.files.items()),
        )
    )
