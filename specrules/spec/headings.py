"""Headings that are wrong: what was probably meant, and how to say so.

Comes in: a heading as written, and the record it stands in.  Goes out: the
heading that was meant, when that is plain, with a finding in the author's words.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from specrules.base.findings import Place, Span
from specrules.base.phrases import listed
from specrules.spec import faults as f
from specrules.spec.faults import Faults, closest, offered, slip_of
from specrules.spec.shape import FILES, KINDS, OVERLAY, ByKey, ByNode, Field, List, Record, Shape, Table, Text
from specrules.text.characters import alike
from specrules.text.nodes import Entry, Mapping, Node, Scalar, Sequence
from specrules.values.understand import quoted

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator
    from collections.abc import Mapping as Mapped

    from specrules.text.nodes import Node


def a(called: str) -> str:
    """A thing with its article: "a share", "an audit"."""
    if called in _NO_THINGS:
        return f"a check of {called}"
    return f"an {called}" if called[0] in "aeiou" else f"a {called}"


# Kinds of check that are no names for a check.
_NO_THINGS = ("money", "time")


def within(shape: Shape) -> Iterator[Shape]:
    """The shapes that stand directly under *shape*."""
    match shape:
        case Record():
            yield from (each.shape for each in shape.fields)
        case Table() | List():
            yield shape.of
        case ByNode():
            yield from (each for each in shape if each is not None)
        case ByKey():
            yield from variants(shape)


def variants(shape: ByKey) -> tuple[Record, ...]:
    """All records that may stand where one heading decides."""
    return (*shape.records.values(), *((shape.otherwise,) if shape.otherwise else ()))


@cache
def homes() -> dict[str, str]:
    """Every heading of specifications and standard clauses, and what it is a heading of."""
    found: dict[str, str] = {}
    for shape in _records():
        found = {each.key: shape.called for each in shape.fields} | found
    return found


@cache
def _records() -> tuple[Record, ...]:
    """Every record of specifications and standard clauses."""
    found: list[Record] = []
    seen: set[int] = set()
    ahead: list[Shape] = [FILES["standard clause"], FILES["spec"]]
    while ahead:
        shape = ahead.pop()
        if id(shape) not in seen:
            seen.add(id(shape))
            ahead += reversed(tuple(within(shape)))
            if isinstance(shape, Record):
                found.append(shape)
    return tuple(found)


def _elsewhere(shape: Record) -> Mapped[str, str]:
    """The headings that may be meant for another place than *shape*: none where that is of other files."""
    return homes() if any(each.called == shape.called for each in _records()) else {}


def meant_heading(
    word: str, fields: Iterable[Field], elsewhere: Collection[str] | None = None
) -> Field | None:
    """The heading that somebody who wrote *word* most likely meant, or None.

    A word that is a heading *elsewhere* in the language (left out: of specifications
    and clauses) is only taken for a slip when it is one letter away.
    """
    keys = {each.key: each for each in fields}
    said = {also: each for each in keys.values() for also in each.also}
    if word in said:
        return said[word]
    if near := slip_of(word, keys):
        return keys[near]
    if near := slip_of(word, said):
        return said[near]
    near = None if word in (homes() if elsewhere is None else elsewhere) else closest(word, keys)
    return keys[near] if near else None


# What people call any figure, and mean a share by where they say out of whom.
_ANY_FIGURE = {"kpi", "indicator", "metric"}
# What they call a figure, whose target then says what it is of.
_OF_WHAT_ITS_TARGET_SAYS = _ANY_FIGURE | {"number", "figure", "amount", "value", "level"}
_SAID_BY_TARGETS = {
    "money": r"[^£]*£ ?[0-9].*",
    "time": r"(?:within|no more than) [0-9]+ (?:working |calendar )?(?:hour|day|week|month)s?",
    "count": r"(?:at least|no more than) [0-9]+",
}


def meant_kind(node: Mapping, shape: ByKey) -> str | None:
    """The kind that a misspelt heading of *node* most likely names, or None."""
    words = {entry.key.text for entry in node.entries}
    if shape.otherwise and words <= shape.otherwise.by_key.keys():
        return None  # nothing is misspelt, and most requirements are such
    fields = {each.key: each for record in variants(shape) for each in record.fields}
    if kind := _kind_of_its_target(node, shape):
        return kind
    for word in words - fields.keys() - (set() if "of" in words else _ANY_FIGURE):
        meant = meant_heading(word, (each for key, each in fields.items() if key not in words))
        if meant and meant.key in shape.records:
            return meant.key
    return None


def _kind_of_its_target(node: Mapping, shape: ByKey) -> str | None:
    """The kind of a check that calls what it looks at a figure of any kind, where its target says which."""
    target = node.get("target")
    if "money" not in shape.records or target is None or not isinstance(target.value, Scalar):
        return None
    if not any(entry.key.text in _OF_WHAT_ITS_TARGET_SAYS for entry in node.entries):
        return None
    text = target.value.text
    return next((kind for kind, says in _SAID_BY_TARGETS.items() if re.fullmatch(says, text)), None)


def astray(node: Mapping, shape: Record, heading: Scalar, faults: Faults) -> bool:
    """Whether *node* has no heading that belongs to *shape*, and so is something else. Says so if it is."""
    words = [entry.key.text for entry in node.entries]
    others = {_elsewhere(shape).get(word) for word in words}
    is_another = len(words) > 1 == len(others) and None not in others
    if not is_another and any(word in shape.refuses or meant_heading(word, shape.fields) for word in words):
        return False
    has = f"the headings of {a(others.pop() or '')}" if is_another else f"no heading of {a(shape.called)}"
    message = f"{subject(heading)} is read as {a(shape.called)} here, and has {has}."
    faults.add(f.HEADING_ELSEWHERE, heading.span, message, remedy=_MOVE)
    return True


def misspelt(entry: Entry, shape: Record, node: Mapping, faults: Faults) -> Field | None:
    """Report a heading that is not one of *shape*'s; return the one that was meant, when that is plain."""
    key, word = entry.key, entry.key.text
    if word in shape.refuses:
        message = f"{quoted(word)} says nothing in {a(shape.called)}: {shape.refuses[word]}."
        faults.add(f.HEADING_ELSEWHERE, key.span, message, remedy="Delete it.")
        return None
    meant = _meant_in(node, shape).get(word)
    if meant is None:
        _unknown(key, shape, node, faults)
        return None
    message = _how_it_differs(word, meant)
    faults.add(f.MISSPELT_HEADING, key.span, message, meant=meant.key, remedy=f"Write {meant.key} instead.")
    return meant


