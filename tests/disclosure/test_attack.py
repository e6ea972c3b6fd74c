"""Whoever has all that was published, and a solver, recovers nothing that was held back."""

import sys
from random import Random

import pytest

from specrules.disclosure.policy import Policy
from tests.disclosure.attacker import Solving, Trying
from tests.disclosure.partnerships import a_year, equations, publish, recovered, truth

QUARTERS, YEARS = 120, 5


def tally(rng, many, quarters, policy=None, below=5):
    """Over many invented partnerships: numbers printed, held back, and recovered."""
    printed = held = found = 0
    for _ in range(many):
        year = a_year(rng)[:quarters]
        told = publish(year, policy)
        printed += len(told)
        held += sum(number is None for number in told.values())
        found += len(recovered(year, told, below))
    return printed, held, found


def test_nothing_is_recovered_from_a_quarter(capsys):
    printed, held, found = tally(Random(1), QUARTERS, 1)
    _say(capsys, f"{QUARTERS} partnerships, a quarter", printed, held, found)
    assert held and found == 0


def test_nothing_is_recovered_from_a_year_of_linked_publications(capsys):
    printed, held, found = tally(Random(2), YEARS, 4)
    _say(capsys, f"{YEARS} partnerships, four quarters and the year to date", printed, held, found)
    assert held and found == 0


def test_nothing_is_recovered_where_more_is_small():
    assert tally(Random(3), 20, 1, Policy(below=8), below=8)[2] == 0


@pytest.mark.deep
def test_nothing_is_recovered_from_thousands_of_partnerships(capsys):
    for seed, many, quarters in ((4, 5_000, 1), (5, 300, 4)):
        printed, held, found = tally(Random(seed), many, quarters)
        _say(capsys, f"{many:,} partnerships, {quarters} of 4 quarters", printed, held, found)
        assert found == 0


def _say(capsys, what, printed, held, found):
    with capsys.disabled():
        told = f"{printed:,} numbers, {held:,} held back, {found} recovered"
        sys.stdout.write(f"\n  attack: {what}: {told}\n")


def test_hiding_small_numbers_alone_would_be_recovered():
    """The attacker is no straw man: it finds what is hidden with nothing beside it."""
    rng, found = Random(6), 0
    for _ in range(20):
        year = a_year(rng)[:1]
        told = {(1, key): None if 0 < number < 5 else number for key, number in year[0].items()}
        found += len(recovered(year, told))
    assert found > 20


def test_both_attackers_come_to_the_same():
    rng = Random(7)
    for _ in range(6):
        year = a_year(rng, sizes=(2, 4, 6))[:1]
        known = {name: number for name, number in publish(year).items() if number is not None}
        one, other = Trying(equations(1), known), Solving(equations(1), known)
        for name in truth(year):
            values = one.values(name)
            assert sorted({values[0], values[-1]}) == other.values(name)
