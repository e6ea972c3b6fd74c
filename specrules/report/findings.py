"""Findings as text for a person, and as JSON for a program.

In: findings, and the texts they point into.  Out: for each finding where it is,
what is wrong, the line with carets under the fault, what was probably meant and
what to do; its name and code stand last, because a reader needs them least.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from specrules.base.files import lines_of
from specrules.base.findings import Severity, in_order
from specrules.base.phrases import number
from specrules.report.show import show, show_exactly, width

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from specrules.base.findings import Finding, Place, Span
    from specrules.lint import LintRun
    from specrules.lint.run import Hidden

WIDTH = 80
_COLOURS = {Severity.ERROR: "31", Severity.WARNING: "33", Severity.ADVICE: "36"}
_BOLD = "1"
_COUNTED = {
    Severity.ERROR: ("error", "errors"),
    Severity.WARNING: ("warning", "warnings"),
    Severity.ADVICE: ("piece of advice", "pieces of advice"),
}


def render(findings: Iterable[Finding], sources: Mapping[str, str] | Lines, *, colour: bool = False) -> str:
    """Return *findings* as text, in order, with an empty line between each two and a line end after each.

    *sources* has the texts of the files by name, or is their ``Lines``, for who
    shows findings one at a time; a finding in another file, or in a cell of a
    workbook, is shown without its line.
    """
    lines = sources if isinstance(sources, Lines) else Lines(sources)
    return "\n".join(_block(finding, lines, colour) for finding in in_order(list(findings)))


def tally(findings: Iterable[Finding]) -> str:
    """Return how much was found: "2 errors, 1 warning", or "nothing wrong"."""
    counts = Counter(finding.severity for finding in findings)
    named = {
        Severity.ERROR: ("error", "errors"),
        Severity.WARNING: ("warning", "warnings"),
        Severity.ADVICE: ("piece of advice", "pieces of advice"),
    }
    return (
        ", ".join(number(counts[each], *named[each]) for each in Severity if counts[each]) or "nothing wrong"
    )


def as_text(run: LintRun, *, colour: bool = False) -> str:
    """Return all that ``lint`` found as text, ending with what was done on how many files."""
    found = render(run.findings, run.sources, colour=colour)
    sentences = _summary(run)
    told = " ".join(sentences)
    told = told if len(told) <= WIDTH else "\n".join(sentences)
    return f"{found}\n{told}\n" if found else f"{told}\n"


def summary(run: LintRun) -> str:
    """Return what was done, on one line: "42 rules ran on 17 files: 2 errors, 1 warning."."""
    return " ".join(_summary(run))


def _summary(run: LintRun) -> list[str]:
    """What was done, and with what, a sentence each."""
    ran = f"{number(run.rules, 'rule')} ran on {number(run.files, 'file')}"
    sentences = [f"{ran}: {tally(run.findings)}."]
    if run.hidden:
        sentences.append(_not_shown(run))
    if run.of_parties:
        one, many = "return or meeting log was", "returns and meeting logs were"
        sentences.append(f"{number(run.of_parties, one, many)} passed over; name them to look at them.")
    if run.passed_over:
        other = number(run.passed_over, "other YAML file was", "other YAML files were")
        sentences.append(f"{other} passed over: no line there begins with specrules.")
    if run.unreadable:
        sentences.append(f"{number(len(run.unreadable), 'file')} could not be read.")
    mendable = _mendable(run)
    if mendable:
        sentences.append(f"{mendable:,} of them can be mended: specrules lint --fix")
    return sentences


def _mendable(run: LintRun) -> int:
    """How many findings have a safe fix."""
    if not run.findings:
        return 0
    from specrules.lint.fixing import fixable

    return fixable(run.findings, run.sources)


def _not_shown(run: LintRun) -> str:
    """How many findings are not shown, and why."""
    allowed = sum(each.reason is not None for each in run.hidden)
    before = len(run.hidden) - allowed
    parts = [
        *([f"{number(allowed, 'finding')} allowed by comments"] if allowed else []),
        *([f"{number(before, 'finding')} in the baseline"] if before else []),
    ]
    return f"Not shown: {' and '.join(parts)}."


# -- text


class Lines(dict[str, list[str]]):
    """The lines of each file, split once and only when asked for. A file without a text has none."""

    def __init__(self, sources: Mapping[str, str]) -> None:
        super().__init__()
        self._sources = sources

    def __missing__(self, file: str) -> list[str]:
        lines = self[file] = lines_of(self._sources[file]) if file in self._sources else []
        return lines


def frames(finding: Finding, lines: Lines) -> list[str]:
    """Return the lines of *finding* with carets under them; none where the text is not known."""
    return _frames(finding, lines, "")


def _block(finding: Finding, lines: Lines, colour: bool) -> str:
    """One finding as lines of text."""
    place = finding.place
    head = f"{place.file}, {place}" + (f" - {finding.subject}" if finding.subject else "")
    text = [_painted(line, _BOLD, colour) for line in _wrapped(head, "")]
    text += _wrapped(finding.message, "  ")
    text += _frames(finding, lines, _COLOURS[finding.severity] if colour else "")
    text += _ending(finding, colour)
    return "".join(f"{line}\n" for line in text)


def _wrapped(text: str, indent: str) -> list[str]:
    """*text* in lines of at most 80 columns, words whole."""
    from textwrap import wrap

    after = indent or "  "
    shown = show(text)
    if width(shown) <= WIDTH - len(indent):
        return [indent + shown]
    return wrap(
        shown,
        WIDTH,
        initial_indent=indent,
        subsequent_indent=after,
        break_long_words=False,
        break_on_hyphens=False,
    )


def _ending(finding: Finding, colour: bool) -> list[str]:
    """What to do, and the name and code, at the right."""
    of = "" if finding.severity is Severity.ERROR else f", {finding.severity}"
    label = f"{finding.name} ({finding.code}{of})"
    remedy = _wrapped(finding.remedy, "  ") if finding.remedy else []
    last = remedy.pop() if remedy and width(remedy[-1]) + 2 + len(label) <= WIDTH else ""
    gap = " " * (WIDTH - width(last) - len(label))
    return [*remedy, last + gap + _painted(label, _COLOURS[finding.severity], colour)]


def _frames(finding: Finding, lines: Lines, paint: str) -> list[str]:
    """The lines of the finding's places with carets under them, in the order of the file."""
    places = sorted((finding.place, *finding.also), key=lambda place: (place.file, place.span or ()))
    size = max((len(str(place.span.line)) for place in places if place.span), default=0)
    text = []
    for place in places:
        meant = finding.meant if place is finding.place else None
        if place.file != finding.place.file or (place is not finding.place and not place.span):
            text += _wrapped(f"See also {place.file}, {place}.", "  ")
        text += _frame(place, lines[place.file], size, meant, paint)
    return text


