"""A review as text for a meeting: both scorecards, why, and what is still needed.

In: a view.  Out: text of at most 100 columns without colour, in the order in which a
review meeting goes: in short, the no wrong door card, each party's compliance
card, why each verdict is what it is, the evidence still needed, allowances and
what is wrong in the files.  Everything that somebody else wrote goes through
``show``, so that it can neither move the cursor nor start a line of its own.
"""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from textwrap import wrap
from typing import TYPE_CHECKING

from specrules.base.findings import Severity
from specrules.base.phrases import listed, number
from specrules.report import saying
from specrules.report.findings import render, tally
from specrules.report.sheet import columns
from specrules.report.show import show
from specrules.view import column

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from specrules.base.findings import Finding
    from specrules.minutes import CommentView, DecisionView, Minutes, QueryView
    from specrules.view import (
        AllowanceView,
        CardView,
        CheckView,
        FlowView,
        Needed,
        NeededFrom,
        NoWrongDoorView,
        Source,
        VerdictView,
        View,
    )

FINDINGS_SHOWN = 5
_IN_BRIEF = ("met", "not applicable")

Lines = list[str]


def in_brief(view: View) -> str:
    """Return the ratings and what is to be acted on, ending with a line end."""
    return _joined([_title(view), _in_short(view), _closing(view)])


def review(view: View, *, every_fault: bool = False) -> str:
    """Return the whole review as text, ending with a line end; the worst faults, or every one."""
    documents = _numbered(view)
    parts = [
        _header(view),
        _in_short(view),
        *(_no_wrong_door(view.no_wrong_door) if view.no_wrong_door else []),
        *(part for card in view.compliance for part in _card(card)),
        *_why(view, documents),
        *_needed(view.needed),
        *_meeting(view.minutes),
        *_allowances(view.allowances),
        *_findings(view.findings, None if every_fault else FINDINGS_SHOWN),
        *_documents(documents),
        _closing(view),
    ]
    return _joined(parts)


def _closing(view: View) -> Lines:
    return [*heading("What to act on"), *paragraph(saying.closing(view))]


def _joined(parts: Sequence[Lines]) -> str:
    return "\n\n".join("\n".join(line.rstrip() for line in part) for part in parts) + "\n"


# -- top


def _title(view: View) -> Lines:
    header = view.header
    below = f"Review of {header.period_words} ({header.period}), as at {header.as_at_words}"
    return [*titled(header.title, "="), *paragraph(below), *paragraph(header.mark)]


def _header(view: View) -> Lines:
    header = view.header
    files = [f"{file}  sha256 {digest[:12]}…" for file, digest in header.files.items()]
    facts = [
        ("Specification", [f"{header.spec}, version {header.version}, {header.status}"]),
        ("Decided by", [saying.engines(header.engines), *filter(None, [header.note])]),
        ("Made with", [f"specrules {header.package}"]),
        ("Kept as", [header.record] if header.record else []),
        ("Files read", files),
        ("Allowances", [_agreed(view.allowances)]),
        (
            "Not shown",
            [f"the figures of {number(view.hidden, 'check')}, marked *"] if view.hidden else [],
        ),
    ]
    named = [line for name, texts in facts for line in beside(name, texts, 15)]
    return [*_title(view), "", *named]


def _agreed(allowances: Sequence[AllowanceView]) -> str:
    in_force = sum(each.in_force for each in allowances)
    return f"{len(allowances)} agreed, {in_force} in force at the end of the period" if allowances else "none"


def _in_short(view: View) -> Lines:
    names = ("Party", "Rating", "Met", "Partly", "Not met", "No evidence", "Not applicable", "Allowed")
    rows = [
        (card.name, saying.rating(card), *(str(card.counts[each]) for each in saying.BUCKETS))
        for card in view.compliance
    ]
    found = table(names, rows, (26, 20, 4, 6, 7, 8, 10, 7)) if rows else paragraph(saying.NOBODY)
    text = [*heading("In short"), *found]
    if view.no_wrong_door:
        text += ["", *beside("No wrong door, all services together:", [view.no_wrong_door.rating.words], 38)]
    return text


# -- the no wrong door card


