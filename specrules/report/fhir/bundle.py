"""The figures of a review as one FHIR Bundle."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from specrules.base.errors import NotWritten
from specrules.report.fhir.counts import definitions, populations, score, status
from specrules.report.fhir.meaning import faults
from specrules.report.json import indented
from specrules.report.show import brief

if TYPE_CHECKING:
    from collections.abc import Iterator
    from uuid import UUID

    from specrules.view import CheckView, VerdictView, View

OURS = "urn:specrules:fhir"
_LONGEST = 1000
_SCORING = "http://terminology.hl7.org/CodeSystem/measure-scoring"
_BETTER = "http://terminology.hl7.org/CodeSystem/measure-improvement-notation"

Data = dict[str, Any]


def measures(view: View) -> str:
    """Return the figures of *view* as a Bundle in JSON, ending with a line end. Raises NotWritten."""
    bundle = _Maker(view).bundle()
    if found := faults(bundle):
        raise NotWritten(f"The FHIR bundle was not written, because it contradicts itself: {found[0]}.")
    return indented(bundle) + "\n"


@dataclass(frozen=True)
class _Maker:
    """Makes the resources of the bundle of one view."""

    view: View

    def bundle(self) -> Data:
        """The whole bundle: parties, then measures, then a report of each measure for each party."""
        shares = list(_shares(self.view))
        names = {verdict.party: verdict.party_name for verdict, _ in shares}
        parties = {self.id("party", party): _party(name) for party, name in names.items()}
        asked = {self.measure_id(*each): self.measure(*each) for each in shares}
        reports = {self.report_id(*each): self.report(*each) for each in shares}
        made = {**parties, **asked, **reports}
        entries = [{"fullUrl": f"urn:uuid:{id}", "resource": _named(id, each)} for id, each in made.items()]
        day = f"{self.view.header.as_at}T00:00:00Z"
        return {
            "resourceType": "Bundle",
            "id": self.id("bundle"),
            "type": "collection",
            "timestamp": day,
            **({"entry": entries} if entries else {}),
        }

    @cached_property
    def _space(self) -> UUID:
        from uuid import NAMESPACE_URL, uuid5

        header = self.view.header
        made = (header.spec, header.version, header.period, header.as_at, *sorted(header.files.values()))
        return uuid5(NAMESPACE_URL, "|".join((OURS, *map(_words, made))))

    def id(self, *parts: str) -> str:
        """The id of one thing, from the words that name it."""
        from uuid import uuid5

        return str(uuid5(self._space, "|".join(map(_words, parts))))

    def measure_id(self, verdict: VerdictView, check: CheckView) -> str:
        """The id of what is measured, the same for every party of whom the same is wanted."""
        return self.id("measure", verdict.requirement, check.name, check.what, check.wanted)

    def report_id(self, verdict: VerdictView, check: CheckView) -> str:
        """The id of one party's report."""
        return self.id("report", verdict.requirement, verdict.party, check.name, check.what)

    def measure(self, verdict: VerdictView, check: CheckView) -> Data:
        """What is measured: who is counted, out of whom, and what is wanted."""
        wanted = f" Wanted: {_words(check.wanted)}." if check.wanted else ""
        header = self.view.header
        return {
            "resourceType": "Measure",
            "url": f"urn:uuid:{self.measure_id(verdict, check)}",
            "version": _words(header.version),
            "title": _words(f"{verdict.requirement} {check.name}: {verdict.title}"),
            "status": "active",
            "description": f"{_words(check.what)}.{wanted}",
            "scoring": _coded(_SCORING, "proportion"),
            "group": [{"population": definitions()}],
        }

    def report(self, verdict: VerdictView, check: CheckView) -> Data:
        """One party's figures. Our own word for the result stands beside them."""
        header = self.view.header
        return {
            "resourceType": "MeasureReport",
            "extension": [{"url": f"{OURS}:result", "valueString": check.result.word}],
            "status": status(check),
            "type": "summary",
            "measure": f"urn:uuid:{self.measure_id(verdict, check)}",
            "date": f"{header.as_at}T00:00:00Z",
            "reporter": {
                "reference": f"urn:uuid:{self.id('party', verdict.party)}",
                "display": _words(verdict.party_name),
            },
            "period": {"start": header.begins, "end": header.ends},
            **_notation(check),
            "group": [{"population": populations(check), **score(check)}],
        }


def _shares(view: View) -> Iterator[tuple[VerdictView, CheckView]]:
    """Every share of people that is asked of a party to whom it applies."""
    for verdict in view.verdicts:
        if verdict.result.word != "not applicable":
            yield from ((verdict, check) for check in verdict.checks if check.is_share)


def _party(name: str) -> Data:
    return {"resourceType": "Organization", "name": _words(name)}


def _notation(check: CheckView) -> Data:
    """Whether more is better or less; nothing where that is not known."""
    if check.share is None or not check.share.better:
        return {}
    way = "increase" if check.share.better == "more" else "decrease"
    return {"improvementNotation": _coded(_BETTER, way)}


def _coded(system: str, code: str) -> Data:
    return {"coding": [{"system": system, "code": code}]}


def _words(text: str) -> str:
    """*text* safe to print, never empty and never endless."""
    return brief(text, _LONGEST).strip() or "-"


def _named(id: str, resource: Data) -> Data:
    return {"resourceType": resource["resourceType"], "id": id, **resource}
