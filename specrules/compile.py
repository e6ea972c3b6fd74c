"""A specification becomes a plan for one period.

In: a spec and a period.  Out: what each party is asked to supply, and for each
requirement the checks to make and the rule that combines them.  Dates are
settled here: which requirements hold, and which target each check has.  The
tree of a rule is exactly as the spec wrote it; nothing is rearranged, because
rearranging changes results once something does not apply.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from math import ceil, floor
from types import MappingProxyType
from typing import TYPE_CHECKING

from specrules import sentences
from specrules.engine.rules import All, AnyOf, AtLeast, Bands, Graded, Input, Not, Rule, Tree, When
from specrules.evidence.facts import Column, Request, ValueKind
from specrules.frozen import replace
from specrules.periods import months_after, period_of
from specrules.quantities import Unit, write_quantity
from specrules.result import WhyNot
from specrules.spec.model import (
    Check,
    CheckKind,
    Combination,
    DatedTarget,
    HandOff,
    How,
    Level,
    Party,
    Requirement,
    Spec,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from specrules.periods import Period
    from specrules.quantities import Target


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell a check reads: its name, how it is read, and whose row it is in ("" for the party judged)."""

    key: str
    kind: ValueKind
    request: Request
    party: str = ""


class Beside(StrEnum):
    """How one check looks at another: the outermost last."""

    AFTER = "after"
    IF_FEWER = "if-fewer"
    RELIES_ON = "relies-on"


@dataclass(frozen=True, slots=True)
class PlannedCheck:
    """A check ready to be made: its target for the period, and the cells it reads.

    *own* are the cells of its own line, in the order of *columns*, once for each
    place whose figures are added up.  *beside* are the checks it looks at.
    *site* and *other* say which site or group, and which other service of a
    hand-off, it is about.
    """

    check: Check
    target: DatedTarget | None
    own: tuple[Cell, ...]
    columns: tuple[Column, ...]
    beside: Mapping[Beside, PlannedCheck] = field(default_factory=dict)
    site: str = ""
    other: str = ""
    hand_off: HandOff | None = None
    is_condition: bool = False

    @property
    def cells(self) -> tuple[Cell, ...]:
        """Every cell it reads: its own, then those of the checks beside it."""
        return (*self.own, *(cell for other in self.beside.values() for cell in other.cells))

    @property
    def placed(self) -> Mapping[Beside, tuple[PlannedCheck, int]]:
        """The checks beside it, each with where its cells begin among all of them."""
        found, start = {}, len(self.own)
        for beside, other in self.beside.items():
            found[beside] = other, start
            start += len(other.cells)
        return found

    @property
    def in_force(self) -> bool:
        """Whether it has a target in the period, or wants none."""
        return self.target is not None or not self.check.targets

    @property
    def label(self) -> str:
        """Its name as shown: "fee at Quayside"."""
        return f"{self.check.name} at {self.site}" if self.site else self.check.name


@dataclass(frozen=True, slots=True)
class Duty:
    """A requirement as owed by parties that are judged alike: the checks, in input order, and the rule."""

    requirement: Requirement
    parties: tuple[str, ...]
    checks: tuple[PlannedCheck, ...]
    rule: Rule
    why_not: WhyNot | None = None

    @property
    def in_force(self) -> bool:
        """Whether it is judged in the period."""
        return self.why_not is None


@dataclass(frozen=True, slots=True)
class Plan:
    """What is checked for one period, and how it is combined. ``requests`` says what that asks of whom."""

    spec: Spec
    period: Period
    duties: tuple[Duty, ...]


def compile_spec(spec: Spec, period: Period) -> Plan:
    """Return the plan of *spec* for *period*, its duties in the order of the spec."""
    planner = _Planner(spec, period, _items(spec))
    duties = tuple(duty for requirement in spec.requirements for duty in planner.duties(requirement))
    return Plan(spec, period, duties)


def requests(plan: Plan) -> tuple[Request, ...]:
    """What each party is asked to supply, grouped by party in the spec's order, each thing asked once."""
    items = _items(plan.spec)
    planner = _Planner(plan.spec, plan.period, items)
    asked = [each for duty in plan.duties if duty.in_force for each in _asked(duty, planner)]
    once = {(each.party, each.item, each.site): each for each in asked}
    order = {party.id: n for n, party in enumerate(plan.spec.parties)}
    return tuple(sorted(once.values(), key=lambda each: order[each.party]))