def _no_wrong_door(card: NoWrongDoorView) -> Iterator[Lines]:
    """The card as a grid of principles and doors, then the people handed from one door to another."""
    yield [
        *heading("No wrong door"),
        *beside("Rating of all services together:", [card.rating.words], 33),
        *(line for lift in card.lifts for line in beside("To rise:", [lift.words()], 33)),
        *paragraph(
            "Each service is judged on its own duties, the commissioner first. "
            "Together is the lowest of the row, never an average."
        ),
    ]
    at_once = (columns() - 24) // 14 - 1  # with room for "applicable" in each column, and in the joint one
    for start in range(0, len(card.doors), at_once):
        yield _grid(card, slice(start, start + at_once))
    if decided := _decided(card):
        yield ["Who holds each joint result down", "", *decided]
    if card.flows:
        yield _flows(card)


def _grid(card: NoWrongDoorView, shown: slice) -> Lines:
    doors = card.doors[shown]
    room = (columns() - 24 - 2 * (len(doors) + 1)) // (len(doors) + 1)
    rows = [
        (saying.capital(each.title), *map(saying.door, each.doors[shown]), each.joint.shown)
        for each in card.principles
    ]
    heads = ("Principle", *(name for _, name in doors), "Together")
    return table(heads, rows, (24, *[room] * (len(doors) + 1)))


def _decided(card: NoWrongDoorView) -> Lines:
    """Who holds each joint result down; the others have done their part."""
    names = dict(card.doors)
    rows = [
        (saying.capital(each.title), [names[party] for party in each.decided_by]) for each in card.principles
    ]
    return [line for title, decided in rows if decided for line in _item(f"{title}: {listed(decided)}")]


def _flows(card: NoWrongDoorView) -> Lines:
    heads = ("From", "To", "Sent", "Received", "Gap", "Answered in time", "Still waiting", "Outcome known")
    rows = [(flow.sender_name, flow.receiver_name, *saying.steps(flow)) for flow in card.flows]
    asked = [line for query in card.queries for line in _item(f"Query to both: {query}")]
    lost = [line for flow in card.flows for line in _lost(flow)]
    return [
        "People handed from one service to another, by the day they were sent",
        "",
        *table(heads, rows, (20, 20, 8, 8, 8, 8, 8, 8)),
        *([""] if asked or lost else []),
        *lost,
        *asked,
    ]


def _lost(flow: FlowView) -> Lines:
    lost = saying.lost(flow)
    return _item(lost) if lost else []


# -- the compliance card


def _card(card: CardView) -> Iterator[Lines]:
    """The compliance card of one party, section by section."""
    by = f"bound by {card.bound_by}" if card.bound else "not agreed: nothing binds it yet"
    yield [
        *heading(f"Compliance: {card.name}"),
        *paragraph(f"{card.role}, {by}"),
        *beside("Rating", [saying.rating(card)], 10),
        *beside("Score", [saying.score(card)], 10),
        *beside("Evidence", [saying.coverage(card.adjusted)] if card.bound else [], 10),
        *beside("Counts", [saying.counts(card)], 10),
        *beside("Profile", [card.profile] if card.profile else [], 10),
        *(line for lift in card.lifts for line in beside("To rise", [lift.words(card.party)], 10)),
    ]
    for section in card.sections:
        rows = [row for verdict in section.verdicts for row in _rows(verdict)]
        heads = ("No.", "What is owed", "Strength", "Result", "Found", "Wanted")
        title = f"{saying.capital(section.title) or 'Other duties'}: {section.shown}"
        yield [*paragraph(title), "", *table(heads, rows, (8, 27, 10, 13, 15, 17))]


def _rows(verdict: VerdictView) -> Iterator[tuple[str, ...]]:
    """One row for a requirement, and where it has several checks one for each of them."""
    own = verdict.checks[0] if len(verdict.checks) == 1 else None
    found, wanted = (saying.found(own), own.wanted) if own else ("", "")
    yield verdict.requirement, verdict.title, verdict.force, saying.result(verdict), found, wanted
    for check in saying.telling(verdict) if own is None else ():
        yield "", f"- {check.name}", "", check.result.shown, saying.found(check), check.wanted
        yield from _beside(check)
    yield from _beside(own) if own else ()


