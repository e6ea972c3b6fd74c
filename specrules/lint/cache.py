"""Keep what lint found, so that a file that has not changed is not looked at again.

In: a name, a key and bytes.  Out: the bytes again, for the same name and key.
A name has one place, in which the newest is kept; the key is made of everything
the bytes depend on.  What is broken, was written by another program or stands
under another key is as if it were not there, and a cache that cannot be written
is none: a run never fails because of it.
"""

# ``pathlib`` takes longer to import than a specification takes to read, and ``hashlib`` loads OpenSSL.
# ruff: noqa: PTH103, PTH105, PTH108, PTH110, PTH111, PTH116, PTH117, PTH118, PTH120, PTH208

from __future__ import annotations

import os
import sys
from contextlib import suppress

try:
    from _blake2 import blake2b
except ImportError:  # another Python than the usual one
    from hashlib import blake2b

#: Names the folder, in the environment; empty for none.
VARIABLE = "SPECRULES_CACHE"
_FIRST_LINE = b"specrules lint cache 1"
_LARGEST = 1 << 20
_MOST_IN_FOLDER = 200  # there are 256 folders


def digest(*parts: str | bytes) -> str:
    """Return a digest of *parts*, of each and of how they are parted."""
    state = blake2b(digest_size=32)
    for part in parts:
        data = part if isinstance(part, bytes) else part.encode("utf-8", "surrogatepass")
        state.update(b"%d:" % len(data))
        state.update(data)
    return state.hexdigest()


def default_folder() -> str:
    """The folder for what is kept: as the environment says, else where the system keeps such things.

    Empty when there is no such place.
    """
    if VARIABLE in os.environ:
        return os.environ[VARIABLE]
    home = os.path.expanduser("~")
    if sys.platform == "win32":
        base, ours = os.environ.get("LOCALAPPDATA", ""), os.path.join("specrules", "cache")
    elif sys.platform == "darwin":
        base, ours = os.path.join(home, "Library", "Caches"), "specrules"
    else:
        base, ours = os.environ.get("XDG_CACHE_HOME", ""), "specrules"
        # A folder that is not named from the top is to be passed over, says the convention.
        base = base if os.path.isabs(base) else os.path.join(home, ".cache")
    return os.path.join(base, ours, "lint") if os.path.isabs(base) else ""


class Cache:
    """What earlier runs found, in *folder*; nothing is kept when that is empty."""

    def __init__(self, folder: str) -> None:
        self._folder = folder

    def get(self, name: str, key: str) -> bytes | None:
        """What was kept under *name* and *key*, or None."""
        if not self._folder:
            return None
        try:
            handle = os.open(self._path(name), os.O_RDONLY | getattr(os, "O_BINARY", 0))
        except (OSError, ValueError):
            return None
        try:
            data = os.read(handle, _LARGEST)
        except OSError:
            return None
        finally:
            os.close(handle)
        return _whole(data, key)

    def keep(self, name: str, key: str, kept: bytes) -> None:
        """Keep *kept* under *name* and *key*, whole or not at all."""
        data = b"\n".join((_FIRST_LINE, key.encode(), digest(kept).encode(), kept))
        if not self._folder or len(data) >= _LARGEST:
            return
        path = self._path(name)
        # Others may be writing the same at this moment; each has a file of its own until it is whole.
        part = f"{path}.{os.getpid()}-{os.urandom(6).hex()}"
        try:
            self._write(path, part, data)
        except (OSError, ValueError):
            with suppress(OSError, ValueError):
                os.unlink(part)

    def _write(self, path: str, part: str, data: bytes) -> None:
        folder = os.path.dirname(path)
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
        try:
            handle = os.open(part, flags, 0o600)
        except FileNotFoundError:
            os.makedirs(folder, mode=0o700, exist_ok=True)
            handle = os.open(part, flags, 0o600)
        try:
            os.write(handle, data)
        finally:
            os.close(handle)
        is_new = not os.path.exists(path)
        os.replace(part, path)
        if is_new:
            _tidy(folder)

    def _path(self, name: str) -> str:
        place = digest(name)
        return os.path.join(self._folder, place[:2], place[2:40])


def _whole(data: bytes, key: str) -> bytes | None:
    """What *data* keeps, if it is whole and kept under *key*."""
    first, _, rest = data.partition(b"\n")
    kept_under, _, rest = rest.partition(b"\n")
    proof, _, kept = rest.partition(b"\n")
    is_ours = first == _FIRST_LINE and kept_under == key.encode()
    return kept if is_ours and proof == digest(kept).encode() else None


def _tidy(folder: str) -> None:
    """Take away the older half of a folder that has grown full, so that the cache never grows without end."""
    names = os.listdir(folder)
    if len(names) <= _MOST_IN_FOLDER:
        return
    paths = [os.path.join(folder, name) for name in names]
    with suppress(OSError):
        paths.sort(key=lambda path: os.stat(path).st_mtime_ns)
    for path in paths[: _MOST_IN_FOLDER // 2]:
        with suppress(OSError):
            os.unlink(path)
