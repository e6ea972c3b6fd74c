"""The specifications of a folder: which count, what they say, and how they are saved."""

import os

import pytest

from specrules.base.errors import NotWritten
from specrules.page.drafts import Drafts
from specrules.page.folder import CannotName, Folder, HasChanged, NotThere
from tests.report.files import SPEC, a_folder


def test_only_specifications_are_listed(tmp_path):
    a_folder(tmp_path, other__deep="specrules: spec 1\nid: deep\n", mkdocs="site_name: x\n")
    (tmp_path / ".hidden").mkdir()
    (tmp_path / ".hidden/spec.yaml").write_text(SPEC)
    (tmp_path / "broken.yaml").write_text("specrules: spec 1\n  id: [\n")
    (tmp_path / "table.csv").write_text("specrules: spec 1\n")
    assert Folder(tmp_path).names() == ("broken.yaml", "other/deep.yaml", "spec.yaml")


def test_a_link_that_leads_out_of_the_folder_is_not_listed(tmp_path):
    a_folder(tmp_path / "elsewhere")
    folder = tmp_path / "ours"
    folder.mkdir()
    (folder / "linked.yaml").symlink_to(tmp_path / "elsewhere/spec.yaml")
    assert Folder(folder).names() == ()


def test_a_file_that_cannot_be_opened_is_passed_over(tmp_path):
    os.mkfifo(tmp_path / "pipe.yaml")
    assert Folder(a_folder(tmp_path)).names() == ("spec.yaml",)


def test_a_text_is_saved_with_the_line_ends_and_the_mark_it_had(tmp_path):
    path = tmp_path / "spec.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + SPEC.replace("\n", "\r\n").encode())
    folder = Folder(tmp_path)
    sheet = folder.open("spec.yaml")
    assert "\r" not in sheet.text
    assert folder.save(sheet, sheet.text) == sheet
    ours = SPEC.replace("A small service", "Ours")
    folder.save(sheet, ours)
    assert path.read_bytes() == b"\xef\xbb\xbf" + ours.replace("\n", "\r\n").encode()


def test_a_text_saved_the_old_windows_way_becomes_utf_8(tmp_path):
    path = tmp_path / "spec.yaml"
    path.write_bytes(SPEC.replace("A small", "A £5").encode("cp1252"))
    folder = Folder(tmp_path)
    folder.save(folder.open("spec.yaml"), folder.open("spec.yaml").text)
    assert "A £5 service" in path.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (SPEC.replace("A small", "A\0small").encode(), "characters that a browser would lose"),
        (SPEC.replace("\n", "\r").encode(), "characters that a browser would lose"),
        (SPEC.encode() + b"# two\r\n", "Some lines of this file end as on Windows"),
    ],
)
def test_what_a_browser_would_not_give_back_as_it_was_is_not_changed_here(tmp_path, text, says):
    (tmp_path / "spec.yaml").write_bytes(text)
    assert says in Folder(tmp_path, "spec.yaml").open("spec.yaml").fixed


def test_a_file_that_somebody_else_changed_is_not_written_over(tmp_path):
    folder = Folder(a_folder(tmp_path))
    sheet = folder.open("spec.yaml")
    (tmp_path / "spec.yaml").write_text("# theirs\n" + SPEC)
    with pytest.raises(HasChanged, match="has changed since you opened it"):
        folder.save(sheet, "# ours\n" + SPEC)
    assert (tmp_path / "spec.yaml").read_text() == "# theirs\n" + SPEC


def test_a_failed_save_leaves_the_file_and_the_draft_as_they_were(tmp_path, monkeypatch):
    drafts = Drafts(Folder(a_folder(tmp_path)))
    drafts.keep("spec.yaml", "# ours\n" + SPEC, drafts.open("spec.yaml").sheet.digest)

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(NotWritten):
        drafts.save("spec.yaml")
    assert (tmp_path / "spec.yaml").read_text() == SPEC
    assert drafts.open("spec.yaml").text == "# ours\n" + SPEC
    assert sorted(each.name for each in tmp_path.iterdir()) == ["returns", "spec.yaml"]


@pytest.mark.parametrize(
    "name",
    ["", "../x.yaml", "a/b.yaml", "x.txt", "X.yaml", "con.yaml", ".x.yaml", "x.yaml\n", "a" * 80 + ".yaml"],
)
def test_a_new_file_has_a_plain_name(tmp_path, name):
    with pytest.raises(CannotName, match="small letters, digits and hyphens"):
        Folder(tmp_path).new_path(name)


def test_a_new_file_takes_nobody_elses_name(tmp_path):
    a_folder(tmp_path)
    with pytest.raises(CannotName, match=r"There is a file spec\.yaml already"):
        Folder(tmp_path).new_path("spec.yaml")


# -- drafts


def test_a_draft_is_kept_until_it_is_saved_or_let_go(tmp_path):
    drafts = Drafts(Folder(a_folder(tmp_path)))
    opened = drafts.open("spec.yaml").sheet.digest
    drafts.keep("spec.yaml", "# more\n" + SPEC, opened)
    assert drafts.unsaved() == ("spec.yaml",)
    assert drafts.open("spec.yaml").text == "# more\n" + SPEC
    drafts.let_go("spec.yaml")
    assert (drafts.unsaved(), drafts.open("spec.yaml").text) == ((), SPEC)


def test_a_file_without_changes_here_is_read_again(tmp_path):
    drafts = Drafts(Folder(a_folder(tmp_path)))
    drafts.open("spec.yaml")
    (tmp_path / "spec.yaml").write_text("# newer\n" + SPEC)
    assert drafts.open("spec.yaml").text == "# newer\n" + SPEC


def test_a_text_from_another_window_does_not_replace_what_was_saved_meanwhile(tmp_path):
    drafts = Drafts(Folder(a_folder(tmp_path)))
    opened = drafts.open("spec.yaml").sheet.digest
    drafts.keep("spec.yaml", "# one\n" + SPEC, opened)
    drafts.save("spec.yaml")
    with pytest.raises(HasChanged, match="has changed since you opened it"):
        drafts.keep("spec.yaml", "# two\n" + SPEC, opened)


def test_a_new_draft_is_on_the_disk_only_once_it_is_saved(tmp_path):
    drafts = Drafts(Folder(tmp_path))
    drafts.begin("ours.yaml", SPEC)
    assert (drafts.unsaved(), list(tmp_path.iterdir())) == (("ours.yaml",), [])
    drafts.save("ours.yaml")
    assert (drafts.unsaved(), (tmp_path / "ours.yaml").read_text()) == ((), SPEC)


def test_a_draft_of_nothing_is_not_there(tmp_path):
    with pytest.raises(NotThere):
        Drafts(Folder(tmp_path)).open("spec.yaml")
