"""A specification that names the dataset of its extracts is told which measures that cannot support."""

from pathlib import Path

import pytest

from specrules.library import Library, read_spec, shipped

HARBOUR = (Path(__file__).parent.parent.parent / "examples/harbour/spec.yaml").read_text()
OURS = """\
specrules: dataset 1
dataset: ours
title: Our own file
status: checked
dates: YYYY-MM-DD
provider: SERVICE
person: [PERSON]
tables:
  episodes:
    key: [EPISODE]
    columns:
      referred: {column: REFERRED, reads: date, required: yes}
      discharged: {column: LEFT, reads: date}
control: {rows: episodes, during: [referred, discharged]}
"""


@pytest.fixture
def faults(tmp_path):
    """What is wrong with the example of Harbour, changed, beside a catalogue with a dataset of its own."""

    def find(old="", new=""):
        assert old in HARBOUR
        (tmp_path / "rules/datasets").mkdir(parents=True, exist_ok=True)
        (tmp_path / "rules/datasets/ours.yaml").write_text(OURS)
        (tmp_path / "spec.yaml").write_text(HARBOUR.replace(old, new))
        found = read_spec(
            tmp_path / "spec.yaml", Library([str(tmp_path / "rules"), shipped("rules")])
        ).findings
        return [(each.code, each.place.span.line, each.message) for each in found]

    return find


def line(words):
    return next(n for n, text in enumerate(HARBOUR.splitlines(), 1) if words in text)


def test_a_dataset_that_has_what_is_read_is_no_finding(faults):
    assert faults() == []


def test_each_measure_that_a_dataset_cannot_support_is_named_at_its_line_with_what_is_missing(faults):
    says = "Extracts come as Our own file, which cannot support"
    assert faults("extracts: ndtms-k", "extracts: ours") == [
        ("MS363", line("fama-delivered"), f"{says} mutual-aid/fama-delivered: it has no reviews."),
        ("MS363", line("latest-review"), f"{says} treatment/latest-review: it has no reviews."),
        ("MS363", line("median-wait"), f"{says} access/median-wait: its episodes have no triaged."),
    ]


def test_so_is_a_group_of_people_that_no_code_means(faults):
    says = "Extracts come as NDTMS core dataset K, which cannot support mutual-aid/fama-delivered"
    assert faults("[male, female]", "[male, women]") == [
        ("MS363", line("shown-at"), f"{says}: no code of its sex means women.")
    ]


def test_so_is_a_characteristic_that_the_rows_do_not_have(faults):
    assert faults("each: sex", "each: faith")[0][2].endswith("its episodes have no faith.")


def test_where_no_dataset_is_named_nothing_is_held_against_one(faults):
    assert faults(", extracts: ndtms-k", "") == []


def test_a_dataset_that_is_not_there_is_named_with_the_nearest(faults):
    message = 'There is no dataset "ndtms-j". The catalogue has: ndtms-k, ndtms-m, ours.'
    assert faults("extracts: ndtms-k", "extracts: ndtms-j") == [("MS364", line("extracts:"), message)]