def _meant_in(node: Mapping, shape: Record) -> dict[str, Field]:
    """The headings of *shape* that were meant by those in *node* that are none, where that is plain."""
    given = {entry.key.text for entry in node.entries}
    fields = [each for each in shape.fields if each.key not in given]
    meant = {
        entry.key.text: _its_kind(entry.key.text, shape, given)
        or meant_heading(entry.key.text, fields, _elsewhere(shape))
        or _by_its_value(entry, [each for each in fields if each.key != "target" or "targets" not in given])
        for entry in node.entries
        if entry.key.text not in shape.by_key and entry.key.text not in shape.refuses
    }
    return {word: field for word, field in meant.items() if field}


def _how_it_differs(word: str, meant: Field) -> str:
    """What to say of *word*, which stands for the heading *meant*."""
    if word.rstrip(":") == meant.key:
        return f"There is a colon too many after {quoted(meant.key)}."
    if not word.isascii() and alike(word) == meant.key:
        return f'{quoted(word)} looks like "{meant.key}", and has a dash or letter of another kind in it.'
    likely = " It is needed here, so this is very likely it." if meant.required else ""
    return f'{quoted(word)} is not a heading used here. Did you mean "{meant.key}"?{likely}'


def _its_kind(word: str, shape: Record, given: Collection[str]) -> Field | None:
    """The heading that says of what kind a check is, where *word* calls it a figure and that is not given."""
    own = shape.fields[0]
    is_one = word in _OF_WHAT_ITS_TARGET_SAYS and shape.called in _FIGURES
    return own if is_one and own.key == shape.called and own.key not in given else None


_FIGURES = ("share", "money", "time", "count")


def said_otherwise(text: str, choices: Collection[str]) -> str | None:
    """The one of *choices* that contracts mean by *text*, or None."""
    meant = _OTHERWISE.get(text.strip().casefold(), "")
    return meant if meant in choices else None


