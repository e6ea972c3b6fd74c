# ruff: noqa: E501, S608 - queries as an analyst would write them, on one line each
"""Six measures on event rows in Parquet, beside the same queries written by hand for DuckDB.

    python bench/measures.py [--rows 100000 1000000 10000000] [--best-of 5] [--clock processor]

Both run in one process, on one connection with equal settings, turn about; the best of several counts. Also
timed: looking once at every value of the columns that each measure needs, and turning CSV into Parquet beside DuckDB's own COPY. The rows
are invented. On a machine on which others are at work, the processor's clock tells of us alone. With
``--deep`` only 10^8 rows, once. Results go to bench/results/measures.json, or measures-deep.json.
"""

from __future__ import annotations

import argparse
import os
import resource
import tempfile
import time
from pathlib import Path

from figures import keep

from specrules.base.files import Source as Text
from specrules.extracts.convert import Source, _flat, _looked_through, convert
from specrules.extracts.invented import Invention, write_invented
from specrules.library import Library, shipped
from specrules.measures.duck import Duck, connected, in_order, quoted
from specrules.measures.lower import Query, sql
from specrules.spec.datasets import read_dataset
from specrules.spec.measures import Condition, Form, Mark, Measure, Rows, Wait
from specrules.text.tree import read_tree
from specrules.values.periods import read_period

DATASET = """\
specrules: dataset 1
dataset: bench
title: Invented rows
status: checked
dates: YYYY-MM-DD
provider: P
person: [C]
tables:
  episodes:
    key: [E]
    columns:
      referred: {column: R, reads: date, required: yes}
      seen: {column: S, reads: date}
  contacts:
    key: [V]
    columns:
      held: {column: H, reads: date, required: yes}
      kind: {column: K, reads: code, required: yes, codes: {S: support, F: fama, M: meeting, A: appointment, C: call}}
      outcome: {column: O, reads: code, required: yes, codes: {C: completed, M: missed, O: open, K: kept}}
      meeting: {column: G, reads: text}
control: {rows: episodes, dated: referred}
"""
BENCH, _ = read_dataset(read_tree(Text("bench.yaml", DATASET, "", "utf-8")))


def said(*pairs):
    return tuple(Condition(term, tuple(words.split("|"))) for term, words in pairs)


CALLS = Rows("contacts", said(("kind", "call")), "held")
MISSED = Rows("contacts", said(("kind", "appointment"), ("outcome", "missed")), "held")
FAMA = Rows("contacts", said(("kind", "fama"), ("outcome", "completed")), "held")
REFERRED = Rows("episodes", (), "referred")
SUPPORT = Rows("contacts", said(("kind", "support"), ("outcome", "completed")))
MEASURES = {
    "ratio": Measure("b/ratio", "", Form.RATIO, "people", REFERRED, counted=Mark(SUPPORT, "episode")),
    "people": Measure("b/people", "", Form.COUNT, "people", FAMA),
    "days": Measure("b/days", "", Form.DAYS, "episodes", REFERRED, wait=Wait("referred", "seen")),
    "distinct": Measure(
        "b/distinct",
        "",
        Form.COUNT,
        "contacts",
        Rows("contacts", said(("kind", "meeting")), "held"),
        distinct="meeting",
    ),
    "latest": Measure("b/latest", "", Form.LATEST, "contacts", CALLS),
    "follow-up": Measure(
        "b/follow-up", "", Form.FOLLOW_UP, "contacts", MISSED, counted=Mark(CALLS, "person", 7)
    ),
}


def quarter(date):
    return (
        f"(year({date}) * 10 + case when month({date}) < 4 then -6 when month({date}) < 7 then 1 "
        f"when month({date}) < 10 then 2 else 3 end)"
    )


