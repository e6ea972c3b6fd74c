"""Lines which do not begin in the column of those they belong to."""

from __future__ import annotations

import re
from collections import Counter
from itertools import islice, pairwise, takewhile
from typing import TYPE_CHECKING

from specrules.text.causes.brackets import never_closed_above
from specrules.text.causes.finding import NOT_LINED_UP, finding, levels_before
from specrules.text.causes.leftovers import HOLDERS, LISTS, TABLES
from specrules.text.characters import short
from specrules.text.lines import (
    HEADING,
    Level,
    Levels,
    indent,
    is_bare,
    is_item,
    name_of,
    next_line,
    number_above,
    numbers_above,
    said,
    spaces,
    step,
    without_comment,
    would_give_twice,
)
from specrules.text.mending import NOT_YAML, Draft

if TYPE_CHECKING:
    from specrules.base.findings import Finding, Place
    from specrules.text.trouble import Found, Trouble

_BULLET = re.compile(
    r"( *)(-(?=[^\s-])|--(?= )|[\u2013\u2014\u2022\u00b7\u25e6\u25aa\u25cf\u2023\uf0b7])[ \t]*(?=\S)"
)


def other_bullet(draft: Draft, trouble: Trouble) -> Found | None:
    """A list item begins with another sign than a hyphen, or with no space behind it."""
    if found := _bullets_under_heading(draft, trouble):
        return found
    above = [trouble.dashes[0] - 1] if trouble.dashes else []
    for number in (trouble.line, trouble.start[0], *above):
        line = draft.line(number)
        bullet = None if is_item(line.lstrip(" ")) else _BULLET.match(line)
        if bullet and (
            bullet[2] + line[bullet.end() :][:1] == "-{" or is_beside_items(draft, number, len(bullet[1]))
        ):
            place = draft.place(number, *bullet.span(2))
            draft.swap(number, bullet.start(2), bullet.end(), "- ")
            what = f'"{bullet[2]}" does not begin an item of a list.'
            message = "There is no space after the dash." if bullet[2] == "-" else what
            return [finding(NOT_YAML, place, message, "Begin each item with a hyphen and a space.")]
    return None


_ROUND_BULLET = re.compile(r"( *)([\u2022\u00b7\u25e6\u25aa\u25cf\u2023\uf0b7])[ \t]*(?=\S)")


def _bullets_under_heading(draft: Draft, trouble: Trouble) -> Found | None:
    """Each item of a list begins with a bullet, from the one right below its heading on."""
    for first in dict.fromkeys((trouble.start[0], trouble.line)):
        bullet, above = _ROUND_BULLET.match(draft.line(first)), without_comment(draft.line(first - 1))
        if not first or bullet is None or not above.endswith(":") or indent(above) > len(bullet[1]):
            continue
        places: list[Place] = []
        for number in range(first, len(draft.lines)):
            other = _ROUND_BULLET.match(draft.line(number))
            if other is None or other[1] != bullet[1]:
                break
            places.append(draft.place(number, *other.span(2)))
            draft.swap(number, other.start(2), other.end(), "- ")
        message = f'"{bullet[2]}" does not begin an item of a list.'
        return [
            finding(NOT_YAML, places[0], message, "Begin each item with a hyphen and a space.", places[1:])
        ]
    return None


def is_beside_items(draft: Draft, number: int, column: int) -> bool:
    """Whether the nearest line above or below that begins as far left is a list item in the same column."""
    above, below = reversed(range(number)), range(number + 1, len(draft.lines))
    for lines in (map(draft.line, above), map(draft.line, below)):
        line = next((each for each in lines if not is_bare(each) and indent(each) <= column), "")
        if indent(line) == column and is_item(line[column:]):
            return True
    return False


def item_in_text(draft: Draft, trouble: Trouble) -> Found | None:
    """A list item was read as part of the text above it, because it begins too far to the right."""
    if not trouble.dashes:
        return None
    number = trouble.dashes[0]
    above = number_above(draft, number)
    column = indent(draft.line(number))
    slip = (
        never_closed_above(draft, above)
        or _heading_far_left(draft, above, column)
        or _between_items(draft, above, number)
    )
    found = [slip] if slip else _line_up(draft, number, trouble)
    found = found or _list_of_nothing(draft, number)
    if found is None:
        place = draft.place(number, column, column + 1)
        draft.hide(number, column)
        message = "This list item follows a text, so it was read as part of that text."
        remedy = "Begin the list on a new line under a heading of its own."
        found = [finding(NOT_YAML, place, message, remedy)]
    return found


