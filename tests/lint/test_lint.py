"""Which files lint looks at, what it says when it cannot, and what it keeps to itself."""

import os

import pytest

from specrules.base.errors import NothingChecked, UnreadableFile
from specrules.base.findings import Severity
from specrules.lint import lint
from tests.lint.made import a_spec, codes, linted

LOG = """\
specrules: meeting log 1
allowances:
  - id: A-1
    requirement: MA-1
    party: riverbank
    from: 2026-04-01
    to: 2026-09-30
    reason: the building was closed by a flood
    approved-by: {role: contract manager, date: 2026-06-12}
"""
RETURN = "specrules: return 1\nspec: anytown-recovery-2026\nparty: riverbank\nperiod: 2026-27-Q1\n"
SETTINGS = "specrules: settings 1\nfail-on: error\n"
THEME = "specrules: theme 1\ntitle: Mutual aid\n"
CLAUSE = """\
specrules: standard clause 1
standard-clause: own/one
title: Something is done
guidance: recommended
citations: [{document: A guide (2020), section: One}]
checks: {done: {statement: it is done}}
"""


def write(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


# -- kinds of file


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("meeting-log.yaml", LOG),
        ("riverbank.yml", RETURN),
        ("specrules.yaml", SETTINGS),
        ("own/theme.yaml", THEME),
        ("own/one.yaml", CLAUSE),
    ],
)
def test_every_kind_of_file_is_looked_at(name, text, tmp_path):
    run = lint(write(tmp_path / name, text))
    assert (run.findings, run.files) == ((), 1)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("meeting-log.yaml", LOG.replace("reason:", "raeson:")),
        ("riverbank.yml", RETURN.replace("period:", "perod:")),
        ("specrules.yaml", SETTINGS.replace("fail-on", "fial-on")),
        ("own/theme.yaml", THEME.replace("title", "titel")),
        ("own/one.yaml", CLAUSE.replace("guidance", "guidence")),
        ("spec.yaml", a_spec().replace("owed-by", "owd-by")),
    ],
)
def test_a_misspelt_heading_is_found_in_every_kind_of_file(name, text, tmp_path):
    assert codes(lint(write(tmp_path / name, text)).findings).count("FI104") == 1


def test_a_newer_format_is_refused_by_name(tmp_path):
    (found,) = lint(write(tmp_path / "spec.yaml", a_spec().replace("spec 1", "spec 2"))).findings
    assert found.code == "FI123"
    assert "spec 2 is newer" in found.message


# -- folders


def test_a_folder_is_searched_to_the_bottom_in_order(tmp_path):
    for name in ("b/two.yaml", "a/deep/one.yml", "a/three.yaml"):
        write(tmp_path / name, "specrules: theme 1\n")
    names = [os.path.relpath(each.place.file, tmp_path) for each in lint(tmp_path).findings]
    assert names == ["a/deep/one.yml", "a/three.yaml", "b/two.yaml"]


def test_other_files_of_a_folder_are_not_looked_at(tmp_path):
    write(tmp_path / "notes.txt", "specrules: theme 1\n")
    write(tmp_path / ".git" / "config.yaml", "specrules: theme 1\n")
    write(tmp_path / "theme.yaml", THEME)
    run = lint(tmp_path)
    assert (run.files, run.passed_over) == (1, 0)


def test_yaml_of_other_programs_is_passed_over_and_counted(tmp_path):
    write(tmp_path / "theme.yaml", THEME)
    write(tmp_path / "workflow.yaml", "on: push\njobs: {}\n")
    write(tmp_path / "chart.yml", "{{ template }}\n")
    run = lint(tmp_path)
    assert (run.findings, run.files, run.passed_over) == ((), 1, 2)


def test_yaml_of_another_program_is_passed_over_however_it_was_saved(tmp_path):
    write(tmp_path / "theme.yaml", THEME)
    (tmp_path / "workflow.yaml").write_bytes("on: push\n".encode("utf-16"))
    assert lint(tmp_path).passed_over == 1


def test_a_file_that_is_not_text_is_never_passed_over(tmp_path):
    write(tmp_path / "theme.yaml", THEME)
    (tmp_path / "spec.yaml").write_bytes(b"PK\x03\x04\x00\x00\xff\xff\x81")
    assert codes(lint(tmp_path).findings) == ["FI111"]


@pytest.mark.parametrize("header", ["Specrules", "specrule", "spec-rules", "'specrules'", "spec_rules"])
def test_a_file_whose_first_line_is_misspelt_is_not_passed_over(header, tmp_path):
    write(tmp_path / "theme.yaml", THEME.replace("specrules", header))
    assert lint(tmp_path).passed_over == 0


def test_a_file_of_ours_that_is_not_yaml_is_not_passed_over(tmp_path):
    write(tmp_path / "spec.yaml", "specrules: spec 1\nparties: [riverbank\n")
    assert lint(tmp_path).to_act_on


def test_yaml_of_another_program_named_itself_is_a_finding(tmp_path):
    (found,) = lint(write(tmp_path / "workflow.yaml", "on: push\n")).findings
    assert found.code == "FI123"


def test_a_file_given_twice_is_looked_at_once(tmp_path):
    path = write(tmp_path / "own" / "theme.yaml", "specrules: theme 1\n")
    run = lint([path, path, path.parent])
    assert (run.files, len(run.findings)) == (1, 1)


