"""Verdicts become scores, ratings and cards.

In: the verdicts of one period.  Out: the compliance card of each party, and the
*no wrong door* card that joins the services.  A score is a range: evidence
that is missing counts as nothing at its low end and as everything at its high
end.  A rating is given only when the whole range agrees on it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import chain
from typing import TYPE_CHECKING, TypeAlias

from specrules import checks
from specrules.engine.rules import All, Graded, Input, Rule
from specrules.result import ALLOWED, NOT_APPLICABLE, RESULTS, Reason, Result
from specrules.spec.model import CardSettings, CheckKind, Party, Spec, Strength
from specrules.values.comparing import reached

if TYPE_CHECKING:
    from specrules.compile.plan import PlannedCheck
    from specrules.engine import OpenEngine
    from specrules.judging.judge import Judged, Judgement
    from specrules.judging.verdicts import Verdict

COLOURS = ("red", "amber", "green")
"""The ratings there are, the worst first."""


@dataclass(frozen=True, slots=True)
class Score:
    """A share of what could be met, as a range. *coverage* is the share of it with settled evidence."""

    low: Fraction
    high: Fraction
    coverage: Fraction


@dataclass(frozen=True, slots=True)
class Rating:
    """A colour, or between which two it lies, or why there is none (*note*)."""

    low: str = ""
    high: str = ""
    note: str = ""

    @property
    def colour(self) -> str | None:
        """The colour when it is settled."""
        return self.low if self.low and self.low == self.high else None


_UNBOUND = Rating(note="not rated: nothing binds it yet")


@dataclass(frozen=True, slots=True)
class Section:
    """One section of a compliance card: its verdicts, and their graded result."""

    title: str
    verdicts: tuple[Verdict, ...]
    result: Result


@dataclass(frozen=True, slots=True)
class PartyCard:
    """The compliance card of one party. The buckets of *counts* add up to its requirements."""

    party: Party
    bound: bool
    sections: tuple[Section, ...]
    counts: Mapping[str, int]
    raw: Score | None
    adjusted: Score | None
    rating: Rating


@dataclass(frozen=True, slots=True)
class Door:
    """One service's place in the row of a principle. *state* says why there is no result."""

    party: str
    verdicts: tuple[Verdict, ...]
    result: Result | None
    state: str = ""  # "", "not asked" or "not agreed"


@dataclass(frozen=True, slots=True)
class Principle:
    """One principle of the no wrong door card: each door, and the strict joint result."""

    title: str
    doors: tuple[Door, ...]
    joint: Result


@dataclass(frozen=True, slots=True)
class Flow:
    """People handed from one service to another, as both sides count them; None where a side says nothing."""

    requirement: str
    sender: str
    receiver: str
    sent: tuple[int, int] | None
    received: tuple[int, int] | None
    answered: tuple[int, int] | None
    waiting: tuple[int, int] | None
    outcome_known: tuple[int, int] | None
    query: bool

    @property
    def gap(self) -> int | None:
        """How many more were sent than received, when both are known. The gap belongs to the pathway."""
        if self.sent is None or self.received is None:
            return None
        exact = self.sent[0] == self.sent[1] and self.received[0] == self.received[1]
        return self.sent[0] - self.received[0] if exact else None


@dataclass(frozen=True, slots=True)
class NoWrongDoor:
    """The card that joins the services: doors against principles, and the people handed on."""

    doors: tuple[Party, ...]
    principles: tuple[Principle, ...]
    flows: tuple[Flow, ...]
    rating: Rating
    shadow: bool


@dataclass(frozen=True, slots=True)
class Cards:
    """All cards of one review. *no_wrong_door* is None when no requirement has a principle."""

    compliance: tuple[PartyCard, ...]
    no_wrong_door: NoWrongDoor | None


def cards(judgement: Judgement, verdicts: Sequence[Verdict], engine: OpenEngine) -> Cards:
    """Make the cards of a review. Raises EngineFault when the engines disagree on a card's rule."""
    combine = _combiner(engine)
    return Cards(_compliance(judgement, verdicts, combine), _no_wrong_door(judgement, verdicts, combine))


Combine: TypeAlias = Callable[[type[All] | type[Graded], Iterable[Result]], Result]


def _combiner(engine: OpenEngine) -> Combine:
    """A function that combines results by a card's rule, put to the engines."""

    # The lowest of some results, and whether all of them are met, hang only on which there are: however
    # many requirements and services a card joins, its rule has an input for each result that differs.
    tables = {
        (how, many): engine.table(Rule(how(tuple(map(Input, range(many)))), many))
        for how in (All, Graded)
        for many in range(1, len(RESULTS) + 1)
    }

    def combine(how: type[All] | type[Graded], results: Iterable[Result]) -> Result:
        there = set(results)
        distinct = tuple(each for each in RESULTS if each in there)
        return tables[how, len(distinct)][distinct] if distinct else NOT_APPLICABLE

    return combine


