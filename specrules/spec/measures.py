"""Measures as written become values: what is counted in an extract, of whom, and when.

Comes in: the tree of a file of ``rules/measures``.  Goes out: a measure, and
findings.  A measure is one of a small closed set of shapes and says nothing of
columns or codes, only of tables and terms; datasets say where these stand in a file.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from specrules.base.frozen import replace
from specrules.spec import faults as f
from specrules.spec.faults import Faults
from specrules.spec.once import told_once
from specrules.spec.parts import citation_of
from specrules.spec.walk import UNREAD, Filled, Named, plain, read_file
from specrules.text.tree import Mapping as Node
from specrules.values.quantities import Quantity, Unit

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from fractions import Fraction

    from specrules.base.findings import Finding
    from specrules.spec.model import Citation, Written
    from specrules.text.tree import Tree

RECORDED = "recorded"
"""In a condition: any word at all."""


class Form(StrEnum):
    """The shapes that a measure can have. There are no others."""

    RATIO = "ratio"
    COUNT = "count"
    WITHIN = "within"
    DAYS = "days"
    FOLLOW_UP = "follow-up"
    LATEST = "latest"
    STEPS = "steps"


@dataclass(frozen=True, slots=True)
class Condition:
    """A term and the words of which it must say one; no words: it must say something."""

    term: str
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows of one table: what they say, and which date lies in, or which stretch touches, the period."""

    table: str
    where: tuple[Condition, ...] = ()
    dated: str = ""
    during: tuple[str, ...] = ()  # the first day and, unless it is always one day, the last


@dataclass(frozen=True, slots=True)
class Mark:
    """What marks a row that is looked at: something it says itself, or other rows *joined_by* a key.

    With *within*, the other rows are dated no more than so many days later.
    """

    rows: Rows
    joined_by: str = ""
    within: int | None = None


@dataclass(frozen=True, slots=True)
class Wait:
    """From one date to another, and the most days that count."""

    start: str
    end: str
    within: int | None = None


@dataclass(frozen=True, slots=True)
class Trial:
    """Invented rows, by table, and what a measure must make of them."""

    name: str
    period: str
    rows: Mapping[str, Any]
    expect: str


@dataclass(frozen=True, slots=True)
class Measure:
    """A figure worked out from an extract, as whole numbers: how many, of how many, or how many days.

    FHIR's order: who is looked at (*among*), who is left out, what counts, and
    who is excused if they do not count.
    """

    id: str
    title: str
    form: Form
    counting: str
    among: Rows
    left_out: tuple[Mark, ...] = ()
    excused: tuple[Mark, ...] = ()
    counted: Mark | None = None
    wait: Wait | None = None
    percentile: Fraction | None = None
    steps: tuple[Rows, ...] = ()
    distinct: str = ""
    fewest: int = 1
    citations: tuple[Citation, ...] = ()
    examples: tuple[Trial, ...] = ()
    digest: str = ""
    written: Written | None = field(default=None, compare=False)


def in_group(measure: Measure, what: str, group: str) -> Measure:
    """*measure* with only those looked at who are in a group, such as "main substance" "opiate"."""
    condition = Condition(term_of_group(what), (group,))
    among = replace(measure.among, where=(*measure.among.where, condition))
    return replace(measure, among=among, steps=(among, *measure.steps[1:]) if measure.steps else ())


def term_of_group(what: str) -> str:
    """The term that tells groups apart which are called *what*: main-substance for "Main substance"."""
    return what.casefold().replace(" ", "-")


class Need(StrEnum):
    """What a column must be for a measure to read it."""

    ANYTHING = "anything"
    DATE = "a date"
    EVERY = "a date that every row has"


def terms_of(measure: Measure) -> tuple[tuple[str, str, Need], ...]:
    """What a measure reads: table, term and what that must be, each once."""
    return tuple(dict.fromkeys(_terms(measure)))


def _terms(measure: Measure) -> Iterator[tuple[str, str, Need]]:
    table = measure.among.table
    for rows in rows_read(measure):
        yield from _of_rows(rows, rows.table or table)
    if measure.wait:
        yield (table, measure.wait.start, Need.DATE)
        yield (table, measure.wait.end, Need.DATE)
    if measure.distinct:
        yield (table, measure.distinct, Need.ANYTHING)


