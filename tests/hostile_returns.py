"""Returns as broken as returns can be, in every format: what each holds, and what is said of it.

Each is a name, the bytes of the file, and then either why the file is refused as a
whole, or the name of what is found and the value that is read for MA-1.delivered.
"""

# ruff: noqa: E501 - a line for each bad return

import io
import zipfile
from typing import NamedTuple

from tests.evidence.making import HEADER, raw_book, raw_cell

HEADS = "".join(f"{key},{value}\n" for key, value in HEADER.items())
YAML = "".join(f"{key}: {value}\n" for key, value in HEADER.items())
TABLE = "\nitem,answer,number,out of\n"
FULL = f"{HEADS}{TABLE}MA-1.delivered,,57,60\n"
ITEM = "items:\n  MA-1.delivered: {number: 57, out of: 60}\n"


class Bad(NamedTuple):
    """A bad return: its bytes, its ending, what is found, and what is read. *refused* is the reason why not."""

    data: bytes
    kind: str
    found: str = ""
    number: object = None
    refused: str = ""


def csv(text, found="", number=None, refused="", encoding="utf-8"):
    return Bad(text.encode(encoding), "csv", found, number, refused)


def lines(*rows, top=TABLE):
    """A CSV return with lines of its own."""
    return HEADS + top + "".join(f"{row}\n" for row in rows)


def yaml(text, found="", number=None, refused=""):
    return Bad(text.encode(), "yaml", found, number, refused)


def book(data, found="", number=None, refused=""):
    return Bad(data, "xlsx", found, number, refused)


def sheet(*rows):
    """The XML of rows of cells: the headings of a return, the headings of the table, and these."""
    every = [*map(list, HEADER.items()), [], ["item", "answer", "number", "out of"], *rows]
    return "".join(_row(number, row) for number, row in enumerate(every, 1))


def _row(number, row):
    cells = (
        cell if isinstance(cell, bytes) else raw_cell(f"{chr(65 + column)}{number}", cell).encode()
        for column, cell in enumerate(row)
        if cell is not None
    )
    return f'<row r="{number}">{b"".join(cells).decode()}</row>'


def cell(text):
    """The XML of a cell as it stands."""
    return text.encode()


LINE = ["MA-1.delivered", None, 57, 60]
AT = len(HEADER) + 3  # the row of the first line
SOUND = raw_book(sheet(LINE))


def number_as(xml):
    """A workbook whose number is written so."""
    return raw_book(sheet(["MA-1.delivered", None, cell(xml), 60]))


def without(name):
    """The sound workbook without one of its parts."""
    data = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(SOUND)) as whole, zipfile.ZipFile(data, "w") as part:
        for each in whole.namelist():
            if each != name:
                part.writestr(each, whole.read(each))
    return data.getvalue()


