"""A return is held against what was asked; each fault is a finding at its cell."""

from datetime import date
from fractions import Fraction

import openpyxl
import pytest

from specrules.base.errors import UnreadableFile
from specrules.base.findings import Place, Severity
from specrules.evidence.facts import Absent, Column, Row, ValueKind
from specrules.evidence.returns import read_return, read_returns
from specrules.result import Reason
from tests.evidence.making import (
    CONDITION,
    HEADER,
    REGISTER,
    SHARE,
    STATEMENT,
    WITH_BLANKS,
    asked,
    header_with,
    raw_book,
    rows_of,
    table,
    write_csv,
    write_xlsx,
)

CONFLICTING, NOT_READABLE = Absent(Reason.CONFLICTING), Absent(Reason.NOT_READABLE)
OUTSIDE = Absent(Reason.OUTSIDE_PERIOD)
DELIVERED = asked("MA-1.delivered", SHARE)
PROTOCOL = asked("NWD-6.protocol", STATEMENT, document="protocol")
LINKS = asked("MA-2.links", REGISTER, words=("12-step", "SMART Recovery", "other"))
KINDS = ("csv", "xlsx")


def read(tmp_path, requests, *lines, kind="csv", header=HEADER, more=()):
    """A return with some lines, and rows after them."""
    rows = [*rows_of(*lines, header=header), *more]
    write = write_csv if kind == "csv" else write_xlsx
    return read_return(write(tmp_path / f"a.{kind}", rows), requests)


def read_yaml(tmp_path, requests, body, header=HEADER):
    """A return in YAML."""
    path = tmp_path / "a.yaml"
    path.write_text("".join(f"{key}: {value}\n" for key, value in header.items()) + body, encoding="utf-8")
    return read_return(path, requests)


def codes(found):
    """The codes of the findings of a return."""
    return [finding.code for finding in found.findings]


def only(found):
    """The one finding of a return."""
    (finding,) = found.findings
    return finding


# --- what a good return says


@pytest.mark.parametrize("kind", KINDS)
def test_each_cell_that_was_asked_for_is_found(tmp_path, kind):
    line = {"item": "MA-1.delivered", "number": "57", "out of": "64"}
    found = read(tmp_path, [DELIVERED], line, kind=kind)
    assert found.cells == {"MA-1.delivered/number": "57", "MA-1.delivered/out of": "64"}
    assert found.findings == ()


def test_the_headings_are_read(tmp_path):
    header = header_with(data_as_at="2026-07-10", status="provisional", supersedes="old.xlsx")
    found = read(tmp_path, [], header=header)
    assert (found.spec, found.spec_version, found.party, found.period) == (
        "anytown",
        "1",
        "riverbank",
        "2026-27-Q1",
    )
    assert (found.submitted, found.data_as_at) == (date(2026, 7, 16), date(2026, 7, 10))
    assert (found.provisional, found.supersedes, found.readable) == (True, "old.xlsx", True)
    assert len(found.digest) == 64


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_each_line_is_read_by_the_headings_above_it(tmp_path, kind):
    requests = [asked("MA-1.delivered", SHARE), asked("MA-2.held", SHARE)]
    rows = rows_of({"item": "MA-1.delivered", "number": 57, "out of": 64})
    rows += [["item", "out of", "number"], ["MA-2.held", 70, 3], [None, 9, 8]]
    write = write_csv if kind == "csv" else write_xlsx
    found = read_return(write(tmp_path / f"return.{kind}", rows), requests)
    assert {key: str(each) for key, each in found.cells.items()} == {
        "MA-1.delivered/number": "57",
        "MA-1.delivered/out of": "64",
        "MA-2.held/number": "3",
        "MA-2.held/out of": "70",
    }
    assert [each.message for each in found.findings] == [
        "This line has answers, but does not say to which item."
    ]


def test_a_workbook_keeps_numbers_and_dates(tmp_path):
    asks = [asked("A-1.fee", ValueKind.MONEY), asked("A-2.when", ValueKind.DATE)]

    def fill(book, sheet):
        sheet.write_datetime("B10", date(2026, 3, 4), book.add_format({"num_format": "dd/mm/yyyy"}))

    rows = rows_of({"item": "A-1.fee", "answer": 7.5}, {"item": "A-2.when", "answer": None})
    found = read_return(write_xlsx(tmp_path / "a.xlsx", rows, fill), asks)
    assert found.cells == {"A-1.fee/answer": Fraction(15, 2), "A-2.when/answer": date(2026, 3, 4)}


def test_each_fact_knows_its_cell_and_what_was_written(tmp_path):
    found = read(tmp_path, [DELIVERED], {"item": "MA-1.delivered", "number": 57, "out of": 64}, kind="xlsx")
    origin = found.origins["MA-1.delivered/out of"]
    assert origin.place == Place(str(tmp_path / "a.xlsx"), None, "Return", "C9")
    assert (origin.text, origin.digest) == ("64", found.digest)


def test_each_fact_of_a_csv_file_knows_its_line_and_column(tmp_path):
    found = read(tmp_path, [DELIVERED], {"item": "MA-1.delivered", "number": 57, "out of": 64})
    assert found.origins["MA-1.delivered/out of"].place.span == (9, 19, 9, 21)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("column", ["answer", "number"])
def test_a_share_may_be_written_as_words(tmp_path, kind, column):
    found = read(tmp_path, [DELIVERED], {"item": "MA-1.delivered", column: "<5 of 64"}, kind=kind)
    assert found.cells == {"MA-1.delivered/number": "<5", "MA-1.delivered/out of": "64"}


def test_one_answer_in_the_column_beside_is_taken_for_it(tmp_path):
    found = read(tmp_path, [asked("A-1.n", ValueKind.COUNT)], {"item": "A-1.n", "number": 3})
    assert found.cells == {"A-1.n/answer": "3"}


