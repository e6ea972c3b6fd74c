"""What providers really send, in every format: what each file holds, and what has to be read of it.

Each is a name, the bytes of a file, and then either why the file is refused as a whole, or the
name of what is found and the number of people that is read for MA-1.delivered: a whole
number, its two ends where it is a range, or None where it is not known.
"""

# ruff: noqa: E501 - a line for each return

import io
import json
import zipfile
from datetime import date, datetime, time
from typing import NamedTuple

import xlsxwriter

from tests.evidence.making import _PLAIN_BOOK, HEADER, raw_book, rows_of
from tests.hostile_returns import AT, FULL, HEADS, ITEM, LINE, SOUND, TABLE, YAML, cell, lines, sheet

LINE_READ = "MA-1.delivered,,57,60"


class Sent(NamedTuple):
    """A file as it was sent: its bytes, its ending, what is found in it, and what is read."""

    data: bytes
    kind: str
    found: str = ""
    value: int | tuple[int, int] | None = None
    refused: str = ""


# What stands in the cell for the number, in any format: what is read, and what is found.
NUMBERS = {
    "57 ": (57, ""),
    "  57": (57, ""),
    "\u00a057\u00a0": (57, ""),
    "57\u202f": (57, ""),
    "57.0": (57, ""),
    "57.00": (57, ""),
    "057": (57, ""),
    "0": (0, ""),
    "<5": ((1, 4), "suppressed"),
    "< 5": ((1, 4), "suppressed"),
    "fewer than 5": ((1, 4), "suppressed"),
    "*": (None, "suppressed"),
    "..": (None, "suppressed"),
    "-": (None, "blank-cell"),
    "–": (None, "blank-cell"),
    "n/a": (None, "blank-cell"),
    "TBC": (None, "blank-cell"),
    "unknown": (None, "blank-cell"),
    "?": (None, "blank-cell"),
    "nil": (None, "wrong-type"),
    "none": (None, "wrong-type"),
    "N/A - see email": (None, "wrong-type"),
    "as above": (None, "wrong-type"),
    "#REF!": (None, "wrong-type"),
    "12*": (None, "wrong-type"),
    "12†": (None, "wrong-type"),
    "12¹": (None, "wrong-type"),
    "12 (est.)": (None, "wrong-type"),
    "c. 57": (None, "wrong-type"),
    "~57": (None, "wrong-type"),
    "57+": (None, "wrong-type"),
    ">50": (None, "wrong-type"),
    "≤5": (None, "wrong-type"),
    "0-4": (None, "wrong-type"),
    "57 people": (None, "wrong-type"),
    "12/15": (None, "wrong-type"),
    "57 of 60": (None, "wrong-type"),
    "80%": (None, "wrong-type"),
    "0.8": (None, "wrong-type"),
    "57.5": (None, "wrong-type"),
    "5,7": (None, "wrong-type"),
    "1.057,00": (None, "wrong-type"),
    "1 057": (None, "wrong-type"),
    "1e1": (None, "wrong-type"),
    "=A1+A2": (None, "wrong-type"),
    "£57": (None, "wrong-type"),
    "-57": (None, "wrong-type"),
    "−57": (None, "wrong-type"),
    "(57)": (None, "wrong-type"),
    "+57": (None, "wrong-type"),
    "'57": (None, "wrong-type"),
    "fifty-seven": (None, "wrong-type"),
    "٥٧": (None, "wrong-type"),
    "57😀": (None, "wrong-type"),
    "NULL": (None, "wrong-type"),
    "61": (None, "more-than-all"),
    "1,057": (None, "more-than-all"),
}


def csv(text, found="", value=57, refused="", encoding="utf-8"):
    return Sent(text.encode(encoding), "csv", found, value, refused)


def refused_csv(text, reason, encoding="utf-8"):
    return csv(text, value=None, refused=reason, encoding=encoding)


def with_table(table):
    """A CSV return with a table of its own."""
    return f"{HEADS}\n{table}"


def dated(text, found=""):
    """A return that says so when it was submitted."""
    return csv(FULL.replace("2026-07-16", text), found)


