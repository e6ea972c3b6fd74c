"""A run becomes what an audience may see.

In: a run, and a function that says which figures to hide.  Out: plain values
ready to print, each figure either shown or ``*``.  Reports take the view and
never the run, so this is the one place where anything is held back: with a
figure go its rate, the text of its cells, every other figure made from one of
those cells, and whatever is said about them elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import specrules
from specrules import sentences
from specrules.evidence.facts import Row
from specrules.frozen import replace
from specrules.quantities import Unit, show_number
from specrules.result import Reason
from specrules.scorecard import decisive
from specrules.spec.model import CardSettings, Strength
from specrules.verdicts import Figure

if TYPE_CHECKING:
    from fractions import Fraction

    from specrules.evidence.facts import Fact
    from specrules.findings import Finding, Place
    from specrules.log.model import Allowance
    from specrules.quantities import Target
    from specrules.result import Result
    from specrules.review import Run
    from specrules.scorecard import Flow, NoWrongDoor, PartyCard, Principle, Rating, Score
    from specrules.spec.model import Requirement
    from specrules.verdicts import CheckVerdict, Verdict

HIDDEN = "*"
"""The one mark for a figure that is not shown, whatever the reason it is held back."""

MARK = "For the commissioner and the parties; not for publication"

Hide = Callable[[Figure], bool]


def nothing(figure: Figure) -> bool:
    """Hide no figure: the view for the commissioner and the parties."""
    return False


@dataclass(frozen=True, slots=True)
class Source:
    """Where a duty comes from: a document, the place in it, and the passage in our words."""

    document: str
    section: str
    passage: str


@dataclass(frozen=True, slots=True)
class FactView:
    """One cell behind a verdict: where it stands, and its text as written."""

    item: str
    party: str
    file: str
    place: str
    text: str
    grade: str


@dataclass(frozen=True, slots=True)
class CheckView:
    """One check, in words. *found* is None when the cells say nothing; *allowance* is an id or "".

    *missing* names the columns that say nothing where that leaves the check open,
    *would_take* the smallest change that lifts it, *compared* the figures to look
    at beside it, and *scale* the words of a rating, from worst to best.
    """

    name: str
    what: str
    wanted: str
    found: str | None
    result: Result
    reason: str | None
    lacking: tuple[str, ...]
    missing: tuple[str, ...]
    facts: tuple[FactView, ...]
    allowance: str
    would_take: str = ""
    compared: tuple[str, ...] = ()
    scale: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class VerdictView:
    """One requirement of one party. *reasons* say why evidence is missing, or why nothing is owed.

    *wording* is the clause as signed, and *counted* says who is counted and who is left out.
    """

    requirement: str
    title: str
    clause: str
    strength: str
    party: str
    party_name: str
    period: str
    result: Result
    raw: Result
    reasons: tuple[str, ...]
    checks: tuple[CheckView, ...]
    because: tuple[FactView, ...]
    source: tuple[Source, ...]
    queries: tuple[str, ...]
    if_not_met: str
    wording: str = ""
    counted: tuple[str, ...] = ()
    rated: bool = True

    @property
    def force(self) -> str:
        """Its strength in words, and whether it counts: "must, not rated"."""
        return self.strength if self.rated else f"{self.strength}, not rated"

    @property
    def profile(self) -> str:
        """The words in which it is rated, where that is all it is for, else ""."""
        if self.rated or not self.checks or not all(check.scale and check.found for check in self.checks):
            return ""
        return sentences.listed(dict.fromkeys(check.found or "" for check in self.checks))


@dataclass(frozen=True, slots=True)
class RatingView:
    """A rating in words, and the two colours it lies between ("" where there is none)."""

    low: str
    high: str
    words: str


@dataclass(frozen=True, slots=True)
class ScoreView:
    """A score as exact fractions (``7/12``) and in words; *coverage* is the share with settled evidence."""

    low: str
    high: str
    words: str
    coverage: str
    coverage_words: str


@dataclass(frozen=True, slots=True)
class SectionView:
    """One section of a compliance card."""

    title: str
    result: Result
    verdicts: tuple[VerdictView, ...]

    @property
    def shown(self) -> str:
        """Its result in words; where nothing in it is rated, that."""
        return self.result.shown if any(each.rated for each in self.verdicts) else "not rated"


@dataclass(frozen=True, slots=True)
class CardView:
    """The compliance card of one party. *bound_by* is "" when nothing binds it yet.

    *profile* says how many ratings came to each word of their scale, the best first.
    """

    party: str
    name: str
    role: str
    bound_by: str
    bound: bool
    sections: tuple[SectionView, ...]
    counts: Mapping[str, int]
    raw: ScoreView | None
    adjusted: ScoreView | None
    rating: RatingView
    profile: str = ""


@dataclass(frozen=True, slots=True)
class DoorView:
    """One service in the row of a principle. *state* stands in for a result: "not asked", "not agreed"."""

    party: str
    result: Result | None
    state: str
    requirements: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PrincipleView:
    """One row of the no wrong door card. *decided_by* names the doors that hold the joint result down."""

    title: str
    doors: tuple[DoorView, ...]
    joint: Result
    decided_by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FlowView:
    """People handed from one service to another. Each count is text, ``*``, or None where nobody says."""

    requirement: str
    sender: str
    receiver: str
    sender_name: str
    receiver_name: str
    sent: str | None
    received: str | None
    gap: str | None
    answered: str | None
    waiting: str | None
    outcome_known: str | None
    query: bool


@dataclass(frozen=True, slots=True)
class NoWrongDoorView:
    """The card that joins the services. *doors* are (party, name), the commissioner first."""

    doors: tuple[tuple[str, str], ...]
    principles: tuple[PrincipleView, ...]
    flows: tuple[FlowView, ...]
    queries: tuple[str, ...]
    rating: RatingView
    shadow: bool


@dataclass(frozen=True, slots=True)
class Needed:
    """Something one party could still supply to settle a verdict. *cells* names what is missing of it.

    *decides* says that the answer could change a rating; the others only settle their own duty.
    """

    requirement: str
    check: str
    what: str
    cells: tuple[str, ...]
    reason: str
    decides: bool = False


@dataclass(frozen=True, slots=True)
class NeededFrom:
    """All that one party could still supply."""

    party: str
    name: str
    items: tuple[Needed, ...]


@dataclass(frozen=True, slots=True)
class AllowanceView:
    """An agreed allowance and what it did. *raw* and *result* are None where nothing was owed."""

    id: str
    requirement: str
    party: str
    party_name: str
    since: str
    until: str
    reason: str
    approved_by: str
    conditions: str
    renewals: int
    in_force: bool
    raw: Result | None
    result: Result | None


@dataclass(frozen=True, slots=True)
class Header:
    """What was reviewed, when, and by what. *files* and *catalogue* map a name to its sha256."""

    spec: str
    title: str
    version: str
    status: str
    period: str
    period_words: str
    as_at: str
    as_at_words: str
    engines: tuple[str, ...]
    note: str | None
    files: Mapping[str, str]
    catalogue: Mapping[str, str]
    package: str
    mark: str = MARK


@dataclass(frozen=True, slots=True)
class View:
    """Everything a report may print, in the order in which it is read.

    *unmet* names every *must* that is neither met, not applicable nor allowed,
    and *unreadable* the returns that could not be read; *hidden* counts the
    checks and hand-offs whose figures are held back.
    """

    header: Header
    no_wrong_door: NoWrongDoorView | None
    compliance: tuple[CardView, ...]
    verdicts: tuple[VerdictView, ...]
    needed: tuple[NeededFrom, ...]
    allowances: tuple[AllowanceView, ...]
    findings: tuple[Finding, ...]
    unmet: tuple[VerdictView, ...]
    unreadable: tuple[str, ...]
    hidden: int = 0


def view(run: Run, hide: Hide = nothing) -> View:
    """Return what may be seen of *run* when every figure for which *hide* is true is held back."""
    names = {party.id: party.name for party in run.spec.parties}
    return _Viewer(run, _held_back(run, hide), names).view()


class CellName(NamedTuple):
    """A cell of a party's return."""

    party: str
    key: str


