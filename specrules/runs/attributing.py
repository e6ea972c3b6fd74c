"""Why a result is not what it was: how much of the change each cause accounts for.

In: what two reviews were made from.  Out: for every requirement and party a share of the change for each
cause.  Both reviews, and every one between them in which only some of the causes are at work, are judged;
a cause is given what it changes on average over every order in which the causes could have come.  So the
shares of a change always come to one, what changes nothing has no share, and looking back from the later
review gives the same shares as looking forward from the earlier one.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from itertools import combinations
from math import factorial
from typing import TYPE_CHECKING, Any, NamedTuple

from specrules.base.frozen import replace
from specrules.evidence.assemble import assemble
from specrules.evidence.facts import Absent, Evidence
from specrules.evidence.values import read_value
from specrules.extracts.evidence import with_extracts
from specrules.judging.judge import judge
from specrules.result import Reason

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from specrules.compile.plan import Cell, Plan
    from specrules.engine import OpenEngine
    from specrules.extracts.facts import Supplied
    from specrules.judging.given import Given
    from specrules.log.model import Allowance
    from specrules.result import Result


class Factor(StrEnum):
    """What may differ between two reviews, in the order in which it is told."""

    SPECIFICATION = "specification"
    FIGURES = "figures"
    EVIDENCE = "evidence"
    DAY = "day"
    ALLOWANCES = "allowances"
    DECISIONS = "decisions"


Key = tuple[str, str]  # requirement, party
Row = tuple["Mapping[str, Any]", Absent]


@dataclass(frozen=True, slots=True)
class Side:
    """What one review was made from, and what it came to.

    *rows* are the cells of each party's return; *allowances* those in force at the end of its period.
    """

    plan: Plan
    rows: Mapping[str, Row]
    supplied: tuple[Supplied, ...]
    as_at: date
    allowances: tuple[Allowance, ...]
    results: Mapping[Key, Result]


class Share(NamedTuple):
    """How much of a change one cause accounts for, and what the result would be had it come alone."""

    share: Fraction
    alone: Result | None


@dataclass(frozen=True, slots=True)
class Attributed:
    """One result in two reviews (None where it was not asked), and every cause that had a part in it.

    Where both are the same, the causes cancelled one another, and their shares come to nothing.
    """

    before: Result | None
    after: Result | None
    shares: Mapping[Factor, Share]


def side_of(given: Given, as_at: date, results: Mapping[Key, Result]) -> Side:
    """One side of a comparison, from what a review was given and what it came to."""
    plan, asked = given.planned
    evidence = assemble(given.spec, asked, given.returns, given.period)[0]
    rows = zip(evidence.parties, evidence.rows, evidence.absent, strict=True)
    agreed = given.log.allowances
    return Side(
        plan=plan,
        rows={party: (row, absent) for party, row, absent in rows},
        supplied=given.extracts.supplied if given.extracts else (),
        as_at=as_at,
        allowances=tuple(_always(each) for each in agreed if each.since <= given.period.end <= each.until),
        results=results,
    )


def _always(allowance: Allowance) -> Allowance:
    """An allowance in force whatever period is looked at, since it was in force in its own review."""
    return replace(allowance, since=date.min, until=date.max)


def attributed(before: Side, after: Side, engine: OpenEngine) -> dict[Key, Attributed]:
    """Every result in which any cause had a part. Raises EngineFault."""
    between = _Between(before, after, engine)
    keys = dict.fromkeys((*before.results, *after.results))
    found = {key: _attributed(key, between) for key in keys}
    return {key: each for key, each in found.items() if each.shares or each.before is not each.after}


def _attributed(key: Key, between: _Between) -> Attributed:
    before, after = between.result(frozenset(), key), between.result(frozenset(between.factors), key)
    shares = {}
    for factor in between.factors:
        moved = _moved(factor, key, between)
        if any(moved.values()):
            share = (moved.get(after, Fraction(0)) - moved.get(before, Fraction(0))) / 2
            alone = between.result(frozenset([factor]), key)
            shares[factor] = Share(share if before is not after else Fraction(0), alone)
    return Attributed(before, after, shares)


def _moved(factor: Factor, key: Key, between: _Between) -> dict[Result | None, Fraction]:
    """How often a factor leads to each result, less how often away from it, over all orders of factors."""
    others = [each for each in between.factors if each is not factor]
    moved: dict[Result | None, Fraction] = {}
    for size in range(len(others) + 1):
        weight = Fraction(factorial(size) * factorial(len(others) - size), factorial(len(others) + 1))
        for chosen in combinations(others, size):
            without, with_it = frozenset(chosen), frozenset((*chosen, factor))
            for result, sign in ((between.result(with_it, key), 1), (between.result(without, key), -1)):
                moved[result] = moved.get(result, Fraction(0)) + sign * weight
    return moved


class _Between:
    """The reviews between two: in each, some factors are as they were before, and those named as after."""

    def __init__(self, before: Side, after: Side, engine: OpenEngine) -> None:
        self.sides, self.engine = (before, after), engine
        self.mixes = [_Mix(side.plan, before, after) for side in self.sides]
        self.judged: dict[frozenset[Factor], Mapping[Key, Result]] = {}
        self.decided: tuple[Mapping[Key, Result], ...] = ({}, {})
        self.factors: tuple[Factor, ...] = tuple(self._factors())
        ends = (frozenset[Factor](), frozenset(self.factors))
        self.decided = tuple(
            {key: result for key, result in side.results.items() if self._judge(end).get(key) is not result}
            for side, end in zip(self.sides, ends, strict=True)
        )
        if any(self.decided):
            self.factors = (*self.factors, Factor.DECISIONS)

    def _factors(self) -> Iterator[Factor]:
        before, after = self.sides
        if _asked(before.plan) != _asked(after.plan):
            yield Factor.SPECIFICATION
        if any(mix.figures for mix in self.mixes):
            yield Factor.FIGURES
        if any(mix.evidence for mix in self.mixes):
            yield Factor.EVIDENCE
        if before.as_at != after.as_at:
            yield Factor.DAY
        if before.allowances != after.allowances:
            yield Factor.ALLOWANCES

    def result(self, chosen: frozenset[Factor], key: Key) -> Result | None:
        """A result when the factors *chosen* are as after; None when it is not asked then."""
        decided = self.decided[Factor.DECISIONS in chosen]
        return decided.get(key) or self._judge(chosen - {Factor.DECISIONS}).get(key)

    def _judge(self, chosen: frozenset[Factor]) -> Mapping[Key, Result]:
        if chosen not in self.judged:
            self.judged[chosen] = dict(self._results(chosen))
        return self.judged[chosen]

    def _results(self, chosen: frozenset[Factor]) -> Iterator[tuple[Key, Result]]:
        mix = self.mixes[Factor.SPECIFICATION in chosen]
        judgement = judge(
            mix.plan,
            mix.of(Factor.FIGURES in chosen, Factor.EVIDENCE in chosen),
            self.engine,
            self.sides[Factor.DAY in chosen].as_at,
            self.sides[Factor.ALLOWANCES in chosen].allowances,
        )
        for judged in judgement.judged:
            for party, result in zip(judged.duty.parties, judged.adjusted, strict=True):
                yield (judged.duty.requirement.id, party), result


def _asked(plan: Plan) -> tuple[object, ...]:
    """What tells one plan from another: the text it was made from, and its period."""
    return plan.spec.digest, dict(plan.spec.catalogue_digests), plan.period


class _Mix:
    """Evidence for one plan, made of the evidence of two reviews.

    A line of a return is a figure that changed where the same of its cells say something in both reviews;
    where they do not, it is evidence that came or was lost.  A line is taken from one review or the
    other and never cell by cell: half a share is no share.
    """

    def __init__(self, plan: Plan, before: Side, after: Side) -> None:
        self.plan = plan
        self.both = tuple(_rows(plan, side) for side in (before, after))
        cells = {cell.key: cell for duty in plan.duties for check in duty.checks for cell in check.asked}
        self.lines: dict[str, list[Cell]] = {}
        for cell in cells.values():
            self.lines.setdefault(cell.key.rpartition("/")[0], []).append(cell)
        self.figures: set[tuple[str, str]] = set()
        self.evidence: set[tuple[str, str]] = set()
        for party in self.both[0]:
            for line, its_cells in self.lines.items():
                self._sort(party, line, its_cells)

    def _sort(self, party: str, line: str, cells: Sequence[Cell]) -> None:
        """Say of one line whether its figures changed or its evidence, if either did."""
        found = [[_found(rows[party], cell) for cell in cells] for rows in self.both]
        if found[0] == found[1]:
            return
        known = [[_known(cell, one) for cell, one in zip(cells, each, strict=True)] for each in found]
        stayed = known[0] == known[1] and any(each.known for each in known[0])
        (self.figures if stayed else self.evidence).add((party, line))

    def of(self, figures: bool, evidence: bool) -> Evidence:
        """The evidence in which figures, and evidence that came or was lost, are as after or as before."""
        parties = tuple(self.both[0])
        return Evidence(
            period=self.plan.period,
            parties=parties,
            rows=tuple(self._row(party, figures, evidence) for party in parties),
            absent=tuple(self.both[evidence][party][1] for party in parties),
            origin=lambda row, cell: None,
        )

    def _row(self, party: str, figures: bool, evidence: bool) -> dict[str, Any]:
        return {
            cell.key: _found(self.both[evidence if (party, line) in self.evidence else figures][party], cell)
            for line, cells in self.lines.items()
            for cell in cells
        }


def _rows(plan: Plan, side: Side) -> dict[str, Row]:
    """The row of each party of *plan* in a review, with what extracts say laid over it."""
    not_asked: Row = ({}, Absent(Reason.NOT_ASKED))
    rows = [side.rows.get(party.id, not_asked) for party in plan.spec.parties]
    evidence = Evidence(
        period=plan.period,
        parties=tuple(party.id for party in plan.spec.parties),
        rows=tuple(row for row, _ in rows),
        absent=tuple(absent for _, absent in rows),
        origin=lambda row, cell: None,
    )
    laid = with_extracts(evidence, plan, side.supplied)[0]
    return {
        party: (row, absent) for party, row, absent in zip(laid.parties, laid.rows, laid.absent, strict=True)
    }


def _found(row: Row, cell: Cell) -> Any:
    return row[0].get(cell.key, row[1])


class _Known(NamedTuple):
    """Whether a cell says something, and whether it says it exactly."""

    known: bool
    exact: bool


def _known(cell: Cell, found: Any) -> _Known:
    request = cell.request
    value = read_value(cell.kind, found, words=request.words, unit=request.unit, uk_dates=request.uk_dates)
    return _Known(value.known, value.known and value.low == value.high)
