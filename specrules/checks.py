"""A check: what a party's cells say, held against the target, gives a result.

This is the one place where a value meets a target.  It is exact: shares stay
two whole numbers and are compared by cross-multiplication.  A value that is a
range gives the interval between the results of its two ends, and a cell that
says nothing gives *no evidence*, whatever the target.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from specrules.evidence.facts import Row, Value
from specrules.periods import earliest_within
from specrules.quantities import Quantity, Target, Unit
from specrules.result import (
    AT_LEAST_PARTLY,
    AT_MOST_PARTLY,
    MET,
    NO_EVIDENCE,
    NOT_APPLICABLE,
    NOT_MET,
    PARTLY_MET,
    Reason,
    Result,
)
from specrules.spec.model import CheckKind, DatedTarget

if TYPE_CHECKING:
    from datetime import date

    from specrules.compile import PlannedCheck
    from specrules.spec.model import Check

Values = tuple[Value, ...]
Judge = Callable[[Values], Result]
Rows = Sequence[Row]
# Ends of a range as two whole numbers or Fractions over one: (number, out of).
Rate = tuple[Any, Any]

# The result whose ends are the row and the column: not met 0, partly met 1, met 2.
_RESULTS = (
    (NOT_MET, AT_MOST_PARTLY, NO_EVIDENCE),
    (NOT_MET, PARTLY_MET, AT_LEAST_PARTLY),
    (NOT_MET, PARTLY_MET, MET),
)


def judge_of(planned: PlannedCheck, as_at: date) -> Judge:
    """Return the function that turns the values of the check's cells into its result.

    A check whose first target is still to come is not in force, and does not apply.
    """
    if not planned.in_force:
        return lambda values: NOT_APPLICABLE
    match planned.check.kind:
        case CheckKind.SHARE | CheckKind.AUDIT:
            return _share(planned)
        case CheckKind.COUNT | CheckKind.MONEY | CheckKind.TIME:
            return _amount(planned)
        case CheckKind.STATEMENT:
            return _statement if planned.check.document is not None else _yes_no
        case CheckKind.CONDITION:
            return _condition
        case CheckKind.DATE:
            return _freshness(planned, as_at)
        case CheckKind.CHOICE:
            return _choice(planned)
        case CheckKind.LIST:
            return _coverage(planned)
        case CheckKind.REGISTER:
            return _register(planned, as_at)
        case CheckKind.SENT | CheckKind.RECEIVED:
            return _hand_off(planned)


class Results(dict[Values, Result]):
    """The results of one check by the values of its cells; each distinct situation is judged once."""

    __slots__ = ("judge",)

    def __init__(self, judge: Judge) -> None:
        self.judge = judge

    def __missing__(self, values: Values) -> Result:
        result = self[values] = self.judge(values)
        return result


@dataclass(frozen=True, slots=True)
class _Ends:
    """A target as the least and the most that reach it, each a fraction in lowest terms, or none."""

    floor: tuple[int, int] | None
    ceiling: tuple[int, int] | None


def _ends(target: Target) -> _Ends:
    return _Ends(_ratio(target.low), _ratio(target.high))


def _ratio(quantity: Quantity | None) -> tuple[int, int] | None:
    if quantity is None:
        return None
    number = quantity.number / 100 if quantity.unit is Unit.PERCENT else quantity.number
    return number.numerator, number.denominator


def _grader(target: DatedTarget) -> Callable[[Rate, Rate], Result]:
    """Return the function from the two ends of a value to a result. Ends are (number, out of), out of > 0."""
    met, partly = _ends(target.target), _ends(target.partly) if target.partly else None
    at, half = _at(met), _at(partly) if partly else None

    def grade(low: Rate, high: Rate) -> Result:
        if low == high:
            return MET if at(*low) else PARTLY_MET if half and half(*low) else NOT_MET
        sure, might = _reached(met, low, high)
        if partly is None:
            return _RESULTS[2 if sure else 0][2 if might else 0]
        at_least, at_most = _reached(partly, low, high)
        bottom = 2 if sure else 1 if at_least else 0
        return _RESULTS[bottom][2 if might else 1 if at_most else 0]

    return grade


def _at(ends: _Ends) -> Callable[[Any, Any], bool]:
    """Return whether one exact value reaches a target."""
    floor, ceiling = ends.floor, ends.ceiling
    if ceiling is None and floor is not None:
        p, q = floor
        return lambda number, of: number * q >= p * of
    if floor is None and ceiling is not None:
        r, s = ceiling
        return lambda number, of: number * s <= r * of
    return lambda number, of: _reached(ends, (number, of), (number, of))[0]


def _reached(ends: _Ends, low: Rate, high: Rate) -> tuple[bool, bool]:
    """Whether a value between *low* and *high* is sure to reach the target, and whether it might."""
    sure = might = True
    if ends.floor:
        p, q = ends.floor
        sure = low[0] * q >= p * low[1]
        might = high[0] * q >= p * high[1]
    if ends.ceiling:
        p, q = ends.ceiling
        sure = sure and high[0] * q <= p * high[1]
        might = might and low[0] * q <= p * low[1]
    return sure, might


def _target(planned: PlannedCheck) -> DatedTarget:
    if planned.target is None:
        raise ValueError(f"the check {planned.check.name} has no target")
    return planned.target


def rate_of(values: Values, sample: int = 1) -> tuple[Rate, Rate] | Reason:
    """The lowest and highest share that two or three counts allow, or why there is none.

    *values* are how many, out of how many and, where it is asked, how many
    have nothing recorded.  Fewer than *sample* cases are too few to judge.
    """
    number, out_of = values[0], values[1]
    for value in values:
        if value.missing:
            return value.missing
    blanks = values[2].high if len(values) > 2 else 0
    if out_of.low < max(sample, 1):
        return Reason.TOO_FEW_CASES if out_of.low == out_of.high else Reason.SUPPRESSED
    most = min(number.high + blanks, out_of.low)
    if number.low > out_of.high:
        return Reason.CONFLICTING
    return (number.low, out_of.high), (most, out_of.low)


def _share(planned: PlannedCheck) -> Judge:
    grade = _grader(_target(planned))
    sample = sample_of(planned)

    def judge(values: Values) -> Result:
        rate = rate_of(values, sample)
        return NO_EVIDENCE if isinstance(rate, Reason) else grade(*rate)

    return judge


def sample_of(planned: PlannedCheck) -> int:
    """The fewest cases a share can be judged on: its declared sample, or one."""
    return int(planned.check.sample.number) if planned.check.sample else 1


def _amount(planned: PlannedCheck) -> Judge:
    grade = _grader(_target(planned))

    def judge(values: Values) -> Result:
        value = values[0]
        return NO_EVIDENCE if value.missing else grade((value.low, 1), (value.high, 1))

    return judge


def _yes_no(values: Values) -> Result:
    answer = values[0]
    if answer.missing:
        return NO_EVIDENCE
    return MET if answer.low else NOT_MET


def _statement(values: Values) -> Result:
    """A bare yes shows nothing: it counts once its document is named. A no needs no document."""
    answer, document = values
    if answer.missing or (answer.low and document.missing):
        return NO_EVIDENCE
    return MET if answer.low else NOT_MET


def _condition(values: Values) -> Result:
    """A no counts only when it is argued: why, and who agreed."""
    answer, reason, agreed_by = values
    if answer.missing or (not answer.low and (reason.missing or agreed_by.missing)):
        return NO_EVIDENCE
    return MET if answer.low else NOT_MET


def _freshness(planned: PlannedCheck, as_at: date) -> Judge:
    target = _target(planned)
    met = earliest_within(_length(target.target), as_at)
    partly = earliest_within(_length(target.partly), as_at) if target.partly else met

    def judge(values: Values) -> Result:
        value = values[0]
        if value.missing or value.low > as_at:
            return NO_EVIDENCE
        return MET if value.low >= met else PARTLY_MET if value.low >= partly else NOT_MET

    return judge


def _length(target: Target) -> Quantity:
    if target.high is None:
        raise ValueError("a date's target says how long ago it may be")
    return target.high


def _choice(planned: PlannedCheck) -> Judge:
    target = _target(planned)
    met = _accepts(target.target)
    partly = _accepts(target.partly) if target.partly else lambda word: False

    def judge(values: Values) -> Result:
        value = values[0]
        if value.missing:
            return NO_EVIDENCE
        return MET if met(value.low) else PARTLY_MET if partly(value.low) else NOT_MET

    return judge


def _accepts(target: Target) -> Callable[[str], bool]:
    words = frozenset(word.casefold() for word in target.words)
    wanted = not str(target.comparison).startswith("not")
    return lambda word: (word.casefold() in words) is wanted


def _coverage(planned: PlannedCheck) -> Judge:
    grade = _grader(planned.target or _all_of(planned.check.covers))

    def judge(values: Values) -> Result:
        value = values[0]
        if value.missing:
            return NO_EVIDENCE
        covered = len(planned.check.covers) - len(uncovered(planned.check, value.low))
        return grade((covered, 1), (covered, 1))

    return judge


def _all_of(covers: tuple[str, ...]) -> DatedTarget:
    from specrules.quantities import Comparison

    every = Quantity(Fraction(len(covers)), Unit.COUNT)
    return DatedTarget(Target(Comparison.AT_LEAST, every, None))


def uncovered(check: Check, words: Sequence[str]) -> tuple[str, ...]:
    """The wanted words that a list does not have, in the order wanted."""
    has = {word.casefold() for word in words}
    return tuple(word for word in check.covers if word.casefold() not in has)


def _register(planned: PlannedCheck, as_at: date) -> Judge:
    grade = _grader(planned.target or _all_of(planned.check.covers))
    register = Register(planned.check, as_at)

    grades: dict[tuple[int, int], Result] = {}

    def judge(values: Values) -> Result:
        if values[0].missing:
            return NO_EVIDENCE
        counted = low, high = register.counted(values[0].low)
        result = grades.get(counted)
        if result is None:
            result = grades[counted] = grade((low, 1), (high, 1))
        return result

    return judge


class Register:
    """Which rows of a register count for a check at the as-at date.

    A row without a date of last contact might be recent: it counts only towards what might be.
    """

    def __init__(self, check: Check, as_at: date) -> None:
        self.as_at = as_at
        self.kind = check.of_kind.casefold()
        self.covers = {word.casefold(): word for word in check.covers}
        self.earliest = earliest_within(check.contact_within, as_at) if check.contact_within else None
        self.folded = _Folded()

    def counted(self, rows: Rows) -> tuple[int, int]:
        """How many rows, or wanted kinds, there surely are, and how many there might be."""
        sure, might = self.recent(rows)
        if self.covers:
            return len(self._kinds(sure)), len(self._kinds(might))
        return len(sure), len(might)

    def recent(self, rows: Rows) -> tuple[Rows, Rows]:
        """The rows that surely count, and those that might."""
        if self.kind:
            folded, kind = self.folded, self.kind
            rows = [row for row in rows if folded[row.kind] == kind]
        if self.earliest is None:
            return rows, rows
        sure = [row for row in rows if row.last_contact and self.earliest <= row.last_contact <= self.as_at]
        might = [row for row in rows if row.last_contact is None or row.last_contact >= self.earliest]
        return sure, might

    def lacking(self, rows: Rows) -> tuple[str, ...]:
        """The wanted kinds that no row surely has, in the order wanted."""
        has = self._kinds(self.recent(rows)[0])
        return tuple(word for folded, word in self.covers.items() if folded not in has)

    def _kinds(self, rows: Rows) -> set[str]:
        return {self.folded[row.kind] for row in rows} & self.covers.keys()


class _Folded(dict[str, str]):
    """Words without regard to case, each worked out once."""

    def __missing__(self, word: str) -> str:
        folded = self[word] = word.casefold()
        return folded


def _hand_off(planned: PlannedCheck) -> Judge:
    grade = _grader(_target(planned))

    def judge(values: Values) -> Result:
        if nobody_sent(planned, values):
            return NOT_APPLICABLE
        rate = hand_off_rate(planned, values)
        return NO_EVIDENCE if isinstance(rate, Reason) else grade(*rate)

    return judge


def _sides(planned: PlannedCheck, values: Values) -> tuple[Value, Value]:
    """How many the sender says it sent, and how many the receiver says it received."""
    own, theirs = values[0], values[-1]
    return (own, theirs) if planned.check.kind is CheckKind.SENT else (theirs, own)


def nobody_sent(planned: PlannedCheck, values: Values) -> bool:
    """Whether both sides say that nobody was sent, so that there is nothing to judge."""
    return all(side.known and side.high == 0 for side in _sides(planned, values))


def hand_off_rate(planned: PlannedCheck, values: Values) -> tuple[Rate, Rate] | Reason:
    """The lowest and highest share of a hand-off, or why there is none.

    A hand-off needs both sides.  When their counts differ by more than was
    agreed, neither figure settles anything.
    """
    for value in values:
        if value.missing:
            return value.missing
    apart = counts_differ(planned, values)
    if apart is not False:
        return Reason.CONFLICTING if apart else Reason.SUPPRESSED
    if planned.check.kind is CheckKind.SENT:
        return rate_of((values[1], values[0]))
    return rate_of((values[1], values[0], values[2]))


def counts_differ(planned: PlannedCheck, values: Values) -> bool | None:
    """Whether the two sides' counts differ by more than agreed; None when ranges leave it open."""
    sent, received = _sides(planned, values)
    allowed = planned.hand_off.may_differ_by if planned.hand_off else 0
    most = max(sent.high - received.low, received.high - sent.low)
    least = max(sent.low - received.high, received.low - sent.high, 0)
    return False if most <= allowed else True if least > allowed else None
