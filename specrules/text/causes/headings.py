"""Headings without their colon, and colons which make a heading of what is none."""

from __future__ import annotations

import re
from collections import Counter
from itertools import islice, takewhile
from typing import TYPE_CHECKING

from specrules.base.files import lines_of
from specrules.base.findings import Finding, Place, Severity, Span
from specrules.text.causes.finding import NOT_LINED_UP, finding, levels_before
from specrules.text.causes.leftovers import HOLDERS, LISTS, words_without_heading
from specrules.text.causes.lining_up import is_beside_items
from specrules.text.characters import hidden_character, short
from specrules.text.lines import (
    COMPARED,
    HEADING,
    indent,
    is_bare,
    is_heading_elsewhere,
    is_item,
    name_of,
    next_line,
    number_above,
    numbers_above,
    spaces,
    step,
    without_comment,
)
from specrules.text.mending import NOT_YAML, Draft, restored

if TYPE_CHECKING:
    from specrules.base.files import Source
    from specrules.text.trouble import Found, Trouble


def line_above(draft: Draft, trouble: Trouble) -> Found | None:
    """The line above is words without a colon, and no part of the text above it."""
    above = number_above(draft, trouble.line)
    line = draft.line(above)
    column = indent(line)
    body = without_comment(line)[column:].removeprefix("- ")
    is_words = not HEADING.match(body) and body[:1].isalnum()
    # An item of a list can only be a heading for what stands further to the right.
    least = column + 1 if is_item(line[column:]) else column
    if above == trouble.line or not is_words or least > indent(draft.line(trouble.line)):
        return None
    fits = levels_before(draft, above, trouble).fits(column, is_item(line[column:]))
    return _without_colon(draft, above, line.index(body)) if fits and not trouble.is_inside(above) else None


def line_above_with_remark(draft: Draft, trouble: Trouble) -> Found | None:
    """The line above is words without a colon, and ends as a text because a remark follows."""
    above = draft.line(number_above(draft, trouble.line))
    is_ended = without_comment(above) != above.rstrip() and indent(above) == indent(draft.line(trouble.line))
    return line_above(draft, trouble) if is_ended else None


_BROKEN = re.compile(r" *([A-Za-z][\w-]*)$")
_REST = re.compile(r" *([\w-]*):(?= |$)")


def broken_in_two(draft: Draft, trouble: Trouble) -> Found | None:
    """A heading was broken in two: its end and its value stand in the next line, further to the left."""
    column = indent(draft.line(trouble.line))
    further_left = (each for each in numbers_above(draft, trouble.line) if indent(draft.line(each)) < column)
    near = (trouble.start[0], trouble.line, number_above(draft, trouble.line), *islice(further_left, 1))
    for number in dict.fromkeys(near):
        above = draft.line(number - 1) if number else ""
        first, rest = _BROKEN.match(without_comment(above)), _REST.match(draft.line(number))
        column, begins = indent(above), indent(draft.line(number))
        if not first or not rest or trouble.is_inside(number):
            continue
        # A heading with its value has nothing further right under it, and others are one step to the left.
        step_under = step(draft) if without_comment(draft.line(number)).endswith(":") else 0
        is_out = indent(next_line(draft, number)) - begins > step_under and rest[1] not in HOLDERS
        is_known = first[1] + rest[1] in (*HOLDERS, *LISTS) and begins <= column
        if not is_known and (begins >= column or not is_out or is_heading_elsewhere(draft, rest[1], number)):
            continue
        place = draft.place(number - 1, column, len(without_comment(above)))
        whole = f"{first[1]}{draft.line(number).strip()}"
        draft.swap(number - 1, column, len(above), "#")
        draft.swap(number, 0, rest.end(1), f"{' ' * column}{first[1]}{rest[1]}")
        message = f'"{first[1]}" and "{rest[1]}:" on the next line are one heading that was broken in two.'
        return [finding(NOT_YAML, place, message, f"Write it on one line: {short(whole)}")]
    return None


