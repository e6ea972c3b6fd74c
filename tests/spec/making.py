"""Small specifications and a small catalogue, as text, for the tests of the reader."""

# Specifications are written as a commissioner would, some with long lines.
# ruff: noqa: E501

from specrules.base.files import Source
from specrules.base.findings import Finding
from specrules.library import Library
from specrules.log.reading import read_log
from specrules.spec.model import Requirement
from specrules.spec.reader import Reading, read_spec, read_standard_clause
from specrules.text.tree import Tree, read_tree

HELP = """\
specrules: standard clause 1
standard-clause: help/reach-groups
title: Keyworkers help people to reach groups
guidance: may consider
citations:
  - {document: A guide (2014), section: Specifications, page: "5", passage: Keyworkers help people}
people: in treatment in the period
left-out: [offered and declined]
checks:
  delivered: {share: people helped to reach a group, of: people in treatment in the period}
examples:
  - {name: on the target is met, with: {target: at least 90%}, facts: {delivered: 90 of 100}, expect: met}
"""
ROOMS = """\
specrules: standard clause 1
standard-clause: help/rooms
title: Rooms are lent to groups
section: Places
guidance: required
covers: [GU-ROOM-02a]
citations: [{document: A guide (2014), section: Specifications}]
judged-at: each site
applies-if: a suitable room exists
checks:
  offered: {statement: the room is offered, document: dated offer}
  fee: {money: fee charged to groups}
  links: {register: groups in touch, choices: [12-step, SMART], covers: [12-step]}
  kept: {register: groups in touch now, choices: [12-step, SMART], evidence-from: links, covers: [12-step]}
met-when: {all: [offered, fee]}
partly-met-when: {any: [offered]}
examples:
  - name: a room offered at the highest fee is met
    with: {checks: {fee: no more than £10 a meeting, kept: {contact-within: 90 days}}}
    facts: {applies: yes, offered: yes, fee: £10}
    expect: met
    as-at: 2026-07-21
"""
REFERRALS = """\
specrules: standard clause 1
standard-clause: doors/referrals
title: Referrals are answered
principle: referral
guidance: recommended
citations: [{document: Better care (2017), section: Hand-offs}]
hand-off: yes
examples:
  - name: all answered is met
    with:
      hand-off:
        referrals: sent in the period
        look-back: 28 days
        answer-within: 5 working days
        answered: at least 95%
        answers: [accepted]
    facts: {sent: 20, outcome-known: 20, received: 20, answered-in-time: 20, waiting: 0}
    expect: met
"""
CATALOGUE = {
    "help/reach-groups.yaml": HELP,
    "help/rooms.yaml": ROOMS,
    "help/theme.yaml": "specrules: theme 1\ntitle: Help from others\n",
    "doors/referrals.yaml": REFERRALS,
    "doors/theme.yaml": (
        "specrules: theme 1\ntitle: Doors\nprinciples: [welcome, referral]\ncovers: [GU-DOOR-01]\n"
    ),
}

HEAD = """\
specrules: spec 1
id: anytown-2026
title: Recovery service
version: "1"
status: agreed
parties:
  council: {name: Anytown Council, role: commissioner}
  riverbank: {name: Riverbank, role: alcohol and drug treatment, bound-by: contract, sites: [High Street]}
  trust:
    name: Anytown Mental Health Trust
    role: mental health
    bound-by: joint agreement
    agreed: 2026-02-10
    sites: [Mill Lane]
    subcontractors: [Harbour Families]
contract: {starts: 2026-04-01, ends: 2029-03-31}
returns: {every: quarter, due: 15 working days after the quarter ends, dates: DD/MM/YYYY, percentages: rounded down}
catalogues: [help, doors]
"""

