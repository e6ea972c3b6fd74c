"""A check: what a party's cells say, held against the target, gives a result.

A value that is a range gives the interval between the results of its two ends,
and a cell that says nothing gives *no evidence*, whatever the target.  A check may
look at others beside it: one whose figure it relies on, one that comes before it,
one that decides where there are too few.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from specrules.checks.agreement import agreement_of, alike, shown
from specrules.checks.baseline import baseline_of, measured
from specrules.checks.figures import Counts, Values, counts_of, fewest_of, own_values, rate_of_two, share_of
from specrules.checks.grading import grader
from specrules.checks.handoffs import counts_differ, hand_off_rate, nobody_sent
from specrules.checks.registers import Register, all_of, uncovered
from specrules.compile.plan import Beside
from specrules.evidence.facts import Column
from specrules.result import MET, NO_EVIDENCE, NOT_APPLICABLE, NOT_MET, PARTLY_MET, Reason, Result, between
from specrules.spec.model import SHARES, CheckKind, DatedTarget
from specrules.spec.targets import reaching
from specrules.values.periods import earliest_within

__all__ = [
    "Counts",
    "Judge",
    "Register",
    "Results",
    "Values",
    "agreement_of",
    "alike",
    "baseline_of",
    "counts_differ",
    "counts_of",
    "hand_off_rate",
    "judge_of",
    "measured",
    "only_given",
    "own_values",
    "share_of",
    "shown",
    "too_few",
    "uncovered",
    "why_open",
]

if TYPE_CHECKING:
    from datetime import date

    from specrules.compile.plan import PlannedCheck
    from specrules.evidence.facts import Value
    from specrules.values.quantities import Quantity, Target

Judge = Callable[[Values], Result]


def judge_of(planned: PlannedCheck, as_at: date) -> Judge:
    """Return the function that turns the values of the check's cells into its result.

    A check whose first target is still to come is not in force, and does not apply.
    """
    if not planned.in_force:
        return lambda values: NOT_APPLICABLE
    judge = _judge_of_own(planned, as_at)
    if len(planned.own) > len(planned.columns):
        judge = _of_sums(planned, judge)
    for beside, (other, start) in planned.placed.items():
        judge = _BESIDE[beside](judge, planned, other, start, as_at)
    return judge


def _judge_of_own(planned: PlannedCheck, as_at: date) -> Judge:
    if planned.check.baseline_asked:
        return _from_baseline(planned, as_at)
    return _judge_of_kind(planned, as_at)


def _judge_of_kind(planned: PlannedCheck, as_at: date) -> Judge:
    if only_given(planned):
        return _given(planned)
    match planned.check.kind:
        case CheckKind.SHARE | CheckKind.AUDIT:
            return _share(planned)
        case CheckKind.COUNT | CheckKind.MONEY | CheckKind.TIME:
            return _statistic(planned) if planned.check.statistic else _amount(planned)
        case CheckKind.STATEMENT:
            return _statement if planned.check.document is not None else _yes_no
        case CheckKind.CONDITION:
            return _condition
        case CheckKind.DATE:
            return _freshness(planned, as_at) if planned.target else _done(as_at)
        case CheckKind.CHOICE | CheckKind.RATING:
            return _choice(planned)
        case CheckKind.LIST:
            return _coverage(planned)
        case CheckKind.REGISTER:
            return _register(planned, as_at)
        case CheckKind.AGREEMENT:
            return _agreement(planned)
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


# -- by kind


def _target(planned: PlannedCheck) -> DatedTarget:
    if planned.target is None:
        raise ValueError(f"the check {planned.check.name} has no target")
    return planned.target


def _share(planned: PlannedCheck) -> Judge:
    grade = grader(_target(planned))
    usual = planned.columns == (Column.NUMBER, Column.OUT_OF) and len(planned.own) == 2
    fewest = fewest_of(planned)

    def judge(values: Values) -> Result:
        rate = rate_of_two(values[0], values[1], fewest) if usual else share_of(planned, values)
        return NO_EVIDENCE if isinstance(rate, Reason) else grade(*rate)

    return judge


def only_given(planned: PlannedCheck) -> bool:
    """Whether a figure or a word has no target, and so only has to be given."""
    check = planned.check
    return not check.targets and check.kind in _FIGURES and not check.covers


_FIGURES = frozenset(CheckKind) - {
    *(CheckKind.STATEMENT, CheckKind.CONDITION, CheckKind.DATE, CheckKind.SENT, CheckKind.RECEIVED)
}


def _given(planned: PlannedCheck) -> Judge:
    """Met once it is said, of enough people where that is asked: it is shown, and held against nothing."""
    is_share = planned.check.kind in SHARES
    fewest = fewest_of(planned)

    def judge(values: Values) -> Result:
        if is_share:
            return NO_EVIDENCE if isinstance(share_of(planned, values), Reason) else MET
        cases = values[1] if planned.check.statistic else None
        few = cases is not None and (cases.missing or cases.low < fewest)
        return NO_EVIDENCE if values[0].missing or few else MET

    return judge


def _amount(planned: PlannedCheck) -> Judge:
    grade = grader(_target(planned))

    def judge(values: Values) -> Result:
        value = values[0]
        return NO_EVIDENCE if value.missing else grade((value.low, 1), (value.high, 1))

    return judge


def _statistic(planned: PlannedCheck) -> Judge:
    """A figure of many: judged when it says of how many people or cases, and these are enough."""
    grade = grader(_target(planned))
    fewest = fewest_of(planned)

    def judge(values: Values) -> Result:
        value, cases = values[:2]
        if value.missing or cases.missing or cases.low < fewest:
            return NO_EVIDENCE
        return grade((value.low, 1), (value.high, 1))

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


def _done(as_at: date) -> Judge:
    """A date that only has to be given: what is looked at is what came after it."""
    return lambda values: NO_EVIDENCE if values[0].missing or values[0].low > as_at else MET


def _freshness(planned: PlannedCheck, as_at: date) -> Judge:
    target = _target(planned)
    met = earliest_within(_length(target.target), as_at)
    partly = earliest_within(_length(target.partly), as_at) if target.partly else met

    def level(day: date) -> int:
        return 2 if day >= met else 1 if day >= partly else 0

    def judge(values: Values) -> Result:
        value = values[0]
        if value.missing or value.low > as_at:
            return NO_EVIDENCE
        return between(level(value.low), level(min(value.high, as_at)))

    return judge


def _length(target: Target) -> Quantity:
    if target.high is None:
        raise ValueError("a date's target says how long ago it may be")
    return target.high


def _choice(planned: PlannedCheck) -> Judge:
    target, scale = _target(planned), planned.check.choices
    met = _accepts(target.target, scale)
    partly = _accepts(target.partly, scale) if target.partly else lambda word: False

    def judge(values: Values) -> Result:
        value = values[0]
        if value.missing:
            return NO_EVIDENCE
        return MET if met(value.low) else PARTLY_MET if partly(value.low) else NOT_MET

    return judge


def _accepts(target: Target, scale: tuple[str, ...]) -> Callable[[str], bool]:
    """Whether a word is one that reaches the target; scales run from worst to best."""
    words = reaching(target, scale)
    return lambda word: word.casefold() in words


def _coverage(planned: PlannedCheck) -> Judge:
    grade = grader(planned.target or all_of(planned.check.covers))

    def judge(values: Values) -> Result:
        value = values[0]
        if value.missing:
            return NO_EVIDENCE
        covered = len(planned.check.covers) - len(uncovered(planned.check, value.low))
        return grade((covered, 1), (covered, 1))

    return judge


def _register(planned: PlannedCheck, as_at: date) -> Judge:
    grade = grader(planned.target or all_of(planned.check.covers))
    register = Register(planned, as_at)

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


def _agreement(planned: PlannedCheck) -> Judge:
    """How far two readers agree, on cases enough."""
    grade = grader(_target(planned))
    fewest = fewest_of(planned)

    def judge(values: Values) -> Result:
        if values[0].missing or len(values[0].low) < fewest:
            return NO_EVIDENCE
        kappa = agreement_of(planned.check, values[0].low)
        return grade((kappa, 1), (kappa, 1))

    return judge


def _hand_off(planned: PlannedCheck) -> Judge:
    grade = grader(_target(planned))

    def judge(values: Values) -> Result:
        if nobody_sent(planned, values):
            return NOT_APPLICABLE
        rate = hand_off_rate(planned, values)
        return NO_EVIDENCE if isinstance(rate, Reason) else grade(*rate)

    return judge


# -- measured from a figure of the return, several places, and other checks beside


def _from_baseline(planned: PlannedCheck, as_at: date) -> Judge:
    """Held against a target that is a change from what the return gives as the baseline."""
    by_baseline: dict[object, Judge] = {}

    def judge(values: Values) -> Result:
        base = baseline_of(planned, values)
        if base is None or base.missing:
            return NO_EVIDENCE
        if base.low not in by_baseline:
            by_baseline[base.low] = _judge_of_kind(measured(planned, values), as_at)
        return by_baseline[base.low](values)

    return judge


def _of_sums(planned: PlannedCheck, judge: Judge) -> Judge:
    return lambda values: judge(own_values(planned, values))


def _relying(judge: Judge, planned: PlannedCheck, other: PlannedCheck, start: int, as_at: date) -> Judge:
    """Nothing is known from a figure whose data are not good enough to be believed."""
    gate, end = judge_of(other, as_at), start + len(other.cells)
    return lambda values: judge(values) if gate(values[start:end]) in (MET, NOT_APPLICABLE) else NO_EVIDENCE


def _falling_back(judge: Judge, planned: PlannedCheck, other: PlannedCheck, start: int, as_at: date) -> Judge:
    instead, end = judge_of(other, as_at), start + len(other.cells)
    return lambda values: instead(values[start:end]) if too_few(planned, values) else judge(values)


def too_few(planned: PlannedCheck, values: Values) -> bool:
    """Whether there surely are fewer people or cases than can be judged."""
    if planned.check.statistic:
        cases = own_values(planned, values)[1]
        return cases.known and cases.high < fewest_of(planned)
    return share_of(planned, values) is Reason.TOO_FEW_CASES


def _following(judge: Judge, planned: PlannedCheck, other: PlannedCheck, start: int, as_at: date) -> Judge:
    """A step after another: nothing is known while the other is not, or when their order cannot be right."""
    if planned.check.kind is CheckKind.DATE and planned.target:
        judge = _elapsed(planned.target, start, as_at)

    def following(values: Values) -> Result:
        before = values[start]
        if before.missing or out_of_order(planned, own_values(planned, values)[0], before):
            return NO_EVIDENCE
        return judge(values)

    return following


def out_of_order(planned: PlannedCheck, value: Value, before: Value) -> bool:
    """Whether a later step may have an earlier date, or surely has more people, than the one before it."""
    if value.missing or before.missing:
        return False
    return bool(value.low < before.high if planned.check.kind is CheckKind.DATE else value.low > before.high)


def _elapsed(target: DatedTarget, start: int, as_at: date) -> Judge:
    met, partly = (_length(each) for each in (target.target, target.partly or target.target))

    def level(first: date, then: date) -> int:
        soon = [earliest_within(each, then) <= first for each in (met, partly)]
        return 2 if soon[0] else 1 if soon[1] else 0

    def judge(values: Values) -> Result:
        value, before = values[0], values[start]
        if value.missing or value.low > as_at:
            return NO_EVIDENCE
        return between(level(before.low, min(value.high, as_at)), level(before.high, value.low))

    return judge


_BESIDE = {Beside.AFTER: _following, Beside.IF_FEWER: _falling_back, Beside.RELIES_ON: _relying}


def why_open(planned: PlannedCheck, values: Values, as_at: date) -> Reason:
    """Why a check could not be settled: the first missing cell, or what is odd about those given."""
    for beside, (other, start) in reversed(tuple(planned.placed.items())):
        theirs = values[start : start + len(other.cells)]
        if beside is Beside.RELIES_ON and judge_of(other, as_at)(theirs) not in (MET, NOT_APPLICABLE):
            is_held = any(each.missing is Reason.NOT_PUBLISHED for each in theirs)
            return Reason.NOT_PUBLISHED if is_held else Reason.NOT_RELIABLE
        if beside is Beside.IF_FEWER and too_few(planned, values):
            return why_open(other, theirs, as_at)
        if beside is Beside.AFTER and theirs[0].missing:
            return theirs[0].missing
        if beside is Beside.AFTER and out_of_order(planned, own_values(planned, values)[0], theirs[0]):
            exact = theirs[0].low == theirs[0].high and values[0].low == values[0].high
            return Reason.CONFLICTING if exact else _range_reason(planned, values)
    return _why_open(planned, own_values(planned, values))


def _why_open(planned: PlannedCheck, values: Values) -> Reason:
    kind, base = planned.check.kind, baseline_of(planned, values)
    if base is not None and base.missing:
        return base.missing
    if kind in (CheckKind.SENT, CheckKind.RECEIVED):
        rate = hand_off_rate(planned, values)
        return rate if isinstance(rate, Reason) else Reason.BLANK
    if kind in SHARES:
        rate = share_of(planned, values)
        return rate if isinstance(rate, Reason) else _range_reason(planned, values)
    if kind is CheckKind.DATE and values[0].known and values[0].low == values[0].high:
        return Reason.OUTSIDE_PERIOD
    for value in values:
        if value.missing:
            return value.missing
    counts_cases = planned.check.statistic or kind is CheckKind.AGREEMENT
    return Reason.TOO_FEW_CASES if counts_cases else _range_reason(planned, values)


def _range_reason(planned: PlannedCheck, values: Values) -> Reason:
    """A range that does not settle the check comes from hidden figures, or else from blanks.

    An extract hides nothing: what makes its figures ranges is what is missing in it.
    """
    hidden = not planned.check.measure and any(value.low != value.high for value in values)
    return Reason.SUPPRESSED if hidden else Reason.BLANK
