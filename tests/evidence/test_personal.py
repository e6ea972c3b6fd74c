"""What may identify a person is noticed however it is written, and withheld."""

import time
from datetime import date
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from specrules.evidence.personal import CONTACT_DETAILS, Identifier, suspects, withhold, withhold_from_cell

NHS, BIRTH = Identifier.NHS_NUMBER, Identifier.BIRTH_DATE
EMAIL, TELEPHONE = Identifier.EMAIL, Identifier.TELEPHONE


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


# -- e-mail addresses and telephone numbers, in cells


@pytest.mark.parametrize(
    "written",
    [
        "jane.smith@example.org",
        "Jane Smith <jane@mail.example.org>",
        "(j_smith+x@example.co.uk)",
        "o'neill@example.org.",
        "jane＠example.org",
        "jane@\u200bexample.org",
    ],
)
def test_an_email_address_in_a_cell_is_withheld(written):
    clean, kinds = withhold_from_cell(f"write to {written} or ask")
    assert kinds == (EMAIL,)
    assert "example" not in clean
    assert clean.startswith("write to ")
    assert clean.endswith(" or ask")


@pytest.mark.parametrize("written", ["a@b", "@home", "5 @ £3.20", "see x @ y.com", "12@3.50", "@", "me@.com"])
def test_an_at_sign_makes_no_email_address(written):
    assert withhold_from_cell(written) == (written, ())


# Numbers that are kept for plays and films, which nobody has.
@pytest.mark.parametrize(
    "written",
    [
        "0113 496 0000",
        "(0113) 496 0000",
        "0113-496-0000",
        "0113.496.0000",
        "0113\xa0496\xa00000",
        "0113–496–0000",
        "０１１３ ４９６ ００００",
        "0161 4960000",
        "020 7946 0000",
        "(020) 7946 0000",
        "01632 960001",
        "01632 960 001",
        "01632 96 00 01",
        "07700 900123",
        "07700 900 123",
        "0770 090 0123",
        "07700900123",
        "+447700900123",
        "+44 7700 900123",
        "+44 (0)113 496 0000",
        "+44 (0) 113 496 0000",
        "+44(0)20 7946 0000",
        "00447700900123",
        "0044 113 496 0000",
    ],
)
@pytest.mark.parametrize(
    "around", ["{}", "lives near, {}.", "write or {}/mornings", "home:{}; no answer", "“{}”"]
)
def test_a_telephone_number_in_a_cell_is_withheld(written, around):
    clean, kinds = withhold_from_cell(around.format(written))
    assert kinds == (TELEPHONE,)
    assert not any(letter.isdigit() for letter in clean)
    assert suspects(["57", around.format(written)]) == {around.format(written)}


@pytest.mark.parametrize("word", ["Tel", "tel.", "phone:", "Mobile", "rang", "please call"])
@pytest.mark.parametrize("written", ["01134960000", "02079460000", "07700900123"])
def test_eleven_digits_after_a_word_that_says_so_are_a_telephone_number(word, written):
    assert withhold_from_cell(f"{word} {written}") == (f"{word} [withheld]", (TELEPHONE,))


def test_several_in_one_cell_are_each_withheld_and_told_once():
    clean, kinds = withhold_from_cell(
        "0113 496 0000/07700 900123, j@example.org, k@example.org, 943 476 5919"
    )
    assert clean == "[withheld]/[withheld], [withheld], [withheld], [withheld]"
    assert sorted(kinds) == sorted((EMAIL, TELEPHONE, NHS))


