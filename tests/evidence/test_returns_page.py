"""The page for those who fill in returns tells the truth: what it shows can be sent, and reads as it says."""

import re
from functools import cache
from pathlib import Path

import pytest

from specrules.compile import compile_spec, requests
from specrules.evidence.facts import ValueKind
from specrules.evidence.returns import read_return
from specrules.evidence.values import read_value
from specrules.library import read_spec
from specrules.values.periods import read_period
from tests.evidence.making import write_xlsx

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "returns.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(csv|yaml)\n(.*?)^```", PAGE, re.M | re.S)
WHOLE = {kind: block for kind, block in BLOCKS if block.startswith("specrules")}
PARTS = [(kind, block) for kind, block in BLOCKS if not block.startswith("specrules")]
# The rows of the sheet that the page draws, and those of its table of counts.
SHEET = [row.split("|")[2:-1] for row in re.findall(r"^\| [0-9]+ \|.*$", PAGE, re.M)]
COUNTS = re.findall(r"^\| (`.*?`|a blank cell) \| (.*?) \| it .*\|$", PAGE, re.M)


@cache
def asked():
    """What the example asks of everybody in the first quarter."""
    reading = read_spec(ROOT / "examples/anytown/spec.yaml")
    return requests(compile_spec(reading.spec, read_period("2026-27-Q1")))


def read(path):
    """A return, and its findings but for those about what it leaves out."""
    found = read_return(path, asked())
    return found, [finding for finding in found.findings if finding.name != "item-not-answered"]


def written(path, text):
    """A text in a file."""
    path.write_text(text, encoding="utf-8")
    return path


def test_the_return_in_csv_can_be_sent(tmp_path):
    assert read(written(tmp_path / "riverbank.csv", WHOLE["csv"]))[1] == []


def test_the_same_return_is_shown_three_times(tmp_path):
    rows = [[cell.strip() or None for cell in row] for row in SHEET]
    files = [
        written(tmp_path / "riverbank.csv", WHOLE["csv"]),
        written(tmp_path / "riverbank.yaml", WHOLE["yaml"]),
        write_xlsx(tmp_path / "riverbank.xlsx", rows),
    ]
    csv, yaml, xlsx = [read(path)[0] for path in files]
    for other in (yaml, xlsx):
        assert supplied(other) == supplied(csv)
        assert (other.party, other.period, other.submitted) == (csv.party, csv.period, csv.submitted)
        assert [each.name for each in other.findings] == [each.name for each in csv.findings]
    assert len(supplied(csv)) == 8


def supplied(found):
    """The cells of a return that hold something, as text."""
    return {key: str(value) for key, value in found.cells.items() if value is not None}


@pytest.mark.parametrize(("kind", "part"), PARTS, ids=[part.partition("\n")[0] for _, part in PARTS])
def test_a_part_that_is_shown_can_be_sent(tmp_path, kind, part):
    top, _, _ = WHOLE[kind].partition("\n\n")
    heads = f"{top}\n" if part.startswith("supersedes") else f"{top}\n\n"
    table = "\nitem,answer\n" if kind == "csv" and "item," not in part else ""
    found, wrong = read(written(tmp_path / f"riverbank.{kind}", heads + part + table))
    assert wrong == []
    assert supplied(found) or found.supersedes or found.documents


@pytest.mark.parametrize(("texts", "meaning"), COUNTS, ids=[texts for texts, _ in COUNTS])
def test_a_count_is_read_as_the_page_says(texts, meaning):
    for text in re.findall("`(.*?)`", texts) or [""]:
        value = read_value(ValueKind.COUNT, text)
        low, high = value.low, value.high
        assert (value.missing or (f"{low}" if low == high else f"{low} to {high}")) == meaning


def test_every_heading_and_column_is_on_the_page():
    from specrules.evidence.layout import COLUMNS, KEYS, REGISTER_COLUMNS

    words = {word.replace("-", " ") for word in re.findall("`([a-z -]+)`", PAGE)}
    assert {*KEYS, *COLUMNS} <= words
    assert f"\n{','.join(REGISTER_COLUMNS[:4])}\n" in PAGE
