"""How fast verdicts are made, beside other engines and a hand-written yardstick.

    python bench/engine.py [--rounds 5] [--providers 10000]

Every figure is a ratio to the yardstick: the same clauses as Python source,
compiled (``bench/peers.py``), timed just before and just after on the same rows
in the same process.  specrules is called through the functions that
``specrules.judging.review`` calls: rows of cells in, with their origins; verdicts with
ranges out, decided by both engines, compared, and built anew in each round.
All answers must equal the oracle's.  Figures go to ``bench/results/engine.json``.
"""

from __future__ import annotations

import argparse
import gc
import json
import statistics
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import job
import peers

from specrules.base.files import Source
from specrules.base.findings import Place, Span
from specrules.base.frozen import replace
from specrules.compile import compile_spec
from specrules.engine import open_engine
from specrules.evidence.facts import Absent, Evidence, Origin, Row
from specrules.judging.judge import Judgement, judge
from specrules.judging.verdicts import explain
from specrules.library import Library
from specrules.result import Reason
from specrules.spec.reader import read_spec
from specrules.text.tree import read_tree
from specrules.values.periods import read_period

if TYPE_CHECKING:
    from collections.abc import Callable

    from specrules.compile.plan import Plan

RESULTS = Path(__file__).parent / "results" / "engine.json"
PEER_ROWS = 300


def plan_for(text: str, parties: int) -> Plan:
    """The plan of the job's specification, with *parties* providers in place of one."""
    reading = read_spec(read_tree(Source("bench.yaml", text, "", "utf-8", ())), Library(()))
    if reading.spec is None or any(finding.severity == "error" for finding in reading.findings):
        raise SystemExit("\n".join(f"{f.place}: {f.message}" for f in reading.findings))
    names = tuple(f"p{number}" for number in range(parties))
    one = reading.spec.party("provider")
    many = replace(
        reading.spec,
        parties=tuple(replace(one, id=name, name=name) for name in names),
        requirements=tuple(replace(each, owed_by=names) for each in reading.spec.requirements),
    )
    return compile_spec(many, read_period("2026-27-Q1"))


def evidence_of(plan: Plan, rows: list[dict[str, Any]]) -> Evidence:
    """The rows as evidence. The origin of a cell is its line and column in the file of rows."""
    parties = tuple(party.id for party in plan.spec.parties)

    def origin(row: int, key: str) -> Origin | None:
        found = rows[row].get(key)
        place = Place("rows.csv", Span(row + 2, 1, row + 2, 2), cell=key)
        return None if found is None else Origin(place, "", str(found))

    absent = (Absent(Reason.NOT_SUBMITTED),) * len(rows)
    return Evidence(plan.period, parties, tuple(rows), absent, origin)


def review_rows(plan: Plan, rows: list[dict[str, Any]]) -> tuple[Judgement, float]:
    """Judge all rows with a new engine. Returns the judgement and the seconds spent in durable-rules."""
    with open_engine("both") as engine:
        judgement = judge(plan, evidence_of(plan, rows), engine, job.AS_AT)
        return judgement, engine.asked.durable_seconds


def wrong(judgement: Judgement, rows: list[dict[str, Any]]) -> int:
    """How many verdicts differ from the oracle's."""
    clauses = job.clauses()
    return sum(
        job.VERDICTS[job.verdict(clause, row)] != result.word
        for clause, judged in zip(clauses, judgement.judged, strict=True)
        for row, result in zip(rows, judged.raw, strict=True)
    )


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    """Seconds taken, and what came out."""
    gc.collect()
    start = time.perf_counter()
    found = work()
    return time.perf_counter() - start, found


def beside(yardstick: Callable[[], Any], work: Callable[[], Any]) -> tuple[float, float, Any]:
    """The ratio of *work* to the yardstick just before and just after it, its seconds, and what came out."""
    before, _ = timed(yardstick)
    taken, found = timed(work)
    after, _ = timed(yardstick)
    return taken / ((before + after) / 2), taken, found


def middle(figures: list[float]) -> dict[str, float]:
    """Median, least and most."""
    return {
        "median": round(statistics.median(figures), 3),
        "min": round(min(figures), 3),
        "max": round(max(figures), 3),
    }


def ours(specification: job.Specification, providers: int, rounds: int) -> dict[str, Any]:
    """specrules at two sizes: ratio, growth per party, the share of durable-rules, one explanation."""
    yardstick = peers.yardstick()
    figures: dict[str, Any] = {}
    seconds: dict[int, float] = {}
    judgement: Judgement | None = None
    for size in (providers // 10, providers):
        raw = job.providers(size)
        rows = specification.rows(raw, Row)
        plan = plan_for(specification.text, size)
        ratios, times, shares = [], [], []
        for _ in range(rounds):
            ratio, taken, (judgement, durable) = beside(
                lambda raw=raw: yardstick(raw), lambda plan=plan, rows=rows: review_rows(plan, rows)
            )
            ratios.append(ratio)
            times.append(taken)
            shares.append(durable / taken)
        seconds[size] = statistics.median(times)
        figures[f"{size} providers"] = {
            "wrong verdicts": wrong(judgement, raw),
            "ratio to the yardstick": middle(ratios),
            "share of durable-rules": middle(shares),
        }
    figures["growth per provider"] = round(seconds[providers] / seconds[providers // 10] / 10, 3)
    assert judgement is not None
    figures["explaining one verdict, ms"] = _explaining(judgement)
    return figures


def _explaining(judgement: Judgement, times: int = 400) -> float:
    places = [(judged, place) for judged in judgement.judged for place in range(0, len(judged.raw), 997)][
        :times
    ]
    taken, _ = timed(lambda: [explain(judgement, judged, place) for judged, place in places])
    return round(1000 * taken / len(places), 3)


def others(rounds: int) -> dict[str, Any]:
    """Each peer on the same rows, beside the same yardstick."""
    rows = job.providers(PEER_ROWS)
    expected = [[job.verdict(clause, row) for clause in job.clauses()] for row in rows]
    yardstick = peers.yardstick()
    figures: dict[str, Any] = {}
    for name, make in peers.PEERS.items():
        try:
            run = make()
        except ImportError:
            figures[name] = "not installed: pip install -e .[bench]"
            continue
        ratios, found = [], None
        for _ in range(rounds):
            ratio, _, found = beside(lambda: yardstick(rows), lambda run=run: run(rows))
            ratios.append(ratio)
        missed = sum(
            a != b
            for ours, theirs in zip(found or [], expected, strict=True)
            for a, b in zip(ours, theirs, strict=True)
        )
        figures[name] = {"wrong verdicts": missed, "ratio to the yardstick": middle(ratios)}
    return figures


def main() -> int:
    """Run the whole comparison, print it and keep it."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rounds", type=int, default=5)
    options.add_argument("--providers", type=int, default=10_000)
    chosen = options.parse_args()
    figures = {
        "job": f"40 requirements x {chosen.providers} providers x 60 evidence items, 10% missing (invented)",
        "python": sys.version.split()[0],
        "specrules, both engines compared": ours(job.Specification(), chosen.providers, chosen.rounds),
        "others": others(chosen.rounds),
    }
    text = json.dumps(figures, indent=2) + "\n"
    RESULTS.write_text(text, encoding="utf-8")
    print(text, end="")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