CSV = {
    "nothing at all": csv("", refused="not a return"),
    "one line end": csv("\n", refused="not a return"),
    "only the headings": csv(HEADS, "return-header"),
    "only the mark of UTF-8": Bad(b"\xef\xbb\xbf", "csv", refused="not a return"),
    "a letter to somebody": csv("Dear all,\nplease find attached\n", refused="not a return"),
    "another kind of file": csv(FULL.replace("return 1", "spec 1"), refused="not a return"),
    "a newer format": csv(FULL.replace("return 1", "return 2"), refused="newer"),
    "a format of many digits": csv(FULL.replace("return 1", "return " + "9" * 5000), refused="not a return"),
    "semicolons": csv(FULL.replace(",", ";"), "", "57"),
    "tabs": csv(FULL.replace(",", "\t"), "", "57"),
    "old line ends": csv(FULL.replace("\n", "\r"), "", "57"),
    "two kinds of line end": csv(FULL.replace("\n", "\r\n", 3), "", "57"),
    "UTF-16": csv(FULL, "not-utf8", "57", encoding="utf-16"),
    "the old Windows way": csv(FULL + "MA-2.x,,,£\n", "not-utf8", "57", encoding="cp1252"),
    "a NUL in a line": csv(lines("MA-1.delivered,,5\x007,60"), "broken-table"),
    "a picture": Bad(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 9, "csv", refused="plain text"),
    "a quotation mark that is not closed": csv(lines('MA-1.delivered,"57,60', "x,,1,2"), "broken-table"),
    "a quotation mark inside a value": csv(lines('MA-1.delivered,,5"7,60'), "wrong-type", '5"7'),
    "a thousand quotation marks": csv(lines('"' * 999), "broken-table"),
    "a comma in a number": csv(lines("MA-1.delivered,,1,200,60"), "broken-table"),
    "a line too short": csv(lines("MA-1.delivered,,57"), "broken-table", "57"),
    "two columns of one name": csv(
        lines("MA-1.delivered,1,57,60", top="\nitem,number,number,out of\n"), "broken-table"
    ),
    "two columns for the item": csv(
        lines("MA-1.delivered,x,57,60", top="\nitem,item,number,out of\n"), "broken-table"
    ),
    "a heading misspelt": csv(lines("MA-1.delivered,57,60", top="\nitem,nummber,out of\n"), "return-header"),
    "no headings": csv(HEADS + "\nMA-1.delivered,57,60\n", "return-header"),
    "a line twice": csv(lines("MA-1.delivered,,57,60", "MA-1.delivered,,57,60"), "item-given-twice"),
    "a line without its item": csv(lines(",,57,60"), "unknown-item"),
    "a line of another party's": csv(lines("MA-9.other,,57,60"), "unknown-item"),
    "more than all": csv(lines("MA-1.delivered,,61,60"), "more-than-all"),
    "less than nothing": csv(lines("MA-1.delivered,,-1,60"), "wrong-type", "-1"),
    "half a person": csv(lines("MA-1.delivered,,57.5,60"), "wrong-type", "57.5"),
    "a number of 5,000 digits": csv(lines(f"MA-1.delivered,,{'9' * 5000},60"), "wrong-type", "9" * 5000),
    "a number with an exponent": csv(lines("MA-1.delivered,,1e9,60"), "wrong-type", "1e9"),
    "not a number": csv(lines("MA-1.delivered,,NaN,60"), "wrong-type", "NaN"),
    "infinity": csv(lines("MA-1.delivered,,inf,60"), "wrong-type", "inf"),
    "wide digits": csv(lines("MA-1.delivered,,５７,60"), "wrong-type", "５７"),
    "a formula": csv(lines("MA-1.delivered,,=57,60"), "wrong-type", "=57"),
    "a formula that runs a program": csv(lines("MA-1.delivered,,=cmd|' /C calc'!A0,60"), "wrong-type", ...),
    "a percentage": csv(lines("MA-1.delivered,,95%,60"), "wrong-type", "95%"),
    "an escape sequence": csv(lines("MA-1.delivered,,\x1b[2J57,60"), "wrong-type", "\x1b[2J57"),
    "a turn of the writing": csv(lines("MA-1.delivered,,\u202e57,60"), "wrong-type", "\u202e57"),
    "an NHS number for a number": csv(lines("MA-1.delivered,,943 476 5919,60"), "personal-identifier"),
    "a period that is none": csv(FULL.replace("2026-27-Q1", "Q1 2026"), "return-header", "57"),
    "a date that is none": csv(FULL.replace("2026-07-16", "2026-02-30"), "return-header", "57"),
    "a heading twice": csv("party,trust\n" + FULL, "return-header"),
    "a party in other letters": csv(FULL.replace("riverbank", "RIVERBANK"), "", "57"),
    "a register that never begins": csv(FULL + "\nregister,MA-2.links\n", "return-header", "57"),
    "a register of nothing": csv(
        FULL + "\nregister,MA-2.links\nkind,name,contact,last contact\n", "blank-cell", "57"
    ),
    "5,000 lines": csv(lines(*["MA-9.x,,1,2"] * 5_000), "unknown-item"),
}

YAMLS = {
    "nothing in YAML": yaml("", refused="empty"),
    "a list": yaml("- specrules: return 1\n", refused="not a return"),
    "a word": yaml("hello\n", refused="not a return"),
    "a tab before an item": yaml(f"{YAML}items:\n\tMA-1.delivered: 57 of 60\n", ..., ...),
    "a bracket left open": yaml(f"{YAML}items: [\n", ..., ...),
    "cut inside an answer": yaml(f"{YAML}items:\n  MA-1.delivered: {{number: 57, out of: 6\n", ..., ...),
    "40,000 brackets": yaml(f"{YAML}items: {'[' * 40_000}\n", refused="to its end"),
    "a list that holds itself": yaml(f"{YAML}items: &a [*a]\n", ..., ...),
    "a merged key": yaml(f"{YAML}a: &a {{x: 1}}\nitems:\n  <<: *a\n", ..., ...),
    "a tag that runs a program": yaml(
        f"{YAML}items:\n  MA-1.delivered: !!python/object/apply:os.system [id]\n", ..., ...
    ),
    "a second document": yaml(f"{YAML}{ITEM}---\n{YAML}", refused="to its end"),
    "an item twice": yaml(f"{YAML}{ITEM}  MA-1.delivered: 30 of 60\n", ...),
    "a column twice": yaml(f"{YAML}items:\n  MA-1.delivered: {{number: 57, number: 30, out of: 60}}\n", ...),
    "headings inside an answer": yaml(
        f"{YAML}items:\n  MA-1.delivered: {{number: {{a: 1}}, out of: 60}}\n", "wrong-type"
    ),
    "items as a text": yaml(f"{YAML}items: none\n", "return-header"),
    "a column misspelt": yaml(
        f"{YAML}items:\n  MA-1.delivered: {{nummber: 57, out of: 60}}\n", "return-header"
    ),
    "yes for a number": yaml(
        f"{YAML}items:\n  MA-1.delivered: {{number: yes, out of: 60}}\n", "wrong-type", "yes"
    ),
    "a number in octal": yaml(
        f"{YAML}items:\n  MA-1.delivered: {{number: 0o71, out of: 60}}\n", "wrong-type", "0o71"
    ),
    "a number in sixties": yaml(
        f"{YAML}items:\n  MA-1.delivered: {{number: 1:30, out of: 60}}\n", "wrong-type", "1:30"
    ),
    "a word of a million letters": yaml(f"{YAML}items:\n  MA-1.delivered: {'x' * 1_000_000}\n", ..., ...),
}

