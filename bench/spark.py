"""Six measures on Spark beside DuckDB: whether every figure is the same, and how long each takes.

    python bench/spark.py [--rows 10000 100000 1000000] [--session "local[2]" "local-cluster[2,1,1024]"]

Each session runs in a process of its own, since a process has one Java. A ``local-cluster`` has two workers
that are processes of their own, as those of a real cluster are. Results go to bench/results/spark.json.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile

from figures import keep
from measures import BENCH, MEASURES, NEEDED, invent, timed

from specrules.measures.duck import Duck, connected
from specrules.measures.lower import Query
from specrules.measures.spark import ADDRESS, session


def compared(rows, spark):
    """Both engines on the same rows: the seconds of each, and which measures gave the same."""
    with tempfile.TemporaryDirectory() as folder, connected(folder) as connection:
        invent(connection, rows, folder)
        duck, took, equal = Duck(connection), {"duckdb_s": 0.0, "spark_s": 0.0}, []
        for table in NEEDED:
            for engine in (duck, spark):
                engine.show(table, [f"{folder}/{table}.parquet"])
        for name, measure in MEASURES.items():
            query = Query(measure, BENCH)
            ours, one = timed(lambda query=query: duck.rows(query))
            theirs, two = timed(lambda query=query: spark.rows(query))
            took = {"duckdb_s": took["duckdb_s"] + ours, "spark_s": took["spark_s"] + theirs}
            equal += [name] if one == two else []
        seconds = {key: round(value, 2) for key, value in took.items()}
        return {"rows": rows, **seconds, "equal": equal, "all_equal": len(equal) == len(MEASURES)}


def in_one_session(sizes):
    """What one session makes of all sizes, and how many workers it had."""
    with session() as spark:
        found = [compared(rows, spark) for rows in sizes]
        # Java's own list of who holds blocks: the driver, and each worker that is a process of its own.
        workers = max(spark.session.sparkContext._jsc.sc().getExecutorMemoryStatus().size() - 1, 0)
        return {"workers": workers, "sizes": found}


def in_a_process(address, sizes):
    """The same in a process of its own, for a session at *address*."""
    told = {**os.environ, ADDRESS: address}
    command = [sys.executable, __file__, "--one", "--rows", *map(str, sizes)]
    done = subprocess.run(command, env=told, capture_output=True, text=True, check=False)
    if done.returncode:
        return {"session": address, "failed": done.stderr.strip().splitlines()[-1:]}
    return {"session": address, **json.loads(done.stdout.splitlines()[-1])}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, nargs="+", default=[10**4, 10**5, 10**6])
    parser.add_argument("--session", nargs="+", default=["local[2]", "local-cluster[2,1,1024]"])
    parser.add_argument("--one", action="store_true", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.one:
        print(json.dumps(in_one_session(asked.rows)))
        return
    found = [in_a_process(each, asked.rows) for each in asked.session]
    keep("spark", {"sessions": found})
    if not all(size["all_equal"] for each in found for size in each.get("sizes", [{"all_equal": False}])):
        raise SystemExit("Not every figure is the same on both engines.")


if __name__ == "__main__":
    main()