def brackets_among_items(draft: Draft, trouble: Trouble) -> Found | None:
    """Curly brackets stand in the column of the dashes of a list, without a dash before them."""
    for number in (trouble.line, number_above(draft, trouble.line)):
        line = draft.line(number)
        column = indent(line)
        if line[column : column + 1] != "{":
            continue
        dash = next((each for each in (column, column - 2) if is_beside_items(draft, number, each)), None)
        if dash is not None:
            return [_with_dash(draft, number, column, column + 1, "This", column - dash)]
    return None


def _with_dash(draft: Draft, number: int, column: int, end: int, what: str, room: int = 0) -> Finding:
    """Give what stands in *column* of a list's item the dash that it lacks, where there are *room* spaces."""
    place = draft.place(number, column, end)
    draft.swap(number, column - room, column, "- ")
    message = f"{what} stands among the items of a list, and does not begin with a dash."
    return finding(NOT_YAML, place, message, "Begin each item with a hyphen and a space.")


def _without_colon(draft: Draft, number: int, column: int) -> Found:
    """Give the words in *column* a colon when something stands under them; if not, say what they are."""
    body = restored(without_comment(draft.line(number))[column:])
    place = draft.place(number, column, column + len(body))
    looks = next((says for looks, *says in _LOOKS_LIKE if looks.match(body)), None)
    slips = (_wrong_sign, _lost_its_colon, _lost_its_dash, _goes_with_above, _goes_on_too_far_left)
    for slip in () if looks else slips:
        found = slip(draft, number, column)
        if found:
            return [found]
    is_apart = _is_between(draft, number) or _is_cut_off(draft, number)
    is_heading = not looks and indent(next_line(draft, number)) > column and not is_apart
    if is_heading or body.startswith("specrules "):
        return [_with_colon(draft, number, column, body, place)]
    message, remedy = looks or _NOTHING_OF_IT
    # Two dashes alone are how e-mails end.
    block = [number] if looks and body != "--" else words_without_heading(draft, number, column)
    others = [draft.place(each, column, len(draft.line(each).rstrip())) for each in block[1:]]
    for each in block:
        draft.swap(each, column, len(draft.line(each)) if looks else column + 1, "" if looks else "#")
    if looks:
        draft.only_to_read_on()  # whether any of it is wanted elsewhere is for its author to say
    return [finding(NOT_YAML, place, message, remedy, others)]


def _is_between(draft: Draft, number: int) -> bool:
    """Whether the lines round *number* belong together: both begin alike, much further to the right."""
    above, below = draft.line(number_above(draft, number)), next_line(draft, number)
    column = indent(draft.line(number))
    return indent(above) == indent(below) != column + step(draft)


def _with_colon(draft: Draft, number: int, column: int, body: str, place: Place) -> Finding:
    """Put a colon behind the words of a heading; behind the first, where that is how files begin."""
    name = "specrules" if body.startswith("specrules ") else body
    sign = _SIGN_BEHIND_A_NAME.search(name)
    if sign and " " not in name[: sign.start()]:
        place = draft.place(number, column + sign.start(1), column + sign.end())
        draft.swap(number, column + sign.start(), column + sign.end(), ":")
        message = f'"{sign[1]}" stands after "{name[: sign.start()]}" where a colon belongs.'
        return finding(NOT_YAML, place, message, "Write a colon instead.")
    draft.swap(number, column + len(name), column + len(name), ":")
    said = short(name) if name[0] in tuple("\"'") else f'"{short(name)}"'
    return finding(NOT_YAML, place, f"There is no colon after {said}.", "Write a colon after it.")