BOOKS = {
    "nothing in a workbook": book(b"", refused="empty"),
    "text for a workbook": book(FULL.encode(), refused="text that was renamed"),
    "a web page for a workbook": book(b"<html><table>", refused="web page"),
    "an old workbook": book(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), refused="old Excel file"),
    "a zip of something else": book(without("xl/workbook.xml"), refused="not an Excel workbook"),
    "half a workbook": book(SOUND[: len(SOUND) // 2], refused="not a complete Excel file"),
    "something behind its end": book(SOUND + b"x", refused="not a complete Excel file"),
    "a sheet that is missing": book(without("xl/worksheets/sheet1.xml"), refused="could not be read safely"),
    "relations that are missing": book(
        without("xl/_rels/workbook.xml.rels"), refused="could not be read safely"
    ),
    "a sheet cut off": book(raw_book(sheet(LINE) + "<row>"), refused="damaged inside"),
    "a document type": book(raw_book(sheet(LINE), start="<!DOCTYPE a>"), refused="document type"),
    "entities that grow": book(
        raw_book(sheet(LINE), start='<!DOCTYPE a [<!ENTITY b "bbbbbbbbbb"><!ENTITY c "&b;&b;">]>'),
        refused="document type",
    ),
    "another encoding": book(
        raw_book(sheet(LINE), start='<?xml version="1.0" encoding="EBCDIC-US"?>'), refused="UTF-8"
    ),
    "a far corner": book(raw_book(sheet(LINE) + _row(1_048_576, ["x"])), refused="far outside"),
    "a cell twice": book(
        raw_book(sheet(["MA-1.delivered", None, cell(f'<c r="C{AT}"><v>57</v></c>' * 2)])),
        refused="out of order",
    ),
    "rows out of order": book(raw_book(sheet(LINE) + _row(2, ["x"])), refused="out of order"),
    "macros": book(raw_book(sheet(LINE), {"xl/vbaProject.bin": b"x"}), refused="macros"),
    "a part with a way out": book(raw_book(sheet(LINE), {"../../x.xml": "<a/>"}), refused="odd name"),
    "two parts of one name": book(
        raw_book(sheet(LINE), {"XL/workbook.xml": "<a/>"}), refused="the same name"
    ),
    "a bomb": book(raw_book(sheet(LINE), {"xl/media/a.bin": bytes(9 << 20)}), refused="zip bomb"),
    "600 parts": book(
        raw_book(sheet(LINE), {f"xl/x{n}.xml": "<a/>" for n in range(600)}), refused="parts inside"
    ),
    "a formula never worked out": book(number_as(f'<c r="C{AT}"><f>50+7</f></c>'), "never-calculated", ...),
    "a formula that ends in an error": book(
        number_as(f'<c r="C{AT}" t="e"><f>1/0</f><v>#DIV/0!</v></c>'), "never-calculated", ...
    ),
    "a number that is none": book(number_as(f'<c r="C{AT}"><v>abc</v></c>'), ..., ...),
    "a text that is not there": book(number_as(f'<c r="C{AT}" t="s"><v>99</v></c>'), ...),
    "a yes where a number is wanted": book(
        number_as(f'<c r="C{AT}" t="b"><v>1</v></c>'), "wrong-type", "TRUE"
    ),
    "a number of 400 digits": book(number_as(f'<c r="C{AT}"><v>{"9" * 400}</v></c>'), "wrong-type", ...),
    "an item that is a number": book(raw_book(sheet([7, None, 57, 60])), "unknown-item"),
    "an empty sheet": book(raw_book(""), ...),
    "an NHS number as a number": book(
        number_as(f'<c r="C{AT}"><v>9434765919</v></c>'), "personal-identifier", ...
    ),
}

RETURNS = {**CSV, **YAMLS, **BOOKS}
