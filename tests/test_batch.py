"""Many returns at once: in order, each on its own, gone on with after a stop, and rolled up."""

import csv
import os
import random
import re
import signal
import subprocess
import sys
import time
from io import StringIO
from pathlib import Path

import duckdb
import pytest

from specrules.__main__ import main
from specrules.cli import run
from specrules.cli.progress import returns_read, steps_done
from specrules.evidence import opening, workers
from specrules.evidence.guard import Refused
from specrules.evidence.kept import Kept, kept_in
from specrules.inputs import gather, read
from specrules.report.verdict_table import inert
from tests.evidence.making import rows_of, write_xlsx
from tests.report.files import a_folder

ROOT = Path(__file__).parent.parent
SPEC = """\
specrules: spec 1
id: anytown
title: A service of many providers
version: "1"
status: agreed
parties:
  council: {name: Anytown Council, role: commissioner}
PARTIES
contract: {starts: 2026-04-01, ends: 2029-03-31}
returns: {every: quarter, due: 15 working days after the quarter ends}
requirements:
  R-1:
    title: People are helped
    owed-by: {each-with-role: drug and alcohol treatment}
    strength: must
    source: local decision, 2026-02-10
    checks:
      helped: {share: people helped, of: people in treatment, target: at least 90%}
"""


def many(folder, number=24):
    """A specification of many providers, and a workbook from each, some of them bad."""
    named = "  {0}: {{name: Provider {0}, role: drug and alcohol treatment, bound-by: this contract}}"
    parties = [f"p{n:03}" for n in range(number)]
    text = SPEC.replace("PARTIES", "\n".join(map(named.format, parties)))
    (folder / "returns").mkdir(parents=True)
    (folder / "spec.yaml").write_text(text, encoding="utf-8")
    for n, party in enumerate(parties):
        header = {"specrules": "return 1", "spec": "anytown", "spec-version": "1", "party": party}
        header |= {"period": "2026-27-Q1", "submitted": "2026-07-10"}
        rows = rows_of({"item": "R-1.helped", "number": 50 + n % 11, "out of": 60}, header=header)
        path = folder / "returns" / f"{party}.xlsx"
        write_xlsx(path, rows)
        if n % 9 == 4:
            path.write_bytes(path.read_bytes()[:-40])
    return folder


def review(folder, out, *more):
    """Start the real command on a folder."""
    command = [sys.executable, "-m", "specrules", "review", str(folder), "--output", str(out), *more]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    return subprocess.Popen(command, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, **quiet)


def written(folder):
    """The bytes of every file in a folder, by name."""
    return {each.name: each.read_bytes() for each in folder.iterdir()}


# -- in order, and each on its own


def test_however_many_are_read_at_a_time_they_come_in_order(tmp_path):
    paths = gather([many(tmp_path)]).returns
    one, four = (opening.open_returns(paths, opening.Many(jobs)) for jobs in (1, 4))
    assert one == four
    assert [each.file for each in one] == [str(path) for path in paths]


def test_what_goes_wrong_while_a_file_is_read_is_said_of_that_file(tmp_path, monkeypatch):
    whole = opening._workbook

    def breaks(file, data, kept):
        if file.endswith("p001.xlsx"):
            raise RecursionError("with somebody's data in it")
        return whole(file, data, kept)

    monkeypatch.setattr(opening, "_workbook", breaks)
    returns = {each.party or each.file: each for each in read(gather([many(tmp_path, 4)])).returns}
    assert [each.readable for each in returns.values()] == [True, False, True, True]
    (broken,) = [each for each in returns.values() if not each.readable]
    (finding,) = broken.findings
    assert finding.code == "EV433"
    assert "RecursionError" in finding.message
    assert "somebody" not in finding.message


def test_what_goes_wrong_with_its_answers_is_said_of_that_file_too(tmp_path, monkeypatch):
    from specrules.evidence import returns

    def breaks(self):
        raise ValueError("with somebody's data in it")

    monkeypatch.setattr(returns._Filling, "run", breaks)
    given = read(gather([a_folder(tmp_path)]))
    assert [each.readable for each in given.returns] == [False, False]
    assert all("somebody" not in repr(each.findings) for each in given.returns)


# -- what was read is kept


@pytest.fixture
def book(tmp_path):
    """The bytes of a return that names somebody's NHS number."""
    rows = rows_of({"item": "R-1.helped", "number": 57, "out of": 60, "comment": "about 943 476 5919"})
    return write_xlsx(tmp_path / "a.xlsx", rows).read_bytes()


def no_worker(monkeypatch):
    def refuse(data):
        raise Refused("read again")

    monkeypatch.setattr(workers.WORKERS, "read", refuse)


