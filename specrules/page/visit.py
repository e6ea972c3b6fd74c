"""One visit to the local page: everything that can be seen and done, by address.

In: a folder.  Out: what answers at each address.  What was written and not saved,
and what was reviewed, is remembered here until the end.
"""

from __future__ import annotations

from importlib.resources import files
from types import MappingProxyType
from typing import TYPE_CHECKING

from specrules.page.answers import Answer, shown
from specrules.page.beginning import Beginning
from specrules.page.drafting import Drafting
from specrules.page.drafts import Drafts
from specrules.page.duties import Duties
from specrules.page.folder import NotThere
from specrules.page.looking import Desk
from specrules.page.marked import Marking
from specrules.page.returned import Returned
from specrules.report.html import pages

if TYPE_CHECKING:
    from collections.abc import Mapping

    from specrules.page.folder import Folder

_STATIC: Mapping[str, str] = MappingProxyType({"page.js": "text/javascript", "editor.js": "text/javascript"})


class Visit:
    """The pages for *folder*. *form* is the word that every form of ours has in it."""

    def __init__(self, folder: Folder, form: str) -> None:
        self.folder = folder
        self.drafts = Drafts(folder)
        self.returned = Returned(self.drafts, form)
        desk = Desk()
        parts = (
            Beginning(self.drafts, desk, form),
            Drafting(self.drafts, desk, form),
            Duties(self.drafts, desk, form),
            Marking(self.drafts, desk, form),
            self.returned,
        )
        self.read = {path: answer for part in parts for path, answer in part.read.items()}
        self.read |= {"/static/{name}": _static, "/alive": _alive}
        self.sent = {path: answer for part in parts for path, answer in part.sent.items()}

    @property
    def first(self) -> tuple[str, Mapping[str, str]]:
        """Where a visit begins: at the one file that was asked for, or else at the list of them."""
        return ("/draft", {"file": self.folder.only}) if self.folder.only else ("/", {})

    def refused(self, says: str, code: int) -> Answer:
        """A page that says why something was not done."""
        return shown("said", code, title="This was not done", says=says)


def _static(asked: Mapping[str, str]) -> Answer:
    name = asked["name"]
    if name == "page.css":
        return Answer((pages.style() + pages.local_style()).encode(), "text/css")
    if name not in _STATIC:
        raise NotThere("There is no such file.")
    return Answer(files("specrules.page").joinpath("static", name).read_bytes(), _STATIC[name])


def _alive(_: Mapping[str, str]) -> Answer:
    """Says that a page is open, which keeps it from being taken for left."""
    return Answer(data={})