_SIGN_BEHIND_A_NAME = re.compile(r"[ \t]*([=;,.\uff1a]|:?-+>?|:?[\u2013\u2014]|:[=:>]+)$")
_NOTHING_OF_IT = (
    "This line has no heading: words, a colon and a space. So it belongs to nothing.",
    "Write a heading before it. If it goes on with the text above, begin it further to the right; "
    "if it is a remark, begin it with #.",
)
# What a line without a heading may be, by how it looks.
_LOOKS_LIKE = (
    (
        re.compile(r"\"[\w-]+: [^\"]*\"?$"),
        "Here the quotation marks stand round the heading and its value together.",
        "Take them out, or write them round the value alone.",
    ),
    (
        re.compile(r"\||[^\t]*\S\t+\S"),
        "This line is the row of a table, pasted from a spreadsheet or a document.",
        "Write each cell on a line of its own, with its heading, a colon and a space before it.",
    ),
    (
        re.compile(
            r"page [0-9]+(?: ?(?:of|/) ?[0-9]+)?$|[0-9]+ ?[|] ?page$|(?=.*[a-z])"
            r"(?:(?:un)?classified|official|confidential|restricted|sensitive|draft|[-\u2013: ])+$",
            re.IGNORECASE,
        ),
        "This line is from the top or the foot of a page, pasted along with the text.",
        "Delete it.",
    ),
    (
        re.compile(r"//|--|==|\*\*|__|<!--|;|'{3}|`{3}"),
        "This line is no heading and no value. A remark, or a line that divides, begins with #.",
        "Write # and a space before it, or delete it.",
    ),
)
_DASHES = r"-\u2013\u2014=:>"  # what people write behind a colon
_SIGN_FOR_COLON = re.compile(
    r"([A-Za-z][A-Za-z-]*)[ \t]*"
    rf"(&nbsp;|\.{{2,}}|\u2026|[=;\uff1a]|:[{_DASHES}]+(?=[ \t])|:(?![{_DASHES}]+$)(?=[^\s:/])|"
    r"(?<=[ \t])(?:-{1,2}>?|=>|[\u2013\u2014\u2192~])(?=[ \t]))"
    r"[ \t]*(?=\S)"
)
# Where there is a space on each side, a name of several words is told from its value too.
_EQUALS = re.compile(r"([A-Za-z][\w-]*(?: [\w-]+){1,4})[ \t]+(=)[ \t]+(?=\S)")
# A comma or a stop with a word or two behind it; where there are more, this is a sentence.
_COMMA_FOR_COLON = re.compile(r"([a-z][a-z-]*)[ \t]*([,.])[ \t]+(?=[^\s,]+(?: [^\s,]+)?$)")


def _wrong_sign(draft: Draft, number: int, column: int) -> Finding | None:
    """Another sign stands where a heading has its colon, or no space stands behind that."""
    line = without_comment(draft.line(number))
    ways = (
        (_SIGN_FOR_COLON, _EQUALS)
        if _ends_a_text(draft, number)
        else (_SIGN_FOR_COLON, _COMMA_FOR_COLON, _EQUALS)
    )
    heading = next((found for each in ways if (found := each.match(line, column))), None)
    if heading is None:
        return None
    is_colon = heading[2] == ":"
    if is_colon and (hidden := _hidden_behind(draft, number, heading.end(2))):
        return hidden
    place = draft.place(number, *heading.span(2))
    draft.swap(number, heading.end(1), heading.end(), ": ")
    if is_colon:
        place = draft.place(number, heading.start(1), heading.end(1) + 1)
        message = f'There is no space after "{heading[1]}:".'
        return finding(NOT_YAML, place, message, "Write a space after the colon.")
    message = f'"{heading[2]}" stands after "{heading[1]}" where a colon belongs.'
    return finding(NOT_YAML, place, message, "Write a colon and a space instead.")


def _hidden_behind(draft: Draft, number: int, column: int) -> Finding | None:
    """A character that cannot be seen stands behind a colon. It is taken out."""
    character = draft.line(number)[column]
    if restored(character).isprintable():
        return None
    place = draft.place(number, column, column + 1)
    gap = "" if draft.line(number)[column + 1 : column + 2] == " " else " "
    draft.swap(number, column, column + 1, gap)
    return hidden_character(draft.path, character, [place.span] if place.span else [])


