"""What measures make of an extract, as facts that a check can use.

In: the tables of an extract, the note that came with it, and a measure.  Out: ranges.  Whoever is missing
from the extract by its control total, every row that could not be used, and every blank could have been on
either side, so each widens the range: leaving people out never helps.
"""

from __future__ import annotations

import hashlib
from copy import copy
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from specrules.base.frozen import replace
from specrules.extracts.missing import PEOPLE, Missing, Shortfall, Whose
from specrules.extracts.reading import AGAIN, NO_CONSENT
from specrules.measures.lower import KEYS, NotSupported, Query, sql
from specrules.result import Reason
from specrules.spec.datasets import PLACES, lacking
from specrules.spec.measures import Condition, Form, Mark, Measure, Rows, in_group

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date
    from fractions import Fraction

    from specrules.extracts.convert import Tables
    from specrules.measures.duck import Duck, Row
    from specrules.measures.spark import Spark
    from specrules.spec.datasets import Dataset
    from specrules.spec.notes import Note
    from specrules.values.periods import Period


class Asked(NamedTuple):
    """A measure, of a whole party or of one place: *of* says what that is, "site" or "main substance"."""

    measure: str
    of: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class Measured:
    """What a measure says of one party: its figures as ranges, or why there are none.

    *number* and *out_of* are lowest and highest; a count has no *out_of*, a wait and a date
    have their days or their day as *number*, and *people* is how many these were taken of at least.
    *query* is the start of the fingerprint of the SQL.
    """

    measure: str
    query: str
    number: tuple[Any, Any] | None = None
    out_of: tuple[int, int] | None = None
    missing: Reason | None = None
    blank: int = 0
    unsure: int = 0
    people: int | None = None


@dataclass(frozen=True, slots=True)
class Supplied:
    """What the extract of one party says, by what was asked. Without any, it could not be used."""

    party: str
    file: str
    digest: str
    figures: Mapping[Asked, Measured] = field(default_factory=dict)