def test_what_was_read_is_not_read_again(tmp_path, book, monkeypatch):
    first = Kept(tmp_path / "notes", "1").read(book)
    no_worker(monkeypatch)
    assert Kept(tmp_path / "notes", "1").read(book) == first


def test_nothing_of_a_person_is_kept(tmp_path, book):
    Kept(tmp_path / "notes", "1").read(book)
    assert b"943 476 5919" not in (tmp_path / "notes").read_bytes()
    assert b"withheld" in (tmp_path / "notes").read_bytes()


@pytest.mark.parametrize(
    "harm",
    [
        lambda data: data[:-9],
        lambda data: data.replace(b"57", b"60"),
        lambda data: b"",
        lambda data: b"\xff\0" * 40,
        lambda data: b"{}\n" + data[3:],
    ],
)
def test_a_damaged_answer_is_never_believed(tmp_path, book, monkeypatch, harm):
    notes = tmp_path / "notes"
    Kept(notes, "1").read(book)
    notes.write_bytes(harm(notes.read_bytes()))
    no_worker(monkeypatch)
    with pytest.raises(Refused, match="read again"):
        Kept(notes, "1").read(book)


def test_another_release_reads_everything_again(tmp_path, book, monkeypatch):
    Kept(tmp_path / "notes", "1").read(book)
    no_worker(monkeypatch)
    with pytest.raises(Refused, match="read again"):
        Kept(tmp_path / "notes", "2").read(book)


def test_notes_that_cannot_be_written_cost_only_time(tmp_path, book):
    (tmp_path / "notes").mkdir()
    assert Kept(tmp_path / "notes", "1").read(book)["sheets"]


def test_a_few_returns_leave_no_notes(tmp_path):
    folder = many(tmp_path, 4)
    assert kept_in(tmp_path / "out", gather([folder]).returns, "1") is None


def test_a_review_that_is_done_leaves_no_notes(tmp_path):
    folder = many(tmp_path / "in")
    assert run(["review", str(folder), "--output", str(tmp_path / "out")]) == 1
    assert ".reading" not in written(tmp_path / "out")


def killed_and_done_again(tmp_path, delays):
    """Kill a review after each delay, do it again: what each left in the end, and what a whole one leaves."""
    folder = many(tmp_path / "in")
    assert review(folder, tmp_path / "whole").wait(timeout=120) == 1
    left = []
    for number, delay in enumerate(delays):
        out = tmp_path / f"out-{number}"
        cut = review(folder, out)
        time.sleep(delay)
        cut.send_signal(signal.SIGKILL)
        cut.wait(timeout=60)
        assert review(folder, out).wait(timeout=120) == 1
        left.append(written(out))
    return left, written(tmp_path / "whole")


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="a process is not killed so there")
def test_a_review_that_was_killed_is_finished_by_the_same_command_to_the_same_byte(tmp_path):
    left, whole = killed_and_done_again(tmp_path, [0.2 + n / 8 for n in range(20)])
    assert left == [whole] * 20


def kept_bytes(folder):
    """The bytes of every file that is kept, by its path: what a stop left behind would be one too."""
    return {str(each.relative_to(folder)): each.read_bytes() for each in folder.rglob("*") if each.is_file()}


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="a process is not killed so there")
def test_a_review_killed_while_it_is_kept_is_kept_once_by_the_same_command(tmp_path):
    folder = many(tmp_path / "in")
    assert review(folder, tmp_path / "out", "--keep", str(tmp_path / "whole")).wait(timeout=120) == 1
    whole = kept_bytes(tmp_path / "whole")
    for number in range(12):
        kept = tmp_path / f"kept-{number}"
        cut = review(folder, tmp_path / f"out-{number}", "--keep", str(kept))
        time.sleep(0.4 + number / 8)
        cut.send_signal(signal.SIGKILL)
        cut.wait(timeout=60)
        again = review(folder, tmp_path / f"out-{number}", "--keep", str(kept))
        assert again.wait(timeout=120) == 1
        assert kept_bytes(kept) == whole, number


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="a process is not killed so there")
def test_a_roll_up_that_was_killed_is_finished_by_the_same_command_to_the_same_byte(tmp_path):
    assert review(many(tmp_path / "in"), tmp_path / "reviews").wait(timeout=120) == 1

    def roll_up(out):
        command = [
            sys.executable,
            "-m",
            "specrules",
            "roll-up",
            str(tmp_path / "reviews"),
            "--output",
            str(out),
        ]
        command += ["--results", str(out / "results.csv")]
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        return subprocess.Popen(command, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, **quiet)

    assert roll_up(tmp_path / "whole").wait(timeout=60) == 0
    whole = kept_bytes(tmp_path / "whole")
    for number in range(12):
        out = tmp_path / f"pages-{number}"
        cut = roll_up(out)
        time.sleep(0.4 + number / 60)
        cut.send_signal(signal.SIGKILL)
        cut.wait(timeout=60)
        assert roll_up(out).wait(timeout=60) == 0
        assert kept_bytes(out) == whole, number


