"""A text that is read again after a change gives the tree that reading it afresh gives."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from specrules.base.files import source_of
from specrules.text import rereading
from specrules.text.rereading import read_again
from specrules.text.tree import read_tree

ROOT = Path(__file__).parent.parent
SPEC = (ROOT / "specs" / "recovery-service.yaml").read_text(encoding="utf-8")
SMALL = """\
# A file.
specrules: spec 1
parties:
  council: {name: Anytown Council, role: commissioner}
  riverbank:
    name: "Riverbank
      Recovery"
requirements:

  MA-1:
    wording: |
      People go
      # not a comment
    target: at least 90%   # a comment

    # another
  MA-2: {owed-by: [riverbank,
    trust], target: *}
  MA-3:
    checks:
    - one: a
      two:
    - three
"""
PLAIN = SMALL.replace(", target: *", "")
#: What people type, paste and delete, and what could make a part of a file read otherwise by itself.
PIECES = [
    *(
        "\n",
        "\n\n",
        " ",
        "  ",
        "    ",
        "a",
        "MA-1",
        ":",
        ": ",
        "- ",
        "#",
        " # x",
        "'",
        '"',
        "{",
        "}",
        "[",
        "]",
    ),
    *(
        ",",
        "|",
        ">",
        "|+\n",
        "x: y\n",
        "  x: y\n",
        "    x: y\n",
        "\n  MA-9:\n    a: b\n",
        "\n  MA-1:\n    a: b\n",
    ),
    *(
        "\n---\n",
        "\n...\n",
        "\n%YAML 1.1\n",
        "? ",
        "? a\n: b\n",
        "&a ",
        "*a",
        "*",
        "!",
        "<<: ",
        "\t",
        "\r",
        "£",
    ),
    *("\u00a0", "“", "\u2028", "\x00", "\\", "=", "@", "`", "x" * 1100),
]


def source(text):
    return source_of("spec.yaml", text.encode("utf-8", "surrogatepass"))


@st.composite
def edited(draw, text):
    """*text* with a stretch of it replaced: often a whole number of lines, often by nothing."""
    lines = text.split("\n")
    begins = [sum(len(line) + 1 for line in lines[:n]) for n in range(len(lines))]
    points = st.one_of(st.integers(0, len(text)), st.sampled_from(begins))
    start = draw(points)
    length = draw(st.one_of(st.just(0), st.integers(0, 12), st.sampled_from([len(lines[0]) + 1, 40])))
    piece = draw(st.one_of(st.sampled_from(PIECES), st.just(""), st.text(max_size=4)))
    if draw(st.booleans()) and len(lines) > 1:
        piece = lines[draw(st.integers(0, len(lines) - 1))] + "\n"
    return text[:start] + piece + text[start + length :]


def read_again_and_again(data, text):
    """Read *text* after each of a few changes, and hold what comes of it to what reading it afresh gives."""
    tree = read_tree(source(text))
    for _ in range(data.draw(st.integers(1, 4))):
        text = data.draw(edited(text))
        tree = read_again(tree, source(text))
        assert tree == read_tree(source(text))


@settings(max_examples=60)
@given(st.data(), st.sampled_from([SMALL, PLAIN]))
def test_reading_again_gives_what_reading_afresh_gives(data, text):
    read_again_and_again(data, text)


@pytest.mark.slow
@settings(max_examples=1500, suppress_health_check=list(HealthCheck))
@given(st.data(), st.sampled_from([SMALL, *[PLAIN] * 20, SPEC]))
def test_reading_again_gives_what_reading_afresh_gives_whatever_was_done(data, text):
    read_again_and_again(data, text)


def test_a_key_that_ends_where_the_next_one_begins_is_not_read_by_itself():
    after = source(PLAIN.replace("      # not a comment\n    target: at least", "  ? "))
    assert read_again(read_tree(source(PLAIN)), after) == read_tree(after)


@pytest.mark.parametrize("old", ["at least 90%   # a comment", "People go", "  MA-3:", "\n    # another"])
@pytest.mark.parametrize("new", ["at least 80%", "People\n      go", "", "  MA-3:\n", "  MA-4:\n  MA-3:"])
def test_a_change_in_a_requirement_gives_what_reading_afresh_gives(old, new):
    assert old in PLAIN
    after = source(PLAIN.replace(old, new))
    assert read_again(read_tree(source(PLAIN)), after) == read_tree(after)


def test_a_text_behind_a_bar_that_ends_a_requirement_ends_with_its_line():
    before = source(PLAIN.replace("    target: at least 90%   # a comment\n\n    # another\n", ""))
    after = source(before.text.replace("People go", "a People go"))
    assert before.text != PLAIN
    assert read_again(read_tree(before), after) == read_tree(after)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            PLAIN.replace("\n", "\r\n"),
            PLAIN.replace("\n", "\r\n").replace("[riverbank,\r\n", "[riverbank,\rx\n"),
        ),
        ("a: 1\nb:\n  c: 1\n  d: 2\ne:\n  - x\n", "a: 1\nb:\n  c: 1\n  d:,e:\n  - x\n"),
    ],
)
def test_what_would_be_read_otherwise_by_itself_is_read_with_the_whole(before, after):
    assert read_again(read_tree(source(before)), source(after)) == read_tree(source(after))


def test_what_did_not_change_is_not_read_again(monkeypatch):
    tree = read_tree(source(PLAIN))
    monkeypatch.setattr(rereading, "read_tree", None)
    after = read_again(tree, source(PLAIN.replace("90%", "80%")))
    assert [each.value.span for each in after.root.entries] == [each.value.span for each in tree.root.entries]
    before, now = (each.root.get("requirements").value.entries for each in (tree, after))
    assert now[1] is before[1]
    assert now[2] is before[2]
    assert now[0] is not before[0]
