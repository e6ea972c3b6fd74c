"""A run becomes what an audience may see.

In: a run, and for whom.  Out: plain values ready to print, each figure either
shown or ``*``.  Reports take the view and never the run.  A run that is to be
published was judged on what may be published (``disclosure``), so every result,
score and sentence in it rests on nothing else; left out here is what people
wrote in their own words, and where it stood.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from pathlib import PurePath
from typing import TYPE_CHECKING

import specrules
from specrules import sentences
from specrules.base import phrases
from specrules.base.frozen import replace
from specrules.evidence.facts import CellName, Column, Row
from specrules.evidence.personal import withhold
from specrules.judging.asking import JOINED, missing
from specrules.judging.lifting import least, lifts_of_card, lifts_of_door
from specrules.judging.remedies import told
from specrules.judging.scorecard import Rating
from specrules.minutes import Minutes, minutes
from specrules.spec.model import CardSettings, Strength
from specrules.values.quantities import Unit, show_number, written
from specrules.view import (
    HIDDEN,
    OWN_WORDS,
    AllowanceView,
    Audience,
    CardView,
    CheckView,
    DoorView,
    FactView,
    FlowView,
    Header,
    Needed,
    NeededFrom,
    NoWrongDoorView,
    PrincipleView,
    RatingView,
    ScoreView,
    SectionView,
    ShownView,
    Source,
    TurnView,
    VerdictView,
    View,
    column,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from specrules.base.findings import Finding
    from specrules.evidence.facts import Fact
    from specrules.judging.asking import Missing, Turn
    from specrules.judging.review import Run
    from specrules.judging.scorecard import Flow, NoWrongDoor, PartyCard, Principle, Score
    from specrules.judging.verdicts import CheckVerdict, Shown, Verdict
    from specrules.log.model import Allowance
    from specrules.spec.model import Requirement
    from specrules.values.quantities import Target


def view(run: Run, audience: Audience = Audience.COMMISSIONER) -> View:
    """Return what *audience* may see of *run*."""
    names = {party.id: party.name for party in run.spec.parties}
    said = minutes(run, silent=audience is Audience.PUBLICATION)
    return _Viewer(run, audience, names, said).view()


@dataclass(frozen=True, slots=True)
class _Viewer:
    """Makes the view of one run for one audience. *names* are the parties'."""

    run: Run
    audience: Audience
    names: Mapping[str, str]
    said: Minutes

    def view(self) -> View:
        """The whole view."""
        made = {(v.requirement.id, v.party): self.verdict(v) for v in self.run.verdicts}
        cards = self.run.cards
        return View(
            header=_header(self.run, self.audience),
            no_wrong_door=self.no_wrong_door(cards.no_wrong_door, made) if cards.no_wrong_door else None,
            compliance=tuple(self.card(each, made) for each in cards.compliance),
            verdicts=tuple(made.values()),
            needed=self.needed(),
            allowances=tuple(self.allowance(each, made) for each in self.run.allowances),
            findings=tuple(self.findings()),
            unmet=tuple(made[each.requirement.id, each.party] for each in self.run.unmet),
            unreadable=tuple(map(self.unread, self.run.unreadable)),
            hidden=sum(self.hides(check) for verdict in self.run.verdicts for check in verdict.checks),
            minutes=self.said,
        )

    def hides(self, check: CheckVerdict) -> bool:
        """Whether what a check found is held back. The sum of several places may be shown without them."""
        return check.found is None and any(map(self.is_held, check.facts))

    def is_held(self, fact: Fact) -> bool:
        """Whether what a cell says is held back."""
        return CellName(fact.party, fact.key) in self.run.held

    @property
    def is_public(self) -> bool:
        """Whether anybody may see it."""
        return self.audience is Audience.PUBLICATION

    def unread(self, file: str) -> str:
        """A return that could not be read. The name of a file is somebody's own words."""
        return "a return" if self.is_public else file

    def name(self, party: str) -> str:
        """The name of a party, or its id when the spec does not have it."""
        return self.names.get(party, party)

    def verdict(self, verdict: Verdict) -> VerdictView:
        """One verdict, with its checks and the cells behind it."""
        requirement = verdict.requirement
        checks = tuple(map(self.check, verdict.checks))
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
            checks=checks,
            # The same as the cells of the verdict itself, which need no words twice.
            because=tuple(
                {(each.party, each.item): each for check in checks for each in check.facts}.values()
            ),
            source=tuple(_sources(requirement)),
            queries=verdict.queries,
            if_not_met=requirement.if_not_met,
            wording=requirement.wording,
            counted=tuple(sentences.people(requirement)),
            rated=verdict.rated,
            enough=_enough(verdict),
            minutes=self.said.about(requirement.id, verdict.party),
        )

    def check(self, check: CheckVerdict) -> CheckView:
        """One check in words."""
        found = check.found.text if check.found else None
        return CheckView(
            name=check.name,
            what=check.what,
            wanted=check.wanted,
            found=HIDDEN if self.hides(check) else found,
            result=check.result,
            reason=str(check.reason) if check.reason else None,
            lacking=check.lacking,
            missing=tuple(
                column(fact.key)
                for fact in check.facts
                if check.reason and fact.value.missing and not self.is_held(fact)
            ),
            facts=tuple(self.facts(check.facts)),
            shown=tuple(map(self.shown, check.shown)),
            allowance=check.allowance.id if check.allowance else "",
            compared=check.compared,
            scale=check.scale,
            would_take=told(check.ways),
            ways=check.ways,
            is_share=check.is_share,
            share=check.found.share if check.found else None,
        )

    def shown(self, shown: Shown) -> ShownView:
        """What stands at one place beside a check."""
        held = shown.found is None and any(map(self.is_held, shown.facts))
        found = shown.found.text if shown.found else None
        reason = str(shown.reason) if shown.reason else None
        return ShownView(
            shown.place, shown.what, HIDDEN if held else found, reason, tuple(self.facts(shown.facts))
        )

    def facts(self, facts: Iterable[Fact]) -> Iterator[FactView]:
        """The cells that were supplied."""
        for fact in facts:
            if fact.origin and self.is_public:
                text = HIDDEN if self.is_held(fact) else _published(fact)
                place = fact.origin.place
                where = f"cell {place.cell}" if place.cell else str(replace(place, sheet=None))
                yield FactView(fact.key, fact.party, f"return of {fact.party}", where, text, str(fact.grade))
            elif fact.origin:
                place = fact.origin.place
                yield FactView(fact.key, fact.party, place.file, str(place), _text(fact), str(fact.grade))

    def card(self, card: PartyCard, made: Mapping[tuple[str, str], VerdictView]) -> CardView:
        """The compliance card of one party."""
        settings = self.settings("compliance")
        bands = tuple(target for _, target in settings.bands)
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
            rating=_rating(card.rating, settings),
            profile=_profile([each for section in sections for each in section.verdicts]),
            lifts=lifts_of_card(card, settings),
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
            rating=_rating(card.rating, self.settings("no-wrong-door")),
            shadow=card.shadow,
            lifts=lifts_of_door(card),
        )

    def flow(self, flow: Flow) -> FlowView:
        """One hand-off, each count as text, as held back, or as not known."""
        checks = [
            c for v in self.run.verdicts if v.requirement.id == flow.requirement for c in _ends_of(v, flow)
        ]
        hidden = any(map(self.is_held, (fact for check in checks for fact in check.facts)))
        counts = {"gap": None if flow.gap is None else str(flow.gap)}
        for name in _COUNTS:
            ends = getattr(flow, name)
            counts[name] = _ends(*ends) if ends else None
        shown = {name: HIDDEN if hidden and text is None else text for name, text in counts.items()}
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
        """What each party could still supply, in the order of the spec; what matters most comes first."""
        found = missing(self.run.verdicts, self.run.cards, self.run.spec)
        asked: dict[str, dict[Needed, None]] = {}
        for each in sorted(found, key=lambda each: each.rank):
            asked.setdefault(each.party, {})[self.need(each)] = None
        return tuple(
            NeededFrom(party.id, party.name, tuple(asked[party.id]))
            for party in self.run.spec.parties
            if party.id in asked
        )

    def need(self, one: Missing) -> Needed:
        """One thing that is missing."""
        return Needed(
            requirement=one.verdict.requirement.id,
            check=one.check.name,
            what=one.check.what,
            cells=one.cells,
            reason=str(one.check.reason),
            turns=tuple(map(self.turn, one.turns)),
            ways=tuple(each.words for each in one.check.ways),
        )

    def settings(self, card: str) -> CardSettings:
        """How a card is rated."""
        return self.run.spec.cards.get(card, CardSettings())

    def turn(self, turn: Turn) -> TurnView:
        """What an answer could make of one rating."""
        name = "all services together" if turn.card == JOINED else self.name(turn.card)
        settings = self.settings("no-wrong-door" if turn.card == JOINED else "compliance")
        worst, best = (_rating(Rating(*ends), settings) for ends in (turn.worst, turn.best))
        return TurnView(turn.card, name, worst, best)

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
            reason="" if self.is_public else withhold(allowance.reason)[0],
            approved_by=_approved(allowance, self.is_public),
            conditions="" if self.is_public else withhold(allowance.conditions)[0],
            renewals=allowance.renewals,
            in_force=allowance.since <= self.run.period.end <= allowance.until,
            raw=verdict.raw if verdict else None,
            result=verdict.result if verdict else None,
            decided=verdict.decided if verdict else "",
        )

    def findings(self) -> Iterator[Finding]:
        """The findings. Those about returns and logs are for the people who wrote them."""
        for finding in self.run.findings:
            if not self.is_public:
                yield finding
            elif finding.place.file == self.run.spec.file:
                name = PurePath(finding.place.file).name
                yield replace(finding, place=replace(finding.place, file=name), also=())


