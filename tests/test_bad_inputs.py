"""What every bad input gets from the real command: a sentence, a place, a remedy and an exit code."""

import json
import os
import resource
import signal
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.evidence.making import header_with, rows_of, write_csv
from tests.hostile import SPECS, WIDE, write_messy_workbook
from tests.report.files import NOT_MET, SPEC, a_folder, a_return

ROOT = Path(__file__).parent.parent
# A second and 100 MB are what is promised. A slow machine may take longer; none needs more room.
SECONDS, MEGABYTES = 5, 100
MANIFEST = "manifest.json"
COMMAND = [sys.executable, "-m", "specrules"]
# Runs a command and notes the most memory it took. Only a parent is told, and a small parent tells the truth:
# the count starts with what the parent has itself.
WAIT = """
import os, subprocess, sys
child = subprocess.Popen(sys.argv[2:])
_, status, usage = os.wait4(child.pid, 0)
with open(sys.argv[1], "w") as report:
    print(usage.ru_maxrss, file=report)
sys.exit(os.waitstatus_to_exitcode(status))
"""


class Done(NamedTuple):
    """A command that has ended: its exit code, its result and remarks, and its seconds of processor time."""

    code: int
    out: str
    err: str
    seconds: float = 0

    @property
    def said(self):
        """All it said, in one line."""
        return " ".join(f"{self.out} {self.err}".split())


@pytest.fixture(scope="session")
def surroundings():
    """The environment of a command: that of the tests, without what somebody set for Python."""
    usual = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}
    return {**usual, "PYTHONPATH": str(ROOT), "LC_ALL": "C.UTF-8"}


def spent():
    """Seconds of processor time that the commands which have ended took: the same on a busy machine."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


@pytest.fixture
def specrules(surroundings, tmp_path):
    """Run the command in a process of its own, in a folder of the test's own."""

    def run(*argv, before=(), cwd=tmp_path, **environment):
        begun = spent()
        done = subprocess.run(
            [*before, *COMMAND, *map(str, argv)],
            cwd=cwd,
            env={**surroundings, **environment},
            capture_output=True,
            timeout=60,
            check=False,
        )
        seconds = spent() - begun
        return sober(Done(done.returncode, done.stdout.decode(), done.stderr.decode(), seconds))

    return run


def sober(done):
    """What was done, once it is sure that nothing in it is a fault of the program."""
    assert "Traceback" not in done.said
    assert "fault in specrules" not in done.said
    return done


def written(folder):
    """The bytes of every file in a folder, by name."""
    return {each.name: each.read_bytes() for each in folder.iterdir()}


def findings(done):
    """The findings of a review as JSON: what each is called, and where it stands."""
    return {
        (each["name"], each.get("cell") or each.get("sheet")) for each in json.loads(done.out)["findings"]
    }


def results(done):
    """The result of each requirement and party, and why evidence is missing."""
    return {
        (each["requirement"], each["party"]): ", ".join([each["result"], *each["reasons"]])
        for each in json.loads(done.out)["verdicts"]
    }


# -- specifications


@pytest.mark.parametrize(("data", "line", "said", "remedy"), SPECS.values(), ids=SPECS)
def test_a_bad_specification_is_a_finding_at_its_line(specrules, tmp_path, data, line, said, remedy):
    (tmp_path / "bad.yaml").write_bytes(data)
    done = specrules("lint", "bad.yaml")
    assert done.code == 1
    assert (f"bad.yaml, line {line}" if line else "bad.yaml, whole file") in done.said
    assert said in done.said
    assert remedy in done.said
    assert done.seconds < SECONDS


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere memory is counted in another way")
@pytest.mark.parametrize(
    "name", [name for name in SPECS if "bomb" in name or "200,000" in name or "million" in name]
)
def test_a_large_or_explosive_specification_takes_little_memory(specrules, tmp_path, name):
    (tmp_path / "bad.yaml").write_bytes(SPECS[name][0])
    done = specrules("lint", "bad.yaml", before=[sys.executable, "-c", WAIT, "memory.txt"])
    assert done.code == 1
    assert int((tmp_path / "memory.txt").read_text()) < MEGABYTES * 1024


