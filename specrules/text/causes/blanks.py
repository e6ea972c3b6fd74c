"""Special spaces and tabs where YAML wants the space bar's."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from specrules.text.causes.finding import ODD_SPACE, TAB, finding, levels_before
from specrules.text.characters import ODD_SPACES
from specrules.text.lines import (
    HEADING,
    Levels,
    indent,
    is_bare,
    is_item,
    lead,
    next_line,
    step,
    without_comment,
)

if TYPE_CHECKING:
    from specrules.base.findings import Place
    from specrules.text.mending import Draft
    from specrules.text.trouble import Found, Trouble

_ODD_SPACE = re.compile(rf"([ \t]*(?:-[ \t]+)*(?:[\w.-]+:[ \t]*|-)?)([{ODD_SPACES}][{ODD_SPACES} \t]*)")
_ODD_BEHIND = re.compile(
    rf"(?<=[\]}}\"'])[{ODD_SPACES} \t]*[{ODD_SPACES}][{ODD_SPACES} \t]*(?=[ \t]#|[\r\n]|\Z)"
)
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
            found.append(finding(ODD_SPACE, _swap_spaces(draft, number, odd), message, _PRESS_SPACE))
        elif not trouble.is_inside(number) and (behind := _ODD_BEHIND.search(draft.lines[number])):
            place = draft.place(number, *behind.span())
            draft.swap(number, *behind.span(), "")
            found.append(finding(ODD_SPACE, place, f"Behind this line stands {_FROM_WORD}.", "Delete it."))
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
    return [finding(ODD_SPACE, places[0], message, remedy, places[1:])]


_PRESS_SPACE = "Delete it and press the space bar instead."


def _swap_spaces(draft: Draft, number: int, odd: re.Match[str]) -> Place:
    place = draft.place(number, odd.start(2), odd.end(2))
    draft.swap(number, odd.start(2), odd.end(2), " " * len(odd[2]))
    return place


def _odd_indent(places: list[Place]) -> Found:
    """One finding for lines that follow each other: they were pasted together."""
    if not places:
        return []
    return [finding(ODD_SPACE, places[0], f"This line begins with {_FROM_WORD}.", _PRESS_SPACE, places[1:])]


def tab_at_start(draft: Draft, trouble: Trouble) -> Found | None:
    """A line begins with a Tab. The lines below it that do so too are one block, and one finding."""
    if not _begins_with_tab(draft.line(trouble.line)) or trouble.is_inside(trouble.line):
        return None
    levels = levels_before(draft, trouble.line, trouble)
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
    return [finding(TAB, place, message, remedy if places else "Delete it.", places[1:])]


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
    if without_comment(body).endswith(":") and not _begins_with_tab(below):
        above_it = indent(below) - step(draft)  # what stands under it says where it begins
        if above_it >= 0 and levels.fits(above_it, is_item(body)):
            return above_it
    lead = line[: len(line) - len(body)]
    widths = [draft.tab_width] if draft.tab_width else []
    columns = {width: lead.count("\t") * width + lead.count(" ") for width in (*widths, 2, 4, 8)}
    fitting = [width for width, column in columns.items() if levels.fits(column, is_item(body))]
    if usual := _usual_column(draft, body, levels):
        return usual
    if not fitting:
        level = levels.nearest(columns[2], is_item(body))
        return level.column if level else 0
    if not draft.tab_width:
        deepest = levels.open[-1].column if levels.open else -1
        deeper = [width for width in fitting if columns[width] > deepest]
        draft.tab_width = deeper[0] if deeper else fitting[-1]
    return columns[draft.tab_width if draft.tab_width in fitting else fitting[0]]


def _usual_column(draft: Draft, body: str, levels: Levels) -> int | None:
    """The column of all other lines that begin with the heading of *body*, if it fits here."""
    heading = HEADING.match(body)
    if heading is None:
        return None
    other = re.compile(rf"( *){re.escape(heading[0])}")
    columns = {len(found[1]) for line in draft.lines if (found := other.match(line))}
    column = columns.pop() if len(columns) == 1 else None
    return column if column and levels.fits(column, is_list=False) else None


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
    return [finding(TAB, place, "There is a Tab after the dash. YAML needs a space.", _PRESS_SPACE)]
