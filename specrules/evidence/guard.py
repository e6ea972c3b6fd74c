"""Refuse a workbook that is not safe to read, before any reader opens it.

In: the bytes of a file called ``.xlsx``.  Out: what the walk noted of each part, or
:class:`Refused` with the reason in words.  The zip is taken apart here with fixed limits, every part
is unpacked to its real size, and the XML is walked with expat for what readers
choke on: a document type, a cell in a far corner, cells that stand twice.  The
limits are far above any return and far below what harms a reader.
"""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping  # noqa: TC003 - typing takes long to load in a child process
from functools import lru_cache
from itertools import chain, pairwise
from xml.parsers import expat

from specrules.evidence.glance import TRUE, Glance, column, glance, letters_of, parted

MAX_BYTES = 30 * 1024 * 1024
MAX_PARTS = 500
MAX_UNPACKED = 150 * 1024 * 1024
MAX_RATIO = 200  # real workbooks reach about 50; zip bombs 1,000
MAX_ROWS = 200_000
MAX_COLUMNS = 512
MAX_AREA = 2_000_000  # rows times columns up to the last cell used: readers allocate that rectangle
MAX_CELLS = 1_000_000

_CHUNK = 1 << 16
_WHOLE = 1 << 25  # a part larger than this is walked piece by piece, so as not to hold all of it
_SMALL = 1 << 14  # packed bytes of a part that is known again when it comes again
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_END = struct.Struct("<4s4H2LH")  # ZIP APPNOTE 4.3.16
_CENTRAL = struct.Struct("<4s6H3L5H2L")  # 4.3.12
_LOCAL = struct.Struct("<4s5H3L2H")  # 4.3.7
_NAME = re.compile(
    r"[A-Za-z0-9_\[][A-Za-z0-9 _.\-\[\]()+&%~@!$',=]*(?:/[A-Za-z0-9 _.\-\[\]()+&%~@!$',=]+)*/?"
)
_REFERENCE = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
# The same words as in specrules.evidence.cells, which takes too long to load in a child process.
EXCEL_ERROR = "an Excel error"
_MACROS = ("vbaproject", "macrosheet", "activex", "macroenabled")


class Refused(Exception):
    """A workbook that is not safe to read. The text is the reason, and what to do about it."""


class Part:
    """One packed file inside the workbook: its name, its packed bytes, and the size it says it unpacks to.

    A plain class, because dataclasses take longer to import than a return takes
    to read, and every child process imports this module.
    """

    __slots__ = ("deflated", "name", "packed", "size")

    def __init__(self, name: str, packed: bytes, size: int, deflated: bool) -> None:
        self.name, self.packed, self.size, self.deflated = name, packed, size, deflated


def check_workbook(data: bytes) -> None:
    """Refuse *data* unless it is an ordinary .xlsx workbook within the limits. Raises Refused."""
    walk_all(parts_of(data))


def walk_all(
    parts: dict[str, Part], percent: frozenset[int] = frozenset(), sheets: Mapping[str, str] | None = None
) -> dict[str, Walk]:
    """Return what a walk through each part noted. Raises Refused for what is not safe to read.

    *percent* are the numbers of the cell styles that show a percentage, *sheets* the names of
    the sheets by part, for messages.
    """
    budget, names = _Budget(), sheets or {}
    walks = {part.name: Walk(budget, percent, names.get(part.name, part.name)) for part in parts.values()}
    for part in parts.values():
        _check_part(part, walks[part.name])
    return walks


def parts_of(data: bytes) -> dict[str, Part]:
    """Return the parts of a workbook by name, still packed. Raises Refused for what is no workbook."""
    _check_start(data)
    try:
        entries = _entries(data)
    except (struct.error, IndexError):
        raise Refused(_DAMAGED) from None
    parts = {part.name: part for part in entries}
    _check_names(parts, len(entries))
    return parts


_DAMAGED = "it is damaged: it is not a complete Excel file. Open it in Excel, save it again and send that."


