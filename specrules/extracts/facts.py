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

from specrules.measures.lower import NotSupported, Query, sql
from specrules.result import Reason
from specrules.spec.measures import Form, Measure, Rows, in_group

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date
    from fractions import Fraction

    from specrules.extracts.convert import Tables
    from specrules.measures.duck import Duck, Row
    from specrules.measures.spark import Spark
    from specrules.periods import Period
    from specrules.spec.datasets import Dataset, Note


class Asked(NamedTuple):
    """A measure, of a whole party or of one place: *of* says what that is, "site" or "main substance"."""

    measure: str
    of: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class Measured:
    """What a measure says of one party: its figures as ranges, or why there are none.

    *number* and *out_of* are lowest and highest; a count has no *out_of*, a wait and a date
    have their days or their day as *number*.  *query* is the start of the fingerprint of the SQL.
    """

    measure: str
    query: str
    number: tuple[Any, Any] | None = None
    out_of: tuple[int, int] | None = None
    missing: Reason | None = None
    blank: int = 0
    unsure: int = 0


@dataclass(frozen=True, slots=True)
class Supplied:
    """What the extract of one party says, by what was asked. Without any, it could not be used."""

    party: str
    file: str
    digest: str
    figures: Mapping[Asked, Measured] = field(default_factory=dict)


SITES = ("site", "subcontractor")
"""Places for which a note can name codes of the file."""


@dataclass(frozen=True, slots=True)
class Shortfall:
    """How many there should be and are not. *unknown* is set where nobody said how many there should be."""

    stated: int
    found: int

    @property
    def missing(self) -> int:
        """How many are missing: none when there are more than there should be."""
        return max(self.stated - self.found, 0)


class Asking:
    """Asks measures of one extract."""

    def __init__(
        self, engine: Duck | Spark, tables: Tables, note: Note, dataset: Dataset, period: Period
    ) -> None:
        self.engine, self.tables, self.note = engine, tables, note
        self.dataset, self.period = dataset, period
        self.account = next(iter(tables.accounts))
        self.codes = note.providers
        self._answers: dict[str, list[Row]] = {}

    @cached_property
    def shortfall(self) -> Shortfall:
        """People in treatment in the period: stated, and found."""
        measure = Measure("control", "", Form.COUNT, "people", self.dataset.control)
        found = self._asked(measure, self.note.providers)[1]
        return Shortfall(self.note.control.totals["people"], found[0][0] if found else 0)

    def at(self, asked: Asked, measure: Measure) -> Measured:
        """What *measure* says of one place, or of the whole party. Raises NotSupported.

        Whoever is missing may be of any place, and so may be whoever has a blank where the group stands.
        """
        if not asked.place:
            return self.measured(measure)
        if codes := self.note.sites.get(asked.place) if asked.of in SITES else None:
            found = copy(self)
            found.codes = codes
            return found.measured(measure)
        if asked.of in SITES and not self._has(measure, asked.of):
            raise NotSupported(f"The note does not say which codes in the file are {asked.place}.")
        return self.measured(in_group(measure, asked.of, asked.place))

    def _has(self, measure: Measure, term: str) -> bool:
        table = self.dataset.table(measure.among.table)
        return bool(table and table.column(term))

    def measured(self, measure: Measure) -> Measured:
        """What *measure* says. Raises NotSupported when the dataset does not have what it reads."""
        name, rows = self._asked(measure, self.codes)
        match measure.form:
            case Form.DAYS:
                return self._days(measure, name, rows)
            case Form.LATEST:
                return self._latest(measure, name, rows[0][0] if rows else None)
            case Form.COUNT:
                number, unsure = rows[0]
                spare = self._spare(measure)
                if spare is None:
                    return Measured(measure.id, name, missing=Reason.NOT_SUBMITTED)
                return Measured(measure.id, name, (number, number + unsure + spare), unsure=unsure + spare)
        return self._ratio(measure, name, rows[0])

    def _asked(self, measure: Measure, codes: tuple[str, ...]) -> tuple[str, list[Row]]:
        """The start of the fingerprint of a measure's query, and what comes out; nothing is asked twice."""
        query = Query(measure, self.dataset, self.period, per_provider=False, providers=codes)
        text = sql(query)
        if text not in self._answers:
            said = text if self.engine.dialect == "duckdb" else sql(query, self.engine.dialect)
            self._answers[text] = self.engine.answer(said)
        return hashlib.sha256(text.encode()).hexdigest()[:8], self._answers[text]

    def _ratio(self, measure: Measure, name: str, row: Row) -> Measured:
        number, out_of, blank, unsure = row
        spare = self._spare(measure)
        if spare is None:
            return Measured(measure.id, name, missing=Reason.NOT_SUBMITTED)
        # A row that could not be read may have marked somebody, or have taken somebody out.
        marks = self._unread({each.rows.table for each in (measure.counted, *measure.excused) if each} - {""})
        takes = self._unread({each.rows.table for each in (*measure.left_out, *measure.excused)} - {""})
        takes = takes if measure.left_out or measure.excused else 0
        fewest = (max(number - takes, 0), max(out_of - takes, 0))
        most = (
            min(number + blank + unsure + spare + marks, out_of + unsure + spare),
            out_of + unsure + spare,
        )
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
        unknown = cases.pop(None, 0) + spare
        if sum(cases.values()) + unknown < max(measure.fewest, 1):
            return Measured(measure.id, name, missing=Reason.TOO_FEW_CASES, blank=unknown)
        low, high = percentile(cases, measure.percentile, unknown)
        if high is None:
            return Measured(measure.id, name, missing=Reason.BLANK, blank=unknown)
        return Measured(measure.id, name, (low, high), blank=unknown)

    def _latest(self, measure: Measure, name: str, day: date | None) -> Measured:
        if day is None:
            return Measured(measure.id, name, missing=Reason.BLANK)
        return Measured(measure.id, name, (day, day))

    def _spare(self, measure: Measure) -> int | None:
        """How many more there may be than the extract shows; None when nobody can say.

        People missing may have any number of episodes: unless somebody stated how many of those there
        should be, nothing can be said of them.
        """
        table = measure.among.table
        stated = self.note.control.totals.get(measure.counting)
        unread = self._unread({table})
        if measure.counting == "people":
            return self.shortfall.missing + unread
        if stated is None:
            return unread if self.shortfall.missing == 0 else None
        found = self._asked(self._all_of(measure), self.note.providers)[1]
        return max(stated - int(found[0][0]), 0) + unread

    def _all_of(self, measure: Measure) -> Measure:
        """The count of everything that the control total counts, where it is of the kind a measure counts."""
        own = Rows(measure.among.table, (), measure.among.dated, measure.among.during)
        among = self.dataset.control if measure.among.table == self.dataset.control.table else own
        return Measure("control", "", Form.COUNT, measure.counting, among)

    def _unread(self, tables: set[str]) -> int:
        """Records and things that could not be used, and may be of this party."""
        ours = (*self.codes, "")
        records = sum(
            number
            for account in self.tables.accounts
            for provider, faults in account.rejected.items()
            if provider in ours
            for fault, number in faults.items()
            if not fault.endswith(": no consent")
        )
        things = sum(
            number
            for table in tables
            for provider, number in self.tables.rejected.get(table, {}).items()
            if provider in ours
        )
        return records + things


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
