"""Extracts as they come: each is read exactly, or refused or counted by what is wrong with it and where."""

import codecs
import csv
import gzip
import io
import random

import pytest

from specrules.base.errors import UnreadableFile
from specrules.cli import extract as extract_command
from specrules.extracts.convert import REJECTS, Source, convert
from specrules.extracts.invented import HEADINGS
from specrules.extracts.opening import even_lines, open_extract
from specrules.extracts.reading import Reading, part_of, term_of
from specrules.measures.duck import connected
from tests.extracts.test_convert import NDTMS, rows
from tests.extracts.test_facts import person

PEOPLE = [person(n) for n in range(4)]
LINES = [
    ",".join(HEADINGS),
    *(",".join(each.get(name, "NA") for name in HEADINGS) for each in PEOPLE),
]
WHOLE = "\r\n".join([*LINES, ""])
AGAIN, NOBODY = "line: the headings again", "line: names nobody"
RAGGED = "line: cannot be told apart into cells"
OPEN = "line: opens a quotation mark that is never closed; all below it was not read"
NO_HEADINGS = "its first line, which must have the headings, has none of them"


def with_cells(**cells):
    """The text in which the second of four people has other cells."""
    text = ",".join({**PEOPLE[1], **cells}.get(name, "NA") for name in HEADINGS)
    return "\r\n".join([*LINES[:2], text, *LINES[3:], ""])


def with_line(number, line):
    """The text with another line at *number*, that of the headings being 0."""
    return "\r\n".join([*LINES[:number], line, *LINES[number:], ""])


def of_all(line_of):
    """The text in which every line is written otherwise."""
    return "\r\n".join([*map(line_of, LINES), ""])