_COMPARISON = re.compile(rf"[ \t]+{COMPARED} [£0-9]")
_FIRST_WORDS = re.compile(r"([a-z][a-z-]*)[ \t]+([^\s#:]+)")


def _lost_its_colon(draft: Draft, number: int, column: int) -> Finding | None:
    """The line begins with a word that is a heading elsewhere in the file, with a value that begins alike."""
    words = None if _is_cut_off(draft, number) else _FIRST_WORDS.match(draft.line(number), column)
    if words is None or _SIGN_BEHIND_A_NAME.fullmatch(words[2]):
        return None
    elsewhere = re.compile(rf"[ {{,-]{re.escape(words[1])}: +{re.escape(words[2])}(?![\w-])")
    is_target = _COMPARISON.match(draft.line(number), words.end(1))
    is_alike = is_target or any(elsewhere.search(f" {line}") for line in draft.lines)
    if not is_alike and not _is_lacking_beside(draft, number, words[1]):
        return None
    draft.swap(number, words.end(1), words.end(1), ":")
    place = draft.place(number, column, words.end(1))
    return finding(NOT_YAML, place, f'There is no colon after "{words[1]}".', "Write a colon after it.")


# A line that begins with one of these may as well go on with a sentence.
_IN_SENTENCES = ("of", "from", "with", "where", "during", "among", "each", "all", "any", "not")


def _is_lacking_beside(draft: Draft, number: int, word: str) -> bool:
    """Whether *word*, which begins line *number*, is a heading elsewhere and not among those beside it."""
    column = indent(draft.line(number))
    beside = re.compile(rf" {{{column}}}{re.escape(word)}:(?= |$)")
    for lines in (reversed(draft.lines[:number]), draft.lines[number + 1 :]):
        inside = takewhile(lambda line: is_bare(line) or indent(line) >= column, lines)
        if any(map(beside.match, inside)):
            return False
    where = rf"[ -]{{{column}}}" if word in _IN_SENTENCES else r"(?:[ -]*|.*[{,] *)"
    heading = re.compile(rf"{where}{re.escape(word)}:(?= |$)")
    return any(map(heading.match, draft.lines))


def _lost_its_dash(draft: Draft, number: int, column: int) -> Finding | None:
    """The line goes on with the list of the line above it, in its column and without its dash."""
    above = draft.line(number_above(draft, number))
    if indent(above) != column or not is_item(above[column:]) or indent(next_line(draft, number)) > column:
        return None
    return _with_dash(draft, number, column, len(without_comment(draft.line(number))), "This line")


def _goes_with_above(draft: Draft, number: int, column: int) -> Finding | None:
    """The value of a heading stands on the next line, and begins in the same column."""
    above = number_above(draft, number)
    line = without_comment(draft.line(above))
    heading = HEADING.match(line, indent(line))
    deeper = indent(next_line(draft, number)) > column
    if above == number or indent(line) != column or not line.endswith(":") or not heading or deeper:
        return None
    place = draft.place(number, column, len(without_comment(draft.line(number))))
    draft.begin_at(number, column + 2)
    message = f"This seems to be the value of {name_of(heading)} on line {above + 1}."
    return finding(NOT_LINED_UP, place, message, "Write it on the same line, after the colon and a space.")


def _begins(line: str) -> int:
    """The column in which a heading on *line* begins, behind the dash if it has one."""
    column = indent(line)
    return column + 2 * line.startswith("- ", column)


def _ends_a_text(draft: Draft, number: int) -> bool:
    """Whether a heading with words stands right above line *number*, further right, as what is below does."""
    above, column = draft.line(number - 1) if number else "", indent(draft.line(number))
    heading = HEADING.match(without_comment(above), _begins(above))
    below = indent(next_line(draft, number))
    return bool(
        heading and column < indent(above) and column < below and _IS_WORDS.match(above, heading.end())
    )


_IS_WORDS = re.compile(r" +[^\s\"'\[{|>#]")
# Fewer words could be a heading that has lost its colon.
_CLAUSE = re.compile(r"[a-z]+(?: [^\s:]+){2,}")


