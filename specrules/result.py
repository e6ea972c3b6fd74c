"""What a check, a requirement or a card can come to.

In go two ends, the least and the most that the evidence still allows; out comes
one of eight results.  The definite results are met (2), partly met (1) and not met
(0).  Evidence that is missing leaves a range of them, and a range is never scored
above its low end, so what is absent can never raise a score.  How results combine
is decided in ``specrules.engine``.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Result:
    """One of the eight results below; there are no others, and each exists once.

    Results are compared and hashed by identity, because tuples of them are looked
    up millions of times.  *low* and *high* are None for a result that is not a
    range.  *settled* is False where evidence still missing could change it.
    *word* is what JSON says; *shown* is what a person reads.
    """

    name: str
    low: int | None
    high: int | None
    settled: bool
    word: str
    shown: str

    def __repr__(self) -> str:
        """The name of the constant: ``MET``."""
        return self.name

    def __reduce__(self) -> str:
        """Copies and pickles as the constant itself, so that identity survives both."""
        return self.name


MET = Result("MET", 2, 2, True, "met", "met")
PARTLY_MET = Result("PARTLY_MET", 1, 1, True, "partly met", "partly met")
NOT_MET = Result("NOT_MET", 0, 0, True, "not met", "not met")
NO_EVIDENCE = Result("NO_EVIDENCE", 0, 2, False, "no evidence", "no evidence")
AT_MOST_PARTLY = Result(
    "AT_MOST_PARTLY", 0, 1, False, "no evidence", "evidence incomplete (partly met at best)"
)
AT_LEAST_PARTLY = Result(
    "AT_LEAST_PARTLY", 1, 2, False, "no evidence", "evidence incomplete (partly met at least)"
)
NOT_APPLICABLE = Result("NOT_APPLICABLE", None, None, True, "not applicable", "not applicable")
ALLOWED = Result("ALLOWED", None, None, True, "allowed", "allowed")

RESULTS = (
    MET,
    PARTLY_MET,
    NOT_MET,
    NO_EVIDENCE,
    AT_MOST_PARTLY,
    AT_LEAST_PARTLY,
    NOT_APPLICABLE,
    ALLOWED,
)
"""All eight, in the order in which they are listed to a reader."""

_BETWEEN = {(each.low, each.high): each for each in RESULTS if each.low is not None}


def between(low: int, high: int) -> Result:
    """Return the result whose ends are *low* and *high*, each 0, 1 or 2.

    Raises ValueError when there is none, as when *low* is above *high*.
    """
    try:
        return _BETWEEN[low, high]
    except KeyError:
        raise ValueError(f"no result runs from {low} to {high}") from None


class Reason(StrEnum):
    """Why evidence is missing. The list is closed; ``rule could not run`` also fails the run."""

    NOT_SUBMITTED = "not submitted"
    NOT_ASKED = "not asked"
    NOT_AGREED = "not agreed"
    BLANK = "blank"
    NOT_READABLE = "not readable"
    WRONG_TYPE = "wrong type"
    OUTSIDE_PERIOD = "outside period"
    EXPIRED = "expired"
    SUPPRESSED = "suppressed by supplier"
    TOO_FEW_CASES = "too few cases to judge"
    CONFLICTING = "conflicting items"
    NOT_RELIABLE = "data not good enough"
    NOT_PUBLISHED = "not published"
    RULE_COULD_NOT_RUN = "rule could not run"


class WhyNot(StrEnum):
    """Why a duty does not apply. The list is closed."""

    CONDITION_FALSE = "condition false"
    NOT_IN_FORCE = "not in force"
    NOT_DUE = "not due in this period"
    NOT_SELECTED = "not selected"
    DEEMED_MET_ELSEWHERE = "deemed met elsewhere"
    ASSERTED = "asserted by a person"
