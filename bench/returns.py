"""How long it takes to read and review returns, side by side with the bare reader.

    python bench/returns.py             1,000 returns of one provider each, and one workbook of 100,000 cells
    python bench/returns.py --returns 200
    python bench/returns.py --growth    250 to 2,000 returns: how the time grows where there are twice as many
    python bench/returns.py --cells     workbooks of 10,000, 100,000 and 500,000 cells: how the time grows
    python bench/returns.py --trial     the same, and what kills cost at 200

Everything is invented.  Prints each figure, and keeps the last in ``bench/results/returns.json``, and
those of the others in ``returns-growth.json``, ``returns-cells.json`` and ``returns-trial.json``.
"""

import argparse
import io
import json
import os
import random
import subprocess
import sys
import tempfile
import time
import zipfile
from itertools import pairwise
from pathlib import Path

import xlsxwriter
from python_calamine import CalamineWorkbook

sys.path.insert(0, str(Path(__file__).parent.parent))

from figures import keep

from specrules.compile import compile_spec, requests
from specrules.evidence import child
from specrules.evidence.guard import check_workbook
from specrules.evidence.opening import open_return
from specrules.evidence.returns import answers
from specrules.evidence.workers import WORKERS
from specrules.forms.form import form_for
from specrules.forms.workbook import as_workbook
from specrules.library import read_spec
from specrules.values.periods import due_date, read_period

HERE = Path(__file__).parent
PERIOD = "2026-27-Q1"
AT_MOST = 2.2  # times the processor's time, for twice as many returns
REQUIREMENTS = """\
  R-{n}:
    title: Duty number {n} is done
    owed-by: {{each-with-role: drug and alcohol treatment}}
    strength: must
    source: local decision, 2026-02-10
    checks:
      share: {{share: people helped, of: people in treatment, target: at least 90%}}
      shown: {{statement: there is a protocol, document: protocol}}
      longest: {{time: the longest wait, target: within 15 working days}}
"""


def a_spec(parties, requirements=12):
    """A specification with many providers that owe the same."""
    bound = "role: drug and alcohol treatment, bound-by: this contract"
    named = "".join(f"  {party}: {{name: Provider {party}, {bound}}}\n" for party in parties)
    heads = f"""\
specrules: spec 1
id: many
title: A service of many providers (invented)
version: "1"
status: agreed
parties:
  council: {{name: Anytown Council, role: commissioner}}
{named}contract: {{starts: 2026-04-01, ends: 2029-03-31}}
returns: {{every: quarter, due: 15 working days after the quarter ends}}
requirements:
"""
    return heads + "".join(REQUIREMENTS.format(n=n) for n in range(1, requirements + 1))


def for_party(book, party):
    """The workbook of the first provider, sent by another one."""
    data = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book)) as packed, zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as new:
        for name in packed.namelist():
            part = packed.read(name)
            new.writestr(name, part.replace(b">p00000<", f">{party}<".encode()))
    return data.getvalue()


def a_folder(folder, many):
    """A specification, and a filled workbook from each of its providers."""
    from tests.forms.making import everything

    parties = [f"p{n:05}" for n in range(many)]
    (folder / "spec.yaml").write_text(a_spec(parties), encoding="utf-8")
    plan = compile_spec(read_spec(folder / "spec.yaml").spec, read_period(PERIOD))
    form = form_for(plan, parties[0], due_date(plan.spec.returns.due, plan.period))
    book = as_workbook(form, everything(form))
    (folder / "returns").mkdir()
    for party in parties:
        (folder / "returns" / f"{party}.xlsx").write_bytes(for_party(book, party))


def best(act, times=3):
    """The shortest of a few tries, in seconds."""
    seconds = []
    for _ in range(times):
        begun = time.perf_counter()
        act()
        seconds.append(time.perf_counter() - begun)
    return min(seconds)


