"""What a cell says, by the kind of value that was asked for."""

from datetime import date, datetime
from fractions import Fraction

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from specrules.evidence.facts import Absent, Row, ValueKind
from specrules.evidence.values import Values, read_value, serial_date, why_wrong
from specrules.result import Reason

COUNT, NUMBER, MONEY = ValueKind.COUNT, ValueKind.NUMBER, ValueKind.MONEY
DURATION, DATE, YES_NO = ValueKind.DURATION, ValueKind.DATE, ValueKind.YES_NO
CHOICE, WORDS, TEXT, ROWS = ValueKind.CHOICE, ValueKind.WORDS, ValueKind.TEXT, ValueKind.ROWS
OFFERED = {"words": ("TSF", "SMART-based", "not accepted, with reason", "unknown")}

anything = st.one_of(
    st.none(),
    st.text(max_size=12),
    st.sampled_from(
        ["<5", "*", "n/a", "57", "57%", "yes", "12 working days", "£7.50", "2026-03-31", "TSF; TSF"]
    ),
    st.integers(-10, 10**12),
    st.fractions(),
    st.booleans(),
    st.dates(),
    st.floats(),
    st.sampled_from([Absent(reason) for reason in Reason]),
    st.just((Row("12-step"),)),
)
asked_for = st.fixed_dictionaries(
    {"uk_dates": st.booleans(), "words": st.sampled_from([(), ("TSF", "yes", "*")])},
    optional={"unit": st.sampled_from(["", "working days", "weeks", "a meeting"])},
)


def says(kind, found, **settings):
    """The ends of a value, or why there is none."""
    value = read_value(kind, found, **settings)
    return value.missing or (value.low, value.high)


def just(value):
    return (value, value)


@pytest.mark.parametrize("kind", ValueKind)
@pytest.mark.parametrize(
    "found", [None, "", "  ", "\u00a0", "\t", "n/a", "N/A", "-", "–", "TBC", "None given"]
)
def test_a_blank_says_nothing(kind, found):
    assert says(kind, found) is Reason.BLANK


@pytest.mark.parametrize("kind", ValueKind)
@pytest.mark.parametrize("found", ["*", "..", " * "])
def test_a_hidden_number_says_nothing(kind, found):
    assert says(kind, found) is Reason.SUPPRESSED


@pytest.mark.parametrize("kind", ValueKind)
@pytest.mark.parametrize("reason", Reason)
def test_what_is_absent_says_why(kind, reason):
    assert says(kind, Absent(reason)) is reason


def test_a_star_stands_for_a_range_only_where_told():
    assert says(COUNT, "*", star_hides=(1, 4)) == (1, 4)
    assert says(MONEY, "*", star_hides=(1, 4)) is Reason.SUPPRESSED


@pytest.mark.parametrize(
    ("found", "ends"), [("<5", (1, 4)), ("< 10", (1, 9)), ("fewer than 5", (1, 4)), ("<2", (1, 1))]
)
def test_fewer_than_is_a_range(found, ends):
    assert says(COUNT, found) == ends


@pytest.mark.parametrize(
    ("found", "number"),
    [
        (57, 57),
        ("57", 57),
        (" 57\u00a0", 57),
        ("1,200", 1200),
        ("57.0", 57),
        (57.0, 57),
        (0, 0),
        (1, 1),
        ("007", 7),
    ],
)
def test_a_whole_number_is_a_count(found, number):
    assert says(COUNT, found) == just(number)


@pytest.mark.parametrize(
    "found",
    [
        57.5,
        "57.5",
        Fraction(1, 2),
        -1,
        "-1",
        "89%",
        "57 of 64",
        True,
        False,
        date(2026, 4, 3),
        "some",
        "1,20",
        "<1",
        "<",
        "１２",
        "9434765919",
        9434765919,
        "1e3",
        float("nan"),
        float("inf"),
        "#N/A",
        "12-step",
    ],
)
def test_what_is_not_a_whole_number_is_never_a_count(found):
    assert says(COUNT, found) is Reason.WRONG_TYPE


@pytest.mark.parametrize(
    ("found", "number"), [("57.5", Fraction(115, 2)), (0.1, Fraction(1, 10)), ("-3", -3)]
)
def test_a_number_is_read_exactly(found, number):
    assert says(NUMBER, found) == just(number)


@pytest.mark.parametrize("found", ["89%", "£5", "5 days", True, date(2026, 4, 3)])
def test_what_has_a_unit_is_not_just_a_number(found):
    assert says(NUMBER, found) is Reason.WRONG_TYPE


