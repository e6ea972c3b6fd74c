"""A workbook is read in a process of its own, every cell where it stands and as it stands."""

import subprocess
import sys
import time
from datetime import date, datetime
from datetime import time as clock
from fractions import Fraction

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from specrules.evidence import workbook, workers
from specrules.evidence.facts import Absent
from specrules.evidence.guard import Refused
from specrules.evidence.workbook import read_workbook
from specrules.result import Reason
from tests.evidence.making import raw_book, raw_cell, write_xlsx

NOT_READABLE = Absent(Reason.NOT_READABLE)
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
unix = pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="there is no limit on memory there")
RETURN = '<row r="1"><c r="A1"><v>1</v></c></row>'


def sheets(path):
    """The sheets of a workbook, by name."""
    found, _ = read_workbook(path.name, path.read_bytes())
    return {sheet.name: sheet for sheet in found}


def cells(grid):
    """What each cell of a grid holds, by its name."""
    return {cell.place.cell: cell.found for row in grid.rows for cell in row.cells.values()}


def found(tmp_path, *row, fill=None, **options):
    """What the cells of one row hold, in their order."""
    path = write_xlsx(tmp_path / "a.xlsx", [row], fill, **options)
    return list(cells(sheets(path)["Return"].grid).values())


def test_every_cell_keeps_its_place(tmp_path):
    path = write_xlsx(tmp_path / "a.xlsx", [[], [None, "x"], [], [None, None, None, 4]])
    assert cells(sheets(path)["Return"].grid) == {"B2": "x", "D4": 4}


def test_a_cell_far_down_keeps_its_place(tmp_path):
    def fill(book, sheet):
        sheet.write("AB1234", "x")

    path = write_xlsx(tmp_path / "a.xlsx", [["item"]], fill)
    assert cells(sheets(path)["Return"].grid)["AB1234"] == "x"


def test_numbers_are_exact(tmp_path):
    assert found(tmp_path, 57, 57.0, 57.5, 0.1, 1_000_000, -3) == [
        57,
        57,
        Fraction(115, 2),
        Fraction(1, 10),
        1_000_000,
        -3,
    ]


def test_what_a_sum_leaves_behind_the_fifteenth_digit_does_not_count(tmp_path):
    path = tmp_path / "a.xlsx"
    path.write_bytes(raw_book('<row r="1"><c r="A1"><v>0.30000000000000004</v></c></row>'))
    assert cells(sheets(path)["Return"].grid) == {"A1": Fraction(3, 10)}


def test_text_stays_text(tmp_path):
    assert found(tmp_path, "0123", "<5", "*", "n/a", "57%", " x ") == ["0123", "<5", "*", "n/a", "57%", " x "]


def test_yes_and_no_of_excel_are_words(tmp_path):
    assert found(tmp_path, True, False) == ["TRUE", "FALSE"]


@pytest.mark.parametrize("date_1904", [False, True])
def test_a_date_is_the_same_day_in_both_ways_of_counting(tmp_path, date_1904):
    def fill(book, sheet):
        sheet.write_datetime("A1", datetime(2026, 3, 4), book.add_format({"num_format": "dd/mm/yyyy"}))
        sheet.write_datetime(
            "B1", datetime(2026, 3, 4, 15, 30), book.add_format({"num_format": "d mmm yy hh:mm"})
        )

    assert found(tmp_path, fill=fill, date_1904=date_1904) == [date(2026, 3, 4), date(2026, 3, 4)]


def test_a_day_before_the_days_of_excel_are_true_is_no_date(tmp_path):
    def fill(book, sheet):
        for column, day in enumerate((60, 61)):  # 29 February 1900, which never was, and the day after
            sheet.write_number(0, column, day, book.add_format({"num_format": "dd/mm/yyyy"}))

    assert found(tmp_path, fill=fill) == ["1900-02-28", date(1900, 3, 1)]


def test_a_day_without_its_format_is_a_number(tmp_path):
    assert found(tmp_path, 46190) == [46190]


def test_a_time_of_day_is_no_date(tmp_path):
    def fill(book, sheet):
        sheet.write_datetime("A1", clock(9, 30), book.add_format({"num_format": "hh:mm"}))
        sheet.write_number("B1", 1.5, book.add_format({"num_format": "[h]:mm"}))

    assert found(tmp_path, fill=fill) == ["09:30:00", "36:00"]


@pytest.mark.parametrize("form", ["0%", "0.00%", '0.0" "%'])
def test_a_number_shown_as_a_percentage_is_read_as_it_is_shown(tmp_path, form):
    def fill(book, sheet):
        shown = book.add_format({"num_format": form})
        for column, number in enumerate((0.95, 1, 0.575, 0)):
            sheet.write_number(0, column, number, shown)

    assert found(tmp_path, fill=fill) == ["95%", "100%", "57.5%", "0%"]


