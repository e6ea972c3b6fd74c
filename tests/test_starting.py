"""A specification to begin with lints clean, whatever clauses are chosen, and says what is left to decide."""

import re
from pathlib import Path

import pytest

from specrules.__main__ import main
from specrules.authoring.starting import Start, owed_by, starting_spec, with_companions
from specrules.library import Library, read_spec
from specrules.lint import lint

RULES = Library([Path(__file__).parent.parent / "rules"])


def run(capsys, *args):
    code = main(["new", *map(str, args)])
    out, err = capsys.readouterr()
    return code, out, err


def written(folder, *ids):
    path = folder / "spec.yaml"
    clauses = [RULES.clause(id) for id in with_companions(ids)]
    path.write_text(starting_spec(clauses, Start()), encoding="utf-8")
    return path


@pytest.mark.parametrize("id", RULES.ids())
def test_a_specification_with_any_one_clause_lints_clean(id, tmp_path):
    assert lint([written(tmp_path, id)]).findings == ()


def test_a_specification_with_every_clause_lints_clean(tmp_path):
    assert lint([written(tmp_path, *RULES.ids())]).findings == ()


def test_every_number_is_marked_as_an_example(tmp_path):
    lines = written(tmp_path, *RULES.ids()).read_text(encoding="utf-8").splitlines()
    numbers = re.compile(r"\d+%|£\d|\b\d+ (of|day|week|month|working|chosen)|\d{4}-\d\d-\d\d|: \d+ ")
    assert [line for line in lines if numbers.search(line) and "#" not in line] == []


def test_a_target_goes_the_way_of_the_clauses_own_examples(tmp_path):
    text = written(tmp_path, "no-wrong-door/not-excluded-for-other-condition").read_text(encoding="utf-8")
    assert "      refused: no more than 0%     # example\n" in text


def test_two_services_owe_a_hand_off_and_the_commissioner_what_is_its_own():
    assert owed_by(RULES.clause("no-wrong-door/referrals-answered")) == ("service", "trust")
    assert owed_by(RULES.clause("no-wrong-door/lead-commissioner-named")) == ("council",)
    assert owed_by(RULES.clause("mutual-aid/keyworkers-facilitate-access")) == ("service",)


def test_a_clause_brings_the_one_that_belongs_with_it_once():
    assert with_companions(["mutual-aid/premises-for-meetings", "mutual-aid/links-with-organisations"]) == (
        "mutual-aid/premises-for-meetings",
        "mutual-aid/links-with-organisations",
    )


# -- the command


def test_a_new_specification_is_written_with_the_names_given(tmp_path, capsys):
    path = tmp_path / "Our Spec 2026.yaml"
    names = ("--title", "Rooms", "--provider", "Riverbank")
    code, out, err = run(capsys, path, "--clause", "mutual-aid/premises-for-meetings", *names)
    assert (code, err) == (0, "")
    assert out == (
        f"Written to {path}: 2 requirements. Every number in it is an example, and says so.\n"
        f"Next: decide each of them, then run: specrules lint {path}\n"
    )
    spec = read_spec(path).spec
    assert (spec.id, spec.title) == ("our-spec-2026", "Rooms")
    assert [each.name for each in spec.parties] == ["Riverbank"]


def test_a_theme_stands_for_all_its_clauses(tmp_path, capsys):
    path = tmp_path / "spec.yaml"
    assert run(capsys, path, "--clause", "no-wrong-door")[0] == 0
    used = {each.standard_clause.id for each in read_spec(path).spec.requirements}
    assert used == {id for id in RULES.ids() if id.startswith("no-wrong-door/")}


def test_a_file_that_is_there_is_left_as_it_is(tmp_path, capsys):
    path = tmp_path / "spec.yaml"
    path.write_text("mine\n", encoding="utf-8")
    code, out, err = run(capsys, path, "--clause", "mutual-aid")
    assert (code, out) == (2, "")
    assert err == f"{path} is there already, and was left as it is; name another file.\n"
    assert path.read_text(encoding="utf-8") == "mine\n"


@pytest.mark.parametrize(
    ("args", "said"),
    [
        ((), "Which clauses? "),
        (("--clause", "mutual-ade"), "There is no standard clause or theme called mutual-ade. Did you mean "),
        (("--clause", "zzz"), "There is no standard clause or theme called zzz. To see them: "),
    ],
)
def test_clauses_that_are_not_there_are_said_and_nothing_is_written(tmp_path, capsys, args, said):
    path = tmp_path / "spec.yaml"
    code, out, err = run(capsys, path, *args)
    assert (code, out) == (2, "")
    assert err.startswith(said)
    assert not path.exists()


@pytest.mark.skipif(not hasattr(__import__("os"), "openpty"), reason="needs a terminal")
def test_a_person_at_the_terminal_is_asked(tmp_path):
    import os
    import subprocess
    import sys

    ours, theirs = os.openpty()
    number = RULES.ids().index("mutual-aid/keyworkers-facilitate-access") + 1
    path = tmp_path / "spec.yaml"
    command = [sys.executable, "-m", "specrules", "new", str(path)]
    with subprocess.Popen(
        command,
        stdin=theirs,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=Path(__file__).parent.parent,
    ) as asked:
        os.write(ours, f"{number}\nHelp with recovery\nAnytown Council\nRiverbank\n\n".encode())
        out, err = asked.communicate(timeout=60)
    os.close(ours)
    os.close(theirs)
    assert asked.returncode == 0, err
    assert b"Which clauses" in err
    assert b"Written to " in out
    spec = read_spec(path).spec
    assert (spec.title, [each.name for each in spec.parties]) == ("Help with recovery", ["Riverbank"])
