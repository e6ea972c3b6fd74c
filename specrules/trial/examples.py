"""Examples, tried.

In: a standard clause or a requirement of a specification, and what a return would
say of it.  Out: the verdict that comes of it.  An example goes the whole way: a
specification is read, a return is read, and the two are judged, so that an
example that holds shows the clause at work.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from specrules.base.files import Source, digest_of
from specrules.base.frozen import replace
from specrules.compile import compile_spec, requests
from specrules.compile.holding import holds
from specrules.engine import open_engine
from specrules.evidence.assemble import assemble
from specrules.evidence.items import read_items
from specrules.evidence.opening import Opened
from specrules.evidence.returns import answers
from specrules.judging.judge import judge
from specrules.judging.verdicts import explain
from specrules.spec.examples import HAND_OFF
from specrules.spec.model import Level, Theme
from specrules.spec.reader import read_spec
from specrules.spec.shape import ANSWER
from specrules.text.tree import read_tree
from specrules.values.periods import due_date, following, period_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date

    from specrules.base.findings import Finding
    from specrules.compile.plan import Duty, Plan
    from specrules.engine import Choice, OpenEngine
    from specrules.evidence.facts import Request
    from specrules.judging.verdicts import Verdict
    from specrules.spec.datasets import Dataset
    from specrules.spec.measures import Measure
    from specrules.spec.model import Example, Party, Requirement, Spec, StandardClause


@dataclass(frozen=True, slots=True)
class Setting:
    """A requirement where it can be tried: a specification with little else, planned for one period."""

    spec: Spec
    requirement: Requirement
    plan: Plan

    @property
    def duty(self) -> Duty:
        """The requirement as its first party owes it."""
        return next(each for each in self.plan.duties if each.requirement.id == self.requirement.id)

    @property
    def as_at(self) -> date:
        """The day on which an example is judged unless it names another: when the returns are due."""
        return due_date(self.spec.returns.due, self.plan.period)


def try_example(clause: StandardClause, example: Example, engine: Choice = "python") -> str:
    """Return the result an example of a standard clause comes to: "met", "no evidence" and so on.

    Raises ValueError, with the findings, when the example's own settings cannot be read.
    """
    with open_engine(engine) as opened:
        return outcome(setting_of(clause, example), example.facts, opened, example.as_at).raw.word


def outcome(
    setting: Setting, facts: Mapping[str, object], engine: OpenEngine, as_at: date | None = None
) -> Verdict:
    """The verdict on the first party that owes the requirement, when every party returns *facts*."""
    asked = requests(setting.plan)
    opened = [_return(setting, asked, facts, party) for party in setting.spec.parties]
    period = setting.plan.period
    evidence, _, _ = assemble(setting.spec, asked, answers(opened, asked), period)
    judgement = judge(setting.plan, evidence, engine, as_at or setting.as_at)
    duty = setting.duty
    return next(explain(judgement, each, 0) for each in judgement.judged if each.duty is duty)


# -- a requirement of a specification


def setting_in(spec: Spec, requirement: Requirement) -> Setting:
    """Where a requirement of *spec* can be tried: the first period in which it holds, every party bound."""
    needed = {each.evidence_from.partition(".")[0] for each in (*requirement.checks, *requirement.conditions)}
    # What is judged once a year is tried like the rest: what comes of its evidence does not depend on when.
    tried = replace(requirement, every=None)
    kept = tuple(
        tried if each is requirement else each
        for each in spec.requirements
        if each is requirement or each.id in needed
    )
    parties = tuple(replace(each, bound_by="this contract", agreed=None) for each in spec.parties)
    period = period_of(spec.returns.every, max(spec.starts, requirement.since or spec.starts))
    if not holds(requirement, period):
        period = following(period)
    alone = replace(spec, requirements=kept, parties=parties)
    return Setting(alone, tried, compile_spec(alone, period))


# -- a standard clause


def setting_of(clause: StandardClause, example: Example, sites: Iterable[str] = ()) -> Setting:
    """Where an example of a standard clause can be tried: a specification made for it.

    Raises ValueError, with the findings, when the example's own settings cannot be read.
    """
    reading = read_spec(read_tree(_source("example.yaml", _spec(clause, example, sites))), _Only(clause))
    if reading.spec is None or not reading.usable:
        raise ValueError("; ".join(finding.message for finding in reading.findings))
    return setting_in(reading.spec, reading.spec.requirements[0])


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

    def dataset_names(self) -> tuple[str, ...]:
        return ()

    def dataset(self, name: str, /) -> tuple[Dataset | None, tuple[Finding, ...]]:
        return None, ()


def _theme(clause: StandardClause) -> str:
    return clause.id.partition("/")[0]


def _spec(clause: StandardClause, example: Example, sites: Iterable[str]) -> dict[str, Any]:
    """A specification with one requirement, which is the clause as the example sets it."""
    owed = ("service", "other-service") if clause.hand_off else ("service",)
    party: dict[str, Any] = {"role": "service", "bound-by": "this contract"}
    if clause.judged_at.level in (Level.SITE, Level.SUBCONTRACTOR):
        level = "sites" if clause.judged_at.level is Level.SITE else "subcontractors"
        party[level] = list(sites or sites_in(example.facts)) or ["Site"]
    return {
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


def sites_in(facts: Mapping[str, object]) -> tuple[str, ...]:
    """The sites for which *facts* are given one by one, in order."""
    return tuple(dict.fromkeys(site for fact in facts.values() if _by_site(fact) for site in _keys(fact)))


def _by_site(fact: object) -> bool:
    """Whether a fact is given for each site, and not by the headings of an answer."""
    return isinstance(fact, dict) and not all(key in ANSWER.by_key for key in fact)


def _keys(fact: object) -> tuple[str, ...]:
    return tuple(fact) if isinstance(fact, dict) else ()


# -- returns


def _source(name: str, document: Mapping[str, Any]) -> Source:
    """A file of data as YAML, of which JSON is a part."""
    text = json.dumps(document, ensure_ascii=False)
    return Source(name, text, digest_of(text.encode()), "utf-8", ())


def _return(
    setting: Setting, asked: tuple[Request, ...], facts: Mapping[str, object], party: Party
) -> Opened:
    own = [each for each in asked if each.party == party.id]
    document = {
        "specrules": "return 1",
        "spec": setting.spec.id,
        "spec-version": setting.spec.version,
        "party": party.id,
        "period": setting.plan.period.name,
        "items": dict(_items(setting, own, facts)),
        "registers": dict(_registers(setting, facts)),
    }
    source = _source(f"{party.id}.yaml", {key: value for key, value in document.items() if value != {}})
    return Opened(source.path, source.digest, read_items(source))


def _registers(setting: Setting, facts: Mapping[str, object]) -> Iterator[tuple[str, object]]:
    for check in setting.duty.checks:
        name = check.check.name
        if check.cells and check.cells[0].request.is_table and name in facts:
            yield check.cells[0].request.item, _rows(facts[name], _sites(setting, name))


def _items(
    setting: Setting, own: Iterable[Request], facts: Mapping[str, object]
) -> Iterator[tuple[str, object]]:
    """What one party answers, by item: the facts of its checks, and those of its ends of a hand-off."""
    names = {each.cells[0].request.item: each for each in setting.duty.checks if each.cells}
    for request in own:
        part = request.item.rpartition(".")[2]
        check = names.get(request.item)
        if setting.requirement.hand_off and part in HAND_OFF and part in facts:
            yield request.item, facts[part]
        elif check and not request.is_table and check.check.name in facts:
            yield request.item, _lines(facts[check.check.name], _sites(setting, check.check.name))


def _sites(setting: Setting, check: str) -> tuple[str, ...]:
    cells = [cell for each in setting.duty.checks if each.check.name == check for cell in each.own]
    return tuple(dict.fromkeys(cell.request.site for cell in cells if cell.request.site))


def _lines(fact: object, sites: tuple[str, ...]) -> object:
    """A fact as a return writes it: one answer, or one for each site."""
    if not sites:
        return fact
    return [
        {"site": site, **(each if isinstance(each, dict) else {"answer": each})}
        for site, each in _for_each(fact, sites).items()
    ]


def _rows(fact: object, sites: tuple[str, ...]) -> object:
    """The rows of a register as a return writes them: as they are, or each with its site."""
    if not sites:
        return fact
    return [
        {"site": site, **row} if isinstance(row, dict) else row
        for site, rows in _for_each(fact, sites).items()
        for row in (rows if isinstance(rows, list | tuple) else [rows])
    ]


def _for_each(fact: object, sites: tuple[str, ...]) -> dict[str, object]:
    """A fact by site: as it is given for each, or the same for all."""
    return fact if isinstance(fact, dict) and _by_site(fact) else dict.fromkeys(sites, fact)
