"""What the parser met where it could not go on, before anybody knows its cause.

In: what the parser says, and what it had read until then.  Out: a ``Trouble``, for those who know causes.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from specrules.base.findings import Finding
from specrules.base.frozen import frozen

if TYPE_CHECKING:
    from collections.abc import Sequence

    from specrules.base.findings import Span

Found = list[Finding]
"""What one cause explains. Empty where it is mended without a word, since a finding follows from it."""


@frozen
class Trouble:
    """What one pass over a draft met. Lines and columns count from 0.

    *problem* and *context* are in the parser's words, empty when it came to the
    end; *start* is where the thing it was reading began.  *inside* are lines that
    go on with a text begun on an earlier one, *dashes* those of them that look
    like list items.  *last* is the text in quotation marks or list in brackets that
    was read last (counted from 1).
    """

    problem: str
    context: str
    line: int
    column: int
    start: tuple[int, int]
    inside: Sequence[range]
    dashes: Sequence[int]
    last: Span | None

    def is_inside(self, line: int) -> bool:
        """Whether *line* goes on with a text begun on an earlier one."""
        place = bisect_right(self.inside, line, key=lambda lines: lines.start) - 1
        return place >= 0 and line in self.inside[place]