_COUNTS = ("sent", "received", "answered", "waiting", "outcome_known")


def _ends(low: int, high: int) -> str:
    return str(low) if low == high else f"{low} to {high}"


def _text(fact: Fact) -> str:
    """A cell's text as written. Of a register only how many rows it has: rows name people's contacts."""
    if fact.origin is None:
        return ""
    return _rows(fact) or fact.origin.text


def _rows(fact: Fact) -> str:
    value = fact.value.low
    if isinstance(value, tuple) and any(isinstance(each, Row) for each in value):
        return phrases.number(len(value), "row")
    return ""


def _published(fact: Fact) -> str:
    """What a cell says, in our words: what somebody wrote may say more than was asked."""
    low, high = fact.value.low, fact.value.high
    if fact.value.missing:
        return str(fact.value.missing)
    if rows := _rows(fact):
        return rows
    if isinstance(low, bool):
        return "yes" if low else "no"
    if isinstance(low, int | Fraction):
        ends = [written(Fraction(each), Unit.COUNT) for each in (low, high)]
        return ends[0] if low == high else f"{ends[0]} to {ends[1]}"
    if isinstance(low, tuple):
        return phrases.listed(low) or "none"
    if isinstance(low, str) and not fact.key.endswith(f"/{Column.ANSWER}"):
        return OWN_WORDS
    return str(low) if low == high else f"{low} to {high}"


