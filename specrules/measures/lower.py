"""A measure becomes a query in plain SQL.

In: a measure, a dataset and the period.  Out: one SELECT, built through SQLGlot,
which spells it for DuckDB, Spark, PostgreSQL and others.  The subset is kept
plain on purpose (GROUP BY, LEFT JOIN, CASE, dates as literals) and every column
that comes out is a whole number, a name or a date: nothing is divided or rounded.

What a blank would decide is counted apart.  ``numerator`` and ``denominator`` are
sure; ``blank`` are in the denominator and may be in the numerator; ``unsure``
may be in neither.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from specrules.base.errors import SpecrulesError
from specrules.spec.datasets import lacking
from specrules.spec.measures import Form, rows_read
from specrules.values.periods import Every

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlglot import exp
    from sqlglot.expressions import Expr as Expression
    from sqlglot.expressions import Select

    from specrules.spec.datasets import Dataset
    from specrules.spec.measures import Condition, Mark, Measure, Rows
    from specrules.values.periods import Period

DIALECTS = ("duckdb", "spark", "postgres", "tsql", "snowflake", "bigquery")
"""What a query can be written in. The first three are run in the tests."""

RUN_BY_US = DIALECTS[:3]
COUNTS = ("numerator", "denominator", "blank", "unsure")
KEYS = {"people": "person", "episodes": "episode", "interventions": "intervention"}
KEYS |= {"reviews": "review", "contacts": "contact"}
_OWN_KEY = {"clients": "person", **{table: key for table, key in KEYS.items() if table != "people"}}


class NotSupported(SpecrulesError):
    """A dataset does not have what a measure reads."""


@dataclass(frozen=True, slots=True)
class Query:
    """What is asked of an extract: a measure for one period, or for every period of a kind.

    *per_provider* is False for the whole area, where a person counts once however many services
    they use.  *by* are further terms to part the figures by; a blank one is a group of its own.
    """

    measure: Measure
    dataset: Dataset
    period: Period | None = None
    every: Every = Every.QUARTER
    per_provider: bool = True
    by: tuple[str, ...] = ()
    providers: tuple[str, ...] = ()  # only these; left out: all


def sql(query: Query, dialect: str = "duckdb", *, pretty: bool = False) -> str:
    """The query in one dialect. Raises NotSupported."""
    from sqlglot import ErrorLevel

    select = _Lowering(query, dialect).select()
    # Nobody else has the query, so it need not be copied before it is written out.
    return select.sql(dialect=dialect, pretty=pretty, unsupported_level=ErrorLevel.RAISE, copy=False)


def commented(query: Query, dialect: str) -> str:
    """The query with comments that say what it is, what comes out, and whether we ran its dialect."""
    measure = query.measure
    lines = [
        f"{measure.id}: {measure.title}",
        f"Shape: {measure.form}. Dataset: {query.dataset.title}.",
        f"Period: {query.period.name if query.period else f'every {query.every} from April'}.",
        f"Tables: {', '.join(sorted(tables_of(measure)))}, as `specrules extract convert` writes them.",
    ]
    if dialect not in RUN_BY_US:
        lines.append(
            f"Written for {dialect} and not run by us: try it on a few rows you have counted yourself."
        )
    if not query.dataset.checked:
        lines.append("The columns of this dataset were not checked against a file.")
    if "numerator" in columns_of(query):
        lines.append("blank: in the denominator, and perhaps in the numerator. unsure: perhaps in neither.")
    if "perhaps" in columns_of(query):
        lines.append("perhaps: the last day where those count too of whom a blank leaves it open.")
    text = sql(query, dialect, pretty=True)
    return "".join(f"-- {line}\n" for line in lines) + text + ";\n"


def tables_of(measure: Measure) -> set[str]:
    """The tables that a measure reads."""
    return {each.table for each in rows_read(measure)} - {""}


def columns_of(query: Query) -> tuple[str, ...]:
    """The columns that come out of a query, in order."""
    groups = (*(("provider",) if query.per_provider else ()), *query.by)
    groups += () if query.period else ("period",)
    match query.measure.form:
        case Form.DAYS:
            return (*groups, "days", "cases")
        case Form.LATEST:
            return (*groups, "latest", "perhaps")
        case Form.COUNT:
            return (*groups, "numerator", "unsure")
    return (*groups, *COUNTS)


def name_of(term: str) -> str:
    """The column of a table behind a term: ``first-seen`` is ``first_seen``."""
    return term.replace("-", "_")


class _Lowering:
    """Lowers one query. Table aliases: ``b`` for the rows looked at, ``m1``, ``m2`` for what marks them.

    Where the rows looked at are asked for twice they are found once, under the name ``looked``.
    """

    def __init__(self, query: Query, dialect: str) -> None:
        if why := lacking(query.measure, query.dataset):
            raise NotSupported(f"{query.dataset.title} cannot support {query.measure.id}: {why}.")
        self.query, self.dialect, self.measure = query, dialect, query.measure
        self.table = query.measure.among.table
        self.joins: list[tuple[Select, str, Expression]] = []
        self.twice = False

    def select(self) -> Select:
        """The whole query."""
        from sqlglot import exp, select

        found = self._shaped()
        if not self.twice:
            return found
        every = exp.Column(this=exp.Star(), table=exp.to_identifier("b"))
        return found.with_("looked", as_=self._looked_at(select(every)), copy=False)

    def _shaped(self) -> Select:
        match self.measure.form:
            case Form.DAYS:
                return self._days()
            case Form.LATEST:
                return self._latest()
            case Form.COUNT:
                return self._count()
            case Form.STEPS:
                return self._steps()
        return self._ratio()

    # -- shapes

    def _ratio(self) -> Select:
        """How many of how many, each unit once; ratio, within and follow-up differ in what counts."""
        from sqlglot import select

        flags = self._flags()
        unit = self._unit()
        inner = self._from(select(*self._groups("b"), _as(_col(unit, "b"), "unit")))
        # Where each row is a unit of its own there is nothing to gather.
        alone = unit == _OWN_KEY[self.table] and self.table != "clients"
        for name, value in flags.items():
            inner = inner.select(_as(value if alone else _max(value), name), copy=False)
        inner = self._joined(inner)
        if not alone:
            inner = inner.group_by(*self._grouped("b"), _col(unit, "b"), copy=False)
        outer = select(*[_col(each) for each in self._group_names()])
        for name, value in _totals(flags).items():
            outer = outer.select(_as(value, name), copy=False)
        outer = outer.from_(inner.subquery("u", copy=False), copy=False)
        return self._group_outer(outer)

    def _flags(self) -> dict[str, Expression]:
        """What is told of each row, as 1 or 0. A flag that nothing could raise is not there at all.

        What a row says counts surely only where the row itself is surely looked at.
        """
        measure = self.measure
        flags: dict[str, Expression] = {}
        if self._is_open(measure.among, self.table):
            flags["looked_at"] = _flag(self._sure(measure.among, "b"))
        for name, marks in (("left_out", measure.left_out), ("excused", measure.excused)):
            self._mark_flags(flags, name, [self._marked(each) for each in marks])
        self._mark_flags(flags, "hit", [self._hit()])
        return flags

    def _mark_flags(
        self, flags: dict[str, Expression], name: str, marked: list[tuple[Expression, Expression | None]]
    ) -> None:
        from sqlglot import exp

        if not marked:
            return
        surely = exp.or_(*(sure for sure, _ in marked))
        among = self._sure(self.measure.among, "b") if "looked_at" in flags else None
        flags[name] = _flag(exp.and_(among, surely) if among is not None else surely)
        if among is not None or any(maybe is not None for _, maybe in marked):
            flags[f"{name}_maybe"] = _flag(exp.or_(*(maybe or sure for sure, maybe in marked)))

    def _hit(self) -> tuple[Expression, Expression | None]:
        """What makes a row count: (surely, perhaps or None where a blank decides nothing)."""
        measure = self.measure
        if measure.form is Form.WITHIN and measure.wait:
            return self._in_time()
        if measure.counted is None:
            raise NotSupported(f"{measure.id} does not say what counts.")
        return self._marked(measure.counted)

    def _in_time(self) -> tuple[Expression, Expression | None]:
        """Whether a wait ended in time; one with a date missing, or ending before it began, might have."""
        from sqlglot import exp

        wait = self.measure.wait
        assert wait is not None  # noqa: S101
        start, end = _col(name_of(wait.start), "b"), _col(name_of(wait.end), "b")
        sure = exp.and_(end >= start, end <= self._later(start, wait.within or 0))
        odd = exp.or_(_null(start), _null(end), end < start)
        return sure, exp.or_(sure.copy(), odd)

    def _marked(self, mark: Mark) -> tuple[Expression, Expression | None]:
        """Whether a mark is there: by what the row says itself, or by rows that are joined to it."""
        if mark.rows.table:
            return self._linked(mark)
        maybe = self._maybe(mark.rows, "b", self.table) if self._is_open(mark.rows, self.table) else None
        return self._sure(mark.rows, "b") or _always(), maybe

    def _linked(self, mark: Mark) -> tuple[Expression, Expression | None]:
        """A mark by other rows. They are gathered by key first, so that no row looked at is doubled."""
        from sqlglot import exp, select

        alias, table = f"m{len(self.joins) + 1}", mark.rows.table
        keys = [mark.joined_by, *(["provider"] if self.query.per_provider else [])]
        open_ = self._is_open(mark.rows, table)
        if mark.within is not None:
            return self._follow_up(mark, alias, keys, open_)
        found = select(*[_as(_col(each, alias), each) for each in keys])
        on: list[Expression] = [_col(each, "b").eq(_col(each, alias)) for each in keys]
        found = found.from_(_named(table, alias), copy=False).where(
            *self._maybes(mark.rows, alias, table), copy=False
        )
        found = found.select(_as(self._surest(mark.rows, alias, open_), "sure"), copy=False)
        grouped = [_col(each, alias) for each in keys]
        if mark.rows.dated:
            date = _col(name_of(mark.rows.dated), alias)
            found, on, grouped = self._in_same_period(found, date, on, grouped, alias)
        self.joins.append((found.group_by(*grouped, copy=False), alias, exp.and_(*on)))
        there = _null(_col("sure", alias)).not_()
        return _col("sure", alias).eq(1), there if open_ else None

    def _in_same_period(
        self, found: Select, date: Expression, on: list[Expression], grouped: list[Expression], alias: str
    ) -> tuple[Select, list[Expression], list[Expression]]:
        if self.query.period:
            return found.where(self._in_period(date), copy=False), on, grouped
        found = found.select(_as(self._period_number(date), "period"), copy=False)
        own = self._period_of_base()
        return found, [*on, own.eq(_col("period", alias))], [*grouped, self._period_number(date)]

    def _follow_up(
        self, mark: Mark, alias: str, keys: list[str], open_: bool
    ) -> tuple[Expression, Expression | None]:
        """Other rows so many days later at the most: found row by row, since each has days of its own."""
        from sqlglot import exp, select

        base, later = name_of(self.measure.among.dated), name_of(mark.rows.dated)
        own = _OWN_KEY[self.table]
        start, day = _col(base, "f"), _col(later, alias)
        self.twice = True
        found = (
            select(_as(_col(own, "f"), own), _as(self._surest(mark.rows, alias, open_), "sure"))
            .from_(_named("looked", "f"), copy=False)
            .join(
                _named(mark.rows.table, alias),
                on=exp.and_(*[_col(each, "f").eq(_col(each, alias)) for each in keys]),
                copy=False,
            )
            .where(day > start, day <= self._later(start, mark.within or 0), copy=False)
            .where(*self._maybes(mark.rows, alias, mark.rows.table), copy=False)
            .group_by(_col(own, "f"), copy=False)
        )
        self.joins.append((found, alias, _col(own, "b").eq(_col(own, alias))))
        there = _null(_col("sure", alias)).not_()
        return _col("sure", alias).eq(1), there if open_ else None

    def _surest(self, rows: Rows, alias: str, open_: bool) -> Expression:
        """Whether any of the rows gathered is sure. Without blanks, those that are there all are."""
        return _max(_flag(self._sure(rows, alias))) if open_ else _flag(None)

    def _count(self) -> Select:
        """How many different ones there are. A blank one is nobody, and is not counted."""
        from sqlglot import select

        measure = self.measure
        counted = _col(name_of(measure.distinct) if measure.distinct else self._unit(), "b")
        named = [_null(counted).not_()] if measure.distinct else []
        open_ = self._is_open(measure.among, self.table)
        out = [self._marked(each) for each in measure.left_out]
        if not (open_ or out):
            plain = self._from(select(*self._groups("b"))).where(*named, copy=False)
            plain = plain.select(_as(_distinct(counted), "numerator"), _as(_number(0), "unsure"), copy=False)
            return plain.group_by(*self._grouped("b"), copy=False) if self._grouped("b") else plain
        flags = {"looked_at": _flag(self._sure(measure.among, "b"))} if open_ else {}
        self._mark_flags(flags, "left_out", out)
        inner = self._from(select(*self._groups("b"), _as(counted, "unit")))
        for name, value in flags.items():
            inner = inner.select(_as(_max(value), name), copy=False)
        inner = (
            self._joined(inner).where(*named, copy=False).group_by(*self._grouped("b"), counted, copy=False)
        )
        inner = inner.select(_as(_max(_flag(None)), "hit"), copy=False)
        flags["hit"] = _flag(None)
        totals = _totals(flags)
        outer = select(*[_col(each) for each in self._group_names()])
        outer = outer.select(
            _as(totals["denominator"], "numerator"), _as(totals["unsure"], "unsure"), copy=False
        )
        return self._group_outer(outer.from_(inner.subquery("u", copy=False), copy=False))

    def _days(self) -> Select:
        """How many waited how many days. Where a date is missing or reversed, the days are not known."""
        from sqlglot import exp, select

        wait = self.measure.wait
        assert wait is not None  # noqa: S101
        start, end = _col(name_of(wait.start), "b"), _col(name_of(wait.end), "b")
        known: Expression = end >= start
        if self._is_open(self.measure.among, self.table):
            known = exp.and_(known, self._sure(self.measure.among, "b"))
        days = exp.Case().when(known, self._between(start, end))
        found = self._joined(self._from(select(*self._groups("b"), _as(days, "days"))))
        found = found.select(_as(_whole(exp.Count(this=exp.Star())), "cases"), copy=False)
        return found.group_by(*self._grouped("b"), days.copy(), copy=False)

    def _latest(self) -> Select:
        """The last date of all, and what it may be where rows with a blank count too.

        The period, where there is one, only ends it.
        """
        from sqlglot import exp, select

        among = self.measure.among
        date = _col(name_of(among.dated), "b")
        sure = self._sure(among, "b") if self._is_open(among, self.table) else None
        surely = date if sure is None else exp.Case().when(sure, date)
        found = select(*self._groups("b"), _as(_max(surely), "latest"), _as(_max(date), "perhaps"))
        found = found.from_(_named(self.table, "b"), copy=False)
        found = found.where(*self._maybes(among, "b", self.table), *self._only_providers("b"), copy=False)
        if self.query.period:
            found = found.where(date <= _day_of(self.query.period, 1), copy=False)
        return found.group_by(*self._grouped("b"), copy=False) if self._grouped("b") else found

    def _steps(self) -> Select:
        """Each step's first day on or after that of the one before: whoever has the last took them all."""
        from sqlglot import exp, select

        first, *others = self.measure.steps
        keys = ["person", *(["provider"] if self.query.per_provider else [])]
        found = self._first_step(first, keys)
        for n, step in enumerate(others, start=2):
            found = self._next_step(found, step, keys, n)
        last = f"step{len(self.measure.steps)}"
        done = _null(_col(last, "u")).not_()
        groups = [_col(each, "u") for each in self._group_names()]
        whole = select(*groups).select(
            _as(_sum(_flag(done)), "numerator"),
            _as(_whole(exp.Count(this=exp.Star())), "denominator"),
            _as(_number(0), "blank"),
            _as(_number(0), "unsure"),
            copy=False,
        )
        whole = whole.from_(found.subquery("u", copy=False), copy=False)
        return whole.group_by(*[each.copy() for each in groups], copy=False) if groups else whole

    def _first_step(self, step: Rows, keys: list[str]) -> Select:
        from sqlglot import exp, select

        date = _col(name_of(step.dated), "b")
        period = [] if self.query.period else [self._period_number(date)]
        found = select(*[_as(_col(each, "b"), each) for each in keys], _as(exp.Min(this=date), "step1"))
        for each in period:
            found = found.select(_as(each, "period"), copy=False)
        found = found.from_(_named(step.table, "b"), copy=False)
        found = found.where(*self._surely(step, "b"), *self._only_providers("b"), copy=False)
        if self.query.period:
            found = found.where(self._in_period(date), copy=False)
        return found.group_by(
            *[_col(each, "b") for each in keys], *[each.copy() for each in period], copy=False
        )

    def _next_step(self, before: Select, step: Rows, keys: list[str], number: int) -> Select:
        from sqlglot import exp, select

        names = [*keys, *([] if self.query.period else ["period"])]
        names += [f"step{n}" for n in range(1, number)]
        date = _col(name_of(step.dated), "s")
        on: list[Expression] = [_col(each, "p").eq(_col(each, "s")) for each in keys]
        on += [date >= _col(f"step{number - 1}", "p"), *self._surely(step, "s")]
        found = select(*[_as(_col(each, "p"), each) for each in names])
        found = found.select(_as(exp.Min(this=date), f"step{number}"), copy=False)
        found = found.from_(before.subquery("p", copy=False), copy=False).join(
            _named(step.table, "s"), on=exp.and_(*on), join_type="left", copy=False
        )
        return found.group_by(*[_col(each, "p") for each in names], copy=False)

    # -- parts

    def _unit(self) -> str:
        return KEYS[self.measure.counting]

    def _from(self, found: Select) -> Select:
        """The rows looked at, by the name under which they were found already or from their table."""
        if self.twice:
            return found.from_(_named("looked", "b"), copy=False)
        return self._looked_at(found)

    def _looked_at(self, found: Select) -> Select:
        """The rows looked at, of the period and the providers asked for."""
        among = self.measure.among
        found = found.from_(_named(self.table, "b"), copy=False)
        if among.during and not self.query.period:
            found = self._each_period(found)
        elif among.during:
            found = found.where(
                self._touches(_day_of(self.query.period, 0), _day_of(self.query.period, 1)), copy=False
            )
        elif among.dated and self.query.period:
            found = found.where(self._in_period(_col(name_of(among.dated), "b")), copy=False)
        for term in self.query.by:
            if not _has(self.query.dataset, self.table, term):
                raise NotSupported(f"{self.query.dataset.title} has no {term} to part its {self.table} by.")
        return found.where(*self._maybes(among, "b", self.table), *self._only_providers("b"), copy=False)

    def _each_period(self, found: Select) -> Select:
        raise NotSupported(
            f"{self.measure.id} looks at a stretch of time, so it is worked out for one period: name it."
        )

    def _touches(self, start: Expression, end: Expression) -> Expression:
        """Whether a stretch touches the period. Without a last day it is still open."""
        from sqlglot import exp

        first, *last = (_col(name_of(each), "b") for each in self.measure.among.during)
        begun = first <= end
        if not last:
            return exp.and_(begun, first >= start)
        return exp.and_(begun, exp.or_(_null(last[0]), last[0] >= start))

    def _joined(self, found: Select) -> Select:
        for select, alias, on in self.joins:
            found = found.join(select.subquery(alias, copy=False), on=on, join_type="left", copy=False)
        return found

    def _only_providers(self, alias: str) -> list[Expression]:
        if not self.query.providers:
            return []
        return [_col("provider", alias).isin(*self.query.providers)]

    def _group_names(self) -> list[str]:
        names = ["provider"] if self.query.per_provider else []
        names += [name_of(each) for each in self.query.by]
        return names if self.query.period else [*names, "period"]

    def _groups(self, alias: str, *, period: bool = True) -> list[Expression]:
        names = [each for each in self._group_names() if each != "period"]
        groups: list[Expression] = [_as(_col(each, alias), each) for each in names]
        if period and not self.query.period:
            groups.append(_as(self._period_of_base(), "period"))
        return groups

    def _grouped(self, alias: str) -> list[Expression]:
        return [each.this.pop() for each in self._groups(alias)]

    def _group_outer(self, outer: Select) -> Select:
        names = [_col(each) for each in self._group_names()]
        return outer.group_by(*names, copy=False) if names else outer

    # -- conditions

    def _surely(self, rows: Rows, alias: str) -> list[Expression]:
        """What a row must say."""
        return [self._says(each, alias) for each in rows.where]

    def _sure(self, rows: Rows, alias: str) -> Expression | None:
        """Whether a row says what it must; None when it need not say anything."""
        from sqlglot import exp

        says = self._surely(rows, alias)
        return exp.and_(*says) if says else None

    def _is_open(self, rows: Rows, table: str) -> bool:
        """Whether a blank could leave open that a row says what it must."""
        return any(self._can_be_blank(each, table) for each in rows.where)

    def _maybes(self, rows: Rows, alias: str, table: str) -> list[Expression]:
        """What a row must say, or might say where it is blank."""
        from sqlglot import exp

        return [
            exp.or_(self._says(each, alias), _null(_col(name_of(each.term), alias)))
            if self._can_be_blank(each, table)
            else self._says(each, alias)
            for each in rows.where
        ]

    def _maybe(self, rows: Rows, alias: str, table: str) -> Expression:
        from sqlglot import exp

        return exp.and_(*self._maybes(rows, alias, table))

    def _says(self, condition: Condition, alias: str) -> Expression:
        column = _col(name_of(condition.term), alias)
        if not condition.words:
            return _null(column).not_()
        if len(condition.words) == 1:
            return column.eq(_text(condition.words[0]))
        return column.isin(*(_text(each) for each in condition.words))

    def _can_be_blank(self, condition: Condition, table: str) -> bool:
        found = self.query.dataset.table(table)
        column = found.column(condition.term) if found else None
        return bool(condition.words) and not (column and column.required)

    # -- dates

    def _in_period(self, date: Expression) -> Expression:
        from sqlglot import exp

        return exp.and_(date >= _day_of(self.query.period, 0), date.copy() <= _day_of(self.query.period, 1))

    def _period_of_base(self) -> Expression:
        return self._period_number(_col(name_of(self.measure.among.dated), "b"))

    def _period_number(self, date: Expression) -> Expression:
        """A date's period as a whole number: 20261 is the first quarter of 2026-27, 202604 April 2026."""
        from sqlglot import exp

        year, month = _part_of(date, "YEAR"), _part_of(date, "MONTH")
        if self.query.every is Every.MONTH:
            return year * 100 + month
        *parts, (_, last) = _PARTS[self.query.every]
        part = exp.Case().else_(exp.convert(last), copy=False)
        for until, added in parts:
            early = exp.LTE(this=month.copy(), expression=exp.convert(until))
            part.when(early, exp.convert(added), copy=False)
        tens = exp.Mul(this=year, expression=exp.convert(10))
        # Put together by hand: an operator copies all of what stands on both sides of it.
        return exp.Add(this=exp.Paren(this=tens), expression=exp.Paren(this=part))

    def _later(self, date: Expression, days: int) -> Expression:
        from sqlglot import exp

        return exp.DateAdd(this=date.copy(), expression=exp.convert(days), unit=exp.var("DAY"))

    def _between(self, start: Expression, end: Expression) -> Expression:
        """The days from one date to another. Where dates can be subtracted, that is plainest."""
        from sqlglot import exp

        if self.dialect == "postgres":
            return _whole(end.copy() - start.copy())
        found = exp.DateDiff(this=end.copy(), expression=start.copy(), unit=exp.var("DAY"))
        return _whole(found)


