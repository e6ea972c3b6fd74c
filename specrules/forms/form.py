"""A plan becomes a form: everything one party is asked for one period, in the order it is filled in.

In: a plan, a party, and perhaps what already stands in it or stood in the return
before.  Out: a :class:`Form`, whose sections hold the requirements and whose
requirements hold the questions.  How a form looks is decided by
``specrules.forms.workbook`` and ``specrules.forms.plain``.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from specrules import sentences
from specrules.base import phrases
from specrules.compile import requests
from specrules.evidence.facts import Absent, Column, Request, ValueKind
from specrules.evidence.layout import READING_COLUMNS, REGISTER_COLUMNS, SITE
from specrules.evidence.values import split_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from specrules.compile.plan import Plan
    from specrules.evidence.facts import Return
    from specrules.spec.model import Party, Requirement, Spec

Found = str | int | date | None
RAISED_COLUMNS = ("kind", "what", "about", "number", "by")
LAST_TIME = "last time"
_DIGEST = 16  # digits, so that no two specifications are taken for one another


@dataclass(frozen=True, slots=True)
class Question:
    """One line of a form: what is asked, what is wanted, and what was answered last time ("" if nothing)."""

    request: Request
    wanted: str = ""
    before: str = ""

    @property
    def words(self) -> tuple[str, ...]:
        """The words that want a yes or no each; none where the line is a single one."""
        return self.request.words if ValueKind.WORDS in self.request.columns.values() else ()

    @property
    def is_register(self) -> bool:
        """Whether its answer is a table of its own."""
        return self.request.is_table

    @property
    def columns_of_table(self) -> tuple[str, ...]:
        """The headings of that table."""
        columns = READING_COLUMNS if Column.READINGS in self.request.columns else REGISTER_COLUMNS
        return tuple(name for name in columns if name != SITE or self.request.site)

    def before_of(self, word: str) -> str:
        """What was answered last time, or whether *word* was among it."""
        if not word or not self.before:
            return self.before
        said = split_words(self.before.casefold(), self.words)
        return "yes" if word.casefold() in said else "no"

    @property
    def is_condition(self) -> bool:
        """Whether a "no" that is argued spares the rest of its requirement."""
        return Column.REASON in self.request.columns


class Table(NamedTuple):
    """A question that is answered by a table, and the sites that its rows may be of, if any."""

    question: Question
    sites: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """A requirement and its questions. *about* says in a line who is counted, and how firmly it is owed."""

    requirement: str
    title: str
    about: str
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """The requirements that stand under one heading."""

    title: str
    asked: tuple[Asked, ...]


@dataclass(frozen=True, slots=True)
class Raised:
    """A query that waits for the party's answer, or an action that it agreed to and that is still open."""

    kind: str
    id: str
    about: str
    says: str
    by: date | None = None

    @property
    def cells(self) -> tuple[str, ...]:
        """What is shown of it, under RAISED_COLUMNS."""
        return self.kind, self.says, self.about, self.id, phrases.day(self.by) if self.by else ""


