"""A specification to begin with, for the standard clauses chosen.

In: clauses, and what the parties are called.  Out: the text of a specification that
can be read and linted as it stands.  Every number in it is an example and says
so; comments say what to decide.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from specrules.spec.model import CheckKind, Guidance, Level
from specrules.text.edits import quote
from specrules.values.reading import read_target

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from specrules.spec.model import Check, StandardClause


class Start(NamedTuple):
    """What a new specification says of itself and its parties. *partner* is a mental health service."""

    id: str = "your-service"
    title: str = "Your service"
    commissioner: str = "Your Council"
    provider: str = "Your Drug and Alcohol Service"
    partner: str = "Your Mental Health Trust"
    starts: str = "2026-04-01"
    ends: str = "2029-03-31"


def starting_spec(clauses: Sequence[StandardClause], start: Start) -> str:
    """The text of a specification with one requirement for each of *clauses*."""
    numbered = _numbered(clauses)
    lines = [
        *_opening(start),
        *_parties(clauses, start),
        *_contract(start),
        f"catalogues: [{', '.join(dict.fromkeys(_theme(each) for each in clauses))}]",
        "",
        "requirements:",
        *(line for number, clause in numbered for line in _requirement(number, clause)),
    ]
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _opening(start: Start) -> list[str]:
    return [
        "# A specification to begin with. EVERY NUMBER AND DATE IN IT IS AN EXAMPLE: none of the guidance",
        '# gives one, so each is yours to decide. Go through every line with "# example", then lint it.',
        "specrules: spec 1",
        f"id: {start.id}",
        f"title: {quote(start.title)}",
        'version: "1"',
        "status: draft                    # draft, agreed, varied or ended",
    ]


def _parties(clauses: Iterable[StandardClause], start: Start) -> Iterator[str]:
    owing = {party for each in clauses for party in owed_by(each)}
    places = {each.judged_at.level for each in clauses}
    yield "parties:"
    if "council" in owing:
        yield f"  council: {{name: {quote(start.commissioner)}, role: commissioner}}"
    if "service" in owing:
        yield "  service:"
        yield f"    name: {quote(start.provider)}"
        yield "    role: drug and alcohol treatment"
        yield '    bound-by: this contract      # without this it is shown as "not agreed", and never judged'
        yield from _places(places)
    if "trust" in owing:
        yield "  trust:"
        yield f"    name: {quote(start.partner)}"
        yield "    role: mental health"
        yield "    bound-by: joint working agreement     # example"


def _places(levels: Iterable[Level]) -> Iterator[str]:
    if Level.SITE in levels:
        yield "    sites: [First Site, Second Site]      # example"
    if Level.SUBCONTRACTOR in levels:
        yield "    subcontractors: [First Subcontractor] # example"


def _contract(start: Start) -> list[str]:
    return [
        f"contract: {{starts: {start.starts}, ends: {start.ends}}}     # example",
        "returns: {every: quarter, due: 15 working days after the quarter ends}     # example",
    ]


# -- requirements


def owed_by(clause: StandardClause) -> tuple[str, ...]:
    """Who most likely owes a clause: the commissioner its own tasks, two services what joins them."""
    if for_commissioners(clause):
        return ("council",)
    if clause.title.startswith("Mental health services"):
        return ("trust",)
    return ("service", "trust") if clause.hand_off or clause.principle else ("service",)


def for_commissioners(clause: StandardClause) -> bool:
    """Whether a clause is about what commissioners, or the partnership they lead, do themselves."""
    return clause.principle == "groundwork" or any(
        word in clause.title.casefold() for word in ("commission", "partnership", "steering group")
    )


# What a clause makes little sense without: rooms for groups without links to others, and a coordinator in
# mental health services without one for everybody else.
_GOES_WITH: Mapping[str, str] = MappingProxyType(
    {
        "mutual-aid/premises-for-meetings": "mutual-aid/links-with-organisations",
        "no-wrong-door/care-coordinator-in-mental-health-services": (
            "no-wrong-door/named-lead-coordinates-care"
        ),
    }
)


def with_companions(ids: Iterable[str]) -> tuple[str, ...]:
    """The clauses chosen, each once, and after each the one that belongs with it."""
    return tuple(dict.fromkeys(each for id in ids for each in (id, _GOES_WITH.get(id, id))))


# How firmly a specification might ask for what the guidance puts so.
_STRENGTHS: Mapping[Guidance, str] = MappingProxyType(
    {Guidance.REQUIRED: "must", Guidance.RECOMMENDED: "should", Guidance.MAY_CONSIDER: "should"}
)


def _theme(clause: StandardClause) -> str:
    return clause.id.partition("/")[0]


def _numbered(clauses: Iterable[StandardClause]) -> list[tuple[str, StandardClause]]:
    """Each clause with a number: the initials of its theme, and how many of the theme there were before."""
    counts: dict[str, int] = {}
    numbered = []
    for clause in clauses:
        initials = "".join(word[0].upper() for word in _theme(clause).split("-"))
        counts[initials] = counts.get(initials, 0) + 1
        numbered.append((f"{initials}-{counts[initials]}", clause))
    return numbered


def _requirement(number: str, clause: StandardClause) -> Iterator[str]:
    first = clause.citations[0] if clause.citations else None
    yield ""
    yield f"  # {clause.title}."
    if first:
        yield f"  # The guidance says: {clause.guidance} ({first.document}, {first.section})."
    yield f"  {number}:"
    yield f"    standard-clause: {clause.id}"
    yield f"    owed-by: {_owing(owed_by(clause))}"
    yield f"    strength: {_STRENGTHS[clause.guidance]}"
    yield from _hand_off(clause)
    yield from _checks(clause)
    if _STRENGTHS[clause.guidance] == "must":
        yield "    if-not-met: improvement plan within 20 working days     # example"


def _owing(parties: Sequence[str]) -> str:
    return parties[0] if len(parties) == 1 else f"{{each-of: [{', '.join(parties)}]}}"


def _hand_off(clause: StandardClause) -> Iterator[str]:
    if clause.hand_off:
        yield "    hand-off:"
        yield "      referrals: people with both conditions, sent in the period"
        yield "      look-back: 14 days                # example"
        yield "      answer-within: 5 working days     # example"
        yield "      answered: at least 95%            # example"
        yield "      outcome-known: at least 90%       # example"
        yield "      answers: [accepted, joint work, better route agreed, not accepted with reason]"
        yield "      counts-may-differ-by: 2           # example"


def _checks(clause: StandardClause) -> Iterator[str]:
    """What a specification must set for the clause, as one target where one check alone wants one."""
    settings = [(check, _setting(clause, check)) for check in clause.checks]
    wanted = [(check.name, setting) for check, setting in settings if setting]
    if wanted:
        yield "    checks:"
        yield from (f"      {name}: {setting}     # example" for name, setting in wanted)


def _setting(clause: StandardClause, check: Check) -> str:
    """An example of what a specification sets for a check, or nothing where it need not."""
    match check.kind:
        case CheckKind.AUDIT:
            return "{sample: at least 20 chosen by council, target: at least 90%}"
        case CheckKind.CHOICE:
            return quote(f"one of {check.choices[-1]}")
        case CheckKind.RATING:
            return f"at least {check.choices[-2:][0]}"  # the best word is a lot to ask for a start
        case CheckKind.REGISTER if check.covers:
            return "{contact-within: 90 days}" if clause.may_want_contact(check) else ""
        case CheckKind.STATEMENT | CheckKind.LIST:
            return ""
        case _:
            usual = _TARGETS.get(check.kind, "at least 1")
            few = clause.better(check.name) == "less" and read_target(usual).better == "more"
            return clause.targets_tried(check.name)[0] if few else usual


_TARGETS: Mapping[CheckKind, str] = MappingProxyType(
    {
        CheckKind.SHARE: "at least 90%",
        CheckKind.MONEY: "no more than £10 a meeting",
        CheckKind.TIME: "within 15 working days",
        CheckKind.DATE: "within 12 months",
        CheckKind.AGREEMENT: "at least 0.6",
    }
)
