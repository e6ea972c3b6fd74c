"""The documents tell the truth: every command in them is run and its output compared."""

import json
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


# The commands on these pages go by what those before them left: tests/runs/test_page.py runs them in turn.
IN_TURN = tuple(ROOT / "docs" / name for name in ("runs.md", "pack.md", "contract-year.md"))


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
        if page not in IN_TURN
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


# -- speed


def kept(name):
    return json.loads((ROOT / "bench" / "results" / f"{name}.json").read_text(encoding="utf-8"))


def against_aim(says, figure, bound):
    """A row of the README: what was measured, the aim, and whether it is kept."""
    return f"| {says} | {figure:.2g} | {bound:g} | {'kept' if figure <= bound else '**missed**'} |"


def test_what_the_readme_says_of_aims_is_what_was_measured():
    """After measuring again, put the rows named here into the README."""
    starting, pages = kept("startup"), kept("pages")
    bare = "times a bare interpreter"
    ratios, bounds = starting["ratios"], starting["bounds"]
    started = {
        f"`specrules --version`, {bare}": "specrules --version",
        f"`specrules lint`, one small file never seen before, {bare}": "specrules lint, one file, cold",
        f"`specrules lint`, the same file unchanged, {bare}": "specrules lint, one file, warm",
    }
    shown = {
        "the page of one review, seconds": "one page, seconds",
        "the page of one review, times its data as JSON": "html over json",
        "opening the summary of 10,000 reviews in a browser, seconds": "roll-up opens, seconds",
    }
    alike, letter = "1,000 files that are much alike", "a letter typed in an editor"
    linted = {
        f"{alike}, reading and structure alone, times PyYAML's own loading": "structure",
        "1,000 files that have nothing in common, reading and structure alone": "structure, each its own",
        f"{alike}, every rule, times PyYAML's own loading": "cold",
        "1,000 files that have nothing in common": "cold, each its own",
        "one file, the whole command, times yamllint": "one file: yamllint",
        "one file, the whole command, times check-jsonschema": "one file: check-jsonschema",
        f"{letter} while nothing is wrong, times loading the file once": "editor, nothing wrong: a letter",
        f"{letter} while something is wrong": "editor: a letter",
    }
    rows = [against_aim(says, ratios[name]["cpu"], bounds[name]) for says, name in started.items()]
    lint = kept("lint")
    rows += [against_aim(says, lint["found"][name], lint["bounds"][name]) for says, name in linted.items()]
    rows += [against_aim(says, pages[name], pages["bounds"][name]) for says, name in shown.items()]
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert [row for row in rows if row not in readme] == []


def test_what_the_readme_says_beside_its_peers_is_what_was_measured():
    engine, readme = kept("engine"), (ROOT / "README.md").read_text(encoding="utf-8")
    ours = engine["specrules, both engines compared"]
    rows = [("specrules: verdicts with ranges, both engines compared", ours["10000 providers"])]
    rows += [(name.partition(" (")[0], found) for name, found in engine["others"].items()]
    said = [f"| {name} | {found['ratio to the yardstick']['median']:.2g} |" for name, found in rows]
    assert [row for row in said if row not in readme] == []
    assert {found["wrong verdicts"] for _, found in rows} == {0}
    assert ours["growth per provider"] < 1
    assert f"about {ours['explaining one verdict, ms']:.1f} ms" in readme


def test_what_the_readme_says_without_an_aim_is_what_was_measured():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert f"imports PyYAML takes {kept('startup')['ratios']['import yaml']['cpu']:.1f} times" in readme
    returns, measures = kept("returns"), kept("measures")
    assert f"takes {returns['100,000 cells']['ratio']:.1f} times what its workbook reader" in readme
    assert f"{returns['review']['a second']:.0f} returns are reviewed in a second" in readme
    assert f"{measures['sizes'][-1]['run_over_by_hand']:.2f} times the same queries written by hand" in readme
    assert f"{measures['sizes'][-1]['run_over_scan']:.1f} times\nwhat it takes to scan" in readme
    assert f"by hand {measures['sizes'][-1]['by_hand_over_scan']:.1f} times (aim 2.5" in readme
    assert f"{measures['csv_to_parquet']['ratio']:.1f} times DuckDB's own copying" in readme
