"""Adding a duty on the local page: the catalogue, the questions, and what is written."""

import html
import re

from tests.page.test_visit import words

CLAUSE = "mutual-aid/keyworkers-facilitate-access"
PATH = f"/duty?file=spec.yaml&clause={CLAUSE}"
GOOD = {"number": "MA-2", "owed-by": "riverbank", "strength": "should", "target.delivered": "at least 90%"}


def text_of(asking):
    return asking.served.visit.drafts.open("spec.yaml").text


def test_the_catalogue_is_walked_by_theme(asking):
    text = asking.get("/duty?file=spec.yaml")[2]
    assert "Mutual aid 29 standard clauses" in words(text)
    assert f'href="/duty?file=spec.yaml&amp;clause={CLAUSE}"' in text


def test_what_is_not_of_the_contract_is_filled_in_and_no_target_is(asking):
    text = asking.get(PATH)[2]
    assert re.search(r'id="number" name="number" value="MA-2"', text)
    assert re.search(r'value="riverbank" id="owner-riverbank" checked', text)
    assert re.search(r'value="council" id="owner-council">', text)
    assert re.search(r'id="target.delivered" name="target.delivered" value=""', text)
    assert "Such as: at least 90%" in words(text)


def test_a_duty_is_written_into_the_draft_and_not_into_the_file(own):
    status, headers, _ = own.post(PATH, **GOOD)
    assert (status, headers["location"]) == (303, "/draft?file=spec.yaml&added=MA-2")
    assert "  MA-2:\n    standard-clause: mutual-aid/keyworkers-facilitate-access\n" in text_of(own)
    page = own.get(headers["location"])[2]
    assert "MA-2 was added, and is not saved yet." in page
    assert "1 error" not in words(page)
    assert "MA-2" not in (own.served.visit.folder.path / "spec.yaml").read_text()


def test_what_is_missing_is_said_beside_its_field_and_what_was_answered_stays(own):
    before = text_of(own)
    status, _, text = own.post(PATH, number="MA-1", **{"if-not-met": "a <plan>"})
    assert status == 400
    assert [html.unescape(each) for each in re.findall(r'<li><a href="#([^"]+)"', text)] == [
        "number",
        "owed-by",
        "strength",
        "target.delivered",
    ]
    assert "There is a requirement MA-1 already. Choose another number." in words(text)
    assert 'value="a &lt;plan&gt;"' in text
    assert text_of(own) == before


def test_an_answer_that_lint_would_refuse_is_said_beside_its_field(own):
    status, _, text = own.post(PATH, **{**GOOD, "target.delivered": "at least 0.9"})
    assert status == 400
    assert '<a href="#target.delivered">' in text
    assert re.search(r'id="target.delivered-error"[^>]*><span class="hide">Error: </span>.*0\.9', text)
    assert "MA-2" not in text_of(own)


def test_a_draft_that_cannot_be_read_is_left_as_it_is(own):
    sheet = own.served.visit.drafts.open("spec.yaml").sheet
    own.served.visit.drafts.keep("spec.yaml", "specrules: spec 1\nparties: [\n", sheet.digest)
    status, _, text = own.post(PATH, **GOOD)
    assert status == 400
    assert "The text cannot be read to its end yet, so nothing was added." in words(text)


def test_a_clause_that_is_not_in_the_catalogue_is_not_found(asking):
    for clause in ("nothing/here", "../x", "mutual-aid"):
        assert asking.get(f"/duty?file=spec.yaml&clause={clause}")[0] == 404
