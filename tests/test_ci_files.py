"""The pre-commit hook, the GitHub Action and the GitLab template, tried without their platforms."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from tests.lint.made import a_spec
from tests.lint.test_lint import THEME, write

ROOT = Path(__file__).parent.parent
BIN = Path(sys.executable).parent
WRONG = a_spec().replace("owed-by", "owd-by")
HOOK = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))[0]


def lint_as_a_command(folder):
    """A command called specrules in *folder*, which is this one."""
    command = write(folder / "specrules", f'#!/bin/sh\nexec {sys.executable} -m specrules "$@"\n')
    command.chmod(0o755)
    return command


def environment(tmp_path, **more):
    path = f"{lint_as_a_command(tmp_path / 'bin').parent}{os.pathsep}{BIN}{os.pathsep}{os.environ['PATH']}"
    return {
        **os.environ,
        "PATH": path,
        "PYTHONPATH": str(ROOT),
        "PRE_COMMIT_HOME": str(tmp_path / "hooks"),
        "GIT_CONFIG_GLOBAL": os.devnull,
        **more,
    }


# -- pre-commit


@pytest.fixture
def committed(tmp_path):
    """A function that makes a repository of files and runs the hook on all of them."""

    def run(files):
        work, settings = tmp_path / "work", environment(tmp_path)
        for name, text in files.items():
            write(work / name, text)
        # As the hook is, but for what is run, which pre-commit would fetch and install.
        write(
            work / ".pre-commit-config.yaml",
            json.dumps({"repos": [{"repo": "local", "hooks": [{**HOOK, "language": "system"}]}]}),
        )
        for command in (["git", "init", "-q"], ["git", "add", "."]):
            subprocess.run(command, cwd=work, env=settings, check=True)
        return subprocess.run(
            [sys.executable, "-m", "pre_commit", "run", "specrules-lint", "--all-files"],
            cwd=work,
            env=settings,
            capture_output=True,
            text=True,
        )

    return run


@pytest.mark.slow
def test_the_hook_stops_a_commit_with_a_wrong_specification(committed):
    done = committed({"specs/a.yaml": WRONG, ".github/workflows/ci.yaml": "on: push\n"})
    assert done.returncode == 1
    assert "misspelt-heading (FI104)" in done.stdout
    assert "2 other YAML files were passed over" in done.stdout


@pytest.mark.slow
def test_the_hook_lets_pass_what_is_right_and_what_is_not_ours(committed):
    assert committed({"theme.yaml": THEME, "ci.yaml": "on: push\n"}).returncode == 0


@pytest.mark.slow
def test_the_hook_has_nothing_to_say_where_nothing_is_ours(committed):
    assert committed({"ci.yaml": "on: push\n"}).returncode == 0


# -- GitHub


def action():
    return yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("schema", "file"),
    [("vendor.github-actions", "action.yml"), ("vendor.gitlab-ci", "templates/gitlab-lint.yml")],
)
def test_a_template_follows_the_schema_of_its_platform(schema, file):
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, str(ROOT / file)]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def stepped(tmp_path, text, **inputs):
    """What the lint step of the action does in a folder with one specification."""
    work, runner = tmp_path / "work", tmp_path / "runner"
    write(work / "spec.yaml", text)
    lint_as_a_command(runner / "specrules" / "bin")
    step = action()["runs"]["steps"][1]
    given = {name: each["default"] for name, each in action()["inputs"].items()} | inputs
    values = {name: given[text.split("inputs.")[1].split(" ")[0]] for name, text in step["env"].items()}
    settings = {"RUNNER_TEMP": str(runner), "GITHUB_STEP_SUMMARY": str(tmp_path / "summary.md"), **values}
    return subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]],
        cwd=work,
        env=environment(tmp_path, **settings),
        capture_output=True,
        text=True,
    )


def test_the_action_annotates_summarises_and_writes_sarif(tmp_path):
    done = stepped(tmp_path, WRONG)
    assert done.returncode == 1
    assert done.stdout.startswith("::error file=spec.yaml,line=")
    assert "misspelt-heading" in (tmp_path / "summary.md").read_text(encoding="utf-8")
    assert (
        json.loads((tmp_path / "work" / "specrules-lint.sarif").read_text(encoding="utf-8"))["version"]
        == "2.1.0"
    )


def test_the_action_fails_from_when_on_it_is_asked_to(tmp_path):
    assert stepped(tmp_path, a_spec()).returncode == 0
    assert stepped(tmp_path, a_spec(), **{"fail-on": "advice"}).returncode == 1


def test_what_is_typed_into_the_action_is_never_run(tmp_path):
    done = stepped(tmp_path, THEME, paths="$(touch ran) `touch ran` ;touch ran")
    assert done.returncode == 2
    assert not (tmp_path / "work" / "ran").exists()


# -- GitLab


def test_the_gitlab_job_writes_both_reports(tmp_path):
    job = yaml.safe_load((ROOT / "templates" / "gitlab-lint.yml").read_text(encoding="utf-8"))[
        "specrules-lint"
    ]
    write(tmp_path / "work" / "spec.yaml", WRONG)
    variables = {**job["variables"], "SPECRULES_CACHE": str(tmp_path / "kept")}
    done = subprocess.run(
        ["bash", "-c", job["script"][1]],
        cwd=tmp_path / "work",
        env=environment(tmp_path, **variables),
        capture_output=True,
        text=True,
    )
    assert done.returncode == 1
    assert all((tmp_path / "work" / name).exists() for name in job["artifacts"]["reports"].values())