@pytest.mark.parametrize("name", ["nothing", "a bomb of lists", "200,000 brackets"])
def test_a_bad_specification_is_not_reviewed(specrules, tmp_path, name):
    data, line, said, _ = SPECS[name]
    (a_folder(tmp_path) / "spec.yaml").write_bytes(data)
    done = specrules("review", "spec.yaml", "returns")
    assert (done.code, done.out) == (2, "")
    assert (f"spec.yaml, line {line}" if line else "spec.yaml, whole file") in done.said
    assert said in done.said


def test_a_file_far_too_large_is_not_read(specrules, tmp_path):
    (tmp_path / "large.yaml").write_bytes(b"# x\n" * 12_000_000)
    done = specrules("lint", "large.yaml")
    assert (done.code, done.out) == (2, "")
    assert "large.yaml is too large" in done.err
    assert done.seconds < SECONDS


def test_the_other_files_are_linted_all_the_same(specrules, tmp_path):
    (tmp_path / "a.yaml").write_bytes(SPECS["200,000 brackets"][0])
    (tmp_path / "b.yaml").write_bytes(SPECS["an unknown party"][0])
    done = specrules("lint", "a.yaml", "nowhere.yaml", "b.yaml")
    assert done.code == 2
    assert "a.yaml, line 1" in done.said
    assert "nowhere.yaml was not read: there is no such file" in done.said
    assert 'b.yaml, line 15 - MA-1 "Keyworkers help people to use mutual aid" No party is called' in done.said


def test_a_period_before_the_first_target_is_no_fault(specrules, tmp_path):
    later = "targets: [{from: 2026-07-01, target: at least 90%}]"
    done = specrules("review", a_folder(tmp_path, spec=SPEC.replace("target: at least 90%", later)))
    assert done.code in (0, 1)


# -- returns that do not belong


def a_partnership(folder, **headings):
    """A specification, a good return of the council, and one of Riverbank with other headings."""
    a_folder(folder, riverbank=None)
    rows = rows_of({"item": "MA-1.delivered", "number": 57, "out of": 60}, header=header_with(**headings))
    write_csv(folder / "returns" / "riverbank.csv", rows)
    return folder


def test_a_return_for_another_specification_is_refused_with_both_named(specrules, tmp_path):
    done = specrules("review", a_partnership(tmp_path, spec="othertown"))
    assert done.code == 1
    assert "riverbank.csv, line 2 This return is for othertown, and this is anytown." in done.said


def test_a_return_for_another_version_is_refused_with_both_named(specrules, tmp_path):
    done = specrules("review", a_partnership(tmp_path, spec_version="7"))
    assert done.code == 1
    assert "This return is for version 7 of anytown, and this is version 1." in done.said
    assert "Send a return for this version." in done.said


def test_a_return_that_was_named_for_another_period_is_refused_with_both_named(specrules, tmp_path):
    a_partnership(tmp_path, period="2026-27-Q2")
    files = ["spec.yaml", "returns/council.yaml", "returns/riverbank.csv"]
    done = specrules("review", *files, "--period", "2026-27-Q1")
    assert done.code == 1
    assert "This return is for 2026-27-Q2, and this is 2026-27-Q1. It was not used." in done.said


@pytest.mark.parametrize(
    ("headings", "named"),
    [
        ({"spec": "othertown"}, "This return is for othertown, and this is anytown."),
        ({"spec_version": "7"}, "This return is for version 7 of anytown, and this is version 1."),
        ({"period": "2026-27-Q2"}, "This return is for 2026-27-Q2, and this is 2026-27-Q1."),
        ({"party": "riverbnk"}, "This return is not from a party of anytown"),
    ],
)
def test_when_the_only_return_does_not_belong_nothing_was_checked(specrules, tmp_path, headings, named):
    a_partnership(tmp_path, **headings)
    done = specrules("review", "spec.yaml", "returns/riverbank.csv", "--period", "2026-27-Q1")
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith("Nothing was checked: ")
    assert named in done.said