# What contracts say, and the word of the language that means it.
_OTHERWISE = {
    "shall": "must",
    "will": "must",
    "required": "must",
    "mandatory": "must",
    "recommended": "should",
    "may": "encouraged",
    "optional": "encouraged",
    "in force": "agreed",
    "live": "agreed",
    "signed": "agreed",
    "final": "agreed",
    "expired": "ended",
    "rate": "ratio",
    "percentage": "ratio",
    "proportion": "ratio",
    "clients": "people",
    "service users": "people",
    "patients": "people",
    "client": "person",
    "weekly": "week",
    "monthly": "month",
    "quarterly": "quarter",
    "yearly": "year",
    "annually": "year",
    "annual": "year",
    "every site": "each site",
    "all sites": "each site",
    "by site": "each site",
    "per site": "each site",
    "every subcontractor": "each subcontractor",
    "all subcontractors": "each subcontractor",
    "half yearly": "half year",
    "half-yearly": "half year",
    "six-monthly": "half year",
    "3 months": "quarter",
    "three months": "quarter",
    "6 months": "half year",
    "six months": "half year",
    "12 months": "year",
    "true": "yes",
    "false": "no",
    "on": "yes",
    "off": "no",
    "y": "yes",
    "n": "no",
}


def both_otherwise(entry: Entry, shape: Record, node: Mapping, faults: Faults) -> Entry | None:
    """*entry* as it was meant, where its heading and its word are both those of contracts; reported if so."""
    key, value = entry
    meant = meant_heading(key.text, (each for each in shape.fields if node.get(each.key) is None))
    if meant and (found := _otherwise_listed(entry, meant, faults)):
        return found
    if not meant or not isinstance(value, Scalar) or not isinstance(meant.shape, Text):
        return None
    word = said_otherwise(value.text, meant.shape.choices)
    if word is None and alike(key.text) == meant.key and value.text not in meant.shape.choices:
        # "Strength: Must", as a table of the contract has it.
        word = next((each for each in meant.shape.choices if each == value.text.casefold()), None)
    if word is None:
        return None
    whole = f"{meant.key}: {word}"
    message = f'"{key.text}: {value.text}" is not how it is written here. Did you mean "{whole}"?'
    span = Span(key.span.line, key.span.column, value.span.end_line, value.span.end_column)
    faults.add(f.MISSPELT_HEADING, span, message, meant=whole, remedy=f"Write {whole}")
    return Entry(key._replace(text=meant.key), value._replace(text=word))


def _otherwise_listed(entry: Entry, meant: Field, faults: Faults) -> Entry | None:
    """*entry* as the heading *meant*, in a list or out of one as that wants; reported if it is there."""
    key, value = entry
    fitting: Scalar | Sequence | None = None
    if isinstance(meant.shape, List) and isinstance(meant.shape.of, Text) and isinstance(value, Scalar):
        is_one = key.text == meant.key.removesuffix("s") and not re.search(r"[,;\n]", value.text)
        fitting = Sequence((value,), value.span) if is_one and value.text else None
        whole = f"{meant.key}: [{value.text}]"
    elif isinstance(meant.shape, Text) and isinstance(value, Sequence) and len(value.items) == 1:
        item = value.items[0]
        is_one = (
            key.text == f"{meant.key}s" and isinstance(item, Scalar) and faults.sign_at(value.span) == "["
        )
        fitting = item if is_one and isinstance(item, Scalar) else None
        whole = f"{meant.key}: {fitting.text}" if isinstance(fitting, Scalar) else ""
    if fitting is None:
        return None
    message = f'"{key.text}" is not a heading used here. Did you mean "{whole}"?'
    span = Span(key.span.line, key.span.column, value.span.end_line, value.span.end_column)
    faults.add(f.MISSPELT_HEADING, span, message, meant=whole, remedy=f"Write {whole}")
    return Entry(key._replace(text=meant.key), fitting)


# What only a target begins with.
A_COMPARISON = r"(?:at least|no more than|within|exactly|between) [£0-9]"


def _by_its_value(entry: Entry, fields: Iterable[Field]) -> Field | None:
    """The one of *fields* that is needed and has the value of *entry* among its choices, or is its target."""
    if entry.key.text in homes() or not isinstance(entry.value, Scalar):
        return None
    text = entry.value.text
    is_target = bool(re.match(A_COMPARISON, text))
    for each in fields:
        choices = each.shape.choices if isinstance(each.shape, Text) else ()
        if (each.required and text in choices) or (is_target and each.key == "target"):
            return each
    return None


