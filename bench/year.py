"""What a year of returns costs to judge again: under a changed draft, and when a few were restated.

    python bench/year.py                  two thousand five hundred providers, four quarters: 10,000 returns
    python bench/year.py --providers 50

Everything is invented.  A first review reads and reviews each quarter.  Then a changed draft is replayed on
all four, with what the returns say kept by the replay before it; and once more after one return in a hundred
was restated.  The processor time of each process and its children counts, since others may be at work, and
modules are compiled beforehand, as they are where specrules is installed.
Prints each figure, and keeps the last in ``bench/results/year.json``.
"""

import argparse
import os
import subprocess
import sys
import tempfile
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))
sys.path.insert(0, str(Path(__file__).parent))

from figures import keep
from returns import a_spec, for_party

from specrules.compile import compile_spec
from specrules.forms.form import form_for
from specrules.forms.workbook import as_workbook
from specrules.library import read_spec
from specrules.values.periods import due_date, read_period

HERE = Path(__file__).parent
QUARTERS = [f"2026-27-Q{n}" for n in range(1, 5)]
AIMS = {"replay": 0.5, "one in a hundred": 0.05}


def a_year(folder, providers):
    """A specification, and a filled workbook from each provider for each quarter."""
    from tests.forms.making import everything

    parties = [f"p{n:05}" for n in range(providers)]
    (folder / "spec.yaml").write_text(a_spec(parties), encoding="utf-8")
    spec = read_spec(folder / "spec.yaml").spec
    for quarter in QUARTERS:
        plan = compile_spec(spec, read_period(quarter))
        form = form_for(plan, parties[0], due_date(spec.returns.due, plan.period))
        book = as_workbook(form, everything(form))
        (folder / "returns" / quarter).mkdir(parents=True)
        for party in parties:
            (folder / "returns" / quarter / f"{party}.xlsx").write_bytes(for_party(book, party))


def seconds(compiled, *argv):
    """The processor seconds that a command and its workers take; *compiled* is a folder for their modules."""
    command = [sys.executable, "-m", "specrules", *map(str, argv)]
    around = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    started = subprocess.Popen(
        command,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd=HERE.parent,
        env={**around, "PYTHONPYCACHEPREFIX": str(compiled)},
    )
    _, status, used = os.wait4(started.pid, 0)
    assert os.waitstatus_to_exitcode(status) in (0, 1), command
    return used.ru_utime + used.ru_stime


def restate(folder, every=100):
    """Change one return in a hundred, so that it has to be read again."""
    for place, path in enumerate(sorted((folder / "returns").rglob("*.xlsx"))):
        if place % every == 0:
            # A comment at the end of the archive changes the file and not what it says.
            data = path.read_bytes()
            path.write_bytes(data[:-2] + (8).to_bytes(2, "little") + b"restated")


def measured(providers):
    """The processor seconds of each step, and their ratios to a first review."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "year"
        folder.mkdir()
        a_year(folder, providers)
        spec, kept = folder / "spec.yaml", Path(name) / "kept"
        drafts = [Path(name) / f"draft{n}.yaml" for n in range(2)]
        for n, draft in enumerate(drafts):
            text = spec.read_text(encoding="utf-8").replace("at least 90%", f"at least {80 + n}%")
            draft.write_text(text, encoding="utf-8")
        used = partial(seconds, Path(name) / "compiled")
        used("review", HERE.parent / "examples/contract-year", "--period", QUARTERS[0])
        used(
            "replay",
            HERE.parent / "examples/drafts/contract-year.yaml",
            HERE.parent / "examples/contract-year",
        )
        first = sum(
            used("review", spec, folder / "returns" / quarter, "--period", quarter, "--format", "json")
            for quarter in QUARTERS
        )
        filling = used("replay", drafts[0], folder, "--kept", kept, "--format", "json")
        replayed = used("replay", drafts[1], folder, "--kept", kept, "--format", "json")
        restate(folder)
        again = used("replay", drafts[1], folder, "--kept", kept, "--format", "json")
    return {
        "party-quarters": providers * len(QUARTERS),
        "processor seconds": {
            "first review": round(first, 1),
            "first replay, which keeps": round(filling, 1),
            "replay of a changed draft": round(replayed, 1),
            "replay after one return in a hundred changed": round(again, 1),
        },
        "ratios": {
            "replay": round(replayed / first, 3),
            "one in a hundred": round(again / first, 3),
        },
        "aims": AIMS,
    }


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--providers", type=int, default=2500)
    keep("year", measured(parser.parse_args().providers))


if __name__ == "__main__":
    main()
