"""The lines of a text that is being mended: in which columns they begin, and what that makes of them.

Comes in: lines, or a ``Draft`` of them.  Goes out: the columns at which the next
line may begin, and what a line is when nobody knows yet whether it is YAML.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise, takewhile
from typing import TYPE_CHECKING, NamedTuple

from specrules.text.characters import short

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from specrules.text.mending import Draft


class Level(NamedTuple):
    """A column at which lines begin, whether with a dash, and the last line that did.

    It *opens* something when it is a heading with its value below it.
    """

    column: int
    is_list: bool
    line: int
    name: str
    opens: bool


HEADING = re.compile(r"""("[^"]*"|'[^']*'|(?:[^\s#\[{"':-]|-[^\s:#])(?:[^:#]|:(?![ \n]|$))*):(?= |$)""")


#: What a target begins with.
COMPARED = "(?:at least|no more than|within|exactly|between)"

_COMMENT = re.compile(r"(?:^|\s)#")
_NOTHING_YET = re.compile(r"(?::|[ :][|>][-+0-9]*)$")


class Levels:
    """The columns at which the next line may begin, given the lines so far."""

    def __init__(self, lines: Iterable[tuple[int, str]] = ()) -> None:
        self.open: list[Level] = []
        self.may_go_deeper = True
        for number, line in lines:
            self.add(number, line)

    def add(self, number: int, line: str) -> None:
        """Take in the next line."""
        body = without_comment(line)
        if not body:
            return
        column = indent(body)
        self._close(column)
        body = body[column:]
        while is_item(body):
            self._put(Level(column, True, number, "the dash", opens=False))
            rest = body[2:].lstrip()
            column, body = column + len(body) - len(rest), rest
        self.may_go_deeper = not body or bool(_NOTHING_YET.search(body))
        heading = HEADING.match(body)
        if heading:
            self._put(Level(column, False, number, name_of(heading), opens=body.endswith(":")))

    def _close(self, column: int) -> None:
        while self.open and self.open[-1].column > column:
            self.open.pop()

    def _put(self, level: Level) -> None:
        self._close(level.column)
        # A list may begin in the column of its heading, and ends there with the next heading.
        while self.open and self.open[-1].column == level.column:
            if level.is_list and not self.open[-1].is_list:
                break
            self.open.pop()
        self.open.append(level)

    def nearest(
        self, column: int, is_list: bool, *, below: int | None = None, opens: bool = False
    ) -> Level | None:
        """The level of that kind nearest to *column*.

        Of two as near it is the one at which the lines *below* go on; if neither is,
        the one whose last line opens something if the line in question does; and
        else the inner one.
        """

        def distance(level: Level) -> tuple[int, bool, bool, int]:
            return abs(level.column - column), level.column != below, level.opens != opens, -level.column

        return min((level for level in self.open if level.is_list == is_list), key=distance, default=None)

    def fits(self, column: int, is_list: bool) -> bool:
        """Whether a line of that kind may begin in *column*."""
        level = self.nearest(column, is_list)
        deepest = self.open[-1].column if self.open else -1
        return bool(level and level.column == column) or (self.may_go_deeper and column > deepest)


def name_of(heading: re.Match[str]) -> str:
    name = short(heading[1])
    return name if name[:1] in tuple("\"'") else f'"{name}"'


def indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def lead(line: str) -> int:
    return len(line) - len(line.lstrip())


def is_item(body: str) -> bool:
    return body.startswith("- ") or body == "-"


def is_bare(line: str) -> bool:
    """Whether there is nothing on *line* but a comment."""
    return not without_comment(line)


def without_comment(line: str) -> str:
    """Return *line* without a comment and without the spaces before it."""
    comment = _COMMENT.search(line) if "#" in line else None
    return (line[: comment.start()] if comment else line).rstrip()


def next_line(draft: Draft, number: int) -> str:
    """The nearest line below *number* that has more on it than a comment; empty when there is none."""
    below = map(draft.line, range(number + 1, len(draft.lines)))
    return next((line for line in below if not is_bare(line)), "")


def number_above(draft: Draft, number: int) -> int:
    """The nearest line above *number* that has more on it than a comment, or *number* when there is none."""
    return next(numbers_above(draft, number), number)


def numbers_above(draft: Draft, number: int) -> Iterator[int]:
    """The lines above *number* that have more on them than a comment, the nearest first."""
    return (each for each in reversed(range(number)) if not is_bare(draft.line(each)))


def is_heading_elsewhere(draft: Draft, name: str, number: int) -> bool:
    """Whether another line than *number* begins with *name* as its heading."""
    heading = re.compile(rf"[ -]*{re.escape(name)}:(?= |$)")
    others = (draft.line(each) for each in range(len(draft.lines)) if each != number)
    return bool(name) and any(map(heading.match, others))


def said(draft: Draft, first: int) -> Iterator[str]:
    """The lines from *first* on that say something."""
    return (line for line in draft.lines[first:] if not is_bare(line))


def would_give_twice(draft: Draft, number: int, column: int) -> bool:
    """Whether a heading in *column* above line *number* stands there again below it."""
    above = map(draft.line, numbers_above(draft, number))
    sides = (above, said(draft, number + 1))
    one, other = (
        {
            heading[1]
            for line in takewhile(lambda each: indent(each) >= column, side)
            if indent(line) == column and (heading := HEADING.match(line, column))
        }
        for side in sides
    )
    return bool(one & other)


def step(draft: Draft) -> int:
    """How many spaces lines of this text mostly begin to the right of those they stand under."""
    columns = [indent(line) for line in draft.lines if not is_bare(line.rstrip("\r\n"))]
    deeper = Counter(two - one for one, two in pairwise(columns) if two > one)
    return max(deeper, key=deeper.__getitem__, default=2)


def spaces(number: int) -> str:
    return "one space" if number == 1 else f"{number or 'no'} spaces"
