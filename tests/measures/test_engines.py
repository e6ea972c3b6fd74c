"""Every engine gives the numbers that are counted by hand, to the bit."""

import random
import re
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from specrules.extracts.convert import Account, Tables
from specrules.extracts.facts import Asked, Asking
from specrules.measures.duck import Duck, connected, quoted
from specrules.measures.lower import DIALECTS, Query, sql
from specrules.spec.datasets import lacking
from specrules.spec.measures import in_group
from specrules.spec.notes import Control, Note
from tests.measures.making import (
    INVENTED,
    MEASURES,
    Q1,
    SQL_TYPES,
    TYPES,
    count_by_hand,
    queries,
    tables,
)

QUICK = [Phase.explicit, Phase.reuse, Phase.generate, Phase.shrink]


def literal(value, kind):
    if value is None:
        return "NULL"
    if kind is date:
        return f"DATE '{value}'"
    return str(value) if kind is int else quoted(value)


def statements(rows):
    """What makes the tables of an extract in any database."""
    for table, columns in TYPES.items():
        listed = ", ".join(f"{_name(name)} {SQL_TYPES[kind]}" for name, kind in columns.items())
        yield f"DROP TABLE IF EXISTS {table}"
        yield f"CREATE TABLE {table} ({listed})"
        values = [
            f"({', '.join(literal(row[name], kind) for name, kind in columns.items())})"
            for row in rows[table]
        ]
        if values:
            yield f"INSERT INTO {table} VALUES {', '.join(values)}"


def _name(name):
    return f'"{name}"' if name == "group" else name


def filled(engine, rows):
    for statement in statements(rows):
        engine.connection.execute(statement)
    return engine


def some_rows(number=60):
    """A fixed extract, larger than those that are drawn, with blanks everywhere that blanks may be."""
    chance = random.Random(2026)

    def day():
        return date(2026, 3, 1) + timedelta(days=chance.randrange(160))

    def of(*words):
        return chance.choice([*words, None])

    def who(n):
        return {"provider": chance.choice("PQR"), "person": chance.randrange(20), "episode": n}

    return {
        "episodes": [
            {
                **who(n),
                "referred": day(),
                "seen": of(day(), day()),
                "discharged": of(day(), day()),
                "substance": of("alcohol", "opiates", "neither"),
            }
            for n in range(number)
        ],
        "reviews": [
            {
                **who(chance.randrange(number)),
                "review": n,
                "reviewed": day(),
                "mutual_aid": of("delivered", "not delivered"),
            }
            for n in range(number * 2)
        ],
        "contacts": [
            {
                **who(chance.randrange(number)),
                "contact": n,
                "held": day(),
                "kind": chance.choice(["appointment", "call", "meeting"]),
                "outcome": of("missed", "kept"),
                "group": of("Monday", "Friday"),
            }
            for n in range(number * 3)
        ],
    }