def test_a_formula_gives_its_result(tmp_path):
    def fill(book, sheet):
        sheet.write_formula("A1", "=19*3", None, 57)
        sheet.write_formula("B1", '="y"&"es"', None, "yes")
        sheet.write_formula("C1", "=1=1", None, True)

    assert found(tmp_path, fill=fill) == [57, "yes", "TRUE"]


def test_a_formula_never_calculated_is_neither_blank_nor_zero(tmp_path):
    book = openpyxl.Workbook()
    book.active.title = "Return"
    book.active["A1"], book.active["B2"] = "=19*3", "x"
    book.save(tmp_path / "a.xlsx")
    assert cells(sheets(tmp_path / "a.xlsx")["Return"].grid) == {"A1": NOT_READABLE, "B2": "x"}


def test_a_formula_that_gives_an_empty_text_is_blank(tmp_path):
    path = tmp_path / "a.xlsx"
    path.write_bytes(
        raw_book('<row r="1"><c r="A1" t="str"><f>""</f><v></v></c><c r="B1"><v>1</v></c></row>')
    )
    assert cells(sheets(path)["Return"].grid) == {"B1": 1}


def test_an_error_is_not_readable(tmp_path):
    def fill(book, sheet):
        sheet.write_formula("A1", "=1/0", None, "#DIV/0!")
        sheet.write("B1", 1)

    assert found(tmp_path, fill=fill) == [NOT_READABLE, 1]


def test_merged_ranges_and_hidden_rows_are_told(tmp_path):
    def fill(book, sheet):
        sheet.merge_range("B2:D3", "x")
        sheet.set_row(4, None, None, {"hidden": True})

    grid = sheets(write_xlsx(tmp_path / "a.xlsx", [["a"], [], [], [], ["b"]], fill))["Return"].grid
    assert grid.merged == ((2, 2, 3, 4),)
    assert grid.hidden == {5}


def test_hidden_sheets_are_told(tmp_path):
    book = openpyxl.Workbook()
    book.active.title = "Return"
    book.create_sheet("Hidden").sheet_state = "hidden"
    book.create_sheet("Deeper").sheet_state = "veryHidden"
    book.save(tmp_path / "a.xlsx")
    assert [sheet.hidden for sheet in sheets(tmp_path / "a.xlsx").values()] == [False, True, True]


def test_only_sheets_of_a_return_are_read(tmp_path):
    others = {"People": [["name", "dob"]], "Register MA-2": [["kind"]], "More": [["register", "MA-3"]]}
    path = write_xlsx(tmp_path / "a.xlsx", [["item"]], others=others)
    assert [name for name, sheet in sheets(path).items() if sheet.grid] == ["Return", "Register MA-2", "More"]


def test_an_nhs_number_is_withheld_as_the_cell_is_made(tmp_path):
    path = write_xlsx(tmp_path / "a.xlsx", [["943 476 5919", 9434765919, "for 9434765919"]])
    (sheet,), findings = read_workbook("a.xlsx", path.read_bytes())
    assert list(cells(sheet.grid).values()) == [NOT_READABLE, NOT_READABLE, "for [withheld]"]
    assert [each.place.cell for each in findings] == ["A1", "B1", "C1"]


@pytest.fixture
def fresh(monkeypatch):
    """Workers that nobody else uses, gone when the test is."""
    own = workers.Workers()
    monkeypatch.setattr(workers, "WORKERS", own)
    yield own
    own.close()


@pytest.mark.parametrize(
    ("child", "reason"),
    [
        ("import os; os.abort()", "could not be read safely"),
        ("import os, signal; os.kill(os.getpid(), signal.SIGSEGV)", "could not be read safely"),
        ("raise MemoryError", "could not be read safely"),
        ("import time; time.sleep(60)", "took longer than"),
        ("print('nonsense')", "could not be read safely"),
    ],
)
def test_a_child_that_fails_harms_nobody(fresh, monkeypatch, child, reason):
    monkeypatch.setattr(workers, "_START", child)
    monkeypatch.setattr(workers, "SECONDS", 1)
    with pytest.raises(Refused, match=reason):
        read_workbook("a.xlsx", raw_book(RETURN))


@unix
def test_the_child_may_take_half_a_gibibyte_and_leave_no_files():
    code = (
        "from specrules.evidence.child import limit; limit(); import resource as r;"
        "print(*(r.getrlimit(each) for each in (r.RLIMIT_AS, r.RLIMIT_CORE, r.RLIMIT_FSIZE)))"
    )
    run = [sys.executable, "-c", code]
    shown = subprocess.run(run, capture_output=True, check=True, text=True).stdout.strip()
    assert shown == "(536870912, 536870912) (0, 0) (0, 0)"