EXACT = {
    "its columns parted by semicolons": WHOLE.replace(",", ";"),
    "its columns parted by upright strokes": WHOLE.replace(",", "|"),
    "marked as UTF-8": codecs.BOM_UTF8 + WHOLE.encode(),
    "marked twice": codecs.BOM_UTF8 * 2 + WHOLE.encode(),
    "marked, and its first heading in quotation marks": f"\ufeff{WHOLE}".replace("AGNCY", '"AGNCY"'),
    "in the encoding of Windows": with_cells(FINITIAL="\u00c9").encode("cp1252"),
    "in the encoding of Windows, far down": WHOLE.replace("E3", "E\u20ac3").encode("cp1252"),
    "with bytes that stand for nothing": with_cells(DRUG1="??").encode().replace(b"??", b"\x81\xe9"),
    "with line ends in quotation marks": with_cells(EPISODID='"E\r\n1"'),
    "with commas and quotation marks in them": with_cells(DRUG1='"he said ""a, b""\nand"'),
    "with a quotation mark within a cell": with_cells(EPISODID='E"1'),
    "with days and months of one figure": with_cells(REFLD="2/4/2026"),
    "with spaces around codes": with_cells(RECMAID=" y ", MODAL=" 96"),
    "with spaces that do not break": with_cells(RECMAID="\u00a0Y"),
    "with its columns in another order": of_all(lambda line: ",".join(reversed(line.split(",")))),
    "with columns that have no heading": of_all(lambda line: f"{line},,"),
    "without an end to its last line": "\r\n".join(LINES),
    "with a byte of nought": with_cells(EPISODID="E\x001"),
    "with a cell of three million": with_cells(DRUG1="x" * 3_000_000),
    "put together from two that end lines differently": "\r\n".join(LINES[:3]) + "\n" + "\n".join(LINES[3:]),
    "with one line that ends as on an old Mac": "\r\n".join([*LINES[:2], "\r".join(LINES[2:4]), LINES[4]]),
    "put together from two, with a quotation mark within a cell": with_cells(EPISODID='E"1').replace(
        "\r\nX0001,NA,E3", "\nX0001,NA,E3"
    ),
    "with lines that end as on an old Mac": "\r".join(LINES),
    "with blank lines": "\r\n\r\n".join(LINES),
    "with small headings": WHOLE.replace(LINES[0], LINES[0].lower()),
    "with spaces before headings": WHOLE.replace(LINES[0], LINES[0].replace(",", ", ")),
    "with everything in quotation marks": of_all(lambda line: '"' + line.replace(",", '","') + '"'),
}
COUNTED = {
    "its headings twice": (with_line(1, LINES[0]), 1, AGAIN),
    "its headings between two parts": (with_line(3, LINES[0]), 3, AGAIN),
    "its headings in small letters again": (with_line(3, LINES[0].lower()), 3, AGAIN),
    "a total at the end": (with_line(5, "Total" + "," * (len(HEADINGS) - 1)), 5, NOBODY),
    "a line of commas": (with_line(5, "," * (len(HEADINGS) - 1)), 5, NOBODY),
    "a total with fewer cells": (with_line(5, "Total,4"), 5, RAGGED),
    "a remark above the records": (with_line(1, "# exported on Friday"), 1, RAGGED),
    "a quotation mark that is never closed": (with_cells(EPISODID='"E1'), 2, OPEN),
    "something after a quotation mark": (with_cells(EPISODID='"E1"x'), 2, RAGGED),
    "more cells than headings": (with_cells(RECMAID="Y,x,y"), 2, RAGGED),
    "a last line that is cut off": (WHOLE[:-60], 4, RAGGED),
    "the end of a file of DOS": (WHOLE + "\x1a", 5, RAGGED),
    "nothing but noughts at the end": (WHOLE + "\x00" * 200, 5, RAGGED),
    "a line of eleven million": (with_cells(DRUG1="x" * 11_000_000), 2, RAGGED),
    "bytes that are not in its encoding": (
        codecs.BOM_UTF8 + with_cells(DRUG1="?").encode().replace(b"?", b"\xe9"),
        2,
        RAGGED,
    ),
    "a date year first": (with_cells(REFLD="2026-04-02"), 2, "REFLD: not a date"),
    "a date month first": (with_cells(REFLD="04/25/2026"), 2, "REFLD: not a date"),
    "the number that Excel has for a date": (with_cells(REFLD="46114"), 2, "REFLD: not a date"),
    "a date with a time": (with_cells(REFLD="02/04/2026 00:00"), 2, "REFLD: not a date"),
    "a date with the name of a month": (with_cells(REFLD="02-Apr-2026"), 2, "REFLD: not a date"),
    "a date in wide figures": (with_cells(REFLD="\uff10\uff12/04/2026"), 2, "REFLD: not a date"),
    "a date behind an apostrophe": (with_cells(REFLD="'02/04/2026"), 2, "REFLD: not a date"),
    "a code with decimals": (with_cells(MODAL="96.0"), 2, "MODAL: unknown code"),
    "a code with a comma": (with_cells(MODAL='"96,0"'), 2, "MODAL: unknown code"),
    "a bare comma, which shifts the rest": (with_cells(MODAL="96,0"), 2, RAGGED),
    "a bare comma in a line that ends in blanks": (with_cells(DRUG1="a, b", RECMAID="Y,,"), 2, RAGGED),
    "a comma at its end, as no other line": (with_line(5, LINES[4].replace("E3", "E4") + ","), 5, RAGGED),
}
REFUSED = {
    "parted by colons": (WHOLE.replace(",", ":"), NO_HEADINGS),
    "without headings": ("\r\n".join(LINES[1:]), NO_HEADINGS),
    "with everything in single quotation marks": (of_all(lambda line: line.replace(",", "','")), NO_HEADINGS),
    "with a title above": (f"Extract for Q1\r\n\r\n{WHOLE}", "they stand in line 3. Delete what is above."),
    "with the line that tells Excel of commas": (f"sep=,\r\n{WHOLE}", "they stand in line 2."),
    "with a heading that is not asked for": (WHOLE.replace("REFLD", "REFERRAL"), "no column REFLD."),
    "with a heading in two lines": (WHOLE.replace("REFLD", '"REFLD\n"', 1), "go on in a second line"),
    "with a heading of two million": (WHOLE.replace("REFLD", "y" * 2_000_000), "is too long"),
    "with a heading twice": (WHOLE.replace("SEX,", "SEX,sex,", 1), "columns 8 and 9 have the same heading"),
    "that is empty": ("", "it is empty; ask for it to be sent again"),
    "of nothing but a mark": (codecs.BOM_UTF8, "its first line is blank"),
    "of blank lines": ("\r\n\r\n", "its first line is blank"),
    "packed by gzip": (gzip.compress(WHOLE.encode()), "it is packed; unpack it"),
    "that is a workbook": (b"PK\x03\x04" + b"0" * 50, "it is a workbook; save its sheet as a CSV file"),
    "that is an old workbook": (bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 99, "it is a workbook;"),
    "that is a PDF": (b"%PDF-1.4\n", "it is a PDF; ask for the CSV file"),
    "that is a web page": ("<html><table>", "it is a page for browsers"),
    "in UTF-16 without a mark": (WHOLE.encode("utf-16-le"), "its encoding cannot be told; save it in UTF-8"),
    "in UTF-32": (WHOLE.encode("utf-32"), "it is in UTF-32; save it in UTF-8"),
}