class _Group(NamedTuple):
    """Cells that give one another away, and the figures made from them."""

    cells: frozenset[CellName]
    figures: tuple[Figure, ...]


def _held_back(run: Run, hide: Hide) -> frozenset[CellName]:
    """Every cell that may not be shown: those of a hidden figure, and of all figures that share one."""
    if hide is nothing:
        return frozenset()
    groups = [*_check_groups(run), *_flow_groups(run)]
    held = {cell for group in groups if any(map(hide, group.figures)) for cell in group.cells}
    before = 0
    while len(held) != before:
        before = len(held)
        held.update(*(group.cells for group in groups if not held.isdisjoint(group.cells)))
    return frozenset(held)


def _check_groups(run: Run) -> Iterator[_Group]:
    for verdict in run.verdicts:
        for check in verdict.checks:
            figures = (check.found,) if check.found else tuple(map(_figure, check.facts))
            yield _Group(_cells(check), figures)


def _cells(check: CheckVerdict) -> frozenset[CellName]:
    return frozenset(CellName(fact.party, fact.key) for fact in check.facts)


def _figure(fact: Fact) -> Figure:
    """A cell on its own as a figure, when too little is known to make the check's.

    Every number in a text that could not be used may still be a count of people.
    """
    text, value = _text(fact), fact.value
    if value.missing:
        return Figure(text, tuple(int(digits) for digits in re.findall(r"\d{1,12}", text)))
    return Figure(text, (value.low, value.high) if type(value.low) is int else ())