def _check_start(data: bytes) -> None:
    """Refuse by the first bytes and the size."""
    if not data:
        raise Refused("it is empty. Save it again and send that.")
    if len(data) > MAX_BYTES:
        raise Refused(f"it is larger than {MAX_BYTES >> 20} MB. A return holds a few pages at most.")
    if data.startswith(_OLD_OFFICE):
        if _ENCRYPTED in data:
            raise Refused("it is protected by a password. Save it without one.")
        raise Refused("it is an old Excel file (.xls). Save it as an Excel workbook (.xlsx).")
    if not data.startswith(b"PK\x03\x04"):
        raise Refused(_what_it_is(data))


def renamed(data: bytes) -> str:
    """What a file that is called a text is in truth, by its first bytes; "" when it may be one."""
    if data.startswith((b"PK\x03\x04", _OLD_OFFICE)):
        return "it is a workbook or a zip file that was renamed. Save it as an Excel workbook (.xlsx)."
    if data.startswith(b"\x1f\x8b"):
        return "it is a packed file. Unpack it and send what is in it."
    return _other_kind(data)


def _what_it_is(data: bytes) -> str:
    if known := _other_kind(data):
        return known
    if b"\0" not in data[:512]:
        return "it is text that was renamed. Save it as .csv, or as an Excel workbook (.xlsx)."
    return "it is not an Excel workbook. Save it as an Excel workbook (.xlsx)."


def _other_kind(data: bytes) -> str:
    """What a file is that is neither a workbook nor plain text, where its first bytes show it."""
    start = data[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"<html", b"<!doctype", b"<table", b"<?xml")):
        return "it is a web page or XML that was renamed. Save it as an Excel workbook (.xlsx)."
    if start.startswith(b"%pdf"):
        return "it is a PDF, which is a picture of figures. Send the Excel workbook (.xlsx) it was made from."
    return ""


def _entries(data: bytes) -> list[Part]:
    """Read the zip's directory. Entries may not overlap, and both of a part's headers must agree."""
    at = data.rfind(b"PK\x05\x06", max(0, len(data) - 65_557))
    if at < 0:
        raise Refused(_DAMAGED)
    _, disk, first, here, count, size, start, comment = _END.unpack_from(data, at)
    if count > MAX_PARTS:
        raise Refused(f"it has {count} parts inside; a return has a few dozen.")
    # Nothing may stand between or behind: readers would differ on which directory is the right one.
    if disk or first or here != count or start + size != at or at + _END.size + comment != len(data):
        raise Refused(_DAMAGED)
    spans, parts, here = [], [], start
    for _ in range(count):
        part, span, here = _entry(data, here, start)
        parts.append(part)
        spans.append(span)
    spans.sort()
    if here != at or any(one[1] > two[0] for one, two in pairwise(spans)):
        raise Refused("its parts overlap, as in a zip bomb.")
    return parts


def _entry(data: bytes, at: int, directory: int) -> tuple[Part, tuple[int, int], int]:
    """Read one directory entry: the part, the bytes it takes up, and where the next entry starts."""
    fields = _CENTRAL.unpack_from(data, at)
    mark, _, _, flags, method, _, _, _, packed, size, named, extra, comment, _, _, _, local = fields
    name = data[at + 46 : at + 46 + named]
    if mark != b"PK\x01\x02":
        raise Refused(_DAMAGED)
    if flags & 1:
        raise Refused("it is protected by a password. Save it without one.")
    if method not in (0, 8):
        raise Refused("it is packed in a way Excel does not use. Open it in Excel and save it again.")
    again = _LOCAL.unpack_from(data, local)
    begin = local + 30 + again[9] + again[10]
    if again[0] != b"PK\x03\x04" or data[local + 30 : local + 30 + again[9]] != name or again[3] != method:
        raise Refused(_DAMAGED)
    if begin + packed > directory:
        raise Refused(_DAMAGED)
    part = Part(name.decode("latin-1"), data[begin : begin + packed], size, method == 8)
    return part, (local, begin + packed), at + 46 + named + extra + comment


