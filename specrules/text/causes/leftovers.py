"""Why a text cannot be read, when its lines were pasted, numbered, sent or put together elsewhere.

Each function is a cause (see ``specrules.text.causes``): it looks at the draft
round the place where reading stopped, and gives None when the cause is another,
or mends the draft and gives its findings.
"""

from __future__ import annotations

import re
from itertools import pairwise, takewhile
from typing import TYPE_CHECKING

from specrules.base.findings import Finding, Place, Severity
from specrules.text.causes.brackets import still_open
from specrules.text.characters import MOST_PLACES, short
from specrules.text.lines import (
    COMPARED,
    HEADING,
    Levels,
    indent,
    is_bare,
    is_heading_elsewhere,
    is_item,
    name_of,
    next_line,
    number_above,
    numbers_above,
    step,
    without_comment,
    would_give_twice,
)
from specrules.text.mending import NOT_YAML, Draft, stand_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from specrules.text.trouble import Found, Trouble


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
    if not any(draft.line(each).startswith(("<", ">")) for each in marks):
        return None
    conflicts: list[list[int]] = []
    for mark in marks:
        if draft.line(mark).startswith("<") or not conflicts:
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
    first, *others = [each for each in marks if not draft.line(each).startswith("<")] or marks
    end = others[-1] if others else first
    return sorted({*marks, *range(first, end + 1)})


_ADDED = re.compile(r"\+")
_TAKEN_OUT = re.compile(r"-|@@ ")


def marks_of_changes(draft: Draft, trouble: Trouble) -> Found | None:
    """Lines begin with + or -, as in a list of what was changed; lines with - are left out."""
    added = [each for each in range(len(draft.lines)) if _ADDED.match(draft.line(each))]
    if not added:
        return None
    gone = [each for each in range(len(draft.lines)) if _is_taken_out(draft, each, added)]
    places = [_whole(draft, each) for each in sorted({*added, *gone})]
    # In such a list all other lines begin with a space.
    is_whole = all(line[:1] in "+-@ \r\n" for line in draft.lines)
    shifted = [each for each in range(len(draft.lines)) if is_whole and draft.line(each)[:1] == " "]
    _leave_out(draft, gone)
    for each in (*added, *shifted):
        draft.swap(each, 0, 1, "")
    draft.only_to_read_on()  # which of two lines counts is not for a program to say
    message = "Lines begin with + or -, as in a list of what was changed between two files."
    return [_finding(places, message, "Delete the sign +, and the whole of each line that begins with -.")]


def _is_taken_out(draft: Draft, number: int, added: Sequence[int]) -> bool:
    """Whether line *number* was taken out by a change: it begins with -, beside a line that was *added*."""
    if number in added or not _TAKEN_OUT.match(draft.line(number)):
        return False
    beside = number
    while _TAKEN_OUT.match(draft.line(beside)):
        beside += 1
    return beside in added or number - 1 in added


_QUOTED = re.compile(r">+ ?")
_IN_QUOTES = re.compile(r"(\")(.*)(\"[,;]?)[ \t]*$")
_WITH_COMMA = re.compile(r"()(.*)(,)[ \t]*$")
_NUMBERED = re.compile(r"[ \t]*([0-9]{1,4})[:.)|]?(?:[ \t]|$)")


def mark_round_each_line(draft: Draft, trouble: Trouble) -> Found | None:
    """Every line has a mark before it, behind it or round it, as programs put there."""
    written = [each for each in range(len(draft.lines)) if not is_bare(draft.line(each))]
    for mark, message, remedy in _MARKS if len(written) > 1 else ():
        matches = [*takewhile(bool, (mark.match(draft.line(each)) for each in written))]
        known = [each for each in matches if each]
        if len(known) == len(written) and _MEANS_NOTHING.get(mark, bool)(known):
            place = draft.place(written[0], *known[0].span(3 if mark.groups == 3 else 0))
            for number, match in zip(written, known, strict=True):
                _take_out(draft, number, match)
            return [_finding([place], message, remedy)]
    return None


_BEFORE = "Delete what stands before the words of each line."
_QUOTES = "Delete the quotation marks of each line."
_MARKS = (
    (_QUOTED, "Every line begins with >, as in an e-mail that was answered.", _BEFORE),
    (_NUMBERED, "Every line begins with its number.", _BEFORE),
    (_IN_QUOTES, "Every line is in quotation marks, as spreadsheets save them.", _QUOTES),
    (_WITH_COMMA, "Every line ends with a comma.", "Delete the last comma of each line."),
)


