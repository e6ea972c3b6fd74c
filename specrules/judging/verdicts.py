"""Why: a verdict with every check, value and cell behind it.

In: a judgement.  Out: for one requirement and party, or for all, the verdict as
a reader needs it.  Made on demand: a national run judges hundreds of
thousands of requirements and explains the few that somebody asks about.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from specrules import checks, sentences
from specrules.base import phrases
from specrules.base.frozen import frozen, replace
from specrules.compile.plan import Beside
from specrules.evidence.facts import Column, Fact, Grade, Value, ValueKind
from specrules.judging.remedies import Way, ways
from specrules.result import ALLOWED, NOT_APPLICABLE, Reason, Result, WhyNot
from specrules.spec.model import HAND_OFFS, SHARES, UNITS, CheckKind, Requirement
from specrules.values.quantities import Quantity, Target, Unit, show_number, write_quantity, written

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from specrules.compile.plan import Cell, PlannedCheck
    from specrules.engine.rules import Rule
    from specrules.evidence.facts import Reading as TwoReadings
    from specrules.judging.judge import Judged, Judgement
    from specrules.log.model import Adjudication, Allowance
    from specrules.values.periods import Period


_SHARES = SHARES | HAND_OFFS


@dataclass(frozen=True, slots=True)
class Share:
    """How many of how many, each as the least and the most that the evidence allows.

    *excepted* of them may leave the whole, and *unsettled* may still turn out
    either way. *better* is "more" or "less", or "" where the target does not say.
    """

    number: tuple[int, int]
    out_of: tuple[int, int]
    excepted: tuple[int, int]
    unsettled: int
    better: str


@dataclass(frozen=True, slots=True)
class Figure:
    """A value as shown, and the counts behind it where it is a share."""

    text: str
    share: Share | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """What a check found as an exact range, to be set beside that of another period.

    A share is a proportion.  *better* is "more" or "less", or "" where the target does not say.
    """

    low: Fraction
    high: Fraction
    unit: Unit
    better: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """What stands at one place beside a check, and decides nothing: a figure, or why there is none."""

    place: str
    what: str  # "site", "main substance"
    found: Figure | None
    reason: Reason | None
    facts: tuple[Fact, ...]


@frozen
class CheckVerdict:
    """The result of one check, in words: what was looked at, what was wanted, what was found."""

    name: str
    site: str
    what: str
    wanted: str
    result: Result
    found: Figure | None
    reason: Reason | None
    lacking: tuple[str, ...]
    facts: tuple[Fact, ...]
    allowance: Allowance | None = None
    compared: tuple[str, ...] = ()
    scale: tuple[str, ...] = ()  # of a rating, from worst to best
    reading: Reading | None = None
    ways: tuple[Way, ...] = ()  # the smallest changes, each of which would lift it
    is_share: bool = False
    shown: tuple[Shown, ...] = ()

    @property
    def all_facts(self) -> tuple[Fact, ...]:
        """Its cells, and those at the places that are only shown."""
        return (*self.facts, *(fact for each in self.shown for fact in each.facts))


@frozen
class Verdict:
    """The result of a requirement for one party and period, and because of which facts.

    *result* takes agreed allowances into account, *raw* does not.  *reasons* say
    why evidence is missing, each once, in the order met; *why_not* why the
    requirement does not apply.  *rated* is False for what is only reported, or not
    rated yet.  *rule* combines the results of *checks*; None where it was not in force.
    *decided* is the adjudication that gave the result, where one did.
    """

    requirement: Requirement
    party: str
    period: str
    result: Result
    raw: Result
    checks: tuple[CheckVerdict, ...]
    reasons: tuple[Reason, ...] = ()
    why_not: WhyNot | None = None
    queries: tuple[str, ...] = ()
    rated: bool = True
    rule: Rule | None = None
    decided: Adjudication | None = None

    @property
    def because(self) -> tuple[Fact, ...]:
        """Every fact that was supplied for this verdict, each once."""
        supplied = [fact for check in self.checks for fact in check.facts if fact.origin]
        return tuple({(fact.party, fact.key): fact for fact in supplied}.values())


def verdicts(judgement: Judgement) -> Iterator[Verdict]:
    """Every verdict of a judgement, in the order of the spec."""
    for judged in judgement.judged:
        tellers = _tellers(judgement, judged)
        for place in range(len(judged.duty.parties)):
            yield _explained(judgement, judged, place, tellers)


def explain(judgement: Judgement, judged: Judged, place: int) -> Verdict:
    """The verdict of one duty for the party at *place*, with its reasons and facts."""
    return _explained(judgement, judged, place, _tellers(judgement, judged))


def _explained(judgement: Judgement, judged: Judged, place: int, tellers: tuple[_Teller, ...]) -> Verdict:
    duty = judged.duty
    made = tuple(_check(judgement, judged, n, place, teller) for n, teller in enumerate(tellers))
    raw, result = judged.raw[place], judged.adjusted[place]
    missing = () if raw.settled else tuple(dict.fromkeys(each.reason for each in made if each.reason))
    if place in judged.stopped:
        missing = (Reason.RULE_COULD_NOT_RUN,)
    return Verdict(
        requirement=duty.requirement,
        party=duty.parties[place],
        period=judgement.plan.period.name,
        result=result,
        raw=raw,
        checks=made,
        reasons=missing,
        why_not=_why_not(judged, place),
        queries=_queries(judgement, judged, place),
        rated=is_rated(duty.requirement, judgement.plan.period),
        rule=duty.rule if duty.in_force else None,
        decided=judged.decided.get(place),
    )


def is_rated(requirement: Requirement, period: Period) -> bool:
    """Whether a requirement counts towards ratings in *period*."""
    since = requirement.rated_from
    return not requirement.report_only and (since is None or since <= period.start)


def _why_not(judged: Judged, place: int) -> WhyNot | None:
    if judged.raw[place] is not NOT_APPLICABLE:
        return None
    if judged.duty.why_not:
        return judged.duty.why_not
    in_force = all(check.in_force for check in judged.duty.checks)
    return WhyNot.CONDITION_FALSE if in_force else WhyNot.NOT_IN_FORCE


class _Said(NamedTuple):
    """What is said of the cells that a check read, whoever filled them in."""

    found: Figure | None
    reason: Reason | None
    lacking: tuple[str, ...]
    reading: Reading | None
    ways: tuple[Way, ...]


class _Teller:
    """Says what a check came to. Of cells that say the same, it finds the words once."""

    def __init__(self, asked: PlannedCheck, as_at: date) -> None:
        self.asked, self.as_at = asked, as_at
        self.cells = _Cells(asked)
        self.shown = tuple(map(_Cells, asked.shown))
        self.scale = asked.check.choices if asked.check.kind is CheckKind.RATING else ()
        self.is_share = _is_share_of_people(asked)
        self.what = sentences.what(asked.check)
        self.wanted = "given" if checks.only_given(asked) else sentences.wanted(asked.check, asked.target)
        self.compared = tuple(sentences.compared(asked.check))
        self.said: dict[tuple[checks.Values, Result], _Said] = {}

    def of(self, values: checks.Values, result: Result) -> _Said:
        """What is said of *values*, which came to *result*."""
        said = self.said.get((values, result))
        if said is None:
            said = self.said[values, result] = self.say(values, result)
        return said

    def say(self, values: checks.Values, result: Result) -> _Said:
        """The same, in words that are found anew."""
        planned, as_at = checks.measured(self.asked, checks.own_values(self.asked, values)), self.as_at
        is_open = not result.settled and result is not NOT_APPLICABLE
        return _Said(
            found=_found(planned, values, as_at),
            reason=checks.why_open(planned, values, as_at) if is_open else None,
            lacking=_lacking(planned, values, as_at),
            reading=_reading(planned, values),
            ways=ways(planned, values, as_at) if _short_of_met(planned, result) else (),
        )


def _tellers(judgement: Judgement, judged: Judged) -> tuple[_Teller, ...]:
    """What says what each check of a duty came to; none for a duty that is not in force."""
    planned = judged.duty.checks if judged.duty.in_force else ()
    return tuple(_Teller(each, judgement.as_at) for each in planned)


def _check(judgement: Judgement, judged: Judged, number: int, place: int, teller: _Teller) -> CheckVerdict:
    planned, values = teller.asked, judged.cells(number, place)
    result = judged.checks[number][place]
    said = teller.of(values, result)
    allowance = judged.allowed.get(place, {}).get(number)
    return CheckVerdict(
        name=planned.label,
        site=planned.site,
        what=teller.what,
        wanted=teller.wanted,
        result=ALLOWED if allowance and result is not NOT_APPLICABLE else result,
        found=said.found,
        reason=said.reason,
        lacking=said.lacking,
        facts=teller.cells.facts(judgement, judged.duty.parties[place], values),
        allowance=allowance,
        compared=teller.compared,
        scale=teller.scale,
        reading=said.reading,
        ways=said.ways,
        is_share=teller.is_share,
        shown=_shown(judgement, judged, number, place, teller) if judged.shown else (),
    )


def _shown(
    judgement: Judgement, judged: Judged, number: int, place: int, teller: _Teller
) -> tuple[Shown, ...]:
    """What stands at each place that is shown beside a check."""
    check, party = judged.duty.checks[number], judged.duty.parties[place]
    columns = judged.shown[number] if judged.shown else ()
    return tuple(
        _at_place(judgement, party, planned, cells, tuple(column[place] for column in found))
        for planned, cells, found in zip(check.shown, teller.shown, columns, strict=True)
    )


def _at_place(
    judgement: Judgement, party: str, planned: PlannedCheck, cells: _Cells, values: checks.Values
) -> Shown:
    found = _found(planned, values, judgement.as_at)
    return Shown(
        place=planned.site,
        what=planned.where.what or planned.where.level.removeprefix("each "),
        found=found,
        reason=None if found else checks.why_open(planned, values, judgement.as_at),
        facts=cells.facts(judgement, party, values),
    )


def _is_share_of_people(planned: PlannedCheck) -> bool:
    constant = planned.check.constant
    return planned.check.kind in _SHARES and (constant is None or constant.unit is Unit.COUNT)


def _short_of_met(planned: PlannedCheck, result: Result) -> bool:
    return result.low in (0, 1) and not planned.is_condition


class _Cells:
    """The cells that a check reads, by name, with the party each is of where that is not the one judged."""

    def __init__(self, planned: PlannedCheck) -> None:
        self.named = tuple((cell.key, cell.party) for cell in planned.cells)
        self.documents = tuple(n for n, cell in enumerate(planned.cells) if _names_a_document(cell))

    def facts(self, judgement: Judgement, party: str, values: checks.Values) -> tuple[Fact, ...]:
        """What they say of a *party*, each with its origin and its grade."""
        evidence, row_of = judgement.evidence, judgement.row_of
        documented = any(values[place].known for place in self.documents)
        usual = Grade.DOCUMENTED if documented else Grade.SELF_DECLARED
        return tuple(
            Fact(key, of, value, evidence.origin(row_of[of], key), evidence.grades.get((of, key), usual))
            for (key, other), value in zip(self.named, values, strict=True)
            for of in (other or party,)
        )


def _names_a_document(cell: Cell) -> bool:
    return cell.kind is ValueKind.TEXT and cell.key.endswith(Column.DOCUMENT)


def _lacking(planned: PlannedCheck, values: checks.Values, as_at: date) -> tuple[str, ...]:
    if not planned.check.covers or values[0].missing:
        return ()
    if planned.check.kind is CheckKind.LIST:
        return checks.uncovered(planned.check, values[0].low)
    return checks.Register(planned, as_at).lacking(values[0].low)


def _found(planned: PlannedCheck, values: checks.Values, as_at: date) -> Figure | None:
    """What was found, in words; None when the cells say nothing, or nothing is looked for yet."""
    if not planned.in_force:
        return None
    figure, base = _own_found(planned, values, as_at), checks.baseline_of(planned, values)
    if figure is None or base is None or base.missing:
        return figure
    unit = UNITS.get(planned.check.kind) or _unit(planned, base)
    shown = written(Fraction(base.low), unit)
    return replace(figure, text=f"{figure.text}; the baseline is {shown}")


def _own_found(planned: PlannedCheck, values: checks.Values, as_at: date) -> Figure | None:
    instead = planned.placed.get(Beside.IF_FEWER)
    if instead and checks.too_few(planned, values):
        other, start = instead
        return _found(other, values[start : start + len(other.cells)], as_at)
    own = checks.own_values(planned, values)
    match planned.check.kind:
        case kind if kind in _SHARES:
            return _share_found(planned, values)
        case CheckKind.REGISTER if own[0].known:
            low, high = checks.Register(planned, as_at).counted(own[0].low)
            return Figure(
                f"{_ends(low, high)} of {len(planned.check.covers)}"
                if planned.check.covers
                else _ends(low, high)
            )
        case CheckKind.AGREEMENT if own[0].known:
            return Figure(_agreed(planned, own[0].low))
        case CheckKind.LIST if own[0].known:
            return Figure(phrases.listed(own[0].low) or "none")
        case _ if own[0].missing:
            return None
        case _ if planned.check.statistic:
            return _statistic_found(planned, own)
        case _:
            return Figure(_plain(planned, own[0]))


def _agreed(planned: PlannedCheck, readings: Sequence[TwoReadings]) -> str:
    """How far two readers agree: "17 of 20 read alike, kappa 0.62"."""
    dated = planned.target
    ends = [end for each in (dated.target, dated.partly) if each for end in each.ends] if dated else []
    kappa = checks.shown(checks.agreement_of(planned.check, readings), [end.number for end in ends])
    weighted = "weighted kappa" if planned.check.rubric else "kappa"
    return f"{checks.alike(readings)} of {len(readings)} read alike, {weighted} {kappa}"


def _reading(planned: PlannedCheck, values: checks.Values) -> Reading | None:
    """What was found as a range; None where it is no number, or nothing is known of it."""
    if not planned.in_force or planned.is_condition:
        return None
    instead = planned.placed.get(Beside.IF_FEWER)
    if instead and checks.too_few(planned, values):
        other, start = instead
        return _reading(other, values[start : start + len(other.cells)])
    if planned.check.kind in _SHARES:
        rate = checks.share_of(planned, values)
        if isinstance(rate, Reason):
            return None
        return Reading(Fraction(*rate[0]), Fraction(*rate[1]), Unit.PERCENT, _better(planned))
    value = checks.own_values(planned, values)[0]
    if value.missing or not _is_number(value.low):
        return None
    return Reading(Fraction(value.low), Fraction(value.high), _unit(planned, value), _better(planned))


def _is_number(found: object) -> bool:
    return isinstance(found, int | Fraction) and not isinstance(found, bool)


def _better(planned: PlannedCheck) -> str:
    return planned.target.target.better if planned.target else ""


def _statistic_found(planned: PlannedCheck, values: checks.Values) -> Figure:
    cases = values[1]
    text = _plain(planned, values[0])
    if cases.missing:
        return Figure(text)
    return Figure(f"{text}, of {_ends(cases.low, cases.high)}")


def _share_found(planned: PlannedCheck, values: checks.Values) -> Figure | None:
    counts = checks.counts_of(planned, values)
    number, out_of = counts.number, counts.out_of
    if number.missing or out_of.missing:
        return None
    text = f"{_amount(number, planned)} of {_amount(out_of, planned)}"
    for value, words in zip(counts[2:], ("not known", "excepted", "still waiting"), strict=True):
        if value.known and value.high:
            text += f", {_ends(value.low, value.high)} {words}"
    rate = checks.share_of(planned, values)
    share = _share(counts, planned)
    if isinstance(rate, Reason):
        return Figure(text, share)
    against = (planned.target.target, planned.target.partly) if planned.target else ()
    low, high = (show_number(Fraction(*end), Unit.PERCENT, *against) for end in rate)
    return Figure(f"{text} ({low if low == high else f'{low} to {high}'})", share)


def _share(counts: checks.Counts, planned: PlannedCheck) -> Share | None:
    """The counts behind a share of people; None where it is a share of a sum of money."""
    if not _is_share_of_people(planned):
        return None
    number, out_of, unrecorded, excepted, waiting = (
        (int(value.low), int(value.high)) if value.known else (0, 0) for value in counts
    )
    return Share(number, out_of, excepted, unrecorded[1] + waiting[1], _better(planned))


def _amount(value: Value, planned: PlannedCheck) -> str:
    """A count, or pounds where the share is of a sum of the contract's."""
    constant = planned.check.constant
    if constant is None or constant.unit is not Unit.POUNDS:
        return _ends(int(value.low), int(value.high))
    ends = [write_quantity(Quantity(Fraction(end), Unit.POUNDS)) for end in (value.low, value.high)]
    return ends[0] if ends[0] == ends[1] else f"{ends[0]} to {ends[1]}"


