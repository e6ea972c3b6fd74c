"""How long a specification of many requirements takes to compile, and whether that grows evenly.

    python bench/compile.py [--rounds 5]

The requirements of ``specs/adult-treatment.yaml`` are numbered anew until there
are enough.  Compiling is what turns the read specification into a plan for one
period: checks, targets in force, questions and rules.  Reading is timed apart.
Figures go to ``bench/results/compile.json``.
"""

from __future__ import annotations

import argparse
import json
import time
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from specrules.base.files import read_text
from specrules.base.frozen import replace
from specrules.compile import compile_spec, requests
from specrules.library import Library
from specrules.spec.reader import read_spec
from specrules.text.tree import read_tree
from specrules.values.periods import read_period

if TYPE_CHECKING:
    from collections.abc import Callable

    from specrules.spec.model import Spec

ROOT = Path(__file__).parent.parent
RESULTS = Path(__file__).parent / "results" / "compile.json"
BOUND = 0.5  # seconds for 1,000 requirements


def spec_of(number: int) -> Spec:
    """A specification of *number* requirements."""

    reading = read_spec(
        read_tree(read_text(ROOT / "specs" / "adult-treatment.yaml")), Library([ROOT / "rules"])
    )
    if reading.spec is None:
        raise SystemExit("specs/adult-treatment.yaml cannot be read")
    own = [each for each in reading.spec.requirements if not any(c.evidence_from for c in each.checks)]
    many = tuple(replace(own[n % len(own)], id=f"R-{n}") for n in range(number))
    return replace(reading.spec, requirements=many)


def seconds(work: Callable[[], object], rounds: int) -> float:
    """The median of several runs, in seconds of this process."""
    taken = []
    for _ in range(rounds):
        before = time.process_time()
        work()
        taken.append(time.process_time() - before)
    return median(taken)


def main() -> None:
    """Time it, print it and keep it."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rounds", type=int, default=5)
    rounds = options.parse_args().rounds
    period = read_period("2026-27-Q4")
    figures = {}
    for number in (250, 500, 1000, 2000):
        spec = spec_of(number)
        plan = compile_spec(spec, period)
        figures[number] = {
            "compile, s": round(seconds(lambda spec=spec: compile_spec(spec, period), rounds), 3),
            "questions, s": round(seconds(lambda plan=plan: requests(plan), rounds), 3),
        }
        print(f"{number:>5} requirements: {figures[number]}")
    growth = figures[2000]["compile, s"] / figures[1000]["compile, s"]
    kept = {"bound for 1,000, s": BOUND, "requirements": figures, "2,000 over 1,000": round(growth, 2)}
    RESULTS.write_text(json.dumps(kept, indent=2) + "\n", encoding="utf-8")
    if figures[1000]["compile, s"] > BOUND:
        print("Missed: 1,000 requirements")


if __name__ == "__main__":
    main()
