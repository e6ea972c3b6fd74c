"""Keep a copy of a YAML text that is mended, fault by fault, until it can be read.

A ``Draft`` takes changes and gives back, for every place in it, the place in the
text as its author wrote it.  The author's text is never changed.  What to change,
and why, is decided in ``specrules.causes``.

Most changes put one character in the place of another, a *stand-in* that means
nothing to YAML: a title then reads as if it had been in quotation marks.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING

from specrules.files import LINE_END
from specrules.findings import Finding, Place, Severity, Span

if TYPE_CHECKING:
    from collections.abc import Sequence

Rule = tuple[str, str]
COLON_IN_TEXT: Rule = ("FI114", "colon-in-text")
TAG: Rule = ("FI117", "tag-used")
TOO_LARGE: Rule = ("FI119", "too-large")
HIDDEN: Rule = ("FI122", "hidden-character")
NOT_YAML: Rule = ("FI199", "not-yaml")

#: Spaces that look like the ordinary one but are not white space to YAML.
ODD_SPACES = (
    "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
)

#: What the parser must not see: control characters, lone surrogates and non-characters, at which it stops
#: without saying where; line ends that no editor knows; and the stand-ins.
UNTAMED = "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ue000-\ue07f\ufeff\ufffe\uffff]"

#: How many places of one fault are listed.
MOST_PLACES = 10
_MOST_UNTAMED = 1000


# --- stand-ins

_FIRST_STAND_IN = 0xE000
_STAND_FOR = {_FIRST_STAND_IN + code: chr(code) for code in range(128)}
_STAND_INS = re.compile("[\ue000-\ue07f]")


def stand_in(character: str) -> str:
    """Return the character that stands in for an ASCII *character* and means nothing to YAML."""
    return chr(_FIRST_STAND_IN + ord(character))


def begins_with_stand_in(text: str) -> bool:
    """Whether *text* was only read as a text because its first character is a stand-in."""
    return bool(_STAND_INS.match(text))


def restored(text: str) -> str:
    """Return *text* with what its stand-ins stand for."""
    return text.translate(_STAND_FOR) if _STAND_INS.search(text) else text


# Alone, a star or a dash is a code in returns ("suppressed", "nothing"); to YAML, an alias and a list.
_BARE_STAR = re.compile(r"\*(?![0-9A-Za-z_-])")
_BARE_DASH = re.compile(r"((?:\S:[ \t]|[\[{,])[ \t]*)-(?=[ \t]*(?:[\r\n#,\]}]|\Z))")


def _with_bare_codes(text: str) -> str:
    return _BARE_DASH.sub(rf"\1{stand_in('-')}", _BARE_STAR.sub(stand_in("*"), text))


@dataclass(frozen=True, slots=True)
class Slip:
    """What was wrong with a plain text that could only be read with stand-ins, and the text as meant."""

    rule: Rule
    message: str
    remedy: str
    meant: str
    text: str


def slip_in(text: str) -> Slip | None:
    """Say what was wrong with the plain *text*, which has stand-ins in it; None when nothing was."""
    written = restored(text)
    first = written[0] if text[0] != written[0] else ""
    if first == "-" and len(written) > 1:
        message = "A list cannot begin on the same line as its heading."
        return Slip(NOT_YAML, message, "Begin it on a new line, under the heading.", written, written)
    if first and first in "\"'" and written.count(first) == 1:
        bare = written[1:].strip()
        message = "The quotation mark that opens here is never closed."
        return Slip(NOT_YAML, message, "Close it at the end of the text.", in_quotes(bare), bare)
    why = _why_not_plain(first, written, stand_in(":") in text)
    return Slip(*why, "Put the whole text in quotation marks.", in_quotes(written), written) if why else None


def _why_not_plain(first: str, written: str, has_colon: bool) -> tuple[Rule, str] | None:
    if first and first in "\"'":
        return NOT_YAML, "This text goes on after its closing quotation mark."
    if first == "!":
        return TAG, tag_message(written)
    if first and written not in ("*", "-"):
        return NOT_YAML, f'A text cannot begin with "{first}" unless it is in quotation marks.'
    return (COLON_IN_TEXT, "A colon followed by a space inside a text confuses YAML.") if has_colon else None


def tag_message(text: str) -> str:
    """What to say of a *text* that begins with a tag."""
    return f'"{text.split()[0]}" begins with an exclamation mark, an instruction in YAML. None are used here.'


def in_quotes(text: str) -> str:
    """Return *text* as YAML in quotation marks, double ones unless it has double ones in it."""
    if '"' in text and "'" not in text:
        return f"'{text}'"
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def in_curly_quotes(text: str) -> str | None:
    """Return what is inside curly quotation marks that stand where straight ones should, or None.

    Curly marks round some of the words are good English, and left alone:
    “No wrong door” in practice, ’90s, ‘best’ and ‘rest’.
    """
    family = next((marks for marks in ("“”„‟", "‘’‚‛") if text[:1] in marks and text), "")
    closed = len(text) > 1 and text[-1] in family + "\"'"
    inside = text[1:-1] if closed else text[1:]
    if not family or not inside:
        return None
    within = family if family[0] == "“" or not closed else "‘"
    is_apostrophe = text[0] == "’" and not closed
    return None if is_apostrophe or any(mark in inside for mark in within) else inside


# --- hidden characters


def hidden_character(path: str, character: str, places: Sequence[Span]) -> Finding:
    """Return the finding for a *character* that cannot be seen, at the first of *places* and the others."""
    import unicodedata

    name = unicodedata.name(character, "").lower()
    called = f"U+{ord(character):04X}" + (f", {name}" if name else "")
    return Finding(
        *HIDDEN,
        Severity.ERROR,
        Place(path, places[0]),
        f"There is a character here that cannot be seen ({called}). It can change what is read.",
        remedy="Delete it, or type the words round it again.",
        also=tuple(Place(path, place) for place in places[1:MOST_PLACES]),
    )


# --- the draft


class Draft:
    """A text being mended.

    Its lines keep their numbers, which count from 0 here, as do columns.
    *findings* are those of the faults mended so far.
    """

    def __init__(self, path: str, text: str) -> None:
        self.path = path
        self.findings: list[Finding] = []
        self.written = split_lines(_with_bare_codes(text))
        self.lines = list(self.written)
        self.tab_width: int | None = None
        self._changes: dict[int, dict[int, tuple[int, str]]] = {}
        self.is_mended = False
        self.is_readable = self._tame(text)

    def text(self) -> str:
        """The text as mended so far."""
        return "".join(self.lines)

    def line(self, number: int) -> str:
        """One line as mended so far, without its end; empty behind the last."""
        return self.lines[number].rstrip("\r\n") if number < len(self.lines) else ""

    # --- changing

    def swap(self, line: int, start: int, end: int, new: str) -> None:
        """Put *new* in the place of some columns of *line*, as mended so far."""
        self._change(line, self._written_column(line, start), self._written_column(line, end), new)

    def hide(self, line: int, *columns: int) -> None:
        """Let stand-ins take the place of some characters."""
        written = list(self.written[line])
        for column in columns:
            place = self._written_column(line, column)
            if written[place].isascii():
                written[place] = stand_in(written[place])
        self.written[line] = "".join(written)
        self._rewrite(line)

    def begin_at(self, line: int, column: int) -> None:
        """Let *line* begin in *column*."""
        written = self.written[line].rstrip("\r\n")
        self._change(line, 0, len(written) - len(written.lstrip()), " " * column)

    def _change(self, line: int, start: int, end: int, new: str) -> None:
        changes = self._changes.setdefault(line, {})
        changes[start] = (max(end, changes.get(start, (0, ""))[0]), new)
        self._rewrite(line)

    def _rewrite(self, line: int) -> None:
        written, pieces, done = self.written[line], [], 0
        for begin, (stop, piece) in sorted(self._changes.get(line, {}).items()):
            if begin >= done:
                pieces += [written[done:begin], piece]
                done = stop
        mended = "".join(pieces) + written[done:]
        self.is_mended = self.is_mended or mended != self.lines[line]
        self.lines[line] = mended

    # --- giving places back

    def _written_column(self, line: int, column: int) -> int:
        shift = done = 0
        for start, (end, new) in sorted(self._changes.get(line, {}).items()):
            if start < done:
                continue
            if column < start + shift:
                break
            if column < start + shift + len(new):
                return min(column - shift, end)
            shift += len(new) - (end - start)
            done = end
        return column - shift

    def written_span(self, span: Span) -> Span:
        """Return *span*, a place in the draft counted from 1, as a place in the text as written."""
        if span.line - 1 not in self._changes and span.end_line - 1 not in self._changes:
            return span
        return Span(
            span.line,
            self._written_column(span.line - 1, span.column - 1) + 1,
            span.end_line,
            self._written_column(span.end_line - 1, span.end_column - 1) + 1,
        )

    def place(self, line: int, start: int, end: int) -> Place:
        """The place in the text as written of some columns of *line*."""
        return Place(self.path, self.written_span(Span(line + 1, start + 1, line + 1, end + 1)))

    def moved_back(self, finding: Finding) -> Finding:
        """Return *finding* with the places it has in the text as written."""
        place, *also = (
            replace(each, span=self.written_span(each.span)) if each.span else each
            for each in (finding.place, *finding.also)
        )
        return replace(finding, place=place, also=tuple(also))

    # --- what the parser must not see

    def _tame(self, text: str) -> bool:
        """Report and take out what the parser must not see. False when the text is mostly that."""
        found = [match.start() for match in islice(re.finditer(UNTAMED, text), _MOST_UNTAMED + 1)]
        begins = [0]
        for each in self.written[:-1]:
            begins.append(begins[-1] + len(each))
        places: dict[str, list[Span]] = {}
        for index in found:
            line = bisect_right(begins, index) - 1
            column = index - begins[line]
            span = Span(line + 1, column + 1, line + 1, column + 2)
            places.setdefault(text[index], []).append(span)
            self._change(line, column, column + 1, " " if text[index] in "\x0b\x0c\x85\u2028\u2029" else "")
        self.findings += [hidden_character(self.path, each, spans) for each, spans in places.items()]
        return len(found) <= _MOST_UNTAMED


def split_lines(text: str) -> list[str]:
    """Return the lines of *text* with their ends; joined, they are the text."""
    ends = [match.end() for match in LINE_END.finditer(text)]
    return [text[start:end] for start, end in zip([0, *ends], [*ends, len(text)], strict=True) if start < end]
