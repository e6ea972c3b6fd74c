"""The example partnership, from its real files to its real reports."""

import json
from pathlib import Path

import pytest

from specrules.__main__ import main
from specrules.report.sheet import WIDTH
from specrules.spec.schema import validate

ROOT = Path(__file__).parents[2]
RESULTS = {"met", "partly met", "not met", "no evidence", "not applicable", "allowed"}


@pytest.fixture(scope="module")
def printed():
    """What the review of a quarter prints, by quarter and format; each made once."""
    made = {}

    def run(capsys, monkeypatch, *options):
        if options not in made:
            monkeypatch.chdir(ROOT)
            code = main(["review", "examples/anytown", *options])
            made[options] = code, capsys.readouterr().out
        return made[options]

    return run


@pytest.fixture
def review(printed, capsys, monkeypatch):
    return lambda *options: printed(capsys, monkeypatch, *options)


def test_the_newest_quarter_as_text(review, as_kept):
    code, text = review()
    assert code == 1
    as_kept("anytown.txt", text)


def test_no_line_passes_the_edge(review):
    assert max(map(len, review()[1].splitlines())) <= WIDTH


def test_the_newest_quarter_as_data_follows_the_published_schema(review):
    assert validate("review", json.loads(review("--format", "json")[1])) == []


def test_every_result_comes_up_in_the_newest_quarter(review):
    data = json.loads(review("--format", "json")[1])
    assert {each["result"] for each in data["verdicts"]} == RESULTS


def test_the_quarter_in_which_counts_differed_asks_both_sides(review):
    text = " ".join(review("--period", "2026-27-Q1")[1].split())
    assert "Query to both: Riverbank Recovery says it sent" in text


def test_words_that_are_not_ours_to_use_appear_only_in_titles_of_documents(review):
    text = review()[1].partition("\nDocuments\n")[0].casefold()
    assert not [word for word in ("breach", "misuse", "abuse", "dual diagnosis") if word in text]
