"""Why a list or headings in brackets cannot be read, in their author's words.

Each function is a cause (see ``specrules.text.causes``): it looks at the draft
round the place where reading stopped, and gives None when the cause is another,
or mends the draft and gives its findings.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from specrules.base.findings import Finding, Severity
from specrules.text.lines import HEADING, indent, is_bare, is_item, next_line, number_above, without_comment
from specrules.text.mending import NOT_YAML, Draft

if TYPE_CHECKING:
    from specrules.base.findings import Place
    from specrules.text.trouble import Found, Trouble

_CLOSING = {"[": "]", "{": "}"}
_OPENING = {")": "(", "]": "[", "}": "{", ">": "<"}


def _finding(place: Place, message: str, remedy: str) -> Finding:
    return Finding(*NOT_YAML, Severity.ERROR, place, message, remedy=remedy)


def open_bracket(draft: Draft, trouble: Trouble) -> Found | None:
    """Something inside brackets is wrong, or a bracket is never closed."""
    line, column = trouble.start
    bracket = draft.line(line)[column : column + 1]
    if bracket not in _CLOSING:
        return None
    if trouble.line == line:
        return _inside(draft, trouble, _CLOSING[bracket])
    if slip := _left_over(draft, line, column):
        return [slip]
    above = number_above(draft, trouble.line)
    if slip := _comma_missing_above(draft, trouble, above):
        return [slip]
    last = _last_inside(draft, line, above)
    if bracket == "{" and last == line and ":" not in draft.line(line)[column:]:
        draft.hide(line, column)
        return []
    return [_never_closed(draft, trouble, last)]


def bracket_above(draft: Draft, trouble: Trouble) -> Found | None:
    """A bracket ends the line above, and a list begins here, or headings do."""
    above = number_above(draft, trouble.line)
    text = without_comment(draft.line(above))
    if text[-1:] not in _CLOSING or above == trouble.line:
        return None
    slip = _left_over(draft, above, len(text) - 1)
    return [slip] if slip else None


def open_at_the_end(draft: Draft, trouble: Trouble) -> Found | None:
    """The text ends inside brackets, behind the bracket that opens them or a comma."""
    if next_line(draft, trouble.line - 1):
        return None
    last = number_above(draft, trouble.line)
    for number in range(last, max(last - _LINES_IN_BRACKETS, -1), -1):
        if signs := still_open(without_comment(draft.line(number))):
            left_over = _left_over(draft, number, signs[0][0])
            return [left_over or _close_all(draft, number, signs, _last_inside(draft, number, last))]
    return None


def _last_inside(draft: Draft, line: int, last: int) -> int:
    """The last line, down to *last*, that begins further right than *line*, whose bracket it goes on with."""
    for number in range(line + 1, last + 1):
        text = draft.line(number)
        if not is_bare(text) and indent(text) <= indent(draft.line(line)):
            return number_above(draft, number)
    return last


def _left_over(draft: Draft, line: int, column: int) -> Finding | None:
    """A bracket ends the line of a heading that has what belongs to it on the lines below, each its own."""
    below = next_line(draft, line)
    is_last = column == len(without_comment(draft.line(line))) - 1
    if not is_last or indent(below) <= indent(draft.line(line)) or without_comment(below).endswith(","):
        return None
    body = below.lstrip()
    is_own_line = is_item(body) or HEADING.match(body)
    if not is_own_line or _is_closed_below(draft, line, column, line):
        return None
    place = draft.place(line, column, column + 1)
    sign = draft.line(line)[column]
    draft.swap(line, column, column + 1, "")
    message = f'The bracket "{sign}" is opened here and never closed.'
    return _finding(place, message, "Take it out: what belongs here stands on lines of its own.")


# So many lines below its beginning, what stands in brackets has come to its end.
_LINES_IN_BRACKETS = 50


def _comma_missing_above(draft: Draft, trouble: Trouble, above: int) -> Finding | None:
    """No comma stands at the end of the line *above*, in brackets that are closed further down."""
    line, column = trouble.start
    text = without_comment(draft.line(above))
    if text.endswith((",", "[", "{")) or not _is_closed_below(draft, line, column, trouble.line):
        return None
    start = max(column if above == line else 0, len(text) - len(text.lstrip()))
    place = draft.place(above, start, len(text))
    draft.swap(above, len(text), len(text), ",")
    message = "There is no comma at the end of this line."
    return _finding(place, message, "In brackets a comma goes between any two things. Write one there.")


def _is_closed_below(draft: Draft, line: int, column: int, after: int) -> bool:
    """Whether the bracket in *column* of *line* is closed on line *after* or a little further down."""
    text = without_comment(draft.line(line))[column:]
    for number in range(line + 1, min(line + _LINES_IN_BRACKETS, len(draft.lines))):
        text += " " + without_comment(draft.line(number))
        if not still_open(text):
            return number >= after
    return False


def _inside(draft: Draft, trouble: Trouble, closing: str) -> Found:
    """What is wrong between brackets on one line."""
    if _is_behind_quotes(draft, trouble):
        return []
    for slip in (_footnote, _comma_missing, _colon_missing):
        found = slip(draft, trouble)
        if found:
            return [found]
    found = (
        _other_ending(draft, trouble, closing)
        or _never_opened(draft, trouble)
        or _closed_too_late(draft, trouble, closing)
    )
    if found:
        return [found]
    place = draft.place(trouble.line, trouble.column, trouble.column + 1)
    return [_finding(place, f'A comma or "{closing}" is missing before this.', "Write the one you meant.")]


def _is_behind_quotes(draft: Draft, trouble: Trouble) -> bool:
    """Whether a text goes on right behind its quotation marks ('St Mary's'). They are hidden then."""
    last = trouble.last
    if not last or (last.end_line - 1, last.end_column - 1) != (trouble.line, trouble.column):
        return False
    opening = draft.line(last.line - 1)[last.column - 1]
    if last.line != last.end_line or opening not in "\"'":
        return False
    draft.hide(last.line - 1, last.column - 1)
    return True


def never_closed_above(draft: Draft, number: int) -> Finding | None:
    """A bracket is opened on line *number* and not closed there, or closed with another sign."""
    signs = still_open(without_comment(draft.line(number)))
    if not signs:
        return None
    first, sign = signs[0]
    text = without_comment(draft.line(number))
    if len(signs) == 1 and _OPENING.get(text[-1], sign) not in text[first:]:
        place = draft.place(number, len(text) - 1, len(text))
        draft.swap(number, len(text) - 1, len(text), _CLOSING[sign])
        message = f'What begins with "{sign}" ends with "{text[-1]}".'
        return _finding(place, message, f'Write "{_CLOSING[sign]}" there.')
    return _close_all(draft, number, signs, number)


def _never_closed(draft: Draft, trouble: Trouble, last: int) -> Finding:
    """Close, at the end of line *last*, a bracket that is never closed, and those opened inside it."""
    line, column = trouble.start
    slip = never_closed_above(draft, line) if last == line else None
    return slip or _close_all(draft, line, [(column, draft.line(line)[column])], last)


def _close_all(draft: Draft, line: int, signs: list[tuple[int, str]], last: int) -> Finding:
    """Close the brackets *signs* of *line* at the end of line *last*."""
    end = len(without_comment(draft.line(last)))
    endings = "".join(_CLOSING[sign] for _, sign in reversed(signs))
    gap = " " if draft.line(last)[:end].endswith(":") else ""
    draft.swap(last, end, end, f"{gap}{endings}")
    if not next_line(draft, last):
        draft.only_to_read_on()  # what stood here is lost
    first = signs[0][0]
    place = draft.place(line, first, first + 1)
    if len(signs) == 1:
        message = f'The bracket "{signs[0][1]}" is opened here and never closed.'
        return _finding(place, message, f'Write "{_CLOSING[signs[0][1]]}" where it ends.')
    message = f"{len(signs)} brackets are opened from here on and never closed."
    return _finding(place, message, f'Write "{endings}" where they end.')


def still_open(text: str) -> list[tuple[int, str]]:
    """The brackets of *text* that are open at its end, with their columns, the outer ones first."""
    signs: list[tuple[int, str]] = []
    for each in re.finditer(r"\"[^\"]*\"|[\[\]{}]", text):
        if each[0] in _CLOSING:
            signs.append((each.start(), each[0]))
        elif signs and each[0] == _CLOSING[signs[-1][1]]:
            signs.pop()
    return signs


_GAP = re.compile(r"[ \t]*([;.]|\band\b)?[ \t]+(?=([\w-]+)$)")
_COMMA = "Write a comma and a space there."


def _comma_missing(draft: Draft, trouble: Trouble) -> Finding | None:
    """No comma stands before the next heading in curly brackets, or a semicolon does."""
    before = draft.line(trouble.line)[: trouble.column]
    gap = _GAP.search(before)
    if gap is None or draft.line(trouble.line)[trouble.column : trouble.column + 1] != ":":
        return None
    place = draft.place(trouble.line, *(gap.span(1) if gap[1] else gap.span(2)))
    draft.swap(trouble.line, *gap.span(), ", ")
    if gap[1]:
        sign = {";": "a semicolon", ".": "a stop"}.get(gap[1], f'"{gap[1]}"')
        return _finding(place, f"In brackets a comma goes between two things, not {sign}.", _COMMA)
    return _finding(place, f'There is no comma before "{gap[2]}".', _COMMA)


_FOOTNOTE = re.compile(r"\[[0-9]{1,3}\]")


def _footnote(draft: Draft, trouble: Trouble) -> Finding | None:
    """The mark of a footnote stands right behind a word or figure."""
    line = draft.line(trouble.line)
    mark = _FOOTNOTE.match(line, trouble.column)
    if mark is None or not line[: mark.start()].rstrip()[-1:].isalnum():
        return None
    place = draft.place(trouble.line, *mark.span())
    draft.swap(trouble.line, *mark.span(), "")
    return _finding(place, f'"{mark[0]}" is the mark of a footnote, and means nothing here.', "Delete it.")


def _closed_too_late(draft: Draft, trouble: Trouble, closing: str) -> Finding | None:
    """A bracket is not closed before the one round it is, and all are closed when it is."""
    line, column = draft.line(trouble.line), trouble.column
    meant = f"{line[:column]}{closing}{line[column:]}"
    if line[column : column + 1] not in "]}" or still_open(without_comment(meant)):
        return None
    sign, start = _OPENING[closing], trouble.start[1]
    place = draft.place(trouble.line, start, start + 1)
    draft.swap(trouble.line, column, column, closing)
    message = f'The bracket "{sign}" is opened here and never closed.'
    return _finding(place, message, f'Write "{closing}" where it ends.')


_WORD_BEFORE = re.compile(r"(?:[{,])[ \t]*([A-Za-z][\w-]*)([ \t]*([=;]?)[ \t]*)$")


def _colon_missing(draft: Draft, trouble: Trouble) -> Finding | None:
    """A bracket follows its heading in curly brackets without a colon, or with another sign."""
    line = draft.line(trouble.line)
    word = _WORD_BEFORE.search(line[: trouble.column])
    if word is None or line[trouble.column : trouble.column + 1] not in _CLOSING:
        return None
    place = draft.place(trouble.line, *word.span(3 if word[3] else 1))
    draft.swap(trouble.line, *word.span(2), ": ")
    if word[3]:
        message = f'"{word[3]}" stands after "{word[1]}" where a colon belongs.'
        return _finding(place, message, "Write a colon and a space instead.")
    return _finding(place, f'There is no colon after "{word[1]}".', "Write a colon and a space after it.")


def _other_ending(draft: Draft, trouble: Trouble, closing: str) -> Finding | None:
    """A bracket is closed with another sign, and all are closed when that is put right."""
    column, line = trouble.column, draft.line(trouble.line)
    sign = line[column : column + 1]
    if sign not in _OPENING or sign == closing:
        return None
    meant = f"{line[:column]}{closing}{line[column + 1 :]}"
    if still_open(without_comment(meant)) or meant.count(closing) > meant.count(_OPENING[closing]):
        return None
    place = draft.place(trouble.line, column, column + 1)
    draft.swap(trouble.line, column, column + 1, closing)
    message = f'What begins with "{_OPENING[closing]}" ends with "{sign}".'
    return _finding(place, message, f'Write "{closing}" there.')


def _never_opened(draft: Draft, trouble: Trouble) -> Finding | None:
    """A list in curly brackets is closed and was not opened."""
    line = draft.line(trouble.line)
    before, colon, _ = line[: trouble.column].rpartition(": ")
    if line[trouble.column : trouble.column + 1] != "]" or not colon:
        return None
    first = len(before + colon)
    place = draft.place(trouble.line, first, trouble.column + 1)
    draft.swap(trouble.line, first, first, "[")
    return _finding(place, 'There is a "]" at the end here, and no "[" at the beginning.', 'Write "[" there.')
