"""A baseline keeps old findings out of sight, and its counts can only fall."""

import json

import pytest

from specrules.lint import Options, lint
from specrules.lint.baseline import Baseline, NotABaseline, begin, lower
from tests.lint.made import a_spec
from tests.lint.test_allow import REQUIREMENTS
from tests.lint.test_lint import write

ONE = a_spec(REQUIREMENTS)
MORE = ONE + REQUIREMENTS.partition("\n")[2].replace("X-1", "X-3").replace("X-2", "X-4")


@pytest.fixture
def made(tmp_path):
    """The baseline of a specification with two findings of one kind."""
    path = write(tmp_path / "specs" / "spec.yaml", ONE)
    begin(str(tmp_path / "baseline.json"), lint(path).findings)
    return tmp_path / "baseline.json"


def run_with(made, text=ONE):
    path = write(made.parent / "specs" / "spec.yaml", text)
    return lint(path, Options(baseline=str(made)))


def lowered(made, text):
    run = run_with(made, text)
    return lower(str(made), [*run.findings, *(each.finding for each in run.hidden)], run.names)


def codes(run):
    return [(each.code, each.subject) for each in run.findings]


def test_what_was_there_before_is_not_shown_and_is_counted(made):
    run = run_with(made)
    assert (run.findings, run.to_act_on) == ((), False)
    assert len(run.hidden) == len(lint(made.parent / "specs").findings)
    assert {each.reason for each in run.hidden} == {None}


def test_what_is_new_is_shown_even_in_an_old_file(made):
    assert {subject.split()[0] for _, subject in codes(run_with(made, MORE))} == {"X-3", "X-4"}


def test_lines_may_move(made):
    assert run_with(made, "# one\n\n# two\n" + ONE).findings == ()


def test_a_title_may_change(made):
    assert run_with(made, ONE.replace("Something", "Everything")).findings == ()


def test_where_there_are_more_of_a_kind_all_are_shown(made):
    counts = json.loads(made.read_text(encoding="utf-8"))
    row = next(each for each in counts["findings"] if each["code"] == "SO701")
    baseline = Baseline.read(str(made))
    found = [each for each in lint(made.parent / "specs").findings if each.code == "SO701"][:1]
    twice = [
        *found,
        found[0].__class__(
            *[getattr(found[0], name) for name in found[0].__match_args__[:4]], "Other.", found[0].subject
        ),
    ]
    assert row["count"] == 1
    assert baseline.applied(twice, [found[0].place.file])[0] == twice


def test_the_file_says_what_it_is_and_names_files_from_where_it_stands(made):
    data = json.loads(made.read_text(encoding="utf-8"))
    assert data["specrules"] == "baseline 1"
    assert {row["file"] for row in data["findings"]} == {"specs/spec.yaml"}
    assert [row["subject"] for row in data["findings"] if row["code"] == "SO701"] == ["X-1", "X-2"]


# -- counts only fall


def test_what_is_gone_is_taken_out_and_never_comes_back(made):
    sourced = ONE.replace("strength: should", "strength: should\n    source: local decision, 2026-02-10")
    lowered(made, sourced)
    shown = {code for code, _ in codes(run_with(made, ONE))}
    assert "SO701" in shown


def test_what_is_new_is_never_taken_in(made):
    before = Baseline.read(str(made)).counts
    lowered(made, MORE)
    assert Baseline.read(str(made)).counts == before


def test_a_file_that_was_not_looked_at_keeps_its_counts(made):
    before = Baseline.read(str(made))
    assert before.lowered([], ["elsewhere.yaml"]) == before


def test_a_baseline_that_could_be_lower_says_so(made):
    sourced = ONE.replace("strength: should", "strength: should\n    source: local decision, 2026-02-10")
    (remark,) = run_with(made, sourced).remarks
    assert "run again with --write-baseline to take them out" in remark
    assert run_with(made, ONE).remarks == ()


# -- the settings can name it


def test_the_settings_name_a_baseline(made):
    write(made.parent / "specrules.yaml", "specrules: settings 1\nbaseline: baseline.json\n")
    run = lint(made.parent / "specs")
    assert run.findings == ()
    assert lint(made.parent / "specs", Options(baseline="")).findings != ()


# -- what is none


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        '{"specrules": "baseline 2", "findings": []}',
        '{"specrules": "baseline 1", "findings": [{"file": "a"}]}',
        '{"specrules": "baseline 1", "findings": [{"file": "a", "code": "b", "subject": "", "count": -1}]}',
        '{"specrules": "baseline 1", "findings": {"a": 1}}',
    ],
)
def test_a_file_that_is_no_baseline_stops_the_work(text, made):
    made.write_text(text, encoding="utf-8")
    with pytest.raises(NotABaseline, match="is not a baseline"):
        run_with(made)