def _take_out(draft: Draft, number: int, mark: re.Match[str]) -> None:
    """Take out the *mark* of a line: all that matched, or what matched before and behind its words."""
    for part in (3, 1) if mark.re.groups == 3 else (0,):
        if mark[part]:
            draft.swap(number, *mark.span(part), "")


def _in_order(matches: list[re.Match[str]]) -> bool:
    return all(int(one[1]) < int(two[1]) for one, two in pairwise(matches))


def _outside_brackets(matches: list[re.Match[str]]) -> bool:
    """Whether the first of these lines opens no brackets that go on in the next, where a comma belongs."""
    return not still_open(matches[0][2])


# Numbers and commas may stand round lines for a reason of their own.
_MEANS_NOTHING = {_NUMBERED: _in_order, _WITH_COMMA: _outside_brackets}


_MAIL = re.compile(r"[ \t]*(>+[ \t])[ \t]*(?:- |[\w-]+:(?: |$))")


def marks_of_mail(draft: Draft, trouble: Trouble) -> Found | None:
    """Some lines have a > before their heading, as in an e-mail that was answered."""
    marks = {
        each: mark
        for each in range(len(draft.lines))
        if (mark := _MAIL.match(draft.line(each))) and not trouble.is_inside(each)
    }
    if trouble.line not in marks:
        return None
    places = [draft.place(each, *mark.span(1)) for each, mark in marks.items()]
    for each, mark in marks.items():
        draft.swap(each, *mark.span(1), "")
    message = "This line begins with >, as in an e-mail that was answered."
    return [_finding(places, message, "Delete the sign.")]


_PROGRAMS = (
    (re.compile(r"\s*<(?:!doctype|html|head|body|\?xml|w:)", re.IGNORECASE), "a web page"),
    (re.compile(r"\{\\rtf"), "a document of a word processor"),
    (re.compile(r"%PDF"), "a document to print (PDF)"),
)


def of_another_program(draft: Draft, trouble: Trouble) -> Found | None:
    """The file was written by another program, in its own signs. Nothing of it is read."""
    first = next((each for each in range(len(draft.lines)) if not is_bare(draft.line(each))), 0)
    what = next((what for sign, what in _PROGRAMS if sign.match(draft.line(first))), None)
    if what is None:
        return None
    place = _whole(draft, first)
    for each in range(len(draft.lines)):
        draft.swap(each, 0, len(draft.line(each)), "")
    draft.only_to_read_on()
    message = f"This is {what}, and not the text of a specification."
    return [_finding([place], message, "Copy the text into a plain text editor, and save it there.")]


# --- what stands round a specification


_WORDS = re.compile(r"[ ]*([A-Za-z(][\w'’-]*)(?![\w:'’-])[^:]*$")


def remark_goes_on(draft: Draft, trouble: Trouble) -> Found | None:
    """A remark goes on in the next line, which does not begin with #."""
    near = (trouble.start[0], trouble.line, number_above(draft, trouble.line))
    for number in dict.fromkeys(near):
        if number and not trouble.is_inside(number) and _goes_on_with_remark(draft, number):
            place, column = _whole(draft, number), indent(draft.line(number))
            draft.swap(number, column, column, "# ")
            message = "This line goes on with the remark above it, and does not begin with #."
            return [_finding([place], message, "Write # and a space before it.")]
    return None


def _goes_on_with_remark(draft: Draft, number: int) -> bool:
    """Whether line *number* is words only and stands right below a remark."""
    above, line = draft.line(number - 1), draft.line(number)
    value, words = without_comment(above), _WORDS.match(line)
    is_remark = value != above.rstrip() and not value.endswith((":", ",", "[", "{", "|", ">"))
    # A word alone that others stand further right under is a name that has lost its colon.
    is_name = len(without_comment(line).rstrip(" ;=\uff1a").split()) == 1
    is_name = is_name and indent(next_line(draft, number)) > indent(line)
    if not is_remark or words is None or is_name or _SIGN_FOR_COLON.match(line, indent(line)):
        return False
    heading = re.compile(rf"(?:^|[ {{,]){re.escape(words[1])}: ")
    return words[1] != "specrules" and not any(map(heading.search, draft.lines))


