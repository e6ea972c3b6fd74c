"""Every engine gives the numbers that are counted by hand, to the bit."""

import pytest
from hypothesis import Phase, given, settings

from specrules.measures.duck import Duck, connected
from specrules.measures.lower import DIALECTS, sql
from tests.measures.making import SQL_TYPES, TYPES, count_by_hand, queries, tables


def inserts(rows):
    for table, columns in TYPES.items():
        listed = ", ".join(f"{_name(name)} {SQL_TYPES[kind]}" for name, kind in columns.items())
        yield f"CREATE TABLE {table} ({listed})", []
        for row in rows[table]:
            marks = ", ".join("?" for _ in columns)
            yield f"INSERT INTO {table} VALUES ({marks})", list(row.values())


def _name(name):
    return f'"{name}"' if name == "group" else name


@pytest.fixture(scope="module")
def duck():
    with connected(threads=1) as connection:
        yield Duck(connection)


def filled(duck, rows):
    for table in TYPES:
        duck.connection.execute(f"DROP TABLE IF EXISTS {table}")
    for statement, values in inserts(rows):
        duck.connection.execute(statement, values)
    return duck


QUICK = [Phase.explicit, Phase.reuse, Phase.generate, Phase.shrink]


@given(queries(), tables())
@settings(max_examples=400, phases=QUICK)
def test_duckdb_counts_what_is_counted_by_hand(duck, query, rows):
    assert filled(duck, rows).rows(query) == count_by_hand(query, rows)


@given(queries())
@settings(max_examples=100)
def test_every_dialect_can_say_every_measure(query):
    from sqlglot import parse_one

    for dialect in DIALECTS:
        parse_one(sql(query, dialect), read=dialect)