CSV = {
    **{
        f"{number!r} in a CSV file": csv(lines(f'MA-1.delivered,,"{number}",60'), found, value)
        for number, (value, found) in NUMBERS.items()
    },
    "spaces behind the commas": csv(lines("MA-1.delivered, , 57, 60")),
    "every cell in quotation marks": csv(
        "\n".join(
            ",".join(f'"{each}"' for each in line.split(",")) if line else "" for line in FULL.splitlines()
        )
    ),
    "a line for Excel on top": csv(f"sep=;\n{FULL.replace(',', ';')}"),
    "strokes between the cells": csv(FULL.replace(",", "|")),
    "semicolons, and commas in the numbers": csv(
        FULL.replace("57", "57,0")
        .replace("-", "_")
        .replace(",", ";")
        .replace("57;0", "57,0")
        .replace("_", "-"),
        "wrong-type",
        None,
    ),
    "commas to the end of every line": csv(
        "".join(f"{line},,,,\n" if line else "\n" for line in FULL.split("\n"))
    ),
    "a note far to the right": csv(lines(f"{LINE_READ},,,,see note"), "broken-table", None),
    "a line end inside a cell": csv(lines('MA-1.delivered,"one\ntwo",57,60'), "cell-not-asked"),
    "the mark of UTF-8 in the middle": csv(HEADS + "\n\ufeff" + TABLE[1:] + LINE_READ + "\n"),
    "the mark of UTF-8 before a heading": csv(with_table(f"item,answer,\ufeffnumber,out of\n{LINE_READ}\n")),
    "the mark of UTF-8 twice": csv("\ufeff\ufeff" + FULL),
    "two returns in one file": csv(FULL + FULL, "item-given-twice", None),
    "UTF-16 without its mark": csv(FULL, "not-utf8", encoding="utf-16-le"),
    "UTF-16 the other way round": Sent(b"\xfe\xff" + FULL.encode("utf-16-be"), "csv", "not-utf8", 57),
    "UTF-32": refused_csv(FULL, "plain text", "utf-32"),
    "a dash in the old Windows way": csv(lines("MA-1.delivered,–,57,60"), "not-utf8", encoding="cp1252"),
    "two ways of saving in one file": Sent(
        FULL.encode() + "MA-9.x,£,,\n".encode() + "MA-9.y,£,,\n".encode("cp1252"), "csv", "not-utf8", 57
    ),
    "a cell of a million letters": csv(
        lines(f"MA-1.delivered,{'x' * 1_000_000},57,60"), "broken-table", None
    ),
    "headings on line 4": csv("Return\nAnytown\n\n" + FULL),
    "a line of totals": csv(lines(LINE_READ, "Total,,57,60"), "unknown-item"),
    "a line of totals without a word": csv(lines(LINE_READ, ",,57,60"), "unknown-item"),
    "an empty line in the table": csv(with_table(f"item,answer,number,out of\n\n{LINE_READ}\n")),
    "a remark in the table": csv(lines("# as agreed", LINE_READ), "unknown-item"),
    "a new page": csv(lines("\f" + LINE_READ)),
    "a tab in a number": csv(lines("MA-1.delivered,,5\v7,60"), "wrong-type", None),
    "line ends of three kinds": csv(FULL.replace("\n", "\r\r\n")),
    "no end of the last line": csv(FULL.rstrip("\n")),
    "curly quotation marks": csv(lines("MA-1.delivered,,“57”,60"), "wrong-type", None),
    "a quotation mark in a number": csv(lines('MA-1.delivered,,"57"x,60'), "broken-table", None),
    "quotation marks twice": csv(lines('MA-1.delivered,,"""57""",60'), "wrong-type", None),
    "a thousand in quotation marks": csv(lines('MA-1.delivered,,"1,057","1,200"'), "", 1057),
    "thousands without quotation marks": csv(lines("MA-1.delivered,,1,057,1,200"), "broken-table", None),
    "headings in capitals": csv(HEADS.upper() + TABLE.upper() + LINE_READ + "\n"),
    "headings with a colon": csv(HEADS.replace(",", ":,") + TABLE + LINE_READ + "\n"),
    "a colon for every comma": csv(HEADS.replace(",", ": ") + TABLE + LINE_READ + "\n"),
    "a table without the headings above it": refused_csv(
        TABLE + LINE_READ + "\n", "They stand above the answers."
    ),
    "no party": csv(FULL.replace("party,riverbank\n", ""), "return-header", None),
    "the table first": csv(f"item,number,out of\nMA-1.delivered,57,60\n\n{HEADS}"),
    "3,000 columns": csv(
        with_table(f"item,number,out of,{','.join(f'c{n}' for n in range(3000))}\nMA-1.delivered,57,60\n"),
    ),
    "columns where the rows should be": csv(
        with_table("item,MA-1.delivered\nnumber,57\nout of,60\n"), "unknown-item", None
    ),
    "columns in another order": csv(with_table("out of,number,item\n60,57,MA-1.delivered\n")),
    "two numbers in one cell": csv(with_table("item,answer\nMA-1.delivered,57 of 60\n")),
    "two numbers with a stroke": csv(with_table("item,answer\nMA-1.delivered,57/60\n"), "wrong-type", None),
    "a percentage beside its counts": csv(
        with_table("item,answer,number,out of\nMA-1.delivered,95%,57,60\n")
    ),
    "a percentage that is not that of its counts": csv(
        with_table("item,answer,number,out of\nMA-1.delivered,80%,57,60\n"), "figures-differ"
    ),
    "a day first": dated("16/07/2026", "return-header"),
    "a day with its month in letters": dated("16 July 2026", "return-header"),
    "a year of two figures": dated("16-Jul-26", "return-header"),
    "a month first": dated("07/16/2026", "return-header"),
    "a day as Excel counts": dated("46219", "return-header"),
    "a day with its time": dated("2026-07-16 00:00:00", "return-header"),
    "a web page": refused_csv("<html><table><tr><td>item</td></tr></table>", "web page"),
    "JSON": refused_csv('{"specrules": "return 1"}', "not a return"),
    "a workbook for a CSV file": Sent(SOUND, "csv", refused="a workbook or a zip file"),
    "a YAML file for a CSV file": refused_csv(YAML + ITEM, "not a return"),
    "NULs behind the end": Sent(FULL.encode() + bytes(4096), "csv", "broken-table", 57),
    "only NULs": Sent(bytes(4096), "csv", refused="not a return"),
    "spaces for columns": refused_csv(FULL.replace(",", "    "), "not a return"),
    "headings again on the next page": csv(
        lines(LINE_READ, "item,answer,number,out of", "MA-9.x,,1,2"), "unknown-item"
    ),
    "a mark that is not seen in the item": csv(lines("MA-1.\u200bdelivered,,57,60")),
    "an item with a long dash": csv(lines("MA–1.delivered,,57,60"), "unknown-item", None),
    "an item in other letters": csv(lines("ma-1.DELIVERED,,57,60")),
    "an item with a letter that only looks the same": csv(
        lines("M\u0410-1.delivered,,57,60"), "unknown-item", None
    ),
    "an item without its stop": csv(lines("MA-1 delivered,,57,60"), "unknown-item", None),
    "the mark of DOS behind the end": csv(FULL + "\x1a", "broken-table"),
    "apostrophes for thousands": csv(lines("MA-1.delivered,,1'057,1'200"), "wrong-type", None),
    "thin spaces for thousands": csv(lines("MA-1.delivered,,1\u2009057,1\u2009200"), "wrong-type", None),
    "a number with a half": csv(lines("MA-1.delivered,,57½,60"), "wrong-type", None),
    "a number of the Romans": csv(lines("MA-1.delivered,,LVII,60"), "wrong-type", None),
    "a number in sixteens": csv(lines("MA-1.delivered,,0x39,60"), "wrong-type", None),
    "the marks of two versions put together": csv(
        lines("<<<<<<< HEAD", LINE_READ, "=======", "MA-1.delivered,,50,60", ">>>>>>> other"),
        "item-given-twice",
        None,
    ),
    "a heading with more in it": csv(
        with_table("item,number (n),out of\nMA-1.delivered,57,60\n"), "return-header", None
    ),
    "the lines of an answered e-mail": refused_csv(
        "".join(f"> {line}\n" for line in FULL.splitlines()), "not a return"
    ),
    "the letters of an old mainframe": refused_csv(FULL, "plain text", "cp500"),
    "line ends of a web page": refused_csv(FULL.replace("\n", "\u2028"), "not a return"),
}


