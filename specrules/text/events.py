"""Read YAML text into nodes by the events of a parser, and find what is not good YAML on the way.

In: a text.  Out: its nodes, as far as it can be read, and a finding for everything
in it that is refused.  Only the parser's events are used.  Nothing is ever constructed from
a file, and what YAML offers beyond plain lists, headings and text (tags, anchors,
merge keys, several documents) is refused, as is what would make a file grow, nest or hide without end.
"""

from __future__ import annotations

import re
from itertools import repeat
from typing import TYPE_CHECKING, Any

from yaml import CSafeLoader, YAMLError
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from specrules.base.files import lines_of, span_of
from specrules.base.findings import Finding, Place, Severity, Span
from specrules.base.frozen import replace
from specrules.text.characters import (
    CURLY_QUOTES,
    MOST_PLACES,
    ODD_SPACES,
    alike,
    are_apart,
    hidden_character,
    hidden_in,
    in_curly_quotes,
    short,
)
from specrules.text.nodes import Entry, Mapping, Scalar, Sequence, Style

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from specrules.text.nodes import Node
    from specrules.text.trouble import Trouble

MOST_LEVELS = 64
MOST_EVENTS = 200_000
MOST_ALIASES = 100
LONGEST_TEXT = 64 * 1024
#: Of each kind in one file; one more says how many there are.
MOST_FINDINGS = 50

GIVEN_TWICE = ("FI102", "given-twice")
REPEATS_ITSELF = ("FI110", "repeats-itself")
CURLY = ("FI112", "curly-quotes")
ODD_SPACE = ("FI113", "odd-space")
NEARLY_THE_SAME = ("FI116", "nearly-the-same-key")
TAG = ("FI117", "tag-used")
NESTED = ("FI118", "nested-too-deep")
TOO_LARGE = ("FI119", "too-large")
NOT_LINED_UP = ("FI115", "not-lined-up")
SECOND_DOCUMENT = ("FI120", "second-document")
NOT_YAML = ("FI199", "not-yaml")


class _Enough(Exception):
    """Reading stops here on purpose; a finding says why."""


_SUSPECT = frozenset(ODD_SPACES).union(*CURLY_QUOTES)
_SIGNS = {"'": "'", '"': '"', "[": "]", "{": "}"}
_STYLES = {"": Style.PLAIN, "'": Style.SINGLE, '"': Style.DOUBLE, "|": Style.BLOCK, ">": Style.BLOCK}


def _has_long_line(text: str) -> bool:
    return len(text) > LONGEST_TEXT and max(map(len, lines_of(text))) > LONGEST_TEXT


def _may_have_signs(text: str) -> bool:
    """Whether there may be an anchor or a tag in *text*."""
    return ("&" in text or "!" in text) and bool(re.search(r"(?:^|[\s\[{,])(?:&[\w-]|!)", text))


_NO_COLON = "There is no colon after"
# What people write for a colon and a space between a heading and its value.
_COLON_OF_ANOTHER_KIND = r"([A-Za-z][\w-]*)\s*([:=;\uff1a])"
# Headings that take a list of names, and where such a list without its brackets ends.
_OF_A_LIST = frozenset(
    ("each-of", "jointly", "all", "any", "covers", "choices", "sites", "subcontractors", "answers", "changes")
)
_WANTS_A_LIST = " wants a list, in square brackets."
_LAST_ITEM = re.compile(r",\s*[\w-]+:\s|[}\]#]")
# The end of a number in thousands, or of a date in words, with its comma.
_CUT_IN_PARTS = "In curly brackets a comma ends a value, so"
_CUT = r"[0-9],(?:[0-9]{2,3}(?![0-9])|[0-9](?:m|k|bn|%|$))|[A-Za-z]+ [0-9]{1,2}(?:st|nd|rd|th)?, ?[0-9]{4}$"
# What follows a heading that has lost its colon.
_A_TARGET = r"^(?:at least|no more than|within|exactly|between|one of)\b"


