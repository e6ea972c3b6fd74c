"""What stands in a contract schedule, before it is laid out as a page or a document.

In: a specification, and the headings of a form of contract.  Out: headings, each
with its parts.  A part has a key, by which it is found again in a document that
people have signed; a heading for which the specification has nothing says so.
Clauses are the sentences that ``explain`` prints, so what is signed and what is
checked are the same words.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from specrules import sentences
from specrules.base.phrases import day, listed
from specrules.report.schedule.headings import HOLDS
from specrules.report.show import show
from specrules.values.periods import write_due
from specrules.values.quantities import Rounding, write_quantity, write_target

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from specrules.report.schedule.headings import Heading
    from specrules.spec.model import Check, HandOff, Party, Requirement, Spec

NOTHING = "The specification has nothing that can be checked under this heading."
NOTHING_SET = "Nothing is set"
QUALITY_COLUMNS = {
    "Clause": 3,
    "Quality requirement": 5.5,
    "Threshold": 6,
    "Evidence": 5.5,
    "How often": 3.5,
    "If it is not met": 4,
}


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence of a part. *deeper* is set in under the line before."""

    text: str
    deeper: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a table. *key* finds it again in a signed document; "" where the table is one part."""

    cells: tuple[str, ...]
    key: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table of text. *shares* say how wide each column is; *wide* ones need the long side of the paper."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    shares: tuple[float, ...]
    wide: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """A titled part: a clause, or a list such as the definitions.

    *key* is set for a clause and is the id of its requirement; other parts are
    found by their title.  *number* is the clause's number in the contract.
    """

    title: str
    lines: tuple[Line, ...] = ()
    table: Table | None = None
    key: str = ""
    number: str = ""
    section: str = ""


@dataclass(frozen=True, slots=True)
class Head:
    """A heading of the form of contract. *about* is said where it has no parts."""

    letter: str
    title: str
    about: str
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Schedule:
    """A whole contract schedule. *made* says from what it was made, and is no part of the contract."""

    title: str
    subtitle: str
    heads: tuple[Head, ...]
    made: str


def schedule_of(spec: Spec, headings: Sequence[Heading]) -> Schedule:
    """Return the schedule of *spec* under *headings*; what no heading holds comes under one of its own."""
    held = {name for heading in headings for name in heading.holds}
    heads = [(each.title, each.about, each.holds) for each in headings]
    if rest := tuple(name for name in HOLDS if name not in held):
        heads.append(("Also agreed", "", rest))
    return Schedule(
        title=show(spec.title),
        subtitle=f"Contract schedule of {show(spec.id)}, version {show(spec.version)} ({spec.status})",
        heads=tuple(_head(spec, number, *each) for number, each in enumerate(heads)),
        made=f"Made from {show(spec.file)}, version {show(spec.version)}, sha256 {spec.digest}.",
    )


def _head(spec: Spec, number: int, title: str, about: str, holds: Sequence[str]) -> Head:
    parts = tuple(part for name in holds for part in _MAKERS[name](spec))
    return Head(_letters(number), show(title), show(about), parts)


def _letters(number: int) -> str:
    """A, B ... Z, AA: letters, because clauses bring numbers of their own."""
    before, here = divmod(number, 26)
    return (_letters(before - 1) if before else "") + chr(ord("A") + here)


def _table(title: str, columns: Mapping[str, float], rows: Iterable[Sequence[str]]) -> Iterator[Part]:
    """One part with a table, or none where there are no rows. *columns* have each its share of the line."""
    made = tuple(Row(tuple(map(show, cells))) for cells in rows)
    if made:
        yield Part(title, table=Table(tuple(columns), made, tuple(columns.values())))


def _said(title: str, lines: Iterable[str]) -> Iterator[Part]:
    """One part with sentences, or none where there are none."""
    made = tuple(Line(show(each)) for each in lines)
    if made:
        yield Part(title, made)


# -- the lists


def _parties(spec: Spec) -> Iterator[Part]:
    rows = ((each.name, each.role, _bound(each), listed(each.subcontractors)) for each in spec.parties)
    yield from _table("The parties", {"Party": 4, "Role": 4, "Bound by": 5, "Subcontractors": 4}, rows)
    yield from _said(
        "The term", [f"The contract runs from {day(spec.starts)} to {day(spec.ends)}, both days included."]
    )


def _bound(party: Party) -> str:
    if party.commissions:
        return "this specification"
    if party.bound_by is None:
        return "nothing yet: no duty is owed before it agrees"
    return f"{party.bound_by}, from {day(party.agreed)}" if party.agreed else party.bound_by


def _population(spec: Spec) -> Iterator[Part]:
    found: dict[str, list[str]] = {}
    for each in spec.requirements:
        for people in dict.fromkeys(filter(None, (each.people, *(check.people for check in each.checks)))):
            found.setdefault(people, []).append(_number(each))
    rows = ((people, listed(clauses)) for people, clauses in found.items())
    yield from _table("People counted", {"Who": 11, "In clauses": 4}, rows)


def _definitions(spec: Spec) -> Iterator[Part]:
    yield from _table("Definitions", {"Word": 4, "Meaning": 11}, spec.definitions.items())


def _figures(spec: Spec) -> Iterator[Part]:
    rows = ((name, write_quantity(figure)) for name, figure in spec.constants.items())
    yield from _table("Figures of the contract", {"Figure": 10, "Amount": 5}, rows)


def _standards(spec: Spec) -> Iterator[Part]:
    found: dict[str, dict[str, None]] = {}
    for each in spec.requirements:
        names = [citation.document for citation in each.citations] + [each.local_source]
        for name in filter(None, names):
            found.setdefault(name, {})[_number(each)] = None
    rows = ((name, listed(clauses)) for name, clauses in found.items())
    yield from _table("Standards and guidance", {"Document": 10, "For clauses": 5}, rows)


def _returns(spec: Spec) -> Iterator[Part]:
    how = spec.returns
    lines = [
        f"Each party that owes a duty sends a return for every {how.every}, due {write_due(how.due)}.",
        "What a return leaves blank is no evidence: it counts neither as met nor as not met.",
        *(
            [f"A percentage given beside its two counts is {how.rounding}."]
            if how.rounding is not Rounding.NEAREST
            else []
        ),
        *(["Dates in returns are written day first, such as 30/06/2026."] if how.uk_dates else []),
    ]
    yield from _said("Returns", lines)
    yield from _said("Agreed allowances", sentences.allowances(spec))


def _rating(spec: Spec) -> Iterator[Part]:
    lines = []
    for name, card in spec.cards.items():
        title = name.replace("-", " ")
        if card.bands:
            bands = listed(f"{word}, {write_target(target)}" for word, target in card.bands)
            lines.append(f"The {title} scorecard is rated {bands} of what can be scored; below that, red.")
        if card.partly_met_counts:
            lines.append(f"On it, partly met counts {write_quantity(card.partly_met_counts)}.")
        if card.words:
            called = listed(f"{colour} is “{word}”" for colour, word in card.words)
            lines.append(f"On it, {called}.")
        if card.shadow_until:
            lines.append(f"The {title} scorecard is shown and not rated until {day(card.shadow_until)}.")
    yield from _said("Rating", lines)


def _premises(spec: Spec) -> Iterator[Part]:
    rows = ((each.name, listed(each.sites)) for each in spec.parties if each.sites)
    yield from _table("Premises", {"Party": 5, "Sites": 10}, rows)


def _variations(spec: Spec) -> Iterator[Part]:
    changes = (
        (_number(each), check.name if len(each.checks) > 1 else each.title, line.removesuffix("."))
        for each in spec.requirements
        for check in each.checks
        if len(check.targets) > 1
        for line in sentences.thresholds(check)
    )
    yield from _said("Version", [f"This is version {spec.version} of {spec.id}. Its status: {spec.status}."])
    yield from _table("Thresholds that change", {"Clause": 2, "What": 6, "Threshold": 7}, changes)


# -- the clauses


def _duties(spec: Spec) -> Iterator[Part]:
    """The clauses, those of a section together, the sections in the order in which they begin."""
    order = list(dict.fromkeys(each.section for each in spec.requirements))
    for each in sorted(spec.requirements, key=lambda each: order.index(each.section)):
        yield Part(
            title=show(each.title),
            lines=tuple(_lines(each, spec)),
            key=each.id,
            number=show(_number(each)),
            section=show(each.section),
        )


def _number(requirement: Requirement) -> str:
    """The number of the clause in the contract; its id where the specification gives none."""
    return requirement.clause or requirement.id


def _lines(requirement: Requirement, spec: Spec) -> Iterator[Line]:
    cited = sentences.sources(requirement)
    for text in sentences.requirement(requirement, spec):
        if text not in cited:
            yield Line(show(text.strip()), text.startswith("  "))
    for each in requirement.checks:
        yield Line(show(f"Evidence for {each.name}: {_evidence(each, spec)}."))
    yield Line(f"How often: {_often(requirement, spec)}.")
    if not requirement.if_not_met:
        yield Line(f"If it is not met: {NOTHING_SET.lower()} in this schedule.")
    yield from map(Line, map(show, cited))


def _evidence(check: Check, spec: Spec) -> str:
    if check.evidence_from:
        return f"that of {check.evidence_from}"
    asked = sentences.question(check, spec)
    return f"{asked}, worked out from the extract ({check.measure})" if check.measure else asked


def _often(requirement: Requirement, spec: Spec) -> str:
    if requirement.every:
        return f"once every {requirement.every}"
    return f"with the return for every {spec.returns.every}"


def _quality(spec: Spec) -> Iterator[Part]:
    rows = tuple(row for each in spec.requirements for row in _quality_rows(each, spec))
    if rows:
        table = Table(tuple(QUALITY_COLUMNS), rows, tuple(QUALITY_COLUMNS.values()), wide=True)
        yield Part("Local quality requirements", table=table)


def _quality_rows(requirement: Requirement, spec: Spec) -> Iterator[Row]:
    often, remedy = _often(requirement, spec), requirement.if_not_met or NOTHING_SET
    for check in requirement.checks:
        cells = (sentences.what(check), " ".join(sentences.thresholds(check)), _evidence(check, spec))
        yield _row(requirement, check.name, (*cells, often, remedy))
    if requirement.hand_off:
        cells = (
            requirement.title,
            _answered(requirement.hand_off),
            "how many were sent, received and answered",
        )
        yield _row(requirement, "hand-off", (*cells, often, remedy))


def _row(requirement: Requirement, name: str, cells: Iterable[str]) -> Row:
    texts = (show(text[:1].upper() + text[1:]) for text in cells)
    return Row((show(_number(requirement)), *texts), f"{requirement.id}.{name}")


def _answered(hand_off: HandOff) -> str:
    within = write_quantity(hand_off.answer_within)
    return f"{write_target(hand_off.answered.target)} answered within {within}"


_MAKERS: dict[str, Callable[[Spec], Iterator[Part]]] = {
    "parties": _parties,
    "population": _population,
    "definitions": _definitions,
    "figures": _figures,
    "duties": _duties,
    "standards": _standards,
    "quality": _quality,
    "returns": _returns,
    "rating": _rating,
    "premises": _premises,
    "variations": _variations,
}