def _items(spec: Spec) -> dict[str, Check]:
    return {f"{r.id}.{c.name}": c for r in spec.requirements for c in (*_conditions(r), *r.checks)}


def holds(requirement: Requirement, period: Period) -> bool:
    """Whether a requirement is in force on the first day of *period*."""
    since, until = requirement.since, requirement.until
    return (since is None or since <= period.start) and (until is None or period.start <= until)


def is_due(requirement: Requirement, spec: Spec, period: Period) -> bool:
    """Whether a requirement that is judged less often than returns come is judged in *period*.

    It is when its own stretch, such as the financial year, ends in the period, or the contract does.
    """
    if requirement.every is None:
        return True
    return period.contains(period_of(requirement.every, period.end).end) or period.contains(spec.ends)


def target_for(
    targets: tuple[DatedTarget, ...], spec: Spec, period: Period, site: str = ""
) -> DatedTarget | None:
    """The target that holds in *period* at *site*, or None.

    A row that says more about when and where goes before one that says less;
    between equals, the one that began last does.
    """
    held = [each for each in targets if _holds_here(each, spec, period, site)]
    return max(held, key=lambda each: (each.selects, each.since or spec.starts), default=None)


def _holds_here(target: DatedTarget, spec: Spec, period: Period, site: str) -> bool:
    begun = target.since is None or target.since <= period.start
    return (
        begun
        and target.contract_year in (None, contract_year(spec, period))
        and target.quarter in (None, quarter_of(period))
        and (not target.at or site in target.at)
    )


def part_of_contract(spec: Spec, period: Period) -> Fraction:
    """How much of *period* lies in the contract, in days."""
    first, last = max(spec.starts, period.start), min(spec.ends, period.end)
    return Fraction((last - first).days + 1, (period.end - period.start).days + 1)


def in_proportion(dated: DatedTarget, part: Fraction) -> DatedTarget:
    """A target for a number of things in a whole period, as it counts for *part* of it.

    Whole things are counted: 7.4 wanted at least are 8, and 7.4 at most are 7.
    """
    if part == 1:
        return dated
    partly = _scaled(dated.partly, part) if dated.partly else None
    return replace(dated, target=_scaled(dated.target, part), partly=partly)


def _scaled(target: Target, part: Fraction) -> Target:
    low = target.low and replace(target.low, number=Fraction(ceil(target.low.number * part)))
    high = target.high and replace(target.high, number=Fraction(floor(target.high.number * part)))
    return replace(target, low=low, high=high)


def contract_year(spec: Spec, period: Period) -> int:
    """Which year of the contract *period* begins in, counted from 1."""
    start = max(period.start, spec.starts)
    whole = start.year - spec.starts.year
    return whole + (months_after(spec.starts, 12 * whole) <= start)


def quarter_of(period: Period) -> int:
    """The quarter of the financial year in which *period* ends: 1 is April to June."""
    return (period.end.month - 4) % 12 // 3 + 1


# What each kind of check asks for: the cells of its line, and how each is read.
_COLUMNS: Mapping[CheckKind, Mapping[Column, ValueKind]] = MappingProxyType(
    {
        CheckKind.SHARE: {Column.NUMBER: ValueKind.COUNT, Column.OUT_OF: ValueKind.COUNT},
        CheckKind.AUDIT: {Column.NUMBER: ValueKind.COUNT, Column.OUT_OF: ValueKind.COUNT},
        CheckKind.COUNT: {Column.ANSWER: ValueKind.COUNT},
        CheckKind.MONEY: {Column.ANSWER: ValueKind.MONEY},
        CheckKind.TIME: {Column.ANSWER: ValueKind.DURATION},
        CheckKind.STATEMENT: {Column.ANSWER: ValueKind.YES_NO},
        CheckKind.DATE: {Column.ANSWER: ValueKind.DATE},
        CheckKind.CHOICE: {Column.ANSWER: ValueKind.CHOICE},
        CheckKind.RATING: {Column.ANSWER: ValueKind.CHOICE},
        CheckKind.LIST: {Column.ANSWER: ValueKind.WORDS},
        CheckKind.REGISTER: {Column.ROWS: ValueKind.ROWS},
        CheckKind.CONDITION: {
            Column.ANSWER: ValueKind.YES_NO,
            Column.REASON: ValueKind.TEXT,
            Column.AGREED_BY: ValueKind.TEXT,
        },
    }
)
_DOCUMENT = {Column.DOCUMENT: ValueKind.TEXT, Column.OWNER: ValueKind.TEXT, Column.DATE: ValueKind.DATE}
# Recorded beside a statement, but not judged.
_NOTED = (Column.OWNER, Column.DATE)


