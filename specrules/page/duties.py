"""The pages on which a duty is added: a clause of the catalogue, and what is to be said for it here.

In: a visit, and answers.  Out: the pages, and the draft with the duty written into it.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from specrules import sentences
from specrules.authoring.adding import STRENGTHS, Answers, CannotAdd, added, asks, missing, next_number
from specrules.authoring.starting import owed_by
from specrules.base.findings import Severity
from specrules.editor.names import parties, text_under
from specrules.page.answers import Said, Wrong, by_field, goes_on
from specrules.page.answers import shown as page
from specrules.page.beginning import themes
from specrules.page.folder import NotThere
from specrules.spec.model import Strength

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from specrules.authoring.adding import Added
    from specrules.editor.names import OpenFile
    from specrules.page.answers import Answer, Form
    from specrules.page.drafts import Draft, Drafts
    from specrules.page.looking import Desk
    from specrules.spec.model import StandardClause

# Who most likely owes a clause, as ``starting`` names them, by the words in a role.
_ROLES: Mapping[str, str] = MappingProxyType(
    {"council": "commission", "service": "treatment", "trust": "mental"}
)
_STRENGTHS: Mapping[str, str] = MappingProxyType(
    {
        Strength.MUST: "It must be done: a duty",
        Strength.SHOULD: "It should be done, unless there is a reason",
        Strength.ENCOURAGED: "It is encouraged",
    }
)


class Owner(NamedTuple):
    """A party of the specification, and whether it is ticked."""

    id: str
    says: str
    is_chosen: bool


class Duties:
    """How duties are added in a visit."""

    def __init__(self, drafts: Drafts, desk: Desk, form: str) -> None:
        self.drafts = drafts
        self.desk = desk
        self.form = form
        self.read = {"/duty": self.asked}
        self.sent = {"/duty": self.answered}

    def asked(self, asked: Mapping[str, str]) -> Answer:
        """The catalogue by theme or, once a clause is chosen, what there is to say for it."""
        draft = self.drafts.open(asked.get("file", ""))
        file = self._file(draft)
        if not asked.get("clause"):
            return page("catalogue", draft=draft, themes=themes(file.library))
        clause = self._clause(file, asked["clause"])
        return self._page(draft, file, clause, _at_first(file, clause), ())

    def answered(self, asked: Mapping[str, str], form: Form) -> Answer:
        """Write the duty into the draft, or say what is missing."""
        draft = self.drafts.open(asked.get("file", ""))
        file = self._file(draft)
        clause = self._clause(file, asked.get("clause", ""))
        answers = _answers(form)
        wrong = tuple(Wrong(name, says) for name, says in missing(file.tree, clause, answers).items())
        if wrong:
            return self._page(draft, file, clause, answers, wrong)
        try:
            made = added(file.tree, clause, answers)
        except CannotAdd as error:
            return self._page(draft, file, clause, answers, (Wrong("", str(error)),))
        wrong = tuple(self._faults(draft, made))
        if wrong:
            return self._page(draft, file, clause, answers, wrong)
        self.drafts.keep(draft.name, made.text.replace("\r\n", "\n"), draft.sheet.digest)
        return goes_on("/draft", file=draft.name, added=answers.number)

    def _faults(self, draft: Draft, made: Added) -> Iterator[Wrong]:
        """The errors that lint finds in the new lines, by the answer they came from."""
        last = max(made.answers, default=made.line)
        for each in self.desk.look(self.drafts.path_of(draft), made.text).problems:
            line = each.span.line if each.span else 0
            if each.severity is Severity.ERROR and made.line <= line <= last:
                says = " ".join(filter(None, (each.message, each.remedy)))
                yield Wrong(made.answers.get(line, ""), says)

    def _file(self, draft: Draft) -> OpenFile:
        return self.desk.file(self.drafts.path_of(draft), draft.text)

    def _clause(self, file: OpenFile, id: str) -> StandardClause:
        clause = file.library.clause(id)
        if clause is None:
            raise NotThere("There is no standard clause of that name in the catalogue.")
        return clause

    def _page(
        self,
        draft: Draft,
        file: OpenFile,
        clause: StandardClause,
        answers: Answers,
        wrong: tuple[Wrong, ...],
    ) -> Answer:
        return page(
            "duty",
            400 if wrong else 200,
            draft=draft,
            clause=clause,
            about=[line for check in clause.checks for line in sentences.check(check)[:1]],
            owners=list(_owners(file, answers)),
            strengths=_STRENGTHS,
            asks=asks(clause),
            answers=answers,
            said=Said(answers.said),
            errors=[each._asdict() for each in wrong],
            problem=bool(wrong),
            wrong=by_field(wrong),
            form=self.form,
        )


def _answers(form: Form) -> Answers:
    said = {name: form.text(name) for name in form.fields if form.text(name)}
    return Answers(
        number=form.text("number"),
        owed_by=form.all("owed-by"),
        strength=form.text("strength"),
        jointly=form.text("jointly") == "yes",
        said=MappingProxyType(said),
    )


def _at_first(file: OpenFile, clause: StandardClause) -> Answers:
    """What is filled in before anybody answers: a number, who most likely owes it, and how firmly.

    No number of the contract is: none of the guidance gives one.
    """
    wanted = [_ROLES[each] for each in owed_by(clause)]
    likely = [
        each.key.text
        for each in parties(file.tree)
        if any(word in text_under(each, "role").casefold() for word in wanted)
    ]
    return Answers(next_number(file.tree, clause), tuple(likely), STRENGTHS[clause.guidance])


def _owners(file: OpenFile, answers: Answers) -> Iterator[Owner]:
    for each in parties(file.tree):
        name, role = text_under(each, "name"), text_under(each, "role")
        words = f"{name or each.key.text} ({role})" if role else name or each.key.text
        yield Owner(each.key.text, words, each.key.text in answers.owed_by)
