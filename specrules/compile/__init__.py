"""A specification becomes a plan for one period.

In: a spec and a period.  Out: what each party is asked to supply, and for each
requirement the checks to make and the rule that combines them.  Dates are
settled here: which requirements hold, and which target each check has.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from specrules.compile.handoffs import both_sides
from specrules.compile.plan import Plan
from specrules.compile.planner import Planner
from specrules.compile.trees import conditions_of
from specrules.evidence.facts import Request

if TYPE_CHECKING:
    from collections.abc import Iterable

    from specrules.compile.plan import Duty, PlannedCheck
    from specrules.spec.model import Spec
    from specrules.values.periods import Period

__all__ = ["Planned", "compile_spec", "planned", "requests"]


class Planned(NamedTuple):
    """A specification's plan for one period, and what it asks; made once, since both can be large."""

    plan: Plan
    asked: tuple[Request, ...]


def planned(spec: Spec, period: Period) -> Planned:
    """The plan of *spec* for *period*, and what each party is asked to supply."""
    plan = compile_spec(spec, period)
    return Planned(plan, requests(plan))


def compile_spec(spec: Spec, period: Period) -> Plan:
    """Return the plan of *spec* for *period*, its duties in the order of the spec."""
    planner = _planner(spec, period)
    duties = tuple(duty for requirement in spec.requirements for duty in planner.duties(requirement))
    return Plan(spec, period, duties)


def requests(plan: Plan) -> tuple[Request, ...]:
    """What each party is asked to supply, grouped by party in the spec's order, each thing asked once."""
    planner = _planner(plan.spec, plan.period)
    asked = [each for duty in plan.duties if duty.in_force for each in _asked(duty, planner)]
    once = {(each.party, each.item, each.site): each for each in asked}
    order = {party.id: n for n, party in enumerate(plan.spec.parties)}
    return tuple(sorted(once.values(), key=lambda each: order[each.party]))


def _planner(spec: Spec, period: Period) -> Planner:
    items = {f"{r.id}.{c.name}": c for r in spec.requirements for c in (*conditions_of(r), *r.checks)}
    return Planner(spec, period, items, {party.id: party for party in spec.parties})


def _asked(duty: Duty, planner: Planner) -> Iterable[Request]:
    """Everything a duty asks, addressed to the party that has to answer."""
    asked = [(check, _lines(check)) for check in duty.checks if check.in_force]
    for party in duty.parties:
        for check, lines in asked:
            if check.hand_off is None:
                yield from (Request(**{**line, "party": line["party"] or party}) for line in lines)
            else:
                yield from both_sides(planner.spec, duty.requirement, check.hand_off, party, check.other)


def _lines(check: PlannedCheck) -> list[dict[str, Any]]:
    """The lines that a check reads, as the fields of their requests; the cells of one line share its request.

    What a measure gives by group nobody types.  A national specification addresses each line to thousands
    of parties, so they are found once.
    """
    cells = check.cells if check.check.measure else check.asked
    lines = {(id(cell.request), cell.party): cell.request for cell in cells}
    names = Request.__match_args__
    return [
        {**{name: getattr(request, name) for name in names}, "party": other}
        for (_, other), request in lines.items()
    ]
