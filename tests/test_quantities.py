"""Quantities and targets are read exactly, refused plainly, written one way, and compared with their ends."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from specrules.values.comparing import measured_from, reached, stricter
from specrules.values.dates import read_date, read_uk_date
from specrules.values.periods import read_due, read_period
from specrules.values.quantities import (
    TIMES,
    Comparison,
    Quantity,
    Rounding,
    Target,
    Unit,
    show_number,
    write_quantity,
    write_target,
)
from specrules.values.reading import expect, read_quantity, read_target
from specrules.values.understand import Fault, NotUnderstood

# -- made-up values

COUNTED = ["", "groups", "chosen by council", "providers’ meetings", "self-help groups", "a month"]
RATES = ["", "a meeting", "an hour", "a room an hour"]
CHOICES = [
    "accepted",
    "joint work",
    "better route agreed",
    "not accepted",
    "<5",
    "*",
]


def decimals(most, places):
    """Numbers from 0 to *most* with up to *places* decimals."""
    return st.integers(0, places).flatmap(
        lambda p: st.integers(0, most * 10**p).map(lambda scaled: Fraction(scaled, 10**p))
    )


def amounts(unit):
    """Numbers that can be so much of *unit*."""
    if unit is Unit.PERCENT:
        return decimals(100, 6)
    return decimals(10**9, {Unit.POUNDS: 2, Unit.MONTHS: 0}.get(unit, 6))


def words_for(unit):
    if unit is Unit.PERCENT:
        return st.just("")
    return st.sampled_from(COUNTED if unit is Unit.COUNT else RATES)


@st.composite
def quantities(draw, units=tuple(Unit)):
    unit = draw(st.sampled_from(units))
    return Quantity(draw(amounts(unit)), unit, draw(words_for(unit)))


@st.composite
def targets(draw):
    """Targets of every comparison, as reading gives them."""
    comparison = draw(st.sampled_from(Comparison))
    if comparison in (Comparison.ONE_OF, Comparison.NOT_ONE_OF):
        words = draw(st.lists(st.sampled_from(CHOICES), min_size=1, unique=True))
        return Target(comparison, None, None, tuple(words))
    if comparison is Comparison.WITHIN:
        return Target(comparison, None, draw(quantities(tuple(TIMES))))
    end = draw(quantities())
    if comparison is Comparison.BETWEEN and end.number:
        return Target(comparison, Quantity(Fraction(0), end.unit, end.of), end)
    return one_ended(Comparison.EXACTLY if comparison is Comparison.BETWEEN else comparison, end)


def one_ended(comparison, end, out_of=None):
    low = None if comparison is Comparison.NO_MORE_THAN else end
    high = None if comparison is Comparison.AT_LEAST else end
    return Target(comparison, low, high, (), out_of)


@st.composite
def shares(draw):
    """Targets such as "at least 2 of 3 groups"."""
    out_of = draw(st.integers(1, 10**6))
    number = Fraction(draw(st.integers(0, out_of)))
    comparison = draw(st.sampled_from([Comparison.AT_LEAST, Comparison.NO_MORE_THAN, Comparison.EXACTLY]))
    return one_ended(comparison, Quantity(number, Unit.COUNT, draw(words_for(Unit.COUNT))), out_of)


PIECES = [
    *("at least", "no more than", "more than", "between", "and", "within", "exactly", "one of", "not one of"),
    *(
        "or more",
        "or",
        "up to",
        "min",
        "max",
        "of",
        "a",
        "per",
        "about",
        "none",
        "three",
        "to",
        "from",
        "-",
        "–",
    ),
    *(
        "0",
        "3",
        "90",
        "0.9",
        "12,000",
        "1e9",
        "007",
        ".5",
        "7.50",
        "101",
        "９０",
        "%",
        "%%",
        "per cent",
        "£",
        "p",
    ),
    *(
        "k",
        "+",
        ">=",
        "<",
        "/",
        ".",
        ",",
        "“",
        "'",
        "$",
        "working days",
        "weeks",
        "months",
        "years",
        "hrs",
        "days",
    ),
    *(
        "groups",
        "an hour",
        "2026-03-31",
        "31/03/2026",
        "1 April 2026",
        "2026-27",
        "Q1",
        "12 months to",
        "after",
    ),
    *("the quarter ends", "\ud800", "\u200b", "\u00a0", "\u202e"),
]
READERS = [read_quantity, read_target, read_date, read_uk_date, read_period, read_due]
nearly = st.lists(st.sampled_from(PIECES), max_size=6).flatmap(
    lambda parts: st.sampled_from([" ", ""]).map(lambda gap: gap.join(parts))
)


def problem_of(read, text):
    """Why *text* is not read."""
    with pytest.raises(NotUnderstood) as caught:
        read(text)
    return caught.value


def mended(text, problem):
    """*text* with what was meant in place of what was wrong."""
    start, end = problem.at or (0, len(text))
    return text[:start] + problem.meant + text[end:]


# -- what always holds


@given(quantities())
def test_a_written_quantity_reads_back_equal(quantity):
    assert read_quantity(write_quantity(quantity)) == quantity


@given(targets() | shares())
def test_a_written_target_reads_back_equal(target):
    assert read_target(write_target(target)) == target


@pytest.mark.parametrize("read", READERS)
@given(text=nearly | st.text(max_size=30) | st.text("0123456789-/:. QHto", max_size=24))
def test_any_text_is_read_or_refused_in_words_that_can_be_printed(read, text):
    try:
        read(text)
    except NotUnderstood as problem:
        assert problem.message.encode()
        assert problem.message[-1] == "."


@pytest.mark.parametrize("read", READERS)
@given(text=nearly)
def test_what_was_meant_can_be_read(read, text):
    try:
        read(text)
    except NotUnderstood as problem:
        if problem.meant is not None:
            read(mended(text, problem))


@given(nearly)
def test_reading_and_writing_twice_is_as_good_as_once(text):
    try:
        target = read_target(text)
    except NotUnderstood:
        return
    assert read_target(write_target(target)) == target


@given(quantities(), st.sampled_from(["", "  ", "\u00a0"]))
def test_a_quantity_knows_where_it_was_written(quantity, gap):
    written = write_quantity(quantity)
    text = f"{gap}at least {written}{gap}"
    found = read_target(text).low
    assert text[slice(*found.at)] == written


# -- reading quantities


@pytest.mark.parametrize(
    ("text", "number", "unit", "of"),
    [
        ("57%", "57", Unit.PERCENT, ""),
        ("57.5 %", "57.5", Unit.PERCENT, ""),
        ("57 per cent", "57", Unit.PERCENT, ""),
        ("0%", "0", Unit.PERCENT, ""),
        ("100%", "100", Unit.PERCENT, ""),
        ("£7.50", "7.5", Unit.POUNDS, ""),
        ("£1,200", "1200", Unit.POUNDS, ""),
        ("£10 a meeting", "10", Unit.POUNDS, "a meeting"),
        ("£15 per hour", "15", Unit.POUNDS, "an hour"),
        ("£15 each hour", "15", Unit.POUNDS, "an hour"),
        ("£3 per user", "3", Unit.POUNDS, "a user"),
        ("£15 per hour per room", "15", Unit.POUNDS, "an hour a room"),
        ("3", "3", Unit.COUNT, ""),
        ("1,200", "1200", Unit.COUNT, ""),
        ("0.9", "0.9", Unit.COUNT, ""),
        ("3 groups", "3", Unit.COUNT, "groups"),
        ("12 meetings per year", "12", Unit.COUNT, "meetings a year"),
        ("15 working days", "15", Unit.WORKING_DAYS, ""),
        ("1 Working  Day", "1", Unit.WORKING_DAYS, ""),
        ("90 days", "90", Unit.DAYS, ""),
        ("90 calendar days", "90", Unit.DAYS, ""),
        ("6 weeks", "6", Unit.WEEKS, ""),
        ("48 hours", "48", Unit.HOURS, ""),
        ("30 minutes", "30", Unit.MINUTES, ""),
        ("6 months", "6", Unit.MONTHS, ""),
        ("2 hours per week", "2", Unit.HOURS, "a week"),
        ("57\u00a0%", "57", Unit.PERCENT, ""),
    ],
)
def test_a_quantity_is_read_exactly(text, number, unit, of):
    assert read_quantity(text) == Quantity(Fraction(number), unit, of)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("10p", "£0.10"),
        ("10 pence", "£0.10"),
        ("10 pounds", "£10"),
        ("10£", "£10"),
        ("GBP 10", "£10"),
        ("£5k", "£5,000"),
        ("£1.5m", "£1,500,000"),
        ("5 thousand", "5,000"),
        ("£10/meeting", "£10 a meeting"),
        ("10%%", "10%"),
        ("%90", "90%"),
        ("90 pct", "90%"),
        ("90%.", "90%"),
        (".5", "0.5"),
        ("007", "7"),
        ("three groups", "3 groups"),
        ("3groups", "3 groups"),
        ("about 3", "3"),
        ("5hrs", "5 hours"),
        ("5 mins", "5 minutes"),
        ("6 wks", "6 weeks"),
        ("3 business days", "3 working days"),
        ("2 years", "24 months"),
        ("1 fortnight", "2 weeks"),
        ("９０%", "90%"),
        ("“90%”", "90%"),
        ("'90%'", "90%"),
        ("“three hrs”", "3 hours"),
    ],
)
def test_another_way_of_writing_a_quantity_is_refused_with_what_was_meant(text, meant):
    assert problem_of(read_quantity, text).meant == meant


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            " ",
            "yes",
            ".nan",
            "inf",
            "*",
            "-",
            "<5",
            "at least 3",
            "90 of 100",
            "3/4",
            "½",
            "3 × 4",
            "3 dozen",
        ),
        *("1e999", "9" * 13, "0.1234567", "-5%", "−5", "£-5", "- 5", "12,00", "1,2", "1,2000", "$10", "€10"),
        *("£7.505", "1.5 months", "70-90%", "3 to 5", "none", "nil", "90% of people", "£10 for a meeting"),
        *("15 working days after the quarter ends", "3 or so", "3 at least", "3 working hours", "5 m", "๙๐%"),
        *("2024-13-45", "0000-00-00", "3\u200bgroups", "2£10", "57.5% 3", "48/ 3"),
    ],
)
def test_what_is_not_a_quantity_is_refused_without_a_guess(text):
    assert problem_of(read_quantity, text).meant is None


def test_more_than_all_is_no_percentage():
    assert problem_of(read_quantity, "100.01%").code is Fault.OVER_100_PERCENT


def test_none_is_not_taken_for_nought():
    problem = problem_of(read_quantity, "none")
    assert problem.message == '"none" could mean 0, or that there is no figure. Write 0 if it is 0.'


def test_five_thousand_figures_are_refused_before_they_are_converted():
    problem = problem_of(read_quantity, "9" * 5000)
    assert problem.message == "This text of 5,000 characters is too long to be read here."


def test_a_hidden_character_is_shown_by_its_number():
    assert problem_of(read_quantity, "9\u202e0%").message.startswith('"9U+202E0%" is not a figure.')


# -- reading targets


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("At Least  90 %", "at least 90%"),
        ("minimum of 3", "at least 3"),
        ("a minimum of 20 chosen by council", "at least 20 chosen by council"),
        ("not less than 90%", "at least 90%"),
        ("no fewer than 3", "at least 3"),
        ("3 or more", "at least 3"),
        ("3 or more groups", "at least 3 groups"),
        ("3 groups or more", "at least 3 groups"),
        ("90% or above", "at least 90%"),
        ("up to 2", "no more than 2"),
        ("at most 5%", "no more than 5%"),
        ("not more than £10 per meeting", "no more than £10 a meeting"),
        ("£10 a meeting or less", "no more than £10 a meeting"),
        ("no longer than 5 days", "no more than 5 days"),
        ("a maximum of 4", "no more than 4"),
        ("within 1 calendar day", "within 1 day"),
        ("between 70 and 90%", "between 70% and 90%"),
        ("between 5 and 10 working days", "between 5 and 10 working days"),
        ("between £5 and £10 a meeting", "between £5 and £10 a meeting"),
        ("at least 2 out of the 3 groups", "at least 2 of 3 groups"),
        ("2 of 3 or more", "at least 2 of 3"),
        ("exactly 0", "exactly 0"),
        ("one of accepted ,  joint work", "one of accepted, joint work"),
        ("Not one of refused", "not one of refused"),
        ("at least 5 sessions or more intensive help", "at least 5 sessions or more intensive help"),
    ],
)
def test_a_target_is_read_in_plain_words_and_written_one_way(text, written):
    assert write_target(read_target(text)) == written


def test_at_least_has_only_a_low_end():
    ninety = Quantity(Fraction(90), Unit.PERCENT)
    assert read_target("at least 90%") == Target(Comparison.AT_LEAST, ninety, None)


def test_within_has_only_a_high_end():
    days = Quantity(Fraction(15), Unit.WORKING_DAYS)
    assert read_target("within 15 working days") == Target(Comparison.WITHIN, None, days)


def test_exactly_has_the_same_end_twice():
    nought = Quantity(Fraction(0), Unit.COUNT)
    assert read_target("exactly 0") == Target(Comparison.EXACTLY, nought, nought)


def test_a_choice_has_words_and_no_ends():
    assert read_target("one of accepted, joint work").words == ("accepted", "joint work")


def test_so_many_of_so_many_keeps_out_of_how_many():
    assert read_target("at least 2 of 3").out_of == 3


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        (">= 90%", "at least 90%"),
        ("≥90%", "at least 90%"),
        ("<= £10 a meeting", "no more than £10 a meeting"),
        ("= 0", "exactly 0"),
        ("minimum 90%", "at least 90%"),
        ("max. 4", "no more than 4"),
        ("90% minimum", "at least 90%"),
        ("3 groups at most", "no more than 3 groups"),
        ("90%+", "at least 90%"),
        ("3+ groups", "at least 3 groups"),
        ("70-90%", "between 70% and 90%"),
        ("70% – 90%", "between 70% and 90%"),
        ("from 3 to 5 groups", "between 3 and 5 groups"),
        ("between 3 to 5", "between 3 and 5"),
        ("between 90% and 70%", "between 70% and 90%"),
        ("between 3 and 3", "exactly 3"),
        ("between 70% and 90", "between 70% and 90%"),
        ("between £5 a meeting and £10", "between £5 and £10 a meeting"),
        ("none", "exactly 0"),
        ("at least three groups", "at least 3 groups"),
        ("at least 10p", "at least £0.10"),
        ("no more than 2 years", "no more than 24 months"),
        ("within £5", "no more than £5"),
        ("within 5 wd", "within 5 working days"),
        ("one of a, b or c", "one of a, b, c"),
        ("one of accepted or refused", "one of accepted, refused"),
        ("one of or or accepted", "one of accepted"),
        ("one of a,, b", "one of a, b"),
        ("one of a, A", "one of a"),
        ("one of “a”, “b”", "one of a, b"),
        ("“at least 90%”", "at least 90%"),
        ("more than 3", "at least 4"),
        ("more than 3 groups", "at least 4 groups"),
        ("> 3", "at least 4"),
        ("fewer than 3", "no more than 2"),
        ("<5", "no more than 4"),
        ("less than 1", "no more than 0"),
    ],
)
def test_another_way_of_writing_a_target_is_refused_with_what_was_meant(text, meant):
    assert problem_of(read_target, text).meant == meant


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("90%", Fault.NO_COMPARISON),
        ("15 working days", Fault.NO_COMPARISON),
        ("2 of 3", Fault.NO_COMPARISON),
        ("more than 90%", Fault.STRICT_COMPARISON),
        ("under £5", Fault.STRICT_COMPARISON),
        ("fewer than 0", Fault.STRICT_COMPARISON),
        ("more than 2.5", Fault.STRICT_COMPARISON),
        ("at least 101%", Fault.OVER_100_PERCENT),
        ("between 700 and 90%", Fault.OVER_100_PERCENT),
        ("between 3 days and 2 weeks", Fault.WRONG_UNIT),
        ("at least 4 of 3", Fault.NOT_A_TARGET),
        ("at least 1.5 of 3", Fault.NOT_A_TARGET),
        ("at least -5%", Fault.NOT_A_TARGET),
        ("at least 90% of people", Fault.NOT_A_TARGET),
        ("one of", Fault.NOT_A_TARGET),
        ("one of ,", Fault.NOT_A_TARGET),
        ("one of a\u200b, b", Fault.ODD_CHARACTERS),
        ("yes", Fault.NOT_A_TARGET),
        ("", Fault.NOT_A_TARGET),
    ],
)
def test_what_is_not_a_target_is_refused_without_a_guess(text, code):
    problem = problem_of(read_target, text)
    assert (problem.code, problem.meant) == (code, None)


def test_a_number_alone_is_asked_for_its_direction():
    assert problem_of(read_target, "90%").message == (
        '"90%" does not say whether more or less is better. Write "at least 90%" or "no more than 90%".'
    )


def test_a_comparison_without_its_end_says_that_ends_are_included():
    assert problem_of(read_target, "more than 90%").message == (
        '"more than 90%" leaves out 90% itself, and targets here include their ends. '
        'Write "at least" or "no more than", and the last figure that is good enough.'
    )


def test_a_wrong_number_is_pointed_at():
    text = "no more than 101%"
    assert text[slice(*problem_of(read_target, text).at)] == "101%"


# -- expecting a unit


def expected(text, unit):
    """Why the target in *text* is not in *unit*."""
    return problem_of(lambda written: expect(read_target(written), unit), text)


def test_what_is_in_the_expected_unit_is_given_back():
    target = read_target("between 70% and 90%")
    assert expect(target, Unit.PERCENT) is target


def test_a_fraction_where_a_percentage_is_wanted_could_mean_two_things():
    assert expected("at least 0.9", Unit.PERCENT).message == (
        '"at least 0.9" could mean 90% or 0.9%. Write it with a percent sign.'
    )


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("at least 0.9", "at least 90%"),
        ("at least 0.95", "at least 95%"),
        ("at least 95", "at least 95%"),
        ("at least 2", "at least 2%"),
        ("at least 100", "at least 100%"),
        ("exactly 0", "exactly 0%"),
        ("between 0.7 and 0.9", "between 70% and 0.9"),
    ],
)
def test_a_bare_number_where_a_percentage_is_wanted_is_mended_in_place(text, meant):
    assert mended(text, expected(text, Unit.PERCENT)) == meant


def test_one_where_a_percentage_is_wanted_could_be_all_or_one_in_a_hundred():
    problem = expected("at least 1", Unit.PERCENT)
    assert (problem.code, problem.meant) == (Fault.PERCENT_OR_FRACTION, None)


def test_one_beside_a_percentage_is_one_in_a_hundred():
    assert write_target(read_target("between 1 and 90%")) == "between 1% and 90%"


def test_a_fraction_beside_a_percentage_could_mean_two_things():
    assert problem_of(read_target, "between 0.7 and 90%").code is Fault.PERCENT_OR_FRACTION


def test_a_quantity_alone_can_be_expected_too():
    assert problem_of(lambda text: expect(read_quantity(text), Unit.PERCENT), "95").meant == "95%"


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("at least 950", Unit.PERCENT),
        ("at least 2 of 3", Unit.PERCENT),
        ("at least 3 groups", Unit.PERCENT),
        ("one of yes, partly", Unit.PERCENT),
        ("at least 90%", Unit.COUNT),
        ("no more than 3", Unit.POUNDS),
        ("within 3 weeks", Unit.DAYS),
    ],
)
def test_another_unit_than_the_expected_one_is_refused(text, unit):
    assert expected(text, unit).code is Fault.WRONG_UNIT


def test_a_range_of_percentages_may_begin_at_nothing():
    assert read_target("between 0 and 90%") == read_target("between 0% and 90%")


def test_nothing_lacks_only_its_percent_sign():
    assert str(expected("no more than 0", Unit.PERCENT)) == '"no more than 0" has no percent sign. Write 0%.'


def test_a_target_made_by_hand_has_no_place_and_so_no_mend():
    made = Target(Comparison.AT_LEAST, Quantity(Fraction(95), Unit.COUNT), None)
    problem = problem_of(lambda _: expect(made, Unit.PERCENT), "")
    assert (problem.meant, problem.at) == (None, None)


@pytest.mark.parametrize("text", ["3 or more groups", "£10 a meeting or less", " 3 or more groups "])
def test_a_target_whose_comparison_comes_last_knows_where_it_was_written(text):
    target = read_target(text)
    assert text[slice(*(target.low or target.high).at)].startswith(text.split()[0])
    assert (target.low or target.high).at[1] <= len(text)


# -- writing


def test_pence_have_two_figures():
    assert write_quantity(Quantity(Fraction(15, 2), Unit.POUNDS)) == "£7.50"


def test_one_of_a_time_is_singular():
    assert write_quantity(Quantity(Fraction(1), Unit.WORKING_DAYS)) == "1 working day"


def test_a_third_cannot_be_written_out():
    with pytest.raises(ValueError, match="1/3 cannot be written out in full"):
        write_quantity(Quantity(Fraction(1, 3), Unit.COUNT))


# -- reaching a target


@pytest.mark.parametrize(
    ("target", "low", "high", "outcome"),
    [
        ("at least 57%", Fraction(57, 100), Fraction(57, 100), (True, True)),
        ("at least 57%", Fraction(56, 100), Fraction(57, 100), (False, True)),
        ("at least 90%", 0, Fraction(4, 200), (False, False)),
        ("no more than £10", 10, 10, (True, True)),
        ("no more than £10", 10, Fraction(1001, 100), (False, True)),
        ("within 5 working days", 6, 6, (False, False)),
        ("between 70% and 90%", Fraction(7, 10), Fraction(9, 10), (True, True)),
        ("between 70% and 90%", 0, 1, (False, True)),
        ("exactly 0", 0, 0, (True, True)),
        ("exactly 0", 0, 4, (False, True)),
        ("exactly 5", 1, 4, (False, False)),
        ("at least 2 of 3", 2, 3, (True, True)),
    ],
)
def test_a_range_is_held_against_a_target_with_its_ends(target, low, high, outcome):
    assert reached(read_target(target), low, high) == outcome


COMPARED = {
    Comparison.AT_LEAST: lambda value, low, high: value >= low,
    Comparison.NO_MORE_THAN: lambda value, low, high: value <= high,
    Comparison.WITHIN: lambda value, low, high: value <= high,
    Comparison.BETWEEN: lambda value, low, high: low <= value <= high,
    Comparison.EXACTLY: lambda value, low, high: value == low == high,
}
few = st.integers(0, 8)


@st.composite
def small_targets(draw):
    """Targets in days whose ends are whole numbers up to 8."""
    comparison = draw(st.sampled_from(list(COMPARED)))
    low, high = sorted([draw(few), draw(few)])
    if comparison is Comparison.BETWEEN and low == high:
        high += 1
    ends = [Quantity(Fraction(number), Unit.DAYS) for number in (low, high)]
    match comparison:
        case Comparison.AT_LEAST:
            return Target(comparison, ends[0], None)
        case Comparison.NO_MORE_THAN | Comparison.WITHIN:
            return Target(comparison, None, ends[1])
        case Comparison.EXACTLY:
            return Target(comparison, ends[0], ends[0])
    return Target(comparison, ends[0], ends[1])


def holds(target, value):
    """The slow way: the comparison as its word says it."""
    low, high = (end.number if end else None for end in (target.low, target.high))
    return COMPARED[target.comparison](value, low, high)


@given(small_targets(), few, few)
def test_reaching_is_what_every_value_and_what_any_value_of_the_range_does(target, one, other):
    low, high = sorted([one, other])
    values = [holds(target, Fraction(half, 2)) for half in range(low * 2, high * 2 + 1)]
    assert reached(target, low, high) == (all(values), any(values))


@given(small_targets(), st.tuples(few, few, few, few).map(sorted))
def test_knowing_more_never_unsettles_what_was_settled(target, ends):
    low, inner_low, inner_high, high = ends
    sure, might = reached(target, low, high)
    now_sure, now_might = reached(target, inner_low, inner_high)
    assert now_sure >= sure
    assert now_might <= might


def test_a_range_the_wrong_way_round_is_a_fault_of_the_caller():
    with pytest.raises(ValueError, match="from 2 to 1 cannot be held against at least 3"):
        reached(read_target("at least 3"), 2, 1)


def test_words_are_not_reached_by_a_number():
    with pytest.raises(ValueError, match="from 1 to 1 cannot be held against one of yes"):
        reached(read_target("one of yes"), 1, 1)


# -- a change from a baseline


@pytest.mark.parametrize(
    ("change", "target"),
    [
        ("at least the baseline", "at least 50%"),
        ("no more than the baseline", "no more than 50%"),
        ("at least 10% above baseline", "at least 55%"),
        ("at least 10% below baseline", "no more than 45%"),
        ("at least 10 percentage points above baseline", "at least 60%"),
        ("no more than 10 percentage points above baseline", "no more than 60%"),
        ("no more than 10 percentage points below baseline", "at least 40%"),
    ],
)
def test_a_change_from_a_baseline_comes_to_a_plain_target(change, target):
    fifty = Quantity(Fraction(50), Unit.PERCENT)
    assert write_target(measured_from(read_target(change), fifty)) == target
    assert write_target(read_target(change)) == change


# -- rounding


@pytest.mark.parametrize(
    ("number", "places", "nearest", "down", "up"),
    [
        (Fraction(5, 2), 0, "3", "2", "3"),
        (Fraction(249, 100), 0, "2", "2", "3"),
        (Fraction(2, 3), 2, "0.67", "0.66", "0.67"),
        (Fraction(1, 4), 2, "0.25", "0.25", "0.25"),
    ],
)
def test_a_published_figure_is_rounded_the_way_it_was_said_to_be(number, places, nearest, down, up):
    ways = (Rounding.NEAREST, Rounding.DOWN, Rounding.UP)
    assert [way.rounded(number, places) for way in ways] == [Fraction(each) for each in (nearest, down, up)]


# -- which target is stricter


@pytest.mark.parametrize(
    ("one", "other", "outcome"),
    [
        ("at least 90%", "at least 75%", True),
        ("at least 75%", "at least 90%", False),
        ("at least 90%", "at least 90%", False),
        ("at least 90%", "no more than 95%", None),
        ("exactly 0", "no more than 5", True),
        ("between 70% and 90%", "at least 70%", True),
        ("exactly 100%", "at least 100%", False),
        ("at least 3 of 3", "exactly 3 of 3", False),
        ("at least 2 of 3", "at least 1 of 3", True),
        ("at least 2 of 3", "at least 1 of 4", None),
        ("at least 3 groups", "at least 2 meetings", None),
        ("within 20 days", "within 3 weeks", True),
        ("within 2 days", "within 49 hours", None),
        ("within 5 days", "no more than 5 days", False),
        ("one of yes", "one of Yes, partly", True),
        ("one of yes", "not one of no", True),
        ("not one of no", "one of yes", False),
        ("not one of no, partly", "not one of no", True),
        ("one of yes", "at least 3", None),
        ("within 22 days", "within 3 weeks", False),
        ("within 61 minutes", "within 1 hour", False),
        ("within 59 minutes", "within 1 hour", True),
        ("within 1 hour", "within 60 minutes", False),
        ("within 60 minutes", "within 1 hour", False),
        ("at least 10% above baseline", "at least 5% above baseline", True),
        ("at least 10% above baseline", "at least 10% above baseline", False),
        ("at least 10% below baseline", "at least 5% below baseline", True),
        ("at least 10% below baseline", "at least 10% below baseline", False),
        ("at least 10% above baseline", "at least the baseline", True),
        ("at least 10% below baseline", "no more than the baseline", True),
        ("no more than 5% below baseline", "at least the baseline", False),
        ("at least 10% above baseline", "at least 10% below baseline", None),
    ],
)
def test_one_target_is_stricter_when_it_implies_the_other(one, other, outcome):
    assert stricter(read_target(one), read_target(other)) is outcome


@given(small_targets(), small_targets())
def test_the_stricter_target_is_reached_by_some_of_what_reaches_the_other(one, other):
    values = range(20)
    these, those = ({value for value in values if holds(target, value)} for target in (one, other))
    expected_answer = False if those <= these else True if these < those else None
    assert stricter(one, other) is expected_answer


# -- showing numbers


@pytest.mark.parametrize(
    ("value", "unit", "against", "shown"),
    [
        (Fraction(7496, 10000), Unit.PERCENT, "at least 75%", "74.96%"),
        (Fraction(3, 4), Unit.PERCENT, "at least 75%", "75%"),
        (Fraction(7504, 10000), Unit.PERCENT, "at least 75%", "75.04%"),
        (Fraction(7496, 10000), Unit.PERCENT, None, "75.0%"),
        (Fraction(7496, 10000), Unit.PERCENT, "at least 90%", "75.0%"),
        (Fraction(1, 3), Unit.PERCENT, None, "33.3%"),
        (Fraction(115, 200), Unit.PERCENT, None, "57.5%"),
        (Fraction(9996, 10000), Unit.PERCENT, None, "99.96%"),
        (Fraction(1, 10000), Unit.PERCENT, None, "0.01%"),
        (Fraction(0), Unit.PERCENT, "no more than 5%", "0%"),
        (Fraction(1), Unit.PERCENT, None, "100%"),
        (Fraction(9996, 1000), Unit.POUNDS, "no more than £9.99", "£10.00"),
        (Fraction(9996, 1000), Unit.POUNDS, "no more than £10", "£9.996"),
        (Fraction(10), Unit.POUNDS, "no more than £10", "£10"),
        (Fraction(1200), Unit.COUNT, None, "1,200"),
        (Fraction(10, 3), Unit.COUNT, "at least 3", "3.3"),
        (Fraction(1), Unit.WORKING_DAYS, None, "1 working day"),
        (Fraction(29, 2), Unit.DAYS, "within 15 days", "14.5 days"),
        (Fraction(1, 400), Unit.COUNT, None, "0.003"),
    ],
)
def test_a_number_is_shown_with_as_few_digits_as_leave_the_verdict_true(value, unit, against, shown):
    assert show_number(value, unit, read_target(against) if against else None) == shown


def test_a_number_is_kept_apart_from_the_ends_of_every_target():
    target, partly = read_target("at least 90%"), read_target("at least 75%")
    assert show_number(Fraction(7496, 10000), Unit.PERCENT, target, partly) == "74.96%"


@given(st.integers(0, 2000), st.integers(1, 2000), decimals(100, 3))
def test_the_number_shown_is_on_the_same_side_of_the_target_as_the_number_itself(number, more, end):
    value = Fraction(number, number + more)
    target = Target(Comparison.AT_LEAST, Quantity(end, Unit.PERCENT), None)
    shown = read_quantity(show_number(value, Unit.PERCENT, target)).number / 100
    assert reached(target, shown, shown) == reached(target, value, value)
    assert abs(shown - value) <= Fraction(1, 2000)


@pytest.mark.parametrize(
    ("text", "way"),
    [
        ("at least 90%", "more"),
        ("no more than 5%", "less"),
        ("within 15 working days", "less"),
        ("between 70% and 90%", ""),
        ("exactly 0", ""),
        ("one of agreed, signed", ""),
        ("at least 10 percentage points above baseline", "more"),
        ("at least 10 percentage points below baseline", "less"),
    ],
)
def test_a_target_says_which_way_is_better(text, way):
    assert read_target(text).better == way


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("not one of a, b", "one of a"),
        ("one of a", "not one of a, b"),
        ("at least 5 percentage points above baseline", "at least 5%"),
        ("at least 10% above baseline", "at least 10 percentage points above baseline"),
    ],
)
def test_of_targets_that_cannot_be_held_against_each_other_none_is_stricter(one, other):
    assert stricter(read_target(one), read_target(other)) is None


@pytest.mark.parametrize(
    ("text", "relative"),
    [
        ("at least 10 percentage points above baseline", False),
        ("at least 10% above baseline", True),
        ("at least 10 above baseline", False),
    ],
)
def test_only_a_percentage_without_points_is_a_part_of_the_baseline(text, relative):
    assert read_target(text).relative is relative


def test_a_figure_of_more_than_twelve_places_is_not_written_out():
    assert write_quantity(Quantity(Fraction(1, 10**12), Unit.COUNT, "")) == "0.000000000001"
    with pytest.raises(ValueError, match="cannot be written out in full"):
        write_quantity(Quantity(Fraction(1, 10**13), Unit.COUNT, ""))
