"""Every bad return is read exactly or refused with its reason; none stops the work or is believed."""

import random
import time

import pytest

from specrules.base.findings import Severity
from specrules.evidence.facts import Absent, ValueKind
from specrules.evidence.opening import open_given
from specrules.evidence.returns import answers, read_return
from specrules.evidence.values import read_value
from tests import everyday_returns
from tests.everyday_returns import SENT
from tests.evidence.making import REGISTER, SHARE, asked, raw_book
from tests.hostile_returns import AT, BOOKS, CSV, LINE, RETURNS, YAMLS, cell, sheet

ASKS = (asked("MA-1.delivered", SHARE), asked("MA-2.links", REGISTER, words=("12-step", "other")))
NUMBER = "MA-1.delivered/number"
SECONDS = 10  # a busy machine may take long; what hangs takes for ever


def read(tmp_path, bad):
    path = tmp_path / f"bad.{bad.kind}"
    path.write_bytes(bad.data)
    return read_return(path, ASKS)


@pytest.mark.parametrize("name", [name for name, bad in RETURNS.items() if bad.refused])
def test_a_file_that_is_no_return_is_refused_with_its_reason(tmp_path, name):
    found = read(tmp_path, RETURNS[name])
    assert not found.readable
    assert not found.cells
    assert RETURNS[name].refused in " ".join(each.message for each in found.findings)


@pytest.mark.parametrize("name", [name for name, bad in RETURNS.items() if not bad.refused])
def test_a_bad_return_is_read_exactly_and_what_is_wrong_is_said(tmp_path, name):
    bad = RETURNS[name]
    found = read(tmp_path, bad)
    value = found.cells.get(NUMBER)
    if bad.number is ...:
        assert value is None or isinstance(value, Absent) or not isinstance(value, int)
    else:
        assert (None if isinstance(value, Absent) else value) == bad.number
    told = {each.name for each in found.findings}
    assert bad.found is ... or (bad.found in told if bad.found else told <= {"item-not-answered"})


@pytest.mark.parametrize("name", RETURNS)
def test_no_bad_return_takes_long_or_says_more_than_it_may(tmp_path, name):
    begun = time.perf_counter()
    found = read(tmp_path, RETURNS[name])
    assert time.perf_counter() - begun < SECONDS
    said = " ".join(f"{each.message} {each.remedy}" for each in found.findings)
    assert "943 476" not in said
    assert "Traceback" not in said
    assert "Please report it" not in said


# What is said of a whole file; everything else has a cell or a line.
ABOUT_THE_FILE = {
    "return-header",
    "not-utf8",
    "unreadable",
    "item-not-answered",
    "hidden-rows-or-sheet",
    "extra-sheet",
}


@pytest.mark.parametrize("name", SENT)
def test_what_providers_send_is_read_exactly_or_refused_with_its_cell_and_reason(tmp_path, name):
    sent = SENT[name]
    found = read(tmp_path, sent)
    said = " ".join(f"{each.message} {each.remedy}" for each in found.findings)
    assert "Please report it" not in said
    assert all(
        each.place.cell or each.place.span for each in found.findings if each.name not in ABOUT_THE_FILE
    )
    if sent.refused:
        assert (found.readable, dict(found.cells)) == (False, {})
        assert sent.refused in said
        return
    value = read_value(ValueKind.COUNT, found.cells.get(NUMBER))
    ends = sent.value if isinstance(sent.value, tuple) else (sent.value, sent.value)
    assert (value.low, value.high) == ends
    told = {each.name for each in found.findings}
    assert sent.found in told if sent.found else told <= {"item-not-answered"}


def test_there_are_sixty_files_of_each_format_at_least():
    for ours, theirs in (
        (everyday_returns.CSV, CSV),
        (everyday_returns.YAMLS, YAMLS),
        (everyday_returns.BOOKS, BOOKS),
    ):
        by_their_number = [name for name in ours if " in a " in name and name[0] in "'\""]
        assert len(ours) - len(by_their_number) + len(theirs) >= 60
    assert len(SENT) + len(RETURNS) >= 400


# -- damaged at random


def damaged(chance, data, most=12):
    """The bytes with a few of them changed, taken out or put in."""
    harmed = bytearray(data)
    for _ in range(chance.randint(1, most)):
        at = chance.randrange(len(harmed))
        harmed[at : at + chance.choice([0, 1, 1, 4])] = chance.randbytes(chance.choice([0, 1, 1, 3]))
    return bytes(harmed)


def fuzz(makers, seed, times):
    """Read damaged returns, and return how many could still be read; none may be a fault of the program."""
    chance = random.Random(seed)
    readable = 0
    for _ in range(times):
        name, data = chance.choice(makers)(chance)
        (found,) = answers([open_given(name, data)], ASKS)
        assert not any("Please report it" in each.message for each in found.findings), (seed, name)
        assert found.readable or any(each.severity is Severity.ERROR for each in found.findings)
        for key, value in found.cells.items():
            if key.startswith("MA-1"):
                read_value(ASKS[0].columns["number"], value)
        readable += found.readable
    return readable


def of_bytes(bad):
    """What makes a damaged file of a sound one."""
    return lambda chance: (f"bad.{bad.kind}", damaged(chance, bad.data))


def of_rows(rows):
    """What makes a sound workbook of a damaged sheet: a byte wrong in a packed file would hide the rest."""
    return lambda chance: ("bad.xlsx", raw_book(damaged(chance, rows.encode(), 3).decode("utf-8", "replace")))


TEXTS = [of_bytes(CSV[name]) for name in ("semicolons", "a register of nothing", "a comma in a number")]
WORKBOOKS = [
    *(of_bytes(BOOKS[name]) for name in ("an item that is a number", "an empty sheet")),
    of_rows(sheet(LINE)),
    of_rows(sheet(["MA-1.delivered", None, cell(f'<c r="C{AT}" t="str"><f>A1</f><v>57</v></c>'), 60])),
]


def test_damaged_csv_files_are_read_or_refused():
    assert fuzz(TEXTS, 1, 400) > 0


def test_damaged_workbooks_are_read_or_refused_by_workers_that_are_used_again():
    assert fuzz(WORKBOOKS, 2, 300) > 0


@pytest.mark.slow
def test_fifty_thousand_damaged_csv_files_are_read_or_refused():
    assert fuzz(TEXTS, 3, 50_000) > 0


@pytest.mark.slow
def test_ten_thousand_damaged_workbooks_are_read_or_refused():
    assert fuzz(WORKBOOKS, 4, 10_000) > 0


@pytest.mark.deep
def test_half_a_million_damaged_csv_files_are_read_or_refused():
    assert fuzz(TEXTS, 5, 500_000) > 0


@pytest.mark.deep
def test_a_hundred_thousand_damaged_workbooks_are_read_or_refused():
    assert fuzz(WORKBOOKS, 6, 100_000) > 0