def turned_round(entry: Entry, shape: Record, node: Mapping, faults: Faults) -> Entry | None:
    """*entry* the right way round, where its value is a heading that is not given; reported if so."""
    key, value = entry
    if not isinstance(value, Scalar) or value.text not in shape.by_key or node.get(value.text):
        return None
    if meant_heading(key.text, (each for each in shape.fields if node.get(each.key) is None)):
        return None
    message = f"{quoted(key.text)} and {quoted(value.text)} are the wrong way round: the heading comes first."
    faults.add(f.MISSPELT_HEADING, key.span, message, remedy=f"Write {value.text}: {key.text}")
    return Entry(value, key)


def catalogue_for_number(node: Mapping, known: Collection[str], faults: Faults) -> Mapping:
    """*node*, a requirement, with its standard clause where that was written as a number of the contract.

    So it is where it stands under a heading that is not among those *known*.
    """
    for n, (key, value) in enumerate(node.entries):
        is_number = key.text == "clause"
        is_meant = is_number or (key.text not in known and not closest(key.text, ["standard-clause"]))
        if is_meant and isinstance(value, Scalar) and re.fullmatch(_THEME_AND_NAME, value.text):
            what = "for the number in the contract" if is_number else "not a heading of a requirement"
            message = f"{quoted(key.text)} is {what}, and {quoted(value.text)} is a standard clause."
            remedy = "Write standard-clause instead."
            faults.add(f.MISSPELT_HEADING, key.span, message, meant="standard-clause", remedy=remedy)
            meant = Entry(key._replace(text="standard-clause"), value)
            return Mapping((*node.entries[:n], meant, *node.entries[n + 1 :]), node.span)
    return node


def wants_clause(node: Mapping, shape: ByKey) -> bool:
    """Whether *node*, a requirement, sets something for the checks of a standard clause, and names none."""
    given = {entry.key.text for entry in node.entries}
    checks = node.get("checks")
    if not given <= {each.key for record in variants(shape) for each in record.fields}:
        return False
    if checks is None:
        return bool(given & _OF_CHECKS)
    if not isinstance(checks.value, Mapping) or not checks.value.entries:
        return False
    entries = checks.value.entries
    is_alone = "title" in given and len(entries) == 1  # a check that does not say its kind
    has_lost_names = any(entry.key.text in KINDS for entry in entries)
    return not is_alone and not has_lost_names and all(_only_sets(each.value) for each in entries)


def _only_sets(check: Node) -> bool:
    """Whether *check* only sets something for a check of a standard clause, and does not say its kind."""
    if isinstance(check, Mapping):
        return {entry.key.text for entry in check.entries} <= OVERLAY.by_key.keys()
    return isinstance(check, Scalar) and bool(check.text.strip())


# What only a requirement with checks can say.
_OF_CHECKS = {"target", "partly-met", "targets", "met-when", "partly-met-when"}
_THEME_AND_NAME = r"[a-z][a-z-]*/[a-z][a-z0-9-]*"


def may_be_another(key: Scalar, node: Mapping, shape: Record) -> bool:
    """Whether *key*, which is no heading of *shape*, may stand for one that *node* has not.

    It does not where it is refused, nearly one that is given, or above the first line of the file.
    """
    given = {entry.key.text: entry.key.span for entry in node.entries}
    return not (_is_above(key, given) or key.text in shape.refuses or _twin(key, shape, given))


def _is_above(key: Scalar, given: Mapped[str, Span]) -> bool:
    """Whether *key* stands above the line with which a file begins."""
    return "specrules" in given and key.span.line < given["specrules"].line


def _twin(key: Scalar, shape: Record, given: Mapped[str, Span]) -> str | None:
    """The one of the headings *given* that *key* nearly is, or None."""
    return closest(key.text, [each for each in shape.by_key if each in given])