def _beside(check: CheckView) -> Iterator[tuple[str, ...]]:
    """One row for each place whose figure is shown beside a check."""
    for each in check.shown:
        yield "", f"  {each.name}", "", "only shown", each.said, ""


# -- why


Documents = dict[str, int]


def _numbered(view: View) -> Documents:
    """A number for every document that a verdict below refers to."""
    sources = [source for verdict in view.verdicts if not _simply_met(verdict) for source in verdict.source]
    cited = dict.fromkeys(source.document for source in sources if source.section)
    return {document: number for number, document in enumerate(cited, 1)}


def _why(view: View, documents: Documents) -> Iterator[Lines]:
    """Every verdict that is not simply met, by party: its reasons, its checks and its cells."""
    for card in view.compliance:
        verdicts = [each for section in card.sections for each in section.verdicts if not _simply_met(each)]
        if verdicts:
            first, *rest = [_reasons(verdict, documents) for verdict in verdicts]
            yield [*heading(f"Why: {card.name}"), *first]
            yield from rest


def _simply_met(verdict: VerdictView) -> bool:
    return verdict.result.word == verdict.raw.word == "met"


def _reasons(verdict: VerdictView, documents: Documents) -> Lines:
    clause = f"clause {verdict.clause}, " if verdict.clause else ""
    because = f"; why: {', '.join(verdict.reasons)}" if verdict.reasons else ""
    text = paragraph(f'{verdict.requirement} "{verdict.title}"')
    text += paragraph(f"{clause}{verdict.force}: {saying.result(verdict)}{because}", 2)
    for check in saying.telling(verdict):
        text += _in_brief(check) if check.result.word in _IN_BRIEF else _check(check)
    if verdict.enough:
        text += beside("enough", [f"to be met: {listed(verdict.enough)}"], 8, 2)
    if verdict.if_not_met and verdict.result.word in ("not met", "partly met"):
        text += beside("then", [verdict.if_not_met], 8, 2)
    text += [line for query in verdict.queries for line in beside("query", [query], 8, 2)]
    text += beside("decided", [saying.decided(each) for each in verdict.minutes.adjudications], 8, 2)
    return text + beside("source", [_source(each, documents) for each in verdict.source], 8, 2)


def _in_brief(check: CheckView) -> Lines:
    """A check that holds nothing back, in one paragraph."""
    found = f", {check.found}" if check.found else ""
    return paragraph(f"{check.name}: {check.what} - {check.result.shown}{found}", 4)


def _check(check: CheckView) -> Lines:
    allowed = f", allowance {check.allowance}" if check.allowance else ""
    text = paragraph(f"{check.name}: {check.what} - {check.result.shown}{allowed}", 4)
    text += beside("wanted", [check.wanted] if check.wanted else [], 8, 6)
    text += beside("found", [check.found or "nothing that can be used"], 8, 6)
    text += beside("why", [saying.why_open(check)] if check.reason else [], 8, 6)
    text += beside("beside", list(check.compared), 8, 6)
    text += beside("shown", [f"{each.name}: {each.said}" for each in check.shown], 8, 6)
    text += beside("lacks", [listed(check.lacking)] if check.lacking else [], 8, 6)
    text += beside("takes", _takes(check), 8, 6)
    return text + beside("from", _origins(check), 8, 6)


def _takes(check: CheckView) -> list[str]:
    """What would be enough: what the party can do itself, and then each other way."""
    own = [check.would_take] if check.would_take else []
    return own + [f"{'or ' if own else ''}{way.words} ({way.lever})" for way in check.otherwise]


def _origins(check: CheckView) -> Lines:
    """The cells behind a check, each file named once. A blank is left out where it does no harm."""
    facts = [fact for fact in check.facts if fact.text or check.reason]
    files = dict.fromkeys((fact.file, fact.grade) for fact in facts)
    text = []
    for file, grade in files:
        text.append(f"{file} ({grade})")
        own = [fact for fact in facts if (fact.file, fact.grade) == (file, grade)]
        for place in dict.fromkeys(fact.place for fact in own):
            cells = [f"{column(fact.item)} {saying.quoted(fact.text)}" for fact in own if fact.place == place]
            text.append(f"{place}: {', '.join(cells)}")
    return text