@pytest.mark.deep
def test_two_hundred_reviews_that_were_killed_are_finished_to_the_same_byte(tmp_path):
    chance = random.Random(5)
    left, whole = killed_and_done_again(tmp_path, [chance.random() * 3 for _ in range(200)])
    assert left == [whole] * 200


# -- the table of verdicts


def test_the_table_has_a_line_for_each_verdict(tmp_path, capsys):
    folder, table = a_folder(tmp_path), tmp_path / "verdicts.csv"
    run(["review", str(folder), "--verdicts", str(table)])
    assert "Written to" in capsys.readouterr().err
    rows = list(csv.DictReader(StringIO(table.read_text(encoding="utf-8-sig"))))
    assert [(each["requirement"], each["party"], each["result"]) for each in rows] == [
        ("MA-1", "riverbank", "met"),
        ("NWD-1", "council", "met"),
    ]
    assert (
        rows[0] | {"spec": "anytown", "period": "2026-27-Q1", "wanted": "delivered: at least 90%"} == rows[0]
    )


def test_the_table_can_be_for_a_database(tmp_path, capsys):
    folder, table = a_folder(tmp_path), tmp_path / "verdicts.parquet"
    run(["review", str(folder), "--verdicts", str(table)])
    assert capsys.readouterr().err == f"Written to {table}: 2 verdicts.\n"
    with duckdb.connect() as connection:
        found = connection.execute("SELECT requirement, result, wanted FROM read_parquet(?)", [str(table)])
        assert found.fetchall() == [
            ("MA-1", "met", "delivered: at least 90%"),
            ("NWD-1", "met", "signed: yes"),
        ]


def test_a_table_of_another_kind_is_refused_before_anything_is_read(tmp_path, capsys):
    assert main(["review", str(tmp_path / "not there"), "--verdicts", "verdicts.xlsx"]) == 2
    assert capsys.readouterr().err.startswith("--verdicts: a table is .csv or .parquet, not .xlsx.")


@pytest.mark.parametrize("text", ["=1+1", " =1", "\t=1", "＝1", "@x", "+44", "-5", "|x"])
def test_no_text_in_the_table_becomes_a_formula(text):
    assert inert(text) == f"'{text}"


def test_ordinary_text_in_the_table_stays_as_it_is():
    assert inert("at least 90%") == "at least 90%"


# -- progress


class Screen(StringIO):
    def isatty(self):
        return True


def lines_of_a_bar():
    """What stood on the screen, one after another, without the signs that hide the cursor and show it."""
    return re.sub(r"\x1b\[\?25[lh]", "", sys.stderr.getvalue()).strip().split("\r")


def test_whoever_watches_sees_how_many_are_read(monkeypatch):
    monkeypatch.setattr(sys, "stderr", Screen())
    with returns_read() as told:
        told(12, 1200)
        told(1200, 1200)
    assert lines_of_a_bar() == [
        "Returns read  [------------------------------------]  12/1200",
        "Returns read  [####################################]  1200/1200",
    ]


def test_a_bar_gives_the_cursor_back_also_when_the_work_is_stopped(monkeypatch):
    monkeypatch.setattr(sys, "stderr", Screen())
    with pytest.raises(KeyboardInterrupt), returns_read() as told:
        told(12, 1200)
        raise KeyboardInterrupt
    assert sys.stderr.getvalue().endswith("\x1b[?25h\n")


def test_a_few_returns_are_read_before_anybody_has_seen_a_bar(monkeypatch):
    monkeypatch.setattr(sys, "stderr", Screen())
    with returns_read() as told:
        told(12, 12)
    assert sys.stderr.getvalue() == ""


def test_whoever_watches_sees_which_step_of_the_tables_is_done(monkeypatch):
    monkeypatch.setattr(sys, "stderr", Screen())
    with steps_done("Tables", of=2) as said:
        said("riverbank.csv: looked through")
    assert lines_of_a_bar() == [
        "Tables  [------------------------------------]    0%",
        "Tables  [##################------------------]   50%  riverbank.csv: looked through",
        "Tables  [####################################]  100%  riverbank.csv: looked through",
    ]


def test_nobody_who_does_not_watch_is_told_but_in_lines(monkeypatch):
    monkeypatch.setattr(sys, "stderr", StringIO())
    with returns_read() as told, steps_done("Tables", of=2) as said:
        assert told is None
        said("riverbank.csv: looked through")
    assert sys.stderr.getvalue() == "riverbank.csv: looked through\n"
