"""What somebody does to a sheet, a heading or a word of a return is told once, and makes nothing known."""

import io

import openpyxl
import pytest

from specrules.base.findings import Severity
from specrules.base.frozen import replace
from specrules.evidence.assemble import assemble
from specrules.evidence.facts import Absent
from specrules.evidence.returns import read_return
from specrules.forms.workbook import as_workbook
from specrules.result import Reason
from tests.evidence.making import HEADER, header_with, rows_of, write_csv, write_xlsx
from tests.evidence.test_assemble import ASKS, Q1, SPEC, a_return, found
from tests.evidence.test_made_returns import DELIVERED, names, read_lines
from tests.forms.making import a_form, everything, read_back

LINE = {"item": "MA-1.delivered", "number": 57, "out of": 60}
MADE = as_workbook(a_form(), everything(a_form()))


def after(tmp_path, change=None):
    """What is read of the form of the example after a change to its workbook."""
    book = openpyxl.load_workbook(io.BytesIO(MADE))
    if change:
        change(book)
    book.save(tmp_path / "a.xlsx")
    return read_back(tmp_path / "a.xlsx")


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """What is read of it without one."""
    return after(tmp_path_factory.mktemp("whole"))


def more(changed, whole):
    """The names of the findings that the form had not before."""
    before = [(each.name, each.subject) for each in whole.findings]
    return [each for each in changed.findings if (each.name, each.subject) not in before]


def heading_row(sheet):
    return next(row[0].row for row in sheet if "item" in [cell.value for cell in row])


def renamed(book):
    book["Return"].title = "Quarter 2"


def renamed_each(book):
    for number, sheet in enumerate(book.worksheets):
        sheet.title = f"Sheet{number}"


def without_headings(book):
    book["Mutual aid"].delete_rows(heading_row(book["Mutual aid"]))


def without_section(book):
    del book["Access"]


def copied(book):
    book.copy_worksheet(book["Access"])


def without_first_line(book):
    book["Access"].delete_rows(1)


def without_items(book):
    book["Access"].delete_cols(1)


def without_register_line(book):
    book["Register MA-2.developed"].delete_rows(1)


def without_site(book):
    sheet = book["Mutual aid"]
    next(row for row in sheet.iter_rows() if row[0].value == "MA-3.offered")[2].value = None


def without_column(book):
    next(cell for cell in book["Access"][4] if cell.value == "out of").value = None


def doubled_column(book):
    sheet = book["Access"]
    sheet.cell(4, sheet.max_column + 1).value = "number"


def moved_down(book, by=1):
    sheet = book["Access"]
    columns = [cell.column for cell in sheet[4] if cell.value in ("answer", "number", "out of")]
    for column in columns:
        said = [sheet.cell(row, column).value for row in range(5, sheet.max_row + 1)]
        for row, value in enumerate([*said[-by:], *said[:-by]], 5):
            sheet.cell(row, column).value = value


def moved_up(book):
    moved_down(book, -1)


def without_front(book):
    del book["Return"]


def test_a_sheet_that_was_renamed_is_read_as_before(tmp_path, whole):
    for change in (renamed, renamed_each):
        changed = after(tmp_path, change)
        assert changed.cells == whole.cells
        assert more(changed, whole) == []


def test_a_sheet_that_lost_its_headings_is_one_finding(tmp_path, whole):
    (said,) = more(after(tmp_path, without_headings), whole)
    assert (said.name, said.place.sheet) == ("return-header", "Mutual aid")


def test_a_section_that_was_deleted_is_one_finding(tmp_path, whole):
    (said,) = more(after(tmp_path, without_section), whole)
    asked = len([each for each in a_form().questions if each.request.requirement.startswith("AC-")])
    assert said.name == "item-not-answered"
    assert said.message.startswith(f"{asked} of the 40 items that were asked have no line in the return: ")
    assert "AC-1.longest, AC-2.seen at Harbour Families" in said.message


