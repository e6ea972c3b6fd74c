"""Requests, and files of returns, made by hand for the tests of the readers."""

import io
import zipfile
from xml.sax.saxutils import escape

import xlsxwriter

from specrules.evidence.facts import Column, Request, ValueKind

SHARE = {Column.NUMBER: ValueKind.COUNT, Column.OUT_OF: ValueKind.COUNT}
WITH_BLANKS = {**SHARE, Column.NOT_RECORDED: ValueKind.COUNT}
STATEMENT = {
    Column.ANSWER: ValueKind.YES_NO,
    Column.DOCUMENT: ValueKind.TEXT,
    Column.OWNER: ValueKind.TEXT,
    Column.DATE: ValueKind.DATE,
}
CONDITION = {
    Column.ANSWER: ValueKind.YES_NO,
    Column.REASON: ValueKind.TEXT,
    Column.AGREED_BY: ValueKind.TEXT,
}
REGISTER = {Column.ROWS: ValueKind.ROWS}

HEADER = {
    "specrules": "return 1",
    "spec": "anytown",
    "spec-version": "1",
    "party": "riverbank",
    "period": "2026-27-Q1",
    "submitted": "2026-07-16",
}


def asked(item, columns, party="riverbank", **more):
    """One request; *columns* may be a kind, for a single answer."""
    columns = columns if isinstance(columns, dict) else {Column.ANSWER: columns}
    requirement, _, check = item.partition(".")
    return Request(item, party, requirement, check, f"what {check} asks", columns, **more)


def header_with(**changes):
    """The headings of a return, some changed, and those set to None left out."""
    renamed = {key.replace("_", "-"): value for key, value in changes.items()}
    return {key: value for key, value in {**HEADER, **renamed}.items() if value is not None}


def table(*lines, columns=None):
    """Rows of a table: the headings that the lines use, and a row for each line."""
    columns = columns or list(dict.fromkeys(["item", *(name for line in lines for name in line)]))
    return [columns, *([line.get(name) for name in columns] for line in lines)]


def rows_of(*lines, header=HEADER, columns=None):
    """The rows of a whole return."""
    return [*map(list, header.items()), [], *table(*lines, columns=columns)]


def write_csv(path, rows, delimiter=",", encoding="utf-8"):
    """Write rows as a CSV file, every text quoted where it must be."""
    lines = (delimiter.join(_quoted(cell, delimiter) for cell in row) for row in rows)
    path.write_bytes("\n".join(lines).encode(encoding))
    return path


def _quoted(cell, delimiter):
    text = "" if cell is None else str(cell)
    return '"' + text.replace('"', '""') + '"' if set(text) & {delimiter, '"', "\n"} else text


def write_xlsx(path, rows, fill=None, others=None, **options):
    """Write rows as the sheet Return of a workbook; *fill* may add to it with xlsxwriter itself."""
    book = xlsxwriter.Workbook(path, options)
    for name, each in {"Return": rows, **(others or {})}.items():
        sheet = book.add_worksheet(name)
        for number, row in enumerate(each):
            for column, cell in enumerate(row):
                if cell is not None:
                    sheet.write(number, column, cell)
    if fill:
        fill(book, book.worksheets()[0])
    book.close()
    return path


_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_PLAIN_BOOK = {
    "[Content_Types].xml": (
        f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/></Types>'
    ),
    "_rels/.rels": (
        f'<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
    ),
    "xl/workbook.xml": (
        f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}">'
        '<sheets><sheet name="Return" sheetId="1" r:id="rId1"/></sheets></workbook>'
    ),
    "xl/_rels/workbook.xml.rels": (
        f'<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>'
    ),
}


def raw_book(rows="", parts=None, start="", kind=zipfile.ZIP_DEFLATED):
    """The bytes of a workbook from the XML of its rows; *parts* are added, *start* goes before the sheet."""
    sheet = f'{start}<worksheet xmlns="{_MAIN}"><sheetData>{rows}</sheetData></worksheet>'
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", kind) as book:
        for name, content in {**_PLAIN_BOOK, "xl/worksheets/sheet1.xml": sheet, **(parts or {})}.items():
            book.writestr(name, content)
    return data.getvalue()


def raw_cell(reference, value):
    """The XML of a cell: a number, or text held in the cell itself."""
    if isinstance(value, int):
        return f'<c r="{reference}"><v>{value}</v></c>'
    return f'<c r="{reference}" t="inlineStr"><is><t>{escape(value)}</t></is></c>'
