"""Why a text cannot be read as YAML, in its author's words, and how to mend it.

The parser says where it stopped and in its own words: a ``Trouble``.  Each
function here knows one cause.  It looks at the draft round that place, and gives
None when the cause is another, or mends the draft and gives its findings.
Where a text can then be read with stand-ins in it, the finding is made when it
is read (``mending.slip_in``), since its whole extent is only known then.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from itertools import islice, pairwise
from typing import TYPE_CHECKING

from specrules.base.findings import Finding, Severity
from specrules.text.brackets import never_closed_above, open_at_the_end, open_bracket
from specrules.text.characters import MOST_PLACES, ODD_SPACES, hidden_character, short
from specrules.text.leftovers import (
    before_the_start,
    mark_round_each_line,
    marks_of_changes,
    marks_of_mail,
    of_another_program,
    remark_goes_on,
    star_before_words,
    stars_for_dashes,
    text_before_headings,
    two_headings,
    two_versions,
    words_without_heading,
)
from specrules.text.lines import (
    HEADING,
    Level,
    Levels,
    indent,
    is_bare,
    is_item,
    lead,
    name_of,
    next_line,
    number_above,
    spaces,
    without_comment,
)
from specrules.text.mending import NOT_YAML, Draft, Rule, restored
from specrules.text.trouble import Found, Trouble

if TYPE_CHECKING:
    from collections.abc import Iterable

    from specrules.base.findings import Place

TAB: Rule = ("FI101", "file-tab")
ODD_SPACE: Rule = ("FI113", "odd-space")
NOT_LINED_UP: Rule = ("FI115", "not-lined-up")
SECOND_DOCUMENT: Rule = ("FI120", "second-document")


def mend(draft: Draft, trouble: Trouble) -> bool:
    """Report the cause of *trouble* in *draft*, and mend it where it can be. False when no cause is known."""
    draft.is_mended = False
    for cause in _causes(trouble.problem):
        found = cause(draft, trouble)
        if found is not None:
            draft.reported(found)
            return True
    return False


def _finding(rule: Rule, place: Place, message: str, remedy: str, also: Iterable[Place] = ()) -> Finding:
    return Finding(*rule, Severity.ERROR, place, message, remedy=remedy, also=tuple(also)[:MOST_PLACES])


def _levels_before(draft: Draft, number: int, trouble: Trouble) -> Levels:
    return Levels((each, draft.line(each)) for each in range(number) if not trouble.is_inside(each))


# --- special spaces and tabs

_ODD_SPACE = re.compile(rf"([ \t]*(?:-[ \t]+)*(?:[\w.-]+:[ \t]*|-)?)([{ODD_SPACES}][{ODD_SPACES} \t]*)")
_FROM_WORD = "a special space that looks like an ordinary one (it comes from Word and web pages)"


def odd_spaces(draft: Draft, trouble: Trouble) -> Found | None:
    """A special space stands where YAML needs an ordinary one: before a line, behind a colon or a dash."""
    if not draft.has_odd_spaces:
        return None
    if sum(map(bool, map(_ODD_SPACE.match, draft.lines))) > _A_FEW:
        return _odd_spaces_all_over(draft)
    last = trouble.line if trouble.problem else len(draft.lines) - 1
    found: Found = []
    block: list[Place] = []
    for number in range(min(last + 1, len(draft.lines))):
        odd = None if trouble.is_inside(number) else _ODD_SPACE.match(draft.lines[number])
        if odd and not odd[1].strip():
            block.append(_swap_spaces(draft, number, odd))
            odd = _ODD_SPACE.match(draft.lines[number])
        elif not is_bare(draft.line(number)):
            found += _odd_indent(block)
            block = []
        if odd:
            after = odd[1].split()[-1]
            what = "the dash" if after == "-" else f'"{after}"'
            message = f"The space after {what} is {_FROM_WORD}."
            found.append(_finding(ODD_SPACE, _swap_spaces(draft, number, odd), message, _PRESS_SPACE))
    found += _odd_indent(block)
    return found or None


# So many places of one fault in a file have one cause: all of it came from a program that writes so.
_A_FEW = 5


def _odd_spaces_all_over(draft: Draft) -> Found:
    """One finding for the special spaces of the whole file, all of which are changed to ordinary ones."""
    odd = re.compile(f"[{ODD_SPACES}]+")
    found = [(number, each) for number, line in enumerate(draft.lines) for each in odd.finditer(line)]
    places = [draft.place(number, *each.span()) for number, each in found]
    for number, each in found:
        draft.swap(number, *each.span(), " " * len(each[0]))
    draft.has_odd_spaces = False
    message = (
        f"Special spaces that look like ordinary ones (from Word or a web page) are in {len(found)} places."
    )
    remedy = "Replace all of them with ordinary spaces: copy one, and search for it."
    return [_finding(ODD_SPACE, places[0], message, remedy, places[1:])]


_PRESS_SPACE = "Delete it and press the space bar instead."


def _swap_spaces(draft: Draft, number: int, odd: re.Match[str]) -> Place:
    place = draft.place(number, odd.start(2), odd.end(2))
    draft.swap(number, odd.start(2), odd.end(2), " " * len(odd[2]))
    return place


def _odd_indent(places: list[Place]) -> Found:
    """One finding for lines that follow each other: they were pasted together."""
    if not places:
        return []
    return [_finding(ODD_SPACE, places[0], f"This line begins with {_FROM_WORD}.", _PRESS_SPACE, places[1:])]


def tab_at_start(draft: Draft, trouble: Trouble) -> Found | None:
    """A line begins with a Tab. The lines below it that do so too are one block, and one finding."""
    if not _begins_with_tab(draft.line(trouble.line)) or trouble.is_inside(trouble.line):
        return None
    levels = _levels_before(draft, trouble.line, trouble)
    column = _column_for_tab(draft, trouble.line, levels)
    level = next((each for each in levels.open if each.column == column and not levels.may_go_deeper), None)
    remedy = f"Press the space bar {_times(column)} instead" if column else "Delete it"
    remedy += f", to line up with {level.name} on line {level.line + 1}." if level else "."
    block = _tabbed_block(draft, trouble.line)
    places = [draft.place(each, 0, lead(draft.line(each))) for each in block if draft.line(each).strip()]
    place = places[0] if places else draft.place(trouble.line, 0, 1)
    for number in range(trouble.line, block[-1] + 1):
        if number in block:
            draft.begin_at(number, _column_for_tab(draft, number, levels))
        levels.add(number, draft.line(number))
    others = f" So do {len(places) - 1} lines below it." if len(places) > 2 else " So does one line below it."
    message = f"This line begins with a Tab.{others if places[1:] else ''} YAML needs spaces."
    return [_finding(TAB, place, message, remedy if places else "Delete it.", places[1:])]


def _begins_with_tab(line: str) -> bool:
    return "\t" in line[: lead(line)]


def _tabbed_block(draft: Draft, first: int) -> list[int]:
    """The lines from *first* on that begin with a Tab, up to one that does not; empty lines end nothing.

    Where there are many such blocks, it is all lines of the file that do so.
    """
    numbers = [each for each in range(first, len(draft.lines)) if _begins_with_tab(draft.line(each))]
    if sum(two - one > 1 for one, two in pairwise(numbers)) > 1:
        return numbers
    numbers = []
    for number in range(first, len(draft.lines)):
        line = draft.line(number)
        if _begins_with_tab(line):
            numbers.append(number)
        elif line.strip():
            break
    return numbers


def _column_for_tab(draft: Draft, number: int, levels: Levels) -> int:
    """Return the column a line with Tabs was meant to begin in: 2, 4 or 8 for each, whichever fits."""
    line = draft.line(number)
    body = line.lstrip()
    below = next_line(draft, number)
    if is_item(body) and is_item(below.lstrip(" ")) and levels.fits(indent(below), is_list=True):
        return indent(below)
    lead = line[: len(line) - len(body)]
    widths = [draft.tab_width] if draft.tab_width else []
    columns = {width: lead.count("\t") * width + lead.count(" ") for width in (*widths, 2, 4, 8)}
    fitting = [width for width, column in columns.items() if levels.fits(column, is_item(body))]
    if not fitting:
        level = levels.nearest(columns[2], is_item(body))
        return level.column if level else 0
    if not draft.tab_width:
        deepest = levels.open[-1].column if levels.open else -1
        deeper = [width for width in fitting if columns[width] > deepest]
        draft.tab_width = deeper[0] if deeper else fitting[-1]
    return columns[draft.tab_width if draft.tab_width in fitting else fitting[0]]


def _times(number: int) -> str:
    return {1: "once", 2: "twice"}.get(number, f"{number} times")


def tab_after_dash(draft: Draft, trouble: Trouble) -> Found | None:
    """A Tab follows the dash of a list item."""
    line = draft.line(trouble.line)
    gap = re.match(r"( *(?:- +)*- *)(\t[ \t]*)", line)
    if not gap or gap.start(2) != trouble.column:
        return None
    place = draft.place(trouble.line, *gap.span(2))
    draft.swap(trouble.line, *gap.span(2), " " * len(gap[2]))
    return [_finding(TAB, place, "There is a Tab after the dash. YAML needs a space.", _PRESS_SPACE)]


# --- lines that are not lined up


_BULLET = re.compile(
    r"( *)(-(?=[^\s-])|[\u2013\u2014\u2022\u00b7\u25e6\u25aa\u25cf\u2023\uf0b7])[ \t]*(?=\S)"
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
            bullet[2] + line[bullet.end() :][:1] == "-{" or _is_beside_items(draft, number, len(bullet[1]))
        ):
            place = draft.place(number, *bullet.span(2))
            draft.swap(number, bullet.start(2), bullet.end(), "- ")
            what = f'"{bullet[2]}" does not begin an item of a list.'
            message = "There is no space after the dash." if bullet[2] == "-" else what
            return [_finding(NOT_YAML, place, message, "Begin each item with a hyphen and a space.")]
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
            _finding(NOT_YAML, places[0], message, "Begin each item with a hyphen and a space.", places[1:])
        ]
    return None


def _is_beside_items(draft: Draft, number: int, column: int) -> bool:
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
    slip = never_closed_above(draft, above) or _heading_far_left(draft, above, indent(draft.line(number)))
    found = [slip] if slip else _line_up(draft, number, trouble)
    if found is None:
        dash = indent(draft.line(number))
        place = draft.place(number, dash, dash + 1)
        draft.hide(number, dash)
        message = "This list item follows a text, so it was read as part of that text."
        remedy = "Begin the list on a new line under a heading of its own."
        found = [_finding(NOT_YAML, place, message, remedy)]
    return found


def _heading_far_left(draft: Draft, number: int, column: int) -> Finding | None:
    """A heading above a list item in *column* begins to the left of it, and of others called alike."""
    usual = _usual_column(draft, number)
    begins = indent(draft.line(number))
    if usual is None or not begins <= column < usual:
        return None
    above = (each for each in range(number) if indent(draft.line(each)) == usual)
    level = next((each for each in above if not is_bare(draft.line(each))), None)
    return _moved(draft, [number], _level_at(draft, level)) if level is not None else None


_MADE_A_REMARK = re.compile(r"( *)(#+[ \t]*)([A-Za-z][\w-]*):?[ \t]*$")


def heading_made_a_remark(draft: Draft, trouble: Trouble) -> Found | None:
    """A heading with # before it, as in other notations, has lines under it that then belong to nothing."""
    number = next((each for each in range(trouble.line - 1, -1, -1) if draft.line(each).strip()), 0)
    remark = _MADE_A_REMARK.match(draft.line(number))
    if remark is None or len(remark[1]) >= indent(draft.line(trouble.line)):
        return None
    if not _levels_before(draft, number, trouble).fits(len(remark[1]), is_list=False):
        return None
    place = draft.place(number, remark.start(2), remark.end(3))
    draft.swap(number, remark.end(3), len(draft.line(number)), ":")
    draft.swap(number, *remark.span(2), "")
    message = "What begins with # is a remark, so the lines below it stand under nothing."
    return [_finding(NOT_YAML, place, message, f"Write {remark[3]}: without the #.")]


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
    above = range(trouble.line - 1, -1, -1)
    number = next((n for n in above if not is_bare(draft.line(n)) and indent(draft.line(n)) < column), None)
    if number is None or trouble.is_inside(number):
        return None
    if _is_first_below_its_heading(draft, number):
        return [_moved(draft, [number], _level_at(draft, trouble.line))]
    levels = _levels_before(draft, number, trouble).open
    level = next((each for each in levels if each.column == column and not each.is_list), None)
    if level and _is_of_a_page(draft, number):
        return [_left_out(draft, number)]
    if level is None:
        return None
    usual = _usual_column(draft, number)
    is_out = usual is None and (_is_among(draft, number) or _is_among_names(draft, number, level))
    return [_moved(draft, [number], level)] if is_out or usual == column else None


