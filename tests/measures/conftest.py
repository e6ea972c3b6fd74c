"""The engines that measures are run on. Where SPECRULES_CI_COMPLETE is set, each of them must be there."""

import os
import shutil
import subprocess
import tempfile
from contextlib import contextmanager
from pathlib import Path

import pytest

from specrules.measures.duck import Duck, connected, in_order
from specrules.measures.lower import sql


def lacking(what):
    """Skip a test for want of something, or fail it where everything has to be there."""
    if os.environ.get("SPECRULES_CI_COMPLETE") == "1":
        pytest.fail(f"{what} has to be there in CI")
    pytest.skip(f"{what} is not there")


@pytest.fixture(scope="module")
def duck():
    with connected(threads=1) as connection:
        yield Duck(connection)


@pytest.fixture(scope="session")
def spark(tmp_path_factory):
    if not shutil.which("java"):
        lacking("Java")
    pytest.importorskip("pyspark") if os.environ.get("SPECRULES_CI_COMPLETE") != "1" else None
    from specrules.measures.spark import session

    os.environ["SPECRULES_SPARK"] = "local[2]"
    os.environ["SPARK_LOCAL_DIRS"] = str(tmp_path_factory.mktemp("spark"))
    with session() as opened:
        yield opened


class Postgres:
    """A server of our own, and the measures asked of its tables."""

    dialect = "postgres"

    def __init__(self, connection):
        self.connection = connection

    def rows(self, query):
        return self.answer(sql(query, self.dialect))

    def answer(self, text):
        return in_order(self.connection.execute(text).fetchall())


@pytest.fixture(scope="session")
def postgres():
    tools = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb")) or [shutil.which("initdb")]
    if tools[-1] is None:
        lacking("PostgreSQL")
    with _server(Path(tools[-1]).parent) as folder:
        import psycopg

        with psycopg.connect(
            host=str(folder), user="postgres", dbname="postgres", autocommit=True
        ) as connection:
            yield Postgres(connection)


@contextmanager
def _server(tools):
    """A server in a folder that goes away. It will not run as root, so root asks for the user postgres."""
    folder = Path(tempfile.mkdtemp(prefix="specrules-pg-"))
    asroot = os.getuid() == 0
    if asroot:
        shutil.chown(folder, "postgres", "postgres")
    by = ["runuser", "-u", "postgres", "--"] if asroot else []
    quiet = {"check": True, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": folder}
    data = folder / "data"
    options = f"-k {folder} -c listen_addresses='' -c fsync=off"
    try:
        subprocess.run(
            [*by, tools / "initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8"], **quiet
        )
        subprocess.run([*by, tools / "pg_ctl", "-D", data, "-w", "-o", options, "start"], **quiet)
        try:
            yield folder
        finally:
            subprocess.run([*by, tools / "pg_ctl", "-D", data, "-m", "immediate", "stop"], **quiet)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
