"""Open the CSV file of an extract: its encoding, its columns, and how many lines and records it has.

In: a path.  Out: what a database needs to be told, so that nothing is left to guessing.  The file is
read in blocks and never held.  No value of a row is ever part of a message.
"""

from __future__ import annotations

import codecs
import csv
import hashlib
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from specrules.base.errors import UnreadableFile
from specrules.base.files import shown
from specrules.evidence.personal import withhold

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

_BLOCK = 1 << 20
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_DELIMITERS = ",;\t|"
_NO_TEXT = (
    (b"PK\x03\x04", "it is a workbook; save its sheet as a CSV file"),
    (b"\xd0\xcf\x11\xe0", "it is a workbook; save its sheet as a CSV file"),  # as .xls is
    (b"\x1f\x8b", "it is packed; unpack it"),
    (b"%PDF", "it is a PDF; ask for the CSV file"),
    (b"<", "it is a page for browsers; ask for the CSV file"),
    (b"\xff\xfe\x00\x00", "it is in UTF-32; save it in UTF-8"),
)
"""How files begin that are none of ours, and what to do with them."""
_TOP = 50  # lines in which headings are looked for


def _as_it_is(error: UnicodeError) -> tuple[str, int]:
    """Five bytes stand for nothing in the encoding of Windows. Each stays apart from the others."""
    if isinstance(error, UnicodeDecodeError) and error.encoding.startswith(("cp1252", "charmap")):
        return error.object[error.start : error.end].decode("latin-1"), error.end
    return "\ufffd", error.end if isinstance(error, UnicodeDecodeError) else 0


ANY_BYTE = "specrules-any-byte"
codecs.register_error(ANY_BYTE, _as_it_is)


@dataclass(frozen=True, slots=True)
class Opened:
    """A file as it is: its fingerprint, encoding, what parts its cells, its headings, and its lines.

    *lines* does not count that of the headings, and is None where it is not plain how lines end; there are
    never more records than lines.  *tidy* is whether no cell has a space at either end, so that none needs
    to be taken away.
    """

    path: Path
    digest: str
    encoding: str
    delimiter: str
    headings: tuple[str, ...]
    lines: int | None
    tidy: bool


def named(path: Path) -> str:
    """How messages name the file at *path*: without what may identify somebody."""
    return withhold(shown(path))[0]


def open_extract(path: Path) -> Opened:
    """Look through the file at *path* once. Raises UnreadableFile."""
    try:
        marked = _mark(path)
        delimiter = _delimiter(path, marked or "utf-8")
        seen = _Look(marked, delimiter)
        with ThreadPoolExecutor(1) as beside:
            for block in _blocks(path):
                digested = beside.submit(seen.digest.update, block)
                seen.add(block)
                digested.result()
        seen.end()
        headings = _headings(path, seen.encoding, delimiter)
    except OSError as error:
        raise UnreadableFile(f"{named(path)} was not read: {_why(error)}.") from error
    return Opened(path, seen.digest.hexdigest(), seen.encoding, delimiter, headings, seen.lines(), seen.tidy)


def count_records(found: Opened, read: int) -> int:
    """How many records a file in UTF-8 has, of which *read* were read; a line that holds nothing is none.

    Where as many were read as there are lines, there cannot be more, and nothing needs to be counted.
    """
    if found.lines == read:
        return read
    counter = _Counter()
    for block in _blocks(found.path):
        counter.add(block)
    return max(counter.end() - 1, 0)


def record_numbers(found: Opened, places: Sequence[int]) -> list[int]:
    """The numbers of the records that begin at *places*: bytes from the start of the file, in order."""
    counter, numbers, at = _Counter(), [], 0
    with found.path.open("rb") as file:
        for place in places:
            while at < place and (block := file.read(min(_BLOCK, place - at))):
                counter.add(block)
                at += len(block)
            # The line of headings is the record before the first.
            numbers.append(counter.records)
    return numbers