def _check_names(parts: dict[str, Part], count: int) -> None:
    """Refuse odd names, macros, other kinds of file, and sizes that promise a bomb."""
    for name in parts:
        if not _NAME.fullmatch(name) or ".." in name or len(name) > 200:
            raise Refused("a part inside it has an odd name, which Excel never writes.")
    lowered = {name.lower() for name in parts}
    if len(lowered) != count:
        raise Refused("two parts inside it have the same name.")
    if any(word in name for name in lowered for word in _MACROS):
        raise Refused(_HAS_MACROS)
    if "xl/workbook.bin" in lowered:
        raise Refused("it is a binary workbook (.xlsb). Save it as an Excel workbook (.xlsx).")
    if not {"[Content_Types].xml", "xl/workbook.xml"} <= parts.keys():
        raise Refused("it is a zip file, but not an Excel workbook. Save it as an Excel workbook (.xlsx).")
    _check_sizes(parts)


_HAS_MACROS = "it has macros or active controls. Save it as an Excel workbook without macros (.xlsx)."
_BOMB = f"it unpacks to more than {MAX_UNPACKED >> 20} MB, as a zip bomb does."


def _check_sizes(parts: dict[str, Part]) -> None:
    if sum(part.size for part in parts.values()) > MAX_UNPACKED:
        raise Refused(_BOMB)
    for part in parts.values():
        if part.size > 1 << 20 and part.size > MAX_RATIO * max(len(part.packed), 1):
            raise Refused(_BOMB)


class _Budget:
    """What all parts together may still use up."""

    def __init__(self) -> None:
        self.cells = MAX_CELLS


def unpack(part: Part) -> Iterator[bytes]:
    """Yield a part's bytes in pieces. Raises Refused when its real size is not the size it declares."""
    if not part.deflated:
        if len(part.packed) != part.size:
            raise Refused(_DAMAGED)
        yield from (part.packed[at : at + _CHUNK] for at in range(0, part.size, _CHUNK))
        return
    left = part.size
    for piece in _inflate(part.packed):
        left -= len(piece)
        if left < 0:
            break
        yield piece
    if left:
        raise Refused("a part inside it is not the size it says it is, as in a zip bomb.")


def _inflate(packed: bytes) -> Iterator[bytes]:
    inflate = zlib.decompressobj(-15)
    try:
        for at in range(0, len(packed), _CHUNK):
            rest = packed[at : at + _CHUNK]
            while rest and not inflate.eof:
                yield inflate.decompress(rest, _CHUNK)
                rest = inflate.unconsumed_tail
        while piece := inflate.flush(_CHUNK):
            yield piece
    except zlib.error:
        raise Refused(_DAMAGED) from None
    if not inflate.eof:
        raise Refused(_DAMAGED)


def _check_part(part: Part, noting: Walk) -> None:
    """Unpack one part to its end, walking it when it is XML."""
    is_small = len(part.packed) <= _SMALL and "sheet" not in part.name.lower()
    if not (is_small and _has_no_cells(part.name, part.packed, part.size, part.deflated)):
        _walk_part(part, noting)


@lru_cache(maxsize=128)
def _has_no_cells(name: str, packed: bytes, size: int, deflated: bool) -> bool:
    """Whether a part is sound, and has nothing in it to be noted. Raises Refused.

    Returns made from one form share such parts to the byte: each is walked once.
    """
    noting = Walk(_Budget(), frozenset(), name)
    _walk_part(Part(name, packed, size, deflated), noting)
    return not (noting.cells or noting.done or noting.merged or noting.hidden_columns)


def _walk_part(part: Part, noting: Walk) -> None:
    """Unpack a part and walk it when it is XML, whatever was walked before."""
    pieces = unpack(part)
    first = next(pieces, b"")
    xml = part.name.lower().endswith((".xml", ".rels"))
    # A relationship may point a reader at a part of any name, so the content decides too. VML drawings
    # are left out: Excel writes them with tags left open, and no reader here opens them.
    if not xml and (
        part.name.lower().endswith(".vml") or not first.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")
    ):
        for _ in pieces:
            pass
    elif part.size > _WHOLE:
        walk(part.name, ((piece, noting) for piece in chain((first,), pieces)))
    else:
        walk(part.name, _stretches(b"".join((first, *pieces)), noting))