@pytest.mark.parametrize(
    ("change", "name", "said"),
    [
        (copied, "item-given-twice", "4 items are answered more than once"),
        (without_first_line, "extra-sheet", "looks like a part of the return that lost its first line"),
        (without_items, "extra-sheet", "looks like a part of the return that lost its first line or first"),
        (without_register_line, "return-header", "looks like a register without the line that says which"),
        (without_site, "unknown-item", "This item is asked of each site"),
        (without_column, "blank-cell", 'No column here is called "out of", so there is no evidence for 2'),
        (moved_down, "unknown-item", "so the answers here seem to stand a row too low"),
        (moved_up, "unknown-item", "so the answers here seem to stand a row too high"),
        (doubled_column, "broken-table", 'Two columns are called "number"'),
    ],
)
def test_what_was_done_to_a_whole_sheet_or_line_is_one_finding(tmp_path, whole, change, name, said):
    (found,) = more(after(tmp_path, change), whole)
    assert found.name == name
    assert said in found.message


def test_a_return_that_lost_its_first_sheet_is_told_what_stood_there(tmp_path):
    changed = after(tmp_path, without_front)
    assert not changed.readable
    (said,) = changed.findings
    assert said.message.startswith("The headings of the return are missing")
    assert '"Return"' in said.remedy


@pytest.mark.parametrize(
    "change",
    [
        *(renamed, renamed_each, without_headings, without_section, copied, without_first_line),
        *(without_items, without_register_line, without_site, without_column, doubled_column, without_front),
        *(moved_down, moved_up),
    ],
)
def test_what_is_not_missed_line_by_line_is_not_known_either(tmp_path, whole, change):
    for key, value in after(tmp_path, change).cells.items():
        assert value == whole.cells[key] or value is None or isinstance(value, Absent)


def test_one_answer_in_an_odd_place_moves_no_other(tmp_path, whole):
    def astray(book):
        book["Access"]["D5"] = 12

    changed = after(tmp_path, astray)
    assert changed.cells == whole.cells
    assert [(each.name, each.place.cell) for each in more(changed, whole)] == [("unknown-item", "A5")]


def test_a_document_beside_a_requirement_is_no_answer_that_slipped(tmp_path, whole):
    def beside(book):
        sheet = book["Mutual aid"]
        column = next(cell.column for cell in sheet[4] if cell.value == "document")
        for row in sheet.iter_rows(min_row=5):
            if row[0].value in ("MA-1", "MA-3"):
                sheet.cell(row[0].row, column).value = "Mutual aid plan"

    changed = after(tmp_path, beside)
    assert changed.cells == whole.cells
    assert [each.name for each in more(changed, whole)] == ["unknown-item"] * 2


def test_lines_that_say_to_no_item_are_each_told_where_the_others_are_filled(tmp_path):
    lines = [LINE, {"number": 1, "out of": 2}, {"number": 3, "out of": 4}]
    read = read_lines(tmp_path, DELIVERED, *lines)
    assert read.cells["MA-1.delivered/number"] == "57"
    assert names(read) == ["unknown-item"] * 2


@pytest.mark.parametrize("heading", ["Numerator (n)", "numbr", "number (of people)"])
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_heading_that_is_nearly_one_is_told_once_and_what_stands_below_it_counts_for_nothing(
    tmp_path, heading, kind
):
    lines = [{"item": "MA-1.delivered", heading: 57, "out of": 60}]
    read = read_lines(tmp_path, DELIVERED, *lines, kind=kind)
    assert [(each.name, each.meant) for each in read.findings] == [("return-header", "number")]
    assert read.cells["MA-1.delivered/number"] == Absent(Reason.NOT_READABLE)


def test_a_cell_that_is_blank_below_such_a_heading_is_called_blank(tmp_path):
    read = read_lines(tmp_path, DELIVERED, {"item": "MA-1.delivered", "numbr": None, "out of": 60})
    assert names(read) == ["return-header", "blank-cell"]


def test_a_heading_that_is_nearly_one_is_told_once_in_yaml(tmp_path):
    heads = "".join(f"{key}: {value}\n" for key, value in HEADER.items())
    answer = "items:\n  MA-1.delivered: {number (n): 57, out of: 60}\n"
    (tmp_path / "a.yaml").write_text(heads + answer, encoding="utf-8")
    read = read_return(tmp_path / "a.yaml", [DELIVERED])
    assert [(each.name, each.meant) for each in read.findings] == [("return-header", "number")]
    assert read.cells["MA-1.delivered/number"] == Absent(Reason.NOT_READABLE)


def test_a_document_in_two_columns_of_one_name_says_nothing_of_either(tmp_path):
    rows = [["documents"], ["document", "owner", "owner"], ["Log", "manager", "lead"]]
    read = read_lines(tmp_path, DELIVERED, LINE, kind="xlsx", others={"Documents": rows})
    assert [(each.name, each.owner) for each in read.documents] == [("Log", "")]


