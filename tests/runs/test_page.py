"""The page on kept reviews tells the truth: its commands are run one after another, in one folder."""

import re
import shlex
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
PAGE = ROOT / "docs" / "runs.md"


def commands():
    """Each command of the page, and what it is said to print, remarks last."""
    blocks = re.findall(r"^```console\n(.*?)^```", PAGE.read_text(encoding="utf-8"), re.M | re.S)
    return [each for block in blocks for each in re.findall(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", block, re.M)]


def pattern(output):
    """What the page says as an expression: a line of three dots is any lines, and … the digits of a name."""
    pieces = (re.escape(piece).replace("…", "[0-9a-f]{16}") for piece in output.split("...\n"))
    return r"(?s:.*)".join(pieces)


@pytest.mark.slow
def test_every_command_on_the_page_prints_what_the_page_says(tmp_path, monkeypatch, said):
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NO_COLOR", "1")
    told = commands()
    assert len(told) > 4
    for command, output in told:
        _, text, remarks = said(*shlex.split(command)[1:])
        assert re.fullmatch(pattern(output), text + remarks), text + remarks