def _frame(place: Place, lines: Sequence[str], size: int, meant: str | None, paint: str) -> list[str]:
    """The line at *place* and the carets under it; nothing where the text is not known."""
    if place.span is None or place.span.line > len(lines):
        return []
    before, marked, after = _parts(lines[place.span.line - 1], place.span)
    gutter = f"    {place.span.line:{size}} | "
    before, marked, after = _fitted(before, marked, after, WIDTH - len(gutter))
    carets = _painted("^" * max(width(marked), 1), paint, bool(paint))
    under = f"{'|':>{len(gutter) - 1}} {' ' * width(before)}{carets}"
    return [f"{gutter}{before}{marked}{after}".rstrip(), under + (f"  {show(meant)}" if meant else "")]


def _parts(line: str, span: Span) -> tuple[str, str, str]:
    """What stands before, in and after *span* on its first line, safe to print."""
    start = span.column - 1
    end = span.end_column - 1 if span.end_line == span.line else len(line.rstrip())
    before, marked, after = line[max(start - _NEAR, 0) : start], line[start:end], line[end : end + _NEAR]
    return show_exactly(before), show_exactly(marked[:_NEAR]), show_exactly(after)


# More characters than a screen is wide: of a longer line the rest is cut off in any case.
_NEAR = 4 * WIDTH


def _fitted(before: str, marked: str, after: str, room: int) -> tuple[str, str, str]:
    """The three parts of a line cut to *room* columns, so that the marked part stays in sight."""
    carets = max(width(marked), 1)
    if width(before) + carets + width(after) <= room:
        return before, marked, after
    marked = _cut(marked, room * 2 // 3)
    left = room - min(carets, room * 2 // 3)
    before = _cut(before[::-1], max(left * 2 // 3, left - width(after)))[::-1]
    return before, marked, _cut(after, left - width(before))


def _cut(text: str, room: int) -> str:
    """*text*, or as much of its beginning as fits into *room* columns with … after it."""
    if width(text) <= room:
        return text
    kept = text[: max(room - 1, 0)]
    while width(kept) > room - 1 and kept:
        kept = kept[:-1]
    return f"{kept}…" if room > 0 else ""


def _painted(text: str, code: str, colour: bool) -> str:
    return f"\x1b[{code}m{text}\x1b[0m" if colour else text


# -- JSON


def as_json(findings: Iterable[Finding], files: int, rules: int, hidden: Iterable[Hidden] = ()) -> str:
    """Return *findings* in order as JSON in ASCII; ``schemas/findings.schema.json`` describes it."""
    import json

    data = {
        "specrules": "findings 1",
        "findings": [as_data(finding) for finding in in_order(list(findings))],
        "hidden": [{"finding": as_data(each.finding), "reason": each.reason} for each in hidden],
        "files": files,
        "rules": rules,
    }
    return json.dumps(data, indent=2) + "\n"


def as_data(finding: Finding) -> dict[str, Any]:
    """Return *finding* as JSON has it."""
    return {
        "code": finding.code,
        "name": finding.name,
        "severity": str(finding.severity),
        **_place_as_data(finding.place),
        "subject": finding.subject,
        "message": finding.message,
        "meant": finding.meant,
        "remedy": finding.remedy,
        "also": [_place_as_data(place) for place in finding.also],
    }


def _place_as_data(place: Place) -> dict[str, Any]:
    line, column, end_line, end_column = place.span or (None, None, None, None)
    return {
        "file": place.file,
        "line": line,
        "column": column,
        "end_line": end_line,
        "end_column": end_column,
        "sheet": place.sheet,
        "cell": place.cell,
    }
