"""The pack for a review meeting, as Markdown, as a Word document and as a page."""

import re
from datetime import date
from io import BytesIO
from zipfile import ZipFile

import pytest
from docx import Document

from specrules.base.frozen import replace
from specrules.report.papers.document import as_document
from specrules.report.papers.markdown import as_markdown
from specrules.report.papers.meeting import AGENDA, MOST_CARDS, ChangeLine, Changes, Proposed, meeting
from specrules.report.papers.page import as_page
from specrules.report.show import show
from specrules.view import Audience
from specrules.viewing import view
from tests.report.made import a_published_run, a_run
from tests.report.minuted import minuted
from tests.report.pages import inert
from tests.report.test_html import MORE_ATTACKS, with_text_everywhere
from tests.report.test_text import ATTACKS

SMALL = view(a_run())
DAY = date(2026, 7, 21)
CHANGES = Changes(
    "the review of 2025-26-Q4",
    (ChangeLine("MA-1", "Riverbank Recovery", "not met", "partly met", "the data changed"),),
)
PROPOSED = (Proposed("MA-3", "Riverbank Recovery", "lower the fee", "a manager", "2026-09-30", "MA-3 met"),)


def whole(seen=SMALL):
    return meeting(seen, CHANGES, PROPOSED)


def read_back(paper):
    return Document(BytesIO(as_document(paper, DAY)))


@pytest.fixture(scope="module")
def document():
    return read_back(whole())


def headings(document):
    return [each.text for each in document.paragraphs if each.style.name == "Heading 1"]


def words_of(paper):
    """Every word in a document, those in tables too."""
    document = read_back(paper)
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(each.text for each in document.paragraphs), *cells])


def test_the_whole_of_a_small_pack(as_kept):
    as_kept("meeting.md", as_markdown(whole(minuted())))
    as_kept("meeting.html", as_page(whole(minuted())))


def test_every_item_of_the_agenda_has_its_part_in_the_same_order(document):
    assert headings(document)[1 : len(AGENDA) + 1] == list(AGENDA)


def test_what_the_meeting_log_says_stands_in_its_part():
    text = as_markdown(whole(minuted()))
    parts = dict(part.partition("\n\n")[::2] for part in text.split("\n## "))
    assert "| ACT-1 | MA-1, Riverbank Recovery |" in parts["Actions from the last meeting"]
    assert "| Q-1 | Anytown Mental Health Trust, NWD-1 |" in parts["Queries"]
    assert "| C-1, factual accuracy | MA-2, Riverbank Recovery |" in parts["Comments of the parties"]
    assert "(accepted in part)" in parts["Comments of the parties"] and "C-2" not in text
    assert "| DEC-1 |" in parts["Decisions"] and "01/02/1980" not in text


def test_what_is_not_recorded_says_so():
    text = as_markdown(meeting(SMALL))
    for part in ("Actions from the last meeting", "Comments of the parties", "Actions to agree"):
        assert f"## {part}\n\nNone recorded." in text
    assert "No review before this one was given to compare with." in text


def test_nothing_having_changed_is_said():
    assert "No result has changed." in as_markdown(meeting(SMALL, Changes("the last review", ())))


def test_nothing_being_short_is_said():
    assert "Nothing that must be done is known not to be met." in as_markdown(
        meeting(replace(SMALL, unmet=()))
    )


def test_it_says_what_it_would_take_and_what_then_follows():
    text = as_markdown(whole()).partition("## What it would take")[2].partition("\n## ")[0]
    assert "| 1 more of the 7 others (58 of 64) | improvement plan within 20 working days |" in text


def test_of_very_many_parties_not_every_duty_is_printed_and_that_is_said():
    cards = tuple(replace(SMALL.compliance[1], party=f"p{n}") for n in range(MOST_CARDS + 1))
    text = as_markdown(meeting(replace(SMALL, compliance=cards)))
    assert "There are 41 parties, which is too many to print every duty of each." in text
    assert "## Compliance: " not in text and "stands after the actions" not in text


def test_the_same_pack_has_the_same_bytes():
    assert as_document(whole(), DAY) == as_document(whole(view(a_run())), DAY)


def test_every_table_repeats_its_head_and_says_what_it_shows(document):
    for table in document.tables:
        assert "w:tblHeader" in table.rows[0]._tr.xml
        assert re.search(r'w:tblDescription w:val="[^"]+"', table._tbl.xml)


def test_the_marking_stands_on_every_sheet_and_the_language_is_english(document):
    assert document.sections[0].footer.paragraphs[0].text.startswith(SMALL.header.mark)
    assert document.core_properties.language == "en-GB"
    assert document.core_properties.title == SMALL.header.title


def test_the_page_needs_nothing_from_outside():
    found = inert(as_page(whole()))
    assert {link.removeprefix("#") for link in found.links} <= set(found.ids)
    assert len(found.ids) == len(set(found.ids))


def test_a_publication_has_no_figure_that_is_held_back():
    held = whole(view(a_published_run(), Audience.PUBLICATION))
    for text in (as_markdown(held), words_of(held), inert(as_page(held)).text):
        assert "57 of 64" not in text and "7 others" not in text


def hostile(text):
    changes = Changes(text, (ChangeLine(*[text] * 5),))
    return meeting(with_text_everywhere(SMALL, text), changes, (Proposed(*[text] * 6),))


@pytest.mark.parametrize("text", [*ATTACKS, *MORE_ATTACKS])
def test_strings_that_attack_stay_text_on_the_page(text):
    page = as_page(hostile(text))
    assert all(each.isprintable() or each == "\n" for each in page)
    assert len(inert(page).ids) == len(inert(as_page(whole())).ids)


@pytest.mark.parametrize("text", ["\0\x1b[2J\u202e=cmd|' /C calc'!A0", "<w:p>&amp;" + "x" * 10_000])
def test_strings_that_attack_stay_text_in_the_document(text):
    document = as_document(hostile(text), DAY)
    with ZipFile(BytesIO(document)) as packed:
        assert not [name for name in packed.namelist() if "vba" in name or "embed" in name]
        assert b"w:hyperlink" not in packed.read("word/document.xml")
    read = Document(BytesIO(document))
    assert read.paragraphs[0].text.startswith(show(text[:900]))
