"""Everything that is printed or kept as JSON has a schema of its own, and follows it."""

import re
from pathlib import Path

import pytest

from specrules.__main__ import main
from specrules.spec.schema import validate
from tests.outputs import held_to_its_schema

ROOT = Path(__file__).parents[1]
YEAR = "examples/contract-year"
DRAFT = "examples/drafts/anytown.yaml"
COMMANDS = {
    "comparison": ["compare", "{runs}"],
    "trends": ["trend", "{runs}"],
    "verification": ["verify", "{runs}", "--only-digests"],
    "variation": ["compare", "examples/anytown/spec.yaml", DRAFT],
    "replay": ["replay", DRAFT, "examples/anytown", "--sweep", "MA-1=80%,90%"],
    "plan": ["plan", YEAR, "--period", "2026-27-Q2"],
    "review": ["review", YEAR, "--period", "2026-27-Q2"],
    "list": ["list", "tables"],
    "compiled": ["compile", "examples/anytown/spec.yaml", "--period", "2026-27-Q1"],
    "test": ["test", "rules/mutual-aid"],
    "findings": ["lint", "examples/anytown/spec.yaml"],
}


@pytest.fixture(scope="module")
def runs(tmp_path_factory):
    """Two quarters of the example year, kept."""
    folder = tmp_path_factory.mktemp("runs")
    for quarter in ("2026-27-Q1", "2026-27-Q2"):
        assert main(["review", str(ROOT / YEAR), "--period", quarter, "--keep", str(folder)]) in (0, 1)
    return folder


@pytest.mark.parametrize("kind", COMMANDS)
def test_what_a_command_prints_follows_its_schema(monkeypatch, capsys, runs, kind):
    monkeypatch.chdir(ROOT)
    words = [word.format(runs=runs) for word in COMMANDS[kind]]
    assert main([*words, "--format", "json"]) in (0, 1)
    data = held_to_its_schema(capsys.readouterr().out)
    assert data["specrules"] == f"{kind} 1"
    assert validate(kind, {**data, "more": 1})


def test_a_kept_review_follows_its_schema(runs):
    records = sorted(runs.glob("*.json"))
    assert len(records) == 2
    for path in records:
        assert held_to_its_schema(path.read_text())["specrules"] == "run 1"


def test_every_kind_of_output_in_the_source_has_a_schema():
    source = "".join(path.read_text("utf-8") for path in ROOT.joinpath("specrules").rglob("*.py"))
    kinds = set(re.findall(r'"specrules": "([a-z ]+) 1"', source)) - {"return", "spec"}
    schemas = {path.name.removesuffix(".schema.json") for path in ROOT.glob("specrules/schemas/*")}
    assert kinds <= schemas
