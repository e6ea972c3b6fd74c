"""The commands: what they print, where, and the exit code."""

import errno
import json
import subprocess
import sys
from pathlib import Path

import pytest

import specrules
from specrules.__main__ import main
from specrules.cli.engines import FAULT_FILE
from specrules.runs.staging import Staged
from specrules.spec.schema import validate
from tests.report.files import LOG, MET, NOT_MET, SIGNED, SPEC, a_folder, a_return

MANIFEST = "manifest.json"


@pytest.fixture
def said(capsys):
    """Run a command and return its exit code, its result and its remarks."""

    def run(*argv):
        code = main([str(each) for each in argv])
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return run


def names_in(folder):
    return sorted(each.name for each in folder.iterdir())


def one_sentence(remarks):
    lines = remarks.strip().splitlines()
    return len(lines) == 1 and "Traceback" not in remarks and lines[0][-1] in ".?"


# -- review


def test_a_review_in_which_all_is_met_has_nothing_to_act_on(said, tmp_path):
    code, out, err = said("review", a_folder(tmp_path))
    assert (code, err) == (0, "")
    assert out.startswith("A small service\n===============\n")


def test_a_must_that_is_not_met_is_something_to_act_on(said, tmp_path):
    assert said("review", a_folder(tmp_path, NOT_MET))[0] == 1


def test_a_must_without_evidence_is_something_to_act_on(said, tmp_path):
    assert said("review", a_folder(tmp_path, riverbank=None))[0] == 1


def test_a_should_that_is_not_met_is_nothing_to_act_on(said, tmp_path):
    softer = SPEC.replace("strength: must", "strength: should")
    assert said("review", a_folder(tmp_path, NOT_MET, spec=softer))[0] == 0


def test_a_must_that_is_allowed_is_nothing_to_act_on(said, tmp_path):
    code, out, _ = said("review", a_folder(tmp_path, NOT_MET, meeting_log=LOG))
    assert code == 0
    assert "allowed; not met" in " ".join(out.split())


def test_files_may_be_named_one_by_one(said, tmp_path):
    a_folder(tmp_path)
    files = [tmp_path / name for name in ("spec.yaml", "returns/council.yaml", "returns/riverbank.yaml")]
    assert said("review", *files)[0] == 0


def test_a_quiet_review_prints_the_ratings_and_what_to_act_on(said, tmp_path):
    folder = a_folder(tmp_path, riverbank=NOT_MET)
    code, usual, _ = said("review", folder)
    quiet_code, quiet, _ = said("review", folder, "--quiet")
    begins, in_short, closing = (
        usual.partition("\n\n")[0].partition("\n\nSpecification")[0],
        "In short" + usual.partition("In short")[2].partition("\n\nNo wrong door\n")[0],
        "What to act on" + usual.partition("What to act on")[2],
    )
    assert quiet_code == code == 1
    assert quiet == f"{begins}\n\n{in_short}\n\n{closing}"


def test_a_verbose_review_prints_every_fault(said, tmp_path):
    items = [f"MA-1.wrong-{n}: 1" for n in range(8)]
    folder = a_folder(tmp_path, riverbank=a_return("riverbank", "MA-1.delivered: 57 of 60", *items))
    usual, full = (said("review", folder, *more)[1] for more in ([], ["--verbose"]))
    code = "(EV420)"
    assert "the JSON report has the other 3" in usual
    assert "In full:" in full and full.count(code) == usual.count(code) + 3


@pytest.mark.parametrize("options", [["--quiet", "--verbose"], ["--quiet", "--format", "json"]])
def test_quiet_and_verbose_are_for_text_and_one_at_a_time(said, tmp_path, options):
    code, result, remarks = said("review", a_folder(tmp_path), *options)
    assert (code, result) == (2, "") and "--quiet" in remarks and one_sentence(remarks)


def test_a_review_as_json_follows_the_published_schema(said, tmp_path):
    code, out, err = said("review", a_folder(tmp_path, NOT_MET), "--format", "json")
    assert (code, err) == (1, "")
    assert validate("review", json.loads(out)) == []


def test_the_as_at_date_is_the_day_returns_were_due_unless_one_is_given(said, tmp_path):
    a_folder(tmp_path)
    assert "as at 21 July 2026\n" in said("review", tmp_path)[1]
    assert "as at 1 August 2026\n" in said("review", tmp_path, "--as-at", "2026-08-01")[1]