def test_a_return_from_nobody_known_is_answered_with_the_parties_there_are(specrules, tmp_path):
    done = specrules("review", a_partnership(tmp_path, party="riverbnk"))
    assert done.code == 1
    assert "This return is not from a party of anytown, so it was not used." in done.said
    assert "The parties are: council, riverbank." in done.said


def test_of_two_returns_neither_counts_and_both_are_named(specrules, tmp_path):
    done = specrules("review", a_folder(tmp_path, returns__riverbank_2=NOT_MET))
    assert done.code == 1
    said = "riverbank sent 2 returns for 2026-27-Q1:"
    assert said in done.said
    assert "returns/riverbank.yaml and" in done.said or "returns/riverbank.yaml." in done.said
    assert "returns/riverbank_2.yaml" in done.said
    assert 'write the file name of the older one after "supersedes"' in done.said


def test_a_return_that_supersedes_another_replaces_it(specrules, tmp_path):
    newer = a_return("riverbank", "MA-1.delivered: 30 of 60", supersedes="riverbank.yaml")
    done = specrules("review", a_folder(tmp_path, returns__riverbank_2=newer), "--format", "json")
    assert results(done)["MA-1", "riverbank"] == "not met"
    assert findings(done) == {("replaced", None)}


# -- a return with everything wrong in it


@pytest.fixture(scope="module")
def messy(surroundings, tmp_path_factory):
    """The review of a workbook that has every fault at once."""
    folder = tmp_path_factory.mktemp("messy")
    (folder / "spec.yaml").write_text(WIDE, encoding="utf-8")
    write_messy_workbook(folder / "riverbank.xlsx")
    command = [*COMMAND, "review", str(folder), "--format", "json"]
    done = subprocess.run(command, env=surroundings, capture_output=True, text=True, timeout=60, check=False)
    return sober(Done(done.returncode, done.stdout, done.stderr))


@pytest.mark.parametrize(
    ("name", "where"),
    [
        ("unknown-item", "A12"),
        ("item-not-answered", None),
        ("extra-sheet", "Notes"),
        ("merged-cells", "C13"),
        ("date-as-serial", "B11"),
        ("never-calculated", "B10"),
    ],
)
def test_each_fault_of_a_workbook_is_named_with_its_cell(messy, name, where):
    assert (name, where) in findings(messy)


def test_the_rest_of_a_faulty_workbook_is_still_read(messy):
    assert messy.code == 1
    (verdict,) = json.loads(messy.out)["verdicts"]
    assert {check["name"]: check["reason"] or check["result"] for check in verdict["checks"]} == {
        "first": "met",
        "formula": "not readable",
        "serial": "wrong type",
        "merged": "blank",
        "left-out": "not submitted",
        "last": "met",
    }


# -- returns that are dangerous to read


# From the guard's own tests, what it says of each; and files that never come to it.
WORKBOOKS = {
    "text": "it is text that was renamed",
    "an old workbook": "it is an old Excel file (.xls)",
    "a workbook with a password": "password",
    "macros": "macros",
    "a bomb": "as a zip bomb does",
    "a bomb that lies": "as in a zip bomb",
    "parts that overlap": "overlap",
    "an outside entity": "document type",
    "a cell in the last corner": "far outside",
    "a large corner that neither side shows": "far outside",
}
OTHERS = {
    "an old ending": (".xls", b"\xd0\xcf\x11\xe0" + b"\0" * 2000, "it is not one of .xlsx, .csv, .yaml"),
    "a picture": (
        ".csv",
        b"\xff\xd8\xff\xe0" + bytes(range(256)) * 40,
        "it is not plain text, or it is damaged",
    ),
    "a bomb in YAML": (
        ".yaml",
        b"specrules: return 1\n" + SPECS["a bomb of lists"][0][18:],
        "be read to its end",
    ),
    "a pipe that nobody fills": (".csv", None, "is a pipe; name an ordinary file instead"),
}
DANGERS = [*WORKBOOKS, *OTHERS]


def party_of(danger):
    """The party that sends a danger. Names such as p1 would be found in p10."""
    return f"p{DANGERS.index(danger) + 10}"