def _is_cut_off(draft: Draft, number: int) -> bool:
    """Whether line *number* is the end of the text above it, which somebody broke in two."""
    body = without_comment(draft.line(number)).lstrip()
    words = body.split()
    below = indent(next_line(draft, number))
    deep = below - indent(draft.line(number)) > step(draft)
    is_name = _SIGN_BEHIND_A_NAME.search(body) is not None or body.endswith(":")
    return _ends_a_text(draft, number) and (len(words) > 1 or deep) and not is_name


def _goes_on_too_far_left(draft: Draft, number: int, column: int) -> Finding | None:
    """A text goes on in a line that begins further to the left than its heading."""
    of_block = _heading_of_block(draft, number)
    above = number_above(draft, number) if of_block is None else of_block
    line = without_comment(draft.line(above))
    begins = _begins(line)
    heading = HEADING.match(line, begins)
    body = draft.line(number)[column:]
    is_rest = not body[:1].isupper() and _is_cut_off(draft, number)
    is_part = of_block is not None or is_rest or _CLAUSE.match(body)
    is_ended = line.endswith((":", '"', "'", "]", "}"))
    if not heading or is_ended or column > begins or not is_part:
        return None
    place = draft.place(number, column, len(without_comment(draft.line(number))))
    draft.begin_at(number, begins + 2)
    message = f"This seems to go on with the text of {name_of(heading)} on line {above + 1}."
    remedy = f"Begin the line with {spaces(begins + 2)}, or write it all on one line."
    return finding(NOT_LINED_UP, place, message, remedy)


_BEFORE_A_BRACKET = re.compile(
    r" *(?:- +)*([A-Za-z][\w-]*)([ \t]*([=;,.\uff1a\u2013\u2014\u2192]|[-=]+>?|:[-=:]+)?[ \t]*)"
    r"(?=[{\[].*[}\]]$)"
)


_OPENS_A_BLOCK = re.compile(r": [|>][-+0-9]*$")


def _heading_of_block(draft: Draft, number: int) -> int | None:
    """The line of the heading whose text, begun with | or >, ends above line *number*, or None."""
    above = number_above(draft, number)
    column = indent(draft.line(above))
    outer = (each for each in reversed(range(above)) if indent(draft.line(each)) < column)
    found = next((each for each in outer if not is_bare(draft.line(each))), None)
    is_block = found is not None and _OPENS_A_BLOCK.search(without_comment(draft.line(found)))
    return found if is_block and _FEW_WORDS.search(draft.line(number)) else None


# One word alone could be a heading that has lost its colon.
_FEW_WORDS = re.compile(r"[^\s:]+ [^\s:]+")


def no_colon_before_bracket(draft: Draft, trouble: Trouble) -> Found | None:
    """What stands in brackets follows its heading without a colon."""
    for number in (trouble.line, number_above(draft, trouble.line)):
        heading = _BEFORE_A_BRACKET.match(without_comment(draft.line(number)))
        if heading and not trouble.is_inside(number):
            place = draft.place(number, *heading.span(3 if heading[3] else 1))
            draft.swap(number, *heading.span(2), ": ")
            message = f'There is no colon after "{heading[1]}".'
            if heading[3]:
                message = f'"{heading[3]}" stands after "{heading[1]}" where a colon belongs.'
            return [finding(NOT_YAML, place, message, "Write a colon and a space after it.")]
    return None


_MORE_THAN_A_COLON = re.compile(rf"[\w.-]+:[{_DASHES}]+(?=[ \t]|$)")