def test_a_sha256_in_which_an_nhs_number_could_stand_is_kept(tmp_path):
    digest = "a9434765919" + "b" * 53
    read = sent(tmp_path, header_with(supersedes=digest))
    assert (read.supersedes, names(read)) == (digest, [])
    assert names(sent(tmp_path, header_with(supersedes=digest[:40]))) == ["personal-identifier"]


# -- headings


def sent(tmp_path, header, kind="csv"):
    """A return with these headings and one answer."""
    write = write_csv if kind == "csv" else write_xlsx
    return read_return(write(tmp_path / f"a.{kind}", rows_of(LINE, header=header)), [DELIVERED])


@pytest.mark.parametrize(("kind", "where"), [("csv", "above the answers"), ("xlsx", "first sheet")])
def test_a_table_without_headings_of_the_return_says_where_they_stand(tmp_path, kind, where):
    read = sent(tmp_path, {}, kind)
    assert names(read) == ["return-header"]
    assert where in read.findings[0].remedy


def test_headings_below_the_answers_are_read(tmp_path):
    rows = [*rows_of(LINE, header={}), [], *map(list, HEADER.items())]
    read = read_return(write_csv(tmp_path / "a.csv", rows), [DELIVERED])
    assert read.cells["MA-1.delivered/number"] == "57"
    assert names(read) == []


def test_a_heading_and_its_value_in_one_cell_are_read(tmp_path):
    joined = {f"{key}: {value}": "" for key, value in HEADER.items()}
    read = sent(tmp_path, joined)
    assert (read.party, read.period, names(read)) == ("riverbank", "2026-27-Q1", [])


def test_a_title_does_not_go_before_a_heading_that_is_there(tmp_path):
    read = sent(tmp_path, {"Period: 2025-26-Q4": "", **HEADER})
    assert (read.period, names(read)) == ("2026-27-Q1", [])


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        *[("Final version", "final"), ("fnial", "final"), ("final, not provisional", None), ("agreed", None)],
        *[("Draft", "provisional"), ("interim figures", "provisional"), ("final draft", "provisional")],
    ],
)
def test_a_status_in_other_words_is_told_which_was_probably_meant(tmp_path, said, meant):
    read = sent(tmp_path, header_with(status=said))
    assert [(each.name, each.meant) for each in read.findings] == [("return-header", meant)]


def test_a_period_in_words_is_told_its_usual_form(tmp_path):
    read = sent(tmp_path, header_with(period="July to September 2026"))
    assert [(each.name, each.meant) for each in read.findings] == [("return-header", "2026-27-Q2")]


@pytest.mark.parametrize("blank", ["n/a", "TBC", "-"])
def test_a_word_for_nothing_is_said_to_be_read_as_blank(tmp_path, blank):
    read = read_lines(tmp_path, DELIVERED, {**LINE, "number": blank})
    assert [each.name for each in read.findings] == ["blank-cell"]
    assert read.findings[0].message.endswith('"n/a" and the like are read as blank.')


def test_a_cell_with_nothing_in_it_is_only_called_blank(tmp_path):
    read = read_lines(tmp_path, DELIVERED, {**LINE, "number": None})
    assert "n/a" not in read.findings[0].message


def test_the_full_name_of_a_party_is_told_its_short_one():
    for party in SPEC.parties:
        assert found("EV445", a_return(party=party.name.upper())).meant == party.id


@pytest.mark.parametrize("name", ["party", "period", "spec"])
def test_a_heading_on_top_that_is_misspelt_is_not_called_missing_as_well(tmp_path, name):
    header = {f"{key[:-1]}x" if key == name else key: value for key, value in HEADER.items()}
    read = sent(tmp_path, header)
    assert [(each.name, each.meant, each.severity) for each in read.findings] == [
        ("return-header", name, Severity.ERROR)
    ]