# As an analyst would write them, with the columns that the measures give.
BY_HAND = {
    "ratio": f"""with hit as (select distinct provider, episode, 1 hit from contacts where kind = 'support' and outcome = 'completed')
      select provider, {quarter("referred")} period, count(distinct person) filter (where hit = 1) numerator,
      count(distinct person) denominator, 0 blank, 0 unsure from episodes left join hit using (provider, episode) group by all""",
    "people": f"""select provider, {quarter("held")} period, count(distinct person) numerator, 0 unsure
      from contacts where kind = 'fama' and outcome = 'completed' group by all""",
    "days": f"""select provider, {quarter("referred")} period, case when seen >= referred then date_diff('day', referred, seen) end as days,
      count(*) cases from episodes group by all""",
    "distinct": f"""select provider, {quarter("held")} period, count(distinct meeting) numerator, 0 unsure
      from contacts where kind = 'meeting' and meeting is not null group by all""",
    "latest": f"""select provider, {quarter("held")} period, max(held) latest, max(held) perhaps
      from contacts where kind = 'call' group by all""",
    "follow-up": f"""with missed as (select contact, person, provider, held from contacts where kind = 'appointment' and outcome = 'missed'),
      ok as (select distinct m.contact from missed m join contacts c on c.person = m.person and c.provider = m.provider
      and c.kind = 'call' and c.held > m.held and c.held <= m.held + interval 7 day)
      select provider, {quarter("held")} period, count(ok.contact) numerator, count(*) denominator, 0 blank, 0 unsure
      from missed left join ok using (contact) group by all""",
}
# What each measure cannot do without: the columns of which table.
NEEDED = {
    "ratio": {
        "episodes": "provider, person, episode, referred",
        "contacts": "provider, episode, kind, outcome",
    },
    "people": {"contacts": "provider, person, held, kind, outcome"},
    "days": {"episodes": "provider, referred, seen"},
    "distinct": {"contacts": "provider, held, kind, meeting"},
    "latest": {"contacts": "provider, held, kind"},
    "follow-up": {"contacts": "provider, person, contact, held, kind, outcome"},
}