_SIGN_FOR_COLON = re.compile(r"[\w-]+ ?(?:[;=\uff1a]|(?<= )-+>?(?= ?[\[{]|$))")
_OF_MAIL = re.compile(r"(?:From|To|Cc|Sent|Date|Subject): ")


def before_the_start(draft: Draft, trouble: Trouble) -> Found | None:
    """Words stand above the line with which a specification begins."""
    start = next((n for n in range(len(draft.lines)) if draft.line(n).startswith("specrules:")), 0)
    above = [each for each in range(start) if not is_bare(draft.line(each))]
    if not above or trouble.line > start or not draft.line(above[0])[:1].isalpha():
        return None
    if HEADING.match(draft.line(above[0])) and not _OF_MAIL.match(draft.line(above[0])):
        return None
    places = [_whole(draft, each) for each in above]
    _leave_out(draft, above)
    message = f'This stands before the line "{short(draft.line(start))}", with which the file begins.'
    return [_finding(places, message, "Delete it, or begin it with # and a space.")]


def words_without_heading(draft: Draft, number: int, column: int) -> list[int]:
    """The line *number* and those below it in its column, as long as they are no headings either.

    A line with others under it is one that has lost its colon.
    """
    numbers = [number]
    for each in range(number + 1, len(draft.lines)):
        line = draft.line(each)
        if is_bare(line):
            continue
        if indent(line) != column or HEADING.match(line, column) or is_item(line[column:]):
            break
        if indent(next_line(draft, each)) > column:
            break
        numbers.append(each)
    return numbers


# --- two things in one place


# What stands under these are names, each with headings of its own.
TABLES = ('"parties"', '"requirements"', '"checks"', '"conditions"', '"cards"', '"tables"')
# Under these stands a list, and behind them nothing.
LISTS = ("variations", "targets", "examples", "principles", "covers", "citations")
_A_TARGET = re.compile(f"{COMPARED} ")
HOLDERS = (
    "parties",
    "contract",
    "returns",
    "definitions",
    "constants",
    "requirements",
    "checks",
    "conditions",
    "cards",
    "hand-off",
    "facts",
    "rows",
    "scale",
    "tables",
    "columns",
)


_CITES = re.compile(r" *(?:document|section):(?= |$)")


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
    is_citation = heading[1] == "source" and _CITES.match(draft.line(trouble.line))
    is_first = f'"{without_comment(draft.line(number_above(draft, above))).strip(" :")}"' == under
    beside = draft.line(number_above(draft, above))
    is_first = is_first or (indent(beside) == column and without_comment(beside).endswith("}"))
    is_remark = line[heading.end() :].lstrip()[:1] in ("(", "[")
    is_new = is_first or is_remark or would_give_twice(draft, above, indent(draft.line(trouble.line)))
    is_name = under in TABLES and is_new
    if not is_name and heading[1] not in HOLDERS and not is_citation:
        return None
    text = line[heading.end() :].strip()
    # A target is all that a check of a clause needs, and what is in brackets says it all.
    if text[0] == "{" or not draft.is_written(above, line.index(text, heading.end())):
        return None
    below = draft.line(trouble.line).partition(": ")[2]
    may_be_target = _A_TARGET.match(text) or (_A_TARGET.match(below) and text[0] != "(")
    if under == '"checks"' and may_be_target:
        return None
    place = draft.place(above, line.index(text, heading.end()), len(line))
    draft.swap(above, heading.end(), len(line), "")
    message = f'"{short(text)}" stands after {name_of(heading)}, which has headings under it.'
    return [_finding([place], message, "Delete it, or give it a heading of its own on the next line.")]


_SECOND = re.compile(r"([,;]?[ \t]+)([A-Za-z][\w-]*)$")


