"""The page on which a specification is written, with what is wrong and what it means beside it.

In: a visit, and texts.  Out: the page, and for the script on it the same two things while somebody types.
"""

from __future__ import annotations

from secrets import token_urlsafe
from typing import TYPE_CHECKING, Any

from specrules.base.errors import SpecrulesError
from specrules.base.files import lines_of
from specrules.marking.items import items
from specrules.marking.workbook import as_workbook
from specrules.page.answers import Answer, goes_on
from specrules.page.answers import shown as page
from specrules.page.drafts import state_of
from specrules.page.folder import HasChanged
from specrules.report.html import pages

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from specrules.page.answers import Form
    from specrules.page.drafts import Draft, Drafts
    from specrules.page.looking import Desk, Looked, Problem


_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class NotReadable(SpecrulesError):
    """What was asked for can only be made of a specification that can be read."""


class Drafting:
    """The drafting page of a visit."""

    def __init__(self, drafts: Drafts, desk: Desk, form: str) -> None:
        self.drafts = drafts
        self.desk = desk
        self.form = form
        self.read = {"/draft": self.draft, "/workbook": self.workbook}
        self.sent = {"/draft": self.done, "/look": self.looked, "/offers": self.offers, "/save": self.saved}

    def draft(self, asked: Mapping[str, str]) -> Answer:
        """The page of one specification."""
        draft = self.drafts.open(asked.get("file", ""))
        return self._page(draft, tuple(_done_elsewhere(asked, draft)))

    def workbook(self, asked: Mapping[str, str]) -> Answer:
        """The specification as it is here, as a workbook to read and mark up."""
        draft = self.drafts.open(asked.get("file", ""))
        file = self.desk.file(self.drafts.path_of(draft), draft.text)
        if file.whole_spec is None:
            raise NotReadable("This text cannot be read as a specification yet. Put right its errors first.")
        name = draft.name.rpartition("/")[2].rpartition(".")[0]
        return Answer(as_workbook(file.whole_spec, items(file.tree)), _XLSX, file=f"{name}.xlsx")

    # -- what the buttons do

    def done(self, asked: Mapping[str, str], form: Form) -> Answer:
        """Do what a button says with the text that was sent."""
        name, what = asked.get("file", ""), form.text("do")
        try:
            return self._done(name, what, form)
        except HasChanged as error:
            text = pages.exact(form.lines("text"))
            return page("parted", 409, name=name, says=str(error), text=text, form=self.form, problem=True)

    def _done(self, name: str, what: str, form: Form) -> Answer:
        if what == "let-go":
            self.drafts.let_go(name)
            return goes_on("/draft" if name in self.drafts.folder.names() else "/", file=name)
        if what == "save-over":
            return self._page(self.drafts.save_over(name, form.lines("text")), ("Saved over it.",))
        draft = self._kept(name, form)
        match what:
            case "save":
                return self._page(self.drafts.save(name), ("Saved.",))
            case "mend":
                return self._mended(draft)
            case "duty" | "review":
                return goes_on(f"/{what}", file=name)
        return self._page(draft)

    def _mended(self, draft: Draft) -> Answer:
        text, made = self.desk.mended(self.drafts.path_of(draft), draft.text)
        kept = self.drafts.keep(draft.name, text, draft.sheet.digest)
        return self._page(
            kept, ("Put right, and not saved yet:", *made) if made else ("Nothing was changed.",)
        )

    def _kept(self, name: str, form: Form) -> Draft:
        """The draft with the text that was sent; a file that is fixed is left as it is. Raises HasChanged."""
        draft = self.drafts.open(name)
        return draft if draft.sheet.fixed else self.drafts.keep(name, form.lines("text"), form.text("opened"))

    # -- what the script asks

    def looked(self, asked: Mapping[str, str], form: Form) -> Answer:
        """What is wrong with the text as it is now, and what it means."""
        return Answer(data=self._beside(self._kept(asked.get("file", ""), form)))

    def saved(self, asked: Mapping[str, str], form: Form) -> Answer:
        """Save, and say the fingerprint that the file has now."""
        draft = self._kept(asked.get("file", ""), form)
        return Answer(data=self._beside(self.drafts.save(draft.name)))

    def offers(self, asked: Mapping[str, str], form: Form) -> Answer:
        """What could be written at a place."""
        draft = self._kept(asked.get("file", ""), form)
        line, column = (
            int(form.text(each)) if form.text(each).isdigit() else 1 for each in ("line", "column")
        )
        found = self.desk.offers(self.drafts.path_of(draft), draft.text, line, column)
        words = [{"word": each.word, "says": each.says, "text": each.text} for each in found.offers]
        return Answer(data={"from": found.span.column, "to": found.span.end_column, "offers": words})

    def _beside(self, draft: Draft) -> dict[str, Any]:
        looked = self._look(draft)
        return {
            "opened": draft.sheet.digest,
            "state": state_of(draft),
            "tally": pages.capital(looked.tally),
            "found": pages.fill("local/problems.html.j2", looked=looked),
            "means": pages.fill("local/reading.html.j2", looked=looked) if looked.is_read else "",
            "marks": [_mark(each) for each in looked.problems if each.span],
        }

    # -- the page

    def _page(self, draft: Draft, notice: Sequence[str] = ()) -> Answer:
        return page(
            "draft",
            nonce=token_urlsafe(16),
            draft=draft,
            state=state_of(draft),
            text=pages.exact(draft.text),
            lines=lines_of(draft.text),
            looked=self._look(draft),
            notice=notice,
            form=self.form,
        )

    def _look(self, draft: Draft) -> Looked:
        return self.desk.look(self.drafts.path_of(draft), draft.text)


def _done_elsewhere(asked: Mapping[str, str], draft: Draft) -> Iterator[str]:
    """What another page has just done to the text."""
    number, taken = asked.get("added", ""), asked.get("taken", "")
    if number and number in draft.text:
        yield f"{number} was added, and is not saved yet."
    if taken.isdecimal() and len(taken) < 6:
        changes = "1 change was" if taken == "1" else f"{taken} changes were"
        yield f"{changes} taken over from the workbook, and not saved yet."


def _mark(problem: Problem) -> dict[str, Any]:
    """Where a problem is, and what it says, for an editor to show in the text."""
    span = problem.span
    says = " ".join(filter(None, (problem.message, problem.remedy)))
    return {"span": list(span) if span else [], "severity": problem.severity, "says": says}
