"""An extract becomes tables: nothing is lost, nothing identifies anybody, and it can be stopped anywhere."""

import hashlib
import json
import random
import subprocess
import sys
import time
from functools import partial
from pathlib import Path

import pytest

from specrules.base.errors import UnreadableFile
from specrules.cli import extract as extract_command
from specrules.extracts import convert as convert_module
from specrules.extracts import reading
from specrules.extracts import tables as tables_module
from specrules.extracts.convert import REJECTS, Source, convert
from specrules.extracts.invented import HEADINGS, Invention, lines
from specrules.extracts.opening import count_records, open_extract
from specrules.library import Library, shipped
from specrules.measures.duck import connected, quoted
from specrules.values.periods import read_period

ROOT = Path(__file__).parent.parent.parent
NDTMS = Library([shipped("rules")]).dataset("ndtms-k")[0]
Q1 = read_period("2026-27-Q1")
GOOD = {
    "AGNCY": "X0001",
    "EPISODID": "E1",
    "CONSENT": "Y",
    "FINITIAL": "Q",
    "SINITIAL": "Z",
    "DOB": "04/05/1976",
    "SEX": "1",
    "REFLD": "02/04/2026",
    "MODID": "M1",
    "MODAL": "96",
    "MODST": "09/04/2026",
    "SUBMID": "S1",
    "SUBMODDT": "01/05/2026",
    "RECMAID": "Y",
}


def made(tmp_path, *rows, text=None):
    """The tables of a file with these rows."""
    path = tmp_path / "extract.csv"
    cells = [",".join(HEADINGS), *(",".join(row.get(each, "NA") for each in HEADINGS) for row in rows)]
    path.write_bytes(text if text is not None else "\r\n".join(cells).encode() + b"\r\n")
    return convert([Source(path, NDTMS)], tmp_path / "tables")


def rows(tables, table, columns="*"):
    with connected() as connection:
        file = quoted(str(tables.files[table]))
        return connection.execute(f"SELECT {columns} FROM read_parquet({file}) ORDER BY ALL").fetchall()


def rejected(tables):
    faults = tables.accounts[0].rejected.values()
    return {fault: number for each in faults for fault, number in each.items()}


def test_a_record_is_a_row_of_each_table_it_says_something_of(tmp_path):
    tables = made(tmp_path, GOOD)
    assert rows(tables, "episodes", "provider, person, episode, referred::VARCHAR") == [
        ("X0001", 1, 1, "2026-04-02")
    ]
    assert rows(tables, "interventions", "person, episode, intervention, kind") == [
        (1, 1, 1, "recovery support")
    ]
    assert rows(tables, "reviews", "person, episode, intervention, review, mutual_aid") == [
        (1, 1, 1, 1, "delivered")
    ]


def test_a_person_known_to_two_services_is_one(tmp_path):
    tables = made(tmp_path, GOOD, {**GOOD, "AGNCY": "X0002"})
    assert rows(tables, "episodes", "provider, person, episode") == [("X0001", 1, 1), ("X0002", 1, 2)]


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"REFLD": "31/02/2026"}, "REFLD: not a date"),
        ({"REFLD": "2026-04-02"}, "REFLD: not a date"),
        ({"REFLD": "02/04/26"}, "REFLD: not a date"),
        ({"REFLD": "NA"}, "REFLD: missing"),
        ({"DISD": "01/04/2026"}, "DISD: before REFLD"),
        ({"DOB": "03/04/2026"}, "REFLD: before DOB"),
        ({"MODEND": "08/04/2026"}, "MODEND: before MODST"),
        ({"SINITIAL": ""}, "SINITIAL: missing"),
        ({"AGNCY": ""}, "AGNCY: missing"),
        ({"MODAL": "77"}, "MODAL: unknown code"),
        ({"TRIAGED": "soon"}, "TRIAGED: not a date"),
        ({"CONSENT": "N"}, "CONSENT: no consent"),
    ],
)
def test_a_record_that_cannot_be_used_is_counted_with_its_reason(tmp_path, change, fault):
    tables = made(tmp_path, {**GOOD, **change})
    assert rejected(tables) == {fault: 1}
    assert rows(tables, "episodes") == []


