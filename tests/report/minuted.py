"""The small run with a meeting log beside it, in which something is said of every kind."""

from specrules.base.frozen import replace
from specrules.log.reading import read_log
from specrules.viewing import view
from tests.report.made import a_run
from tests.spec.making import tree_of

LOG = """\
specrules: meeting log 1
kept-to: 2026-08-20
comments:
  - id: C-1
    requirement: MA-2
    party: riverbank
    period: 2026-27-Q1
    date: 2026-08-03
    by: {role: service manager}
    kind: factual accuracy
    says: twelve records were entered late; born 01/02/1980
    replies:
      - {date: 2026-08-05, by: {role: lead commissioner}, says: send them again, outcome: accepted in part}
  - id: C-2
    requirement: MA-2
    party: riverbank
    period: 2026-27-Q2
    date: 2026-08-03
    by: {role: service manager}
    says: of another quarter
queries:
  - id: Q-1
    requirement: NWD-1
    party: trust
    period: 2026-27-Q1
    date: 2026-08-05
    by: {name: contract review meeting, role: lead commissioner}
    asks: why are the two counts not the same?
    due: 2026-08-19
    then:
      - {date: 2026-08-12, by: {role: service manager}, state: answered, says: five were sent twice}
      - {date: 2026-08-14, by: {role: lead commissioner}, state: restated, says: which five?}
adjudications:
  - id: AD-1
    requirement: MA-4
    party: riverbank
    period: 2026-27-Q1
    date: 2026-08-12
    by: {role: lead commissioner}
    was: not met
    becomes: partly met
    authority: clause 12.3
    reason: the records that were entered late count in part
    evidence: D-1
verifications:
  - id: V-1
    requirement: MA-1
    party: riverbank
    period: 2026-27-Q1
    date: 2026-08-04
    by: {role: quality officer}
    method: read case notes
    sample: 10 of 64 records
    found: as declared
documents:
  - {id: D-1, title: List of late records, version: "1", date: 2026-08-03, held: folder 4}
decisions:
  - id: DEC-1
    period: 2026-27-Q1
    date: 2026-08-05
    by: {role: lead commissioner}
    decides: the next audit looks at the South site
    requirements: [MA-3]
actions:
  - id: ACT-1
    requirement: MA-1
    party: riverbank
    period: 2025-26-Q4
    date: 2026-05-05
    by: {role: lead commissioner}
    does: help people to a first meeting
    owner: service manager
    due: 2026-07-31
    evidence: MA-1.delivered
    closes-when: partly met
    notes:
      - {date: 2026-06-05, by: {role: service manager}, says: two volunteers have started}
  - id: ACT-2
    requirement: MA-4
    party: riverbank
    period: 2025-26-Q4
    date: 2026-05-05
    by: {role: lead commissioner}
    does: offer a second programme
    owner: service manager
    due: 2026-07-31
    evidence: MA-4.programmes
"""


def a_minuted_run(text=LOG):
    """The small run, with a log."""
    log = read_log(tree_of(text, "log.yaml"))[0]
    run = a_run(adjudications=log.adjudications)
    return replace(run, log=log)


def minuted():
    """Its view."""
    return view(a_minuted_run())
