"""The pages over many reviews in a real browser."""

import pytest

from specrules.report import html
from specrules.rollup import roll_up
from tests.browser.looking import faults, misplaced
from tests.report.test_html_many import record, year  # noqa: F401 - fixtures
from tests.test_rollup import a_record

PAGES = ("index.html", "area-anytown.html", "area-anytown-heat.html", "area-anytown-time.html")


@pytest.fixture
def folder(tmp_path, year):  # noqa: F811
    """A folder with the pages of a year."""
    for name, text in html.roll_up(roll_up(year), tmp_path).items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("mode", ["light", "dark", "forced colours", "320 px", "print"])
@pytest.mark.parametrize("name", PAGES)
def test_no_text_is_out_of_its_place(opened, folder, name, mode):
    with opened(folder / name, mode) as tab:
        assert misplaced(tab, least=9 if mode == "print" else 12) == []
        assert tab.complaints == [] and len(tab.requests) == 1


@pytest.mark.parametrize(
    ("name", "mode"),
    [
        *((name, "light") for name in PAGES),
        ("area-anytown.html", "dark"),
        ("area-anytown.html", "forced colours"),
        ("area-anytown.html", "320 px"),
        ("area-anytown.html", "print"),
        ("area-anytown-heat.html", "320 px"),
        ("area-anytown-heat.html", "dark"),
    ],
)
def test_axe_finds_nothing(opened, axe, folder, name, mode):
    with opened(folder / name, mode) as tab:
        assert faults(tab, axe) == []


def test_a_reader_walks_from_all_areas_to_one_duty_over_time(opened, folder):
    with opened(folder / "index.html") as tab:
        tab.get_by_role("link", name="A service").click()
        assert tab.get_by_text("Worse: 1 duty").is_visible()
        tab.get_by_role("link", name="Period against period").click()
        row = tab.get_by_role("table", name="Riverbank Recovery").get_by_role("row", name="MA-1")
        assert row.get_by_role("cell").all_inner_texts() == ["Not met", "Met", "Not met"]


def test_a_page_of_five_hundred_areas_opens_at_once(opened, tmp_path):
    from dataclasses import replace

    one = a_record(tmp_path)
    many = [replace(one, spec=f"s-{n}", title=f"Service {n:04}") for n in range(500)]
    page = html.roll_up(roll_up(many), tmp_path)["index.html"]
    with opened(page) as tab:
        took = tab.evaluate("performance.getEntriesByType('navigation')[0].loadEventEnd")
        assert tab.locator("tbody tr").count() == 500
        assert took < 10_000  # bench/pages.py measures it; here it must only not hang
