"""Two lines that changed places, of which two things that are wrong may come.

In: a specification in which several things were found, and how to look at it.  Out: one finding for the
two lines, where the file is better with them the other way round, and what was found apart from that.
"""

from __future__ import annotations

import re
from itertools import pairwise, starmap
from typing import TYPE_CHECKING

from specrules.base.files import lines_of
from specrules.base.findings import Finding, Place, Severity, Span
from specrules.base.frozen import replace
from specrules.spec import faults as f
from specrules.text.lines import without_comment
from specrules.values.understand import quoted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from specrules.base.files import Source

# A file is looked at once more for each two lines. Where more is wrong, or it is longer, that takes too long.
_MOST_ERRORS = 4
_LONGEST = 50_000

# What is wrong, among other things, where a line lost its place: not what a wrong letter makes of it.
_SIGNS = frozenset(
    (
        "given-twice",
        "missing-heading",
        "not-lined-up",
        "nothing-written",
        "target-for-nobody",
        "unknown-check",
    )
)

_HEADING = re.compile(r":(?: |$)")

# What a line begins with: a heading, or an item of a list.
_BEGINS = re.compile(r"\s*(?:- +)?(.+?)(?=:(?: |$)|$)")


def two_lines_as_one(
    source: Source, found: Sequence[Finding], look: Callable[[Source], Iterable[Finding]]
) -> Sequence[Finding]:
    """*found* in *source* with one finding for two lines that changed places; nothing where none did.

    *look* finds what is wrong in a source.
    """
    errors = [each for each in found if each.severity is Severity.ERROR and each.place.file == source.path]
    is_likely = len(found) > 1 and any(each.name in _SIGNS for each in errors)
    if not is_likely or len(errors) > _MOST_ERRORS or len(source.text) > _LONGEST:
        return ()
    lines = lines_of(source.text)
    better: list[tuple[int, int, tuple[Finding, ...]]] = []
    for upper, lower in _next_to(errors, lines):
        changed = list(lines)
        changed[upper], changed[lower] = lines[lower], lines[upper]
        left = tuple(look(replace(source, text="\n".join(changed))))
        if _is_better(found, left) and not any(_is_on(each, upper, lower) for each in left):
            better.append((upper, lower, left))
    if not better:
        return ()
    upper, lower, left = min(better, key=lambda each: _how_bad(each[2]))
    return (_told(source.path, lines, upper, lower), *left)


def _is_on(finding: Finding, upper: int, lower: int) -> bool:
    """Whether *finding* is an error on one of two lines."""
    span = finding.place.span
    is_error = span and finding.severity is Severity.ERROR
    return bool(is_error and span and span.line <= lower + 1 and upper + 1 <= span.end_line)


def _how_bad(found: Sequence[Finding]) -> tuple[int, int]:
    return sum(each.severity is Severity.ERROR for each in found), len(found)


def _is_better(found: Iterable[Finding], left: Iterable[Finding]) -> bool:
    """Whether two of what was *found* are not *left*, and nothing came of it but what an error had hidden."""
    before, after = ({(each.severity, each.code, each.message) for each in some} for some in (found, left))
    gone, new = (
        [severity is Severity.ERROR for severity, *_ in some] for some in (before - after, after - before)
    )
    return len(gone) > 1 and not any(new) and sum(gone) > (1 if new else 0)


def _next_to(errors: Iterable[Finding], lines: Sequence[str]) -> Iterator[tuple[int, int]]:
    """The places in *lines* of neighbours, one with an error, that fit where they are the other way round."""
    faulty = {place.span.line - 1 for each in errors for place in (each.place, *each.also) if place.span}
    written = [number for number, line in enumerate(lines) if without_comment(line)]
    around = [None, *written, None]
    for before, upper, lower, after in zip(around, written, written[1:], around[3:], strict=False):
        is_next = not any(map(str.strip, lines[upper + 1 : lower]))
        if is_next and {upper, lower} & faulty:
            order = (before, lower, upper, after)
            if all(starmap(_fit, pairwise("" if each is None else lines[each] for each in order))):
                yield upper, lower


def _fit(above: str, below: str) -> bool:
    """Whether a line may stand *below* another, by where it begins: most that may not are seen at once."""
    begins = [len(line) - len(line.lstrip()) for line in (above, below)]
    above, below = without_comment(above), without_comment(below)
    if above.lstrip().startswith("- ") or below.lstrip().startswith("- "):
        return True
    if above.endswith(":"):
        return begins[0] < begins[1]
    return begins[0] >= begins[1] or not _HEADING.search(below)


def _told(path: str, lines: Sequence[str], upper: int, lower: int) -> Finding:
    """The finding for an *upper* line that belongs below a *lower* one."""
    begins = {number: _BEGINS.match(lines[number]) for number in (upper, lower)}
    above, below = (
        Place(path, Span(number + 1, begin.start(1) + 1, number + 1, begin.end(1) + 1))
        for number, begin in begins.items()
        if begin
    )
    first, second = (quoted(begin[1]) for begin in begins.values() if begin)
    message = f"This line and the next have changed places: {second} belongs above {first}."
    code, name = f.HEADING_ELSEWHERE.code, f.HEADING_ELSEWHERE.name
    remedy = "Move the next line above this one."
    return Finding(code, name, Severity.ERROR, above, message, remedy=remedy, also=(below,))
