"""What may identify a person is noticed however it is written, and withheld."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from specrules.evidence.personal import Identifier, withhold

NHS, BIRTH = Identifier.NHS_NUMBER, Identifier.BIRTH_DATE


def nhs_number(nine):
    """The ten digits of a made-up NHS number that starts with *nine* digits, or None when there is none."""
    rest = sum(weight * int(digit) for weight, digit in zip(range(10, 1, -1), nine, strict=True)) % 11
    return None if rest == 1 else f"{nine}{(11 - rest) % 11}"


@pytest.mark.parametrize(
    "written",
    [
        "9434765919",
        "943 476 5919",
        "943-476-5919",
        "943.476.5919",
        "9434 765 919",
        "9 4 3 4 7 6 5 9 1 9",
        "９４３４７６５９１９",
        "943\xa0476\xa05919",
        "943\u200b476\u200b5919",
        "(943 476 5919)",
        "x9434765919y",
    ],
)
def test_an_nhs_number_is_withheld(written):
    clean, kinds = withhold(f"seen by {written} in May")
    assert kinds == (NHS,)
    assert not any(digit in clean for digit in "943")


@pytest.mark.parametrize(
    "written", ["9434765918", "19434765919", "943476591", "0161 496 0000", "2026-04-01 2026"]
)
def test_other_numbers_stay(written):
    assert withhold(written) == (written, ())


@settings(max_examples=40)
@given(st.from_regex("[0-9]{9}", fullmatch=True), st.integers(0, 9), st.integers(1, 9))
def test_one_wrong_digit_is_no_nhs_number(nine, place, by):
    number = nhs_number(nine)
    if number:
        wrong = number[:place] + str((int(number[place]) + by) % 10) + number[place + 1 :]
        assert withhold(number)[1] == (NHS,)
        assert withhold(wrong)[1] == ()


@pytest.mark.parametrize(
    "written",
    [
        "dob 01/02/1980",
        "DOB: 1980-02-01",
        "born on 3 March 1985",
        "date of birth 1.2.80",
        "d.o.b 1 Feb 1980",
        "01/02/1980 (born in Leeds)",
        "1980-02-01 is the birthday",
    ],
)
def test_a_date_of_birth_is_withheld(written):
    clean, kinds = withhold(written)
    assert kinds == (BIRTH,)
    assert not any(digit.isdigit() for digit in clean)


@pytest.mark.parametrize(
    "written", ["reviewed 01/02/2026", "Dobson, 01/02/1980", "reborn group, 3 March 2026", "born"]
)
def test_other_dates_stay(written):
    assert withhold(written) == (written, ())


@settings(deadline=None)
@given(st.text())
def test_what_is_withheld_once_is_not_found_again(text):
    clean, _ = withhold(text)
    assert withhold(clean) == (clean, ())


def test_long_text_takes_time_in_proportion_to_its_length():
    begun = time.perf_counter()
    withhold("dob " + "1 " * 20_000 + "1/1/1980 " * 20_000 + "born " * 20_000)
    assert time.perf_counter() - begun < 10  # a tenth of this where it is quiet; minutes if it grew faster
