"""A small contract whose reviews are kept: one service, a share, a rating in words and a statement."""

from specrules.engine import open_engine
from specrules.inputs import gather, read
from specrules.judging.review import review
from specrules.runs.keeping import keep
from specrules.runs.record import Body
from specrules.runs.store import Folder
from specrules.values.periods import read_period

SPEC = """\
specrules: spec 1
id: anytown
title: Recovery service of Anytown
version: "1"
status: agreed
parties:
  council:   {name: Anytown Council, role: commissioner}
  riverbank: {name: Riverbank Recovery, role: drug and alcohol treatment, bound-by: this contract}
contract: {starts: 2026-04-01, ends: 2029-03-31}
returns: {every: quarter, due: 15 working days after the quarter ends}
catalogues: [mutual-aid]
requirements:
  MA-1:
    standard-clause: mutual-aid/keyworkers-facilitate-access
    owed-by: riverbank
    strength: must
    target: at least 90%
    partly-met: at least 75%
  R-1:
    title: The service has a plan for people who stop coming
    owed-by: riverbank
    strength: should
    source: local decision, 2026-02-10
    checks:
      plan: {statement: a written plan says what is done, document: the plan}
  R-2:
    title: The plan is looked at again in time
    owed-by: riverbank
    strength: should
    source: local decision, 2026-02-10
    checks:
      reviewed: {date: the plan was last looked at, target: within 6 months}
"""
LOG = """\
specrules: meeting log 1
allowances:
  - id: A-1
    requirement: MA-1
    party: riverbank
    from: 2026-04-01
    to: 2026-06-30
    reason: the record system is late
    approved-by: {name: review meeting, role: lead commissioner, date: 2026-04-02}
"""
FULL = {
    "MA-1.delivered": "57 of 60",
    "R-1.plan": "{answer: yes, document: Plan v2}",
    "R-2.reviewed": "2026-03-02",
}


def a_return(period="2026-27-Q1", of="anytown", **items):
    """The text of a return; items by their last word ("delivered"), None to leave one out."""
    said = {name: items.get(name.partition(".")[2], text) for name, text in FULL.items()}
    lines = "".join(f"  {name}: {text}\n" for name, text in said.items() if text is not None)
    head = f'specrules: return 1\nspec: {of}\nspec-version: "1"\nparty: riverbank\nperiod: {period}\n'
    return f"{head}items:\n{lines}"


def laid_out(folder, period="2026-27-Q1", spec=SPEC, log=None, **items):
    """A contract in *folder*: the specification, one return and, where wanted, the meeting log."""
    (folder / "returns" / period).mkdir(parents=True, exist_ok=True)
    (folder / "spec.yaml").write_text(spec, encoding="utf-8")
    (folder / "returns" / period / "riverbank.yaml").write_text(a_return(period, **items), encoding="utf-8")
    if log:
        (folder / "meeting-log.yaml").write_text(log, encoding="utf-8")
    return folder


def keep_reviewed(inputs, given, runs, as_at=None):
    """A review of what was *given*, kept in the folder *runs*."""
    with open_engine("python") as engine:
        run = review(given, engine, as_at)
    return keep(inputs, given, run, "python", runs)


def kept(runs, folder, period="2026-27-Q1", as_at=None, **more):
    """A review of a contract laid out in *folder*, kept in the folder *runs*."""
    inputs = gather([laid_out(folder, period, **more)])
    return keep_reviewed(inputs, read(inputs, read_period(period)), runs, as_at)


def a_body(period="2026-27-Q1", spec="anytown", says="met", size=0):
    """What is kept of a review that says one thing, for tests of the folder alone."""
    return Body(
        spec=spec,
        version="1",
        period=period,
        as_at="2026-07-21",
        made={"specrules": "0.1.0", "engines": ["python"], "engine": "python"},
        inputs=(),
        figures=(),
        review={"specrules": "review 1", "says": says, "more": "x" * size},
    )


def put(runs, *args, **more):
    """A record of ``a_body`` in the folder *runs*."""
    return Folder(runs).put(a_body(*args, **more), {})
