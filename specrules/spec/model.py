"""A specification, as values.

What a commissioner wrote, read into small frozen objects: the parties, what
each owes, and the checks that show whether it was met.  Standard clauses of the
catalogue are already merged in.  Every object keeps where it was written, so
that a finding, a compiled rule or a verdict can point back at the line.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from specrules.base.findings import Place, Span
from specrules.base.frozen import frozen
from specrules.values.periods import months_after
from specrules.values.quantities import Rounding, Unit
from specrules.values.reading import read_target

if TYPE_CHECKING:
    from specrules.values.periods import Due, Every, Period
    from specrules.values.quantities import Quantity, Target


#: What a field of several named things holds when nothing was written.
NOTHING: Mapping[str, Any] = MappingProxyType({})


@frozen
class Written:
    """Where an entry of a file stands, and where each key and value inside it stands."""

    file: str
    span: Span
    keys: Mapping[str, Span] = NOTHING
    values: Mapping[str, Span] = NOTHING

    def key(self, name: str) -> Place:
        """The place of the key *name*, or of the whole entry when it was not written."""
        return Place(self.file, self.keys.get(name, self.span))

    def value(self, name: str) -> Place:
        """The place of the value of *name*, or of the whole entry when it was not written."""
        return Place(self.file, self.values.get(name, self.span))

    @property
    def place(self) -> Place:
        """The place of the whole entry."""
        return Place(self.file, self.span)


class Strength(StrEnum):
    """What the contract makes of a requirement. The guidance's own strength is kept with its source."""

    MUST = "must"
    SHOULD = "should"
    ENCOURAGED = "encouraged"


class Guidance(StrEnum):
    """How firmly a guidance document puts what a standard clause is taken from."""

    REQUIRED = "required"
    RECOMMENDED = "recommended"
    MAY_CONSIDER = "may consider"


class Status(StrEnum):
    """How far a specification has come."""

    DRAFT = "draft"
    AGREED = "agreed"
    VARIED = "varied"
    ENDED = "ended"


class CheckKind(StrEnum):
    """What a check looks at. The word is the key that says so in a specification."""

    SHARE = "share"  # people (or cases) out of people: two counts
    AUDIT = "audit"  # a share found by reading a sample
    COUNT = "count"
    MONEY = "money"
    TIME = "time"
    STATEMENT = "statement"  # yes or no, with the document that shows it
    DATE = "date"  # how long ago something was last done
    CHOICE = "choice"  # one word of a list
    RATING = "rating"  # one word of a scale, from worst to best, each with what it means
    LIST = "list"  # which words of a list
    REGISTER = "register"  # rows: kind, name, named contact, last contact
    AGREEMENT = "agreement"  # rows: a case, and the word that each of two readers found for it
    CONDITION = "condition"  # yes or no; a no needs a reason and who agreed it
    SENT = "sent"  # a hand-off, as its sender sees it
    RECEIVED = "received"  # a hand-off, as its receiver sees it


#: Kinds that are so many out of so many, and those that are one end of a hand-off, which are such shares too.
SHARES = frozenset({CheckKind.SHARE, CheckKind.AUDIT})
HAND_OFFS = frozenset({CheckKind.SENT, CheckKind.RECEIVED})
#: What a figure of a kind is counted in, where the kind alone decides it.
UNITS: Mapping[CheckKind, Unit] = MappingProxyType(
    {
        CheckKind.SHARE: Unit.PERCENT,
        CheckKind.AUDIT: Unit.PERCENT,
        CheckKind.COUNT: Unit.COUNT,
        CheckKind.MONEY: Unit.POUNDS,
        CheckKind.LIST: Unit.COUNT,
        CheckKind.REGISTER: Unit.COUNT,
        CheckKind.AGREEMENT: Unit.COUNT,
    }
)


@frozen
class DatedTarget:
    """A target, and when and where it holds.

    *since* is its first day (None: from the start of the contract), *contract_year*
    counts from 1, *quarter* is one of the financial year, and *at* names sites or
    groups; what is not said holds for all.
    """

    target: Target
    partly: Target | None = None
    since: date | None = None
    contract_year: int | None = None
    quarter: int | None = None
    at: tuple[str, ...] = ()

    @property
    def selects(self) -> int:
        """How much it says about when and where it holds, but for its first day."""
        return (self.contract_year is not None) + (self.quarter is not None) + bool(self.at)