def _compliance(judgement: Judgement, verdicts: Iterable[Verdict], combine: Combine) -> tuple[PartyCard, ...]:
    """The card of each party that owes something, in the order of the spec."""
    own = _by_party(verdicts)
    return tuple(
        _party_card(judgement, party, own[party.id], combine)
        for party in judgement.plan.spec.parties
        if party.id in own
    )


def _by_party(verdicts: Iterable[Verdict]) -> dict[str, list[Verdict]]:
    own: dict[str, list[Verdict]] = {}
    for each in verdicts:
        own.setdefault(each.party, []).append(each)
    return own


def _party_card(judgement: Judgement, party: Party, own: list[Verdict], combine: Combine) -> PartyCard:
    settings = judgement.plan.spec.cards.get("compliance", CardSettings())
    titles = dict.fromkeys(each.requirement.section for each in own)
    sections = tuple(
        _section(title, [each for each in own if each.requirement.section == title], combine)
        for title in titles
    )
    bound = party.bound_on(judgement.plan.period.start)
    adjusted = score(own, settings)
    return PartyCard(
        party=party,
        bound=bound,
        sections=sections,
        counts=_counts(own),
        raw=adjusted if _is_as_found(own) else score(own, settings, adjusted=False),
        adjusted=adjusted,
        rating=_rating(judgement, settings, own, adjusted, combine) if bound else _UNBOUND,
    )


def _is_as_found(verdicts: list[Verdict]) -> bool:
    """Whether nothing that was agreed at a meeting moved any result."""
    return all(each.result is each.raw for each in verdicts)


def _section(title: str, verdicts: list[Verdict], combine: Combine) -> Section:
    counting = [each.result for each in verdicts if weight_of(each)]
    return Section(title, tuple(verdicts), combine(Graded, counting))


def _counts(verdicts: Sequence[Verdict]) -> dict[str, int]:
    words = ("met", "partly met", "not met", "no evidence", "not applicable", "allowed")
    found = [each.result.word for each in verdicts]
    return {word: found.count(word) for word in words}


def weight_of(verdict: Verdict) -> int:
    """How much a verdict counts: what is encouraged, or not rated yet, is reported and not scored."""
    counts = verdict.rated and verdict.requirement.strength is not Strength.ENCOURAGED
    return verdict.requirement.weight if counts else 0


def value_of(settings: CardSettings) -> tuple[Fraction, Fraction, Fraction]:
    """What not met, partly met and met are worth in a score."""
    half = settings.partly_met_counts.value if settings.partly_met_counts else Fraction(1, 2)
    return Fraction(0), half, Fraction(1)


def score(verdicts: Sequence[Verdict], settings: CardSettings, adjusted: bool = True) -> Score | None:
    """The score of some verdicts, or None when there is nothing to score: never 0 and never 100."""
    _, half, _ = value_of(settings)
    # Whole numbers are added up, and made into shares once at the end.
    total, settled, lows, highs = 0, 0, [0, 0, 0], [0, 0, 0]
    for verdict in verdicts:
        result = verdict.result if adjusted else verdict.raw
        weight = weight_of(verdict)
        if result.low is None or result.high is None or not weight:
            continue
        total += weight
        lows[result.low] += weight
        highs[result.high] += weight
        settled += weight if result.settled else 0
    if not total:
        return None
    low, high = ((half * ends[1] + ends[2]) / total for ends in (lows, highs))
    return Score(low, high, Fraction(settled, total))


def _rating(
    judgement: Judgement,
    settings: CardSettings,
    verdicts: Sequence[Verdict],
    scored: Score | None,
    combine: Combine,
) -> Rating:
    if in_shadow(judgement, settings):
        return Rating(note="a shadow period: shown, not rated")
    if scored is None:
        return Rating(note="not rateable: nothing was owed that counts")
    rated = [each for each in verdicts if each.rated]
    caps = combine(All, [each.result for each in rated if each.requirement.essential])
    if settings.bands:
        low, high = (band(settings, end) for end in (scored.low, scored.high))
        return _capped(low, high, caps)
    musts = [each.result for each in rated if each.requirement.strength is Strength.MUST]
    return _coloured(combine(All, musts))


def in_shadow(judgement: Judgement, settings: CardSettings) -> bool:
    """Whether the period begins within the card's shadow period."""
    return settings.shadow_until is not None and judgement.plan.period.start <= settings.shadow_until


def band(settings: CardSettings, value: Fraction) -> str:
    """The colour of a score by a card's own bands."""
    for colour, target in settings.bands:
        if reached(target, value, value)[0]:
            return colour
    return "red"


