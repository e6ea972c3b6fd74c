"""Periods are named one way, quarters run from April, and working days leave out England's bank holidays."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from specrules.values.dates import last_day
from specrules.values.periods import (
    Due,
    Every,
    Period,
    bank_holidays,
    due_date,
    earliest_within,
    following,
    is_working_day,
    months,
    months_after,
    period_of,
    previous,
    read_due,
    read_period,
    working_days_after,
    working_days_between,
    write_due,
    year_of,
)
from specrules.values.quantities import Unit
from specrules.values.reading import read_quantity
from specrules.values.understand import Fault, NotUnderstood

# -- made-up values

days = st.dates(date(1950, 1, 1), date(2080, 12, 31))
calendar_periods = st.builds(period_of, st.sampled_from(Every), days)
rolling_years = days.map(lambda day: read_period(f"12 months to {last_day(day)}"))
part_periods = st.builds(
    lambda start, length: read_period(f"{start} to {start + timedelta(days=length)}"),
    days,
    st.integers(0, 1100),
)
periods = calendar_periods | rolling_years | part_periods

LONGEST = {Unit.DAYS: 366, Unit.WORKING_DAYS: 260, Unit.WEEKS: 52, Unit.MONTHS: 12}
amounts = st.sampled_from(list(LONGEST)).flatmap(
    lambda unit: st.integers(0, LONGEST[unit]).map(lambda number: read_quantity(f"{number} {unit}"))
)
dues = st.builds(Due, amounts, st.none() | st.sampled_from(Every))

patient = settings(deadline=None)  # whoever first asks for a year waits for its bank holidays


def problem_of(read, text):
    """Why *text* is not read."""
    with pytest.raises(NotUnderstood) as caught:
        read(text)
    return caught.value


# -- reading periods


@pytest.mark.parametrize(
    ("text", "start", "end", "name"),
    [
        ("2026-07", date(2026, 7, 1), date(2026, 7, 31), "2026-07"),
        ("2028-02", date(2028, 2, 1), date(2028, 2, 29), "2028-02"),
        ("2026-27-Q1", date(2026, 4, 1), date(2026, 6, 30), "2026-27-Q1"),
        ("2025-26-Q4", date(2026, 1, 1), date(2026, 3, 31), "2025-26-Q4"),
        ("2026/27 Q1", date(2026, 4, 1), date(2026, 6, 30), "2026-27-Q1"),
        ("Q1 2026-27", date(2026, 4, 1), date(2026, 6, 30), "2026-27-Q1"),
        ("q2  2026/27", date(2026, 7, 1), date(2026, 9, 30), "2026-27-Q2"),
        ("2026-27-H1", date(2026, 4, 1), date(2026, 9, 30), "2026-27-H1"),
        ("H2 2026-27", date(2026, 10, 1), date(2027, 3, 31), "2026-27-H2"),
        ("2026-27", date(2026, 4, 1), date(2027, 3, 31), "2026-27"),
        ("2026/27", date(2026, 4, 1), date(2027, 3, 31), "2026-27"),
        ("1999-00", date(1999, 4, 1), date(2000, 3, 31), "1999-00"),
        ("12 months to 2026-06-30", date(2025, 7, 1), date(2026, 6, 30), "12 months to 2026-06-30"),
        ("12 months to 2024-02-29", date(2023, 3, 1), date(2024, 2, 29), "12 months to 2024-02-29"),
        ("12 months to 2025-02-28", date(2024, 3, 1), date(2025, 2, 28), "12 months to 2025-02-28"),
        ("2026-07-15 to 2026-09-30", date(2026, 7, 15), date(2026, 9, 30), "2026-07-15 to 2026-09-30"),
        ("2026-07-15 to 2026-07-15", date(2026, 7, 15), date(2026, 7, 15), "2026-07-15 to 2026-07-15"),
    ],
)
def test_a_period_is_read(text, start, end, name):
    assert read_period(text) == Period(start, end, name)


@given(periods)
def test_the_name_of_a_period_reads_back_as_the_period(period):
    assert read_period(period.name) == period


def test_a_month_is_meant_where_a_year_is_written_the_same():
    assert read_period("2011-12").start == date(2011, 12, 1)


def test_a_year_that_could_be_taken_for_a_month_is_named_with_a_stroke():
    assert read_period("2011/12") == period_of(Every.YEAR, date(2011, 4, 1))
    assert read_period("2011/12").name == "2011/12"


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("2026-28-Q1", "2026-27-Q1"),
        ("Q3 2026-26", "2026-27-Q3"),
        ("2026-28", "2026-27"),
        ("2026-2027", "2026-27"),
        ("2026/2027 Q1", "2026-27-Q1"),
        ("FY2026/27", "2026-27"),
        ("2026–27", "2026-27"),
        ("Quarter 1 2026-27", "2026-27-Q1"),
        ("2026-27 Qtr 2", "2026-27-Q2"),
        ("July 2026", "2026-07"),
        ("Jul 2026", "2026-07"),
        ("7/2026", "2026-07"),
        ("July to September 2026", "2026-27-Q2"),
        ("Jul-Sep 2026", "2026-27-Q2"),
        ("October 2026 to March 2027", "2026-27-H2"),
        ("April 2026 - March 2027", "2026-27"),
        ("July to July 2026", "2026-07"),
        ("November to January 2027", "2026-11-01 to 2027-01-31"),
        ("September 2026 to July 2026", "2026-27-Q2"),
        ("12 months to 2026-06-15", "12 months to 2026-06-30"),
        ("12 months to June 2026", "12 months to 2026-06-30"),
        ("12 months to 30 June 2026", "12 months to 2026-06-30"),
        ("rolling year to 2026-06-30", "12 months to 2026-06-30"),
        ("15/07/2026 to 30/09/2026", "2026-07-15 to 2026-09-30"),
        ("2026-09-30 to 2026-07-15", "2026-07-15 to 2026-09-30"),
        ("“2026-27”", "2026-27"),
    ],
)
def test_another_way_of_writing_a_period_is_refused_with_what_was_meant(text, meant):
    assert problem_of(read_period, text).meant == meant


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("2026-13", Fault.NOT_A_PERIOD),
        ("2026-27-Q5", Fault.NOT_A_PERIOD),
        ("2026-27-Q0", Fault.NOT_A_PERIOD),
        ("2026-27-H3", Fault.NOT_A_PERIOD),
        ("2026-Q1", Fault.NOT_A_PERIOD),
        ("Q1", Fault.NOT_A_PERIOD),
        ("2026", Fault.NOT_A_PERIOD),
        ("", Fault.NOT_A_PERIOD),
        ("1850-07", Fault.NO_SUCH_DATE),
        ("9999-00", Fault.NO_SUCH_DATE),
        ("0000-01", Fault.NO_SUCH_DATE),
        ("12 months to 9999-12-31", Fault.NO_SUCH_DATE),
        ("2026-02-30 to 2026-03-01", Fault.NO_SUCH_DATE),
    ],
)
def test_what_is_not_a_period_is_refused_without_a_guess(text, code):
    problem = problem_of(read_period, text)
    assert (problem.code, problem.meant) == (code, None)


def test_a_year_that_does_not_follow_is_named():
    assert problem_of(read_period, "2026-28").message == (
        '"2026-28" is no financial year. The one that begins in 2026 is 2026-27.'
    )


# -- what periods have in common with each other


@given(periods, days)
def test_a_period_contains_the_days_from_its_start_to_its_end(period, day):
    assert period.contains(day) == (not (day < period.start or day > period.end))


@given(periods, periods)
def test_periods_overlap_when_one_of_them_starts_in_the_other(one, other):
    assert one.overlaps(other) == (one.contains(other.start) or other.contains(one.start))


@given(periods, periods)
def test_a_period_covers_another_when_it_contains_both_its_ends(one, other):
    assert one.covers(other) == (one.contains(other.start) and one.contains(other.end))


@given(st.sampled_from(Every), days)
def test_the_period_of_a_day_contains_it(every, day):
    assert period_of(every, day).contains(day)


@given(periods)
def test_the_following_period_starts_the_day_after(period):
    assert following(period).start == period.end + timedelta(days=1)


@given(periods)
def test_the_previous_period_ends_the_day_before(period):
    assert previous(period).end == period.start - timedelta(days=1)


@given(calendar_periods | rolling_years)
def test_going_on_and_back_again_leads_to_the_same_period(period):
    assert previous(following(period)) == period == following(previous(period))


@pytest.mark.parametrize(
    ("name", "before"),
    [
        ("2026-03", "2026-02"),
        ("2026-27-Q1", "2025-26-Q4"),
        ("2026-27-H1", "2025-26-H2"),
        ("2026-27", "2025-26"),
        ("12 months to 2024-02-29", "12 months to 2023-02-28"),
        ("2026-04-01 to 2026-09-30", "2025-10-01 to 2026-03-31"),
        ("2026-07-15 to 2026-07-24", "2026-07-05 to 2026-07-14"),
    ],
)
def test_the_previous_period_is_of_the_same_kind(name, before):
    assert previous(read_period(name)).name == before


def test_a_period_belongs_to_the_financial_year_it_ends_in():
    assert year_of(read_period("12 months to 2026-06-30")).name == "2026-27"


@given(periods)
def test_the_months_of_a_period_are_those_with_a_day_in_it(period):
    found = months(period)
    assert all(month.overlaps(period) for month in found)
    assert not previous(found[0]).overlaps(period)
    assert not following(found[-1]).overlaps(period)


@given(calendar_periods)
def test_the_months_of_a_calendar_period_fill_it(period):
    found = months(period)
    assert (found[0].start, found[-1].end) == (period.start, period.end)


def test_periods_sort_by_their_start():
    names = ["2026-27-Q2", "2026-04", "2026-27-Q1", "2025-26"]
    in_order = ["2025-26", "2026-04", "2026-27-Q1", "2026-27-Q2"]
    assert [period.name for period in sorted(map(read_period, names))] == in_order


# -- counting months


@pytest.mark.parametrize(
    ("day", "number", "then"),
    [
        (date(2026, 6, 30), 1, date(2026, 7, 30)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
    ],
)
def test_a_month_on_is_the_same_day_or_the_last_there_is(day, number, then):
    assert months_after(day, number) == then


# -- working days


@pytest.mark.parametrize(
    "holiday",
    [
        date(2022, 6, 2),  # spring bank holiday, moved for the platinum jubilee
        date(2022, 6, 3),  # platinum jubilee
        date(2022, 9, 19),  # state funeral of the Queen
        date(2022, 12, 27),  # Christmas Day was a Sunday
        date(2023, 5, 8),  # coronation
        date(2026, 4, 3),  # Good Friday
        date(2026, 4, 6),  # Easter Monday
        date(2027, 12, 28),  # Boxing Day was a Sunday
    ],
)
def test_a_bank_holiday_is_no_working_day(holiday):
    assert not is_working_day(holiday)


@pytest.mark.parametrize("day", [date(2022, 5, 30), date(2026, 4, 2), date(2026, 3, 17), date(2026, 11, 30)])
def test_an_ordinary_weekday_in_england_is_a_working_day(day):
    assert is_working_day(day)


@patient
@given(days)
def test_no_day_at_a_weekend_is_a_working_day(day):
    assert not (is_working_day(day) and day.strftime("%w") in "06")


def test_fifteen_working_days_after_june_2026_is_21_july():
    assert working_days_after(date(2026, 6, 30), 15) == date(2026, 7, 21)


def test_working_days_skip_easter():
    assert working_days_after(date(2026, 4, 2), 1) == date(2026, 4, 7)


def test_no_working_days_after_a_day_is_the_day_itself():
    assert working_days_after(date(2026, 4, 4), 0) == date(2026, 4, 4)


@patient
@given(days, st.integers(0, 60))
def test_counting_working_days_undoes_adding_them(day, number):
    assert working_days_between(day, working_days_after(day, number)) == number


@patient
@given(days, st.integers(0, 800))
def test_working_days_are_counted_as_one_by_one(start, length):
    end = start + timedelta(days=length)
    one_by_one = sum(is_working_day(start + timedelta(days=step)) for step in range(1, length + 1))
    assert working_days_between(start, end) == one_by_one


def test_working_days_are_not_counted_backwards():
    with pytest.raises(ValueError, match="2026-04-01 is before 2026-04-02"):
        working_days_between(date(2026, 4, 2), date(2026, 4, 1))


def test_bank_holidays_are_known_to_the_end_of_the_years_that_can_be_written():
    assert date(2099, 12, 25) in bank_holidays(2099)
    assert date(2100, 12, 25) in bank_holidays(2100)


# -- within so long


@patient
@given(
    days,
    st.sampled_from(["0 days", "10 days", "3 weeks", "5 working days", "1 month", "6 months", "48 hours"]),
)
def test_the_earliest_day_within_a_time_is_the_first_from_which_no_more_has_passed(day, length):
    def has_passed(start):
        amount = read_quantity(length)
        number = int(amount.number)
        match amount.unit:
            case Unit.WORKING_DAYS:
                return working_days_between(start, day) > number
            case Unit.MONTHS:
                return months_after(start, number) < day
            case unit:
                return (day - start).days > number * {Unit.DAYS: 1, Unit.WEEKS: 7, Unit.HOURS: 1 / 24}[unit]

    earliest = earliest_within(read_quantity(length), day)
    assert not has_passed(earliest)
    assert has_passed(earliest - timedelta(days=1))


@pytest.mark.parametrize(
    ("length", "earliest"),
    [
        ("12 months", date(2025, 8, 31)),
        ("6 months", date(2026, 3, 1)),
        ("90 minutes", date(2026, 8, 31)),
        ("36 hours", date(2026, 8, 30)),
        ("1.5 days", date(2026, 8, 30)),
        ("4.5 working days", date(2026, 8, 24)),
    ],
)
def test_the_earliest_day_within_a_time_to_the_end_of_august(length, earliest):
    assert earliest_within(read_quantity(length), date(2026, 8, 31)) == earliest


@pytest.mark.parametrize(
    "unit", [Unit.MINUTES, Unit.HOURS, Unit.DAYS, Unit.WORKING_DAYS, Unit.WEEKS, Unit.MONTHS]
)
def test_the_longest_time_that_can_be_written_reaches_back_to_1900(unit):
    longest = read_quantity(f"999,999,999,999 {unit}")
    assert earliest_within(longest, date(2026, 8, 31)) == date(1900, 1, 1)


def test_money_is_no_time_to_be_within():
    with pytest.raises(ValueError, match="£10 is not made of days"):
        earliest_within(read_quantity("£10"), date(2026, 8, 31))


# -- when returns are due


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("15 working days after the quarter ends", "15 working days after the quarter ends"),
        ("20 days after month end", "20 days after the month ends"),
        ("1 month after the end of the half-year", "1 month after the half year ends"),
        ("6 Weeks after end of the year", "6 weeks after the year ends"),
        ("0 days after the period ends", "0 days after the period ends"),
    ],
)
def test_when_something_is_due_is_read_and_written_one_way(text, written):
    assert write_due(read_due(text)) == written


@given(dues)
def test_when_something_is_due_reads_back_as_written(due):
    assert read_due(write_due(due)) == due


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("15 working days", "15 working days after the period ends"),
        ("within 15 working days of the end of the quarter", "15 working days after the quarter ends"),
        ("15 working days from quarter end", "15 working days after the quarter ends"),
        ("15 business days after the quarter ends", "15 working days after the quarter ends"),
        ("two weeks after the year ends", "2 weeks after the year ends"),
    ],
)
def test_another_way_of_writing_when_it_is_due_is_refused_with_what_was_meant(text, meant):
    assert problem_of(read_due, text).meant == meant


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            "soon",
            "after the quarter ends",
            "15 after the quarter ends",
            "3 groups after the quarter ends",
        ),
        *("48 hours after the month ends", "2.5 days after the month ends", "367 days after the month ends"),
        *(
            "2 days a week after the month ends",
            "-1 days after the month ends",
            "15 working days after Easter",
        ),
    ],
)
def test_what_does_not_say_when_is_refused_without_a_guess(text):
    assert problem_of(read_due, text).meant is None


@pytest.mark.parametrize(
    ("due", "period", "day"),
    [
        ("15 working days after the quarter ends", "2026-27-Q1", date(2026, 7, 21)),
        ("15 working days after the quarter ends", "2026-04", date(2026, 7, 21)),
        ("15 working days after the period ends", "2025-26-Q4", date(2026, 4, 23)),
        ("20 days after the month ends", "2026-27-Q1", date(2026, 7, 20)),
        ("1 month after the period ends", "2026-27-Q1", date(2026, 7, 30)),
        ("6 weeks after the year ends", "2026-27-Q1", date(2027, 5, 12)),
        ("0 days after the period ends", "2026-07-15 to 2026-09-12", date(2026, 9, 12)),
    ],
)
def test_a_due_date_counts_from_the_end_of_what_is_named(due, period, day):
    assert due_date(read_due(due), read_period(period)) == day


@patient
@given(dues, periods)
def test_nothing_is_due_before_its_period_has_ended(due, period):
    assert due_date(due, period) >= period.end