def columns_of(check: Check) -> dict[Column, ValueKind]:
    """The cells a check asks for, in the order of a return."""
    columns = dict(_COLUMNS[check.kind])
    if check.kind is CheckKind.COUNT and _has_parts(check):
        columns[Column.ANSWER] = ValueKind.NUMBER
    if check.statistic:
        columns[Column.OUT_OF] = ValueKind.COUNT
    if check.constant:
        del columns[Column.OUT_OF]
        if check.constant.unit is Unit.POUNDS:
            columns[Column.NUMBER] = ValueKind.MONEY
    for column, asked in (
        (Column.NOT_RECORDED, check.not_recorded),
        (Column.EXCEPTED, check.exceptions),
        (Column.WAITING, check.still_waiting),
    ):
        if asked:
            columns[column] = ValueKind.COUNT
    if check.kind is CheckKind.STATEMENT and check.document is not None:
        columns |= _DOCUMENT
    return columns


def _has_parts(check: Check) -> bool:
    """Whether a number may have decimals: a mean of several, or one whose target has some."""
    numbers = [end.number for dated in check.targets for end in dated.target.ends]
    of_many = check.statistic not in ("", "longest", "shortest")
    return of_many or any(number.denominator > 1 for number in numbers)


@dataclass(frozen=True, slots=True)
class _Planner:
    """Plans requirement by requirement. *items* finds the check behind ``evidence-from``."""

    spec: Spec
    period: Period
    items: Mapping[str, Check]

    def duties(self, requirement: Requirement) -> list[Duty]:
        """One duty for all parties judged alike, or one each where sites or hand-offs differ."""
        if requirement.jointly:
            return [self._joint_duty(requirement)]
        if requirement.hand_off is None and requirement.judged_at.level in (Level.PARTY, Level.GROUP):
            return [self._duty(requirement, requirement.owed_by, None)]
        return [self._duty(requirement, (id,), self.spec.party(id)) for id in requirement.owed_by]

    def _duty(self, requirement: Requirement, parties: tuple[str, ...], party: Party | None) -> Duty:
        """A duty of *parties*; *party* is the only one of them where places differ between parties."""
        places = requirement.judged_at.of(party) if party else requirement.judged_at.groups
        apart = ("",) if requirement.judged_at.summed else places or ("",)
        summed = places if requirement.judged_at.summed else ()
        checks: list[PlannedCheck] = []
        trees: list[Tree] = []
        for place in apart:
            made, tree = self._at(requirement, place, summed, party.id if party else "", start=len(checks))
            checks += made
            trees.append(tree)
        whole = trees[0] if len(trees) == 1 else Graded(tuple(trees))
        why = self._why_not(requirement)
        return Duty(requirement, parties, tuple(checks), Rule(whole, len(checks)), why)

    def _joint_duty(self, requirement: Requirement) -> Duty:
        """A duty that several parties owe together: the answers of all of them, for each of them."""
        checks: list[PlannedCheck] = []
        trees: list[Tree] = []
        for id in requirement.owed_by:
            made, tree = self._at(requirement, "", (), "", start=len(checks))
            checks += [_asked_of(each, self.spec.party(id)) for each in made]
            trees.append(tree)
        rule = Rule(All(tuple(trees)), len(checks))
        return Duty(requirement, requirement.owed_by, tuple(checks), rule, self._why_not(requirement))

    def _why_not(self, requirement: Requirement) -> WhyNot | None:
        if not holds(requirement, self.period):
            return WhyNot.NOT_IN_FORCE
        return None if is_due(requirement, self.spec, self.period) else WhyNot.NOT_DUE

    def _at(
        self, requirement: Requirement, site: str, summed: tuple[str, ...], party: str, start: int
    ) -> tuple[tuple[PlannedCheck, ...], Tree]:
        """The checks of a requirement at one site, and the tree over them, inputs numbered from *start*."""
        conditions = [self._plan(requirement, each, site, (), True) for each in _conditions(requirement)]
        checks = [self._plan(requirement, each, site, summed, False) for each in requirement.checks]
        if requirement.hand_off:
            checks += self._hand_offs(requirement, requirement.hand_off, party)
        made = (*conditions, *checks)
        inputs: dict[str, Tree] = {each.check.name: Input(start + n) for n, each in enumerate(made)}
        instead = {each.if_fewer for each in requirement.checks}
        body = _body(
            requirement, inputs, [each.check.name for each in checks if each.check.name not in instead]
        )
        if requirement.applies_if is None:
            return made, body
        return made, When(_condition(requirement, inputs), body)

    def _plan(
        self, requirement: Requirement, check: Check, site: str, summed: tuple[str, ...], condition: bool
    ) -> PlannedCheck:
        """A check at one site, or with its figures at each of *summed*, and the checks beside it."""
        asked = [self.request(requirement, check, place) for place in summed or (site,)]
        columns = tuple(column for column in asked[0].columns if column not in _NOTED)
        cells = tuple(
            Cell(request.key(column), request.columns[column], request)
            for request in asked
            for column in columns
        )
        named = {each.name: each for each in (*_conditions(requirement), *requirement.checks)}
        beside = {
            how: self._plan(requirement, named[name], site, summed, False)
            for how, name in _beside(check)
            if name in named
        }
        target = target_for(check.targets, self.spec, self.period, site)
        if target and check.in_proportion:
            target = in_proportion(target, part_of_contract(self.spec, self.period))
        return PlannedCheck(check, target, cells, columns, beside, site, is_condition=condition)

    def request(self, requirement: Requirement, check: Check, site: str) -> Request:
        """The line of the return that *check* reads, its own or the one it shares."""
        asked = self.items.get(check.evidence_from, check)
        item = check.evidence_from or f"{requirement.id}.{check.name}"
        target = target_for(asked.targets, self.spec, self.period, site)
        return Request(
            item=item,
            party="",
            requirement=item.rpartition(".")[0],
            check=asked.name,
            asks=sentences.question(asked, self.spec, self.period),
            columns=MappingProxyType(columns_of(asked)),
            site=site,
            words=asked.choices or asked.covers,
            unit=_unit(target) if asked.kind is CheckKind.TIME else "",
            document=asked.document or "",
            uk_dates=self.spec.returns.uk_dates,
            optional=bool(asked.measure),
        )

    def _hand_offs(self, requirement: Requirement, hand_off: HandOff, party: str) -> list[PlannedCheck]:
        made = []
        for other in requirement.owed_by:
            if other == party:
                continue
            sent = self.hand_off_requests(requirement, hand_off, party, other)
            back = self.hand_off_requests(requirement, hand_off, other, party)
            if hand_off.outcome_known:
                cells = _counts(sent["sent"], sent["outcome-known"]) + _counts(sent["received"], whose=other)
                made.append(self._hand_off(CheckKind.SENT, hand_off, hand_off.outcome_known, other, cells))
            cells = _counts(back["received"], back["answered-in-time"], back["waiting"])
            cells += _counts(back["sent"], whose=other)
            made.append(self._hand_off(CheckKind.RECEIVED, hand_off, hand_off.answered, other, cells))
        return made

    def _hand_off(
        self, kind: CheckKind, hand_off: HandOff, target: DatedTarget, other: str, cells: tuple[Cell, ...]
    ) -> PlannedCheck:
        who, within = self.spec.party(other).name, write_quantity(hand_off.answer_within)
        name, words, of = {
            CheckKind.SENT: (
                f"to-{other}",
                f"people sent to {who} whose outcome is known",
                f"people sent to {who}",
            ),
            CheckKind.RECEIVED: (
                f"from-{other}",
                f"people received from {who} who were answered within {within}",
                f"people received from {who}",
            ),
        }[kind]
        check = Check(name, kind, words, of=of, targets=(target,), written=hand_off.written)
        return PlannedCheck(
            check, target, cells, (Column.ANSWER,) * len(cells), other=other, hand_off=hand_off
        )

    def hand_off_requests(
        self, requirement: Requirement, hand_off: HandOff, sender: str, receiver: str
    ) -> dict[str, Request]:
        """The counts asked about people sent from *sender* to *receiver*, by name."""
        name = {p.id: p.name for p in self.spec.parties}
        within = write_quantity(hand_off.answer_within)
        to, by = f"{requirement.id}.to-{receiver}", f"{requirement.id}.from-{sender}"
        asks = {
            "sent": (f"{to}.sent", sender, f"Sent to {name[receiver]}: {hand_off.referrals}"),
            "outcome-known": (
                f"{to}.outcome-known",
                sender,
                f"Of these, how many you know the outcome of, {write_quantity(hand_off.look_back)} on",
            ),
            "received": (f"{by}.received", receiver, f"Received from {name[sender]}: {hand_off.referrals}"),
            "answered-in-time": (
                f"{by}.answered-in-time",
                receiver,
                f"Of these, answered within {within} ({sentences.listed(hand_off.answers, 'or')})",
            ),
            "waiting": (f"{by}.waiting", receiver, "Of these, still waiting for an answer"),
        }
        columns = MappingProxyType({Column.ANSWER: ValueKind.COUNT})
        return {
            part: Request(item, party, requirement.id, item.partition(".")[2], question, columns)
            for part, (item, party, question) in asks.items()
        }


