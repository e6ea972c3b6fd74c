"""What a check asks for: the cells of its line in a return, and how each is read."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from specrules.evidence.facts import Column, ValueKind
from specrules.spec.model import Check, CheckKind
from specrules.values.quantities import Unit

if TYPE_CHECKING:
    from collections.abc import Mapping

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
        CheckKind.AGREEMENT: {Column.READINGS: ValueKind.READINGS},
        CheckKind.CONDITION: {
            Column.ANSWER: ValueKind.YES_NO,
            Column.REASON: ValueKind.TEXT,
            Column.AGREED_BY: ValueKind.TEXT,
        },
    }
)
_DOCUMENT = {Column.DOCUMENT: ValueKind.TEXT, Column.OWNER: ValueKind.TEXT, Column.DATE: ValueKind.DATE}
# A share is measured from a share as it was published, and a number from one that may be an average.
_BASELINES = {
    CheckKind.SHARE: ValueKind.PERCENT,
    CheckKind.AUDIT: ValueKind.PERCENT,
    CheckKind.COUNT: ValueKind.NUMBER,
}
# Recorded beside a statement, but not judged.
NOTED = (Column.OWNER, Column.DATE)


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
    if check.baseline_asked:
        columns[Column.BASELINE] = _BASELINES.get(check.kind, columns[next(iter(columns))])
    if check.kind is CheckKind.STATEMENT and check.document is not None:
        columns |= _DOCUMENT
    return columns


def _has_parts(check: Check) -> bool:
    """Whether a number may have decimals: a mean of several, or one whose target has some."""
    numbers = [end.number for dated in check.targets for end in dated.target.ends]
    of_many = check.statistic not in ("", "longest", "shortest")
    return of_many or any(number.denominator > 1 for number in numbers)