def _between_items(draft: Draft, number: int, item: int) -> Finding | None:
    """A heading with its value stands between a heading and its list, or between two items of a list."""
    heading = HEADING.match(draft.line(number), indent(draft.line(number)))
    above = number_above(draft, number)
    if heading is None or not heading[1][0].isalpha() or above == number or not _has_value(draft, number):
        return None
    line, column = without_comment(draft.line(above)), indent(draft.line(item))
    opens = HEADING.match(line, indent(line))
    if opens and line.endswith(":") and indent(line) <= column:
        message = f"{name_of(heading)} stands between {name_of(opens)} and the list under it."
        remedy = f"Move it above {name_of(opens)}, or below the list."
    elif _are_alike(line, draft.line(item)):
        message = f"{name_of(heading)} stands between the items of a list."
        remedy = "Move it above the list with its heading, or below it."
    else:
        return None
    place = draft.place(number, heading.start(1), heading.end(1))
    draft.swap(number, 0, 1, "#")
    draft.only_to_read_on()
    return finding(NOT_LINED_UP, place, message, remedy)


def _are_alike(item: str, other: str) -> bool:
    """Whether two lines are items in one column, with headings in both of them."""
    first, second = (re.match(r"( *)- +(?:(\{)|[A-Za-z][\w-]*:(?= |$))", each) for each in (item, other))
    return first is not None and second is not None and first.groups() == second.groups()


def list_of_nothing(draft: Draft, trouble: Trouble) -> Found | None:
    """A list begins below a heading that has its value, so that its own is missing."""
    return _list_of_nothing(draft, trouble.line)


def _list_of_nothing(draft: Draft, number: int) -> Found | None:
    above, column = number_above(draft, number), indent(draft.line(number))
    outer = indent(draft.line(above))
    heading = HEADING.match(draft.line(above), outer)
    is_below = heading is not None and above < number and outer < column and _has_value(draft, above)
    if (
        heading is None
        or not heading[1][0].isalpha()
        or not is_below
        or not is_item(draft.line(number)[column:])
    ):
        return None
    if heading[1] in LISTS:
        line = without_comment(draft.line(above))
        text = line[heading.end() :].strip()
        place = draft.place(above, line.index(text, heading.end()), len(line))
        draft.swap(above, heading.end(), len(line), "")
        message = f'"{short(text)}" stands after {name_of(heading)}, which has a list under it.'
        return [finding(NOT_YAML, place, message, "Delete it, or begin it with # and a space.")]
    place = draft.place(number, column, column + 1)
    _leave_out(draft, number, column)
    message = f"{name_of(heading)} above it says something already, so nothing says what this is a list of."
    remedy = f"Write the heading of the list above it, or take out what stands after {name_of(heading)}."
    return [finding(NOT_YAML, place, message, remedy)]


def _leave_out(draft: Draft, number: int, column: int) -> None:
    """Let line *number*, and all below it that begins in *column* or further in, be remarks."""
    draft.is_whole = False
    for each in range(number, len(draft.lines)):
        line = draft.line(each)
        if not is_bare(line) and indent(line) < column:
            break
        if line.strip():
            draft.swap(each, 0, 1, "#")
    draft.only_to_read_on()


def _heading_far_left(draft: Draft, number: int, column: int) -> Finding | None:
    """A heading above a list item in *column* begins to the left of it, and of others called alike."""
    usual = _usual_column(draft, number)
    if usual is None or column >= usual:
        return None
    above = (each for each in range(number) if indent(draft.line(each)) == usual)
    level = next((each for each in above if not is_bare(draft.line(each))), None)
    return _moved(draft, [number], _level_at(draft, level)) if level is not None else None


_MADE_A_REMARK = re.compile(r"( *)(#+[ \t]*)([A-Za-z][\w-]*):?[ \t]*$")


