"""A workbook that could harm its reader is refused before anything reads it."""

import io
import random
import struct
import time
import zipfile

import pytest
import xlsxwriter

from specrules.evidence import guard
from specrules.evidence.guard import Refused, check_workbook
from tests.evidence.making import raw_book, raw_cell

OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ONE = '<row r="1"><c r="A1"><v>1</v></c></row>'
LAUGHS = '<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'
ENTITY = '<!DOCTYPE a [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


def another_zip():
    """The bytes of a zip file that is no workbook."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as file:
        file.writestr("a.txt", "x")
    return data.getvalue()


def changed(data, mark, at, value):
    """Some bytes of every zip header that starts with *mark*, overwritten."""
    data, here = bytearray(data), -1
    while (here := data.find(mark, here + 1)) >= 0:
        data[here + at : here + at + len(value)] = value
    return bytes(data)


def bomb():
    """Eight megabytes of the same letter, packed a thousandfold."""
    data = io.BytesIO(raw_book(ONE))
    with zipfile.ZipFile(data, "a", zipfile.ZIP_DEFLATED) as book, book.open("xl/media/a.xml", "w") as part:
        for _ in range(8):
            part.write(b"A" * (1 << 20))
    return data.getvalue()


def lying_bomb():
    """A part that says it unpacks to ten bytes and unpacks to far more."""
    data = raw_book(ONE, {"xl/z.xml": "A" * 50_000_000})
    at = data.rfind(b"PK\x01\x02", 0, data.rfind(b"xl/z.xml"))
    return data[: at + 24] + struct.pack("<L", 10) + data[at + 28 :]


def overlapping():
    """Two entries that share the same packed bytes, as the smallest zip bombs do."""
    data = raw_book(ONE, {"xl/y.xml": "<a/>", "xl/z.xml": "<a/>"})
    first = data.rfind(b"PK\x01\x02", 0, data.rfind(b"xl/y.xml"))
    second = data.rfind(b"PK\x01\x02", 0, data.rfind(b"xl/z.xml"))
    local = data[first + 42 : first + 46]
    data = data[: second + 42] + local + data[second + 46 :]
    return data[: second + 46] + b"xl/y.xml" + data[second + 54 :]


HOSTILE = {
    "nothing at all": (b"", "empty"),
    "text": (b"item,answer\nMA-1,yes\n", "text that was renamed"),
    "a web page": (b"\xef\xbb\xbf <html><table></table></html>", "web page"),
    "a picture": (b"\x89PNG\r\n\x1a\n\0\0\0", "not an Excel workbook"),
    "an old workbook": (OLD_OFFICE + b"\0" * 2000, "old Excel file (.xls)"),
    "a workbook with a password": (
        OLD_OFFICE + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 200,
        "password",
    ),
    "another zip": (another_zip(), "not an Excel workbook"),
    "a binary workbook": (raw_book(ONE, {"xl/workbook.bin": b"\0"}), ".xlsb"),
    "macros": (raw_book(ONE, {"xl/vbaProject.bin": b"\0"}), "macros"),
    "old macros": (raw_book(ONE, {"xl/macrosheets/sheet1.xml": "<a/>"}), "macros"),
    "macros under another name": (
        raw_book(
            ONE, {"xl/x.xml": '<Types><Override ContentType="application/vnd.ms-office.vbaProject"/></Types>'}
        ),
        "macros",
    ),
    "a bomb": (bomb(), "zip bomb"),
    "a bomb that lies": (lying_bomb(), "zip bomb"),
    "parts that overlap": (overlapping(), "overlap"),
    "too many parts": (raw_book(ONE, {f"xl/p{n}.xml": "<a/>" for n in range(600)}), "parts"),
    "a way out of the folder": (raw_book(ONE, {"xl/../../x.xml": "<a/>"}), "odd name"),
    "an absolute path": (raw_book(ONE, {"/etc/x.xml": "<a/>"}), "odd name"),
    "a backslash": (raw_book(ONE, {"xl\\x.xml": "<a/>"}), "odd name"),
    "names that differ in case": (raw_book(ONE, {"xl/Workbook.xml": "<a/>"}), "same name"),
    "entities": (raw_book(ONE, start=LAUGHS), "document type"),
    "an outside entity": (raw_book(ONE, start=ENTITY), "document type"),
    "a document type in a part of no kind": (
        raw_book(ONE, {"xl/media/x.png": LAUGHS + "<a/>"}),
        "document type",
    ),
    "UTF-16 inside": (raw_book(ONE, {"xl/x.xml": "<a/>".encode("utf-16")}), "UTF-8"),
    "Latin-1 inside": (raw_book(ONE, {"xl/x.xml": '<?xml version="1.0" encoding="latin-1"?><a/>'}), "UTF-8"),
    "broken XML": (raw_book("<row>"), "damaged inside"),
    "a cell in the last corner": (
        raw_book(f'<row r="1048576">{raw_cell("XFD1048576", 1)}</row>'),
        "far outside",
    ),
    "a far column": (raw_book(f'<row r="1">{raw_cell("ZZ1", 1)}</row>'), "far outside"),
    "a far row": (raw_book(f'<row r="300000">{raw_cell("A300000", 1)}</row>'), "far outside"),
    "a far cell in other quotation marks": (
        raw_book("<row r='9'><c r = 'XFD9'><v>1</v></c></row>"),
        "far outside",
    ),
    "a far cell with a prefix": (
        raw_book('<x:row xmlns:x="urn:x" r="9"><x:c r="XFD9"><x:v>1</x:v></x:c></x:row>'),
        "far outside",
    ),
    "a large corner that neither side shows": (
        raw_book(ONE + f'<row r="150000">{raw_cell("AZ150000", 1)}</row>'),
        "far outside",
    ),
    "a cell twice": (raw_book(f'<row r="1">{raw_cell("A1", 1)}{raw_cell("A1", 2)}</row>'), "twice"),
    "rows out of order": (raw_book(f'<row r="2">{raw_cell("A2", 1)}</row>{ONE}'), "out of order"),
    "a cell in another row": (raw_book(f'<row r="1">{raw_cell("A7", 1)}</row>'), "out of order"),
    "no such cell": (raw_book(f'<row r="1">{raw_cell("A0", 1)}</row>'), "out of order"),
}


@pytest.mark.parametrize(("data", "reason"), HOSTILE.values(), ids=HOSTILE)
def test_a_harmful_workbook_is_refused_with_its_reason(data, reason):
    with pytest.raises(Refused, match=reason.replace("(", r"\(").replace(")", r"\)")):
        check_workbook(data)


@pytest.mark.parametrize("data", [data for data, _ in HOSTILE.values()], ids=HOSTILE)
def test_a_harmful_workbook_is_refused_at_once(data):
    def seconds():
        begun = time.process_time()
        with pytest.raises(Refused):
            check_workbook(data)
        return time.process_time() - begun

    assert min(seconds() for _ in range(5)) < 0.02


def test_a_plain_workbook_passes():
    check_workbook(raw_book(ONE))


def test_a_workbook_that_is_only_stored_passes():
    check_workbook(raw_book(ONE, kind=zipfile.ZIP_STORED))


def test_a_workbook_with_a_picture_a_comment_and_a_chart_passes(tmp_path):
    book = xlsxwriter.Workbook(tmp_path / "a.xlsx")
    sheet = book.add_worksheet("Return")
    sheet.write("A1", 1)
    sheet.write_comment("A1", "why")
    chart = book.add_chart({"type": "column"})
    chart.add_series({"values": "=Return!$A$1:$A$2"})
    sheet.insert_chart("D2", chart)
    book.close()
    check_workbook((tmp_path / "a.xlsx").read_bytes())


def test_formats_that_reach_to_the_last_corner_do_no_harm():
    check_workbook(raw_book(ONE + '<row r="1048576"><c r="XFD1048576" s="0"/></row>'))


def test_cells_without_references_are_counted():
    cells = "<row>" + "<c><v>1</v></c>" * 600 + "</row>"
    with pytest.raises(Refused, match="far outside"):
        check_workbook(raw_book(cells))
    check_workbook(raw_book("<row><c><v>1</v></c></row>" * 3))


def test_too_many_cells_are_refused(monkeypatch):
    monkeypatch.setattr(guard, "MAX_CELLS", 10)
    with pytest.raises(Refused, match="more than 10 cells"):
        check_workbook(raw_book("<row><c/></row>" * 11))


def test_parts_that_are_too_much_together_are_refused(monkeypatch):
    monkeypatch.setattr(guard, "MAX_UNPACKED", 500)
    with pytest.raises(Refused, match="zip bomb"):
        check_workbook(raw_book(ONE))


def test_a_large_file_is_refused_unread(monkeypatch):
    monkeypatch.setattr(guard, "MAX_BYTES", 100)
    with pytest.raises(Refused, match="larger than"):
        check_workbook(raw_book(ONE))


def test_a_part_with_a_password_is_refused():
    with pytest.raises(Refused, match="password"):
        check_workbook(changed(raw_book(ONE), b"PK\x01\x02", 8, b"\x01\x00"))


def test_a_way_of_packing_that_excel_does_not_use_is_refused():
    with pytest.raises(Refused, match="packed in a way"):
        check_workbook(changed(raw_book(ONE), b"PK\x01\x02", 10, b"\x0c\x00"))


def test_headers_that_contradict_each_other_are_refused():
    with pytest.raises(Refused, match="damaged"):
        check_workbook(changed(raw_book(ONE), b"PK\x03\x04", 8, b"\x00\x00"))


def test_nothing_may_stand_behind_the_zip():
    with pytest.raises(Refused, match="damaged"):
        check_workbook(raw_book(ONE) + b"\n")


def test_a_workbook_cut_off_anywhere_is_refused():
    data = raw_book(ONE)
    for end in range(0, len(data), 7):
        with pytest.raises(Refused):
            check_workbook(data[:end])


def test_a_damaged_workbook_is_refused_or_passes_and_nothing_else():
    chance, data = random.Random(4), raw_book(ONE)
    for _ in range(2000):
        broken = bytearray(data)
        for _ in range(chance.randint(1, 4)):
            broken[chance.randrange(len(broken))] = chance.randrange(256)
        try:
            check_workbook(bytes(broken))
        except Refused as refused:
            assert str(refused).endswith(".")


def test_the_time_grows_with_the_size():
    def seconds(rows):
        data = raw_book("".join(f'<row r="{n}">{raw_cell(f"A{n}", n)}</row>' for n in range(1, rows + 1)))
        begun = time.process_time()
        check_workbook(data)
        return time.process_time() - begun

    small, large = min(seconds(2_000) for _ in range(3)), min(seconds(20_000) for _ in range(2))
    assert large < 40 * small
