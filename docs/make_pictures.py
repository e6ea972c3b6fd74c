"""Make the pictures of the pages in ``docs/pictures``, from the example partnership, in Chromium.

python docs/make_pictures.py
"""

from __future__ import annotations

import shutil
import tempfile
import threading
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from specrules.__main__ import main as specrules
from specrules.page.folder import Folder
from specrules.page.server import Served

ROOT = Path(__file__).parent.parent
PICTURES = Path(__file__).parent / "pictures"
EXAMPLE = str(ROOT / "examples/anytown")


def pages(folder: Path) -> None:
    """Write the scorecards of two quarters, and the pages over both, below *folder*."""
    for quarter in ("2026-27-Q1", "2026-27-Q2"):
        specrules(["review", EXAMPLE, "--period", quarter, "--output", str(folder / quarter)])
    specrules(["roll-up", str(folder), "--output", str(folder / "all")])


def pictures(folder: Path, tab: Page) -> None:
    """Take every picture."""
    newest = (folder / "2026-27-Q2/index.html").as_uri()
    tab.goto(newest)
    tab.screenshot(path=PICTURES / "scorecard.png", clip={"x": 0, "y": 0, "width": 1100, "height": 1250})
    tab.get_by_role("region", name="No wrong door").screenshot(path=PICTURES / "no-wrong-door.png")
    tab.goto(f"{newest}#riverbank.MA-1")
    tab.locator("details:has([id='riverbank.MA-1'])").screenshot(path=PICTURES / "why.png")
    tab.goto((folder / "all/area-anytown-recovery-2026-time.html").as_uri())
    tab.screenshot(path=PICTURES / "time.png", clip={"x": 0, "y": 0, "width": 1100, "height": 1000})
    tab.set_viewport_size({"width": 320, "height": 900})
    tab.goto(newest)
    tab.screenshot(path=PICTURES / "scorecard-small.png")


def pictures_of_the_local_page(folder: Path, tab: Page) -> None:
    """Take the pictures of ``specrules serve``, on a copy of the example partnership."""
    shutil.copytree(EXAMPLE, folder / "served/anytown")
    served = Served(Folder(folder / "served"))
    thread = threading.Thread(target=served.run, args=(600,))
    thread.start()
    try:
        tab.set_viewport_size({"width": 1280, "height": 900})
        tab.goto(served.address)
        tab.get_by_role("link", name="Read and change").click()
        tab.locator(".cm-lintRange-warning").first.wait_for()
        tab.screenshot(path=PICTURES / "page-draft.png")
        tab.get_by_role("button", name="Add a duty").click()
        tab.get_by_text("Mutual aid", exact=True).click()
        tab.get_by_role("link", name="Recovery support is recorded in NDTMS").click()
        tab.screenshot(path=PICTURES / "page-duty.png")
        tab.goto(f"http://127.0.0.1:{served.guard.port}/review?file=anytown/spec.yaml")
        tab.get_by_role("button", name="Review").click()
        tab.get_by_role("heading", name="Keep it").wait_for()
        tab.screenshot(path=PICTURES / "page-scorecard.png")
    finally:
        served.stop()
        thread.join()


def main() -> None:
    """Make the pages in a folder of their own and take the pictures."""
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        pages(Path(name))
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        pictures(Path(name), browser.new_page(viewport={"width": 1100, "height": 1000}))
        pictures_of_the_local_page(Path(name), browser.new_page())
        browser.close()


if __name__ == "__main__":
    main()
