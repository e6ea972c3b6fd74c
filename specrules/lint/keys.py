"""What lint's findings in a file depend on, as one digest: all but the file itself.

In: the folder a file stands in.  Out: its settings, and a key that changes
whenever the settings, a file of a catalogue, specrules or Python does.
"""

# ``pathlib`` takes longer to import than a specification takes to read.
# ruff: noqa: PTH100, PTH113, PTH116, PTH118, PTH120

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import specrules
from specrules.base.errors import UnreadableFile
from specrules.base.files import TEXT_LIMIT, read_bytes
from specrules.base.frozen import NamedTuple
from specrules.base.homes import Publication, Settings, nearest_settings, own_rules, shipped
from specrules.lint.cache import digest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from specrules.lint.cache import Cache

# As deep as ``specrules.library`` looks for clauses.
_LEVELS = 4


class Home(NamedTuple):
    """What goes with the files of a folder: the settings, where they stand, own rules, a key of it all."""

    settings: Settings = Settings()
    path: str | None = None
    rules: str | None = None
    key: str = ""


class Homes:
    """The homes of folders, each found once. Keys are only worked out where there is a cache to use them."""

    def __init__(self, cache: Cache, *, with_keys: bool) -> None:
        self._cache = cache
        self._tool = tool_digest() if with_keys else ""
        self._homes: dict[str, Home] = {}
        self._catalogues: dict[str, str] = {}
        self._settings: dict[str, tuple[Settings, str]] = {}

    def of(self, path: str) -> Home:
        """The home of the file at *path*."""
        folder = os.path.dirname(os.path.abspath(path))
        if folder not in self._homes:
            self._homes[folder] = self._home(folder)
        return self._homes[folder]

    def is_unchanged(self) -> bool:
        """Whether the catalogues and specrules are still as they were when the keys were made."""
        same = all(known == catalogue_digest(folder) for folder, known in self._catalogues.items())
        return same and self._tool == tool_digest()

    def _home(self, folder: str) -> Home:
        path = nearest_settings(folder)
        settings, text = self._read(path) if path else (Settings(), "")
        own = own_rules(folder, path, settings.rules)
        if not self._tool:
            return Home(settings, path, own)
        catalogues = [self._catalogue(each) for each in (own, shipped("rules")) if each]
        return Home(settings, path, own, digest(self._tool, path or "", text, own or "", *catalogues))

    def _catalogue(self, folder: str) -> str:
        if folder not in self._catalogues:
            self._catalogues[folder] = catalogue_digest(folder)
        return self._catalogues[folder]

    def _read(self, path: str) -> tuple[Settings, str]:
        """The settings at *path*, and a digest of the file. What cannot be read sets nothing."""
        if path not in self._settings:
            data = read_bytes(path, TEXT_LIMIT)
            self._settings[path] = (self._understood(path, data), digest(data))
        return self._settings[path]

    def _understood(self, path: str, data: bytes) -> Settings:
        name, key = f"settings {path}", digest(self._tool, data)
        kept = self._cache.get(name, key) if self._tool else None
        if kept is not None:
            return _settings_from(kept)
        from specrules.lint.look import settings_in

        settings = settings_in(path, data) or Settings()
        if self._tool and settings.is_kept:
            self._cache.keep(name, key, _settings_as_bytes(settings))
        return settings


def _settings_as_bytes(settings: Settings) -> bytes:
    import json

    return json.dumps(settings).encode()


def _settings_from(kept: bytes) -> Settings:
    import json

    from specrules.base.findings import Severity

    rules, fail_on, baseline, leave_out, is_kept, limits = json.loads(kept)
    below, zeros, fewest, nearest, things = limits
    publication = Publication(below, zeros, fewest, nearest, tuple(things))
    return Settings(rules, Severity(fail_on), baseline, tuple(leave_out), is_kept, publication)


# -- digests


def tool_digest() -> str:
    """A digest of what does the work: specrules, PyYAML and Python, by version, size and age."""
    package = os.path.dirname(os.path.abspath(specrules.__file__))
    files = sorted((path[len(package) :], *_size_and_age(path)) for path in _modules(package))
    parser = next(
        (
            _size_and_age(path)
            for path in (os.path.join(folder, "yaml", "__init__.py") for folder in sys.path)
            if os.path.isfile(path)
        ),
        (),
    )
    return digest(specrules.__version__, sys.version, repr(files), repr(parser))


def _modules(package: str) -> Iterator[str]:
    for folder, inner, names in os.walk(package):
        inner[:] = [name for name in inner if not name.startswith("_")]
        yield from (os.path.join(folder, name) for name in names if name.endswith(".py"))


def _size_and_age(path: str) -> tuple[int, int]:
    status = os.stat(path)
    return status.st_size, status.st_mtime_ns


def catalogue_digest(folder: str) -> str:
    """A digest of every name and every file that a catalogue in *folder* consists of."""
    return digest(*_contents(folder, _LEVELS))


def _contents(folder: str, levels: int) -> Iterator[str | bytes]:
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError:
        return
    for entry in entries:
        yield entry.name
        if entry.is_dir():
            yield from _contents(entry.path, levels - 1) if levels > 1 else ()
            yield "end"
        elif entry.name.endswith((".yaml", ".yml")):
            yield _bytes(entry.path)


def _bytes(path: str) -> bytes:
    try:
        return read_bytes(path, TEXT_LIMIT)
    except UnreadableFile as error:
        return str(error).encode("utf-8", "surrogatepass")
