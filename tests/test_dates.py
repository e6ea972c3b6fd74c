"""Dates are read year-month-day, and day first in returns; never month first."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from specrules.values.dates import last_day, month_number, read_date, read_uk_date
from specrules.values.understand import Fault, NotUnderstood

days = st.dates(date(1900, 1, 1), date(2099, 12, 31))
READERS = [read_date, read_uk_date]


def problem_of(read, text):
    """Why *text* is not read."""
    with pytest.raises(NotUnderstood) as caught:
        read(text)
    return caught.value


@pytest.mark.parametrize("read", READERS)
@given(day=days)
def test_every_day_reads_back_from_year_month_day(read, day):
    assert read(day.isoformat()) == day


@given(days)
def test_every_day_reads_back_from_day_first_in_a_return(day):
    assert read_uk_date(f"{day:%d/%m/%Y}") == read_uk_date(f"{day.day}/{day.month}/{day.year}") == day


@given(days)
def test_a_day_first_date_in_a_specification_is_refused_with_what_it_means(day):
    problem = problem_of(read_date, f"{day:%d/%m/%Y}")
    assert (problem.code, problem.meant) == (Fault.UK_DATE, day.isoformat())


def test_the_fourth_month_is_never_taken_for_the_fourth_day():
    assert read_uk_date("03/04/2025") == date(2025, 4, 3)


def test_a_day_first_date_is_said_in_words():
    assert problem_of(read_date, "01/04/2026").message == (
        '"01/04/2026" is taken to be 1 April 2026. Write dates as year-month-day: 2026-04-01.'
    )


@pytest.mark.parametrize("read", READERS)
@pytest.mark.parametrize(
    "text",
    [
        *("31.03.2026", "31-03-2026", "31 March 2026", "31st Mar 2026", "31 of march, 2026", "2026/03/31"),
        *(
            "2026-3-31",
            "2026–03–31",
            "“2026-03-31”",
            "２０２６-03-31",
            "2026-03-31 00:00:00",
            "2026-03-31T09:30Z",
        ),
    ],
)
def test_another_way_of_writing_a_date_is_refused_with_what_was_meant(read, text):
    assert problem_of(read, text).meant == "2026-03-31"


@pytest.mark.parametrize("read", READERS)
@pytest.mark.parametrize("text", ["31/03/26", "26-03-31", "1-Apr-26"])
def test_a_year_of_two_figures_is_refused_without_a_guess(read, text):
    problem = problem_of(read, text)
    assert (problem.code, problem.meant) == (Fault.TWO_DIGIT_YEAR, None)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("2024-13-45", "There is no month 13."),
        ("03/31/2026", "There is no month 31. If day and month changed places, it is 2026-03-31."),
        ("0000-00-00", "Years go from 1900 to 2099, for which bank holidays are known."),
        ("2100-01-01", "Years go from 1900 to 2099, for which bank holidays are known."),
        ("29/02/2026", "February 2026 has 28 days."),
        ("2026-02-30", "February 2026 has 28 days."),
        ("31 Sept 2026", "September 2026 has 30 days."),
        ("2026-12-00", "December 2026 has 31 days."),
    ],
)
def test_a_date_that_does_not_exist_says_why(text, why):
    assert problem_of(read_uk_date, text).message == f'"{text}" is not a date that can be used. {why}'


@pytest.mark.parametrize("read", READERS)
@pytest.mark.parametrize("text", ["", "today", "2026", "2026-07", "July 2026", "Q1", "86190", "9" * 5000])
def test_what_is_not_a_date_is_refused_without_a_guess(read, text):
    assert problem_of(read, text).meant is None


@pytest.mark.parametrize("read", READERS)
@pytest.mark.parametrize(
    ("text", "meant", "why"),
    [
        ("46113", "2026-04-01", "is a date as spreadsheets count them"),
        ("36526", "2000-01-01", "is a date as spreadsheets count them"),
        ("20260401", "2026-04-01", "has no hyphens in it"),
    ],
)
def test_a_date_without_its_signs_is_refused_with_what_it_must_mean(read, text, meant, why):
    problem = problem_of(read, text)
    assert why in problem.message
    assert problem.meant is not None
    assert read(problem.meant) == date.fromisoformat(meant)


@pytest.mark.parametrize("read", READERS)
@pytest.mark.parametrize("text", ["April 2026", "Sept 2026", "2026-04"])
def test_a_month_is_no_date(read, text):
    assert "has no day in it" in problem_of(read, text).message


def test_a_leap_day_is_read():
    assert read_date("2028-02-29") == date(2028, 2, 29)


@given(days)
def test_the_day_after_the_last_of_a_month_is_a_first(day):
    last = last_day(day)
    assert (last + timedelta(days=1)).day == 1
    assert (last.year, last.month) == (day.year, day.month)


def test_a_month_is_known_by_three_letters():
    assert month_number("sept") == 9
