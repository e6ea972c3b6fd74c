"""Text from anywhere is safe to print."""

from unicodedata import category

import pytest
from hypothesis import given
from hypothesis import strategies as st

from specrules.report.show import show, show_exactly, width

ANY_TEXT = st.text(st.characters(codec=None, categories=None, max_codepoint=0x10FFFF))


def test_plain_text_is_shown_as_it_is():
    assert (
        show("Keyworkers help: £10 – “a meeting” at the café")
        == "Keyworkers help: £10 – “a meeting” at the café"
    )


@pytest.mark.parametrize(
    ("hidden", "shown"),
    [
        ("\x1b[2J", "<U+001B>[2J"),
        ("a\u202eb", "a<U+202E>b"),
        ("a\nb", "a<U+000A>b"),
        ("a\tb", "a<U+0009>b"),
        ("\x9b31m", "<U+009B>31m"),
        ("\x00", "<U+0000>"),
        ("\ud800", "<U+D800>"),
        ("\u200b", "<U+200B>"),
        ("\U000e0041", "<U+E0041>"),
    ],
)
def test_hidden_characters_are_shown_by_number(hidden, shown):
    assert show(hidden) == shown


def test_an_odd_space_is_shown_as_a_space():
    assert show("£10\u00a0a\u2009meeting") == "£10 a meeting"


def test_where_spaces_matter_each_kind_can_be_seen():
    assert show_exactly("\ttitle:\u00a0x\x1b") == "→title:␣x<U+001B>"


@given(ANY_TEXT)
def test_what_is_shown_can_always_be_printed_and_encoded(text):
    for shown in (show(text), show_exactly(text)):
        assert shown.isprintable()
        assert not {category(each) for each in shown} & {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
        shown.encode("utf-8")


@given(ANY_TEXT)
def test_showing_twice_changes_nothing(text):
    assert show(show(text)) == show(text)


@pytest.mark.parametrize(("text", "columns"), [("£10", 3), ("日本", 4), ("🙂", 2), ("e\u0301", 1), ("", 0)])
def test_width_is_in_columns_of_the_screen(text, columns):
    assert width(text) == columns