def heading_made_a_remark(draft: Draft, trouble: Trouble) -> Found | None:
    """A heading with # before it, as in other notations, has lines under it that then belong to nothing."""
    number = next((each for each in reversed(range(trouble.line)) if draft.line(each).strip()), 0)
    remark = _MADE_A_REMARK.match(draft.line(number))
    if remark is None or len(remark[1]) + 1 >= indent(draft.line(trouble.line)):
        return None
    if not levels_before(draft, number, trouble).fits(len(remark[1]), is_list=False):
        return None
    place = draft.place(number, remark.start(2), remark.end(3))
    draft.swap(number, remark.end(3), len(draft.line(number)), ":")
    draft.swap(number, *remark.span(2), "")
    message = "What begins with # is a remark, so the lines below it stand under nothing."
    return [finding(NOT_YAML, place, message, f"Write {remark[3]}: without the #.")]


def not_lined_up(draft: Draft, trouble: Trouble) -> Found | None:
    """A line begins a space or two to the left or right of those it belongs with."""
    line = draft.line(trouble.line)
    if _goes_on(draft, trouble.line, trouble):
        return None
    heading = HEADING.match(line, indent(line))
    at_start = trouble.column == indent(line)
    at_colon = heading is not None and trouble.column == heading.end() - 1 and " " not in heading[1]
    is_known = heading is not None or is_item(line[indent(line) :])
    return _line_up(draft, trouble.line, trouble) if is_known and (at_start or at_colon) else None


def above_too_far_left(draft: Draft, trouble: Trouble) -> Found | None:
    """A heading above begins to the left of those it stands among, which go on in this line."""
    column = indent(draft.line(trouble.line))
    if trouble.column < column or is_item(draft.line(trouble.line)[column:]):
        return None
    above = reversed(range(trouble.line))
    number = next((n for n in above if not is_bare(draft.line(n)) and indent(draft.line(n)) < column), None)
    if number is None or trouble.is_inside(number):
        return None
    if _is_first_below_its_heading(draft, number):
        return [_moved(draft, [number], _level_at(draft, trouble.line))]
    levels = levels_before(draft, number, trouble).open
    level = next((each for each in levels if each.column == column and not each.is_list), None)
    if level and _is_of_a_page(draft, number):
        return [_left_out(draft, number)]
    if level is None:
        return None
    usual = _usual_column(draft, number)
    may_be_out = (
        _is_among(draft, number)
        or _is_among_names(draft, number, level)
        or _is_above_its_headings(draft, number, column)
    )
    is_margin = not indent(draft.line(number)) and _heading_at(draft, number) in HOLDERS
    is_out = usual is None and not is_margin and may_be_out and not would_give_twice(draft, number, column)
    return [_moved(draft, [number], level)] if is_out or usual == column else None


_FIRST_BELOW = re.compile(r"( *)(-?)(?=[A-Za-z][\w-]*:(?: |$))")


def first_too_far_left(draft: Draft, trouble: Trouble) -> Found | None:
    """The first line under a heading begins left of those it belongs with; often an item without its dash."""
    number = number_above(draft, trouble.line)
    first = _FIRST_BELOW.match(draft.line(number))
    column = indent(draft.line(trouble.line))
    steps = (2,) if first and first[2] else (1, 2)
    if not first or column - len(first[1]) not in steps or trouble.is_inside(number):
        return None
    is_heading = HEADING.match(draft.line(trouble.line), column)
    if not (is_heading and _has_value(draft, number) and _has_value(draft, trouble.line)):
        return None
    above = draft.line(number_above(draft, number))
    is_first = without_comment(above).endswith(":") and indent(above) <= len(first[1])
    if not is_first and not (first[2] and is_beside_items(draft, number, len(first[1]))):
        return None
    if first[2]:
        place = draft.place(number, first.start(2), first.end(2))
        draft.swap(number, *first.span(2), "- ")
        message, remedy = "There is no space after the dash.", "Begin each item with a hyphen and a space."
        return [finding(NOT_YAML, place, message, remedy)]
    below = list(takewhile(lambda each: indent(each) >= column, said(draft, number + 1)))
    after = next(islice(said(draft, number + 1), len(below), None), "")
    if indent(after) == len(first[1]) and is_item(after.lstrip(" ")):
        heading = draft.line(number)[first.end() :].partition(":")[0]
        place = draft.place(number, first.end(), first.end() + len(heading))
        draft.swap(number, first.end(), first.end(), "- ")
        message = f'"{heading}" begins an item of a list, and has no dash before it.'
        return [finding(NOT_YAML, place, message, "Begin each item with a hyphen and a space.")]
    if indent(after) == len(first[1]) or sum(indent(each) == column for each in below) < 2:
        return None
    opens = HEADING.match(above, indent(above))
    if opens and name_of(opens) in TABLES:
        return None
    return [_moved(draft, [number], _level_at(draft, trouble.line))]