@pytest.fixture
def made(tmp_path):
    """A function that writes an extract and makes its tables."""

    def making(data):
        path = tmp_path / "extract.csv"
        path.write_bytes(data if isinstance(data, bytes) else data.encode())
        return convert([Source(path, NDTMS)], tmp_path / "tables")

    return making


@pytest.mark.parametrize("name", EXACT)
def test_an_extract_is_read_exactly(made, name):
    tables = made(EXACT[name])
    (account,) = tables.accounts
    assert (account.records, account.rejected, account.nameless, account.unknown) == (4, {}, {}, {})
    assert rows(tables, "episodes", "person, referred::VARCHAR") == [(n, "2026-04-02") for n in range(1, 5)]
    assert rows(tables, "reviews", "mutual_aid") == [("delivered",)] * 4


@pytest.mark.parametrize("name", COUNTED)
def test_what_cannot_be_used_is_counted_once_with_its_place_and_its_reason(made, name):
    data, place, fault = COUNTED[name]
    tables = made(data)
    (account,) = tables.accounts
    assert [found for found in account.rejected.values() if found] == [{fault: 1}]
    assert len(rows(tables, "episodes")) == account.records - 1
    with (tables.folder / REJECTS).open(encoding="utf-8", newline="") as file:
        (_, record, column, reason), *more = list(csv.reader(file))[1:]
    stands, _, why = fault.partition(": ")
    like = " such as 31/03/2026" if why == "not a date" else ""
    assert (int(record), column, reason) == (place, "" if stands == "line" else stands, f"{why}{like}")
    assert more == []


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_extract_is_refused_by_its_reason(made, tmp_path, name):
    data, why = REFUSED[name]
    with pytest.raises(UnreadableFile) as refused:
        made(data)
    assert why in str(refused.value)
    assert not (tmp_path / "tables/extract.json").exists()


# -- as an analyst sees it

NOTE = """\
specrules: extract 1
spec: anytown
party: riverbank
period: 2026-27-Q1
file: extract.csv
dataset: ndtms-k
providers: [X0001]
control-total: {people: 4, episodes: 4, stated-by: the partnership's monthly report}
"""


def told(tmp_path, data):
    """What the two commands say of an extract."""
    path, note = tmp_path / "extract.csv", tmp_path / "note.yaml"
    path.write_bytes(data.encode())
    note.write_text(NOTE)
    checked = extract_command.check(note).text.partition("\n\n")[2]
    return " ".join(checked.split()), extract_command.convert([path], tmp_path / "tables").text


