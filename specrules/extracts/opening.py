"""Open the CSV file of an extract: its encoding, its columns, and how many records it has.

In: a path.  Out: what a database needs to be told, so that nothing is left to guessing.  The file is
read in blocks and never held.  No value of a row is ever part of a message.
"""

from __future__ import annotations

import codecs
import csv
import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from specrules.errors import UnreadableFile
from specrules.evidence.personal import withhold
from specrules.files import shown

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_BLOCK = 1 << 20
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_DELIMITERS = ",;\t|"
_HOLLOW = tuple(b"\n" + space for space in (b"\n", b" ", b"\t", b"\v", b"\f"))


@dataclass(frozen=True, slots=True)
class Opened:
    """A file as it is: its fingerprint, encoding, what parts its cells, its headings, and its records.

    *records* does not count the line of headings; a line that holds nothing is no record.  *tidy* is
    whether no cell has a space at either end, so that none needs to be taken away.
    """

    path: Path
    digest: str
    encoding: str
    delimiter: str
    headings: tuple[str, ...]
    records: int
    tidy: bool


def named(path: Path) -> str:
    """How messages name the file at *path*: without what may identify somebody."""
    return withhold(shown(path))[0]


def open_extract(path: Path) -> Opened:
    """Look through the file at *path* once. Raises UnreadableFile."""
    try:
        encoding = _encoding(path)
        delimiter, headings = _headings(path, encoding)
        digest, records, tidy = _count(path, encoding, delimiter)
    except OSError as error:
        raise UnreadableFile(f"{named(path)} was not read: {_why(error)}.") from error
    return Opened(path, digest, encoding, delimiter, headings, records, tidy)


def _why(error: OSError) -> str:
    if isinstance(error, FileNotFoundError):
        return "there is no such file; check how its name is spelt"
    return "it cannot be opened; check that you are allowed to"


def _blocks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            yield block


def _encoding(path: Path) -> str:
    """By its first bytes; else UTF-8 where every byte of it is; else the encoding of Windows."""
    with path.open("rb") as file:
        start = file.read(4)
    for mark, name in _BOMS:
        if start.startswith(mark):
            return name
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for block in _blocks(path):
            decoder.decode(block)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"


def _headings(path: Path, encoding: str) -> tuple[str, tuple[str, ...]]:
    with path.open(encoding=encoding, errors="replace", newline="") as file:
        first = file.readline(_BLOCK)
    if not first.strip():
        raise UnreadableFile(f"{named(path)} was not read: its first line has no headings.")
    delimiter = max(_DELIMITERS, key=first.count)
    headings = next(csv.reader([first], delimiter=delimiter))
    names = tuple(each.strip().upper() for each in headings)
    if twice := [n for n, each in enumerate(names, 1) if names.count(each) > 1]:
        # By number: a file without headings has a person's record there.
        both = (
            f"its columns {twice[0]} and {next(n for n in twice[1:] if names[n - 1] == names[twice[0] - 1])}"
        )
        raise UnreadableFile(f"{named(path)} was not read: {both} have the same heading.")
    return delimiter, names


def _count(path: Path, encoding: str, delimiter: str) -> tuple[str, int, bool]:
    """The fingerprint, how many records (a quoted cell may hold several lines), and whether all is tidy."""
    digest, counter, edges, last = hashlib.sha256(), _Counter(), _edges(delimiter), b""
    decoder = codecs.getincrementaldecoder(encoding)("replace") if encoding.startswith("utf-16") else None
    tidy = encoding in ("utf-8", "utf-8-sig")
    for block in _blocks(path):
        digest.update(block)
        text = decoder.decode(block).encode() if decoder else block
        counter.add(text)
        tidy = tidy and _is_tidy(last + text, edges)
        last = text[-2:]
    return digest.hexdigest(), max(counter.end() - 1, 0), tidy


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
    return b"\xc2\xa0" not in text


def _is_hollow(block: bytes) -> bool:
    """Whether a line may hold nothing, or ends otherwise than others."""
    plain = block.replace(b"\r\n", b"\n") if b"\r" in block else block
    return b"\r" in plain or any(each in plain for each in _HOLLOW)


class _Counter:
    """Counts records in blocks of bytes, by line ends outside quotation marks."""

    def __init__(self) -> None:
        self.records = 0
        self.quoted = False
        self.some = False  # something stands in the line so far

    def add(self, block: bytes) -> None:
        """Count on through *block*."""
        if b'"' not in block and not self.quoted and b"\n" in block and not _is_hollow(block):
            first, last = block.index(b"\n"), block.rindex(b"\n")
            self.records += block.count(b"\n") - 1 + (self.some or bool(block[:first].strip()))
            self.some = bool(block[last:].strip())
            return
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