class Asking:
    """Asks measures of one extract."""

    def __init__(
        self, engine: Duck | Spark, tables: Tables, note: Note, dataset: Dataset, period: Period
    ) -> None:
        self.engine, self.tables, self.note = engine, tables, note
        self.dataset, self.period = dataset, period
        self.missing = Missing(note, dataset.control.table, self._in_treatment)
        self.whose = self.missing.whole
        self._answers: dict[str, list[Row]] = {}

    @cached_property
    def shortfall(self) -> Shortfall:
        """People in treatment in the period: stated, and found."""
        return Shortfall(self.note.control.totals[PEOPLE], self._in_treatment(PEOPLE, self.missing.whole))

    def at(self, asked: Asked, measure: Measure) -> Measured:
        """What *measure* says of one place, or of the whole party. Raises NotSupported.

        Whoever has a blank where the group stands may be of any.
        """
        if not asked.place:
            return self.measured(measure)
        found = copy(self)
        if asked.of not in PLACES:
            own = in_group(measure, asked.of, asked.place)
            found.whose = self.group(own.among.where[-1])
            return found.measured(own)
        if asked.place in self.note.sites:
            found.whose = self.missing.site(asked.place)
            return found.measured(measure)
        if not self._has(measure.among.table, asked.of):
            raise NotSupported(f"The note does not say which codes in the file are {asked.place}.")
        own = in_group(measure, asked.of, asked.place)
        found.whose = self.missing.site(asked.place, own.among.where[-1:])
        return found.measured(own)

    def group(self, told_by: Condition) -> Whose:
        """The rows of a group of people, with what is stated of it and can be counted."""
        return self.missing.group(told_by, lambda kind: not self.why_not(told_by, kind))

    def why_not(self, told_by: Condition, kind: str) -> str:
        """Why nobody can count those of a kind that are of a group, as the end of a sentence, or ""."""
        table = self.dataset.control.table if kind == PEOPLE else kind
        return lacking(Measure("control", "", Form.COUNT, kind, Rows(table, (told_by,))), self.dataset)

    def _has(self, table: str, term: str) -> bool:
        found = self.dataset.table(table)
        return bool(found and found.column(term))

    def measured(self, measure: Measure) -> Measured:
        """What *measure* says. Raises NotSupported when the dataset does not have what it reads."""
        name, rows = self._asked(measure, self.whose.codes)
        match measure.form:
            case Form.DAYS:
                return self._days(measure, name, rows)
            case Form.LATEST:
                return self._latest(measure, name, *rows[0])
            case Form.COUNT:
                return self._count(measure, name, *rows[0])
        return self._ratio(measure, name, rows[0])

    def _asked(self, measure: Measure, codes: tuple[str, ...]) -> tuple[str, list[Row]]:
        """The start of the fingerprint of a measure's query, and what comes out."""
        query = Query(measure, self.dataset, self.period, per_provider=False, providers=codes)
        text = sql(query)
        said = text if self.engine.dialect == "duckdb" else sql(query, self.engine.dialect)
        return hashlib.sha256(text.encode()).hexdigest()[:8], self._answer(said)

    def _answer(self, text: str) -> list[Row]:
        """What comes out of a query in the engine's dialect; nothing is asked twice."""
        if text not in self._answers:
            self._answers[text] = self.engine.answer(text)
        return self._answers[text]

    def _count(self, measure: Measure, name: str, number: int, unsure: int) -> Measured:
        spare = self._spare(measure)
        if spare is None:
            return Measured(measure.id, name, missing=Reason.NOT_SUBMITTED)
        unnamed = self._unnamed(measure)
        takes = self._astray(measure, measure.left_out) + (unnamed if measure.left_out else 0)
        fewest, unsure = max(number - takes, 0), unsure + spare + unnamed
        return Measured(measure.id, name, (fewest, number + unsure), unsure=unsure)

    def _unnamed(self, measure: Measure) -> int:
        """How many rows may be of different things and do not say of which: each may be of one more."""
        if not measure.distinct:
            return 0
        named = replace(measure.among, where=(*measure.among.where, Condition(measure.distinct)))
        every = [_counted(_apart(measure), each, self.whose) for each in (measure.among, named)]
        rows, with_names = (sum(self._asked(each, self.whose.codes)[1][0]) for each in every)
        return int(rows - with_names)

    def _ratio(self, measure: Measure, name: str, row: Row) -> Measured:
        number, out_of, blank, unsure = row
        spare = self._spare(measure)
        if spare is None:
            return Measured(measure.id, name, missing=Reason.NOT_SUBMITTED)
        # A row that is not there may have marked somebody who is, or have taken somebody out.
        marks = self._astray(measure, (*_counts(measure), *measure.excused))
        takes = self._astray(measure, (*measure.left_out, *measure.excused))
        fewest = (max(number - takes, 0), max(out_of - takes, 0))
        # Whoever was excused and is counted after all was in neither number.
        out_of += unsure + spare + (marks if measure.excused else 0)
        most = (min(number + blank + unsure + spare + marks, out_of), out_of)
        if fewest[1] < measure.fewest:
            return Measured(
                measure.id, name, missing=Reason.TOO_FEW_CASES, blank=blank, unsure=unsure + spare
            )
        return Measured(
            measure.id, name, (fewest[0], most[0]), (fewest[1], most[1]), blank=blank, unsure=unsure + spare
        )

    def _days(self, measure: Measure, name: str, rows: Iterable[Row]) -> Measured:
        spare = self._spare(measure)
        if spare is None or measure.percentile is None:
            return Measured(measure.id, name, missing=Reason.NOT_SUBMITTED)
        cases: dict[Any, int] = dict(rows)
        undated = cases.pop(None, 0)
        unknown = undated + spare
        if sum(cases.values()) + unknown < 1 or (
            measure.fewest > 1 and self._looked_at(measure) < measure.fewest
        ):
            return Measured(measure.id, name, missing=Reason.TOO_FEW_CASES, blank=unknown)
        low, high = percentile(cases, measure.percentile, unknown)
        if high is None:
            return Measured(measure.id, name, missing=Reason.BLANK, blank=unknown)
        people = max(self._looked_at(measure, PEOPLE) - undated, 0)
        return Measured(measure.id, name, (low, high), blank=unknown, people=people)

    def _looked_at(self, measure: Measure, kind: str = "") -> int:
        """How many of a kind, or of what a measure counts, are surely looked at."""
        found = self._asked(_counted(kind or measure.counting, measure.among, self.whose), self.whose.codes)
        return int(found[1][0][0])

    def _latest(self, measure: Measure, name: str, day: date | None, perhaps: date | None) -> Measured:
        """The last day there is, up to the end of the period where what is missing may lie there."""
        if day is None:
            return Measured(measure.id, name, missing=Reason.BLANK)
        is_whole = self._spare(measure) == 0 and not self.missing.rows(self.whose)
        last = perhaps if is_whole else self.period.end
        return Measured(measure.id, name, (day, last), people=self._people(measure))

    def _people(self, measure: Measure) -> int:
        """How many people surely have a day, of which a measure gives the latest."""
        codes = self.whose.codes
        each = Query(measure, self.dataset, self.period, per_provider=False, by=("person",), providers=codes)
        days = sql(each, self.engine.dialect)
        return int(self._answer(f"SELECT COUNT(latest) AS n FROM ({days}) AS g")[0][0])

    def _spare(self, measure: Measure) -> int | None:
        """How many more there may be than the extract shows; None when nobody can say.

        People missing may have any number of episodes: unless somebody stated how many of those there
        should be, nothing can be said of them.  Somebody who is there may be looked at for a row that is not.
        """
        unread, people = self._unread({measure.among.table}), self.missing.people(self.whose)
        counting = _apart(measure)
        is_counted = self.dataset.is_counted(measure.among)
        lost = (
            self._lost(measure.among, self.whose) if counting != measure.among.table or not is_counted else 0
        )
        blank = self._blank(measure)
        if counting == PEOPLE:
            return max(people - blank, lost, 0) + unread
        stated = next((each for each in (self.whose, self.missing.whole) if counting in each.totals), None)
        if stated is None or not is_counted:
            return None if people else lost + unread
        found = self._asked(self._all_of(measure, stated), stated.codes)[1]
        short = Shortfall(stated.totals[counting], found[0][0]).missing
        return max(short - (blank if stated.is_group else 0), lost, 0) + unread

    def _blank(self, measure: Measure) -> int:
        """How many of those looked at may be of the group, being blank, and are counted as that already.

        What is stated of the group and not there is blank or missing, and would be counted as both.  Only
        those count who say nowhere of which group they are, and whom the total counts; a row that is not
        there may have any date, so that a blank says nothing for it.
        """
        control, among = self.dataset.control, measure.among
        same = (among.table, among.dated, among.during) == (control.table, control.dated, control.during)
        totals = self.whose.totals if self.whose.is_group else {}
        told = {PEOPLE, control.table} if measure.counting == PEOPLE else {measure.counting}
        if not (same and told & set(totals)) or measure.distinct or measure.form is Form.LATEST:
            return 0
        return self.silent(among, measure.counting, self.whose.where[-1])

    def silent(self, among: Rows, counting: str, told_by: Condition) -> int:
        """How many of those surely looked at and counted by the total say nowhere of which group they are."""
        others = [each for each in (*self.dataset.control.where, *among.where) if each != told_by]
        says = Rows(among.table, (Condition(told_by.term),))
        mark = Mark(says, "person") if counting == PEOPLE else Mark(replace(says, table=""))
        rows = replace(among, where=tuple(dict.fromkeys(others)))
        silent = Measure("control", "", Form.COUNT, counting, rows, (mark,))
        return int(self._asked(silent, self.whose.codes)[1][0][0])

    def _all_of(self, measure: Measure, whose: Whose) -> Measure:
        """The count of everything that the control total counts in the table a measure looks at."""
        among = self.dataset.counted(measure.among.table) or measure.among
        return _counted(_apart(measure), among, whose)

    def _in_treatment(self, kind: str, whose: Whose) -> int:
        """How many of a kind the rows of somebody have in treatment: none where none can be told."""
        try:
            found = self._asked(_counted(kind, self.dataset.control, whose), whose.codes)[1]
        except NotSupported:
            return 0
        return int(found[0][0]) if found else 0

    def _astray(self, measure: Measure, marks: Sequence[Mark]) -> int:
        """How many of those who are there may be marked by rows that are missing or could not be used."""
        if not marks:
            return 0
        linked = [each.rows for each in marks if each.rows.table]
        # Where one of what is counted may have many rows, one that is missing may be what marks it.
        has_many = measure.distinct or measure.counting != measure.among.table
        own = [measure.among] if has_many else []
        lost = self._unread({each.table for each in (*linked, *own)}, self.note.providers if linked else ())
        if linked or own:
            lost += self.missing.rows(self.whose) + sum(self._lost(each, self.whose) for each in own)
            lost += sum(self._lost(each, self.missing.whole) for each in linked)
            lost += (measure.distinct and self._spare(measure)) or 0
        return lost and lost * max(self._with_one(measure, each.joined_by) for each in marks)

    def _with_one(self, measure: Measure, key: str) -> int:
        """How many of what a measure counts one row may mark: all that one person has, or one episode."""
        keys = list(KEYS.values())
        if not key or keys.index(key) >= keys.index(KEYS[_apart(measure)]):
            return 1
        every = f"SELECT COUNT(*) AS n FROM {measure.among.table} GROUP BY {key}"
        return int(self._answer(f"SELECT MAX(n) FROM ({every}) AS g")[0][0] or 0)

    def _lost(self, rows: Rows, whose: Whose) -> int:
        """How many rows of somebody are missing by a total of their kind, or of all where they have none."""
        whose = whose if rows.table in whose.totals else self.missing.whole
        if rows.table not in whose.totals or rows.table == self.dataset.control.table:
            return 0
        counted = self.dataset.counted(rows.table)
        if counted is None:
            return 0
        every = _counted(rows.table, counted, whose)
        return Shortfall(whose.totals[rows.table], self._asked(every, whose.codes)[1][0][0]).missing

    @property
    def unused(self) -> int:
        """Records that could not be used and may be of this party, or of the place that is looked at."""
        return self._unused((*self.whose.codes, ""))

    def _unused(self, ours: Sequence[str]) -> int:
        return sum(
            number
            for account in self.tables.accounts
            for provider, faults in account.rejected.items()
            if provider in ours
            for fault, number in faults.items()
            if not fault.endswith(NO_CONSENT) and fault != AGAIN
        )

    def _unread(self, tables: set[str], codes: tuple[str, ...] = ()) -> int:
        """Records and things that could not be used, and may be of this party or place, or of some codes."""
        ours = (*(codes or self.whose.codes), "")
        records = self._unused(ours)
        left_out = (self.tables.rejected, *(each.nameless or {} for each in self.tables.accounts))
        things = sum(
            number
            for each in left_out
            for table in tables
            for provider, number in each.get(table, {}).items()
            if provider in ours
        )
        return records + things


