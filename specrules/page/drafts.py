"""What somebody has written and not yet saved, kept in memory until they save it or let it go.

In: a folder, and texts as they are typed.  Out: drafts, each with the file it was
opened from, so that a change to that by somebody else is noticed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from specrules.base.errors import UnreadableFile
from specrules.base.frozen import replace
from specrules.page.folder import CHANGED, HasChanged, Sheet

if TYPE_CHECKING:
    from pathlib import Path

    from specrules.page.folder import Folder


@dataclass(frozen=True, slots=True)
class Draft:
    """A text, and the file it was opened from as that was then."""

    sheet: Sheet
    text: str

    @property
    def name(self) -> str:
        """The name of the file."""
        return self.sheet.name

    @property
    def is_new(self) -> bool:
        """Whether it has never been saved."""
        return not self.sheet.digest

    @property
    def is_changed(self) -> bool:
        """Whether there is something to save."""
        return self.is_new or self.text != self.sheet.text


class Drafts:
    """The drafts of one folder by the names of their files."""

    def __init__(self, folder: Folder) -> None:
        self.folder = folder
        self._drafts: dict[str, Draft] = {}

    def unsaved(self) -> tuple[str, ...]:
        """The files with something to save."""
        return tuple(sorted(name for name, draft in self._drafts.items() if draft.is_changed))

    def open(self, name: str) -> Draft:
        """The draft of *name*, or else the file as it is on the disk. Raises NotThere and UnreadableFile."""
        draft = self._drafts.get(name)
        if draft is None or not draft.is_changed:
            sheet = self.folder.open(name)
            draft = self._drafts[name] = Draft(sheet, sheet.text)
        return draft

    def path_of(self, draft: Draft) -> Path:
        """Where *draft* is, or would be, on the disk."""
        return self.folder.path / draft.name

    def begin(self, name: str, text: str) -> Draft:
        """A draft for a file that is not there yet. Raises CannotName."""
        self.folder.new_path(name)
        self._drafts[name] = Draft(Sheet(name, ""), text)
        return self._drafts[name]

    def keep(self, name: str, text: str, opened: str) -> Draft:
        """Remember *text*, written on top of the file whose fingerprint was *opened*.

        Raises HasChanged when that file was saved from another window meanwhile.
        """
        draft = self._known(name)
        if draft.sheet.digest != opened:
            raise HasChanged(CHANGED.format(name))
        if draft.sheet.fixed:
            raise UnreadableFile(draft.sheet.fixed)
        self._drafts[name] = replace(draft, text=text)
        return self._drafts[name]

    def save(self, name: str) -> Draft:
        """Write the draft of *name* into its file. Raises HasChanged and NotWritten."""
        draft = self._known(name)
        sheet = self.folder.save(draft.sheet, draft.text)
        self._drafts[name] = Draft(sheet, sheet.text)
        return self._drafts[name]

    def save_over(self, name: str, text: str) -> Draft:
        """Write *text* into the file of *name*, whatever is in that now. Raises NotThere and NotWritten."""
        self._drafts[name] = Draft(self.folder.open(name), text)
        return self.save(name)

    def let_go(self, name: str) -> None:
        """Forget what was not saved of *name*."""
        self._drafts.pop(name, None)

    def _known(self, name: str) -> Draft:
        return self._drafts.get(name) or self.open(name)


def state_of(draft: Draft) -> str:
    """Whether a draft is saved, in words."""
    if draft.is_new:
        return "Not saved yet"
    return "Changed, and not saved yet" if draft.is_changed else "Saved"
