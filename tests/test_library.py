"""The catalogue is found and read, and nothing outside its folders is."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from specrules.base.errors import UnreadableFile
from specrules.library import Library, kind_of, library_for, read_spec, read_specs, shipped
from tests.spec.making import CATALOGUE, EVERYTHING, HEAD, a_library, tree_of

ROOT = Path(__file__).parent.parent
REQUIREMENT = "requirements: {R-1: {title: A, owed-by: riverbank, strength: must}}\n"
PLAIN = HEAD.replace("catalogues: [help, doors]\n", "") + REQUIREMENT


@pytest.fixture
def library(tmp_path):
    return a_library(tmp_path / "rules")


def write(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


# -- clauses and themes


def test_the_names_of_all_clauses(library):
    assert library.ids() == ("doors/referrals", "help/reach-groups", "help/rooms")


def test_a_clause_is_read_when_it_is_asked_for(library, monkeypatch):
    opened = []
    real = os.open
    monkeypatch.setattr(os, "open", lambda path, *more: opened.append(str(path)) or real(path, *more))
    assert library.clause("help/rooms").title == "Rooms are lent to groups"
    assert library.clause("help/rooms") is library.clause("help/rooms")
    assert [Path(path).name for path in opened] == ["rooms.yaml"]


def test_themes_are_the_folders_of_the_catalogue(library):
    assert library.themes() == ("doors", "help")
    assert library.theme("help").title == "Help from others"
    assert library.theme("doors").principles == ("welcome", "referral")
    assert library.theme("nothing") is None


def test_a_theme_without_its_file_is_called_by_its_folder(tmp_path):
    write(tmp_path / "help" / "rooms.yaml", CATALOGUE["help/rooms.yaml"])
    assert Library([tmp_path]).theme("help").title == "help"


def test_a_catalogue_that_is_not_there_is_empty(tmp_path):
    library = Library([tmp_path / "nowhere"])
    assert (library.ids(), library.themes(), library.clause("help/rooms")) == ((), (), None)


def test_a_clause_may_stand_in_a_folder_of_its_theme(tmp_path):
    text = CATALOGUE["help/rooms.yaml"].replace("help/rooms", "help/places/rooms")
    write(tmp_path / "help" / "places" / "rooms.yaml", text)
    library = Library([tmp_path])
    assert library.ids() == ("help/places/rooms",)
    assert library.clause("help/places/rooms").id == "help/places/rooms"


def test_what_is_wrong_with_a_clause_is_known(library, tmp_path):
    path = tmp_path / "rules" / "help" / "rooms.yaml"
    path.write_text(path.read_text().replace("guidance: required", "guidance: strict"))
    assert [each.name for each in library.trouble("help/rooms")] == ["unknown-choice"]


def test_a_clause_of_ones_own_is_read_to_its_end_also_in_brief(library, tmp_path):
    path = tmp_path / "rules" / "help" / "rooms.yaml"
    path.write_text(path.read_text().replace("expect: ", "exspect: ", 1))
    brief = Library(library.folders, brief=True)
    assert [each.name for each in brief.trouble("help/rooms")] == ["misspelt-heading"]


# -- nothing outside


@pytest.mark.parametrize(
    "id",
    [
        "../secret/rooms",
        "help/../../secret/rooms",
        "/etc/passwd",
        "~/rooms",
        "help\\rooms",
        "C:/help/rooms",
        "help/rooms.yaml",
        "help/rooms:ads",
        "Help/rooms",
        "help/",
        "rooms",
        "",
        "help/\0",
        "con/rooms",
        "help/nul",
        "a/b/c/d/e",
        "h" * 300 + "/rooms",
    ],
)
def test_a_name_that_is_not_a_plain_one_leads_nowhere(tmp_path, id):
    write(tmp_path / "secret" / "rooms.yaml", CATALOGUE["help/rooms.yaml"])
    assert a_library(tmp_path / "rules").clause(id) is None


@pytest.mark.skipif(sys.platform == "win32", reason="needs links")
def test_a_link_out_of_the_catalogue_is_not_followed(tmp_path):
    library = a_library(tmp_path / "rules")
    outside = write(tmp_path / "secret.yaml", CATALOGUE["help/rooms.yaml"])
    (tmp_path / "rules" / "help" / "linked.yaml").symlink_to(outside)
    assert library.clause("help/linked") is None


@pytest.mark.skipif(sys.platform == "win32", reason="needs links")
def test_a_link_that_leads_back_to_itself_leads_nowhere(tmp_path):
    library = a_library(tmp_path / "rules")
    loop = tmp_path / "rules" / "help" / "loop.yaml"
    loop.symlink_to(loop)
    assert library.clause("help/loop") is None


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs pipes")
def test_a_pipe_in_the_catalogue_is_not_waited_for(tmp_path):
    library = a_library(tmp_path / "rules")
    os.mkfifo(tmp_path / "rules" / "help" / "pipe.yaml")
    assert library.clause("help/pipe") is None


def test_a_folder_that_starts_with_the_same_letters_is_another_folder(tmp_path):
    write(tmp_path / "rules-evil" / "help" / "rooms.yaml", CATALOGUE["help/rooms.yaml"])
    (tmp_path / "rules" / "help").mkdir(parents=True)
    (tmp_path / "rules" / "help" / "rooms.yaml").symlink_to(tmp_path / "rules-evil" / "help" / "rooms.yaml")
    assert Library([tmp_path / "rules"]).clause("help/rooms") is None


# -- where the catalogue is


def test_the_shipped_catalogue_is_found_in_a_checkout():
    assert Path(shipped("rules")) == ROOT / "rules"
    assert Path(shipped("specs")) == ROOT / "specs"


def test_the_shipped_catalogue_is_found_in_a_wheel(tmp_path):
    installed = tmp_path / "site" / "specrules"
    for path in (ROOT / "specrules").rglob("*.py"):
        write(installed / path.relative_to(ROOT / "specrules"), path.read_text(encoding="utf-8"))
    (installed / "_shipped" / "rules").mkdir(parents=True)
    program = "from specrules.library import shipped; print(shipped('rules'))"
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=tmp_path / "site", capture_output=True, text=True, check=True
    )
    assert Path(done.stdout.strip()) == installed / "_shipped" / "rules"


def test_a_folder_that_was_not_shipped_stops_the_work():
    with pytest.raises(UnreadableFile, match="install specrules again"):
        shipped("nothing")


def test_the_users_own_catalogue_stands_beside_the_specification(tmp_path):
    a_library(tmp_path / "rules")
    spec = write(tmp_path / "spec.yaml", EVERYTHING)
    assert read_spec(spec).findings == ()


def test_settings_name_the_users_own_catalogue(tmp_path):
    a_library(tmp_path / "ours")
    write(tmp_path / "specrules.yaml", "specrules: settings 1\nrules: ours\n")
    spec = write(tmp_path / "spec.yaml", EVERYTHING)
    assert read_spec(spec).findings == ()


@pytest.mark.parametrize("rules", ["nowhere", "..", "../other"])
def test_settings_may_only_name_a_folder_beside_them(tmp_path, rules):
    (tmp_path / "other").mkdir()
    write(tmp_path / "here" / "specrules.yaml", f"specrules: settings 1\nrules: {rules}\n")
    with pytest.raises(UnreadableFile, match="names the folder"):
        library_for(tmp_path / "here" / "spec.yaml")


def test_what_is_wrong_with_the_settings_is_found_with_the_specification(tmp_path):
    write(tmp_path / "specrules.yaml", "specrules: settings 1\nfail-on: always\n")
    spec = write(tmp_path / "spec.yaml", PLAIN)
    assert [each.name for each in read_spec(spec).findings] == ["unknown-choice"]


# -- reading specifications


def test_a_specification_that_is_not_there_stops_the_work(tmp_path):
    with pytest.raises(UnreadableFile, match="no such file"):
        read_spec(tmp_path / "spec.yaml")


def test_the_specifications_of_a_folder_are_read_and_nothing_else(tmp_path):
    write(tmp_path / "one.yaml", PLAIN)
    write(tmp_path / "deeper" / "two.yml", PLAIN.replace("id: anytown-2026", "id: two"))
    write(tmp_path / "deeper" / "return.yaml", "specrules: return 1\n")
    write(tmp_path / ".hidden.yaml", PLAIN)
    write(tmp_path / "notes.txt", "no specification")
    assert [each.spec.id for each in read_specs([tmp_path])] == ["two", "anytown-2026"]


def test_a_file_in_a_folder_that_does_not_say_what_it_is_is_not_passed_over(tmp_path):
    write(tmp_path / "one.yaml", PLAIN.replace("specrules: spec 1\n", ""))
    (reading,) = read_specs([tmp_path])
    assert [each.name for each in reading.findings] == ["wrong-kind-of-file"]


def test_a_file_that_is_named_is_read_as_a_specification_whatever_it_says(tmp_path):
    path = write(tmp_path / "return.yaml", "specrules: return 1\n")
    (reading,) = read_specs([str(path)])
    assert [each.name for each in reading.findings] == ["wrong-kind-of-file"]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("specrules: spec 1\n", "spec"),
        ("specrules: meeting log 12\n", "meeting log"),
        ("a: b\n", None),
        ("- a\n", None),
    ],
)
def test_the_kind_of_a_file_is_what_it_says(text, kind):
    assert kind_of(tree_of(text)) == kind


# -- start-up


def test_reading_a_specification_loads_nothing_slow(tmp_path):
    a_library(tmp_path / "rules")
    spec = write(tmp_path / "spec.yaml", EVERYTHING)
    program = (
        "import sys; from specrules.library import read_spec; assert read_spec(sys.argv[1]).usable;"
        "print(' '.join(set(sys.modules) & set(sys.argv[2].split())))"
    )
    slow = "jsonschema referencing typer tabulate json tempfile pathlib holidays specrules.spec.schema"
    done = subprocess.run(
        [sys.executable, "-c", program, str(spec), slow], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == ""