def test_a_date_that_is_none_is_told_with_what_one_looks_like(tmp_path):
    checked, _ = told(tmp_path, with_cells(REFLD="2026-04-02"))
    assert "1 of 4 records could not be used: REFLD: not a date such as 31/03/2026 (1)." in checked


def test_who_is_missing_is_first_looked_for_among_what_could_not_be_used(tmp_path):
    checked, _ = told(tmp_path, with_cells(REFLD="2026-04-02"))
    assert "They may be in the records that could not be used: mend these first." in checked
    checked, _ = told(tmp_path, "\r\n".join(LINES[:3]))
    assert "Send the extract again, whole." in checked and "could not be used" not in checked


def test_headings_again_are_nobody_and_widen_nothing(tmp_path):
    checked, converted = told(tmp_path, COUNTED["its headings between two parts"][0])
    assert "1 line below the first has the headings again, and nobody's record." in checked
    assert "widen" not in checked and "agree" not in checked
    assert "1 record could not be used;" in converted


def test_who_did_not_agree_is_not_looked_for_in_the_list_of_what_could_not_be_used(tmp_path):
    _, converted = told(tmp_path, with_cells(CONSENT="N"))
    assert "1 record is of somebody who did not agree, and in no table." in converted
    assert "could not be used" not in converted


@pytest.mark.parametrize(("code", "is_near"), [("x0001", True), ("X0002", False)])
def test_a_code_of_a_service_that_differs_in_its_capitals_is_told(tmp_path, code, is_near):
    checked, _ = told(tmp_path, with_cells(AGNCY=code))
    assert "Records of 1 other service in the file were not used." in checked
    assert ("One is a code of the note but for its capitals" in checked) is is_near
    assert code not in checked


# -- whatever is damaged, against another reader

DRUG = NDTMS.table("episodes").column("main-substance")
_DAMAGE = (",", ",,", '"', '""', "\r\n", " ", "\u00a0", "NA", ",NA", "\t", ";", "'", "\x00", "é", '"a,b"')


def damaged(chance):
    """The whole text with a few things put in, left out or repeated below its headings."""
    text = WHOLE
    for _ in range(chance.randint(1, 3)):
        at = chance.randrange(len(LINES[0]) + 2, len(text))
        to = at + chance.randint(0, 150)
        text = text[:at] + chance.choice((chance.choice(_DAMAGE), "", text[at:to] * 2)) + text[to:]
    return text


def read_otherwise(text):
    """What Python's own reader makes of each line with as many cells as there are headings."""
    cells = [each for each in csv.reader(io.StringIO(text, newline=""), strict=True) if "".join(each).strip()]
    for line in cells[1:]:
        if len(line) == len(HEADINGS):
            told = (each.replace("\u00a0", " ").strip(" ") for each in line)
            yield dict(zip(HEADINGS, ("" if each == "NA" else each for each in told), strict=True))


@pytest.mark.slow
def test_a_damaged_line_is_read_as_another_reader_reads_it_or_not_at_all(tmp_path):
    chance, path, many = random.Random(5), tmp_path / "extract.csv", 0
    for _ in range(400):
        text = damaged(chance)
        path.write_bytes(text.encode())
        path.write_bytes(b"".join(even_lines(path, ",")))
        try:
            told = [(each["AGNCY"], each["EPISODID"], each["DRUG1"]) for each in read_otherwise(text)]
        except csv.Error:
            continue
        names = f"coalesce(provider, ''), coalesce({part_of('EPISODID')}, '')"
        names += f", coalesce({term_of(NDTMS.table('episodes'), DRUG)}, '')"
        with connected() as connection:
            connection.execute("SET preserve_insertion_order = true")
            query = Reading(NDTMS, open_extract(path)).select()
            assert connection.execute(f"SELECT {names} FROM ({query})").fetchall() == told, text
        many += 1
    assert many > 300
