"""A measure is held against the datasets of its catalogue: what none of them has is named where it stands."""

import pytest

from specrules.lint import lint

DATASET = """\
specrules: dataset 1
dataset: ours
title: Our own file
status: checked
dates: YYYY-MM-DD
provider: SERVICE
person: [PERSON]
tables:
  contacts:
    key: [CONTACT]
    columns:
      held: {column: HELD, reads: date, required: yes}
      answered: {column: ANSWERED, reads: date}
      kind: {column: KIND, reads: code, required: yes, codes: {A: appointment, C: call}}
      place: {column: PLACE, reads: text}
control: {rows: contacts, dated: held}
"""
MEASURE = """\
specrules: measure 1
measure: contacts/kept
title: Contacts that were answered within days
shape: within
counting: contacts
among: {rows: contacts, dated: held, where: {kind: appointment}}
left-out: [{where: {kind: call}}, {rows: contacts, joined-by: person, dated: held}]
wait: {from: held, to: answered, within: 3 days}
"""


@pytest.fixture
def found(tmp_path):
    """What is said of the measure, with something changed in it or in the dataset."""

    def find(old="", new="", *, dataset=DATASET):
        files = {"measures/contacts/kept": MEASURE.replace(old, new), "datasets/ours": dataset}
        for name, text in files.items():
            path = tmp_path / "rules" / f"{name}.yaml"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        findings = lint(tmp_path / "rules/measures").findings
        return [(each.place.span.line, each.message, each.meant) for each in findings]

    return find


def test_a_measure_that_a_dataset_of_its_catalogue_supports_is_no_finding(found):
    assert found() == []


CANNOT = "No dataset of the catalogue can support this:"
NOWHERE = "of any dataset of the catalogue."


@pytest.mark.parametrize(
    ("old", "new", "line", "message", "meant"),
    [
        ("dated: held, where", "dated: hold, where", 6,
         f"There is no hold among the contacts {NOWHERE}", "held"),
        ("where: {kind: app", "where: {kin: app", 6, f"There is no kin among the contacts {NOWHERE}", "kind"),
        ("{kind: call}", "{kin: call}", 7, f"There is no kin among the contacts {NOWHERE}", "kind"),
        ("joined-by: person, dated: held", "joined-by: person, dated: hedl", 7,
         f"There is no hedl among the contacts {NOWHERE}", "held"),
        ("to: answered", "to: answerd", 8, f"There is no answerd among the contacts {NOWHERE}", "answered"),
        ("{kind: call}", "{kind: [call, cal]}", 7,
         "No code of kind means cal in any dataset of the catalogue.", "call"),
        ("{kind: call}", "{held: call}", 7,
         f"{CANNOT} its held is a date, and says no call.", None),
        ("{kind: call}", "{place: High Street}", 7,
         f"{CANNOT} no code of its place means High Street.", None),
        ("to: answered", "to: kind", 8, f"{CANNOT} its kind is not a date.", None),
        ("among: {rows: contacts, dated: held", "among: {rows: contacts, during: [held, kind]", 6,
         f"{CANNOT} its kind is not a date.", None),
        ("among: {rows: contacts, dated: held", "among: {rows: contacts, dated: answered", 6,
         f"{CANNOT} its answered is not a date that every row has.", None),
        ("among: {rows: contacts, dated: held", "among: {rows: clients, dated: held", 6,
         "No dataset of the catalogue has clients; there are episodes, interventions, reviews and contacts.",
         None),
    ],
)  # fmt: skip
def test_what_no_dataset_has_is_named_where_it_stands(found, old, new, line, message, meant):
    assert found(old, new)[0] == (line, message, meant)


def test_what_two_datasets_have_each_in_part_is_said_of_the_whole(found):
    said = found("rows: contacts, joined-by: person, dated: held", "rows: reviews, joined-by: person")
    ((line, message, _),) = said
    assert line == 2
    assert message.startswith(
        "No dataset of the catalogue supports contacts/kept. NDTMS core dataset K: it has no"
    )
    assert message.endswith("Our own file: it has no reviews.")


def test_recorded_does_not_stand_among_other_words(found):
    says = '"recorded" is any word at all, so it does not stand in a list with others.'
    assert found("{kind: call}", "{kind: [call, recorded]}") == [(7, says, None)]
