"""The whole middle in one call: what was given becomes a run.

``review`` is what the command line, the tests and a batch all use.  A run holds
everything a report may show, and the fingerprints of everything it was made
from; made again from the same files it is the same to the byte.  No clock is
read: without a date, the as-at date is the day the period's returns were due.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from specrules.base.errors import NothingChecked
from specrules.base.findings import Finding, Severity, in_order
from specrules.base.frozen import replace
from specrules.base.phrases import day, listed
from specrules.evidence.assemble import assemble
from specrules.extracts.evidence import with_extracts
from specrules.judging.judge import judge
from specrules.judging.scorecard import Cards, cards
from specrules.judging.verdicts import Verdict, verdicts
from specrules.log.due import due
from specrules.log.effects import grades
from specrules.log.model import EMPTY, Log
from specrules.result import Reason
from specrules.spec.model import Spec, Strength
from specrules.values.periods import Period, due_date

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from specrules.engine import OpenEngine
    from specrules.evidence.facts import CellName, Evidence, Published, Return
    from specrules.judging.given import Given
    from specrules.log.model import Allowance
    from specrules.result import Result


_TOLD = 3  # named in a sentence


@dataclass(frozen=True, slots=True)
class Run:
    """One review: what was judged, on what, by which engines, and what came out.

    *files* maps each file read to the sha256 of its bytes, *catalogue* each
    standard clause used to that of its file.  *engines* names the engines that
    decided, with their versions; *note* says what a reader must know about them.
    *held* are the cells that were judged as something else than they say, because
    what they say is not published.
    """

    spec: Spec
    period: Period
    as_at: date
    engines: tuple[str, ...]
    note: str | None
    files: Mapping[str, str]
    catalogue: Mapping[str, str]
    verdicts: tuple[Verdict, ...]
    cards: Cards
    allowances: tuple[Allowance, ...]
    findings: tuple[Finding, ...]
    unreadable: tuple[str, ...] = ()
    held: frozenset[CellName] = frozenset()
    log: Log = EMPTY

    @property
    def unmet(self) -> tuple[Verdict, ...]:
        """Every *must* that is rated, and neither met, not applicable nor allowed."""
        return tuple(
            verdict
            for verdict in self.verdicts
            if verdict.rated
            and verdict.requirement.strength is Strength.MUST
            and not _settled_well(verdict.result)
        )


def _settled_well(result: Result) -> bool:
    return result.word in ("met", "not applicable", "allowed")


def review(
    given: Given, engine: OpenEngine, as_at: date | None = None, published: Published | None = None
) -> Run:
    """Review one period of a specification.

    With *published*, cells say what may be published of them, and nothing rests on anything else.

    Raises NothingChecked when there is no requirement or no readable return for
    the period, and EngineFault when the two engines disagree.
    """
    spec, period, plan = given.spec, given.period, given.planned.plan
    _expect_something(spec, period)
    when = as_at or due_date(spec.returns.due, period)
    evidence, remarks = _evidence(given)
    evidence = _as_published(evidence, published) if published else evidence
    judgement = judge(plan, evidence, engine, when, given.log.allowances, given.log.adjudications)
    explained = tuple(verdicts(judgement))
    made = cards(judgement, explained, engine)
    findings = (*remarks, *due(given.log, spec, period, when, explained))
    return Run(
        spec=spec,
        period=period,
        as_at=when,
        engines=engine.used,
        note=_stopped(engine, explained) or engine.note,
        files=_files(given),
        catalogue=_catalogue(given),
        verdicts=explained,
        cards=made,
        allowances=given.log.allowances,
        findings=tuple(in_order(findings)),
        unreadable=tuple(each.file for each in given.returns if not each.readable),
        held=published.held if published else frozenset(),
        log=given.log,
    )


def _stopped(engine: OpenEngine, explained: Sequence[Verdict]) -> str | None:
    """Where durable-rules stopped without an answer, in words; None where it never did."""
    if not engine.stopped:
        return None
    found = [each for each in explained if Reason.RULE_COULD_NOT_RUN in each.reasons]
    told = [f"{each.requirement.id} of {each.party}" for each in found[:_TOLD]]
    more = [f"{len(found) - _TOLD} more"] if len(found) > _TOLD else []
    where = f" {listed([*told, *more])}" if told else " a rating"
    return (
        f"durable-rules stopped without an answer for{where}, so that counts as no evidence, and nothing "
        "rests on the other engine alone. Everything else was decided by both. This is a fault in specrules; "
        "please report it."
    )


def _evidence(given: Given) -> tuple[Evidence, tuple[Finding, ...]]:
    """What all that was given says, cell by cell, and what there is to remark on it.

    Raises NothingChecked when no return could be used and no extract says anything.
    """
    plan, asked = given.planned
    extracts = given.extracts
    returned, problems, used = assemble(given.spec, asked, given.returns, given.period)
    if not any(each.readable for each in used) and not (extracts and extracts.supplied):
        raise NothingChecked(_nothing(given, problems))
    evidence, differing = with_extracts(returned, plan, extracts.supplied if extracts else ())
    seen = {**evidence.grades, **grades(given.log.verifications, plan)}
    of_extracts = extracts.findings if extracts else ()
    of_returns = (each for r in given.returns for each in r.findings)
    return replace(evidence, grades=seen), (
        *given.findings,
        *problems,
        *differing,
        *of_extracts,
        *of_returns,
    )


def _files(given: Given) -> dict[str, str]:
    """The fingerprint of every file a review read, in the order of their names."""
    returned = {each.file: each.digest for each in given.returns}
    extracted = given.extracts.files if given.extracts else {}
    return dict(sorted({**given.files, **returned, **extracted}.items()))


def _catalogue(given: Given) -> dict[str, str]:
    """The fingerprint of every entry of the catalogue that was used."""
    measured = given.extracts.catalogue if given.extracts else {}
    return dict(sorted({**given.spec.catalogue_digests, **measured}.items()))


def _as_published(evidence: Evidence, published: Published) -> Evidence:
    """The evidence with cells saying what is published of them. Where each stands, it stands still."""
    rows = [dict(row) for row in evidence.rows]
    for (party, key), found in published.instead.items():
        rows[evidence.parties.index(party)][key] = found
    return replace(evidence, rows=tuple(rows))


def _expect_something(spec: Spec, period: Period) -> None:
    """Raise NothingChecked where a spec asks nothing, or nothing in *period*."""
    if not spec.requirements:
        raise NothingChecked(f"Nothing was checked: {spec.file} has no requirements.")
    if period.end < spec.starts or period.start > spec.ends:
        contract = f"{day(spec.starts)} to {day(spec.ends)}"
        raise NothingChecked(f"Nothing was checked: {period.name} lies outside the contract, {contract}.")


def _nothing(given: Given, problems: Sequence[Finding]) -> str:
    """Why no return could be used, naming the first few with the reason for each."""
    returns = given.returns
    if not returns:
        return "Nothing was checked: no returns were found. Name a return, or a folder that holds some."
    files: dict[str, list[str]] = {}
    for each in returns[:_TOLD]:
        files.setdefault(_why_unused(each, problems), []).append(each.file)
    told = [f"{listed(names)}: {why}" for why, names in files.items()]
    more = f" And {len(returns) - _TOLD} more." if len(returns) > _TOLD else ""
    wanted = f"no return for {given.spec.id} and {given.period.name} could be used"
    return f"Nothing was checked: {wanted}. {' '.join(told)}{more}"


# For another specification, period or version, one of several, and from nobody that is named.
_NOT_USED = ("EV440", "EV441", "EV442", "EV443", "EV445")


def _why_unused(unused: Return, problems: Sequence[Finding]) -> str:
    about = [each for each in (*problems, *unused.findings) if _is_about(each, unused.file)]
    worst = sorted(
        about,
        key=lambda each: (
            each.code not in _NOT_USED,
            each.severity is not Severity.ERROR,
            each not in problems,
        ),
    )
    if not worst:
        return "it has nothing that was asked for."
    return f"{worst[0].message} {worst[0].remedy or ''}".strip()


def _is_about(problem: Finding, file: str) -> bool:
    """Whether a finding is about a file: of several returns of one party, each is."""
    several = problem.also if problem.code == "EV443" else ()
    return any(place.file == file for place in (problem.place, *several))
