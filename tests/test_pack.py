"""Everything for the meeting in one command, on files."""

import pytest

from specrules.__main__ import main
from specrules.base.files import digest_of
from tests.report.files import a_folder, a_return

PACK = ("agenda.txt", "meeting.docx", "meeting.html", "meeting.md")
LOG = """\
specrules: meeting log 1
comments:
  - id: C-1
    requirement: MA-1
    party: riverbank
    period: 2026-27-Q1
    date: 2026-08-03
    by: {role: service manager}
    says: two keyworkers were ill
"""


@pytest.fixture
def packed(tmp_path, capsys):
    """A function that runs the command on the small partnership, and returns its code and what it prints."""

    def run(*options, folder=None, to="pack"):
        code = main(
            ["pack", str(folder or a_folder(tmp_path / "in")), "--output", str(tmp_path / to), *options]
        )
        out, err = capsys.readouterr()
        return code, out, err

    return run


def files(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir() if not path.name.startswith(".")}


def test_everything_is_in_one_folder(packed, tmp_path):
    code, out, err = packed()
    assert code == 0
    assert out.startswith("Agenda: A small service\n")
    made = files(tmp_path / "pack")
    assert {*PACK, "index.html", "review.json", "scorecard.xlsx"} <= made.keys()
    assert made["agenda.txt"].decode() == out
    assert err == f"Written to {tmp_path}/pack: {_listed(err)}.\n" and "agenda.txt" in err


def _listed(err):
    return err.partition(": ")[2].rstrip(".\n")


def test_the_same_pack_twice_is_the_same_to_the_byte(packed, tmp_path):
    packed(to="one")
    packed(to="two")
    assert files(tmp_path / "one") == files(tmp_path / "two")


def test_without_kept_reviews_it_says_that_there_is_nothing_to_compare_with(packed, tmp_path):
    packed()
    text = (tmp_path / "pack/meeting.md").read_text(encoding="utf-8")
    assert "No review before this one was given to compare with." in text


def test_it_keeps_the_review_and_says_what_changed_since_the_one_before(packed, tmp_path):
    runs = str(tmp_path / "runs")
    packed("--runs", runs)
    record = next((tmp_path / "runs").glob("*.json"))
    named = f"Kept as: {record.name}, sha256 {digest_of(record.read_bytes())}"
    assert named in (tmp_path / "pack/meeting.md").read_text(encoding="utf-8")
    second = {"period": "2026-27-Q2", "submitted": "2026-10-08"}
    later = a_folder(
        tmp_path / "later",
        riverbank=a_return("riverbank", "MA-1.delivered: 30 of 60", **second).replace(
            "submitted: 2026-07-10\n", "", 1
        ),
        council=a_return("council", "NWD-1.signed: yes", **second).replace("submitted: 2026-07-10\n", "", 1),
    )
    code, _, _ = packed("--runs", runs, folder=later, to="next")
    assert code == 1
    text = (tmp_path / "next/meeting.md").read_text(encoding="utf-8")
    changed = text.partition("## What has changed")[2].partition("\n## ")[0]
    assert "Compared with the review of 2026-27-Q1, as at 2026-07-21, under version 1." in changed
    assert "| MA-1 | Riverbank Recovery | met | not met | the data changed (" in changed
    assert "NWD-1" not in changed


def test_the_meeting_log_that_is_named_is_used(packed, tmp_path):
    log = tmp_path / "log.yaml"
    log.write_text(LOG, encoding="utf-8")
    packed("--log", str(log))
    assert "two keyworkers were ill" in (tmp_path / "pack/meeting.md").read_text(encoding="utf-8")


def test_a_meeting_log_that_is_not_there_is_said_in_a_sentence(packed, tmp_path):
    code, out, err = packed("--log", str(tmp_path / "none.yaml"))
    assert (code, out) == (2, "")
    assert err == f"{tmp_path}/none.yaml was not read: there is no such file.\n"


def test_a_pack_for_publication_drafts_nothing_and_repeats_no_words(packed, tmp_path):
    folder = a_folder(tmp_path / "in", meeting_log=LOG)
    code, out, _ = packed("--for", "publication", folder=folder)
    made = files(tmp_path / "pack")
    assert (code, out) == (1, "") and "agenda.txt" not in made  # 57 of 60 leaves 3, so nothing is settled
    assert b"keyworkers were ill" not in b"".join(made.values())
    assert b"57 of 60" not in b"".join(made.values())


def test_a_publication_is_compared_with_what_was_published_before_it(packed, tmp_path):
    packed("--for", "publication", to="first")
    code, _, err = packed("--for", "publication", "--published", str(tmp_path / "first"), to="again")
    assert code in (0, 1), err
    text = (tmp_path / "again/meeting.md").read_text(encoding="utf-8")
    assert "No review before this one was given to compare with." in text  # it is of the same day


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--published", "x"), "--published goes with --for publication"),
    ],
)
def test_options_that_do_not_go_together_are_refused(packed, options, said):
    code, out, err = packed(*options)
    assert (code, out) == (2, "") and said in err
