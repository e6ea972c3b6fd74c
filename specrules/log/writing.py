"""Write actions into a meeting log, so that nothing else in it moves.

In: the text of a log, actions to add, and closings of actions that are in it.
Out: the new text.  Records are added below the last one; comments, blank lines and
every other record stay as they are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from specrules.base.errors import NotWritten
from specrules.base.files import Source
from specrules.base.findings import Severity, Span
from specrules.log.model import Closes
from specrules.log.reading import read_log
from specrules.text.edits import Edit, apply, quote
from specrules.text.tree import Mapping, Scalar, Sequence, read_tree

if TYPE_CHECKING:
    from collections import abc
    from collections.abc import Iterable, Iterator
    from datetime import date

    from specrules.log.model import Action, Closing

EMPTY = "specrules: meeting log 1\n"


def written(actions: Iterable[Action], indent: str = "  ") -> str:
    """Actions as the YAML of a meeting log, without their heading."""
    return "".join(line for action in actions for line in _record(action, indent))


def with_actions(
    text: str, actions: Iterable[Action], closings: abc.Mapping[str, Closing], kept_to: date, file: str
) -> str:
    """The text of a log with *actions* added, and those named in *closings* closed.

    Raises NotWritten when the log has errors, or would have them afterwards.
    """
    root = _root(text, file)
    edits = [*_closed(root, closings), *_added(text, root, tuple(actions)), *_kept_to(root, kept_to)]
    new = apply(text, edits)
    _root(new, file)
    return new


def _root(text: str, file: str) -> Mapping:
    """The tree of a log that can be read without an error."""
    tree = read_tree(Source(file, text, "", "utf-8"))
    errors = [each for each in read_log(tree)[1] if each.severity is Severity.ERROR]
    if errors or not isinstance(tree.root, Mapping):
        why = f": {errors[0].place}: {errors[0].message}" if errors else ""
        raise NotWritten(f"{file} was not written{why} Look at it first with: specrules lint {file}")
    return tree.root


def _record(action: Action, indent: str) -> Iterator[str]:
    """One action, a line for each of its headings."""
    by = f"{{role: {quote(action.by.role)}}}"
    values = {
        "id": action.id,
        "requirement": action.requirement,
        "party": action.party,
        "period": action.period.name,
        "date": action.on.isoformat(),
        "by": by,
        "does": quote(action.does),
        "owner": quote(action.owner),
        "due": action.due.isoformat() if action.due else "",
        "evidence": action.evidence,
        "closes-when": "" if action.closes_when is Closes.MET else str(action.closes_when),
    }
    lines = [f"{key}: {value}\n" for key, value in values.items() if value not in ("", '""')]
    yield f"{indent}- {lines[0]}"
    yield from (f"{indent}  {line}" for line in lines[1:])


def _added(text: str, root: Mapping, actions: tuple[Action, ...]) -> Iterator[Edit]:
    """Actions below the last one, or at the end of a log that has none."""
    if not actions:
        return
    entry = root.get("actions")
    if entry is None:
        below = len(text.splitlines()) + 1
        yield Edit(Span(below, 1, below, 1), f"actions:\n{written(actions)}")
        return
    items = entry.value.items if isinstance(entry.value, Sequence) else ()
    if not items or items[0].span.line == entry.key.span.line:
        raise NotWritten(
            "The actions stand on one line with their heading. Write each on lines of its own, with a dash."
        )
    indent = " " * (items[0].span.column - 3)
    below = items[-1].span.end_line + 1
    yield Edit(Span(below, 1, below, 1), written(actions, indent))


def _closed(root: Mapping, closings: abc.Mapping[str, Closing]) -> Iterator[Edit]:
    """A closing at the end of each action that has one."""
    entry = root.get("actions")
    for record in entry.value.items if entry and isinstance(entry.value, Sequence) else ():
        if isinstance(record, Mapping) and (closing := closings.get(_id(record))):
            yield _closing(record, _said(closing))


def _id(record: Mapping) -> str:
    entry = record.get("id")
    return entry.value.text if entry and isinstance(entry.value, Scalar) else ""


def _said(closing: Closing) -> str:
    period = f"period: {closing.period.name}, " if closing.period else ""
    by = f"by: {{role: {quote(closing.by.role)}}}"
    return f"closed: {{date: {closing.on.isoformat()}, {by}, {period}evidence: {quote(closing.evidence)}}}"


def _closing(record: Mapping, said: str) -> Edit:
    """The closing as the last heading of a record, be it in curly brackets or on lines of its own."""
    first, span = record.entries[0].key.span, record.span
    if span[:2] < first[:2]:
        inside = Span(span.end_line, span.end_column - 1, span.end_line, span.end_column - 1)
        return Edit(inside, f", {said}")
    below = span.end_line + 1
    return Edit(Span(below, 1, below, 1), f"{' ' * (first.column - 1)}{said}\n")


def _kept_to(root: Mapping, day: date) -> Iterator[Edit]:
    """The day up to which the log is kept, where it is later than before."""
    entry, text = root.get("kept-to"), day.isoformat()
    if entry is None:
        below = root.entries[0].value.span.end_line + 1
        yield Edit(Span(below, 1, below, 1), f"kept-to: {text}\n")
    elif isinstance(entry.value, Scalar) and entry.value.text.strip() < text:
        yield Edit(entry.value.span, text)