def _counts(measure: Measure) -> tuple[Mark, ...]:
    """The rows by which somebody counts: one kind or, of steps, all after the first."""
    own = (measure.counted,) if measure.counted else ()
    return (*own, *(Mark(each, "person") for each in measure.steps[1:]))


def _apart(measure: Measure) -> str:
    """What there may be more of. Of different things, each row that is missing may name another."""
    return measure.among.table if measure.distinct and measure.among.table != "clients" else measure.counting


def _counted(kind: str, among: Rows, whose: Whose) -> Measure:
    """The measure that counts all of a kind."""
    rows = replace(among, where=(*among.where, *whose.where))
    return Measure("control", "", Form.COUNT, kind, rows)


def percentile(cases: dict[Any, int], part: Fraction, unknown: int = 0) -> tuple[int, int | None]:
    """The least number of days within which *part* of all cases lie, at the lowest and at the highest.

    *cases* says how many waited how many days.  Those of whom it is *unknown* may have waited not
    at all, or so long that there is no highest (None).
    """
    total = sum(cases.values()) + unknown
    needed = -(-total * part.numerator // part.denominator) or 1
    ordered = sorted(cases.items())
    low = 0 if needed <= unknown else _reaching(ordered, needed - unknown)
    high = _reaching(ordered, needed) if needed <= total - unknown else None
    return low, high


def _reaching(ordered: Iterable[tuple[int, int]], needed: int) -> int:
    seen = 0
    for days, number in ordered:
        seen += number
        if seen >= needed:
            return days
    raise ValueError("there are not so many cases")