def test_items_and_headings_are_read_whatever_their_capitals(tmp_path):
    path = write_csv(
        tmp_path / "a.csv",
        [*map(list, HEADER.items()), ["Item", "Numerator:", "DENOMINATOR"], ["ma-1.DELIVERED", "57", "64"]],
    )
    assert read_return(path, [DELIVERED]).cells == {
        "MA-1.delivered/number": "57",
        "MA-1.delivered/out of": "64",
    }


def test_titles_columns_of_others_and_their_order_do_no_harm(tmp_path):
    rows = [
        ["Anytown: return for the quarter"],
        *map(list, HEADER.items()),
        ["Please fill in what is yellow", "x"],
    ]
    rows += [["out of", "question", "item", "number"], ["64", "How many?", "MA-1.delivered", "57"]]
    found = read_return(write_csv(tmp_path / "a.csv", rows), [DELIVERED])
    assert found.cells == {"MA-1.delivered/number": "57", "MA-1.delivered/out of": "64"}
    assert found.findings == ()


def test_only_what_this_party_was_asked_is_missed(tmp_path):
    found = read(
        tmp_path,
        [DELIVERED, asked("X-1.a", SHARE, party="trust")],
        {"item": "MA-1.delivered", "answer": "1 of 2"},
    )
    assert found.findings == ()


def test_each_site_has_a_line_of_its_own(tmp_path):
    asks = [asked("MA-3.fee", ValueKind.MONEY, site=site) for site in ("High Street", "Quayside")]
    lines = [
        {"item": "MA-3.fee", "site": site, "answer": fee}
        for site, fee in (("quayside", 8), ("High Street", 9))
    ]
    assert read(tmp_path, asks, *lines).cells == {
        "MA-3.fee@High Street/answer": "9",
        "MA-3.fee@Quayside/answer": "8",
    }


# --- YAML


def test_yaml_answers_by_text_by_headings_and_by_site(tmp_path):
    asks = [
        DELIVERED,
        PROTOCOL,
        asked("A-1.words", ValueKind.WORDS, words=("TSF", "SMART-based")),
        *(asked("MA-3.fee", ValueKind.MONEY, site=site) for site in ("High Street", "Quayside")),
    ]
    body = """items:
  MA-1.delivered: 57 of 64
  NWD-6.protocol: {answer: yes, document: Protocol v2, owner: service manager, date: 2026-01-12}
  A-1.words: [TSF, SMART-based]
  MA-3.fee:
    - {site: High Street, answer: £8}
    - {site: Quayside, answer: "*"}
"""
    found = read_yaml(tmp_path, asks, body)
    assert found.cells == {
        "MA-1.delivered/number": "57",
        "MA-1.delivered/out of": "64",
        "NWD-6.protocol/answer": "yes",
        "NWD-6.protocol/document": "Protocol v2",
        "NWD-6.protocol/owner": "service manager",
        "NWD-6.protocol/date": "2026-01-12",
        "A-1.words/answer": "TSF; SMART-based",
        "MA-3.fee@High Street/answer": "£8",
        "MA-3.fee@Quayside/answer": "*",
    }
    assert codes(found) == ["EV424"]


def test_yaml_reads_codes_without_quotation_marks(tmp_path):
    body = "items:\n  MA-1.delivered: {number: *, out of: <5}\n"
    assert read_yaml(tmp_path, [DELIVERED], body).cells["MA-1.delivered/number"] == "*"


@pytest.mark.parametrize("nothing", ["", "~", "null"])
def test_nothing_in_yaml_is_blank(tmp_path, nothing):
    found = read_yaml(tmp_path, [asked("A-1.n", ValueKind.COUNT)], f"items:\n  A-1.n: {nothing}\n")
    assert found.cells == {"A-1.n/answer": None}


def test_answers_under_a_misspelt_heading_are_one_finding(tmp_path):
    asks = [asked("A-1.n", ValueKind.COUNT), asked("A-1.m", ValueKind.COUNT)]
    found = read_yaml(tmp_path, asks, "item:\n  A-1.n: 3\n  A-1.m: 4\n")
    assert only(found).code == "EV432"
    assert found.cells == {}


def test_registers_in_yaml(tmp_path):
    body = """registers:
  MA-2.links:
    - {kind: 12-Step, name: First step, contact: group secretary, last contact: 2026-06-01}
    - kind: other
"""
    found = read_yaml(tmp_path, [LINKS], body)
    assert found.cells["MA-2.links/rows"] == (
        Row("12-step", "First step", "group secretary", date(2026, 6, 1)),
        Row("other"),
    )


@pytest.mark.parametrize(
    ("body", "cause"),
    [
        ("items:\n  A-1.n: 3\n  Ann Lee 4\n", "There is no colon in this line."),
        ("items:\n  A-1.n: {number: 3 comment: Ann Lee}\n", "There is no comma between two things here."),
        ("items:\n  A-1.n: {number: 3, comment: Ann Lee\n", "A bracket is opened here and never closed."),
        ("items:\n  A-1.n: {number: 1,057, comment: Ann Lee}\n", "A comma ends a value in curly brackets."),
        ('items:\n  A-1.n: 3\ncontact: "Ann Lee\n', "The quotation mark that opens here is never closed."),
    ],
)
def test_why_a_return_is_not_yaml_is_named_without_repeating_a_word_of_it(tmp_path, body, cause):
    found = read_yaml(tmp_path, [asked("A-1.n", ValueKind.COUNT)], body)
    (said,) = [each.message for each in found.findings if each.name == "not-yaml"]
    assert said.startswith(cause)
    assert not any("Ann" in each.message or "1,057" in each.message for each in found.findings)