def _source(source: Source, documents: Documents) -> str:
    """A source by the number of its document; a local decision is its own."""
    if not source.section:
        return source.document
    return f"[{documents[source.document]}] {source.section}" + (
        f": {source.passage}" if source.passage else ""
    )


def _documents(documents: Documents) -> Iterator[Lines]:
    if documents:
        named = [beside(f"[{number}]", [document], 5) for document, number in documents.items()]
        yield [*heading("Documents"), *(line for lines in named for line in lines)]


# -- what is needed, agreed and wrong


def _needed(needed: Sequence[NeededFrom]) -> Iterator[Lines]:
    if needed:
        yield [
            *heading("Evidence still needed"),
            *paragraph(
                "Each of these would settle a verdict that is open. What could change a rating comes first."
            ),
        ]
    for party in needed:
        rows = [
            (each.requirement, each.check, each.what, _wanting(each), _could(each)) for each in party.items
        ]
        heads = ("No.", "Check", "What it looks at", "Missing", "Could make the rating of")
        yield [*paragraph(f"From {party.name}"), "", *table(heads, rows, (8, 15, 28, 17, 24))]


def _wanting(need: Needed) -> str:
    """What is missing and why: "blank: document"."""
    return f"{need.reason}: {listed(map(column, need.cells))}" if need.cells else need.reason


def _could(need: Needed) -> str:
    """What the answer could change, and of how many blanks an answer would be enough."""
    turns = "; ".join(each.words for each in need.turns)
    enough = f"enough to be met: {listed(need.ways, 'or')}" if need.ways else ""
    return "; ".join(filter(None, (turns, enough))) or "no card, only this duty"


def _meeting(minutes: Minutes) -> Iterator[Lines]:
    """What the meeting log says: actions, queries, comments and decisions."""
    if minutes.actions:
        heads = ("Action", "For", "What will be done", "By whom, and when", "State")
        rows = [
            (
                each.id,
                f"{each.requirement}, {each.party_name}",
                each.does,
                saying.owned(each),
                f"{each.state}{saying.late(overdue=each.overdue)}: {each.why}",
            )
            for each in minutes.actions
        ]
        yield [*heading("Actions"), *table(heads, rows, (8, 18, 26, 18, 22))]
    if minutes.queries:
        names = ("Query", "To", "What is asked, and what became of it", "State")
        lines = [
            (each.id, _to(each), saying.exchange(each), f"{each.state}{saying.late(overdue=each.overdue)}")
            for each in minutes.queries
        ]
        yield [*heading("Queries"), *table(names, lines, (8, 22, 50, 14))]
    if said := [*map(_comment, minutes.comments), *map(_decision, minutes.decisions)]:
        yield [*heading("Comments and decisions"), *(line for each in said for line in each)]


def _to(query: QueryView) -> str:
    return ", ".join(filter(None, [query.party_name, query.requirement]))


def _comment(comment: CommentView) -> Lines:
    text = paragraph(
        f"{comment.id} {comment.requirement}, {comment.party_name}, {comment.kind}: {comment.says}"
    )
    replies = [f"{each.says}{f' ({each.outcome})' if each.outcome else ''}" for each in comment.replies]
    return text + beside("reply", replies, 8, 2)


def _decision(decision: DecisionView) -> Lines:
    about = f" ({', '.join(decision.requirements)})" if decision.requirements else ""
    return paragraph(f"{decision.id} {decision.on}, {decision.by}: {decision.decides}{about}")


def _allowances(allowances: Sequence[AllowanceView]) -> Iterator[Lines]:
    if allowances:
        heads = ("Allowance", "For", "Days", "Why, and who agreed", "Effect")
        rows = [
            (
                each.id,
                f"{each.requirement}, {each.party_name}",
                f"{each.since} to {each.until}",
                saying.agreement(each),
                saying.effect(each),
            )
            for each in allowances
        ]
        yield [*heading("Agreed allowances"), *table(heads, rows, (10, 20, 14, 30, 18))]