def _flow_groups(run: Run) -> Iterator[_Group]:
    card = run.cards.no_wrong_door
    checks = {(v.requirement.id, v.party, check.name): check for v in run.verdicts for check in v.checks}
    for flow in card.flows if card else ():
        ends = (
            checks.get((flow.requirement, flow.receiver, f"from-{flow.sender}")),
            checks.get((flow.requirement, flow.sender, f"to-{flow.receiver}")),
        )
        cells = frozenset[CellName]().union(*(_cells(end) for end in ends if end))
        yield _Group(cells, tuple(figure for figure in _counts(flow).values() if figure))


def _counts(flow: Flow) -> dict[str, Figure | None]:
    """The figures of a hand-off by name. The gap gives away one count to who knows the other."""
    counts = {
        "sent": flow.sent,
        "received": flow.received,
        "answered": flow.answered,
        "waiting": flow.waiting,
        "outcome_known": flow.outcome_known,
    }
    figures = {name: Figure(_ends(*ends), ends) if ends else None for name, ends in counts.items()}
    gap = None if flow.gap is None else Figure(str(flow.gap), (abs(flow.gap),))
    return {**figures, "gap": gap}


def _ends(low: int, high: int) -> str:
    return str(low) if low == high else f"{low} to {high}"


def _text(fact: Fact) -> str:
    """A cell's text as written. Of a register only how many rows it has: rows name people's contacts."""
    if fact.origin is None:
        return ""
    value = fact.value.low
    if isinstance(value, tuple) and any(isinstance(each, Row) for each in value):
        return f"{len(value)} {'row' if len(value) == 1 else 'rows'}"
    return fact.origin.text