def test_an_item_given_twice_in_yaml_does_not_count(tmp_path):
    body = "items:\n  A-1.n: 3\n  A-1.n: 4\n"
    found = read_yaml(tmp_path, [asked("A-1.n", ValueKind.COUNT)], body)
    assert found.cells == {"A-1.n/answer": CONFLICTING}


def test_a_heading_given_twice_in_yaml_does_not_count(tmp_path):
    body = "items:\n  MA-1.delivered: {number: 3, number: 64, out of: 64}\n"
    assert read_yaml(tmp_path, [DELIVERED], body).cells["MA-1.delivered/number"] == CONFLICTING


def test_yaml_that_cannot_be_read_to_its_end_is_no_return(tmp_path):
    found = read_yaml(tmp_path, [DELIVERED], "items:\n  MA-1.delivered: 57 of 64\n---\nmore: 1\n")
    assert not found.readable
    assert found.cells == {}
    assert found.party == "riverbank"


def test_faults_of_yaml_are_told_without_what_was_written(tmp_path):
    body = "items:\n  MA-1.delivered: {number: 3, owner: Ann Canary, owner: Bob Canary}\n\tx: “Canary”\n"
    found = read_yaml(tmp_path, [DELIVERED], body)
    assert "FI102" in codes(found)
    assert "Canary" not in repr(found.findings)


@pytest.mark.parametrize(
    "body", ["items: 3\n", "items:\n  MA-1.delivered:\n    number: {a: 1}\n", "registers: x\n"]
)
def test_yaml_of_the_wrong_shape_is_a_finding(tmp_path, body):
    found = read_yaml(tmp_path, [DELIVERED, LINKS], body)
    assert found.readable
    assert {"EV432", "EV422"} & set(codes(found))


# --- registers


def register(*rows, item="MA-2.links"):
    """The rows of a register below the table."""
    return [["register", item], ["kind", "name", "contact", "last contact"], *rows]


def test_a_register_stands_below_the_table(tmp_path):
    rows = register(["12-step", "First step", "secretary", "2026-06-01"], ["smart recovery", "Online"])
    found = read(tmp_path, [LINKS], more=rows)
    assert found.cells == {
        "MA-2.links/rows": (
            Row("12-step", "First step", "secretary", date(2026, 6, 1)),
            Row("SMART Recovery", "Online"),
        )
    }


def test_a_register_has_a_sheet_of_its_own(tmp_path):
    rows = register(["12-step", "First step", None, "2026-06-01"])
    path = write_xlsx(tmp_path / "a.xlsx", rows_of(), others={"Register MA-2 links": rows})
    found = read_return(path, [LINKS])
    assert found.cells["MA-2.links/rows"] == (Row("12-step", "First step", "", date(2026, 6, 1)),)
    assert found.origins["MA-2.links/rows"].place.sheet == "Register MA-2 links"


def test_an_empty_register_is_blank_and_not_a_register_of_nothing(tmp_path):
    found = read(tmp_path, [LINKS], more=register())
    assert found.cells == {"MA-2.links/rows": None}
    assert only(found).code == "EV423"


def test_a_register_says_that_it_has_nothing(tmp_path):
    found = read(tmp_path, [LINKS], more=register(["none"]))
    assert found.cells == {"MA-2.links/rows": ()}


def test_a_row_without_kind_and_name_does_not_count(tmp_path):
    found = read(
        tmp_path,
        [LINKS],
        more=register(["12-step", "First step", "x", "2026-06-01"], ["", "", "Mr Canary", ""]),
    )
    assert len(found.cells["MA-2.links/rows"]) == 1
    assert only(found).code == "EV423"


def test_the_same_row_twice_counts_once_and_is_named(tmp_path):
    row = ["12-step", "First step", "x", "2026-06-01"]
    found = read(tmp_path, [LINKS], more=register(row, ["12-step", "Online", "x", "2026-06-01"], row))
    assert len(found.cells["MA-2.links/rows"]) == 2
    finding = only(found)
    assert (finding.code, finding.severity) == ("EV425", Severity.WARNING)
    assert (finding.place.span.line, finding.also[0].span.line) == (13, 11)


def test_an_unknown_kind_is_reported_with_the_nearest(tmp_path):
    finding = only(read(tmp_path, [LINKS], more=register(["12 steps", "First step", "x", "2026-06-01"])))
    assert (finding.code, finding.meant) == ("EV422", "12-step")


@pytest.mark.parametrize(
    ("day", "code"), [("01/06/2026", "EV422"), ("46190", "EV437"), ("2027-01-01", "EV427")]
)
def test_a_last_contact_that_cannot_count_is_left_open(tmp_path, day, code):
    found = read(tmp_path, [LINKS], more=register(["12-step", "First step", "x", day]))
    assert found.cells["MA-2.links/rows"][0].last_contact is None
    assert only(found).code == code


def test_a_register_without_headings_is_not_read(tmp_path):
    found = read(tmp_path, [LINKS], more=[["register", "MA-2.links"], ["12-step", "First step"]])
    assert found.cells == {"MA-2.links/rows": NOT_READABLE}
    assert "EV432" in codes(found)


def test_what_stands_behind_a_register_is_not_taken_for_a_row(tmp_path):
    rows = register(["12-step", "First step", "x", "2026-06-01"])
    found = read(tmp_path, [LINKS], more=[*rows, [], ["Notes", "call back"], ["more notes", "x"]])
    assert len(found.cells["MA-2.links/rows"]) == 1
    assert only(found).code == "EV438"


def test_rows_of_a_register_go_to_their_sites(tmp_path):
    asks = [asked("MA-2.links", REGISTER, site=site) for site in ("North", "South")]
    rows = [
        ["register", "MA-2.links"],
        ["site", "kind", "name"],
        ["South", "other", "a"],
        ["North", "other", "b"],
    ]
    found = read(tmp_path, asks, more=rows)
    assert [found.cells[f"MA-2.links@{site}/rows"][0].name for site in ("North", "South")] == ["b", "a"]


