"""What looking at one file came to, and the same as bytes that can be kept.

In: an outcome, or bytes.  Out: the other.  A clean file is written without any
JSON, so that reading it back needs nothing that is slow to import.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from specrules.base.findings import Finding, Place, Severity, Span
from specrules.base.frozen import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

#: The kind of a YAML file that belongs to another program.
NOT_OURS = "not ours"


class Comment(NamedTuple):
    """A comment that allows findings to stand: which, why, and in which lines.

    *codes* are codes or names in small letters.  *until* is the last day it
    holds, year-month-day, or empty.  *first* and *last* are the lines it is for;
    *last* is 0 for the rest of the file.  *fault* is the code of what is wrong
    with the comment itself, with what to say of it; then it allows nothing.
    """

    span: Span
    codes: tuple[str, ...] = ()
    reason: str = ""
    until: str = ""
    first: int = 1
    last: int = 0
    fault: str = ""
    message: str = ""
    remedy: str = ""


class Outcome(NamedTuple):
    """What is said of one file: its *kind*, as it says itself, and how many *rules* looked at it, if any.

    A file *is_sound* unless reading it found errors; then some rules say nothing.
    """

    kind: str
    rules: int = 0
    findings: tuple[Finding, ...] = ()
    comments: tuple[Comment, ...] = ()
    is_sound: bool = True


def as_bytes(outcome: Outcome) -> bytes:
    """Return *outcome* as bytes that hold no more than its findings and comments do."""
    rest = ""
    if outcome.findings or outcome.comments:
        import json

        rows = ([_row(each) for each in outcome.findings], list(outcome.comments), outcome.is_sound)
        rest = json.dumps(rows, separators=(",", ":"))
    return f"{_one_line(outcome.kind)}\n{outcome.rules}\n{rest}".encode()


def from_bytes(data: bytes) -> Outcome:
    """Return the outcome that *data* was made from. Raises ValueError for anything else."""
    kind, rules, rest = data.decode().split("\n", 2)
    if not rest:
        return Outcome(kind, int(rules))
    import json

    try:
        findings, comments, is_sound = json.loads(rest)
        return Outcome(
            kind, int(rules), tuple(map(_finding, findings)), tuple(map(_comment, comments)), bool(is_sound)
        )
    except (TypeError, KeyError) as error:
        raise ValueError("this is no outcome") from error


def _one_line(text: str) -> str:
    return " ".join(text.split())


# -- findings as rows


def _row(finding: Finding) -> list[Any]:
    return [
        finding.code,
        finding.name,
        str(finding.severity),
        _place_row(finding.place),
        finding.message,
        finding.subject,
        finding.meant,
        finding.remedy,
        [_place_row(place) for place in finding.also],
    ]


def _finding(row: Sequence[Any]) -> Finding:
    code, name, severity, place, message, subject, meant, remedy, also = row
    return Finding(
        code,
        name,
        Severity(severity),
        _place(place),
        message,
        subject,
        meant,
        remedy,
        tuple(map(_place, also)),
    )


def _place_row(place: Place) -> list[Any]:
    return [place.file, place.span, place.sheet, place.cell]


def _place(row: Sequence[Any]) -> Place:
    file, span, sheet, cell = row
    return Place(file, Span(*span) if span else None, sheet, cell)


def _comment(row: Sequence[Any]) -> Comment:
    span, codes, *rest = row
    return Comment(Span(*span), tuple(codes), *rest)
