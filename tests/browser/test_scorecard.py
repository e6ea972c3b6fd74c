"""The scorecard in a real browser: read, printed, attacked, and walked through."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from specrules.__main__ import main
from specrules.report import html
from specrules.view import Audience
from specrules.viewing import view
from tests.browser.looking import SPACING, faults, misplaced, shown
from tests.report.made import a_published_run, a_run
from tests.report.test_html import MORE_ATTACKS, with_text_everywhere

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def page():
    """The page of the small run."""
    return html.review(view(a_run()))


@pytest.mark.parametrize("mode", shown("light", "dark", "forced colours", "320 px", "print"))
def test_axe_finds_nothing_and_no_text_is_out_of_its_place(opened, axe, page, mode):
    with opened(page, mode) as tab:
        assert misplaced(tab, least=9 if mode == "print" else 12) == []
        assert faults(tab, axe) == []


def test_nothing_is_cut_off_with_everything_open_and_the_spacing_a_reader_may_ask_for(opened, page):
    with opened(page, "320 px") as tab:
        tab.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
        tab.evaluate(SPACING)
        assert misplaced(tab) == []


@pytest.mark.parametrize("attack", ["x" * 10_000, "مركز التعافي ٣", MORE_ATTACKS[3], ""])
@pytest.mark.parametrize("mode", shown("320 px", "light"))
def test_text_that_others_wrote_neither_runs_nor_breaks_the_page(opened, attack, mode):
    with opened(html.review(with_text_everywhere(view(a_run()), attack)), mode) as tab:
        tab.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
        assert misplaced(tab) == []
        assert len(tab.requests) == 1 and tab.complaints == []


def test_the_checks_see_text_over_text_and_text_cut_off(opened, page):
    with opened(page) as tab:
        tab.evaluate("document.querySelector('h2').style.marginTop = '-60px'")
        assert any(each.startswith("over each other") for each in misplaced(tab))
    with opened(page, "320 px") as tab:
        tab.evaluate(
            "document.querySelector('.tag').style.cssText = 'margin-left: 250px; white-space: nowrap'"
        )
        assert any(each.startswith("beyond the edge") for each in misplaced(tab))


def test_axe_sees_a_fault(opened, axe, page):
    with opened(page.replace('<html lang="en-GB">', "<html>")) as tab:
        assert [each[0] for each in faults(tab, axe)] == ["html-has-lang"]


def test_it_asks_for_nothing_and_the_browser_complains_of_nothing(opened, page):
    with opened(page) as tab:
        assert len(tab.requests) == 1
        assert tab.complaints == []


def test_without_script_it_is_the_same(opened, page):
    with opened(page) as tab:
        with_script = tab.screenshot()
    with opened(page, "no script") as tab:
        assert tab.screenshot() == with_script


# The place of what has the focus among all elements: the order in which a page is read.
_WHERE = "[...document.querySelectorAll('*')].indexOf(document.activeElement)"
_COLOUR = "getComputedStyle(document.querySelector('#planted') ?? document.body).color"
PLANTED = {
    "script": "<script>document.title = 'planted'</script>",
    "handler": "<img src='data:,' onerror=\"document.title = 'planted'\">",
    "style": '<p id="planted" style="color: rgb(1, 2, 3)">x</p>',
    "picture": '<img src="https://example.invalid/x.png" alt="">',
}


@pytest.mark.parametrize("planted", PLANTED.values(), ids=PLANTED)
def test_the_policy_refuses_what_is_planted(opened, page, planted):
    with opened(page.replace("</main>", f"{planted}</main>")) as tab:
        assert tab.title().startswith("Scorecard:")
        assert tab.evaluate(
            "getComputedStyle(document.querySelector('#planted') ?? document.body).color"
        ) != ("rgb(1, 2, 3)")
        assert tab.complaints and not [each for each in tab.fetched if each.startswith("http")]


def test_the_keyboard_reaches_everything_and_is_never_caught(opened, page):
    with opened(page) as tab:
        reached = []
        for _ in range(tab.locator("a:visible, summary:visible").count()):
            tab.keyboard.press("Tab")
            reached.append(tab.evaluate(_WHERE))
        assert reached == sorted(reached) and len(set(reached)) == len(reached)
        tab.keyboard.press("Tab")
        assert tab.evaluate("document.activeElement.tagName") == "BODY"


def test_on_paper_it_is_tagged_and_says_how_many_sheets_there_are(opened, page):
    with opened(page) as tab:
        paper = tab.pdf(prefer_css_page_size=True, print_background=True, tagged=True)
    assert b"/StructTreeRoot" in paper and b"/Lang (en-GB)" in paper
    sheets = int(re.search(rb"/Type /Pages\s*/Count (\d+)", paper)[1])
    assert sheets <= 12


# -- a reader who knows the contract and not the tool


def test_a_reader_walks_to_each_answer(opened, page):
    with opened(page) as tab:
        tab.get_by_role("link", name="MA-1", exact=True).first.click()
        assert tab.locator("[id='riverbank.MA-1.result']").inner_text() == "Partly met"
        assert "57 of 64 (89.1%)" in tab.locator("[id='riverbank.MA-1.why']").inner_text()
        assert tab.locator("[id='riverbank.MA-1.take']").inner_text() == "1 more of the 7 others (58 of 64)"
        assert tab.locator("[id='riverbank.MA-1.grade']").inner_text().startswith("Self-declared")
        tab.get_by_role("navigation").get_by_role("link", name="No wrong door").click()
        assert (
            "5 people are counted as sent and not as received"
            in tab.locator("[id='flow.2.lost']").inner_text()
        )


def test_a_link_opens_what_it_leads_to(opened, page):
    with opened(page) as tab:
        answer = tab.locator("[id='riverbank.MA-3.needed']")
        expect(answer).to_be_hidden()
        tab.get_by_role("navigation").get_by_role("link", name="Evidence still needed").click()
        tab.get_by_role("region", name="Evidence still needed").get_by_role("link", name="MA-3").click()
        expect(answer).to_be_visible()
        assert answer.inner_text() == "What offered looks at (not submitted: document)"


def test_hidden_figures_are_in_no_length_on_the_page(opened):
    seen = view(a_published_run(), Audience.PUBLICATION)
    with opened(html.review(seen)) as tab:
        assert tab.locator(".bar").count() == 0


@pytest.mark.slow
@pytest.mark.parametrize("mode", ["light", "320 px", "print"])
def test_the_example_partnership_has_nothing_wrong_either(opened, axe, capsys, mode):
    main(["review", str(ROOT / "examples/anytown"), "--format", "html"])
    with opened(capsys.readouterr().out, mode) as tab:
        assert misplaced(tab, least=9 if mode == "print" else 12) == []
        assert faults(tab, axe) == []
