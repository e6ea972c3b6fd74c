"""A specification, as values.

What a commissioner wrote, read into small frozen objects: the parties, what
each owes, and the checks that show whether it was met.  Standard clauses of the
catalogue are already merged in.  Every object keeps where it was written, so
that a finding, a compiled rule or a verdict can point back at the line.
"""

from __future__ import annotations

from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from specrules.findings import Place, Span
from specrules.frozen import frozen

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from specrules.periods import Due, Every
    from specrules.quantities import Quantity, Target


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
    LIST = "list"  # which words of a list
    REGISTER = "register"  # rows: kind, name, named contact, last contact
    CONDITION = "condition"  # yes or no; a no needs a reason and who agreed it
    SENT = "sent"  # a hand-off, as its sender sees it
    RECEIVED = "received"  # a hand-off, as its receiver sees it


@frozen
class DatedTarget:
    """A target and the day from which it holds (None: from the start of the contract)."""

    target: Target
    partly: Target | None = None
    since: date | None = None


@frozen(apart=("written",))
class Check:
    """The smallest separately judged part of a requirement.

    *words* says what is looked at; *of* who is counted, for a share.  *targets*
    are in order of their dates; a statement, a condition or a list to be covered
    needs none.  *evidence_from* names another check (``MA-1.delivered``) whose
    evidence this one shares; *measure* the one whose figures come from an extract.
    """

    name: str
    kind: CheckKind
    words: str
    of: str = ""
    targets: tuple[DatedTarget, ...] = ()
    people: str = ""
    left_out: tuple[str, ...] = ()
    sample: Quantity | None = None
    sample_by: str = ""
    not_recorded: bool = False
    document: str | None = ""  # what document shows it; "" any; None: none is asked for
    choices: tuple[str, ...] = ()
    covers: tuple[str, ...] = ()
    of_kind: str = ""
    contact_within: Quantity | None = None
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
    """Checks by name, or combinations of them, and how they count. *number* only for ``at least``."""

    how: How
    items: tuple[str | Combination, ...]
    number: int = 0


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


@frozen
class Citation:
    """A passage of a document, in our words, and how to find it."""

    document: str
    section: str
    passage: str = ""
    page: str = ""


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

    def bound_on(self, day: date) -> bool:
        """Whether something binds the party on *day*."""
        if self.commissions:
            return True
        return self.bound_by is not None and (self.agreed is None or self.agreed <= day)


class JudgedAt(StrEnum):
    """The level at which a requirement is judged. Its verdict is always shown for the party."""

    PARTY = "the party"
    SITE = "each site"
    SUBCONTRACTOR = "each subcontractor"


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
    specification must set.
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
    judged_at: JudgedAt = JudgedAt.PARTY
    hand_off: bool = False
    wanting: tuple[str, ...] = ()
    examples: tuple[Example, ...] = ()
    covers: tuple[str, ...] = ()  # entries of the list of coverage
    digest: str = ""
    written: Written | None = None


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
    judged_at: JudgedAt = JudgedAt.PARTY
    hand_off: HandOff | None = None
    if_not_met: str = ""
    essential: bool = False
    standard_clause: StandardClause | None = None
    citations: tuple[Citation, ...] = ()
    local_source: str = ""  # "local decision, 2026-02-10"
    examples: tuple[Example, ...] = ()
    written: Written | None = None


@frozen
class Returns:
    """How often returns come, when each is due, and how their dates are written."""

    every: Every
    due: Due
    uk_dates: bool = False


@frozen(apart=("written",))
class CardSettings:
    """How a card is rated. Without *bands* the rating follows the ``must`` requirements themselves."""

    bands: tuple[tuple[str, Target], ...] = ()  # ("green", at least 90%), best first
    shadow_until: date | None = None
    partly_met_counts: Quantity | None = None
    written: Written | None = None


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
    cards: Mapping[str, CardSettings] = NOTHING
    file: str = ""
    digest: str = ""
    principles: tuple[str, ...] = ()  # of the no wrong door card, in the catalogue's order
    catalogue_digests: Mapping[str, str] = NOTHING  # clause id -> sha256 of its file
    written: Written | None = None

    def party(self, id: str) -> Party:
        """The party called *id*. Raises KeyError when there is none."""
        for party in self.parties:
            if party.id == id:
                return party
        raise KeyError(id)
