"""Spark, for where data may not leave a platform.

In: queries and tables in Parquet.  Out: the same rows as from DuckDB, to the bit.  The session is a local
one unless ``SPECRULES_SPARK`` names another: ``local-cluster[2,1,1024]``, ``spark://host:7077``, or
``sc://host`` for Spark Connect.
"""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from specrules.base.errors import SpecrulesError
from specrules.measures.duck import Row, in_order
from specrules.measures.lower import sql

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from specrules.base.files import Path
    from specrules.measures.lower import Query

ADDRESS = "SPECRULES_SPARK"


class NoSpark(SpecrulesError):
    """Spark is not installed, or no session could be had."""


class Spark:
    """Tables of one extract as views of a session, and the measures asked of them."""

    dialect = "spark"

    def __init__(self, session: Any) -> None:
        self.session = session

    def show(self, table: str, files: Iterable[Path]) -> None:
        """Let *table* stand for the rows of *files*."""
        read = self.session.read.parquet(*(os.path.abspath(each) for each in files))  # noqa: PTH100
        read.createOrReplaceTempView(table)

    def rows(self, query: Query) -> list[Row]:
        """What comes out of *query*, as ``Duck`` gives it."""
        return self.answer(sql(query, self.dialect))

    def answer(self, text: str) -> list[Row]:
        """What comes out of a query that was written in this engine's dialect, sorted."""
        return in_order(tuple(row) for row in self.session.sql(text).collect())


@contextmanager
def session() -> Iterator[Spark]:
    """A session, closed at the end unless somebody else had begun it. Raises NoSpark."""
    try:
        from pyspark.sql import SparkSession
    except ImportError as error:
        why = "Spark is not installed; install specrules with [spark], or leave out --data-engine."
        raise NoSpark(why) from error
    # Workers must run the same Python as we do, wherever the path would lead them.
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    address = os.environ.get(ADDRESS, "local[*]")
    check_reachable(address)
    connect = address.startswith("sc://")
    try:
        builder = SparkSession.builder.appName("specrules")
        builder = builder.remote(address) if connect else builder.master(address)
        # A server that somebody runs has settings of its own, and warns of any that is not a query's.
        for name, value in _SETTINGS.items():
            if not connect or name.startswith("spark.sql."):
                builder = builder.config(name, value)
        begun = builder.getOrCreate()
    except Exception as error:
        # Spark raises whatever its Java side met, and says it in many lines.
        needs = 'is "pyspark[connect]" installed' if connect else "is Java 17 there"
        raise NoSpark(f"No Spark session could be had at {address}: {needs}?") from error
    try:
        yield Spark(begun)
    finally:
        begun.stop()


def check_reachable(address: str) -> None:
    """Raise NoSpark where nobody answers at a server. Spark itself goes on trying for minutes."""
    import socket

    scheme, _, rest = address.partition("://")
    if scheme not in _PORTS or set(rest) & set(",["):  # of several servers one is in charge
        return
    host, _, port = rest.partition("/")[0].partition(":")
    try:
        place = (host or "no host", int(port or _PORTS[scheme]))
        socket.create_connection(place, timeout=_PATIENCE).close()
    except (OSError, ValueError, OverflowError) as error:
        why = f"No Spark session could be had at {address}: nobody answers there. Correct {ADDRESS}."
        raise NoSpark(why) from error


_PORTS = {"spark": 7077, "sc": 15002}
_PATIENCE = 5  # seconds
_SETTINGS = {
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.host": "127.0.0.1",
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.shuffle.partitions": "4",
    "spark.sql.ansi.enabled": "true",
}