@pytest.fixture(scope="module")
def survived(surroundings, tmp_path_factory):
    """One review of all dangerous returns together, and of one good one."""
    from tests.evidence.test_guard import HOSTILE

    folder = a_folder(tmp_path_factory.mktemp("dangers"), spec=owed_by_all(map(party_of, DANGERS)))
    for name in WORKBOOKS:
        (folder / f"returns/{party_of(name)}.xlsx").write_bytes(HOSTILE[name][0])
    for name, (ending, data, _) in OTHERS.items():
        path = folder / f"returns/{party_of(name)}{ending}"
        os.mkfifo(path) if data is None else path.write_bytes(data)
    command = [
        sys.executable,
        "-c",
        WAIT,
        str(folder / "memory.txt"),
        *COMMAND,
        "review",
        str(folder),
        "--format",
    ]
    begun = spent()
    done = subprocess.run(
        [*command, "json"], env=surroundings, capture_output=True, text=True, timeout=60, check=False
    )
    seconds = spent() - begun
    return sober(Done(done.returncode, done.stdout, done.stderr, seconds)), int(
        (folder / "memory.txt").read_text()
    )


def owed_by_all(parties):
    """The small specification with more parties, who owe the same as Riverbank."""
    names = list(parties)
    more = "".join(
        f"  {name}: {{name: The service {name}, role: other, bound-by: contract}}\n" for name in names
    )
    every = f"owed-by: {{each-of: [riverbank, {', '.join(names)}]}}"
    return SPEC.replace("contract: {", more + "contract: {", 1).replace("owed-by: riverbank", every, 1)


@pytest.mark.parametrize("danger", DANGERS)
def test_a_dangerous_return_is_refused_with_its_reason(survived, danger):
    party, reason = party_of(danger), WORKBOOKS.get(danger) or OTHERS[danger][2]
    refused = {
        Path(each["file"]).stem: each["message"]
        for each in json.loads(survived[0].out)["findings"]
        if each["name"] == "unreadable"
    }
    assert refused[party].startswith("This file cannot be read as a return: ")
    assert reason in refused[party]


def test_who_sent_a_dangerous_return_has_no_evidence_and_the_rest_is_reviewed(survived):
    done = survived[0]
    assert done.code == 1
    assert results(done) == {
        ("MA-1", "riverbank"): "met",
        ("NWD-1", "council"): "met",
        **{("MA-1", party_of(danger)): "no evidence, not readable" for danger in DANGERS},
    }


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere memory is counted in another way")
def test_dangerous_returns_take_little_time_and_memory(survived):
    done, kilobytes = survived
    assert done.seconds < 4 * SECONDS  # fourteen files
    assert kilobytes < MEGABYTES * 1024


def test_when_no_return_can_be_read_the_reason_is_said(specrules, tmp_path):
    a_folder(tmp_path, riverbank=None, council=None)
    (tmp_path / "riverbank.xlsx").write_text("item,answer\n")
    done = specrules("review", tmp_path)
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith("Nothing was checked: ")
    assert "riverbank.xlsx" in done.said
    assert "text that was renamed" in done.said


# -- nothing to check


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"riverbank": None, "council": None}, "no returns were found"),
        (
            {"spec": SPEC[: SPEC.index("requirements:")] + "requirements: {}\n"},
            'Nothing is written after "requirements"',
        ),
        ({"spec": SPEC[: SPEC.index("requirements:")]}, 'no "requirements"'),
        (
            {"spec": SPEC.replace("id: anytown", "id: othertown")},
            "This return is for anytown, and this is othertown",
        ),
    ],
    ids=["no returns", "no requirements", "no heading for them", "nothing that matches"],
)
def test_nothing_checked_is_never_a_pass(specrules, tmp_path, changes, said):
    done = specrules("review", a_folder(tmp_path, **changes))
    assert (done.code, done.out) == (2, "")
    assert said in done.said


def test_a_period_nobody_made_a_return_for_is_never_a_pass(specrules, tmp_path):
    done = specrules("review", a_folder(tmp_path), "--period", "2027-28-Q3")
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith("Nothing was checked: no return is for 2027-28-Q3.")


