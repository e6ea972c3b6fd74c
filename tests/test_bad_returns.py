"""Every bad return is read exactly or refused with its reason; none stops the work or is believed."""

import random
import time

import pytest

from specrules.evidence.facts import Absent
from specrules.evidence.returns import read_return
from specrules.evidence.values import read_value
from specrules.findings import Severity
from tests.evidence.making import REGISTER, SHARE, asked
from tests.hostile_returns import BOOKS, CSV, RETURNS, YAMLS

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


def test_there_are_bad_files_of_every_format():
    assert min(len(CSV), len(BOOKS)) >= 30
    assert len(YAMLS) >= 19
    assert len(RETURNS) >= 95


# -- damaged at random


def damaged(chance, data, most=12):
    """The bytes with a few of them changed, taken out or put in."""
    harmed = bytearray(data)
    for _ in range(chance.randint(1, most)):
        at = chance.randrange(len(harmed))
        harmed[at : at + chance.choice([0, 1, 1, 4])] = chance.randbytes(chance.choice([0, 1, 1, 3]))
    return bytes(harmed)


def fuzz(tmp_path, sounds, seed, times):
    """Read damaged returns, and return how many could still be read; none may be a fault of the program."""
    chance = random.Random(seed)
    readable = 0
    for _ in range(times):
        sound = chance.choice(sounds)
        found = read(tmp_path, replace_data(sound, damaged(chance, sound.data)))
        assert not any("Please report it" in each.message for each in found.findings), sound.kind
        assert found.readable or any(each.severity is Severity.ERROR for each in found.findings)
        for key, value in found.cells.items():
            if key.startswith("MA-1"):
                read_value(ASKS[0].columns["number"], value)
        readable += found.readable
    return readable


def replace_data(bad, data):
    return bad._replace(data=data)


WHOLE = ("semicolons", "a register of nothing", "a comma in a number")


def test_damaged_csv_files_are_read_or_refused(tmp_path):
    assert fuzz(tmp_path, [CSV[name] for name in WHOLE], 1, 800) > 0


def test_damaged_workbooks_are_read_or_refused_by_workers_that_are_used_again(tmp_path):
    fuzz(tmp_path, [BOOKS["an item that is a number"], BOOKS["an empty sheet"]], 2, 300)


@pytest.mark.deep
def test_fifty_thousand_damaged_csv_files_are_read_or_refused(tmp_path):
    assert fuzz(tmp_path, [CSV[name] for name in WHOLE], 3, 50_000) > 0


@pytest.mark.deep
def test_ten_thousand_damaged_workbooks_are_read_or_refused(tmp_path):
    fuzz(tmp_path, [BOOKS["an item that is a number"], BOOKS["an empty sheet"]], 4, 10_000)