@pytest.mark.parametrize(
    ("found", "pounds"),
    [("£7.50", Fraction(15, 2)), ("£1,200", 1200), (8, 8), (7.5, Fraction(15, 2)), ("£0", 0), ("8", 8)],
)
def test_money_is_pounds_with_or_without_the_sign(found, pounds):
    assert says(MONEY, found) == just(pounds)


def test_money_keeps_what_it_is_for():
    assert read_value(MONEY, "£10 a meeting").unit == "a meeting"


@pytest.mark.parametrize("found", ["10p", "€8", "£-5", -5, "8 groups", "57%", "£10 or so", True, "free"])
def test_other_amounts_are_not_pounds(found):
    assert says(MONEY, found) is Reason.WRONG_TYPE


def test_money_for_something_else_than_asked_is_wrong():
    assert says(MONEY, "£10 an hour", unit="a meeting") is Reason.WRONG_TYPE
    assert says(MONEY, "£10 a meeting", unit="a meeting") == just(10)


@pytest.mark.parametrize(
    ("found", "unit", "number"),
    [
        ("12 working days", "working days", 12),
        ("1 working day", "working days", 1),
        (12, "working days", 12),
        ("12", "weeks", 12),
        ("3 weeks", "days", 21),
        ("10 days", "weeks", Fraction(10, 7)),
        ("90 minutes", "hours", Fraction(3, 2)),
    ],
)
def test_a_length_of_time_is_in_the_unit_asked_for(found, unit, number):
    assert says(DURATION, found, unit=unit) == just(number)


@pytest.mark.parametrize(
    ("found", "unit"),
    [
        ("3 weeks", "working days"),
        ("48 hours", "days"),
        ("2 months", "days"),
        ("12 groups", "days"),
        (12, ""),
        ("£5", "days"),
        (-1, "days"),
        (True, "days"),
        ("soon", "days"),
    ],
)
def test_another_kind_of_time_is_wrong(found, unit):
    assert says(DURATION, found, unit=unit) is Reason.WRONG_TYPE


@pytest.mark.parametrize("found", [date(2026, 3, 31), datetime(2026, 3, 31, 9, 30), "2026-03-31"])
def test_a_date_is_a_day(found):
    assert says(DATE, found) == just(date(2026, 3, 31))


def test_a_day_first_date_is_read_only_where_dates_are_written_so():
    assert says(DATE, "03/04/2026", uk_dates=True) == just(date(2026, 4, 3))
    assert says(DATE, "03/04/2026") is Reason.WRONG_TYPE


@pytest.mark.parametrize(
    "found", ["31/03/26", "31/02/2026", "2026-13-01", 46190, "46190", True, "March", "2026"]
)
def test_other_texts_are_not_dates(found):
    assert says(DATE, found, uk_dates=True) is Reason.WRONG_TYPE


@pytest.mark.parametrize("found", ["yes", "Yes", "Y", "TRUE", " y ", True])
def test_yes(found):
    assert says(YES_NO, found) == just(True)


@pytest.mark.parametrize("found", ["no", "NO", "n", "False", False])
def test_no(found):
    assert says(YES_NO, found) == just(False)


@pytest.mark.parametrize("found", [1, 0, "1", "partly", "yes, mostly", "✓", date(2026, 4, 3)])
def test_what_is_neither_yes_nor_no_is_not_false(found):
    assert says(YES_NO, found) is Reason.WRONG_TYPE


def test_a_choice_is_one_of_the_words_in_their_own_spelling():
    assert says(CHOICE, "smart-BASED", **OFFERED) == just("SMART-based")
    assert says(CHOICE, "smart", **OFFERED) is Reason.WRONG_TYPE


def test_a_word_that_was_offered_is_an_answer_though_it_elsewhere_means_nothing():
    assert says(CHOICE, "unknown", **OFFERED) == just("unknown")
    assert says(CHOICE, "unknown", words=("a", "b")) is Reason.BLANK


@pytest.mark.parametrize(
    "found", ["TSF; SMART-based", "smart-based, tsf", "SMART-based;TSF;", "TSF, TSF, SMART-based"]
)
def test_words_stand_between_commas_or_semicolons(found):
    assert says(WORDS, found, **OFFERED) == just(("TSF", "SMART-based"))


def test_a_word_may_hold_a_comma():
    assert says(WORDS, "not accepted, with reason", **OFFERED) == just(("not accepted, with reason",))


def test_one_unknown_word_leaves_the_whole_list_unread():
    assert says(WORDS, "TSF; yoga", **OFFERED) is Reason.WRONG_TYPE


def test_none_is_a_list_without_words():
    assert says(WORDS, "None", **OFFERED) == just(())


def test_text_is_kept_with_single_spaces():
    assert says(TEXT, "  Protocol \n v2 ") == just("Protocol v2")
    assert says(TEXT, 45) == just("45")