@dataclass(frozen=True, slots=True)
class _Viewer:
    """Makes the view of one run. *held* are the cells whose contents are not shown; *names* the parties'."""

    run: Run
    held: frozenset[CellName]
    names: Mapping[str, str]

    def view(self) -> View:
        """The whole view."""
        made = {(v.requirement.id, v.party): self.verdict(v) for v in self.run.verdicts}
        cards = self.run.cards
        return View(
            header=_header(self.run),
            no_wrong_door=self.no_wrong_door(cards.no_wrong_door, made) if cards.no_wrong_door else None,
            compliance=tuple(self.card(each, made) for each in cards.compliance),
            verdicts=tuple(made.values()),
            needed=self.needed(),
            allowances=tuple(self.allowance(each, made) for each in self.run.allowances),
            findings=tuple(self.findings()),
            unmet=tuple(made[each.requirement.id, each.party] for each in self.run.unmet),
            unreadable=self.run.unreadable,
            hidden=sum(self.hides(check) for verdict in self.run.verdicts for check in verdict.checks),
        )

    def hides(self, check: CheckVerdict) -> bool:
        """Whether what a check found is held back."""
        return bool(self.held) and not self.held.isdisjoint(_cells(check))

    def name(self, party: str) -> str:
        """The name of a party, or its id when the spec does not have it."""
        return self.names.get(party, party)

    def verdict(self, verdict: Verdict) -> VerdictView:
        """One verdict, with its checks and the cells behind it."""
        requirement = verdict.requirement
        hidden = any(map(self.hides, verdict.checks))
        return VerdictView(
            requirement=requirement.id,
            title=requirement.title,
            clause=requirement.clause,
            strength=str(requirement.strength),
            party=verdict.party,
            party_name=self.name(verdict.party),
            period=verdict.period,
            result=verdict.result,
            raw=verdict.raw,
            reasons=tuple(map(str, (*verdict.reasons, *filter(None, [verdict.why_not])))),
            checks=tuple(map(self.check, verdict.checks)),
            because=tuple(self.facts(verdict.because)),
            source=tuple(_sources(requirement)),
            queries=tuple(_COUNT.sub(HIDDEN, each) for each in verdict.queries)
            if hidden
            else verdict.queries,
            if_not_met=requirement.if_not_met,
            wording=requirement.wording,
            counted=tuple(sentences.people(requirement)),
            rated=verdict.rated,
        )

    def check(self, check: CheckVerdict) -> CheckView:
        """One check in words; when it is hidden, what it lacks would give it away."""
        hidden = self.hides(check)
        found = check.found.text if check.found else None
        return CheckView(
            name=check.name,
            what=check.what,
            wanted=check.wanted,
            found=HIDDEN if hidden and found is not None else found,
            result=check.result,
            reason=str(check.reason) if check.reason else None,
            lacking=() if hidden else check.lacking,
            missing=tuple(column(fact.key) for fact in check.facts if fact.value.missing)
            if check.reason
            else (),
            facts=tuple(self.facts(check.facts)),
            allowance=check.allowance.id if check.allowance else "",
            compared=check.compared,
            scale=check.scale,
            would_take="" if hidden else check.would_take,
        )

    def facts(self, facts: Iterable[Fact]) -> Iterator[FactView]:
        """The cells that were supplied."""
        for fact in facts:
            if fact.origin:
                place = fact.origin.place
                text = HIDDEN if CellName(fact.party, fact.key) in self.held else _text(fact)
                yield FactView(fact.key, fact.party, place.file, str(place), text, str(fact.grade))

    def card(self, card: PartyCard, made: Mapping[tuple[str, str], VerdictView]) -> CardView:
        """The compliance card of one party."""
        settings = self.run.spec.cards.get("compliance", CardSettings())
        bands = [target for _, target in settings.bands]
        sections = tuple(
            SectionView(
                section.title,
                section.result,
                tuple(made[each.requirement.id, each.party] for each in section.verdicts),
            )
            for section in card.sections
        )
        party = card.party
        return CardView(
            party=party.id,
            name=party.name,
            role=party.role,
            bound_by="this specification" if party.commissions else party.bound_by or "",
            bound=card.bound,
            sections=sections,
            counts=card.counts,
            raw=_score(card.raw, bands),
            adjusted=_score(card.adjusted, bands),
            rating=_rating(card.rating),
            profile=_profile([each for section in sections for each in section.verdicts]),
        )

    def no_wrong_door(
        self, card: NoWrongDoor, made: Mapping[tuple[str, str], VerdictView]
    ) -> NoWrongDoorView:
        """The card that joins the services."""
        queries = [query for v in made.values() for query in v.queries]
        return NoWrongDoorView(
            doors=tuple((party.id, party.name) for party in card.doors),
            principles=tuple(map(_principle, card.principles)),
            flows=tuple(map(self.flow, card.flows)),
            queries=tuple(dict.fromkeys(queries)),
            rating=_rating(card.rating),
            shadow=card.shadow,
        )

    def flow(self, flow: Flow) -> FlowView:
        """One hand-off; all of its counts are held back together, since each gives away another."""
        checks = [
            c for v in self.run.verdicts if v.requirement.id == flow.requirement for c in _ends_of(v, flow)
        ]
        hidden = any(map(self.hides, checks))
        shown = {
            name: None if figure is None else HIDDEN if hidden else figure.text
            for name, figure in _counts(flow).items()
        }
        return FlowView(
            requirement=flow.requirement,
            sender=flow.sender,
            receiver=flow.receiver,
            sender_name=self.name(flow.sender),
            receiver_name=self.name(flow.receiver),
            query=flow.query,
            **shown,
        )

    def needed(self) -> tuple[NeededFrom, ...]:
        """What each party could still supply, in the order of the spec."""
        deciding = decisive(self.run.cards, self.run.spec)
        items = [
            (party, replace(need, decides=(verdict.requirement.id, verdict.party) in deciding))
            for verdict in self.run.verdicts
            for party, need in _needed(verdict)
        ]
        return tuple(
            NeededFrom(party.id, party.name, own)
            for party in self.run.spec.parties
            if (own := tuple(dict.fromkeys(need for id, need in items if id == party.id)))
        )

    def allowance(self, allowance: Allowance, made: Mapping[tuple[str, str], VerdictView]) -> AllowanceView:
        """One agreed allowance, with the result before and after it."""
        verdict = made.get((allowance.requirement.partition(".")[0], allowance.party))
        return AllowanceView(
            id=allowance.id,
            requirement=allowance.requirement,
            party=allowance.party,
            party_name=self.name(allowance.party),
            since=allowance.since.isoformat(),
            until=allowance.until.isoformat(),
            reason=allowance.reason,
            approved_by=_approved(allowance),
            conditions=allowance.conditions,
            renewals=allowance.renewals,
            in_force=allowance.since <= self.run.period.end <= allowance.until,
            raw=verdict.raw if verdict else None,
            result=verdict.result if verdict else None,
        )

    def findings(self) -> Iterator[Finding]:
        """The findings, saying nothing of a cell whose contents are held back."""
        hidden = set(self._hidden_places())
        for finding in self.run.findings:
            places = {_where(each) for each in (finding.place, *finding.also)}
            if hidden.isdisjoint(places):
                yield finding
            else:
                yield replace(finding, message=_HIDDEN_FINDING, meant=None, remedy=None)

    def _hidden_places(self) -> Iterator[tuple[str, ...]]:
        for verdict in self.run.verdicts if self.held else ():
            for check in verdict.checks:
                for fact in check.facts:
                    if fact.origin and CellName(fact.party, fact.key) in self.held:
                        yield _where(fact.origin.place)


