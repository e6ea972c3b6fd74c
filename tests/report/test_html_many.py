"""Many reviews as pages."""

import json
import re
from fractions import Fraction

import pytest

from specrules.__main__ import main
from specrules.base.frozen import replace
from specrules.records import Record, records
from specrules.report import html
from specrules.report.html import grids
from specrules.report.html.charts import chart_of
from specrules.report.html.many import CHANGES_SHOWN, score_in_words
from specrules.result import MET, NO_EVIDENCE, NOT_MET
from specrules.rollup import roll_up
from tests.report.pages import inert, inert_but_for_the_filter, words_of
from tests.report.test_html import MORE_ATTACKS
from tests.report.test_text import ATTACKS
from tests.test_rollup import a_record, data


@pytest.fixture
def record(tmp_path):
    return a_record(tmp_path)


@pytest.fixture
def year(record):
    """Three quarters of one area, in which something got better, worse, settled and open."""
    moves = {
        "MA-1": (NOT_MET, MET, NOT_MET),
        "MA-4": (MET, NOT_MET, MET),
        "MA-3": (NO_EVIDENCE, NO_EVIDENCE, MET),
        "NWD-2": (MET, MET, NO_EVIDENCE),
    }
    return [
        replace(
            record,
            period=f"2026-27-Q{n + 1}",
            as_at=f"2026-{7 + n:02}-21",
            results={
                key: moves[key[0]][n] if key[0] in moves else result for key, result in record.results.items()
            },
        )
        for n in range(3)
    ]


def pages(tmp_path, found):
    return html.roll_up(roll_up(found), tmp_path / "pages")


def test_the_pages_of_a_year(tmp_path, year, as_kept):
    made = pages(tmp_path, year)
    assert list(made) == [
        "index.html",
        "area-anytown.html",
        "area-anytown-heat.html",
        "area-anytown-time.html",
    ]
    as_kept("many-area.html", made["area-anytown.html"])
    as_kept("many-index.html", made["index.html"])


def test_every_link_leads_to_a_page_that_is_there(tmp_path, year):
    made = pages(tmp_path, [*year, replace(year[0], spec="elsewhere")])
    for text in made.values():
        found = inert_but_for_the_filter(text)
        assert len(found.ids) == len(set(found.ids))
        for link in found.links:
            assert link in made or link.removeprefix("#") in found.ids, link


def test_what_changed_is_told_worse_first(tmp_path, year):
    text = inert(pages(tmp_path, year)["area-anytown.html"]).text
    told = re.findall(r"(Worse|Evidence is missing now|Better|Evidence came|Owed differently): \d+ dut", text)
    assert told == ["Worse", "Evidence is missing now", "Better", "Evidence came"]


def test_a_scorecard_beside_its_review_is_linked_from_the_area(tmp_path):
    (tmp_path / "a review").mkdir()
    (tmp_path / "a review/index.html").touch()
    found = a_record(tmp_path, "a review")
    assert 'href="../a%20review/index.html"' in pages(tmp_path, [found])["area-anytown.html"]


def test_too_many_areas_for_a_page_go_on_on_the_next(tmp_path, record, monkeypatch):
    monkeypatch.setattr(grids, "BYTES_ON_A_PAGE", 10_000)
    made = pages(tmp_path, [replace(record, spec=f"s-{n}", title=f"Service {n:04}") for n in range(20)])
    assert {"index.html", "index-2.html"} <= set(made) and "index-3.html" not in made
    assert "Service 0019" in made["index-2.html"] and "Service 0019" not in made["index.html"]
    assert 'href="index-2.html"' in made["index.html"]
    assert "there are others" in made["index.html"]


@pytest.mark.slow
@pytest.mark.parametrize("text", ["<" * 300, "\u202e" * 300, "\U0001f600" * 300])
def test_names_that_swell_when_they_are_made_safe_swell_no_page(tmp_path, record, text):
    titles = {f"R-{n}": f"{n}{text}" for n in range(40)}
    results = {(id, each.id): NO_EVIDENCE for id in titles for each in record.parties}
    named = tuple(replace(each, name=text) for each in record.parties)
    large = replace(record, title=text, parties=named, titles=titles, results=results, sections={})
    made = pages(tmp_path, [replace(large, spec=f"s-{n}") for n in range(40)])
    assert max(len(page.encode()) for page in made.values()) < 1_500_000