# -- YAML


def yaml(text, found="", value=57, refused=""):
    return Sent(text.encode(), "yaml", found, value, refused)


def item(answer, found="", value=57):
    """A YAML return with an answer of its own."""
    return yaml(f"{YAML}items:\n  MA-1.delivered:{answer}\n", found, value)


def number(text, found="", value=57):
    """A YAML return whose number is written so, out of 60."""
    return item(f" {{number: {text}, out of: 60}}", found, value)


YAMLS = {
    **{
        f"{text!r} in a YAML file": number(json.dumps(text, ensure_ascii=False), found, value)
        for text, (value, found) in NUMBERS.items()
    },
    "a number with a comma": item(" {number: 1,057, out of: 1200}", "not-yaml", None),
    "a number with an underscore": number("5_7", "wrong-type", None),
    "items as a list": yaml(f"{YAML}items:\n  - MA-1.delivered: 57 of 60\n", "return-header", None),
    "items as a list of columns": yaml(
        f"{YAML}items:\n  - {{item: MA-1.delivered, number: 57, out of: 60}}\n", "return-header", None
    ),
    "a check below its requirement": yaml(
        f"{YAML}items:\n  MA-1:\n    delivered: 57 of 60\n", "return-header", None
    ),
    "marks where it begins and ends": yaml(f"---\n{YAML}{ITEM}...\n"),
    "a number with a bell in it": number("5\a7", "hidden-character", None),
    "a number with a soft hyphen in it": number("5\u00ad7", "hidden-character", None),
    "a number with an escape in it": number('"5\\x1b7"', "hidden-character", None),
    "a number that says what it is": number("!!int 57", "tag-used", None),
    "a number with a name": number("&a 57", "repeats-itself", None),
    "a number from elsewhere": yaml(
        f"{YAML}a: &a 57\nitems:\n  MA-1.delivered: {{number: *a, out of: 60}}\n", "repeats-itself", None
    ),
    "a percent sign first": number("%57", "not-yaml", None),
    "a remark in braces": item(" {number: 57 # about, out of: 60}", "not-yaml", None),
    "no space behind the colons": item(" {number:57, out of:60}", "not-yaml", None),
    "a special space behind the colon": item(" {number:\u00a057, out of: 60}", "not-yaml", None),
    "a quotation mark left open": item(' {number: "57, out of: 60}', "not-yaml", None),
    "letters behind a quotation mark": item('\n    number: "57" x\n    out of: 60', "not-yaml", None),
    "a bracket left open in an answer": item("\n    number: [57\n    out of: 60", "not-yaml", None),
    "a line that does not line up": item("\n    number: 57\n   out of: 60", "not-lined-up", None),
    "a line too far in": item("\n    number: 57\n     out of: 60", "colon-in-text", None),
    "a tab before a heading": item("\n    number: 57\n\tout of: 60", "file-tab", None),
    "nothing": number("null", "blank-cell", None),
    "a wave": number("~", "blank-cell", None),
    "a star without quotation marks": number("*", "suppressed", None),
    "a dash without quotation marks": number("-", "blank-cell", None),
    "curly quotation marks in YAML": number("“57”", "curly-quotes"),
    "a number in brackets": number("[57]"),
    "two numbers in brackets": number("[57, 60]", "wrong-type", None),
    "a number on a line of its own": item("\n    number: |\n      57\n    out of: 60"),
    "a number on two lines": item("\n    number: 5\n      7\n    out of: 60", "wrong-type", None),
    "an answer in one text": item(" 57 of 60"),
    "an answer with a stroke": item(" 57/60", "wrong-type", None),
    "an answer that is a share": item(" 95%", "wrong-type", None),
    "only one number": item(" 57", "blank-cell"),
    "an answer in a list": item("\n    - {number: 57, out of: 60}"),
    "two answers in a list": item(
        "\n    - {number: 57, out of: 60}\n    - {number: 30, out of: 60}", "item-given-twice", None
    ),
    "an answer inside an answer": item(
        "\n    answer:\n      number: 57\n      out of: 60", "wrong-type", None
    ),
    "other words for the columns": item(" {numerator: 57, denominator: 60}"),
    "lines below for spaces": item(" {number: 57, out_of: 60}"),
    "columns in capitals": item(" {Number: 57, Out Of: 60}"),
    "a column written wrongly": item(" {nummber: 57, out of: 60}", "return-header", None),
    "items in a list": yaml(f"{YAML}items:\n  - MA-1.delivered: 57 of 60\n", "return-header", None),
    "items twice": yaml(YAML + ITEM + ITEM, "given-twice", None),
    "items by another name": yaml(YAML + ITEM.replace("items", "item"), "return-header", None),
    "an item for a site that is none": item(
        "\n    - {site: Nowhere, number: 57, out of: 60}", "unknown-item", None
    ),
    "an item in quotation marks": yaml(YAML + ITEM.replace("MA-1.delivered", '"MA-1.delivered"')),
    "Windows line ends": yaml((YAML + ITEM).replace("\n", "\r\n")),
    "old line ends in YAML": yaml((YAML + ITEM).replace("\n", "\r")),
    "the mark of UTF-8 in YAML": yaml("\ufeff" + YAML + ITEM),
    "the mark of UTF-8 before the items": yaml(YAML + "\ufeff" + ITEM, "hidden-character"),
    "UTF-16 in YAML": Sent((YAML + ITEM).encode("utf-16"), "yaml", "not-utf8", 57),
    "the old Windows way in YAML": Sent((YAML + ITEM + "  # £\n").encode("cp1252"), "yaml", "not-utf8", 57),
    "a line that begins a document": yaml("---\n" + YAML + ITEM),
    "a line that ends a document": yaml(YAML + ITEM + "...\n"),
    "something behind the end": yaml(YAML + ITEM + "...\nhello\n", value=None, refused="to its end"),
    "a heading twice in YAML": yaml(YAML + "party: trust\n" + ITEM, "given-twice"),
    "a heading of their own": yaml(YAML + "colour: red\n" + ITEM, "return-header"),
    "a heading misspelt in YAML": yaml(YAML.replace("party", "pary") + ITEM, "return-header", None),
    "everything as JSON": yaml(
        json.dumps({**HEADER, "items": {"MA-1.delivered": {"number": 57, "out of": 60}}})
    ),
    "a CSV file for a YAML file": yaml(FULL, value=None, refused="to its end"),
    "a workbook for a YAML file": Sent(SOUND, "yaml", refused="a workbook or a zip file"),
    "200 levels": yaml(
        YAML + "items:\n" + "".join(f"{'  ' * (n + 1)}k{n}:\n" for n in range(200)),
        value=None,
        refused="to its end",
    ),
    "a register that is a word": yaml(f"{YAML}{ITEM}registers:\n  MA-2.links: none\n"),
    "a register that is one row": yaml(f"{YAML}{ITEM}registers:\n  MA-2.links: {{kind: 12-step}}\n"),
    "a register that was mended": yaml(
        f"{YAML}{ITEM}registers:\n  MA-2.links: {{kind: 12-step, name: %x}}\n", "not-yaml"
    ),
    "a postcode in a comment": item(
        " {number: 57, out of: 60, comment: lives at LS1 4AP}", "personal-identifier"
    ),
    "an NHS number without spaces": number("9434765919", "personal-identifier", None),
}


