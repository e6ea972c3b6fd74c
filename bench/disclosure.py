"""How much is held back to hide small numbers, beside the least that could be, and how long it takes.

    python bench/disclosure.py [--tables 12] [--seconds 60]

Tables of invented counts with their margins are protected by the package, and by a
solver that finds the fewest numbers with which every small one may be five or more
and four apart.  Beside them: hiding the small numbers alone, and how many of those
another solver then recovers exactly.  Figures go to ``bench/results/disclosure.json``.
"""

from __future__ import annotations

import argparse
import json
import platform
import random
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import highspy

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from specrules.disclosure.attack import exposed  # noqa: E402 - after the path is set
from specrules.disclosure.policy import Policy  # noqa: E402
from specrules.disclosure.protect import held_back  # noqa: E402
from tests.disclosure.attacker import Solving  # noqa: E402
from tests.disclosure.made import a_table  # noqa: E402

if TYPE_CHECKING:
    from specrules.disclosure.counts import Linked, Name

RESULTS = Path(__file__).parent / "results" / "disclosure.json"
POLICY = Policy()
COUNTS = (0, 1, 2, 3, 4, 5, 6, 7, 9, 12, 20)
MOST = 1_000


def tables(many: int, rows: int, columns: int) -> list[Linked]:
    """Invented tables, the same every time."""
    rng = random.Random(rows * columns)
    return [a_table([[rng.choice(COUNTS) for _ in range(columns)] for _ in range(rows)]) for _ in range(many)]


def small(table: Linked) -> list[Name]:
    """The numbers that may not be shown."""
    return [name for name, count in table.counts.items() if 0 < count.value < POLICY.below]


def fewest(table: Linked, seconds: float) -> int | None:
    """The fewest numbers that could be held back, or None when the solver does not say in time."""
    model, values = highspy.Highs(), table.values
    for option, value in (("output_flag", False), ("threads", 1), ("time_limit", seconds)):
        model.setOptionValue(option, value)
    place = {}
    for name in values:
        place[name] = model.getNumCol()
        model.addVar(1 if name in small(table) else 0, 1)
        model.changeColIntegrality(place[name], highspy.HighsVarType.kInteger)
        model.changeColCost(place[name], 1.0)
    for primary in small(table):
        ends = [_world(model, table, place), _world(model, table, place)]
        low, high = (world[primary] for world in ends)
        model.addRow(POLICY.below - values[primary], highspy.kHighsInf, 1, [high], [1.0])
        model.addRow(POLICY.below - 1, highspy.kHighsInf, 2, [high, low], [1.0, -1.0])
    model.run()
    solved = model.getModelStatus() == highspy.HighsModelStatus.kOptimal
    return round(model.getObjectiveValue()) if solved else None


def _world(model: Any, table: Linked, place: dict[Name, int]) -> dict[Name, int]:
    """How far each number is from the truth in another world, in which only those held back differ."""
    apart = {}
    for name, value in table.values.items():
        apart[name] = model.getNumCol()
        model.addVar(-value, MOST)
        model.addRow(0, highspy.kHighsInf, 2, [apart[name], place[name]], [1.0, float(value)])
        model.addRow(-highspy.kHighsInf, 0, 2, [apart[name], place[name]], [1.0, -float(MOST)])
    for whole, parts in table.sums:
        columns = [apart[whole], *(apart[part] for part in parts)]
        model.addRow(0, 0, len(columns), columns, [-1.0] + [1.0] * len(parts))
    return apart


def recovered(table: Linked) -> int:
    """How many small numbers are worked out exactly when they alone are hidden."""
    hidden = small(table)
    solver = Solving(table.sums, {name: n for name, n in table.values.items() if name not in hidden})
    return sum(len(solver.values(name)) == 1 for name in hidden)


def measured(many: int, rows: int, columns: int, seconds: float) -> dict[str, object]:
    """What comes of some tables of one size."""
    made = tables(many, rows, columns)
    begun = time.perf_counter()
    ours = [held_back(table, POLICY) for table in made]
    took = time.perf_counter() - begun
    found = [fewest(table, seconds) for table in made] if seconds else []
    solved = [n for n, least in enumerate(found) if least is not None]
    return {
        "tables": many,
        "numbers": sum(len(table.counts) for table in made),
        "small": sum(len(small(table)) for table in made),
        "held back": sum(map(len, ours)),
        "exposed": sum(len(exposed(table, held, POLICY)) for table, held in zip(made, ours, strict=True)),
        "recovered if small numbers alone are hidden": sum(map(recovered, made)),
        "tables the solver finished": len(solved),
        "held back in those": sum(len(ours[n]) for n in solved),
        "fewest possible in those": sum(found[n] or 0 for n in solved),
        "seconds a table": round(took / many, 3),
    }


def main() -> None:
    """Measure, print and keep."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tables", type=int, default=12)
    parser.add_argument("--seconds", type=float, default=60)
    wanted = parser.parse_args()
    figures = {
        "python": platform.python_version(),
        "3 by 4": measured(wanted.tables, 3, 4, wanted.seconds),
        "4 by 5": measured(wanted.tables, 4, 5, wanted.seconds),
        "40 by 12": measured(1, 40, 12, 0),
    }
    text = json.dumps(figures, indent=2)
    print(text)
    RESULTS.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
