"""The front door: exit codes, and one sentence for whatever goes wrong."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from specrules import __main__ as front
from specrules import __version__
from specrules.base.errors import NothingChecked, NotWritten
from specrules.main import put, somebody_looks
from tests.test_startup import SPEC

ROOT = Path(__file__).parent.parent


@pytest.fixture(autouse=True)
def signals():
    """Leave the signals of the tests' own process as they were."""
    before = signal.getsignal(signal.SIGTERM)
    yield
    signal.signal(signal.SIGTERM, before)


@pytest.fixture
def spec(tmp_path):
    path = tmp_path / "spec.yaml"
    path.write_text(SPEC, encoding="utf-8")
    return path


def run(*args, **options):
    return subprocess.run(
        [sys.executable, "-m", "specrules", *map(str, args)],
        cwd=ROOT,
        capture_output=True,
        check=False,
        **{"encoding": "utf-8", **options},
    )


# -- exit codes


def test_the_version_is_printed(capsys):
    assert front.main(["--version"]) == 0
    assert capsys.readouterr().out == f"specrules {__version__}\n"


def test_a_clean_file_is_0(spec, capsys):
    assert front.main(["lint", str(spec)]) == 0
    assert capsys.readouterr().out.endswith(" rules ran on 1 file: nothing wrong.\n")


def test_something_to_act_on_is_1(spec, capsys):
    spec.write_text(SPEC.replace("owed-by", "owd-by"), encoding="utf-8")
    assert front.main(["lint", str(spec)]) == 1
    assert "misspelt-heading (FI104)" in capsys.readouterr().out


def test_a_file_that_is_not_there_is_2(tmp_path, capsys):
    assert front.main(["lint", str(tmp_path / "none.yaml")]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert "there is no such file" in said.err


def test_the_rest_is_linted_when_one_file_is_not_there(spec, capsys):
    assert front.main(["lint", str(spec.parent / "none.yaml"), str(spec)]) == 2
    said = capsys.readouterr()
    assert "nothing wrong. 1 file could not be read." in said.out
    assert "there is no such file" in said.err


def test_nothing_to_look_at_is_2(tmp_path, capsys):
    assert front.main(["lint", str(tmp_path)]) == 2
    assert capsys.readouterr().err.startswith("Nothing was checked")


@pytest.mark.parametrize("form", [["--format", "json"], ["--format=json"]])
def test_lint_prints_json_when_asked(form, spec, capsys):
    assert front.main(["lint", *form, str(spec)]) == 0
    assert capsys.readouterr().out.startswith('{\n  "specrules": "findings 1",\n')


@pytest.mark.parametrize(
    "args",
    [
        [],
        ["lint"],
        ["lint", "--help"],
        ["lint", "a.yaml", "--fail-on", "everything"],
        ["lint", "a.yaml", "--nothing"],
        ["lint", "--format", "xml", "a.yaml"],
        ["lint", "--format"],
        ["review", "a"],
        ["--version", "x"],
    ],
)
def test_everything_else_is_for_the_command_line(args, monkeypatch):
    seen = []
    monkeypatch.setattr("specrules.cli.run", lambda argv: seen.append(argv) or 7)
    assert front.main(args) == 7
    assert seen == [args]


# -- whatever goes wrong


def fails_with(error, monkeypatch):
    def fail(argv):
        raise error

    monkeypatch.setattr("specrules.cli.run", fail)
    return front.main(["review"])


def test_work_that_cannot_be_done_is_one_sentence(monkeypatch, capsys):
    assert fails_with(NothingChecked("Nothing was checked: \x1b[2J."), monkeypatch) == 2
    assert capsys.readouterr().err == "Nothing was checked: <U+001B>[2J.\n"


def test_a_fault_of_ours_names_its_kind_and_our_function_and_no_value(monkeypatch, capsys):
    assert fails_with(KeyError("J Smith, 943 476 5919"), monkeypatch) == 2
    assert capsys.readouterr().err == (
        "This is a fault in specrules, not in your files; please report it: "
        "KeyError in specrules.__main__._run.\n"
    )


@pytest.mark.parametrize(
    "error", [RecursionError(), MemoryError(), UnicodeEncodeError("ascii", "é", 0, 1, "no")]
)
def test_no_fault_ends_in_a_traceback(error, monkeypatch, capsys):
    assert fails_with(error, monkeypatch) == 2
    assert "Traceback" not in capsys.readouterr().err


def test_interrupted_is_130(monkeypatch, capsys):
    assert fails_with(KeyboardInterrupt(), monkeypatch) == 130
    assert capsys.readouterr().err == "Stopped before the end.\n"


def test_terminated_is_143(monkeypatch):
    def wait(argv):
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(5)

    monkeypatch.setattr("specrules.cli.run", wait)
    assert front.main(["review"]) == 143


def test_a_broken_pipe_is_never_all_clear(monkeypatch, capsys):
    assert fails_with(BrokenPipeError(), monkeypatch) == 1
    assert capsys.readouterr().err == ""


# -- printing


class Closed:
    """A standard output that refuses to be written to."""

    def __init__(self, error):
        self.error = error

    def write(self, text):
        raise self.error

    def fileno(self):
        raise ValueError


def test_a_reader_who_stops_reading_is_no_fault(monkeypatch):
    monkeypatch.setattr(sys, "stdout", Closed(BrokenPipeError()))
    assert put("text") is None


def test_a_full_disk_is_said(monkeypatch):
    monkeypatch.setattr(sys, "stdout", Closed(OSError(28, "No space left on device")))
    with pytest.raises(NotWritten, match="No space left"):
        put("text")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full here")
def test_a_full_disk_is_2_and_no_traceback(spec):
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "specrules", "lint", str(spec)],
            cwd=ROOT,
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert done.returncode == 2
    assert done.stderr == "The output was not written: No space left on device.\n"


def test_a_closed_pipe_is_silent_and_earns_its_code(spec):
    spec.write_text(SPEC.replace("owed-by", "owd-by"), encoding="utf-8")
    script = f'"{sys.executable}" -m specrules lint "{spec}" | true; exit "${{PIPESTATUS[0]}}"'
    done = subprocess.run(["bash", "-c", script], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (1, "")


@pytest.mark.parametrize("encoding", ["ascii", "cp437"])
def test_a_screen_without_the_characters_shows_them_by_number(encoding, spec):
    spec.write_text(SPEC.replace("title:", "title: “£”\ntitel:"), encoding="utf-8")
    settings = {**os.environ, "PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"}
    done = run("lint", spec, env=settings, encoding=encoding)
    assert (done.returncode, done.stderr) == (1, "")
    assert "\\u201c" in done.stdout


def test_it_starts_as_a_module_too():
    done = run("--version")
    assert (done.returncode, done.stdout, done.stderr) == (0, f"specrules {__version__}\n", "")


# -- colour


class Screen:
    def isatty(self):
        return True


@pytest.mark.parametrize(
    ("settings", "welcome"),
    [({}, True), ({"NO_COLOR": ""}, True), ({"NO_COLOR": "1"}, False), ({"TERM": "dumb"}, False)],
)
def test_colour_is_for_people_who_want_it(settings, welcome, monkeypatch):
    monkeypatch.setattr(sys, "stdout", Screen())
    for name in ("NO_COLOR", "TERM"):
        monkeypatch.delenv(name, raising=False)
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    assert somebody_looks() is welcome


def test_a_file_gets_no_colour(spec, capsys):
    spec.write_text(SPEC.replace("owed-by", "owd-by"), encoding="utf-8")
    front.main(["lint", str(spec)])
    assert "\x1b" not in capsys.readouterr().out
