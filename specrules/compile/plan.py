"""What compiling makes: for one period, the checks of each duty and the rule that combines them."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from specrules.spec.model import THE_PARTY

if TYPE_CHECKING:
    from collections.abc import Mapping

    from specrules.engine.rules import Rule
    from specrules.evidence.facts import Column, Request, ValueKind
    from specrules.result import WhyNot
    from specrules.spec.model import Check, DatedTarget, HandOff, JudgedAt, Requirement, Spec
    from specrules.values.periods import Period


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell a check reads: its name, how it is read, and whose row it is in ("" for the party judged)."""

    key: str
    kind: ValueKind
    request: Request
    party: str = ""


class Beside(StrEnum):
    """How one check looks at another: the outermost last."""

    AFTER = "after"
    IF_FEWER = "if-fewer"
    RELIES_ON = "relies-on"


@dataclass(frozen=True, slots=True)
class PlannedCheck:
    """A check ready to be made: its target for the period, and the cells it reads.

    *own* are the cells of its own line, in the order of *columns*, once for each
    place whose figures are added up.  *beside* are the checks it looks at.
    *site* and *other* say which site or group, and which other service of a
    hand-off, it is about; *where* what kind of place that is.  *shown* is the same at places
    whose figures are shown beside it and decide nothing.
    """

    check: Check
    target: DatedTarget | None
    own: tuple[Cell, ...]
    columns: tuple[Column, ...]
    beside: Mapping[Beside, PlannedCheck] = field(default_factory=dict)
    site: str = ""
    other: str = ""
    hand_off: HandOff | None = None
    is_condition: bool = False
    where: JudgedAt = THE_PARTY
    shown: tuple[PlannedCheck, ...] = ()

    @property
    def cells(self) -> tuple[Cell, ...]:
        """Every cell it reads: its own, then those of the checks beside it."""
        return (*self.own, *(cell for other in self.beside.values() for cell in other.cells))

    @property
    def asked(self) -> tuple[Cell, ...]:
        """Every cell it reads, and those that are only shown."""
        return (*self.cells, *(cell for other in self.shown for cell in other.cells))

    @property
    def placed(self) -> Mapping[Beside, tuple[PlannedCheck, int]]:
        """The checks beside it, each with where its cells begin among all of them."""
        found, start = {}, len(self.own)
        for beside, other in self.beside.items():
            found[beside] = other, start
            start += len(other.cells)
        return found

    @property
    def in_force(self) -> bool:
        """Whether it has a target in the period, or wants none."""
        return self.target is not None or not self.check.targets

    @property
    def label(self) -> str:
        """Its name as shown: "fee at Quayside"."""
        return f"{self.check.name} at {self.site}" if self.site else self.check.name


@dataclass(frozen=True, slots=True)
class Duty:
    """A requirement as owed by parties that are judged alike: the checks, in input order, and the rule."""

    requirement: Requirement
    parties: tuple[str, ...]
    checks: tuple[PlannedCheck, ...]
    rule: Rule
    why_not: WhyNot | None = None

    @property
    def in_force(self) -> bool:
        """Whether it is judged in the period."""
        return self.why_not is None


@dataclass(frozen=True, slots=True)
class Plan:
    """What is checked for one period, and how it is combined. ``requests`` says what that asks of whom."""

    spec: Spec
    period: Period
    duties: tuple[Duty, ...]
