"""An example of a standard clause, tried.

In: a clause and one of its examples.  Out: the result it comes to.  The example
goes the whole way: a specification that uses the clause is read, a return is read,
and the two are reviewed, so that an example that holds shows the clause at work.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from specrules.compile import compile_spec, requests
from specrules.engine import open_engine
from specrules.evidence.items import read_items
from specrules.evidence.opening import Opened
from specrules.evidence.returns import answers
from specrules.files import Source, digest_of
from specrules.periods import read_period
from specrules.review import review
from specrules.spec.model import CheckKind, JudgedAt
from specrules.spec.reader import Theme, read_spec
from specrules.tree import read_tree

if TYPE_CHECKING:
    from collections.abc import Mapping

    from specrules.engine import Choice
    from specrules.findings import Finding
    from specrules.spec.measures import Measure
    from specrules.spec.model import Example, Spec, StandardClause

_PERIOD = "2026-27-Q1"


def try_example(clause: StandardClause, example: Example, engine: Choice = "python") -> str:
    """Return the result an example comes to: "met", "no evidence" and so on.

    Raises ValueError, with the findings, when the example's own settings cannot be read.
    """
    spec = _spec(clause, example)
    period = read_period(_PERIOD)
    asked = requests(compile_spec(spec, period))
    returns = answers([_return(spec, clause, example, party.id) for party in spec.parties], asked)
    with open_engine(engine) as opened:
        run = review(spec, returns, opened, period, example.as_at)
    return run.verdicts[0].raw.word


@dataclass(frozen=True, slots=True)
class _Only:
    """A catalogue of one clause."""

    only: StandardClause

    def clause(self, id: str, /) -> StandardClause | None:
        return self.only if id == self.only.id else None

    def trouble(self, id: str, /) -> tuple[Finding, ...]:
        return ()

    def ids(self) -> tuple[str, ...]:
        return (self.only.id,)

    def themes(self) -> tuple[str, ...]:
        return (_theme(self.only),)

    def theme(self, name: str, /) -> Theme | None:
        return Theme(name, name) if name == _theme(self.only) else None

    def measure_ids(self) -> tuple[str, ...]:
        return ()

    def measure(self, id: str, /) -> tuple[Measure | None, tuple[Finding, ...]]:
        return None, ()


def _theme(clause: StandardClause) -> str:
    return clause.id.partition("/")[0]


def _parties(clause: StandardClause) -> tuple[str, ...]:
    return ("service", "other-service") if clause.hand_off else ("service",)


def _spec(clause: StandardClause, example: Example) -> Spec:
    party: dict[str, Any] = {"name": "Service", "role": "service", "bound-by": "this contract"}
    if clause.judged_at is not JudgedAt.PARTY:
        level = "sites" if clause.judged_at is JudgedAt.SITE else "subcontractors"
        sites = dict.fromkeys(site for fact in example.facts.values() for site in _sites(fact))
        party[level] = list(sites) or ["Site"]
    owed = _parties(clause)
    document = {
        "specrules": "spec 1",
        "id": "example",
        "title": "An example",
        "version": "1",
        "status": "draft",
        "parties": {id: party | {"name": id} for id in owed},
        "contract": {"starts": "2026-04-01", "ends": "2027-03-31"},
        "returns": {"every": "quarter", "due": "15 working days after the quarter ends"},
        "catalogues": [_theme(clause)],
        "requirements": {
            "R": {
                "standard-clause": clause.id,
                "strength": "must",
                "source": "local decision, 2026-04-01",
                "owed-by": {"each-of": list(owed)} if len(owed) > 1 else owed[0],
                **example.settings,
            }
        },
    }
    reading = read_spec(read_tree(_source("example.yaml", document)), _Only(clause))
    if reading.spec is None or not reading.usable:
        raise ValueError("; ".join(finding.message for finding in reading.findings))
    return reading.spec


def _sites(fact: object) -> tuple[str, ...]:
    return tuple(fact) if isinstance(fact, dict) else ()


def _source(name: str, document: Mapping[str, Any]) -> Source:
    """A file of data as YAML, of which JSON is a part."""
    text = json.dumps(document, ensure_ascii=False)
    return Source(name, text, digest_of(text.encode()), "utf-8", ())


def _return(spec: Spec, clause: StandardClause, example: Example, party: str) -> Opened:
    facts = _hand_off_facts(example, party) if clause.hand_off else dict(example.facts)
    registers = {check.name for check in clause.checks if check.kind is CheckKind.REGISTER}
    document = {
        "specrules": "return 1",
        "spec": spec.id,
        "spec-version": spec.version,
        "party": party,
        "period": _PERIOD,
        "items": {f"R.{name}": _lines(clause, fact) for name, fact in facts.items() if name not in registers},
        "registers": {f"R.{name}": fact for name, fact in facts.items() if name in registers},
    }
    source = _source(f"{party}.yaml", {key: value for key, value in document.items() if value != {}})
    return Opened(source.path, source.digest, read_items(source))


def _lines(clause: StandardClause, fact: object) -> object:
    """A fact as a return writes it: one answer, or one for each site."""
    if clause.judged_at is JudgedAt.PARTY or not isinstance(fact, dict):
        return fact
    return [
        {"site": site, **(each if isinstance(each, dict) else {"answer": each})}
        for site, each in fact.items()
    ]


def _hand_off_facts(example: Example, party: str) -> dict[str, object]:
    """What a service says of a hand-off: both services say the same, each as sender and as receiver."""
    other = next(each for each in ("service", "other-service") if each != party)
    sender = ("sent", "outcome-known")
    return {
        f"{'to' if name in sender else 'from'}-{other}.{name}": fact for name, fact in example.facts.items()
    }
