"""The pages over many reviews in a real browser."""

import pytest
from playwright.sync_api import expect

from specrules.report import html
from specrules.rollup import roll_up
from tests.browser.looking import faults, misplaced, shown
from tests.report.test_html_many import record, region, year  # noqa: F401 - fixtures
from tests.test_rollup import a_record

PAGES = ("index.html", "area-anytown.html", "area-anytown-heat.html", "area-anytown-time.html")


@pytest.fixture
def folder(tmp_path, year):  # noqa: F811
    """A folder with the pages of a year."""
    for name, text in html.roll_up(roll_up(year), tmp_path).items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("mode", shown("320 px", "light", "dark", "forced colours", "print"))
@pytest.mark.parametrize("name", PAGES)
def test_no_text_is_out_of_its_place(opened, folder, name, mode):
    with opened(folder / name, mode) as tab:
        assert misplaced(tab, least=9 if mode == "print" else 12) == []
        assert tab.complaints == [] and len(tab.requests) == 1


@pytest.mark.parametrize("mode", shown("light", "dark", "forced colours", "320 px", "print"))
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing(opened, axe, folder, name, mode):
    with opened(folder / name, mode) as tab:
        assert faults(tab, axe) == []


def test_a_reader_walks_from_all_areas_to_one_duty_over_time(opened, folder):
    with opened(folder / "index.html") as tab:
        tab.get_by_role("link", name="A service").click()
        expect(tab.get_by_text("Worse: 1 duty")).to_be_visible()
        tab.get_by_role("link", name="Period against period").click()
        row = tab.get_by_role("table", name="Riverbank Recovery").get_by_role("row", name="MA-1")
        expect(row.get_by_role("cell")).to_have_text(["Not met", "Met", "Not met"])


REGION = ("index.html", "duties.html", "section-1.html")


@pytest.fixture
def all_areas(tmp_path, region):  # noqa: F811
    """A folder with the pages over three areas."""
    for name, text in html.roll_up(roll_up(region), tmp_path).items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("mode", shown("light", "320 px", "dark"))
@pytest.mark.parametrize("name", REGION)
def test_nothing_is_wrong_with_the_pages_over_all_areas(opened, axe, all_areas, name, mode):
    with opened(all_areas / name, mode) as tab:
        assert misplaced(tab) == [] and faults(tab, axe) == []
        assert tab.complaints == [] and len(tab.requests) == 1


def test_rows_are_shown_by_what_they_are_called_and_by_result(opened, all_areas):
    with opened(all_areas / "duties.html") as tab:
        everything = tab.locator("table.some tbody tr:visible").count()
        tab.get_by_label("With a result").select_option("Not met")
        expect(tab.locator("table.some tbody tr:visible")).not_to_have_count(everything)
        tab.get_by_label("Duty").fill("only HERE")
        expect(tab.get_by_role("status")).to_have_text(f"0 of {everything} rows are shown.")
        tab.get_by_label("With a result").select_option("Any")
        expect(tab.locator("table.some:visible tbody tr:visible")).to_have_count(1)
        tab.get_by_role("button", name="Show all").click()
        expect(tab.locator("table.some tbody tr:visible")).to_have_count(everything)
        expect(tab.get_by_role("status")).to_be_hidden()


def test_columns_are_shown_by_the_duty_and_rows_by_the_area(opened, all_areas):
    with opened(all_areas / "section-1.html") as tab:
        tab.get_by_label("Duty").fill("ma-4 ASKS")
        tab.get_by_label("Area or party").fill("county")
        table = tab.locator("table.some:visible").first
        heads = table.get_by_role("columnheader").all_inner_texts()
        assert heads == ["Party", "What MA-4 asks"]
        assert all("County" in row for row in table.get_by_role("rowheader").all_inner_texts())


def test_on_paper_a_filtered_page_says_that_it_is(opened, all_areas):
    with opened(all_areas / "duties.html") as tab:
        tab.get_by_label("Duty").fill("only here")
        tab.emulate_media(media="print")
        expect(tab.get_by_role("status")).to_be_visible()
        expect(tab.get_by_label("Duty")).to_be_hidden()


def test_without_script_every_row_is_there_and_no_box_that_does_nothing(opened, all_areas):
    with opened(all_areas / "duties.html", "no script") as tab:
        expect(tab.locator("table.some tbody tr").first).to_be_visible()
        expect(tab.locator(".filter")).to_be_hidden()


def test_a_page_of_four_hundred_areas_opens_at_once(opened, tmp_path):
    from specrules.base.frozen import replace

    one = a_record(tmp_path)
    many = [replace(one, spec=f"s-{n}", title=f"Service {n:04}") for n in range(400)]
    page = html.roll_up(roll_up(many), tmp_path)["index.html"]
    with opened(page) as tab:
        took = tab.evaluate("performance.getEntriesByType('navigation')[0].loadEventEnd")
        assert tab.locator("tbody tr").count() == 400
        assert took < 10_000  # bench/pages.py measures it; here it must only not hang
