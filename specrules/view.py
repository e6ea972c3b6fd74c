"""What an audience may see of a run: plain values ready to print, each figure either shown or ``*``.

Reports take these and never the run, of which ``viewing`` makes them.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from specrules.base import phrases
from specrules.base.frozen import frozen
from specrules.judging.remedies import Lever
from specrules.minutes import NONE, Minutes

if TYPE_CHECKING:
    from collections.abc import Mapping

    from specrules.base.findings import Finding
    from specrules.judging.lifting import Lift
    from specrules.judging.remedies import Way
    from specrules.judging.verdicts import Share
    from specrules.result import Result

HIDDEN = "*"
"""The one mark for a figure that is not shown, whatever the reason it is held back."""

MARK = "For the commissioner and the parties; not for publication"
PUBLIC_MARK = "For publication: small numbers are held back, and count as not known"
OWN_WORDS = "text, which is not published"


class Audience(StrEnum):
    """For whom a review is written."""

    COMMISSIONER = "commissioner"
    PUBLICATION = "publication"

    @property
    def mark(self) -> str:
        """What stands on everything that is written for it."""
        return PUBLIC_MARK if self is Audience.PUBLICATION else MARK


@dataclass(frozen=True, slots=True)
class Source:
    """Where a duty comes from: a document, the place in it, and the passage in our words."""

    document: str
    section: str
    passage: str


@frozen
class FactView:
    """One cell behind a verdict: where it stands, and its text as written."""

    item: str
    party: str
    file: str
    place: str
    text: str
    grade: str


@dataclass(frozen=True, slots=True)
class ShownView:
    """A figure at one place (*what* it is: "site", "main substance"), shown beside a check."""

    place: str
    what: str
    found: str | None
    reason: str | None
    facts: tuple[FactView, ...]

    @property
    def name(self) -> str:
        """The place and what it is: "Quayside (site)"."""
        return f"{self.place} ({self.what})"

    @property
    def said(self) -> str:
        """The figure, or why there is none."""
        return self.found or self.reason or "nothing that can be used"


@frozen
class CheckView:
    """One check, in words. *found* is None when the cells say nothing; *allowance* is an id or "".

    *share* has the counts where it *is_share* of people, unless they are held back; *shown* is the same
    at places that decide nothing.
    *missing* names the columns that say nothing where that leaves the check open,
    *would_take* the smallest change of the party's own that lifts it, *ways* all
    that would, *compared* the figures to look at beside it, and *scale* the words
    of a rating, from worst to best.
    """

    name: str
    what: str
    wanted: str
    found: str | None
    result: Result
    reason: str | None
    lacking: tuple[str, ...]
    missing: tuple[str, ...]
    facts: tuple[FactView, ...]
    allowance: str
    would_take: str = ""
    compared: tuple[str, ...] = ()
    scale: tuple[str, ...] = ()
    ways: tuple[Way, ...] = ()
    is_share: bool = False
    share: Share | None = None
    shown: tuple[ShownView, ...] = ()

    @property
    def all_facts(self) -> tuple[FactView, ...]:
        """Its cells, and those at the places that are only shown."""
        return (*self.facts, *(fact for each in self.shown for fact in each.facts))

    @property
    def otherwise(self) -> tuple[Way, ...]:
        """The ways that are not the party's own doing."""
        return tuple(each for each in self.ways if each.lever is not Lever.DOING)


@frozen
class VerdictView:
    """One requirement of one party. *reasons* say why evidence is missing, or why nothing is owed.

    *wording* is the clause as signed, and *counted* says who is counted and who is left out.
    *enough* names the fewest checks whose being met would make it met, where these are not all.
    *minutes* is what the meeting log says about it.
    """

    requirement: str
    title: str
    clause: str
    strength: str
    party: str
    party_name: str
    period: str
    result: Result
    raw: Result
    reasons: tuple[str, ...]
    checks: tuple[CheckView, ...]
    because: tuple[FactView, ...]
    source: tuple[Source, ...]
    queries: tuple[str, ...]
    if_not_met: str
    wording: str = ""
    counted: tuple[str, ...] = ()
    rated: bool = True
    enough: tuple[str, ...] = ()
    minutes: Minutes = NONE

    @property
    def decided(self) -> str:
        """The number of the decision that gave the result, or ""."""
        return next((each.id for each in self.minutes.adjudications if each.counts), "")

    @property
    def without(self) -> str:
        """What the raw result is without, in words, where it is not the result itself."""
        return f"before the decision {self.decided}" if self.decided else "without allowances"

    @property
    def force(self) -> str:
        """Its strength in words, and whether it counts: "must, not rated"."""
        return self.strength if self.rated else f"{self.strength}, not rated"

    @property
    def profile(self) -> str:
        """The words in which it is rated, where that is all it is for, else ""."""
        if self.rated or not self.checks or not all(check.scale and check.found for check in self.checks):
            return ""
        return phrases.listed(dict.fromkeys(check.found or "" for check in self.checks))


@dataclass(frozen=True, slots=True)
class RatingView:
    """A rating in words, and the two colours it lies between ("" where there is none)."""

    low: str
    high: str
    words: str


@dataclass(frozen=True, slots=True)
class ScoreView:
    """A score as exact fractions (``7/12``) and in words; *coverage* is the share with settled evidence."""

    low: str
    high: str
    words: str
    coverage: str
    coverage_words: str


