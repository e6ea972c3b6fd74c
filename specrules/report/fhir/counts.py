"""Counts as FHIR has them: a number, or no number and the reason why."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from specrules.view import HIDDEN

if TYPE_CHECKING:
    from specrules.judging.verdicts import Share
    from specrules.view import CheckView

CODES = "http://terminology.hl7.org/CodeSystem/measure-population"
ABSENT = "http://hl7.org/fhir/StructureDefinition/data-absent-reason"
RANGE = "urn:specrules:fhir:range"
_PLACES = 1_000_000
_WHO = {
    "initial-population": "everybody the duty is about",
    "denominator": "everybody the duty is about",
    "denominator-exception": "those of them who may be left out, unless they are in the numerator",
    "numerator": "those of them for whom it was done",
}
# Why a figure is missing, in the words of FHIR; every other reason is "unknown" there.
_ABSENT = {
    "not asked": "not-asked",
    "suppressed by supplier": "masked",
    "not published": "masked",
    "not readable": "error",
    "wrong type": "error",
    "rule could not run": "error",
}

Data = dict[str, Any]


def definitions() -> list[Data]:
    """Return the populations of a share as they are defined, in words: there is no code to run."""
    return [
        {"code": _code(name), "criteria": {"description": who, "language": "text/plain", "expression": who}}
        for name, who in _WHO.items()
    ]


def populations(check: CheckView) -> list[Data]:
    """Return the populations of a share, each with its count."""
    share = _share(check)
    ends = dict(_ends(share)) if share else {}
    return [{"code": _code(name), **_count(check, ends.get(name))} for name in _WHO]


def score(check: CheckView) -> Data:
    """Return the share itself, where every count is one number.

    It is cut at six places, never rounded in favour of the party: a receiver who
    compares it with a target comes to no better a result than we do.
    """
    share = _share(check)
    if share is None or not is_exact(share):
        return {}
    whole = share.out_of[0] - share.excepted[0]
    if whole <= 0:
        return {}
    ratio = Fraction(share.number[0], whole) * _PLACES
    against = -(-ratio // 1) if share.better == "less" else ratio // 1
    return {"measureScore": {"value": against / _PLACES}}


def status(check: CheckView) -> str:
    """Return whether a report is complete. One with a range or a gap is pending until evidence comes."""
    if check.found == HIDDEN:
        return "complete"
    share = _share(check)
    return "complete" if share and is_exact(share) else "pending"


def is_exact(share: Share) -> bool:
    """Return whether every count of a share is one number, and nothing may still turn out either way."""
    return share.unsettled == 0 and all(
        low == high for low, high in (share.number, share.out_of, share.excepted)
    )


def _share(check: CheckView) -> Share | None:
    """The counts of a share, unless they cannot be: of a hand-off more may be returned than the whole."""
    share = check.share
    return None if share and share.number[0] > share.out_of[1] else share


def _ends(share: Share) -> list[tuple[str, tuple[int, int]]]:
    """The least and the most of each population; what may still turn out either way widens the numerator."""
    most = min(share.number[1] + share.unsettled, share.out_of[1])
    return [
        ("initial-population", share.out_of),
        ("denominator", share.out_of),
        ("denominator-exception", share.excepted),
        ("numerator", (share.number[0], max(most, share.number[0]))),
    ]


def _count(check: CheckView, ends: tuple[int, int] | None) -> Data:
    if ends is None:
        return {"_count": {"extension": [_absent(_why_none(check))]}}
    low, high = ends
    if low == high:
        return {"count": low}
    span = [{"url": "least", "valueInteger": low}, {"url": "most", "valueInteger": high}]
    return {"_count": {"extension": [_absent("unknown"), {"url": RANGE, "extension": span}]}}


def _why_none(check: CheckView) -> str:
    if check.share:
        return "error"
    return "masked" if check.found == HIDDEN else _ABSENT.get(check.reason or "", "unknown")


def _absent(reason: str) -> Data:
    return {"url": ABSENT, "valueCode": reason}


def _code(name: str) -> Data:
    return {"coding": [{"system": CODES, "code": name}]}
