"""Every page the product writes besides the scorecard and the roll-up, in a real browser."""

from pathlib import Path

import pytest

from specrules.__main__ import main
from specrules.report import html
from specrules.report.html.runs import compared, trends
from specrules.report.over_time import over_time
from specrules.report.papers.meeting import meeting
from specrules.report.papers.page import as_page
from specrules.viewing import view
from tests.browser.looking import SPACING, faults, misplaced, shown
from tests.report.made import a_run
from tests.report.test_html_runs import a_comparison, a_trend
from tests.report.test_over_time import a_trend_of

ROOT = Path(__file__).parents[2]
BROKEN = list(map(str, sorted((ROOT / "tests/broken").glob("*.yaml"))[::12]))
MODES = ("light", "dark", "forced colours", "320 px", "print")


def written(*words):
    """What a command prints."""

    def page(capsys, tmp_path):
        main([each.format(tmp=tmp_path, root=ROOT) for each in words])
        return capsys.readouterr().out

    return page


def a_schedule(capsys, tmp_path):
    main(["schedule", str(ROOT / "examples/anytown/spec.yaml"), "-o", str(tmp_path / "schedule.html")])
    return (tmp_path / "schedule.html").read_text(encoding="utf-8")


def a_replay(capsys, tmp_path):
    return Path(__file__).parents[1].joinpath("drafts/expected/replay.html").read_text(encoding="utf-8")


def with_figures():
    return over_time(view(a_run()), a_trend_of("MA-1", "MA-2"))


PAGES = {
    "scorecard with figures over time": lambda *_: html.review(view(a_run()), with_figures()),
    "meeting pack": lambda *_: as_page(meeting(view(a_run()), over_time=with_figures())),
    "trends": lambda *_: trends(a_trend()),
    "what changed": lambda *_: compared(a_comparison()),
    "replay": a_replay,
    "schedule": a_schedule,
    "lint": written("lint", *BROKEN, "--format", "html"),
}


def looked_at(tab, axe, mode):
    """Everything that is wrong with a page."""
    tab.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
    return [*misplaced(tab, least=9 if mode == "print" else 12), *faults(tab, axe), *tab.complaints]


@pytest.mark.parametrize("mode", shown(*MODES))
@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)
def test_nothing_is_wrong_with_it(opened, axe, capsys, tmp_path, page, mode):
    with opened(page(capsys, tmp_path), mode) as tab:
        assert looked_at(tab, axe, mode) == []
        assert len(tab.requests) == 1


@pytest.mark.slow
@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)
def test_nothing_is_cut_off_with_the_spacing_a_reader_may_ask_for(opened, capsys, tmp_path, page):
    with opened(page(capsys, tmp_path), "320 px") as tab:
        tab.evaluate(SPACING)
        assert misplaced(tab) == []
