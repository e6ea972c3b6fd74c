"""Quotation marks, and signs which mean something to YAML."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from specrules.text.causes.finding import SECOND_DOCUMENT, finding
from specrules.text.characters import short
from specrules.text.lines import HEADING, indent, next_line, number_above, without_comment
from specrules.text.mending import NOT_YAML, Draft, restored, stand_in

if TYPE_CHECKING:
    from specrules.base.findings import Finding, Span
    from specrules.text.trouble import Found, Trouble


def open_quote(draft: Draft, trouble: Trouble) -> Found | None:
    """A quotation mark is never closed, so the rest of the file was read as one text."""
    if trouble.context != "while scanning a quoted scalar":
        return None
    last = trouble.last
    # What was closed on this line may have gone over others from a mark that is the one too many.
    is_from_above = (
        last is not None and last.end_line - 1 == trouble.start[0] and _takes_headings_in(draft, last)
    )
    draft.hide(*((last.line - 1, last.column - 1) if last and is_from_above else trouble.start))
    return []


def _takes_headings_in(draft: Draft, text: Span) -> bool:
    """Whether a text in quotation marks goes over lines with headings."""
    lines = range(text.line, text.end_line)
    return any(HEADING.match(draft.line(each).lstrip(" -")) for each in lines)


_NAME_IN_A_QUOTE = re.compile(r"""( *)(["'])([A-Za-z][\w.-]*)(:?)[ \t]*(?:#.*)?$""")
_HEADING_IN_A_QUOTE = re.compile(r"""( *)(["'])([A-Za-z][\w.-]*): +(?=\S)""")


_STARS = rf"[*{stand_in('*')}]{{1,3}}"  # of which the first may be changed already
_BOLD = re.compile(rf" *(?:- +)?({_STARS}|_{{1,3}})([A-Za-z0-9][\w .-]*?)(?::(?:{_STARS}|\1)|\1:)(?=[ \t]|$)")


def bold_headings(draft: Draft, trouble: Trouble) -> Found | None:
    """Headings stand between stars or lines, as for bold text in another notation."""
    found = [
        (number, bold)
        for number, line in enumerate(draft.lines)
        if (bold := _BOLD.match(line)) and not trouble.is_inside(number)
    ]
    places = [draft.place(number, bold.start(1), bold.end()) for number, bold in found]
    for number, bold in found:
        draft.swap(number, bold.start(1), bold.end(), f"{bold[2]}:")
    if not found:
        return None
    sign, name = restored(found[0][1][1]), found[0][1][2]
    message = f'"{sign}" before and after words is for bold text elsewhere, and means nothing here.'
    return [finding(NOT_YAML, places[0], message, f"Write {name}: without it.", places[1:])]


def quote_before_a_name(draft: Draft, trouble: Trouble) -> Found | None:
    """A quotation mark stands before a name with something behind it or under it, and none after the name."""
    last = trouble.last.line - 1 if trouble.last else trouble.line
    lines = (trouble.start[0], last, number_above(draft, trouble.line))
    for number in dict.fromkeys(lines):
        name = _NAME_IN_A_QUOTE.match(draft.line(number))
        found = _heading_in_a_quote(draft, number) or _line_in_quotes(draft, number, trouble)
        if name is None and found:
            return [found]
        if name is None or indent(next_line(draft, number)) <= len(name[1]):
            continue
        place = draft.place(number, name.start(2), name.end(3))
        draft.swap(number, *name.span(4), ":")
        draft.swap(number, *name.span(2), "")
        message = "The quotation mark that opens here is never closed."
        return [finding(NOT_YAML, place, message, f"Write {name[3]}: without it.")]
    return None


def _heading_in_a_quote(draft: Draft, number: int) -> Finding | None:
    """A quotation mark stands before a heading, and is not closed behind the name or the value."""
    line = without_comment(draft.line(number))
    name = _HEADING_IN_A_QUOTE.match(line)
    if name is None or line.count(name[2], name.end()) % 2:
        return None
    place = draft.place(number, name.start(2), name.end(3))
    draft.swap(number, *name.span(2), "")
    message = "The quotation mark that opens here is never closed."
    return finding(NOT_YAML, place, message, f"Write {name[3]}: without it.")


def _line_in_quotes(draft: Draft, number: int, trouble: Trouble) -> Finding | None:
    """Quotation marks stand round a heading and its value, in the column in which reading stopped."""
    line = without_comment(draft.line(number))
    name = _HEADING_IN_A_QUOTE.match(line)
    is_there = number == trouble.start[0] or indent(line) == indent(draft.line(trouble.line))
    if name is None or not is_there or line.count(name[2]) != len("''") or line[-1] != name[2]:
        return None
    place = draft.place(number, name.start(2), len(line))
    draft.swap(number, len(line) - 1, len(line), "")
    draft.swap(number, *name.span(2), "")
    message = "Here the quotation marks stand round the heading and its value together."
    return finding(NOT_YAML, place, message, "Take them out, or write them round the value alone.")


def quote_closed_below(draft: Draft, trouble: Trouble) -> Found | None:
    """A quotation mark is not closed on its line, and the next one in the file was taken for its end."""
    last = trouble.last
    if not last or last.line == last.end_line or last.end_line - 1 != trouble.line:
        return None
    if not _takes_headings_in(draft, last):
        return None
    draft.hide(last.line - 1, last.column - 1)
    return []


def text_after(draft: Draft, trouble: Trouble) -> Found | None:
    """A text goes on behind a closing quotation mark or bracket."""
    last = trouble.last
    if not last or last.end_line - 1 != trouble.line:
        return None
    line = without_comment(draft.line(trouble.line))
    if line[trouble.column :].strip() in (",", ";"):
        return [_too_many(draft, trouble)]
    if remark := _REMARK_ELSEWHERE.match(line, trouble.column):
        place = draft.place(trouble.line, *remark.span())
        draft.swap(trouble.line, trouble.column, trouble.column + 1, "#")
        message = f"{short(remark[0])} is no remark here: a remark begins with a space and #."
        return [finding(NOT_YAML, place, message, "Write # in its place, or delete it.")]
    draft.hide(last.line - 1, last.column - 1)
    return []


_REMARK_ELSEWHERE = re.compile(r"(?://|--|<!--|;).*")


def stray_sign(draft: Draft, trouble: Trouble) -> Found | None:
    """A closing bracket or a comma stands where nothing is open. It is left out."""
    sign = draft.line(trouble.line)[trouble.column : trouble.column + 1]
    if not sign or sign not in ("]},:" if trouble.context == "while parsing a flow node" else "]}"):
        return None
    return [_too_many(draft, trouble)]


def _too_many(draft: Draft, trouble: Trouble) -> Finding:
    """Leave out the sign at which reading stopped."""
    sign = draft.line(trouble.line)[trouble.column]
    place = draft.place(trouble.line, trouble.column, trouble.column + 1)
    draft.swap(trouble.line, trouble.column, trouble.column + 1, " ")
    return finding(NOT_YAML, place, f'There is a "{sign}" too many here.', "Delete it.")


def fence(draft: Draft, trouble: Trouble) -> Found | None:
    """A line of three backticks, from a chat or a web page. It is left out, and so are others like it."""
    numbers = [each for each in range(len(draft.lines)) if draft.line(each).lstrip().startswith("```")]
    if trouble.line not in numbers:
        return None
    places = [draft.place(each, 0, len(draft.line(each))) for each in numbers]
    for each in numbers:
        draft.swap(each, 0, 1, "#")
    message = "Three backticks divide up chats and web pages, and mean nothing here."
    return [finding(NOT_YAML, places[0], message, "Delete the line.", places[1:])]


def sign_at_start(draft: Draft, trouble: Trouble) -> Found | None:
    """A text begins with a sign that means something to YAML."""
    for line, column in ((trouble.line, trouble.column), trouble.start):
        sign = draft.line(line)[column : column + 1]
        if sign in tuple("@`%*&!|>,?-]}") and draft.is_written(line, column):
            draft.hide(line, column)
            return []
    return None


def directive(draft: Draft, trouble: Trouble) -> Found | None:
    """A line begins with a per cent sign, which is an instruction in YAML. It is left out."""
    if not draft.line(trouble.line).startswith("%"):
        return None
    place = draft.place(trouble.line, 0, len(draft.line(trouble.line)))
    draft.swap(trouble.line, 0, 1, "#")
    return [finding(NOT_YAML, place, "A line cannot begin with %.", "Put the whole text in quotation marks.")]


def backslash(draft: Draft, trouble: Trouble) -> Found | None:
    """A backslash inside double quotation marks, as in the name of a folder."""
    line = draft.line(trouble.line)
    # Reading stops at a code that is unknown, and behind the letter of one that lacks its figures.
    column = trouble.column - (0 if trouble.problem == "found unknown escape character" else 2)
    if line[column : column + 1] != "\\":
        return None
    place = draft.place(trouble.line, column, column + 1)
    draft.hide(trouble.line, *(each.start() for each in re.compile(r'\\(?!")').finditer(line, column)))
    message = "A backslash inside double quotation marks begins a code."
    return [finding(NOT_YAML, place, message, "Use single quotation marks, or write each backslash twice.")]


def text_after_document(draft: Draft, trouble: Trouble) -> Found | None:
    """Something follows the line of dots that ends a document."""
    above = number_above(draft, trouble.line)
    if not draft.line(above).startswith("..."):
        return None
    message = 'The line "..." ends the specification. What follows it was not read.'
    return [finding(SECOND_DOCUMENT, draft.place(above, 0, 3), message, "Take the line out.")]