# -- workbooks


def book(data, found="", value=57, refused=""):
    return Sent(data, "xlsx", found, value, refused)


def refused_book(data, reason):
    return book(data, value=None, refused=reason)


def made(rows=None, found="", value=57, fill=None, sheet="Return", others=None, **options):
    """A workbook made by a library; *fill* may add to it, the first line of answers being ROW."""
    data = io.BytesIO()
    with xlsxwriter.Workbook(data, {"in_memory": True, **options}) as new:
        for name, each in {sheet: rows or rows_of(ANSWER), **(others or {})}.items():
            tab = new.add_worksheet(name)
            for row, cells in enumerate(each):
                for column, content in enumerate(cells):
                    if content is not None:
                        tab.write(row, column, content)
        if fill:
            fill(new, new.worksheets()[0])
    return book(data.getvalue(), found, value)


ANSWER = {"item": "MA-1.delivered", "number": 57, "out of": 60}
ROW = len(HEADER) + 2  # as xlsxwriter counts
HEADINGS = ["item", "number", "out of"]


def filled(write, found="", value=57):
    """A workbook in which something else is written over the number."""
    return made(None, found, value, write)


def shown_as(content, looks, found="", value=57):
    """A workbook whose number is shown in a way of its own."""
    return filled(
        lambda new, tab: tab.write_number(ROW, 1, content, new.add_format({"num_format": looks})),
        found,
        value,
    )


