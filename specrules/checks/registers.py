"""Lists and registers: what is covered, and which rows count."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from specrules.evidence.facts import Row
from specrules.spec.model import Check, DatedTarget
from specrules.values.periods import earliest_within
from specrules.values.quantities import Comparison, Quantity, Target, Unit

if TYPE_CHECKING:
    from datetime import date

    from specrules.compile.plan import PlannedCheck

Rows = Sequence[Row]


def all_of(covers: tuple[str, ...]) -> DatedTarget:
    """The target that wants all of what is to be covered."""
    every = Quantity(Fraction(len(covers)), Unit.COUNT)
    return DatedTarget(Target(Comparison.AT_LEAST, every, None))


def uncovered(check: Check, words: Sequence[str]) -> tuple[str, ...]:
    """The wanted words that a list does not have, in the order wanted."""
    has = {word.casefold() for word in words}
    return tuple(word for word in check.covers if word.casefold() not in has)


class Register:
    """Which rows of a register count for a check at the as-at date.

    A row without a date of last contact might be recent, and one whose kind is blank or is none of the words
    offered might be of any kind: they count only towards what might be.
    """

    def __init__(self, planned: PlannedCheck, as_at: date) -> None:
        check, self.as_at = planned.check, as_at
        self.offered = {word.casefold() for word in planned.own[0].request.words}
        self.kind = check.of_kind.casefold()
        self.covers = {word.casefold(): word for word in check.covers}
        self.earliest = earliest_within(check.contact_within, as_at) if check.contact_within else None
        self.folded = _Folded()

    def counted(self, rows: Rows) -> tuple[int, int]:
        """How many rows, or wanted kinds, there surely are, and how many there might be."""
        sure, might = self.recent(rows)
        if not self.covers:
            return len(sure), len(might)
        unknown = sum(map(self._is_of_any_kind, might))
        return len(self._kinds(sure)), min(len(self._kinds(might)) + unknown, len(self.covers))

    def recent(self, rows: Rows) -> tuple[Rows, Rows]:
        """The rows that surely count, and those that might."""
        sure = might = rows
        if self.kind:
            sure = [row for row in rows if self.folded[row.kind] == self.kind]
            might = [row for row in rows if self.folded[row.kind] == self.kind or self._is_of_any_kind(row)]
        if self.earliest is None:
            return sure, might
        sure = [row for row in sure if row.last_contact and self.earliest <= row.last_contact <= self.as_at]
        might = [row for row in might if row.last_contact is None or row.last_contact >= self.earliest]
        return sure, might

    def lacking(self, rows: Rows) -> tuple[str, ...]:
        """The wanted kinds that no row surely has, in the order wanted."""
        has = self._kinds(self.recent(rows)[0])
        return tuple(word for folded, word in self.covers.items() if folded not in has)

    def _is_of_any_kind(self, row: Row) -> bool:
        """Whether nobody can tell of which of the kinds offered a row is."""
        return bool(self.offered) and self.folded[row.kind] not in self.offered

    def _kinds(self, rows: Rows) -> set[str]:
        return {self.folded[row.kind] for row in rows} & self.covers.keys()


class _Folded(dict[str, str]):
    """Words without regard to case, each worked out once."""

    def __missing__(self, word: str) -> str:
        folded = self[word] = word.casefold()
        return folded