def test_an_unknown_code_is_a_blank_and_is_counted(tmp_path):
    tables = made(tmp_path, {**GOOD, "RECMAID": "?"})
    assert tables.accounts[0].unknown == {"RECMAID": 1}
    assert rows(tables, "reviews", "mutual_aid") == [(None,)]


def test_records_that_disagree_on_a_date_are_left_out_and_on_a_word_are_blank(tmp_path):
    tables = made(
        tmp_path,
        GOOD,
        {**GOOD, "SUBMID": "S2", "REFLD": "03/04/2026", "DUALDIAG": "Y"},
        {**GOOD, "EPISODID": "E2", "MODID": "M2", "SUBMID": "S3", "DUALDIAG": "Y"},
        {**GOOD, "EPISODID": "E2", "MODID": "M2", "SUBMID": "S4", "DUALDIAG": "N"},
    )
    assert tables.disagreed == {"REFLD": 1, "DUALDIAG": 1}
    assert tables.rejected == {"episodes": {"X0001": 1}}
    assert rows(tables, "episodes", "episode, both_conditions") == [(2, None)]


def test_a_ragged_line_is_never_lost_without_a_word(tmp_path):
    text = ",".join(HEADINGS) + "\n" + ",".join(GOOD.get(each, "NA") for each in HEADINGS) + "\nX0001,2\n"
    tables = made(tmp_path, text=text.encode())
    assert tables.accounts[0].records == 2
    assert rejected(tables) == {"line: cannot be told apart into cells": 1}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_the_same_rows_are_read_however_they_are_written(tmp_path, encoding, delimiter):
    row = {**GOOD, "DRUG1": "\u00e9", "FINITIAL": " q", "EPISODID": '"E\n1"'}
    text = "\n".join([delimiter.join(HEADINGS), "", delimiter.join(row.get(each, "NA") for each in HEADINGS)])
    tables = made(tmp_path, text=text.encode(encoding))
    assert tables.accounts[0].records == 1
    assert rows(tables, "episodes", "person, main_substance") == [(1, "\u00e9")]


def test_the_list_of_what_cannot_be_used_numbers_records_as_they_stand_in_the_file(tmp_path):
    row = ",".join(GOOD.get(each, "NA") for each in HEADINGS)
    late = row.replace("02/04/2026", "31/02/2026")
    long = row.replace("E1", '"E\n1"')
    text = "\r\n".join(
        [",".join(HEADINGS), row, "X0001,2", late, row + ",3,4", "", long, late, "X0001", late]
    )
    made(tmp_path, text=text.encode())
    name = tmp_path / "extract.csv"
    assert (tmp_path / "tables" / REJECTS).read_text() == (
        "file,record,column,reason\n"
        f"{name},2,,cannot be told apart into cells\n"
        f"{name},3,REFLD,not a date such as 31/03/2026\n"
        f"{name},4,,cannot be told apart into cells\n"
        f"{name},6,REFLD,not a date such as 31/03/2026\n"
        f"{name},7,,cannot be told apart into cells\n"
        f"{name},8,REFLD,not a date such as 31/03/2026\n"
    )


def test_a_file_without_a_column_it_needs_is_refused_by_name(tmp_path):
    with pytest.raises(
        UnreadableFile, match="headings, has no column EPISODID, MODID, SUBMID, REFLD, TRIAGED, and "
    ):
        made(tmp_path, text=b"AGNCY,DOB,CONSENT,FINITIAL,SINITIAL,SEX\n")


def test_one_heading_that_is_nearly_the_one_that_is_lacking_is_suggested(tmp_path):
    text = ",".join(HEADINGS).replace("SUBMODDT", "SUBMODT").encode()
    with pytest.raises(UnreadableFile, match=r"has no column SUBMODDT\. Did you mean SUBMODT\?$"):
        made(tmp_path, text=text)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (b"", "it is empty; ask for it to be sent again."),
        (b"\n\nAGNCY\n", "its first line is blank, and must have the headings."),
        (b"PK\x03\x04\x14\x00", "it is a workbook; save its sheet as a CSV file."),
    ],
)
def test_what_is_no_extract_is_refused_with_what_to_do(tmp_path, text, why):
    with pytest.raises(UnreadableFile) as fault:
        made(tmp_path, text=text)
    assert str(fault.value) == f"{tmp_path / 'extract.csv'} was not read: {why}"