def no_space_after_colon(draft: Draft, trouble: Trouble) -> Found | None:
    """A value follows its colon without a space."""
    line, column = trouble.start
    heading = re.compile(r"([\w.-]+:)(?=[^\s:/])").match(draft.line(line), column)
    if not heading:
        return None
    if more := _MORE_THAN_A_COLON.match(without_comment(draft.line(line)), column):
        place = draft.place(line, *more.span())
        found = _wrong_sign(draft, line, column) or _with_colon(draft, line, column, more[0], place)
        return [found]
    if hidden := _hidden_behind(draft, line, heading.end()):
        return [hidden]
    place = draft.place(line, *heading.span(1))
    gap = re.compile(r"(?:&nbsp;|&#160;)*").match(draft.line(line), heading.end())
    draft.swap(line, heading.end(), gap.end() if gap else heading.end(), " ")
    return [
        finding(NOT_YAML, place, f'There is no space after "{heading[1]}".', "Write a space after the colon.")
    ]


def no_colon(draft: Draft, trouble: Trouble) -> Found | None:
    """A line of words has no heading."""
    return _without_colon(draft, *trouble.start)


_VALUE = r"(?:\[[^\[\]{}]*\]|[^\s,{}\[\]\"'][^,{}\[\]]*)"
_ON_ONE_LINE = re.compile(rf" *(?:- +)+([a-z][\w-]*): {_VALUE}(?:, [a-z][\w-]*: {_VALUE})+$")


def headings_on_one_line(draft: Draft, trouble: Trouble) -> Found | None:
    """An item of a list has all its headings on one line, with commas between them and no curly brackets."""
    line = without_comment(draft.line(trouble.line))
    headings = _ON_ONE_LINE.match(line)
    dash = line.index("-") if headings else 0
    if headings is None or indent(next_line(draft, trouble.line)) > dash:
        return None
    start = headings.start(1)
    if any(": " in part.partition(": ")[2] for part in line[start:].split(", ")):
        return None
    place = draft.place(trouble.line, *headings.span(1))
    draft.swap(trouble.line, len(line), len(line), "}")
    draft.swap(trouble.line, start, start, "{")
    message = "Several headings on one line stand in curly brackets."
    return [finding(NOT_YAML, place, message, "Write { before them and } behind them.")]


def colon_in_text(draft: Draft, trouble: Trouble) -> Found | None:
    """A text has a colon and a space in it. It is read as if it were in quotation marks."""
    line = draft.line(trouble.line)
    if line[trouble.column : trouble.column + 1] != ":":
        return None
    comment = re.compile(r"\s#").search(line, trouble.column)
    colons = re.compile(r":(?=\s|$)").finditer(
        line, trouble.column, comment.start() if comment else len(line)
    )
    draft.hide(trouble.line, *(colon.start() for colon in colons))
    return []


_A_HEADING = re.compile(r"(?:- )?([A-Za-z][\w-]*)([ \t]+[^\w\s\"'\[{(\u00a3]|[^\w\s]?)(?=[ \t]|$|(?<=:)\S)")
_FEWEST_LOST = 4


def every_colon_lost(source: Source) -> Finding | None:
    """No line has a colon and a space behind its heading, but perhaps the first: they were replaced."""
    said: list[tuple[int, str]] = []
    for number, line in enumerate(lines_of(source.text), 1):
        if said and ": " in without_comment(line):
            return None  # in nearly every file, the second line that says something
        if not is_bare(line):
            said.append((number, line))
    found = [(number, _A_HEADING.match(line.lstrip())) for number, line in said if ": " not in line]
    lost = [(number, each[1], each[2].strip()) for number, each in found if each]
    signs = Counter(sign for _, _, sign in lost if sign)
    ends = sum(without_comment(line).endswith(":") for _, line in said)
    if len(lost) - ends < _FEWEST_LOST:
        return None
    number, first, sign = lost[0]
    what, remedy = (
        "Every colon is missing",
        "Write a colon after each heading, and a space before what follows.",
    )
    if sign == ":":
        what, remedy = "No colon has a space after it", "Write a space after each colon."
    elif signs[sign] * 2 > len(lost) - ends:
        what = f'"{sign}" stands where colons belong'
    place = Place(source.path, Span(number, 1, number, len(first) + 1))
    message = f'{what}, from "{first}" to the end of the file.'
    return Finding(*NOT_YAML, Severity.ERROR, place, message, remedy=remedy)
