"""A CSV file becomes rows, whatever divides its cells, and no record is lost."""

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from specrules.base.files import source_of
from specrules.base.findings import Span
from specrules.evidence.table import read_csv
from tests.evidence.making import rows_of, write_csv

LINES = ({"item": "MA-1", "number": 57, "out of": 64, "document": "Log, 2026"}, {"item": "MA-2", "number": 3})


def grid_of(text):
    """The grid of a text, and the findings."""
    return read_csv(source_of("a.csv", text.encode()))


def found(text):
    """What the cells of each row hold."""
    grid, _ = grid_of(text)
    return [[cell.found for _, cell in sorted(row.cells.items())] for row in grid.rows]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_the_headings_tell_what_divides_the_cells(tmp_path, delimiter, encoding):
    path = write_csv(tmp_path / "a.csv", rows_of(*LINES), delimiter, encoding)
    grid, findings = read_csv(source_of("a.csv", path.read_bytes()))
    assert [cell.found for cell in grid.rows[-2].cells.values()] == ["MA-1", "57", "64", "Log, 2026"]
    assert findings == []


def test_a_comma_in_a_title_does_not_hide_the_semicolons():
    assert found("Return, first, second, third, fourth\nitem;answer\nMA-1;yes\n")[1:] == [
        ["item", "answer"],
        ["MA-1", "yes"],
    ]


def test_empty_lines_are_left_out_and_lines_keep_their_numbers():
    grid, _ = grid_of("item,answer\r\n\r\n,,\r\nMA-1,yes\r\n")
    assert [(row.number, row.after_blank) for row in grid.rows] == [(1, False), (4, True)]


def test_a_cell_may_go_on_over_several_lines():
    grid, findings = grid_of('item,answer,reason\nMA-1,no,"first\nsecond, ""third"""\nMA-2,yes,\n')
    assert grid.rows[1].cells[3].found == 'first\nsecond, "third"'
    assert grid.rows[1].cells[3].place.span == Span(2, 9, 3, 19)
    assert grid.rows[2].number == 4
    assert findings == []


def test_every_cell_knows_its_place():
    grid, _ = grid_of('item,answer\n"MA-1",£5\n')
    assert [cell.place.span for cell in grid.rows[1].cells.values()] == [Span(2, 1, 2, 7), Span(2, 8, 2, 10)]


@pytest.mark.parametrize(
    ("line", "column"),
    [('MA-1,"never closed,57', 6), ('MA-1,"ab"c,57', 6), ("MA-1,a\0b,57", 7), ('"MA-1" ,57', 1)],
)
def test_a_broken_line_is_reported_and_the_next_one_is_read(line, column):
    grid, (fault,) = grid_of(f"item,answer,number\n{line}\nMA-2,yes,3\n")
    assert (fault.code, fault.place.span[:2]) == ("EV438", (2, column))
    assert [row.sound for row in grid.rows] == [True, False, True]
    assert [cell.found for cell in grid.rows[2].cells.values()] == ["MA-2", "yes", "3"]


def test_two_quotation_marks_never_closed_do_not_swallow_what_is_between():
    grid, faults = grid_of('item,answer\nMA-1,"yes\nMA-2,yes\nMA-3,"no\nMA-4,yes\n')
    assert [fault.place.span.line for fault in faults] == [2, 4]
    assert [row.cells[1].found for row in grid.rows] == ["item", "MA-1", "MA-2", "MA-3", "MA-4"]


def test_a_quotation_mark_inside_a_value_is_part_of_it():
    assert found('item,answer\nMA-1,6" pipe\n')[1] == ["MA-1", '6" pipe']


def test_a_cell_without_end_is_a_fault_and_no_crash():
    grid, (fault,) = grid_of(f"item,answer\nMA-1,{'x' * 200_000}\n")
    assert fault.code == "EV438"
    assert not grid.rows[1].sound


def test_many_open_quotation_marks_take_no_longer_for_their_number():
    grid, faults = grid_of("item,answer\n" + 'MA-1,"yes\n' * 5_001)
    assert (len(grid.rows), len(faults)) == (5_002, 5_001)


def test_a_line_wider_than_any_spreadsheet_is_a_fault_of_that_line_alone():
    grid, findings = grid_of(f"item,answer\nMA-1,yes{',' * 1_000_000}\nMA-2,yes\n")
    assert [(each.place.span.line, each.message) for each in findings] == [
        (2, "This line has more cells than a spreadsheet has columns. None of its answers were read.")
    ]
    assert [row.sound for row in grid.rows] == [True, False, True]


@given(st.lists(st.text(st.sampled_from('ab"\n'), max_size=5), min_size=1, max_size=6))
def test_every_cell_stands_where_its_text_is(cells):
    """Looked up in the file, the place of a cell shows what was written there."""
    record = ",".join(f'"{each.replace(chr(34), chr(34) * 2)}"' for each in cells)
    text = f"item,answer\n{record}\n"
    lines = text.split("\n")
    for row in grid_of(text)[0].rows:
        for cell in row.cells.values():
            line, column, end_line, end_column = cell.place.span
            shown = "\n".join(lines[line - 1 : end_line])
            last = len(shown) - len(lines[end_line - 1]) + end_column - 1
            written = next(csv.reader(io.StringIO(shown[column - 1 : last], newline=""), strict=True), [""])
            assert written == [cell.text] or not cell.text.strip()


def test_an_empty_file_has_no_rows():
    assert found("") == []


words = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=8)
cells = st.one_of(
    words, st.sampled_from(['"', ",", ";", "\n", 'a"b', "a,b", "two\nlines", " x ", "<5", "*", "'"])
)


@settings(deadline=None)
@given(st.lists(st.lists(cells, min_size=2, max_size=5), max_size=6), st.sampled_from(",;\t"))
def test_what_a_writer_of_csv_writes_is_read_back(rows, delimiter):
    text = io.StringIO()
    written = [["item", "answer", "number", "out of", "site"], *rows]
    csv.writer(text, delimiter=delimiter, quoting=csv.QUOTE_ALL, lineterminator="\n").writerows(written)
    grid, findings = grid_of(text.getvalue())
    kept = [row for row in written if any(cell.strip() for cell in row)]
    assert [[cell.text for _, cell in sorted(row.cells.items())] for row in grid.rows] == [
        [cell if cell.strip() else "" for cell in row] for row in kept
    ]
    assert [finding for finding in findings if finding.code != "EV436"] == []


@settings(deadline=None)
@given(st.lists(st.text('ab,"\n', max_size=10), max_size=12))
def test_every_line_of_a_broken_file_is_in_one_record(lines):
    text = "item,answer\n" + "\n".join(lines)
    grid, faults = grid_of(text)
    assert len([row for row in grid.rows if not row.sound]) <= len(faults)
    numbers = [row.number for row in grid.rows]
    assert numbers == sorted(set(numbers))
