"""How long starting takes, beside a bare interpreter.

    python bench/startup.py [--rounds 15]

Each command is run once in turn, round after round, so that all of them see the
same machine; every figure is the median of the rounds over the median of
``python -c pass``, in wall-clock and in processor time.  Modules are compiled
beforehand, as they are in an installed package.  Figures go to
``bench/results/startup.json``.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parent.parent
RESULTS = Path(__file__).parent / "results" / "startup.json"
MAIN = "from specrules.__main__ import start; start()"
BARE = "python -c pass"
# The most that each may take, in times of a bare interpreter.
BOUNDS = {
    "specrules --version": 1.3,
    "specrules lint, one file, cold": 6.0,
    "specrules lint, one file, warm": 6.0,
}
# Where lint keeps what it found; cold is a file that no run has seen, warm one that has not changed since.
CACHE = "SPECRULES_CACHE"
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


class Took(NamedTuple):
    """Seconds on the clock, and of the processor."""

    wall: float
    cpu: float


def commands(spec: Path) -> dict[str, list[str]]:
    """What is timed, by name."""
    python = sys.executable
    return {
        BARE: [python, "-c", "pass"],
        "specrules --version": [python, "-c", MAIN, "--version"],
        "python -m specrules --version": [python, "-m", "specrules", "--version"],
        "specrules lint, one file, cold": [python, "-c", MAIN, "lint", str(spec)],
        "specrules lint, one file, warm": [python, "-c", MAIN, "lint", str(spec)],
        "specrules lint, specs/, cold": [python, "-c", MAIN, "lint", str(ROOT / "specs")],
        "specrules lint, specs/, warm": [python, "-c", MAIN, "lint", str(ROOT / "specs")],
        "import yaml": [python, "-c", "import yaml"],
        "import dataclasses": [python, "-c", "import dataclasses"],
        "import typer": [python, "-c", "import typer"],
    }


def run(command: list[str], settings: dict[str, str]) -> Took:
    """Run *command* once. Raises CalledProcessError when it fails."""
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=settings, cwd=ROOT)
    wall, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    return Took(wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)


def measure(rounds: int) -> dict[str, list[Took]]:
    """Every command, *rounds* times in turn after one that is not counted."""
    with tempfile.TemporaryDirectory() as folder:
        spec = Path(folder) / "spec.yaml"
        spec.write_text(SPEC, encoding="utf-8")
        settings = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
        settings |= {"PYTHONPYCACHEPREFIX": folder, "PYTHONPATH": str(ROOT)}
        timed = commands(spec)
        kept = {True: {CACHE: str(Path(folder) / "kept")}, False: {CACHE: ""}}
        for name, command in timed.items():
            run(command, settings | kept[name.endswith("warm")])
        took: dict[str, list[Took]] = {name: [] for name in timed}
        for _ in range(rounds):
            for name, command in timed.items():
                took[name].append(run(command, settings | kept[name.endswith("warm")]))
    return took


def ratios(took: dict[str, list[Took]]) -> dict[str, dict[str, float]]:
    """The medians of each command over those of the bare interpreter."""
    medians = {
        name: Took(
            statistics.median(each.wall for each in runs), statistics.median(each.cpu for each in runs)
        )
        for name, runs in took.items()
    }
    bare = medians[BARE]
    return {
        name: {"wall": round(each.wall / bare.wall, 2), "cpu": round(each.cpu / bare.cpu, 2)}
        for name, each in medians.items()
    }


def main() -> int:
    """Measure, print, keep the figures; 1 when a bound is missed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=15)
    rounds = parser.parse_args().rounds
    found = ratios(measure(rounds))
    missed = [name for name, bound in BOUNDS.items() if found[name]["cpu"] > bound]
    for name, ratio in found.items():
        bound = f"  at most {BOUNDS[name]}" if name in BOUNDS else ""
        print(f"{name:34} {ratio['wall']:6.2f} wall {ratio['cpu']:6.2f} cpu{bound}")
    kept = {"python": platform.python_version(), "rounds": rounds, "bounds": BOUNDS, "ratios": found}
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps(kept, indent=2) + "\n", encoding="utf-8")
    print(f"Missed: {', '.join(missed)}" if missed else "Every bound is kept.")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
