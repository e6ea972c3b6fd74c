"""The first page: the specifications of the folder, and a new one.

In: a visit.  Out: the page, and a draft to begin with for the standard clauses somebody chose.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from specrules.authoring.starting import Start, starting_spec, with_companions
from specrules.base.errors import SpecrulesError
from specrules.base.files import shown
from specrules.page.answers import Said, Wrong, by_field, goes_on
from specrules.page.answers import shown as page
from specrules.page.drafts import state_of
from specrules.page.folder import CannotName

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from specrules.library import Library
    from specrules.page.answers import Answer, Form
    from specrules.page.drafts import Drafts
    from specrules.page.looking import Desk
    from specrules.spec.model import StandardClause

#: With more specifications than this, what is wrong in each is only said where it is opened.
_MOST_LOOKED_AT = 40


class Line(NamedTuple):
    """One specification of the folder."""

    name: str
    title: str
    state: str
    tally: str


class Theme(NamedTuple):
    """A theme of the catalogue, with its standard clauses."""

    name: str
    title: str
    clauses: tuple[StandardClause, ...]


class Beginning:
    """The first page of a visit."""

    def __init__(self, drafts: Drafts, desk: Desk, form: str) -> None:
        self.drafts = drafts
        self.desk = desk
        self.form = form
        self.read = {"/": self.first}
        self.sent = {"/new": self.begun}

    def first(self, _: Mapping[str, str]) -> Answer:
        """The page as it is first seen."""
        return self._page(Said(), (), ())

    def begun(self, _: Mapping[str, str], form: Form) -> Answer:
        """Begin a draft, or say what is missing."""
        said = Said({name: form.text(name) for name in ("name", *_STARTS)})
        said["name"] = _file_name(said["name"])
        chosen = form.all("clause")
        clauses = self._chosen(chosen)
        wrong = tuple(self._wrong(said["name"], clauses))
        if wrong:
            return self._page(said, wrong, chosen, 400)
        start = Start(id=_id(said["name"]))._replace(**{key: said[key] for key in _STARTS if said[key]})
        self.drafts.begin(said["name"], starting_spec(clauses, start))
        return goes_on("/draft", file=said["name"])

    def _chosen(self, names: Iterable[str]) -> list[StandardClause]:
        """The clauses that were ticked, each by itself or with its theme, in the order of the catalogue."""
        library, ticked = self._library(), set(names)
        ids = [id for id in library.ids() if id in ticked or id.partition("/")[0] in ticked]
        return [clause for id in with_companions(ids) if (clause := library.clause(id))]

    def _wrong(self, name: str, clauses: list[StandardClause]) -> Iterator[Wrong]:
        try:
            self.drafts.folder.new_path(name)
        except CannotName as error:
            yield Wrong("name", str(error))
        if not clauses:
            yield Wrong("clause", "Choose at least one standard clause to begin with.")

    def _page(self, said: Said, wrong: tuple[Wrong, ...], chosen: tuple[str, ...], code: int = 200) -> Answer:
        return page(
            "home",
            code,
            folder=shown(self.drafts.folder.path),
            specs=list(self._lines()),
            themes=themes(self._library()),
            errors=[each._asdict() for each in wrong],
            problem=bool(wrong),
            wrong=by_field(wrong),
            said=said,
            chosen=chosen,
            notice=(),
            form=self.form,
        )

    def _lines(self) -> Iterator[Line]:
        saved = self.drafts.folder.names()
        names = sorted({*saved, *self.drafts.unsaved()})
        for name in names:
            try:
                yield self._line(name, look=len(names) <= _MOST_LOOKED_AT)
            except SpecrulesError as error:
                yield Line(name, name, str(error), "")

    def _line(self, name: str, *, look: bool) -> Line:
        draft = self.drafts.open(name)
        path = self.drafts.path_of(draft)
        file = self.desk.file(path, draft.text)
        state = state_of(draft) if draft.is_changed else ""
        tally = self.desk.look(path, draft.text).tally if look else "said where you open it"
        return Line(name, file.spec.title if file.spec else name, state, tally)

    def _library(self) -> Library:
        return self.desk.library(self.drafts.folder.path / "new.yaml")


# What a new specification says of itself and its parties, as ``starting`` takes it.
_STARTS = ("title", "commissioner", "provider", "partner")


def themes(library: Library) -> list[Theme]:
    """The themes of the catalogue, each with its standard clauses."""
    found = []
    for name in library.themes():
        theme = library.theme(name)
        ids = [id for id in library.ids() if id.startswith(f"{name}/")]
        clauses = tuple(clause for id in ids if (clause := library.clause(id)))
        if clauses:
            found.append(Theme(name, theme.title if theme else name, clauses))
    return found


def _file_name(said: str) -> str:
    """What somebody calls a file, with the ending that all have; small letters in the place of capitals."""
    name = said.lower().replace(" ", "-")
    return f"{name}.yaml" if name and not name.endswith((".yaml", ".yml")) else name


def _id(name: str) -> str:
    """A short name for the specification, made of the name of its file."""
    return re.sub(r"[^a-z0-9]+", "-", name.removesuffix(".yaml")).strip("-") or "your-service"