class Reader:
    """One pass over the events of a text, as far as it goes.

    A *mended* text may have stand-ins in it for other characters (``specrules.text.mending``).
    """

    def __init__(self, path: str, text: str, *, mended: bool = False) -> None:
        self.path = path
        self.text = text
        self.mended = mended
        self.root: Node | None = None
        self.complete = True
        self.fault: Exception | None = None
        self._lines: list[str] = []
        # What is being read, outermost first: the event that opened it, and its headings and values in turn.
        self._stack: list[tuple[Any, list[Any]]] = [(None, [])]
        self._findings: list[Finding] = []
        self._reported: dict[str, int] = {}
        self._documents = self._aliases = 0
        self._repeats: list[Span] = []
        self._hidden: dict[str, list[Span]] = {}
        self._inside: list[range] = []
        self._dashes: list[int] = []
        self._last: Node | None = None
        # Most files have none of this, and then most of their texts need no second look.
        self._careful = "\\" in text or _may_have_signs(text) or _has_long_line(text)

    # --- the pass

    def read(self) -> None:
        """Read the text to its end, or as far as it can be read."""
        try:
            self._read_events(CSafeLoader(self.text).get_event)
        except _Enough:
            self.complete = False
        except (YAMLError, UnicodeError) as fault:
            # Its traceback has this reader in it: the two would stay until Python looks for such rings.
            self.fault, self.complete = fault.with_traceback(None), False
            if "nesting depth" in (getattr(fault, "problem", "") or ""):
                self._too_deep(self._first_too_deep(*self._stopped_at()))
                self.fault = None
        self._last = next(reversed(self._stack[-1][1]), None)
        self._close_all()

    def _read_events(self, get: Callable[[], Any]) -> None:
        # Every start-up of the linter runs this loop; calls in it are dear.
        add, careful, is_ascii = self._stack[-1][1].append, self._careful, self.text.isascii()
        styles, make = _STYLES, tuple.__new__
        for _ in range(MOST_EVENTS):
            event = get()
            kind = event.__class__
            if kind is ScalarEvent:
                start, end, text = event.start_mark, event.end_mark, event.value
                line, last = start.line + 1, end.line + 1
                span = make(Span, (line, start.column + 1, last, end.column + 1))
                scalar = make(Scalar, (text, span, styles[event.style]))
                if careful or line != last or not text or not (is_ascii or text.isascii()):
                    scalar = self._second_look(event, scalar)
                add(scalar)
            elif kind is MappingEndEvent or kind is SequenceEndEvent:
                add = self._close(event)
            elif kind is MappingStartEvent or kind is SequenceStartEvent:
                add = self._open(event)
            elif kind is AliasEvent:
                add(self._alias(event))
            elif kind is DocumentStartEvent:
                self._document(event)
            elif kind is StreamEndEvent:
                return
        message = f"This file has more than {MOST_EVENTS:,} entries. The rest of it was not read."
        self._report(TOO_LARGE, None, message, "Split it, or take out what does not belong in it.")
        raise _Enough

    def _open(self, start: Any) -> Callable[[Node], None]:
        if self._careful:
            self._properties(start)
        if len(self._stack) > MOST_LEVELS:
            self._too_deep(_sized(_span(start), 1))
            raise _Enough
        nodes: list[Node] = []
        self._stack.append((start, nodes))
        return nodes.append

    def _too_deep(self, span: Span) -> None:
        message = f"This is nested more than {MOST_LEVELS} levels deep. The rest was not read."
        self._report(NESTED, span, message, "Write it with fewer lists inside lists.")

    def _first_too_deep(self, line: int, stopped: int) -> Span:
        """The bracket too many, on a line with a thousand: libyaml 0.2.6 gives up before it tells of any."""
        opened = [start.start_mark for start, _ in self._stack[1:]]
        last = max((mark.column for mark in opened if mark.line == line), default=-1)
        untold = [each.start() for each in re.finditer(r"[\[{]", self._line(line + 1)) if each.start() > last]
        column = next(iter(untold[MOST_LEVELS - len(opened) :]), stopped)
        return Span(line + 1, column + 1, line + 1, column + 2)

    def _close(self, end: Any) -> Callable[[Node], None]:
        start, nodes = self._stack.pop()
        outer, siblings = self._stack[-1]
        mark, make = start.start_mark, tuple.__new__
        if (start.flow_style and end) or not nodes:
            last = (end or start).end_mark
            line, column = last.line + 1, last.column + 1
        else:
            # To the parser it ends where the next thing begins; to a reader, with its last value.
            _, _, line, column = nodes[-1].span
        span = make(Span, (mark.line + 1, mark.column + 1, line, column))
        is_mapping = start.__class__ is MappingStartEvent
        node: Node = self._mapping(nodes, span) if is_mapping else make(Sequence, (tuple(nodes), span))
        if self._findings and start.flow_style and isinstance(node, Mapping) and len(nodes) > 2:
            node = self._list_in_curly_brackets(node)
        if outer.__class__ is MappingStartEvent and len(siblings) % 2 == 0:
            node = self._not_a_heading(span, report=end is not None)
        siblings.append(node)
        return siblings.append

    def _close_all(self) -> None:
        """Close what a fault left open, so that what was read can be used."""
        while len(self._stack) > 1:
            start, nodes = self._stack[-1]
            if start.__class__ is MappingStartEvent and len(nodes) % 2:
                _, _, line, column = nodes[-1].span
                nodes.append(Scalar("", Span(line, column, line, column), Style.PLAIN))
            self._close(None)
        root = next(iter(self._stack[0][1]), None)
        # Three dashes alone are a document with an empty text in it.
        self.root = None if root is None or _is_nothing(root) else root

    def _document(self, event: Any) -> None:
        self._documents += 1
        if self._documents > 1:
            message = 'The line "---" begins a second document. What follows it was not read.'
            span = _sized(_span(event), 3)
            self._report(SECOND_DOCUMENT, span, message, "Take the line out, or make two files of it.")
            raise _Enough

    # --- headings

    def _mapping(self, nodes: list[Any], span: Span) -> Mapping:
        pairs, make = iter(nodes), tuple.__new__
        entries = tuple(map(make, repeat(Entry), zip(pairs, pairs, strict=True)))
        names = [key[0] for key in nodes[::2]]
        if not are_apart(names):
            entries = self._same_headings(entries)
        if "<<" in names:
            self._repeats += [key.span for key, _ in entries if key.text == "<<" and key.style is Style.PLAIN]
        return make(Mapping, (entries, span))

    def _same_headings(self, entries: tuple[Entry, ...]) -> tuple[Entry, ...]:
        """Report headings that are there twice; return the entries up to where all of them begin again."""
        others = list(_where_another_begins(entries))
        again = 0 if others else _where_all_begins_again(entries)
        if again:
            self._begins_again(entries[again - 1], entries[again:])
            entries = entries[:again]
        first = 0
        for place in others:
            self._too_far_right(entries[place])
            self._same_among(entries[first:place])
            first = place + 1
        self._same_among(entries[first:])
        # Of two, the one that says nothing is one line too many, and hides nothing of the other.
        said = {key.text for key, value in entries if not _is_nothing(value)}
        return tuple(each for each in entries if each.key.text not in said or not _is_nothing(each.value))

    def _begins_again(self, last: Entry, entries: tuple[Entry, ...]) -> None:
        """Report what has the headings of the thing above it, because its name is missing or a remark."""
        key = entries[0].key
        above = next((each for each in range(key.span.line - 1, 0, -1) if self._line(each).strip()), 1)
        remark = _NAME_MADE_A_REMARK.match(self._line(above))
        if remark and above > last.key.span.line:
            span = Span(above, remark.start(1) + 1, above, remark.end() + 1)
            message = "What begins with # is a remark, so the lines below it go on with what stands above."
            self._report(GIVEN_TWICE, span, message, f"Write {remark[2]}: without the #.")
            return
        message = (
            f'From here on headings are given again, "{short(key.text)}" first, as if something new began.'
        )
        remedy = "Write its name and a colon on a line above this one."
        if key.text == "specrules":
            message = "Here the file begins again, with the headings it has already. The rest was not read."
            remedy = "Delete one of the two copies, or make two files of them."
        self._report(GIVEN_TWICE, key.span, message, remedy)

    def _same_among(self, entries: Iterable[Entry]) -> None:
        exact: dict[str, Entry] = {}
        nearly: dict[str, Entry] = {}
        for entry in entries:
            text = entry.key.text
            if exact.setdefault(text, entry) is not entry:
                self._given_twice(exact[text], entry)
            elif nearly.setdefault(alike(text), entry) is not entry:
                self._nearly_the_same(nearly[alike(text)], entry)

    def _too_far_right(self, entry: Entry) -> None:
        """Report a name in the column of the headings that belong under it, and under the name above."""
        message = f'"{short(entry.key.text)}" begins in the same column as the headings below it.'
        remedy = "Begin it further to the left, in the column of the name before it."
        self._report(NOT_LINED_UP, entry.key.span, message, remedy)

    def _given_twice(self, one: Entry, two: Entry) -> None:
        if self._has_enough(GIVEN_TWICE):
            return
        name, values = short(two.key.text), f"{_on_line(one)} and {_on_line(two)}"
        message = f'"{name}" is given twice: {values}. Only one can count.'
        remedy = "Delete the one you do not want."
        if isinstance(one.value, Mapping) and isinstance(two.value, Mapping):
            remedy = "Delete the one you do not want, or give it another name."
        self._report(GIVEN_TWICE, two.key.span, message, remedy, also=one.key.span)

    def _nearly_the_same(self, one: Entry, two: Entry) -> None:
        if self._has_enough(NEARLY_THE_SAME):
            return
        first, second = (f'"{short(each.key.text)}" on line {each.key.span.line}' for each in (one, two))
        message = f"{second} and {first} differ only in capital letters, spaces or letters that look alike."
        remedy = "If they are one thing, delete one. If not, give them names that readers can tell apart."
        self._report(NEARLY_THE_SAME, two.key.span, message, remedy, also=one.key.span)

    def _list_in_curly_brackets(self, node: Mapping) -> Node:
        """*node*, or its headings as a list where none of several has a colon and a value."""
        told = {each.place.span for each in self._findings if each.message.startswith(_NO_COLON)}
        has_values = any(value.__class__ is not Scalar or value.text for _, value in node.entries)
        if has_values or node.entries[0].key.span not in told:
            return node
        self._findings = [each for each in self._findings if not _is_inside(each.place.span, node.span)]
        meant = f"[{', '.join(key.text for key, _ in node.entries)}]"
        message = "Curly brackets hold headings with values. A list stands in square brackets."
        self._report(NOT_YAML, node.span, message, f"Write {short(meant)} instead.", meant=meant)
        return Sequence(tuple(key for key, _ in node.entries), node.span)

    def _not_a_heading(self, span: Span, *, report: bool) -> Scalar:
        """Stand a text in for a list or mapping that was written where a heading belongs."""
        first = self._line(span.line)
        message = "A heading, the part before a colon, must be words. This one begins with a bracket."
        remedy = "Put the whole text in quotation marks."
        if first[: span.column - 1].endswith("{"):
            message = 'A text cannot begin with "{{" unless it is in quotation marks.'
        if first[: span.column - 1].strip() == "?":
            message = "A question mark stands before this heading, and means something else to YAML."
            remedy = "Delete it, and the space behind it."
        if report:
            self._findings = [each for each in self._findings if not _is_inside(each.place.span, span)]
            self._report(NOT_YAML, span, message, remedy)
        text = first[span.column - 1 : span.end_column - 1 if span.line == span.end_line else None]
        return Scalar(text, span, Style.PLAIN)

    # --- texts

    def _second_look(self, event: Any, scalar: Scalar) -> Scalar:
        """Return *scalar* put right, with findings for what a glance at its event would miss."""
        if scalar.span.line != scalar.span.end_line:
            scalar = self._of_several_lines(scalar)
        elif scalar.text == "" and scalar.style is Style.PLAIN:
            scalar = self._nothing_written(event, scalar)
        self._properties(event)
        if self.mended and not scalar.text.isascii():
            scalar = self._restored(scalar)
        if len(scalar.text) > LONGEST_TEXT:
            message = f"This text is too long: the limit for one text is {LONGEST_TEXT:,} characters."
            self._report(TOO_LARGE, scalar.span, message, "Shorten it.")
            scalar = scalar._replace(text=scalar.text[:LONGEST_TEXT])
        if not scalar.text.isprintable():
            scalar = self._without_hidden(event, scalar)
        if scalar.style is Style.PLAIN and (scalar.text[:1] in _SUSPECT or scalar.text[-1:] in _SUSPECT):
            scalar = self._as_meant(scalar)
        return scalar

    def _properties(self, event: Any) -> None:
        """Report an anchor or a tag on *event*."""
        if event.anchor:
            self._repeats.append(_sized(_span(event), len(event.anchor) + 1))
        if event.tag:
            from specrules.text.mending import tag_message

            span = _span(event)
            tag = self._line(span.line)[span.column - 1 :].split(maxsplit=1)[0]
            remedy = "Delete it, or put the whole text in quotation marks."
            self._report(TAG, _sized(span, len(tag)), tag_message(tag), remedy)

    def _alias(self, event: Any) -> Scalar:
        self._repeats.append(_span(event))
        self._aliases += 1
        if self._aliases > MOST_ALIASES:
            raise _Enough
        return Scalar(f"*{event.anchor}", _span(event), Style.PLAIN)

    def _of_several_lines(self, scalar: Scalar) -> Scalar:
        span = scalar.span
        if scalar.style is Style.BLOCK:
            return self._block(scalar)
        self._inside.append(range(span.line, span.end_line))
        if scalar.style is Style.PLAIN and not (self.mended and _begins_with_stand_in(scalar.text)):
            lines = enumerate(self._lines_of(span)[1:], span.line)
            self._dashes += [number for number, line in lines if line.lstrip().startswith("- ")]
        return scalar

    def _block(self, scalar: Scalar) -> Scalar:
        """Let a block text end with its last line; to the parser it ends where the next thing begins."""
        span = scalar.span
        last = span.end_line if span.end_column > 1 else span.end_line - 1
        while last > span.line and not self._line(last).strip():
            last -= 1
        self._inside.append(range(span.line, last))
        if last > span.line:
            return scalar._replace(span=Span(span.line, span.column, last, len(self._line(last)) + 1))
        header = self._line(last)[span.column - 1 :].split()[0]
        scalar = scalar._replace(span=_sized(span, len(header)))
        # "target: >5" is an empty text, indented by five.
        return self._sign_at_start(scalar, header) if header[1:].isdigit() else scalar

    def _sign_at_start(self, scalar: Scalar, text: str) -> Scalar:
        message = f'A text cannot begin with "{text[0]}" unless it is in quotation marks.'
        remedy = "Put the whole text in quotation marks."
        self._report(NOT_YAML, scalar.span, message, remedy, meant=f'"{text}"')
        return Scalar(text, scalar.span, Style.PLAIN)

    def _nothing_written(self, event: Any, scalar: Scalar) -> Scalar:
        """Place an empty value just behind its colon or dash, and report a heading without a colon."""
        if event.start_mark.index != event.end_mark.index:
            return scalar._replace(text=self.text[event.start_mark.index : event.end_mark.index])
        line, column = scalar.span[:2]
        before = self._line(line)[: column - 1].rstrip()
        while line > 1 and not before:
            line -= 1
            before = self._line(line).rstrip()
        behind = Scalar("", Span(line, len(before) + 1, line, len(before) + 1), Style.PLAIN)
        outer, siblings = self._stack[-1]
        is_value = outer.__class__ is MappingStartEvent and len(siblings) % 2 == 1
        if before.endswith(":" if is_value else "-"):
            return behind
        key = siblings[-1] if is_value else None
        if key and outer.flow_style and self._has_said_no_colon(siblings[0]):
            return behind
        if key and outer.flow_style and self._is_in_round_brackets(key, siblings):
            return behind
        if key and outer.flow_style and self._is_of_a_list(key, siblings):
            return behind
        if key and outer.flow_style and (self._is_cut_again(key) or self._cut_by_a_comma(key, siblings)):
            return behind
        if key and "#" not in before and not any(each.place.span == key.span for each in self._findings[-1:]):
            self._no_colon(key, in_brackets=bool(outer.flow_style))
        # Behind a last line that is not ended the parser sees one line more.
        return behind if event.start_mark.index >= len(self.text) else scalar

    def _no_colon(self, key: Scalar, *, in_brackets: bool) -> None:
        """Report a heading without a colon, or what somebody took for one."""
        message = f'{_NO_COLON} "{short(key.text)}".'
        remedy = "Write a colon, a space and a value after it."
        sign = re.match(_COLON_OF_ANOTHER_KIND, key.text) if in_brackets else None
        if sign and sign[2] == ":":
            message = f'There is no space after "{sign[1]}:".'
            remedy = "Write a space after each colon."
        elif sign:
            message = f'"{sign[2]}" stands after "{sign[1]}" where a colon belongs.'
            remedy = "Write colons, each with a space after it."
        elif in_brackets and self._is_all_in_curly_brackets(key):
            message = f'Curly brackets stand round "{short(key.text)}", and are for headings.'
            remedy = "Take the brackets out."
        elif first := self._heading_before_words(key.text):
            message, remedy = f'{_NO_COLON} "{first}".', "Write a colon after it."
        self._report(NOT_YAML, key.span, message, remedy)

    def _is_all_in_curly_brackets(self, key: Scalar) -> bool:
        """Whether the words of *key* are all there is between two curly brackets."""
        line, column, _, end = key.span
        text = self._line(line)
        is_alone = text[: column - 1].rstrip()[-1:] + text[end - 1 :].lstrip()[:1] == "{}"
        return is_alone and " " in key.text and not self._heading_before_words(key.text)

    def _heading_before_words(self, text: str) -> str:
        """The first word of *text*, where more follow and it is a heading elsewhere in the file; else ""."""
        word, _, more = text.partition(" ")
        is_heading = more and re.search(rf"(?:^|[ {{,]){re.escape(word)}:(?= |$)", self.text, re.MULTILINE)
        return word if is_heading else ""

    def _has_said_no_colon(self, first: Any) -> bool:
        """Whether the heading that is *first* in its brackets was reported: the others are alike."""
        return any(each.place.span == first.span and each.code == NOT_YAML[0] for each in self._findings)

    def _is_in_round_brackets(self, key: Scalar, siblings: list[Any]) -> bool:
        """Whether *key* is an item of a list in round brackets, which its commas cut; reported if so."""
        line = self._line(key.span.line)
        start = line.rfind("(", 0, key.span.column)
        end = line.find(")", key.span.column)
        span = Span(key.span.line, start + 1, key.span.line, end + 2)
        if any(each.place.span == span for each in self._findings):
            return True
        first = siblings[-2] if len(siblings) > 1 else None
        if min(start, end) < 0 or first.__class__ is not Scalar or first.span[:2] != span[:2]:
            return False
        meant = f"[{line[start + 1 : end]}]"
        message = "A list stands in square brackets, not in round ones."
        self._report(NOT_YAML, span, message, f"Write {meant} instead.", meant=meant)
        siblings[-2] = first._replace(text=line[start : end + 1])
        return True

    def _is_of_a_list(self, key: Scalar, siblings: list[Any]) -> bool:
        """Whether *key* is an item of a list that lacks its square brackets; reported if so."""
        told = (each.place.span for each in self._findings if each.message.endswith(_WANTS_A_LIST))
        if any(span and _is_inside(key.span, span) for span in told):
            return True
        heading, value = siblings[-3:-1] if len(siblings) > 2 else (None, None)
        if heading.__class__ is not Scalar or heading.text not in _OF_A_LIST or value.__class__ is not Scalar:
            return False
        line, column = key.span.line, value.span.column
        items = _LAST_ITEM.split(self._line(line)[column - 1 :])[0].rstrip()
        if value.span.line != line or not value.text:
            return False
        meant = f"[{items}]"
        span = Span(line, column, line, column + len(items))
        self._report(
            NOT_YAML, span, f'"{heading.text}"{_WANTS_A_LIST}', f"Write {meant} instead.", meant=meant
        )
        siblings[-2] = value._replace(text=items, span=span)
        return True

    def _cut_by_a_comma(self, key: Scalar, siblings: list[Any]) -> bool:
        """Whether *key* is the end of a text such as £1,500, cut off by its comma; reported if so."""
        value = siblings[-2] if len(siblings) > 1 else None
        if value.__class__ is not Scalar or not value.text or value.span.line != key.span.line:
            return False
        written = self._line(key.span.line)[value.span.column - 1 : key.span.end_column - 1]
        is_choice = value.text.startswith("one of ")
        if not is_choice and not re.search(_CUT, written) and not self._goes_on_with(key.text):
            return False
        span = Span(*value.span[:2], *key.span[2:])
        self._report_cut(span, written)
        return True

    def _report_cut(self, span: Span, written: str) -> None:
        message = (
            f'{_CUT_IN_PARTS} "{short(written)}" was cut in {"two" if written.count(",") == 1 else "parts"}.'
        )
        remedy = f'Write it in quotation marks: "{short(written)}".'
        if re.search(r"[0-9],[0-9]{1,2}(?![0-9])", written):
            remedy = "Before pence or decimals write a stop, not a comma."
        is_date = re.search(r"[A-Za-z] [^,]*, ?[0-9]{4}$", written)
        self._report(NOT_YAML, span, message, "Write the date as year-month-day." if is_date else remedy)

    def _is_cut_again(self, key: Scalar) -> bool:
        """Whether *key* is the next part of a number that was cut by its commas; its end is reported then."""
        last = self._findings[-1] if self._findings else None
        at = last.place.span if last else None
        if not (
            last
            and at
            and last.message.startswith(_CUT_IN_PARTS)
            and re.match(r"[0-9]{3}(?![0-9])", key.text)
        ):
            return False
        if (at.end_line, at.end_column + 1) != key.span[:2]:
            return False
        span = Span(*at[:2], *key.span[2:])
        written = self._line(span.line)[span.column - 1 : span.end_column - 1]
        self._findings.pop()
        self._report_cut(span, written)
        return True

    def _goes_on_with(self, words: str) -> bool:
        """Whether *words* without a colon go on with the text before them: they begin with no heading."""
        first, _, rest = words.partition(" ")
        if rest and words.istitle() and f"{words}:" not in self.text:
            return True  # a name, such as Riverbank Recovery
        is_heading = "-" in first or not first.islower() or re.search(_A_TARGET, rest)
        return bool(rest) and not is_heading and f"{first}:" not in self.text

    def _restored(self, scalar: Scalar) -> Scalar:
        """Put back what stand-ins were read for; where they mended a fault, report it."""
        from specrules.text.mending import restored, slip_in

        text = restored(scalar.text)
        if text in ("*", "-") or scalar.style is not Style.PLAIN or in_curly_quotes(text):
            return Scalar(text, scalar.span, scalar.style)
        slip = slip_in(scalar.text) if text != scalar.text else None
        if slip is None:
            return scalar._replace(text=text)
        self._report(slip.rule, scalar.span, slip.message, slip.remedy, meant=slip.meant)
        return scalar._replace(text=slip.text)

    def _without_hidden(self, event: Any, scalar: Scalar) -> Scalar:
        """Return *scalar* without characters that cannot be seen, and note where they are."""
        found = hidden_in(scalar.text)
        for character in found:
            places = self._hidden.setdefault(character, [])
            if len(places) < MOST_PLACES:
                written = self.text[event.start_mark.index : event.end_mark.index]
                places.append(_within(scalar.span, written, written.find(character)))
        return scalar._replace(text=scalar.text.translate(dict.fromkeys(map(ord, found))))

    def _as_meant(self, scalar: Scalar) -> Scalar:
        """Return a plain text without special spaces or curly quotation marks round it, and report them."""
        text = scalar.text.strip(ODD_SPACES)
        if text != scalar.text:
            message = f'There is a special space (from Word or a web page) before or after "{short(text)}".'
            self._report(ODD_SPACE, scalar.span, message, "Delete it, and press the space bar instead.")
        inside = in_curly_quotes(text)
        if inside is not None and not self._has_enough(CURLY):
            from specrules.text.mending import in_quotes

            message = f"{short(text)} has curly quotation marks, which Word puts in."
            meant = in_quotes(inside) if ": " in inside or " #" in inside else inside
            self._report(CURLY, scalar.span, message, "Use straight ones, or none.", meant=meant)
        return scalar._replace(text=text if inside is None else inside)

    # --- findings

    def _report(
        self,
        rule: tuple[str, str],
        span: Span | None,
        message: str,
        remedy: str,
        *,
        meant: str | None = None,
        also: Span | None = None,
    ) -> None:
        code, name = rule
        if not self._has_enough(rule):
            self._reported[code] = self._reported.get(code, 0) + 1
            others = (Place(self.path, also),) if also else ()
            place = Place(self.path, span)
            self._findings.append(
                Finding(code, name, Severity.ERROR, place, message, meant=meant, remedy=remedy, also=others)
            )

    def _has_enough(self, rule: tuple[str, str]) -> bool:
        """Whether there are so many findings of that kind that one more is only counted; counts it then."""
        code, _ = rule
        is_full = self._reported.get(code, 0) >= MOST_FINDINGS
        if is_full:
            self._reported[code] += 1
        return is_full

    def findings(self) -> list[Finding]:
        """Everything found; one finding for what repeats itself all over the file."""
        return [*self._curtailed(), *self._repeats_itself(), *self._hidden_characters()]

    def _curtailed(self) -> Iterator[Finding]:
        last = {finding.code: finding for finding in self._findings}
        for finding in self._findings:
            more = self._reported[finding.code] - MOST_FINDINGS
            if more > 0 and finding is last[finding.code]:
                are = "is" if more == 1 else "are"
                finding = replace(finding, message=f"{finding.message} There {are} {more:,} more like this.")
            yield finding

    def _repeats_itself(self) -> Iterator[Finding]:
        if not self._repeats:
            return
        place, *also = (Place(self.path, span) for span in dict.fromkeys(self._repeats[:MOST_PLACES]))
        line, start, _, end = self._repeats[0]
        sign = self._line(line)[start - 1 : end - 1]
        message = f'"{sign}" is how YAML repeats a part of a file. Specifications do not need & and *.'
        if self._aliases > MOST_ALIASES:
            message = f"This file repeats itself more than {MOST_ALIASES} times. The rest of it was not read."
        code, name = REPEATS_ITSELF
        remedy = "Write the text out."
        yield Finding(code, name, Severity.ERROR, place, message, remedy=remedy, also=tuple(also))

    def _hidden_characters(self) -> Iterator[Finding]:
        for character, places in self._hidden.items():
            yield hidden_character(self.path, character, places)

    # --- what mending needs to know

    @property
    def is_stuck(self) -> bool:
        """Whether the text could not be read, or was not read as its author must have meant it."""
        return self.fault is not None or bool(self._dashes)

    def trouble(self) -> Trouble:
        """Where and why reading stopped, for ``specrules.text.causes`` to find out what to do."""
        from specrules.text.trouble import Trouble

        line, column = self._stopped_at()
        problem = (getattr(self.fault, "problem", "") or "unknown") if self.fault else ""
        start = getattr(self.fault, "context_mark", None)
        inside = self._inside
        if "mapping values" in problem:
            # A text that goes on with "heading: value" went on by mistake.
            inside = [range(each.start, line) if line in each else each for each in inside]
        return Trouble(
            problem=problem,
            context=getattr(self.fault, "context", "") or "",
            line=line,
            column=column,
            start=(start.line, start.column) if start else (line, column),
            inside=inside,
            dashes=self._dashes,
            last=self._last_read(),
        )

    def _stopped_at(self) -> tuple[int, int]:
        """The line and column, counted from 0, at which the parser stopped."""
        mark = getattr(self.fault, "problem_mark", None)
        return (mark.line, mark.column) if mark else (0, 0)

    def stop(self) -> list[Finding]:
        """The finding for a text that could not be read to its end, and nobody knows why."""
        if self.fault is None:
            return []
        line, column = self._stopped_at()
        text = self._line(line + 1).rstrip()
        while line and not text:
            line, column = line - 1, 0
            text = self._line(line + 1).rstrip()
        span = Span(line + 1, column + 1, line + 1, max(len(text), column) + 1)
        message = "Reading stopped here: this cannot be read as headings, values and lists."
        remedy = "Look for a missing colon, quotation mark or bracket on this line and the one above it."
        return [Finding(*NOT_YAML, Severity.ERROR, Place(self.path, span), message, remedy=remedy)]

    def _last_read(self) -> Span | None:
        """What was read last, if it is a text in quotation marks or a list in brackets."""
        node = self._last
        while node and not self._is_between_signs(node.span):
            node = _last_in(node)
        return node.span if node else None

    def _is_between_signs(self, span: Span) -> bool:
        opening = self._line(span.line)[span.column - 1 : span.column]
        return opening in _SIGNS and self._line(span.end_line)[: span.end_column - 1].endswith(
            _SIGNS[opening]
        )

    def _line(self, number: int) -> str:
        """Line *number*, counted from 1, without its end; empty behind the last."""
        if not self._lines:
            self._lines = lines_of(self.text)
        return self._lines[number - 1] if number <= len(self._lines) else ""

    def _lines_of(self, span: Span) -> list[str]:
        return [self._line(number) for number in range(span.line, span.end_line + 1)]


