"""The variation between two specifications as a notice: text, Markdown, Word, or data.

In: a notice.  Out: a paper that prints every word, since it is of a contract; or text of 100 columns, or
JSON in ASCII.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from specrules.base.phrases import day, listed, number
from specrules.report.papers.blocks import LONGEST, Heading, Items, Paper, Text
from specrules.report.papers.document import as_document
from specrules.report.papers.markdown import as_markdown
from specrules.report.text import beside, paragraph

if TYPE_CHECKING:
    from collections.abc import Iterator

    from specrules.drafts.variation import Clause, Line, Notice
    from specrules.report.papers.blocks import Block

_MARK = "A variation in words; the specification itself is what counts"
_PARTS = (("changed", "Changed"), ("added", "Added"), ("taken away", "Taken away"))


def text(notice: Notice) -> str:
    """Return the notice as text for the terminal, ending with a line end."""
    parts = [
        [*paragraph(_title(notice)), *paragraph(_below(notice)), "", *paragraph(_in_short(notice))],
        *([["Outside the clauses", *_told(notice.terms)]] if notice.terms else []),
    ]
    for move, heading in _PARTS:
        clauses = [each for each in notice.clauses if each.move == move]
        parts += [[heading]] if clauses else []
        parts += [[*paragraph(_name(each), 2), *_told(each.lines), *_said(each)] for each in clauses]
    return "\n\n".join("\n".join(line.rstrip() for line in part) for part in parts) + "\n"


def markdown(notice: Notice) -> str:
    """Return the notice as Markdown."""
    return as_markdown(_paper(notice))


def document(notice: Notice) -> bytes:
    """Return the notice as a Word document, dated with the first day of the contract."""
    return as_document(_paper(notice), notice.after.starts)


def data(notice: Notice) -> str:
    """Return the notice as JSON text, ending with a line end."""
    import json

    made = {
        "specrules": "variation 1",
        **{
            side: {"spec": spec.id, "version": spec.version, "status": str(spec.status)}
            for side, spec in (("before", notice.before), ("after", notice.after))
        },
        "terms": [_as_data(each) for each in notice.terms],
        "clauses": [
            {
                "requirement": each.requirement,
                "clause": each.number,
                "title": each.title,
                "move": str(each.move),
                "changes": [_as_data(line) for line in each.lines],
                "says": list(each.whole),
            }
            for each in notice.clauses
        ],
    }
    return json.dumps(made, indent=2).replace("\x7f", "\\u007f") + "\n"


def _as_data(line: Line) -> dict[str, str]:
    return {"about": line.about, "before": line.before, "after": line.after}


# -- words


def _title(notice: Notice) -> str:
    return f"Variation of {notice.before.title}"


def _below(notice: Notice) -> str:
    before, after = notice.before, notice.after
    return (
        f"{before.id}: from version {before.version} ({before.status}) to version {after.version} "
        f"({after.status}); contract {day(after.starts)} to {day(after.ends)}"
    )


def _in_short(notice: Notice) -> str:
    if notice.says_the_same:
        return "The two say the same."
    counts = [(word, sum(each.move == word for each in notice.clauses)) for word, _ in _PARTS]
    said = listed(f"{many} {word}" for word, many in counts if many)
    clauses = f"{number(len(notice.clauses), 'clause')}: {said}." if said else "No clause changes."
    terms = number(len(notice.terms), "thing changes", "things change")
    return f"{clauses} {terms} outside the clauses." if notice.terms else clauses


def _name(clause: Clause) -> str:
    where = f"{clause.number} " if clause.number else ""
    return f"{where}{clause.requirement}: {clause.title}"


def _told(lines: tuple[Line, ...]) -> list[str]:
    """Each change as three lines: what it is about, what was, and what is to be."""
    found = []
    for each in lines:
        found += paragraph(f"{each.about[:1].upper()}{each.about[1:]}", 4)
        found += beside("was", [each.before], 9, 6)
        found += beside("becomes", [each.after], 9, 6)
    return found


def _said(clause: Clause) -> list[str]:
    return [line for each in clause.whole for line in paragraph(each, 4)]


# -- paper


def _paper(notice: Notice) -> Paper:
    return Paper(_title(notice), _below(notice), _MARK, tuple(_blocks(notice)))


def _blocks(notice: Notice) -> Iterator[Block]:
    yield Text(_in_short(notice))
    if notice.terms:
        yield Heading("Outside the clauses")
        yield from _changes(notice.terms)
    for move, heading in _PARTS:
        clauses = [each for each in notice.clauses if each.move == move]
        if clauses:
            yield Heading(heading)
        for each in clauses:
            yield Heading(_name(each), 2)
            yield from _changes(each.lines)
            yield from (piece for said in each.whole for piece in _whole(said))


def _changes(lines: tuple[Line, ...]) -> Iterator[Block]:
    for each in lines:
        was, becomes = f"was: {each.before}", f"becomes: {each.after}"
        yield from _whole(f"{each.about[:1].upper()}{each.about[1:]}")
        if len(was) <= LONGEST and len(becomes) <= LONGEST:
            yield Items((was, becomes))
        else:
            yield from (*_whole(was), *_whole(becomes))


def _whole(said: str) -> Iterator[Block]:
    """A text in pieces that no paper cuts short."""
    for start in range(0, len(said), LONGEST):
        yield Text(said[start : start + LONGEST])
