"""``specrules lint`` on the command line: its options, what it prints where, and its exit codes."""

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from specrules.__main__ import main
from specrules.linting import OPTIONS, Asked, asked_plainly
from specrules.report.lint import FORMATS
from tests.lint.made import a_spec
from tests.lint.test_allow import BECAUSE
from tests.lint.test_lint import CLAUSE, THEME, write

WRONG = a_spec().replace("owed-by", "owd-by")
UNBOUND = a_spec().replace("treatment, bound-by: this contract,", "treatment,")


@pytest.fixture
def said(capsys, monkeypatch, tmp_path):
    """A function that lints on the command line, in a folder of its own: exit code, output, remarks."""
    monkeypatch.chdir(tmp_path)

    def run(*args):
        code = main(["lint", *map(str, args)])
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return run


# -- the options are one list


def test_what_is_read_plainly_is_what_the_help_lists():
    from typer.main import get_command

    from specrules.cli import app

    command = get_command(app).commands["lint"]
    listed = {option for parameter in command.params for option in parameter.opts if option.startswith("--")}
    assert set(OPTIONS) <= listed


@pytest.mark.parametrize(
    ("args", "asked"),
    [
        (["a.yaml"], Asked(("a.yaml",))),
        (["--format", "json", "a", "b"], Asked(("a", "b"), "json")),
        (["a", "--format=sarif", "--exit-zero"], Asked(("a",), "sarif", exit_zero=True)),
        (["a", "--save", "csv:x", "--save=html:y=z"], Asked(("a",), save=("csv:x", "html:y=z"))),
        (["--stdin", "--stdin-filename", "s.yaml"], Asked(stdin=True, stdin_filename="s.yaml")),
        (["a", "--jobs", "2", "--fail-on", "warning"], Asked(("a",), jobs="2", fail_on="warning")),
    ],
)
def test_plain_arguments_are_read_without_help(args, asked):
    assert asked_plainly(args) == asked


@pytest.mark.parametrize(
    "args",
    [
        [],
        ["--help"],
        ["a", "--format"],
        ["a", "--format", "xml"],
        ["a", "--exit-zero=yes"],
        ["a", "--fail-on", "never"],
        ["a", "--jobs", "many"],
        ["--exit-zero"],
        ["a", "-v"],
    ],
)
def test_whatever_needs_explaining_is_left_to_the_command_line(args):
    assert asked_plainly(args) is None


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_is_there_whatever_was_found(form, said):
    write(Path("wrong.yaml"), WRONG)
    write(Path("clean/theme.yaml"), THEME)
    assert said("wrong.yaml", "--format", form)[0] == 1
    code, out, err = said("clean", "--format", form)
    assert (code, err) == (0, "")
    assert out or form == "json-lines"


# -- exit codes


@pytest.mark.parametrize(
    ("text", "options", "code"),
    [
        (WRONG, [], 1),
        (WRONG, ["--exit-zero"], 0),
        (WRONG, ["--fail-on", "advice"], 1),
        (UNBOUND, [], 0),
        (UNBOUND, ["--fail-on", "warning"], 1),
        (a_spec(), ["--fail-on", "warning"], 0),
        (a_spec(), ["--fail-on", "advice"], 1),
        (THEME, ["--fail-on", "advice"], 0),
    ],
)
def test_lint_fails_from_when_on_it_was_asked_to(text, options, code, said):
    write(Path("one.yaml"), text)
    assert said("one.yaml", *options)[0] == code


def test_an_option_goes_before_the_settings(said):
    write(Path("specrules.yaml"), "specrules: settings 1\nfail-on: advice\n")
    write(Path("one.yaml"), UNBOUND)
    assert said("one.yaml")[0] == 1
    assert said("one.yaml", "--fail-on", "error")[0] == 0


def test_what_could_not_be_read_is_2_whatever_was_asked(said):
    write(Path("one.yaml"), THEME)
    assert said("one.yaml", "none.yaml", "--exit-zero")[0] == 2


