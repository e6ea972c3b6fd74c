"""Measures take no more memory than they are given, however large the extract."""

import os

import duckdb
import pytest

from specrules.measures.duck import Duck, connected, quoted
from specrules.measures.lower import Query
from specrules.spec.measures import Form, Measure, Rows
from tests.measures.making import INVENTED, Q1

CONTACTS = 600_000
EACH = Measure("a/each", "", Form.COUNT, "contacts", Rows("contacts", (), "held"))


def limit(connection):
    return connection.execute("SELECT current_setting('memory_limit')").fetchone()[0]


def settled(spill, **more):
    with connected(spill, **more) as connection:
        return limit(connection), connection.execute("SELECT current_setting('temp_directory')").fetchone()[0]


def test_with_a_folder_to_spill_to_memory_is_limited(tmp_path, monkeypatch):
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    assert settled(tmp_path) == ("572.2 MiB", str(tmp_path))
    monkeypatch.setattr(os, "cpu_count", lambda: 8)
    assert settled(tmp_path)[0] == "1.1 GiB"


def test_without_a_folder_nothing_is_put_aside():
    assert settled(None)[1] == ""


@pytest.fixture(scope="module")
def many(tmp_path_factory):
    file = tmp_path_factory.mktemp("many") / "contacts.parquet"
    with connected() as connection:
        connection.execute(
            "COPY (SELECT 'P' AS provider, n % 1000 AS person, n * 7919 AS contact, DATE '2026-05-01' held "
            f"FROM range({CONTACTS}) t(n)) TO {quoted(str(file))} (FORMAT parquet)"
        )
    return file


def counted(file, spill, memory):
    with connected(spill, threads=1) as connection:
        connection.execute(f"SET memory_limit = '{memory}'")
        engine = Duck(connection)
        engine.show("contacts", [file])
        return engine.rows(Query(EACH, INVENTED, Q1, per_provider=False))


def test_what_memory_does_not_hold_is_put_aside_and_counted_all_the_same(many, tmp_path):
    with pytest.raises(duckdb.OutOfMemoryException):
        counted(many, None, "15MB")
    assert counted(many, tmp_path, "15MB") == [(CONTACTS, 0)]