@pytest.mark.parametrize(
    ("change", "code", "said"),
    [
        ({"party": "riverbnk"}, ["return-from-nobody-named"], "Did you mean"),
        ({"party": ""}, ["return-header"], 'does not say its "party", so it cannot be used.'),
        ({"party": None, "pary": "riverbank"}, ["return-header"], "This heading is not known"),
        ({"period": "April to June"}, ["return-header"], "so the return cannot be used."),
        ({"period": ""}, ["return-header"], 'does not say its "period", so it cannot be used.'),
        ({"spec": None}, ["return-header"], 'does not say its "spec", so it cannot be used.'),
        ({"spec": "othertown"}, ["wrong-spec"], "This return is for othertown"),
    ],
)
def test_a_return_that_cannot_be_told_whose_or_what_for_it_is_is_one_finding(tmp_path, change, code, said):
    line = {**LINE, "item": "MA-1.a"}
    header = header_with(**{"spec_version": "2", **change})
    read = read_return(write_csv(tmp_path / "riverbank.csv", rows_of(line, header=header)), ASKS)
    evidence, findings, used = assemble(SPEC, ASKS, [read], Q1)
    told = [*read.findings, *(each for each in findings if "trust sent no return" not in each.message)]
    assert [each.name for each in told] == code
    assert said in f"{told[0].message} {told[0].remedy}"
    assert used == ()
    assert not any(evidence.rows)


# -- YAML

TWO = [DELIVERED, replace(DELIVERED, item="MA-1.offered", check="offered")]


def in_yaml(tmp_path, text):
    """What is read of a YAML return with this below its headings."""
    heads = "".join(f"{key}: {value}\n" for key, value in HEADER.items())
    (tmp_path / "a.yaml").write_text(heads + text, encoding="utf-8")
    return read_return(tmp_path / "a.yaml", TWO)


@pytest.mark.parametrize(
    ("text", "name", "said"),
    [
        (
            "items:\nMA-1.delivered: 57 of 60\nMA-1.offered: 3 of 4\n",
            "return-header",
            '2 lines look like items and do not stand below "items:", so they were not read.',
        ),
        (
            "items:\nMA-1.delivered: 57 of 60\n",
            "return-header",
            'This looks like an item and does not stand below "items:", so it was not read.',
        ),
        (
            "items:\n  - MA-1.delivered: 57 of 60\n  - MA-1.offered: 3 of 4\n",
            "return-header",
            "Below this heading, each item stands on its own line, followed by a colon and its answer.",
        ),
        (
            "items:\n  MA-1.delivered: 57 of 60\n  MA-1.offered: 3 of 4\n" * 2,
            "given-twice",
            "This is given twice, and only one can count.",
        ),
    ],
)
def test_items_in_the_wrong_place_of_a_yaml_return_are_one_finding_and_count_for_nothing(
    tmp_path, text, name, said
):
    read = in_yaml(tmp_path, text)
    assert [(each.name, each.message) for each in read.findings] == [(name, said)]
    assert all(isinstance(value, Absent) for value in read.cells.values())


def test_an_item_too_far_left_is_still_looked_at_for_what_may_identify_a_person(tmp_path):
    read = in_yaml(tmp_path, "MA-1.delivered: 943 476 5919\n")
    assert sorted(names(read)) == ["personal-identifier", "return-header"]


@pytest.mark.parametrize("answer", [57, "57 of 64", "Yes", "£1,200", "89%"])
@pytest.mark.parametrize("write", [write_csv, write_xlsx])
def test_an_item_with_an_answer_written_over_it_is_one_finding(tmp_path, write, answer):
    rows = rows_of({**LINE, "item": answer})
    read = read_return(write(tmp_path / f"a.{write.__name__[6:]}", rows), [DELIVERED])
    (only,) = read.findings
    assert (only.name, only.meant) == ("unknown-item", "MA-1.delivered")
    assert str(answer) not in f"{only.message} {only.remedy}"
    assert read.cells == {}


def test_a_number_for_an_item_where_none_is_missing_is_a_line_that_nobody_asked_for(tmp_path):
    read = read_return(write_csv(tmp_path / "a.csv", rows_of(LINE, {**LINE, "item": 57})), [DELIVERED])
    assert [(each.name, each.meant) for each in read.findings] == [("unknown-item", None)]
    assert read.cells["MA-1.delivered/number"] == "57"


@pytest.mark.parametrize("item", ["  MA-1.delivered: 57 of 64\n", "  MA-1.delivered:\n    number: 57\n"])
def test_items_whose_heading_was_lost_are_one_finding(tmp_path, item):
    path = tmp_path / "a.yaml"
    path.write_text("".join(f"{key}: {value}\n" for key, value in HEADER.items()) + item, encoding="utf-8")
    read = read_return(path, [DELIVERED])
    assert names(read) == ["return-header"]
    assert read.cells == {}
