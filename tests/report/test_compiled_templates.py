"""Templates are compiled once, and what was kept of them is never trusted blindly."""

import sys

import pytest

from specrules.report import html
from specrules.report.html import pages
from specrules.viewing import view
from tests.report.made import a_run


@pytest.fixture
def kept(monkeypatch, tmp_path):
    """A function that makes a page as a new program would, and one that lists what was kept."""
    monkeypatch.setattr(sys, "pycache_prefix", str(tmp_path))
    monkeypatch.setattr(sys, "dont_write_bytecode", False)

    def made():
        pages._environment.cache_clear()
        return html.review(view(a_run()))

    yield made, lambda: sorted(tmp_path.rglob("*.pyc"))
    pages._environment.cache_clear()


def test_a_page_made_from_what_was_kept_is_the_same(kept):
    made, files = kept
    first = made()
    written = {file: file.stat().st_mtime_ns for file in files()}
    assert written
    assert made() == first
    assert {file: file.stat().st_mtime_ns for file in files()} == written


@pytest.mark.parametrize("damage", [b"", b"x" * 100, None])
def test_what_is_damaged_is_compiled_again(kept, damage):
    made, files = kept
    first = made()
    for file in files():
        file.write_bytes(file.read_bytes()[:60] if damage is None else damage)
    assert made() == first


def test_where_python_keeps_nothing_nothing_is_kept(kept, monkeypatch):
    made, files = kept
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    assert made() and files() == []


def test_where_nothing_can_be_written_the_page_is_made_all_the_same(kept, monkeypatch, tmp_path):
    made, files = kept
    (tmp_path / "file").touch()
    monkeypatch.setattr(sys, "pycache_prefix", str(tmp_path / "file"))
    assert made() and files() == []