class Over(StrEnum):
    """The stretch of time that a figure is about."""

    PERIOD = "the period"
    YEAR_TO_DATE = "the year to date"
    LAST_12_MONTHS = "the last 12 months"
    CONTRACT_TO_DATE = "the contract to date"

    def days(self, spec: Spec, period: Period) -> tuple[date, date]:
        """The first and last day of the stretch that ends with *period*, within the contract."""
        first = {
            Over.PERIOD: period.start,
            Over.YEAR_TO_DATE: date(period.end.year - (period.end.month < 4), 4, 1),
            Over.LAST_12_MONTHS: months_after(period.end + timedelta(days=1), -12),
            Over.CONTRACT_TO_DATE: spec.starts,
        }[self]
        return max(first, spec.starts), period.end


@frozen
class Comparator:
    """A figure to look at beside a result, which it never moves: for whom, how much, from where and when."""

    name: str
    figure: Quantity
    source: str
    date: date | None = None


@frozen(apart=("written",))
class Check:
    """The smallest separately judged part of a requirement.

    *words* says what is looked at; *of* who is counted, for a share or a
    statistic.  *targets* are in order of their dates; a statement, a condition or
    a list to be covered needs none.  *evidence_from* names another check
    (``MA-1.delivered``) whose evidence this one shares, and *measure* the measure
    whose figures come from an extract; *after*, *relies_on* and *if_fewer* name
    other checks of the same requirement.
    """

    name: str
    kind: CheckKind
    words: str
    of: str = ""
    targets: tuple[DatedTarget, ...] = ()
    people: str = ""
    left_out: tuple[str, ...] = ()
    exceptions: tuple[str, ...] = ()  # leave the denominator only where they are not in the numerator
    sample: Quantity | None = None  # the fewest that can be judged
    sample_by: str = ""
    if_fewer: str = ""
    not_recorded: bool = False
    still_waiting: bool = False
    within: Quantity | None = None  # a share of those for whom something happened within this time
    statistic: str = ""  # which figure of many a time, an amount or a number is: "median"
    over: Over = Over.PERIOD
    constant: Quantity | None = None  # the contract's own figure that a share is out of
    relies_on: str = ""
    after: str = ""
    document: str | None = ""  # what document shows it; "" any; None: none is asked for
    choices: tuple[str, ...] = ()
    rubric: tuple[tuple[str, str], ...] = ()  # each word of a scale, from worst to best, and what it means
    rated_by: str = ""
    threshold_from: str = ""  # where the figure of an agreement was taken from
    covers: tuple[str, ...] = ()
    of_kind: str = ""
    contact_within: Quantity | None = None
    baseline: Quantity | None = None  # the figure that a change is measured from
    baseline_asked: str = ""  # what that figure is, where the return has to say it
    in_proportion: bool = False  # a target for a whole period counts for the part of it in the contract
    comparators: tuple[Comparator, ...] = ()
    evidence_from: str = ""
    measure: str = ""  # the measure that works its figures out from an extract
    written: Written | None = None


class How(StrEnum):
    """How results are combined into one. ``results`` in the docs has the tables."""

    GRADED = "graded"
    ALL = "all"
    ANY = "any"
    AT_LEAST = "at least"
    NOT = "not"


@frozen
class Combination:
    """Checks by name, or combinations of them, and how they count.

    *number* is only for ``at least``, and *weights* only where it counts points:
    how many each item is worth.
    """

    how: How
    items: tuple[str | Combination, ...]
    number: int = 0
    weights: tuple[int, ...] = ()


@frozen(apart=("written",))
class HandOff:
    """Referrals between services, judged from both ends.

    The sender is judged on knowing what became of the people it sent
    (*outcome_known*), the receiver on answering in time (*answered*).  Both are
    asked how many; when the two counts differ by more than *may_differ_by*
    people, neither figure settles anything and both are queried.
    """

    referrals: str
    look_back: Quantity
    answer_within: Quantity
    answered: DatedTarget
    outcome_known: DatedTarget | None
    answers: tuple[str, ...]
    may_differ_by: int = 0
    written: Written | None = None


