"""How long linting takes, beside a loop that only parses and the linters people use today.

    python bench/lint.py [--files 1000] [--rounds 3] [--peers]

The corpus is one clean specification under many names; a second one has it as many
partnerships would write it, each with names, dates and targets of its own.  Every command is run in
turn, round after round, so that all see the same machine; figures are medians of
processor and clock time over those of the yardstick, a loop of PyYAML's
``CSafeLoader`` over the same files.  Memory is the most that one process held.
*Structure* is reading and what the language asks for, the lint rules taken out.
yamllint and check-jsonschema are timed where they are installed.  A keystroke in an
editor is timed in one process, each after one load of the same text.  Figures go
to ``bench/results/lint.json``.
"""

from __future__ import annotations

import argparse
import importlib.util
import itertools
import json
import os
import platform
import random
import re
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).parent.parent
RESULTS = Path(__file__).parent / "results" / "lint.json"
MAIN = "from specrules.__main__ import start; start()"
# The same command with the lint rules taken out: what is left is reading, and what the language asks for.
STRUCTURE = """\
from importlib import import_module
look = import_module("specrules.lint.look")
look.by_rules = lambda *_: []
look._anything_found = lambda *_: False
from specrules.__main__ import start
start()
"""
PARSE = """\
import os, sys, yaml
for folder in sys.argv[1:]:
    for name in sorted(os.listdir(folder)):
        with open(os.path.join(folder, name), "rb") as file:
            yaml.load(file.read(), Loader=yaml.CSafeLoader)
"""
YARDSTICK = "parse only"
# The most that each may take, in times of the yardstick's processor time (memory: of its memory).
BOUNDS = {
    "structure": 1.0,
    "structure, each its own": 1.0,
    "cold": 1.5,
    "cold, each its own": 1.5,
    "warm": 0.10,
    "memory": 2.0,
    "twice": 2.2,
    "one file: yamllint": 0.75,
    "one file: check-jsonschema": 0.30,
    "editor: a letter": 1.2,
    "editor: a new line": 1.2,
    "editor, nothing wrong: a letter": 1.2,
    "editor, nothing wrong: a new line": 1.2,
}
EDITED_LINES = 158


class Took(NamedTuple):
    """Seconds on the clock and of the processor, and the most memory one process held, in MiB."""

    wall: float
    cpu: float
    memory: float


def corpus(folder: Path, count: int) -> Path:
    """Write *count* clean specifications."""
    text = (ROOT / "specs" / "recovery-service.yaml").read_text(encoding="utf-8")
    folder.mkdir()
    for number in range(count):
        (folder / f"spec-{number:05}.yaml").write_text(f"{text}# {number}\n", encoding="utf-8")
    return folder


# What each partnership sets for itself, and what it may choose from.
_CHOICES = {"90%": ("90%", "92%", "95%"), "85%": ("85%", "87%"), "80%": ("78%", "80%"), "75%": ("70%", "75%")}


def corpus_of_its_own(folder: Path, count: int) -> Path:
    """Write *count* clean specifications of which each has names, dates and targets of its own."""
    text = (ROOT / "specs" / "recovery-service.yaml").read_text(encoding="utf-8")
    chance = random.Random(1)
    folder.mkdir()
    for number in range(count):
        names = {"id: recovery-service": f"id: recovery-service-{number}", "First Site": f"Site {number}"}
        names |= {"Your Council": f"Council of Area {number}", "Your Drug": f"Area {number} Drug"}
        names["2026-02-10"] = f"2026-0{chance.randint(1, 3)}-{chance.randint(10, 28)}"
        local = text
        for old, new in names.items():
            local = local.replace(old, new)
        for old, choices in _CHOICES.items():
            local = re.sub(
                f"at least {old}", lambda _, some=choices: f"at least {chance.choice(some)}", local
            )
        (folder / f"spec-{number:05}.yaml").write_text(local, encoding="utf-8")
    return folder


def commands(folder: Path) -> dict[str, list[str]]:
    """What is timed on a folder, by name."""
    python = sys.executable
    found = {
        YARDSTICK: [python, "-c", PARSE, str(folder)],
        "cold": [python, "-c", MAIN, "lint", "--no-cache", "--jobs=1", str(folder)],
        "structure": [python, "-c", STRUCTURE, "lint", "--no-cache", "--jobs=1", str(folder)],
        "cold, shared": [python, "-c", MAIN, "lint", "--no-cache", str(folder)],
        "warm": [python, "-c", MAIN, "lint", str(folder)],
    }
    if importlib.util.find_spec("yamllint"):
        found["yamllint"] = [python, "-m", "yamllint", "-d", "relaxed", str(folder)]
    if importlib.util.find_spec("check_jsonschema"):
        schema = str(ROOT / "specrules" / "schemas" / "spec.schema.json")
        files = sorted(map(str, folder.iterdir()))
        found["check-jsonschema"] = [python, "-m", "check_jsonschema", "--schemafile", schema, *files]
    return found


