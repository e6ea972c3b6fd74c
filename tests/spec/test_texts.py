"""Blanks left open, words lost behind a number sign, spoilt characters and undated decisions are found."""

import pytest

from specrules.lint import lint
from specrules.spec.texts import is_blank, unspoilt
from tests.lint.made import a_spec, codes


def found_with(folder, old, new):
    text = a_spec().replace(old, new)
    assert text != a_spec()
    path = folder / "spec.yaml"
    path.write_text(text, encoding="utf-8")
    return [each for each in codes(lint(path).findings) if each.startswith("FI")]


@pytest.mark.parametrize(
    "text",
    [
        "TBC",
        "to be agreed",
        "xxx",
        "____",
        "...",
        "…",
        "???",
        "«Name»",
        "<name of council>",
        "[insert name] Board",
    ],
)
def test_a_blank_is_known(text):
    assert is_blank(text)


@pytest.mark.parametrize(
    "text",
    ["Recovery (TBC House)", "less than 5 < 6", "People aged <18", "What? Why?", "tbilisi", "and so on..."],
)
def test_what_only_looks_like_a_blank_is_none(text):
    assert not is_blank(text)


@pytest.mark.parametrize(
    ("spoilt", "meant"),
    [
        ("Peopleâ€™s voice", "People’s voice"),
        ("CafÃ©", "Café"),
        ("Â£10", "£10"),
        ("“No wrong door”", "“No wrong door”"),
    ],
)
def test_spoilt_characters_are_read_as_they_were(spoilt, meant):
    assert unspoilt(spoilt) == meant


@pytest.mark.parametrize("name", ["Recovery, see x?a=1&copy=2", "Rooms; halls"])
def test_a_sign_that_web_pages_use_is_no_code_by_itself(name, tmp_path):
    assert found_with(tmp_path, "title: ", f"title: {name} - ") == []


@pytest.mark.parametrize("title", ["TO BE CONFIRMED", "Tbc", "People at [iNSERT name of house]"])
def test_a_blank_is_found_in_any_letters_and_whatever_else_the_file_says(title, tmp_path):
    assert found_with(tmp_path, "Something is done", title) == ["FI135"]


@pytest.mark.parametrize(
    ("source", "code"),
    [
        ("local decision", ["FI129"]),
        ("local decision of the board", ["FI129"]),
        ("local decision, 10/02/2026", ["FI109"]),
        ("local decision, 2026-02-30", ["FI130"]),
        ("local decision, 2026-02-10, and agreed by the board", []),
        ("local decision of the board, 2026-02-10", []),
        ("minutes of the board", []),
    ],
)
def test_a_local_decision_has_a_date(source, code, tmp_path):
    assert found_with(tmp_path, "local decision, 2026-02-10", source) == code


@pytest.mark.parametrize(
    ("title", "code"),
    [
        ("Something is done in room #1 and #2", ["FI134"]),
        ("Something is done  # 1 of these", []),
        ('"Something is done in room #1"', []),
        ("Something is done  #see the guide", []),
    ],
)
def test_a_title_cut_off_by_a_number_sign_is_found(title, code, tmp_path):
    assert found_with(tmp_path, "title: Something is done", f"title: {title}") == code


def test_what_a_remark_hides_is_told_of_its_own_line_only(tmp_path):
    text = a_spec().replace("Something is done", "Something is done in #2").replace("at least 3", "at least")
    path = tmp_path / "spec.yaml"
    path.write_text(text, encoding="utf-8")
    assert {each.name for each in lint(path).findings} >= {"text-made-a-remark", "not-a-target"}
