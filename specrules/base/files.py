"""Read and write files: the one place that touches the disk.

In go paths; out come bytes or a ``Source``, text that remembers where it came
from and how it was saved.  Files are written whole or not at all: beside the
old one first, forced to the disk, then moved into its place.  After a crash a
reader finds the old file or the new one, never half of one.

A file that cannot be opened or written stops the work (``UnreadableFile``,
``NotWritten``).  A file saved in an unusual way is read all the same, with a
finding.
"""

# The plain calls of ``os`` are used throughout, so that a test can make each of them fail once.
# ruff: noqa: PTH101, PTH103, PTH105, PTH108, PTH112, PTH116, PTH118, PTH120, PTH208

from __future__ import annotations

import errno
import os
import re
import stat
import sys
from contextlib import contextmanager, suppress
from importlib import import_module
from typing import TYPE_CHECKING, Any

from specrules.base.errors import NotWritten, UnreadableFile
from specrules.base.findings import Finding, Place, Severity, Span
from specrules.base.frozen import frozen

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

Path = str | os.PathLike[str]

#: Two mebibytes: about 60,000 lines, a hundred times the largest specification seen.
TEXT_LIMIT = 2 * 1024 * 1024
MANIFEST = "manifest.json"
_NO_LINKS = getattr(os, "O_NOFOLLOW", 0)

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


def span_of(text: str, start: int, end: int) -> Span:
    """Return the lines and columns of ``text[start:end]``."""
    return Span(*_line_and_column(text, start), *_line_and_column(text, end))


def _line_and_column(text: str, index: int) -> tuple[int, int]:
    line, begins = 1, 0
    for line_end in LINE_END.finditer(text, 0, index):
        line, begins = line + 1, line_end.end()
    return line, index - begins + 1


# --- reading


def read_bytes(path: Path, limit: int) -> bytes:
    """Return the bytes of an ordinary file of at most *limit* bytes.

    The opened file itself is checked, so nothing can be swapped in between, and
    a pipe that nobody writes to is refused rather than waited for.  Raises
    ``UnreadableFile`` with the cause and what to do.
    """
    try:
        return _read(path, limit)
    except (OSError, ValueError) as error:
        raise UnreadableFile(_why_unread(path, error)) from error


def _read(path: Path, limit: int) -> bytes:
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
    encoding = _likely_encoding(data)
    text = _decoded(data, encoding)
    if text is None and encoding.startswith("utf-8"):
        encoding, text = "windows-1252", _decoded(data, "windows-1252")
    if text is None:
        return Source(path, "", digest_of(data), "unknown", (_not_text(path),))
    return Source(path, text, digest_of(data), encoding, tuple(_saved_otherwise(path, text, encoding)))


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


# --- writing


def write_file(path: Path, data: bytes) -> None:
    """Write *data* to *path*, whole or not at all.

    A new file can be read by its owner only; an old one keeps its permissions.
    A link is followed.  Raises ``NotWritten``; the old file is then intact.
    """
    with _or_not_written(path, len(data)):
        target = os.path.realpath(path)
        folder = os.path.dirname(target)
        mode = _mode_to_keep(target)
        _sweep(folder)
        part = _write_part(folder, data, mode)
        try:
            _move(part, target)
        except BaseException:
            _drop(part)
            raise
    _sync_folder(folder)


def prepare_folder(folder: Path) -> None:
    """Make *folder* for files that are written once, and clear away what killed runs left in it.

    Whoever may write beside it may write in it.  Raises ``NotWritten``.
    """
    with _or_not_written(folder):
        os.makedirs(folder, exist_ok=True)
        _sweep(os.path.realpath(folder))


def write_once(path: Path, data: bytes) -> bool:
    """Write *data* to a new file that nobody is to change, whole or not at all; False when one is there.

    Whoever may read its folder may read it, and nobody may write to it.  Of several who write it at the
    same moment one does.  Raises ``NotWritten``.
    """
    with _or_not_written(path, len(data)):
        target = os.path.realpath(path)
        folder = os.path.dirname(target)
        if os.path.lexists(target):
            return False
        part = _write_part(folder, data, os.stat(folder).st_mode & 0o444)
        try:
            is_new = _place(part, target)
        finally:
            _drop(part)
    _sync_folder(folder)
    return is_new


def _place(part: str, target: str) -> bool:
    """Give *part* the name *target* too, unless a file has it. Returns whether it was free."""
    try:
        os.link(part, target)
    except FileExistsError:
        return False
    except OSError:
        # Some drives know no second names. Between the look and the move another may write the same file.
        if os.path.lexists(target):
            return False
        os.replace(part, target)
    return True


