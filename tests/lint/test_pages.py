"""Every code has one page, one name and one meaning."""

import ast
import re
from collections import Counter
from pathlib import Path

import pytest

from specrules.base.errors import SpecrulesError
from specrules.lint import explain
from specrules.lint.pages import pages

PACKAGE = Path(__file__).parents[2] / "specrules"
CODE = re.compile(r"(FI|MS|EV|MA|NW|SO|AL)[0-9]{3}")
PAGES = list(pages())


def texts():
    """Every text in the modules of the package that name a code."""
    for path in sorted(PACKAGE.rglob("*.py")):
        code = path.read_text(encoding="utf-8")
        for node in ast.walk(ast.parse(code)) if CODE.search(code) else ():
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield node.value


def test_every_code_in_the_package_has_a_page():
    used = {text for text in texts() if CODE.fullmatch(text)}
    assert used == {page.code for page in PAGES}


def test_no_code_has_two_pages():
    assert [code for code, count in Counter(page.code for page in PAGES).items() if count > 1] == []


def test_a_name_has_one_code_for_specifications_and_at_most_one_for_returns():
    named = Counter((page.name, page.code.startswith("EV4") and page.code >= "EV420") for page in PAGES)
    assert [name for name, count in named.items() if count > 1] == []


def test_a_name_goes_with_one_code_wherever_a_finding_is_made():
    names = {page.code: page.name for page in PAGES}
    for path in sorted(PACKAGE.rglob("*.py")):
        pairs = re.findall(
            r'"((?:FI|MS|EV|MA|NW|SO|AL)\d{3})",\s+"([a-z0-9-]+)"', path.read_text(encoding="utf-8")
        )
        assert [pair for pair in pairs if names[pair[0]] != pair[1]] == [], path.name


@pytest.mark.parametrize("asked", ["SO701", "so701", "no-source", " No-Source "])
def test_a_rule_is_explained_by_code_or_name(asked):
    assert explain(asked).startswith(
        "no-source (SO701), error\n\nEvery requirement says where it comes from.\n"
    )


def test_what_a_reader_finds_is_explained():
    assert explain("FI199") == (
        "not-yaml (FI199), error\n\n"
        "The text can be read as YAML: headings, each with a colon and a space after it,\nand lists.\n"
    )


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.code)
def test_every_page_says_something_in_short_lines(page):
    lines = explain(page.code).splitlines()
    assert len(lines) > 2
    # Examples keep the lines that a specification has.
    assert max(len(line) for line in lines if not line.startswith("    ")) <= 80


def test_the_nearest_name_is_suggested():
    with pytest.raises(SpecrulesError, match=r"Did you mean no-source\?"):
        explain("no-sorce")


def test_nothing_is_suggested_for_what_is_like_no_rule():
    with pytest.raises(SpecrulesError, match="Rules are named like"):
        explain("what?")


@pytest.mark.parametrize("asked", ["FI1O4", "fil04"])
def test_letters_that_look_like_figures_are_taken_for_them(asked):
    with pytest.raises(SpecrulesError, match="Did you mean FI104"):
        explain(asked)
