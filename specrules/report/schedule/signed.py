"""Read a signed contract schedule.

In: the bytes of a Word document.  Out: its paragraphs in order, each with whether
it is a heading.  Only the text is read, by the
parser of the standard library; what tracked changes took out is left out, and what
they put in is read.
"""

from __future__ import annotations

import re
import zlib
from io import BytesIO
from typing import NamedTuple
from xml.parsers import expat
from zipfile import BadZipFile, ZipFile

LIMIT = 20 << 20  # a schedule of 500 duties has half a megabyte
_UNPACKED = 64 << 20
_MAIN = re.compile(r"word/document\d*\.xml")
_WORD = "wordprocessingml"
_LEFT_OUT = {"del", "moveFrom", "Fallback"}
_FOR_CHARACTERS = {"tab": " ", "br": " ", "cr": " ", "noBreakHyphen": "-"}


class NotRead(Exception):
    """A file that is no Word document. The text says what it is, or what to do."""


class Paragraph(NamedTuple):
    """A paragraph of a document."""

    text: str
    is_heading: bool = False


def paragraphs_of(data: bytes) -> list[Paragraph]:
    """Return every paragraph of a ``.docx`` file that has text. Raises NotRead."""
    reader = _Reader()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler, parser.EndElementHandler = reader.start, reader.end
    parser.CharacterDataHandler = reader.text
    parser.StartDoctypeDeclHandler = _refuse
    parser.buffer_text = True
    try:
        parser.Parse(_main_part(data), True)
    except expat.ExpatError:
        raise NotRead("it is damaged. Open it in Word and save it again") from None
    return reader.paragraphs


def _main_part(data: bytes) -> bytes:
    if not data.startswith(b"PK"):
        raise NotRead(
            "it is not a Word document (.docx). Open it in Word and save it as one, without a password"
        )
    try:
        with ZipFile(BytesIO(data)) as packed:
            name = next(filter(_MAIN.fullmatch, packed.namelist()), None)
            if name is None:
                raise NotRead("it is not a Word document (.docx), though it is packed like one")
            with packed.open(name) as part:
                text = part.read(_UNPACKED + 1)
    except (BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError, NotImplementedError):
        raise NotRead("it is damaged. Open it in Word and save it again") from None
    if len(text) > _UNPACKED:
        raise NotRead(f"it unpacks to more than {_UNPACKED >> 20} MB, as a zip bomb does")
    return text


def _refuse(*declaration: object) -> None:
    raise NotRead(
        "it declares a document type, which Word never does and which can be used to attack a reader"
    )


class _Reader:
    """Follows the elements of a document. A text box has paragraphs within one, so open ones are a pile."""

    def __init__(self) -> None:
        self.paragraphs: list[Paragraph] = []
        self._open: list[list[str]] = []
        self._headings: list[bool] = []
        self._left_out = 0
        self._is_text = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        space, _, tag = name.rpartition(" ")
        if tag in _LEFT_OUT:
            self._left_out += 1
        elif _WORD not in space:
            return
        elif tag == "p":
            self._open.append([])
            self._headings.append(False)
        elif tag == "pStyle" and self._headings:
            style = next((value for key, value in attributes.items() if key.endswith(" val")), "")
            self._headings[-1] = style.lower().startswith("heading")
        else:
            self._is_text = tag == "t"
            self._add(_FOR_CHARACTERS.get(tag, ""))

    def end(self, name: str) -> None:
        """An element ends."""
        space, _, tag = name.rpartition(" ")
        self._is_text = False
        if tag in _LEFT_OUT:
            self._left_out -= 1
        elif _WORD in space and tag == "p":
            text, heading = " ".join("".join(self._open.pop()).split()), self._headings.pop()
            if text:
                self.paragraphs.append(Paragraph(text, heading))

    def text(self, text: str) -> None:
        """Text between elements, which is text of the document only within its own element."""
        if self._is_text:
            self._add(text)

    def _add(self, text: str) -> None:
        if self._open and not self._left_out:
            self._open[-1].append(text)
