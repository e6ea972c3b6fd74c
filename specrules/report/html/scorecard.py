"""The scorecard page: a view laid out in the order of a review meeting.

In: a view.  Out: a :class:`Page`, which says what the template prints and where
each part is found: a name for every part, so that a link or a reader who knows
only the clause gets there.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from specrules.base.findings import Severity
from specrules.base.phrases import listed, number
from specrules.report.html.words import (
    BUCKETS,
    GRADES,
    SHAPES,
    Mark,
    counts_in_words,
    decides,
    headline,
    lost,
    mark_of,
    mark_of_rating,
    mark_of_section,
    mark_of_verdict,
)
from specrules.view import HIDDEN, column

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from specrules.base.findings import Finding
    from specrules.view import (
        CardView,
        CheckView,
        DoorView,
        FactView,
        FlowView,
        Needed,
        NeededFrom,
        NoWrongDoorView,
        ScoreView,
        VerdictView,
        View,
    )

RAISED = 5
MARKS_IN_A_ROW = 120
FINDINGS_SHOWN = 50
LONGEST_CELL = 200
# A range that leaves a check open says so itself: "21 of 28, 5 not known (75% to 92.9%)".
_OF_A_RANGE = (None, "blank", "suppressed by supplier")
# Its statements are about severe mental illness and ages 14 and over; the other guides are wider.
_SEVERE = "QS188"


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a return behind a figure: where it is, what it is called there, and its text as written.

    *place* is "" where it is that of the cell before.
    """

    place: str
    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a check was read from: a file, its cells, and how far they can be relied on."""

    file: str
    grade: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class CheckPart:
    """One check of a duty. *found* is a figure, or why there is none."""

    view: CheckView
    mark: Mark
    found: str
    why: str
    lacks: str
    origins: tuple[Origin, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """One duty of one party, and everything said of it. *name* is what links to it use.

    One that is not met is open at first sight; one that is quiet is left out on paper.
    """

    name: str
    view: VerdictView
    mark: Mark
    raw: Mark | None
    checks: tuple[CheckPart, ...]
    rows: tuple[CheckPart, ...]
    grade: str
    needed: tuple[str, ...]
    is_open: bool
    is_quiet: bool


@dataclass(frozen=True, slots=True)
class SectionPart:
    """A section of a compliance card."""

    title: str
    mark: Mark
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class CardPart:
    """The compliance card of one party, in short and in full."""

    name: str
    view: CardView
    mark: Mark
    score: str
    coverage: str
    counts: str
    total: str
    marks: tuple[str, ...]
    sections: tuple[SectionPart, ...]
    lifts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DoorPart:
    """One service in the row of a principle. *mark* is None where *state* says why there is no result."""

    mark: Mark | None
    state: str
    links: tuple[tuple[str, str], ...]
    severe: bool


@dataclass(frozen=True, slots=True)
class PrinciplePart:
    """One row of the no wrong door card."""

    title: str
    doors: tuple[DoorPart, ...]
    joint: Mark
    decided: str


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a hand-off. *width* is that of its bar, of 100, or None where there is no bar."""

    count: str
    words: str
    width: int | None


@dataclass(frozen=True, slots=True)
class FlowPart:
    """A hand-off in one direction: its steps, and where people were lost."""

    name: str
    view: FlowView
    steps: tuple[Step, ...]
    lost: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Joined:
    """The no wrong door card."""

    mark: Mark
    marks: tuple[str, ...]
    counts: str
    doors: tuple[str, ...]
    principles: tuple[PrinciplePart, ...]
    flows: tuple[FlowPart, ...]
    queries: tuple[str, ...]
    severe: bool
    lifts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Raised:
    """One thing to raise at the review: which duty, and what to ask."""

    part: Part
    asks: str


@dataclass(frozen=True, slots=True)
class Ask:
    """One piece of evidence to ask for."""

    name: str
    part: Part | None
    requirement: str
    what: str
    cells: str
    reason: str
    could: str
    enough: str