@pytest.mark.parametrize("command", ["lint", "review", "explain", "compile"])
def test_a_path_that_leads_nowhere_is_named(specrules, command):
    done = specrules(command, "nowhere/spec.yaml")
    assert (done.code, done.out) == (2, "")
    assert "nowhere/spec.yaml" in done.err
    assert "no such file" in done.err


# -- outputs


@pytest.fixture
def reviewed(specrules, tmp_path):
    """A folder with a review in it, and returns that since have changed."""
    a_folder(tmp_path / "in")
    specrules("review", "in", "--output", "out")
    a_folder(tmp_path / "in", NOT_MET)
    return tmp_path / "out"


def fails(done, reason):
    """Whether a command could not write, said why, and printed no result that looks like one."""
    return done.code == 2 and done.out == "" and reason in done.err and done.err.count("\n") == 1


def test_a_file_in_the_place_of_the_folder_is_left_alone(specrules, tmp_path):
    done = specrules("review", a_folder(tmp_path), "--output", "spec.yaml")
    assert fails(done, "spec.yaml was not written: a file has that name; choose another name.")
    assert (tmp_path / "spec.yaml").read_text(encoding="utf-8") == SPEC


def test_a_folder_in_the_place_of_a_report_is_left_alone(specrules, tmp_path):
    a_folder(tmp_path)
    (tmp_path / "out/review.json").mkdir(parents=True)
    assert fails(specrules("review", ".", "--output", "out"), "a folder has that name; choose another name.")
    assert written_names(tmp_path / "out") == ["review.json"]


def written_names(folder):
    """The names of what is in a folder."""
    return sorted(each.name for each in folder.iterdir())


def test_a_report_somebody_protected_is_left_alone(specrules, reviewed):
    before = written(reviewed)
    (reviewed / "review.txt").chmod(0o444)
    assert fails(specrules("review", "in", "--output", "out"), "review.txt is marked read-only")
    assert written(reviewed) == before


@pytest.mark.skipif(sys.platform == "win32", reason="limits on files are set in another way")
def test_a_report_larger_than_may_be_written_leaves_the_old_ones(specrules, reviewed):
    before = written(reviewed)
    done = specrules("review", "in", "--output", "out", before=["sh", "-c", 'ulimit -f 1; exec "$@"', "sh"])
    assert fails(done, "was not written: ")
    assert written(reviewed) == before


def namespace(*options):
    """How to run a command in a namespace of its own. The test is skipped where that is not allowed."""
    start = ["unshare", "--map-root-user", *options]
    try:
        allowed = subprocess.run([*start, "true"], capture_output=True, check=False).returncode == 0
    except FileNotFoundError:
        allowed = False
    return start if allowed else pytest.skip("unshare is missing, or not allowed here")


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        ("size=4k", "the disk is full; free some space and try again."),
        ("ro", "the disk can only be read; choose another"),
    ],
)
def test_a_disk_that_takes_nothing_is_said_so(specrules, tmp_path, options, reason):
    a_folder(tmp_path / "in")
    (tmp_path / "out").mkdir()
    mount = f'mount -t tmpfs -o {options} tmpfs out && exec "$@"'
    start = [*namespace("--mount"), "sh", "-c", mount, "sh"]
    assert fails(specrules("review", "in", "--output", "out", before=start), reason)


