"""What is seen of a sheet at a glance is what a walk through its elements notes."""

import random

import openpyxl
import pytest
import xlsxwriter

from specrules.evidence import guard
from specrules.evidence.child import _percent_styles, read
from specrules.evidence.glance import Glance, glance, parted
from specrules.evidence.guard import Refused, Walk, parts_of, unpack, walk, walk_all
from tests.evidence.making import raw_book, raw_cell

SHEET = "xl/worksheets/sheet1.xml"


def by_xlsxwriter(path):
    book = xlsxwriter.Workbook(path)
    share = book.add_format({"num_format": "0%"})
    sheet = book.add_worksheet("Return")
    sheet.write_row("A1", ["item", "number", "out of", "said"])
    for row in range(1, 30):
        sheet.write_row(row, 0, [f"R-{row}", row, row * 1.5, row % 3 == 0])
        sheet.write_number(row, 5, row / 100, share)
        sheet.write_formula(row, 6, f"=B{row}&C{row}", None, "a text" if row % 2 else "")
        sheet.write_formula(row, 7, f"=B{row}+C{row}", None, row)
        sheet.write_blank(row, 9, None, share)
    sheet.set_row(4, None, None, {"hidden": True})
    sheet.set_row(40, 30)
    sheet.data_validation("B2:B9", {"validate": "list", "source": ["1", "2"]})
    sheet.conditional_format("B2:B9", {"type": "formula", "criteria": "=$B2>3", "format": share})
    book.close()


def by_openpyxl(path):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Return"
    for row in range(1, 30):
        sheet.append([f"R-{row}", row, -row / 7, "<b> & 'c'", None, row / 100, f"=B{row}*2"])
        sheet.cell(row, 6).number_format = "0.00%"
    sheet.row_dimensions[7].hidden = True
    book.save(path)


MAKERS = {"xlsxwriter": by_xlsxwriter, "openpyxl": by_openpyxl}


@pytest.fixture(params=MAKERS.values(), ids=MAKERS)
def data(request, tmp_path):
    request.param(tmp_path / "a.xlsx")
    return (tmp_path / "a.xlsx").read_bytes()


def marks(found):
    return found.percent, found.instead, found.hidden, found.hidden_columns


def seen(data, monkeypatch):
    """What is noted of the first sheet with a glance, and without one."""
    percent = _percent_styles(parts_of(data))
    quick = walk_all(parts_of(data), percent)[SHEET]
    with monkeypatch.context() as slow:
        slow.setattr(guard, "parted", lambda text: None)
        return marks(quick), marks(walk_all(parts_of(data), percent)[SHEET])


def test_a_sheet_as_a_library_writes_it_is_seen_at_a_glance(data):
    text = b"".join(unpack(parts_of(data)[SHEET]))
    assert isinstance(glance(parted(text)[1], frozenset()), Glance)


def test_a_glance_notes_what_a_walk_notes(data, monkeypatch):
    quick, slow = seen(data, monkeypatch)
    assert quick == slow
    assert quick[0] and quick[1] and quick[2]


ODD_ROWS = {
    "an error": '<row r="1"><c r="A1" t="e"><v>#DIV/0!</v></c></row>',
    "a row hidden in another word": '<row r="1" hidden="true"><c r="A1"><v>1</v></c></row>',
    "a row without cells": '<row r="1" ht="20"/><row r="2"><c r="A2"><v>1</v></c></row>',
    "text in the cell": '<row r="1"><c r="A1" t="inlineStr"><is><t>a &amp; b</t></is></c></row>',
    "text in two parts": '<row r="1"><c r="A1" t="inlineStr"><is><r><t>a</t></r></is></c></row>',
    "a comment": '<row r="1"><!-- <c r="B1"><v>2</v></c> --><c r="A1"><v>1</v></c></row>',
    "a letter by its number": '<row r="1"><c r="A1" t="str"><f>B1</f><v>&#65;</v></c></row>',
    "cells without references": "<row><c><v>1</v></c><c><f>A1</f></c></row>",
    "a style by its number": '<row r="1"><c r="A1" s="&#49;"><v>1</v></c></row>',
    "a formula that is shared": '<row r="1"><c r="A1"><f t="shared" si="0"/><v>1</v></c></row>',
    "figures in a name": '<row r="1"><c1 r="A1"><v>1</v></c1><c r="B1"><v>1</v></c></row>',
    "a formula behind its result": '<row r="1"><c r="A1" t="str"><v></v><f>B1</f></c></row>',
}


@pytest.mark.parametrize("rows", ODD_ROWS.values(), ids=ODD_ROWS)
def test_rows_that_stand_otherwise_are_noted_all_the_same(rows, monkeypatch):
    quick, slow = seen(raw_book(rows), monkeypatch)
    assert quick == slow