@pytest.mark.parametrize("engine", ["both", "durable", "python"])
def test_each_engine_comes_to_the_same(said, tmp_path, engine):
    code, out, _ = said("review", a_folder(tmp_path, NOT_MET), "--engine", engine, "--format", "json")
    assert code == 1
    assert [each["result"] for each in json.loads(out)["verdicts"]] == ["not met", "met"]


def test_returns_for_other_periods_are_a_remark(said, tmp_path):
    older = a_return("council", "NWD-1.signed: yes", period="2025-26-Q4")
    code, _, err = said("review", a_folder(tmp_path, old__council=older))
    assert code == 0
    assert err.startswith("Set aside, being for another period: ")


def test_other_yaml_files_are_a_remark(said, tmp_path):
    _, _, err = said("review", a_folder(tmp_path, mkdocs="site_name: x\n"))
    assert err.startswith("Passed over, having no line that begins with specrules: ")


def test_what_a_review_writes_among_the_returns_is_no_return_the_next_time(said, tmp_path):
    folder, table = a_folder(tmp_path), tmp_path / "verdicts.csv"
    before = said("review", folder, "--output", folder / "out", "--verdicts", table)[:2]
    said("review", folder, "--keep", folder / "kept")
    said("pack", folder, "--output", folder / "pack")
    said("roll-up", folder / "kept", "--output", folder / "pages", "--results", folder / "results.csv")
    table.write_text(table.read_text(encoding="utf-8-sig").replace('"', ""))  # as a spreadsheet saves it
    code, out, err = said("review", folder)
    assert (code, out) == before
    ours = ("verdicts.csv", "results.csv", "observations.csv", "findings.csv", "scorecard.xlsx")
    assert "Passed over, being written by specrules and no returns: " in err
    assert [name for name in ours if name not in err] == []


def test_rejected_records_of_an_extract_are_no_return(said, tmp_path):
    folder = a_folder(tmp_path)
    before = said("review", folder)[:2]
    (folder / "rejects.csv").write_text("file,record,column,reason\nrows.csv,3,REFLD,not a date\n")
    code, out, err = said("review", folder)
    assert (code, out) == before
    assert "rejects.csv" in err


def test_a_return_by_the_name_of_a_scorecard_is_a_return_and_one_that_is_named_is_too(said, tmp_path):
    folder = a_folder(tmp_path)
    before = said("review", folder)[1]
    (folder / "scorecard.xlsx").write_bytes(b"no workbook")
    assert "scorecard.xlsx" in said("review", folder)[1]
    (folder / "scorecard.xlsx").unlink()
    said("review", folder, "--verdicts", folder / "verdicts.csv")
    assert said("review", folder)[1] == before
    out = said("review", folder / "spec.yaml", folder / "returns", folder / "verdicts.csv")[1]
    assert "verdicts.csv, whole file" in out or "Not readable" in out


def test_a_remark_never_repeats_a_number_that_may_be_a_persons(said, tmp_path):
    a_folder(tmp_path)
    (tmp_path / "9434765919.yaml").write_text("site_name: x\n")
    assert "9434765919" not in said("review", tmp_path)[2]


def test_findings_of_the_meeting_log_are_in_the_review(said, tmp_path):
    a_folder(tmp_path, meeting_log=LOG.replace("reason:", "raeson:"))
    assert "misspelt-heading" in said("review", tmp_path)[1]


# -- what cannot be done


def test_a_period_that_is_none_is_said_in_one_sentence(said, tmp_path):
    code, out, err = said("review", a_folder(tmp_path), "--period", "2026-27-Q9")
    assert (code, out) == (2, "")
    assert one_sentence(err)
    assert err.startswith("--period: ")


def test_a_period_without_returns_is_nothing_checked(said, tmp_path):
    code, out, err = said("review", a_folder(tmp_path), "--period", "2027-28-Q1")
    assert (code, out) == (2, "")
    assert err.startswith("Nothing was checked: no return is for 2027-28-Q1.")


@pytest.mark.parametrize("day", ["tomorrow", "21/07/2026", "2026-13-45", "21/07/26"])
def test_a_date_that_is_none_is_said_in_one_sentence(said, tmp_path, day):
    code, out, err = said("review", a_folder(tmp_path), "--as-at", day)
    assert (code, out) == (2, "")
    assert one_sentence(err)
    assert err.startswith("--as-at: ")