def _is_among(draft: Draft, number: int) -> bool:
    """Whether the heading on line *number*, with its value, stands further left than three lines round it.

    All of these begin in one column: the one above it, and two below.
    """
    above, below = number_above(draft, number), _numbers_below(draft, number, 2)
    columns = {indent(draft.line(each)) for each in (above, *below)}
    return _has_value(draft, number) and len(below) == 2 and len(columns) == 1


def _is_among_names(draft: Draft, number: int, level: Level) -> bool:
    """Whether the heading on line *number*, with its value, stands in the column of the name above it.

    That has its headings below it, in the column of *level*.
    """
    column = indent(draft.line(number))
    names = (each for each in reversed(range(number)) if indent(draft.line(each)) <= column)
    name = next((each for each in names if not is_bare(draft.line(each))), None)
    if name is None or indent(draft.line(name)) != column:
        return False
    if _heading_at(draft, number) in HOLDERS:
        return False
    names_alone = without_comment(draft.line(name)).endswith(":")
    return (
        names_alone
        and _has_value(draft, number)
        and number_above(draft, number) == level.line
        and level.column - column == step(draft)
    )


def _heading_at(draft: Draft, number: int) -> str:
    """The heading that line *number* begins with, or nothing."""
    heading = HEADING.match(draft.line(number), indent(draft.line(number)))
    return heading[1] if heading else ""


def _is_above_its_headings(draft: Draft, number: int, column: int) -> bool:
    """Whether line *number* is a name, and what stands under it would stand right under one in *column*."""
    below = indent(next_line(draft, number))
    return without_comment(draft.line(number)).endswith(":") and below == column + step(draft)


def _has_value(draft: Draft, number: int) -> bool:
    """Whether line *number* says all that it says on itself."""
    return not without_comment(draft.line(number)).endswith((":", ",", "[", "{"))


def _numbers_below(draft: Draft, number: int, most: int) -> list[int]:
    """The *most* nearest lines below *number* that have more on them than a comment."""
    below = (each for each in range(number + 1, len(draft.lines)) if not is_bare(draft.line(each)))
    return list(islice(below, most))


_OF_A_PAGE = re.compile(r"(?:[A-Z][a-z]+ )*[A-Z][A-Za-z]+: +\S")


def _is_of_a_page(draft: Draft, number: int) -> bool:
    """Whether line *number* begins at the margin with capital words and a colon, as feet of pages do."""
    return bool(_OF_A_PAGE.match(draft.line(number)))


def _left_out(draft: Draft, number: int) -> Finding:
    place = draft.place(number, 0, len(without_comment(draft.line(number))))
    draft.swap(number, 0, 1, "#")
    message = "This line stands among others that go on without it, as the top or foot of a page does."
    return finding(NOT_YAML, place, message, "Delete it, or begin it with # and a space.")


def _is_first_below_its_heading(draft: Draft, number: int) -> bool:
    """Whether nothing is under the heading above line *number*, which begins in its column."""
    above = number_above(draft, number)
    line = without_comment(draft.line(above))
    is_heading = HEADING.match(draft.line(number), indent(draft.line(number)))
    return bool(is_heading and above != number and line.endswith(":")) and indent(line) == indent(
        draft.line(number)
    )


def _level_at(draft: Draft, number: int) -> Level:
    return Level(indent(draft.line(number)), False, number, _name_at(draft, number), opens=False)


_NUMBERED = re.compile(r"[A-Za-z]+-?[0-9]+(?:[.-][0-9]+)*")


def _usual_column(draft: Draft, number: int) -> int | None:
    """The column of most other headings that are called or numbered as that on line *number*."""
    heading = HEADING.match(draft.line(number), indent(draft.line(number)))
    if heading is None:
        return None
    called = _NUMBERED.pattern if _NUMBERED.fullmatch(heading[1]) else re.escape(heading[1])
    others = re.compile(rf"( *){called}:(?= |$)")
    found = (others.match(draft.line(each)) for each in range(len(draft.lines)) if each != number)
    columns = Counter(len(each[1]) for each in found if each)
    return max(columns, key=columns.__getitem__, default=None)