def _counts(*requests: Request, whose: str = "") -> tuple[Cell, ...]:
    return tuple(Cell(each.key(Column.ANSWER), ValueKind.COUNT, each, whose) for each in requests)


def _conditions(requirement: Requirement) -> tuple[Check, ...]:
    """The conditions of a requirement; one made of text is a yes-or-no question called ``applies``."""
    if isinstance(requirement.applies_if, str):
        asked = Check("applies", CheckKind.CONDITION, requirement.applies_if, written=requirement.written)
        return (asked,)
    return requirement.conditions


def _condition(requirement: Requirement, inputs: Mapping[str, Tree]) -> Tree:
    if isinstance(requirement.applies_if, Combination):
        return _tree(requirement.applies_if, inputs)
    return inputs["applies"]


def _body(requirement: Requirement, inputs: Mapping[str, Tree], checks: list[str]) -> Tree:
    if requirement.met_when:
        met = _tree(requirement.met_when, inputs)
    elif len(checks) == 1:
        met = inputs[checks[0]]
    else:
        met = Graded(tuple(inputs[name] for name in checks))
    return Bands(met, _tree(requirement.partly_met_when, inputs)) if requirement.partly_met_when else met


def _tree(tree: Combination, inputs: Mapping[str, Tree]) -> Tree:
    items = tuple(inputs[item] if isinstance(item, str) else _tree(item, inputs) for item in tree.items)
    match tree.how:
        case How.ALL:
            return All(items)
        case How.ANY:
            return AnyOf(items)
        case How.AT_LEAST:
            return AtLeast(tree.number, _repeated(items, tree.weights))
        case How.GRADED:
            return Graded(items)
        case How.NOT:
            return Not(items[0])


