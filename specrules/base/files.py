"""Read files: the one place that takes bytes from the disk.

In go paths; out come bytes or a ``Source``, text that remembers where it came
from and how it was saved.  A file that cannot be opened stops the work
(``UnreadableFile``).  A file saved in an unusual way is read all the same, with a
finding.
"""

# The plain calls of ``os`` are used throughout, so that a test can make each of them fail once.
# ruff: noqa: PTH112

from __future__ import annotations

import errno
import os
import re
import stat
import sys
from contextlib import suppress
from importlib import import_module
from typing import TYPE_CHECKING, Any

from specrules.base.errors import UnreadableFile
from specrules.base.findings import Finding, Place, Severity, Span
from specrules.base.frozen import frozen

if TYPE_CHECKING:
    from collections.abc import Iterator

Path = str | os.PathLike[str]

#: Two mebibytes: about 60,000 lines, a hundred times the largest specification seen.
TEXT_LIMIT = 2 * 1024 * 1024
NO_LINKS = getattr(os, "O_NOFOLLOW", 0)

#: What ends a line, for YAML and for editors alike. ``str.splitlines`` knows seven more that editors do not.
LINE_END = re.compile(r"\r\n?|\n")


@frozen
class Source:
    """A text and where it came from.

    *path* is as the reader gave it, with ``/``.  *digest* is that of the bytes,
    so a record can say which file was read even when the text was saved another
    way.  *text* is empty when the bytes are not text; a finding then says so.
    """

    path: str
    text: str
    digest: str
    encoding: str
    findings: tuple[Finding, ...] = ()


def digest_of(data: bytes) -> str:
    """Return the SHA-256 of *data* as 64 hexadecimal digits."""
    return str(_sha256(data).hexdigest())


def _sha256(data: bytes) -> Any:
    """A digest in the making: OpenSSL's is quicker, and takes as long to load as a megabyte takes without."""
    if len(data) < 1 << 20:
        with suppress(ImportError):
            return import_module("_sha2" if sys.version_info >= (3, 12) else "_sha256").sha256(data)
    from hashlib import sha256

    return sha256(data)


def lines_of(text: str) -> list[str]:
    """Return the lines of *text*, without their ends."""
    # Where no line ends in another way, splitting takes a tenth of the time.
    return LINE_END.split(text) if "\r" in text else text.split("\n")


def span_of(text: str, start: int, end: int) -> Span:
    """Return the lines and columns of ``text[start:end]``."""
    return Span(*_line_and_column(text, start), *_line_and_column(text, end))


def _line_and_column(text: str, index: int) -> tuple[int, int]:
    line, begins = 1, 0
    for line_end in LINE_END.finditer(text, 0, index):
        line, begins = line + 1, line_end.end()
    return line, index - begins + 1


def read_bytes(path: Path, limit: int) -> bytes:
    """Return the bytes of an ordinary file of at most *limit* bytes.

    The opened file itself is checked, so nothing can be swapped in between, and
    a pipe that nobody writes to is refused rather than waited for.  Raises
    ``UnreadableFile`` with the cause and what to do.
    """
    try:
        return plain_bytes(path, limit)
    except (OSError, ValueError) as error:
        raise UnreadableFile(_why_unread(path, error)) from error


def plain_bytes(path: Path, limit: int) -> bytes:
    """The bytes of an ordinary file, as ``read_bytes`` but with the errors of the system as they come."""
    # Each flag is missing on one system or another.
    flags = ("O_BINARY", "O_CLOEXEC", "O_NOCTTY", "O_NONBLOCK", "O_NOINHERIT")
    handle = os.open(path, sum((getattr(os, flag, 0) for flag in flags), os.O_RDONLY))
    try:
        status = os.fstat(handle)
        if not stat.S_ISREG(status.st_mode):
            raise UnreadableFile(f"{shown(path)} is {_kind(status.st_mode)}; name an ordinary file instead.")
        return _read_up_to(handle, limit, path)
    finally:
        os.close(handle)


def _read_up_to(handle: int, limit: int, path: Path) -> bytes:
    pieces, missing = [], limit + 1
    while missing and (piece := os.read(handle, min(missing, 1 << 20))):
        pieces.append(piece)
        missing -= len(piece)
    if not missing:
        size = max(os.fstat(handle).st_size, limit + 1)
        raise UnreadableFile(
            f"{shown(path)} is too large: it has {size:,} bytes and the limit is {limit:,}; "
            "split it, or take out what does not belong in it."
        )
    return b"".join(pieces)


def _kind(mode: int) -> str:
    if stat.S_ISDIR(mode):
        return "a folder"
    return "a pipe" if stat.S_ISFIFO(mode) else "a device"


def shown(path: Path) -> str:
    """Return *path* as messages and findings show it, with ``/``."""
    return os.fspath(path).replace(os.sep, "/")


def _why_unread(path: Path, error: Exception) -> str:
    number = error.errno if isinstance(error, OSError) else None
    if number == errno.EISDIR or (number == errno.EACCES and os.path.isdir(path)):
        return f"{shown(path)} is a folder; name an ordinary file instead."
    reason = _REASONS_UNREAD.get(number) or "it could not be read; check the name, the disk and the network"
    return f"{shown(path)} was not read: {reason}."


