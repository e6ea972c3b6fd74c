"""Starting is quick because little is loaded, and the public names are the promised ones."""

import json
import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import specrules

ROOT = Path(__file__).parent.parent
PUBLIC = [
    "EngineFault",
    "Finding",
    "NotWritten",
    "NothingChecked",
    "Period",
    "Place",
    "Run",
    "Severity",
    "Spec",
    "SpecrulesError",
    "UnreadableFile",
    "compile_spec",
    "lint",
    "read_period",
    "read_spec",
    "review",
]
SPEC = """\
specrules: spec 1
id: anytown-recovery-2026
title: Integrated drug and alcohol recovery service
version: "1"
status: draft
parties:
  council:   {name: Anytown Council, role: commissioner}
  riverbank: {name: Riverbank Recovery, role: drug and alcohol treatment, bound-by: this contract}
contract: {starts: 2026-04-01, ends: 2029-03-31}
returns: {every: quarter, due: 15 working days after the quarter ends}
catalogues: [mutual-aid]
requirements:
  MA-1:
    standard-clause: mutual-aid/keyworkers-facilitate-access
    owed-by: riverbank
    strength: should
    target: at least 90%
"""
SLOW = {
    "asyncio",
    "click",
    "durable",
    "durable_rules_engine",
    "holidays",
    "importlib.metadata",
    "json",
    "jsonschema",
    "openpyxl",
    "pathlib",
    "python_calamine",
    "referencing",
    "rich",
    "tabulate",
    "tempfile",
    "typer",
    "unicodedata",
    "yaml",
    "zipfile",
}


def loaded_by(*args, kept=""):
    """The modules that a command has loaded by the time it ends, and its exit code."""
    ends = "import sys; from specrules.__main__ import main; code = main(sys.argv[1:])\n"
    ends += "print(code, *sorted(sys.modules), file=sys.stderr)"
    done = subprocess.run(
        [sys.executable, "-I", "-c", f"import sys; sys.path.insert(0, {str(ROOT)!r})\n{ends}", *args],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1", "SPECRULES_CACHE": str(kept)},
    )
    code, *modules = done.stderr.split()
    return set(modules), int(code)


def loaded_by_nothing():
    done = subprocess.run(
        [sys.executable, "-I", "-c", "import sys; print(*sys.modules)"],
        capture_output=True,
        text=True,
        check=True,
    )
    return set(done.stdout.split())


def test_the_version_loads_nothing_but_itself():
    modules, code = loaded_by("--version")
    assert modules - loaded_by_nothing() == {"specrules", "specrules.__main__", "specrules.main"}
    assert code == 0


@pytest.mark.parametrize("form", [(), ("--format", "text"), ("--format=text",)])
def test_linting_a_clean_file_loads_nothing_slow(form, tmp_path):
    path = tmp_path / "spec.yaml"
    path.write_text(SPEC, encoding="utf-8")
    modules, code = loaded_by("lint", *form, str(path))
    assert modules & SLOW == set()
    assert not any(name.startswith(("specrules.engine", "specrules.cli")) for name in modules)
    assert code == 0


def test_linting_a_file_that_was_clean_before_loads_nothing_that_reads_it(tmp_path):
    path = tmp_path / "spec.yaml"
    path.write_text(SPEC, encoding="utf-8")
    first, _ = loaded_by("lint", str(path), kept=tmp_path / "kept")
    modules, code = loaded_by("lint", str(path), kept=tmp_path / "kept")
    assert "specrules.text.tree" in first
    assert modules & (SLOW | {"dataclasses", "hashlib", "textwrap", "specrules.text.tree"}) == set()
    assert code == 0


def test_linting_a_broken_file_loads_nothing_slow_either(tmp_path):
    path = tmp_path / "spec.yaml"
    path.write_text(SPEC.replace("owed-by", "owd-by"), encoding="utf-8")
    modules, code = loaded_by("lint", str(path))
    assert modules & SLOW == set()
    assert code == 1


def test_importing_the_package_loads_none_of_its_modules():
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            "import sys, specrules; print([m for m in sys.modules if m.startswith('specrules.')])",
        ],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
    )
    assert done.stdout.strip() == "[]"


# -- public names


def test_the_public_names_are_the_promised_ones():
    assert specrules.__all__ == PUBLIC


@pytest.mark.parametrize("name", PUBLIC)
def test_every_public_name_is_there(name):
    assert getattr(specrules, name) is not None
    assert name in dir(specrules)


def test_another_name_is_not_there():
    with pytest.raises(AttributeError, match="has no attribute 'nothing'"):
        specrules.nothing  # noqa: B018


@pytest.mark.parametrize(
    "first",
    ["from specrules import lint, review", "import specrules.lint", "import specrules.cli"],
)
def test_lint_and_review_are_functions_whatever_is_imported_first(first):
    check = "import specrules; from specrules import lint, review; print(lint.__name__, review.__name__)"
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", f"{first}; {check}; print(callable(specrules.lint))"],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
    )
    assert done.stdout.split() == ["lint", "review", "True"]


def test_the_version_is_that_of_the_packaging():
    packaging = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert specrules.__version__ == packaging["project"]["version"]


def test_a_run_that_ends_at_once_has_written_everything(tmp_path):
    path = tmp_path / "spec.yaml"
    path.write_text(SPEC + "".join(f"nothing-{n}: 1\n" for n in range(500)), encoding="utf-8")
    code = "from specrules.__main__ import start; start()"
    run = [sys.executable, "-c", code, "lint", "--format", "json-lines", str(path)]
    done = subprocess.run(
        run, capture_output=True, text=True, check=False, env={**os.environ, "PYTHONPATH": str(ROOT)}
    )
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 1 and done.stderr == ""
    assert len(found) > 40 and "nothing-0" in done.stdout
