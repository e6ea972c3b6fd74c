"""The variation between two specifications, clause by clause.

In: the specification as it is, and as it is to be.  Out: what is added, taken away and changed, each
change with its words before and after.  Every field of a requirement and of a check has its place here,
so that two specifications between which nothing is found do say the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from specrules import sentences
from specrules.base.phrases import day, listed
from specrules.values.periods import write_due
from specrules.values.quantities import write_quantity, write_target

if TYPE_CHECKING:
    from collections.abc import Mapping

    from specrules.spec.model import (
        CardSettings,
        Check,
        Combination,
        HandOff,
        Requirement,
        Spec,
        Variation,
    )

NOTHING = "nothing"

Say = Callable[[Any], str]
Told = tuple[tuple[str, tuple[str, ...], Say], ...]
"""What is told of a value: under which name, from which of its fields, and how."""


class Move(StrEnum):
    """What becomes of a clause."""

    ADDED = "added"
    REMOVED = "taken away"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that changes: its words before and after, NOTHING where there are none."""

    about: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Clause:
    """One requirement that is added or taken away, with all it says, or changed, with what changes."""

    requirement: str
    number: str
    title: str
    move: Move
    lines: tuple[Line, ...] = ()
    whole: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Notice:
    """All that changes from one specification to another: outside the clauses, and clause by clause."""

    before: Spec
    after: Spec
    terms: tuple[Line, ...]
    clauses: tuple[Clause, ...]

    @property
    def says_the_same(self) -> bool:
        """Whether there is no change but in how the two call themselves."""
        return not self.clauses and all(each.about in _OF_ITSELF for each in self.terms)

    @property
    def one_version(self) -> bool:
        """Whether two texts that differ go by one version, so that a return cannot say which it is for."""
        same = (self.before.id, self.before.version) == (self.after.id, self.after.version)
        return same and not self.says_the_same


_OF_ITSELF = ("version", "status")


def variation(before: Spec, after: Spec) -> Notice:
    """Return what changes from *before* to *after*, in the order of *after*."""
    return Notice(before, after, tuple(_terms(before, after)), tuple(_clauses(before, after)))


# -- clauses


def _clauses(before: Spec, after: Spec) -> Iterator[Clause]:
    old = {each.id: each for each in before.requirements}
    partners = _partners(before, after)
    for each in after.requirements:
        if each.id not in partners:
            yield _whole(each, after, Move.ADDED)
        elif lines := tuple(_changes(old[partners[each.id]], each, before, after)):
            yield Clause(each.id, each.clause, each.title, Move.CHANGED, lines)
    for each in before.requirements:
        if each.id not in partners.values():
            yield _whole(each, before, Move.REMOVED)


def _partners(before: Spec, after: Spec) -> dict[str, str]:
    """For each requirement of *after* that was there before, its number then.

    One that has a new number is known by its title, where only one on each side has that.
    """
    old, new = ({each.id: each for each in spec.requirements} for spec in (before, after))
    found = {id: id for id in new if id in old}
    gone = [each for id, each in old.items() if id not in new]
    come = [each for id, each in new.items() if id not in old]
    for each in come:
        alike = [other for other in gone if other.title == each.title]
        if len(alike) == 1 and sum(other.title == each.title for other in come) == 1:
            found[each.id] = alike[0].id
    return found


def _whole(requirement: Requirement, spec: Spec, move: Move) -> Clause:
    said = tuple(line.strip() for line in sentences.requirement(requirement, spec))
    return Clause(requirement.id, requirement.clause, requirement.title, move, whole=said)


def _changes(old: Requirement, new: Requirement, before: Spec, after: Spec) -> Iterator[Line]:
    owed = [_owed(each, spec) for each, spec in ((old, before), (new, after))]
    if old.id != new.id:
        yield Line("its number here", old.id, new.id)
    if owed[0] != owed[1]:
        yield Line("owed by", *owed)
    yield from _lines(old, new, REQUIREMENT)
    yield from _part_lines(_hand_off(old), _hand_off(new), HAND_OFF, "hand-off")
    for kind, parts in (("condition", "conditions"), ("check", "checks")):
        yield from _parts(getattr(old, parts), getattr(new, parts), kind)


