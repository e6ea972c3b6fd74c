"""What a draft would have meant, as text for a meeting and as data for programs.

In: a replay, and sweeps.  Out: text of 100 columns, or JSON in ASCII.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from specrules.base.phrases import listed, number
from specrules.report.show import show
from specrules.report.text import beside, paragraph, table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from specrules.drafts.parts import Flip
    from specrules.drafts.questions import Line
    from specrules.drafts.replaying import Quarter, Replay
    from specrules.drafts.sweeping import Sweep
    from specrules.judging.scorecard import Rating
    from specrules.result import Result

Lines = list[str]
MOST_FLIPS = 40
NOT_THERE = "not there"
_MOVES = ("better", "worse", "evidence came", "evidence is missing now", "owed differently")
_WORDS = ("met", "partly met", "not met", "no evidence", "not applicable", "allowed")


def as_text(replay: Replay, sweeps: Sequence[Sweep] = ()) -> str:
    """Return the whole replay as text, ending with a line end."""
    parts = [
        _header(replay),
        *_ratings(replay),
        *_flips(replay),
        *_unasked(replay),
        *_reworded(replay),
        *(part for each in sweeps for part in _sweep(each)),
        _closing(replay),
    ]
    return "\n\n".join("\n".join(line.rstrip() for line in part) for part in parts) + "\n"


# -- what both the text and the page say


def heading(replay: Replay) -> str:
    """What was replayed on what, in one sentence."""
    draft = replay.draft
    periods = listed(dict.fromkeys(each.period.name for each in replay.quarters))
    specs = listed(dict.fromkeys(f"{each.spec.id}, version {each.spec.version}" for each in replay.quarters))
    which = f"{draft.id}, version {draft.version}, {draft.status}"
    return f"{which}, held against what was sent for {specs}, in {periods}."


def closing(replay: Replay) -> str:
    """How much would change, in one or two sentences."""
    flips = sum(bool(flip.before and flip.after) for each in replay.quarters for flip in each.found.flips)
    judged = sum(each.found.judged for each in replay.quarters)
    unasked = sum(len(each.found.unasked) for each in replay.quarters)
    said = f"{flips or 'None'} of {number(judged, 'result')} that both judge"
    waits = (
        f" {number(unasked, 'result waits', 'results wait')} for what nobody was asked." if unasked else ""
    )
    would = "would be another" if flips else "would change"
    return f"{said} {would}.{waits}" if judged else f"The two have no requirement in common.{waits}"


def word(result: Result | None) -> str:
    """A result in words, or that there was none."""
    return result.shown if result else NOT_THERE


def rating(found: Rating | None) -> str:
    """A rating in words, or that there was none."""
    if found is None:
        return NOT_THERE
    if not found.low:
        return found.note
    return found.low if found.low == found.high else f"between {found.low} and {found.high}"


def name_of(quarter: Quarter, party: str) -> str:
    """The name of a party, or what the joint card is called."""
    names = {each.id: each.name for each in quarter.spec.parties}
    return names.get(party, party) or "No wrong door"


def asked_of(replay: Replay) -> dict[str, list[Line]]:
    """Every line that the new return must ask and the old one did not, by requirement, each once."""
    found: dict[str, dict[tuple[str, str], Line]] = {}
    for quarter in replay.quarters:
        for each in quarter.found.asks:
            found.setdefault(each.requirement, {}).setdefault((each.item, each.site), each)
    return {requirement: list(lines.values()) for requirement, lines in found.items()}


# -- text


def _heading(text: str) -> Lines:
    lines = paragraph(text)
    return [*lines, "-" * max(map(len, lines)), ""]


def _header(replay: Replay) -> Lines:
    title = show(f"What the draft would have meant: {replay.draft.title}")
    return [*paragraph(title), "=" * min(len(title), 100), *paragraph(heading(replay))]


def _ratings(replay: Replay) -> Iterator[Lines]:
    rows = [
        (quarter.period.name, name_of(quarter, each.card), rating(each.before), rating(each.after))
        for quarter in replay.quarters
        for each in quarter.found.ratings
        if each.before != each.after
    ]
    yield _heading("Ratings that would change")[:-1]
    if rows:
        yield table(("Period", "Card", "As it was", "Under the draft"), rows[:MOST_FLIPS], (12, 30, 27, 27))
        yield from _rest(len(rows) - MOST_FLIPS, "rating", "ratings")
    else:
        yield ["None."]


def _rest(more: int, one: str, many: str) -> Iterator[Lines]:
    if more > 0:
        yield [f"And {number(more, one, many)} more; --format json has them all."]


def _flips(replay: Replay) -> Iterator[Lines]:
    found = [(quarter, each) for quarter in replay.quarters for each in quarter.found.flips]
    yield _heading("Results that would be another")[:-1]
    if not found:
        yield ["None."]
        return
    yield _counted([each for _, each in found])
    rows = [
        (
            quarter.period.name,
            name_of(quarter, each.party),
            each.requirement,
            word(each.before),
            word(each.after),
        )
        for quarter, each in found[:MOST_FLIPS]
    ]
    yield table(("Period", "Party", "No.", "As it was", "Under the draft"), rows, (12, 27, 9, 22, 22))
    yield from _rest(len(found) - MOST_FLIPS, "result", "results")


def _counted(flips: Iterable[Flip]) -> Lines:
    """How many results of each requirement would go which way."""
    counts: dict[str, Counter[str]] = {}
    for each in flips:
        counts.setdefault(each.requirement, Counter())[str(each.move)] += 1
    rows = [
        (requirement, *(str(found[move]) if found[move] else "" for move in _MOVES))
        for requirement, found in counts.items()
    ]
    heads = ("No.", "Better", "Worse", "Settled", "Open now", "Owed or not")
    return table(heads, rows, (12, 8, 8, 8, 9, 12))


def _unasked(replay: Replay) -> Iterator[Lines]:
    waiting = Counter(each.requirement for quarter in replay.quarters for each in quarter.found.unasked)
    asks = asked_of(replay)
    if not waiting and not asks:
        return
    yield [
        *_heading("What nobody was asked"),
        *paragraph("The draft cannot judge these until a return asks for them. The new return has to ask:"),
    ]
    for requirement in dict.fromkeys((*waiting, *asks)):
        open_results = waiting[requirement]
        head = f"{requirement}: {number(open_results, 'result')} open" if open_results else requirement
        lines = paragraph(head)
        for each in asks.get(requirement, ()):
            at = f" at {each.site}" if each.site else ""
            lines += beside("-", [f"{each.asks}{at} ({each.item})"], 2, 2)
        yield lines


def _reworded(replay: Replay) -> Iterator[Lines]:
    pairs = {
        (old.item, old.asks, new.asks): None for each in replay.quarters for old, new in each.found.reworded
    }
    if pairs:
        yield [
            *_heading("What was asked in other words"),
            *paragraph(
                "These were judged on the answers there are. Are the new questions still about the same?"
            ),
        ]
    for item, old, new in pairs:
        yield [item, *beside("was", [old], 6, 2), *beside("is", [new], 6, 2)]


def _sweep(sweep: Sweep) -> Iterator[Lines]:
    rows = [(each.target, *(str(each.counts[word]) for word in _WORDS)) for each in sweep.steps]
    yield [*_heading(f"How many would meet {sweep.item}"), *paragraph(sweep.what)]
    heads = ("Target", "Met", "Partly met", "Not met", "No evidence", "Not applicable", "Allowed")
    yield table(heads, rows, (28, 6, 8, 8, 9, 11, 8))


def _closing(replay: Replay) -> Lines:
    return paragraph(closing(replay))


# -- data


def as_json(replay: Replay, sweeps: Sequence[Sweep] = ()) -> str:
    """Return the whole replay as JSON text, ending with a line end."""
    import json

    data = {
        "specrules": "replay 1",
        "draft": {"spec": replay.draft.id, "version": replay.draft.version},
        "periods": [_period(each) for each in replay.quarters],
        "sweeps": [
            {
                "item": sweep.item,
                "steps": [{"target": each.target, "counts": dict(each.counts)} for each in sweep.steps],
            }
            for sweep in sweeps
        ],
    }
    return json.dumps(data, indent=2).replace("\x7f", "\\u007f") + "\n"


def _period(quarter: Quarter) -> dict[str, Any]:
    return {
        "spec": quarter.spec.id,
        "version": quarter.spec.version,
        "period": quarter.period.name,
        "judged_by_both": quarter.found.judged,
        "flips": [
            {
                "requirement": each.requirement,
                "party": each.party,
                "before": _ends(each.before),
                "after": _ends(each.after),
                "move": str(each.move),
            }
            for each in quarter.found.flips
        ],
        "ratings": [
            {"card": each.card or None, "before": rating(each.before), "after": rating(each.after)}
            for each in quarter.found.ratings
        ],
        "unasked": [
            {"requirement": each.requirement, "party": each.party, "cells": [cell.key for cell in each.cells]}
            for each in quarter.found.unasked
        ],
        "asks": [
            {"party": each.party, "item": each.item, "site": each.site, "asks": each.asks}
            for each in quarter.found.asks
        ],
        "reworded": [
            {"item": old.item, "was": old.asks, "is": new.asks} for old, new in quarter.found.reworded
        ],
    }


def _ends(result: Result | None) -> dict[str, Any] | None:
    return {"result": result.word, "low": result.low, "high": result.high} if result else None