def append_line(path: Path, line: bytes) -> None:
    """Add *line* to a file of notes, which is made when it is missing.

    The line may come out cut off, so this is only for what can be done without.
    Raises ``NotWritten``.
    """
    with _or_not_written(path, len(line)):
        folder = os.path.dirname(os.path.realpath(path))
        os.makedirs(folder, mode=0o700, exist_ok=True)
        flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND | getattr(os, "O_BINARY", 0) | _NO_LINKS
        handle = os.open(path, flags, 0o600)
        try:
            os.write(handle, line + b"\n")
        finally:
            os.close(handle)


def remove_file(path: Path) -> None:
    """Remove a file of notes, if it is there. A failure is not reported: it does no harm."""
    with suppress(OSError):
        _unlink(os.fspath(path))


def write_folder(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write several outputs into *folder*, all or none, then ``manifest.json``.

    The manifest gives the SHA-256 of each file by name and is written last, so
    a folder without one is unfinished: a run was cut short there.  All files
    are on the disk before the first old one is replaced, and when a step fails
    the old ones are put back.  Raises ``NotWritten``.
    """
    import json

    _refuse_names(folder, files)
    digests = {name: digest_of(data) for name, data in files.items()}
    manifest = json.dumps(digests, ensure_ascii=False, indent=2, sort_keys=True) + "\n"
    with _or_not_written(folder):
        home = os.path.realpath(folder)
        os.makedirs(home, mode=0o700, exist_ok=True)
        _sweep(home)
    _replace_all(home, {**files, MANIFEST: manifest.encode()})
    _sync_folder(home)


def _replace_all(folder: str, files: Mapping[str, bytes]) -> None:
    """Put every one of *files* in its place, the manifest last; on any failure put all the old ones back."""
    change = _Change(folder)
    try:
        for name, data in files.items():
            change.prepare(name, data)
        change.commit()
    except BaseException:
        change.undo()
        raise
    change.clear()


class _Change:
    """Files on their way into a folder: the new ones under other names, and the old ones to go back to."""

    def __init__(self, folder: str) -> None:
        self.folder = folder
        self.new: dict[str, str] = {}
        self.old: dict[str, str] = {}
        self.moved: list[str] = []

    def prepare(self, name: str, data: bytes) -> None:
        target = _join(self.folder, name)
        with _or_not_written(target, len(data)):
            mode = _mode_to_keep(target)
            self.new[target] = _write_part(self.folder, data, mode)
            if os.path.lexists(target):
                self.old[target] = _keep(target)

    def commit(self) -> None:
        # From here to the last move the folder has no manifest, so it counts as unfinished.
        manifest = _join(self.folder, MANIFEST)
        with _or_not_written(manifest):
            self.moved.append(manifest)
            _unlink(manifest)
        for target, part in self.new.items():
            with _or_not_written(target):
                self.moved.append(target)
                _move(part, target)

    def undo(self) -> None:
        # The manifest went first, so it comes back last.
        for target in reversed(dict.fromkeys(self.moved)):
            if target in self.old:
                with suppress(OSError):
                    _move(self.old[target], target)
            elif not os.path.lexists(self.new[target]):
                _drop(target)
        self.clear()

    def clear(self) -> None:
        for part in (*self.new.values(), *self.old.values()):
            _drop(part)


def _refuse_names(folder: Path, names: Iterable[str]) -> None:
    """Raise ``NotWritten`` for a name that is not a plain file name of its own on every system."""
    taken = {MANIFEST}
    for name in names:
        if not re.fullmatch(_PLAIN_NAME, name) or name.startswith(_PART) or name.casefold() in taken:
            raise NotWritten(
                f"{shown(folder)} was not written: {name!r} cannot be the name of a file in it; "
                "use letters, digits, spaces, hyphens and dots, and a different name for each file."
            )
        taken.add(name.casefold())


#: No separators, drives, wildcards, control characters, trailing dots or names Windows keeps for devices.
_PLAIN_NAME = (
    r"(?!(?i:con|prn|aux|nul|com\d|lpt\d)(?:\.|$))(?!\.{1,2}$)[^/\\:*?\"<>|\x00-\x1f\x7f]{1,199}(?<![. ])"
)


@contextmanager
def _or_not_written(path: Path, size: int | None = None) -> Iterator[None]:
    """Turn a failure of the disk into ``NotWritten`` about *path*, which needs *size* bytes."""
    try:
        yield
    except (OSError, ValueError) as error:
        number = error.errno if isinstance(error, OSError) else None
        reason = _REASONS_UNWRITTEN.get(number) or "it could not be saved; check the disk and the network"
        needed = f" ({size:,} bytes)" if size is not None else ""
        raise NotWritten(
            f"{shown(path)}{needed} was not written: {reason}. Nothing that was there before has changed."
        ) from error


_REASONS_UNWRITTEN: dict[int | None, str] = {
    None: "its name has characters that no file name can have",
    errno.ENOSPC: "the disk is full; free some space and try again",
    errno.EDQUOT: "your share of the disk is used up; free some space and try again",
    errno.EROFS: "the disk can only be read; choose another folder",
    errno.EACCES: "you are not allowed to, or another program has it open; close it or choose another folder",
    errno.EPERM: "you are not allowed to; choose another folder",
    errno.EBUSY: "another program has it open; close it there and try again",
    errno.ENOENT: "its folder does not exist; make the folder first",
    errno.ENOTDIR: "a part of its name is a file, not a folder; choose another folder",
    errno.EISDIR: "a folder has that name; choose another name",
    errno.EEXIST: "a file has that name; choose another name",
    errno.ELOOP: "its name is a link that leads back to itself; choose another name",
    errno.ENAMETOOLONG: "its name is too long; choose a shorter one",
    errno.EIO: "the disk reported a fault; choose another disk",
}


def _mode_to_keep(target: str) -> int:
    """The permissions of the file at *target*, or of a new one. Raises ``NotWritten`` where none may go."""
    try:
        mode = os.lstat(target).st_mode
    except FileNotFoundError:
        return 0o600
    if stat.S_ISDIR(mode):
        raise IsADirectoryError(errno.EISDIR, target)
    # Moving a file over /dev/null, or over a signed copy somebody made read-only, would succeed.
    if not stat.S_ISREG(mode) or not mode & 0o222:
        kind = "is marked read-only" if stat.S_ISREG(mode) else "is not an ordinary file"
        raise NotWritten(f"{shown(target)} {kind}, so it was left alone; choose another name.")
    return stat.S_IMODE(mode)


# --- files on their way, named after the process and machine that write them so that no other takes them
# --- for leftovers: a folder may be on a drive that several machines share

_PART = ".part-"
_in_flight: set[str] = set()


def _part_name(folder: str) -> str:
    part = _join(folder, f"{_PART}{os.getpid()}-{_machine()}{os.urandom(6).hex()}")
    _in_flight.add(part)
    return part


def _machine() -> str:
    """A few letters that stand for this machine."""
    from zlib import crc32

    name = os.environ.get("COMPUTERNAME", "") if sys.platform == "win32" else os.uname().nodename
    return f"{crc32(name.encode()):08x}-"


def _write_part(folder: str, data: bytes, mode: int) -> str:
    """Write *data* to a new file in *folder*, force it to the disk and return its path."""
    part = _part_name(folder)
    try:
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
        handle = os.open(part, flags, 0o600)
        try:
            _write_through(handle, data)
        finally:
            os.close(handle)
        if mode != 0o600:
            os.chmod(part, mode)
    except BaseException:
        _drop(part)
        raise
    return part


def _write_through(handle: int, data: bytes) -> None:
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(handle, rest) :]
    os.fsync(handle)


def _keep(target: str) -> str:
    """Give the old file at *target* a second name to come back from; copy it where links are not known."""
    folder = os.path.dirname(target)
    part = _part_name(folder)
    try:
        os.link(target, part)
    except OSError:
        _drop(part)
        return _write_part(folder, _read(target, sys.maxsize - 1), _mode_to_keep(target))
    return part


def _move(part: str, target: str) -> None:
    os.replace(part, target)
    _in_flight.discard(part)


def _drop(part: str) -> None:
    with suppress(OSError):
        _unlink(part)
    _in_flight.discard(part)


def _unlink(path: str) -> None:
    with suppress(FileNotFoundError):
        os.unlink(path)


def _join(folder: str, name: str) -> str:
    return os.path.join(folder, name)


def _sync_folder(folder: str) -> None:
    """Force the names in *folder* to the disk, where that can be asked for.

    A failure is not reported: the new files are in place and whole, so whatever
    survives a power cut is the old file or the new one.
    """
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _sweep(folder: str) -> None:
    """Remove what runs that were killed left in *folder*. A failure is not reported: they do no harm."""
    left_over = re.compile(rf"\.part-(\d{{1,10}})-(?:{_machine()})?[0-9a-f]{{12}}")
    with suppress(OSError):
        for name in os.listdir(folder):
            left = left_over.fullmatch(name) if name.startswith(_PART) else None
            if left and _is_stale(int(left[1]), _join(folder, name)):
                _drop(_join(folder, name))


def _is_stale(process: int, part: str) -> bool:
    # In a container every run may have the same number, so our own number alone proves nothing.
    return part not in _in_flight if process == os.getpid() else not _is_running(process)


def _is_running(process: int) -> bool:
    if sys.platform == "win32":
        # os.kill(process, 0) would send Ctrl-C here. Not tested on Windows.
        import ctypes

        opened = ctypes.windll.kernel32.OpenProcess(0x1000, False, process)
        return bool(opened and ctypes.windll.kernel32.CloseHandle(opened))
    try:
        os.kill(process, 0)
    except PermissionError:
        return True
    except (ProcessLookupError, OverflowError):
        return False
    return True
