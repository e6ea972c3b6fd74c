"""A return is checked before it is sent, and what is wrong in it can be shown as lint shows what it finds."""

import json
from pathlib import Path

import pytest

from specrules.base.errors import UnreadableFile
from specrules.cli import run
from specrules.spec.schema import validate

RETURN = "examples/anytown/returns/2026-27-Q2/trust.csv"


@pytest.fixture(autouse=True)
def at_the_top(monkeypatch):
    monkeypatch.chdir(Path(__file__).parents[1])


@pytest.fixture
def said(capsys):
    """What ``return check`` prints with some options, and its exit code."""

    def check(*options):
        return run(["return", "check", RETURN, *options]), capsys.readouterr().out

    return check


def test_a_line_for_each_thing_that_is_wrong(said):
    code, text = said("--format", "concise")
    assert code == 1
    assert text.splitlines()[:-1] == [
        f"{RETURN}:6:11: warning late (EV447) This return was due on 21 October 2026 and came on "
        "23 October 2026, 2 working days late.",
        f"{RETURN}:29:16: advice suppressed (EV424) QS-2.refused: This counts as 1 to 4.",
        f'{RETURN}:32:20: error wrong-type (EV422) QS-3.coordinator: "89%" is a percentage, where a whole '
        "number is needed: how many, not what share of them.",
    ]


def test_the_line_of_the_file_is_shown_with_its_fault(said):
    assert "    29 | QS-2.refused,,,<5,31,,,,,,\n       |                ^^\n" in said("--format", "full")[1]


def test_programs_get_the_findings_in_the_forms_of_lint(said):
    lines = [json.loads(line) for line in said("--format", "json-lines")[1].splitlines()]
    assert [each["code"] for each in lines] == ["EV447", "EV424", "EV422"]
    sarif = json.loads(said("--format", "sarif")[1])
    assert [each["ruleId"] for each in sarif["runs"][0]["results"]] == ["EV447", "EV424", "EV422"]


def test_how_often_each_fault_was_found(said):
    assert said("--statistics")[1].splitlines()[:3] == [
        "1  EV422  error    wrong-type",
        "1  EV424  advice   suppressed",
        "1  EV447  warning  late",
    ]


def test_json_is_the_whole_answer(said):
    assert validate("review", json.loads(said("--format", "json")[1])) == []


def test_the_specification_that_was_found_is_named(capsys):
    run(["return", "check", RETURN, "--statistics"])
    assert capsys.readouterr().err == f"Held against {Path.cwd().as_posix()}/examples/anytown/spec.yaml.\n"
    run(["return", "check", RETURN, "examples/anytown/spec.yaml", "--statistics"])
    assert capsys.readouterr().err == ""


def test_why_a_file_cannot_be_read_to_its_end_is_said_with_the_place(tmp_path):
    path = tmp_path / "two.yaml"
    path.write_text('specrules: "return 1"\nparty: trust\n---\nparty: other\n', encoding="utf-8")
    with pytest.raises(UnreadableFile, match=r"Line 3: A second document starts here\."):
        run(["return", "check", str(path)])


@pytest.fixture
def with_unknown_lines(capsys, tmp_path):
    """What ``return check`` prints of a return with so many lines that nobody asked for."""

    def check(many, *options):
        lines = "".join(f"XX-{n}.never,,1,2\n" for n in range(many))
        path = tmp_path / "trust.csv"
        path.write_text(Path(RETURN).read_text(encoding="utf-8") + lines, encoding="utf-8")
        run(["return", "check", str(path), "examples/anytown/spec.yaml", *options])
        return capsys.readouterr().out

    return check


def test_twenty_faults_that_are_alike_are_all_shown(with_unknown_lines):
    text = with_unknown_lines(20)
    assert text.count("nobody asked for") == 20
    assert "more of" not in text


def test_of_more_faults_that_are_alike_the_first_are_shown_and_the_others_counted(with_unknown_lines):
    text = with_unknown_lines(1_520)
    assert text.count("nobody asked for") == 20
    assert "\n1,500 more of unknown-item (EV420). To see every one: --format concise.\n" in text
    assert "In the file: 1,521 errors" in text


def test_a_fault_of_another_kind_is_shown_beside_many_that_are_alike(with_unknown_lines):
    assert "wrong-type (EV422)" in with_unknown_lines(50)


def test_every_fault_is_listed_for_those_who_want_all(with_unknown_lines):
    assert with_unknown_lines(50, "--format", "concise").count("nobody asked for") == 50
