"""What one cause brings about is told once: findings that follow from others are left out, or put together.

Comes in: everything found in a file, by the parser and by its reader.  Goes out: one finding for each
cause, in the order of the file, each with what it is about.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING

from specrules.base.files import lines_of
from specrules.base.findings import Finding, Place, Span, in_order
from specrules.base.frozen import replace
from specrules.spec.faults import (
    FILE_NAME_DIFFERS,
    GIVEN_TWICE,
    HAND_OFF_ALONE,
    HEADING_ELSEWHERE,
    MISSING_HEADING,
    MISSPELT_HEADING,
    NOT_AN_ID,
    NOTHING_WRITTEN,
    PLACE_WITHOUT_TARGET,
    TARGET_KIND,
    THEME_NOT_NAMED,
    TWO_KINDS,
    UNKNOWN_CHECK,
    UNKNOWN_CHOICE,
    UNKNOWN_DATASET,
    UNKNOWN_PARTY,
    UNKNOWN_THEME,
    VARIATION_UNKNOWN,
    WRONG_SHAPE,
    overlap,
)
from specrules.values.understand import quoted

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from specrules.spec.faults import Faults


def told_once(faults: Faults, subjects: Iterable[tuple[Span, str]] = ()) -> tuple[Finding, ...]:
    """Everything found in a file, the parser's findings among it: each cause once, in the order of the file.

    *subjects* are the clauses of the file and where each stands, so that
    every finding says which clause it is about.
    """
    of_tree, found = faults.found()
    if not of_tree and not found:
        return ()
    said = {(each.code, each.place.span) for each in found}
    causes = _each_heading([*of_tree, *(each for each in found if not _follows(each, found, said))])
    causes = _of_one_check(_of_two_in_a_line(_of_open_brackets(causes, faults.text)), faults.text)
    causes = _renamed(_without_uses(causes, faults.text), faults.text)
    in_file = sorted(subjects, key=lambda each: each[0])
    return tuple(_each_name(in_order([_about(each, in_file) for each in causes]), faults.text))


def titled(id: str, title: str) -> str:
    """How a finding names what has a title, if one could be read: ``MA-1 "Keyworkers help people"``."""
    return f'{id} "{title}"' if title else id


# A name that nobody has is no worse for being written as no name or no list is; what is no name has no file.
_IN_FAVOUR_OF = {
    WRONG_SHAPE.code: frozenset({UNKNOWN_THEME.code}),
    NOT_AN_ID.code: frozenset({UNKNOWN_CHECK.code, UNKNOWN_DATASET.code, UNKNOWN_CHOICE.code}),
    FILE_NAME_DIFFERS.code: frozenset({NOT_AN_ID.code}),
}


_OF_WHAT_STANDS_THERE = frozenset({HAND_OFF_ALONE.code, PLACE_WITHOUT_TARGET.code})
_OF_HEADINGS = frozenset({HEADING_ELSEWHERE.code, MISSPELT_HEADING.code})
# A check whose name is there, and of which no more could be read.
_UNREADABLE = frozenset({WRONG_SHAPE.code, MISSING_HEADING.code, MISSPELT_HEADING.code})


def _each_heading(found: Sequence[Finding]) -> list[Finding]:
    """*found*, without the second of two things that are said of one heading."""
    first: dict[Span | None, Finding] = {}
    for each in found:
        if each.code in _OF_HEADINGS:
            first.setdefault(each.place.span, each)
    return [each for each in found if each.code not in _OF_HEADINGS or first[each.place.span] is each]


def _without_uses(found: Sequence[Finding], text: str) -> list[Finding]:
    """*found*, without what is said of a name wherever it is used, where it is wrong where it is given."""
    if not any(each.code in _OF_USES for each in found):
        return list(found)
    lines = lines_of(text)
    wrong = {
        number
        for each in found
        if each.place.span and each.code in {*_UNREADABLE, NOTHING_WRITTEN.code, *_OF_LINES}
        for number in range(each.place.span.line, each.place.span.end_line + 1)
    }
    given = {name for number in wrong for name in re.findall(_GIVEN, lines[number - 1])}
    given |= {each.meant for each in found if each.code == NOT_AN_ID.code and each.meant}

    def is_use(each: Finding) -> bool:
        span = each.place.span
        if each.code not in _OF_USES or span is None or span.line in wrong:
            return False
        if each.code == UNKNOWN_CHECK.code and re.search(_UNNAMED, each.message):
            return True  # its name was lost, and was told to be
        choice = re.match(_A_CHOICE, each.message)
        name = choice[1] or choice[2] if choice else _written_at(each, lines).rpartition(".")[2]
        return (
            name in given
            or name in (other.replace("-", "") for other in given)
            or any(_begins_with(lines[n - 1].lstrip(" "), name) for n in wrong)
        )

    return [each for each in found if not is_use(each)]


def _of_open_brackets(found: Sequence[Finding], text: str) -> list[Finding]:
    """*found*, without what is said of the end of a line on which a bracket stayed open: it is cut off."""
    opened = [each.place.span for each in found if re.match(_NEVER_CLOSED, each.message) and each.place.span]
    if not opened:
        return list(found)
    lines = lines_of(text)

    def is_cut_off(span: Span | None) -> bool:
        is_behind = span and any(each.line == span.line and each.column < span.column for each in opened)
        return bool(span and is_behind and span.end_column > len(lines[span.line - 1].rstrip()))

    return [each for each in found if not is_cut_off(each.place.span)]


_NEVER_CLOSED = r'The bracket "[\[{]" is opened here and never closed\.'


def _of_two_in_a_line(found: Sequence[Finding]) -> list[Finding]:
    """*found*, without what is missed because it stands on the line of another, and what is said of that."""
    behind = [
        (each, {match[1], match[3]}) for each in found if (match := re.match(_ON_ITS_LINE, each.message))
    ]
    if not behind:
        return list(found)

    def is_of_it(each: Finding, told: Finding, names: Collection[str]) -> bool:
        if each is told or each.code not in _OF_TWO_IN_A_LINE:
            return False
        span, other = each.place.span, told.place.span
        either = "|".join(re.escape(quoted(name)) for name in names)
        is_named = re.search(rf"\b(?:no|called|heading) (?:{either})", each.message)
        return bool(is_named) or bool(span and other and overlap(span, other))

    return [each for each in found if not any(is_of_it(each, *other) for other in behind)]


_ON_ITS_LINE = r'"([^"]+)" stands on the line of (["\'])(.+?)\2'
_OF_TWO_IN_A_LINE = frozenset(
    {MISSING_HEADING.code, UNKNOWN_PARTY.code, UNKNOWN_CHOICE.code, THEME_NOT_NAMED.code}
)


def _begins_with(line: str, name: str) -> bool:
    """Whether a *line* that cannot be read begins with *name*."""
    return bool(name) and line.startswith(name) and not line[len(name) : len(name) + 1].isalnum()


def _of_one_check(found: Sequence[Finding], text: str) -> list[Finding]:
    """*found*, without what is said of the second of two checks that stand under one name."""
    firsts = [each.place.span for each in found if each.code == TWO_KINDS.code and each.place.span]
    if not firsts:
        return list(found)
    lines = lines_of(text)

    def is_of_second(each: Finding, first: Span) -> bool:
        span = each.place.span
        if span is None or each.code not in _OF_TWO_CHECKS or span.line <= first.line:
            return False
        between = (line for line in lines[first.line : span.line] if line.strip())
        return all(len(line) - len(line.lstrip(" ")) >= first.column - 1 for line in between)

    return [each for each in found if not any(is_of_second(each, first) for first in firsts)]


_OF_TWO_CHECKS = frozenset({GIVEN_TWICE.code, TARGET_KIND.code})


def _renamed(found: Sequence[Finding], text: str) -> list[Finding]:
    """*found*, with one finding where a name is given otherwise than in all places in which it is used."""
    uses: dict[tuple[str, str], list[Finding]] = {}
    of_names = [each for each in found if each.meant and _OF_NAMES_HERE.search(each.message)]
    lines = lines_of(text) if len(of_names) >= _SEVERAL else []
    for each in of_names if lines else ():
        span = each.place.span
        if each.meant and span and span.line == span.end_line:
            uses.setdefault((_written_at(each, lines), each.meant), []).append(each)
    rest = list(found)
    for (used, given), findings in uses.items():
        places = [
            Span(number, match.start() + 1, number, match.end() + 1)
            for number, line in enumerate(lines, start=1)
            for match in re.finditer(rf"(?<![\w-]){re.escape(given)}(?![\w-])", line)
        ]
        if len(findings) < _SEVERAL or len(places) != 1 or not _is_given(findings[0], places[0], lines):
            continue
        rest = [each for each in rest if each not in findings]
        if any(each.place.span and overlap(each.place.span, places[0]) for each in rest):
            continue  # it was told where it is given, and what it is to be
        message = f"{quoted(given)} is written here, and {quoted(used)} in the {len(findings)} other places."
        remedy = f"Write {used} here, or {given} in all the others."
        also = tuple(each.place for each in findings)
        place = Place(findings[0].place.file, places[0])
        one = replace(findings[0], place=place, message=message, meant=used, remedy=remedy, also=also)
        rest.append(one)
    return rest


def _each_name(found: Sequence[Finding], text: str) -> list[Finding]:
    """*found*, with one finding for a name that is nowhere, in all places of a requirement that use it."""
    uses = [each for each in found if each.code in _OF_NAMES_NOWHERE and each.place.span]
    if len(uses) < _SEVERAL:
        return list(found)
    lines = lines_of(text)
    rest, first = list(found), dict[tuple[str | None, str], Finding]()
    for each in uses:
        name = _written_at(each, lines)
        number, subject = name.partition(".")[0], each.subject
        one = first.get((None, number)) or first.setdefault((subject, name), each)
        if each.code == VARIATION_UNKNOWN.code:
            first.setdefault((None, number), each)  # whatever is said of its checks
        if one is not each and not each.meant:
            at = next(
                n for n, other in enumerate(rest) if other.place == one.place and other.code == one.code
            )
            rest[at] = replace(rest[at], also=(*rest[at].also, each.place, *each.also))
            rest.remove(each)
    return rest


def _written_at(finding: Finding, lines: Sequence[str]) -> str:
    """The words on one line at which *finding* points, without quotation marks."""
    span = finding.place.span
    if span is None or span.line != span.end_line:
        return ""
    return lines[span.line - 1][span.column - 1 : span.end_column - 1].strip("\"'")


def _is_given(use: Finding, place: Span, lines: Sequence[str]) -> bool:
    """Whether a name is given at *place*: a choice in a list, all else as a heading."""
    behind = lines[place.line - 1][place.end_column - 1 :].lstrip("\"'")
    return " the choices: " in use.message or behind.startswith(":")


_OF_NAMES_NOWHERE = frozenset({UNKNOWN_CHECK.code, VARIATION_UNKNOWN.code})
# Used twice and more otherwise than it is given, a name is misspelt where it is given.
_SEVERAL = 2
# What is said of names that are given in the file itself.
_OF_NAMES_HERE = re.compile(
    "There is no (?:check|condition) called|is not one of the (?:documents|choices): |asks for nothing called"
)
_OF_USES = frozenset({UNKNOWN_CHECK.code, UNKNOWN_CHOICE.code, VARIATION_UNKNOWN.code})
# What the parser says of a line that could not be read as it is.
_OF_LINES = frozenset({"FI114", "FI115", "FI117", "FI199"})
_UNNAMED = r"(?:asks for|There are): (?:.*, )?unnamed\b"
_A_CHOICE = r'"([^"]+)" is not one of the choices|There (?:is|are) no ([\w-]+) among '
_GIVEN = r"(?:^ *|[{,] *)([A-Za-z][\w -]*):"


def _follows(finding: Finding, found: Iterable[Finding], said: Collection[tuple[str, Span | None]]) -> bool:
    """Whether *finding* only says so because of what else was *found*, or *said* of the same place.

    Too few are named, and too few have a target, where one among them is wrong.
    """
    span = finding.place.span
    if span is None:
        return False
    if finding.code in _OF_WHAT_STANDS_THERE:
        others = (each.place.span for each in found if each is not finding)
        return any(each and overlap(each, span) for each in others)
    return any((code, span) in said for code in _IN_FAVOUR_OF.get(finding.code, ()))


def _about(finding: Finding, subjects: Sequence[tuple[Span, str]]) -> Finding:
    """*finding*, which says which of *subjects*, in the order of the file, it is in."""
    span = finding.place.span
    if finding.subject or span is None:
        return finding
    # The last that does not begin behind the finding: they stand one after another.
    place = bisect_left(subjects, ((span.line, span.column + 1),)) - 1
    is_in = place >= 0 and span[:2] < subjects[place][0][2:]
    return replace(finding, subject=subjects[place][1]) if is_in else finding