@unix
def test_a_workbook_that_takes_all_memory_only_ends_the_child(fresh, monkeypatch):
    less = workers._START.replace("import main; main()", "import main; child.MEMORY = 150 << 20; main()")
    monkeypatch.setattr(
        workers, "_START", less.replace("from", "import specrules.evidence.child as child; from")
    )
    text = "<t>" + "a" * 32_000 + "</t>"
    strings = f'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si>{text}</si></sst>'
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="rId1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="rId2" Type="{OFFICE}/sharedStrings" Target="sharedStrings.xml"/></Relationships>'
    )
    parts = {"xl/sharedStrings.xml": strings, "xl/_rels/workbook.xml.rels": relations}
    cells = "<row>" + '<c t="s"><v>0</v></c>' * 40 + "</row>"
    assert read_workbook("a.xlsx", raw_book(cells, parts))
    with pytest.raises(Refused, match=r"could not be read safely\. "):
        read_workbook("a.xlsx", raw_book(cells * 200, parts))


def test_a_child_that_cannot_be_started_is_a_reason(fresh, monkeypatch, tmp_path):
    monkeypatch.setattr(sys, "executable", str(tmp_path / "nothing"))
    with pytest.raises(Refused, match="no process could be started"):
        read_workbook("a.xlsx", raw_book(RETURN))


def test_a_worker_is_used_again(fresh):
    read_workbook("a.xlsx", raw_book(RETURN))
    (first,) = fresh.idle
    read_workbook("a.xlsx", raw_book(RETURN))
    assert fresh.idle == [first]


def test_a_worker_that_has_read_many_workbooks_is_replaced(fresh, monkeypatch):
    monkeypatch.setattr(workers, "MOST_READ", 2)
    read_workbook("a.xlsx", raw_book(RETURN))
    (first,) = fresh.idle
    read_workbook("a.xlsx", raw_book(RETURN))
    assert fresh.idle == []
    assert first.process.poll() is not None
    assert read_workbook("a.xlsx", raw_book(RETURN))[0]


def test_a_refusal_leaves_the_worker_as_it_was(fresh):
    read_workbook("a.xlsx", raw_book(RETURN))
    (first,) = fresh.idle
    with pytest.raises(Refused, match="document type"):
        read_workbook("a.xlsx", raw_book(RETURN, start="<!DOCTYPE a>"))
    assert fresh.idle == [first]


def test_a_worker_that_was_killed_while_it_waited_costs_nothing(fresh):
    read_workbook("a.xlsx", raw_book(RETURN))
    fresh.idle[0].process.kill()
    fresh.idle[0].process.wait()
    assert read_workbook("a.xlsx", raw_book(RETURN))[0]


def test_nothing_in_the_environment_runs_in_the_child(fresh, tmp_path, monkeypatch):
    (tmp_path / "json.py").write_text("raise SystemExit(3)")
    (tmp_path / "sitecustomize.py").write_text("raise SystemExit(3)")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    assert read_workbook("a.xlsx", raw_book(RETURN))[0]


def test_the_parent_loads_no_reader_of_workbooks():
    code = (
        "import sys; from specrules.evidence.workbook import read_workbook;"
        "read_workbook('a', sys.stdin.buffer.read());"
        "print(sorted({'python_calamine', 'openpyxl', 'multiprocessing', 'zipfile'} & set(sys.modules)))"
    )
    run = [sys.executable, "-c", code]
    assert (
        subprocess.run(run, input=raw_book(RETURN), capture_output=True, check=True).stdout.strip() == b"[]"
    )


def test_a_workbook_takes_a_fraction_of_a_second():
    read_workbook("a.xlsx", raw_book(RETURN))

    def seconds():
        begun = time.perf_counter()
        read_workbook("a.xlsx", raw_book(RETURN))
        return time.perf_counter() - begun

    assert min(seconds() for _ in range(5)) < 1


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.dictionaries(
        st.tuples(st.integers(1, 60), st.integers(1, 30)),
        st.one_of(st.integers(-(10**6), 10**6), st.text("abc <5*%,;\"'&£é", min_size=1, max_size=8)),
        min_size=1,
        max_size=30,
    )
)
def test_what_is_written_is_read_where_it_was_written(tmp_path, written):
    rows = [[written.get((row, column)) for column in range(1, 31)] for row in range(1, 61)]
    path = write_xlsx(tmp_path / "a.xlsx", rows, strings_to_formulas=False)
    read = cells(sheets(path)["Return"].grid)
    wanted = {(r, c): v for (r, c), v in written.items() if not isinstance(v, str) or v.strip()}
    kept = {workbook.reference(*place): value for place, value in wanted.items()}
    assert {name: value for name, value in read.items() if value is not None} == kept


def test_a_cell_without_a_reference_stands_behind_the_one_before():
    rows = "<row><c><v>1</v></c><c><v>2</v></c></row><row>" + raw_cell("C2", 3) + "<c><v>4</v></c></row>"
    (sheet,), _ = read_workbook("a.xlsx", raw_book(rows))
    assert cells(sheet.grid) == {"A1": 1, "B1": 2, "C2": 3, "D2": 4}