def test_a_british_date_is_shown_as_it_should_be_written(said, tmp_path):
    assert "2026-07-21" in said("review", a_folder(tmp_path), "--as-at", "21/07/2026")[2]


@pytest.mark.parametrize(
    "wrong",
    [
        ("review",),
        ("review", "x", "--perid", "2026-27-Q1"),
        ("review", "x", "--engine", "fast"),
        ("review", "x", "--format", "html"),
        ("review", "x", "--period"),
        ("reveiw", "x"),
        ("compile",),
        ("explain",),
        ("lint",),
    ],
)
def test_a_wrong_option_is_said_in_one_sentence(said, wrong):
    code, out, err = said(*wrong)
    assert (code, out) == (2, "")
    assert one_sentence(err.replace(" --help\n", " --help.\n").replace("lint specs/\n", "lint specs/.\n"))


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        (
            ("review",),
            "specrules review needs SPEC RETURN_OR_FOLDER...: A specification and then returns, or folders "
            "of them; or one folder that holds it all. To see what can be written: specrules review --help",
        ),
        (
            ("return", "new", "spec.yaml"),
            "specrules return new needs --period PERIOD: Such as 2026-27-Q1, 2026-07 or 2026-27. "
            "To see what can be written: specrules return new --help",
        ),
        (("lint",), "Name the files or folders to look through, such as: specrules lint specs/"),
        (("explain", "MA-1"), "Name the specification before the requirement: specrules explain SPEC MA-1"),
    ],
)
def test_who_leaves_something_out_is_told_what_it_is_for(said, typed, answer):
    assert said(*typed) == (2, "", f"{answer}\n")


def test_a_return_for_nobody_is_answered_with_who_there_is(said, tmp_path):
    a_folder(tmp_path)
    assert said("return", "new", tmp_path, "--period", "2026-27-Q1")[2] == (
        "Say whose return it is, with --provider PARTY. The parties are: council, riverbank.\n"
    )


@pytest.mark.parametrize("command", ["explain", "compile", "sql", "schedule"])
def test_a_folder_stands_for_the_specification_in_it(said, tmp_path, command):
    a_folder(tmp_path)
    assert said(command, tmp_path) == said(command, tmp_path / "spec.yaml")
    spare = tmp_path / "spare.yaml"
    spare.write_text(SPEC, encoding="utf-8")
    code, out, err = said(command, tmp_path)
    assert (code, out) == (2, "")
    assert "holds 2 specifications" in err


def test_a_path_that_does_not_exist_is_named(said, tmp_path):
    code, _, err = said("review", tmp_path / "nowhere.yaml")
    assert code == 2
    assert one_sentence(err)
    assert "nowhere.yaml" in err


def test_no_returns_is_nothing_checked(said, tmp_path):
    code, out, err = said("review", a_folder(tmp_path, riverbank=None, council=None))
    assert (code, out) == (2, "")
    assert err.startswith("Nothing was checked: ")


def test_the_reason_why_nothing_was_checked_is_that_the_return_is_for_another_period(said, tmp_path):
    sent = a_folder(tmp_path, MET.replace("2026-27-Q1", "2026-05")) / "returns" / "riverbank.yaml"
    code, _, err = said("review", tmp_path / "spec.yaml", sent, "--period", "2026-27-Q1")
    assert code == 2
    assert "This return is for 2026-05, and this is 2026-27-Q1. It was not used." in err


def test_returns_for_another_specification_are_nothing_checked(said, tmp_path):
    others = [each.replace("spec: anytown", "spec: elsewhere") for each in (MET, SIGNED)]
    code, out, err = said("review", a_folder(tmp_path, *others))
    assert (code, out) == (2, "")
    assert err.startswith("Nothing was checked: ")


def test_a_specification_without_requirements_is_never_a_pass(said, tmp_path):
    empty = SPEC.partition("requirements:")[0] + "requirements: {}\n"
    assert said("review", a_folder(tmp_path, spec=empty))[0] == 2


def test_a_specification_with_errors_is_shown_with_them(said, tmp_path):
    faulty = SPEC.replace("strength: must", "strenght: must", 1)
    code, out, err = said("review", a_folder(tmp_path, spec=faulty))
    assert (code, out) == (2, "")
    assert "^^^^^^^^" in err
    assert err.rstrip().endswith("Put that right first.")


def test_two_specifications_are_both_named(said, tmp_path):
    code, _, err = said("review", a_folder(tmp_path, other=SPEC))
    assert code == 2
    assert "other.yaml and" in err