def _owed(requirement: Requirement, spec: Spec) -> str:
    names = listed(spec.party(id).name for id in requirement.owed_by)
    return f"{names}, together" if requirement.jointly else names


def _hand_off(requirement: Requirement) -> tuple[HandOff, ...]:
    return (requirement.hand_off,) if requirement.hand_off else ()


def _parts(old: Sequence[Check], new: Sequence[Check], kind: str) -> Iterator[Line]:
    """The checks of a requirement by their names: those that come, go and change."""
    before, after = ({each.name: each for each in checks} for checks in (old, new))
    for name in dict.fromkeys((*after, *before)):
        pair = [tuple(filter(None, (checks.get(name),))) for checks in (before, after)]
        yield from _part_lines(pair[0], pair[1], CHECK, name if kind == "check" else f"{kind} {name}")


def _part_lines(old: tuple[Any, ...], new: tuple[Any, ...], told: Told, name: str) -> Iterator[Line]:
    """What changes of a part that may be missing on either side."""
    if old and new:
        for line in _lines(old[0], new[0], told):
            yield Line(f"{name}, {line.about}", line.before, line.after)
    elif old or new:
        yield Line(name, *(_in_full(each, told) for each in (old, new)))


def _in_full(part: tuple[Any, ...], told: Told) -> str:
    said = [say(part[0]) for _, _, say in told] if part else []
    return "; ".join(filter(None, said)) or NOTHING


def _lines(old: Any, new: Any, told: Told) -> Iterator[Line]:
    for about, fields, say in told:
        differing = [each for each in fields if getattr(old, each) != getattr(new, each)]
        if differing:
            before, after = (say(each) or NOTHING for each in (old, new))
            if before == after:
                before, after = (_apart(each, before, differing) for each in (old, new))
            yield Line(about, before, after)


def _apart(value: Any, said: str, fields: Sequence[str]) -> str:
    """What is said, with the fields that its words leave out."""
    left_out = (f"{each.replace('_', ' ')} {getattr(value, each)}" for each in fields)
    return f"{said} ({'; '.join(left_out)})"


# -- how each thing is said


def _text(field: str) -> Say:
    return lambda each: str(getattr(each, field) or "")


def _list(field: str) -> Say:
    return lambda each: listed(getattr(each, field))


def _date(field: str) -> Say:
    return lambda each: day(getattr(each, field)) if getattr(each, field) else ""


def _quantity(field: str) -> Say:
    return lambda each: write_quantity(getattr(each, field)) if getattr(each, field) else ""


def _yes(field: str) -> Say:
    return lambda each: "yes" if getattr(each, field) else "no"


def _combined(field: str) -> Say:
    def say(each: Requirement) -> str:
        tree: Combination | str | None = getattr(each, field)
        return tree if isinstance(tree, str) else sentences.combined(tree) if tree else ""

    return say


def _level(each: Requirement) -> str:
    where = each.judged_at
    groups = f" {where.what} ({listed(where.groups)})" if where.groups else ""
    return f"{where.level}{groups}{', figures added up' if where.summed else ''}"


def _clause_of(each: Requirement) -> str:
    clause = each.standard_clause
    return f"{clause.id} ({clause.guidance})" if clause else ""


def _rubric(each: Check) -> str:
    return "; ".join(f"“{word}” means: {meaning}" for word, meaning in each.rubric)


def _document(each: Check) -> str:
    return "none" if each.document is None else each.document or "any document"


def _together(*says: Say) -> Say:
    return lambda each: " ".join(filter(None, (say(each) for say in says)))


