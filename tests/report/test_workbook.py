"""A review as an Excel workbook."""

from io import BytesIO
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook

from specrules.base.frozen import replace
from specrules.report.show import show
from specrules.report.workbook import as_workbook
from specrules.view import Audience
from specrules.viewing import view
from tests.report.made import a_published_run, a_run
from tests.report.test_html import MORE_ATTACKS, with_text_everywhere
from tests.report.test_text import ATTACKS

SMALL = view(a_run())


def sheets(seen=SMALL):
    """Every sheet as rows of its table, read back by another library; the first row is the head."""
    book = load_workbook(BytesIO(as_workbook(seen)))
    return {each.title: list(each.iter_rows(min_row=4, values_only=True)) for each in book}


def hostile(text):
    """The same view with *text* for every text but the day it was made as at, which is ours."""
    seen = with_text_everywhere(SMALL, text)
    return replace(seen, header=replace(seen.header, as_at=SMALL.header.as_at))


def test_the_sheets_come_in_the_order_of_a_meeting():
    assert list(sheets()) == [
        *("Scorecard", "No wrong door", "Verdicts", "Facts", "Evidence needed", "How this was made")
    ]


def test_every_verdict_has_its_line_with_its_result_as_a_word():
    head, *rows = sheets()["Verdicts"]
    at = {name: head.index(name) for name in ("Requirement", "Party", "Result")}
    said = [tuple(row[column] for column in at.values()) for row in rows]
    assert said == [(each.requirement, each.party_name, each.result.word) for each in SMALL.verdicts]


def test_every_fact_stands_with_the_file_and_cell_it_was_read_from():
    rows = sheets()["Facts"][1:]
    facts = [fact for verdict in SMALL.verdicts for check in verdict.checks for fact in check.facts]
    assert facts and [row[5:] for row in rows] == [
        (each.text or None, each.grade or None, each.file or None, each.place or None) for each in facts
    ]


def test_counts_are_numbers():
    head, *rows = sheets()["Scorecard"]
    met = head.index("met")
    assert [row[met] for row in rows] == [card.counts.get("met", 0) for card in SMALL.compliance]


def test_the_same_review_makes_the_same_bytes():
    assert as_workbook(SMALL) == as_workbook(view(a_run()))


def test_a_colour_never_stands_without_its_word():
    book = load_workbook(BytesIO(as_workbook(SMALL)))
    rules = [rule for area in book["Verdicts"].conditional_formatting for rule in area.rules]
    assert {rule.formula[0] for rule in rules} >= {'"met"', '"partly met"', '"not met"', '"no evidence"'}
    assert all(sheet.auto_filter.ref and sheet.freeze_panes for sheet in book)


def test_a_figure_that_is_held_back_is_in_no_sheet():
    held = view(a_published_run(), Audience.PUBLICATION)
    text = {fact.text for each in SMALL.verdicts for fact in each.because if fact.text.isdigit()}
    facts = sheets(held)["Facts"][1:]
    assert text and text.isdisjoint(str(row[5]) for row in facts)


@pytest.mark.parametrize("text", [*ATTACKS, *MORE_ATTACKS])
def test_strings_that_attack_stay_text(text):
    data = as_workbook(hostile(text))
    with ZipFile(BytesIO(data)) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    cells = b"".join(part for name, part in parts.items() if "worksheets/sheet" in name)
    assert b"<f>" not in cells and b"hyperlink" not in cells and not any("vba" in name for name in parts)
    titles = [row[2] for row in sheets(hostile(text))["Verdicts"][1:]]
    assert {title or "" for title in titles} == {show(text)}


def test_a_text_too_long_for_a_cell_is_cut_with_a_count():
    assert sheets(hostile("x" * 40_000))["Verdicts"][1][2] == "x" * 32_000 + "… and 8,000 more characters"
