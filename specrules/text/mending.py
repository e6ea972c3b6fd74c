"""Keep a copy of a YAML text that is mended, fault by fault, until it can be read.

A ``Draft`` takes changes and gives back, for every place in it, the place in the
text as its author wrote it.  The author's text is never changed.  What to change,
and why, is decided in ``specrules.text.causes``.

Most changes put one character in the place of another, a *stand-in* that means
nothing to YAML: a title then reads as if it had been in quotation marks.
"""

from __future__ import annotations

import re
from itertools import islice

from specrules.base.files import LINE_END, span_of
from specrules.base.findings import Finding, Place, Span
from specrules.base.frozen import frozen, replace
from specrules.text.characters import MOST_PLACES, ODD_SPACES, hidden_character

Rule = tuple[str, str]
#: What a finding is known by, and what puts right what it found: texts in the place of what is written.
Cause = tuple[str, Place]
Mends = tuple[tuple[Span, str], ...]
COLON_IN_TEXT: Rule = ("FI114", "colon-in-text")
TAG: Rule = ("FI117", "tag-used")
NOT_YAML: Rule = ("FI199", "not-yaml")

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


def with_bare_codes(text: str) -> str:
    """Return *text* with stand-ins for stars and dashes that stand alone; nothing changes its place."""
    if "*" in text:
        text = _BARE_STAR.sub(stand_in("*"), text)
    return _BARE_DASH.sub(rf"\1{stand_in('-')}", text)


# --- texts read with stand-ins in them


@frozen
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
    if written in ("*", "-"):
        return None
    if first == "-":
        message = "A list cannot begin on the same line as its heading."
        return Slip(NOT_YAML, message, "Begin it on a new line, under the heading.", written, written)
    if first == "'" and re.fullmatch(r"'[^']*(?:\w'\w[^']*)+'", written):
        message = "An apostrophe inside single quotation marks ends the text."
        inside = written[1:-1]
        return Slip(NOT_YAML, message, "Put it in double quotation marks.", in_quotes(inside), inside)
    if first and first in "\"'" and written.count(first) == 1:
        bare = written[1:].strip()
        message = "The quotation mark that opens here is never closed."
        return Slip(NOT_YAML, message, "Close it at the end of the text.", in_quotes(bare), bare)
    if first == "*" and written[1:2] == " ":
        message = "An item of a list begins with a hyphen and a space, not with a star."
        return Slip(NOT_YAML, message, "Write hyphens in the place of the stars.", written, written)
    if slip := _borrowed(written):
        return slip
    why = _why_not_plain(first, written, stand_in(":") in text)
    return Slip(*why, "Put the whole text in quotation marks.", in_quotes(written), written) if why else None


_BOLD = re.compile(r"(\*{1,3})(.*\w.*)\1")
# "each-of: [one, other]", "target: at least 90%, partly-met: at least 75%": no sentence is written so.
_HEADINGS = re.compile(r"\(?[a-z][a-z-]*: (?:[\[{].*[\]}]|[^\[{},:]+, [a-z][a-z-]*: [^{}]+)\)?$")
_WEB_CODE = re.compile(r"&(?:[a-z]{2,6}|#[0-9]{2,5}|#x[0-9a-f]{2,4});", re.IGNORECASE)
_BOX = re.compile(r"\[[ xX]?\]\s+(?=\S)")


def _borrowed(written: str) -> Slip | None:
    """Say what was wrong where signs were borrowed from another notation, and take them out."""
    if bold := _BOLD.fullmatch(written):
        message = f'"{bold[1]}" before and after words is for bold text elsewhere, and means nothing here.'
        return Slip(NOT_YAML, message, "Take it out.", bold[2].strip(), bold[2].strip())
    if box := _BOX.match(written):
        rest = written[box.end() :]
        return Slip(NOT_YAML, "A box to tick means nothing here.", "Take it out.", rest, rest)
    if _HEADINGS.match(written):
        inside = written[1:-1] if written[0] == "(" and written[-1] == ")" else written
        message = "Headings on the line of another heading stand in curly brackets."
        return Slip(NOT_YAML, message, "Write { before them and } behind them.", f"{{{inside}}}", written)
    if written[0] == "{" and "}" not in written:
        inside = written[1:].strip()
        message = 'The bracket "{" is opened here and never closed.'
        return Slip(NOT_YAML, message, "Take it out, or close it where it ends.", inside, written)
    if _WEB_CODE.match(written):
        from html import unescape

        message = f"{_WEB_CODE.findall(written)[0]} is how web pages write a sign."
        meant = unescape(written)
        inside = meant[1:-1] if len(meant) > 1 and meant[0] == meant[-1] == '"' else meant
        return Slip(NOT_YAML, message, "Type the sign itself.", meant, inside)
    if written.endswith("}") and "{" not in written and ": " in written:
        message = 'There is a "}" at the end here, and no "{" at the beginning.'
        return Slip(NOT_YAML, message, 'Write "{" at the beginning.', f"{{{written}", written)
    return None


def _why_not_plain(first: str, written: str, has_colon: bool) -> tuple[Rule, str] | None:
    if first and first in "\"'":
        return NOT_YAML, "This text goes on after its closing quotation mark."
    if first == "!":
        return TAG, tag_message(written)
    if first:
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


