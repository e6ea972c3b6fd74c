"""A specification becomes a plan for one period.

In: a spec and a period.  Out: what each party is asked to supply, and for each
requirement the checks to make and the rule that combines them.  Dates are
settled here: which requirements hold, and which target each check has.  The
tree of a rule is exactly as the spec wrote it; nothing is rearranged, because
rearranging changes results once something does not apply.
"""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from specrules import sentences
from specrules.engine.rules import All, AnyOf, AtLeast, Bands, Graded, Input, Not, Rule, Tree, When
from specrules.evidence.facts import Column, Request, ValueKind
from specrules.frozen import replace
from specrules.quantities import write_quantity
from specrules.spec.model import (
    Check,
    CheckKind,
    Combination,
    DatedTarget,
    HandOff,
    How,
    JudgedAt,
    Party,
    Requirement,
    Spec,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from specrules.periods import Period


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell a check reads: its name, how it is read, and whose row it is in ("" for the party judged)."""

    key: str
    kind: ValueKind
    request: Request
    party: str = ""


@dataclass(frozen=True, slots=True)
class PlannedCheck:
    """A check ready to be made: its target for the period, and the cells it reads.

    *site* and *other* say which site, and which other service of a hand-off, it is about.
    """

    check: Check
    target: DatedTarget | None
    cells: tuple[Cell, ...]
    site: str = ""
    other: str = ""
    hand_off: HandOff | None = None
    is_condition: bool = False

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
    in_force: bool = True


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


def target_on(targets: tuple[DatedTarget, ...], day: date) -> DatedTarget | None:
    """The target that holds on *day*: the latest that has begun, or None."""
    begun = [each for each in targets if each.since is None or each.since <= day]
    return begun[-1] if begun else None


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
    if check.not_recorded:
        columns[Column.NOT_RECORDED] = ValueKind.COUNT
    if check.kind is CheckKind.STATEMENT and check.document is not None:
        columns |= _DOCUMENT
    return columns


@dataclass(frozen=True, slots=True)
class _Planner:
    """Plans requirement by requirement. *items* finds the check behind ``evidence-from``."""

    spec: Spec
    period: Period
    items: Mapping[str, Check]

    def duties(self, requirement: Requirement) -> list[Duty]:
        """One duty for all parties judged alike, or one each where sites or hand-offs differ."""
        force = holds(requirement, self.period)
        if requirement.hand_off is None and requirement.judged_at is JudgedAt.PARTY:
            checks, tree = self._at(requirement, "")
            return [Duty(requirement, requirement.owed_by, checks, Rule(tree, len(checks)), force)]
        return [self._own(requirement, self.spec.party(id), force) for id in requirement.owed_by]

    def _own(self, requirement: Requirement, party: Party, force: bool) -> Duty:
        checks: list[PlannedCheck] = []
        trees: list[Tree] = []
        for site in _sites(requirement, party) or ("",):
            made, tree = self._at(requirement, site, party.id, start=len(checks))
            checks += made
            trees.append(tree)
        whole = trees[0] if len(trees) == 1 else Graded(tuple(trees))
        return Duty(requirement, (party.id,), tuple(checks), Rule(whole, len(checks)), force)

    def _at(
        self, requirement: Requirement, site: str, party: str = "", start: int = 0
    ) -> tuple[tuple[PlannedCheck, ...], Tree]:
        """The checks of a requirement at one site, and the tree over them, inputs numbered from *start*."""
        conditions = [self._plan(requirement, each, site, True) for each in _conditions(requirement)]
        checks = [self._plan(requirement, each, site, False) for each in requirement.checks]
        if requirement.hand_off:
            checks += self._hand_offs(requirement, requirement.hand_off, party)
        made = (*conditions, *checks)
        inputs: dict[str, Tree] = {each.check.name: Input(start + n) for n, each in enumerate(made)}
        body = _body(requirement, inputs, [each.check.name for each in checks])
        if requirement.applies_if is None:
            return made, body
        return made, When(_condition(requirement, inputs), body)

    def _plan(self, requirement: Requirement, check: Check, site: str, condition: bool) -> PlannedCheck:
        request = self.request(requirement, check, site)
        cells = tuple(
            Cell(request.key(column), kind, request)
            for column, kind in request.columns.items()
            if column not in _NOTED
        )
        target = target_on(check.targets, self.period.start)
        return PlannedCheck(check, target, cells, site, is_condition=condition)

    def request(self, requirement: Requirement, check: Check, site: str) -> Request:
        """The line of the return that *check* reads, its own or the one it shares."""
        asked = self.items.get(check.evidence_from, check)
        item = check.evidence_from or f"{requirement.id}.{check.name}"
        target = target_on(asked.targets, self.period.start)
        return Request(
            item=item,
            party="",
            requirement=item.rpartition(".")[0],
            check=asked.name,
            asks=sentences.question(asked),
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
        return PlannedCheck(check, target, cells, other=other, hand_off=hand_off)

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
            return AtLeast(tree.number, items)
        case How.GRADED:
            return Graded(items)
        case How.NOT:
            return Not(items[0])


def _sites(requirement: Requirement, party: Party) -> tuple[str, ...]:
    if requirement.judged_at is JudgedAt.SITE:
        return party.sites
    return party.subcontractors if requirement.judged_at is JudgedAt.SUBCONTRACTOR else ()


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
                    yield replace(cell.request, party=party)
            else:
                yield from _both_sides(duty.requirement, check.hand_off, planner, party, check.other)


def _both_sides(
    requirement: Requirement, hand_off: HandOff, planner: _Planner, party: str, other: str
) -> Iterable[Request]:
    for sender, receiver in ((party, other), (other, party)):
        for request in planner.hand_off_requests(requirement, hand_off, sender, receiver).values():
            if request.party == party:
                yield request
