"""A real browser for the tests: the machine's own Chromium, driven by Playwright.

Where it is missing the tests are skipped and say so.  With
``SPECRULES_CI_COMPLETE=1``, which ``.ci/run`` sets, they fail instead.
"""

import os
import shutil
from contextlib import contextmanager
from pathlib import Path

import pytest

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
VENDOR = Path(__file__).parent / "vendor"
MODES = {
    "light": {"viewport": {"width": 1200, "height": 900}},
    "dark": {"viewport": {"width": 1200, "height": 900}, "color_scheme": "dark"},
    "forced colours": {"viewport": {"width": 1200, "height": 900}, "forced_colors": "active"},
    "320 px": {"viewport": {"width": 320, "height": 700}},
    "print": {"viewport": {"width": 720, "height": 1000}},
    "no script": {"viewport": {"width": 1200, "height": 900}, "java_script_enabled": False},
}
# Quiet, and no calls home: the tests run without a network.
SWITCHES = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]


def found_browser():
    """The path of a browser, or None."""
    return os.environ.get("SPECRULES_BROWSER") or next(filter(None, map(shutil.which, NAMES)), None)


def needed(what):
    """Skip, or under ``.ci/run`` fail, because *what* is missing."""
    reason = f"{what} is not installed on this machine (Debian: apt-get install chromium)"
    (pytest.fail if os.environ.get("SPECRULES_CI_COMPLETE") == "1" else pytest.skip)(reason)


@pytest.fixture(scope="session")
def chromium():
    """The browser, started once."""
    path = found_browser()
    if path is None:
        needed("a Chromium browser")
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=30_000)  # milliseconds: as long as a page may take on a busy machine
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=SWITCHES)
        yield browser
        browser.close()


@pytest.fixture
def opened(chromium, tmp_path):
    """A function that opens the text of a page, or a file, in one of the MODES.

    What the page asked for, what it got and what the browser complained of are kept
    on it as ``requests``, ``fetched`` and ``complaints``.
    """

    @contextmanager
    def opening(page, mode="light"):
        path = page if isinstance(page, Path) else tmp_path / "page.html"
        if path is not page:
            path.write_text(page, encoding="utf-8")
        context = chromium.new_context(**MODES[mode])
        tab = context.new_page()
        tab.requests, tab.fetched, tab.complaints = [], [], []
        tab.on("request", lambda request: tab.requests.append(request.url))
        tab.on("requestfinished", lambda request: tab.fetched.append(request.url))
        tab.on("console", lambda message: tab.complaints.append(message.text))
        if mode == "print":
            tab.emulate_media(media="print")
        tab.goto(path.absolute().as_uri())
        yield tab
        context.close()

    return opening


@pytest.fixture(scope="session")
def axe():
    """The text of axe-core."""
    return (VENDOR / "axe.min.js").read_text(encoding="utf-8")
