"""Typed rows become tables: in the order in which things are met, and within whatever memory there is."""

from contextlib import contextmanager

import pytest

from specrules.base.files import Source
from specrules.extracts import tables
from specrules.extracts.tables import make_tables
from specrules.measures.duck import connected, quoted
from specrules.spec.datasets import read_dataset
from specrules.text.tree import read_tree

DATASET = """\
specrules: dataset 1
dataset: many
title: Invented rows
status: checked
dates: YYYY-MM-DD
provider: P
person: [C]
tables:
  episodes:
    key: [E]
    columns:
      number: {column: N, reads: date}
  contacts:
    key: [V]
    columns:
      held: {column: H, reads: date, required: yes}
      kind: {column: K, reads: code, codes: {C: call, V: visit, T: call}}
control: {rows: episodes, dated: number}
"""
MANY, _ = read_dataset(read_tree(Source("many.yaml", DATASET, "", "utf-8")))
PEOPLE, EPISODES = 2003, 4001  # primes, so that whoever comes again comes among others
WORDS = [None, "call", "visit", None]


def typed_rows(path, contacts):
    """Two rows for each of *contacts*, of people and episodes that come again in no simple order."""
    with connected() as connection:
        connection.execute(
            "COPY (SELECT 'X' || (e % 3) AS provider, "
            f"'person ' || lpad((e % {PEOPLE})::VARCHAR, 40, '0') AS person, "
            "'episode ' || lpad(e::VARCHAR, 40, '0') AS \"E AS A KEY\", "
            "'contact ' || lpad(v::VARCHAR, 40, '0') AS \"V AS A KEY\", "
            "DATE '2026-04-01' AS episodes_number, DATE '2026-04-01' AS contacts_held, "
            "(v % 4 - 1)::TINYINT AS contacts_kind, CASE WHEN i % 1000 = 7 THEN 'E: missing' END AS fault "
            f"FROM (SELECT i, i // 2 AS v, i // 2 * 7919 % {EPISODES} AS e FROM range({2 * contacts}) t(i)) "
            f"ORDER BY i) TO {quoted(str(path))} (FORMAT parquet)"
        )


def found(folder, contacts):
    """What the tables made of so many contacts say of each contact, in order."""
    typed_rows(folder / "rows.parquet", contacts)
    made = make_tables(MANY, [folder / "rows.parquet"], folder, folder, lambda said: None)
    assert (made.disagreed, made.rejected) == ({}, {})
    with connected() as connection:
        rows = f"read_parquet({quoted(str(folder / 'contacts.parquet'))}, file_row_number = true)"
        query = f"SELECT provider, person, episode, contact, kind FROM {rows} ORDER BY file_row_number"
        return connection.execute(query).fetchall()


def expected(contacts):
    """The same, counted by hand."""
    people, episodes, rows = {}, {}, []
    for v in range(contacts):
        e = v * 7919 % EPISODES
        person = people.setdefault(e % PEOPLE, len(people) + 1)
        rows.append((f"X{e % 3}", person, episodes.setdefault(e, len(episodes) + 1), v + 1, WORDS[v % 4]))
    return rows


def test_people_and_things_are_numbered_in_the_order_in_which_they_are_met(tmp_path):
    assert found(tmp_path, 20_000) == expected(20_000)


@contextmanager
def little_memory(work):
    with connected(work) as connection:
        connection.execute("SET memory_limit = '200MB'")
        yield connection


@pytest.mark.slow
def test_more_than_memory_holds_is_put_aside(tmp_path, monkeypatch):
    monkeypatch.setattr(tables, "connected", little_memory)
    assert found(tmp_path, 300_000) == expected(300_000)