# Up to which month of the calendar year, and what is added to ten times the year.
_PARTS = {
    Every.QUARTER: ((3, -6), (6, 1), (9, 2), (12, 3)),
    Every.HALF_YEAR: ((3, -8), (9, 1), (12, 2)),
    Every.YEAR: ((3, -10), (12, 0)),
}


def _totals(flags: dict[str, Expression]) -> dict[str, Expression]:
    """The four counts over units, from the names of the flags that are there."""
    from sqlglot import exp

    def is_(name: str, value: int) -> Expression:
        return _col(name).eq(value)

    sure = [is_("looked_at", 1)] if "looked_at" in flags else []
    kept = (
        [is_("left_out_maybe" if "left_out_maybe" in flags else "left_out", 0)] if "left_out" in flags else []
    )
    gone = [is_("left_out", 1)] if "left_out" in flags else []
    hit = is_("hit", 1)
    might = is_("hit_maybe", 1) if "hit_maybe" in flags else None
    miss = is_("hit_maybe" if might is not None else "hit", 0)
    unexcused = (
        [is_("excused_maybe" if "excused_maybe" in flags else "excused", 0)] if "excused" in flags else []
    )
    excused = [is_("excused", 1)] if "excused" in flags else []
    counts = exp.and_(*sure, *kept, hit)
    fails = exp.and_(*sure, *kept, miss, *unexcused)
    # A blank that might count is in the denominator only if nobody could excuse it.
    blank = exp.and_(*sure, *kept, is_("hit", 0), might, *unexcused) if might is not None else None
    outside = [exp.and_(*each) for each in (gone, [miss.copy(), *excused] if excused else []) if each]
    known = [each for each in (counts, fails, blank, *outside) if each is not None]
    unsettled = exp.or_(*(each.copy() for each in known)).not_() if _is_open(flags) else None
    zero = _number(0)
    return {
        "numerator": _sum(_flag(counts)),
        "denominator": _sum(
            _flag(exp.or_(*(each.copy() for each in (counts, fails, blank) if each is not None)))
        ),
        "blank": _sum(_flag(blank)) if blank is not None else zero,
        "unsure": _sum(_flag(unsettled)) if unsettled is not None else zero.copy(),
    }