def test_a_folder_in_the_place_of_a_file_is_refused(tmp_path):
    with pytest.raises(UnreadableFile, match="it is a folder; name a CSV file in it"):
        open_extract(tmp_path)


def test_two_headings_alike_are_refused(tmp_path):
    with pytest.raises(UnreadableFile, match="its columns 1 and 2 have the same heading"):
        made(tmp_path, text=f"agncy,{','.join(HEADINGS)}\n1,2\n".encode())


@pytest.mark.parametrize(
    ("text", "records"),
    [
        (b"a,b\n1,2\n", 1),
        (b"a,b\n1,2", 1),
        (b"a,b\r\n1,2\r\n\r\n3,4\r\n", 2),
        (b'a,b\n"x\n\ny",2\n"",""\n', 2),
        (b"a,b\n", 0),
        (b"a,b\r1,2\r3,4\r", 2),
    ],
)
def test_records_are_counted_apart_from_the_database(tmp_path, text, records):
    path = tmp_path / "a.csv"
    path.write_bytes(text)
    found = open_extract(path)
    assert count_records(found, -1) == records
    assert found.lines is None or found.lines >= records


def canaries():
    who = {
        "FINITIAL": "QX",
        "SINITIAL": "ZJ",
        "DOB": "17/11/1961",
        "EPISODID": "CANARYEPISODE",
        "SUBMID": "CANARYSUB",
    }
    return {**GOOD, **who}


def test_nothing_that_identifies_anybody_is_kept(tmp_path):
    tables = made(tmp_path, canaries(), {**canaries(), "REFLD": "CANARYDATE"})
    kept = b"".join(path.read_bytes() for path in tables.folder.rglob("*") if path.is_file())
    for canary in (b"QX", b"ZJ", b"17/11/1961", b"1961-11-17", b"CANARY"):
        assert canary not in kept
    assert oct(tables.folder.stat().st_mode)[-3:] == "700"
    assert {oct(path.stat().st_mode)[-3:] for path in tables.files.values()} == {"600"}


def test_the_list_of_rejects_has_numbers_and_reasons_and_nothing_else(tmp_path):
    tables = made(tmp_path, GOOD, {**GOOD, "REFLD": "soon"})
    file, line = (tables.folder / REJECTS).read_text().splitlines()
    assert file == "file,record,column,reason"
    assert line.endswith("extract.csv,2,REFLD,not a date such as 31/03/2026")


# -- stopped anywhere


def invented(path, clients):
    path.write_text("".join(lines(Invention(clients, 7, Q1))), newline="")
    return path


def digests(folder):
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(folder.iterdir())}


def test_the_same_files_give_the_same_bytes(tmp_path):
    source = Source(invented(tmp_path / "a.csv", 200), NDTMS)
    convert([source], tmp_path / "one")
    convert([source], tmp_path / "two")
    assert digests(tmp_path / "one") == digests(tmp_path / "two")


def test_a_file_that_is_shared_out_gives_the_bytes_of_one_that_is_read_at_one_go(tmp_path, monkeypatch):
    source = Source(invented(tmp_path / "a.csv", 300), NDTMS)
    # No file that a test can afford is large enough to be shared out otherwise.
    monkeypatch.setattr(reading, "_LONGEST", 1_000)
    monkeypatch.setattr(reading, "_AT_ONCE", 16_000)
    for threads, folder in ((1, "one"), (4, "four")):
        for module in (convert_module, tables_module):
            monkeypatch.setattr(module, "connected", partial(connected, threads=threads))
        convert([source], tmp_path / folder)
    assert source.path.stat().st_size > 4 * 16_000
    assert digests(tmp_path / "one") == digests(tmp_path / "four")


