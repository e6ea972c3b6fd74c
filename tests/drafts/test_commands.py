"""``specrules replay``, as it is used."""

import json
import shutil
from pathlib import Path

import pytest

from specrules.__main__ import main
from specrules.drafts import stored
from tests.report.files import SPEC, a_folder

ROOT = Path(__file__).parent.parent.parent
DRAFT, ANYTOWN = "examples/drafts/anytown.yaml", "examples/anytown"


@pytest.fixture
def said(capsys, monkeypatch):
    """Run a command and return its exit code, its result and its remarks."""
    monkeypatch.chdir(ROOT)

    def run(*argv):
        code = main([str(each) for each in argv])
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return run


@pytest.mark.parametrize("form", ["text", "json", "html"])
def test_a_draft_held_against_the_example(said, as_kept, form):
    code, out, err = said("replay", DRAFT, ANYTOWN, "--sweep", "MA-1=80%,85%,90%", "--format", form)
    assert code == 1
    assert err.startswith("Terms of the draft that begin on 1 October 2026 or later take no part")
    as_kept(f"replay.{'txt' if form == 'text' else form}", out)


def test_no_line_passes_the_edge(said):
    assert max(map(len, said("replay", DRAFT, ANYTOWN)[1].splitlines())) <= 100


def test_a_draft_that_says_the_same_has_nothing_to_act_on(said, tmp_path):
    folder = a_folder(tmp_path)
    code, out, _ = said("replay", folder / "spec.yaml", folder)
    assert code == 0
    assert "None of 2 results that both judge would change." in out


def test_kept_reviews_are_replayed_from_what_was_kept_with_them(said, tmp_path):
    folder, kept = a_folder(tmp_path), tmp_path / "runs"
    assert said("review", folder, "--keep", kept)[0] == 0
    draft = tmp_path / "draft.yaml"
    draft.write_text(SPEC.replace("at least 90%", "at least 99%"), encoding="utf-8")
    shutil.rmtree(folder / "returns", ignore_errors=True)
    code, out, _ = said("replay", draft, kept, "--format", "json")
    assert code == 1
    flips = json.loads(out)["periods"][0]["flips"]
    assert [(each["requirement"], each["before"]["result"], each["after"]["result"]) for each in flips] == [
        ("MA-1", "met", "not met")
    ]


def test_keeping_what_returns_say_changes_nothing(said, tmp_path):
    kept = tmp_path / "kept"
    first = said("replay", DRAFT, ANYTOWN, "--kept", kept)
    again = said("replay", DRAFT, ANYTOWN, "--kept", kept)
    assert first == again == said("replay", DRAFT, ANYTOWN)
    assert kept.stat().st_size > 1000


def test_after_a_return_was_sent_again_what_is_kept_changes_nothing_either(said, tmp_path):
    folder, kept, draft = a_folder(tmp_path / "area"), tmp_path / "kept", tmp_path / "draft.yaml"
    draft.write_text(SPEC.replace("at least 90%", "at least 99%"), encoding="utf-8")
    before = said("replay", draft, folder, "--kept", kept)
    path = folder / "returns/riverbank.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("57 of", "30 of"), encoding="utf-8")
    after = said("replay", draft, folder, "--kept", kept)
    assert after == said("replay", draft, folder) != before


@pytest.fixture
def kept_once(said, tmp_path):
    """A folder that keeps one review."""
    said("review", a_folder(tmp_path / "area"), "--keep", tmp_path / "runs")
    return tmp_path / "runs"


def test_nothing_is_replayed_on_a_record_that_was_edited(said, kept_once):
    record = next(kept_once.glob("2026*.json"))
    record.write_text(record.read_text(encoding="utf-8").replace("57", "58"), encoding="utf-8")
    code, out, err = said("replay", DRAFT, kept_once)
    assert (code, out) == (2, "")
    assert f"Nothing was replayed. {record.name} was changed after it was kept" in err


