"""What a visitor sees and does: pages, drafts, reviews and downloads, without any script."""

import html
import json
import re

import pytest

from specrules import lint
from specrules.report.every import every_form
from specrules.report.findings import tally
from tests.hostile_returns import RETURNS
from tests.page.asking import Asking, serving
from tests.report.files import MET, NOT_MET, SIGNED, SPEC, a_folder, a_return

FAULTY = SPEC.replace("strength: must", "strenght: must", 1)


def words(text):
    """What a page says, without its marks."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", text)).split())


def digest(asking):
    """The fingerprint of the file that the drafting page was made from."""
    return re.search(r'name="opened" value="(\w*)"', asking.get("/draft?file=spec.yaml")[2])[1]


# -- the first page


def test_the_first_page_lists_the_specifications_and_what_is_wrong_in_each(asking):
    status, _, text = asking.get("/")
    assert status == 200
    found = lint(asking.served.visit.folder.path / "spec.yaml").findings
    assert f"A small service spec.yaml {tally(found).capitalize()} Read and change" in words(text)


def test_an_empty_folder_says_what_can_be_done(tmp_path):
    with serving(tmp_path) as served:
        assert "There is no specification in this folder yet. Begin one below" in words(
            Asking(served).get("/")[2]
        )


def test_a_new_specification_is_begun_and_is_on_the_disk_once_it_is_saved(own):
    status, headers, _ = own.post(
        "/new", name="our service", title="Ours & theirs", clause="mutual-aid/keyworkers-facilitate-access"
    )
    assert (status, headers["location"]) == (303, "/draft?file=our-service.yaml")
    folder = own.served.visit.folder.path
    assert not (folder / "our-service.yaml").exists()
    page = own.get("/draft?file=our-service.yaml")[2]
    assert "Not saved yet" in page
    text = own.served.visit.drafts.open("our-service.yaml").text
    assert "Saved." in words(own.post("/draft?file=our-service.yaml", do="save", text=text, opened="")[2])
    assert (
        'title: "Ours & theirs"' in (folder / "our-service.yaml").read_text()
        or "title: Ours & theirs" in text
    )
    assert (folder / "our-service.yaml").read_text() == text


def test_a_whole_theme_can_be_chosen(own):
    own.post("/new", name="ours", clause=["no-wrong-door"])
    assert own.served.visit.drafts.open("ours.yaml").text.count("standard-clause: no-wrong-door/") >= 15


def test_what_is_missing_for_a_new_specification_is_said_by_its_field(own):
    status, _, text = own.post("/new", name="../x", title="Kept")
    assert status == 400
    assert '<a href="#name">A file is named with small letters' in text
    assert '<a href="#clause">Choose at least one standard clause' in text
    assert 'value="Kept"' in text
    assert "<title>Error: " in text


# -- drafting


def test_the_drafting_page_has_the_text_its_problems_and_its_meaning(asking):
    text = asking.get("/draft?file=spec.yaml")[2]
    assert html.unescape(re.search(r"<textarea[^>]*>\n(.*?)</textarea>", text, re.S)[1]) == SPEC
    assert "MA-1 : Keyworkers help people to use mutual aid" in words(text)
    assert "Riverbank Recovery must make sure that keyworkers help people to use mutual aid." in words(text)


def test_what_is_wrong_is_said_in_the_words_of_lint_with_a_link_to_its_line(own):
    text = own.post("/draft?file=spec.yaml", do="check", text=FAULTY, opened=digest(own))[2]
    assert "Error Line 16 : MA-1" in words(text)
    assert 'href="#line-16" data-line="16"' in text
    assert "1 error" in words(text)
    assert (own.served.visit.folder.path / "spec.yaml").read_text() == SPEC


def test_what_can_be_put_right_safely_is_put_right_in_the_draft(own):
    text = own.post("/draft?file=spec.yaml", do="mend", text=FAULTY, opened=digest(own))[2]
    assert "Put right, and not saved yet:" in text
    assert own.served.visit.drafts.open("spec.yaml").text == SPEC
    assert (own.served.visit.folder.path / "spec.yaml").read_text() == SPEC


def test_a_saved_text_is_on_the_disk_with_its_comments(own):
    ours = SPEC.replace("A small service", "A larger service") + "# the last word\r\n"
    own.post("/draft?file=spec.yaml", do="save", text=ours, opened=digest(own))
    assert (own.served.visit.folder.path / "spec.yaml").read_text() == ours.replace("\r\n", "\n")


def test_a_file_changed_meanwhile_is_not_written_over_unless_asked_for(own):
    path, opened = own.served.visit.folder.path / "spec.yaml", digest(own)
    path.write_text("# theirs\n" + SPEC)
    status, _, text = own.post("/draft?file=spec.yaml", do="save", text="# ours\n" + SPEC, opened=opened)
    assert status == 409
    assert "spec.yaml has changed since you opened it here, so nothing was written." in words(text)
    assert "# ours" in text
    assert path.read_text() == "# theirs\n" + SPEC
    own.post("/draft?file=spec.yaml", do="save-over", text="# ours\n" + SPEC)
    assert path.read_text() == "# ours\n" + SPEC


def test_changes_can_be_let_go(own):
    own.post("/draft?file=spec.yaml", do="check", text="# more\n" + SPEC, opened=digest(own))
    assert own.post("/draft?file=spec.yaml", do="let-go")[0] == 303
    assert "# more" not in own.get("/draft?file=spec.yaml")[2]


def test_attacks_in_a_text_stay_text(own):
    attack = "</textarea><script>alert(1)</script>\u202e\n"
    text = own.post("/draft?file=spec.yaml", do="check", text=attack + SPEC, opened=digest(own))[2]
    assert "<script>alert" not in text
    assert html.unescape(re.search(r"<textarea[^>]*>\n(.*?)</textarea>", text, re.S)[1]).startswith(attack)


@pytest.mark.parametrize("text", ["", "\n", "x", "- a\n- b\n", "specrules: spec 1\n", "a: [", "\t", "{" * 70])
def test_any_text_at_all_is_answered(own, text):
    status, _, page = own.post("/draft?file=spec.yaml", do="check", text=text, opened=digest(own))
    assert status == 200
    assert "nothing wrong" not in page.lower()


# -- what the script asks


def test_the_script_is_told_the_same_as_the_page(own):
    status, _, text = own.post("/look?file=spec.yaml", text=FAULTY, opened=digest(own))
    told = json.loads(text)
    assert status == 200
    assert told["state"] == "Changed, and not saved yet"
    assert told["marks"][0]["severity"] == "error"
    assert told["marks"][0]["span"][:2] == [16, 5]
    assert "strenght" in told["found"]


def test_the_script_saves_and_is_told_the_new_fingerprint(own):
    told = json.loads(own.post("/save?file=spec.yaml", text="# more\n" + SPEC, opened=digest(own))[2])
    assert (told["state"], told["opened"]) == ("Saved", digest(own))
    assert own.post("/save?file=spec.yaml", text=SPEC, opened="0" * 64)[0] == 400


def test_the_script_is_offered_what_editors_are_offered(own):
    text = SPEC + "    stre"
    line = text.count("\n") + 1
    told = json.loads(
        own.post("/offers?file=spec.yaml", text=text, opened=digest(own), line=line, column=9)[2]
    )
    assert {"word": "section", "says": told["offers"][0]["says"], "text": "section: "}["word"] in [
        each["word"] for each in told["offers"]
    ]
    assert (told["from"], told["to"]) == (5, 9)


def test_the_text_can_be_kept_as_a_workbook_to_mark_up(own):
    status, headers, text = own.get("/workbook?file=spec.yaml")
    assert (status, headers["content-disposition"]) == (200, 'attachment; filename="spec.xlsx"')
    assert text.startswith("PK")
    own.post("/draft?file=spec.yaml", do="check", text="specrules: spec 1\n", opened=digest(own))
    status, _, text = own.get("/workbook?file=spec.yaml")
    assert (status, "cannot be read as a specification yet" in words(text)) == (400, True)


# -- returns


def test_the_returns_of_the_folder_are_ticked(asking):
    text = asking.get("/review?file=spec.yaml")[2]
    assert "returns/council.yaml returns/riverbank.yaml" in words(text)
    ticked = re.findall(r'<input type="checkbox" name="chosen"[^>]* checked>', text)
    assert text.count('name="chosen"') == len(ticked) == 2


def test_a_return_handed_over_is_reviewed_shown_and_kept_in_every_form(asking):
    files = [("C:\\returns\\../riverbank.yaml", MET.encode()), ("council.yaml", SIGNED.encode())]
    status, headers, _ = asking.send("/review?file=spec.yaml", files)
    assert status == 303
    id = headers["location"].rpartition("/")[2]
    status, headers, text = asking.get(headers["location"])
    assert status == 200
    assert "57 of 60" in text
    assert "riverbank.yaml" in text and "../riverbank.yaml" not in text
    assert headers["content-security-policy"].startswith("default-src 'none'; style-src 'sha256-")
    kept = re.findall(r'href="(/kept/[^"]+)"', text)
    review = asking.served.visit.returned.review(id)
    assert sorted(path.rpartition("/")[2] for path in kept) == sorted(every_form(review.view))
    for path in kept:
        status, headers, _ = asking.get(path)
        assert status == 200
        assert headers["content-disposition"] == f'attachment; filename="{path.rpartition("/")[2]}"'


def test_the_downloads_are_what_the_command_writes(own, tmp_path):
    from specrules.__main__ import main

    _, headers, _ = own.send("/review?file=spec.yaml", [], chosen=str(tmp_path / "returns/riverbank.yaml"))
    review = own.served.visit.returned.review(headers["location"].rpartition("/")[2])
    main(
        [
            "review",
            str(tmp_path / "spec.yaml"),
            str(tmp_path / "returns/riverbank.yaml"),
            "--output",
            str(tmp_path / "out"),
        ]
    )
    for name, data in review.files.items():
        assert (tmp_path / "out" / name).read_bytes() == data, name


def test_nothing_of_a_return_is_left_on_the_disk(own, tmp_path, monkeypatch):
    monkeypatch.setenv("TMPDIR", str(tmp_path / "temporary"))
    before = sorted(str(each) for each in tmp_path.rglob("*"))
    own.send("/review?file=spec.yaml", [("riverbank.yaml", MET.encode() + b"# " + b"x" * (2 << 19))])
    assert sorted(str(each) for each in tmp_path.rglob("*")) == before


def test_two_returns_of_one_name_are_both_read(asking):
    files = [("return.yaml", MET.encode()), ("return.yaml", SIGNED.encode())]
    _, headers, _ = asking.send("/review?file=spec.yaml", files)
    text = asking.get(headers["location"])[2]
    assert "return.yaml" in text and "return (2).yaml" in text


def test_a_return_that_cannot_be_read_is_no_evidence_and_the_rest_is_reviewed(asking):
    files = [("riverbank.xlsx", b"PK\x03\x04 no workbook"), ("council.yaml", SIGNED.encode())]
    _, headers, _ = asking.send("/review?file=spec.yaml", files)
    text = words(asking.get(headers["location"])[2])
    assert "Not readable, so that nothing in them counts: riverbank.xlsx" in text


def test_a_specification_with_errors_is_not_reviewed_and_the_page_says_so(tmp_path):
    with serving(a_folder(tmp_path, spec=FAULTY)) as served:
        status, _, text = Asking(served).send("/review?file=spec.yaml", [("riverbank.yaml", MET.encode())])
    assert status == 400
    assert "has an error, so it was not used. Put that right first." in words(text)


def test_a_period_that_is_none_is_said_by_its_field(asking):
    status, _, text = asking.send("/review?file=spec.yaml", [], period="spring", **{"as-at": "soon"})
    assert status == 400
    assert '<a href="#period">' in text
    assert 'value="spring"' in text and 'value="soon"' in text


def test_a_review_for_a_period_without_returns_says_for_which_there_are_some(asking):
    chosen = re.search(
        r'name="chosen" id="chosen-1" value="([^"]+)"', asking.get("/review?file=spec.yaml")[2]
    )[1]
    text = asking.send("/review?file=spec.yaml", [], period="2028-29-Q1", chosen=chosen)[2]
    assert "no return is for 2028-29-Q1" in words(text)


def test_changes_that_are_not_saved_are_no_part_of_a_review_and_the_page_says_so(own):
    own.post("/draft?file=spec.yaml", do="check", text=SPEC.replace("90%", "10%"), opened=digest(own))
    assert "You have changes that are not saved." in own.get("/review?file=spec.yaml")[2]
    _, headers, _ = own.send("/review?file=spec.yaml", [("riverbank.yaml", NOT_MET.encode())])
    assert "at least 90%" in own.get(headers["location"])[2]


def test_only_the_last_reviews_are_remembered(own):
    ids = [own.send("/review?file=spec.yaml", [("r.yaml", MET.encode())])[1]["location"] for _ in range(11)]
    status, _, text = own.get(ids[0])
    assert status == 404
    assert "Only the last 10 reviews are remembered" in text
    assert own.get(ids[-1])[0] == 200


def test_a_return_handed_over_for_another_period_is_named_and_does_not_count(asking):
    early = a_return("riverbank", "MA-1.delivered: 57 of 60", period="2025-26-Q4")
    files = [("early.yaml", early.encode()), ("council.yaml", SIGNED.encode())]
    _, headers, _ = asking.send("/review?file=spec.yaml", files, period="2026-27-Q1")
    text = words(asking.get(headers["location"])[2])
    assert "early.yaml" in text and "57 of 60" not in text


# -- the end


def test_it_stops_when_nobody_is_there(tmp_path):
    from time import monotonic

    began = monotonic()
    with serving(a_folder(tmp_path), idle=0.1) as served:
        while not served.server.should_exit:
            assert monotonic() - began < 20
    assert served.visit.drafts.unsaved() == ()


def test_an_open_page_keeps_it_going(asking):
    before = asking.served.door.last
    assert asking.get("/alive")[0] == 200
    assert asking.served.door.last > before
    assert not asking.served.door.is_idle(5)


# -- what is sent with ill will


def test_every_hostile_workbook_is_refused_with_its_reason_and_the_rest_is_reviewed(asking):
    refused = {name: bad for name, bad in RETURNS.items() if bad.refused}
    files = [(f"{number}.{bad.kind}", bad.data) for number, bad in enumerate(refused.values())]
    status, headers, _ = asking.send("/review?file=spec.yaml", [*files, ("council.yaml", SIGNED.encode())])
    assert status == 303
    unread = asking.served.visit.returned.review(headers["location"].rpartition("/")[2]).view.unreadable
    assert len(files) > 20
    assert len(unread) == len(files)


@pytest.mark.parametrize("name", ["943 476 5919.yaml", "<script>alert(1)</script>.yaml", "\u202egnp.yaml"])
def test_the_name_of_a_file_is_only_shown_and_never_what_it_gives_away(asking, name):
    _, headers, _ = asking.send("/review?file=spec.yaml", [(name, MET.encode())])
    text = asking.get(headers["location"])[2]
    assert "57 of 60" in text
    assert name not in text
    assert "943 476 5919" not in text and "\u202e" not in text


@pytest.mark.parametrize("path", ["/look", "/save", "/offers", "/draft"])
def test_a_form_without_its_fields_is_answered_in_words(asking, path):
    status, _, text = asking.post(f"{path}?file=spec.yaml")
    assert status in (400, 409)
    assert "spec.yaml has changed since you opened it here" in words(text)