@dataclass(frozen=True, slots=True)
class AskedOf:
    """All that one party is asked for, what matters most first."""

    name: str
    asks: tuple[Ask, ...]


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of fault in the files, and how often it comes up."""

    count: int
    severity: str
    name: str
    code: str


@dataclass(frozen=True, slots=True)
class Page:
    """Everything on the page that is not printed straight from the view."""

    headline: str
    decides: str
    joined: Joined | None
    cards: tuple[CardPart, ...]
    raised: tuple[Raised, ...]
    asked: tuple[AskedOf, ...]
    kinds: tuple[Kind, ...]
    findings: tuple[Finding, ...]
    findings_left: int
    grades: Mapping[str, str]
    documents: Mapping[str, int]


def page_of(view: View) -> Page:
    """Lay out *view* as a page."""
    parts = _parts(view)
    joined = view.no_wrong_door
    worst = sorted(view.findings, key=lambda each: list(Severity).index(each.severity))
    return Page(
        headline=headline(view),
        decides=decides(view),
        joined=_joined(joined, parts) if joined else None,
        cards=tuple(_card(card, parts) for card in view.compliance),
        raised=tuple(_raised(view, parts)),
        asked=tuple(_asked_of(each, parts) for each in view.needed),
        kinds=tuple(_kinds(view.findings)),
        findings=tuple(worst[:FINDINGS_SHOWN]),
        findings_left=max(len(worst) - FINDINGS_SHOWN, 0),
        grades=GRADES,
        documents=_documents(view.verdicts),
    )


def _documents(verdicts: Iterable[VerdictView]) -> dict[str, int]:
    """A number for every document that a duty is taken from."""
    sources = [source for verdict in verdicts for source in verdict.source]
    return {
        name: number
        for number, name in enumerate(_once(each.document for each in sources if each.section), 1)
    }


def _once(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(texts))


# -- duties

Parts = dict[tuple[str, str], Part]


def _parts(view: View) -> Parts:
    """Every duty by (requirement, party), each with a name of its own on the page."""
    files = short_names(view.header.files)
    needed: dict[tuple[str, str], list[str]] = {}
    for asked in view.needed:
        for each in asked.items:
            key = (each.requirement, asked.party)
            needed.setdefault(key, []).append(_missing(each.what, each.cells, each.reason))
    taken: Counter[str] = Counter()
    parts: Parts = {}
    for verdict in view.verdicts:
        key = (verdict.requirement, verdict.party)
        name = _name(f"{verdict.party}.{verdict.requirement}", taken)
        parts[key] = _part(name, verdict, needed.get(key, ()), files)
    return parts


def _name(text: str, taken: Counter[str]) -> str:
    """A name that a link can use, different from all before it."""
    name = re.sub(r"[^A-Za-z0-9._-]+", "-", text)[:80]
    taken[name] += 1
    return name if taken[name] == 1 else f"{name}_{taken[name]}"


def short_names(files: Iterable[str]) -> dict[str, str]:
    """Each file's own name, or its path where two are called the same."""
    paths = list(files)
    own = Counter(path.rpartition("/")[2] for path in paths)
    return {path: name if own[name := path.rpartition("/")[2]] == 1 else path for path in paths}


def _part(name: str, verdict: VerdictView, needed: Sequence[str], files: Mapping[str, str]) -> Part:
    owed = verdict.result.word != "not applicable"
    # Where nothing is owed, what else is blank does not matter.
    telling = [each for each in verdict.checks if owed or each.result.settled]
    checks = tuple(_check(each, files) for each in telling)
    return Part(
        name=name,
        view=verdict,
        mark=mark_of_verdict(verdict),
        raw=None if verdict.raw is verdict.result else mark_of(verdict.raw),
        checks=checks,
        rows=checks if len(verdict.checks) != 1 else (),
        grade=_weakest(verdict.because),
        needed=tuple(needed),
        is_open=verdict.result.word in ("not met", "partly met"),
        is_quiet=verdict.raw.word in ("met", "not applicable"),
    )