def test_a_site_without_a_row_in_a_register_is_blank_there(tmp_path):
    asks = [asked("MA-2.links", REGISTER, site=site) for site in ("North", "South")]
    rows = [["register", "MA-2.links"], ["site", "kind", "name"], ["North", "other", "b"]]
    found = read(tmp_path, asks, more=rows)
    assert found.cells["MA-2.links@South/rows"] is None
    assert (only(found).code, only(found).subject.partition(' "')[0]) == ("EV423", "MA-2.links at South")


def test_a_register_of_sites_without_headings_is_read_at_none_of_them(tmp_path):
    asks = [asked("MA-2.links", REGISTER, site=site) for site in ("North", "South")]
    found = read(tmp_path, asks, more=[["register", "MA-2.links"], ["North", "other"]])
    assert found.cells == {f"MA-2.links@{site}/rows": NOT_READABLE for site in ("North", "South")}


def test_two_registers_for_one_item_conflict(tmp_path):
    found = read(
        tmp_path, [LINKS], more=[*register(["other", "a", "", ""]), *register(["other", "b", "", ""])]
    )
    assert found.cells == {"MA-2.links/rows": CONFLICTING}
    assert only(found).code == "EV425"


# --- what is wrong with a line


@pytest.mark.parametrize("kind", KINDS)
def test_an_unknown_item_is_reported_with_the_nearest(tmp_path, kind):
    line = {"item": "MA-1.deliverd", "number": 57, "out of": 64}
    found = read(tmp_path, [DELIVERED], line, kind=kind)
    assert codes(found) == ["EV420"]
    assert not found.cells
    assert found.findings[0].meant == "MA-1.delivered"
    assert found.cells == {}


def test_an_item_of_another_party_is_told_apart(tmp_path):
    asks = [DELIVERED, asked("X-1.a", SHARE, party="trust")]
    found = read(
        tmp_path,
        asks,
        {"item": "MA-1.delivered", "answer": "57 of 64"},
        {"item": "X-1.a", "answer": "1 of 2"},
    )
    assert "another party" in only(found).message


@pytest.mark.parametrize(("site", "meant"), [("Quaysid", "Quayside"), (None, None), ("Harbour", None)])
def test_a_line_without_a_known_site_is_not_read(tmp_path, site, meant):
    asks = [asked("MA-3.fee", ValueKind.MONEY, site="Quayside")]
    found = read(tmp_path, asks, {"item": "MA-3.fee", "site": site, "answer": 8})
    assert codes(found) == ["EV420"]
    assert not found.cells
    assert found.findings[0].meant == meant
    assert "Quayside" in found.findings[0].message


def test_a_line_for_one_site_does_not_answer_for_the_party(tmp_path):
    found = read(tmp_path, [DELIVERED], {"item": "MA-1.delivered", "site": "Quayside", "answer": "57 of 64"})
    assert found.cells == {}


def test_answers_without_an_item_are_reported(tmp_path):
    found = read(
        tmp_path, [DELIVERED], {"item": "MA-1.delivered", "answer": "1 of 2"}, {"item": None, "answer": "3"}
    )
    assert only(found).code == "EV420"


def test_what_was_asked_and_not_answered_is_named(tmp_path):
    finding = only(read(tmp_path, [DELIVERED]))
    assert (finding.code, finding.subject) == ("EV421", 'MA-1.delivered "what delivered asks"')


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("number", ["89%", 57.5, "some", -1])
def test_a_wrong_number_is_reported_at_its_cell(tmp_path, kind, number):
    found = read(tmp_path, [DELIVERED], {"item": "MA-1.delivered", "number": number, "out of": 64}, kind=kind)
    finding = only(found)
    assert finding.code == "EV422"
    assert finding.place == found.origins["MA-1.delivered/number"].place


def test_a_percentage_instead_of_a_share_is_one_finding(tmp_path):
    found = read(tmp_path, [DELIVERED], {"item": "MA-1.delivered", "answer": "89%"})
    assert codes(found) == ["EV422"]
    assert found.cells == {"MA-1.delivered/number": "89%", "MA-1.delivered/out of": None}


def test_a_number_that_excel_shows_as_a_percentage_is_no_count(tmp_path):
    def fill(book, sheet):
        sheet.write_number("B9", 1, book.add_format({"num_format": "0%"}))

    rows = rows_of({"item": "MA-1.delivered", "number": None, "out of": 64})
    assert codes(read_return(write_xlsx(tmp_path / "a.xlsx", rows, fill), [DELIVERED])) == ["EV422"]


@pytest.mark.parametrize("blank", [None, " ", "n/a", "-", "tbc"])
def test_blank_cells_of_a_line_are_one_finding(tmp_path, blank):
    found = read(tmp_path, [DELIVERED], {"item": "MA-1.delivered", "number": blank, "out of": blank})
    assert only(found).code == "EV423"
    assert '"number" and "out of"' in only(found).message


@pytest.mark.parametrize(("number", "words"), [("*", "hidden"), ("<5", "1 to 4")])
def test_a_suppressed_number_is_advice(tmp_path, number, words):
    finding = only(read(tmp_path, [DELIVERED], {"item": "MA-1.delivered", "number": number, "out of": 64}))
    assert (finding.code, finding.severity) == ("EV424", Severity.ADVICE)
    assert words in finding.message


@pytest.mark.parametrize("kind", KINDS)
def test_an_item_given_twice_does_not_count(tmp_path, kind):
    line = {"item": "MA-1.delivered", "number": 57, "out of": 64}
    found = read(tmp_path, [DELIVERED], line, line, kind=kind)
    assert set(found.cells.values()) == {CONFLICTING}
    assert (only(found).code, len(only(found).also)) == ("EV425", 1)


