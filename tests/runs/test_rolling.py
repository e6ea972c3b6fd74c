"""Kept reviews are set side by side like others."""

from pathlib import Path

from specrules.runs.rolling import kept_reviews
from tests.runs.made import kept


def found(path):
    return [
        (Path(each.file).name, getattr(each, "reason", each.__class__.__name__))
        for each in kept_reviews([path])
    ]


def test_every_kept_review_that_no_other_restates_is_read_at_any_depth(tmp_path):
    at = tmp_path / "anytown"
    kept(tmp_path / "all" / "runs", at, "2026-27-Q1", delivered="50 of 60")
    again = kept(tmp_path / "all" / "runs", at, "2026-27-Q1")
    later = kept(tmp_path / "all" / "runs", at, "2026-27-Q2")
    assert found(tmp_path / "all") == [(again.path.name, "Record"), (later.path.name, "Record")]


def test_one_that_was_changed_is_left_out_by_name(tmp_path):
    one = kept(tmp_path / "runs", tmp_path / "anytown")
    one.path.write_bytes(one.path.read_bytes().replace(b"57 of 60", b"58 of 60"))
    assert found(tmp_path / "runs") == [
        (
            one.path.name,
            f"{one.path.name} was changed after it was kept: its content no longer gives its name.",
        )
    ]


def test_the_command_takes_folders_of_kept_reviews(tmp_path, said):
    for quarter in ("2026-27-Q1", "2026-27-Q2"):
        kept(tmp_path / "runs", tmp_path / "anytown", quarter)
    code, text, remarks = said("roll-up", tmp_path / "runs", "--output", tmp_path / "pages")
    assert (code, remarks) == (0, "")
    assert text.startswith("2 reviews of 1 area.")
