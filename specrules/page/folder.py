"""The specifications of one folder: which there are, what they say, and how they are saved.

In: a folder, and names of files in it.  Out: their text, with the fingerprint it
had; a text is saved whole or not at all, and never over one that has changed
since it was opened.  A name counts only if the folder itself lists it, so that no
name leads out of it.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from specrules.base.errors import SpecrulesError, UnreadableFile
from specrules.base.files import TEXT_LIMIT, read_text, shown, source_of
from specrules.base.homes import lies_in
from specrules.base.writing import write_file
from specrules.library import kind_of, yaml_files
from specrules.lint.look import is_ours
from specrules.text.tree import read_tree

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from specrules.base.files import Source

#: More than anybody would look through on one page.
MOST = 500
CHANGED = "{} has changed since you opened it here, so nothing was written."
_NEW = re.compile(r"[a-z0-9][a-z0-9-]{0,63}\.yaml")
# What a box for text in a browser cannot give back as it was: other line ends, and characters it drops.
_LOST_IN_A_BOX = re.compile("[\0\x0b\x0c\ud800-\udfff\ufffe\uffff]|\r(?!\n)")
# What Windows takes for a device, whatever stands after the dot.
_DEVICE = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)\.yaml")


class NotThere(SpecrulesError):
    """The folder has no specification of that name."""


class CannotName(SpecrulesError):
    """A new file cannot be called that."""


class HasChanged(SpecrulesError):
    """The file on the disk is not the one that was opened; nothing was written."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A specification as it is on the disk: its text, with line ends as ``\\n``.

    *digest* is the fingerprint of its bytes, "" for one that is not on the disk yet.  *ends* is what ends its
    lines there.  *fixed* says why it cannot be changed here, if so.
    """

    name: str
    text: str
    digest: str = ""
    ends: str = "\n"
    encoding: str = "utf-8"
    fixed: str = ""


class Folder:
    """A folder of specifications. *only* is the one file that was asked for, if any."""

    def __init__(self, path: Path, only: str = "") -> None:
        self.path = path
        self.only = only
        self._kinds: dict[str, bool] = {}  # by fingerprint, so that a file is looked into once

    def names(self) -> tuple[str, ...]:
        """The specifications in the folder, by their paths within it. Raises UnreadableFile."""
        if self.only:
            return (self.only,)
        found = (os.path.relpath(path, self.path).replace(os.sep, "/") for path in self._files())
        return tuple(sorted(found))

    def _files(self) -> Iterator[str]:
        for number, path in enumerate(yaml_files(os.fspath(self.path))):
            if number == MOST:
                return
            if lies_in(path, os.fspath(self.path)) and self._is_spec(path):
                yield path

    def _is_spec(self, path: str) -> bool:
        """Whether a YAML file says that it is a specification, or is ours and cannot be read further."""
        try:
            source = read_text(path)
        except UnreadableFile:
            return False
        if source.digest not in self._kinds:
            is_spec = is_ours(source.text) and kind_of(read_tree(source)) in ("spec", None)
            self._kinds[source.digest] = is_spec
        return self._kinds[source.digest]

    def path_of(self, name: str) -> Path:
        """Where the specification *name* is. Raises NotThere unless the folder lists it."""
        if name not in self.names():
            raise NotThere("There is no specification of that name in this folder.")
        return self.path / name

    def open(self, name: str) -> Sheet:
        """The specification *name* as it is on the disk. Raises NotThere and UnreadableFile."""
        return _sheet(name, read_text(self.path_of(name)))

    def new_path(self, name: str) -> Path:
        """Where a new specification *name* would be. Raises CannotName."""
        if not _NEW.fullmatch(name) or _DEVICE.fullmatch(name):
            raise CannotName(
                "A file is named with small letters, digits and hyphens, and ends in .yaml: our-service.yaml"
            )
        path = self.path / name
        if os.path.lexists(path):
            raise CannotName(f"There is a file {name} already. Choose another name.")
        return path

    def save(self, sheet: Sheet, text: str) -> Sheet:
        """Write *text* in the place of *sheet* and return what is on the disk then.

        Raises HasChanged when the file is no longer the one that was opened, and NotWritten.
        """
        path = self.path_of(sheet.name) if sheet.digest else self.new_path(sheet.name)
        if sheet.digest and read_text(path).digest != sheet.digest:
            raise HasChanged(CHANGED.format(sheet.name))
        data = text.replace("\n", sheet.ends).encode(_saved_as(sheet))
        if len(data) > TEXT_LIMIT:
            raise UnreadableFile(f"{sheet.name} would be too large: {TEXT_LIMIT:,} bytes are the limit.")
        write_file(path, data)
        return _sheet(sheet.name, source_of(shown(path), data))


def _sheet(name: str, source: Source) -> Sheet:
    ends = "\r\n" if "\r\n" in source.text else "\n"
    return Sheet(
        name, source.text.replace("\r\n", "\n"), source.digest, ends, source.encoding, _why_fixed(source)
    )


def _why_fixed(source: Source) -> str:
    if source.encoding == "unknown":
        return "This file is not plain text, so it cannot be changed here."
    if _LOST_IN_A_BOX.search(source.text):
        return "This file has characters that a browser would lose, so it cannot be changed here."
    # Both kinds in one file: a box for text would make them all alike.
    if "\r\n" in source.text and re.search(r"(?<!\r)\n", source.text):
        return "Some lines of this file end as on Windows and some do not, so it cannot be changed here."
    return ""


def _saved_as(sheet: Sheet) -> str:
    """The encoding to save in: UTF-8, with the mark at its head where it had one."""
    return "utf-8-sig" if sheet.encoding == "utf-8-sig" else "utf-8"
