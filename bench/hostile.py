"""How long lint takes to refuse a hostile file, beside reading it, and how much room it needs.

    python bench/hostile.py [--rounds 5]

Each file is linted by a command of its own, in turn with one that only reads and
decodes the same bytes after loading the same modules; figures are medians of
processor time, and the most memory that the command held above one that lints a
small file.  Figures go to ``bench/results/hostile.json``.
"""

from __future__ import annotations

import argparse
import os
import resource
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from bench.figures import keep  # noqa: E402
from tests.hostile import SPECS  # noqa: E402

# Beside those that the tests know: what is written again and again, and how often.
LARGE = {
    "one line of 100 MB": ("title: ", "x", 100_000_000),
    "a million lines": ("", "a: b\n", 1_000_000),
    "a million items": ("a: [", "x, ", 1_000_000),
    "200,000 signs that cannot be seen": ("title: ", "\u200b", 200_000),
    "50,000 quotation marks": ("", 'a: "b\n', 50_000),
}
LOAD = """\
import sys
import specrules.base.files, specrules.lint.look
import specrules.text.causes, specrules.text.mending, specrules.text.tree
def room():
    lines = open("/proc/self/status").read().splitlines()
    print(next(line.split()[1] for line in lines if line.startswith("VmHWM")), file=sys.stderr)
"""
READ = LOAD + "open(sys.argv[1], 'rb').read().decode('utf-8', 'replace'); room()"
LINT = (
    LOAD
    + """\
from specrules.__main__ import main
try:
    main()
finally:
    room()
"""
)
BOUNDS = {"times reading it": 2.0, "megabytes": 64.0}


def took(code: str, *arguments: str) -> tuple[float, float]:
    """Seconds of the processor, and megabytes, that a command took."""
    command = [sys.executable, "-c", code, *arguments]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "SPECRULES_CACHE": ""}
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    said = subprocess.run(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=environment, text=True
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return seconds, int(said.stderr.split()[-1]) / 1024


def figures(path: Path, rounds: int, base: float) -> dict[str, float]:
    """What linting the file at *path* takes beside reading it, with *base* megabytes taken by a small one."""
    read, lint = zip(
        *((took(READ, str(path)), took(LINT, "lint", str(path))) for _ in range(rounds)), strict=True
    )
    seconds = [statistics.median(each[0] for each in some) for some in (read, lint)]
    return {
        "seconds": round(seconds[1], 3),
        "times reading it": round(seconds[1] / seconds[0], 2),
        "megabytes": round(max(each[1] for each in lint) - base, 1),
    }


def main() -> int:
    """Measure, print and keep."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=5)
    rounds = parser.parse_args().rounds
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "spec.yaml"
        path.write_bytes(b"specrules: spec 1\n")
        base = took(LINT, "lint", str(path))[1]
        found = {}
        for name, (data, *_) in SPECS.items():
            path.write_bytes(data)
            found[name] = figures(path, rounds, base)
        for name, (start, again, times) in LARGE.items():
            path.write_text(f"specrules: spec 1\n{start}{again * times}\n", encoding="utf-8")
            found[name] = figures(path, rounds, base)
    missed = {
        name: [bound for bound, most in BOUNDS.items() if each[bound] > most] for name, each in found.items()
    }
    keep("hostile", {"files": found, "missed": {name: each for name, each in missed.items() if each}})
    return int(any(missed.values()))


if __name__ == "__main__":
    sys.exit(main())