def test_rows_are_kept_and_nothing_else_is_rows():
    rows = (Row("12-step", "A group"),)
    assert says(ROWS, rows) == just(rows)
    assert says(ROWS, ()) == just(())
    assert says(ROWS, "12-step") is Reason.WRONG_TYPE
    assert says(TEXT, rows) is Reason.WRONG_TYPE


def test_a_table_gives_the_same_value_for_the_same_thing_found():
    values = Values(COUNT)
    assert values["57"] is values["57"]
    assert values[0] is values[0]


@settings(deadline=None)
@given(st.sampled_from(list(ValueKind)), anything, asked_for)
def test_a_value_has_both_ends_in_order_or_says_why_not(kind, found, settings):
    value = read_value(kind, found, **settings)
    if value.known:
        assert value.low == value.high or value.low < value.high
        assert not isinstance(value.low, float)
    else:
        assert (value.low, value.high) == (None, None)


@settings(deadline=None)
@given(st.sampled_from(list(ValueKind)), anything, asked_for)
def test_a_table_reads_as_a_single_cell_does(kind, found, settings):
    one, other = read_value(kind, found, **settings), Values(kind, **settings)[found]
    assert (one.low, one.high, one.missing, one.unit) == (other.low, other.high, other.missing, other.unit)


@settings(deadline=None)
@given(st.sampled_from(list(ValueKind)), anything, asked_for)
@example(COUNT, Absent(Reason.WRONG_TYPE), {"uk_dates": False, "words": ()})
def test_exactly_the_wrong_type_is_explained(kind, found, settings):
    wrong = read_value(kind, found, **settings).missing is Reason.WRONG_TYPE
    assert (why_wrong(kind, found, **settings) is not None) is (wrong and not isinstance(found, Absent))


@pytest.mark.parametrize(
    ("kind", "found", "meant", "words"),
    [
        (COUNT, "89%", None, '"89%" is a percentage, where a whole number is needed'),
        (COUNT, "none", "0", "a word"),
        (COUNT, -1, None, "less than nothing"),
        (COUNT, "57.5", None, '"57.5" is not a whole number'),
        (COUNT, date(2026, 4, 3), None, "Excel turns text such as 3/4 into a date"),
        (COUNT, "57 of 64", None, "two numbers"),
        (COUNT, "12/15", None, "two numbers"),
        (COUNT, "12*", "12", "a mark behind this number"),
        (COUNT, "12 [a]", "12", "a mark behind this number"),
        (COUNT, "12 (est.)", None, "more here than a number"),
        (COUNT, "c. 57", None, "a range or an estimate"),
        (COUNT, "50-60", None, "a range or an estimate"),
        (COUNT, "#REF!", None, "an error of a spreadsheet"),
        (COUNT, "£57", None, "an amount of money"),
        (COUNT, "1.057,0", None, "more than one way"),
        (COUNT, "1e3", None, "written short"),
        (COUNT, "(57)", None, "signs around this number"),
        (COUNT, "see email", None, "left blank"),
        (COUNT, Fraction(287, 5), None, '"57.4" is not a whole number'),
        (MONEY, "free", "£0", "a word"),
        (MONEY, "€8", None, "£7.50"),
        (DURATION, "3 weeks", None, "a time in weeks, where a time in working days is needed"),
        (DATE, "31/03/2026", "2026-03-31", "year-month-day"),
        (DATE, "01/02/1980", None, "year-month-day"),
        (DATE, "31/03/26", None, "four figures"),
        (DATE, "2026-02-30", None, "no such day"),
        (DATE, 46190, "2026-06-17", "a bare number"),
        (CHOICE, "SMRT-based", "SMART-based", "TSF, SMART-based"),
        (WORDS, "TSF; smart based", "SMART-based", "TSF, SMART-based"),
        (YES_NO, "partly", None, "neither yes nor no"),
    ],
)
def test_what_is_wrong_is_said_in_words(kind, found, meant, words):
    message, suggestion = why_wrong(kind, found, words=OFFERED["words"], unit="working days")
    assert suggestion == meant
    assert words.lower() in message.lower()


@settings(deadline=None)
@given(st.sampled_from(list(ValueKind)), st.text(alphabet="abcdefghij ", min_size=5))
def test_what_is_wrong_never_repeats_words(kind, found):
    message, _ = why_wrong(kind, f"Zz{found}zZ") or ("", None)
    assert f"Zz{found.strip()}" not in message


def test_a_serial_number_is_a_day_counted_from_the_end_of_1899():
    assert serial_date(46190) == date(2026, 6, 17)
    assert serial_date("57") is None
