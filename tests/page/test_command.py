"""``specrules serve`` as a person starts and stops it."""

import os
import re
import signal
import subprocess
import sys
from contextlib import closing, contextmanager
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode

import pytest

from specrules.__main__ import main
from tests.report.files import SPEC, a_folder

ROOT = Path(__file__).parents[2]
ORIGIN = "http://127.0.0.1:{}"


@contextmanager
def started(*args):
    """The command, once it has printed its address; its port, and the key in that."""
    command = [sys.executable, "-m", "specrules", "serve", "--no-browser", *map(str, args)]
    kept = {**os.environ, "PYTHONPATH": str(ROOT)}
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    with subprocess.Popen(command, cwd=ROOT, env=kept, **pipes) as process:
        line = process.stdout.readline()
        port, key = re.search(r"127\.0\.0\.1:(\d+)/begin/(\S+)", line).groups()
        try:
            yield process, int(port), key
        finally:
            process.kill()


def ask(port, method, path, **sent):
    with closing(HTTPConnection("127.0.0.1", port, timeout=60)) as connection:
        connection.request(method, path, **sent)
        answer = connection.getresponse()
        return answer.getheader("set-cookie"), answer.getheader("location"), answer.read().decode()


def ended(process):
    """Stop it as Ctrl-C does; its exit code, and the last thing that it says."""
    process.send_signal(signal.SIGINT)
    said = "".join(process.communicate(timeout=60))
    return process.returncode, said.strip().splitlines()[-1]


def test_it_prints_its_address_and_stops_by_ctrl_c(tmp_path):
    with started(a_folder(tmp_path)) as (process, port, key):
        cookie, first, _ = ask(port, "GET", f"/begin/{key}")
        assert (first, "HttpOnly" in cookie) == ("/", True)
        assert ended(process) == (0, "Stopped. Everything that was written is saved.")


def test_it_says_at_the_end_what_was_not_saved(tmp_path):
    with started(a_folder(tmp_path) / "spec.yaml") as (process, port, key):
        cookie, first, _ = ask(port, "GET", f"/begin/{key}")
        assert first == "/draft?file=spec.yaml"
        headers = {"Cookie": cookie.partition(";")[0], "Origin": ORIGIN.format(port)}
        page = ask(port, "GET", first, headers=headers)[2]
        known = {name: re.search(rf'name="{name}" value="([^"]+)"', page)[1] for name in ("form", "opened")}
        body = urlencode({**known, "do": "check", "text": "# more\n" + SPEC})
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        ask(port, "POST", first, body=body, headers=headers | kind)
        assert ended(process) == (1, "Stopped. These had changes that were not saved: spec.yaml.")


def test_a_folder_that_is_not_there_is_named(capsys):
    assert main(["serve", "nowhere-at-all"]) == 2
    assert capsys.readouterr().err == "There is no folder nowhere-at-all.\n"


@pytest.mark.parametrize("minutes", ["0", "-1", "x"])
def test_how_long_to_wait_is_a_number_of_minutes(capsys, minutes):
    assert main(["serve", ".", "--idle", minutes]) == 2
    assert "--idle" in capsys.readouterr().err