def test_a_rule_that_cannot_be_loaded_stops_the_run(said, monkeypatch):
    write(Path("one.yaml"), a_spec())
    rules = sys.modules["specrules.lint.rules"]
    monkeypatch.setattr(rules, "INDEX", {**rules.INDEX, "source.not_there": ()})
    code, out, err = said("one.yaml")
    assert (code, out) == (2, "")
    assert "This is a fault in specrules, not in your files" in err


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (("a", "--stdin"), "name no file"),
        (("--stdin", "--changed"), "name no file"),
        (("a", "--stdin-filename", "b"), "add --stdin"),
        (("a", "--write-baseline"), "add --baseline"),
        (("a", "--as-at", "someday"), "--as-at"),
        (("one.yaml", "--save", "sarif"), "--save sarif:lint.sarif"),
        (("one.yaml", "--save", "word:x.doc"), "The formats are"),
        (("a", "--format", "xml"), "xml"),
        ((), "Name the files or folders"),
    ],
)
def test_what_makes_no_sense_is_said_in_one_sentence(args, words, said):
    write(Path("one.yaml"), THEME)
    code, out, err = said(*args)
    assert (code, out) == (2, "")
    assert words in err
    assert err.count("\n") == 1


# -- several outputs of one run


def test_one_run_can_be_saved_in_several_formats(said):
    write(Path("one.yaml"), WRONG)
    code, _, err = said("one.yaml", "--save", "sarif:lint.sarif", "--save", "junit:lint.xml")
    assert (code, err) == (1, "Written to lint.sarif.\nWritten to lint.xml.\n")
    assert json.loads(Path("lint.sarif").read_text(encoding="utf-8"))["version"] == "2.1.0"
    assert Path("lint.xml").read_text(encoding="utf-8").startswith("<?xml")


@pytest.mark.parametrize("file", ["one.yaml", "./one.yaml", "two.yml", "return.csv"])
def test_what_lint_found_is_never_written_over_what_it_looked_at(said, file):
    for name in ("one.yaml", "two.yml", "return.csv"):
        write(Path(name), WRONG)
    code, out, err = said("one.yaml", "return.csv", "--save", "json:new.json", "--save", f"csv:{file}")
    assert (code, out) == (2, "")
    assert err == f"--save would write over {file}, and what it says would be lost; name another file.\n"
    assert Path(file).read_text(encoding="utf-8") == WRONG
    assert not Path("new.json").exists()


def test_a_saved_table_begins_as_spreadsheets_need_it(said):
    write(Path("one.yaml"), WRONG)
    said("one.yaml", "--save", "csv:lint.csv")
    assert Path("lint.csv").read_bytes().startswith(b"\xef\xbb\xbffile,line,")


def test_statistics_take_the_place_of_findings(said):
    write(Path("one.yaml"), WRONG)
    out = said("one.yaml", "--statistics")[1]
    assert "1  FI104  error    misspelt-heading\n" in out


# -- standard input


class Typed:
    """What stands in for standard input."""

    def __init__(self, text):
        self.buffer = io.BytesIO(text.encode())


def test_a_text_can_be_typed_in(said, monkeypatch):
    monkeypatch.setattr(sys, "stdin", Typed(WRONG))
    code, out, _ = said("--stdin")
    assert code == 1
    assert "stdin.yaml, line 17" in out
    assert "owd-by: riverbank" in out


def test_a_typed_text_belongs_where_its_name_says(said, monkeypatch):
    write(Path("rules/own/one.yaml"), CLAUSE)
    write(Path("rules/own/theme.yaml"), "specrules: theme 1\ntitle: Own\n")
    part = """\
catalogues: [own]
requirements:
  X-1: {standard-clause: own/one, owed-by: riverbank, strength: must}
"""
    monkeypatch.setattr(sys, "stdin", Typed(a_spec(part)))
    assert "SO712" not in said("--stdin", "--stdin-filename", "spec.yaml")[1]
    monkeypatch.setattr(sys, "stdin", Typed(a_spec(part)))
    assert "SO712" in said("--stdin", "--stdin-filename", "elsewhere/deep/spec.yaml")[1]


