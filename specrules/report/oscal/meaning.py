"""Does an OSCAL document mean something? What no schema asks.

In: a document as data.  Out: a sentence for each contradiction: an id used twice, a
reference that leads nowhere, a finding on what was not reviewed, a state whose reason
or whose range says otherwise.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

Data = dict[str, Any]

_REFERENCES = {
    "observation-uuid": "observations",
    "risk-uuid": "risks",
    "finding-uuid": "findings",
    "subject-uuid": "parties",
}
_REASONS = {"satisfied": {"pass"}, "not-satisfied": {"fail", "no-evidence"}}
_RANGES = {"met": ("2", "2"), "partly met": ("1", "1"), "not met": ("0", "0")}
_OPEN = {("0", "2"), ("0", "1"), ("1", "2")}


def faults(document: Data) -> list[str]:
    """Return what is wrong with *document*, in the order in which it stands there."""
    objects: list[tuple[Data, str]] = []
    _gather(document, "", objects)
    ids = Counter(each["uuid"] for each, _ in objects if "uuid" in each)
    twice = [f"the id {each} is given to {count} things" for each, count in ids.items() if count > 1]
    return [*twice, *_astray(objects), *_imports(document, ids), *_findings(objects), *_unreviewed(document)]


def _gather(value: Any, under: str, found: list[tuple[Data, str]]) -> None:
    """Add every object in a document to *found*, with the name of the list or the object it stands in."""
    if isinstance(value, dict):
        found.append((value, under))
        for key, each in value.items():
            if not isinstance(each, str):  # as most are
                _gather(each, key, found)
    elif isinstance(value, list):
        for each in value:
            _gather(each, under, found)


def _astray(objects: list[tuple[Data, str]]) -> Iterator[str]:
    """References that do not lead to a thing of their kind."""
    kinds: dict[str, set[str]] = {}
    for each, under in objects:
        if "uuid" in each:
            kinds.setdefault(under, set()).add(each["uuid"])
    for each, _ in objects:
        for key, kind in _REFERENCES.items():
            if key in each and each[key] not in kinds.get(kind, set()):
                yield f"{key} {each[key]} is not among the {kind}"


def _imports(document: Data, ids: Counter[str]) -> Iterator[str]:
    for each in document.values():
        href = each.get("import-ap", {}).get("href", "")
        if href.startswith("#") and href[1:] not in ids:
            yield f"import-ap leads to {href}, which is not there"


def _findings(objects: list[tuple[Data, str]]) -> Iterator[str]:
    """Findings whose state, reason and range do not go together."""
    for each, _ in objects:
        status = each.get("target", {}).get("status", {})
        if not status:
            continue
        state, reason = status["state"], status.get("reason")
        said = {prop["name"]: prop["value"] for prop in each.get("props", ())}
        name = each["title"]
        if reason not in _REASONS.get(state, set()):
            yield f"{name} is {state} by reason of {reason}"
        yield from _ranged(name, said, state)


def _ranged(name: str, said: dict[str, str], state: str) -> Iterator[str]:
    word, ends = said.get("result", ""), (said.get("low", ""), said.get("high", ""))
    if word == "no evidence" and ends not in _OPEN:
        yield f"{name} has no evidence and yet a range of {ends[0]} to {ends[1]}"
    if word in _RANGES and ends != _RANGES[word]:
        yield f"{name} is {word} and yet has a range of {ends[0]} to {ends[1]}"
    if state == "satisfied" and word not in ("met", "allowed"):
        yield f"{name} is {word} and yet satisfied"


def _unreviewed(document: Data) -> Iterator[str]:
    """Findings of a result on duties that it did not review."""
    for result in document.get("assessment-results", {}).get("results", ()):
        reviewed = {
            control["control-id"]
            for selection in result["reviewed-controls"]["control-selections"]
            for control in selection.get("include-controls", ())
        }
        for finding in result.get("findings", ()):
            if finding["target"]["target-id"] not in reviewed:
                yield f"{finding['title']} is about {finding['target']['target-id']}, which was not reviewed"
