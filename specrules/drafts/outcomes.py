"""What a specification makes of one period's evidence, without the reasons.

In: a specification, what a review was given, and the cells that nobody was asked for.  Out: the result
of every requirement for every party, and the rating of every card.  Reasons cost most of a review's
time; who compares thousands of results asks for few.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from specrules.base.frozen import replace
from specrules.evidence.assemble import assemble
from specrules.evidence.facts import Absent, CellName
from specrules.extracts.evidence import with_extracts
from specrules.judging.judge import judge
from specrules.judging.scorecard import cards
from specrules.judging.verdicts import Verdict, is_rated
from specrules.result import Reason
from specrules.values.periods import due_date

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from specrules.compile import Planned
    from specrules.engine import OpenEngine
    from specrules.evidence.facts import Evidence
    from specrules.judging.given import Given
    from specrules.judging.judge import Judgement
    from specrules.judging.scorecard import Rating
    from specrules.result import Result

Key = tuple[str, str]
"""A requirement and a party."""

JOINED = ""
"""Stands for the no wrong door card, where other cards go by their party."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """All results, all ratings, and which verdicts wait for a cell that nobody was asked for."""

    results: Mapping[Key, Result]
    ratings: Mapping[str, Rating]
    unasked: Mapping[Key, tuple[CellName, ...]]


def outcome(
    by: Planned, given: Given, engine: OpenEngine, unasked: frozenset[CellName] = frozenset()
) -> Outcome:
    """Judge what was *given* by a plan. Cells in *unasked* have no evidence, whatever is in them."""
    plan, asked = by
    evidence = assemble(plan.spec, asked, given.returns, given.period)[0]
    evidence = with_extracts(evidence, plan, given.extracts.supplied if given.extracts else ())[0]
    # The day to look back from is that of the review that there was.
    as_at = due_date(given.spec.returns.due, given.period)
    allowances = given.log.allowances
    judged = judge(plan, _without(evidence, unasked), engine, as_at, allowances)
    verdicts = list(_verdicts(judged))
    made = cards(judged, verdicts, engine)
    ratings = {each.party.id: each.rating for each in made.compliance}
    if made.no_wrong_door:
        ratings[JOINED] = made.no_wrong_door.rating
    results = {(each.requirement.id, each.party): each.result for each in verdicts}
    return Outcome(results, ratings, dict(_waiting(judged, unasked)))


def _without(evidence: Evidence, unasked: frozenset[CellName]) -> Evidence:
    """The evidence with nothing in the cells that nobody was asked for."""
    by_party: dict[str, list[str]] = {}
    for party, key in unasked:
        by_party.setdefault(party, []).append(key)
    not_asked = Absent(Reason.NOT_ASKED)
    rows = (
        {**row, **dict.fromkeys(by_party[party], not_asked)} if party in by_party else row
        for party, row in zip(evidence.parties, evidence.rows, strict=True)
    )
    return replace(evidence, rows=tuple(rows))


def _verdicts(judged: Judgement) -> Iterator[Verdict]:
    """Every verdict without its checks."""
    period = judged.plan.period
    for each in judged.judged:
        rated = is_rated(each.duty.requirement, period)
        for place, party in enumerate(each.duty.parties):
            raw, result = each.raw[place], each.adjusted[place]
            yield Verdict(each.duty.requirement, party, period.name, result, raw, (), rated=rated)


def _waiting(judged: Judgement, unasked: frozenset[CellName]) -> Iterator[tuple[Key, tuple[CellName, ...]]]:
    """The open verdicts that read a cell nobody was asked for, with those cells."""
    for each in judged.judged if unasked else ():
        for place, party in enumerate(each.duty.parties):
            if each.adjusted[place].settled:
                continue
            read = (
                CellName(cell.party or party, cell.key)
                for n, check in enumerate(each.duty.checks)
                if not each.checks[n][place].settled
                for cell in check.cells
            )
            if found := tuple(dict.fromkeys(cell for cell in read if cell in unasked)):
                yield (each.duty.requirement.id, party), found