def _is_open(flags: Iterable[str]) -> bool:
    """Whether anything can leave open that a unit is in the denominator."""
    names = set(flags)
    return bool(names & {"looked_at", "left_out_maybe", "excused_maybe"}) or {"hit_maybe", "excused"} <= names


def _has(dataset: Dataset, table: str, term: str) -> bool:
    found = dataset.table(table)
    return bool(found and found.column(term))


# -- words of SQL


def _col(name: str, table: str | None = None) -> Expression:
    from sqlglot import exp

    return exp.column(name, table=table)


def _named(table: str, alias: str) -> Expression:
    """A table under a name of its own."""
    from sqlglot import exp

    return exp.table_(table, alias=alias)


def _whole(value: Expression) -> Expression:
    """A value as a whole number. Put together by hand: a type that is named as text is parsed each time."""
    from sqlglot import exp

    return exp.Cast(this=value, to=exp.DataType(this=exp.DataType.Type.BIGINT))


def _part_of(date: Expression, part: str) -> Expression:
    from sqlglot import exp

    return _whole(exp.Extract(this=exp.var(part), expression=date.copy()))


def _as(value: Expression, name: str) -> Expression:
    from sqlglot import exp

    return exp.alias_(value.copy(), name, copy=False)


def _text(word: str) -> Expression:
    from sqlglot import exp

    return exp.Literal.string(word)