def filtered(new, tab):
    tab.autofilter(ROW - 1, 0, ROW, 2)
    tab.filter_column(0, "x == other")
    tab.set_row(ROW, None, None, {"hidden": True})


def hidden_behind(new, tab):
    new.worksheets()[1].activate()
    new.worksheets()[1].set_first_sheet()
    tab.very_hidden()


def with_chart(new, tab):
    chart = new.add_chart({"type": "column"})
    chart.add_series({"values": "=Return!$B$9:$C$9"})
    tab.insert_chart("F2", chart)


def as_table(new, tab):
    columns = [{"header": "item", "total_string": "Total"}, *({"header": each} for each in HEADINGS[1:])]
    tab.add_table(ROW - 1, 0, ROW + 1, 2, {"total_row": True, "columns": columns})


SHEET, RELATIONS, BOOK = "xl/worksheets/sheet1.xml", "xl/_rels/workbook.xml.rels", "xl/workbook.xml"
HERE = f"C{AT}"


def raw(xml):
    """A workbook whose number is written so."""
    return raw_book(sheet(["MA-1.delivered", None, cell(xml), 60]))


def changed(part, old, new):
    """The sound workbook, with one of its parts changed."""
    parts = {**_PLAIN_BOOK, SHEET: zipfile.ZipFile(io.BytesIO(SOUND)).read(SHEET).decode()}
    assert old in parts[part]
    return raw_book(parts={**parts, part: parts[part].replace(old, new)})


def packed(kind):
    """The sound workbook, packed in another way."""
    return raw_book(sheet(LINE), kind=kind)


