"""Specifications that went wrong as they do for people: all that lint says of each, and how it mends them."""

import re
from functools import cache
from pathlib import Path

import pytest

from specrules.base.findings import Severity
from specrules.lint import lint
from specrules.report.findings import as_text
from specrules.report.show import width
from tests.words import PROGRAMMERS

BROKEN = Path(__file__).parent / "broken"
FILES = sorted(path.name for path in BROKEN.glob("*.yaml"))
each_file = pytest.mark.parametrize("name", FILES, ids=lambda name: name.removesuffix(".yaml"))


@pytest.fixture(autouse=True)
def in_the_folder(monkeypatch):
    monkeypatch.chdir(BROKEN)


@cache
def found(name):
    """All that lint says of a file; several tests look at it."""
    return lint(name)


def expected(name):
    """The name and the line that the first line of a file says will be found."""
    first = (BROKEN / name).read_bytes().decode("utf-8-sig", "replace").splitlines()[0]
    said = re.fullmatch(r"# Invented. Expected: (\S+)(?: on line (\d+))?", first)
    return [] if said[1] == "nothing" else [(said[1], int(said[2]))]


@each_file
def test_one_cause_gives_one_finding_on_its_own_line(name):
    assert [(each.name, each.place.span.line) for each in found(name).findings] == expected(name)


@each_file
def test_what_lint_says_is_as_it_was_kept(name, request):
    text = re.sub(r"^[0-9]+ rules ran", "All rules ran", as_text(found(name)), flags=re.MULTILINE)
    kept = BROKEN / f"{name.removesuffix('.yaml')}.txt"
    if request.config.getoption("--update"):
        kept.write_text(text, encoding="utf-8", newline="\n")
    assert text == kept.read_text(encoding="utf-8")


@each_file
def test_what_lint_says_fits_on_a_screen_and_is_in_ordinary_words(name):
    run = found(name)
    # What was probably meant stands beside the carets, whole, however long.
    lines = [line for line in as_text(run).splitlines() if "^  " not in line]
    assert [line for line in lines if width(line) > 80] == []
    said = [text for each in run.findings for text in (each.message, each.remedy or "")]
    assert [text for text in said if PROGRAMMERS.search(text)] == []


@each_file
def test_what_is_an_error_says_what_to_do(name):
    errors = [each for each in found(name).findings if each.severity is Severity.ERROR]
    assert [each for each in errors if not each.remedy and " Write " not in each.message] == []


def test_colour_is_only_added(monkeypatch):
    run = lint(FILES)
    plain = re.sub(r"\x1b\[[0-9]*m", "", as_text(run, colour=True))
    assert plain == as_text(run)


def test_there_are_sixty_at_the_least():
    assert len(FILES) >= 60