# -- all areas at once


@pytest.fixture
def region(record):
    """Three areas with two quarters each. None meets MA-1 any longer, and the third has one more duty."""
    record = replace(record, titles={id: f"What {id} asks" for id in record.titles})
    now = [
        replace(record, spec=spec, title=title)
        for spec, title in (("a", "Anytown"), ("b", "Borough"), ("c", "County"))
    ]
    before = [
        replace(each, period="2025-26-Q4", as_at="2026-04-21", results={**each.results, MA_1: MET})
        for each in now
    ]
    own = {"titles": {**record.titles, "X-1": "Only here"}, "results": {**record.results, OWN: MET}}
    now[2] = replace(now[2], **{**own, "results": {**own["results"], MA_1: NOT_MET}})
    return [*before, *now]


MA_1, OWN = ("MA-1", "riverbank"), ("X-1", "riverbank")


def test_the_pages_over_a_region(tmp_path, region, as_kept):
    made = pages(tmp_path, region)
    assert [name for name in made if not name.startswith("area")][:2] == ["index.html", "duties.html"]
    as_kept("many-duties.html", made["duties.html"])
    as_kept("many-section.html", made["section-1.html"])


def test_one_duty_is_counted_wherever_it_is_owed_and_with_what_changed(tmp_path, region):
    shown = words_of(pages(tmp_path, region)["duties.html"])
    assert f"{region[0].titles['MA-1']} MA-1 0 2 1 0 0 0 3 worse" in shown
    assert "Only here X-1 1 0 0 0 0 0 1 owed differently" in shown


def test_two_duties_of_one_area_that_are_called_the_same_stay_two(tmp_path, region):
    alike = [replace(each, titles={**each.titles, "MA-3": each.titles["MA-1"]}) for each in region]
    shown = words_of(pages(tmp_path, alike)["duties.html"])
    title = region[0].titles["MA-1"]
    assert f"{title} MA-1 0 2 1" in shown and f"{title} (MA-3) MA-3 0 0 0 3" in shown


def test_the_first_page_sets_period_against_period_over_all_areas(tmp_path, region):
    made = pages(tmp_path, region)["index.html"]
    shown = words_of(made)
    newest, before = shown.index("2026-27-Q1 3 reviews"), shown.index("2025-26-Q4 3 reviews")
    assert newest < before
    assert 'href="duties.html"' in made


def test_of_one_area_and_one_period_there_is_nothing_to_set_against_another(tmp_path, record):
    made = pages(tmp_path, [record])
    assert "duties.html" not in made and "Period against period" not in made["index.html"]


def test_what_more_changed_than_is_shown_is_counted(tmp_path, record):
    many = {(f"R-{n}", "riverbank"): MET for n in range(CHANGES_SHOWN + 3)}
    titles = {id: "A duty" for id, _ in many}
    before = replace(record, titles=titles, results=many)
    after = replace(before, period="2026-27-Q2", as_at="2026-10-21", results=dict.fromkeys(many, NOT_MET))
    text = inert(pages(tmp_path, [before, after])["area-anytown.html"]).text
    assert f"Worse: {CHANGES_SHOWN + 3} duties" in text and "And 3 more" in text


def test_an_area_of_many_parties_stays_within_the_budget(tmp_path, record):
    party = record.parties[1]
    parties = tuple(replace(party, id=f"p{n}", name=f"Provider number {n}") for n in range(200))
    titles = {f"R-{n}": "Something that somebody owes to the people using the service" for n in range(60)}
    results = {(id, each.id): NO_EVIDENCE for id in titles for each in parties}
    large = replace(record, parties=parties, titles=titles, results=results)
    made = pages(tmp_path, [large, replace(large, period="2026-27-Q2", as_at="2026-10-21")])
    assert max(len(text.encode()) for text in made.values()) < 2_000_000
    cells = sum(text.count("<td") for name, text in made.items() if "heat" in name)
    assert cells == 200 * 60


