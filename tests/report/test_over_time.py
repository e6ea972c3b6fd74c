"""Figures of earlier reviews beside a review: on its page, and in the pack for the meeting."""

from fractions import Fraction

from specrules.__main__ import main
from specrules.base.frozen import replace
from specrules.report import html
from specrules.report.html.runs import run_chart
from specrules.report.over_time import MOST, over_time
from specrules.report.papers.markdown import as_markdown
from specrules.report.papers.meeting import meeting
from specrules.report.papers.page import as_page
from specrules.runs.trends import Trends
from specrules.values.quantities import Unit
from specrules.viewing import view
from tests.report.files import a_folder, a_return
from tests.report.made import a_run
from tests.report.pages import inert, words_of
from tests.report.test_html_runs import HOSTILE, a_trend, figures

TWICE = [(Fraction(1, 2),) * 2, (Fraction(3, 4),) * 2]


def a_trend_of(*requirements, text="delivered"):
    """The trends of some requirements, each with a figure that was known twice."""
    one = a_trend().series[0]
    series = tuple(
        replace(one, requirement=each, figures=(figures(TWICE, text=text),)) for each in requirements
    )
    return Trends("anytown", "A service", ("2026-27-Q1", "2026-27-Q2"), ("", ""), series, ())


def test_figures_of_duties_that_are_not_met_come_first():
    found = over_time(view(a_run()), a_trend_of("MA-2", "MA-1"))
    assert [each.requirement for each in found.figures] == ["MA-1", "MA-2"]


def test_of_many_figures_the_rest_is_counted():
    trend = a_trend_of("MA-1")
    one = replace(trend.series[0], figures=(figures(TWICE),) * (MOST + 2))
    found = over_time(view(a_run()), replace(trend, series=(one,)))
    assert (len(found.figures), found.left) == (MOST, 2)
    assert "2 more figures are not shown here" in words_of(html.review(view(a_run()), found))


def test_what_was_known_but_once_and_what_is_no_longer_owed_is_not_drawn():
    once = replace(a_trend_of("MA-1").series[0], figures=(figures([None, TWICE[0]]),))
    trend = replace(a_trend_of("GONE-1"), series=(once, *a_trend_of("GONE-1").series))
    assert over_time(view(a_run()), trend).figures == ()


def test_without_earlier_reviews_the_page_says_nothing_of_them():
    found = over_time(view(a_run()), None)
    assert html.review(view(a_run()), found) == html.review(view(a_run()))
    assert "Over time" not in html.review(view(a_run()))


def test_every_paper_has_the_numbers_and_the_page_the_picture_too():
    paper = meeting(view(a_run()), over_time=over_time(view(a_run()), a_trend_of("MA-1")))
    table = "| 2010-11 | delivered | delivered |"
    assert table in as_markdown(paper)
    page = as_page(paper)
    assert page.count('<svg class="chart"') == 1
    assert "2010-11 delivered delivered" in words_of(page)


def test_text_that_others_wrote_is_inert_beside_a_picture():
    found = over_time(view(a_run()), a_trend_of("MA-1", text=HOSTILE))
    more = {"viewbox", "x1", "x2", "y1", "y2", "cx", "cy", "r", "points"}
    for page in (html.review(view(a_run()), found), as_page(meeting(view(a_run()), over_time=found))):
        inert(page, more)
        assert "&lt;script&gt;" in page


def test_beside_a_picture_stand_numbers_and_under_it_what_they_are_of():
    days = figures([(Fraction(15),) * 2, (Fraction(22),) * 2], unit=Unit.WORKING_DAYS)
    chart = run_chart(days)
    assert ([words for _, words in chart.grid], chart.unit) == (["0", "11", "22"], "working days")


# -- the commands


def test_a_kept_review_shows_the_figures_of_those_before_it_and_a_publication_does_not(tmp_path, capsys):
    then = a_return("riverbank", "MA-1.delivered: 30 of 60", period="2026-27-Q2")
    signed = a_return("council", "NWD-1.signed: yes", period="2026-27-Q2")
    first = a_folder(tmp_path / "first")
    second = a_folder(tmp_path / "second", riverbank=then, council=signed)
    keep = ["--keep", str(tmp_path / "runs")]
    for folder, options in ((first, []), (second, []), (first, []), (second, ["--for", "publication"])):
        main(["review", str(folder), *keep, *options, "--format", "html"])
    pages = capsys.readouterr().out.split("<!DOCTYPE html>")[1:]
    assert ['id="over-time"' in page for page in pages] == [False, True, False, False]
