"""What is wrong with a dataset is said where it stands, before any extract is read by it."""

import pytest

from specrules.base.files import Source
from specrules.spec.datasets import read_dataset
from specrules.text.tree import read_tree

DATASET = """\
specrules: dataset 1
dataset: ours
title: Our own file
status: checked
dates: YYYY-MM-DD
provider: SERVICE
person: [PERSON, BORN]
tables:
  contacts:
    key: [CONTACT]
    columns:
      held: {column: HELD, reads: date, required: yes}
      ended: {column: ENDED, reads: date}
      kind: {column: KIND, reads: code, codes: {A: appointment, C: call}}
in-order: [[BORN, HELD], [HELD, ended]]
control: {rows: contacts, dated: held, where: {kind: [appointment, call]}}
"""


def found(old="", new=""):
    assert old in DATASET
    findings = read_dataset(read_tree(Source("ours.yaml", DATASET.replace(old, new), "", "utf-8")))[1]
    return [(each.place.span.line, each.message) for each in findings]


def test_a_dataset_in_which_all_is_there_is_no_finding():
    assert found() == []


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        ("reads: code, codes: {A: appointment, C: call}", "reads: code", 14,
         "It is not said what the codes of KIND mean."),
        ("reads: date}", "reads: date, codes: {1: one}}", 13, "ENDED is read as a date, which has no codes."),
        ("C: call", "C: recorded", 14,
         '"recorded" stands for any word at all in a measure, so no code can mean it.'),
        ("ended:", "person:", 13, "person is what every row has already, by provider, person or key."),
        ("[HELD, ended]", "[HELD, ENDDE]", 15, 'No column "ENDDE" is read as a date here.'),
        ("[HELD, ended]", "[HELD]", 15, '"HELD" is no pair of dates.'),
        ("dated: held", "dated: kind", 16,
         "The control total cannot be counted so: its kind is not a date that every row has."),
        ("dated: held", "dated: hedl", 16, "There is no hedl among the contacts."),
        ("{rows: contacts, dated", "{rows: episodes, dated", 16, "There are no episodes among its tables."),
        ("[appointment, call]", "[appointment, calls]", 16, "There is no code of kind that means calls."),
    ],
)  # fmt: skip
def test_each_thing_that_cannot_be_so_is_named_at_its_line(old, new, line, message):
    assert (line, message) in found(old, new)


def test_a_control_total_that_does_not_say_of_which_rows_stops_nothing():
    text = DATASET.replace("control: {rows: contacts, ", "control: {")
    source = Source("datasets/ours.yaml", text, "", "utf-8")
    assert read_dataset(read_tree(source))[1]