def _goes_on(draft: Draft, number: int, trouble: Trouble) -> bool:
    """Whether the line above *number* already goes on with a text in the same column: this is prose."""
    above = number_above(draft, number)
    line = draft.line(above)
    column = indent(line)
    is_words = not is_item(line[column:]) and not HEADING.match(line, column)
    if above == number or column != indent(draft.line(number)) or not is_words:
        return False
    return not levels_before(draft, above, trouble).fits(column, is_list=False)


def _line_up(draft: Draft, number: int, trouble: Trouble) -> Found | None:
    line = draft.line(number)
    body = line.lstrip(" ")
    column = len(line) - len(body)
    for slip in (_first_out_of_step, _first_item_far_left, _name_lost):
        if found := slip(draft, number):
            return [found]
    block = [number] if _is_alone(draft, number) else _block(draft, number)
    below = next_line(draft, block[-1])
    level = levels_before(draft, number, trouble).nearest(
        column,
        is_item(body),
        below=indent(below) if below else None,
        opens=without_comment(body).endswith(":"),
    )
    if level is None or level.column == column:
        return None
    first = _out_of_step(draft, number, level)
    if first is None:
        return [_moved(draft, block, level)]
    return [
        _moved(draft, [first], Level(column, level.is_list, number, _name_at(draft, number), opens=False))
    ]


def _first_out_of_step(draft: Draft, number: int) -> Finding | None:
    """What stands first under a heading begins further right than line *number*, unlike others here."""
    column = indent(draft.line(number))
    above = numbers_above(draft, number)
    within = list(takewhile(lambda each: indent(draft.line(each)) > column, above))
    if not within:
        return None
    first = within[-1]
    outer = number_above(draft, first)
    is_heading = without_comment(draft.line(outer)).endswith(":") and indent(draft.line(outer)) < column
    if is_heading and _is_alone(draft, first) and column - indent(draft.line(outer)) == step(draft):
        return _moved(draft, [first], _level_at(draft, number))  # what stands under it seems to stand beside
    if not is_heading or _out_of_step(draft, number, _level_at(draft, first)) != first:
        return None
    return _moved(draft, within[::-1], _level_at(draft, number))


def _first_item_far_left(draft: Draft, number: int) -> Finding | None:
    """The first item of a list begins in the column of its heading, the second where lists here do."""
    column = indent(draft.line(number))
    first = next((each for each in numbers_above(draft, number) if indent(draft.line(each)) < column), number)
    outer, begins = number_above(draft, first), indent(draft.line(first))
    if not (is_item(draft.line(number)[column:]) and is_item(draft.line(first)[begins:])):
        return None
    opens = without_comment(draft.line(outer)).endswith(":") and indent(draft.line(outer)) == begins
    if not opens or column - begins != step(draft) or _lists_begin(draft, outer) != step(draft):
        return None
    return _moved(draft, list(range(first, number)), _level_at(draft, number))


def _lists_begin(draft: Draft, number: int) -> int:
    """How many spaces to the right of their headings lists mostly begin, but for that under line *number*."""
    lines = (line for n, line in enumerate(map(without_comment, draft.lines)) if line and n != number)
    rooms = Counter(
        indent(item) - indent(heading)
        for heading, item in pairwise(lines)
        if heading.endswith(":") and is_item(item.lstrip(" "))
    )
    return max(rooms, key=rooms.__getitem__, default=step(draft))


def _name_lost(draft: Draft, number: int) -> Finding | None:
    """What stands first in a table has no name above it, and line *number* is a name in its column."""
    column = indent(draft.line(number))
    within = list(takewhile(lambda each: indent(draft.line(each)) > column, numbers_above(draft, number)))
    if not within or not without_comment(draft.line(number)).endswith(":"):
        return None
    first = within[-1]
    outer, begins = number_above(draft, first), indent(draft.line(first))
    table = HEADING.match(draft.line(outer), indent(draft.line(outer)))
    heading = HEADING.match(draft.line(first), begins)
    if not table or not heading or name_of(table) not in TABLES or begins != column + step(draft):
        return None
    place = draft.place(first, begins, heading.end(1))
    _leave_out(draft, first, begins)
    message = f"{name_of(heading)} stands right under {name_of(table)}, without a name above it."
    return finding(NOT_YAML, place, message, "Write its name and a colon on a line above this one.")


