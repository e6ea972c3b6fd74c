"""The parts that both documents are made of: ids, texts, parties, observations, findings and risks."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from specrules.base.errors import NotWritten
from specrules.base.phrases import listed
from specrules.report import saying
from specrules.report.json import indented
from specrules.report.markdown import plain
from specrules.report.oscal.meaning import faults
from specrules.report.show import brief, show

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from uuid import UUID

    from specrules.result import Result
    from specrules.view import AllowanceView, CheckView, VerdictView, View

OSCAL = "1.2.1"
NAMESPACE = "urn:specrules:oscal"
_LONGEST = 1000
# How OSCAL says each of our results: its state and a reason. Only what was judged has passed or failed.
_STATES = {
    "met": ("satisfied", "pass"),
    "partly met": ("not-satisfied", "fail"),
    "not met": ("not-satisfied", "fail"),
    "no evidence": ("not-satisfied", "no-evidence"),
}

Data = dict[str, Any]


def document(name: str, data: Data) -> str:
    """Return one OSCAL document as JSON text. Raises NotWritten for one that contradicts itself."""
    whole = {name: data}
    if found := faults(whole):
        raise NotWritten(f"The OSCAL document was not written, because it contradicts itself: {found[0]}.")
    return indented(whole) + "\n"


def line(text: str) -> str:
    """Return *text* as the one line of Markdown that OSCAL expects of a title or a description."""
    return plain(brief(text, _LONGEST)).strip() or "-"


def token(text: str) -> str:
    """Return the number of a requirement as OSCAL writes the name of a control: never a digit first."""
    return text if text[:1].isalpha() else f"_{text}"


def prop(name: str, value: str) -> Data:
    """Return a property of our own; its value is never empty."""
    return {"name": name, "ns": NAMESPACE, "value": brief(value, _LONGEST).strip() or "-"}


def when(day: str) -> str:
    """Return the first moment of a day, year-month-day. Nothing here is known to the hour."""
    return f"{day}T00:00:00Z"


def to_act_on(view: View) -> list[VerdictView]:
    """Return every duty that somebody has to act on, or need not by agreement."""
    unmet = {(each.requirement, each.party) for each in view.unmet}
    return [
        each
        for each in view.verdicts
        if (each.requirement, each.party) in unmet or each.result.word == "allowed"
    ]


@dataclass(frozen=True)
class Maker:
    """Makes the parts of the documents of one view."""

    view: View

    @cached_property
    def _space(self) -> UUID:
        """The space of all ids of this review: made from what it was made from, never from a clock."""
        from uuid import NAMESPACE_URL, uuid5

        header = self.view.header
        made = (header.spec, header.version, header.period, header.as_at, *sorted(header.files.values()))
        return uuid5(NAMESPACE_URL, "|".join((NAMESPACE, *map(show, made))))

    def id(self, *parts: str) -> str:
        """The id of one thing, from the words that name it. A verdict names the checks it rests on often."""
        from uuid import uuid5

        if parts not in self._ids:
            self._ids[parts] = str(uuid5(self._space, "|".join(map(show, parts))))
        return self._ids[parts]

    @cached_property
    def _ids(self) -> dict[tuple[str, ...], str]:
        return {}

    def party(self, party: str) -> str:
        """The id of a party."""
        return self.id("party", party)

    def metadata(self, what: str) -> Data:
        """What the document is, of which version, and who is in it."""
        header = self.view.header
        return {
            "title": line(f"{what}: {header.title}, {header.period}"),
            "last-modified": when(header.as_at),
            "version": prop("version", header.version)["value"],
            "oscal-version": OSCAL,
            "props": [prop("marking", header.mark), prop("made-with", f"specrules {header.package}")],
            **self._parties(),
        }

    def _parties(self) -> Data:
        names = {each.party: each.party_name for each in self.view.verdicts}
        parties = [
            {"uuid": self.party(party), "type": "organization", "name": prop("name", name)["value"]}
            for party, name in names.items()
        ]
        return {"parties": parties} if parties else {}

    def back_matter(self) -> Data:
        """The files that were read, each with its fingerprint, and what stands in for a plan."""
        files = [
            {
                "uuid": self.id("file", name, digest),
                "title": line(name),
                "props": [prop("sha256", digest)],
            }
            for name, digest in self.view.header.files.items()
        ]
        header = self.view.header
        stands_in = {
            "uuid": self.id("plan"),
            "title": line(f"{header.title}, version {header.version}"),
            "description": "The service specification says what is judged; there is no plan beside it.",
        }
        return {"resources": [stands_in, *files]}

    # -- one verdict

    def observations(self, verdict: VerdictView) -> list[Data]:
        """An observation for each check: what was looked at, what was wanted and what was found."""
        return [self._observation(verdict, check, number) for number, check in enumerate(verdict.checks)]

    def _observation(self, verdict: VerdictView, check: CheckView, number: int) -> Data:
        wanted = f" Wanted: {check.wanted}." if check.wanted else ""
        evidence = list(_evidence(check))
        return {
            "uuid": self._observed(verdict, number),
            "title": line(f"{verdict.requirement} {check.name}: {check.what}"),
            "description": line(f"Found: {saying.found(check)}.{wanted}"),
            "props": [*_ends(check.result), *([prop("reason", check.reason)] if check.reason else [])],
            "methods": ["EXAMINE"],
            "subjects": [{"subject-uuid": self.party(verdict.party), "type": "party"}],
            **({"relevant-evidence": evidence} if evidence else {}),
            "collected": when(self.view.header.as_at),
        }

    def _observed(self, verdict: VerdictView, number: int) -> str:
        return self.id("observation", verdict.requirement, verdict.party, str(number))

    def seen(self, verdict: VerdictView) -> Data:
        """The observations that a verdict rests on, by their ids."""
        ids = [{"observation-uuid": self._observed(verdict, n)} for n in range(len(verdict.checks))]
        return {"related-observations": ids} if ids else {}

    def finding(self, verdict: VerdictView) -> Data:
        """The finding on a verdict. An agreed allowance leaves the state as it is, and adds a risk."""
        state, reason = _STATES[verdict.raw.word]
        partial = {"implementation-status": {"state": "partial"}} if verdict.raw.word == "partly met" else {}
        allowed = verdict.result.word == "allowed"
        return {
            "uuid": self.finding_id(verdict.requirement, verdict.party),
            "title": line(f"{verdict.requirement} {verdict.title}, {verdict.party_name}"),
            "description": line(_sentence(verdict)),
            "props": [
                *_ends(verdict.result),
                prop("strength", verdict.strength),
                prop("rated", "yes" if verdict.rated else "no"),
                *([prop("clause", verdict.clause)] if verdict.clause else []),
            ],
            "target": {
                "type": "objective-id",
                "target-id": token(verdict.requirement),
                "status": {"state": state, "reason": reason},
                **partial,
            },
            **self.seen(verdict),
            **({"related-risks": [{"risk-uuid": self.risk_id(verdict)}]} if allowed else {}),
        }

    def finding_id(self, requirement: str, party: str) -> str:
        """The id of the finding on what a party owes."""
        return self.id("finding", requirement, party)

    def risk_id(self, verdict: VerdictView) -> str:
        """The id of the risk that a duty is not met."""
        return self.id("risk", verdict.requirement, verdict.party)

    def risk(self, verdict: VerdictView) -> Data:
        """What follows from a duty that is not met: open, or accepted by an allowance until a day."""
        allowance = next(self._allowances(verdict), None)
        accepted = {"deadline": when(allowance.until)} if allowance else {}
        agreed = [prop("allowance", f"{allowance.id}: {saying.agreement(allowance)}")] if allowance else []
        takes = [each for check in verdict.checks if (each := check.would_take)]
        return {
            "uuid": self.risk_id(verdict),
            "title": line(f"{verdict.requirement} is {verdict.raw.word}, {verdict.party_name}"),
            "description": line(_sentence(verdict)),
            "statement": line(verdict.if_not_met or "The specification does not say what follows."),
            **({"props": agreed} if agreed else {}),
            "status": "deviation-approved" if allowance else "open",
            **accepted,
            **self._remediations(verdict, takes),
            **self.seen(verdict),
        }

    def _allowances(self, verdict: VerdictView) -> Iterator[AllowanceView]:
        """The allowances in force behind a verdict that is allowed, the one that lasts longest first."""
        if verdict.result.word == "allowed":
            names = {check.allowance for check in verdict.checks}
            found = [a for a in self.view.allowances if a.id in names and a.in_force]
            yield from sorted(found, key=lambda each: each.until, reverse=True)

    def _remediations(self, verdict: VerdictView, takes: Iterable[str]) -> Data:
        made = [
            {
                "uuid": self.id("remedy", verdict.requirement, verdict.party, str(number)),
                "lifecycle": "recommendation",
                "title": "What it would take",
                "description": line(each),
            }
            for number, each in enumerate(takes)
        ]
        return {"remediations": made} if made else {}


def _sentence(verdict: VerdictView) -> str:
    """A verdict in one sentence. Where there is no evidence nothing is said to have failed."""
    why = f" Why: {listed(verdict.reasons)}." if verdict.reasons else ""
    return f"{saying.capital(saying.result(verdict))}.{why}"


def _ends(result: Result) -> list[Data]:
    """Our own word for a result, and the range it lies in."""
    ends = [] if result.low is None else [prop("low", str(result.low)), prop("high", str(result.high))]
    return [prop("result", result.word), *ends]


def _evidence(check: CheckView) -> Iterator[Data]:
    for fact in check.facts:
        said = f"{fact.place}: {saying.quoted(fact.text)}"
        yield {"description": line(said), "props": [prop("grade", fact.grade), prop("file", fact.file)]}
