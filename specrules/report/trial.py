"""What examples came to, as text or as data.

In: everything that was tried.  Out: what did not come to what it must, which
results no example reaches, and how much was tried.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from specrules.base.phrases import number
from specrules.report.text import paragraph, table

if TYPE_CHECKING:
    from collections.abc import Iterator
    from fractions import Fraction

    from specrules.trial.files import Ran, Subject, Trial


def as_text(run: Trial, *, every_case: bool = False) -> str:
    """What was tried, with what did not hold and what was not reached; every case too where that is asked."""
    rows = [_row(each) for each in run.subjects]
    parts = [table(_HEADS, rows, (44, 10, 10, 34)), *_failures(run), *_gaps(run)]
    if every_case:
        parts += [_cases(each) for each in run.subjects if each.cases]
    return "\n\n".join("\n".join(lines) for lines in [*parts, _closing(run)]) + "\n"


_HEADS = ("Clause or requirement", "Examples", "Edges", "Results reached")


def _row(subject: Subject) -> tuple[str, ...]:
    reached = f"{len(subject.reached)} of {len(subject.reachable)}"
    lacks = f", not {', '.join(subject.unreached)}" if subject.unreached else ""
    return subject.name, str(len(subject.examples)), str(len(subject.cases)), reached + lacks


def _failures(run: Trial) -> Iterator[list[str]]:
    for subject in run.subjects:
        for ran in subject.failed:
            where = f"{subject.file}, line {ran.line}" if ran.line else subject.file
            yield [
                *paragraph(f"{where} - {subject.name}"),
                *paragraph(f'"{ran.name}" comes to {ran.got}, and should come to {ran.expect}.', 2),
            ]


def _gaps(run: Trial) -> Iterator[list[str]]:
    lines = [line for each in run.subjects for line in _gap(each)]
    if lines:
        yield ["Results that no example comes to", "", *lines]


def _gap(subject: Subject) -> list[str]:
    if not subject.unreached:
        return []
    doubt = "" if subject.exact else " (so many checks are shared that some may be out of reach)"
    return paragraph(f"- {subject.name}: {', '.join(subject.unreached)}{doubt}")


def _cases(subject: Subject) -> list[str]:
    rows = [(ran.name, ran.expect, ran.got) for ran in subject.cases]
    return [*paragraph(f"Edges of {subject.name}"), "", *table(("Case", "Must be", "Is"), rows, (60, 16, 16))]


def _closing(run: Trial) -> list[str]:
    wrong = sum(len(each.failed) for each in run.subjects)
    ends = "all come to what they must" if not wrong else f"{wrong} did not come to what they must"
    ran = f"{number(run.examples, 'example')} and {number(run.cases, 'case')} at an edge ran: {ends}."
    reached = f"Examples reach {run.reached} of {run.reachable} results ({percent(run.share)})."
    rest = f" {_resting(run.resting)}" if run.resting else ""
    return paragraph(f"{ran} {reached}{rest}")


def _resting(count: int) -> str:
    if count == 1:
        return "1 requirement has none of its own, and rests on those of its standard clause."
    return f"{count} requirements have none of their own, and rest on those of their standard clauses."


def percent(share: Fraction) -> str:
    """A share in percent, rounded down to one place, so that 100% means all."""
    tenths = share * 1000 // 1
    return f"{tenths // 10}%" if tenths % 10 == 0 else f"{tenths // 10}.{tenths % 10}%"


def as_json(run: Trial) -> str:
    """Everything that was tried, as JSON text."""
    import json

    data = {
        "specrules": "test 1",
        "examples": run.examples,
        "cases": run.cases,
        "reachable": run.reachable,
        "reached": run.reached,
        "resting": run.resting,
        "subjects": [_subject(each) for each in run.subjects],
    }
    return json.dumps(data, indent=2) + "\n"


def _subject(subject: Subject) -> dict[str, object]:
    return {
        "name": subject.name,
        "title": subject.title,
        "file": subject.file,
        "reachable": list(subject.reachable),
        "unreached": list(subject.unreached),
        "exact": subject.exact,
        "examples": [_ran(each) for each in subject.examples],
        "cases": [_ran(each) for each in subject.cases],
    }


def _ran(ran: Ran) -> dict[str, object]:
    return {"name": ran.name, "line": ran.line, "expect": ran.expect, "got": ran.got}