def test_what_is_done_is_not_done_again(tmp_path):
    source = Source(invented(tmp_path / "a.csv", 50), NDTMS)
    convert([source], tmp_path / "one")
    before = {path: path.stat().st_mtime_ns for path in (tmp_path / "one").iterdir()}
    convert([source], tmp_path / "one")
    assert {path: path.stat().st_mtime_ns for path in (tmp_path / "one").iterdir()} == before


def command(csv, folder):
    words = [sys.executable, "-m", "specrules", "extract", "convert", csv, "-o", folder]
    return {
        "args": list(map(str, words)),
        "cwd": ROOT,
        "stdout": subprocess.DEVNULL,
        "stderr": subprocess.DEVNULL,
    }


def killed_at_random(tmp_path, times):
    """Kill the command at random moments, on top of what the last one left; how often it was alive."""
    csv, chance, alive = invented(tmp_path / "a.csv", 400), random.Random(3), 0
    started = time.monotonic()
    subprocess.run(**command(csv, tmp_path / "whole"), check=False)
    whole = time.monotonic() - started
    for n in range(times):
        folder = tmp_path / f"killed-{n // 4}"
        process = subprocess.Popen(**command(csv, folder))
        time.sleep(chance.uniform(0.2, 1.0) * whole)
        alive += process.poll() is None
        process.kill()
        process.wait()
        if n % 4 == 3:
            subprocess.run(**command(csv, folder), check=False)
            assert digests(folder) == digests(tmp_path / "whole")
    return alive


@pytest.mark.slow
def test_killed_at_any_moment_the_same_command_ends_with_the_same_bytes(tmp_path):
    assert killed_at_random(tmp_path, 4) > 0


@pytest.mark.deep
def test_killed_200_times_the_same_command_ends_with_the_same_bytes(tmp_path):
    assert killed_at_random(tmp_path, 200) > 50


def test_a_manifest_says_what_it_was_made_from(tmp_path):
    tables = made(tmp_path, GOOD)
    found = json.loads((tables.folder / "extract.json").read_text())
    assert found["made-from"] == [[tables.accounts[0].digest, NDTMS.digest]]


def test_records_of_what_other_records_are_of_too_are_counted(tmp_path):
    tables = made(tmp_path, GOOD, GOOD, {**GOOD, "SUBMID": "S2"})
    assert tables.accounts[0].repeated == 1


def test_a_thing_that_is_dated_and_has_no_key_is_counted(tmp_path):
    tables = made(tmp_path, GOOD, {**GOOD, "SUBMID": "NA"}, {**GOOD, "MODID": "NA", "SUBMODDT": "NA"})
    assert tables.accounts[0].nameless == {"interventions": {"X0001": 1}, "reviews": {"X0001": 1}}
    assert len(rows(tables, "reviews")) == 1


def test_a_record_that_tells_of_nothing_more_is_no_thing_without_a_key(tmp_path):
    nothing = {**GOOD, "SUBMID": "NA", "SUBMODDT": "NA", "RECMAID": "N"}
    assert made(tmp_path, nothing).accounts[0].nameless == {}


def test_a_record_where_headings_should_be_is_not_repeated(tmp_path):
    text = "X0001,Zebedee,Zebedee,04/05/1976\n"
    with pytest.raises(UnreadableFile) as fault:
        made(tmp_path, text=text.encode())
    assert "its first line, which must have the headings, has none of them: AGNCY," in str(fault.value)
    assert "Zebedee" not in str(fault.value).title()


def test_headings_and_nothing_below_them_are_something_to_act_on(tmp_path):
    csv = tmp_path / "a.csv"
    csv.write_text(",".join(HEADINGS) + "\n")
    answer = extract_command.convert([csv], tmp_path / "tables")
    assert (answer.code, answer.text.splitlines()[1:]) == (
        1,
        ["There are headings and nothing below them; ask for the file to be sent again."],
    )


def test_broken_quotation_marks_never_make_fewer_than_none_lost(tmp_path):
    row = ",".join(GOOD.get(each, "NA") for each in HEADINGS)
    text = "\n".join([",".join(HEADINGS), row, row.replace("Q", 'Q"'), row, row, ""])
    tables = made(tmp_path, text=text.encode())
    assert all(number > 0 for number in rejected(tables).values())
    assert tables.accounts[0].records >= 4