@pytest.mark.slow
def test_a_disk_that_fills_up_leaves_the_old_reports(specrules, tmp_path):
    a_folder(tmp_path / "in")
    (tmp_path / "out").mkdir()
    (tmp_path / "later.yaml").write_text(NOT_MET, encoding="utf-8")
    script = (
        'mount -t tmpfs -o size=512k tmpfs out && "$@" >first.txt && cat out/* >before; '
        "dd if=/dev/zero of=out/other bs=1k count=1024 2>/dev/null; cp later.yaml in/returns/riverbank.yaml; "
        '"$@"; code=$?; rm out/other; ls -A out >names; cat out/* >after; exit $code'
    )
    done = specrules(
        "review", "in", "--output", "out", before=[*namespace("--mount"), "sh", "-c", script, "sh"]
    )
    assert done.code == 2
    assert "the disk is full" in done.err
    assert (tmp_path / "names").read_text().split() == [
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
    assert (tmp_path / "after").read_bytes() == (tmp_path / "before").read_bytes()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no disk that is always full")
@pytest.mark.parametrize(
    "argv",
    [
        ["review", "."],
        ["lint", "spec.yaml"],
        ["explain", "spec.yaml"],
        ["--help"],
    ],
)
def test_a_result_that_cannot_be_printed_is_not_lost_in_silence(specrules, tmp_path, argv):
    a_folder(tmp_path)
    done = specrules(*argv, before=["sh", "-c", 'exec "$@" >/dev/full', "sh"])
    assert done.code == 2
    assert done.err == "The output was not written: No space left on device.\n"


@pytest.mark.parametrize("form", ["text", "json"])
def test_a_reader_who_stops_reading_hears_nothing(specrules, tmp_path, form):
    a_folder(tmp_path, NOT_MET)
    script = '{ "$@"; echo $? >code; } | true'
    done = specrules("review", ".", "--format", form, before=["sh", "-c", script, "sh"])
    assert (done.out, done.err) == ("", "")
    assert (tmp_path / "code").read_text() == "1\n"


@pytest.mark.parametrize("argv", [["review", "."], ["lint", "spec.yaml"], ["--version"]])
def test_a_command_without_a_screen_earns_its_code(specrules, tmp_path, argv):
    a_folder(tmp_path)
    done = specrules(*argv, before=["sh", "-c", 'exec "$@" >&-', "sh"])
    assert (done.code, done.out, done.err) == (0, "", "")


# -- stopped before the end


@pytest.fixture
def stopped(surroundings, reviewed, tmp_path):
    """Stop a review while a workbook is being read, as Ctrl-C and as a shutdown do."""
    if not Path("/proc/self/task").exists():
        pytest.skip("what a process is doing cannot be seen on this system")
    for name in "abcdefgh":
        write_messy_workbook(tmp_path / f"in/returns/{name}.xlsx")

    def stop(number):
        command = [*COMMAND, "review", "in", "--output", "out"]
        child = subprocess.Popen(
            command,
            cwd=tmp_path,
            env=surroundings,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
            # Whoever runs the tests in the background has Ctrl-C ignored, and children inherit that.
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
        )
        wait_for_a_reader_of(child)
        os.killpg(child.pid, number) if number == signal.SIGINT else child.send_signal(number)
        out, err = child.communicate(timeout=30)
        return sober(Done(child.returncode, out.decode(), err.decode()))

    return stop


def wait_for_a_reader_of(child):
    """Wait until a process has started one of its own, which reads a workbook."""
    while child.poll() is None:
        tasks = Path(f"/proc/{child.pid}/task").glob("*/children")
        if any(task.read_text().strip() for task in tasks):
            return
    pytest.fail("the review ended before it could be stopped")


@pytest.mark.parametrize(
    ("number", "code", "said"), [(signal.SIGINT, 130, "Stopped before the end.\n"), (signal.SIGTERM, 143, "")]
)
def test_a_review_that_is_stopped_leaves_the_old_reports(stopped, reviewed, number, code, said):
    before = written(reviewed)
    done = stopped(number)
    assert (done.code, done.out, done.err) == (code, "", said)
    assert written(reviewed) == before


# Ctrl-C while a class is made of a text, as a named tuple is when it is imported.
INTERRUPTED = """
import sys
from specrules import __main__, main
__main__._run = lambda args: exec("raise KeyboardInterrupt")
sys.argv = ["specrules", "review"]
__main__.start()
"""


def test_whoever_interrupts_at_a_bad_moment_gets_the_same_code(surroundings, tmp_path):
    (tmp_path / "interrupted.py").write_text(INTERRUPTED, encoding="utf-8")
    paths = {"PYTHONPATH": os.pathsep.join((str(ROOT), str(tmp_path)))}
    run = [sys.executable, "-m", "interrupted"]
    done = subprocess.run(run, env=surroundings | paths, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "Stopped before the end.\n")


# Reviews again and again, killed one step later on the way to the disk each time, and keeps what is there.
# The forms of the review are made once: it is how they get to the disk that is tried.
KILLED = """
import os, shutil, sys
from itertools import count
from specrules.__main__ import main
from specrules.report import every

made = []

def every_form(view, over_time=None, make=every.every_form):
    made[:] = made or [make(view, over_time)]
    return made[0]

every.every_form = every_form

def killed_at(last):
    steps = count(1)
    for name in ("write", "fsync", "link", "replace", "unlink"):
        def step(*args, call=getattr(os, name), **more):
            if next(steps) == last:
                os.kill(os.getpid(), 9)
            return call(*args, **more)
        setattr(os, name, step)
    os._exit(main(["review", "in", "--output", "state"]))

sys.stdout = sys.stderr = open(os.devnull, "w")
main(["review", "in", "--output", "state"])  # loads everything, so that what is forked is quick
os.rename("state", "state-new")
for last in count(1):
    shutil.copytree("out", "state")
    child = os.fork() or killed_at(last)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    os.rename("state", f"state-{last}")
    if code != -9:
        sys.exit(code)
"""


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="a process cannot be forked or killed there")
def test_a_review_that_is_killed_at_any_step_leaves_whole_reports(surroundings, reviewed, tmp_path):
    command = [sys.executable, "-c", KILLED]
    done = subprocess.run(
        command, cwd=tmp_path, env=surroundings, capture_output=True, timeout=60, check=False
    )
    assert (done.returncode, done.stderr) == (1, b"")
    old, new = written(reviewed), written(tmp_path / "state-new")
    states = [written(folder) for folder in tmp_path.glob("state-*")]
    assert len(states) > 10
    for state in states:
        whole = {name: data for name, data in state.items() if not name.startswith(".part-")}
        assert all(data in (old.get(name), new[name]) for name, data in whole.items())
        assert MANIFEST not in whole or whole in (old, new)


