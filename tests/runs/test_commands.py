"""Reviews are kept and verified from the command line, and every refusal is a sentence."""

import json
from hashlib import sha256
from zipfile import ZipFile

from specrules.runs.store import Folder
from tests.runs.made import laid_out, put
from tests.runs.test_store import change


def test_a_review_is_kept_once_and_verified(tmp_path, said):
    at, runs = laid_out(tmp_path / "anytown"), tmp_path / "runs"
    code, text, remarks = said("review", at, "--engine", "python", "--keep", runs)
    (name,) = Folder(runs).names()
    assert code == 0
    assert text.startswith("Recovery service of Anytown\n")
    assert remarks == f"Kept as {runs}/{name}.\n"
    assert said("review", at, "--engine", "python", "--keep", runs)[2] == (
        f"This review was kept before, as {runs}/{name}.\n"
    )
    assert said("verify", runs) == (
        0,
        "1 kept review, judged again from the files kept with them. All is as it was kept.\n",
        "",
    )


def test_what_a_record_comes_after_and_restates_is_said(tmp_path, said):
    at, runs = laid_out(tmp_path / "anytown"), tmp_path / "runs"
    said("review", at, "--engine", "python", "--keep", runs)
    first = Folder(runs).names()[0]
    laid_out(at, delivered="50 of 60")
    remarks = said("review", at, "--engine", "python", "--keep", runs)[2]
    second = next(name for name in Folder(runs).names() if name != first)
    assert remarks == f"Kept as {runs}/{second}, after {first} and in place of {first} for 2026-27-Q1.\n"


def test_what_is_wrong_is_printed_and_the_exit_code_is_1(tmp_path, said):
    kept = put(tmp_path)
    change(kept.path, b"")
    code, text, _ = said("verify", tmp_path)
    assert code == 1
    assert text == (
        f"{kept.path.name} cannot be read as a record: it is cut off or damaged.\n\n"
        "1 kept review, judged again from the files kept with them. 1 thing is wrong.\n"
    )


def test_the_same_as_json(tmp_path, said):
    kept = put(tmp_path)
    code, text, _ = said("verify", kept.path, "--only-digests", "--format", "json")
    assert (code, json.loads(text)) == (
        0,
        {
            "specrules": "verification 1",
            "records": [kept.path.name],
            "judged_again": False,
            "faults": [],
            "joined": 0,
            "worded": [],
        },
    )


def test_a_folder_without_records_is_not_verified(tmp_path, said):
    assert said("verify", tmp_path) == (
        2,
        "",
        f"Nothing was verified: {tmp_path} holds no kept review. specrules review --keep FOLDER makes one.\n",
    )


def test_a_folder_that_is_not_there_is_refused(tmp_path, said):
    code, text, remarks = said("verify", tmp_path / "none" / "runs")
    assert (code, text) == (2, "")
    assert remarks == f"{tmp_path}/none/runs was not read: there is no such file or folder.\n"


def test_every_report_says_as_what_the_review_was_kept(tmp_path, said):
    at, runs, out = laid_out(tmp_path / "anytown"), tmp_path / "runs", tmp_path / "out"
    text = said("review", at, "--keep", runs, "--output", out)[1]
    (record,) = runs.glob("*.json")
    told = f"{record.name}, sha256 {sha256(record.read_bytes()).hexdigest()}"
    assert f"Kept as        {told.partition(',')[0]}" in text
    assert told in out.joinpath("index.html").read_text(encoding="utf-8")
    with ZipFile(out / "scorecard.xlsx") as book:
        assert told in book.read("xl/sharedStrings.xml").decode()
    assert told not in out.joinpath("review.json").read_text(encoding="utf-8")