def test_specifications_that_are_called_nearly_alike_get_files_of_their_own(tmp_path, record):
    found = [replace(record, spec=spec) for spec in ("a/b", "a b", "../..", "", "A-B")]
    made = [name for name in pages(tmp_path, found) if name.startswith("area") and "heat" not in name]
    assert len(made) == len(found)
    assert all(re.fullmatch(r"[a-z0-9-]+\.html", name) for name in made)


@pytest.mark.parametrize("attack", [*ATTACKS, *MORE_ATTACKS])
def test_text_that_others_wrote_is_inert_on_every_page(tmp_path, record, attack):
    hostile = replace(
        record,
        title=attack,
        period=attack,
        parties=tuple(replace(each, name=attack) for each in record.parties),
        titles=dict.fromkeys(record.titles, attack),
    )
    for text in pages(tmp_path, [hostile, replace(hostile, period="2026-27-Q2", as_at="2027")]).values():
        inert_but_for_the_filter(text)
        assert all(each.isprintable() or each == "\n" for each in text)


def test_with_no_parties_an_area_says_so(tmp_path, record):
    text = pages(tmp_path, [replace(record, parties=(), results={}, titles={})])["area-anytown.html"]
    assert "Nobody owes anything here." in text


def test_a_score_is_a_range_until_it_is_settled():
    assert score_in_words((Fraction(1, 2), Fraction(3, 4))) == "Score 50% to 75%"
    assert score_in_words((Fraction(1, 2), Fraction(1, 2))) == "Score 50%"
    assert score_in_words(None) == "No score"


def test_a_chart_says_what_it_shows():
    scores = [("2026-27-Q1", Fraction(1, 2), Fraction(1)), ("2026-27-Q2", Fraction(3, 4), Fraction(3, 4))]
    chart = chart_of(scores)
    assert chart.says == "Score in 2 periods: 50% to 100% in 2026-27-Q1, 75% in 2026-27-Q2."
    assert [(each.short, each.above) for each in chart.points] == [("Q1", "2026-27"), ("Q2", "")]
    assert chart_of(scores[:1]) is None


# -- the command


def test_the_command_writes_the_pages_and_says_where(tmp_path, capsys):
    a_record(tmp_path / "in")
    assert main(["roll-up", str(tmp_path / "in"), "--output", str(tmp_path / "out")]) == 0
    assert capsys.readouterr().out == f"1 review of 1 area. Open {tmp_path}/out/index.html.\n"
    assert sorted(each.name for each in (tmp_path / "out").iterdir()) == [
        "area-anytown-heat.html",
        "area-anytown.html",
        "index.html",
        "manifest.json",
    ]


def test_the_command_names_what_it_left_out(tmp_path, capsys):
    a_record(tmp_path / "in")
    (tmp_path / "in/broken").mkdir()
    (tmp_path / "in/broken/review.json").write_text("{", encoding="utf-8")
    assert main(["roll-up", str(tmp_path / "in"), "--output", str(tmp_path / "out")]) == 1
    assert f"Left out: {tmp_path}/in/broken/review.json: it is not JSON." in capsys.readouterr().err
    assert "it is not JSON" in (tmp_path / "out/index.html").read_text(encoding="utf-8")


def test_nothing_to_set_side_by_side_is_no_success(tmp_path, capsys):
    assert main(["roll-up", str(tmp_path), "--output", str(tmp_path / "out")]) == 2
    assert "there is neither a review.json nor a kept review" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_the_same_reviews_give_the_same_pages(tmp_path):
    for name in ("a", "b"):
        file = tmp_path / name / "review.json"
        file.parent.mkdir()
        file.write_text(json.dumps(data()), encoding="utf-8")
    made = [
        pages(tmp_path, [each for each in records([tmp_path / name]) if isinstance(each, Record)])
        for name in ("a", "b")
    ]
    assert made[0] == made[1]
