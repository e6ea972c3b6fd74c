"""A duty of the catalogue, written into a specification at the right place.

In: a standard clause, what somebody answered, and the tree of a specification.
Out: what there is to ask for the clause; and the changes that add the duty, after
which every line says which answer it came from.  Nothing else in the file moves.
"""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from specrules import sentences
from specrules.base.errors import SpecrulesError
from specrules.base.files import source_of
from specrules.base.findings import Span
from specrules.spec.model import CheckKind, Guidance, Strength
from specrules.spec.shape import PATTERNS, Reads
from specrules.text.edits import Edit, apply, insert_after, offset, quote
from specrules.text.tree import Entry, Mapping, Scalar, Sequence, read_tree

if TYPE_CHECKING:
    from collections.abc import Iterator

    from specrules.spec.model import Check, StandardClause
    from specrules.text.tree import Node, Tree

#: How firmly a specification might ask for what the guidance puts so.
STRENGTHS = MappingProxyType(
    {
        Guidance.REQUIRED: Strength.MUST,
        Guidance.RECOMMENDED: Strength.SHOULD,
        Guidance.MAY_CONSIDER: Strength.SHOULD,
    }
)


class CannotAdd(SpecrulesError):
    """The specification is written in a way in which nothing can be added to it by itself."""


class Ask(NamedTuple):
    """One thing to ask: what it is called in the answers, what it is, and an example of an answer.

    With *choices* the answer is one of them.  One that is not *needed* may be left open.
    """

    name: str
    label: str
    about: str = ""
    example: str = ""
    choices: tuple[str, ...] = ()
    needed: bool = True


class Answers(NamedTuple):
    """What somebody answered: the number of the duty, who owes it, how firmly, and the rest by its name."""

    number: str
    owed_by: tuple[str, ...]
    strength: str
    jointly: bool = False
    said: MappingProxyType[str, str] = MappingProxyType({})

    def get(self, name: str) -> str:
        """The answer of that name, or ""."""
        return self.said.get(name, "")


class Line(NamedTuple):
    """A line of the duty, and the answer that it came from, "" for none."""

    text: str
    answer: str = ""


class Added(NamedTuple):
    """A specification with a duty in it: its text, the line it begins on, and the answer behind each line."""

    text: str
    line: int
    answers: MappingProxyType[int, str]


# -- what is asked


def asks(clause: StandardClause) -> tuple[Ask, ...]:
    """What a specification has to say for *clause*, and what it may, in the order of its lines."""
    return (
        Ask("clause", "Clause number", "As in the contract", "4.2.1", needed=False),
        *(_HAND_OFF if clause.hand_off else ()),
        *(ask for check in clause.checks for ask in _asks_of(clause, check)),
        Ask("if-not-met", "What follows if it is not met", "", _FOLLOWS, needed=False),
    )


_FOLLOWS = "improvement plan within 20 working days"
_HAND_OFF = (
    Ask(
        "referrals", "Which referrals", "Who is sent from one service to another", "people sent in the period"
    ),
    Ask("look-back", "Looked at how long after the period", "So that the last can be answered", "14 days"),
    Ask("answer-within", "To be answered within", "By the service they are sent to", "5 working days"),
    Ask("answered", "How many are to be answered in time", "", "at least 95%"),
    Ask("outcome-known", "Of how many the sender knows the outcome", "", "at least 90%", needed=False),
    Ask(
        "answers",
        "Which answers there are",
        "With commas between",
        "accepted, joint work, better route agreed",
    ),
    Ask("counts-may-differ-by", "By how many people the two counts may differ", "", "2", needed=False),
)


def _asks_of(clause: StandardClause, check: Check) -> Iterator[Ask]:
    """What there is to ask for one check: a target if it wants one, and what goes with that."""
    about = _capital(sentences.what(check))
    if clause.may_want_contact(check):
        yield Ask(
            f"contact-within.{check.name}", f"{check.name}: only links with contact within", about, "90 days"
        )
    if check.name not in clause.wanting:
        return
    if check.kind is CheckKind.AUDIT:
        chosen = "How many are read, and who chooses them"
        yield Ask(
            f"sample.{check.name}", f"{check.name}: the sample", chosen, "at least 20 chosen by council"
        )
    if check.kind is CheckKind.RATING:
        words = tuple(f"at least {word}" for word in check.choices[1:])
        yield Ask(f"target.{check.name}", f"{check.name}: what is good enough", about, choices=words)
        return
    yield Ask(f"target.{check.name}", f"{check.name}: the target", about, _example(check))
    if check.kind is not CheckKind.CHOICE:
        partly = "An easier target, which counts half"
        yield Ask(f"partly-met.{check.name}", f"{check.name}: partly met from", partly, needed=False)


def _example(check: Check) -> str:
    if check.kind is CheckKind.CHOICE:
        return f"one of {check.choices[-1]}"
    return _TARGETS.get(check.kind, "at least 1")


