"""Why a text cannot be read, when its lines were pasted, numbered, sent or put together elsewhere.

Each function is a cause like those of ``specrules.text.causes``: it looks at the draft
round the place where reading stopped, and gives None when the cause is another,
or mends the draft and gives its findings.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from specrules.findings import Finding, Place, Severity
from specrules.text.characters import MOST_PLACES, short
from specrules.text.lines import (
    HEADING,
    Levels,
    indent,
    is_bare,
    is_item,
    name_of,
    number_above,
    without_comment,
)
from specrules.text.mending import NOT_YAML, Draft

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from specrules.text.causes import Trouble

Found = list[Finding]


def _finding(places: Sequence[Place], message: str, remedy: str) -> Finding:
    also = tuple(places[1:MOST_PLACES])
    return Finding(*NOT_YAML, Severity.ERROR, places[0], message, remedy=remedy, also=also)


def _whole(draft: Draft, number: int) -> Place:
    """The place of all that is written on a line."""
    line = draft.line(number)
    return draft.place(number, len(line) - len(line.lstrip()), len(line.rstrip()))


def _leave_out(draft: Draft, numbers: Iterable[int]) -> None:
    for number in numbers:
        if draft.line(number):
            draft.swap(number, 0, 1, "#")


# --- marks of other programs


_MARK = re.compile(r"(?:<{7}|={7}|>{7}|\|{7})(?: |$)")


def two_versions(draft: Draft, trouble: Trouble) -> Found | None:
    """Two versions of the file were put together by a program that left both of them, between its marks."""
    text = draft.text()
    if "<<<<<<<" not in text and ">>>>>>>" not in text:
        return None
    marks = [each for each in range(len(draft.lines)) if _MARK.match(draft.line(each))]
    if not any(draft.line(each)[0] in "<>" for each in marks):
        return None
    conflicts: list[list[int]] = []
    for mark in marks:
        if draft.line(mark)[0] == "<" or not conflicts:
            conflicts.append([])
        conflicts[-1].append(mark)
    found = [_two_versions(draft, each) for each in conflicts]
    for each in conflicts:
        _leave_out(draft, _second_version(draft, each))
    return found


def _two_versions(draft: Draft, marks: list[int]) -> Finding:
    message = "Two versions of this part are both still here, or one with the marks <<<<<<< and >>>>>>>."
    remedy = "Keep the version you want, and delete the other and the lines with the marks."
    return _finding([_whole(draft, each) for each in marks], message, remedy)


def _second_version(draft: Draft, marks: list[int]) -> list[int]:
    """The lines of the marks, and of all versions but the first."""
    first, *others = [each for each in marks if draft.line(each)[0] != "<"] or marks
    end = others[-1] if others else first
    return sorted({*marks, *range(first, end + 1)})


_QUOTED = re.compile(r">+ ?")
_NUMBERED = re.compile(r"[ \t]*([0-9]{1,4})[:.)|]?(?:[ \t]|$)")


def mark_before_each_line(draft: Draft, trouble: Trouble) -> Found | None:
    """Every line has a mark before it, as an e-mail or a print of a program puts there."""
    first = next((each for each in draft.lines if each.strip()), "")
    for mark, message in (
        (_QUOTED, "Every line begins with >, as in an e-mail that was answered."),
        (_NUMBERED, "Every line begins with its number."),
    ):
        if not mark.match(first):
            continue
        written = [each for each in range(len(draft.lines)) if draft.line(each).strip()]
        matches = [mark.match(draft.line(each)) for each in written]
        known = [each for each in matches if each]
        if len(known) < len(written) or len(written) < 2 or not _in_order(known):
            continue
        place = draft.place(written[0], *known[0].span())
        for number, match in zip(written, known, strict=True):
            draft.swap(number, *match.span(), "")
        return [_finding([place], message, "Delete what stands before the words of each line.")]
    return None


def _in_order(matches: list[re.Match[str]]) -> bool:
    numbers = [int(each[1]) for each in matches if each.re.groups]
    return all(one < two for one, two in pairwise(numbers))


# --- what stands round a specification


def before_the_start(draft: Draft, trouble: Trouble) -> Found | None:
    """Words stand above the line with which a specification begins."""
    start = next((n for n in range(len(draft.lines)) if draft.line(n).startswith("specrules:")), 0)
    above = [each for each in range(start) if not is_bare(draft.line(each))]
    if not above or trouble.line > start or not draft.line(above[0])[:1].isalpha():
        return None
    if HEADING.match(draft.line(above[0])):
        return None
    places = [_whole(draft, each) for each in above]
    _leave_out(draft, above)
    message = f'This stands before the line "{short(draft.line(start))}", with which the file begins.'
    return [_finding(places, message, "Delete it, or begin it with # and a space.")]


def words_without_heading(draft: Draft, number: int, column: int) -> list[int]:
    """The line *number* and those that follow it in its column, as long as they have no heading either."""
    numbers = [number]
    for each in range(number + 1, len(draft.lines)):
        line = draft.line(each)
        if is_bare(line):
            continue
        if indent(line) != column or HEADING.match(line, column) or is_item(line[column:]):
            break
        numbers.append(each)
    return numbers


# --- two things in one place


_TABLES = ('"parties"', '"requirements"', '"checks"', '"conditions"')
_HOLDERS = ("parties", "contract", "returns", "requirements", "checks", "conditions", "cards")


def text_before_headings(draft: Draft, trouble: Trouble) -> Found | None:
    """A text stands behind a heading that has other headings under it."""
    above = number_above(draft, trouble.line)
    line = without_comment(draft.line(above))
    column = indent(line)
    heading = HEADING.match(line, column)
    if heading is None or heading.end() == len(line) or indent(draft.line(trouble.line)) < column + 2:
        return None
    before = Levels((each, draft.line(each)) for each in range(above) if not trouble.is_inside(each))
    under = next((each.name for each in reversed(before.open) if each.column < column), "")
    if under not in _TABLES and heading[1] not in _HOLDERS:
        return None
    text = line[heading.end() :].strip()
    place = draft.place(above, line.index(text, heading.end()), len(line))
    draft.swap(above, heading.end(), len(line), "")
    message = f'"{short(text)}" stands after {name_of(heading)}, which has headings under it.'
    return [_finding([place], message, "Delete it, or give it a heading of its own on the next line.")]


_SECOND = re.compile(r"([,;]?[ \t]+)([A-Za-z][\w-]*)$")


def two_headings(draft: Draft, trouble: Trouble) -> Found | None:
    """A second heading stands on the line of another."""
    line = draft.line(trouble.line)
    first = HEADING.match(line, indent(line))
    second = _SECOND.search(line, 0, trouble.column)
    if first is None or second is None or line[trouble.column : trouble.column + 1] != ":":
        return None
    is_short = second[1].strip() or len(line[first.end() : second.start()].split()) <= 3
    if second.start() <= first.end() or not is_short or not _is_heading(draft, second[2], trouble.line):
        return None
    place = draft.place(trouble.line, second.start(2), second.end() + 1)
    draft.swap(trouble.line, second.start(2), len(line), "#")
    draft.swap(trouble.line, *second.span(1), " ")
    message = f'"{second[2]}" stands on the line of {name_of(first)}, and was read as part of its text.'
    return [_finding([place], message, "Write each heading on a line of its own.")]


def _is_heading(draft: Draft, word: str, number: int) -> bool:
    """Whether another line of the file begins with *word* as its heading."""
    heading = re.compile(rf"[ -]*{re.escape(word)}:(?= |$)")
    return any(heading.match(draft.line(each)) for each in range(len(draft.lines)) if each != number)


_STAR = re.compile(r"(?:[:-][ \t]+)(\*)[\w-]+[ \t]+[^\s#]")


def star_before_words(draft: Draft, trouble: Trouble) -> Found | None:
    """A text of several words begins with a star."""
    star = _STAR.search(draft.line(trouble.line))
    if star is None or star.start(1) > trouble.column:
        return None
    draft.hide(trouble.line, star.start(1))
    return []
