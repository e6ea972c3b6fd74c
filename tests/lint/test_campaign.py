"""Whatever happens to a file, lint says what is wrong with it, in the file and without a fault of its own."""

import random
import re
import time
from pathlib import Path

import pytest

from specrules.files import read_text
from specrules.lint.look import Looker
from tests.damage import damaged
from tests.words import PROGRAMMERS

ROOT = Path(__file__).parents[2]
FILES = [
    path.relative_to(ROOT)
    for folder in ("specs", "rules", "tests/broken", "examples")
    for path in sorted(ROOT.joinpath(folder).rglob("*.yaml"))
]


def lines_of(text):
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def is_inside(place, lines):
    span = place.span
    if span is None:
        return True
    # A place just behind the last line, where something is missing, is still in the file.
    return 1 <= span.line <= span.end_line <= len(lines) + 1 and span.column >= 1


def look_at(number, seed=1):
    """Damage *number* files and look at each; the slowest look, in seconds."""
    chance, looker, slowest = random.Random(seed), Looker(), 0.0
    texts = {path: read_text(ROOT / path).text for path in FILES}
    for _ in range(number):
        path = chance.choice(FILES)
        text = damaged(texts[path], chance, most=4)
        begun = time.process_time()
        found = looker.look(str(ROOT / path), text.encode("utf-8"), asked_for=True).findings
        slowest = max(slowest, time.process_time() - begun)
        lines = lines_of(text)
        for each in found:
            if each.place.file == str(ROOT / path):
                assert all(is_inside(place, lines) for place in (each.place, *each.also)), (each, text)
            said = re.sub('"[^"]*"', "", f"{each.message} {each.remedy or ''}")
            assert not PROGRAMMERS.search(said), each
    return slowest


def test_four_hundred_damaged_files():
    assert look_at(400) < 2


@pytest.mark.deep
@pytest.mark.parametrize("seed", range(8))
def test_two_hundred_thousand_damaged_files(seed):
    look_at(25_000, seed)
