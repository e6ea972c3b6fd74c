"""Figures from extracts take the place of figures typed into a return.

In: the evidence of a period, its plan, and what extracts say.  Out: the evidence in which every check
that names a measure has its cells from the extract, or none; and a finding where a return says otherwise.
A typed figure never stands in for an extract: whoever sent a poor one could otherwise do better by
sending none.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from specrules.base.findings import Finding, Place
from specrules.base.frozen import replace
from specrules.evidence.codes import finding
from specrules.evidence.facts import Absent, Column, Evidence, Grade, Origin, Range, ValueKind
from specrules.evidence.values import read_value
from specrules.extracts.facts import Asked
from specrules.result import Reason
from specrules.spec.model import SHARES, CheckKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from specrules.compile.plan import Plan, PlannedCheck
    from specrules.evidence.facts import Request
    from specrules.extracts.facts import Measured, Supplied

_NONE = Absent(Reason.NOT_SUBMITTED)


def with_extracts(
    evidence: Evidence, plan: Plan, supplied: Sequence[Supplied]
) -> tuple[Evidence, tuple[Finding, ...]]:
    """Return *evidence* with the figures of extracts in it, and where returns differ from them."""
    wanted = [check for duty in plan.duties if duty.in_force for check in duty.checks if check.check.measure]
    if not wanted:
        return evidence, ()
    laying = _Laying(evidence, {each.party: each for each in supplied})
    for check in (each for own in wanted for each in (own, *own.shown)):
        for number in range(len(evidence.parties)):
            laying.lay(check, number)
    return laying.evidence(), tuple(laying.findings)


def asked_by(planned: PlannedCheck) -> list[Asked]:
    """What a check asks of an extract: of a whole party, of a place, or of several to be added up."""
    of = planned.where.what or planned.where.level.removeprefix("each ")
    measure = planned.check.measure
    return [Asked(measure, of if each.site else "", each.site) for each in _requests(planned)]


def _requests(planned: PlannedCheck) -> list[Request]:
    return list({id(cell.request): cell.request for cell in planned.own}.values())


class _Laying:
    """Lays figures over the rows of evidence."""

    def __init__(self, evidence: Evidence, supplied: Mapping[str, Supplied]) -> None:
        self.before, self.supplied = evidence, supplied
        self.rows: list[dict[str, Any]] = [{} for _ in evidence.rows]
        self.origins: dict[tuple[int, str], Origin] = {}
        self.findings: list[Finding] = []

    def lay(self, planned: PlannedCheck, number: int) -> None:
        """Put what the extract of one party says into the cells of a check, or that it says nothing."""
        for request, asked in zip(_requests(planned), asked_by(planned), strict=True):
            self._lay(planned, request, asked, number)

    def _lay(self, planned: PlannedCheck, request: Request, asked: Asked, number: int) -> None:
        supplied = self.supplied.get(self.before.parties[number])
        measured = supplied.figures.get(asked) if supplied else None
        cells = {column: _cell(planned, column, measured) for column in _columns(planned)}
        for column, found in cells.items():
            key = request.key(column)
            if supplied and measured and isinstance(found, Range | Absent):
                self._compare(planned, column, key, number, found, supplied)
            self.rows[number][key] = found
            if supplied and measured:
                self.origins[number, key] = Origin(
                    Place(supplied.file), supplied.digest, _told(measured, found), _people(planned, measured)
                )

    def _compare(
        self, planned: PlannedCheck, column: Column, key: str, number: int, found: Any, supplied: Supplied
    ) -> None:
        """Report a figure in the return that cannot be the one in the extract."""
        typed = self.before.rows[number].get(key)
        value = read_value(ValueKind.COUNT, typed)
        if not isinstance(found, Range) or not value.known or not isinstance(found.low, int):
            return
        if value.high < found.low or value.low > found.high:
            origin = self.before.origin(number, key)
            place = origin.place if origin else Place(supplied.file)
            message = (
                f'The return gives another figure for "{column}" than the extract, which was used. '
                "Please look at the two together."
            )
            also = (Place(supplied.file),)
            self.findings.append(
                finding("EV490", place, message, subject=f"{planned.cells[0].request.item}", also=also)
            )

    def evidence(self) -> Evidence:
        """The evidence with everything laid over it."""
        before, origins = self.before, self.origins
        covered = [set(row) for row in self.rows]

        def origin(row: int, cell: str) -> Origin | None:
            return origins.get((row, cell)) if cell in covered[row] else before.origin(row, cell)

        grades = {(before.parties[number], key): Grade.DOCUMENTED for number, key in origins}
        rows = tuple({**row, **over} for row, over in zip(before.rows, self.rows, strict=True))
        return replace(before, rows=rows, origin=origin, grades={**before.grades, **grades})


def _columns(planned: PlannedCheck) -> Iterable[Column]:
    """The columns that a measure fills; what it is measured from is said in the return."""
    return [each for each in planned.cells[0].request.columns if each is not Column.BASELINE]


def _cell(planned: PlannedCheck, column: Column, measured: Measured | None) -> Any:
    """What the cell of a check says by a measure, as ``values`` reads it."""
    if measured is None:
        return _NONE
    if measured.missing:
        return Absent(measured.missing)
    if column is Column.NOT_RECORDED:
        return Range(0, 0)  # blanks have widened the other two
    ends = measured.out_of if column is Column.OUT_OF else measured.number
    is_share = planned.check.kind in SHARES
    if ends is None or is_share != (measured.out_of is not None):
        return Absent(Reason.WRONG_TYPE)
    match planned.check.kind:
        case CheckKind.TIME:
            return _time(planned, *ends)
    return Range(*ends)


_DAYS = {"days": 1, "weeks": 7}


def _time(planned: PlannedCheck, low: int, high: int) -> Any:
    """Days in the unit of the target. Working days and hours cannot be told from dates."""
    unit = planned.cells[0].request.unit
    if unit not in _DAYS:
        return Absent(Reason.WRONG_TYPE)
    return Range(Fraction(low, _DAYS[unit]), Fraction(high, _DAYS[unit]))


def _people(planned: PlannedCheck, measured: Measured) -> int | None:
    """How many people a wait or a day is taken of: none, for all anybody knows, where that was not kept."""
    is_taken = not measured.missing and planned.check.kind in (CheckKind.TIME, CheckKind.DATE)
    return measured.people or 0 if is_taken else None


def _told(measured: Measured, found: Any) -> str:
    """The text that stands for a cell: the figure, the measure, and the start of the query's fingerprint."""
    figure = "nothing" if isinstance(found, Absent) else str(found)
    if isinstance(found, Range):
        figure = f"{found.low}" if found.low == found.high else f"{found.low} to {found.high}"
    return f"{figure}, by {measured.measure} (query {measured.query})"