def test_a_typed_text_that_is_far_too_long_is_refused(said, monkeypatch):
    monkeypatch.setattr(sys, "stdin", Typed("# x\n" * 600_000))
    code, _, err = said("--stdin")
    assert (code, "too large" in err) == (2, True)


# -- baselines


def test_a_baseline_is_made_lowered_and_never_raised(said):
    path = write(Path("one.yaml"), WRONG)
    code, out, err = said("one.yaml", "--baseline", "known.json", "--write-baseline")
    assert code == 0
    assert "in the baseline" in out
    assert err.startswith("known.json holds ")
    assert said("one.yaml", "--baseline", "known.json")[0] == 0
    path.write_text(WRONG + "more: 1\n", encoding="utf-8")
    assert said("one.yaml", "--baseline", "known.json", "--write-baseline")[0] == 1
    assert said("one.yaml", "--baseline", "known.json")[0] == 1
    path.write_text(THEME, encoding="utf-8")
    assert "gone" in said("one.yaml", "--baseline", "known.json")[2]
    assert (
        said("one.yaml", "--baseline", "known.json", "--write-baseline")[2]
        == "known.json holds 0 findings.\n"
    )


def test_a_comment_with_an_end_is_judged_on_the_day_that_is_given(said):
    text = f"# specrules: allow party-owes-nothing until 2026-12-31 {BECAUSE}\n" + a_spec()
    write(Path("one.yaml"), text)
    assert "allowed by comments" in said("one.yaml")[1]
    assert "comment-has-ended (FI194" in said("one.yaml", "--as-at", "2027-01-01")[1]


# -- settings


def test_the_settings_leave_files_out_of_folders(said):
    write(Path("specrules.yaml"), "specrules: settings 1\nleave-out: [drafts, old/one.yaml]\n")
    for name in ("drafts/a.yaml", "old/one.yaml", "old/two.yaml", "drafts-2/a.yaml"):
        write(Path(name), WRONG)
    code, out, _ = said(".", "--format", "concise")
    assert code == 1
    assert {line.partition(":")[0] for line in out.splitlines()[:-1]} == {
        "./old/two.yaml",
        "./drafts-2/a.yaml",
    }
    assert said("drafts/a.yaml")[0] == 1


def test_the_nearest_settings_win(said):
    write(Path("specrules.yaml"), "specrules: settings 1\nfail-on: advice\n")
    write(Path("inner/specrules.yaml"), "specrules: settings 1\nfail-on: error\n")
    write(Path("inner/one.yaml"), UNBOUND)
    write(Path("outer/one.yaml"), UNBOUND)
    assert said("inner")[0] == 0
    assert said("outer")[0] == 1


def test_settings_above_a_repository_are_not_part_of_it(said):
    write(Path("specrules.yaml"), "specrules: settings 1\nfail-on: advice\n")
    write(Path("repo/.git/HEAD"), "")
    write(Path("repo/one.yaml"), UNBOUND)
    assert said("repo")[0] == 0


def test_a_slip_in_the_settings_is_one_finding_however_many_files_they_are_for(said):
    write(Path("specrules.yaml"), "specrules: settings 1\nfial-on: advice\n")
    write(Path("a/one.yaml"), a_spec())
    write(Path("b/one.yaml"), a_spec())
    found = json.loads(said(".", "--format", "json")[1])["findings"]
    assert [each["file"] for each in found if each["code"] == "FI104"] == ["./specrules.yaml"]


def test_returns_and_meeting_logs_in_a_folder_are_not_the_linters(said):
    write(Path("theme.yaml"), THEME)
    write(Path("q1.yaml"), "specrules: return 1\nspec: x\nparty: y\nperiod: 2026-27-Q1\nwrong: 1\n")
    code, out, _ = said(".")
    assert code == 0
    assert "1 return or meeting log was passed over; name them to look at them." in out
    assert said("q1.yaml")[0] == 1


# -- git