def rows_read(measure: Measure) -> tuple[Rows, ...]:
    """All rows that a measure describes; those without a table are of the table it looks at."""
    return (measure.among, *(each.rows for each in marks_of(measure)), *measure.steps)


def marks_of(measure: Measure) -> tuple[Mark, ...]:
    """Everything that marks a row: as left out, excused or counted."""
    return (*measure.left_out, *measure.excused, *((measure.counted,) if measure.counted else ()))


def _of_rows(rows: Rows, table: str) -> Iterator[tuple[str, str, Need]]:
    if rows.table:
        yield (table, "", Need.ANYTHING)
    for each in rows.where:
        yield (table, each.term, Need.ANYTHING)
    if rows.dated:
        yield (table, rows.dated, Need.EVERY)
    for n, term in enumerate(rows.during):
        yield (table, term, Need.DATE if n else Need.EVERY)


# -- reading

# What each shape needs besides its name, and what it must not have.
_NEEDS: Mapping[Form, tuple[str, ...]] = {
    Form.RATIO: ("among", "counted"),
    Form.COUNT: ("among",),
    Form.WITHIN: ("among", "wait"),
    Form.DAYS: ("among", "wait", "percentile"),
    Form.FOLLOW_UP: ("among", "counted"),
    Form.LATEST: ("among",),
    Form.STEPS: ("steps",),
}
_USES: Mapping[Form, tuple[str, ...]] = {
    Form.RATIO: ("counting", "left-out", "excused"),
    Form.COUNT: ("counting", "distinct", "left-out"),
    Form.WITHIN: ("counting", "left-out", "excused"),
    Form.DAYS: (),
    Form.FOLLOW_UP: (),
    Form.LATEST: (),
    Form.STEPS: (),
}
_SHAPED = ("counting", "among", "left-out", "excused", "counted", "wait", "percentile", "steps", "distinct")
_ALWAYS_COUNTED = {Form.STEPS: "people"}
_OF_CLIENTS = {"clients": "people"}  # who has a row there for each service is one person


def read_measure(tree: Tree) -> tuple[Measure | None, tuple[Finding, ...]]:
    """The measure in *tree*, and everything found. None when it cannot be made out."""
    faults = Faults(tree)
    filled = read_file(tree, "measure", faults)
    if filled is None or "shape" not in filled.values or "measure" not in filled.values:
        return None, told_once(faults)
    form = Form(filled.get("shape"))
    whole = _has_its_headings(form, filled, faults)
    measure = _measure(form, filled, tree.source.digest, faults) if whole else None
    if measure:
        _check_file_name(measure, filled, tree, faults)
    return measure, told_once(faults)


def _has_its_headings(form: Form, filled: Filled, faults: Faults) -> bool:
    for key in _NEEDS[form]:
        if not filled.wrote(key):
            message = f'A measure of the shape {form} needs "{key}".'
            faults.add(
                f.MISSING_HEADING, filled.written.values["shape"], message, remedy=f"Add {key} under it."
            )
    for key in _SHAPED:
        if filled.wrote(key) and key not in (*_NEEDS[form], *_USES[form]):
            message = f'"{key}" says nothing in a measure of the shape {form}.'
            faults.add(f.HEADING_ELSEWHERE, filled.written.keys[key], message, remedy="Delete it.")
    return all(filled.get(key) is not None for key in _NEEDS[form])