def _unknown(key: Scalar, shape: Record, node: Mapping, faults: Faults) -> None:
    """Report *key*, which is none of *shape*'s, and with it what may have been meant by it and is needed."""
    word, home = quoted(key.text), _elsewhere(shape).get(key.text)
    given = {entry.key.text: entry.key.span for entry in node.entries}
    needed: tuple[Field, ...] = ()
    if may_be_another(key, node, shape):
        there = {*given, *(each.key for each in _meant_in(node, shape).values())}
        needed = tuple(each for each in shape.required if each.key not in there)
    if _is_above(key, given):
        message = 'This stands before the line that begins with "specrules:", with which the file begins.'
        faults.add_once(
            f.MISSPELT_HEADING, key.span, message, remedy="Delete it, or begin it with # and a space."
        )
    elif home and home != shape.called:
        is_of_the_file = home == FILES["spec"].called and key.span.column > 1
        remedy = "Begin it at the margin." if is_of_the_file else _MOVE
        message = f"{word} is a heading of {a(home)}, and says nothing in {a(shape.called)}"
        message += f", where {_are_needed(needed)}." if needed else "."
        remedy = _instead(needed, "move it to where it belongs") if needed else remedy
        faults.add(f.HEADING_ELSEWHERE, key.span, message, remedy=remedy)
    elif twin := _twin(key, shape, given):
        message = f'{word} is not a heading used here, and "{twin}" is given already.'
        also = [Place(faults.file, given[twin])]
        faults.add(f.MISSPELT_HEADING, key.span, message, remedy="Delete one of the two.", also=also)
    else:
        message = f"{word} is not a heading of {a(shape.called)}"
        message += f", and {_are_needed(needed)} here." if needed else "."
        remedy = f"Delete it, or write one of these: {', '.join(shape.by_key)}."
        remedy = _instead(needed, "delete it") if needed else remedy
        faults.add(f.MISSPELT_HEADING, key.span, message, remedy=remedy)


_MOVE = "Move it to where it belongs. Often a line only starts too far left or right."


def _are_needed(fields: tuple[Field, ...]) -> str:
    words = listed(quoted(each.key) for each in fields)
    return f"{words} {'is' if len(fields) == 1 else 'are'} needed"


def _instead(needed: tuple[Field, ...], do: str) -> str:
    """What to do about a wrong heading where others are *needed*; what to *do* with it if it is none."""
    if len(needed) > 1:
        return f"If it says what one of them does, write that instead; if not, {do}. Add what is missing."
    field = needed[0]
    return f"Write {field.key}, if that is what it says: {_uncapped(field.says)} If not, {do} and add that."


def missing(field: Field, shape: Record, node: Mapping, heading: Scalar, faults: Faults) -> None:
    """Report a required heading that is not there, at the heading it should stand under."""
    if faults.takes_back("FI102", node.span.end_line + 1, field.key):
        line = node.span.end_line + 1
        message = (
            f"{quoted(field.key)} is needed under {quoted(heading.text)}, and begins too far to the left."
        )
        remedy = f"Begin it 2 spaces to the right of {heading.text}."
        at = Span(line, heading.span.column, line, heading.span.column + len(field.key))
        faults.add(f.HEADING_ELSEWHERE, at, message, remedy=remedy)
        return
    if _is_among_others(field, node, faults):
        return
    fault, message = f.MISSING_HEADING, f'This {shape.called} has no "{field.key}": {_uncapped(field.says)}'
    remedy = _insertion(field, node)
    if field.key == "standard-clause" and shape.called == "requirement":
        message = "This requirement has neither a standard clause nor checks of its own."
        remedy = "Add standard-clause with the clause of the catalogue that this is, or checks of its own."
        if node.get("checks"):
            message = "This requirement has no standard clause, and its checks do not say what they look at."
            remedy = "Add standard-clause with the clause of the catalogue that this is."
    if field.key == "of":
        fault = f.NO_DENOMINATOR
        message = f"This {shape.called} does not say out of whom, or out of how many of what."
    faults.add(fault, heading.span, message, remedy=remedy, ends=node.span)


