"""A text that was spread out, and is read passage by passage, gives the tree that reading it whole gives."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from specrules.base.frozen import replace
from specrules.text.passages import passages_of
from specrules.text.placed import Placed
from specrules.text.spreading import spread_out
from specrules.text.tree import read_tree
from tests.test_rereading import PIECES, edited, source

ROOT = Path(__file__).parent.parent
SPEC = (ROOT / "specs" / "mutual-aid.yaml").read_text(encoding="utf-8")
SMALL = """\
# A file.
specrules: spec 1
parties:
  council: {name: Anytown Council, role: commissioner}
requirements: # what is owed
  # the first

  MA-1:
    target: at least 90%   # a comment

    # another
  MA-2: {owed-by: [riverbank, trust]}
  MA-3:
    checks:
    - one: "a\\u0062"
      two: {}
    - three
cards:
  principle: {green: at least 90%}
"""
PARTS = st.sampled_from([SMALL, *[f"{each}  MA-9:\n    a: b\n" for each in ("requirements:\n", "", "x:\n")]])


def read(placed, text, before):
    spread = spread_out(passages_of(text), before.spread if before else None)
    return placed.read(replace(source(text), text=spread.text), spread)


def read_again_and_again(data, text):
    """Read *text* after each of a few changes; where that is possible, hold it to reading it as a whole."""
    placed, tree = Placed(), None
    for _ in range(data.draw(st.integers(1, 4))):
        tree = read(placed, text, tree) or tree
        if tree and tree.spread.passages == tuple(passages_of(text)):
            whole = read_tree(tree.source)
            assert whole.is_plain
            assert tree.root == whole.root
        text = data.draw(edited(text))


def test_a_text_with_all_that_is_plain_can_be_read_so():
    assert read(Placed(), SMALL, None)


@settings(max_examples=80)
@given(st.data(), PARTS)
def test_reading_passage_by_passage_gives_what_reading_as_a_whole_gives(data, text):
    read_again_and_again(data, text.replace("\r", ""))


@pytest.mark.slow
@settings(max_examples=600, suppress_health_check=list(HealthCheck))
@given(st.data(), st.sampled_from([*[SMALL] * 40, SPEC]))
def test_reading_passage_by_passage_gives_what_reading_as_a_whole_gives_whatever_was_done(data, text):
    read_again_and_again(data, text)


@pytest.mark.parametrize("piece", PIECES)
@pytest.mark.parametrize("place", ["requirements:", "  MA-2", "    # another", "cards", "{}"])
def test_what_is_typed_somewhere_is_read_as_in_the_whole(place, piece):
    text = SMALL.replace(place, piece + place, 1).replace("\r", "")
    tree = read(Placed(), text, None)
    assert tree is None or tree.root == read_tree(tree.source).root


def test_passages_that_stay_where_they_are_stay_the_very_same():
    placed = Placed()
    first = read(placed, SMALL, None)
    tree = read(placed, SMALL.replace("90%   #", "80%\n\n    #"), first)
    before, now = (each.root.get("requirements").value.entries for each in (first, tree))
    assert [a is b for a, b in zip(before, now, strict=True)] == [False, True, True]
    assert tree.root.get("cards") is first.root.get("cards")


@pytest.mark.parametrize("place", ["parties", "  MA-1", "  MA-2", "cards"])
def test_a_passage_that_is_pasted_moves_no_other(place):
    placed, pasted = Placed(), "  MA-9:\n    a: b\n" if place.startswith(" ") else "constants:\n  a: b\n"
    first = read(placed, SMALL, None)
    tree = read(placed, SMALL.replace(f"\n{place}", f"\n{pasted}{place}"), first)
    assert tree.root == read_tree(tree.source).root
    for heading in ("cards", "specrules", "parties"):
        assert tree.root.get(heading) is first.root.get(heading)
    back = read(placed, SMALL, tree)
    assert back.root == read_tree(back.source).root
    assert back.root.get("cards") is first.root.get("cards")


def test_what_is_pasted_above_all_else_moves_no_other():
    placed = Placed()
    first = read(placed, SMALL, None)
    tree = read(placed, f"constants:\n  a: b\n{SMALL}", first)
    assert tree.root == read_tree(tree.source).root
    assert tree.root.get("cards") is first.root.get("cards")


def test_a_passage_may_grow_beyond_the_place_of_the_next():
    placed = Placed()
    first = read(placed, SMALL, None)
    text = SMALL.replace("    target: at least 90%", "\n" * 40 + "    target: at least 90%", 1)
    tree = read(placed, text, first)
    assert tree.root == read_tree(tree.source).root


def test_a_heading_that_has_lost_its_names_has_none():
    placed, text = Placed(), "requirements:\n  MA-9:\n    a: b\n"
    first = read(placed, text, None)
    tree = read(placed, text.replace("\n", "\nrequirement:\n", 1), first)
    assert tree.root == read_tree(tree.source).root


@pytest.mark.parametrize(
    ("was", "instead"),
    [("  MA-2: {", "  {"), ("cards:\n  principle: {green: at least 90%}", "{cards: {green: at least 90%}}")],
)
def test_a_passage_in_curly_brackets_has_no_name(was, instead):
    text = SMALL.replace(was, instead)
    assert text != SMALL
    assert not read_tree(source(text)).is_plain
    assert read(Placed(), text, None) is None


def test_a_remark_with_a_character_that_cannot_be_seen_is_left_to_the_whole():
    assert read(Placed(), SMALL.replace("# the first", "#\x1f the first"), None) is None


def test_of_the_same_text_the_whole_stays_the_very_same():
    placed = Placed()
    first = read(placed, SMALL, None)
    assert read(placed, SMALL, first).root is first.root