_COUNT = re.compile(r"[0-9]+(?: to [0-9]+)?")
_HIDDEN_FINDING = (
    "Something is wrong in this cell; it is not said here because the figure itself is not shown."
)


def _header(run: Run) -> Header:
    period = run.period
    return Header(
        spec=run.spec.id,
        title=run.spec.title,
        version=run.spec.version,
        status=str(run.spec.status),
        period=period.name,
        period_words=f"{sentences.day(period.start)} to {sentences.day(period.end)}",
        as_at=run.as_at.isoformat(),
        as_at_words=sentences.day(run.as_at),
        engines=run.engines,
        note=run.note,
        files=run.files,
        catalogue=run.catalogue,
        package=specrules.__version__,
    )


def _sources(requirement: Requirement) -> Iterator[Source]:
    for citation in requirement.citations:
        page = f", page {citation.page}" if citation.page else ""
        yield Source(citation.document, f"{citation.section}{page}", citation.passage)
    if requirement.local_source:
        yield Source(requirement.local_source, "", "")


def column(key: str) -> str:
    """What a cell is called within its check: ``MA-1.delivered/out of`` is "out of".

    An answer is called after its item, of which a hand-off has several: "sent".
    """
    item, _, name = key.rpartition("/")
    return item.partition("@")[0].rpartition(".")[2] if name == "answer" else name