def even_lines(path: Path, delimiter: str) -> Iterator[bytes]:
    """A file in UTF-8 piece by piece, every line ended by a line feed; what is in quotation marks stays.

    A quotation mark within a cell is one like any other character.
    """
    edges = (b"\n", b"\r", delimiter.encode(), b'"')
    quoted, before, rest = False, b"\n", b""
    for block in _blocks(path):
        whole = rest + block
        rest = b"\r" if whole.endswith(b"\r") else b""
        parts = whole.removesuffix(b"\r").split(b'"')
        for n, part in enumerate(parts):
            if n and quoted:
                quoted, before = False, b'"'  # or half of one that is doubled, and the next begins again
            elif n:
                quoted = before in edges
            parts[n] = part if quoted else _line_feeds(part)
            before = part[-1:] or before
        yield b'"'.join(parts)
    yield rest if quoted else _line_feeds(rest)


def _line_feeds(part: bytes) -> bytes:
    return part.replace(b"\r\n", b"\n").replace(b"\r", b"\n")


def is_open(found: Opened) -> bool:
    """Whether a quotation mark in a file in UTF-8 is never closed."""
    return sum(block.count(b'"') for block in _blocks(found.path)) % 2 == 1


def _why(error: OSError) -> str:
    if isinstance(error, FileNotFoundError):
        return "there is no such file; check how its name is spelt"
    if isinstance(error, IsADirectoryError):
        return "it is a folder; name a CSV file in it"
    return "it cannot be opened; check that you are allowed to"


def _blocks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            yield block


def _mark(path: Path) -> str | None:
    """The encoding that the first bytes of a file name, if they do."""
    with path.open("rb") as file:
        start = file.read(4)
    if not start:
        raise UnreadableFile(f"{named(path)} was not read: it is empty; ask for it to be sent again.")
    if why := next((why for begins, why in _NO_TEXT if start.startswith(begins)), None):
        raise UnreadableFile(f"{named(path)} was not read: {why}.")
    marked = next((name for mark, name in _BOMS if start.startswith(mark)), None)
    if b"\x00" in start and not marked:
        raise UnreadableFile(f"{named(path)} was not read: its encoding cannot be told; save it in UTF-8.")
    return marked


def _first_line(path: Path, encoding: str) -> str:
    with path.open(encoding=encoding, errors="replace", newline="") as file:
        return file.readline(_BLOCK)


def _delimiter(path: Path, encoding: str) -> str:
    first = _first_line(path, encoding)
    if not first.strip():
        raise UnreadableFile(
            f"{named(path)} was not read: its first line is blank, and must have the headings."
        )
    return max(_DELIMITERS, key=first.count)


def _headings(path: Path, encoding: str, delimiter: str) -> tuple[str, ...]:
    """The headings in capitals. One that is blank is named by its place, as nobody asks for it."""
    try:
        with path.open(encoding=encoding, errors="replace", newline="") as file:
            lines = csv.reader(iter(lambda: file.readline(_BLOCK), ""), delimiter=delimiter)
            headings, is_one = next(lines), lines.line_num == 1
    except csv.Error as error:
        message = f"{named(path)} was not read: its first line, which must have the headings, is too long."
        raise UnreadableFile(message) from error
    if not is_one:
        message = f"{named(path)} was not read: its headings go on in a second line; write them in one."
        raise UnreadableFile(message)
    names = (each.strip().strip("\ufeff").strip().upper() for each in headings)
    return tuple(name or f"(COLUMN {number})" for number, name in enumerate(names, 1))


def alike(found: Opened) -> tuple[int, int] | None:
    """The numbers of the first two columns with the same heading."""
    first: dict[str, int] = {}
    for number, name in enumerate(found.headings, 1):
        if name in first:
            return first[name], number
        first[name] = number
    return None


def line_of_headings(found: Opened, names: Sequence[str]) -> int | None:
    """The number of the first line near the top on which all of *names* stand as headings."""
    with found.path.open(encoding=found.encoding, errors="replace", newline="") as file:
        for number, line in enumerate(islice(iter(lambda: file.readline(_BLOCK), ""), _TOP), 1):
            cells = line.upper().split(max(_DELIMITERS, key=line.count))
            if {each.strip().strip('"').strip() for each in cells}.issuperset(names):
                return number
    return None