def _weakest(facts: Iterable[FactView]) -> str:
    """How far the least reliable of some facts can be relied on, or "" when there are none."""
    grades = {fact.grade for fact in facts}
    return next((grade for grade in GRADES if grade in grades), "")


def _check(check: CheckView, files: Mapping[str, str]) -> CheckPart:
    return CheckPart(
        view=check,
        mark=mark_of(check.result),
        found=_found(check),
        why=_why_open(check) if check.reason else "",
        lacks=listed(check.lacking),
        origins=tuple(_origins(check, files)),
    )


def _found(check: CheckView) -> str:
    """What was found, and beside a figure that settles nothing why it does not."""
    if check.found and (check.missing or check.reason not in _OF_A_RANGE):
        return f"{check.found}; {_why_open(check)}"
    return check.found or check.reason or "nothing"


def _why_open(check: CheckView) -> str:
    return f"{check.reason}: {listed(check.missing)}" if check.missing else check.reason or ""


def _origins(check: CheckView, files: Mapping[str, str]) -> Iterator[Origin]:
    """The cells behind a check, each file named once. A blank is left out where it does no harm."""
    read: dict[tuple[str, str], list[FactView]] = {}
    for fact in check.facts:
        if fact.text or check.reason:
            read.setdefault((fact.file, fact.grade), []).append(fact)
    for (file, grade), facts in read.items():
        before = ("", *(fact.place for fact in facts))
        cells = (
            Cell("" if fact.place == last else fact.place, column(fact.item), fact.text)
            for fact, last in zip(facts, before, strict=False)
        )
        yield Origin(files.get(file, file), grade, tuple(cells))


def _missing(what: str, cells: Sequence[str], reason: str) -> str:
    missing = listed(map(column, cells))
    return f"{what} ({reason}: {missing})" if missing else f"{what} ({reason})"


# -- compliance cards


def _card(card: CardView, parts: Parts) -> CardPart:
    sections = tuple(
        SectionPart(
            each.title or "Other duties",
            mark_of_section(each),
            tuple(parts[verdict.requirement, verdict.party] for verdict in each.verdicts),
        )
        for each in card.sections
    )
    counts = [(word, card.counts[word]) for word in BUCKETS]
    marks = [SHAPES[word] for word, count in counts for _ in range(count)]
    return CardPart(
        name=_name(f"party.{card.party}", Counter()),
        view=card,
        mark=mark_of_rating(card.rating),
        score=_score(card),
        coverage=_coverage(card),
        counts=counts_in_words(counts),
        total=number(sum(card.counts.values()), "requirement", "requirements"),
        marks=tuple(marks) if len(marks) <= MARKS_IN_A_ROW else (),
        sections=sections,
        lifts=tuple(each.words(card.party) for each in card.lifts),
    )


def _score(card: CardView) -> str:
    if not card.bound:
        return "No score: nothing binds it yet"
    if card.adjusted is None:
        return "No score: nothing that counts was owed"
    before = card.raw.words if card.raw else "none"
    return card.adjusted.words + ("" if card.raw == card.adjusted else f" ({before} without allowances)")


def _coverage(card: CardView) -> str:
    score: ScoreView | None = card.adjusted
    return f"Evidence settles {score.coverage_words} of what counts" if card.bound and score else ""


# -- no wrong door