def test_one_unreadable_return_is_no_evidence_and_the_rest_is_reviewed(said, tmp_path):
    a_folder(tmp_path, riverbank=None)
    (tmp_path / "returns/riverbank.xlsx").write_bytes(b"this was a text file")
    code, out, _ = said("review", tmp_path, "--format", "json")
    verdicts = json.loads(out)["verdicts"]
    assert code == 1
    assert [(each["result"], each["reasons"]) for each in verdicts] == [
        ("no evidence", ["not readable"]),
        ("met", []),
    ]


def test_an_unreadable_return_of_which_nothing_must_come_is_still_something_to_act_on(said, tmp_path):
    softer = SPEC.replace("strength: must", "strength: should")
    a_folder(tmp_path, riverbank=None, spec=softer)
    (tmp_path / "returns/riverbank.xlsx").write_bytes(b"this was a text file")
    assert said("review", tmp_path)[0] == 1


def test_when_no_return_can_be_read_nothing_was_checked(said, tmp_path):
    a_folder(tmp_path, riverbank=None, council=None)
    (tmp_path / "returns").mkdir()
    (tmp_path / "returns/riverbank.xlsx").write_bytes(b"this was a text file")
    code, out, err = said("review", tmp_path, "--period", "2026-27-Q1")
    assert (code, out) == (2, "")
    assert err.startswith("Nothing was checked: ")


@pytest.mark.parametrize("moment", ["specrules.report.text.review", "os.fsync", "os.replace"])
def test_an_interruption_leaves_nothing_half_written(said, tmp_path, monkeypatch, moment):
    def interrupted(*arguments):
        raise KeyboardInterrupt

    a_folder(tmp_path / "in")
    monkeypatch.setattr(moment, interrupted)
    code, out, err = said("review", tmp_path / "in", "--output", tmp_path / "out")
    assert (code, out) == (130, "")
    assert one_sentence(err)
    assert not list(tmp_path.glob("out/*"))


def test_a_fault_of_ours_prints_no_value_and_no_traceback(said, tmp_path, monkeypatch):
    def broken(*arguments):
        raise ValueError("57 of 60 people")

    monkeypatch.setattr("specrules.viewing.view", broken)
    code, out, err = said("review", a_folder(tmp_path))
    assert (code, out) == (2, "")
    assert one_sentence(err)
    assert "57" not in err


# -- output


def test_reports_are_written_beside_what_is_printed(said, tmp_path):
    code, out, err = said("review", a_folder(tmp_path / "in"), "--output", tmp_path / "out")
    assert code == 0
    assert (tmp_path / "out/review.txt").read_text(encoding="utf-8") == out
    assert names_in(tmp_path / "out") == [
        "findings.csv",
        "index.html",
        MANIFEST,
        "measures.fhir.json",
        "meeting.docx",
        "observations.csv",
        "plan.oscal.json",
        "review.json",
        "review.junit.xml",
        "review.md",
        "review.oscal.json",
        "review.txt",
        "scorecard.xlsx",
    ]
    assert err == (
        f"Written to {tmp_path}/out: index.html, review.txt, review.md, review.json, scorecard.xlsx, "
        "meeting.docx, observations.csv, findings.csv, review.junit.xml, review.oscal.json, "
        "plan.oscal.json and measures.fhir.json.\n"
    )


def test_what_is_replaced_is_said(said, tmp_path):
    a_folder(tmp_path / "in")
    said("review", tmp_path / "in", "--output", tmp_path / "out")
    _, _, err = said("review", tmp_path / "in", "--output", tmp_path / "out")
    assert err.endswith(
        "and measures.fhir.json, replacing index.html, review.txt, review.md, review.json, scorecard.xlsx, "
        "meeting.docx, observations.csv, findings.csv, review.junit.xml, review.oscal.json, "
        "plan.oscal.json and measures.fhir.json of before.\n"
    )


def test_a_folder_that_cannot_be_written_is_said_in_one_sentence(said, tmp_path):
    a_folder(tmp_path)
    code, out, err = said("review", tmp_path, "--output", tmp_path / "spec.yaml")
    assert (code, out) == (2, "")
    assert one_sentence(err)
    assert (tmp_path / "spec.yaml").read_text(encoding="utf-8") == SPEC