_TARGETS = MappingProxyType(
    {
        CheckKind.SHARE: "at least 90%",
        CheckKind.AUDIT: "at least 90%",
        CheckKind.MONEY: "no more than £10 a meeting",
        CheckKind.TIME: "within 15 working days",
        CheckKind.DATE: "within 12 months",
    }
)


def next_number(tree: Tree, clause: StandardClause) -> str:
    """A number that no requirement has: the initials of the theme, and one more than the highest so far."""
    initials = "".join(word[0].upper() for word in _theme(clause.id).split("-"))
    matched = (re.fullmatch(rf"{initials}-([0-9]{{1,4}})", each.key.text) for each in _requirements(tree))
    return f"{initials}-{max((int(each[1]) for each in matched if each), default=0) + 1}"


def missing(tree: Tree, clause: StandardClause, answers: Answers) -> dict[str, str]:
    """What is missing or cannot be among *answers*, by name: a sentence for each."""
    wrong = {}
    if not re.fullmatch(PATTERNS[Reads.NUMBER], answers.number):
        wrong["number"] = (
            f"Give it a number of letters, digits and hyphens, such as {next_number(tree, clause)}."
        )
    elif answers.number in (each.key.text for each in _requirements(tree)):
        wrong["number"] = f"There is a requirement {answers.number} already. Choose another number."
    if not answers.owed_by:
        wrong["owed-by"] = "Choose who owes it."
    if answers.strength not in tuple(Strength):
        wrong["strength"] = "Choose how firmly it is asked."
    for ask in asks(clause):
        if ask.needed and not answers.get(ask.name):
            such = f", such as: {ask.example}" if ask.example else ""
            wrong[ask.name] = f"Answer {ask.label}{such}."
    return wrong


# -- its lines


def duty_lines(clause: StandardClause, answers: Answers) -> tuple[Line, ...]:
    """The duty as lines of YAML, from its comment on."""
    first = clause.citations[0] if clause.citations else None
    said = f"The guidance says: {clause.guidance} ({first.document}, {first.section})." if first else ""
    return (
        Line(f"# {clause.title}."),
        *([Line(f"# {said}")] if said else []),
        Line(f"{answers.number}:", "number"),
        Line(f"  standard-clause: {clause.id}"),
        *_one("clause", answers, always_quoted=True),
        Line(f"  owed-by: {_owing(answers)}", "owed-by"),
        Line(f"  strength: {answers.strength}", "strength"),
        *_hand_off(clause, answers),
        *_checks(clause, answers),
        *_one("if-not-met", answers),
    )


def _one(name: str, answers: Answers, *, always_quoted: bool = False) -> Iterator[Line]:
    said = answers.get(name)
    if said:
        # A clause number such as 4.2 is text, however it looks.
        written = f'"{said}"' if always_quoted and re.fullmatch(r"[\w. ()-]+", said) else quote(said)
        yield Line(f"  {name}: {written}", name)


def _owing(answers: Answers) -> str:
    if len(answers.owed_by) == 1:
        return answers.owed_by[0]
    return f"{{{'jointly' if answers.jointly else 'each-of'}: [{', '.join(answers.owed_by)}]}}"


def _hand_off(clause: StandardClause, answers: Answers) -> Iterator[Line]:
    if not clause.hand_off:
        return
    yield Line("  hand-off:")
    for ask in _HAND_OFF:
        said = answers.get(ask.name)
        if said:
            listed = [quote(each.strip()) for each in said.split(",") if each.strip()]
            written = f"[{', '.join(listed)}]" if ask.name == "answers" else quote(said)
            yield Line(f"    {ask.name}: {written}", ask.name)


def _checks(clause: StandardClause, answers: Answers) -> Iterator[Line]:
    """A line for each setting of each check; the target alone stands behind the name of its check."""
    settings = {check.name: _settings(check, answers) for check in clause.checks}
    if any(settings.values()):
        yield Line("  checks:")
    for name, given in settings.items():
        if [key for key, _ in given] == ["target"]:
            yield Line(f"    {name}: {quote(given[0][1])}", f"target.{name}")
        elif given:
            yield Line(f"    {name}:")
            yield from (Line(f"      {key}: {quote(said)}", f"{key}.{name}") for key, said in given)


def _settings(check: Check, answers: Answers) -> list[tuple[str, str]]:
    keys = ("contact-within", "sample", "target", "partly-met")
    return [(key, said) for key in keys if (said := answers.get(f"{key}.{check.name}"))]


# -- its place


