"""A YAML editor completes, explains and checks our files by their schemas."""

from pathlib import Path

import pytest

from specrules.spec.shape import KINDS
from tests.spec.making import CATALOGUE, EVERYTHING, HEAD, RETURN

ROOT = Path(__file__).parents[2]
DUTY = HEAD + "requirements:\n  R-1:\n    owed-by: riverbank\n"


@pytest.fixture(scope="module")
def spec(server_for):
    return server_for("spec")


@pytest.mark.parametrize("path", sorted(ROOT.glob("specs/*.yaml")), ids=lambda path: path.stem)
def test_an_editor_finds_nothing_wrong_with_the_specifications_to_copy(spec, path):
    assert spec.opened(path.read_text(encoding="utf-8"))[1] == []


def test_an_editor_finds_nothing_wrong_with_every_heading_there_is(spec):
    assert spec.opened(EVERYTHING)[1] == []


@pytest.mark.parametrize(
    ("kind", "text"),
    [("standard clause", CATALOGUE["help/rooms.yaml"]), ("return", RETURN)],
    ids=["a standard clause", "a return"],
)
def test_an_editor_finds_nothing_wrong_with_other_kinds_of_file(server_for, kind, text):
    assert server_for(kind).opened(text)[1] == []


def test_an_editor_offers_the_headings_of_a_requirement(spec):
    offered = spec.offered(DUTY + "    ")
    assert {"strength", "target", "applies-if", "examples", "standard-clause"} <= offered
    assert "owed-by" not in offered


def test_an_editor_offers_the_words_of_a_choice(spec):
    assert {"must", "should", "encouraged"} <= spec.offered(DUTY + "    strength: ")


def test_an_editor_offers_every_kind_of_check(spec):
    assert set(KINDS) <= spec.offered(DUTY + "    title: A\n    checks:\n      only:\n        ")


def test_an_editor_offers_what_goes_with_a_kind_of_check(spec):
    offered = spec.offered(DUTY + "    title: A\n    checks:\n      only:\n        audit: notes\n        ")
    assert {"of", "sample", "target"} <= offered
    assert not {"document", "choices", "share"} & offered


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("owed-by", "Who owes it: a party, each of several, or each with a role."),
        ("requirements", "The duties, by their numbers."),
    ],
)
def test_an_editor_explains_a_heading(spec, word, said):
    assert said in spec.explained(EVERYTHING, word).replace("\\", "")


def test_an_editor_shows_an_example_of_a_heading(spec):
    assert "at least 90%" in spec.explained(EVERYTHING, "target:").replace("\\", "")


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("strength: must", "strength: shall"),
        ("owed-by: riverbank", "owd-by: riverbank"),
        ("sample: at least 20 chosen by council", "smple: at least 20 chosen by council"),
        ('version: "1"\n', ""),
    ],
)
def test_an_editor_says_what_is_wrong(spec, right, wrong):
    assert right in EVERYTHING
    assert spec.opened(EVERYTHING.replace(right, wrong, 1))[1] != []