@pytest.mark.parametrize(
    "written",
    [
        "invoice 07700900123",
        "case number 07700900123",
        "Ref: 07700900123",
        "DOC-07700900123",
        "DOC/07700900123",
        "07700900123-A2",
        "#07700900123",
        "A07700900123",
        "07700900123x",
        "01134960000",
        "order 02079460000",
        "£07700900123.00",
        "0.07700900123",
        "107700 900123",
        "0300 123 4567",
        "0800 123 4567",
        "0845 123 4567",
        "0909 123 4567",
        "charity 1134567",
        "company 01234567",
        "SC012345",
        "GB 012 3456 78",
        "01-23-45 12345678",
        "01/04/2026 to 30/06/2026",
        "01-04-2026 to 30-06-2026",
        "01.04.2026 12:30",
        "2026-07-01 2026-07-02",
        "20260701 0930",
        "57, 60, 12, 14, 99, 101",
        "1,134,960,000",
        "0000 0000 0000",
    ],
)
def test_references_registered_numbers_money_and_dates_are_no_telephone_numbers(written):
    assert withhold_from_cell(written) == (written, ())


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)), st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_dates_one_after_another_are_no_contact_details(one, other):
    for form in ("%d/%m/%Y", "%Y-%m-%d", "%d.%m.%Y", "%d-%m-%Y", "%d %m %Y", "%d%m%Y", "%Y%m%d"):
        for sign in (" ", " - ", "-", ", ", "/"):
            written = one.strftime(form) + sign + other.strftime(form)
            assert CONTACT_DETAILS.isdisjoint(withhold_from_cell(written)[1]), written


@given(st.integers(0, 10**15), st.sampled_from(["{}", "{:,}", "£{:,}", "£{}.50", "{}%", "{} of {}"]))
def test_counts_and_money_are_no_contact_details(number, form):
    written = form.format(number, number)
    assert CONTACT_DETAILS.isdisjoint(withhold_from_cell(written)[1])


@example("A/01200-000000")
@given(st.from_regex(r"[A-Z]{1,4}[-/]?[0-9]{1,12}([-/][0-9]{1,6})?", fullmatch=True))
def test_references_that_begin_with_letters_are_no_contact_details(written):
    assert CONTACT_DETAILS.isdisjoint(withhold_from_cell(written)[1])


@pytest.mark.parametrize("written", ["T/07700 900123", "ring A/01632-960001", "W/+447700900123"])
def test_a_number_to_call_behind_a_letter_is_no_reference(written):
    assert withhold_from_cell(written)[1] == (Identifier.TELEPHONE,)


def test_a_register_may_say_whom_to_ask():
    written = "local coordinator, 01632 960001, group@example.org, LS6 3QX"
    assert withhold_from_cell(written, register=True) == (written, ())
    assert withhold_from_cell(f"{written}, 943 476 5919", register=True)[1] == (NHS,)


@settings(deadline=None)
@given(st.text() | st.text("0147 +()-@ab.", max_size=40))
def test_what_is_withheld_from_a_cell_is_noticed_first_and_not_found_again(text):
    clean, kinds = withhold_from_cell(text)
    assert withhold_from_cell(clean) == (clean, ())
    assert not kinds or suspects([text]) == {text}


def test_in_what_the_project_itself_says_only_helplines_are_telephone_numbers():
    top = Path(__file__).parents[2]
    files = [
        each
        for form in ("docs/**/*.md", "specs/**/*.yaml", "rules/**/*.yaml", "tests/cases/**/*.*")
        for each in sorted(top.glob(form))
        if each.suffix in (".md", ".yaml", ".csv")
    ]
    found = [
        line
        for file in files
        for line in suspects(file.read_text(errors="replace").splitlines())
        if not CONTACT_DETAILS.isdisjoint(withhold_from_cell(line)[1])
    ]
    assert len(files) > 100
    assert [line for line in found if "helplines: [" not in line] == []


@pytest.mark.parametrize(
    "part", ["a@", "a.b-", "0113 ", "+44 ", "07700 90", "a@b.", "@", "tel 0", "(0", "7" * 10]
)
def test_long_cells_take_time_in_proportion_to_their_length(part):
    begun = time.process_time()
    withhold_from_cell(part * 20_000)
    assert time.process_time() - begun < 5  # a fiftieth of this; minutes if it grew faster