def _header(run: Run, audience: Audience) -> Header:
    """The header. The fingerprint of a return would let anybody try which figures make it."""
    period, is_public = run.period, audience is Audience.PUBLICATION
    return Header(
        spec=run.spec.id,
        title=run.spec.title,
        version=run.spec.version,
        status=str(run.spec.status),
        period=period.name,
        period_words=f"{phrases.day(period.start)} to {phrases.day(period.end)}",
        as_at=run.as_at.isoformat(),
        as_at_words=phrases.day(run.as_at),
        engines=run.engines,
        note=run.note,
        files={PurePath(run.spec.file).name: run.spec.digest} if is_public else run.files,
        catalogue=run.catalogue,
        package=specrules.__version__,
        mark=audience.mark,
        audience=audience,
        begins=period.start.isoformat(),
        ends=period.end.isoformat(),
    )


def _sources(requirement: Requirement) -> Iterator[Source]:
    for citation in requirement.citations:
        page = f", page {citation.page}" if citation.page else ""
        yield Source(citation.document, f"{citation.section}{page}", citation.passage)
    if requirement.local_source:
        yield Source(requirement.local_source, "", "")


@lru_cache(maxsize=4096)
def _score(score: Score | None, bands: tuple[Target, ...]) -> ScoreView | None:
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


def _rating(rating: Rating, settings: CardSettings) -> RatingView:
    if not rating.low:
        return RatingView("", "", rating.note)
    called = dict(settings.words)
    low, high = (f"{called[end]} ({end})" if called else end for end in (rating.low, rating.high))
    words = low if low == high else f"not yet rateable: between {low} and {high}"
    return RatingView(rating.low, rating.high, words)


def _enough(verdict: Verdict) -> tuple[str, ...]:
    """The fewest checks that would make a requirement met, where not every one that falls short is needed."""
    short = [n for n, each in enumerate(verdict.checks) if each.result.low in (0, 1)]
    if verdict.rule is None or verdict.result.low in (None, 2) or len(short) < 2:
        return ()
    found = least(verdict.rule, tuple(each.result for each in verdict.checks), 2)
    if found is None or found == frozenset(short):
        return ()
    return tuple(verdict.checks[n].name for n in sorted(found))


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


def _approved(allowance: Allowance, role_alone: bool) -> str:
    by = allowance.approved_by
    name = "" if role_alone else withhold(by.name)[0]
    who = f"{name} ({by.role})" if name and by.role else name or by.role or "somebody"
    return f"{who}, {by.on.isoformat()}"
