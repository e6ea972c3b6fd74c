"""The documents tell the truth: every command in them is run and its output compared."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PAGES = sorted(
    [ROOT / "README.md", *ROOT.joinpath("docs").rglob("*.md"), *ROOT.joinpath("examples").rglob("*.md")]
)


def run(command):
    """What a command prints, results and remarks together."""
    words = shlex.split(command)
    assert words[0] == "specrules", f"only specrules is run from a page, not {command}"
    plain = {**os.environ, "NO_COLOR": "1", "COLUMNS": "100"}
    done = subprocess.run(
        [sys.executable, "-m", "specrules", *words[1:]], cwd=ROOT, env=plain, capture_output=True, text=True
    )
    return done.stdout + done.stderr


def commands():
    """Each command on a page: the page, the command, and what it is said to print."""
    return [
        pytest.param(command, output, id=f"{page.name}: {command}")
        for page in PAGES
        for block in re.findall(r"^```console\n(.*?)^```", page.read_text(encoding="utf-8"), re.M | re.S)
        for command, output in re.findall(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", block, re.M)
    ]


@pytest.mark.parametrize(("command", "output"), commands())
def test_a_command_on_a_page_prints_what_the_page_says(command, output):
    printed = run(command)
    pieces = [re.escape(piece) for piece in output.split("...\n")]
    assert re.fullmatch(r"(?s:.*)".join(pieces), printed), printed


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page):
    for target in re.findall(r"\]\(([^)#:]+)\)", page.read_text(encoding="utf-8")):
        assert (page.parent / target).exists(), f"{page.name} links to {target}"


def test_the_first_command_of_the_readme_is_the_main_job():
    recipe = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert "specrules review examples/anytown" in recipe
    assert "    make review\n" in (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_version_is_the_same_everywhere():
    import specrules

    assert f'version = "{specrules.__version__}"' in (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    assert f"## {specrules.__version__}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