#: A specification in which every heading of the language stands at least once.
EVERYTHING = (
    HEAD
    + """\
definitions: {FAMA: facilitating access to mutual aid}
constants: {capacity: 240 people}
variations:
  - {number: 1, date: 2026-10-01, changes: [MA-1], what: the target rises}
requirements:
  MA-1:
    standard-clause: help/reach-groups
    title: Keyworkers help everybody to reach groups
    clause: "4.2.1"
    wording: The provider shall help people.
    owed-by: riverbank
    strength: must
    section: Groups
    people: in treatment
    left-out: [declined]
    from: 2026-10-01
    until: 2028-03-31
    target: at least 90%
    partly-met: at least 75%
    if-not-met: improvement plan
    shown-at: [{each: sex, of: [male, female]}]
    essential: yes
    source: local decision, 2026-02-10
  MA-2:
    standard-clause: help/rooms
    owed-by: {each-of: [riverbank, trust]}
    strength: should
    judged-at: each site
    checks:
      fee:
        targets:
          - {from: 2026-04-01, target: no more than £10 a meeting, partly-met: no more than £12 a meeting}
      offered: {document: meeting log}
      links: {covers: [12-step, SMART], people: all, left-out: [none], not-recorded: asked}
      kept: {contact-within: 90 days, target: at least 1 of 1}
      further:
        {share: asked, of: people, target: at least 50%, not-recorded: asked, people: all, left-out: [none]}
  MA-3:
    title: Checks of every kind
    owed-by: {each-with-role: mental health}
    strength: encouraged
    source: {document: Our own plan, section: Aims, page: "2", passage: We aim high}
    principle: welcome
    asked-at: {each: substance, of: [opiate, alcohol]}
    every: year
    rated-from: 2026-10-01
    weight: 2
    report-only: no
    conditions:
      premises: {statement: the party has premises, document: not needed}
    applies-if: {any: [premises]}
    checks:
      read:
        audit: notes that agree
        of: notes read
        sample: at least 20 chosen by council
        not-recorded: asked
        target: at least 90%
        partly-met: at least 80%
        people: all
        left-out: [none]
      trained: {count: keyworkers trained, people: keyworkers, left-out: [new], target: at least 5}
      paid: {money: amount spent, target: at least £500}
      wait:
        time: wait
        statistic: median
        of: people who started
        fewest: 10
        if-fewer: wait-over-the-year
        over: the period
        target: within 15 working days
      wait-over-the-year: {time: longest wait, over: the last 12 months, target: within 15 working days}
      reviewed: {date: the criteria were last reviewed, target: within 12 months}
      published: {date: the criteria were published, after: reviewed, target: within 5 working days}
      soon:
        share: people seen
        within: 5 days
        of: people referred
        still-waiting: asked
        exceptions: [declined]
        relies-on: read
        comparators: [{name: England, figure: 84%, source: a report, date: 2026-03-31}]
        targets:
          - {contract-year: 2, quarter: 1, at: [opiate], target: at least 90%}
          - {target: at least 80%}
      used: {share: people in treatment, of: capacity, target: at least 85%}
      better:
        count: people who started
        part-periods: in proportion
        baseline: 40 people
        target: at least 5 people above baseline
      shaped:
        rating: how far people shape the service
        scale: {not yet: nobody is asked, in full: people decide}
        rated-by: council
        target: at least in full
      stage:
        choice: stage of the pathway
        choices: [none, draft, agreed]
        target: one of agreed
        partly-met: one of draft, agreed
      read-alike:
        agreement: the same notes, read by two people apart
        choices: [agrees, does not agree]
        sample: at least 10 chosen by council
        threshold-from: an article on kappa
        target: at least 0.6
      offer: {list: programmes, choices: [TSF, SMART, other], covers: [TSF, SMART], target: at least 1 of 2}
      groups:
        register: groups
        choices: [12-step, SMART]
        of-kind: SMART
        contact-within: 90 days
        target: at least 3
      again:
        share: people helped
        of: people in treatment
        evidence-from: MA-1.delivered
        targets:
          - {from: 2026-04-01, target: at least 60%}
          - {from: 2027-04-01, target: at least 70%, partly-met: at least 60%}
    met-when: at least 5 of them
    partly-met-when: {any: [read, {not: stage}]}
  MA-4:
    title: A protocol is agreed
    owed-by: {jointly: [riverbank, trust]}
    strength: must
    source: local decision, 2026-02-10
    checks: {agreed: {statement: the protocol is agreed, document: protocol}}
  MA-5:
    title: People complete treatment as often as elsewhere
    owed-by: riverbank
    strength: should
    source: local decision, 2026-02-10
    checks:
      level:
        share: people who completed treatment
        of: people who left
        baseline-asked: the average for England in the same 12 months
        target: at least the baseline
        partly-met: no more than 5 percentage points below baseline
  NWD-4:
    standard-clause: doors/referrals
    owed-by: {each-of: [riverbank, trust]}
    strength: must
    hand-off:
      referrals: people with both conditions, sent in the period
      look-back: 28 days
      answer-within: 5 working days
      answered: at least 95%
      outcome-known: at least 90%
      answers: [accepted, not accepted with reason]
      counts-may-differ-by: 2
    examples:
      - {name: only one side speaks, facts: {sent: 20}, expect: no evidence, as-at: 2027-01-22}
      - {name: nobody was sent, facts: {sent: 0, received: 0}, expect: not applicable}
cards:
  compliance: {green: at least 90%, amber: at least 75%, partly-met-counts: 50%}
  no-wrong-door: {shadow-until: 2026-09-30, words: {green: good, amber: nearly, red: poor}}
allowances: {longest: 6 months, renewals: 1}
"""
)