def test_a_full_disk_leaves_the_old_reports_as_they_were(said, tmp_path, monkeypatch):
    said("review", a_folder(tmp_path / "in"), "--output", tmp_path / "out")
    before = {each.name: each.read_bytes() for each in (tmp_path / "out").iterdir()}
    a_folder(tmp_path / "in", NOT_MET)

    def full(*arguments):
        raise OSError(errno.ENOSPC, "no space")

    monkeypatch.setattr("os.write", full)
    code, out, err = said("review", tmp_path / "in", "--output", tmp_path / "out")
    monkeypatch.undo()
    assert (code, out) == (2, "")
    assert "the disk is full" in err
    assert {each.name: each.read_bytes() for each in (tmp_path / "out").iterdir()} == before


def test_a_report_that_does_not_follow_its_schema_is_not_written(said, tmp_path, monkeypatch):
    monkeypatch.setattr("specrules.report.json.FORMAT", "review 9")
    code, _, err = said("review", a_folder(tmp_path / "in"), "--output", tmp_path / "out")
    assert code == 2
    assert "does not follow its own schema" in err
    assert not (tmp_path / "out").exists()


@pytest.fixture
def disagreeing(monkeypatch):
    """The plain engine made to say the opposite of the other."""
    from specrules.engine.plain import PlainEngine
    from specrules.result import MET, NOT_MET

    decide = PlainEngine.decide
    monkeypatch.setattr(
        PlainEngine, "decide", lambda self, *asked: NOT_MET if decide(self, *asked) is MET else MET
    )


