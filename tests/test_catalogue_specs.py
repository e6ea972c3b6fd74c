"""The specifications to copy: each explains whole, and is reviewed against the returns of its example."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from specrules.__main__ import main
from specrules.base.files import read_text
from specrules.library import Library
from specrules.spec.reader import read_spec
from specrules.text.tree import read_tree

if TYPE_CHECKING:
    from collections.abc import Callable

    from specrules.spec.model import Spec

ROOT = Path(__file__).parent.parent
SPECS = sorted(ROOT.joinpath("specs").glob("*.yaml"))
WITH_EXAMPLE = [path for path in SPECS if ROOT.joinpath("examples", path.stem).is_dir()]

specs = pytest.mark.parametrize("path", SPECS, ids=lambda path: path.stem)
with_example = pytest.mark.parametrize("path", WITH_EXAMPLE, ids=lambda path: path.stem)


@cache
def spec(path: Path) -> Spec:
    reading = read_spec(read_tree(read_text(str(path))), Library([str(ROOT / "rules")]))
    assert reading.spec is not None
    return reading.spec


def flat(text: str) -> str:
    """Text on one line, so that where it was broken does not matter."""
    return " ".join(text.split())


def one_line(verdict: dict[str, str]) -> str:
    return f"{verdict['requirement']:<8}{verdict['party']:<11}{verdict['result']}"


@specs
def test_every_requirement_and_check_of_a_specification_to_copy_is_explained(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["explain", str(path)]) == 0
    explained = flat(capsys.readouterr().out)
    for requirement in spec(path).requirements:
        assert f"{requirement.id}: {flat(requirement.title)}" in explained
        assert all(f" {check.name}: " in explained for check in requirement.checks)


@specs
def test_no_two_requirements_of_a_specification_to_copy_say_the_same(path: Path) -> None:
    titles = [each.title for each in spec(path).requirements]
    assert len(set(titles)) == len(titles)


@with_example
def test_the_example_returns_of_a_specification_to_copy_come_to_what_they_came_to(
    path: Path, capsys: pytest.CaptureFixture[str], as_kept: Callable[[str, str], None]
) -> None:
    main(["review", str(path), str(ROOT / "examples" / path.stem / "returns"), "--format", "json"])
    run = json.loads(capsys.readouterr().out)
    found = [f"{each['name']}: {each['subject'].partition(' ')[0]}" for each in run["findings"]]
    as_kept(f"ready-{path.stem}.txt", "\n".join([*map(one_line, run["verdicts"]), "", *found]) + "\n")


@with_example
def test_an_example_says_on_its_first_line_that_it_is_invented(path: Path) -> None:
    for each in ROOT.joinpath("examples", path.stem, "returns").rglob("*.yaml"):
        assert "invented" in each.read_text(encoding="utf-8").splitlines()[0]


def test_whether_the_system_is_oriented_to_recovery_is_shown_and_never_rated() -> None:
    profile = spec(ROOT / "specs" / "recovery-orientation.yaml")
    assert all(each.report_only for each in profile.requirements)


def test_a_self_assessment_binds_nobody_but_the_commissioner() -> None:
    owed = {
        party
        for each in spec(ROOT / "specs" / "commissioner-self-assessment.yaml").requirements
        for party in each.owed_by
    }
    assert owed == {"council"}