def review(many):
    """How many returns a second a whole review gets through, in a process of its own."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        a_folder(folder, many)
        begun = time.perf_counter()
        started = start(folder, "--format", "json", "--verdicts", str(folder / "verdicts.csv"))
        # What the workers used is in it too, since the review waits for them to end.
        _, status, used = os.wait4(started.pid, 0)
        seconds, worked = time.perf_counter() - begun, used.ru_utime + used.ru_stime
        assert os.waitstatus_to_exitcode(status) in (0, 1)
        lines = (folder / "verdicts.csv").read_text(encoding="utf-8-sig").count("\n") - 1
    return {
        "returns": many,
        "seconds": round(seconds, 2),
        "a second": round(many / seconds, 1),
        "processor milliseconds each": round(worked * 1000 / many, 1),
        "megabytes at most": round(used.ru_maxrss / 1024),
        "verdicts": lines,
    }


def growth(most):
    """Reviews of more and more returns, each with how many times as much as half of them it takes."""
    found = [told(review(most * times // 4)) for times in (1, 2, 4, 8)]
    for half, whole in pairwise(found):
        worked = [each["processor milliseconds each"] * each["returns"] for each in (half, whole)]
        ratio = worked[1] / worked[0]
        whole["times the processor's time of half of them"] = round(ratio, 2)
        whole["times the seconds of half of them"] = round(whole["seconds"] / half["seconds"], 2)
        kept = "kept" if ratio <= AT_MOST else "MISSED"
        print(f"{half['returns']} to {whole['returns']} returns: {ratio:.2f}, at most {AT_MOST}: {kept}")
    return found


def start(folder, *more):
    """Begin a review of a folder, whose output nobody reads."""
    command = [sys.executable, "-m", "specrules", "review", str(folder), *more]
    nowhere = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    return subprocess.Popen(command, cwd=HERE.parent, **nowhere)


def killed(many, kills=5):
    """Kill a review of many returns at any moment, a few times, and then let the same command finish."""
    chance = random.Random(many)
    with tempfile.TemporaryDirectory() as name:
        folder, whole, again = (Path(name) / each for each in ("given", "whole", "again"))
        folder.mkdir()
        a_folder(folder, many)
        seconds = best(lambda: start(folder, "--output", str(whole)).wait(), times=1)
        for _ in range(kills):
            cut = start(folder, "--output", str(again))
            time.sleep(chance.uniform(0.1, 0.9) * seconds)
            cut.kill()
            cut.wait()
        after = best(lambda: start(folder, "--output", str(again)).wait(), times=1)
        same = {each.name: each.read_bytes() for each in whole.iterdir()} == {
            each.name: each.read_bytes() for each in again.iterdir()
        }
    assert same, "after a kill, the same command wrote something else"
    return {
        "returns": many,
        "kills": kills,
        "every form, seconds": round(seconds, 1),
        "after the kills, seconds": round(after, 1),
        "the same bytes": same,
    }


def one_large(rows=10_000):
    """A workbook of 100,000 cells to facts, or of ten for each of so many *rows*, against calamine's bare
    reading of it.

    All are on the sheet of the return, in 10,000 lines: an item and its two counts, and seven columns of the
    provider's own. Twelve lines answer what was asked; each other one is reported with its place.
    """
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "large.xlsx"
        book = xlsxwriter.Workbook(path)
        sheet = book.add_worksheet("Return")
        heads = {"specrules": "return 1", "spec": "many", "party": "p00000", "period": PERIOD}
        for row, pair in enumerate(heads.items()):
            sheet.write_row(row, 0, pair)
        sheet.write_row(5, 0, ["item", "number", "out of", *(f"own {n}" for n in range(7))])
        for row in range(rows):
            sheet.write_row(
                6 + row, 0, [f"R-{row}.share", row, row + 5, *["text", 1.5, "a", row, "b", 2, "c"]]
            )
        book.close()
        (Path(name) / "spec.yaml").write_text(a_spec(["p00000"]), encoding="utf-8")
        asked = requests(compile_spec(read_spec(Path(name) / "spec.yaml").spec, read_period(PERIOD)))
        data = path.read_bytes()

        def bare():
            found = CalamineWorkbook.from_filelike(io.BytesIO(data))
            for title in found.sheet_names:
                found.get_sheet_by_name(title).to_python(skip_empty_area=False)

        WORKERS.read(data)
        tries = [
            (best(lambda: answers([open_return(path)], asked), 1), best(bare, 1)) for _ in range(7)
        ]  # in turn, so that what else the machine does falls on both
        whole, reader = map(min, zip(*tries, strict=True))
        # The parts of it, each alone: what the worker does, of which the guard, and what comes after it.
        said = json.dumps({"sheets": list(child.read(data))})
        guard, worker = best(lambda: check_workbook(data)), best(lambda: list(child.read(data)))
        passed = best(lambda: json.dumps(json.loads(said)))
    return {
        "calamine alone, seconds": round(reader, 3),
        "guard to facts, seconds": round(whole, 3),
        "ratio": round(whole / reader, 1),
        "of which the guard": round(guard / reader, 1),
        "of which the worker, guard and calamine included": round(worker / reader, 1),
        "of which passing it on as JSON": round(passed / reader, 1),
    }


def larger():
    """Larger and larger workbooks, each with the seconds of a million of its cells, which should not grow."""
    found = []
    for rows in (1_000, 10_000, 50_000):
        figures = {"cells": rows * 10, **one_large(rows)}
        for what in ("calamine alone", "guard to facts"):
            figures[f"{what}, seconds for a million cells"] = round(
                figures[f"{what}, seconds"] * 1e5 / rows, 2
            )
        found.append(told(figures))
    return found


def told(figures):
    """Figures, printed as soon as they are known, since the rest takes long."""
    print(figures, flush=True)
    return figures


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--returns", type=int, default=1000)
    parser.add_argument("--growth", action="store_true")
    parser.add_argument("--cells", action="store_true")
    parser.add_argument("--trial", action="store_true")
    asked = parser.parse_args()
    if asked.trial:
        keep("returns-trial", {"growth": growth(asked.returns), "killed": killed(asked.returns // 5)})
    elif asked.growth:
        keep("returns-growth", {"at most": AT_MOST, "growth": growth(asked.returns)})
    elif asked.cells:
        keep("returns-cells", {"each": larger()})
    else:
        keep("returns", {"review": review(asked.returns), "100,000 cells": one_large()})


if __name__ == "__main__":
    main()