@pytest.mark.parametrize(("number", "out_of"), [(65, 64), ("<5", 0), (7, "<5")])
def test_more_than_all_does_not_count(tmp_path, number, out_of):
    found = read(tmp_path, [DELIVERED], {"item": "MA-1.delivered", "number": number, "out of": out_of})
    assert set(found.cells.values()) == {CONFLICTING}
    assert "EV426" in codes(found)


def test_a_range_that_may_be_all_counts(tmp_path):
    found = read(tmp_path, [DELIVERED], {"item": "MA-1.delivered", "number": 4, "out of": "<5"})
    assert CONFLICTING not in found.cells.values()


def test_blanks_and_number_together_are_not_more_than_all(tmp_path):
    asks = [asked("A-1.a", WITH_BLANKS)]
    found = read(tmp_path, asks, {"item": "A-1.a", "number": 60, "out of": 64, "not recorded": 5})
    assert set(found.cells.values()) == {CONFLICTING}


def test_a_date_after_the_return_was_made_does_not_count(tmp_path):
    asks = [asked("A-1.when", ValueKind.DATE)]
    found = read(tmp_path, asks, {"item": "A-1.when", "answer": "2026-07-17"})
    assert found.cells == {"A-1.when/answer": OUTSIDE}
    assert only(found).code == "EV427"
    assert read(tmp_path, asks, {"item": "A-1.when", "answer": "2026-07-16"}).findings == ()


def test_a_date_as_a_bare_number_is_asked_about_and_not_guessed(tmp_path):
    found = read(
        tmp_path, [asked("A-1.when", ValueKind.DATE)], {"item": "A-1.when", "answer": 46190}, kind="xlsx"
    )
    assert (only(found).code, only(found).meant) == ("EV437", "2026-06-17")
    assert only(found).remedy == 'Did you mean "2026-06-17"?'


def test_day_first_dates_are_read_where_they_are_agreed(tmp_path):
    asks = [asked("A-1.when", ValueKind.DATE, uk_dates=True)]
    header = header_with(submitted="16/07/2026")
    found = read(tmp_path, asks, {"item": "A-1.when", "answer": "01/06/2026"}, header=header)
    assert found.submitted == date(2026, 7, 16)
    assert found.findings == ()


def test_a_yes_needs_its_document(tmp_path):
    finding = only(read(tmp_path, [PROTOCOL], {"item": "NWD-6.protocol", "answer": "yes", "document": "tbc"}))
    assert finding.code == "EV434"
    assert "protocol" in finding.message


def test_a_no_needs_no_document(tmp_path):
    assert read(tmp_path, [PROTOCOL], {"item": "NWD-6.protocol", "answer": "no"}).findings == ()


@pytest.mark.parametrize(
    ("reason", "agreed_by", "lacking"),
    [(None, "council", "reason"), ("too small", None, "agreed by"), ("x", "council", None)],
)
def test_a_no_about_a_condition_is_argued(tmp_path, reason, agreed_by, lacking):
    line = {"item": "MA-3.applies", "answer": "no", "reason": reason, "agreed by": agreed_by}
    found = read(tmp_path, [asked("MA-3.applies", CONDITION)], line)
    assert codes(found) == (["EV435"] if lacking else [])
    assert not lacking or f'"{lacking}"' in only(found).message


def test_where_a_requirement_does_not_apply_nothing_else_of_it_is_missed(tmp_path):
    asks = [asked("MA-3.fee", ValueKind.MONEY), asked("MA-3.let", SHARE), asked("MA-3.applies", CONDITION)]
    line = {"item": "MA-3.applies", "answer": "no", "reason": "no room", "agreed by": "council"}
    assert read(tmp_path, asks, line, {"item": "MA-3.fee"}).findings == ()
    assert codes(read(tmp_path, asks, {**line, "reason": None}, {"item": "MA-3.fee"})) == [
        "EV435",
        "EV423",
        "EV421",
    ]


def test_a_cell_nobody_asked_for_is_advice(tmp_path):
    line = {"item": "NWD-6.protocol", "answer": "no", "number": 3}
    finding = only(read(tmp_path, [PROTOCOL], line))
    assert (finding.code, finding.severity) == ("EV439", Severity.ADVICE)


# --- what is wrong with a table


@pytest.mark.parametrize("heading", ["numbr", "Number of"])
def test_a_misspelt_heading_is_reported(tmp_path, heading):
    rows = [*map(list, HEADER.items()), ["item", heading, "out of"], ["MA-1.delivered", "57", "64"]]
    found = read_return(write_csv(tmp_path / "a.csv", rows), [DELIVERED])
    assert codes(found) == ["EV432"]
    assert found.findings[0].meant == "number"


def test_two_columns_alike_are_both_unread(tmp_path):
    rows = [
        *map(list, HEADER.items()),
        ["item", "number", "out of", "Number"],
        ["MA-1.delivered", "57", "64", "58"],
    ]
    found = read_return(write_csv(tmp_path / "a.csv", rows), [DELIVERED])
    assert found.cells["MA-1.delivered/number"] == CONFLICTING
    assert (only(found).code, only(found).place.span.column) == ("EV438", 20)


def test_two_columns_of_items_make_every_answer_doubtful(tmp_path):
    rows = [
        *map(list, HEADER.items()),
        ["item", "number", "out of", "item"],
        ["MA-1.delivered", "57", "64", "x"],
    ]
    found = read_return(write_csv(tmp_path / "a.csv", rows), [DELIVERED])
    assert set(found.cells.values()) <= {CONFLICTING}