def _is_alone(draft: Draft, number: int) -> bool:
    """Whether line *number* is a heading with nothing under it, unless what is in its column does."""
    line, below = without_comment(draft.line(number)), next_line(draft, number)
    is_heading = HEADING.match(line, indent(line)) and line.endswith(":")
    return bool(is_heading and indent(below) == indent(line) and not is_item(below.lstrip(" ")))


def _moved(draft: Draft, block: list[int], level: Level) -> Finding:
    """Let *block*, whose first line begins too far left or right, begin where *level* does."""
    column = indent(draft.line(block[0]))
    heading = HEADING.match(draft.line(block[0]), column)
    place = draft.place(block[0], column, heading.end(1) if heading else column + 1)
    name = _name_at(draft, block[0])
    name = f"{name[0].upper()}{name[1:]}".replace("The dash", "This dash")
    for each in block:
        draft.begin_at(each, indent(draft.line(each)) + level.column - column)
    direction = "left" if column < level.column else "right"
    message = (
        f"{name} is {spaces(abs(level.column - column))} too far {direction}. "
        f"It has {spaces(column)} before it; "
        f"{level.name} on line {level.line + 1} has {level.column or 'none'}."
    )
    return finding(NOT_LINED_UP, place, message, f"Begin the line with {spaces(level.column)}.")


def _name_at(draft: Draft, number: int) -> str:
    line = draft.line(number)
    heading = HEADING.match(line, indent(line))
    return name_of(heading) if heading else "the dash"


def _out_of_step(draft: Draft, number: int, level: Level) -> int | None:
    """The line above *number* that is itself out of line, when it is the only one in the column of *level*.

    Line *number* then begins as far to the right of what it stands under as lines of this file do.
    """
    column = indent(draft.line(number))
    alone: list[int] = []
    for each in reversed(range(number)):
        line = draft.line(each)
        if is_bare(line):
            continue
        outer = indent(line)
        if outer < min(column, level.column):
            return alone[0] if column - outer == step(draft) and len(alone) == 1 else None
        if outer == level.column:
            alone.append(each)
    return None


def _block(draft: Draft, first: int) -> list[int]:
    """The line *first*, what stands under it, and the lines below in the same column."""
    column = indent(draft.line(first))
    numbers, deeper = [first], _first_column_under(draft, first)
    for number in range(first + 1, len(draft.lines)):
        line = draft.line(number)
        if is_bare(line):
            continue
        if indent(line) == column:
            deeper = _first_column_under(draft, number)
        elif deeper is None or indent(line) < deeper:
            break
        numbers.append(number)
    return numbers


def _first_column_under(draft: Draft, number: int) -> int | None:
    """The column of the first line that stands under line *number*, or None when nothing can."""
    levels = Levels([(number, draft.line(number))])
    column, below = indent(draft.line(number)), indent(next_line(draft, number))
    if levels.open and levels.open[0].is_list and below == levels.open[-1].column:
        return below
    return below if levels.may_go_deeper and below > column else None


def first_line_indented(draft: Draft, trouble: Trouble) -> Found | None:
    """The first line of the file begins further to the right than the headings below it."""
    first = next((each for each in range(trouble.line) if not is_bare(draft.line(each))), trouble.line)
    column = indent(draft.line(first))
    wanted = indent(draft.line(trouble.line))
    if first == trouble.line or column <= wanted or trouble.column != wanted:
        return None
    heading = HEADING.match(draft.line(first), column)
    if heading is None:
        return None
    place = draft.place(first, column, heading.end(1))
    for number in _block(draft, first):
        draft.begin_at(number, indent(draft.line(number)) + wanted - column)
    message = f"{name_of(heading)} is {spaces(column - wanted)} too far right, unlike the headings below it."
    return [finding(NOT_LINED_UP, place, message, f"Begin the line with {spaces(wanted)}.")]


