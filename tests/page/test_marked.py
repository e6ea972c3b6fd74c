"""A workbook that came back: the difference is shown, and only what is ticked is taken over."""

import json
import re

import pytest

from tests.hostile_returns import RETURNS
from tests.marking.test_marking import marked_up
from tests.page.test_visit import digest, words
from tests.report.files import MET, SIGNED, SPEC

TARGET, TITLE = "requirements/MA-1/checks/delivered/target", "title"
ASKS = {TARGET: "at least 85%", TITLE: "<b>Ours & theirs</b>"}


@pytest.fixture
def handed_over(own, tmp_path):
    """A function that hands over a marked-up workbook, and returns the code and the page."""

    def handing(changes=None, comments=()):
        book = marked_up(tmp_path / "spec.yaml", ASKS if changes is None else changes, comments)
        status, _, text = own.send("/marked?file=spec.yaml", [("C:\\back\\marked.xlsx", book.read_bytes())])
        return status, text

    return handing


def test_each_change_stands_beside_what_is_there_now(handed_over):
    status, text = handed_over(comments={TARGET: "too high for a first year"})
    told = words(text)
    assert status == 200
    assert "marked.xlsx asks for 2 changes." in told
    assert "<ins><bdi>at least 85%</bdi></ins>" in text and "<del><bdi>at least 90%</bdi></del>" in text
    assert "too high for a first year" in told
    assert "<b>Ours" not in text and text.count('name="change"') == 2


def test_only_what_is_ticked_is_taken_over_and_nothing_is_saved(own, handed_over, tmp_path):
    _, text = handed_over()
    numbers = dict(re.findall(r'value="(\d+)" checked>.*?<ins><bdi>([^<]*)', text, re.S))
    wanted = next(number for number, to in numbers.items() if to == "at least 85%")
    status, headers, _ = own.post("/marked?file=spec.yaml", do="accept", change=wanted)
    assert (status, headers["location"]) == (303, "/draft?file=spec.yaml&taken=1")
    assert "1 change was taken over from the workbook, and not saved yet." in words(
        own.get(headers["location"])[2]
    )
    draft = own.served.visit.drafts.open("spec.yaml")
    assert draft.text == SPEC.replace("at least 90%", "at least 85%")
    assert (tmp_path / "spec.yaml").read_text() == SPEC


def test_a_text_that_was_changed_meanwhile_is_not_written_over(own, handed_over):
    handed_over()
    own.post("/draft?file=spec.yaml", do="check", text=SPEC + "# more\n", opened=digest(own))
    status, _, text = own.post("/marked?file=spec.yaml", do="accept", change="0")
    assert status == 400 and "The text was changed after this workbook was held against it." in words(text)
    assert own.served.visit.drafts.open("spec.yaml").text == SPEC + "# more\n"


def test_what_is_taken_over_once_is_not_taken_over_again(own, handed_over):
    handed_over()
    own.post("/marked?file=spec.yaml", do="accept", change="0")
    assert own.post("/marked?file=spec.yaml", do="accept", change="0")[0] == 400


def test_a_workbook_in_which_nothing_was_changed_says_so(handed_over):
    status, text = handed_over(changes={})
    assert status == 200 and "asks for no changes." in words(text)
    assert "Take over what is ticked" not in text


def test_a_change_of_what_is_no_longer_so_is_named_and_not_offered(own, handed_over, tmp_path):
    book = marked_up(tmp_path / "spec.yaml", {TARGET: "at least 85%"}).read_bytes()
    later = SPEC.replace("at least 90%", "at least 95%")
    own.post("/draft?file=spec.yaml", do="check", text=later, opened=digest(own))
    told = words(own.send("/marked?file=spec.yaml", [("marked.xlsx", book)])[2])
    assert "What cannot be taken over" in told and "is “at least 95%” now" in told


def test_no_workbook_and_another_file_are_refused_in_a_sentence(own):
    for files, says in (
        ([], "Choose the workbook that came back."),
        ([("marked.xlsx", b"PK\x03\x04 not a workbook")], "was not read"),
        ([("notes.csv", b"a,b\n")], "was not read"),
    ):
        status, _, text = own.send("/marked?file=spec.yaml", files, do="hold")
        assert status == 400 and says in words(text), says


def test_every_hostile_workbook_is_refused_with_its_reason(asking):
    books = {name: bad for name, bad in RETURNS.items() if bad.refused and bad.kind == "xlsx"}
    assert len(books) > 5
    for name, bad in books.items():
        status, _, text = asking.send("/marked?file=spec.yaml", [("marked.xlsx", bad.data)])
        assert status == 400 and "Nothing was taken over" in words(text), name


# -- for publication


def review_of(own, files=(), **fields):
    """The review that the page made, or what it says instead."""
    given = [("riverbank.yaml", MET.encode()), ("council.yaml", SIGNED.encode())]
    status, headers, text = own.send("/review?file=spec.yaml", [*given, *files], **fields)
    if status != 303:
        return words(text)
    return own.served.visit.returned.review(headers["location"].rpartition("/")[2])


def test_a_review_for_publication_is_marked_as_one_and_holds_small_numbers_back(own):
    ours, everybody = review_of(own), review_of(own, **{"for": "publication"})
    assert json.loads(everybody.files["review.json"])["run"]["audience"] == "publication"
    assert "57 of 60" in ours.files["review.txt"].decode()
    assert ours.view.header.mark != everybody.view.header.mark
    assert "57 of 60" not in everybody.files["index.html"].decode()


def test_what_was_published_before_is_linked_and_what_was_not_published_is_refused(own):
    before = review_of(own, **{"for": "publication"}).files["review.json"]
    again = review_of(own, [("review.json", before)], **{"for": "publication"})
    assert again.view.unreadable == () and again.files["review.json"] == before
    ours = review_of(own).files["review.json"]
    said = review_of(own, [("review.json", ours)], **{"for": "publication"})
    assert "review.json was made for the commissioner and not for publication." in said
    assert "is no review.json that specrules wrote" in review_of(
        own, [("x.json", b"[")], **{"for": "publication"}
    )