def _capped(low: str, high: str, essential: Result) -> Rating:
    """A rating no better than the essential requirements allow, at each end."""
    if essential.low is None or essential.high is None:
        return Rating(low, high)
    return Rating(
        min(low, COLOURS[essential.low], key=COLOURS.index),
        min(high, COLOURS[essential.high], key=COLOURS.index),
    )


def _coloured(result: Result) -> Rating:
    if result.low is None or result.high is None:
        note = "every must is allowed" if result is ALLOWED else "no must applies"
        return Rating(note=f"not rateable: {note}")
    return Rating(COLOURS[result.low], COLOURS[result.high])


def _no_wrong_door(judgement: Judgement, verdicts: Iterable[Verdict], combine: Combine) -> NoWrongDoor | None:
    """The card of the services together; None where no requirement has a principle."""
    spec = judgement.plan.spec
    ours: dict[str, list[Verdict]] = {}
    for each in verdicts:
        if each.requirement.principle:
            ours.setdefault(each.requirement.principle, []).append(each)
    if not ours:
        return None
    doors = _doors(spec, chain.from_iterable(ours.values()))
    titles = sorted(ours, key=_place_in(spec.principles))
    principles = tuple(_principle(judgement, title, doors, ours[title], combine) for title in titles)
    settings = spec.cards.get("no-wrong-door", CardSettings())
    shadow = in_shadow(judgement, settings)
    rating = (
        Rating(note="a shadow period: shown, not rated")
        if shadow
        else _coloured(combine(All, [each.joint for each in principles]))
    )
    return NoWrongDoor(doors, principles, _flows(judgement), rating, shadow)


def _place_in(order: tuple[str, ...]) -> Callable[[str], int]:
    """Where a title stands in *order*; one that is not in it comes last."""
    return lambda title: order.index(title) if title in order else len(order)


def _doors(spec: Spec, verdicts: Iterable[Verdict]) -> tuple[Party, ...]:
    """The services on the card, the commissioner first: its duties are judged before anyone's."""
    owing = {each.party for each in verdicts}
    parties = [party for party in spec.parties if party.id in owing]
    return tuple(sorted(parties, key=lambda party: not party.commissions))


def _principle(
    judgement: Judgement, title: str, doors: tuple[Party, ...], verdicts: list[Verdict], combine: Combine
) -> Principle:
    own = _by_party(verdicts)
    row = tuple(_door(judgement, party, own.get(party.id, []), combine) for party in doors)
    return Principle(title, row, combine(All, [_counting(each) for each in verdicts]))


def _counting(verdict: Verdict) -> Result:
    """What is only encouraged is shown on the card and does not decide it."""
    return verdict.result if weight_of(verdict) else NOT_APPLICABLE


def _door(judgement: Judgement, party: Party, verdicts: list[Verdict], combine: Combine) -> Door:
    if not verdicts:
        return Door(party.id, (), None, "not asked")
    if not party.bound_on(judgement.plan.period.start):
        return Door(party.id, tuple(verdicts), None, str(Reason.NOT_AGREED))
    return Door(party.id, tuple(verdicts), combine(All, [each.result for each in verdicts]))


def _flows(judgement: Judgement) -> tuple[Flow, ...]:
    """Every hand-off of the plan, one flow for each direction, in the order of the spec."""
    found: dict[tuple[str, str, str], Flow] = {}
    for judged in judgement.judged:
        if not judged.duty.in_force:
            continue
        for number, planned in enumerate(judged.duty.checks):
            if planned.check.kind is CheckKind.RECEIVED:
                flow = _flow(judgement, judged, number, planned)
                found[flow.requirement, flow.sender, flow.receiver] = flow
    return tuple(found.values())


def _flow(judgement: Judgement, judged: Judged, number: int, planned: PlannedCheck) -> Flow:
    requirement, receiver, sender = judged.duty.requirement.id, judged.duty.parties[0], planned.other
    values = judged.cells(number, 0)
    received, answered, waiting, sent = ((v.low, v.high) if v.known else None for v in values)
    differ = all(value.known for value in values) and checks.counts_differ(planned, values) is True
    known = _outcome_known(judgement, requirement, sender, receiver)
    return Flow(requirement, sender, receiver, sent, received, answered, waiting, known, differ)


def _outcome_known(
    judgement: Judgement, requirement: str, sender: str, receiver: str
) -> tuple[int, int] | None:
    for judged in judgement.judged:
        if judged.duty.requirement.id != requirement or sender not in judged.duty.parties:
            continue
        for number, planned in enumerate(judged.duty.checks):
            if planned.check.kind is CheckKind.SENT and planned.other == receiver:
                value = judged.cells(number, 0)[1]
                return (value.low, value.high) if value.known else None
    return None