@frozen(apart=("written",))
class Citation:
    """A passage of a document, in our words, and how to find it."""

    document: str
    section: str
    passage: str = ""
    page: str = ""
    written: Written | None = None


@frozen(apart=("written",))
class Party:
    """Somebody who owes something. *bound_by* is None when nothing binds them yet."""

    id: str
    name: str
    role: str
    bound_by: str | None = None
    agreed: date | None = None
    sites: tuple[str, ...] = ()
    subcontractors: tuple[str, ...] = ()
    written: Written | None = None

    @property
    def commissions(self) -> bool:
        """Whether this is the commissioner, whom the specification itself binds."""
        return self.role == "commissioner"

    @property
    def may_commission(self) -> bool:
        """Whether this is the commissioner, or may be: what its role is could not be read."""
        return self.commissions or not self.role

    def bound_on(self, day: date) -> bool:
        """Whether something binds the party on *day*."""
        if self.commissions:
            return True
        return self.bound_by is not None and (self.agreed is None or self.agreed <= day)


class Level(StrEnum):
    """The level at which a requirement is judged, or at which its figures are asked."""

    PARTY = "the party"
    SITE = "each site"
    SUBCONTRACTOR = "each subcontractor"
    GROUP = "each group"


@frozen
class JudgedAt:
    """Where a requirement is judged. Its verdict is always shown for the party.

    For groups, *what* says what they are ("main substance") and *groups* names them.
    With *summed*, figures are asked at that level and judged on their sum.
    """

    level: Level = Level.PARTY
    what: str = ""
    groups: tuple[str, ...] = ()
    summed: bool = False

    def of(self, party: Party) -> tuple[str, ...]:
        """The sites, subcontractors or groups at which *party* is asked; none for the party as a whole."""
        return {
            Level.PARTY: (),
            Level.SITE: party.sites,
            Level.SUBCONTRACTOR: party.subcontractors,
            Level.GROUP: self.groups,
        }[self.level]


THE_PARTY = JudgedAt()


@frozen(apart=("written",))
class Example:
    """A runnable example of a standard clause: settings, facts, and the result they must give."""

    name: str
    settings: Mapping[str, object]
    facts: Mapping[str, object]
    expect: str
    as_at: date | None = None
    written: Written | None = None


@frozen(apart=("written",))
class StandardClause:
    """A kind of requirement in the catalogue: what can be required, and why. It has no local numbers.

    *id* is ``theme/name``.  *wanting* names the checks whose target each
    specification must set.  *tried* is what its examples set, each once, which is known
    also where the examples themselves were left unread.
    """

    id: str
    title: str
    guidance: Guidance
    citations: tuple[Citation, ...]
    checks: tuple[Check, ...]
    section: str = ""
    principle: str = ""
    people: str = ""
    left_out: tuple[str, ...] = ()
    applies_if: Combination | str | None = None
    conditions: tuple[Check, ...] = ()
    met_when: Combination | None = None
    partly_met_when: Combination | None = None
    judged_at: JudgedAt = THE_PARTY
    hand_off: bool = False
    wanting: tuple[str, ...] = ()
    examples: tuple[Example, ...] = ()
    tried: tuple[Mapping[str, object], ...] = ()
    covers: tuple[str, ...] = ()  # entries of the list of coverage
    digest: str = ""
    written: Written | None = None

    def targets_tried(self, check: str) -> tuple[str, ...]:
        """The targets that its examples set for one check, as they are written."""
        tried = []
        for settings in self.tried:
            named = settings.get("checks")
            setting = named.get(check) if isinstance(named, Mapping) else None
            if self.wanting == (check,):
                setting = setting or settings.get("target")
            tried.append(setting.get("target") if isinstance(setting, Mapping) else setting)
        return tuple(each for each in tried if isinstance(each, str))

    def may_want_contact(self, check: Check) -> bool:
        """Whether a register can be asked how recent its rows are, where no other check asks it of them."""
        is_of_kinds = check.kind is CheckKind.REGISTER and bool(check.covers)
        return is_of_kinds and all(other.evidence_from != check.name for other in self.checks)

    def better(self, check: str) -> str:
        """Which way all its examples ask a figure to go, "more" or "less"; "" where they do not agree."""
        return _better(self.targets_tried(check))