def zipped(name, text):
    """A zip file that holds one file."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as new:
        new.writestr(name, text)
    return data.getvalue()


def numbered_strict(text):
    return text.replace(
        "schemas.openxmlformats.org/spreadsheetml/2006/main", "purl.oclc.org/ooxml/spreadsheetml/main"
    )


OTHER_ROWS = [*map(list, HEADER.items()), []]
BOOKS = {
    **{
        f"{text!r} in a workbook": made(fill=lambda new, tab, text=text: tab.write_string(ROW, 1, text), found=found, value=value)
        for text, (value, found) in NUMBERS.items()
    },
    "a sheet of another name": made(sheet="Q1 data"),
    "a copy of the sheet": made(found="item-given-twice", value=None, others={"Return (2)": rows_of(ANSWER)}),
    "a column put in": made([["", *row] for row in rows_of(ANSWER)]),
    "an empty row after every row": made([each for row in rows_of(ANSWER) for each in (row, [])]),
    "a row of totals": made([*rows_of(ANSWER), ["Total", 57, 60]], "unknown-item"),
    "a row of totals without a word": made([*rows_of(ANSWER), [None, 57, 60]], "unknown-item"),
    "two tables one below the other": made([*rows_of(ANSWER), [], HEADINGS, ["MA-1.delivered", 30, 60]], "item-given-twice", None),
    "two tables side by side": made([row + [None] * (4 - len(row)) + row for row in rows_of(ANSWER)], "broken-table", None),
    "headings on row 38": made([["x"]] * 30 + rows_of(ANSWER)),
    "two rows of headings": made([*OTHER_ROWS, [None, "People", None], HEADINGS, ["MA-1.delivered", 57, 60]]),
    "a heading in merged cells": filled(lambda new, tab: tab.merge_range(ROW - 1, 1, ROW - 1, 2, "number"), "merged-cells"),
    "a time for a number": filled(lambda new, tab: tab.write_datetime(ROW, 1, time(12, 30), new.add_format({"num_format": "hh:mm"})), "wrong-type", None),
    "a row without any height": filled(lambda new, tab: tab.set_row(ROW, 0), "hidden-rows-or-sheet"),
    "a list of people on a sheet of its own": made(found="personal-identifier", others={"Clients": [["943 476 5919"]]}),
    "an answer in merged cells": filled(lambda new, tab: tab.merge_range(ROW, 1, ROW, 2, 57), "merged-cells"),
    "a heading twice in a workbook": made([*OTHER_ROWS, ["item", "number", "number", "out of"], ["MA-1.delivered", 57, 58, 60]], "broken-table", None),
    "headings with odd spaces": made([*OTHER_ROWS, [" Item ", "NUMBER:", "Out_Of"], ["MA-1.delivered", 57, 60]]),
    "a date from 1904": made(rows_of(ANSWER, header={**HEADER, "submitted": date(2026, 7, 16)}), date_1904=True, default_date_format="dd/mm/yy"),
    "a date and a time": made(rows_of(ANSWER, header={**HEADER, "submitted": datetime(2026, 7, 16, 13, 45)}), default_date_format="dd/mm/yy hh:mm"),
    "a number shown as a date": shown_as(57, "dd/mm/yyyy", "wrong-type", None),
    "a number shown as a percentage": shown_as(0.95, "0%", "wrong-type", None),
    "a number shown as pounds": shown_as(57, "£#,##0"),
    "a number shown without its decimals": shown_as(57.4, "0", "wrong-type", None),
    "a number that is not shown at all": shown_as(57, ";;;"),
    "a number shown in thousands": shown_as(57000, "0,", "more-than-all", None),
    "a number crossed out": filled(lambda new, tab: tab.write_number(ROW, 1, 57, new.add_format({"font_strikeout": True}))),
    "a month typed for a number": filled(lambda new, tab: tab.write_datetime(ROW, 1, date(2026, 12, 15), new.add_format({"num_format": "mmm-yy"})), "wrong-type", None),
    "a time": filled(lambda new, tab: tab.write_datetime(ROW, 1, time(9, 30), new.add_format({"num_format": "hh:mm"})), "wrong-type", None),
    "a formula with its result": filled(lambda new, tab: tab.write_formula(ROW, 1, "=50+7", None, 57)),
    "a formula whose result is text": filled(lambda new, tab: tab.write_formula(ROW, 1, '="57"', None, "57")),
    "a formula whose cells are gone": filled(lambda new, tab: tab.write_formula(ROW, 1, "=#REF!", None, "#REF!"), "never-calculated", None),
    "a formula from another workbook": filled(lambda new, tab: tab.write_formula(ROW, 1, "='[Other.xlsx]Sheet1'!A1", None, 57)),
    "a formula that needs itself": book(raw(f'<c r="{HERE}"><f>{HERE}+1</f></c>'), "never-calculated", None),
    "a shared formula": book(raw(f'<c r="{HERE}"><f t="shared" ref="C9:C10" si="0">A1</f><v>57</v></c>')),
    "a row hidden": filled(lambda new, tab: tab.set_row(ROW, None, None, {"hidden": True}), "hidden-rows-or-sheet"),
    "a column hidden": filled(lambda new, tab: tab.set_column(1, 1, None, None, {"hidden": True}), "hidden-rows-or-sheet"),
    "rows filtered away": filled(filtered, "hidden-rows-or-sheet"),
    "the return hidden": made(found="hidden-rows-or-sheet", fill=hidden_behind, others={"Notes": [["x"]]}),
    "a sheet hidden for good": made(found="hidden-rows-or-sheet", fill=lambda new, tab: new.worksheets()[1].very_hidden(), others={"Notes": [["x"]]}),
    "a chart": filled(with_chart),
    "a text box": filled(lambda new, tab: tab.insert_textbox(20, 3, "57 of 60")),
    "a note on the number": filled(lambda new, tab: tab.write_comment(ROW, 1, "about 57"), "note-on-a-cell"),
    "a link": filled(lambda new, tab: tab.write_url(ROW, 4, "internal:Return!A1")),
    "a number in two colours": filled(lambda new, tab: tab.write_rich_string(ROW, 1, new.add_format({"bold": True}), "5", "7")),
    "a table with totals": filled(as_table, "unknown-item"),
    "an item that ends in a special space": made(rows_of({**ANSWER, "item": "MA-1.delivered\u00a0"})),
    "an item with a mark that is not seen": made(rows_of({**ANSWER, "item": "MA-1.\u200bdelivered"})),
    "an item with a space in it": made(rows_of({**ANSWER, "item": "MA-1 .delivered"}), "unknown-item", None),
    "a cell of a million letters": book(raw_book(sheet(["MA-1.delivered", "x" * 1_000_000, 57, 60])), "cell-not-asked"),
    "a number of a million digits": book(raw(f'<c r="{HERE}"><v>{"9" * 1_000_000}</v></c>'), "wrong-type", None),
    "a period that is a number": made(rows_of(ANSWER, header={**HEADER, "period": 2026}), "return-header"),
    "headings from left to right": made([list(HEADER), list(HEADER.values()), [], HEADINGS, ["MA-1.delivered", 57, 60]])._replace(value=None, refused="not a return"),
    "spaces around the number": book(raw(f'<c r="{HERE}"><v> 57 </v></c>')),
    "a number written short": book(raw(f'<c r="{HERE}"><v>5.7E1</v></c>')),
    "a number with a comma in its cell": book(raw(f'<c r="{HERE}"><v>57,0</v></c>'), "wrong-type", None),
    "a number of 20 digits": book(raw(f'<c r="{HERE}"><v>57.000000000000000001</v></c>')),
    "a remark inside a number": refused_book(raw(f'<c r="{HERE}"><v>5<!-- x -->7</v></c>'), f"its cell {HERE} (sheet Return)"),
    "an instruction inside a number": refused_book(raw(f'<c r="{HERE}"><v>5<?x y?>7</v></c>'), f"its cell {HERE} (sheet Return)"),
    "a figure by its number": refused_book(raw(f'<c r="{HERE}"><v>5&#55;</v></c>'), f"its cell {HERE} (sheet Return)"),
    "a number left alone": refused_book(raw(f'<c r="{HERE}"><v><![CDATA[57]]></v></c>'), f"its cell {HERE} (sheet Return)"),
    "two numbers in one cell": refused_book(raw(f'<c r="{HERE}"><v>57</v><v>30</v></c>'), f"its cell {HERE} (sheet Return)"),
    "a text that is a result": refused_book(raw(f'<c r="{HERE}" t="inlineStr"><v>57</v></c>'), f"its cell {HERE} (sheet Return)"),
    "an error nobody knows": refused_book(raw(f'<c r="{HERE}" t="e"><v>#SPILL!</v></c>'), f"its cell {HERE} (sheet Return)"),
    "a yes that is 2": refused_book(raw(f'<c r="{HERE}" t="b"><v>2</v></c>'), f"its cell {HERE} (sheet Return)"),
    "a kind of cell nobody knows": refused_book(raw(f'<c r="{HERE}" t="q"><v>57</v></c>'), f"its cell {HERE} (sheet Return)"),
    "a text that is not in the list": refused_book(raw(f'<c r="{HERE}" t="s"><v>0</v></c>'), f"its cell {HERE} (sheet Return)"),
    "more than a result in a cell": refused_book(raw(f'<c r="{HERE}"><v>57</v><extLst/></c>'), f"its cell {HERE} (sheet Return)"),
    "cells without their names": book(raw("<c><v>57</v></c>")),
    "a cell of another row": refused_book(raw('<c r="C99"><v>57</v></c>'), "out of order"),
    "a cell inside a cell": refused_book(raw(f'<c r="{HERE}"><c r="D{AT}"><v>1</v></c><v>57</v></c>'), f"its cell D{AT} (sheet Return)"),
    "the rows twice": refused_book(changed(SHEET, "</sheetData>", "</sheetData><sheetData/>"), "rows twice"),
    "a size that is not true": book(changed(SHEET, "<sheetData>", '<dimension ref="A1:XFD1048576"/><sheetData>')),
    "merged cells that are none": refused_book(changed(SHEET, "</sheetData>", '</sheetData><mergeCells><mergeCell ref="zz"/></mergeCells>'), "safely"),
    "a sheet that is elsewhere": refused_book(changed(RELATIONS, 'Target="worksheets/sheet1.xml"', 'Target="file:///x/sheet1.xml" TargetMode="External"'), "safely"),
    "a sheet without a name": refused_book(changed(BOOK, 'name="Return" ', ""), "safely"),
    "two sheets of one name": book(changed(BOOK, "</sheets>", '<sheet name="Return" sheetId="2" r:id="rId1"/></sheets>'), "item-given-twice", None),
    "strict Open XML": book(raw_book(parts={SHEET: numbered_strict(zipfile.ZipFile(io.BytesIO(SOUND)).read(SHEET).decode()), BOOK: numbered_strict(_PLAIN_BOOK[BOOK])})),
    "not compressed": book(packed(zipfile.ZIP_STORED)),
    "compressed otherwise": refused_book(packed(zipfile.ZIP_BZIP2), "packed in a way"),
    "something before its beginning": refused_book(b"xx" + SOUND, "not an Excel workbook"),
    "a password": refused_book(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le"), "password"),
    "a binary workbook": refused_book(raw_book(sheet(LINE), {"xl/workbook.bin": b"x"}), ".xlsb"),
    "LibreOffice's own format": refused_book(zipped("mimetype", "application/vnd.oasis.opendocument.spreadsheet"), "not an Excel workbook"),
    "a letter in Word": refused_book(zipped("word/document.xml", "<a/>"), "not an Excel workbook"),
    "a PDF": refused_book(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n" + bytes(600), "a PDF"),
    "XML of 2003": refused_book(b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>', "XML that was renamed"),
    "an active control": refused_book(raw_book(sheet(LINE), {"xl/activeX/activeX1.xml": "<a/>"}), "active controls"),
    "macros of 1992": refused_book(raw_book(sheet(LINE), {"xl/macrosheets/sheet1.xml": "<a/>"}), "macros"),
    "a pivot table": book(raw_book(sheet(LINE), {"xl/pivotTables/pivotTable1.xml": "<a/>", "xl/pivotCache/pivotCacheDefinition1.xml": "<a/>"})),
    "a link to another workbook": book(raw_book(sheet(LINE), {"xl/externalLinks/externalLink1.xml": "<a/>"})),
    "a picture in the workbook": book(raw_book(sheet(LINE), {"xl/media/image1.png": b"\x89PNG" + bytes(200)})),
    "3,000 numbers and one n/a": made([*rows_of(ANSWER), *(["MA-9.x", "n/a" if n == 2500 else n, 5000] for n in range(3000))], "unknown-item"),
}  # fmt: skip

# Files that are no returns by their ending.
OTHERS = {
    "a workbook with macros": Sent(SOUND, "xlsm", refused="not one of .xlsx, .csv, .yaml"),
    "a binary workbook by its name": Sent(SOUND, "xlsb", refused="not one of .xlsx, .csv, .yaml"),
    "an old workbook by its name": Sent(SOUND, "xls", refused="not one of .xlsx, .csv, .yaml"),
    "LibreOffice's own format by its name": Sent(SOUND, "ods", refused="not one of .xlsx, .csv, .yaml"),
    "a letter by its name": Sent(SOUND, "docx", refused="not one of .xlsx, .csv, .yaml"),
    "a text by its name": Sent(FULL.encode(), "txt", refused="not one of .xlsx, .csv, .yaml"),
}

SENT = {**CSV, **YAMLS, **BOOKS, **OTHERS}
