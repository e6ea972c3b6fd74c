"""Look for a file that lint fails on, led by which of its lines each one reaches.

    python bench/fuzz.py [--seconds 300]

Begins with the files of ``tests/broken`` and changes them for as long as asked.
It stops at the first that ends in an error, takes ten seconds or has a finding
outside itself, and says which.  How many were tried goes to ``bench/results/fuzz.json``.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

BROKEN = ROOT / "tests" / "broken"
LONGEST = 4096  # characters of a file: what is wrong with a longer one shows in a shorter


def look_for_one(arguments: list[str]) -> None:
    """Try files without end. The process ends with an error at the first that is not looked at well."""
    import atheris

    with atheris.instrument_imports(include=["specrules"]):
        from specrules.lint.look import Looker
    from tests.lint.test_campaign import is_inside, lines_of

    looker = Looker()

    def look(data: bytes) -> None:
        lines = lines_of(data.decode("utf-8", "replace"))
        for each in looker.look("spec.yaml", data, asked_for=True).findings:
            if each.place.file == "spec.yaml" and not all(
                is_inside(place, lines) for place in (each.place, *each.also)
            ):
                raise AssertionError(f"{each} is not in the file")

    atheris.Setup([sys.argv[0], *arguments], look)
    atheris.Fuzz()


def main() -> int:
    """Run it as a process of its own, which the fuzzer ends by itself, and keep what it says."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=int, default=300)
    parser.add_argument("--inside", nargs=argparse.REMAINDER, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.inside is not None:
        look_for_one(asked.inside)
        return 0
    from bench.figures import keep

    with tempfile.TemporaryDirectory() as folder:
        limits = [
            f"-max_total_time={asked.seconds}",
            f"-max_len={LONGEST}",
            "-timeout=10",
            "-rss_limit_mb=1024",
        ]
        command = [
            sys.executable,
            __file__,
            "--inside",
            *limits,
            f"-artifact_prefix={folder}/",
            folder,
            str(BROKEN),
        ]
        done = subprocess.run(command, capture_output=True, text=True, errors="replace")
        if done.returncode:
            print(done.stderr[-4000:])
            return 1
    tried = re.search(r"Done (\d+) runs in (\d+)", done.stderr)
    reached = re.findall(r"cov: (\d+)", done.stderr)
    keep(
        "fuzz",
        {
            "files tried": int(tried[1]) if tried else 0,
            "seconds": int(tried[2]) if tried else 0,
            "places in the code reached": int(reached[-1]) if reached else 0,
            "failures": 0,
        },
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