@given(queries(), tables())
@settings(max_examples=100, phases=QUICK, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_duckdb_counts_what_is_counted_by_hand(duck, query, rows):
    assert filled(duck, rows).rows(query) == count_by_hand(query, rows)


@pytest.fixture(scope="module")
def full_postgres(postgres):
    return filled(postgres, some_rows())


@given(queries())
@settings(max_examples=40, phases=QUICK)
def test_postgresql_counts_what_is_counted_by_hand(full_postgres, query):
    assert full_postgres.rows(query) == count_by_hand(query, some_rows())


@pytest.fixture(scope="module")
def full_spark(spark, duck, tmp_path_factory):
    folder = tmp_path_factory.mktemp("tables")
    filled(duck, some_rows())
    for table in TYPES:
        file = folder / f"{table}.parquet"
        duck.connection.execute(f"COPY {table} TO {quoted(str(file))} (FORMAT parquet)")
        spark.show(table, [file])
    return spark


@pytest.mark.slow
@given(queries())
@settings(max_examples=6, phases=QUICK)
def test_spark_counts_what_is_counted_by_hand(full_spark, query):
    assert full_spark.rows(query) == count_by_hand(query, some_rows())


@given(queries())
@settings(max_examples=10, phases=QUICK)
def test_every_dialect_can_say_every_measure(query):
    from sqlglot import parse_one

    for dialect in DIALECTS:
        parse_one(sql(query, dialect), read=dialect)


# -- figures of groups and sites, each with the totals that are stated of it


class ByHand(Asking):
    """Asks no engine: what it is told is counted by hand from *rows*."""

    rows = some_rows()

    def _asked(self, measure, codes):
        query = Query(measure, self.dataset, self.period, per_provider=False, providers=codes)
        return "", count_by_hand(query, self.rows)

    def _people(self, measure):
        codes = self.whose.codes
        each = Query(measure, self.dataset, self.period, per_provider=False, by=("person",), providers=codes)
        return sum(latest is not None for _, latest, _ in count_by_hand(each, self.rows))

    def _answer(self, text):
        table, key = re.search(r"COUNT\(\*\) AS n FROM (\w+) GROUP BY (\w+)", text).groups()
        return [(max(Counter(row[key] for row in self.rows[table]).values()),)]


_STATED = st.fixed_dictionaries(
    {"people": st.integers(5, 25)},
    optional={
        "episodes": st.integers(40, 64),
        "reviews": st.integers(60, 124),
        "contacts": st.integers(90, 184),
    },
)
_OWN = st.fixed_dictionaries({}, optional={"people": st.integers(0, 20), "episodes": st.integers(0, 40)})
_GROUPS = st.dictionaries(st.sampled_from(["alcohol", "opiates"]), _OWN)
_SITES = {"High Street": ("P",), "Quayside": ("Q",)}
_CONTROLS = st.builds(
    lambda whole, sites, groups: Control(whole, "somebody else", sites, {"substance": groups}),
    _STATED,
    st.dictionaries(st.sampled_from(list(_SITES)), _OWN),
    _GROUPS,
)
_NOTES = st.builds(
    lambda control, codes: Note(
        "s", "p", Q1.name, "extract.csv", "invented", codes, None, control, _SITES if "Q" in codes else {}
    ),
    _CONTROLS,
    st.sampled_from([("P",), ("P", "Q"), ("P", "Q", "R")]),
)
_LEFT = st.builds(
    lambda records, things: Tables(
        Path(),
        "invented",
        {},
        (Account("extract.csv", "", 0, "utf-8", {"P": {"REFERRED: not a date": records}}),),
        {},
        {"episodes": {"Q": things}},
    ),
    st.integers(0, 2),
    st.integers(0, 2),
)
_PLACES = [("", ""), ("substance", "alcohol"), ("substance", "opiates"), *(("site", each) for each in _SITES)]


def figures(asks, engine, note, left, measure):
    """What a measure says of the whole and of each group and site, by that."""
    asking = asks(engine, left, note, INVENTED, Q1)
    found = {"in treatment": asking.shortfall}
    for of, place in _PLACES:
        if of == "site" and place not in note.sites:
            continue
        if of == "substance" and lacking(in_group(measure, of, place), INVENTED):
            continue
        found[of, place] = replace(asking.at(Asked(measure.id, of, place), measure), query="")
    return found


@pytest.fixture(scope="module")
def full_duck():
    with connected(threads=1) as connection:
        yield filled(Duck(connection), some_rows())


@given(_NOTES, _LEFT, MEASURES)
@settings(max_examples=30, phases=QUICK)
def test_the_figures_of_groups_and_sites_are_those_that_are_counted_by_hand(full_duck, note, left, measure):
    assert figures(Asking, full_duck, note, left, measure) == figures(ByHand, None, note, left, measure)


@given(_NOTES, _LEFT, MEASURES)
@settings(max_examples=15, phases=QUICK)
def test_postgresql_gives_the_figures_of_groups_and_sites(full_postgres, note, left, measure):
    assert figures(Asking, full_postgres, note, left, measure) == figures(ByHand, None, note, left, measure)


@pytest.mark.slow
@given(_NOTES, _LEFT, MEASURES)
@settings(max_examples=4, phases=QUICK)
def test_spark_gives_the_figures_of_groups_and_sites(full_spark, note, left, measure):
    assert figures(Asking, full_spark, note, left, measure) == figures(ByHand, None, note, left, measure)