def test_nothing_is_replayed_on_a_record_that_does_not_come_out_again(said, kept_once, monkeypatch):
    monkeypatch.setattr(stored, "fault_of", lambda _folder, name, again: f"{name} is odd." if again else "")
    code, out, err = said("replay", DRAFT, kept_once)
    assert (code, out) == (2, "")
    assert "is odd." in err


def test_a_record_is_judged_again_once_and_then_only_looked_at(said, kept_once, tmp_path, monkeypatch):
    kept = tmp_path / "kept"
    first = said("replay", DRAFT, kept_once, "--kept", kept)
    looked = []
    monkeypatch.setattr(stored, "fault_of", lambda _folder, _name, again: looked.append(again) or "")
    assert said("replay", DRAFT, kept_once, "--kept", kept) == first
    assert looked == [False]


@pytest.mark.parametrize(
    ("argv", "says"),
    [
        ((DRAFT, "examples/nowhere"), "there is no such folder"),
        ((DRAFT, "examples/anytown/spec.yaml"), "there is no such folder"),
        ((DRAFT, "examples/drafts"), "holds 2 specifications"),
        ((DRAFT, ANYTOWN, "--sweep", "MA-1"), "write the targets to try behind an equals sign"),
        ((DRAFT, ANYTOWN, "--sweep", "XX-1=80%"), "XX-1 is no requirement of"),
        ((DRAFT, ANYTOWN, "--kept", "examples"), "is a folder. Name a file."),
    ],
)
def test_what_cannot_be_replayed_is_said_in_one_sentence(said, argv, says):
    code, out, err = said("replay", *argv)
    assert (code, out) == (2, "")
    assert says in err
    assert "Traceback" not in err


def test_a_folder_without_returns_is_said_to_have_none(said, tmp_path):
    shutil.copy(ROOT / DRAFT, tmp_path)
    code, _, err = said("replay", DRAFT, str(tmp_path))
    assert code == 2 and "holds no return for a period" in err


# -- the variation between two specifications

AGREED = "examples/anytown/spec.yaml"


@pytest.mark.parametrize("form", ["text", "json", "markdown"])
def test_the_variation_to_the_draft(said, as_kept, form):
    code, out, err = said("compare", AGREED, DRAFT, "--format", form)
    assert (code, err) == (1, "")
    as_kept(f"variation.{ {'text': 'txt', 'markdown': 'md'}.get(form, form) }", out)


def test_two_specifications_that_say_the_same_leave_nothing_to_act_on(said):
    code, out, _ = said("compare", AGREED, AGREED)
    assert code == 0
    assert "The two say the same." in out


def test_two_texts_of_one_version_are_remarked_on(said, tmp_path):
    folder = a_folder(tmp_path)
    other = tmp_path / "other.yaml"
    other.write_text(SPEC.replace("at least 90%", "at least 99%"), encoding="utf-8")
    code, _, err = said("compare", folder / "spec.yaml", other)
    assert code == 1
    assert err.startswith("Both call themselves version 1, and they differ.")


def test_a_variation_is_written_as_a_word_document_the_same_each_time(said, tmp_path):
    for name in ("one.docx", "two.docx"):
        assert said("compare", AGREED, DRAFT, "-o", tmp_path / name)[0] == 1
    assert (tmp_path / "one.docx").read_bytes() == (tmp_path / "two.docx").read_bytes()


@pytest.mark.parametrize(
    ("argv", "says"),
    [
        ((AGREED, "nowhere.yaml"), "nowhere.yaml"),
        ((AGREED, DRAFT, "-o", "notice.pdf"), "notice.pdf is no .docx"),
        (("a.json", "b.json", "--format", "markdown"), "two YAML files"),
    ],
)
def test_what_cannot_be_compared_is_said_in_one_sentence(said, argv, says):
    code, out, err = said("compare", *argv)
    assert (code, out) == (2, "")
    assert says in err
    assert "Traceback" not in err
