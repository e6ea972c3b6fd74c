"""Many files are shared between processes, and come to the same as one after another."""

import os
import sys

import pytest

from specrules.base.errors import SpecrulesError
from specrules.lint import Options, lint
from specrules.lint.many import processes
from specrules.lint.outcome import as_bytes
from tests.lint.made import a_spec
from tests.lint.test_lint import THEME, write


@pytest.fixture
def folder(tmp_path):
    """Files of every sort: clean, wrong, of other programs, and one that cannot be read."""
    top = tmp_path / "specs"
    for number in range(8):
        write(top / f"right-{number}.yaml", THEME)
        write(top / f"wrong-{number}.yaml", a_spec().replace("owed-by", "owd-by"))
    write(top / "workflow.yaml", "on: push\n")
    (top / "link.yaml").symlink_to(top / "nowhere.yaml")
    return top


def test_two_processes_find_what_one_finds(folder):
    one = lint(folder, Options(jobs=1))
    assert lint(folder, Options(jobs=2)) == one
    assert (one.files, one.passed_over, len(one.unreadable), len(one.findings)) == (16, 1, 1, 8)


def test_what_is_shared_is_kept_as_well(folder, tmp_path, monkeypatch):
    kept = str(tmp_path / "kept")
    first = lint(folder, Options(jobs=2, cache=kept))
    monkeypatch.setattr(sys.modules["specrules.lint.look"].Looker, "look", None)
    assert lint(folder, Options(jobs=2, cache=kept)) == first


def test_a_file_that_changes_meanwhile_is_looked_at_again(folder, monkeypatch):
    many = sys.modules["specrules.lint.many"]
    looked_at = many.looked_at

    def change_after(paths, number):
        found = looked_at(paths, number)
        write(folder / "right-0.yaml", "specrules: theme 1\n")
        return found

    monkeypatch.setattr(many, "looked_at", change_after)
    found = lint(folder, Options(jobs=2)).findings
    assert str(folder / "right-0.yaml") in {each.place.file for each in found}


def test_a_process_that_dies_is_said_in_a_sentence(folder, monkeypatch):
    many = sys.modules["specrules.lint.many"]
    monkeypatch.setattr(many, "_look", die)
    with pytest.raises(SpecrulesError, match="add --jobs 1"):
        lint(folder, Options(jobs=2))


def die(_):
    os._exit(9)


@pytest.mark.parametrize(
    ("files", "asked", "number"), [(10, 0, 0), (99, 0, 1), (10, 1, 1), (10, 4, 4), (2, 4, 2), (0, 3, 0)]
)
def test_few_files_are_not_shared_unless_somebody_asks(files, asked, number):
    assert processes(files, asked) == number


def test_an_outcome_is_the_same_from_any_process():
    from specrules.lint.outcome import Outcome

    assert as_bytes(Outcome("theme", 9)) == b"theme\n9\n"