def _day(text: str) -> Expression:
    from sqlglot import exp

    return exp.Cast(this=exp.Literal.string(text), to=exp.DataType(this=exp.DataType.Type.DATE))


def _day_of(period: Period | None, end: int) -> Expression:
    assert period is not None  # noqa: S101
    return _day((period.end if end else period.start).isoformat())


def _null(value: Expression) -> exp.Is:
    from sqlglot import exp

    return exp.Is(this=value.copy(), expression=exp.null())


def _always() -> Expression:
    from sqlglot import exp

    return exp.convert(1).eq(1)


def _flag(condition: Expression | None) -> Expression:
    """1 where a condition holds, and 0 where it does not or a blank leaves it open; always 1 without one."""
    from sqlglot import exp

    if condition is None:
        return exp.convert(1)
    found = exp.Case().when(condition.copy(), exp.convert(1), copy=False)
    return found.else_(exp.convert(0), copy=False)


def _max(value: Expression) -> Expression:
    from sqlglot import exp

    return exp.Max(this=value.copy())


def _sum(value: Expression) -> Expression:
    from sqlglot import exp

    # An area without a single row has sums that are null, and counts nobody.
    total = exp.Coalesce(this=exp.Sum(this=value), expressions=[exp.convert(0)])
    return _whole(total)


def _number(value: int) -> Expression:
    from sqlglot import exp

    return _whole(exp.convert(value))


def _distinct(value: Expression) -> Expression:
    from sqlglot import exp

    return _whole(exp.Count(this=exp.Distinct(expressions=[value.copy()])))
