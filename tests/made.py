"""Small specs and evidence, made by hand for the tests of the middle."""

from datetime import date

from specrules.base.findings import Place
from specrules.base.frozen import replace
from specrules.base.frozen import replace as replace_in
from specrules.compile import compile_spec
from specrules.engine import open_engine
from specrules.evidence.facts import Absent, Evidence, Origin
from specrules.judging.judge import judge
from specrules.judging.verdicts import verdicts
from specrules.result import Reason
from specrules.spec.model import (
    Check,
    CheckKind,
    DatedTarget,
    HandOff,
    Party,
    Requirement,
    Returns,
    Spec,
    Status,
    Strength,
)
from specrules.values.periods import Every, read_due, read_period
from specrules.values.reading import read_quantity, read_target

AS_AT = date(2026, 7, 21)
PERIOD = read_period("2026-27-Q1")
COUNCIL = Party("council", "Anytown Council", "commissioner")
RIVERBANK = Party(
    "riverbank", "Riverbank Recovery", "drug and alcohol treatment", "this contract", sites=("North", "South")
)
TRUST = Party("trust", "Anytown Mental Health Trust", "mental health", "joint working agreement")


def dated(target, partly=None, since=None):
    """A target from its words."""
    return DatedTarget(read_target(target), read_target(partly) if partly else None, since)


def a_check(kind="share", target=None, partly=None, name="only", **more):
    """A check with a target in words."""
    words = {"of": "people in treatment"} if kind in ("share", "audit") else {}
    targets = (dated(target, partly),) if target else ()
    return Check(name, CheckKind(kind), f"what {name} looks at", **words, **{"targets": targets, **more})


def a_requirement(*checks, id="R-1", owed_by=("riverbank",), strength=Strength.MUST, **more):
    """A requirement that Riverbank must meet."""
    return Requirement(id, "Something is done", owed_by, strength, tuple(checks), **more)


def a_hand_off(**more):
    """Referrals answered within five working days, at least 95% of them."""
    settings = {
        "referrals": "people with both conditions",
        "look_back": read_quantity("28 days"),
        "answer_within": read_quantity("5 working days"),
        "answered": dated("at least 95%"),
        "outcome_known": dated("at least 90%"),
        "answers": ("accepted", "not accepted"),
        "may_differ_by": 2,
    }
    return HandOff(**{**settings, **more})


def a_spec(*requirements, parties=(COUNCIL, RIVERBANK, TRUST), **more):
    """An agreed specification with quarterly returns."""
    settings = {
        "id": "anytown",
        "title": "A service",
        "version": "1",
        "status": Status.AGREED,
        "parties": parties,
        "starts": date(2026, 4, 1),
        "ends": date(2029, 3, 31),
        "returns": Returns(Every.QUARTER, read_due("15 working days after the quarter ends")),
        "requirements": requirements,
    }
    return Spec(**{**settings, **more})


def evidence_for(spec, cells, period=PERIOD, absent=Reason.NOT_SUBMITTED):
    """Evidence from cells by party: ``{"riverbank": {"R-1.only/number": 57}}``."""
    parties = tuple(party.id for party in spec.parties)
    rows = tuple(cells.get(party, {}) for party in parties)

    def origin(row, key):
        found = rows[row].get(key)
        return None if found is None else Origin(Place(f"{parties[row]}.csv", cell=key), "digest", str(found))

    return Evidence(period, parties, rows, tuple(Absent(absent) for _ in parties), origin)


def judgement_of(
    spec, cells, engine="python", as_at=AS_AT, period=PERIOD, allowances=(), adjudications=(), grades=None
):
    """The judgement of a spec on cells by party."""
    plan = compile_spec(spec, period)
    with open_engine(engine) as opened:
        evidence = replace_in(evidence_for(spec, cells, period), grades=grades or {})
        return judge(plan, evidence, opened, as_at, allowances, adjudications)


def verdict_on(requirement, cells, **more):
    """The verdict of Riverbank on one requirement, from the cells of its own row."""
    spec = a_spec(requirement)
    prefixed = {f"{requirement.id}.{key}": value for key, value in cells.items()}
    found = judgement_of(spec, {"riverbank": prefixed}, **more)
    return next(each for each in verdicts(found) if each.party == "riverbank")


def result_on(check, cells, **more):
    """The result of one check on the cells of its line: ``{"number": 57, "out of": 64}``."""
    requirement = a_requirement(replace(check, name="only"))
    return verdict_on(requirement, {f"only/{column}": value for column, value in cells.items()}, **more).raw
