"""The counts of a review, linked with each other and with everything published before.

In: for each publication its plan and what it says of each cell.  Out: the linked system,
which of its counts are printed as sums of places, and which are judged by themselves.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from specrules.disclosure.counts import Linked, Name, Sum
from specrules.disclosure.linking import Kind, Linking, Stretch
from specrules.disclosure.policy import Policy, is_few, is_small
from specrules.evidence.facts import CellName, Column, ValueKind
from specrules.spec.model import SHARES, CheckKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from fractions import Fraction

    from specrules.compile.plan import Cell, Duty, Plan, PlannedCheck
    from specrules.spec.model import Requirement
    from specrules.values.periods import Period

Ends = tuple[int, int]
Says = Mapping[CellName, Ends | None]


@dataclass(frozen=True, slots=True)
class Edition:
    """What one publication says of the counts of its period: the ends of each, or None where it hides it.

    The sums of several places are among them, under names of their own.  *people* is how many waits and
    days of extracts are taken of, which is printed nowhere, and *baselines* are the figures that changes
    are measured from, a share in per cent.
    """

    plan: Plan
    says: Says
    people: Mapping[CellName, int] = field(default_factory=dict)
    baselines: Mapping[CellName, Fraction] = field(default_factory=dict)

    @property
    def period(self) -> Period:
        """Which period it is for."""
        return self.plan.period


class Summed(NamedTuple):
    """Counts of several places of which the sum is printed too."""

    total: Name
    parts: tuple[Name, ...]


@dataclass(frozen=True, slots=True)
class Links:
    """A linked system. *summed* are printed as sums too, and *apart* are judged one by one.

    *counted* maps each count of the new edition to the one that it is in the system, which may
    be printed elsewhere too, or have been published before.
    """

    linked: Linked
    summed: tuple[Summed, ...]
    apart: frozenset[Name]
    counted: Mapping[Name, Name]


def total_key(item: str, column: Column) -> str:
    """What the sum of a column over several places is called."""
    return f"{item}/total {column}"


def links(new: Edition, earlier: Iterable[Edition], policy: Policy) -> Links:
    """The linked system of an edition that is not published yet, and of those that were."""
    linking = Linking()
    for number, edition in enumerate(earlier):
        _Reading(linking, edition, policy, f"{edition.period.name} as published ({number + 1})").read()
    reading = _Reading(linking, new, policy, "")
    reading.read()
    return Links(linking.done(), tuple(reading.summed), frozenset(reading.apart), reading.counted)


class _Reading:
    """Reads the counts of one edition. *published* tells it from others; it is "" for the one that is new."""

    def __init__(self, linking: Linking, edition: Edition, policy: Policy, published: str) -> None:
        self.linking, self.edition, self.policy, self.published = linking, edition, policy, published
        self.summed: list[Summed] = []
        self.apart: set[Name] = set()
        self.counted: dict[Name, Name] = {}
        self.handed: dict[tuple[str, str, str], dict[str, Name]] = {}
        self.denominators: dict[tuple[object, ...], Name] = {}

    def read(self) -> None:
        """Take in every count."""
        for duty in self.edition.plan.duties:
            for party in duty.parties if duty.in_force else ():
                self._duty(duty, party)
        for names in self.handed.values():
            self._hand_off(names)

    def _duty(self, duty: Duty, party: str) -> None:
        for planned in duty.checks:
            if planned.hand_off:
                self._side(duty.requirement, planned, party)
            elif planned.in_force:
                for each in (planned, *planned.shown):
                    self._check(duty.requirement, each, party)
        for places, whole in _places_of(duty):
            self._tie(places, whole, party)

    def _tie(self, places: Sequence[PlannedCheck], whole: PlannedCheck | None, party: str) -> None:
        """Show figures at places together or not at all, where one of them is a range.

        How low ranges may be adds up over places just as numbers do.
        """
        names = [self._names(each, each.own, party) for each in places]
        every = [*names, self._names(whole, whole.own, party)] if whole else names
        if any(ends and ends[0] < ends[1] for each in every for ends in self._told(each).values()):
            self.linking.together.append(frozenset(name for each in names for name in each.values()))

    # -- counts

    def _name(self, cell: Cell, party: str) -> Name:
        return Name(self.published or self.edition.period.name, cell.party or party, cell.key)

    def _names(self, planned: PlannedCheck, cells: Sequence[Cell], party: str) -> dict[Column, Name]:
        """What the counts of a check at one place are called, by their columns."""
        return {
            column: self._name(cell, party)
            for column, cell in zip(planned.columns, cells, strict=True)
            if cell.kind is ValueKind.COUNT or planned.check.statistic or _is_number(cell, column)
        }

    def _told(self, names: Mapping[Column, Name]) -> dict[Column, Ends | None]:
        """What this edition says of some cells, by their columns; those of which it says nothing left out."""
        says = self.edition.says
        return {
            column: says[cell]
            for column, name in names.items()
            if (cell := CellName(name.party, name.key)) in says
        }

    @property
    def _is_new(self) -> bool:
        return not self.published

    def _take(self, name: Name, value: int | None, kind: Kind, stretch: Stretch) -> Name:
        """Take in a count, and return what it is called in the system."""
        if name not in self.counted:
            self.counted[name] = self.linking.take(name, value, kind, stretch, self._is_new)
        return self.counted[name]

    # -- checks

    def _check(self, requirement: Requirement, planned: PlannedCheck, party: str) -> None:
        """The counts of a check, at one place or at several."""
        width, own = len(planned.columns), planned.own
        if not own or {own[0].request.item, requirement.id} & set(self.policy.things):
            return
        if planned.check.kind is CheckKind.AGREEMENT:
            # How far two readers agree gives away how many cases each found wanting.
            self._all_or_none([self._name(cell, party) for cell in own], is_small=True)
            return
        places = [own[start : start + width] for start in range(0, len(own), width)]
        for cells in places:
            names = self._names(planned, cells, party)
            self._counts(requirement, planned, names, cells[0].request.site)
            self._days(cells, party)
            self._measured_from(requirement, planned, cells, party)
            if len(places) == 1:
                self.apart.update(names.values())
        if len(places) > 1:
            self._totals(requirement, planned, places, party)

    def _counts(
        self, requirement: Requirement, planned: PlannedCheck, names: Mapping[Column, Name], place: str
    ) -> None:
        """The counts of a check at one place, and the sums between them."""
        if planned.check.statistic:
            self.linking.together.append(frozenset(names.values()))
            names = {column: name for column, name in names.items() if column is Column.OUT_OF}
        told = self._told(names)
        if any(ends and ends[0] < ends[1] for ends in told.values()):
            self._loose({column: names[column] for column in told}, told)
            return
        values = {column: ends[0] if ends else None for column, ends in told.items()}
        self._linked(requirement, planned, {column: names[column] for column in told}, values, place)

    def _days(self, cells: Sequence[Cell], party: str) -> None:
        """A wait or a day that was taken of a few people may be that of any of them."""
        names = [self._name(cell, party) for cell in cells]
        people = self.edition.people
        taken_of = [people[cell] for name in names if (cell := CellName(name.party, name.key)) in people]
        if any(each < max(self.policy.below, self.policy.fewest) for each in taken_of):
            self._all_or_none(names, is_small=True)

    def _measured_from(
        self, requirement: Requirement, planned: PlannedCheck, cells: Sequence[Cell], party: str
    ) -> None:
        """A figure of before, from which a change is measured, may be of a few or of what was held back."""
        names = dict(zip(planned.columns, (self._name(cell, party) for cell in cells), strict=True))
        base = names.get(Column.BASELINE)
        number = self.edition.baselines.get(CellName(base.party, base.key)) if base else None
        if base is None or number is None or planned.check.kind not in (*SHARES, CheckKind.COUNT):
            return
        told = self._told(names).get(Column.OUT_OF)
        counted = number / 100 * told[0] if told else number
        few = [counted, told[0] - counted] if told else [counted]
        place, first = cells[0].request.site, planned.columns[0]
        kind = Kind(base.party, _of(planned, place), place, first, _words(requirement, planned))
        before = self.linking.kinds.get(kind, {}).values()
        if any(is_small(each, self.policy) for each in few) or not self.linking.unknown.isdisjoint(before):
            self.linking.must.add(base)

    def _loose(self, names: Mapping[Column, Name], told: Mapping[Column, Ends | None]) -> None:
        """Counts of which some are ranges: shown together, or held back together.

        How wide a range is, is a count too: of those who are not known.
        """
        number, out_of = told.get(Column.NUMBER), told.get(Column.OUT_OF)
        numbers = {each for ends in told.values() if ends for each in (*ends, ends[1] - ends[0])}
        if number and out_of:
            numbers |= {out_of[1] - number[0], out_of[0] - number[1], out_of[1] - number[1]}
        self._all_or_none(names.values(), any(is_few(number, self.policy) for number in numbers))

    def _all_or_none(self, names: Iterable[Name], is_small: bool) -> None:
        """Hold back all of *names* if one of them is; and from the start if one is small."""
        group = frozenset(names)
        self.linking.together.append(group)
        if is_small and self._is_new:
            self.linking.must |= group

    def _linked(
        self,
        requirement: Requirement,
        planned: PlannedCheck,
        names: Mapping[Column, Name],
        values: Mapping[Column, int | None],
        place: str,
    ) -> dict[Column, Name]:
        """Take in the counts of a check at one place, and who is left over; return what they are called."""
        linking = self.linking
        stretch = planned.check.over.days(self.edition.plan.spec, self.edition.period)
        words = _words(requirement, planned)
        of = _of(planned, place)
        kinds = {column: Kind(name.party, of, place, column, words) for column, name in names.items()}
        own = {
            column: self._take(name, values[column], kinds[column], stretch) for column, name in names.items()
        }
        parts = [column for column in own if column is not Column.OUT_OF]
        if len(own) > len(parts) > 0:
            whole = own[Column.OUT_OF]
            linking.is_share(kinds[Column.OUT_OF], tuple(kinds[column] for column in parts))
            linking.left_over(whole, tuple(own[column] for column in parts))
            people = whole.party, place, *words[1:], *map(str, stretch)
            self._denominator(whole, [own[column] for column in parts], people)
        return own

    def _denominator(self, whole: Name, parts: Iterable[Name], people: tuple[str, ...]) -> None:
        """Too few people for a share; and the same people, out of whom another share is taken too."""
        out_of = self.linking.value(whole)
        if not self._is_new or out_of is None:
            return
        if out_of < self.policy.fewest:
            self.linking.must.update(parts)
        first = self.denominators.setdefault((*people, out_of), whole)
        if first != whole:
            self.linking.together.append(frozenset((first, whole)))

    def _totals(
        self,
        requirement: Requirement,
        planned: PlannedCheck,
        places: list[tuple[Cell, ...]],
        party: str,
    ) -> None:
        """The sums over places, column by column, and the share that they make."""
        names: dict[Column, Name] = {}
        parts: dict[Column, tuple[Name, ...]] = {}
        for number, column in enumerate(planned.columns):
            cells = tuple(self._name(each[number], party) for each in places)
            if all(cell in self.counted for cell in cells):
                names[column] = cells[0]._replace(key=total_key(places[0][0].request.item, column))
                parts[column] = cells
        values = {column: self._sum(name, parts[column]) for column, name in names.items()}
        for column, total in self._linked(requirement, planned, names, values, "").items():
            own = tuple(self.counted[cell] for cell in parts[column])
            if self.linking.adds_up(total, own):
                self.linking.sums[Sum(total, own)] = None
            self.summed.append(Summed(total, parts[column]))

    def _sum(self, total: Name, parts: tuple[Name, ...]) -> int | None:
        """What counts come to, or what is told of their sum."""
        values = [self.linking.value(self.counted[part]) for part in parts]
        known = [value for value in values if value is not None]
        told = self.edition.says.get(CellName(total.party, total.key))
        return sum(known) if len(known) == len(values) else told[0] if told else None

    # -- hand-offs

    def _side(self, requirement: Requirement, planned: PlannedCheck, party: str) -> None:
        """What one side of a hand-off says."""
        is_sent = planned.check.kind is CheckKind.SENT
        sender, receiver = (party, planned.other) if is_sent else (planned.other, party)
        columns = ("sent", "known", "received") if is_sent else ("received", "answered", "waiting", "sent")
        names = self.handed.setdefault((requirement.id, sender, receiver), {})
        for column, cell in zip(columns, planned.own, strict=True):
            names[column] = self._name(cell, party)

    def _hand_off(self, names: Mapping[str, Name]) -> None:
        """Both sides of a hand-off are shown together, or held back together."""
        says = self.edition.says
        told = {n: ends for n, name in names.items() if (ends := says.get(CellName(name.party, name.key)))}
        exact = {name: low for name, (low, high) in told.items() if low == high}
        period = self.edition.period
        for column, name in names.items():
            # One that was held back once is taken in too, so that it stays so when it is published again.
            if column in exact or says.get(CellName(name.party, name.key), ()) is None:
                kind = Kind(name.party, "", name.key, Column.ANSWER, ())
                self._take(name, exact.get(column), kind, (period.start, period.end))
        numbers = [number for ends in told.values() for number in (*ends, ends[1] - ends[0])]
        few = any(is_few(number, self.policy) for number in (*numbers, *_differences(exact)))
        hidden = any(is_small(value, self.policy) for value in exact.values())
        self._all_or_none(names.values(), few or hidden)


def _words(requirement: Requirement, planned: PlannedCheck) -> tuple[str, ...]:
    """What the counts of a check are counts of: what is said of them, and who is counted."""
    check = planned.check
    people = (check.people or requirement.people, *(check.left_out or requirement.left_out))
    return (check.words.casefold(), check.of.casefold(), check.measure, *people)


def _of(planned: PlannedCheck, place: str) -> str:
    """What the place of a check is one of, or "" for a whole party."""
    return (planned.where.what or str(planned.where.level)) if place else ""


def _is_number(cell: Cell, column: Column) -> bool:
    """Whether a cell has a number of people of which a part may be told, since its target has one."""
    return cell.kind is ValueKind.NUMBER and column is Column.ANSWER


def _places_of(duty: Duty) -> Iterator[tuple[list[PlannedCheck], PlannedCheck | None]]:
    """The same check at all places of one kind, and for the whole where that is judged."""
    apart: dict[str, list[PlannedCheck]] = {}
    for planned in duty.checks if duty.in_force else ():
        if planned.site and not planned.hand_off:
            apart.setdefault(planned.check.name, []).append(planned)
        for where in dict.fromkeys(each.where for each in planned.shown):
            yield [each for each in planned.shown if each.where == where], planned
    yield from ((places, None) for places in apart.values())


_LEFT_OVER = (
    ("sent", "received"),
    ("received", "sent"),
    ("sent", "known"),
    ("received", "answered"),
    ("received", "answered", "waiting"),
)


def _differences(counts: Mapping[str, int]) -> Iterable[int]:
    """The counts of people that can be worked out of a hand-off."""
    return (
        counts[whole] - sum(counts[part] for part in parts)
        for whole, *parts in _LEFT_OVER
        if counts.keys() >= {whole, *parts}
    )