# --- what the parser must not see

# Control characters, lone surrogates and non-characters, at which it stops without saying where; line ends
# that no editor knows; and the stand-ins.
_UNTAMED = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ue000-\ue07f\ufeff\ufffe\uffff]"
)
_LINE_ENDS_ELSEWHERE = "\x0b\x0c\x85\u2028\u2029"
MOST_UNTAMED = 1000


def untamed(text: str) -> list[re.Match[str]]:
    """Return where *text* has characters that the parser must not see, the first of them if they are many."""
    return list(islice(_UNTAMED.finditer(text), MOST_UNTAMED + 1))


def untamed_findings(path: str, text: str, found: list[re.Match[str]]) -> list[Finding]:
    """Return one finding for each character *found* in *text*."""
    places: dict[str, list[Span]] = {}
    for match in found:
        spans = places.setdefault(match[0], [])
        if len(spans) < MOST_PLACES:
            spans.append(span_of(text, *match.span()))
    return [hidden_character(path, character, spans) for character, spans in places.items()]


# --- the draft


class Draft:
    """A text being mended.

    Its lines keep their numbers, which count from 0 here, as do columns.
    *findings* are those of the faults mended so far.
    """

    def __init__(self, path: str, text: str) -> None:
        self.path = path
        self.tab_width: int | None = None
        self.is_mended = False
        #: Whether nothing was left out, of which nobody knows what it belongs to.
        self.is_whole = True
        self.has_odd_spaces = any(space in text for space in ODD_SPACES)
        self._written = _split(with_bare_codes(text))
        self.lines = list(self._written)
        self._changes: dict[int, dict[int, tuple[int, str]]] = {}
        found = untamed(text)
        self.findings = untamed_findings(path, text, found)
        #: What was changed for the sake of each finding, by its code and place.
        self.mends: dict[Cause, Mends] = {}
        self._step: list[tuple[Span, str]] = []
        for match in found:
            line, column, _, end = span_of(text, *match.span())
            gap = match[0] in _LINE_ENDS_ELSEWHERE or _joins_line_ends(text, match)
            self._change(line - 1, column - 1, end - 1, " " if gap else "")

    def text(self) -> str:
        """The text as mended so far."""
        return "".join(self.lines)

    def line(self, number: int) -> str:
        """One line as mended so far, without its end; empty behind the last."""
        return self.lines[number].rstrip("\r\n") if number < len(self.lines) else ""

    def is_written(self, line: int, column: int) -> bool:
        """Whether what stands there is the author's own, and not put at the end of the line by a mend."""
        return self._written_column(line, column) < len(self._written[line].rstrip("\r\n"))

    # --- changing

    def reported(self, found: list[Finding]) -> None:
        """Take in what was *found*, and that all changes since the last time were made for its sake."""
        for each in found:
            lines = {place.span.line for place in (each.place, *each.also) if place.span}
            mine = [mend for mend in self._step if len(found) == 1 or mend[0].line in lines]
            self.mends[each.code, each.place] = tuple(mine)
        # Words that were cut from the draft may have stand-ins in them.
        self.findings += [replace(each, message=restored(each.message)) for each in found]
        self._step = []

    def only_to_read_on(self) -> None:
        """Let what was changed since the last finding mend nothing: it was only changed to read on."""
        self._step = []

    def swap(self, line: int, start: int, end: int, new: str) -> None:
        """Put *new* in the place of some columns of *line*, as mended so far."""
        self._change(line, self._written_column(line, start), self._written_column(line, end), new)

    def hide(self, line: int, *columns: int) -> None:
        """Let stand-ins take the place of some characters."""
        written = list(self._written[line])
        for column in columns:
            place = self._written_column(line, column)
            if written[place].isascii() and written[place].isprintable():
                written[place] = stand_in(written[place])
        self._written[line] = "".join(written)
        self._rewrite(line)

    def begin_at(self, line: int, column: int) -> None:
        """Let *line* begin in *column*."""
        mended = self.line(line)
        self._change(line, 0, self._written_column(line, len(mended) - len(mended.lstrip())), " " * column)

    def _change(self, line: int, start: int, end: int, new: str) -> None:
        changes = self._changes.setdefault(line, {})
        changes[start] = (max(end, changes.get(start, (0, ""))[0]), new)
        self._step.append((Span(line + 1, start + 1, line + 1, changes[start][0] + 1), new))
        self._rewrite(line)

    def _rewrite(self, line: int) -> None:
        written, pieces, done = self._written[line], [], 0
        for start, (end, new) in sorted(self._changes.get(line, {}).items()):
            if start >= done:
                pieces += [written[done:start], new]
                done = end
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


def _joins_line_ends(text: str, found: re.Match[str]) -> bool:
    """Whether two line ends would become one if what was *found* between them were taken out."""
    return text[max(found.start() - 1, 0) : found.end() + 1] == f"\r{found[0]}\n"


def _split(text: str) -> list[str]:
    """Return the lines of *text* with their ends; joined, they are the text."""
    ends = [match.end() for match in LINE_END.finditer(text)]
    return [text[start:end] for start, end in zip([0, *ends], [*ends, len(text)], strict=True) if start < end]