def _is_among(draft: Draft, number: int) -> bool:
    """Whether the heading on line *number*, with its value, stands further left than three lines round it.

    All of these begin in one column: the one above it, and two below.
    """
    above, below = number_above(draft, number), _numbers_below(draft, number, 2)
    columns = {indent(draft.line(each)) for each in (above, *below)}
    has_value = not without_comment(draft.line(number)).endswith((":", ",", "[", "{"))
    return has_value and len(below) == 2 and len(columns) == 1 and columns.pop() > indent(draft.line(number))


def _is_among_names(draft: Draft, number: int, level: Level) -> bool:
    """Whether the heading on line *number*, with its value, stands in the column of the name above it.

    That has its headings below it, in the column of *level*.
    """
    column = indent(draft.line(number))
    names = (each for each in range(number - 1, -1, -1) if indent(draft.line(each)) <= column)
    name = next((each for each in names if not is_bare(draft.line(each))), None)
    if name is None or indent(draft.line(name)) != column:
        return False
    names_alone = without_comment(draft.line(name)).endswith(":")
    has_value = not without_comment(draft.line(number)).endswith((":", ",", "[", "{"))
    return (
        names_alone
        and has_value
        and number_above(draft, number) == level.line
        and level.column - column == _step(draft)
    )


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
    return _finding(NOT_YAML, place, message, "Delete it, or begin it with # and a space.")


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
    return columns.most_common(1)[0][0] if columns else None


