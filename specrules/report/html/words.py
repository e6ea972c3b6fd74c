"""What the pages say: results, ratings and counts in words.

In: parts of a view.  Out: a mark with its words, or a sentence.  A result is
shown by a shape and a word; its colour only repeats them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from specrules.base.phrases import listed, number
from specrules.report import saying

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from specrules.result import Result
    from specrules.view import CardView, FlowView, RatingView, SectionView, VerdictView, View

SHAPES = {
    "met": "met",
    "partly met": "partly",
    "not met": "not",
    "no evidence": "open",
    "not applicable": "na",
    "allowed": "allowed",
}
"""The shape of a mark for each word of a result."""

BUCKETS = tuple(SHAPES)
"""What results are counted by, in the order in which counts are told."""

_COLOURS = {"green": "met", "amber": "partly", "red": "not"}
GRADES = {
    "self-declared": "stated by the party itself, with no document named",
    "documented": "a document is named; nobody else is recorded as having checked it",
    "verified": "checked by somebody other than the party",
}
"""How far a figure can be relied on, weakest first, and what each means."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A shape, the words that say the same, and a note beside them ("partly met at best")."""

    shape: str
    words: str
    note: str = ""


def mark_of(result: Result) -> Mark:
    """Return the mark of a result."""
    words, _, note = result.shown.partition(" (")
    return Mark(SHAPES[result.word], words[:1].upper() + words[1:], note.removesuffix(")"))


def mark_of_section(section: SectionView) -> Mark:
    """Return the mark of a section of a card."""
    return (
        mark_of(section.result) if any(each.rated for each in section.verdicts) else Mark("na", "Not rated")
    )


def mark_of_verdict(verdict: VerdictView) -> Mark:
    """Return the mark of a verdict; what is only a profile is shown in its own words."""
    if verdict.profile:
        return Mark("na", verdict.profile[:1].upper() + verdict.profile[1:], "not rated")
    return mark_of(verdict.result)


def mark_of_rating(rating: RatingView) -> Mark:
    """Return the mark of a rating: a colour in words, or why there is none."""
    if rating.low and rating.low == rating.high:
        return Mark(_COLOURS[rating.low], rating.words[:1].upper() + rating.words[1:])
    words, _, note = rating.words.partition(": ")
    return Mark("open" if rating.low else "na", words[:1].upper() + words[1:], note)


def counts_in_words(counts: Sequence[tuple[str, int]]) -> str:
    """Return the counts that are not nought, as words: "3 met, 1 no evidence"."""
    return ", ".join(f"{count} {word}" for word, count in counts if count) or "no requirements"


def headline(view: View) -> str:
    """Return the ratings in one sentence."""
    if not view.compliance:
        return saying.NOBODY
    joined = f"No wrong door: {view.no_wrong_door.rating.words}. " if view.no_wrong_door else ""
    return joined + " ".join(_rated(view.compliance))


def _rated(cards: Sequence[CardView]) -> Iterable[str]:
    groups: dict[str, list[str]] = {}
    for card in cards:
        groups.setdefault(mark_of_rating(card.rating).words, []).append(card.name)
    for words, names in groups.items():
        who = listed(names) if len(names) <= 3 else number(len(names), "party", "parties")
        yield f"{who}: {words.lower()}."


def decides(view: View) -> str:
    """Return, in one sentence, what the ratings rest on; none where nobody is rated."""
    if not view.musts:
        return saying.NO_MUST if view.compliance else ""
    short = sum(each.result.settled for each in view.unmet)
    unsettled = len(view.unmet) - short
    missed = f"{short} {'is' if short == 1 else 'are'} not met or only partly met"
    missing = f"{unsettled} cannot be settled until evidence comes"
    told = listed([*([missed] if short else []), *([missing] if unsettled else [])])
    duties = number(view.musts, "duty that says must", "duties that say must")
    return f"Of {duties}, {told or 'all are met, allowed or do not apply'}."


def lost(flow: FlowView) -> list[str]:
    """Return where people were lost on one way, as far as the figures that are shown say so."""
    sent, received, answered, waiting = map(_shown, (flow.sent, flow.received, flow.answered, flow.waiting))
    told = []
    if sent is not None and received is not None and sent != received:
        more, who = ("sent", "received") if sent > received else ("received", "sent")
        people = number(abs(sent - received), "person is", "people are")
        told.append(f"{people} counted as {more} and not as {who}. The gap belongs to the pathway.")
    if received is not None and answered is not None and waiting is not None:
        late = received - answered - waiting
        if late > 0:
            told.append(f"{number(late, 'person was', 'people were')} answered late or not at all.")
    return told


def _shown(count: str | None) -> int | None:
    return int(count) if count is not None and count.isascii() and count.isdigit() else None
