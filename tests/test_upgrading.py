"""An older file becomes one of the newest format, and everything else in it stays as it was."""

import re

import pytest

from specrules.__main__ import main
from specrules.authoring.upgrading import STEPS, upgraded
from specrules.base.errors import SpecrulesError
from specrules.base.files import Source
from specrules.lint import lint
from specrules.spec.shape import FORMATS

DRAFT = """\
# Our first draft, of last winter.
specrules: spec 0   # the first line
id: anytown-draft
title: "Recovery: a service"
version: '1'
status: draft
providers:          # everybody
  council: {name: Anytown Council, role: commissioner}
  riverbank: {name: Riverbank Recovery, role: drug and alcohol treatment, bound-by: this contract}
contract: {start: 2026-04-01, end: 2029-03-31}
returns: {every: quarter, due: 15 working days after the quarter ends}

clauses:
  R-1:
    title: People are helped
    provider: riverbank
    force:   must   # we discussed this
    source: local decision, 2026-02-10
    measures:
      helped: {share: people helped, denominator: people in treatment, threshold: at least 90%}   # note
    if-not-met: improvement plan within 20 working days
"""
NEWEST = """\
# Our first draft, of last winter.
specrules: spec 1   # the first line
id: anytown-draft
title: "Recovery: a service"
version: '1'
status: draft
parties:          # everybody
  council: {name: Anytown Council, role: commissioner}
  riverbank: {name: Riverbank Recovery, role: drug and alcohol treatment, bound-by: this contract}
contract: {starts: 2026-04-01, ends: 2029-03-31}
returns: {every: quarter, due: 15 working days after the quarter ends}

requirements:
  R-1:
    title: People are helped
    owed-by: riverbank
    strength:   must   # we discussed this
    source: local decision, 2026-02-10
    checks:
      helped: {share: people helped, of: people in treatment, target: at least 90%}   # note
    if-not-met: improvement plan within 20 working days
"""


def source(text, path="spec.yaml"):
    return Source(path, text, "", "utf-8", ())


def run(capsys, *args):
    code = main(["upgrade", *map(str, args)])
    out, err = capsys.readouterr()
    return code, out, err


@pytest.fixture
def draft(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "spec.yaml"
    path.write_text(DRAFT, encoding="utf-8")
    return path


def test_a_draft_becomes_a_file_of_the_newest_format():
    done = upgraded(source(DRAFT))
    assert (done.text, done.was, done.now, done.places) == (NEWEST, "spec 0", "spec 1", 10)


def test_no_comment_is_touched():
    assert re.findall(r"#.*", upgraded(source(DRAFT)).text) == re.findall(r"#.*", DRAFT)


def test_what_was_upgraded_lints_clean(draft):
    main(["upgrade", str(draft)])
    assert [each.name for each in lint([draft]).findings if each.name != "party-owes-nothing"] == []


def test_line_ends_stay_as_they_were():
    assert upgraded(source(DRAFT.replace("\n", "\r\n"))).text == NEWEST.replace("\n", "\r\n")


def test_the_newest_format_stays_as_it_is():
    assert upgraded(source(NEWEST)) == (NEWEST, "spec 1", "spec 1", 0)


def test_upgrading_twice_changes_nothing_more():
    once = upgraded(source(DRAFT)).text
    assert upgraded(source(once)).text == once


@pytest.mark.parametrize("text", ["other: file\n", "- a\n", "", "specrules: something 1\n"])
def test_a_file_that_is_not_ours_is_left_alone(text):
    assert upgraded(source(text)) is None


def test_a_newer_format_is_refused_by_its_name():
    with pytest.raises(SpecrulesError, match=r"spec\.yaml: spec 9 is newer than this specrules writes"):
        upgraded(source("specrules: spec 9\n"))


def test_a_file_that_cannot_be_read_is_not_half_upgraded(draft, capsys):
    text = "specrules: spec 0\n- not headings\n"
    draft.write_text(text, encoding="utf-8")
    code, out, err = run(capsys, draft)
    assert (code, out) == (2, "")
    assert "run specrules lint and mend it first" in err
    assert draft.read_text(encoding="utf-8") == text


def test_every_step_leads_to_a_format_that_is_read():
    assert all(number + 1 <= FORMATS[kind] for kind, number in STEPS)


# -- the command


def test_a_file_is_rewritten_in_its_place(draft, capsys):
    code, out, err = run(capsys, "spec.yaml")
    assert (code, out, err) == (0, "spec.yaml: spec 0 is now spec 1, 10 places changed.\n", "")
    assert draft.read_text(encoding="utf-8") == NEWEST


def test_what_would_change_is_shown_and_nothing_written(draft, capsys):
    code, out, _ = run(capsys, "--diff", "spec.yaml")
    assert code == 1
    assert out.startswith("spec.yaml: spec 0 would become spec 1, 10 places changed.\n--- spec.yaml\n")
    assert "-    provider: riverbank\n" in out
    assert "+    owed-by: riverbank\n" in out
    assert draft.read_text(encoding="utf-8") == DRAFT


def test_files_of_the_newest_format_are_counted(draft, capsys):
    draft.with_name("other.yaml").write_text(NEWEST, encoding="utf-8")
    code, out, _ = run(capsys, ".")
    assert code == 0
    assert out.endswith("1 file is of the newest format already.\n")


def test_nothing_to_upgrade_is_not_success(tmp_path, capsys):
    code, out, err = run(capsys, tmp_path)
    assert (code, out) == (2, "")
    assert err.startswith("Nothing was upgraded: ")