def _asked_of(planned: PlannedCheck, party: Party) -> PlannedCheck:
    """A check as *party* answers it, whoever is judged by it."""
    own = tuple(replace(cell, party=party.id) for cell in planned.own)
    beside = {how: _asked_of(other, party) for how, other in planned.beside.items()}
    return replace(planned, own=own, beside=beside, site=party.name)


def _repeated(items: tuple[Tree, ...], weights: tuple[int, ...]) -> tuple[Tree, ...]:
    """Each item as often as it has points: two of three points are two of three things."""
    if not weights:
        return items
    return tuple(item for item, weight in zip(items, weights, strict=True) for _ in range(weight))


def _beside(check: Check) -> Iterable[tuple[Beside, str]]:
    """The names of the checks that one looks at, in the order in which they are taken into account."""
    return (
        (Beside.AFTER, check.after),
        (Beside.IF_FEWER, check.if_fewer),
        (Beside.RELIES_ON, check.relies_on),
    )


def _unit(target: DatedTarget | None) -> str:
    if target is None:
        return ""
    quantity = target.target.high or target.target.low
    return str(quantity.unit) if quantity else ""


def _asked(duty: Duty, planner: _Planner) -> Iterable[Request]:
    """Everything a duty asks, addressed to the party that has to answer."""
    for party in duty.parties:
        for check in filter(lambda each: each.in_force, duty.checks):
            if check.hand_off is None:
                for cell in check.cells:
                    yield replace(cell.request, party=cell.party or party)
            else:
                yield from _both_sides(duty.requirement, check.hand_off, planner, party, check.other)


def _both_sides(
    requirement: Requirement, hand_off: HandOff, planner: _Planner, party: str, other: str
) -> Iterable[Request]:
    for sender, receiver in ((party, other), (other, party)):
        for request in planner.hand_off_requests(requirement, hand_off, sender, receiver).values():
            if request.party == party:
                yield request