def _stretches(text: bytes, noting: Walk) -> Iterator[tuple[bytes, Walker | None]]:
    """A part in stretches, each with what walks it, or None where there is nothing to note of any element."""
    if b"sheetData" not in text and b"ContentType" not in text:
        yield text, None
        return
    parts = parted(text)
    seen = glance(parts[1], noting.styles) if parts else None
    if parts is None or seen is None or not noting.take(seen):
        yield text, noting
        return
    yield parts[0], noting
    yield parts[2], noting if b"mergeCell" in parts[2] else None


class Walker:
    """Is told of every element of a part, in order. A tag may carry a prefix: ``x:row``."""

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """An element begins."""

    # When an element ends, and all between elements as it is written, for those who want to be told:
    # each costs as much again.
    end: Callable[[str], None] | None = None
    between: Callable[[str], None] | None = None


def walk(name: str, stretches: Iterable[tuple[bytes, Walker | None]]) -> None:
    """Read an XML part, telling the walker of each stretch. Raises Refused for what is not plain XML."""
    parser = expat.ParserCreate()
    parser.XmlDeclHandler = _declared
    parser.StartDoctypeDeclHandler = _doctype
    begun = False
    try:
        for piece, walker in stretches:
            if not begun and piece.startswith((b"\xff\xfe", b"\xfe\xff")):
                raise Refused(f"a part inside it ({name}) is not in UTF-8, which Excel always uses.")
            begun = True
            parser.StartElementHandler = walker.start if walker else None
            parser.EndElementHandler = walker.end if walker else None
            parser.DefaultHandler = walker.between if walker else None
            parser.Parse(piece, False)
        parser.Parse(b"", True)
    except (expat.ExpatError, ValueError):
        raise Refused(
            f"it is damaged inside ({name}). Open it in Excel, save it again and send that."
        ) from None


def _declared(version: str, encoding: str | None, alone: int) -> None:
    if encoding and encoding.lower() not in ("utf-8", "utf8", "us-ascii"):
        raise Refused("a part inside it is not in UTF-8, which Excel always uses.")


def _doctype(*declaration: object) -> None:
    raise Refused(
        "it declares a document type, which Excel never does and which can be used to attack a reader."
    )


class Positions(Walker):
    """Follows the cells of a sheet: where the current one stands, whether written or left to be counted."""

    def __init__(self) -> None:
        self.row = self.column = 0

    def begin_row(self, attributes: dict[str, str]) -> None:
        """Move to a row, the next one when it has no number."""
        text = attributes.get("r")
        row = self.row + 1 if text is None else int(text) if text.isdecimal() and len(text) < 8 else 0
        if row <= self.row:
            raise Refused(_ORDER)
        self.row, self.column = row, 0

    def begin_cell(self, attributes: dict[str, str]) -> None:
        """Move to a cell, the next one when it has no reference."""
        reference = attributes.get("r")
        if reference is None:
            self.column += 1
            return
        found = _REFERENCE.fullmatch(reference)
        if found is None or int(found[2]) != self.row or (here := column(found[1])) <= self.column:
            raise Refused(_ORDER)
        self.column = here

    def unclear(self, sheet: str) -> Refused:
        """The reason why a workbook is refused for the current cell."""
        cell = f"{letters_of(self.column)}{self.row}"
        return Refused(
            f"its cell {cell} (sheet {sheet}) cannot be read with certainty. Open it in Excel, type that "
            "cell again and save it."
        )


_TWICE = "a sheet of it has its rows twice, which Excel never writes. Open it in Excel and save it again."
_ORDER = (
    "its cells are out of order or stand twice, which Excel never writes. Open it in Excel and save it again."
)