# -- the same everywhere


PLACES = {
    "another hash seed and the plainest locale": {
        "PYTHONHASHSEED": "1",
        "LC_ALL": "C",
        "PYTHONUTF8": "0",
        "PYTHONCOERCECLOCALE": "0",
    },
    "a third hash seed and an old and narrow screen, on the other side of the world": {
        "PYTHONHASHSEED": "2",
        "TZ": "Pacific/Kiritimati",
        "PYTHONIOENCODING": "ascii",
        "COLUMNS": "20",
        "NO_COLOR": "1",
    },
}


@pytest.fixture(scope="module")
def example(surroundings, tmp_path_factory):
    """The review of the example, as it is written in London with the first hash seed."""
    folder = tmp_path_factory.mktemp("example")
    usual = {**surroundings, "PYTHONHASHSEED": "0", "TZ": "Europe/London"}
    command = [*COMMAND, "review", str(ROOT / "examples/anytown"), "--output", str(folder)]
    done = subprocess.run(command, cwd=ROOT, env=usual, capture_output=True, timeout=60, check=False)
    assert done.returncode == 1
    return written(folder)


@pytest.mark.parametrize("changes", PLACES.values(), ids=PLACES)
def test_a_review_is_the_same_to_the_byte_wherever_it_is_made(specrules, tmp_path, example, changes):
    done = specrules("review", ROOT / "examples/anytown", "--output", tmp_path / "out", **changes)
    assert done.code == 1
    assert written(tmp_path / "out") == example


def test_a_review_needs_no_network(specrules, tmp_path, example):
    start = namespace("--net")
    done = specrules("review", ROOT / "examples/anytown", "--output", tmp_path / "out", before=start)
    assert done.code == 1
    assert written(tmp_path / "out") == example


def test_a_screen_without_the_characters_gets_their_numbers(specrules, tmp_path):
    spec = SPEC.replace("title: A small service", "title: A £10 service")
    done = specrules("review", a_folder(tmp_path, spec=spec), PYTHONIOENCODING="ascii")
    assert done.code == 0
    assert done.out.startswith("A \\xa310 service\n")


def test_a_period_outside_the_contract_is_refused(specrules, tmp_path):
    done = specrules("review", a_partnership(tmp_path, period="2025-26-Q4"), "--period", "2025-26-Q4")
    assert done.code == 2
    assert "2025-26-Q4 lies outside the contract" in done.said