# --- places


def _span(event: Any) -> Span:
    start, end = event.start_mark, event.end_mark
    return Span(start.line + 1, start.column + 1, end.line + 1, end.column + 1)


def _sized(span: Span, length: int) -> Span:
    """The first *length* characters of *span*, which are on one line."""
    return Span(span.line, span.column, span.line, span.column + length)


def _within(span: Span, written: str, index: int) -> Span:
    """The place of one character of *written*, the text at *span*; all of it when the index is -1."""
    if index < 0:
        return span
    line, column, _, end_column = span_of(written, index, index + 1)
    shift = span.column - 1 if line == 1 else 0
    return Span(span.line + line - 1, column + shift, span.line + line - 1, end_column + shift)


def _last_in(node: Node) -> Node | None:
    if isinstance(node, Mapping):
        return node.entries[-1].value if node.entries else None
    return node.items[-1] if isinstance(node, Sequence) and node.items else None


_NAME_MADE_A_REMARK = re.compile(r" *(#+[ \t]*([\w.-]+):?)[ \t]*$")


# Headings with which requirements begin.
_FIRST_OF_ALL = ("standard-clause", "title")


def _where_all_begins_again(entries: tuple[Entry, ...]) -> int:
    """Which of *entries* begins a run in which three headings of four are given already; 0 if none does.

    Two are enough below what is the first of all headings: the title, say, or that of the one above.
    """
    seen: set[str] = set()
    for place, (key, _) in enumerate(entries):
        following = {each.key.text for each in entries[place : place + 4]}
        is_second = place > 0 and entries[place - 1].key.text in _FIRST_OF_ALL
        is_first = key.text == entries[0].key.text
        if key.text in seen and len(following & seen) >= 3 - (is_second or is_first):
            # It begins with what it is called, which the one above it may not have said in the same way.
            return place - is_second
        seen.add(key.text)
    return 0


def _where_another_begins(entries: tuple[Entry, ...]) -> Iterator[int]:
    """Which of *entries* have nothing under them and begin another of the same kind.

    Two of the three headings below such a name are given above it already, and the name itself is not.
    """
    seen: set[str] = set()
    for place, (key, value) in enumerate(entries[:-2]):
        following = {each.key.text for each in entries[place + 1 : place + 4]}
        is_empty = isinstance(value, Scalar) and not value.text
        if is_empty and len(following & seen) >= 2 and key.text not in seen:
            yield place
            seen = set()
        else:
            seen.add(key.text)


def _is_inside(span: Span | None, outer: Span) -> bool:
    return span is not None and outer[:2] <= span[:2] and span[2:] <= outer[2:]


# --- words


def _begins_with_stand_in(text: str) -> bool:
    from specrules.text.mending import begins_with_stand_in

    return begins_with_stand_in(text)


def _is_nothing(node: Node) -> bool:
    """Whether nothing is written there."""
    return isinstance(node, Scalar) and node.text == "" and node.style is Style.PLAIN


def _on_line(entry: Entry) -> str:
    line = f"on line {entry.key.span.line}"
    return f'"{short(entry.value.text)}" {line}' if isinstance(entry.value, Scalar) else line
