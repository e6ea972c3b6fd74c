"""What each party is asked for, as text to send: a list for each, what matters most first.

In: a view.  Out: text of 100 columns, with what each answer could make of a
rating, and at the end of each list what would lift the party's own rating.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from specrules.base.phrases import listed
from specrules.report.show import show
from specrules.report.text import beside, paragraph
from specrules.view import column

if TYPE_CHECKING:
    from collections.abc import Iterator

    from specrules.view import CardView, Needed, VerdictView, View

Lines = list[str]


def as_text(view: View, party: str = "") -> str:
    """Return the list of each party, or only that of *party*, ending with a line end."""
    cards = [each for each in view.compliance if party in ("", each.party)]
    lists = [part for card in cards for part in _list(view, card)]
    header = paragraph(f"{view.header.title}: {view.header.period_words}, as at {view.header.as_at_words}")
    parts = [header, *(lists or [["Nothing is missing, and every rating is as good as it can be."]])]
    return "\n\n".join("\n".join(line.rstrip() for line in part) for part in parts) + "\n"


def _list(view: View, card: CardView) -> Iterator[Lines]:
    needed = next((each.items for each in view.needed if each.party == card.party), ())
    takes = [verdict for section in card.sections for verdict in section.verdicts if _takes(verdict)]
    if not needed and not takes:
        return
    title = show(f"To {card.name}")
    yield [title, "=" * len(title), *paragraph(f"The rating is {card.rating.words}.")]
    if needed:
        yield ["Please send"]
    for number, each in enumerate(needed, 1):
        yield _item(number, each)
    if takes:
        yield ["What it would take"]
        yield [line for verdict in takes for line in _way(verdict)]
    if card.lifts:
        lifts = listed((each.words(card.party) for each in card.lifts), "or")
        yield paragraph(f"The rating would be {lifts}.")


def _item(number: int, need: Needed) -> Lines:
    name = f"{number}."
    lines = beside(name, [f"{need.requirement}, {need.check}: {need.what}"], len(name) + 1)
    cells = f"{listed(map(column, need.cells))} ({need.reason})" if need.cells else need.reason
    lines += beside("missing", [cells], 9, 3)
    lines += beside("enough", list(need.ways), 9, 3)
    turns = [each.words for each in need.turns]
    return lines + beside("rating", turns or ["none: it settles this duty alone"], 9, 3)


def _takes(verdict: VerdictView) -> bool:
    counts = verdict.rated and verdict.result.low is not None
    return counts and any(check.would_take for check in verdict.checks)


def _way(verdict: VerdictView) -> Lines:
    """What would lift one requirement, check by check; other ways are named as such."""
    several = len(verdict.checks) > 1
    lines = paragraph(f"{verdict.requirement} ({verdict.result.shown}): {verdict.title}", 3)
    for check in verdict.checks:
        if not check.would_take:
            continue
        others = "".join(f"; or {way.words} ({way.lever})" for way in check.otherwise)
        name = f"{check.name}: " if several else ""
        lines += paragraph(f"{name}{check.would_take}{others}", 6)
    return lines
