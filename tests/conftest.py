"""What every test may use: expected outputs kept in files, rewritten with ``pytest --update``.

In CI the properties are tried on the same examples every time; elsewhere on new ones.
"""

import os
from pathlib import Path

import pytest
from hypothesis import settings

# What lint keeps for the next run is kept by each test for itself, or not at all.
os.environ["SPECRULES_CACHE"] = ""

settings.register_profile("the same", deadline=None, derandomize=True)
settings.register_profile("new", deadline=None)
settings.load_profile("the same" if os.environ.get("CI") else "new")


def pytest_addoption(parser):
    parser.addoption(
        "--update",
        action="store_true",
        help="rewrite the files of expected output; read the difference before you keep it",
    )


@pytest.fixture
def as_kept(request):
    """A function that compares a whole output with the file of that name in ``expected/`` beside the test."""
    folder = Path(request.path).parent / "expected"

    def compare(name, text):
        kept = folder / name
        if request.config.getoption("--update"):
            folder.mkdir(exist_ok=True)
            kept.write_text(text, encoding="utf-8", newline="\n")
        assert text == kept.read_text(encoding="utf-8")

    return compare


def pytest_terminal_summary(terminalreporter):
    """Print the figures that campaigns recorded, those of one name added up."""
    figures = {}
    for report in terminalreporter.stats.get("passed", []):
        for name, figure in report.user_properties:
            figures[name] = figures.get(name, 0) + figure
    for name, figure in figures.items():
        terminalreporter.write_line(f"{figure:,} {name}")
