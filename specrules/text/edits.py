"""Change YAML text by span, so that nothing else in the file moves.

Edits go in, with places from the tree of the same text; ``apply`` gives the new
text.  Comments, blank lines and quotation marks outside their spans stay as they
are, and so do line ends.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from specrules.base.files import LINE_END, span_of
from specrules.base.findings import Span
from specrules.base.frozen import frozen
from specrules.text.tree import Entry, Scalar, Style

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


@frozen
class Edit:
    """Put *text* in the place of what stands at *span*. Its line ends are written ``\\n``."""

    span: Span
    text: str


def apply(text: str, edits: Iterable[Edit]) -> str:
    """Return *text* with all *edits* made, in whatever order they come.

    Several may insert at one place, and do so in the order given.  Line ends of
    an edit become those of the text.  Raises ``ValueError`` where two edits
    change the same characters, or one is not in the text.
    """
    edits = list(edits)
    newline = "\r\n" if "\r\n" in text else "\n"
    begins = _line_begins(text)
    below = len(begins) + 1
    if begins[-1] < len(text) and any(below in (edit.span.line, edit.span.end_line) for edit in edits):
        # The last line is not ended, and something goes below it.
        text += newline
    located = [(_offset(text, edit.span), edit) for edit in edits]
    pieces, done, last = [], 0, None
    for (start, end), edit in sorted(located, key=lambda each: each[0]):
        if start < done:
            raise ValueError(f"these edits change the same characters: {last} and {edit}")
        pieces += [text[done:start], edit.text.replace("\n", newline)]
        done, last = end, edit
    return "".join([*pieces, text[done:]])


def offset(text: str, line: int, column: int) -> int:
    """Return how many characters of *text* come before a place. Raises ``ValueError`` for no place of it."""
    return _offset(text, Span(line, column, line, column))[0]


# A text with a thousand findings is asked for a thousand places.
@lru_cache(maxsize=2)
def _line_begins(text: str) -> tuple[int, ...]:
    return (0, *(line_end.end() for line_end in LINE_END.finditer(text)))


def _offset(text: str, span: Span) -> tuple[int, int]:
    """Where *span* starts and ends in *text*."""
    begins = _line_begins(text)
    if 1 <= span.line <= span.end_line <= len(begins) and span.column >= 1 and span.end_column >= 1:
        start = begins[span.line - 1] + span.column - 1
        end = begins[span.end_line - 1] + span.end_column - 1
        if start <= end and start < _end(text, span.line) and end < _end(text, span.end_line):
            return start, end
    raise ValueError(f"{span} is not a place in this text")


def _end(text: str, line: int) -> int:
    """Where the line after *line* begins, or would, one character past the end."""
    begins = _line_begins(text)
    return begins[line] if line < len(begins) else len(text) + 1


# --- changes to a tree


def replace_value(scalar: Scalar, new: str) -> Edit:
    """Give a value the text *new*. Quotation marks are kept where they are, and put where they are needed."""
    written = _in_quotes(new) if _is_quoted(scalar) else quote(new)
    is_empty = scalar.span[:2] == scalar.span[2:]
    return Edit(scalar.span, f" {written}" if is_empty else written)


def rename_key(entry: Entry, new: str) -> Edit:
    """Give an entry the heading *new*. Raises ``ValueError`` where YAML allows no heading so long."""
    written = _in_quotes(new) if _is_quoted(entry.key) else quote(new)
    if len(written) > _LONGEST_HEADING:
        raise ValueError(f"a heading can have at most {_LONGEST_HEADING} characters")
    return Edit(entry.key.span, written)


def insert_after(entry: Entry, lines: Sequence[str], indent: int) -> Edit:
    """Write *lines* below an entry that is not in brackets, each behind *indent* spaces."""
    below = entry.value.span.end_line + 1
    return Edit(Span(below, 1, below, 1), "".join(f"{' ' * indent}{line}\n" for line in lines))


def delete_entry(text: str, entry: Entry) -> Edit:
    """Take an entry of *text* out, with a comment on its last line. What then has no entry left is empty."""
    start = offset(text, *entry.key.span[:2])
    end = offset(text, *entry.value.span[2:])
    following = _SPACE_AND_COMMENTS.match(text, end)
    if following and text[following.end() : following.end() + 1] in _IN_BRACKETS:
        return _delete_in_brackets(text, start, end)
    line, column = entry.key.span[:2]
    if text[start - column + 1 : start].strip():
        return _delete_after_dash(text, entry.key.span, start, end)
    return Edit(Span(line, 1, entry.value.span.end_line + 1, 1), "")


_LONGEST_HEADING = 1024
_IN_BRACKETS = (",", "}", "]")
_SPACE_AND_COMMENTS = re.compile(r"(?:\s|(?<=\s)#[^\r\n]*)*")


def _delete_in_brackets(text: str, start: int, end: int) -> Edit:
    comma_after = re.compile(r"\s*,\s*").match(text, end)
    if comma_after:
        return Edit(span_of(text, start, comma_after.end()), "")
    before = text[:start].rstrip()
    return Edit(span_of(text, len(before) - 1 if before.endswith(",") else start, end), "")


def _delete_after_dash(text: str, key: Span, start: int, end: int) -> Edit:
    """Let the next entry of the item come up behind its dash, unless a comment stands between."""
    space = len(text[end:]) - len(text[end:].lstrip())
    following = span_of(text, end + space, end + space)
    comes_up = following.column == key.column and text[end + space : end + space + 1] not in ("", "#")
    return Edit(span_of(text, start, end + space if comes_up else end), "")


# --- quotation marks


def quote(text: str) -> str:
    """Return *text* as YAML on one line: bare where everyone reads it as that, or else in double quotes.

    Other programs read by YAML 1.1, in which ``no`` is false, ``0123`` is 83,
    ``10:30`` is 630 and a date is not text.  A number is left bare only if they
    would write it the same way.  Raises ``ValueError`` for a lone surrogate.
    """
    return text if _is_plain(text) else _in_quotes(text)


_WORDS = frozenset({"y", "n", "yes", "no", "on", "off", "true", "false", "null"})
# Longer ones come back rounded, or with an exponent.
_ORDINARY_NUMBER = re.compile(r"0|-?[1-9][0-9]*|-?(?:0|[1-9][0-9]{0,8})\.[0-9]{0,3}[1-9]")
_LIKE_A_NUMBER = re.compile(
    r"[-+0-9_.:a-foxt]+z?|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}\b.*", re.IGNORECASE | re.ASCII
)
_NOT_IN_PLAIN = re.compile(r"[,\[\]{}]|: |:$| #")


def _is_plain(text: str) -> bool:
    # A quotation mark at the end alone would be taken for one that was never opened.
    if not text.isprintable() or text != text.strip() or text.casefold() in _WORDS or text.endswith('"'):
        return False
    if _ORDINARY_NUMBER.fullmatch(text):
        return True
    if not (text[:1].isalnum() or text[:1] in tuple("£€<(")) or text.startswith("<<"):
        return False
    is_like_a_number = text[0].isdigit() and _LIKE_A_NUMBER.fullmatch(text)
    return not is_like_a_number and not _NOT_IN_PLAIN.search(text)


def _in_quotes(text: str) -> str:
    return '"' + "".join(_escaped(character) for character in text) + '"'


_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r"}


def _escaped(character: str) -> str:
    if character in _ESCAPES:
        return _ESCAPES[character]
    if character.isprintable():
        return character
    code = ord(character)
    if 0xD800 <= code <= 0xDFFF:
        raise ValueError(f"U+{code:04X} is half a character and cannot be written")
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def _is_quoted(scalar: Scalar) -> bool:
    return scalar.style in (Style.SINGLE, Style.DOUBLE)
