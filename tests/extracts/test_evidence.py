"""A check that names a measure is judged from the extract, and from nothing else."""

import shutil
from pathlib import Path

import pytest

from specrules.engine import open_engine
from specrules.inputs import gather, read
from specrules.review import review

HARBOUR = Path(__file__).parent.parent.parent / "examples" / "harbour"
RETURN = """\
specrules: return 1
spec: harbourton-treatment-2026
party: harbour
period: 2026-27-Q1
submitted: 2026-07-14
items:
  MA-1.delivered: {number}
  TR-1.people: 125
"""


def judged(folder):
    given = read(gather([folder]))
    with open_engine("python") as engine:
        return review(given, engine)


@pytest.fixture
def harbour(tmp_path):
    return Path(shutil.copytree(HARBOUR, tmp_path / "harbour"))


def check(run, requirement):
    return next(each for each in run.verdicts if each.requirement.id == requirement).checks[0]


def codes(run):
    return {each.code for each in run.findings}


def test_a_verdict_is_traced_to_file_measure_and_query(harbour):
    run = judged(harbour)
    fact = check(run, "MA-1").facts[0]
    assert fact.origin.place.file.endswith("harbour.csv")
    assert fact.origin.digest == run.files[fact.origin.place.file]
    assert fact.origin.text == "24 to 39, by mutual-aid/fama-delivered (query 74c23442)"
    assert "measures/mutual-aid/fama-delivered" in run.catalogue


def test_a_figure_typed_into_a_return_never_stands_in_for_an_extract(harbour):
    shutil.rmtree(harbour / "extracts")
    (harbour / "return.yaml").write_text(RETURN.replace("{number}", "126 of 126"))
    found = check(judged(harbour), "MA-1")
    assert found.result.word == "no evidence"
    assert str(found.reason) == "not submitted"


def test_a_figure_typed_into_a_return_that_differs_is_reported_and_not_used(harbour):
    (harbour / "return.yaml").write_text(RETURN.replace("{number}", "126 of 126"))
    run = judged(harbour)
    assert check(run, "MA-1").found.text.startswith("24 to 39 of 122 to 128")
    assert "EV490" in codes(run)


def test_a_figure_that_may_be_the_same_is_not_reported(harbour):
    (harbour / "return.yaml").write_text(RETURN.replace("{number}", "30 of 126"))
    assert "EV490" not in codes(judged(harbour))


def test_two_extracts_of_one_party_settle_nothing(harbour):
    shutil.copy(harbour / "extracts" / "harbour.yaml", harbour / "extracts" / "again.yaml")
    run = judged(harbour)
    assert check(run, "MA-1").result.word == "no evidence"
    assert "EV484" in codes(run)


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("dataset: ndtms-k", "dataset: ndtms-z", "EV484"),
        ("file: harbour.csv", "file: ../spec.yaml", "EV484"),
        ("file: harbour.csv", "file: other.csv", "EV485"),
        ("party: harbour", "party: somebody", "EV484"),
        ("spec: harbourton-treatment-2026", "spec: another", "EV484"),
    ],
)
def test_an_extract_that_cannot_be_used_is_no_evidence(harbour, old, new, code):
    (harbour / "return.yaml").write_text(RETURN.replace("{number}", "126 of 126"))
    note = harbour / "extracts" / "harbour.yaml"
    note.write_text(note.read_text().replace(old, new))
    run = judged(harbour)
    assert code in codes(run)
    assert check(run, "MA-1").result.word == "no evidence"
