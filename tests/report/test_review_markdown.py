"""A review as Markdown, read back by the reader that the sites themselves use."""

import re

import cmarkgfm
import pytest

from specrules.base.frozen import replace
from specrules.report.papers.blocks import LONGEST
from specrules.report.papers.review import review
from specrules.view import HIDDEN, Audience
from specrules.viewing import view
from tests.report.made import a_published_run, a_run
from tests.report.test_html import MORE_ATTACKS, with_text_everywhere
from tests.report.test_text import ATTACKS

SMALL = view(a_run())
LINKS = ("see https://example.org/x", "WWW.example.org", "[x](https://example.org)")
MARKUP = (
    "# a heading",
    "- an item",
    "1. an item",
    "===",
    "> quoted",
    "| a | b |",
    "*a* _b_ ~~c~~",
    "    code",
)


def tags(text):
    """How often each kind of element comes up once the Markdown is read, markup within it allowed."""
    page = cmarkgfm.github_flavored_markdown_to_html(text, cmarkgfm.Options.CMARK_OPT_UNSAFE)
    found = re.findall(r"<([a-z0-9]+)", page)
    return {name: found.count(name) for name in found}


def test_the_whole_of_a_small_review(as_kept):
    as_kept("small.md", review(SMALL))


def test_the_same_review_gives_the_same_text():
    assert review(SMALL) == review(view(a_run()))


def test_every_verdict_stands_with_its_reason():
    text = review(SMALL)
    for each in SMALL.verdicts:
        assert f"### {each.requirement} {each.title}: " in text
        assert all(check.wanted in text for check in each.checks if each.result.word != "not applicable")


def test_every_piece_of_evidence_still_needed_stands_in_its_table():
    text = review(SMALL).partition("## Evidence still needed")[2]
    for party in SMALL.needed:
        assert f"### From {party.name}" in text
        assert all(f"| {each.requirement} | {each.check} |" in text for each in party.items)


def test_a_figure_that_is_held_back_is_nowhere():
    held = review(view(a_published_run(), Audience.PUBLICATION))
    assert "57 of 64" in review(SMALL) and "57" not in held and f"found {HIDDEN}".replace("*", "\\*") in held


def test_a_review_without_anything_says_so():
    empty = replace(
        SMALL, compliance=(), no_wrong_door=None, verdicts=(), needed=(), findings=(), allowances=()
    )
    text = review(replace(empty, unmet=()))
    assert "Nobody owes anything in this period, so nothing is rated." in text
    assert "Nothing: the evidence settles every verdict." in text
    assert "None recorded." in text and "Nothing was found." in text


@pytest.mark.parametrize("text", [*ATTACKS, *MORE_ATTACKS, *LINKS, *MARKUP])
def test_strings_that_attack_stay_text(text):
    hostile = review(with_text_everywhere(SMALL, text))
    assert all(each.isprintable() or each == "\n" for each in hostile)
    found = tags(hostile)
    assert found == tags(review(with_text_everywhere(SMALL, text and "plain words")))


def test_a_long_text_is_cut_with_a_count():
    hostile = review(with_text_everywhere(SMALL, "x" * 10_000))
    assert "x" * LONGEST + "… and 9,000 more characters" in hostile
    assert "x" * (LONGEST + 1) not in hostile