def two_headings(draft: Draft, trouble: Trouble) -> Found | None:
    """A second heading stands on the line of another."""
    line = draft.line(trouble.line)
    first = HEADING.match(line, indent(line))
    second = _SECOND.search(line[: trouble.column])
    if first is None or second is None or line[trouble.column : trouble.column + 1] != ":":
        return None
    is_short = second[1].strip() or len(line[first.end() : second.start()].split()) <= 3
    opens = _opens_others(draft, trouble.line, second[2])
    if second.start() <= first.end() or not (is_short or opens):
        return None
    is_known = second[2] in HOLDERS and " " in line[second.end() :]
    if not opens and not is_known and not is_heading_elsewhere(draft, second[2], trouble.line):
        return None
    place = draft.place(trouble.line, second.start(2), second.end() + 1)
    if opens:
        _leave_out_first(draft, trouble.line, second.end(1))
    else:
        draft.swap(trouble.line, second.start(2), len(line), "#")
        draft.swap(trouble.line, *second.span(1), " ")
    message = f'"{second[2]}" stands on the line of {name_of(first)}, and was read as part of its text.'
    return [_finding([place], message, "Write each heading on a line of its own.")]


def _opens_others(draft: Draft, number: int, name: str) -> bool:
    """Whether *name* ends line *number*, and the headings on the lines below may be those under it."""
    line, below = draft.line(number), next_line(draft, number)
    column, heading = indent(line), HEADING.match(below, indent(below))
    if heading is None or not without_comment(line).endswith(f"{name}:"):
        return False
    if indent(below) == column:  # a name, such as MA-2: what is under it is given above it as well
        beside = takewhile(lambda each: indent(each) >= column, map(draft.line, numbers_above(draft, number)))
        return not name.isalpha() or any(each.startswith(f"{heading[1]}:", column) for each in beside)
    is_word = name.isalpha() and name.islower()
    may_be_heading = name in HOLDERS and not any(each.startswith(f"{name}:") for each in draft.lines)
    return indent(below) > column or may_be_heading or not is_word


def _leave_out_first(draft: Draft, number: int, end: int) -> None:
    """Read line *number* from *end* on: its second heading, which has others under it, and not the first."""
    draft.swap(number, 0, end, " " * (indent(next_line(draft, number)) - step(draft)))
    draft.only_to_read_on()


_AFTER_VALUE = re.compile(r"(?:[ \t]*[,;])?[ \t]*(?=([A-Za-z][\w-]*):(?: |$))")


def heading_after_value(draft: Draft, trouble: Trouble) -> Found | None:
    """A second heading stands behind a value in brackets or quotation marks, and a comma."""
    line = draft.line(trouble.line)
    first, comma = HEADING.match(line, indent(line)), _AFTER_VALUE.match(line, trouble.column)
    if first is None or comma is None or comma.end() <= first.end():
        return None
    value = line[first.end() : comma.end()].rstrip()
    if not value.endswith((",", ";", '"', "'", "]", "}")):
        return None
    place = draft.place(trouble.line, comma.end(), comma.end(1) + 1)
    if _opens_others(draft, trouble.line, comma[1]):
        _leave_out_first(draft, trouble.line, comma.end())
    else:
        draft.swap(trouble.line, comma.start(), len(line), " #")
        draft.only_to_read_on()
    message = f'"{comma[1]}" stands on the line of {name_of(first)}.'
    return [_finding([place], message, "Write each heading on a line of its own.")]


# A star alone has been changed to its stand-in.
_STAR_ITEM = re.compile(rf"( *)([*{stand_in('*')}])[ \t]+(?=\S)")


def stars_for_dashes(draft: Draft, trouble: Trouble) -> Found | None:
    """The items of a list, each on a line of its own, begin with stars."""
    first = _STAR_ITEM.match(draft.line(trouble.start[0]))
    first = first or _STAR_ITEM.match(draft.line(trouble.line))
    if first is None:
        return None
    items = [(each, _STAR_ITEM.match(draft.line(each))) for each in range(len(draft.lines))]
    stars = [(each, item) for each, item in items if item and item[1] == first[1]]
    places = [draft.place(each, *item.span(2)) for each, item in stars]
    for each, item in stars:
        draft.swap(each, *item.span(2), "-")
    message = "An item of a list begins with a hyphen and a space, not with a star."
    return [_finding(places, message, "Write hyphens in the place of the stars.")]


_STAR = re.compile(r"(?:[:-][ \t]+)(\*)[\w-]+[ \t]+[^\s#]")


def star_before_words(draft: Draft, trouble: Trouble) -> Found | None:
    """A text of several words begins with a star."""
    star = _STAR.search(draft.line(trouble.line))
    if star is None or star.start(1) > trouble.column:
        return None
    draft.hide(trouble.line, star.start(1))
    return []