REQUIREMENT: Told = (
    ("its clause", ("clause",), _text("clause")),
    ("what is owed", ("title",), _text("title")),
    ("its wording as signed", ("wording",), _text("wording")),
    ("how firmly it is owed", ("strength",), _text("strength")),
    ("the standard clause it is", ("standard_clause",), _clause_of),
    ("its section", ("section",), _text("section")),
    ("its principle", ("principle",), _text("principle")),
    ("who is counted", ("people",), _text("people")),
    ("who is left out", ("left_out",), _list("left_out")),
    ("holds from", ("since",), _date("since")),
    ("holds until", ("until",), _date("until")),
    ("when it applies", ("applies_if",), _combined("applies_if")),
    ("when it is met", ("met_when",), _combined("met_when")),
    ("when it is partly met", ("partly_met_when",), _combined("partly_met_when")),
    ("where it is judged", ("judged_at",), _level),
    ("where figures are shown", ("shown_at",), lambda each: listed(map(sentences.place, each.shown_at))),
    ("what follows if it is not met", ("if_not_met",), _text("if_not_met")),
    ("essential", ("essential",), _yes("essential")),
    ("how often it is judged", ("every",), _text("every")),
    ("rated from", ("rated_from",), _date("rated_from")),
    ("only reported", ("report_only",), _yes("report_only")),
    ("how many times it counts", ("weight",), _text("weight")),
    ("its source", ("citations", "local_source"), lambda each: " ".join(sentences.sources(each))),
)
OTHERWISE_TOLD = frozenset(
    ("id", "owed_by", "jointly", "conditions", "checks", "hand_off", "examples", "written")
)
"""The fields of a requirement that are told by other means, or say nothing of what is owed."""

CHECK: Told = (
    ("what kind of check", ("kind",), _text("kind")),
    (
        "what is looked at",
        ("words", "of", "within", "statistic", "over", "constant", "of_kind"),
        sentences.what,
    ),
    ("what is wanted", ("targets", "covers"), lambda each: " ".join(sentences.thresholds(each))),
    ("who is counted", ("people",), _text("people")),
    ("who is left out", ("left_out",), _list("left_out")),
    ("who may be excepted", ("exceptions",), _list("exceptions")),
    ("the fewest that can be judged", ("sample",), _quantity("sample")),
    ("who chooses the sample", ("sample_by",), _text("sample_by")),
    ("what decides where there are too few", ("if_fewer",), _text("if_fewer")),
    ("blank records asked", ("not_recorded",), _yes("not_recorded")),
    ("people still waiting asked", ("still_waiting",), _yes("still_waiting")),
    ("believed only where this is met", ("relies_on",), _text("relies_on")),
    ("comes after", ("after",), _text("after")),
    ("the document that shows it", ("document",), _document),
    ("the words to choose from", ("choices",), _list("choices")),
    ("what each word means", ("rubric",), _rubric),
    ("rated by", ("rated_by",), _text("rated_by")),
    ("where its figure is taken from", ("threshold_from",), _text("threshold_from")),
    ("contact within", ("contact_within",), _quantity("contact_within")),
    ("the baseline", ("baseline",), _quantity("baseline")),
    ("baseline asked", ("baseline_asked",), _text("baseline_asked")),
    ("counts in proportion to part periods", ("in_proportion",), _yes("in_proportion")),
    ("figures to compare", ("comparators",), lambda each: "; ".join(sentences.compared(each))),
    ("whose evidence it shares", ("evidence_from",), _text("evidence_from")),
    ("the measure of an extract", ("measure",), _text("measure")),
)
HAND_OFF: Told = (
    ("referrals counted", ("referrals",), _text("referrals")),
    ("looked at", ("look_back",), _quantity("look_back")),
    ("answered within", ("answer_within",), _quantity("answer_within")),
    ("how many are answered", ("answered",), lambda each: write_target(each.answered.target)),
    (
        "how many outcomes are known",
        ("outcome_known",),
        lambda each: write_target(each.outcome_known.target) if each.outcome_known else "",
    ),
    ("the answers there are", ("answers",), _list("answers")),
    ("counts may differ by", ("may_differ_by",), _text("may_differ_by")),
)

