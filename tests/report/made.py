"""A small run, made by hand: three parties, every kind of result, and a hand-off that does not add up."""

from datetime import date

from specrules.base.findings import Finding, Place, Severity, Span
from specrules.base.frozen import replace
from specrules.engine import open_engine
from specrules.evidence.facts import Absent, CellName
from specrules.judging.review import Run
from specrules.judging.scorecard import cards
from specrules.judging.verdicts import verdicts
from specrules.log.model import Allowance, Approval
from specrules.result import Reason
from specrules.spec.model import Citation, Strength, Written
from tests.made import AS_AT, COUNCIL, PERIOD, RIVERBANK, TRUST, a_check, a_hand_off, a_requirement, a_spec
from tests.made import judgement_of as judge

HOSPITAL = replace(TRUST, id="hospital", name="Anytown Hospital", role="hospital", bound_by=None)
PARTIES = (COUNCIL, RIVERBANK, TRUST, HOSPITAL)
GUIDE = Citation("A guide for commissioners", "Service specifications", "Keyworkers help people.", "5")
ALLOWANCE = Allowance(
    "A-1",
    "MA-2",
    "riverbank",
    date(2026, 4, 1),
    date(2026, 6, 30),
    "the new record system is late",
    Approval("lead commissioner", date(2026, 4, 2), "review meeting"),
    "a paper list is kept",
    1,
)


def requirements():
    """One requirement for each kind of result."""
    return (
        a_requirement(
            a_check(target="at least 90%", partly="at least 75%", name="delivered"),
            id="MA-1",
            section="Mutual aid",
            clause="4.2.1",
            citations=(GUIDE,),
            if_not_met="improvement plan within 20 working days",
            written=Written("spec.yaml", Span(14, 3, 20, 1)),
        ),
        a_requirement(a_check(target="at least 90%", name="recorded"), id="MA-2", section="Mutual aid"),
        a_requirement(
            a_check("money", "no more than £10 a meeting", name="fee"),
            a_check("statement", name="offered"),
            id="MA-3",
            section="Mutual aid",
            applies_if="a suitable room exists",
        ),
        a_requirement(
            a_check("list", name="programmes", covers=("TSF", "SMART-based"), choices=("TSF", "SMART-based")),
            id="MA-4",
            section="Mutual aid",
            strength=Strength.ENCOURAGED,
        ),
        a_requirement(
            a_check("time", "within 15 working days", name="longest"),
            id="AC-1",
            section="Access",
            since=date(2026, 10, 1),
            local_source="local decision, 2026-02-10",
        ),
        a_requirement(
            id="NWD-1", owed_by=("riverbank", "trust"), principle="referral", hand_off=a_hand_off()
        ),
        a_requirement(
            a_check("statement", name="signed"), id="NWD-2", owed_by=("council",), principle="groundwork"
        ),
        a_requirement(
            a_check(target="no more than 0%", name="refused"),
            id="NWD-3",
            owed_by=("trust", "hospital"),
            principle="groundwork",
        ),
    )


def cells():
    """A return of each party that sent one."""
    return {
        "riverbank": {
            "MA-1.delivered/number": 57,
            "MA-1.delivered/out of": 64,
            "MA-2.recorded/number": 10,
            "MA-2.recorded/out of": 40,
            "MA-3.applies/answer": "yes",
            "MA-3.fee/answer": "£12",
            "MA-3.offered/answer": "yes",
            "MA-4.programmes/answer": "TSF",
            "NWD-1.to-trust.sent/answer": 23,
            "NWD-1.to-trust.outcome-known/answer": 20,
            "NWD-1.from-trust.received/answer": 8,
            "NWD-1.from-trust.answered-in-time/answer": 8,
            "NWD-1.from-trust.waiting/answer": 0,
        },
        "trust": {
            "NWD-1.from-riverbank.received/answer": 18,
            "NWD-1.from-riverbank.answered-in-time/answer": 17,
            "NWD-1.from-riverbank.waiting/answer": 0,
            "NWD-1.to-riverbank.sent/answer": 9,
            "NWD-1.to-riverbank.outcome-known/answer": 9,
            "NWD-3.refused/number": "<5",
            "NWD-3.refused/out of": 31,
        },
        "council": {"NWD-2.signed/answer": "yes", "NWD-2.signed/document": "Joint pathway v2"},
    }


def a_finding(**more):
    """Something wrong in Riverbank's return."""
    settings = {
        "code": "EV423",
        "name": "blank-cell",
        "severity": Severity.WARNING,
        "place": Place("riverbank.csv", cell="MA-3.offered/document"),
        "message": "This yes needs the document that shows it.",
    }
    return Finding(**{**settings, **more})


def run_of(spec, given, allowances=(), findings=(), adjudications=(), engine="python", **more):
    """The run of a spec on cells by party."""
    found = judge(spec, given, allowances=allowances, adjudications=adjudications)
    explained = tuple(verdicts(found))
    with open_engine(engine) as opened:
        made = cards(found, explained, opened)
        run = Run(
            spec=spec,
            period=PERIOD,
            as_at=AS_AT,
            engines=("durable-rules 2.0.28", "python"),
            note=None,
            files={"spec.yaml": "a" * 64},
            catalogue={"mutual-aid/keyworkers": "c" * 64},
            verdicts=explained,
            cards=made,
            allowances=tuple(allowances),
            findings=tuple(findings),
        )
    return replace(run, **more)


def a_run(**more):
    """The whole small run."""
    settings = {"allowances": (ALLOWANCE,), "findings": (a_finding(),), **more}
    return run_of(a_spec(*requirements(), parties=PARTIES), cells(), **settings)


def a_published_run(**more):
    """The small run with every count of people held back, as a publication is judged."""
    given = cells()
    held = {
        CellName(party, key)
        for party, row in given.items()
        for key, found in row.items()
        if isinstance(found, int) or found == "<5"
    }
    shown = {
        party: {
            key: Absent(Reason.NOT_PUBLISHED) if CellName(party, key) in held else found
            for key, found in row.items()
        }
        for party, row in given.items()
    }
    settings = {"allowances": (ALLOWANCE,), "findings": (a_finding(),), "held": frozenset(held), **more}
    return run_of(a_spec(*requirements(), parties=PARTIES, file="spec.yaml"), shown, **settings)