LOG = """\
specrules: meeting log 1
allowances:
  - id: A-1
    requirement: MA-1.delivered
    party: riverbank
    from: 2026-04-01
    to: 2026-09-30
    reason: the building was closed
    approved-by: {name: contract review meeting, role: contract manager, date: 2026-06-12}
    conditions: a temporary room is found
    renewals: 1
"""
SETTINGS = "specrules: settings 1\nrules: rules\nfail-on: warning\n"
THEME = CATALOGUE["doors/theme.yaml"]
TABLE = """\
specrules: table 1
table: groups
title: Groups that meet in Anytown
use: Call before you print a number.
citations:
  - {document: A guide (2014), section: Annex, page: "9", passage: Groups are listed}
as-at: April 2014
verified: in part
covers: [GU-DIR-01]
columns:
  group: Its name
  kinds: Its kinds
rows:
  - {group: Tuesday meeting, kinds: [12-step, open]}
  - {group: Quayside meeting}
"""
COVERAGE = """\
specrules: coverage 1
documents:
  guide: A guide (2014)
entries:
  GU-DIR-01: {name: A directory, document: guide, section: Annex, guidance: reference}
  GU-ROOM-02a: {name: Rooms, document: guide, section: Places, guidance: may consider}
"""
RETURN = """\
specrules: return 1
spec: anytown-2026
spec-version: "1"
party: riverbank
period: 2026-27-Q1
submitted: 14/07/2026
data-as-at: 10/07/2026
status: final
supersedes: riverbank.xlsx
items:
  MA-1.delivered: 57 of 64
  MA-2.further:
    number: 5
    out of: 9
    not recorded: 2
    excepted: 1
    still waiting: 1
    baseline: 41%
    answer: yes
    document: Plan v2
    owner: manager
    date: 01/05/2026
    reason: closed
    agreed by: manager
  MA-2.fee:
    - {site: High Street, answer: £5}
registers:
  MA-2.links:
    - {kind: 12-step, name: Tuesday meeting, contact: secretary, last contact: 01/05/2026, site: High Street}
  MA-3.read-alike:
    - {case: 1, first reader: agrees, second reader: does not agree, site: High Street}
"""


def tree_of(text: str, path: str = "spec.yaml") -> Tree:
    """A tree of *text*, as if it stood in a file."""
    return read_tree(Source(path, text, "0" * 64, "utf-8"))


def a_library(folder) -> Library:
    """The small catalogue, written into *folder*."""
    for name, text in CATALOGUE.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return Library([folder])


def with_requirement(*lines: str, id: str = "R-1") -> str:
    """A specification with one requirement: its headings, after ``owed-by`` and ``strength``."""
    body = ["owed-by: riverbank", "strength: must", *lines]
    return HEAD + f"requirements:\n  {id}:\n" + "".join(f"    {line}\n" for line in body)


def with_check(check: str, *lines: str) -> str:
    """A specification with one requirement that has one check, ``only``, written in curly brackets."""
    return with_requirement("title: Something is done", "checks:", f"  only: {check}", *lines)


def read(text: str, library: Library) -> Reading:
    """What the reader makes of a specification."""
    return read_spec(tree_of(text), library)


def requirement(text: str, library: Library) -> Requirement:
    """The first requirement of a specification in which nothing is wrong."""
    reading = read(text, library)
    assert reading.findings == ()
    assert reading.spec is not None
    return reading.spec.requirements[0]


def found(text: str, library: Library) -> list[tuple[str, str]]:
    """The name of each finding, and the text at its place."""
    return [(each.name, at(text, each)) for each in read(text, library).findings]


def the_finding(text: str, library: Library) -> Finding:
    """The only finding about a specification."""
    (finding,) = read(text, library).findings
    return finding


def at(text: str, finding: Finding) -> str:
    """The text at the place of *finding*, of its first line."""
    span = finding.place.span
    line = text.splitlines()[span.line - 1]
    return line[span.column - 1 : span.end_column - 1 if span.end_line == span.line else None]


def clause_findings(text: str, path: str = "help/reach-groups.yaml") -> list[tuple[str, str]]:
    """The name of each finding about a standard clause, and the text at its place."""
    return [(each.name, at(text, each)) for each in read_standard_clause(tree_of(text, path))[1]]


def log_findings(text: str) -> list[tuple[str, str]]:
    """The name of each finding about a meeting log, and the text at its place."""
    return [(each.name, at(text, each)) for each in read_log(tree_of(text, "log.yaml"))[1]]