class _Look:
    """What one look through the blocks of a file tells.

    The encoding is the one that the file is *marked* with; else UTF-8 where every byte of it is; else that
    of Windows.
    """

    def __init__(self, marked: str | None, delimiter: str) -> None:
        self.encoding, self.digest = marked or "utf-8", hashlib.sha256()
        self._ends, self._plain = 0, True
        self.tidy = not self._is_wide()
        self._decoder = codecs.getincrementaldecoder(self.encoding)("replace" if marked else "strict")
        self._edges, self._last = _edges(delimiter), b""

    def add(self, block: bytes) -> None:
        """Look at the next block."""
        text = self._decoded(block)
        self._ends += text.count(b"\n")
        self._plain = self._plain and (b"\n" in text or b"\r" not in text)
        self.tidy = self.tidy and _is_tidy(self._last + text, self._edges)
        self._last = text[-2:]

    def end(self) -> None:
        """Be told that there are no more blocks."""
        self._decoded(b"", final=True)

    def lines(self) -> int | None:
        """How many lines there are below the first, the last one even without a line end."""
        return self._ends - self._last.endswith(b"\n") if self._plain else None

    def _is_wide(self) -> bool:
        return self.encoding.startswith("utf-16")

    def _is_plain(self) -> bool:
        """Whether the next byte begins a character, which stands for itself where it is ASCII."""
        return self.encoding.startswith("utf-8") and not self._decoder.getstate()[0]

    def _decoded(self, block: bytes, *, final: bool = False) -> bytes:
        """The block in an encoding in which the bytes of line ends stand for nothing else."""
        if self.encoding == "cp1252" or (self._is_plain() and block.isascii()):
            return block
        try:
            text = self._decoder.decode(block, final)
        except UnicodeDecodeError:
            self.encoding, self.tidy = "cp1252", False
            return block
        return text.encode() if self._is_wide() else block


def _edges(delimiter: str) -> bytes:
    """A table that makes a line end of everything a cell ends with, so that one look finds them all."""
    ends = delimiter.encode() + b'"\r'
    return bytes.maketrans(ends, b"\n" * len(ends))


def _is_tidy(text: bytes, edges: bytes) -> bool:
    """Whether no space stands beside the end of a cell, nor one that does not break anywhere."""
    if b" " in text:
        plain = text.translate(edges)
        if b"\n " in plain or b" \n" in plain:
            return False
    return text.isascii() or b"\xc2\xa0" not in text


class _Counter:
    """Counts records in blocks of bytes, by line ends outside quotation marks."""

    def __init__(self) -> None:
        self.records = 0
        self.quoted = False
        self.some = False  # something stands in the line so far

    def add(self, block: bytes) -> None:
        """Count on through *block*."""
        if self.quoted or b'"' in block:
            self._add_quoted(block)
            return
        lines = block.splitlines()
        whole = len(lines) - (not block.endswith(b"\n"))
        if not whole or whole != block.count(b"\n"):  # some lines end otherwise, or none does
            self._add_quoted(block)
            return
        self.records += sum(map(bool, map(bytes.strip, lines[:whole])))
        self.records += self.some and not lines[0].strip()
        self.some = len(lines) > whole and bool(lines[-1].strip())

    def _add_quoted(self, block: bytes) -> None:
        block = block.replace(b"\r\n", b"\n").replace(b"\r", b"\n" if b"\n" not in block else b"")
        for n, part in enumerate(block.split(b'"')):
            if n:
                self.quoted, self.some = not self.quoted, True
            if not self.quoted:
                self._lines(part)
            elif part:
                self.some = True

    def _lines(self, part: bytes) -> None:
        lines = part.split(b"\n")
        if len(lines) > 1:
            self.records += self.some or bool(lines[0].strip())
            self.records += sum(1 for line in lines[1:-1] if line.strip())
            self.some = False
        self.some = self.some or bool(lines[-1].strip())

    def end(self) -> int:
        """All records, the last one even without a line end."""
        return self.records + self.some