class Walk(Positions):
    """Looks at every element of a part: cells when it is a sheet, kinds of part when it lists them.

    Notes what calamine does not tell about a sheet: in *percent* the cells shown as a
    percentage, in *hidden* the hidden rows, in *hidden_columns* the first and last of
    each run of hidden columns, in *merged* the ranges of merged cells, and in *instead*
    what a cell is when calamine finds nothing in it: an error, or a formula never
    calculated.
    """

    def __init__(self, budget: _Budget, styles: frozenset[int], name: str = "") -> None:
        super().__init__()
        self.name = name
        self.budget, self.cells, self.widest = budget, False, 0
        self.styles = frozenset(map(str, styles))
        self.percent: set[tuple[int, int]] = set()
        self.instead: dict[tuple[int, int], tuple[str, str]] = {}
        self.hidden: set[int] = set()
        self.hidden_columns: list[tuple[int, int]] = []
        self.merged: list[str] = []
        self.type = ""
        self.results, self.in_result, self.done = 0, False, False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Look at one element."""
        if ":" in tag:
            tag = tag.rpartition(":")[2]
        if not self.cells:
            self.before_cells(tag, attributes)
        elif tag == "c":
            self.begin_cell(attributes)
            self.type, self.results = attributes.get("t", "n"), 0
            self.count(1)
            if attributes.get("s") in self.styles:
                self.percent.add((self.row, self.column))
        elif tag == "v":
            self.used()
            self.begin_result(tag)
            self.value()
        elif tag == "row":
            self.begin_row(attributes)
            if attributes.get("hidden") in TRUE:
                self.hidden.add(self.row)
        elif tag in ("is", "f"):
            self.used()
            if tag == "f":
                self.instead[self.row, self.column] = ("f", "")
            else:
                self.begin_result(tag)
        elif self.in_result:
            self.refuse_cell()

    def end(self, tag: str) -> None:
        """An element ends. Behind the cells other things have formulas too: a list to choose from, say."""
        tag = tag.rpartition(":")[2]
        if tag == "v":
            self.in_result = False
        elif tag == "sheetData":
            self.cells, self.done = False, True

    def between(self, text: str) -> None:
        """What stands between elements, as written. In a result only plain text is read alike by all."""
        if self.in_result and text[:1] in ("<", "&") and not (self.type == "str" and text[:1] == "&"):
            self.refuse_cell()

    def begin_result(self, tag: str) -> None:
        """A cell has a result: one, and in the way its kind has it."""
        self.results += 1
        self.in_result = tag == "v"
        if self.results > 1 or (tag == "v" and self.type == "inlineStr"):
            self.refuse_cell()

    def refuse_cell(self) -> None:
        """Refuse a cell that one reader would take for something other than the next does."""
        raise self.unclear(self.name)

    def take(self, seen: Glance) -> bool:
        """Note what was seen at a glance. False when it reaches far, and has to be looked at more closely."""
        if seen.rows > MAX_ROWS or seen.widest > MAX_COLUMNS or seen.rows * seen.widest > MAX_AREA:
            return False
        self.count(seen.cells)
        self.percent, self.hidden = seen.percent, seen.hidden
        self.instead = dict.fromkeys(seen.formulas, ("f", ""))
        return True

    def count(self, cells: int) -> None:
        """Take cells off what all sheets together may hold."""
        self.budget.cells -= cells
        if self.budget.cells < 0:
            raise Refused(f"it has more than {MAX_CELLS:,} cells.")

    def before_cells(self, tag: str, attributes: dict[str, str]) -> None:
        """An element above the cells of a sheet, or of a part that has none."""
        self.cells = tag == "sheetData"
        if self.cells and self.done:
            raise Refused(_TWICE)
        kind = attributes.get("ContentType", "").lower()
        if kind and any(word in kind for word in _MACROS):
            raise Refused(_HAS_MACROS)
        if tag == "mergeCell":
            self.merged.append(attributes.get("ref", ""))
        elif tag == "col" and attributes.get("hidden") in TRUE:
            first, last = attributes.get("min", ""), attributes.get("max", "")
            if first.isdecimal() and last.isdecimal():
                self.hidden_columns.append((int(first), int(last)))

    def value(self) -> None:
        """A cell has a result. That of a number may still be empty, as some writers leave it for Excel."""
        if self.type == "e":
            self.instead[self.row, self.column] = ("e", EXCEL_ERROR)
        elif self.type == "str":
            self.instead.pop((self.row, self.column), None)

    def used(self) -> None:
        """The current cell holds something; readers allocate everything up to it."""
        self.widest = max(self.widest, self.column)
        if self.row > MAX_ROWS or self.widest > MAX_COLUMNS or self.row * self.widest > MAX_AREA:
            raise Refused(
                "it uses a cell far outside the return. Delete everything to the right of the return "
                "and below it, save it and send that."
            )
