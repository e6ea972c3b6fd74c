"""Read a text that is written plainly, line by line, without a parser.

In: a text with no hidden character in it.  Out: the tree of nodes that the parser's
events make, or None for a text with anything in it that is not as plain as most
specifications are: one thing on each line, words without a second meaning, and
brackets that close on their line.  Nothing is ever reported from here, and
nothing is guessed: whoever asks reads a text that is not plain with the parser.

It takes a quarter of the time that the parser's events take, and the library of
the parser is not even imported.  That both make the same of a text, to the column, is held by
``tests/test_plainly.py``.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from specrules.base.findings import Span
from specrules.base.frozen import NamedTuple
from specrules.text.characters import CURLY_QUOTES, are_apart
from specrules.text.nodes import Entry, Mapping, Scalar, Sequence, Style

if TYPE_CHECKING:
    from specrules.text.nodes import Node

# A longer text, key or nest meets limits that only the reader of events knows.
_LONGEST = 150_000
_LONGEST_LINE = 64 * 1024
_LONGEST_KEY = 200
_MOST_LEVELS = 24

# A word goes on to the next space; a colon or a # is part of it where neither can mean anything.
_REST = r"(?:[^\s:#]|:(?=\S)|(?<=\S)#)"
_WORDS = rf"[A-Za-z0-9£(</]{_REST}*+(?: ++(?!#){_REST}++)*+"
_QUOTED = r"\"[^\"\\\n]*+\"|'[^'\n]*+'"
_KEY = r"[A-Za-z0-9][A-Za-z0-9_./()'-]*+(?: [A-Za-z0-9_./()'-]++)*+"
_LINE = re.compile(
    "^(?:"
    " *+(?:#.*+)?"  # nothing, or a remark
    r"|( *+)(- ++)?"  # how far in; an item of a list
    rf"(?:({_KEY}):(?= |$)( *))?"  # a heading, and what is between it and its value
    rf"(?:({_WORDS})|({_QUOTED})|([\[{{].*+))?"
    "(?: *| +#.*)"
    "|(.+)"  # not as plain as this
    ")$",
    re.MULTILINE,
)
_NOTHING = ("",) * 8

# In brackets commas and colons have a meaning, so fewer characters make a word.
_INSIDE = r"[^\s,:?#\[\]{}]"
_WORDS_INSIDE = rf"[A-Za-z0-9£(</]{_INSIDE}*+(?: ++{_INSIDE}++)*+"
_VALUE_INSIDE = re.compile(rf" *+(?:([\[{{])|({_WORDS_INSIDE})|({_QUOTED}))")
_KEY_INSIDE = re.compile(rf" *+({_KEY}): ++")
_NEXT = re.compile(r" *+([,\]}])")
_TAIL = re.compile(" *+$| ++#")
_BEHIND = -1


class _NotPlain(Exception):
    """There is something in the text for which the parser is needed."""


class _Row(NamedTuple):
    """A line with something on it. An item of a list is a row for its dash, and another for what follows."""

    line: int
    column: int
    is_item: bool
    key: str = ""
    gap: str = ""
    words: str = ""
    quoted: str = ""
    brackets: str = ""


def read_plainly(text: str, line: int = 1) -> Mapping | None:
    """What is in *text*, which begins on *line*, or None where it is not plain."""
    text = text.replace("\r\n", "\n") if "\r" in text else text
    if len(text) > _LONGEST or not text.replace("\n", "").isprintable():
        return None
    try:
        rows = _rows(text, line)
        root, behind = _mapping(rows, 0, 0, _MOST_LEVELS) if rows[0].key else (None, 0)
    except _NotPlain:
        return None
    return root if rows[behind].column == _BEHIND else None


def _rows(text: str, begins: int) -> list[_Row]:
    """The lines with something on them from line *begins* on, and one behind the last. Raises _NotPlain."""
    rows: list[_Row] = []
    make, add = tuple.__new__, rows.append
    for line, found in enumerate(_LINE.findall(text), begins):
        if found == _NOTHING:
            continue
        indent, dash, key, gap, words, quoted, brackets, other = found
        if other or len(key) > _LONGEST_KEY or len(words) > _LONGEST_LINE or len(quoted) > _LONGEST_LINE:
            raise _NotPlain
        column = len(indent)
        if dash:
            add(_Row(line, column, True))
            column += len(dash)
        add(make(_Row, (line, column, False, key, gap, words, quoted, brackets)))
    add(_Row(0, _BEHIND, False))
    return rows


def _mapping(rows: list[_Row], at: int, column: int, levels: int) -> tuple[Mapping, int]:
    """The headings that begin in *column* at row *at* and what is under them, and the row behind."""
    make = tuple.__new__
    entries: list[Entry] = []
    names: list[str] = []
    first = rows[at].line
    while True:
        line, place, is_item, key, gap, words, quoted, brackets = row = rows[at]
        if place != column:
            if place > column:
                raise _NotPlain
            break
        if is_item or not key:
            raise _NotPlain
        names.append(key)
        at += 1
        start = column + 1
        end = start + len(key)
        heading = make(Scalar, (key, make(Span, (line, start, line, end)), Style.PLAIN))
        value: Node
        if words and words.isascii():
            start = end + 1 + len(gap)
            value = make(Scalar, (words, make(Span, (line, start, line, start + len(words))), Style.PLAIN))
        elif words or quoted or brackets:
            value = _on_line(row, end + 1 + len(gap))
        else:
            value, at = _below(rows, at, column, levels)
        entries.append(make(Entry, (heading, value)))
    if not are_apart(names):
        raise _NotPlain
    _, _, end_line, end_column = entries[-1].value.span
    return make(Mapping, (tuple(entries), make(Span, (first, column + 1, end_line, end_column)))), at


def _below(rows: list[_Row], at: int, column: int, levels: int) -> tuple[Node, int]:
    """What stands under a heading in *column*, from row *at* on, and the row behind it."""
    row = rows[at]
    if not levels:
        raise _NotPlain
    if row.is_item and row.column >= column:
        return _sequence(rows, at, row.column, levels - 1)
    if row.key and row.column > column:
        return _mapping(rows, at, row.column, levels - 1)
    raise _NotPlain


def _sequence(rows: list[_Row], at: int, column: int, levels: int) -> tuple[Sequence, int]:
    """The items whose dashes are in *column* from row *at* on, and the row behind the last."""
    items: list[Node] = []
    first = rows[at].line
    while rows[at].is_item and rows[at].column == column:
        row = rows[at + 1]
        if row.key:
            if not levels:
                raise _NotPlain
            item, at = _mapping(rows, at + 1, row.column, levels - 1)
            items.append(item)
        elif row.words or row.quoted or row.brackets:
            items.append(_on_line(row, row.column + 1))
            at += 2
        else:
            raise _NotPlain
    if rows[at].column > column:
        raise _NotPlain
    _, _, end_line, end_column = items[-1].span
    return Sequence(tuple(items), Span(first, column + 1, end_line, end_column)), at


def _on_line(row: _Row, start: int) -> Node:
    """What the value of *row* is, which begins in column *start*."""
    if row.words:
        return _plain(row.words, row.line, start)
    if row.quoted:
        return _in_quotes(row.quoted, row.line, start)
    node, end = _in_brackets(row.brackets, 0, row.line, start, _MOST_LEVELS)
    if not _TAIL.match(row.brackets, end):
        raise _NotPlain
    return node


def _plain(words: str, line: int, start: int) -> Scalar:
    if words[-1] in _CURLY:
        raise _NotPlain
    return Scalar(words, Span(line, start, line, start + len(words)), Style.PLAIN)


def _in_quotes(quoted: str, line: int, start: int) -> Scalar:
    style = Style.DOUBLE if quoted[0] == '"' else Style.SINGLE
    return Scalar(quoted[1:-1], Span(line, start, line, start + len(quoted)), style)


_CURLY = frozenset("".join(CURLY_QUOTES))


def _in_brackets(text: str, at: int, line: int, column: int, levels: int) -> tuple[Node, int]:
    """The list or headings in the brackets of *text* that open at *at*, and where they end.

    *column* is that of the first character.  Raises _NotPlain.
    """
    if not levels:
        raise _NotPlain
    sign, end = "]" if text[at] == "[" else "}", at + 1
    entries: list[Entry] = []
    nodes: list[Node] = []
    found = _NEXT.match(text, end)
    while not (found and found[1] == sign):
        if nodes and not (found and found[1] == ","):
            raise _NotPlain
        key, end = (None, end) if sign == "]" else _key_in_brackets(text, end, line, column)
        node, end = _value_in_brackets(text, end, line, column, levels)
        nodes.append(node)
        if key:
            entries.append(Entry(key, node))
        found = _NEXT.match(text, end)
        end = found.end() if found else end
    span = Span(line, column + at, line, column + found.end())
    if sign == "]":
        return Sequence(tuple(nodes), span), found.end()
    if not are_apart([key.text for key, _ in entries]):
        raise _NotPlain
    return Mapping(tuple(entries), span), found.end()


def _key_in_brackets(text: str, at: int, line: int, column: int) -> tuple[Scalar, int]:
    match = _KEY_INSIDE.match(text, at)
    if match is None or len(match[1]) > _LONGEST_KEY:
        raise _NotPlain
    return _plain(match[1], line, column + match.start(1)), match.end()


def _value_in_brackets(text: str, at: int, line: int, column: int, levels: int) -> tuple[Node, int]:
    match = _VALUE_INSIDE.match(text, at)
    if match is None:
        raise _NotPlain
    opens, words, quoted = match.groups()
    if opens:
        return _in_brackets(text, match.start(1), line, column, levels - 1)
    if words:
        return _plain(words, line, column + match.start(2)), match.end()
    return _in_quotes(quoted, line, column + match.start(3)), match.end()