REFUSED = {
    "figures in a letter's place": '<row r="1"><c r="1A"><v>1</v></c></row>',
    "a cell in another row": f'<row r="11">{raw_cell("A1", 1)}</row>',
    "a cell twice": f'<row r="1">{raw_cell("A1", 1)}{raw_cell("A1", 1)}</row>',
    "a row twice": f'<row r="1">{raw_cell("A1", 1)}</row><row r="1">{raw_cell("B1", 1)}</row>',
    "two numbers of a row": f'<row r="1" r="2">{raw_cell("A1", 1)}</row>',
    "an end too many": f'<row r="1">{raw_cell("A1", 1)}</c></row>',
    "a result in characters left alone": '<row r="1"><c r="A1"><v><![CDATA[1]]></v></c></row>',
    "a result with a comment in it": '<row r="1"><c r="A1"><v>5<!-- -->7</v></c></row>',
    "a result with an instruction in it": '<row r="1"><c r="A1"><v>5<?a b?>7</v></c></row>',
    "a figure by its number": '<row r="1"><c r="A1"><v>5&#55;</v></c></row>',
    "a number with a sign in it": '<row r="1"><c r="A1"><v>5&amp;7</v></c></row>',
    "an element in a result": '<row r="1"><c r="A1"><v>5<b/>7</v></c></row>',
    "two results": '<row r="1"><c r="A1"><v>57</v><v>30</v></c></row>',
    "two texts": '<row r="1"><c r="A1" t="inlineStr"><is><t>5</t></is><is><t>7</t></is></c></row>',
    "a text that is a result": '<row r="1"><c r="A1" t="inlineStr"><v>57</v></c></row>',
    "rows twice": f'<row r="1">{raw_cell("A1", 1)}</row></sheetData><sheetData>',
    "no end": '<row r="1"><c r="A1"><v>1</c></row>',
}


@pytest.mark.parametrize("rows", REFUSED.values(), ids=REFUSED)
def test_rows_that_no_spreadsheet_writes_are_refused(rows):
    with pytest.raises(Refused):
        walk_all(parts_of(raw_book(rows)))


def test_a_list_to_choose_from_behind_the_cells_is_no_formula_in_the_last_cell():
    rows = '<row r="1"><c r="A1"/><c r="B1" s="0"/></row>'
    behind = "<dataValidations><dataValidation><formula1>1</formula1></dataValidation></dataValidations>"
    beyond = '<extLst><ext><x:f xmlns:x="urn:x">Lists!$A$1:$A$9</x:f></ext></extLst>'
    text = f"<worksheet><sheetData>{rows}</sheetData>{behind}{beyond}</worksheet>".encode()
    noting = Walk(guard._Budget(), frozenset())
    walk("a.xml", [(text, noting)])
    assert noting.instead == {}


def test_a_damaged_sheet_is_never_seen_otherwise_at_a_glance(data):
    chance = random.Random(11)
    rows = parted(b"".join(unpack(parts_of(data)[SHEET])))[1][:4000]
    rows = rows[: rows.rfind(b"</row>") + 6]
    taken = 0
    for _ in range(3000):
        broken = bytearray(rows)
        for _ in range(chance.randint(1, 2)):
            at = chance.randrange(len(broken))
            broken[at : at + chance.randint(0, 2)] = chance.choice(
                [b"1", b"<", b">", b'"', b" ", b"A", b"r", b"/", b"&", b"", b"7", b"\x01", b"<v>", b"t", b"-"]
            )
        quick = glance(bytes(broken), frozenset("1"))
        if quick is None:
            continue
        taken += 1
        slow = Walk(guard._Budget(), frozenset((1,)))
        try:
            walk("a.xml", [(b"<worksheet><sheetData>" + bytes(broken) + b"</sheetData></worksheet>", slow)])
        except Refused as refused:
            # A stray figure behind a quotation mark is no XML, and changes nothing that is read.
            assert "damaged" in str(refused)
            continue
        assert (quick.hidden, quick.percent, dict.fromkeys(quick.formulas, ("f", ""))) == (
            slow.hidden,
            slow.percent,
            slow.instead,
        )
    assert taken > 150


def test_what_is_personal_is_taken_out_of_numbers_dates_and_texts_alike(tmp_path):
    book = xlsxwriter.Workbook(tmp_path / "a.xlsx")
    sheet = book.add_worksheet("Return")
    sheet.write_row("A1", ["item", 9434765919, "born 3 March 1961", "number 9434765919 again", 12345678901.5])
    book.close()
    (said,) = read((tmp_path / "a.xlsx").read_bytes())
    assert "9434765919" not in repr(said) and "1961" not in repr(said)
    assert [(column, text) for _, column, _, text, *_ in said["others"]] == [
        (2, "[withheld]"),
        (3, "[withheld]"),
        (4, "number [withheld] again"),
        (5, "12345678901.5"),
    ]