def test_links_to_folders_are_not_followed(tmp_path):
    write(tmp_path / "own" / "theme.yaml", THEME)
    (tmp_path / "own" / "loop").symlink_to(tmp_path, target_is_directory=True)
    assert lint(tmp_path).files == 1


# -- when there is nothing to look at


def test_an_empty_folder_is_never_all_clear(tmp_path):
    with pytest.raises(NothingChecked, match="Nothing was checked"):
        lint(tmp_path)


def test_a_folder_of_other_programs_is_never_all_clear(tmp_path):
    write(tmp_path / "workflow.yaml", "on: push\n")
    with pytest.raises(NothingChecked):
        lint(tmp_path)


def test_no_path_at_all_is_never_all_clear():
    with pytest.raises(NothingChecked):
        lint([])


def test_a_file_that_is_not_there_stops_the_work(tmp_path):
    with pytest.raises(UnreadableFile, match="no such file"):
        lint(tmp_path / "spec.yaml")


def test_of_many_files_that_are_not_there_a_few_are_named():
    with pytest.raises(UnreadableFile) as refused:
        lint([f"{number}.yaml" for number in range(1_300)])
    assert str(refused.value).count("there is no such file") == 5
    assert str(refused.value).endswith(" Nor were 1,295 more.")


def test_the_rest_is_looked_at_when_one_file_is_not_there(tmp_path):
    run = lint([tmp_path / "spec.yaml", write(tmp_path / "theme.yaml", "specrules: theme 1\n")])
    assert (run.files, codes(run.findings), len(run.unreadable)) == (1, ["FI106"], 1)


def test_settings_that_name_a_folder_that_is_not_there_stop_only_their_specification(tmp_path):
    write(tmp_path / "a" / "specrules.yaml", "specrules: settings 1\nrules: ours\n")
    write(tmp_path / "a" / "spec.yaml", a_spec())
    write(tmp_path / "b" / "spec.yaml", a_spec())
    run = lint([tmp_path / "a" / "spec.yaml", tmp_path / "b"])
    assert run.files == 1
    assert "ours" in run.unreadable[0]


# -- what there is to act on


@pytest.mark.parametrize(
    ("settings", "acts"), [("", False), ("error", False), ("warning", True)], ids=["none", "error", "warning"]
)
def test_a_warning_is_something_to_act_on_where_the_settings_say_so(settings, acts, tmp_path):
    if settings:
        write(tmp_path / "specrules.yaml", f"specrules: settings 1\nfail-on: {settings}\n")
    unbound = a_spec().replace("treatment, bound-by: this contract,", "treatment,")
    run = lint(write(tmp_path / "spec.yaml", unbound))
    assert Severity.WARNING in {each.severity for each in run.findings}
    assert run.to_act_on is acts


def test_advice_is_never_something_to_act_on(tmp_path):
    write(tmp_path / "specrules.yaml", "specrules: settings 1\nfail-on: warning\n")
    run = lint(write(tmp_path / "spec.yaml", a_spec()))
    assert {each.severity for each in run.findings} == {Severity.ADVICE}
    assert not run.to_act_on


# -- one cause, one finding


def test_nothing_more_is_said_of_a_requirement_with_a_fault(tmp_path):
    part = """\
requirements:
  X-1:
    title: Something is done
    owed-by: riverbank
    strength: must
    cheks:
      done: {count: times it was done, target: at least 0}
"""
    found = linted(tmp_path, part)
    assert [each.code for each in found if each.subject and "X-1" in each.subject] == ["FI104"]


def test_one_faulty_requirement_does_not_hide_another(tmp_path):
    part = """\
requirements:
  X-1:
    title: Something is done
    owed-by: riverbnk
    strength: should
    checks: {done: {count: times it was done, target: at least 1}}
  X-2:
    title: Something is done
    owed-by: riverbank
    strength: should
    checks: {done: {count: times it was done, target: at least 1}}
    source: local decision, 2026-02-10
    if-not-mett: nothing
"""
    found = linted(tmp_path, part)
    assert codes(found) == ["SO720", "FI104"]


def test_what_is_absent_is_not_told_of_a_file_only_half_understood(tmp_path):
    clean = codes(linted(tmp_path))
    assert "SO725" in clean
    assert "SO725" not in codes(linted(tmp_path, "version: 1\nversion: 2\n"))


def test_a_fault_of_the_catalogue_is_shown_where_it_stands_and_nothing_follows_from_it(tmp_path):
    write(tmp_path / "rules" / "own" / "theme.yaml", THEME)
    clause = write(tmp_path / "rules" / "own" / "one.yaml", "specrules: standard clause 1\ntitle: [\n")
    part = """\
catalogues: [own]
requirements:
  X-1: {standard-clause: own/one, owed-by: {each-of: [riverbank, trust]}, strength: must}
"""
    run = lint(write(tmp_path / "spec.yaml", a_spec(part)))
    assert {each.place.file for each in run.findings} == {str(clause)}
    assert run.sources[str(clause)] == clause.read_text(encoding="utf-8")


# -- the run


def test_two_runs_find_the_same(tmp_path):
    write(tmp_path / "spec.yaml", a_spec().replace("source:", "surce:"))
    assert lint(tmp_path) == lint(tmp_path)


def test_texts_of_clean_files_are_not_kept(tmp_path):
    assert lint(write(tmp_path / "theme.yaml", THEME)).sources == {}