@dataclass(frozen=True, slots=True)
class Filled:
    """What already stands in a form.

    *header* is by heading, *cells* by the name of a cell, *registers* by item with the
    cells of each row in the order of the sheet, and *comments* by requirement.
    """

    header: Mapping[str, Found] = field(default_factory=dict)
    cells: Mapping[str, Found] = field(default_factory=dict)
    registers: Mapping[str, tuple[tuple[Found, ...], ...]] = field(default_factory=dict)
    comments: Mapping[str, str] = field(default_factory=dict)
    documents: tuple[tuple[Found, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Form:
    """A return to be filled in: for whom, for which period, and what is asked."""

    spec: Spec
    party: Party
    period: str
    due: date
    sections: tuple[Section, ...]
    before: str = ""  # the period of the return that was filled in last time
    raised: tuple[Raised, ...] = ()

    @property
    def questions(self) -> tuple[Question, ...]:
        """Every question, in order."""
        return tuple(each for section in self.sections for asked in section.asked for each in asked.questions)

    @property
    def tables(self) -> tuple[Table, ...]:
        """What is answered by a table of its own, in order: one for each item, also where sites are asked."""
        by_item: dict[str, list[Question]] = {}
        for each in self.questions:
            if each.is_register:
                by_item.setdefault(each.request.item, []).append(each)
        return tuple(map(_table, by_item.values()))

    @property
    def header(self) -> dict[str, str]:
        """The headings that are settled before anything is filled in."""
        return {
            "specrules": "return 1",
            "spec": self.spec.id,
            "spec-version": self.spec.version,
            "spec-digest": _in_groups(self.spec.digest[:_DIGEST]),
            "party": self.party.id,
            "period": self.period,
        }


def _table(own: Sequence[Question]) -> Table:
    """The table of the questions that ask the same, each of another site."""
    sites = tuple(each.request.site for each in own if each.request.site)
    if not sites:
        return Table(own[0], ())
    before = "; ".join(f"{each.before} at {each.request.site}" for each in own if each.before)
    return Table(replace(own[0], before=before), sites)


def _in_groups(digest: str) -> str:
    """A digest as it is written in a return: in groups of four, so that it never looks like an NHS number."""
    return "-".join(digest[at : at + 4] for at in range(0, len(digest), 4))


def form_for(
    plan: Plan, party: str, due: date, before: Return | None = None, raised: tuple[Raised, ...] = ()
) -> Form:
    """Return the form of *party* (its short name) for the period of *plan*.

    *before* is the party's last return, whose answers are shown beside the new ones; *raised* is
    what is open from earlier meetings.
    """
    asked = [each for each in requests(plan) if each.party == party]
    wanted = _wanted(plan)
    questions = [
        Question(each, wanted.get(each.item, ""), _as_before(each, before, plan.spec.returns.uk_dates))
        for each in asked
    ]
    return Form(
        plan.spec,
        plan.spec.party(party),
        plan.period.name,
        due,
        _sections(plan.spec, questions),
        before.period if before else "",
        raised,
    )


def _wanted(plan: Plan) -> dict[str, str]:
    """What it takes for each item to be enough, in words."""
    return {
        cell.request.item: sentences.wanted(planned.check, planned.target)
        for duty in plan.duties
        for planned in duty.checks
        if planned.hand_off is None and not planned.is_condition
        for cell in planned.cells
    }


def _as_before(request: Request, before: Return | None, uk_dates: bool) -> str:
    """What the last return answered, in the words of a person: "96 of 118"."""
    if before is None:
        return ""
    said = {column: _said(before, request.key(column), uk_dates) for column in request.columns}
    if Column.OUT_OF in said:
        share = f"{said[Column.NUMBER] or '?'} of {said[Column.OUT_OF] or '?'}"
        return share if share != "? of ?" else ""
    return next(filter(None, map(said.get, (Column.ANSWER, Column.ROWS, Column.READINGS))), "")


def _said(before: Return, key: str, uk_dates: bool) -> str:
    found = before.cells.get(key)
    if found is None or isinstance(found, Absent):
        return ""
    if isinstance(found, date):
        return f"{found:%d/%m/%Y}" if uk_dates else found.isoformat()
    if isinstance(found, tuple) and not all(isinstance(each, str) for each in found):
        return phrases.number(len(found), "row")
    return before.origins[key].text if key in before.origins else str(found)


def _sections(spec: Spec, questions: Iterable[Question]) -> tuple[Section, ...]:
    by_requirement: dict[str, list[Question]] = {}
    for each in questions:
        by_requirement.setdefault(each.request.requirement, []).append(each)
    known = {each.id: each for each in spec.requirements}
    sections: dict[str, list[Asked]] = {}
    for id, own in by_requirement.items():
        requirement = known[id]
        title = requirement.section or "Other duties"
        sections.setdefault(title, []).append(
            Asked(id, requirement.title, _about(requirement), tuple(_conditions_first(own)))
        )
    return tuple(Section(title[:1].upper() + title[1:], tuple(asked)) for title, asked in sections.items())


def _conditions_first(questions: list[Question]) -> list[Question]:
    """The questions of a requirement, site by site; whether it applies at a site is asked first there."""
    sites = list(dict.fromkeys(each.request.site for each in questions))
    return sorted(questions, key=lambda each: (sites.index(each.request.site), not each.is_condition))


def _about(requirement: Requirement) -> str:
    parts = [f"Clause {requirement.clause}, {requirement.strength}." if requirement.clause else ""]
    parts[0] = parts[0] or f"{requirement.strength.capitalize()}."
    if requirement.people:
        parts.append(f"People counted: {requirement.people}.")
    if requirement.left_out:
        parts.append(f"Left out: {phrases.listed(requirement.left_out)}.")
    return " ".join(parts)