# Every requirement with a standard clause asks, and reading the targets again took a third of a whole lint.
@lru_cache(maxsize=1024)
def _better(targets: tuple[str, ...]) -> str:
    ways = {read_target(each).better for each in targets}
    return ways.pop() if len(ways) == 1 else ""


@frozen(apart=("written",))
class Requirement:
    """One duty: who owes it, how firmly, for whom, since when, and the checks that show it was met."""

    id: str
    title: str
    owed_by: tuple[str, ...]
    strength: Strength
    checks: tuple[Check, ...]
    clause: str = ""  # its number in the signed contract, as text
    wording: str = ""  # as signed
    section: str = ""
    principle: str = ""
    people: str = ""
    left_out: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    applies_if: Combination | str | None = None
    conditions: tuple[Check, ...] = ()
    met_when: Combination | None = None
    partly_met_when: Combination | None = None
    judged_at: JudgedAt = THE_PARTY
    shown_at: tuple[JudgedAt, ...] = ()  # where figures are shown beside a result for the whole party
    hand_off: HandOff | None = None
    if_not_met: str = ""
    essential: bool = False
    every: Every | None = None  # how often it is judged, where that is less often than returns come
    rated_from: date | None = None  # before this day it is shown and not rated
    report_only: bool = False
    weight: int = 1
    jointly: bool = False  # owed together: met when every party's answers show it
    standard_clause: StandardClause | None = None
    citations: tuple[Citation, ...] = ()
    local_source: str = ""  # "local decision, 2026-02-10"
    examples: tuple[Example, ...] = ()
    written: Written | None = None


@frozen
class Returns:
    """How often returns come, when each is due, how their dates are written, and what extracts are."""

    every: Every
    due: Due
    uk_dates: bool = False
    rounding: Rounding = Rounding.NEAREST  # of percentages beside their two counts
    extracts: str = ""  # the dataset in which they come


@frozen
class Theme:
    """A theme of the catalogue: its folder's name, its title, and the principles of its card in order."""

    name: str
    title: str
    principles: tuple[str, ...] = ()
    covers: tuple[str, ...] = ()  # entries of the list of coverage


@frozen
class Variation:
    """What was changed in a specification after it was agreed: from when, what, and which requirements."""

    number: int
    since: date
    says: str
    changes: tuple[str, ...] = ()


@frozen(apart=("written",))
class CardSettings:
    """How a card is rated. Without *bands* the rating follows the ``must`` requirements themselves."""

    bands: tuple[tuple[str, Target], ...] = ()  # ("green", at least 90%), best first
    shadow_until: date | None = None
    partly_met_counts: Quantity | None = None
    words: tuple[tuple[str, str], ...] = ()  # what green, amber and red are called
    written: Written | None = None


@frozen
class AllowanceLimits:
    """How long an agreed allowance may last and how often be renewed; None where that is not said."""

    longest: Quantity | None = None
    renewals: int | None = None


@frozen(apart=("written",))
class Spec:
    """A service specification: what is required here, of whom, how much, and from when."""

    id: str
    title: str
    version: str
    status: Status
    parties: tuple[Party, ...]
    starts: date
    ends: date
    returns: Returns
    requirements: tuple[Requirement, ...]
    catalogues: tuple[str, ...] = ()
    definitions: Mapping[str, str] = NOTHING
    constants: Mapping[str, Quantity] = NOTHING
    cards: Mapping[str, CardSettings] = NOTHING
    variations: tuple[Variation, ...] = ()
    file: str = ""
    digest: str = ""
    allowances: AllowanceLimits = AllowanceLimits()
    principles: tuple[str, ...] = ()  # of the no wrong door card, in the catalogue's order
    catalogue_digests: Mapping[str, str] = NOTHING  # clause id -> sha256 of its file
    written: Written | None = None

    def party(self, id: str) -> Party:
        """The party called *id*. Raises KeyError when there is none."""
        for party in self.parties:
            if party.id == id:
                return party
        raise KeyError(id)