def test_an_unquoted_comma_moves_no_answer_into_the_next_column(tmp_path):
    (tmp_path / "a.csv").write_text(
        "".join(f"{key},{value}\n" for key, value in HEADER.items())
        + "item,number,out of\nMA-1.delivered,1,200,1,300\n"
    )
    found = read_return(tmp_path / "a.csv", [DELIVERED])
    assert set(found.cells.values()) == {NOT_READABLE}
    assert (only(found).code, only(found).place.span.line) == ("EV438", 8)


def test_a_short_line_counts_as_blank_where_it_ends(tmp_path):
    (tmp_path / "a.csv").write_text(
        "".join(f"{key},{value}\n" for key, value in HEADER.items())
        + "item,number,out of\nMA-1.delivered,57\n"
    )
    found = read_return(tmp_path / "a.csv", [DELIVERED])
    assert found.cells == {"MA-1.delivered/number": "57", "MA-1.delivered/out of": None}
    assert codes(found) == ["EV438", "EV423"]


def test_the_word_item_in_an_answer_begins_no_new_table(tmp_path):
    asks = [asked("A-1.text", ValueKind.TEXT), asked("A-2.text", ValueKind.TEXT)]
    found = read(tmp_path, asks, {"item": "A-1.text", "answer": "item"}, {"item": "A-2.text", "answer": "x"})
    assert found.cells == {"A-1.text/answer": "item", "A-2.text/answer": "x"}


def test_a_broken_line_on_top_is_not_taken_for_a_heading(tmp_path):
    (tmp_path / "a.csv").write_text('specrules,return 1\nparty,"river"bank\nspec,anytown\nitem,answer\n')
    found = read_return(tmp_path / "a.csv", [])
    assert (found.party, found.spec) == ("", "anytown")
    assert "EV438" in codes(found)


def test_a_table_without_items_is_reported_where_it_should_be(tmp_path):
    rows = [*map(list, HEADER.items()), ["itm", "number", "out of"], ["MA-1.delivered", "57", "64"]]
    found = read_return(write_csv(tmp_path / "a.csv", rows), [DELIVERED])
    assert found.findings[0].code == "EV432"
    assert found.findings[0].place.span.line == 7


def test_an_answer_across_merged_cells_counts_once(tmp_path):
    asks = [DELIVERED, asked("MA-4.b", SHARE)]
    rows = rows_of({"item": "MA-1.delivered", "number": None, "out of": 64}, {"item": "MA-4.b", "out of": 60})
    found = read_return(
        write_xlsx(tmp_path / "a.xlsx", rows, lambda _, sheet: sheet.merge_range("B9:B10", 57)), asks
    )
    assert (found.cells["MA-1.delivered/number"], found.cells["MA-4.b/number"]) == (57, None)
    assert codes(found) == ["EV428", "EV423"]
    assert found.findings[0].place.cell == "B9"


def test_a_heading_over_two_columns_leaves_one_without(tmp_path):
    rows = rows_of({"item": "MA-1.delivered", "number": 57, "out of": 64})
    rows[7][2] = None
    path = write_xlsx(tmp_path / "a.xlsx", rows, lambda _, sheet: sheet.merge_range("B8:C8", "number"))
    found = read_return(path, [DELIVERED])
    assert "EV428" in codes(found)
    assert found.cells["MA-1.delivered/out of"] is None


def test_a_merged_title_does_no_harm(tmp_path):
    rows = [[], *rows_of({"item": "MA-1.delivered", "number": 57, "out of": 64})]
    found = read_return(
        write_xlsx(tmp_path / "a.xlsx", rows, lambda _, sheet: sheet.merge_range("A1:C1", "Return")),
        [DELIVERED],
    )
    assert found.findings == ()


def test_a_formula_never_calculated_is_reported(tmp_path):
    book = openpyxl.Workbook()
    book.active.title = "Return"
    for row in rows_of({"item": "MA-1.delivered", "number": "=50+7", "out of": 64}):
        book.active.append(row)
    book.save(tmp_path / "a.xlsx")
    found = read_return(tmp_path / "a.xlsx", [DELIVERED])
    assert found.cells["MA-1.delivered/number"] == NOT_READABLE
    assert (only(found).code, only(found).place.cell) == ("EV429", "B9")


def test_a_formula_that_ends_in_an_error_is_reported(tmp_path):
    def fill(_, sheet):
        sheet.write_formula("B9", "=1/0", None, "#DIV/0!")

    rows = rows_of({"item": "MA-1.delivered", "number": None, "out of": 64})
    found = read_return(write_xlsx(tmp_path / "a.xlsx", rows, fill), [DELIVERED])
    assert found.cells["MA-1.delivered/number"] == NOT_READABLE
    assert "error" in only(found).message


def test_hidden_rows_are_read_and_reported(tmp_path):
    def fill(_, sheet):
        sheet.set_row(8, None, None, {"hidden": True})

    rows = rows_of({"item": "MA-1.delivered", "number": 57, "out of": 64})
    found = read_return(write_xlsx(tmp_path / "a.xlsx", rows, fill), [DELIVERED])
    assert found.cells["MA-1.delivered/number"] == 57
    assert only(found).code == "EV430"


def test_hidden_and_extra_sheets_are_reported_unread(tmp_path):
    book = openpyxl.Workbook()
    book.active.title = "Return"
    for row in rows_of():
        book.active.append(row)
    for name, state in (("People", "visible"), ("Secret", "veryHidden"), ("Nothing", "hidden")):
        book.create_sheet(name).sheet_state = state
        if name != "Nothing":
            book[name]["A1"] = "Ann Canary"
    book.save(tmp_path / "a.xlsx")
    found = read_return(tmp_path / "a.xlsx", [])
    assert [(each.code, each.place.sheet) for each in found.findings] == [
        ("EV431", "People"),
        ("EV430", "Secret"),
    ]