def run(command: list[str], settings: dict[str, str]) -> Took:
    """Run *command* once. What it finds does not matter here."""
    start = time.perf_counter()
    child = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=settings, cwd=ROOT
    )
    _, status, used = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    assert child.returncode in (0, 1), f"{command[:4]} ended with {child.returncode}"
    return Took(time.perf_counter() - start, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def measure(folder: Path, kept: Path, rounds: int, names: set[str] | None = None) -> dict[str, Took]:
    """The medians of each command on *folder*, after one run of each that is not counted."""
    settings = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    settings |= {"PYTHONPATH": str(ROOT), "SPECRULES_CACHE": str(kept)}
    timed = {name: command for name, command in commands(folder).items() if names is None or name in names}
    took: dict[str, list[Took]] = {name: [] for name in timed}
    for number in range(rounds + 1):
        for name, command in timed.items():
            result = run(command, settings)
            if number:
                took[name].append(result)
    return {
        name: Took(*(statistics.median(column) for column in zip(*runs, strict=True)))
        for name, runs in took.items()
    }


def keystrokes(rounds: int) -> dict[str, float]:
    """Looking again after a letter or a new line, over one load of the text: medians of processor time."""
    sys.path.insert(0, str(ROOT))
    import yaml

    from specrules.lint.look import Looker

    whole = (ROOT / "specs" / "recovery-service.yaml").read_text(encoding="utf-8")
    cut = "\n".join(whole.split("\n")[:EDITED_LINES]) + "\n"
    # In the cut something is wrong already, so that places have to be true; in the whole, nothing is.
    texts = {"editor": cut, "editor, nothing wrong": whole}
    looker = Looker(remembers=True)

    def took(work: Callable[..., object], *given: object) -> float:
        start = time.process_time()
        work(*given)
        return time.process_time() - start

    def look(text: str) -> None:
        looker.look("specs/spec.yaml", text.encode(), asked_for=True)

    times: dict[str, list[float]] = {}
    for name, text in texts.items():
        places = [match.end() for match in re.finditer(r"at least [0-9]|clause: \"[0-9]", text)]
        for turn, place in itertools.product(range(1, rounds + 1), places):
            line = text.index("\n", place)
            # Something else in each round, because what was seen before would be known.
            typed = {"a letter": f"{text[: place - 1]}{turn % 10}{text[place:]}"}
            typed["a new line"] = f"{text[:line]}\n{' ' * turn}{text[line:]}"
            for what, changed in typed.items():
                look(text)
                times.setdefault(f"{name}: load", []).append(took(yaml.load, changed, yaml.CSafeLoader))
                times.setdefault(f"{name}: {what}", []).append(took(look, changed))
    middle = {name: statistics.median(each) for name, each in times.items()}
    return {
        name: round(each / middle[f"{name.partition(':')[0]}: load"], 2)
        for name, each in middle.items()
        if not name.endswith("load")
    }


def ratios(took: dict[str, Took]) -> dict[str, dict[str, float]]:
    """Each over the yardstick."""
    base = took[YARDSTICK]
    return {
        name: {
            "cpu": round(each.cpu / base.cpu, 3),
            "wall": round(each.wall / base.wall, 3),
            "memory": round(each.memory / base.memory, 2),
        }
        for name, each in took.items()
    }


def held(many: dict[str, dict[str, float]], one: dict[str, Took], twice: float) -> dict[str, float]:
    """What the bounds are about, by their names."""
    found = {
        "structure": many["structure"]["cpu"],
        "structure, each its own": many["structure, each its own"]["cpu"],
        "cold": many["cold"]["cpu"],
        "cold, each its own": many["cold, each its own"]["cpu"],
        "warm": many["warm"]["cpu"],
        "memory": many["cold"]["memory"],
        "twice": round(twice, 2),
    }
    for peer in ("yamllint", "check-jsonschema"):
        if peer in one:
            found[f"one file: {peer}"] = round(one["cold"].wall / one[peer].wall, 2)
    return found


def main() -> int:
    """Measure, print, keep the figures; 1 when a bound is missed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--files", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument(
        "--peers", action="store_true", help="time yamllint and check-jsonschema on all files too"
    )
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        top = Path(folder)
        kept = top / "kept"
        one = measure(corpus(top / "one", 1), kept, asked.rounds * 3)
        half = measure(corpus(top / "half", asked.files // 2), kept, 1, {YARDSTICK, "cold"})
        names = None if asked.peers else {YARDSTICK, "structure", "cold", "cold, shared", "warm"}
        took = measure(corpus(top / "many", asked.files), kept, asked.rounds, names)
        own = corpus_of_its_own(top / "own", asked.files)
        apart = measure(own, kept, asked.rounds, {YARDSTICK, "structure", "cold"})
    many = ratios(took)
    for name in ("structure", "cold"):
        many[f"{name}, each its own"] = ratios(apart)[name]
    found = held(many, one, took["cold"].cpu / half["cold"].cpu) | keystrokes(asked.rounds)
    for title, table in ((f"{asked.files:,} files", many), ("one file", ratios(one))):
        print(f"{title:24}   cpu    wall  memory")
        for name, row in table.items():
            print(f"  {name:22} {row['cpu']:6.2f} {row['wall']:6.2f} {row['memory']:6.2f}")
    missed = [name for name, bound in BOUNDS.items() if found.get(name, 0) > bound]
    for name, value in found.items():
        print(f"{name:36} {value:6.2f}  at most {BOUNDS[name]}{'  MISSED' if name in missed else ''}")
    kept_figures = {
        "python": platform.python_version(),
        "files": asked.files,
        "bounds": BOUNDS,
        "found": found,
    }
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(
        json.dumps({**kept_figures, "many": many, "one": ratios(one)}, indent=2) + "\n", encoding="utf-8"
    )
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