def _goes_on(draft: Draft, number: int, trouble: Trouble) -> bool:
    """Whether the line above *number* already goes on with a text in the same column: this is prose."""
    above = number_above(draft, number)
    line = draft.line(above)
    column = indent(line)
    is_words = not is_item(line[column:]) and not HEADING.match(line, column)
    if above == number or column != indent(draft.line(number)) or not is_words:
        return False
    return not _levels_before(draft, above, trouble).fits(column, is_list=False)


def _line_up(draft: Draft, number: int, trouble: Trouble) -> Found | None:
    line = draft.line(number)
    body = line.lstrip(" ")
    column = len(line) - len(body)
    block = [number] if _is_alone(draft, number) else _block(draft, number)
    below = next_line(draft, block[-1])
    level = _levels_before(draft, number, trouble).nearest(
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
    return _finding(NOT_LINED_UP, place, message, f"Begin the line with {spaces(level.column)}.")


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
    for each in range(number - 1, -1, -1):
        line = draft.line(each)
        if is_bare(line):
            continue
        outer = indent(line)
        if outer < min(column, level.column):
            in_step = column - outer == _step(draft) != level.column - outer
            return alone[0] if in_step and len(alone) == 1 else None
        if outer == level.column:
            alone.append(each)
    return None


def _step(draft: Draft) -> int:
    """How many spaces lines of this text mostly begin to the right of those they stand under."""
    columns = [indent(line) for line in draft.lines if not is_bare(line.rstrip("\r\n"))]
    deeper = Counter(two - one for one, two in pairwise(columns) if two > one)
    return deeper.most_common(1)[0][0] if deeper else 2


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


# --- headings and colons


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
    fits = _levels_before(draft, above, trouble).fits(column, is_item(line[column:]))
    return _without_colon(draft, above, line.index(body)) if fits and not trouble.is_inside(above) else None


def line_above_with_remark(draft: Draft, trouble: Trouble) -> Found | None:
    """The line above is words without a colon, and ends as a text because a remark follows."""
    above = draft.line(number_above(draft, trouble.line))
    is_ended = without_comment(above) != above.rstrip() and indent(above) == indent(draft.line(trouble.line))
    return line_above(draft, trouble) if is_ended else None


def brackets_among_items(draft: Draft, trouble: Trouble) -> Found | None:
    """Curly brackets stand in the column of the dashes of a list, without a dash before them."""
    near = (trouble.line, trouble.start[0], number_above(draft, trouble.line))
    for number in dict.fromkeys(near):
        line = draft.line(number)
        column = indent(line)
        if line[column : column + 1] != "{":
            continue
        dash = next((each for each in (column, column - 2) if _is_beside_items(draft, number, each)), None)
        if dash is not None:
            return [_with_dash(draft, number, column, column + 1, "This", column - dash)]
    return None


def _with_dash(draft: Draft, number: int, column: int, end: int, what: str, room: int = 0) -> Finding:
    """Give what stands in *column* of a list's item the dash that it lacks, where there are *room* spaces."""
    place = draft.place(number, column, end)
    draft.swap(number, column - room, column, "- ")
    message = f"{what} stands among the items of a list, and does not begin with a dash."
    return _finding(NOT_YAML, place, message, "Begin each item with a hyphen and a space.")


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
    is_heading = not looks and indent(next_line(draft, number)) > column and not _is_between(draft, number)
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
    return [_finding(NOT_YAML, place, message, remedy, others)]


def _is_between(draft: Draft, number: int) -> bool:
    """Whether the lines round *number* belong together: both begin alike, much further to the right."""
    above, below = draft.line(number_above(draft, number)), next_line(draft, number)
    column = indent(draft.line(number))
    return column < indent(above) == indent(below) != column + _step(draft)


def _with_colon(draft: Draft, number: int, column: int, body: str, place: Place) -> Finding:
    """Put a colon behind the words of a heading; behind the first, where that is how files begin."""
    name = "specrules" if body.startswith("specrules ") else body
    draft.swap(number, column + len(name), column + len(name), ":")
    said = short(name) if name[0] in tuple("\"'") else f'"{short(name)}"'
    return _finding(NOT_YAML, place, f"There is no colon after {said}.", "Write a colon after it.")


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
_SIGN_FOR_COLON = re.compile(
    r"([A-Za-z][A-Za-z-]*)[ \t]*"
    r"(&nbsp;|\.{2,}|\u2026|[=;\uff1a]|:(?=[^\s:/])|(?<=[ \t])(?:-{1,2}>?|=>|[\u2013\u2014\u2192~])(?=[ \t]))"
    r"[ \t]*(?=\S)"
)
# A comma or a stop with a word or two behind it; where there are more, this is a sentence.
_COMMA_FOR_COLON = re.compile(r"([a-z][a-z-]*)[ \t]*([,.])[ \t]+(?=[^\s,]+(?: [^\s,]+)?$)")


def _wrong_sign(draft: Draft, number: int, column: int) -> Finding | None:
    """Another sign stands where a heading has its colon, or no space stands behind that."""
    line = without_comment(draft.line(number))
    heading = _SIGN_FOR_COLON.match(line, column) or _COMMA_FOR_COLON.match(line, column)
    if heading is None:
        return None
    place = draft.place(number, *heading.span(2))
    draft.swap(number, heading.end(1), heading.end(), ": ")
    if heading[2] == ":":
        if hidden := _hidden_behind(draft, number, heading.end(1) + 1):
            return hidden
        place = draft.place(number, heading.start(1), heading.end(1) + 1)
        message = f'There is no space after "{heading[1]}:".'
        return _finding(NOT_YAML, place, message, "Write a space after the colon.")
    message = f'"{heading[2]}" stands after "{heading[1]}" where a colon belongs.'
    return _finding(NOT_YAML, place, message, "Write a colon and a space instead.")


def _hidden_behind(draft: Draft, number: int, column: int) -> Finding | None:
    """A character that cannot be seen stands behind a colon. It is taken out."""
    character = draft.line(number)[column]
    if character.isprintable():
        return None
    place = draft.place(number, column, column + 1)
    gap = "" if draft.line(number)[column + 1 : column + 2] == " " else " "
    draft.swap(number, column, column + 1, gap)
    return hidden_character(draft.path, character, [place.span] if place.span else [])


_COMPARISON = re.compile(r"[ \t]+(?:at least|no more than|within|exactly|between) [£0-9]")
_FIRST_WORDS = re.compile(r"([a-z][a-z-]*)[ \t]+([^\s#:]+)")


def _lost_its_colon(draft: Draft, number: int, column: int) -> Finding | None:
    """The line begins with a word that is a heading elsewhere in the file, with a value that begins alike."""
    words = _FIRST_WORDS.match(draft.line(number), column)
    if words is None:
        return None
    elsewhere = re.compile(rf"[ {{,-]{re.escape(words[1])}: +{re.escape(words[2])}(?![\w-])")
    is_target = _COMPARISON.match(draft.line(number), words.end(1))
    if not is_target and not any(elsewhere.search(f" {line}") for line in draft.lines):
        return None
    draft.swap(number, words.end(1), words.end(1), ":")
    place = draft.place(number, column, words.end(1))
    return _finding(NOT_YAML, place, f'There is no colon after "{words[1]}".', "Write a colon after it.")


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
    return _finding(NOT_LINED_UP, place, message, "Write it on the same line, after the colon and a space.")


# Fewer words could be a heading that has lost its colon.
_CLAUSE = re.compile(r"[a-z]+(?: [^\s:]+){2,}")


def _goes_on_too_far_left(draft: Draft, number: int, column: int) -> Finding | None:
    """A text goes on in a line that begins further to the left than its heading."""
    above = number_above(draft, number)
    line = without_comment(draft.line(above))
    begins = indent(line)
    heading = HEADING.match(line, begins)
    body = draft.line(number)[column:]
    if not heading or line.endswith(":") or column > begins or not _CLAUSE.match(body):
        return None
    place = draft.place(number, column, len(without_comment(draft.line(number))))
    draft.begin_at(number, begins + 2)
    message = f"This seems to go on with the text of {name_of(heading)} on line {above + 1}."
    remedy = f"Begin the line with {spaces(begins + 2)}, or write it all on one line."
    return _finding(NOT_LINED_UP, place, message, remedy)


def no_space_after_colon(draft: Draft, trouble: Trouble) -> Found | None:
    """A value follows its colon without a space."""
    line, column = trouble.start
    heading = re.compile(r"([\w.-]+:)(?=[^\s:/])").match(draft.line(line), column)
    if not heading:
        return None
    if hidden := _hidden_behind(draft, line, heading.end()):
        return [hidden]
    place = draft.place(line, *heading.span(1))
    gap = re.compile(r"(?:&nbsp;|&#160;)*").match(draft.line(line), heading.end())
    draft.swap(line, heading.end(), gap.end() if gap else heading.end(), " ")
    return [
        _finding(
            NOT_YAML, place, f'There is no space after "{heading[1]}".', "Write a space after the colon."
        )
    ]


def no_colon(draft: Draft, trouble: Trouble) -> Found | None:
    """A line of words has no heading."""
    line, column = trouble.start
    text = draft.line(line)
    is_whole_line = text[column:].strip() and not text[:column].strip(" -")
    return _without_colon(draft, line, column) if is_whole_line else None


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


# --- quotation marks and brackets


def open_quote(draft: Draft, trouble: Trouble) -> Found | None:
    """A quotation mark is never closed, so the rest of the file was read as one text."""
    if trouble.context != "while scanning a quoted scalar":
        return None
    draft.hide(*trouble.start)
    return []


_NAME_IN_A_QUOTE = re.compile(r"""( *)(["'])([A-Za-z][\w.-]*)(:?)[ \t]*(?:#.*)?$""")


def quote_before_a_name(draft: Draft, trouble: Trouble) -> Found | None:
    """A quotation mark stands before a name with headings under it, and none behind it."""
    lines = (trouble.start[0], trouble.last.line - 1 if trouble.last else trouble.line)
    for number in dict.fromkeys(lines):
        name = _NAME_IN_A_QUOTE.match(draft.line(number))
        if name is None or indent(next_line(draft, number)) <= len(name[1]):
            continue
        place = draft.place(number, name.start(2), name.end(3))
        draft.swap(number, *name.span(4), ":")
        draft.swap(number, *name.span(2), "")
        message = "The quotation mark that opens here is never closed."
        return [_finding(NOT_YAML, place, message, f"Write {name[3]}: without it.")]
    return None


def quote_closed_below(draft: Draft, trouble: Trouble) -> Found | None:
    """A quotation mark is not closed on its line, and the next one in the file was taken for its end."""
    last = trouble.last
    if not last or last.line == last.end_line or last.end_line - 1 != trouble.line:
        return None
    if not any(HEADING.match(draft.line(each).lstrip(" -")) for each in range(last.line, last.end_line)):
        return None
    draft.hide(last.line - 1, last.column - 1)
    return []


def text_after(draft: Draft, trouble: Trouble) -> Found | None:
    """A text goes on behind a closing quotation mark or bracket."""
    last = trouble.last
    if not last or last.end_line - 1 != trouble.line:
        return None
    if draft.line(trouble.line)[last.end_column - 1 : trouble.column].strip():
        return None
    draft.hide(last.line - 1, last.column - 1)
    return []


def stray_sign(draft: Draft, trouble: Trouble) -> Found | None:
    """A closing bracket or a comma stands where nothing is open. It is left out."""
    sign = draft.line(trouble.line)[trouble.column : trouble.column + 1]
    if not sign or sign not in ("]},:" if trouble.context == "while parsing a flow node" else "]}"):
        return None
    place = draft.place(trouble.line, trouble.column, trouble.column + 1)
    draft.swap(trouble.line, trouble.column, trouble.column + 1, " ")
    return [_finding(NOT_YAML, place, f'There is a "{sign}" too many here.', "Delete it.")]


# --- signs that mean something to YAML


def fence(draft: Draft, trouble: Trouble) -> Found | None:
    """A line of three backticks, from a chat or a web page. It is left out, and so are others like it."""
    numbers = [each for each in range(len(draft.lines)) if draft.line(each).lstrip().startswith("```")]
    if trouble.line not in numbers:
        return None
    places = [draft.place(each, 0, len(draft.line(each))) for each in numbers]
    for each in numbers:
        draft.swap(each, 0, 1, "#")
    message = "Three backticks divide up chats and web pages, and mean nothing here."
    return [_finding(NOT_YAML, places[0], message, "Delete the line.", places[1:])]


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
    number = next((n for n in (trouble.start[0], trouble.line) if draft.line(n).startswith("%")), None)
    if number is None:
        return None
    place = draft.place(number, 0, len(draft.line(number)))
    draft.swap(number, 0, 1, "#")
    return [
        _finding(NOT_YAML, place, "A line cannot begin with %.", "Put the whole text in quotation marks.")
    ]


def backslash(draft: Draft, trouble: Trouble) -> Found | None:
    """A backslash inside double quotation marks, as in the name of a folder."""
    line = draft.line(trouble.line)
    column = line.rfind("\\", 0, trouble.column + 1)
    if column < 0:
        return None
    place = draft.place(trouble.line, column, column + 1)
    draft.hide(trouble.line, *(each.start() for each in re.compile(r'\\(?!")').finditer(line, column)))
    message = "A backslash inside double quotation marks begins a code."
    return [_finding(NOT_YAML, place, message, "Use single quotation marks, or write each backslash twice.")]


def text_after_document(draft: Draft, trouble: Trouble) -> Found | None:
    """Something follows the line of dots that ends a document."""
    above = number_above(draft, trouble.line)
    if not draft.line(above).startswith("..."):
        return None
    message = 'The line "..." ends the specification. What follows it was not read.'
    return [_finding(SECOND_DOCUMENT, draft.place(above, 0, 3), message, "Take the line out.")]


# --- which causes there are


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
    return [_finding(NOT_LINED_UP, place, message, f"Begin the line with {spaces(wanted)}.")]


def wrong_kind(draft: Draft, trouble: Trouble) -> Found | None:
    """A line with a dash stands among headings, or one without among list items."""
    line = draft.line(trouble.line)
    column, body = indent(line), line.lstrip(" ")
    level = next(
        (each for each in _levels_before(draft, trouble.line, trouble).open if each.column == column), None
    )
    if level is None or level.is_list == is_item(body):
        return None
    if level.is_list and _is_name(draft, level.line) and HEADING.match(body):
        return [_dash_too_many(draft, level.line)]
    how = "without a dash, but in the same column" if level.is_list else "with a dash, but in the same column"
    message = f"This line begins {how} as {level.name} on line {level.line + 1}. They cannot be mixed."
    place = draft.place(trouble.line, column, len(line.rstrip()))
    return [
        _finding(NOT_YAML, place, message, "Begin both with a dash, or neither, or move one to the right.")
    ]


def _is_name(draft: Draft, number: int) -> bool:
    """Whether there is nothing on line *number* but a dash and a name, with a colon."""
    body = without_comment(draft.line(number)).lstrip(" ")
    name = HEADING.match(body.removeprefix("- "))
    return is_item(body) and name is not None and name.end() == len(body) - 2


def _dash_too_many(draft: Draft, number: int) -> Finding:
    """Take out the dash before a name on line *number*, the only one of its kind that has one."""
    dash = indent(draft.line(number))
    place = draft.place(number, dash, len(without_comment(draft.line(number))))
    draft.swap(number, dash, dash + 2, "")
    message = "This name begins with a dash, unlike those in the same column below it."
    return _finding(NOT_YAML, place, message, "Take the dash out.")


Cause = Callable[[Draft, Trouble], Found | None]

_PASTED: tuple[Cause, ...] = (
    of_another_program,
    two_versions,
    marks_of_changes,
    mark_round_each_line,
    marks_of_mail,
    before_the_start,
    stars_for_dashes,
    star_before_words,
    quote_before_a_name,
    remark_goes_on,
)
_AFTER_A_VALUE: tuple[Cause, ...] = (quote_closed_below, stray_sign, text_after)
_BY_PROBLEM: dict[str, tuple[Cause, ...]] = {
    "mapping values are not allowed in this context": (
        line_above,
        heading_made_a_remark,
        above_too_far_left,
        text_before_headings,
        not_lined_up,
        two_headings,
        colon_in_text,
    ),
    "could not find expected ':'": (no_space_after_colon, no_colon),
    "did not find expected key": (
        *_AFTER_A_VALUE,
        brackets_among_items,
        heading_made_a_remark,
        wrong_kind,
        line_above_with_remark,
        above_too_far_left,
        not_lined_up,
    ),
    "did not find expected '-' indicator": (brackets_among_items, *_AFTER_A_VALUE, wrong_kind, not_lined_up),
    "did not find expected <document start>": (
        text_after_document,
        first_line_indented,
        above_too_far_left,
        *_AFTER_A_VALUE,
    ),
    "did not find expected ',' or ']'": (quote_closed_below, open_bracket),
    "did not find expected ',' or '}'": (quote_closed_below, open_bracket),
    "did not find expected node content": (open_at_the_end, stray_sign, sign_at_start),
    "found unexpected end of stream": (open_quote,),
    "found unexpected document indicator": (open_quote,),
    "found unknown escape character": (backslash,),
    "did not find expected hexdecimal number": (backslash,),
    "found invalid Unicode character escape code": (backslash,),
}


def _causes(problem: str) -> tuple[Cause, ...]:
    """The causes of *problem*, the likeliest first."""
    always = (odd_spaces, other_bullet, item_in_text, tab_at_start, tab_after_dash)
    likely = _BY_PROBLEM.get(problem, (directive, fence, sign_at_start))
    return (*_PASTED, *always, *likely) if problem else always[:3]
