"""Whatever happens to a file, lint says what is wrong with it, in the file and without a fault of its own."""

import random
import re
import time

import pytest

from specrules.lint.look import Looker
from tests.damage import FILES, ROOT, damaged, part_of, texts_by_path
from tests.words import PROGRAMMERS


def lines_of(text):
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def is_inside(place, lines):
    span = place.span
    if span is None:
        return True
    # A place just behind the last line, where something is missing, is still in the file.
    return 1 <= span.line <= span.end_line <= len(lines) + 1 and span.column >= 1


class Campaign:
    """Looks at text after text with one linter, and keeps the longest that it took, in seconds."""

    def __init__(self):
        self.looker, self.slowest, self.looked_at = Looker(), 0.0, 0

    def look(self, path, text):
        begun = time.process_time()
        found = self.looker.look(str(ROOT / path), text.encode("utf-8"), asked_for=True).findings
        self.slowest = max(self.slowest, time.process_time() - begun)
        self.looked_at += 1
        lines = lines_of(text)
        for each in found:
            if each.place.file == str(ROOT / path):
                assert all(is_inside(place, lines) for place in (each.place, *each.also)), (each, text)
            # What the author wrote is in quotation marks, and that with curly ones of its own in those.
            said = re.sub('"[^"]*"|.*(?= has curly)', "", f"{each.message} {each.remedy or ''}")
            assert not PROGRAMMERS.search(said), each


def test_two_hundred_damaged_files():
    chance, campaign, texts = random.Random(1), Campaign(), texts_by_path()
    for path in chance.choices(FILES, k=200):
        campaign.look(path, damaged(texts[path], chance, most=4))
    assert campaign.slowest < 2


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(8))
def test_two_hundred_thousand_damaged_texts(seed, record_property):
    """Most are short, since a fault shows the same in them; the whole files show how faults meet."""
    chance, campaign, texts = random.Random(seed), Campaign(), texts_by_path()
    for path in chance.choices(FILES, k=500):
        campaign.look(path, damaged(texts[path], chance, most=4))
    for path in chance.choices(FILES, k=24_500):
        campaign.look(path, damaged(part_of(texts[path], chance), chance, most=2))
    record_property("damaged texts looked at, each finding inside its file", campaign.looked_at)
    assert campaign.slowest < 5