def _findings(findings: Sequence[Finding], most: int | None) -> Iterator[Lines]:
    """How much is wrong in the files, kind by kind, and the worst in full."""
    if not findings:
        return
    kinds = Counter((each.severity, each.code, each.name) for each in findings)
    order = list(Severity)
    rows = [
        (str(count), str(severity), f"{name} ({code})")
        for (severity, code, name), count in sorted(
            kinds.items(), key=lambda item: (order.index(item[0][0]), item[0][1])
        )
    ]
    worst = sorted(findings, key=lambda each: order.index(each.severity))[:most]
    rest = len(findings) - len(worst)
    yield [
        *heading("What is wrong in the files"),
        *paragraph(f"{tally(findings)}."),
        "",
        *table(("How many", "Severity", "What"), rows, (8, 10, 76)),
    ]
    yield [f"The worst of them (the JSON report has the other {rest}):" if rest else "In full:"]
    yield render(worst, {}).splitlines()


# -- laying out


def heading(text: str) -> Lines:
    """A heading, underlined, and a blank line."""
    return [*titled(text, "-"), ""]


def titled(text: str, rule: str) -> Lines:
    """A title with a line of *rule* below it, as long as the longest of its own."""
    lines = _wrapped(text, columns())
    return [*lines, rule * max(map(len, lines))]


def paragraph(text: str, indent: int = 0) -> Lines:
    """Return *text* in lines that fit, safe to print. Where it is indented itself, all lines are."""
    indent += len(text) - len(text.lstrip(" "))
    return [" " * indent + line for line in _wrapped(text.lstrip(" "), columns() - indent)]


def _item(text: str) -> Lines:
    first, *rest = _wrapped(text, columns() - 2)
    return [f"- {first}", *(f"  {line}" for line in rest)]


def beside(name: str, texts: Iterable[str], room: int, indent: int = 0) -> Lines:
    """Texts under one another beside their name; nothing when there are none."""
    lines = [line for text in texts for line in _wrapped(text, columns() - indent - room)]
    names = [name, *[""] * len(lines)]
    return [f"{'':{indent}}{name:{room}}{line}" for name, line in zip(names, lines, strict=False)]


@lru_cache(maxsize=4096)  # parties owe the same, so much is said again and again
def _wrapped(text: str, width: int) -> tuple[str, ...]:
    return tuple(wrap(show(text), width, break_on_hyphens=False)) or ("",)


def table(heads: Sequence[str], rows: Iterable[Sequence[str]], widths: Sequence[int]) -> Lines:
    """A table whose cells are wrapped to *widths*, safe to print and never read as numbers."""
    import tabulate

    # Otherwise the layout depends on whether another package happens to be installed.
    tabulate.WIDE_CHARS_MODE = False
    tabulate.MIN_PADDING = 0

    shown = [[show(cell) for cell in row] for row in (heads, *rows)]
    fitted = _fitted(shown, widths)
    head, *body = [["\n".join(_wrapped(*cell)) for cell in zip(row, fitted, strict=True)] for row in shown]
    return tabulate.tabulate(
        body, head, tablefmt="simple", disable_numparse=True, stralign="left"
    ).splitlines()


def _fitted(rows: Sequence[Sequence[str]], widths: Sequence[int]) -> list[int]:
    """The widths of columns: as asked for or less. Room left over goes where little more is needed."""
    full = [max(map(len, column)) for column in zip(*rows, strict=True)]
    fitted = [min(*each) for each in zip(full, widths, strict=True)]
    spare = columns() - 2 * (len(widths) - 1) - sum(fitted)
    if spare < 0:
        return _narrowed(rows, fitted, -spare)
    for place in sorted(range(len(full)), key=lambda place: full[place] - fitted[place]):
        more = min(max(spare, 0), full[place] - fitted[place])
        fitted[place] += more
        spare -= more
    return fitted


def _narrowed(rows: Sequence[Sequence[str]], fitted: Sequence[int], less: int) -> list[int]:
    """The widths of columns, *less* in all, taken where the longest word leaves most room; no word is cut."""
    words = [
        max((len(word) for cell in column for word in cell.split()), default=0)
        for column in zip(*rows, strict=True)
    ]
    narrowed = list(fitted)
    for _ in range(less):
        room, place = max(
            (now - word, place) for place, (now, word) in enumerate(zip(narrowed, words, strict=True))
        )
        if room <= 0:
            break
        narrowed[place] -= 1
    return narrowed