def _ends(low: int, high: int) -> str:
    return str(low) if low == high else f"{low} to {high}"


def _plain(planned: PlannedCheck, value: Value) -> str:
    low = value.low
    if isinstance(low, bool):
        return "yes" if low else "no"
    if isinstance(low, date):
        days = [phrases.day(end) for end in (low, value.high)]
        return days[0] if days[0] == days[1] else f"{days[0]} to {days[1]}"
    if isinstance(low, str):
        return low
    unit = _unit(planned, value)
    against = (planned.target.target, planned.target.partly) if planned.target else ()
    ends = [written(Fraction(end), unit, *against) for end in (low, value.high)]
    return ends[0] if ends[0] == ends[1] else f"{ends[0]} to {ends[1]}"


def _unit(planned: PlannedCheck, value: Value) -> Unit:
    if planned.check.kind is CheckKind.MONEY:
        return Unit.POUNDS
    if planned.target is None and value.unit:
        return Unit(value.unit)
    target: Target | None = planned.target.target if planned.target else None
    quantity = (target.high or target.low) if target else None
    return quantity.unit if quantity else Unit.COUNT


def _queries(judgement: Judgement, judged: Judged, place: int) -> tuple[str, ...]:
    """Questions to both sides of a hand-off whose counts differ by more than was agreed."""
    asked = []
    for number, planned in enumerate(judged.duty.checks):
        values = judged.cells(number, place)
        if planned.hand_off is None or any(value.missing for value in values):
            continue
        if checks.counts_differ(planned, values):
            asked.append(_query(judgement, judged.duty.parties[place], planned, values))
    return tuple(asked)


def _query(judgement: Judgement, party: str, planned: PlannedCheck, values: checks.Values) -> str:
    sent = planned.check.kind is CheckKind.SENT
    sender, receiver = (party, planned.other) if sent else (planned.other, party)
    counts = (values[0], values[-1]) if sent else (values[-1], values[0])
    name = {each.id: each.name for each in judgement.plan.spec.parties}
    return (
        f"{name[sender]} says it sent {_ends(counts[0].low, counts[0].high)} to {name[receiver]}, "
        f"which says it received {_ends(counts[1].low, counts[1].high)}. "
        "Please look at the two lists together."
    )