def _joined(card: NoWrongDoorView, parts: Parts) -> Joined:
    names = dict(card.doors)
    found = Counter(each.joint.word for each in card.principles)
    counts = [(word, found[word]) for word in BUCKETS]
    principles = tuple(
        PrinciplePart(
            title=each.title,
            doors=tuple(_door(door, parts) for door in each.doors),
            joint=mark_of(each.joint),
            decided=listed(names[party] for party in each.decided_by),
        )
        for each in card.principles
    )
    return Joined(
        mark=mark_of_rating(card.rating),
        marks=tuple(SHAPES[word] for word, count in counts for _ in range(count)),
        counts=counts_in_words(counts),
        doors=tuple(name for _, name in card.doors),
        principles=principles,
        flows=tuple(_flow(number, flow) for number, flow in enumerate(card.flows, 1)),
        queries=card.queries,
        severe=any(door.severe for each in principles for door in each.doors),
        lifts=tuple(each.words() for each in card.lifts),
    )


def _door(door: DoorView, parts: Parts) -> DoorPart:
    own = [parts[id, door.party] for id in door.requirements]
    return DoorPart(
        mark=mark_of(door.result) if door.result else None,
        state=door.state,
        links=tuple((each.name, each.view.requirement) for each in own),
        severe=any(_SEVERE in source.document for each in own for source in each.view.source),
    )


def _flow(number: int, flow: FlowView) -> FlowPart:
    """A hand-off as steps. Figures that are held back get no bar: its length would give them away."""
    known = [("sent", flow.sent), ("received", flow.received), ("answered in time", flow.answered)]
    more = [("still waiting", flow.waiting), ("outcome known to the sender", flow.outcome_known)]
    counts = [int(count) for _, count in known + more if count and count.isdecimal()]
    most = max(counts, default=0)
    steps = tuple(
        Step(
            count="not known" if count is None else "not shown" if count == HIDDEN else count,
            words=step,
            width=round(100 * int(count) / most) if count and count.isdecimal() and most else None,
        )
        for step, count in known + more
    )
    return FlowPart(f"flow.{number}", flow, steps, tuple(lost(flow)))


# -- what to raise, to ask for and to mend


def _raised(view: View, parts: Parts) -> Iterator[Raised]:
    """At most five duties: those not met, then partly met, then those that a query is about."""
    order = {"not met": 0, "partly met": 1}
    found = [each for each in view.unmet if each.result.word in order or each.queries]
    for verdict in sorted(found, key=lambda each: order.get(each.result.word, 2))[:RAISED]:
        yield Raised(parts[verdict.requirement, verdict.party], _asks(verdict))


def _asks(verdict: VerdictView) -> str:
    if verdict.queries:
        return verdict.queries[0]
    takes = [f"{_of(verdict, check)}{check.would_take}" for check in verdict.checks if check.would_take]
    then = f" What was agreed for this: {verdict.if_not_met}." if verdict.if_not_met else ""
    return (f"It would take: {'. '.join(takes)}." if takes else "Ask what stands in the way.") + then


def _of(verdict: VerdictView, check: CheckView) -> str:
    return f"{check.name} - " if len(verdict.checks) > 1 else ""


def _asked_of(asked: NeededFrom, parts: Parts) -> AskedOf:
    return AskedOf(
        asked.name,
        tuple(
            Ask(
                name=f"ask.{asked.party}.{number}",
                part=parts.get((each.requirement, asked.party)),
                requirement=each.requirement,
                what=each.what,
                cells=listed(map(column, each.cells)),
                reason=each.reason,
                could=_could(each),
                enough=listed(each.ways, "or"),
            )
            for number, each in enumerate(asked.items, 1)
        ),
    )


def _could(need: Needed) -> str:
    """What an answer could change: "could change a rating. Riverbank Recovery: red, or amber"."""
    if not need.turns:
        return "settles this duty alone"
    return f"could change a rating. {'. '.join(each.words for each in need.turns)}"


def _kinds(findings: Sequence[Finding]) -> Iterator[Kind]:
    kinds = Counter((each.severity, each.code, each.name) for each in findings)
    order = list(Severity)
    for (severity, code, name), count in sorted(
        kinds.items(), key=lambda each: (order.index(each[0][0]), each[0][1])
    ):
        yield Kind(count, str(severity), name, code)