# -- what stands outside the clauses


def _bands(each: CardSettings) -> str:
    return "; ".join(f"{colour} {write_target(target)}" for colour, target in each.bands)


def _words(each: CardSettings) -> str:
    return "; ".join(f"{colour} is called {word}" for colour, word in each.words)


PARTY: Told = (
    ("name", ("name",), _text("name")),
    ("role", ("role",), _text("role")),
    ("bound by", ("bound_by",), _text("bound_by")),
    ("agreed", ("agreed",), _date("agreed")),
    ("sites", ("sites",), _list("sites")),
    ("subcontractors", ("subcontractors",), _list("subcontractors")),
)
CARD: Told = (
    ("how it is rated", ("bands",), _bands),
    ("the words of its bands", ("words",), _words),
    ("shadow period until", ("shadow_until",), _date("shadow_until")),
    ("partly met counts", ("partly_met_counts",), _quantity("partly_met_counts")),
)
SPEC: Told = (
    ("its id", ("id",), _text("id")),
    ("title", ("title",), _text("title")),
    ("version", ("version",), _text("version")),
    ("status", ("status",), _text("status")),
    ("the contract", ("starts", "ends"), lambda each: f"{day(each.starts)} to {day(each.ends)}"),
    ("returns", ("returns",), lambda each: _returns(each)),
    ("catalogues", ("catalogues",), _list("catalogues")),
)


def _returns(spec: Spec) -> str:
    dates = ", dates as DD/MM/YYYY" if spec.returns.uk_dates else ""
    return f"every {spec.returns.every}, due {write_due(spec.returns.due)}{dates}"


def _terms(before: Spec, after: Spec) -> Iterator[Line]:
    """What changes outside the clauses."""
    yield from _lines(before, after, SPEC)
    old, new = ({each.id: each for each in spec.parties} for spec in (before, after))
    yield from _named(old, new, lambda pair, id: _part_lines(*pair, PARTY, f"party {id}"))
    yield from _named(before.cards, after.cards, lambda pair, id: _part_lines(*pair, CARD, f"card {id}"))
    for name, one, other, say in (
        ("definition of", before.definitions, after.definitions, str),
        ("the figure", before.constants, after.constants, write_quantity),
        ("allowances:", _limits(before), _limits(after), str),
        ("variation", _variations(before), _variations(after), str),
    ):
        yield from _named(one, other, _simple(name, say))


def _limits(spec: Spec) -> dict[str, str]:
    limits = spec.allowances
    longest = {"the longest": write_quantity(limits.longest)} if limits.longest else {}
    return longest | ({} if limits.renewals is None else {"the most renewals": str(limits.renewals)})


def _variations(spec: Spec) -> dict[str, str]:
    return {str(each.number): _variation(each) for each in spec.variations}


def _variation(each: Variation) -> str:
    return f"from {day(each.since)}: {each.says} ({listed(each.changes)})"


Pair = tuple[tuple[Any, ...], tuple[Any, ...]]


def _named(
    before: Mapping[str, Any], after: Mapping[str, Any], told: Callable[[Pair, str], Iterable[Line]]
) -> Iterator[Line]:
    """What changes among things that have names; each side is empty where it has none of that name."""
    for name in dict.fromkeys((*after, *before)):
        pair = tuple((each[name],) if name in each else () for each in (before, after))
        yield from told((pair[0], pair[1]), name)


def _simple(kind: str, say: Callable[[Any], str]) -> Callable[[Pair, str], Iterator[Line]]:
    def told(pair: Pair, name: str) -> Iterator[Line]:
        if pair[0] != pair[1]:
            words = [say(each[0]) if each else NOTHING for each in pair]
            yield Line(f"{kind} {name}", words[0], words[1])

    return told