def _is_among_others(field: Field, node: Mapping, faults: Faults) -> bool:
    """Whether *field* is written as a heading that is there already, or in a text; reported if so."""
    known: set[str] = set()
    for key, value in node.entries:
        is_twice = key.text in known and slip_of(key.text, [field.key]) is not None
        known.add(key.text)
        if is_twice and faults.takes_back("FI102", key.span.line, key.text):
            message = f'{quoted(key.text)} is given already. Did you mean "{field.key}"? It is needed here.'
            remedy = f"Write {field.key} instead."
            faults.add(f.MISSPELT_HEADING, key.span, message, meant=field.key, remedy=remedy)
            return True
        if isinstance(value, Scalar) and (at := faults.in_text_of(value, field.key)):
            faults.takes_back("FI114", value.span.line)
            words, text = quoted(field.key), quoted(key.text)
            message = f"{words} begins too far to the right, so it is a part of the text of {text}."
            remedy = f"Begin it in the column of {key.text}."
            faults.add(f.HEADING_ELSEWHERE, at, message, remedy=remedy)
            return True
        if isinstance(value, Scalar) and field.key in _ENDS and re.fullmatch(_TWO_DATES, value.text):
            for each in faults.told(f.NOT_A_DATE):
                if each.place.span and each.place.span.line == value.span.line:
                    faults.drop(each)
            message = f"{quoted(value.text)} is two dates, and {quoted(key.text)} is for the first."
            remedy = f"Write the second on a line of its own, after {field.key}: and a space."
            faults.add(f.HEADING_ELSEWHERE, value.span, message, remedy=remedy)
            return True
        if isinstance(value, Scalar) and (at := faults.behind(value, field.key)):
            faults.takes_back("FI114", value.span.line)
            where = f"stands on the line of {quoted(key.text)}"
            message = f"{quoted(field.key)} {where}, and was read as part of its text."
            remedy = "Write each heading on a line of its own."
            faults.add(f.HEADING_ELSEWHERE, at, message, remedy=remedy)
            return True
    return False


def from_to(node: Node, shape: Record) -> str:
    """What to do where two dates stand for two headings of *shape* that say when; else nothing."""
    needed = [each.key for each in shape.required]
    dates = re.fullmatch(_TWO_DATES, node.text.strip()) if isinstance(node, Scalar) else None
    if dates is None or len(needed) != len(("from", "to")) or needed[1] not in _ENDS:
        return ""
    return f"Write {{{needed[0]}: {dates[1]}, {needed[1]}: {dates[2]}}} instead."


_ENDS = frozenset({"to", "ends", "until"})
_A_DATE = (
    r"(?:[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{1,2}[/.][0-9]{1,2}[/.][0-9]{2,4}|[0-9]{1,2} [A-Z][a-z]+ [0-9]{4})"
)
_TWO_DATES = rf"({_A_DATE})(?:,? (?:to|until|and|till) | ?[-\u2013\u2014] ?)({_A_DATE})"


def _uncapped(sentence: str) -> str:
    return sentence[0].lower() + sentence[1:]


def _insertion(field: Field, node: Mapping) -> str:
    """Where to add a heading: after the last {line} of *node*, or inside the curly brackets."""
    line = f"{field.key}: {field.example}" if field.example else f"{field.key}:"
    such = "such as" if field.example else "beginning"
    if not node.entries or node.entries[0].key.span[:2] != node.span[:2]:
        return f"Add it inside the curly brackets on line {{line}}, {such}: {line}"
    return f"Add a line after line {{line}}, {such}: {line}"


def no_kind(shape: ByKey, node: Mapping, heading: Scalar, faults: Faults) -> None:
    """Report that none of the headings which decide is there."""
    own = {key: record.by_key[key] for key, record in shape.records.items()}
    if len(node.entries) == 1 and all(len(record.by_key) == 1 for record in shape.records.values()):
        key = node.entries[0].key
        message = f"{quoted(key.text)} is not a heading of {quoted(heading.text)}."
        ways = "; ".join(f"{word}: {_uncapped(field.says).rstrip('.')}" for word, field in own.items())
        faults.add(f.MISSPELT_HEADING, key.span, message, remedy=f"Write one of these in its place. {ways}.")
        return
    message = f"{subject(heading)} does not say what kind of {shape.called} it is."
    remedy = f"Write one of these under it: {', '.join(shape.records)}."
    faults.add(f.MISSING_HEADING, heading.span, message, remedy=remedy)


def two_kinds(node: Mapping, kinds: list[str], shape: ByKey, faults: Faults) -> None:
    """Report that two of the headings which decide are there."""
    first, second = [entry.key for entry in node.entries if entry.key.text in kinds][:2]
    message = (
        f"This {shape.called} has both {offered([first.text, second.text], 'and')}. It can have only one."
    )
    also = [Place(faults.file, first.span)]
    faults.add(f.TWO_KINDS, second.span, message, remedy="Make two of it, each with a name.", also=also)


def subject(heading: Scalar) -> str:
    """How a message names what stands under *heading*."""
    return quoted(heading.text) if heading.text else "This item"
