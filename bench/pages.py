"""How long pages take: one scorecard, many of them beside the JSON writer, and a roll-up over 10,000 reviews.

    python bench/pages.py [--reviews 1000] [--kept 10000]

The scorecard is that of the example partnership, its newest quarter.  Processor
time is used where work is compared, since other programs run too; the page is
opened in Chromium, where there is one, and the wall clock counts.  The first
page of all compiles the templates, which are then kept as Python keeps its own
files: both are measured, each in a program of its own.  The kept
reviews are 1,250 invented areas with eight quarters each.  Figures go to
``bench/results/pages.json``.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from figures import keep

from specrules.base.frozen import replace
from specrules.engine import open_engine
from specrules.inputs import gather, read
from specrules.judging.review import review
from specrules.records import Record, records
from specrules.report import html
from specrules.report import json as as_json
from specrules.rollup import roll_up
from specrules.viewing import view

if TYPE_CHECKING:
    from collections.abc import Callable

    from specrules.view import View

ROOT = Path(__file__).parent.parent
_FIRST = "import pages; view = pages.seen(); print(pages.took(lambda: pages.html.review(view)))"
QUARTERS = 8
BOUNDS = {
    "one page, seconds": 0.3,
    "html over json": 5.0,
    "roll-up opens, seconds": 2.0,
    "largest page, bytes": 2_000_000,
}


def seen() -> View:
    """The view of the example partnership's newest quarter."""
    given = read(gather([ROOT / "examples/anytown"]))
    with open_engine("both") as engine:
        run = review(given, engine)
    return view(run)


def first_pages() -> tuple[float, float]:
    """Processor seconds of a program's first page: before its templates were ever compiled, and after."""
    with tempfile.TemporaryDirectory() as folder:
        plain = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        own = {**plain, "PYTHONPYCACHEPREFIX": folder, "PYTHONPATH": str(ROOT)}
        command = [sys.executable, "-c", _FIRST]
        ever, then, again = (
            subprocess.run(command, cwd=ROOT / "bench", env=own, capture_output=True, text=True, check=True)
            for _ in range(3)
        )
    return float(ever.stdout), min(float(then.stdout), float(again.stdout))


def took(work: Callable[[], object]) -> float:
    """Processor seconds of one call."""
    start = time.process_time()
    work()
    return time.process_time() - start


def kept(one: Record, count: int) -> list[Record]:
    """Invented reviews: areas with eight quarters each."""
    quarters = [
        (f"20{26 + n // 4}-{27 + n // 4}-Q{n % 4 + 1}", f"20{26 + n // 4}-{n % 4 * 3 + 1:02}-21")
        for n in range(QUARTERS)
    ]
    return [
        replace(one, spec=f"area-{n}", title=f"Invented area {n:05}", period=period, as_at=as_at, page="")
        for n in range(count // QUARTERS)
        for period, as_at in quarters
    ]


def opened(page: Path) -> float | None:
    """The median of the seconds until the browser has laid out *page*, of five, or None without a browser."""
    path = shutil.which("chromium")
    if path is None:
        return None
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        tab = browser.new_page()
        times = []
        for _ in range(5):
            start = time.perf_counter()
            tab.goto(page.as_uri())
            tab.evaluate("new Promise(done => requestAnimationFrame(() => setTimeout(done)))")
            times.append(time.perf_counter() - start)
        browser.close()
    return statistics.median(times)


def measured(reviews: int, count: int) -> dict[str, float | int | None]:
    """Every figure by its name."""
    one = seen()
    ever, first = first_pages()
    in_json = took(lambda: [as_json.review(one) for _ in range(reviews)])
    in_html = took(lambda: [html.review(one) for _ in range(reviews)])
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "review.json"
        file.write_text(as_json.review(one), encoding="utf-8")
        record = next(each for each in records([file]) if isinstance(each, Record))
        start = time.process_time()
        pages = html.roll_up(roll_up(kept(record, count)), Path(folder))
        rolled = time.process_time() - start
        index = Path(folder) / "index.html"
        index.write_text(pages["index.html"], encoding="utf-8")
        shown = opened(index)
    return {
        "reviews": reviews,
        "the first page ever, seconds": round(ever, 3),
        "one page, seconds": round(first, 3),
        "page, bytes": len(html.review(one).encode()),
        "html over json": round(in_html / in_json, 2),
        "kept reviews": count,
        "roll-up pages": len(pages),
        "roll-up made, seconds": round(rolled, 1),
        "largest page, bytes": max(len(text.encode()) for text in pages.values()),
        "roll-up opens, seconds": None if shown is None else round(shown, 2),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reviews", type=int, default=1000)
    parser.add_argument("--kept", type=int, default=10_000)
    asked = parser.parse_args()
    figures = measured(asked.reviews, asked.kept)
    keep("pages", {"bounds": BOUNDS, **figures})


if __name__ == "__main__":
    main()
