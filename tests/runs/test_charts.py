"""Limits are drawn only through points enough, and what stands out is what a slow reading of them finds."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from specrules.runs.charts import FEWEST, Limits, limits

STEADY = [Fraction(n) for n in (10, 12, 11, 13, 12, 10, 11, 12, 13, 11, 12, 11)]
UNBROKEN = "usual limits need at least 12 points that follow one another and are known exactly"
SHARES = st.integers(0, 50).map(lambda number: Fraction(number, 50))
SERIES = st.lists(st.none() | SHARES, max_size=30)


@pytest.mark.parametrize(
    ("points", "why"),
    [
        ([], "usual limits need at least 12 points, and there are 0"),
        (STEADY[:11], "usual limits need at least 12 points, and there are 11"),
        (
            [*STEADY, None],
            f"{UNBROKEN}, and there are 0",
        ),
        (
            [*STEADY[:6], None, *STEADY[:6]],
            f"{UNBROKEN}, and there are 6",
        ),
    ],
)
def test_too_few_points_have_no_limits(points, why):
    assert limits(points) == why


def test_the_limits_are_those_worked_out_by_hand():
    # The points add up to 138, and their 11 moving ranges to 15.
    middle, spread = Fraction(138, 12), Fraction(266, 100) * Fraction(15, 11)
    assert limits(STEADY) == Limits(0, middle - spread, middle, middle + spread, (), ())


def test_a_point_beyond_the_limits_stands_out():
    found = limits([*STEADY, Fraction(30)])
    assert found.outside == (12,)


def test_eight_in_a_row_on_one_side_stand_out_and_seven_do_not():
    low, high = [Fraction(10), Fraction(11)] * 4, [Fraction(20), Fraction(21)] * 4
    assert limits([*low, *high]).shifted == tuple(range(16))
    assert limits([*low[:7], *high[:7]]).shifted == ()


def test_limits_begin_after_the_last_gap():
    found = limits([Fraction(100), None, *STEADY])
    assert (found.start, found.middle) == (2, limits(STEADY).middle)


def test_a_share_is_usually_neither_below_nought_nor_above_all():
    found = limits([Fraction(n % 2) for n in range(12)], Fraction(1))
    assert (found.lower, found.upper) == (0, 1)


@given(SERIES)
def test_there_are_limits_just_when_the_last_points_without_a_gap_are_enough(points):
    last = 0
    for each in points:
        last = 0 if each is None else last + 1
    assert isinstance(limits(points), Limits) == (last >= FEWEST)


@settings(max_examples=50)
@given(st.lists(SHARES, min_size=FEWEST, max_size=30))
def test_what_stands_out_is_what_a_slow_reading_finds(points):
    found = limits(points, Fraction(1))
    mean = sum(points) / len(points)
    assert found.middle == mean
    assert found.lower <= mean <= found.upper
    for n, each in enumerate(points):
        assert (n in found.outside) == (each < found.lower or each > found.upper)
        windows = [points[start : start + 8] for start in range(max(0, n - 7), min(n, len(points) - 8) + 1)]
        above = any(all(one > mean for one in window) for window in windows)
        below = any(all(one < mean for one in window) for window in windows)
        assert (n in found.shifted) == (above or below)