@pytest.mark.usefixtures("disagreeing")
def test_engines_that_disagree_give_no_verdict_and_a_file_to_look_into(said, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    code, out, err = said("review", a_folder(tmp_path / "in"), "--output", "out")
    assert (code, out) == (2, "")
    assert one_sentence(err)
    assert names_in(tmp_path) == [FAULT_FILE, "in"]
    assert json.loads((tmp_path / FAULT_FILE).read_text())["answers"]


@pytest.mark.parametrize("command", ["review", "pack"])
@pytest.mark.usefixtures("disagreeing")
def test_the_file_to_look_into_goes_with_the_other_output(said, tmp_path, command):
    (tmp_path / "out").mkdir()
    said(command, a_folder(tmp_path / "in"), "--output", tmp_path / "out")
    assert names_in(tmp_path / "out") == [FAULT_FILE]


@pytest.mark.parametrize(
    ("command", "where"),
    [(["review", "--keep", "runs"], "."), (["pack", "--output", "out", "--runs", "runs"], "out")],
)
def test_engines_that_disagree_when_a_review_is_judged_again_to_be_kept_are_to_be_looked_into_too(
    said, tmp_path, monkeypatch, request, command, where
):
    judge = Staged.judge

    def again(*asked):
        request.getfixturevalue("disagreeing")
        return judge(*asked)

    monkeypatch.setattr(Staged, "judge", again)
    monkeypatch.chdir(tmp_path)
    Path("out").mkdir()
    code, out, err = said(command[0], a_folder(tmp_path / "in"), *command[1:])
    assert (code, out) == (2, "")
    assert one_sentence(err)
    assert json.loads((Path(where) / FAULT_FILE).read_text())["answers"]
    assert not Path("runs").exists()


# -- explain


def test_a_requirement_is_explained_in_sentences(said, tmp_path, as_kept):
    code, out, _ = said("explain", a_folder(tmp_path) / "spec.yaml", "MA-1")
    assert code == 0
    as_kept("explain-requirement.txt", out)


def test_without_a_number_every_requirement_is_explained(said, tmp_path):
    _, out, _ = said("explain", a_folder(tmp_path) / "spec.yaml")
    assert out.startswith("A small service (anytown, version 1)\n")
    assert [line for line in out.splitlines() if line.startswith(("MA-1:", "NWD-1:"))]


def test_an_unknown_requirement_is_answered_with_the_nearest(said, tmp_path):
    code, _, err = said("explain", a_folder(tmp_path) / "spec.yaml", "MA1")
    assert code == 2
    assert "Did you mean MA-1?" in err


def test_a_number_that_is_like_no_other_is_answered_with_those_there_are(said, tmp_path):
    assert "It has MA-1 and NWD-1." in said("explain", a_folder(tmp_path) / "spec.yaml", "everything")[2]


def test_a_code_is_explained(said):
    code, out, _ = said("explain", "SO701")
    assert code == 0
    assert out.startswith("no-source (SO701)")
    assert out == said("explain", "no-source")[1]


def test_an_unknown_code_is_answered_with_the_nearest(said):
    code, _, err = said("explain", "no-sorce")
    assert code == 2
    assert "Did you mean no-source?" in err


def test_a_faulty_specification_is_not_explained(said, tmp_path):
    faulty = SPEC.replace("strength: must", "strenght: must", 1)
    code, out, err = said("explain", a_folder(tmp_path, spec=faulty) / "spec.yaml")
    assert (code, out) == (2, "")
    assert "misspelt-heading" in err


# -- compile


def test_the_rules_of_a_specification_are_printed(said, tmp_path):
    code, out, _ = said("compile", a_folder(tmp_path) / "spec.yaml")
    assert code == 0
    assert "as rules for 1 April 2026 to 30 June 2026 (2026-27-Q1)" in out
    assert "spec.yaml, line 12" in " ".join(out.split())


def test_the_rules_of_another_period_are_asked_for(said, tmp_path):
    a_folder(tmp_path)
    assert "(2027-28-Q1)" in said("compile", tmp_path / "spec.yaml", "--period", "2027-28-Q1")[1]


def test_the_rules_as_json_follow_the_published_schema(said, tmp_path):
    _, out, _ = said("compile", a_folder(tmp_path) / "spec.yaml", "--format", "json")
    assert validate("compiled", json.loads(out)) == []


def test_a_faulty_specification_is_not_compiled(said, tmp_path):
    faulty = SPEC.replace("strength: must", "strenght: must", 1)
    assert said("compile", a_folder(tmp_path, spec=faulty) / "spec.yaml")[0] == 2


# -- the rest


@pytest.mark.parametrize("order", [("--format", "json", "FILE"), ("FILE", "--format", "json")])
def test_lint_says_the_same_whatever_the_order_of_its_options(said, tmp_path, order):
    file = a_folder(tmp_path) / "spec.yaml"
    expected = said("lint", "--format=json", file)
    assert said("lint", *(str(file) if each == "FILE" else each for each in order)) == expected
    assert json.loads(expected[1])["files"] == 1


@pytest.mark.parametrize("command", ["lint", "review", "explain", "compile"])
def test_every_command_explains_itself_with_an_example(said, command):
    code, out, _ = said(command, "--help")
    assert code == 0
    assert f"For example: specrules {command} " in out


def test_the_commands_are_listed_with_what_they_are_for(said, as_kept):
    code, out, _ = said("--help")
    assert code == 0
    as_kept("help.txt", out)


@pytest.mark.parametrize("group", [[], ["return"], ["extract"], ["spec"]])
def test_what_a_command_is_for_fits_on_its_line(said, group):
    assert "..." not in said(*group, "--help")[1].partition("Commands:")[2]


@pytest.mark.parametrize("group", [(), ("return",), ("extract",), ("spec",)])
def test_without_a_command_help_is_printed_and_nothing_was_done(said, group):
    code, out, err = said(*group)
    assert (code, err) == (2, "")
    assert out.startswith(" ".join(["Usage: specrules", *group]))
    assert "\n\nCommands:\n" in out


@pytest.mark.parametrize("asked", [("--version",), ("--version", "lint")])
def test_the_version_is_printed(said, asked):
    assert said(*asked)[:2] == (0, f"specrules {specrules.__version__}\n")


def test_what_was_typed_reaches_the_screen_without_its_escapes(said):
    assert "\x1b" not in said("review", "x", "--\x1b[2J")[2]


def test_a_reader_who_stops_reading_changes_no_exit_code(tmp_path):
    a_folder(tmp_path)
    command = f"{sys.executable} -m specrules review {tmp_path}; echo code $? >&2"
    ran = subprocess.run(["sh", "-c", f"({command}) | true"], capture_output=True, text=True, check=False)
    assert ran.stderr in ("code 0\n",)


def test_each_party_is_told_what_to_send_and_what_it_would_take(said):
    code, out, _ = said("ask", "examples/anytown", "--party", "riverbank")
    assert code == 1
    assert "5 more of the 17 others (109 of 121)" in out
    assert "To Anytown Council" not in out


def test_a_party_that_is_not_there_is_asked_for_nothing(said):
    code, out, err = said("ask", "examples/anytown", "--party", "riverbnk")
    assert (code, out) == (2, "")
    assert "--party: there is no party called riverbnk here. There are council, riverbank" in err