@dataclass(frozen=True, slots=True)
class SectionView:
    """One section of a compliance card."""

    title: str
    result: Result
    verdicts: tuple[VerdictView, ...]

    @property
    def shown(self) -> str:
        """Its result in words; where nothing in it is rated, that."""
        return self.result.shown if any(each.rated for each in self.verdicts) else "not rated"


@dataclass(frozen=True, slots=True)
class CardView:
    """The compliance card of one party. *bound_by* is "" when nothing binds it yet.

    *profile* says how many ratings came to each word of their scale, the best first.
    """

    party: str
    name: str
    role: str
    bound_by: str
    bound: bool
    sections: tuple[SectionView, ...]
    counts: Mapping[str, int]
    raw: ScoreView | None
    adjusted: ScoreView | None
    rating: RatingView
    profile: str = ""
    lifts: tuple[Lift, ...] = ()


@dataclass(frozen=True, slots=True)
class DoorView:
    """One service in the row of a principle. *state* stands in for a result: "not asked", "not agreed"."""

    party: str
    result: Result | None
    state: str
    requirements: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PrincipleView:
    """One row of the no wrong door card. *decided_by* names the doors that hold the joint result down."""

    title: str
    doors: tuple[DoorView, ...]
    joint: Result
    decided_by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FlowView:
    """People handed from one service to another. Each count is text, ``*``, or None where nobody says."""

    requirement: str
    sender: str
    receiver: str
    sender_name: str
    receiver_name: str
    sent: str | None
    received: str | None
    gap: str | None
    answered: str | None
    waiting: str | None
    outcome_known: str | None
    query: bool


@dataclass(frozen=True, slots=True)
class NoWrongDoorView:
    """The card that joins the services. *doors* are (party, name), the commissioner first."""

    doors: tuple[tuple[str, str], ...]
    principles: tuple[PrincipleView, ...]
    flows: tuple[FlowView, ...]
    queries: tuple[str, ...]
    rating: RatingView
    shadow: bool
    lifts: tuple[Lift, ...] = ()


@dataclass(frozen=True, slots=True)
class Needed:
    """Something one party could still supply to settle a verdict. *cells* names what is missing of it.

    *turns* says of each rating that the answer could change what its worst and its best would make
    of it; the others only settle their own duty.  *ways* says what of it would be enough.
    """

    requirement: str
    check: str
    what: str
    cells: tuple[str, ...]
    reason: str
    turns: tuple[TurnView, ...] = ()
    ways: tuple[str, ...] = ()

    @property
    def decides(self) -> bool:
        """Whether the answer could change a rating."""
        return bool(self.turns)


@dataclass(frozen=True, slots=True)
class TurnView:
    """What an answer could make of a rating: *card* is a party, or "" for all services together."""

    card: str
    name: str
    worst: RatingView
    best: RatingView

    @property
    def words(self) -> str:
        """The two ratings in words: "Riverbank Recovery: red, or between amber and green"."""
        return f"{self.name}: {_turned(self.worst)}, or {_turned(self.best)}"


@dataclass(frozen=True, slots=True)
class NeededFrom:
    """All that one party could still supply, what could change a rating first."""

    party: str
    name: str
    items: tuple[Needed, ...]


@dataclass(frozen=True, slots=True)
class AllowanceView:
    """An agreed allowance and what it did. *raw* and *result* are None where nothing was owed.

    *decided* is the number of the decision that gave the result instead of the allowance, or "".
    """

    id: str
    requirement: str
    party: str
    party_name: str
    since: str
    until: str
    reason: str
    approved_by: str
    conditions: str
    renewals: int
    in_force: bool
    raw: Result | None
    result: Result | None
    decided: str = ""


@dataclass(frozen=True, slots=True)
class Header:
    """What was reviewed, when, and by what. *files* and *catalogue* map a name to its sha256.

    *begins* and *ends* are the first and the last day of the period, year-month-day, and *record* the file
    the review was kept as, with its sha256; "" where it was not kept.
    """

    spec: str
    title: str
    version: str
    status: str
    period: str
    period_words: str
    as_at: str
    as_at_words: str
    engines: tuple[str, ...]
    note: str | None
    files: Mapping[str, str]
    catalogue: Mapping[str, str]
    package: str
    mark: str = MARK
    audience: Audience = Audience.COMMISSIONER
    begins: str = ""
    ends: str = ""
    record: str = ""


@dataclass(frozen=True, slots=True)
class View:
    """Everything a report may print, in the order in which it is read.

    *unmet* names every *must* that is neither met, not applicable nor allowed,
    and *unreadable* the returns that could not be read; *hidden* counts the
    checks and hand-offs whose figures are held back.
    """

    header: Header
    no_wrong_door: NoWrongDoorView | None
    compliance: tuple[CardView, ...]
    verdicts: tuple[VerdictView, ...]
    needed: tuple[NeededFrom, ...]
    allowances: tuple[AllowanceView, ...]
    findings: tuple[Finding, ...]
    unmet: tuple[VerdictView, ...]
    unreadable: tuple[str, ...]
    hidden: int = 0
    minutes: Minutes = NONE

    @property
    def musts(self) -> int:
        """How many results of a *must* there are that ratings rest on."""
        return sum(each.rated and each.strength == "must" for each in self.verdicts)


def column(key: str) -> str:
    """What a cell is called within its check: ``MA-1.delivered/out of`` is "out of".

    An answer is called after its item, of which a hand-off has several: "sent".
    """
    item, _, name = key.rpartition("/")
    return item.partition("@")[0].rpartition(".")[2] if name == "answer" else name


def _turned(rating: RatingView) -> str:
    return rating.low if rating.low == rating.high else f"between {rating.low} and {rating.high}"