def test_a_section_is_read_where_somebody_moved_it_to(tmp_path):
    """Rows put above it and columns beside it leave every value in its cell."""
    line = {"item": "MA-1.delivered", "number": 57, "out of": 64}
    section = [[], [], *([None, None, *row] for row in (["section", "Mutual aid"], [], *table(line)))]
    path = write_xlsx(tmp_path / "a.xlsx", rows_of(), others={"Mutual aid": section})
    found = read_return(path, [DELIVERED])
    assert found.cells["MA-1.delivered/number"] == 57
    assert str(found.origins["MA-1.delivered/number"].place) == "sheet Mutual aid, cell D6"
    assert found.findings == ()


def test_a_hidden_return_is_read_and_reported(tmp_path):
    def fill(book, sheet):
        book.add_worksheet("Cover").activate()
        sheet.hide()

    rows = rows_of({"item": "MA-1.delivered", "number": 57, "out of": 64})
    found = read_return(write_xlsx(tmp_path / "a.xlsx", rows, fill), [DELIVERED])
    assert found.cells["MA-1.delivered/number"] == 57
    assert only(found).code == "EV430"


# --- what is wrong with the headings on top


@pytest.mark.parametrize("missing", ["spec", "party", "period"])
def test_a_heading_that_is_missing_is_an_error(tmp_path, missing):
    finding = read(tmp_path, [], header=header_with(**{missing: None})).findings[0]
    assert (finding.code, finding.severity) == ("EV432", Severity.ERROR)
    assert f'"{missing}"' in finding.message


@pytest.mark.parametrize(
    ("heading", "value", "meant"),
    [
        ("period", "2026-28-Q1", None),
        ("submitted", "16/07/2026", "2026-07-16"),
        ("data_as_at", "46190", "2026-06-17"),
        ("status", "provisionl", "provisional"),
    ],
)
def test_a_heading_that_is_wrong_is_reported_at_its_value(tmp_path, heading, value, meant):
    found = read(tmp_path, [], header=header_with(**{heading: value}))
    finding = only(found)
    assert finding.code == "EV432"
    assert meant is None or finding.meant == meant
    assert finding.place.span.line == [*header_with(**{heading: value})].index(heading.replace("_", "-")) + 1


def test_a_misspelt_heading_on_top_is_reported(tmp_path):
    found = read(
        tmp_path, [], header={"specrules": "return 1", "perod": "2026-27-Q1", **header_with(period=None)}
    )
    assert found.findings[0].meant == "period"


def test_a_heading_on_top_given_twice_is_reported(tmp_path):
    path = write_csv(tmp_path / "a.csv", [*map(list, HEADER.items()), ["party", "trust"], ["item"]])
    assert (only(read_return(path, [])).code, read_return(path, []).party) == ("EV432", "riverbank")


def test_the_period_has_one_form_however_it_was_written(tmp_path):
    assert read(tmp_path, [], header=header_with(period="Q1 2026/27")).period == "2026-27-Q1"


def test_a_month_that_excel_made_a_date_of_is_still_that_month_and_is_told(tmp_path):
    def fill(book, sheet):
        sheet.write_datetime("B5", date(2026, 7, 1), book.add_format({"num_format": "mmm yy"}))

    path = write_xlsx(tmp_path / "a.xlsx", rows_of(header=header_with(period="")), fill)
    found = read_return(path, [])
    told = only(found)
    assert (found.period, told.code, told.severity) == ("2026-07", "EV432", Severity.WARNING)
    assert told.message == "This cell holds a date, 1 July 2026. It was read as the month 2026-07."


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_newer_format_is_refused_by_name(tmp_path, kind):
    found = read(tmp_path, [DELIVERED], kind=kind, header=header_with(specrules="return 2"))
    assert not found.readable
    assert only(found).message == "return 2 is newer than this specrules reads (return 1)."


@pytest.mark.parametrize("first", ["spec 1", "return 0", "return"])
def test_another_kind_of_file_is_no_return(tmp_path, first):
    assert not read(tmp_path, [], header=header_with(specrules=first)).readable


def test_a_return_that_does_not_say_what_it_is_is_read_with_a_warning(tmp_path):
    found = read(tmp_path, [], header=header_with(specrules=None))
    assert (found.readable, only(found).severity) == (True, Severity.WARNING)


def test_a_file_without_headings_is_no_return(tmp_path):
    path = write_csv(tmp_path / "a.csv", [["name", "dob"], ["Ann Canary", "01/02/1980"]])
    assert not read_return(path, []).readable


# --- files


@pytest.mark.parametrize("name", ["a.xls", "a.docx", "a.ods", "a.txt", "a.pdf", "a"])
def test_other_kinds_of_file_are_not_read(tmp_path, name):
    (tmp_path / name).write_bytes(b"x")
    found = read_return(tmp_path / name, [])
    assert (found.readable, only(found).code) == (False, "EV433")


