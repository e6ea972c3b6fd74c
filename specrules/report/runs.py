"""What is said of kept reviews, as text for people and as JSON for programs.

In: plain values of ``specrules.runs``.  Out: text of 100 columns, or JSON in ASCII.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING, Any

from specrules.base.phrases import day, listed, number
from specrules.report.sheet import columns
from specrules.report.text import beside, paragraph
from specrules.rollup import Move
from specrules.values.quantities import Unit, show_number

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from fractions import Fraction

    from specrules.result import Result
    from specrules.runs.comparing import Because, Change, Comparison, Reviewed
    from specrules.runs.verifying import Verified

Lines = list[str]

# What became of a result, the worst first.
_MOVES = {
    Move.WORSE: "worse",
    Move.OPENED: "with less evidence than before",
    Move.STANDING: "owed differently",
    Move.SETTLED: "with more evidence than before",
    Move.BETTER: "better",
}


def verified(found: Verified) -> str:
    """What was looked at and all that is wrong, as text."""
    lines = [line for fault in found.faults for line in (*paragraph(fault.what), "")]
    return "\n".join([*lines, *paragraph(_closing(found))]) + "\n"


def _closing(found: Verified) -> str:
    kept = number(len(found.records), "kept review")
    how = "judged again from the files kept with them" if found.again else "their files only"
    joined = f" {number(found.joined, 'record joins', 'records join')} reviews kept at the same moment."
    wrong = (
        f"{number(len(found.faults), 'thing is', 'things are')} wrong."
        if found.faults
        else "All is as it was kept."
    )
    return f"{kept}, {how}. {wrong}{joined if found.joined else ''}{_worded(found)}"


def _worded(found: Verified) -> str:
    """That the words of some were not held against each other, and why."""
    if not found.worded:
        return ""
    kept = number(len(found.worded), "was kept", "were kept")
    return (
        f" {kept} by another build of specrules; results, figures and ratings come out the same, and words "
        "may differ."
    )


def verified_as_json(found: Verified) -> str:
    """The same as JSON."""
    return as_json_text(
        {
            "specrules": "verification 1",
            "records": list(found.records),
            "judged_again": found.again,
            "faults": [{"record": fault.record, "what": fault.what} for fault in found.faults],
            "joined": found.joined,
            "worded": list(found.worded),
        }
    )


# -- two reviews


def compared(found: Comparison) -> str:
    """What changed between two reviews and why, as text."""
    parts = [_sides(found), _in_short(found), *_moves(found)]
    return "\n\n".join("\n".join(line.rstrip() for line in part) for part in parts) + "\n"


def _sides(found: Comparison) -> Lines:
    title = f"What changed: {found.after.title}"
    return [
        *paragraph(title),
        "=" * min(len(title), columns()),
        *beside("Before", [side(found.before)], 8),
        *beside("After", [side(found.after)], 8),
    ]


def side(reviewed: Reviewed) -> str:
    """Which review it is, in words."""
    as_at = day(date.fromisoformat(reviewed.as_at))
    return f"{reviewed.period}, as at {as_at}, by version {reviewed.version} of {reviewed.spec}"


def _in_short(found: Comparison) -> Lines:
    return [line for each in in_short(found) for line in paragraph(each)]


def in_short(found: Comparison) -> list[str]:
    """How many results became what, and what cannot be told, in sentences."""
    moved = Counter(each.move for each in found.changes)
    told = [f"{moved[move]} {words}" for move, words in _MOVES.items() if moved[move]]
    said = f"Results: {listed([*told, f'{found.same + len(found.held)} the same'])}."
    if found.held:
        said += f" {number(len(found.held), 'is', 'are')} so only because causes cancel one another."
    if found.attributed:
        return [said]
    return [
        said,
        "These reviews were not kept with what they were made from, so where several things differ it "
        "cannot be told how much each accounts for. specrules review --keep FOLDER keeps all of it.",
    ]


def moves(found: Comparison) -> Iterator[tuple[str, Sequence[Change]]]:
    """The changes by what became of each, the worst first, each group with its title."""
    for move, words in _MOVES.items():
        if changes := [each for each in found.changes if each.move is move]:
            yield words[0].upper() + words[1:], changes
    if found.held:
        yield "The same, only because causes cancel one another", found.held


def _moves(found: Comparison) -> Iterator[Lines]:
    for title, changes in moves(found):
        yield [title, "-" * len(title)]
        for each in changes:
            yield [
                *paragraph(f"{each.requirement}  {each.party_name}: {_change(each)}"),
                *paragraph(each.title, indent=2),
                *(line for cause in each.causes for line in _because(cause, len(each.causes) == 1)),
            ]


def _change(change: Change) -> str:
    was, now = (each.shown if each else "not asked" for each in (change.before, change.after))
    return was if was == now else f"{was} -> {now}"


def _because(cause: Because, is_only: bool) -> Lines:
    details = (line for each in cause.details for line in paragraph(each, indent=6))
    return [*_item(because(cause, is_only)), *details]


def because(cause: Because, is_only: bool) -> str:
    """A cause in words; beside others, how much it accounts for and what it does alone."""
    if is_only:
        return str(cause.cause)
    share = f"{_share(cause.share)} of the change" if cause.share is not None else ""
    alone = f"by itself: {cause.alone}" if cause.alone else ""
    beside_it = "; ".join(filter(None, [share, alone]))
    return f"{cause.cause} ({beside_it})" if beside_it else str(cause.cause)


def _share(share: Fraction) -> str:
    return (
        show_number(abs(share), Unit.PERCENT) if share >= 0 else f"minus {show_number(-share, Unit.PERCENT)}"
    )


def _item(text: str) -> Lines:
    first, *rest = paragraph(text, indent=4)
    return [f"  - {first[4:]}", *rest]


def compared_as_json(found: Comparison) -> str:
    """The same as JSON."""
    return as_json_text(
        {
            "specrules": "comparison 1",
            "before": asdict(found.before),
            "after": asdict(found.after),
            "attributed": found.attributed,
            "same": found.same,
            "changes": list(map(_change_data, found.changes)),
            "held": list(map(_change_data, found.held)),
        }
    )


def _change_data(change: Change) -> dict[str, Any]:
    return {
        "requirement": change.requirement,
        "party": change.party,
        "title": change.title,
        "before": _result_data(change.before),
        "after": _result_data(change.after),
        "move": str(change.move),
        "causes": [
            {
                "cause": str(each.cause),
                "share": None if each.share is None else str(each.share),
                "alone": each.alone or None,
                "details": list(each.details),
            }
            for each in change.causes
        ],
    }


def _result_data(result: Result | None) -> dict[str, Any] | None:
    return {"result": result.word, "low": result.low, "high": result.high} if result else None


def as_json_text(data: dict[str, Any]) -> str:
    """*data* as JSON in ASCII, ending with a line end."""
    return json.dumps(data, indent=2).replace("\x7f", "\\u007f") + "\n"
