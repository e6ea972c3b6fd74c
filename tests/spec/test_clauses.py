"""Standard clauses are read without numbers of their own, and their examples can be run."""

from datetime import date

import pytest

from specrules.spec.clauses import read_briefly, read_standard_clause
from specrules.spec.model import Combination, Guidance, How, JudgedAt, Level
from tests.spec.making import CATALOGUE, clause_findings, tree_of

HELP, ROOMS, REFERRALS = (
    CATALOGUE[f"{id}.yaml"] for id in ("help/reach-groups", "help/rooms", "doors/referrals")
)


def clause(text=HELP, path="help/reach-groups.yaml"):
    read, findings = read_standard_clause(tree_of(text, path))
    assert findings == ()
    return read


def rooms():
    return clause(ROOMS, "help/rooms.yaml")


def test_a_clause_has_its_source_and_its_own_strength():
    read = clause()
    assert (read.id, read.guidance) == ("help/reach-groups", Guidance.MAY_CONSIDER)
    assert (read.citations[0].document, read.citations[0].page) == ("A guide (2014)", "5")
    assert read.digest == "0" * 64


def test_a_clause_whose_examples_stand_last_can_be_read_without_them():
    brief = read_briefly(tree_of(HELP, "help/reach-groups.yaml").source)
    assert (brief.id, brief.checks, brief.examples) == (clause().id, clause().checks, ())


def test_a_clause_in_which_something_is_wrong_is_read_as_a_whole():
    misspelt = HELP.replace("guidance:", "guidence:")
    assert read_briefly(tree_of(misspelt, "help/reach-groups.yaml").source) is None


@pytest.mark.parametrize("below", ["section: Places\n", "colour: red\n"])
def test_a_clause_with_headings_below_its_examples_is_read_as_a_whole(below):
    assert read_briefly(tree_of(HELP + below, "help/reach-groups.yaml").source) is None


def test_a_clause_names_the_checks_whose_target_is_wanted():
    assert clause().wanting == ("delivered",)
    assert rooms().wanting == ("fee",)


def test_a_clause_says_when_it_applies_and_where_it_is_judged():
    read = rooms()
    assert (read.applies_if, read.judged_at) == ("a suitable room exists", JudgedAt(Level.SITE))
    assert read.met_when == Combination(How.ALL, ("offered", "fee"))


def test_evidence_shared_in_a_clause_keeps_its_short_name():
    assert rooms().checks[3].evidence_from == "links"


def test_an_example_keeps_what_it_says_as_text():
    (example,) = rooms().examples
    fee, kept = "no more than £10 a meeting", {"contact-within": "90 days"}
    assert example.settings == {"checks": {"fee": fee, "kept": kept}}
    assert example.facts == {"applies": "yes", "offered": "yes", "fee": "£10"}
    assert (example.expect, example.as_at) == ("met", date(2026, 7, 21))


@pytest.mark.parametrize(
    ("was", "wrong", "name", "place"),
    [
        ("in the period}", "in the period, target: at least 90%}", "heading-elsewhere", "target"),
        ("guidance:", "owed-by: riverbank\nguidance:", "heading-elsewhere", "owed-by"),
        ("guidance:", "strength: must\nguidance:", "heading-elsewhere", "strength"),
        ("guidance: may consider", "guidance: may", "unknown-choice", "may"),
        ("guidance: may consider\n", "", "missing-heading", "specrules"),
        ("help/reach-groups", "help/reach", "file-name-differs", "help/reach"),
        ("help/reach-groups", "Help/reach-groups", "not-an-id", "Help/reach-groups"),
        (", section: Specifications", "", "missing-heading", "document"),
        ("expect: met", "expect: maybe", "unknown-choice", "maybe"),
        ("facts: {delivered: 90 of 100}", "facts: {deliverd: 90 of 100}", "unknown-check", "deliverd"),
        ("facts: {delivered: 90 of 100}", "facts: 90 of 100", "wrong-shape", "90 of 100"),
        ("with: {target: at least 90%}", "with: {target: at least 0.9}", "percent-or-fraction", "0.9"),
        ("with: {target: at least 90%}", "with: {tagret: at least 90%}", "misspelt-heading", "tagret"),
        ("with: {target", "with: {owed-by: riverbank, target", "heading-elsewhere", "owed-by"),
        ("checks:", "met-when: {all: [delivred]}\nchecks:", "unknown-check", "delivred"),
    ],
)
def test_what_is_wrong_is_one_finding_at_its_place(was, wrong, name, place):
    assert was in HELP
    text = HELP.replace(was, wrong, 1)
    found = clause_findings(text, "clause" if name == "not-an-id" else "help/reach-groups.yaml")
    assert found == [(name, place)]


def test_a_sample_is_a_number_that_each_specification_sets():
    text = HELP.replace("share: people helped", "sample: at least 20, audit: notes")
    assert ("heading-elsewhere", "sample") in clause_findings(text)


def test_conditions_of_a_clause_may_have_targets():
    conditions = "conditions: {rooms: {count: rooms, target: at least 1}}\napplies-if: rooms\nchecks:"
    assert clause(HELP.replace("checks:", conditions)).conditions[0].targets


def test_a_clause_is_another_kind_of_file_than_a_specification():
    assert clause_findings(HELP.replace("standard clause 1", "standard clause 2")) == [
        ("wrong-kind-of-file", "standard clause 2")
    ]


def test_findings_name_the_clause():
    text = HELP.replace("may consider", "may")
    _, (finding,) = read_standard_clause(tree_of(text, "help/reach-groups.yaml"))
    assert finding.subject == 'help/reach-groups "Keyworkers help people to reach groups"'


def test_an_example_without_the_target_it_needs_cannot_be_run():
    assert [name for name, _ in clause_findings(HELP.replace("with: {target: at least 90%}, ", ""))] == [
        "target-missing"
    ]


def test_examples_are_not_tried_where_a_specification_only_uses_the_clause():
    text = HELP.replace("with: {target: at least 90%}, ", "")
    assert read_standard_clause(tree_of(text, "help/reach-groups.yaml"), try_examples=False)[1] == ()