@pytest.mark.parametrize("data", [b"", b"item,answer\n", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"])
def test_a_workbook_that_is_none_is_a_finding(tmp_path, data):
    (tmp_path / "a.xlsx").write_bytes(data)
    found = read_return(tmp_path / "a.xlsx", [])
    assert (found.readable, only(found).code, len(found.digest)) == (False, "EV433", 64)


def test_a_workbook_without_a_return_is_a_finding(tmp_path):
    found = read_return(write_xlsx(tmp_path / "a.xlsx", [], others={"People": [["x"]]}), [])
    assert found.readable is False


def test_a_folder_with_the_name_of_a_return_is_a_finding(tmp_path):
    (tmp_path / "a.csv").mkdir()
    assert only(read_return(tmp_path / "a.csv", [])).code == "EV433"


def test_a_csv_file_that_is_no_text_is_a_finding(tmp_path):
    (tmp_path / "a.csv").write_bytes(bytes(range(256)) * 4)
    assert only(read_return(tmp_path / "a.csv", [])).code == "EV433"


def test_a_file_saved_the_old_windows_way_is_read_with_a_finding(tmp_path):
    asks = [asked("A-1.fee", ValueKind.MONEY)]
    path = write_csv(tmp_path / "a.csv", rows_of({"item": "A-1.fee", "answer": "£8"}), encoding="cp1252")
    found = read_return(path, asks)
    assert (found.cells, codes(found)) == ({"A-1.fee/answer": "£8"}, ["FI111"])


def test_folders_are_opened_up_in_order_and_passing_files_left_out(tmp_path):
    (tmp_path / "q2").mkdir()
    (tmp_path / ".git").mkdir()
    for name in ("b.csv", "a.xlsx", "q2/c.yaml", ".hidden.csv", "~$a.xlsx", ".git/x.csv"):
        (tmp_path / name).write_bytes(raw_book() if name == "a.xlsx" else b"x")
    found = read_returns([tmp_path, tmp_path / "b.csv"], [])
    assert [each.file.removeprefix(f"{tmp_path}/") for each in found] == ["a.xlsx", "b.csv", "q2/c.yaml"]


def test_a_path_that_does_not_exist_stops_the_work(tmp_path):
    with pytest.raises(UnreadableFile, match="no such file"):
        read_returns([tmp_path / "nothing.csv"], [])


def test_several_workbooks_come_back_in_their_order(tmp_path):
    for name in "dbca":
        write_xlsx(tmp_path / f"{name}.xlsx", rows_of(header=header_with(spec=name)))
    assert [found.spec for found in read_returns([tmp_path], [])] == ["a", "b", "c", "d"]


def test_a_file_name_that_holds_an_nhs_number_is_not_repeated(tmp_path):
    path = write_csv(tmp_path / "riverbank 943 476 5919.csv", rows_of())
    found = read_return(path, [])
    assert "5919" not in repr(found)
    assert only(found).code == "EV436"


def test_an_unreadable_file_with_an_nhs_number_in_its_name_does_not_repeat_it(tmp_path):
    found = (*read_returns([tmp_path], []), read_return(tmp_path / "9434765919.csv", []))
    assert "9434765919" not in repr(found)


def test_a_table_may_have_no_lines_at_all(tmp_path):
    assert (
        read_return(write_csv(tmp_path / "a.csv", [*map(list, HEADER.items()), *table()]), []).findings == ()
    )


def test_each_column_has_a_name_of_its_own():
    assert DELIVERED.key(Column.OUT_OF) == "MA-1.delivered/out of"


# --- people, where nobody asks for them


def test_what_identifies_a_person_is_noticed_on_sheets_that_are_not_read_and_in_their_names(tmp_path):
    clients = [["name", "number"], ["A", 9434765919], ["B", "943 476 5919"], ["C", "lives at LS6 3QX"]]
    others = {"Clients": clients, "LS6 3QX": [["x"]]}
    found = read_return(write_xlsx(tmp_path / "a.xlsx", rows_of(), others=others), [DELIVERED])
    told = [each for each in found.findings if each.code == "EV436"]
    assert {(each.place.sheet, each.place.cell) for each in told} == {
        ("Clients", "B2"),
        ("Clients", "B4"),
        ("[withheld]", None),
    }
    assert "9434765919" not in repr(found).replace(" ", "")


@pytest.mark.parametrize(
    "body",
    [
        "notes:\n  - born 17/11/1961\n",
        "born 17/11/1961: x\n",
        "items:\n  MA-1.delivered: {number: 57, out of: 64, about: [{who: born 17/11/1961}]}\n",
    ],
)
def test_what_identifies_a_person_is_noticed_below_a_heading_that_is_not_known(tmp_path, body):
    found = read_yaml(tmp_path, [DELIVERED], body)
    assert codes(found).count("EV436") == 1
    assert "1961" not in repr(found)


def test_a_comment_of_a_yaml_return_that_may_identify_somebody_is_named_by_its_line(tmp_path):
    body = "items:\n  MA-1.delivered: 57 of 60  # all but 943 476 5919\n# dob 3/2/1984, of no matter\n"
    found = read_yaml(tmp_path, [DELIVERED], body)
    noticed = [each for each in found.findings if each.code == "EV436"]
    assert [each.message.split(".")[0].rpartition(" held ")[2] for each in noticed] == [
        "an NHS number",
        "a date of birth",
    ]
    lines = (tmp_path / "a.yaml").read_text().splitlines()
    assert [lines[each.place.span.line - 1].partition("#")[2][:8] for each in noticed] == [
        " all but",
        " dob 3/2",
    ]
    assert "5919" not in repr(found)
    assert found.cells["MA-1.delivered/number"] == "57"


@pytest.mark.parametrize("ending", ["csv", "yaml"])
@pytest.mark.parametrize(
    ("begins", "said"),
    [
        (
            b"PK\x03\x04",
            "it is a workbook or a zip file that was renamed. Save it as an Excel workbook (.xlsx).",
        ),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "it is a workbook or a zip file that was renamed."),
        (b"\x1f\x8b\x08", "it is a packed file. Unpack it and send what is in it."),
        (b"\xef\xbb\xbf<html><table>", "it is a web page or XML that was renamed."),
        (b"%PDF-1.7", "it is a PDF, which is a picture of figures."),
    ],
)
def test_a_file_that_is_called_a_text_and_is_none_is_told_what_it_is(tmp_path, ending, begins, said):
    path = tmp_path / f"a.{ending}"
    path.write_bytes(begins + b"\n" * 20)
    found = read_return(path, [DELIVERED])
    assert not found.readable
    assert said in only(found).message
