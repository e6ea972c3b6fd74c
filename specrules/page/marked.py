"""A workbook that came back marked up: the difference it asks for, and what of it is taken over.

In: a workbook made by the drafting page or ``specrules spec to-xlsx``, and a draft.  Out: each change beside
what is there now; and the draft with those that somebody ticked, not saved yet.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from specrules.base.errors import SpecrulesError, UnreadableFile
from specrules.evidence.guard import Refused
from specrules.evidence.workbook import read_workbook
from specrules.marking.changes import marked, with_changes
from specrules.page.answers import Answer, goes_on
from specrules.page.answers import shown as page
from specrules.page.reviewing import display_name

if TYPE_CHECKING:
    from collections.abc import Mapping

    from specrules.marking.changes import Marked
    from specrules.page.answers import Form
    from specrules.page.drafts import Draft, Drafts
    from specrules.page.looking import Desk
    from specrules.text.tree import Tree

_LATER = "The text was changed after this workbook was held against it. Hand the workbook over again."
_NOTHING = "Choose the workbook that came back."
_UNREAD = "This text cannot be read as a specification yet. Put right its errors first."


class Held(NamedTuple):
    """A workbook held against a text: its name, the text and its tree, and what was marked up."""

    workbook: str
    text: str
    tree: Tree
    found: Marked


class Marking:
    """The page on which a marked-up workbook is handed over. The last one of each file is remembered."""

    def __init__(self, drafts: Drafts, desk: Desk, form: str) -> None:
        self.drafts = drafts
        self.desk = desk
        self.form = form
        self.read = {"/marked": self.asks}
        self.sent = {"/marked": self.done}
        self._held: dict[str, Held] = {}

    def asks(self, asked: Mapping[str, str]) -> Answer:
        """The page on which the workbook is chosen."""
        return self._page(self.drafts.open(asked.get("file", "")))

    def done(self, asked: Mapping[str, str], form: Form) -> Answer:
        """Show what a workbook asks for, or take over what was ticked."""
        draft = self.drafts.open(asked.get("file", ""))
        try:
            if form.text("do") == "accept":
                return self._accepted(draft, form)
            self._held[draft.name] = held = self._hold(draft, form)
        except SpecrulesError as error:
            return self._page(draft, error=str(error))
        return self._page(draft, held)

    def _hold(self, draft: Draft, form: Form) -> Held:
        """The workbook that was sent against the draft. Raises SpecrulesError, with what to do."""
        if not form.files:
            raise UnreadableFile(_NOTHING)
        written, data = form.files[0]
        name = display_name(written)
        file = self.desk.file(self.drafts.path_of(draft), draft.text)
        if file.whole_spec is None:
            raise UnreadableFile(_UNREAD)
        try:
            sheets, _ = read_workbook(name, data)
        except Refused as error:
            raise UnreadableFile(f"{name} was not read: {error}") from error
        return Held(name, draft.text, file.tree, marked(sheets, file.tree, file.whole_spec.id))

    def _accepted(self, draft: Draft, form: Form) -> Answer:
        """The draft with the changes that were ticked; nothing is saved. Raises UnreadableFile."""
        held = self._held.pop(draft.name, None)
        if held is None or held.text != draft.text:
            raise UnreadableFile(_LATER)
        ticked = set(form.all("change"))
        changes = [each for place, each in enumerate(held.found.changes) if str(place) in ticked]
        self.drafts.keep(draft.name, with_changes(held.tree, changes), draft.sheet.digest)
        return goes_on("/draft", file=draft.name, taken=str(len(changes)))

    def _page(self, draft: Draft, held: Held | None = None, error: str = "") -> Answer:
        return page(
            "marked",
            400 if error else 200,
            draft=draft,
            held=held,
            errors=[{"field": "given", "says": error}] if error else [],
            problem=bool(error),
            form=self.form,
        )