def wrong_kind(draft: Draft, trouble: Trouble) -> Found | None:
    """A line with a dash stands among headings, or one without among list items."""
    line = draft.line(trouble.line)
    column, body = indent(line), line.lstrip(" ")
    levels = levels_before(draft, trouble.line, trouble).open
    level = next((each for each in levels if each.column == column), None)
    if level is None or level.is_list == is_item(body):
        return None
    if (
        level.is_list
        and HEADING.match(body)
        and (_is_name(draft, level.line) or _is_alone_with_dash(draft, level.line))
    ):
        return [_dash_too_many(draft, level.line)]
    if not level.is_list and (items := _items_within(draft, trouble.line, levels, level)):
        return [_moved(draft, [trouble.line], items)]
    heading = HEADING.match(body.removeprefix("- "))
    if not level.is_list and heading and _is_heading_with_dash(draft, trouble.line, heading[1]):
        return [_dash_before_heading(draft, trouble.line, heading[1], level)]
    how, other = ("no dash", "with one") if level.is_list else ("a dash", "without one")
    name = "the item" if level.is_list else level.name
    message = (
        f"This line begins with {how}, and {name} on line {level.line + 1}, in the same column, {other}."
    )
    place = draft.place(trouble.line, column, len(line.rstrip()))
    remedy = "Items of a list each begin with a dash, and headings with none. What belongs to the line above "
    return [finding(NOT_YAML, place, message, f"{remedy}begins further right.")]


def _items_within(draft: Draft, number: int, levels: list[Level], level: Level) -> Level | None:
    """The items of the list that ends above line *number*, under the heading of *level*, if this is alike."""
    within = (each for each in levels if each.is_list and each.column > level.column and level.opens)
    items = next(within, None)
    if items is None or indent(next_line(draft, number)) > level.column:
        return None
    item, other = (draft.line(each).lstrip(" ")[2:].lstrip() for each in (number, items.line))
    is_like = (item[:1] == "{") == (other[:1] == "{") and bool(HEADING.match(item)) == bool(
        HEADING.match(other)
    )
    return items if is_like else None


def _is_heading_with_dash(draft: Draft, number: int, heading: str) -> bool:
    """Whether the item on line *number* may be a *heading*: it has only its value, and none is called so.

    No other item is below it.
    """
    column = indent(draft.line(number))
    below = next((each for each in said(draft, number + 1) if indent(each) <= column), "")
    if indent(below) == column and is_item(below[column:]):
        return False
    above = takewhile(lambda each: not each[:column].strip(" -"), reversed(draft.lines[:number]))
    if any(each.startswith(f"{heading}:", column) for each in above):
        return False
    return indent(next_line(draft, number)) <= column or not _has_value(draft, number)


def _dash_before_heading(draft: Draft, number: int, heading: str, level: Level) -> Finding:
    """Take out the dash before *heading* on line *number*, which stands among headings without one."""
    dash = indent(draft.line(number))
    place = draft.place(number, dash, dash + 2 + len(heading))
    draft.swap(number, dash, dash + 2, "")
    message = f'A dash stands before "{heading}", and none before {level.name} on line {level.line + 1}.'
    return finding(NOT_YAML, place, message, "Take the dash out. Only the items of a list have one.")


def _is_name(draft: Draft, number: int) -> bool:
    """Whether there is nothing on line *number* but a dash and a name, with a colon."""
    body = without_comment(draft.line(number)).lstrip(" ")
    name = HEADING.match(body.removeprefix("- "))
    return is_item(body) and name is not None and name.end() == len(body) - 2


def _is_alone_with_dash(draft: Draft, number: int) -> bool:
    """Whether line *number* is the first under its heading, and the only one of several that has a dash."""
    column = indent(draft.line(number))
    if not HEADING.match(draft.line(number), column + 2):
        return False
    above = draft.line(number_above(draft, number))
    heading = HEADING.match(above, indent(above))
    is_first = heading and without_comment(above).endswith(":") and indent(above) < column
    is_first = is_first or number_above(draft, number) == number
    beside = [
        line
        for line in takewhile(lambda each: indent(each) >= column, said(draft, number + 1))
        if indent(line) == column
    ]
    return bool(is_first) and len(beside) > 1 and not any(is_item(line[column:]) for line in beside)


def _dash_too_many(draft: Draft, number: int) -> Finding:
    """Take out the dash before a name on line *number*, the only one of its kind that has one."""
    dash = indent(draft.line(number))
    place = draft.place(number, dash, len(without_comment(draft.line(number))))
    what = "name" if _is_name(draft, number) else "heading"
    message = f"This {what} begins with a dash, unlike those in the same column below it."
    draft.swap(number, dash, dash + 2, "")
    return finding(NOT_YAML, place, message, "Take the dash out.")
