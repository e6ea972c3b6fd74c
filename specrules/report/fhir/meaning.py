"""Does a FHIR bundle mean something? What no schema asks.

In: a bundle as data.  Out: a sentence for each contradiction: an id used twice, a
report of a measure that is not there, a person in a summary, counts that cannot be, a
score that its counts do not give, a report called complete that is not.
"""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

Data = dict[str, Any]

_STATES = {"complete", "pending"}
_KINDS = {"Organization", "Measure", "MeasureReport"}
_POPULATIONS = ["initial-population", "denominator", "denominator-exception", "numerator"]


def faults(bundle: Data) -> list[str]:
    """Return what is wrong with *bundle*, in the order in which it stands there."""
    entries = bundle.get("entry", [])
    resources = [each["resource"] for each in entries]
    urls = Counter(each["fullUrl"] for each in entries)
    kinds = {each["fullUrl"]: each["resource"]["resourceType"] for each in entries}
    return [
        *(f"{url} stands for {count} things" for url, count in urls.items() if count > 1),
        *(_kind(each["resourceType"]) for each in resources if each["resourceType"] not in _KINDS),
        *(fault for each in entries for fault in _named(each)),
        *(
            fault
            for each in resources
            if each["resourceType"] == "MeasureReport"
            for fault in _report(each, kinds)
        ),
    ]


def _kind(kind: str) -> str:
    return f"a {kind} has no place in a summary of figures"


def _named(entry: Data) -> Iterator[str]:
    if entry["fullUrl"] != f"urn:uuid:{entry['resource'].get('id')}":
        yield f"{entry['fullUrl']} has another id"


def _report(report: Data, kinds: dict[str, str]) -> Iterator[str]:
    name = f"the report {report['id']}"
    if kinds.get(report["measure"]) != "Measure":
        yield f"{name} is of the measure {report['measure']}, which is not there"
    if kinds.get(report["reporter"]["reference"]) != "Organization":
        yield f"{name} is by {report['reporter']['reference']}, which is not there"
    if report["status"] not in _STATES:
        yield f"{name} is {report['status']}, which is no state of ours"
    if report["type"] != "summary" or "subject" in report or "evaluatedResource" in report:
        yield f"{name} is not a summary"
    if report["period"]["start"] > report["period"]["end"]:
        yield f"{name} is for a period that ends before it begins"
    for group in report["group"]:
        yield from _group(name, report["status"], group)


def _group(name: str, status: str, group: Data) -> Iterator[str]:
    codes = [each["code"]["coding"][0]["code"] for each in group["population"]]
    if codes != _POPULATIONS:
        yield f"{name} has the populations {', '.join(codes)}"
        return
    counts = dict(zip(codes, (each.get("count") for each in group["population"]), strict=True))
    known = {code: count for code, count in counts.items() if count is not None}
    yield from (f"{name} has a negative {code}" for code, count in known.items() if count < 0)
    for part in ("numerator", "denominator-exception"):
        if known.get(part, 0) > known.get("denominator", known.get(part, 0)):
            yield f"{name} has a {part} of {known[part]} and a denominator of {known['denominator']}"
    for each in group["population"]:
        if ("count" in each) == ("_count" in each):
            yield f"{name} has a population with both a number and a reason for none, or neither"
    masked = any("masked" in str(each.get("_count")) for each in group["population"])
    if status == "complete" and len(known) < len(codes) and not masked:
        yield f"{name} is called complete and lacks a number"
    if status == "pending" and len(known) == len(codes):
        yield f"{name} is called pending and lacks nothing"
    yield from _score(name, known, group.get("measureScore", {}).get("value"))


def _score(name: str, known: dict[str, int], score: float | None) -> Iterator[str]:
    """A score is within a millionth of what its counts give, and there is none without all of them."""
    if score is None:
        return
    if len(known) < len(_POPULATIONS):
        yield f"{name} has a score and lacks a number"
        return
    whole = known["denominator"] - known["denominator-exception"]
    if whole <= 0 or abs(Fraction(score) - Fraction(known["numerator"], whole)) > Fraction(1, 10**6):
        yield f"{name} has a score of {score}, which its counts do not give"