def added(tree: Tree, clause: StandardClause, answers: Answers) -> Added:
    """The specification with the duty in it, below the others of its theme. Raises CannotAdd."""
    if not tree.complete or tree.mends:
        raise CannotAdd("The text cannot be read to its end yet, so nothing was added. Put that right first.")
    lines = duty_lines(clause, answers)
    edits = [*_catalogue(tree, _theme(clause.id)), _requirement(tree, clause, lines)]
    text = apply(tree.source.text, edits)
    before = [each.text for each in lines].index(f"{answers.number}:")
    begins = _line_of(answers.number, tree, text) - before
    named = {begins + number: each.answer for number, each in enumerate(lines) if each.answer}
    return Added(text, begins, MappingProxyType(named))


def _line_of(number: str, tree: Tree, text: str) -> int:
    """Where the new duty stands in *text*, which must still say all that *tree* says."""
    after = read_tree(source_of(tree.source.path, text.encode("utf-8", "surrogatepass")))
    known = {each.key.text: each.key.span.line for each in _requirements(after)}
    wanted = {number, *(each.key.text for each in _requirements(tree))}
    if not after.complete or after.mends or not wanted <= known.keys():
        raise CannotAdd("This specification is written in a way in which nothing could be added to it.")
    return known[number]


def _requirement(tree: Tree, clause: StandardClause, lines: tuple[Line, ...]) -> Edit:
    entry = _heading(tree, "requirements")
    written = ["", *(each.text for each in lines)]
    if entry is None:
        last = tree.root.entries[-1] if isinstance(tree.root, Mapping) and tree.root.entries else None
        if last is None:
            raise CannotAdd(
                "The text does not say yet that it is a specification, so nothing was added to it."
            )
        return insert_after(last, ["requirements:", *(f"  {each}".rstrip() for each in written[1:])], 0)
    if _is_in_brackets(tree, entry.value):
        if _requirements(tree):
            raise CannotAdd("The requirements are written in brackets, so nothing can be added below them.")
        return Edit(entry.value.span, "".join(f"\n  {each}".rstrip(" ") for each in written[1:]))
    before = _before(_requirements(tree), _theme(clause.id))
    if before is None:
        return insert_after(entry, [f"  {each}".rstrip() for each in written[1:]], 0)
    indent = " " * (before.key.span.column - 1)
    return insert_after(before, [f"{indent}{each}".rstrip() for each in written], 0)


def _before(known: tuple[Entry, ...], theme: str) -> Entry | None:
    """The last requirement of a theme, or else the last of all."""
    of_theme = [each for each in known if _clause_of(each).startswith(f"{theme}/")]
    return next(iter([*of_theme[-1:], *known[-1:]]), None)


def _catalogue(tree: Tree, theme: str) -> Iterator[Edit]:
    """The change that makes the clauses of a theme available, where they are not yet."""
    entry = _heading(tree, "catalogues")
    items = entry.value.items if entry and isinstance(entry.value, Sequence) else ()
    if any(isinstance(each, Scalar) and each.text.strip() == theme for each in items):
        return
    if entry is None:
        yield _above_requirements(tree, f"catalogues: [{theme}]\n")
    elif isinstance(entry.value, Scalar):
        only = f"{entry.value.text}, " if entry.value.text else ""
        space = " " if entry.value.span[:2] == entry.value.span[2:] else ""
        yield Edit(entry.value.span, f"{space}[{only}{theme}]")
    elif not items:
        yield Edit(entry.value.span, f"[{theme}]")
    elif _is_in_brackets(tree, entry.value):
        end = items[-1].span[2:]
        yield Edit(Span(*end, *end), f", {theme}")
    else:
        line, column = items[-1].span[:2]
        start = offset(tree.source.text, line, 1)
        dash = tree.source.text[start : offset(tree.source.text, line, column)]
        yield Edit(Span(items[-1].span.end_line + 1, 1, items[-1].span.end_line + 1, 1), f"{dash}{theme}\n")


def _above_requirements(tree: Tree, line: str) -> Edit:
    entry = _heading(tree, "requirements") or _heading(tree, "specrules")
    if entry is None:
        raise CannotAdd("The text does not say yet that it is a specification, so nothing was added to it.")
    number = entry.key.span.line + (entry.key.text == "specrules")
    return Edit(Span(number, 1, number, 1), line)


def _is_in_brackets(tree: Tree, node: Node) -> bool:
    return tree.source.text[offset(tree.source.text, *node.span[:2]) :][:1] in ("{", "[")


def _heading(tree: Tree, key: str) -> Entry | None:
    return tree.root.get(key) if isinstance(tree.root, Mapping) else None


def _requirements(tree: Tree) -> tuple[Entry, ...]:
    entry = _heading(tree, "requirements")
    return entry.value.entries if entry and isinstance(entry.value, Mapping) else ()


def _clause_of(requirement: Entry) -> str:
    entry = requirement.value.get("standard-clause") if isinstance(requirement.value, Mapping) else None
    return entry.value.text.strip() if entry and isinstance(entry.value, Scalar) else ""


def _theme(id: str) -> str:
    return id.partition("/")[0]


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