def _measure(form: Form, filled: Filled, digest: str, faults: Faults) -> Measure | None:
    steps = tuple(rows_of(each, faults) for each in filled.get("steps", ()))
    among = filled.get("among")
    rows = rows_of(among, faults) if isinstance(among, Filled) else steps[0]
    if not (rows.dated or rows.during):
        message = "It is not said which date must lie in the period, or which stretch must touch it."
        remedy = "Add dated with a date, or during with two."
        faults.add(f.MISSING_HEADING, filled.written.keys["among"], message, remedy=remedy)
        return None
    counted = filled.get("counted")
    wait = filled.get("wait")
    percentile: Quantity | None = filled.get("percentile")
    return Measure(
        id=filled.get("measure", ""),
        title=filled.get("title", ""),
        form=form,
        counting=_ALWAYS_COUNTED.get(form, filled.get("counting", _OF_CLIENTS.get(rows.table, rows.table))),
        among=rows,
        left_out=_marks(filled, "left-out", faults),
        excused=_marks(filled, "excused", faults),
        counted=_mark(counted, faults) if isinstance(counted, Filled) else None,
        wait=_wait(wait, faults) if isinstance(wait, Filled) else None,
        percentile=percentile.value if percentile else None,
        steps=steps,
        distinct=filled.get("distinct", ""),
        fewest=filled.get("fewest", 1),
        citations=tuple(citation_of(each) for each in filled.get("citations", ())),
        examples=tuple(_trial(each) for each in filled.get("examples", ())),
        digest=digest,
        written=filled.written,
    )


def rows_of(filled: Filled, faults: Faults) -> Rows:
    """The rows that a record of a measure or a dataset describes."""
    where: list[Named] = filled.get("where", [])
    return Rows(
        table=filled.get("rows", ""),
        where=tuple(_condition(each, faults) for each in where if each.value is not UNREAD),
        dated=filled.get("dated", ""),
        during=filled.get("during", ())[:2],
    )


def _condition(named: Named, faults: Faults) -> Condition:
    if named.value == RECORDED:
        return Condition(named.name)
    words = (named.value,) if isinstance(named.value, str) else tuple(named.value)
    if RECORDED in words:
        message = f'"{RECORDED}" is any word at all, so it does not stand in a list with others.'
        remedy = f"Write {named.name}: {RECORDED}, or only the words that count."
        faults.add(f.UNKNOWN_CHOICE, named.at, message, remedy=remedy)
    return Condition(named.name, words)


def _marks(filled: Filled, key: str, faults: Faults) -> tuple[Mark, ...]:
    return tuple(_mark(each, faults) for each in filled.get(key, ()))


def _mark(filled: Filled, faults: Faults) -> Mark:
    rows = rows_of(filled, faults)
    if rows.table and not filled.wrote("joined-by"):
        message = f"It is not said what joins the {rows.table} to those looked at."
        place = filled.written.values.get("rows", filled.written.span)
        faults.add(
            f.MISSING_HEADING, place, message, remedy="Add joined-by: person, episode or intervention."
        )
    return Mark(rows, filled.get("joined-by", "") if rows.table else "", _days(filled, faults))


def _wait(filled: Filled, faults: Faults) -> Wait:
    return Wait(filled.get("from", ""), filled.get("to", ""), _days(filled, faults))


_IN_DAYS = {Unit.DAYS: 1, Unit.WEEKS: 7}


def _days(filled: Filled, faults: Faults) -> int | None:
    """The length under "within" in days. An extract's dates can tell days and weeks, and nothing finer."""
    length: Quantity | None = filled.get("within")
    if length is None:
        return None
    if length.unit not in _IN_DAYS or length.number.denominator != 1:
        message = "The dates of an extract tell whole days apart, and neither hours nor working days."
        faults.add(
            f.TARGET_KIND, filled.written.values["within"], message, remedy="Write it in days or weeks."
        )
        return None
    return int(length.number) * _IN_DAYS[length.unit]


def _trial(filled: Filled) -> Trial:
    rows = filled.nodes.get("rows")
    return Trial(
        filled.get("name", ""),
        filled.get("period", "2026-27-Q1"),
        plain(rows) if isinstance(rows, Node) else {},
        filled.get("expect", ""),
    )


def _check_file_name(measure: Measure, filled: Filled, tree: Tree, faults: Faults) -> None:
    path = tree.source.path
    if path.endswith((".yaml", ".yml")) and not f"/{path}".endswith(f"/{measure.id}.yaml"):
        message = f"{measure.id} is looked for in a file called {measure.id}.yaml."
        remedy = "Rename the file, or correct the name of the measure."
        faults.add(f.FILE_NAME_DIFFERS, filled.written.values["measure"], message, remedy=remedy)