@pytest.fixture
def repository(said):
    """A repository with two specifications, and a function that runs git in it."""

    def git(*args):
        names = ["-c", "user.name=Ann", "-c", "user.email=ann@example.org"]
        subprocess.run(
            ["git", *names, *args],
            check=True,
            capture_output=True,
            env={**os.environ, "GIT_CONFIG_GLOBAL": os.devnull},
        )

    git("init", "-q", "-b", "main")
    write(Path("a.yaml"), WRONG)
    write(Path("b.yaml"), WRONG)
    git("add", "."), git("commit", "-qm", "Begin")
    return git


def files_found(out):
    return {line.partition(":")[0] for line in out.splitlines()[:-1]}


def test_only_what_has_changed_is_looked_at(said, repository):
    write(Path("a.yaml"), WRONG + "# more\n")
    write(Path("new/c.yaml"), WRONG)
    code, out, _ = said(".", "--changed", "--format", "concise")
    assert code == 1
    assert files_found(out) == {"./a.yaml", "./new/c.yaml"}


def test_where_nothing_has_changed_there_is_nothing_to_look_at(said, repository):
    assert said(".", "--changed") == (
        0,
        "Nothing was looked at, because no file that has changed is one of ours.\n",
        "",
    )


def test_changes_since_a_branch_are_found(said, repository):
    repository("checkout", "-qb", "mine")
    write(Path("b.yaml"), WRONG + "# more\n")
    repository("commit", "-qam", "More")
    assert said(".", "--changed")[0] == 0
    assert files_found(said(".", "--since", "main", "--format", "concise")[1]) == {"./b.yaml"}


@pytest.mark.parametrize("name", ["specrules.yaml", "rules/own/one.yaml"])
def test_what_a_changed_catalogue_or_settings_concern_is_looked_at(name, said, repository):
    write(Path(name), CLAUSE if "rules" in name else "specrules: settings 1\n")
    out = said(".", "--changed", "--format", "concise")[1]
    assert {"./a.yaml", "./b.yaml"} <= files_found(out)


@pytest.mark.parametrize("ref", ["nowhere", "--output=x"])
def test_a_reference_that_is_none_is_said_in_one_sentence(ref, said, repository):
    code, out, err = said(".", f"--since={ref}")
    assert (code, out) == (2, "")
    assert ref in err
    assert not Path("x").exists()


def test_outside_a_repository_nothing_is_known_to_have_changed(said, monkeypatch, tmp_path):
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    code, _, err = said(".", "--changed")
    assert code == 2
    assert err.startswith("What has changed is not known; git says: not a git repository")


# -- mending


def test_only_what_was_asked_for_is_mended(said, repository):
    uk_date = a_spec().replace("starts: 2026-04-01", "starts: 31/03/2026")
    write(Path("b.yaml"), uk_date)
    repository("commit", "-qam", "More")
    write(Path("a.yaml"), uk_date)
    said(".", "--fix", "--changed")
    assert "2026-03-31" in Path("a.yaml").read_text(encoding="utf-8")
    assert Path("b.yaml").read_text(encoding="utf-8") == uk_date


def test_where_nothing_has_changed_nothing_is_mended(said, repository):
    assert said(".", "--fix", "--changed")[0] == 0
    assert said(".", "--diff", "--changed") == (0, "", "")


def test_a_catalogue_that_was_not_named_is_not_mended(said):
    clause = write(Path("rules/own/one.yaml"), CLAUSE.replace("guidance", "guidence"))
    write(Path("rules/own/theme.yaml"), "specrules: theme 1\ntitle: Own\n")
    part = """\
catalogues: [own]
requirements:
  X-1: {standard-clause: own/one, owed-by: riverbank, strength: must}
"""
    write(Path("spec.yaml"), a_spec(part))
    before = clause.read_text(encoding="utf-8")
    said("spec.yaml", "--fix", "--unsafe")
    assert clause.read_text(encoding="utf-8") == before
    said("rules", "--fix", "--unsafe")
    assert clause.read_text(encoding="utf-8") != before


def test_there_is_nothing_to_mend_in_a_typed_text(said):
    code, _, err = said("--stdin", "--fix")
    assert (code, "--stdin" in err) == (2, True)