def _score(score: Score | None, bands: Collection[Target]) -> ScoreView | None:
    """A score in words, with as many digits as keep it on its own side of every band."""
    if score is None:
        return None
    low, high = (show_number(end, Unit.PERCENT, *bands) for end in (score.low, score.high))
    return ScoreView(
        low=_fraction(score.low),
        high=_fraction(score.high),
        words=low if low == high else f"{low} to {high}",
        coverage=_fraction(score.coverage),
        coverage_words=show_number(score.coverage, Unit.PERCENT),
    )


def _fraction(number: Fraction) -> str:
    return f"{number.numerator}/{number.denominator}"


def _rating(rating: Rating) -> RatingView:
    if not rating.low:
        return RatingView("", "", rating.note)
    settled = rating.low == rating.high
    words = rating.low if settled else f"not yet rateable: between {rating.low} and {rating.high}"
    return RatingView(rating.low, rating.high, words)


def _profile(verdicts: Iterable[VerdictView]) -> str:
    """How many ratings came to each word: "2 in place, 1 begun, 1 without a rating"."""
    rated = [check for verdict in verdicts for check in verdict.checks if check.scale]
    words = dict.fromkeys(word for check in rated for word in reversed(check.scale))
    counts = [(word, sum(check.found == word for check in rated)) for word in words]
    without = sum(check.found not in words for check in rated)
    said = [f"{count} {word}" for word, count in (*counts, ("without a rating", without)) if count]
    return ", ".join(said)


def _principle(principle: Principle) -> PrincipleView:
    doors = tuple(
        DoorView(each.party, each.result, each.state, tuple(v.requirement.id for v in each.verdicts))
        for each in principle.doors
    )
    return PrincipleView(principle.title, doors, principle.joint, _decided_by(principle))


def _decided_by(principle: Principle) -> tuple[str, ...]:
    """The doors that hold a joint result down: those with that very result, or else with one of its ends."""
    joint = principle.joint
    if joint.low in (None, 2):
        return ()
    owed = {
        door.party: [v.result for v in door.verdicts if v.requirement.strength is not Strength.ENCOURAGED]
        for door in principle.doors
    }
    same = tuple(party for party, results in owed.items() if joint in results)
    return same or tuple(
        party
        for party, results in owed.items()
        if any(each.low == joint.low or each.high == joint.high for each in results)
    )


def _ends_of(verdict: Verdict, flow: Flow) -> Iterable[CheckVerdict]:
    """The checks of a verdict that look at a hand-off, from either end."""
    name = {flow.receiver: f"from-{flow.sender}", flow.sender: f"to-{flow.receiver}"}.get(verdict.party)
    return (check for check in verdict.checks if check.name == name)


def _needed(verdict: Verdict) -> Iterator[tuple[str, Needed]]:
    """What would settle a verdict, and who could supply it. Nobody is asked for what nobody agreed to."""
    if verdict.result.settled:
        return
    for check in verdict.checks:
        if check.reason is None or check.reason is Reason.NOT_AGREED:
            continue
        missing: dict[str, list[str]] = {}
        for fact in check.facts:
            if fact.value.missing:
                missing.setdefault(fact.party, []).append(fact.key)
        for party, cells in (missing or {verdict.party: []}).items():
            reason = str(check.reason)
            yield party, Needed(verdict.requirement.id, check.name, check.what, tuple(cells), reason)


def _approved(allowance: Allowance) -> str:
    by = allowance.approved_by
    who = f"{by.name} ({by.role})" if by.name and by.role else by.name or by.role
    return f"{who}, {by.on.isoformat()}"


def _where(place: Place) -> tuple[str, ...]:
    """A place as finely as two findings about one cell agree on it: the cell, or the line."""
    line = str(place.span.line) if place.span else ""
    return (place.file, place.sheet or "", place.cell or line)
