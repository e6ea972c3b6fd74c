"""Plans requirement by requirement: which checks are made, of which cells, for whom."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from specrules import sentences
from specrules.base.frozen import replace
from specrules.compile.columns import NOTED, columns_of
from specrules.compile.handoffs import hand_off_checks
from specrules.compile.holding import holds, in_proportion, is_due, part_of_contract, target_for
from specrules.compile.plan import Beside, Cell, Duty, PlannedCheck
from specrules.compile.trees import body_of, condition_of, conditions_of
from specrules.engine.rules import All, Graded, Input, Rule, Tree, When
from specrules.evidence.facts import Request
from specrules.result import WhyNot
from specrules.spec.beside import only_beside
from specrules.spec.model import CheckKind, Level

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from specrules.spec.model import Check, DatedTarget, Party, Requirement, Spec
    from specrules.values.periods import Period


_ALIKE = (Level.PARTY, Level.GROUP)
"""Levels at which all parties are asked the same."""


@dataclass(frozen=True, slots=True)
class Planner:
    """Plans requirement by requirement. *items* finds the check behind ``evidence-from``."""

    spec: Spec
    period: Period
    items: Mapping[str, Check]
    parties: Mapping[str, Party]

    def duties(self, requirement: Requirement) -> list[Duty]:
        """One duty for all parties judged alike, or one each where sites or hand-offs differ."""
        if requirement.jointly:
            return [self._joint_duty(requirement)]
        places = (requirement.judged_at, *requirement.shown_at)
        if requirement.hand_off is None and all(each.level in _ALIKE for each in places):
            return [self._duty(requirement, requirement.owed_by, None)]
        return [self._duty(requirement, (id,), self.parties[id]) for id in requirement.owed_by]

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
            checks += [_asked_of(each, self.parties[id]) for each in made]
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
        conditions = [self._plan(requirement, each, site, (), True) for each in conditions_of(requirement)]
        checks = [self._plan(requirement, each, site, summed, False) for each in requirement.checks]
        checks = [replace(each, shown=self._shown(requirement, each.check, party)) for each in checks]
        if requirement.hand_off:
            checks += hand_off_checks(self.spec, requirement, requirement.hand_off, party)
        made = (*conditions, *checks)
        inputs: dict[str, Tree] = {each.check.name: Input(start + n) for n, each in enumerate(made)}
        apart = only_beside(requirement.checks)
        body = body_of(
            requirement, inputs, [each.check.name for each in checks if each.check.name not in apart]
        )
        if requirement.applies_if is None:
            return made, body
        return made, When(condition_of(requirement, inputs), body)

    def _shown(self, requirement: Requirement, check: Check, party: str) -> tuple[PlannedCheck, ...]:
        """A check at every place whose figures are shown beside it."""
        return tuple(
            replace(self._plan(requirement, check, place, (), False), where=each)
            for each in requirement.shown_at
            for place in (each.of(self.parties[party]) if party else each.groups)
        )

    def _plan(
        self, requirement: Requirement, check: Check, site: str, summed: tuple[str, ...], condition: bool
    ) -> PlannedCheck:
        """A check at one site, or with its figures at each of *summed*, and the checks beside it."""
        asked = [self.request(requirement, check, place) for place in summed or (site,)]
        columns = tuple(column for column in asked[0].columns if column not in NOTED)
        cells = tuple(
            Cell(request.key(column), request.columns[column], request)
            for request in asked
            for column in columns
        )
        named = {each.name: each for each in (*conditions_of(requirement), *requirement.checks)}
        beside = {
            how: self._plan(requirement, named[name], site, summed, False)
            for how, name in _beside(check)
            if name in named
        }
        target = target_for(check.targets, self.spec, self.period, site)
        if target and check.in_proportion:
            target = in_proportion(target, part_of_contract(self.spec, self.period))
        where = requirement.judged_at
        return PlannedCheck(check, target, cells, columns, beside, site, is_condition=condition, where=where)

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
            rounding=self.spec.returns.rounding,
            optional=bool(asked.measure),
        )


def _asked_of(planned: PlannedCheck, party: Party) -> PlannedCheck:
    """A check as *party* answers it, whoever is judged by it."""
    own = tuple(replace(cell, party=party.id) for cell in planned.own)
    beside = {how: _asked_of(other, party) for how, other in planned.beside.items()}
    return replace(planned, own=own, beside=beside, site=party.name)


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
