"""The pages on kept reviews and on packs tell the truth: their commands are run in turn, in one folder."""

import re
import shlex
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
PAGES = {"runs.md": 5, "pack.md": 5, "contract-year.md": 9}
"""Each page, and how many commands it has at least."""


def commands(page):
    """Each command of a page, and what it is said to print, remarks last."""
    text = (ROOT / "docs" / page).read_text(encoding="utf-8")
    blocks = re.findall(r"^```console\n(.*?)^```", text, re.M | re.S)
    return [each for block in blocks for each in re.findall(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", block, re.M)]


def pattern(output):
    """What the page says as an expression: a line of three dots is any lines, and … the digits of a name."""
    pieces = (re.escape(piece).replace("…", "[0-9a-f]{16}") for piece in output.split("...\n"))
    return r"(?s:.*)".join(pieces)


@pytest.mark.slow
@pytest.mark.parametrize(("page", "least"), PAGES.items(), ids=PAGES)
def test_every_command_on_the_page_prints_what_the_page_says(tmp_path, monkeypatch, said, page, least):
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NO_COLOR", "1")
    told = commands(page)
    assert len(told) >= least
    for command, output in told:
        _, text, remarks = said(*shlex.split(command)[1:])
        assert re.fullmatch(pattern(output), text + remarks), text + remarks
