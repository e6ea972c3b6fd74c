"""Write files: the one place that gives bytes to the disk.

Files are written whole or not at all: beside the old one first, forced to the disk, then
moved into its place.  After a crash a reader finds the old file or the new one, never half
of one.  What cannot be written stops the work (``NotWritten``).
"""

# The plain calls of ``os`` are used throughout, so that a test can make each of them fail once.
# ruff: noqa: PTH101, PTH103, PTH105, PTH108, PTH116, PTH118, PTH120, PTH208

from __future__ import annotations

import errno
import os
import re
import stat
import sys
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from specrules.base.errors import NotWritten
from specrules.base.files import NO_LINKS, Path, digest_of, plain_bytes, shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

MANIFEST = "manifest.json"


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
        flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND | getattr(os, "O_BINARY", 0) | NO_LINKS
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


# Files on their way are named after the process and the machine that write them, so that no other takes them
# for leftovers: a folder may be on a drive that several machines share.
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
        return _write_part(folder, plain_bytes(target, sys.maxsize - 1), _mode_to_keep(target))
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