def invent(connection, rows, folder):
    """Event rows, a tenth as many episodes, in two files."""
    episodes = max(rows // 10, 10)
    providers = min(200, max(5, episodes // 500))

    def chance(key, of="i"):
        return f"(hash({of} * 1000003 + {key}) % 1000000)::BIGINT"

    connection.execute(
        f"""copy (select 'P' || lpad(({chance(2)} % {providers})::VARCHAR, 3, '0') provider,
        ({chance(1)} * {max(1, episodes * 8 // 10)} // 1000000)::BIGINT person, i::BIGINT episode,
        DATE '2016-04-01' + ({chance(3)} % 3650)::INTEGER referred,
        case when {chance(4)} % 20 <> 0 then DATE '2016-04-01' + ({chance(3)} % 3650 + {chance(5)} % 45)::INTEGER end seen
        from range({episodes}) t(i)) to '{folder}/episodes.parquet' (format parquet)"""
    )
    connection.execute(
        f"""copy (select e.provider, e.person, e.episode, j::BIGINT contact,
        e.referred + ({chance(14, "j")} % 180)::INTEGER held,
        case when {chance(11, "j")} % 100 < 30 then 'support' when {chance(11, "j")} % 100 < 40 then 'fama'
        when {chance(11, "j")} % 100 < 50 then 'meeting' when {chance(11, "j")} % 100 < 80 then 'appointment' else 'call' end kind,
        case {chance(13, "j")} % 5 when 0 then 'completed' when 1 then 'missed' when 2 then 'open' else 'kept' end outcome,
        case when {chance(11, "j")} % 100 between 40 and 49 then 'G' || ({chance(15, "j")} % 900)::VARCHAR end meeting
        from range({rows}) t(j) join '{folder}/episodes.parquet' e on e.episode = j % {episodes})
        to '{folder}/contacts.parquet' (format parquet)"""
    )


CLOCKS = {"wall": time.perf_counter, "processor": time.process_time}


def timed(call):
    start = clock()
    found = call()
    return clock() - start, found


clock = CLOCKS["wall"]


def compare(rows, best_of):
    """The best times at one size, and whether every figure was equal."""
    with tempfile.TemporaryDirectory() as folder, connected(folder) as connection:
        invent(connection, rows, folder)
        duck = Duck(connection)
        for table in ("episodes", "contacts"):
            duck.show(table, [f"{folder}/{table}.parquet"])
        result = {"rows": rows, "measures": {}}
        for name, measure in MEASURES.items():
            query = Query(measure, BENCH)
            ours, theirs, building, scans = [], [], [], []
            for _ in range(best_of):
                took, text = timed(lambda query=query: sql(query))
                building.append(took)
                took, one = timed(lambda text=text: connection.execute(text).fetchall())
                ours.append(took)
                took, two = timed(lambda name=name: connection.execute(BY_HAND[name]).fetchall())
                theirs.append(took)
                assert in_order(one) == in_order(two), name
                scans.append(timed(lambda name=name: _scanned(connection, NEEDED[name]))[0])
            result["measures"][name] = {
                "build_ms": round(min(building) * 1000, 2),
                "ours_ms": round(min(ours) * 1000, 2),
                "by_hand_ms": round(min(theirs) * 1000, 2),
                "scan_ms": round(min(scans) * 1000, 2),
            }
        parts = result["measures"].values()
        ours, by_hand, scan = (
            sum(each[key] for each in parts) for key in ("ours_ms", "by_hand_ms", "scan_ms")
        )
        building = sum(each["build_ms"] for each in parts)
        return result | {
            "run_over_scan": round(ours / scan, 2),
            "by_hand_over_scan": round(by_hand / scan, 2),
            "ns_a_row": round(ours * 1e6 / rows, 1),
            "run_over_by_hand": round(ours / by_hand, 3),
            "with_building_over_by_hand": round((ours + building) / by_hand, 3),
            "ms_over_by_hand_for_each_measure": round((ours + building - by_hand) / len(MEASURES), 2),
        }


def _scanned(connection, needed):
    # A maximum alone would be answered from the file's own statistics.
    for table, columns in needed.items():
        looked_at = ", ".join(f"bit_xor(hash({each}))" for each in columns.split(", "))
        connection.execute(f"select {looked_at} from {table}").fetchall()


def conversion(clients, best_of):
    """One extract to typed rows in Parquet, beside DuckDB's own COPY of the same columns with a schema.

    The typed rows are what both make: with every fault counted, where the other would stop. From them come the
    tables, with everybody and everything numbered, which are timed too. 420,000 people have a million records.
    """
    dataset = Library([shipped("rules")]).dataset("ndtms-k")[0]
    with tempfile.TemporaryDirectory() as folder:
        csv = Path(folder) / "extract.csv"
        write_invented(csv, Invention(clients, 1, read_period("2026-27-Q1"), faults=0))
        ours, whole, theirs = [], [], []
        source = Source(csv, dataset)
        for n in range(best_of):
            work = Path(folder) / f"work-{n}"
            work.mkdir()
            took, _ = timed(lambda: _flat(source, _looked_through(source, work, print), 0, work, print))  # noqa: B023
            ours.append(took)
            whole.append(timed(lambda: convert([source], Path(folder) / f"tables-{n}"))[0])  # noqa: B023
            with connected(folder) as connection:
                connection.execute("SET preserve_insertion_order = true")
                took, _ = timed(lambda: connection.execute(_own_copy(csv, dataset)))
            theirs.append(took)
        return {
            "records": csv.read_bytes().count(b"\n") - 1,
            "ours_s": round(min(ours), 3),
            "with_tables_s": round(min(whole), 3),
            "copy_s": round(min(theirs), 3),
            "ratio": round(min(ours) / min(theirs), 3),
            "with_tables_ratio": round(min(whole) / min(theirs), 3),
        }


def _own_copy(csv, dataset):
    dates = {each.name for table in dataset.tables for each in table.columns if each.reads == "date"} | {
        "DOB"
    }
    with csv.open() as file:
        headings = file.readline().strip().split(",")
    columns = ", ".join(f"'{each}': '{'DATE' if each in dates else 'VARCHAR'}'" for each in headings)
    return (
        f"copy (select * from read_csv({quoted(os.fspath(csv))}, header = true, auto_detect = false, delim = ',', "
        f"dateformat = '%d/%m/%Y', nullstr = 'NA', columns = {{{columns}}})) "
        f"to {quoted(os.fspath(csv) + '.parquet')} (format parquet)"
    )


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, nargs="+", default=[10**5, 10**6, 10**7])
    parser.add_argument("--clients", type=int, default=420_000)
    parser.add_argument("--best-of", type=int, default=5)
    parser.add_argument("--clock", choices=CLOCKS, default="wall")
    parser.add_argument("--deep", action="store_true")
    asked = parser.parse_args()
    global clock
    clock = CLOCKS[asked.clock]
    sizes, best_of = ([10**8], 1) if asked.deep else (asked.rows, asked.best_of)
    found = {"clock": asked.clock, "sizes": [compare(rows, best_of) for rows in sizes]}
    if not asked.deep:
        found["csv_to_parquet"] = conversion(asked.clients, 3)
    # Linux counts in kilobytes.
    found["peak_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    keep("measures-deep" if asked.deep else "measures", found)


if __name__ == "__main__":
    main()
