"""Characters that are not what they look like are told apart by name."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from specrules.base.findings import Span
from specrules.text.characters import (
    MOST_PLACES,
    ODD_SPACES,
    alike,
    hidden_character,
    hidden_in,
    in_curly_quotes,
    short,
)


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("Owed-By", "owed-by"),
        ("MA 1", "MA1"),
        ("MA-1", "MA–1"),
        ("caf\u00e9", "cafe\u0301"),
        ("ＭＡ-1", "MA-1"),
        ("МА-1", "MA-1"),
        ("ΜΑ-1", "MA-1"),
        ("provider’s", "provider's"),
    ],
    ids=["case", "space", "dash", "accent", "full width", "Cyrillic", "Greek", "apostrophe"],
)
def test_headings_that_print_alike_are_alike(one, two):
    assert alike(one) == alike(two)


@pytest.mark.parametrize(
    ("one", "two"), [("MA-1", "MA-2"), ("left-out", "left_out"), ("O", "0"), ("must", "should")]
)
def test_headings_that_print_differently_are_not_alike(one, two):
    assert alike(one) != alike(two)


@given(st.text())
def test_spaces_make_no_difference_to_a_heading(heading):
    assert alike(f" {heading} ") == alike(heading)


@pytest.mark.parametrize(
    "character",
    [
        "\0",
        "\x1b",
        "\x7f",
        "\x85",
        "\u00ad",
        "\u200b",
        "\u200d",
        "\u202e",
        "\u2028",
        "\u2066",
        "\ue000",
        "\ufeff",
    ],
    ids=lambda character: f"U+{ord(character):04X}",
)
def test_what_shows_nothing_is_hidden(character):
    assert hidden_in(f"must{character} not") == [character]


@pytest.mark.parametrize("text", ["£10 – ‘best’ 😀 é", "two\nlines\tand a tab", *ODD_SPACES])
def test_what_can_be_seen_is_not_hidden(text):
    assert hidden_in(text) == []


def test_a_hidden_character_is_named_by_number_at_its_first_places():
    places = [Span(line, 1, line, 2) for line in range(1, 30)]
    finding = hidden_character("spec.yaml", "\u202e", places)
    assert "U+202E, right-to-left override" in finding.message
    assert finding.place.span == places[0]
    assert [each.span for each in finding.also] == places[1:MOST_PLACES]


@pytest.mark.parametrize(
    ("text", "inside"),
    [
        ("“2026-04-01”", "2026-04-01"),
        ("‘must’", "must"),
        ('“must"', "must"),
        ("“must", "must"),
        ("‘don’t know’", "don’t know"),
        ("“No ‘wrong’ door”", "No ‘wrong’ door"),
    ],
)
def test_curly_quotes_round_a_whole_value_stand_for_straight_ones(text, inside):
    assert in_curly_quotes(text) == inside


@pytest.mark.parametrize(
    "text",
    [
        "",
        "“",
        "“”",
        "plain",
        "“No wrong door” in practice",
        "“a” and “b”",
        "‘a’ and ‘b’",
        "’90s",
        "don’t",
        "‘best’ of",
    ],
)
def test_curly_quotes_round_some_of_the_words_are_left_alone(text):
    assert in_curly_quotes(text) is None


def test_a_long_text_is_cut_to_be_named():
    assert short("a  b\nc " + "x" * 50) == "a b c " + "x" * 33 + "…"
