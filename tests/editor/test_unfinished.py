"""Whatever is on the screen, and wherever somebody points, the modules behind the editor have an answer."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from specrules.__main__ import main
from specrules.base.findings import Span
from specrules.base.homes import shipped
from specrules.editor.links import definition
from specrules.editor.names import OpenFile
from specrules.editor.offers import offers_at
from specrules.editor.outline import outline
from specrules.editor.places import At, Lines
from specrules.editor.readings import reading
from specrules.editor.spots import spot_at, spots
from specrules.library import Library
from tests.editor.test_lsp import SPEC

LIBRARY = Library([shipped("rules")])
TEXTS = st.text(alphabet="a£é🙂 \t:\n\r", max_size=40)


@given(TEXTS, st.data())
def test_every_place_comes_back_from_the_way_an_editor_counts(text, data):
    lines = Lines(text)
    line = data.draw(st.integers(1, lines.end.line + 1))
    column = data.draw(st.integers(1, len(lines.text(line)) + 1))
    assert lines.place(lines.at(line, column)) == (line, column)


def test_a_column_inside_an_emoji_is_the_emoji_itself():
    assert Lines("a🙂b").place(At(0, 2)) == (1, 2)


def test_a_finding_of_the_whole_file_is_shown_on_its_first_line():
    assert Lines("£1\nrest").both(None) == ((0, 0), (0, 2))


def test_a_place_behind_the_last_line_is_its_end():
    assert Lines("a\nbc").both(Span(2, 1, 3, 1)) == ((1, 0), (1, 2))


def test_where_an_editor_is_behind_its_own_changes_the_end_of_the_text_is_meant():
    assert Lines("a\nbc").place(At(20, 16)) == (2, 3)


@pytest.mark.parametrize(
    ("right", "wrong"),
    [("starts: 2026-04-01", "starts: 1/4/26"), ("every: quarter", "every: sometimes"), ("contract:", "# ")],
)
def test_a_requirement_is_read_out_while_the_contract_cannot_be_read(right, wrong):
    text = SPEC.replace(right, wrong)
    file = OpenFile("spec.yaml", text, LIBRARY)
    line = next(n for n, each in enumerate(text.splitlines(), 1) if each.startswith("  MA-1:"))
    spot = spot_at(file.tree, line, 4)
    assert text != SPEC
    assert reading(file, spot).startswith("MA-1: ")


@pytest.mark.parametrize("cut", range(0, len(SPEC), 29))
def test_a_text_that_stops_anywhere_has_answers_at_its_end(cut):
    file = OpenFile("spec.yaml", SPEC[:cut], LIBRARY)
    line, column = Lines(SPEC[:cut]).place(Lines(SPEC[:cut]).end)
    found = offers_at(file, line, column)
    assert found.span.line == found.span.end_line == line
    assert found.span.column <= column <= found.span.end_column
    assert all(each.word and each.text.strip() for each in found.offers)
    outline(file.tree)
    spot = spot_at(file.tree, line, column)
    assert spot is None or isinstance(reading(file, spot), str)


def test_every_word_of_a_specification_can_be_pointed_at():
    file = OpenFile("spec.yaml", SPEC, LIBRARY)
    for spot in spots(file.tree):
        assert spot_at(file.tree, *spot.scalar.span[:2]) == spot
        # What leads somewhere is also explained.
        assert reading(file, spot) or not definition(file, spot)


def test_without_its_library_the_server_says_what_is_wanted(monkeypatch, capsys):
    monkeypatch.setattr("specrules.cli.lsp.find_spec", lambda name: None)
    assert main(["lsp"]) == 2
    assert capsys.readouterr().err == (
        "The server for editors needs one more part: pip install 'specrules[editor]'\n"
    )
