"""Every engine gives the numbers that are counted by hand, to the bit."""

import random
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from specrules.measures.duck import quoted
from specrules.measures.lower import DIALECTS, sql
from tests.measures.making import SQL_TYPES, TYPES, count_by_hand, queries, tables

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
