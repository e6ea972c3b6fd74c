"""Plan and evidence become results.

In: a plan, the evidence for its period, an engine and the as-at date.  Out: a
result for every requirement and party, before and after agreed allowances.
Work goes column by column: each distinct cell is read once, each distinct
situation of a check is judged once, and each distinct signature of a rule is
put to the engines once, so the cost of a party is a few dictionary look-ups.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from specrules.base.frozen import replace
from specrules.checks import Results, Values, judge_of
from specrules.evidence.facts import Absent, Evidence, Value
from specrules.evidence.values import Readers
from specrules.log.effects import becomes, objection
from specrules.result import ALLOWED, NOT_APPLICABLE, Reason, Result

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date

    from specrules.compile.plan import Cell, Duty, Plan, PlannedCheck
    from specrules.engine import OpenEngine
    from specrules.engine.rules import Signature
    from specrules.log.model import Adjudication, Allowance

Columns = tuple[list[Value], ...]

_BLOCK = 100  # rows


@dataclass(frozen=True, slots=True)
class Judged:
    """The results of one duty, a place in each list for each of its parties.

    *values* holds, for each check, the columns of cells it read, and *checks*
    its results.  *raw* ignores allowances; *adjusted* takes them into account.
    *allowed* names, for a party's place, the allowance behind each input left out,
    and *decided* the adjudication that gave it its adjusted result.  *stopped* are the
    places for which an engine stopped, so that there is no result to rest on.
    """

    duty: Duty
    values: tuple[Columns, ...]
    checks: tuple[list[Result], ...]
    raw: list[Result]
    adjusted: list[Result]
    allowed: Mapping[int, Mapping[int, Allowance]] = field(default_factory=dict)
    decided: Mapping[int, Adjudication] = field(default_factory=dict)
    shown: tuple[tuple[Columns, ...], ...] = ()  # for each check: what stands at each place shown beside it
    stopped: frozenset[int] = frozenset()

    def cells(self, check: int, place: int) -> Values:
        """The values that a check read for the party at *place*."""
        return tuple(column[place] for column in self.values[check])


@dataclass(frozen=True, slots=True)
class Judgement:
    """All results for one period."""

    plan: Plan
    evidence: Evidence
    as_at: date
    judged: tuple[Judged, ...]
    row_of: Mapping[str, int]  # party -> the number of its row of evidence


def judge(
    plan: Plan,
    evidence: Evidence,
    engine: OpenEngine,
    as_at: date,
    allowances: Iterable[Allowance] = (),
    adjudications: Iterable[Adjudication] = (),
) -> Judgement:
    """Judge every duty of *plan* on *evidence*.

    *allowances* and *adjudications* change adjusted results, never raw ones.
    Raises EngineFault when the engines disagree; nothing is judged then.
    """
    reader = _Columns(plan, evidence)
    agreed = [each for each in allowances if each.since <= plan.period.end <= each.until]
    decided = [each for each in adjudications if each.period == plan.period]
    checked = [_checked(duty, reader, as_at) for duty in plan.duties]
    engine.decide_all((each.duty.rule, each.signatures) for each in checked if each.duty.in_force)
    judged = tuple(
        _shown(_decided(_stopped(_judged(each, engine, agreed), engine), decided), reader) for each in checked
    )
    return Judgement(plan, evidence, as_at, judged, reader.place)


class _Checked(NamedTuple):
    """A duty whose checks are judged, each on the columns of cells it read, and whose rule is not yet."""

    duty: Duty
    values: tuple[Columns, ...]
    checks: tuple[list[Result], ...]

    @property
    def signatures(self) -> Iterator[Signature]:
        """What the checks of each party came to."""
        return zip(*self.checks, strict=True)


def _checked(duty: Duty, reader: _Columns, as_at: date) -> _Checked:
    values = tuple(reader.of(check, duty.parties) for check in duty.checks)
    checks = tuple(
        list(map(Results(judge_of(check, as_at)).__getitem__, zip(*columns, strict=True)))
        if duty.in_force
        else [NOT_APPLICABLE] * len(duty.parties)
        for check, columns in zip(duty.checks, values, strict=True)
    )
    return _Checked(duty, values, checks)


def _judged(checked: _Checked, engine: OpenEngine, agreed: list[Allowance]) -> Judged:
    duty, values, checks = checked
    if not duty.in_force:
        nothing = [NOT_APPLICABLE] * len(duty.parties)
        return Judged(duty, values, checks, nothing, nothing)
    decided = engine.table(duty.rule)
    raw = list(map(decided.__getitem__, checked.signatures))
    allowed = _allowed(duty, agreed)
    if not allowed:
        return Judged(duty, values, checks, raw, raw)
    adjusted = list(raw)
    for place, inputs in allowed.items():
        adjusted[place] = decided[_excused(checks, place, inputs)]
    return Judged(duty, values, checks, raw, adjusted, allowed)


def _excused(checks: Iterable[list[Result]], place: int, inputs: Mapping[int, Allowance]) -> Signature:
    """What the checks of the party at *place* came to, with allowances for some of these *inputs*."""
    return tuple(
        ALLOWED if n in inputs and column[place] is not NOT_APPLICABLE else column[place]
        for n, column in enumerate(checks)
    )


def _stopped(judged: Judged, engine: OpenEngine) -> Judged:
    """The results of a duty with the places for which an engine stopped, raw or adjusted."""
    without = engine.stopped.get(judged.duty.rule)
    if not without:
        return judged
    raw = {place for place, each in enumerate(zip(*judged.checks, strict=True)) if each in without}
    adjusted = {
        place for place, inputs in judged.allowed.items() if _excused(judged.checks, place, inputs) in without
    }
    return replace(judged, stopped=frozenset(raw | adjusted))


def _shown(judged: Judged, reader: _Columns) -> Judged:
    """The results of a duty with what stands at the places that are shown beside its checks."""
    duty = judged.duty
    if not duty.in_force or not any(check.shown for check in duty.checks):
        return judged
    shown = tuple(tuple(reader.of(each, duty.parties) for each in check.shown) for check in duty.checks)
    return replace(judged, shown=shown)


def _decided(judged: Judged, adjudications: list[Adjudication]) -> Judged:
    """The results of a duty with those that somebody decided otherwise, where the decision counts."""
    duty, adjusted = judged.duty, list(judged.adjusted)
    decided: dict[int, Adjudication] = {}
    for each in adjudications:
        if each.requirement == duty.requirement.id and each.party in duty.parties:
            place = duty.parties.index(each.party)
            if objection(each, judged.raw[place]) is None:
                adjusted[place], decided[place] = becomes(each), each
    return replace(judged, adjusted=adjusted, decided=decided) if decided else judged


def _allowed(duty: Duty, agreed: list[Allowance]) -> dict[int, dict[int, Allowance]]:
    """For each party with an allowance: its place, and the inputs left out with the reason."""
    found: dict[int, dict[int, Allowance]] = {}
    for allowance in agreed:
        requirement, _, check = allowance.requirement.partition(".")
        if requirement != duty.requirement.id or allowance.party not in duty.parties:
            continue
        place = duty.parties.index(allowance.party)
        for n, planned in enumerate(duty.checks):
            if not planned.is_condition and check in ("", planned.check.name):
                found.setdefault(place, {})[n] = allowance
    return found


class _Columns:
    """Every cell that a plan reads, as a column of values with a place for each party."""

    def __init__(self, plan: Plan, evidence: Evidence) -> None:
        self.parties = evidence.parties
        self.place = {party: n for n, party in enumerate(evidence.parties)}
        cells = {cell.key: cell for duty in plan.duties for check in duty.checks for cell in check.asked}
        self.read = _read(_rows(plan, evidence), cells)

    def of(self, check: PlannedCheck, parties: tuple[str, ...]) -> Columns:
        """The columns of a check's cells, a value for each of *parties*."""
        return tuple(self._for(cell, parties) for cell in check.cells)

    def _for(self, cell: Cell, parties: tuple[str, ...]) -> list[Value]:
        column = self.read[cell.key]
        if cell.party:
            return [column[self.place[cell.party]]] * len(parties)
        if parties == self.parties:
            return column
        return [column[self.place[party]] for party in parties]


def _rows(plan: Plan, evidence: Evidence) -> list[tuple[Mapping[str, Any], Absent]]:
    """The rows of evidence, each with why a cell may be absent. A party that nothing binds has none."""
    bound = {party.id: party.bound_on(plan.period.start) for party in plan.spec.parties}
    return [
        (row, absent) if bound[party] else ({}, Absent(Reason.NOT_AGREED))
        for party, row, absent in zip(evidence.parties, evidence.rows, evidence.absent, strict=True)
    ]


def _read(rows: list[tuple[Mapping[str, Any], Absent]], cells: Mapping[str, Cell]) -> dict[str, list[Value]]:
    """Read every cell of every row, a block of rows at a time so that the rows at work stay in the cache."""
    readers = Readers()
    columns: list[tuple[str, dict[Any, Value], list[Value]]] = [
        (key, readers.of(cell.request, cell.kind), []) for key, cell in cells.items()
    ]
    for start in range(0, len(rows), _BLOCK):
        block = [(row.get, absent) for row, absent in rows[start : start + _BLOCK]]
        for key, values, column in columns:
            column += [values[get(key, absent)] for get, absent in block]
    return {key: column for key, _, column in columns}
