"""The page on which returns are handed over, and the scorecard that comes of it.

In: a visit, and files.  Out: the scorecard as ``review`` makes it, with every form it can be kept in.  The
last few reviews are remembered as long as the page is there, and nowhere else.
"""

from __future__ import annotations

from itertools import count
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from specrules.base.errors import SpecrulesError
from specrules.base.files import shown
from specrules.page.answers import Answer, Said, Wrong, by_field, goes_on
from specrules.page.answers import shown as page
from specrules.page.folder import NotThere
from specrules.page.guard import MOST_BYTES
from specrules.page.reviewing import Asked, Review, returns_beside, reviewed
from specrules.report.every import FORMS
from specrules.report.html import pages
from specrules.report.html.scorecard import page_of
from specrules.values.dates import read_date
from specrules.values.periods import read_period
from specrules.values.understand import NotUnderstood

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from specrules.page.answers import Form
    from specrules.page.drafts import Draft, Drafts

_REMEMBERED = 10
_KINDS: Mapping[str, str] = MappingProxyType(
    {
        "html": "text/html",
        "txt": "text/plain",
        "md": "text/markdown",
        "csv": "text/csv",
        "json": "application/json",
        "xml": "application/xml",
    }
)


class Beside(NamedTuple):
    """A return in the folder, as it is shown, and whether it is ticked."""

    path: str
    says: str
    is_chosen: bool


class Returned:
    """What is reviewed in a visit."""

    def __init__(self, drafts: Drafts, form: str) -> None:
        self.drafts = drafts
        self.form = form
        self.read = {"/review": self.asks, "/scorecard/{id}": self.scorecard, "/kept/{id}/{name}": self.kept}
        self.sent = {"/review": self.made}
        self._reviews: dict[str, tuple[str, Review]] = {}
        self._numbers = count(1)

    def asks(self, asked: Mapping[str, str]) -> Answer:
        """The page on which returns are chosen."""
        draft = self.drafts.open(asked.get("file", ""))
        return self._page(draft, Said(), (), None)

    def made(self, asked: Mapping[str, str], form: Form) -> Answer:
        """Review what was handed over, or say why not."""
        draft = self.drafts.open(asked.get("file", ""))
        said = Said({each: form.text(each) for each in ("period", "as-at", "for")})
        chosen = frozenset(form.all("chosen"))
        try:
            wanted = _wanted(form, chosen)
            review = reviewed(self.drafts.folder.path_of(draft.name), wanted)
        except _NotMeant as error:
            return self._page(draft, said, (error.wrong,), chosen, 400)
        except SpecrulesError as error:
            return self._page(draft, said, (Wrong("", str(error)),), chosen, 400)
        return goes_on(f"/scorecard/{self._remember(draft.name, review)}")

    def _remember(self, name: str, review: Review) -> str:
        id = str(next(self._numbers))
        self._reviews[id] = (name, review)
        for old in list(self._reviews)[:-_REMEMBERED]:
            del self._reviews[old]
        return id

    def scorecard(self, asked: Mapping[str, str]) -> Answer:
        """The scorecard, with the way back and what can be downloaded above it."""
        spec, review = self._review(asked["id"])
        view = review.view
        made = pages.render_here(
            "local/way.html.j2",
            view.header.mark,
            view=view,
            page=page_of(view),
            over_time=None,
            id=asked["id"],
            spec=spec,
            set_aside=[each.removeprefix(self._within(spec)) for each in review.set_aside],
            files=FORMS,
        )
        return Answer(made.encode(), policy=pages.policy_of(made))

    def kept(self, asked: Mapping[str, str]) -> Answer:
        """One file of a review, to be kept."""
        name = asked["name"]
        if name not in FORMS:
            raise NotThere("This review has no such file.")
        files = self.review(asked["id"]).files
        kind = _KINDS.get(name.rpartition(".")[2], "application/octet-stream")
        return Answer(files[name], kind, file=name)

    def review(self, id: str) -> Review:
        """The review of that number. Raises NotThere when it is no longer remembered."""
        return self._review(id)[1]

    def _review(self, id: str) -> tuple[str, Review]:
        if id not in self._reviews:
            raise NotThere(f"Only the last {_REMEMBERED} reviews are remembered. Make this one again.")
        return self._reviews[id]

    def _page(
        self,
        draft: Draft,
        said: Said,
        wrong: tuple[Wrong, ...],
        chosen: frozenset[str] | None,
        code: int = 200,
    ) -> Answer:
        return page(
            "review",
            code,
            draft=draft,
            beside=list(self._beside(draft, chosen)),
            most=MOST_BYTES >> 20,
            errors=[each._asdict() for each in wrong],
            problem=bool(wrong),
            wrong=by_field(wrong),
            said=said,
            form=self.form,
        )

    def _beside(self, draft: Draft, chosen: frozenset[str] | None) -> Iterator[Beside]:
        """The returns in the folder of a specification; at first all of them are ticked."""
        if draft.is_new:
            return
        within = self._within(draft.name)
        for each in returns_beside(self.drafts.path_of(draft)):
            yield Beside(each, each.removeprefix(within), chosen is None or each in chosen)

    def _within(self, name: str) -> str:
        """How the names of files in the folder of a specification begin."""
        return f"{shown((self.drafts.folder.path / name).parent)}/".removeprefix("./")


class _NotMeant(Exception):
    """A field says something that is no period, or no day."""

    def __init__(self, field: str, error: NotUnderstood) -> None:
        super().__init__()
        meant = getattr(error, "meant", None)
        self.wrong = Wrong(field, f"{error}" + (f" Did you mean {meant}?" if meant else ""))


def _wanted(form: Form, chosen: frozenset[str]) -> Asked:
    period = _understood("period", read_period, form)
    as_at = _understood("as-at", read_date, form)
    return Asked(chosen, form.files, period, as_at, form.text("for") == "publication")


def _understood(field: str, read: Callable[[str], Any], form: Form) -> Any:
    try:
        return read(form.text(field)) if form.text(field) else None
    except NotUnderstood as error:
        raise _NotMeant(field, error) from error