_REASONS_UNREAD: dict[int | None, str] = {
    None: "its name has characters that no file name can have",
    errno.ENOENT: "there is no such file; check how the name is spelt and which folder it is in",
    errno.ENOTDIR: "a part of its name is a file, not a folder; check how the name is spelt",
    errno.EACCES: "you are not allowed to read it; ask its owner for permission",
    errno.EPERM: "you are not allowed to read it; ask its owner for permission",
    errno.ELOOP: "it is a link that leads back to itself; name the file it should lead to",
    errno.ENAMETOOLONG: "its name is too long; give it a shorter one",
    errno.ENXIO: "it is not an ordinary file; name an ordinary file instead",
    errno.EIO: "the disk reported a fault; copy the file from somewhere else",
}


def read_text(path: Path, limit: int = TEXT_LIMIT) -> Source:
    """Return the text of a file of at most *limit* bytes; see ``source_of``. Raises ``UnreadableFile``."""
    return source_of(shown(path), read_bytes(path, limit))


def source_of(path: str, data: bytes) -> Source:
    """Return *data* as text, with a finding unless it was saved as UTF-8.

    UTF-16 (Notepad's "Unicode") and Windows-1252 are read all the same, so that
    an author sees everything else that is wrong in one pass.  Bytes that are
    none of these give an empty text and an error.
    """
    text, encoding = _read_as(data)
    if text is None:
        return Source(path, "", digest_of(data), "unknown", (_not_text(path),))
    return Source(path, text, digest_of(data), encoding, tuple(_saved_otherwise(path, text, encoding)))


def text_of(data: bytes) -> str:
    """Return *data* as the text that ``source_of`` reads in it; its digest takes longer than all else."""
    return _read_as(data)[0] or ""


def _read_as(data: bytes) -> tuple[str | None, str]:
    """The text in *data*, None where there is none, and how it was saved."""
    encoding = _likely_encoding(data)
    text = _decoded(data, encoding)
    if text is None and encoding.startswith("utf-8"):
        return _decoded(data, "windows-1252"), "windows-1252"
    return text, encoding


def _likely_encoding(data: bytes) -> str:
    if data.startswith(b"\xef\xbb\xbf"):
        return "utf-8-sig"
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    if b"\0" in data and len(data) % 2 == 0:
        # English saved as UTF-16 has a NUL in every other byte, and none between.
        even, odd = data[::2].count(0), data[1::2].count(0)
        if min(even, odd) == 0 and max(even, odd) * 5 >= len(data) * 2:
            return "utf-16-le" if odd else "utf-16-be"
    return "utf-8"


def _decoded(data: bytes, encoding: str) -> str | None:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        return None
    # Any bytes at all make sense as an older encoding; real text has no control characters in it.
    guessed = not encoding.startswith("utf-8")
    return None if guessed and re.search(r"[\x00-\x08\x0e-\x1f]", text) else text


def _saved_otherwise(path: str, text: str, encoding: str) -> Iterator[Finding]:
    if encoding.startswith("utf-16"):
        yield Finding(
            "FI111",
            "not-utf8",
            Severity.WARNING,
            Place(path),
            'This file is saved as "Unicode" (UTF-16), as Notepad can do. It was read all the same.',
            remedy=_SAVE_AS_UTF8,
        )
    elif encoding == "windows-1252":
        first = next(index for index, character in enumerate(text) if not character.isascii())
        yield Finding(
            "FI111",
            "not-utf8",
            Severity.WARNING,
            Place(path, span_of(text, first, first + 1)),
            "This file is saved the old Windows way (Windows-1252). It was read all the same. "
            f"Please check these characters: {_outside_ascii(text)}.",
            remedy=_SAVE_AS_UTF8,
        )


_SAVE_AS_UTF8 = "Save it as UTF-8: in Notepad, choose Save as, then Encoding: UTF-8."


def _outside_ascii(text: str, most: int = 10) -> str:
    """The different characters of *text* outside ASCII, in order, at most *most* of them."""
    different = dict.fromkeys(character for character in text if not character.isascii())
    found = [each if each.isprintable() else f"U+{ord(each):04X}" for each in different]
    rest = f" and {len(found) - most} more" if len(found) > most else ""
    return " ".join(found[:most]) + rest


def _not_text(path: str) -> Finding:
    is_workbook = path.lower().endswith((".xlsx", ".xlsm", ".xls", ".ods"))
    remedy = "If it comes from Word or Excel, copy the text into a plain text editor and save it as UTF-8."
    if is_workbook:
        remedy = "If it is a return, look at it with: specrules return check RETURN"
    what = "a workbook" if is_workbook else "not plain text, or is damaged"
    return Finding(
        "FI111",
        "not-utf8",
        Severity.ERROR,
        Place(path),
        f"This file is {what}, so nothing in it could be read.",
        remedy=remedy,
    )
